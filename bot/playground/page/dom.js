// Building blocks of the page: elements, icons, little services that every part needs.

/** Makes an element. `props` are properties, or attributes where the name has a dash or is `role`; `on…` are listeners. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else if (name === "class") element.className = value;
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const $ = (selector) => document.querySelector(selector);

const ICONS = {
  attach: "M12 5v14M5 12h14",
  send: "M12 19V6M6 11l6-6 6 6",
  slash: "M15 5 9 19",
  close: "M6 6l12 12M18 6 6 18",
  shelf: "M5 6h14M5 12h14M5 18h9",
  bench: "M4 7h10M18 7h2M4 17h2M10 17h10M14 4.5v5M8 14.5v5",
  light: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1",
  dark: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  auto: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  down: "M6 9.5l6 6 6-6",
  copy: "M9 9h10v11H9zM5 15V4h10",
  link: "M8 16 16 8M9 8h7v7",
  reply: "M10 7 5 12l5 5M5.5 12H14a5 5 0 0 1 5 5v1",
  edit: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  bin: "M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  photo: "M4 6h16v13H4zM4 16l5-5 4 4 3-2.5 4 3.5M15.5 9.5h.01",
  document: "M7 3.5h7l4 4v13H7zM14 3.5V8h4",
  voice: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3",
  location: "M12 21s-6.5-6.2-6.5-11a6.5 6.5 0 0 1 13 0c0 4.8-6.5 11-6.5 11zM12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4",
  sticker: "M5 5h14v9l-5 5H5zM19 14h-5v5M9 10h.01M15 10h.01",
  forward: "M14 7l5 5-5 5M18.5 12H10a5 5 0 0 0-5 5v1",
  pencil: "M5 19l1-4L16 5l3 3L9 18z",
  check: "M5 12.5l4.5 4.5L19 7.5",
};

/** A drawn icon, invisible to screen readers: whoever holds it has a label. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Shows a short remark that goes by itself. */
export function toast(text) {
  const shown = h("div", { class: "toast" }, text);
  $("#toasts").append(shown);
  setTimeout(() => shown.classList.add("leaving"), 3200);
  setTimeout(() => shown.remove(), 3500);
}

/** Shows a window with a text; resolves with the value of the pressed button, empty for Esc. `buttons` are [text, value]. */
export function ask(text, buttons = [["Понятно", "ok"]]) {
  const dialog = $("#notice");
  $("#notice-text").textContent = text;
  dialog.querySelector("form").replaceChildren(
    ...buttons.map(([label, value], index) =>
      h("button", { value, class: index === buttons.length - 1 ? "primary" : "quiet" }, label),
    ),
  );
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Скопировано");
  } catch {
    toast("Браузер не дал скопировать: выделите текст и нажмите Ctrl+C");
  }
}

/** Moves focus among `items` by arrows, Home and End; returns whether the key was one of these. */
export function walk(event, items) {
  const at = items.indexOf(document.activeElement);
  const to = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (to === undefined || !items.length) return false;
  event.preventDefault();
  items[(to + items.length) % items.length].focus();
  return true;
}
