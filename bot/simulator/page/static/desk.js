// The conductor's desk: trips, clock, moves. The ribbon and the drawer are files of their own.
import { drawerOpen, showDrawer, showLines, wireDrawer } from "./drawer.js";
import { el, icon, post, toast } from "./dom.js";
import { partyCard, partyLine } from "./party.js";
import { showRibbon } from "./ribbon.js";
import { closeTip, explains } from "./tip.js";
import { onWhys, readWhys, refreshWhys, whys } from "./whys.js";
import { capital, day, hour, sentence, shortDay, tripWords, word } from "./words.js";

const byId = (id) => document.getElementById(id);
let standing = null;
let joining = "";
let holder = "";
let last = Promise.resolve();
let pressed = false;
let zone = "UTC";
let version = null;

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
  if (wish.do === "move_to" && (wish.to.includes("+") ? new Date(wish.to) < new Date(standing.now) : wish.to < local(standing.now))) return word("no_way_back");
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
  await readWhys();
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
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open(false);
    byId("to-open").focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(false);
    conduct({ do: "move_to", to: byId("to-when").value }, byId("to-open"));
  });
  byId("trips").addEventListener("click", (event) => {
    const card = event.target.closest("[data-trip]");
    if (!card) return;
    closeTip();
    conduct({ do: "load", trip: card.dataset.trip, language: getLanguage() }, card);
  });
  wireDrawer(async () => {
    await readWhys();
    showLines();
  });
  onWhys(() => {
    if (drawerOpen()) showLines();
    ribbon();
  });
}

// The zone that was the traveller's at an instant: a message keeps the local time at which it came.
export function zoneAt(iso) {
  const known = standing?.zones ?? [];
  const at = iso ? new Date(iso) : null;
  return (at && known.filter((one) => new Date(one.since) <= at).at(-1)?.zone) || zone;
}

// waitingFor: who has still to join. who: whose messages the ribbon marks. stamp: changes with whatever happened.
export function showDesk(conductor, { waitingFor = "", who = "", stamp = 0 } = {}) {
  standing = conductor;
  joining = waitingFor;
  holder = who;
  byId("desk").hidden = !conductor?.trip;
  byId("why-open").hidden = !conductor?.trip;
  byId("tour-open").hidden = !conductor;
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
  byId("believed").textContent = capital(sentence(conductor.because));
  byId("next-at").textContent = conductor.next_at ? `${shortDay(conductor.next_at, zoneAt(conductor.next_at))}, ${hour(conductor.next_at, zoneAt(conductor.next_at))}` : word("nothing_next");
  if (byId("to").hidden) byId("to-when").value = local(conductor.now);
  if (version !== stamp) {
    version = stamp;
    refreshWhys();
  }
  ribbon();
  showDrawer(conductor, zoneAt);
}

function ribbon() {
  if (!standing?.trip) return;
  const all = whys();
  const lines = all.some((line) => line.who === holder) ? all.filter((line) => line.who === holder) : all;
  showRibbon(byId("ribbon"), standing, lines, zoneAt, (to) => conduct({ do: "move_to", to }, byId("ribbon")));
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
    card.setAttribute("aria-label", `${words.title}: ${words.about}. ${partyLine(trip.portrait)}`);
    explains(card, () => partyCard(trip), () => closeTip());
    card.setAttribute("aria-pressed", String(trip.id === conductor.trip));
    return card;
  }));
}
