// The two drawers at the sides and the theme switch.
import { $, icon } from "./dom.js";

const WIDE = matchMedia("(min-width: 1000px)");
const drawer = { shelf: $("#shelf"), bench: $("#bench") };
const openers = (name) => document.querySelectorAll(`[data-toggle="${name}"]`);

/** On a wide screen the shelf stands beside the chat from the start; on a narrow one drawers cover it. */
export function preparePanels() {
  for (const [name, drawing] of [
    ["shelf", "shelf"],
    ["bench", "bench"],
  ]) {
    for (const opener of openers(name)) {
      opener.append(icon(drawing));
      opener.addEventListener("click", () => togglePanel(name, drawer[name].hidden));
    }
    const closer = document.querySelector(`[data-close="${name}"]`);
    closer.append(icon("close"));
    closer.addEventListener("click", () => {
      togglePanel(name, false, true);
      openers(name)[0].focus();
    });
  }
  $(".veil").addEventListener("click", closeOver);
  WIDE.addEventListener("change", settle);
  settle();
}

function settle() {
  togglePanel("shelf", WIDE.matches && localStorage.getItem("shelf") !== "closed");
  togglePanel("bench", false);
}

function closeOver() {
  togglePanel("shelf", false);
  togglePanel("bench", false);
}

/** Opens or closes a drawer. On a wide screen only `byHand` (the person's own press) closes the shelf. */
export function togglePanel(name, open, byHand = false) {
  if (!open && !byHand && name === "shelf" && WIDE.matches) {
    if (localStorage.getItem("shelf") !== "closed") return;
  }
  if (WIDE.matches && name === "shelf" && (open || byHand)) localStorage.setItem("shelf", open ? "open" : "closed");
  const was = !drawer[name].hidden;
  drawer[name].hidden = !open;
  openers(name).forEach((opener) => opener.setAttribute("aria-expanded", String(open)));
  const covered = !WIDE.matches && (!drawer.shelf.hidden || !drawer.bench.hidden);
  $(".veil").hidden = !covered;
  $("main").inert = covered;
  if (open && !was && covered) drawer[name].querySelector(".close-panel").focus();
}

/** Whether drawers cover the chat, so that one must close to show what it did. */
export const covers = () => !WIDE.matches;

export function prepareTheme() {
  const names = { auto: "как в системе", light: "светлое", dark: "тёмное" };
  const order = ["auto", "light", "dark"];
  const button = $("#theme");
  const show = (theme) => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    localStorage.setItem("theme", theme);
    button.replaceChildren(icon(theme));
    button.setAttribute("aria-label", `Оформление: ${names[theme]}`);
    button.title = `Оформление: ${names[theme]}`;
  };
  show(order.includes(localStorage.getItem("theme")) ? localStorage.getItem("theme") : "auto");
  button.addEventListener("click", () => {
    const now = document.documentElement.dataset.theme ?? "auto";
    show(order[(order.indexOf(now) + 1) % order.length]);
  });
}
