// The words of the page's own chrome, in the language that the traveller reads. Messages are not translated here.
let all = {};
let touchpoints = {};
let sentences = { words: {}, sentences: [], or: [] };
let current = "en";
const TRANSLATED = ["nl", "fr", "de"];
const MOMENT = /(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) at (\d\d:\d\d) \([\w/+-]+\)/g;
const UNKNOWN = /, and that is not known here$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const read = async (name) => (await fetch(`/simulator/static/${name}.json`)).json();

export async function loadWords() {
  [all, touchpoints, sentences] = await Promise.all([read("words"), read("touchpoints"), read("sentences")]);
  sentences.sentences = sentences.sentences.map(([pattern, ...texts]) => [new RegExp(`^${pattern}$`), ...texts]);
}

export function language() {
  return current;
}

export function speak(locale) {
  current = all[locale] ? locale : "en";
  document.documentElement.lang = current;
  paint(document);
}

export const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");

export function word(key, facts = {}) {
  const text = all[current]?.[key] ?? all.en?.[key] ?? key;
  return typeof text === "string" ? fill(text, facts) : key;
}

export function named(group, key, facts = {}) {
  const text = all[current]?.[group]?.[key] ?? all.en?.[group]?.[key] ?? key.replaceAll("_", " ");
  return typeof text === "string" ? fill(text, facts) : text;
}

export const counted = (key, n) => word(n === 1 ? `${key}_1` : `${key}_n`, { n });

// A touchpoint as people call it, and what it wants; an agency's own shows its id and its editor's English.
export const touchpointName = (id) => touchpoints[id]?.[current]?.[0] ?? touchpoints[id]?.en?.[0] ?? id.replaceAll("_", " ");
export const touchpointGoal = (id, wants) => (current === "en" ? wants : touchpoints[id]?.[current]?.[1] ?? "");

export function tripWords(trip) {
  const own = all[current]?.trip?.[trip.id] ?? [];
  return { title: own[0] || trip.title, about: own[1] || trip.about };
}

// The planner's and the timetable's English in the page's language; "" for what nobody translated.
export function sentence(english) {
  const bare = english.replace(/^inferred: /, "");
  const dated = (text) => text.replace(MOMENT, (_, day, month, year, clock) => {
    const date = new Date(Date.UTC(year, MONTHS.indexOf(month), day));
    return `${format(date, "UTC", { day: "numeric", month: "long" })}, ${clock}`;
  });
  const own = TRANSLATED.indexOf(current);
  if (own < 0) return dated(bare);
  const known = bare.replace(UNKNOWN, "");
  for (const [pattern, ...texts] of sentences.sentences) {
    const found = pattern.exec(known);
    if (found) return (known === bare ? "" : `${sentences.unknown[own]}: `) + dated(texts[own].replace(/\{(\d)\}/g, (_, at) => listed(found[at] ?? "", own)));
  }
  return "";
}

function listed(english, own) {
  const said = (term) => sentences.words[term]?.[own] ?? all[current]?.place?.[term] ?? term;
  if (sentences.words[english]) return said(english);
  return english.split(/(, | or )/).map((part) => (part === " or " ? ` ${sentences.or[own]} ` : said(part))).join("");
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
export const dayAndMonth = (iso, zone) => format(iso, zone, { day: "numeric", month: "short" });
