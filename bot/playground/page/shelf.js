// The shelf of customers: stories to forward with one click, drafts to try, and a form for one's own complaint.
import { act } from "./store.js";
import { $, h, icon, walk } from "./dom.js";
import { fill } from "./composer.js";
import { covers, togglePanel } from "./panels.js";

export async function prepareShelf() {
  prepareTabs();
  $("#own-form").addEventListener("submit", forwardOwn);
  try {
    const stories = await (await fetch("/api/shelf")).json();
    $("#stories").replaceChildren(...stories.map(card));
  } catch {
    $("#stories").replaceChildren(h("p", { class: "hint" }, "Полка не открылась. Обновите страницу."));
  }
}

function prepareTabs() {
  const tabs = [$("#tab-stories"), $("#tab-own")];
  const choose = (chosen) => {
    for (const tab of tabs) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !on;
    }
  };
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => walk(event, tabs) && choose(document.activeElement));
  }
}

function card(story) {
  const head = h(
    "button",
    { type: "button", class: "story-head", "aria-expanded": "false", onclick: () => unfold() },
    h("span", { class: "trade" }, story.trade),
    h("strong", {}, story.title),
    h("span", { class: "said" }, story.messages.map((message) => message.text).join(" ")),
  );
  const body = h("div", { class: "story-body", hidden: true }, ...inside(story));
  const made = h("article", { class: "story", "data-story": story.id }, head, body);
  function unfold() {
    const open = body.hidden;
    for (const other of document.querySelectorAll(".story.open")) {
      other.classList.remove("open");
      other.querySelector(".story-body").hidden = true;
      other.querySelector(".story-head").setAttribute("aria-expanded", "false");
    }
    made.classList.toggle("open", open);
    body.hidden = !open;
    head.setAttribute("aria-expanded", String(open));
    if (open) made.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }
  return made;
}

function inside(story) {
  return [
    h(
      "div",
      { class: "letters" },
      h("small", {}, story.hidden ? `${story.sender}, профиль скрыт` : story.sender),
      ...story.messages.map((message) => h("p", {}, message.photo && h("em", {}, "[фото] "), message.text)),
    ),
    h("p", { class: "known" }, h("strong", {}, "Что известно. "), story.known, " ", h("span", { class: "stance" }, `Позиция: ${story.stance_title.toLowerCase()}`)),
    h("button", { type: "button", class: "primary forward", onclick: () => forward(story) }, icon("forward"), "Переслать боту"),
    h("p", { class: "drafts-title" }, "Черновики, которые можно попробовать"),
    ...story.drafts.map(draft),
  ];
}

function draft({ title, text, good }) {
  return h(
    "button",
    { type: "button", class: `draft ${good ? "good" : "bad"}`, onclick: () => put(text) },
    h("span", { class: "draft-title" }, icon(good ? "check" : "pencil"), title),
    h("span", { class: "draft-text" }, text),
  );
}

function put(text) {
  if (covers()) togglePanel("shelf", false);
  fill(text);
}

async function forward(story) {
  const done = await act({
    do: "forward",
    sender: story.sender,
    origin: story.hidden ? "hidden" : "person",
    messages: story.messages,
  });
  if (done && covers()) togglePanel("shelf", false);
}

async function forwardOwn(event) {
  event.preventDefault();
  const done = await act({
    do: "forward",
    sender: $("#own-sender").value,
    origin: $("#own-form").elements.origin.value,
    messages: [{ text: $("#own-text").value, photo: $("#own-photo").checked }],
    comment: $("#own-comment").value,
  });
  if (!done) return;
  $("#own-text").value = "";
  $("#own-comment").value = "";
  if (covers()) togglePanel("shelf", false);
}
