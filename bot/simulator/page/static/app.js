// The page: live state in, two panes and a desk out.
import { Pane } from "./chat.js";
import { conduct, showDesk, wireDesk, zoneAt } from "./desk.js";
import { el, face, icon, post, toast } from "./dom.js";
import { partyCard, partyLine, personaNames } from "./party.js";
import { stageAt } from "./ribbon.js";
import { explains } from "./tip.js";
import { wireTour } from "./tour.js";
import { onWhys, whyCard, whyOf } from "./whys.js";
import { loadWords, paint, speak, tripWords, word } from "./words.js";

const byId = (id) => document.getElementById(id);
const body = document.body;
const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window */ } };

let state = null;
let traveller = null;
let room = null;
let lost = false;
const seen = { traveller: null, agents: null };
let panes = {};

function theme(wanted) {
  document.documentElement.dataset.theme = wanted;
  const dark = wanted === "dark" || (wanted === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("night", dark);
  byId("theme").querySelector("use").setAttribute("href", `/simulator/static/icons.svg#${dark ? "sun" : "moon"}`);
  return dark;
}

function links(url, pane) {
  const found = new RegExp(`^https?://t\\.me/${state.bot.username}\\?start=([\\w-]+)`, "i").exec(url);
  if (found) {
    post("/simulator/act", { do: "start", person: pane.speaker ?? traveller, payload: found[1] });
    return true;
  }
  if (!/^https?:/i.test(url)) return false;
  window.open(url, "_blank", "noopener,noreferrer");
  return true;
}

function chips(host, items, current, pick) {
  const wanted = JSON.stringify([items, current]);
  if (host.dataset.of === wanted) return;
  host.dataset.of = wanted;
  host.replaceChildren(...items.map((item) => {
    const chip = el("button", item.id === current ? "on" : "", item.face ? face(item.label, item.id) : null, item.label);
    chip.setAttribute("aria-pressed", String(item.id === current));
    chip.addEventListener("click", () => pick(item.id));
    return chip;
  }));
}

function about() {
  return state.about[byId("language").value] ?? state.about[""] ?? "";
}

function render() {
  if (!state) return;
  const people = state.travellers;
  if (!people.some((person) => person.id === traveller)) traveller = people[0]?.id ?? null;
  const person = people.find((one) => one.id === traveller) ?? null;
  if (person && byId("language").value !== person.language.slice(0, 2)) {
    byId("language").value = person.language.slice(0, 2);
    speak(byId("language").value);
  }
  const joined = people.some((one) => state.chats[one.id]?.keyboard);
  showDesk(state.conductor, { waitingFor: joined ? "" : people[0]?.name ?? "", who: person?.name ?? "", stamp: state.version });
  party();
  const zone = state.conductor?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  chips(byId("travellers"), people.length > 1 ? people.map((one) => ({ id: one.id, label: one.name, face: true })) : [], traveller, (id) => { traveller = id; render(); });
  const chat = person ? state.chats[person.id] : null;
  const hint = !person ? word("choose") : !chat && person.invited ? word("start_hint", { name: person.name }) : word("quiet");
  const office = state.conductor?.office ?? zone;
  panes.traveller.show({ id: person?.id ?? 0, person, chat, bot: state.bot, zoneAt: (at) => zoneAt(at), about: person ? about() : "", hint, coach: coachTraveller(person, chat), why, commands: state.commands[person?.id] ?? [], speakers: person ? [person] : [] });

  const rooms = [
    ...state.groups.map((id) => ({ id, label: state.chats[id].title })),
    ...state.agents.map((agent) => ({ id: agent.id, label: word("with_bot", { name: agent.name }), face: true })),
  ];
  if (!rooms.some((one) => one.id === room)) room = rooms[0]?.id ?? null;
  chips(byId("rooms"), rooms, room, (id) => { room = id; render(); });
  const agent = state.agents.find((one) => one.id === room) ?? null;
  const talk = state.chats[room] ?? null;
  const speakers = agent ? [agent] : state.agents;
  panes.agents.show({
    id: room ?? 0, person: agent ?? state.agents[0] ?? null, chat: talk, bot: state.bot, zoneAt: () => office, title: talk?.group ? talk.title : undefined,
    about: talk?.group ? "" : about(), hint: talk?.group ? word("group_quiet") : word("quiet"), coach: coachAgents(talk), commands: state.commands[room] ?? [], speakers,
  });
  marks({ traveller: chat, agents: talk });
}

// Who travels, beside the phone.
function party() {
  const host = byId("party");
  const trip = state.conductor?.trips.find((one) => one.id === state.conductor.trip);
  const key = JSON.stringify([trip?.portrait, document.documentElement.lang]);
  if (host.dataset.of === key) return;
  host.dataset.of = key;
  host.replaceChildren();
  if (!trip?.portrait.people.length) return;
  const chip = el("button", `persona ${trip.symbol}`, icon(trip.symbol), el("span", "", personaNames(trip.portrait) || partyLine(trip.portrait)));
  chip.setAttribute("aria-label", `${word("who_travels")}: ${partyLine(trip.portrait)}, ${tripWords(trip).title}`);
  explains(chip, () => partyCard(trip));
  host.append(chip);
}

// What a bubble says when asked where it comes from; null for what no editor wrote.
function why(message) {
  const line = message.bot ? whyOf(traveller, message.id) : null;
  if (!line) return null;
  const stage = stageAt(state.conductor?.stages ?? [], line.at)?.stage;
  return { key: `${line.touchpoint}/${line.outcome}`, card: () => whyCard(line, stage ? word(stage) : "", zoneAt(line.at)) };
}

// What to do next, told beside the text field until it is waved away.
function coachTraveller(person, chat) {
  if (!person?.invited || person.blocked) return null;
  if (!chat) return { id: "start", text: word("coach_start", { name: person.name }) };
  if (!chat.keyboard) return { id: "surname", text: word("coach_surname", { name: person.name, surname: person.surname }) };
  if (state.conductor?.stage !== "JUST_BOOKED") return null;
  return { id: "live", text: word("coach_live", { name: person.name }) };
}

function coachAgents(talk) {
  if (!state.conductor?.trip || !talk?.group) return null;
  const newest = talk.messages.at(-1);
  const asked = newest?.bot && !newest.buttons && !newest.edited && state.travellers.some((one) => newest.text.startsWith(`${one.name} ${one.surname}`));
  const name = state.agents.find((one) => one.id === panes.agents.speaker)?.name ?? state.agents[0]?.name ?? "";
  if (asked) return { id: "reply", text: word("coach_reply") };
  return state.conductor.stage !== "JUST_BOOKED" ? null : { id: "agents", text: word("coach_agents", { name }) };
}

function marks(chats) {
  for (const side of ["traveller", "agents"]) {
    const newest = chats[side]?.messages.at(-1)?.id ?? 0;
    const stamp = `${chats[side]?.id}/${newest}`;
    const dot = document.querySelector(`.tabs [data-tab="${side}"] .dot`);
    if (body.dataset.tab === side || seen[side] === null) {
      seen[side] = stamp;
      dot.hidden = true;
    } else dot.hidden = seen[side] === stamp;
  }
}

function tab(name) {
  body.dataset.tab = name;
  for (const button of document.querySelectorAll(".tabs [role=tab]")) {
    button.setAttribute("aria-selected", String(button.dataset.tab === name));
    button.tabIndex = button.dataset.tab === name ? 0 : -1;
  }
  render();
  panes[name]?.toEnd();
}

function listen() {
  const events = new EventSource("/simulator/events");
  events.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (lost) lost = false;
    if (told.error) {
      toast(told.error, "bad");
      return;
    }
    state = told;
    render();
    body.dataset.ready = "yes";
  };
  events.onerror = () => {
    if (!lost) toast(word("lost"), "bad");
    lost = true;
  };
}

