// One message of the chat: its bubble, its media, its keyboard.
import { act, store } from "./store.js";
import { copy, h, icon, toast, walk } from "./dom.js";
import { renderText } from "./entities.js";
import { openMenu } from "./actions.js";
import { renderPoll } from "./poll.js";

const TIME = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long" });

export const isMine = (message) => message.from.id !== store.bot.id;
export const time = (seconds) => TIME.format(new Date(seconds * 1000));
export const day = (seconds) => DAY.format(new Date(seconds * 1000));

export function originName(origin) {
  return (
    origin.sender_user?.first_name ?? origin.sender_user_name ?? (origin.chat ?? origin.sender_chat)?.title ?? "неизвестно кого"
  );
}

/** What a message says in a word or two: for replies and labels. */
export function gist(message) {
  const kinds = {
    photo: "Фотография",
    document: message.document?.file_name ?? "Документ",
    sticker: `Стикер ${message.sticker?.emoji ?? ""}`,
    voice: "Голосовое сообщение",
    location: "Геопозиция",
    poll: message.poll?.question ?? "Опрос",
  };
  const kind = Object.keys(kinds).find((name) => message[name]);
  return message.text || message.caption || kinds[kind] || "Сообщение";
}

/** The element of a message. `reactions` are the bot's on it. */
export function renderMessage(message, reactions) {
  const mine = isMine(message);
  const who = mine ? message.from.first_name : store.bot.first_name;
  const bubble = h("div", { class: "bubble" }, ...parts(message), meta(message), reactionsOf(reactions));
  const more = h(
    "button",
    { type: "button", class: "more", "aria-label": "Действия с сообщением", "aria-haspopup": "menu", onclick: () => openMenu(message, more) },
    icon("more"),
  );
  bubble.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, img") || String(getSelection())) return;
    event.preventDefault();
    openMenu(message, more);
  });
  const row = h("div", { class: "bubble-row" }, bubble, more);
  return h(
    "article",
    { class: `message ${mine ? "mine" : "theirs"}`, id: `m${message.message_id}`, "aria-label": `${who}, ${time(message.date)}` },
    row,
    keyboard(message),
  );
}

function parts(message) {
  const command = (text) => act({ do: "type", text });
  const words = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  return [
    message.forward_origin && forwardHead(message.forward_origin),
    message.reply_to_message && replyHead(message),
    media(message),
    words && h("div", { class: "text" }, renderText(words, entities, command)),
  ];
}

function forwardHead(origin) {
  const hidden = origin.type === "hidden_user";
  return h(
    "div",
    { class: "forwarded" },
    icon("forward"),
    h("span", {}, "Переслано от ", h("strong", { title: hidden ? "Профиль скрыт" : null }, originName(origin))),
  );
}

function replyHead(message) {
  const target = message.reply_to_message;
  const name = target.from.id === store.bot.id ? store.bot.first_name : target.from.first_name;
  const go = () => {
    const shown = document.getElementById(`m${target.message_id}`);
    if (!shown) return toast("Этого сообщения уже нет");
    shown.scrollIntoView({ block: "center", behavior: "smooth" });
    shown.classList.add("flash");
    setTimeout(() => shown.classList.remove("flash"), 1200);
  };
  return h(
    "button",
    { type: "button", class: "replied", onclick: go },
    h("strong", {}, name),
    h("span", {}, message.quote?.text ?? gist(target)),
  );
}

function media(message) {
  if (message.photo) {
    const size = message.photo.at(-1);
    const address = `/file/${size.file_id}`;
    const image = h("img", { src: address, alt: message.caption ?? "Фотография без подписи", width: size.width, height: size.height });
    image.addEventListener("error", () => image.replaceWith(h("span", { class: "no-picture" }, icon("photo"), "Картинка не открылась")));
    return h("button", { type: "button", class: "photo", "aria-label": "Открыть фотографию", onclick: () => view(address, image.alt) }, image);
  }
  if (message.document) {
    const { file_id: id, file_name: name, file_size: size } = message.document;
    return h("a", { class: "file", href: `/file/${id}`, download: name ?? "файл" }, icon("document"),
      h("span", {}, h("strong", {}, name ?? "Документ"), h("small", {}, weight(size))));
  }
  if (message.voice) return h("div", { class: "file" }, icon("voice"), h("span", {}, "Голосовое сообщение, ", `${message.voice.duration} с`));
  if (message.sticker) return h("div", { class: "sticker" }, message.sticker.emoji ?? "🙂");
  if (message.location) {
    const { latitude, longitude } = message.location;
    return h("div", { class: "file" }, icon("location"), h("span", {}, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`));
  }
  if (message.poll) return renderPoll(message);
  return null;
}

function view(address, alt) {
  const viewer = document.querySelector("#viewer");
  const image = viewer.querySelector("img");
  image.src = address;
  image.alt = alt;
  viewer.showModal();
}

function weight(bytes = 0) {
  if (bytes < 1024) return `${bytes} Б`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} КБ`;
  return `${(bytes / 1024 / 1024).toFixed(1)} МБ`;
}

function meta(message) {
  const moment = new Date(message.date * 1000);
  return h(
    "div",
    { class: "meta" },
    message.edit_date && h("span", {}, "изменено"),
    h("time", { dateTime: moment.toISOString(), title: moment.toLocaleString("ru") }, time(message.date)),
  );
}

function reactionsOf(reactions) {
  if (!reactions?.length) return null;
  return h("div", { class: "reactions" }, ...reactions.map((one) => h("span", {}, one.emoji ?? "⭐")));
}

function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const keys = h(
    "div",
    { class: "keys", role: "group", "aria-label": "Кнопки под сообщением" },
    ...rows.map((row) => h("div", { class: "keys-row" }, ...row.map((key) => button(message, key)))),
  );
  keys.addEventListener("keydown", (event) => walk(event, [...keys.querySelectorAll("button, a")]));
  return keys;
}

function button(message, key) {
  if (key.url) {
    return h("a", { class: "key", href: key.url, target: "_blank", rel: "noopener noreferrer" }, h("span", {}, key.text), icon("link"));
  }
  if (key.copy_text) {
    return h("button", { type: "button", class: "key copies", onclick: () => copy(key.copy_text.text) }, h("span", {}, key.text), icon("copy"));
  }
  const made = h("button", { type: "button", class: "key" }, h("span", {}, key.text));
  made.addEventListener("click", async () => {
    if (!key.callback_data) return toast("На этой странице такая кнопка не работает: откройте бота в Telegram");
    made.classList.add("waiting");
    setTimeout(() => made.classList.remove("waiting"), 15000);
    if (!(await act({ do: "tap", message_id: message.message_id, data: key.callback_data }))) made.classList.remove("waiting");
  });
  return made;
}
