// A poll or a quiz in a bubble: options until one is chosen, shares after.
import { act } from "./store.js";
import { h, icon } from "./dom.js";

// Telegram tells only the voter which options are theirs, so the page remembers it by the poll's id.
const voted = JSON.parse(sessionStorage.getItem("votes") ?? "{}");

export function renderPoll(message) {
  const { poll } = message;
  const chosen = voted[poll.id];
  const kind = poll.type === "quiz" ? "Викторина" : poll.is_anonymous ? "Анонимный опрос" : "Опрос";
  const open = !poll.is_closed && !chosen;
  const options = poll.options.map((option, index) => (open ? choice(message, index) : result(poll, option, index, chosen ?? [])));
  const several = open && poll.allows_multiple_answers;
  return h(
    "div",
    { class: "poll", role: "group", "aria-label": poll.question },
    h("strong", {}, poll.question),
    h("small", {}, poll.is_closed ? "Опрос закрыт" : kind),
    ...options,
    several && h("button", { type: "button", class: "key", onclick: (event) => vote(message, picked(event.target)) }, "Голосовать"),
    !open && poll.explanation && h("p", { class: "poll-why" }, poll.explanation),
  );
}

function choice(message, index) {
  const { poll } = message;
  const text = poll.options[index].text;
  if (poll.allows_multiple_answers) {
    return h("label", { class: "poll-option" }, h("input", { type: "checkbox", value: String(index) }), text);
  }
  return h("button", { type: "button", class: "poll-option", onclick: () => vote(message, [index]) }, h("span", { class: "dot" }), text);
}

function result(poll, option, index, chosen) {
  const share = poll.total_voter_count ? Math.round((option.voter_count / poll.total_voter_count) * 100) : 0;
  const right = (poll.correct_option_ids ?? [poll.correct_option_id]).includes(index);
  const bar = h("span", { class: "poll-bar" });
  bar.style.width = `${share}%`;
  const mark = chosen.includes(index) || (poll.type === "quiz" && right);
  const state = poll.type === "quiz" ? (right ? "right" : chosen.includes(index) ? "wrong" : "") : "";
  return h(
    "div",
    { class: `poll-result ${state}` },
    h("span", { class: "poll-share" }, `${share}%`),
    h("span", { class: "poll-text" }, option.text, mark && icon(state === "wrong" ? "close" : "check")),
    bar,
  );
}

const picked = (button) => [...button.closest(".poll").querySelectorAll("input:checked")].map((box) => Number(box.value));

async function vote(message, choices) {
  if (!choices.length) return;
  voted[message.poll.id] = choices;
  sessionStorage.setItem("votes", JSON.stringify(voted));
  if (!(await act({ do: "vote", message_id: message.message_id, choices }))) delete voted[message.poll.id];
}