await loadWords();
theme(stored("theme") ?? "auto");
const first = stored("language") ?? navigator.language.slice(0, 2);
byId("language").value = ["nl", "en", "fr", "de"].includes(first) ? first : "en";
panes = { traveller: new Pane(byId("phone"), { links }), agents: new Pane(byId("window"), { links }) };
speak(byId("language").value);
paint(document);
wireDesk(() => byId("language").value);
onWhys(() => render());
wireTour({ state: () => state, language: () => byId("language").value, show: (side) => tab(side), follow: (id) => { traveller = id; render(); } });
byId("theme").addEventListener("click", () => {
  const dark = theme(document.documentElement.dataset.theme);
  theme(dark ? "light" : "dark");
  store("theme", document.documentElement.dataset.theme);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => theme(document.documentElement.dataset.theme));
byId("language").addEventListener("change", () => {
  const language = byId("language").value;
  store("language", language);
  speak(language);
  for (const one of state?.travellers ?? []) one.language = language;
  render();
  if (state?.conductor) conduct({ do: "language", language });
});
const tabs = [...document.querySelectorAll(".tabs [role=tab]")];
for (const button of tabs) {
  button.addEventListener("click", () => tab(button.dataset.tab));
  button.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = tabs[1 - tabs.indexOf(button)];
    tab(other.dataset.tab);
    other.focus();
  });
}
tab("traveller");
listen();
