// The page as a whole: listens to the server and keeps the chat on the screen in step with it.
import { act, chat, post, store, takeState } from "./store.js";
import { $, ask, h, icon, toast } from "./dom.js";
import { settleQuotes } from "./entities.js";
import { day, isMine, renderMessage } from "./messages.js";
import { dropPurpose, hideCommands, prepareComposer } from "./composer.js";
import { prepareShelf } from "./shelf.js";
import { prepareBench, renderBench } from "./bench.js";
import { preparePanels, prepareTheme, togglePanel } from "./panels.js";

const log = $("#log");
// Who asked for less motion gets none: a log that scrolls under the finger makes presses miss.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let typing = 0;
let unseen = 0;

// --- the log ---

function renderChat() {
  log.replaceChildren();
  let previous = null;
  for (const message of chat().messages.values()) {
    place(message, previous);
    previous = message;
  }
  if (!previous) log.append(welcome());
  settleQuotes(log);
  renderFoot();
  toEnd("instant");
}

function place(message, previous) {
  if (!previous || day(previous.date) !== day(message.date)) log.append(h("div", { class: "day" }, h("span", {}, day(message.date))));
  const shown = renderMessage(message, chat().reactions[message.message_id]);
  if (previous && isMine(previous) === isMine(message)) shown.classList.add("same");
  log.append(shown);
  return shown;
}

function welcome() {
  return h(
    "section",
    { class: "welcome" },
    h("span", { class: "avatar large", "aria-hidden": "true" }),
    h("h2", {}, "Бот настоящий, Telegram — понарошку"),
    h("p", {}, "Всё происходит на этом компьютере: токен не нужен, наружу ничего не уходит. Возьмите клиента с полки или начните с команды."),
    h(
      "div",
      { class: "welcome-buttons" },
      h("button", { type: "button", class: "primary", onclick: () => act({ do: "type", text: "/start" }) }, "Начать"),
      h("button", { type: "button", class: "quiet", onclick: () => togglePanel("shelf", true) }, "Взять клиента с полки"),
    ),
  );
}

const nearEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;

function toEnd(behavior = calm.matches ? "instant" : "smooth") {
  log.scrollTo({ top: log.scrollHeight, behavior });
  unseen = 0;
  $("#to-end").hidden = true;
}

function onMessage(message) {
  const previous = [...chat().messages.values()].at(-1);
  chat().messages.set(message.message_id, message);
  log.querySelector(".welcome")?.remove();
  const follow = nearEnd() || isMine(message);
  const shown = place(message, previous);
  shown.classList.add("new");
  settleQuotes(shown);
  if (!isMine(message)) showTyping(false);
  if (follow) toEnd();
  else {
    unseen += 1;
    $("#to-end").hidden = false;
    $("#to-end").dataset.count = unseen;
  }
}

/** Puts a changed message in the old one's place; open quotes stay open and the focus stays on its button. */
function onEdited(message) {
  chat().messages.set(message.message_id, message);
  const old = document.getElementById(`m${message.message_id}`);
  if (!old) return;
  const follow = nearEnd();
  const fresh = renderMessage(message, chat().reactions[message.message_id]);
  if (old.classList.contains("same")) fresh.classList.add("same");
  const focused = [...old.querySelectorAll(".key")].indexOf(document.activeElement);
  const open = [...old.querySelectorAll(".quote.expandable")].map((quote) => quote.classList.contains("open"));
  old.replaceWith(fresh);
  settleQuotes(fresh);
  [...fresh.querySelectorAll(".quote-toggle")].forEach((toggle, index) => open[index] && toggle.click());
  if (focused >= 0) (fresh.querySelectorAll(".key")[focused] ?? fresh.querySelector(".key") ?? $("#input")).focus();
  fresh.classList.add("changed");
  if (follow) toEnd();
}

function onDeleted(ids) {
  for (const id of ids) {
    chat().messages.delete(id);
    document.getElementById(`m${id}`)?.remove();
  }
  if (!chat().messages.size) renderChat();
}

// --- the foot and the head ---

function renderFoot() {
  const { keyboard, blocked } = chat();
  $("#blocked").hidden = !blocked;
  $("#composer").hidden = blocked;
  const keys = $("#reply-keyboard");
  keys.hidden = blocked || !keyboard?.keyboard;
  if (keys.hidden) return keys.replaceChildren();
  keys.replaceChildren(
    ...keyboard.keyboard.map((row) =>
      h("div", { class: "keys-row" }, ...row.map((key) => h("button", { type: "button", class: "key", onclick: () => pressKey(key) }, key.text))),
    ),
  );
  $("#input").placeholder = keyboard.input_field_placeholder ?? "Сообщение";
}

