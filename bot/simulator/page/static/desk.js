// The conductor's desk: trips, clock, stages, moves, reasons.
import { el, icon, post, toast } from "./dom.js";
import { day, hour, language, named, shortDay, tripWords, word } from "./words.js";

const MARKS = { sent: "check", waiting: "clock", skipped: "skipped" };
const STAGES = ["JUST_BOOKED", "IN_BETWEEN", "BEFORE_DEPARTURE", "IN_TRANSIT", "ON_SITE", "AFTERWARDS"];
const byId = (id) => document.getElementById(id);
let standing = null;
let joining = "";
let last = Promise.resolve();
let pressed = false;
let filter = "all";
let reasons = [];
let zone = "UTC";

// A second click while one is at work is a slip; other wishes (a language) wait their turn.
export function conduct(wish, button = null) {
  if (pressed && button) return last;
  pressed ||= Boolean(button);
  last = last.then(() => carryOut(wish, button));
  return last;
}

function refusal(wish) {
  if (wish.do === "next_message" && !standing.next_at) return joining ? word("join_first", { name: joining }) : word("trip_told");
  if (wish.do === "next_stage" && !standing.stages.some((step) => new Date(step.since) > new Date(standing.now))) return word("last_stage");
  if (wish.do === "move_to" && wish.to < local(standing.now)) return word("no_way_back");
  return "";
}

async function carryOut(wish, button) {
  const refused = standing && refusal(wish);
  if (refused) {
    toast(refused);
    pressed = false;
    return;
  }
  document.body.classList.add("busy");
  button?.classList.add("working");
  const answer = await post("/simulator/conduct", wish);
  if (button) pressed = false;
  document.body.classList.remove("busy");
  button?.classList.remove("working");
  if (answer.error !== undefined) toast(answer.error ?? word("lost"), "bad");
  if (!byId("why").hidden) await readReasons();
}

export function wireDesk(getLanguage) {
  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => conduct({ do: button.dataset.move }, button));
  }
  const form = byId("to");
  const open = (wanted) => {
    form.hidden = !wanted;
    byId("to-open").setAttribute("aria-expanded", String(wanted));
    if (wanted) byId("to-when").focus();
  };
  byId("to-open").addEventListener("click", () => open(form.hidden));
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target) && !byId("to-open").contains(event.target)) open(false);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(false);
    conduct({ do: "move_to", to: byId("to-when").value }, byId("to-open"));
  });
  byId("trips").addEventListener("click", (event) => {
    const card = event.target.closest("[data-trip]");
    if (card) conduct({ do: "load", trip: card.dataset.trip, language: getLanguage() }, card);
  });
  byId("why-open").addEventListener("click", async () => {
    byId("why").hidden = !byId("why").hidden;
    if (!byId("why").hidden) await readReasons();
  });
  byId("why-close").addEventListener("click", () => { byId("why").hidden = true; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") byId("why").hidden = true;
  });
}

async function readReasons() {
  let told;
  try {
    told = await (await fetch("/simulator/why")).json();
  } catch {
    told = { error: word("lost") };
  }
  if (told.error) toast(told.error, "bad");
  else {
    reasons = told;
    showReasons();
  }
}

function showReasons() {
  const counts = { all: reasons.length };
  for (const line of reasons) counts[line.outcome] = (counts[line.outcome] ?? 0) + 1;
  byId("filters").replaceChildren(...["all", "sent", "waiting", "skipped"].filter((name) => name === "all" || counts[name]).map((name) => {
    const chip = el("button", name === filter ? "on" : "", `${word(name)} `, el("b", "", `${counts[name] ?? 0}`));
    chip.addEventListener("click", () => { filter = name; showReasons(); });
    return chip;
  }));
  const shown = reasons.filter((line) => filter === "all" || line.outcome === filter);
  const several = new Set(reasons.map((line) => line.who)).size > 1;
  const lines = shown.map((line) => {
    const there = zoneAt(line.at);
    const when = line.at ? `${shortDay(line.at, there)}, ${hour(line.at, there)}` : "";
    const reason = line.reason ? named("reason", line.reason) : "";
    const detail = language() === "en" && line.detail ? `${reason}: ${line.detail}` : reason;
    return el("li", `line ${line.outcome}`, el("i", "state", icon(MARKS[line.outcome] ?? "why")),
      el("div", "", el("strong", "", named("touchpoint", line.touchpoint)), detail ? el("p", "", detail) : null,
        when || several ? el("time", "", [several ? line.who : "", when].filter(Boolean).join(" · ")) : null),
      el("span", "tag", word(line.outcome)));
  });
  byId("why-lines").replaceChildren(...(lines.length ? lines : [el("li", "nolines", word("no_lines"))]));
}

