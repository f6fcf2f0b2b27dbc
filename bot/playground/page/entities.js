// Telegram's text with entities as elements. Offsets are in UTF-16 units, which is what JavaScript strings count in.
import { copy, h, icon } from "./dom.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const SAFE_LINK = /^(https?:|tg:|mailto:|tel:)/i;

/** Returns a fragment. `command` is called with the text of a pressed bot command. */
export function renderText(text, entities, command) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, sorted, 0, text.length, command);
}

function build(text, entities, from, to, command) {
  const fragment = document.createDocumentFragment();
  let position = from;
  let afterBlock = false;
  const addText = (end, beforeBlock) => {
    let piece = text.slice(position, end);
    // The line break beside a block belongs to the block, as in Telegram.
    if (afterBlock) piece = piece.replace(/^\n/, "");
    if (beforeBlock) piece = piece.replace(/\n$/, "");
    if (piece) fragment.append(piece);
  };
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    const start = Math.max(entity.offset, position);
    const end = Math.min(entity.offset + entity.length, to);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    if (end > start) {
      const block = BLOCKS.has(entity.type);
      addText(start, block);
      const inner = build(text, entities.slice(index + 1, next), start, end, command);
      fragment.append(element(entity, inner, text.slice(start, end), command));
      position = end;
      afterBlock = block;
    }
    index = next;
  }
  addText(to, false);
  return fragment;
}

function element(entity, inner, plain, command) {
  switch (entity.type) {
    case "bold":
      return h("strong", {}, inner);
    case "italic":
      return h("em", {}, inner);
    case "underline":
      return h("u", {}, inner);
    case "strikethrough":
      return h("s", {}, inner);
    case "spoiler":
      return spoiler(inner);
    case "code":
      return h("code", { title: "Нажмите, чтобы скопировать", onclick: () => copy(plain) }, inner);
    case "pre":
      return codeBlock(inner, plain, entity.language);
    case "blockquote":
      return h("blockquote", { class: "quote" }, inner);
    case "expandable_blockquote":
      return expandable(inner);
    case "text_link":
      return link(inner, entity.url);
    case "url":
      return link(inner, /^[a-z]+:/i.test(plain) ? plain : `https://${plain}`);
    case "email":
      return link(inner, `mailto:${plain}`);
    case "phone_number":
      return link(inner, `tel:${plain.replace(/[^+\d]/g, "")}`);
    case "bot_command":
      return h("button", { type: "button", class: "in-text", onclick: () => command(plain) }, inner);
    default:
      return h("span", { class: "marked" }, inner);
  }
}

function link(inner, address) {
  if (!SAFE_LINK.test(address)) return h("span", {}, inner);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address }, inner);
}

function spoiler(inner) {
  const veil = h("span", { class: "spoiler", role: "button", tabIndex: 0, "aria-label": "Показать скрытый текст" });
  const hidden = h("span", { "aria-hidden": "true" }, inner);
  const reveal = () => veil.replaceWith(...hidden.childNodes);
  veil.append(hidden);
  veil.addEventListener("click", reveal);
  veil.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") reveal();
  });
  return veil;
}

function codeBlock(inner, plain, language) {
  const button = h("button", { type: "button", class: "code-copy", onclick: () => copy(plain) }, icon("copy"), "Копировать");
  const head = h("div", { class: "code-head" }, h("span", {}, language ?? "текст"), button);
  return h("div", { class: "code" }, head, h("pre", { tabIndex: 0 }, h("code", {}, inner)));
}

/** A folded quote: three lines until it is pressed. Screen readers read it whole. */
function expandable(inner) {
  const body = h("div", { class: "quote-body" }, inner);
  const toggle = h("button", { type: "button", class: "quote-toggle", "aria-expanded": "false" }, icon("down"));
  const quote = h("blockquote", { class: "quote expandable" }, body, toggle);
  const set = (open) => {
    quote.classList.toggle("open", open);
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", open ? "Свернуть цитату" : "Развернуть цитату");
  };
  set(false);
  toggle.addEventListener("click", (event) => {
    event.stopPropagation();
    set(!quote.classList.contains("open"));
  });
  quote.addEventListener("click", (event) => {
    const busy = event.target.closest("a, button, code") || String(getSelection());
    if (!busy) set(!quote.classList.contains("open"));
  });
  return quote;
}

/** Takes the toggle off quotes that are short enough as they are; call once the message is on the page. */
export function settleQuotes(root) {
  for (const quote of root.querySelectorAll(".quote.expandable")) {
    const body = quote.querySelector(".quote-body");
    if (!quote.classList.contains("open")) quote.classList.toggle("short", body.scrollHeight <= body.clientHeight + 2);
  }
}
