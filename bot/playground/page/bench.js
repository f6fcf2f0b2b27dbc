// The workbench: who talks, what breaks, what time it is.
import { act, chat, store } from "./store.js";
import { $, h } from "./dom.js";

const CLOCK = new Intl.DateTimeFormat("ru", { weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
let deeds = {};

/** `become(id)` changes who talks, `beginAnew()` clears everything. */
export function prepareBench(given) {
  deeds = given;
  setInterval(() => {
    if ($("#bench-now")) $("#bench-now").textContent = now();
  }, 10000);
}

const now = () => CLOCK.format(new Date(Date.now() + store.bench.offset * 1000));

function section(title, hint, ...children) {
  return h("section", { class: "tool" }, h("h3", {}, title), hint && h("p", { class: "hint" }, hint), ...children);
}

const button = (text, onclick, extra = "quiet") => h("button", { type: "button", class: extra, onclick }, text);

function toggle(text, checked, change) {
  const box = h("input", { type: "checkbox", role: "switch", checked, onchange: () => change(box.checked) });
  return h("label", { class: "switch" }, h("span", {}, text), box);
}

export function renderBench() {
  const body = $("#bench-body");
  const focused = [...body.querySelectorAll("button, input, a")].indexOf(document.activeElement);
  const { flood, broken, delay } = store.bench;
  body.replaceChildren(
    section("Кто пишет боту", "У каждого своя переписка: видно, не путает ли бот людей.", people()),
    section(
      "Сбои",
      "Как бот переносит капризы Telegram: отказ получит следующий запрос.",
      h("div", { class: "tool-row" },
        button(flood ? `429 ждёт (${flood})` : "429 один раз", () => act({ do: "faults", flood: flood + 1 })),
        button(broken ? `500 ждёт (${broken})` : "500 один раз", () => act({ do: "faults", broken: broken + 1 })),
      ),
      toggle("Медленная сеть: две секунды на запрос", delay > 0, (on) => act({ do: "faults", delay: on ? 2 : 0 })),
      toggle("Заблокировать бота", chat().blocked, (on) => act({ do: "block", on })),
    ),
    section(
      "Часы",
      "Для советов и напоминаний, которые приходят по времени. Назад не идут.",
      h("p", { class: "clock", id: "bench-now" }, now()),
      h("div", { class: "tool-row" }, ...[["+1 час", 1], ["+8 часов", 8], ["+1 день", 24], ["+1 неделя", 168]].map(([text, hours]) => button(text, () => act({ do: "clock", hours })))),
    ),
    section(
      "Переписка",
      "Хранится только в файле на этом компьютере и переживает перезапуск.",
      h("div", { class: "tool-row" },
        h("a", { class: "button quiet", href: `/transcript/${store.me}`, download: "chat.txt" }, "Скачать"),
        button("Начать сначала", deeds.beginAnew, "quiet danger"),
      ),
    ),
  );
  if (focused >= 0) body.querySelectorAll("button, input, a")[focused]?.focus();
}

function people() {
  return h(
    "div",
    { class: "segments", role: "group", "aria-label": "Кто пишет боту" },
    ...store.people.map((person) =>
      h("button", { type: "button", "aria-pressed": String(person.id === store.me), onclick: () => deeds.become(person.id) }, person.first_name),
    ),
  );
}
