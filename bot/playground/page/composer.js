// The line where a person types: sending, replying, editing, commands, attachments.
import { act, chat, store } from "./store.js";
import { $, h, toast } from "./dom.js";
import { popUp } from "./actions.js";
import { gist, isMine } from "./messages.js";

const input = $("#input");
const menu = $("#menu");
const context = $("#context");
// What the text will be: null, {reply, quote} or {edit}.
let purpose = null;

export function prepareComposer() {
  $("#composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  input.addEventListener("input", () => {
    fit();
    filterCommands();
  });
  input.addEventListener("keydown", onKey);
  $("#slash").addEventListener("click", () => (menu.hidden ? showCommands(store.commands) : hideCommands()));
  context.querySelector("button").addEventListener("click", dropPurpose);
  $("#attach").addEventListener("click", () => popUp($("#attach"), attachments(), "Что прикрепить"));
  $("#blocked button").addEventListener("click", () => act({ do: "block", on: false }));
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#menu, #slash, #input")) hideCommands();
  });
}

/** Puts a text into the line, ready to be sent or changed. */
export function fill(text) {
  dropPurpose();
  input.value = text;
  fit();
  input.focus();
  input.setSelectionRange(text.length, text.length);
}

export function startReply(message, quote = "") {
  setPurpose({ reply: message, quote }, `Ответ: ${isMine(message) ? message.from.first_name : store.bot.first_name}`, quote || gist(message));
}

export function startEdit(message) {
  setPurpose({ edit: message }, "Правка сообщения", gist(message));
  input.value = message.text ?? message.caption;
  fit();
}

function setPurpose(value, title, text) {
  purpose = value;
  context.hidden = false;
  context.querySelector("strong").textContent = title;
  context.querySelector("span").textContent = text;
  input.focus();
}

export function dropPurpose() {
  if (purpose?.edit) input.value = "";
  purpose = null;
  context.hidden = true;
  fit();
}

async function submit() {
  const text = input.value.trim();
  if (!text) return;
  const now = purpose;
  const wish = now?.edit
    ? { do: "edit", message_id: now.edit.message_id, text }
    : { do: "type", text, reply_to: now?.reply?.message_id, quote: now?.quote || undefined };
  purpose = null;
  context.hidden = true;
  input.value = "";
  fit();
  hideCommands();
  if (!(await act(wish)) && !input.value) {
    input.value = text;
    fit();
  }
}

function fit() {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, innerHeight * 0.35)}px`;
  $("#composer").classList.toggle("ready", Boolean(input.value.trim()));
}

function onKey(event) {
  if (!menu.hidden && chooseCommand(event)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape" && purpose) {
    event.stopPropagation();
    dropPurpose();
  } else if (event.key === "ArrowUp" && !input.value) {
    const own = [...chat().messages.values()].reverse().find((one) => isMine(one) && one.text && !one.forward_origin);
    if (own) {
      event.preventDefault();
      startEdit(own);
    }
  }
}

// --- the command menu: focus stays in the line, the chosen option is marked ---

function filterCommands() {
  const start = /^\/(\w*)$/.exec(input.value);
  if (!start) return hideCommands();
  const found = store.commands.filter(({ command }) => command.startsWith(start[1].toLowerCase()));
  return found.length ? showCommands(found) : hideCommands();
}

function showCommands(commands) {
  if (!commands.length) return toast("У бота нет списка команд");
  menu.replaceChildren(
    ...commands.map(({ command, description }, index) =>
      h(
        "div",
        { role: "option", id: `command-${index}`, class: "command", "aria-selected": String(index === 0), "data-command": command, onclick: () => send(command) },
        h("strong", {}, `/${command}`),
        h("span", {}, description),
      ),
    ),
  );
  menu.hidden = false;
  $("#slash").setAttribute("aria-expanded", "true");
  input.setAttribute("aria-activedescendant", "command-0");
  input.focus();
}

export function hideCommands() {
  menu.hidden = true;
  $("#slash").setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function chooseCommand(event) {
  const options = [...menu.children];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    const next = (at + step + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
    options[next].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[next].id);
  } else if (event.key === "Enter") send(options[at].dataset.command);
  else if (event.key === "Tab") fill(`/${options[at].dataset.command} `);
  else if (event.key === "Escape") event.stopPropagation();
  else return false;
  if (!step) hideCommands();
  event.preventDefault();
  return true;
}

function send(command) {
  hideCommands();
  input.value = "";
  fit();
  act({ do: "type", text: `/${command}` });
}

// --- attachments ---

function attachments() {
  const simple = (what) => () => act({ do: "attach", what });
  return [
    ["photo", "Фотография", () => pick("photo", "image/png,image/jpeg")],
    ["document", "Файл", () => pick("document", "")],
    ["voice", "Голосовое (пустое)", simple("voice")],
    ["sticker", "Стикер 👍", simple("sticker")],
    ["location", "Геопозиция", simple("location")],
  ];
}

function pick(what, accept) {
  const chooser = h("input", { type: "file", accept });
  chooser.addEventListener("change", () => {
    const [file] = chooser.files;
    const reader = new FileReader();
    reader.onload = () => {
      const data = reader.result.slice(reader.result.indexOf(",") + 1);
      const caption = input.value.trim();
      act({ do: "attach", what, name: file.name, mime: file.type || "application/octet-stream", data, caption });
      input.value = "";
      fit();
    };
    if (file) reader.readAsDataURL(file);
  });
  chooser.click();
}
