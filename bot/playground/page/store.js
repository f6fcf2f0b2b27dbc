// What the page knows, and the one road to the server.
import { toast } from "./dom.js";

export const store = {
  me: Number(localStorage.getItem("me")) || 0,
  awake: false,
  bot: { first_name: "Подсказка", id: 0 },
  people: [],
  commands: [],
  chats: {},
  bench: { flood: 0, broken: 0, delay: 0, offset: 0, now: 0 },
};

/** The chat of the person who is talking now. */
export const chat = () => store.chats[store.me] ?? { messages: new Map(), keyboard: null, blocked: false, reactions: {} };

export function takeState(event) {
  store.awake = event.awake;
  store.bot = event.bot;
  store.people = event.people;
  store.commands = event.commands;
  store.bench = event.bench;
  store.chats = {};
  for (const [id, kept] of Object.entries(event.chats)) {
    store.chats[id] = { ...kept, messages: new Map(kept.messages.map((message) => [message.message_id, message])) };
  }
  if (!store.people.some((person) => person.id === store.me)) store.me = store.people[0].id;
}

/** Asks the server to do something for the person; true if it was done, otherwise the reason has been shown. */
export async function act(wish) {
  return post("/api/do", { user: store.me, ...wish });
}

export async function post(address, body) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return true;
    const answer = await response.json().catch(() => ({}));
    toast(answer.error ?? "Не получилось. Попробуйте ещё раз.");
  } catch {
    toast("Бот остановлен: запустите его снова, страница подключится сама.");
  }
  return false;
}
