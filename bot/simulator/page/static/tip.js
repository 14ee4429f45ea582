// One small card beside what it explains: on hover for a while, or held open by a click until something else is touched.
import { el } from "./dom.js";

const GAP = 8;
const SETTLING = 200;
let card = null;
let anchor = null;
let held = false;
let timer = 0;
let opened = 0;

function made() {
  if (!card) {
    card = el("div", "tip");
    card.id = "tip";
    card.setAttribute("role", "group");
    card.setAttribute("aria-live", "polite");
    card.hidden = true;
    document.body.append(card);
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", () => { if (!held) closeTip(); });
  }
  return card;
}

function place() {
  const from = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = Math.min(Math.max(12, from.left + from.width / 2 - width / 2), innerWidth - width - 12);
  const below = from.bottom + GAP + height < innerHeight - 8 || from.top < height + GAP;
  const top = below ? Math.min(from.bottom + GAP, innerHeight - height - 8) : from.top - GAP - height;
  card.style.left = `${Math.round(left)}px`;
  card.style.top = `${Math.round(Math.max(8, top))}px`;
}

export function openTip(beside, content, hold = false) {
  clearTimeout(timer);
  if (anchor && anchor !== beside) closeTip();
  anchor = beside;
  held = hold;
  opened = performance.now();
  made().replaceChildren(...content);
  card.hidden = false;
  anchor.setAttribute("aria-expanded", "true");
  place();
}

export function closeTip() {
  clearTimeout(timer);
  anchor?.setAttribute("aria-expanded", "false");
  anchor = null;
  held = false;
  if (card) card.hidden = true;
}

// content: () => nodes. A click holds it open; where `onClick` is given a click does that instead.
export function explains(element, content, onClick = null) {
  element.setAttribute("aria-expanded", "false");
  element.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "mouse" || held) return;
    clearTimeout(timer);
    timer = setTimeout(() => openTip(element, content()), 140);
  });
  element.addEventListener("pointerleave", () => {
    clearTimeout(timer);
    if (!held) timer = setTimeout(closeTip, 120);
  });
  element.addEventListener("focus", () => { if (element.matches(":focus-visible") && !held) openTip(element, content()); });
  element.addEventListener("blur", () => { if (!held) closeTip(); });
  element.addEventListener("click", () => {
    if (onClick) onClick();
    else if (held && anchor === element) closeTip();
    else openTip(element, content(), true);
  });
}

document.addEventListener("pointerdown", (event) => {
  if (card && !card.hidden && !card.contains(event.target) && !anchor?.contains(event.target)) closeTip();
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeTip(); });
addEventListener("resize", closeTip);
document.addEventListener("scroll", (event) => { if (card && !card.contains(event.target) && performance.now() - opened > SETTLING) closeTip(); }, true);
