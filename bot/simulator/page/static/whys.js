// Why each message came, waits or does not come: what the conductor tells, kept until it tells anew, and said in words.
import { el, icon } from "./dom.js";
import { capital, counted, hour, named, sentence, shortDay, touchpointGoal, touchpointName, word } from "./words.js";

const PAUSE = 160;
export const MARKS = { sent: "check", waiting: "clock", skipped: "skipped" };
let lines = [];
let byMessage = new Map();
let listeners = [];
let timer = 0;
let asked = Promise.resolve();

export const whys = () => lines;
export const whyOf = (chat, message) => byMessage.get(`${chat}/${message}`);
export const onWhys = (listener) => listeners.push(listener);

// Ask again soon; many wishes of one moment are one question.
export function refreshWhys() {
  clearTimeout(timer);
  timer = setTimeout(readWhys, PAUSE);
}

// Resolves with what holds after the call: a question that is already on its way may be older.
export function readWhys() {
  asked = asked.then(ask);
  return asked;
}

async function ask() {
  try {
    const told = await (await fetch("/simulator/why")).json();
    if (!told.error) take(told);
  } catch { /* the page says by itself when the connection is lost */ }
}

function take(told) {
  if (JSON.stringify(told) === JSON.stringify(lines)) return;
  lines = told;
  byMessage = new Map(told.filter((line) => line.message !== null).map((line) => [`${line.chat}/${line.message}`, line]));
  for (const listener of listeners) listener();
}

// "5 days before departure, at 18:00"
export function whenWords({ anchor, days, minutes, clock }) {
  if (!anchor) return "";
  const [noun, of] = named("anchor", anchor);
  let when;
  if (days || minutes) {
    const n = days ? counted("day", Math.abs(days)) : duration(Math.abs(minutes));
    when = word((days || minutes) < 0 ? "before" : "after", { n, a: noun });
  } else when = word(clock ? "on_day" : "right_at", { a: of });
  return clock ? word("at_clock", { when, clock }) : when;
}

function duration(minutes) {
  const parts = [];
  if (minutes >= 60) parts.push(word("hours", { n: Math.floor(minutes / 60) }));
  if (minutes % 60) parts.push(word("minutes", { n: minutes % 60 }));
  return parts.join(" ");
}

export function reasonWords(line) {
  if (!line.reason) return "";
  const detail = line.detail ? sentence(line.detail) : "";
  return detail ? word("says", { what: named("reason", line.reason), more: detail }) : named("reason", line.reason);
}

// The card of one message. stage: its name; zone: of the traveller then.
export function whyCard(line, stage, zone) {
  const facts = [
    ["when_label", whenWords(line.origin)], ["stage_label", stage], ["class_label", line.origin.class ? named("class", line.origin.class) : ""],
    ["about_label", line.about],
  ].filter(([, value]) => value);
  const list = el("dl", "facts");
  for (const [label, value] of facts) list.append(el("dt", "", word(label)), el("dd", "", capital(value)));
  const at = line.at ? `${word(line.outcome)} · ${shortDay(line.at, zone)}, ${hour(line.at, zone)}` : word(line.outcome);
  const reason = reasonWords(line);
  const goal = touchpointGoal(line.touchpoint, line.origin.wants);
  return [el("p", "kicker", word("why_this")), el("strong", "", touchpointName(line.touchpoint)), goal ? el("p", "goal", word("goal_says", { goal })) : null, list,
    el("p", `outcome ${line.outcome}`, icon(MARKS[line.outcome] ?? "why"), at), reason ? el("p", "reason", reason) : null].filter(Boolean);
}
