// The little menu of a message, and any other menu that pops up beside a button.
import { act } from "./store.js";
import { copy, h, icon, walk } from "./dom.js";
import { startEdit, startReply } from "./composer.js";
import { isMine } from "./messages.js";

let close = () => {};

/** Opens a menu beside `anchor`. `items` are [icon, text, action]. Esc and a press elsewhere close it. */
export function popUp(anchor, items, label) {
  const again = anchor.getAttribute("aria-expanded") === "true";
  close();
  if (again) return;
  const buttons = items.map(([drawing, text, action]) =>
    h("button", { type: "button", role: "menuitem", onclick: () => (close(), action()) }, icon(drawing), text),
  );
  const menu = h("div", { class: "menu pop-up", role: "menu", "aria-label": label }, ...buttons);
  document.body.append(menu);
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  const outside = (event) => !menu.contains(event.target) && !anchor.contains(event.target) && close();
  document.addEventListener("pointerdown", outside);
  menu.addEventListener("keydown", (event) => {
    if (walk(event, buttons)) return;
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
      anchor.focus();
    }
  });
  close = () => {
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    close = () => {};
  };
  buttons[0].focus();
}

function place(menu, anchor) {
  const around = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = around.bottom + 6 + height < innerHeight;
  menu.style.top = `${Math.max(8, below ? around.bottom + 6 : around.top - 6 - height)}px`;
  menu.style.left = `${Math.min(Math.max(8, around.left - width / 2), innerWidth - width - 8)}px`;
}

/** The words selected inside the bubble of a message, empty if none are. */
function selectedIn(message) {
  const selection = getSelection();
  const text = document.querySelector(`#m${message.message_id} .text`);
  const inside = selection.rangeCount && text?.contains(selection.getRangeAt(0).commonAncestorContainer);
  const words = inside ? String(selection).trim() : "";
  return (message.text ?? message.caption ?? "").includes(words) ? words : "";
}

export function openMenu(message, anchor) {
  const words = message.text ?? message.caption;
  const quote = selectedIn(message);
  const items = [["reply", quote ? "Ответить с цитатой" : "Ответить", () => startReply(message, quote)]];
  if (words) items.push(["copy", "Скопировать текст", () => copy(words)]);
  if (words && isMine(message) && !message.forward_origin) items.push(["edit", "Изменить", () => startEdit(message)]);
  items.push(["bin", "Удалить", () => act({ do: "delete", message_id: message.message_id })]);
  popUp(anchor, items, "Действия с сообщением");
}