async function pressKey(key) {
  const once = chat().keyboard?.one_time_keyboard;
  if ((await act({ do: "type", text: key.text })) && once) {
    chat().keyboard = null;
    renderFoot();
  }
}

function showTyping(on, action = "typing") {
  clearTimeout(typing);
  const busy = { upload_photo: "отправляет фото…", upload_document: "отправляет файл…" };
  $("#status").textContent = on ? (busy[action] ?? "печатает…") : store.awake ? "на этом компьютере" : "просыпается…";
  $("#status").classList.toggle("busy", on);
  if (on) typing = setTimeout(() => showTyping(false), 5000);
}

function onAnswered({ text, show_alert: alert, message_id: id }) {
  document.querySelectorAll(`#m${id} .waiting`).forEach((key) => key.classList.remove("waiting"));
  if (text && alert) ask(text);
  else if (text) toast(text);
}

// --- events ---

const HANDLERS = {
  message: (event) => onMessage(event.what),
  edited: (event) => onEdited(event.what),
  deleted: (event) => onDeleted(event.what.message_ids),
  answered: (event) => onAnswered(event.what),
  action: (event) => showTyping(true, event.what.action),
  keyboard: (event) => ((chat().keyboard = event.what.keyboard), renderFoot()),
  blocked: (event) => ((chat().blocked = event.what.blocked), renderFoot(), renderBench()),
  reaction: (event) => {
    chat().reactions[event.what.message_id] = event.what.reaction;
    onEdited(chat().messages.get(event.what.message_id));
  },
  crash: (event) => toast(`Бот споткнулся (${event.error}). Подробности — в окне, где он запущен.`),
};

/** Remembers what happens in the chat of the person who is not on the screen. */
function noteElsewhere(event) {
  const other = store.chats[event.chat];
  if (!other) return;
  if (event.kind === "message" || event.kind === "edited") other.messages.set(event.what.message_id, event.what);
  if (event.kind === "deleted") event.what.message_ids.forEach((id) => other.messages.delete(id));
  if (event.kind === "keyboard") other.keyboard = event.what.keyboard;
  if (event.kind === "blocked") other.blocked = event.what.blocked;
  if (event.kind === "reaction") other.reactions[event.what.message_id] = event.what.reaction;
}

function onEvent(event) {
  if (event.kind === "state") {
    takeState(event);
    $("#bot-name").textContent = store.bot.first_name;
    showTyping(false);
    dropPurpose();
    renderChat();
    renderBench();
    document.body.dataset.ready = "yes";
  } else if (event.kind === "awake") {
    store.awake = true;
    showTyping(false);
  } else if (event.kind === "commands") store.commands = event.what.commands;
  else if (event.kind === "bench") {
    store.bench = event.bench;
    renderBench();
  } else if (event.chat === store.me) HANDLERS[event.kind]?.(event);
  else noteElsewhere(event);
}

function listen() {
  const source = new EventSource("/api/events");
  source.onmessage = ({ data }) => onEvent(JSON.parse(data));
  source.onerror = () => {
    $("#status").textContent = "бот остановлен, жду его…";
  };
}

/** Makes another person the one who talks. */
function become(id) {
  store.me = id;
  localStorage.setItem("me", id);
  dropPurpose();
  renderChat();
  renderBench();
}

async function beginAnew() {
  const answer = await ask("Стереть обе переписки? Разборы останутся в истории бота.", [
    ["Оставить", ""],
    ["Начать сначала", "yes"],
  ]);
  if (answer === "yes" && (await post("/api/reset", {}))) toast("Начали с чистого листа");
}

for (const [selector, drawing] of [
  ["#attach", "attach"],
  ["#slash", "slash"],
  [".send", "send"],
  ["#to-end", "down"],
  ["#context button", "close"],
]) {
  $(selector).append(icon(drawing));
}
preparePanels();
prepareTheme();
prepareComposer();
prepareShelf();
prepareBench({ become, beginAnew });
$("#to-end").addEventListener("click", () => toEnd());
log.addEventListener("scroll", () => nearEnd() && toEnd("instant"), { passive: true });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  hideCommands();
  togglePanel("bench", false);
  togglePanel("shelf", false);
  $("#input").focus();
});
listen();