// The zone that was the traveller's at an instant: a message keeps the local time at which it came.
export function zoneAt(iso) {
  const known = standing?.zones ?? [];
  const at = iso ? new Date(iso) : null;
  return (at && known.filter((one) => new Date(one.since) <= at).at(-1)?.zone) || zone;
}

export function showDesk(conductor, waitingFor = "") {
  standing = conductor;
  joining = waitingFor;
  byId("desk").hidden = !conductor?.trip;
  byId("why-open").hidden = !conductor?.trip;
  byId("trips").hidden = !conductor;
  document.body.classList.toggle("unloaded", Boolean(conductor) && !conductor.trip);
  if (!conductor) return;
  zone = conductor.zone;
  byId("phone-time").textContent = hour(conductor.now, zone);
  showTrips(conductor);
  if (!conductor.trip) return;
  byId("hour").textContent = hour(conductor.now, zone);
  byId("date").textContent = day(conductor.now, zone);
  byId("zone").textContent = zone.replaceAll("_", " ").replace("/", " / ");
  byId("because").textContent = conductor.because;
  byId("next-at").textContent = conductor.next_at ? `${shortDay(conductor.next_at, zoneAt(conductor.next_at))}, ${hour(conductor.next_at, zoneAt(conductor.next_at))}` : word("nothing_next");
  const when = byId("to-when");
  if (byId("to").hidden) when.value = local(conductor.now);
  showRibbon(conductor);
  if (!byId("why").hidden) showReasons();
}

function local(iso) {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(new Date(iso));
  return parts.replace(" ", "T");
}

function showTrips(conductor) {
  const wanted = JSON.stringify([conductor.trips, conductor.trip, document.documentElement.lang]);
  const nav = byId("trips");
  if (nav.dataset.of === wanted) return;
  nav.dataset.of = wanted;
  nav.replaceChildren(...conductor.trips.map((trip) => {
    const words = tripWords(trip);
    const card = el("button", `trip${trip.id === conductor.trip ? " on" : ""}`, el("span", `pic ${trip.symbol}`, icon(trip.symbol)),
      el("span", "txt", el("strong", "", words.title), el("small", "", words.about)));
    card.dataset.trip = trip.id;
    card.title = `${words.title}: ${words.about}`;
    card.setAttribute("aria-pressed", String(trip.id === conductor.trip));
    return card;
  }));
}

function showRibbon(conductor) {
  const now = new Date(conductor.now);
  const past = new Set(conductor.stages.filter((step) => new Date(step.since) <= now).map((step) => step.stage));
  const list = conductor.stage === "CANCELLED" ? [...STAGES, "CANCELLED"] : STAGES;
  byId("ribbon").replaceChildren(...list.map((stage) => {
    const here = stage === conductor.stage;
    const where = here ? [conductor.direction && word(conductor.direction), conductor.place].filter(Boolean).join(" · ") : "";
    const item = el("li", here ? "here" : past.has(stage) ? "past" : "", el("i", "", icon(stage.toLowerCase())),
      el("span", "", el("b", "", word(stage)), where ? el("small", "", where) : null));
    if (here) {
      item.setAttribute("aria-current", "step");
      if (conductor.direction) item.dataset.direction = conductor.direction;
    }
    return item;
  }));
  const ribbon = byId("ribbon");
  const lit = ribbon.querySelector(".here");
  if (lit && ribbon.scrollWidth > ribbon.clientWidth) ribbon.scrollTo({ left: lit.offsetLeft - 80 });
}
