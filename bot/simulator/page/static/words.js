// The words of the page's own chrome, in the language that the traveller reads. Messages are not translated here.
let all = {};
let current = "en";

export async function loadWords() {
  all = await (await fetch("/simulator/static/words.json")).json();
}

export function language() {
  return current;
}

export function speak(locale) {
  current = all[locale] ? locale : "en";
  document.documentElement.lang = current;
  paint(document);
}

export function word(key, facts = {}) {
  const text = all[current]?.[key] ?? all.en?.[key] ?? key;
  return typeof text === "string" ? text.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "") : key;
}

export function named(group, key) {
  return all[current]?.[group]?.[key] ?? all.en?.[group]?.[key] ?? key.replaceAll("_", " ");
}

export function tripWords(trip) {
  const own = all[current]?.trip?.[trip.id] ?? [];
  return { title: own[0] || trip.title, about: own[1] || trip.about };
}

export function paint(root) {
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = word(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", word(element.dataset.tLabel));
    element.title = word(element.dataset.tLabel);
  }
}

export function format(iso, zone, options) {
  return new Intl.DateTimeFormat(current === "en" ? "en-GB" : current, { timeZone: zone, ...options }).format(new Date(iso));
}

export const hour = (iso, zone) => format(iso, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const day = (iso, zone) => format(iso, zone, { weekday: "short", day: "numeric", month: "long", year: "numeric" });
export const shortDay = (iso, zone) => format(iso, zone, { weekday: "short", day: "numeric", month: "short" });
