// The guided tour: plays the high points of a trip by what a person at the page could do, one line of caption each.
// It finds its way by the messages that the trip really gets, so a trip without a pulse or a birthday has none in its tour.
import { conduct } from "./desk.js";
import { post, toast } from "./dom.js";
import { readWhys, whys } from "./whys.js";
import { named, word } from "./words.js";

const byId = (id) => document.getElementById(id);
const PATIENCE = 9000;
const LOOK = 80;
const READING = 6500;
const BREATH = 900;
const PULSES = ["pulse", "pulse_tour", "pulse_short"];
const OFFERS = ["offer_flowers", "offer_lounge", "offer_seat", "offer_transfer", "offer_upgrade"];

class Stopped extends Error {}

let page = null;
let run = null;

// page: {state(), language(), show(side), follow(person)}
export function wireTour(given) {
  page = given;
  byId("tour-open").addEventListener("click", () => (run ? stop() : start()));
  byId("tour-stop").addEventListener("click", stop);
  byId("tour-next").addEventListener("click", () => run?.hurry());
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && run && byId("why").hidden) stop(); });
}

function stop() {
  if (!run) return;
  run.stopped = true;
  run.hurry();
  close();
}

function close() {
  run = null;
  byId("tour").hidden = true;
  delete document.body.dataset.tour;
  byId("tour-open").focus({ focusVisible: false });
}

async function start() {
  const own = { stopped: false, hurry: () => {} };
  run = own;
  const trip = page.state().conductor.trip ?? page.state().conductor.trips[0].id;
  try {
    await conduct({ do: "load", trip, language: page.language() });
    await until(own, () => page.state().conductor.trip === trip && page.state().travellers.length && !chat());
    page.follow(traveller().id);
    const joined = { id: "join", play: join };
    await tell(own, joined, 1, 1);
    const steps = route();
    for (const [index, step] of steps.entries()) await tell(own, step, index + 2, steps.length + 2);
    await tell(own, { id: "end", play: null }, steps.length + 2, steps.length + 2);
  } catch (error) {
    if (!(error instanceof Stopped)) toast(error.message, "bad");
  }
  if (run === own) close();
}

// What this trip has to show, in the order in which it comes.
function route() {
  const first = (ids) => ids.map((id) => whys().find((line) => line.touchpoint === id && line.outcome === "waiting" && line.who === traveller().name)).find(Boolean);
  const steps = [["offer", OFFERS, offer], ["packing", ["packing_checklist"], packing], ["leave", ["airport_guidance", "safe_travels", "safe_travels_ground"], null], ["welcome", ["welcome"], null],
    ["pulse", PULSES, pulse], ["birthday", ["birthday"], null], ["survey", ["survey"], survey]].map(([id, ids, play]) => ({ id, line: first(ids), play })).filter((step) => step.line);
  if (!steps.some((step) => step.id === "pulse")) {
    const at = steps.findIndex((step) => step.id === "welcome");
    if (at >= 0) steps.splice(at + 1, 0, { id: "question", line: null, play: question });
  }
  return steps.sort((a, b) => (a.line && b.line ? (a.line.at < b.line.at ? -1 : 1) : 0));
}

async function tell(own, step, n, of) {
  check(own);
  const agent = page.state().agents[0]?.name ?? "";
  byId("tour").hidden = false;
  byId("tour-count").textContent = word("tour_step", { n, of: Math.max(of, n) });
  byId("tour-count").hidden = of < 2;
  byId("tour-says").textContent = named("tour_says", step.id, { name: traveller().name, agent, who: step.line?.about ?? "" });
  byId("tour-next").hidden = step.id === "end";
  byId("tour-stop").querySelector("span").textContent = word(step.id === "end" ? "close" : "tour_stop");
  byId("tour-gone").style.width = `${of < 2 ? 8 : Math.round((n / of) * 100)}%`;
  Object.assign(document.body.dataset, { tour: step.id, tourRests: "" });
  page.show("traveller");
  const said = step.line ? await reach(own, step.line) : null;
  check(own);
  if (step.play) {
    await rest(own, BREATH);
    await step.play(own, said);
    check(own);
  }
  document.body.dataset.tourRests = "yes";
  await rest(own, READING);
}

const traveller = () => page.state().travellers[0];
const chat = () => page.state().chats[traveller().id] ?? null;
const group = () => page.state().chats[page.state().groups[0]] ?? null;
const newest = (of, wanted = () => true) => of?.messages.filter((message) => message.bot && wanted(message)).at(-1) ?? null;

function check(own) {
  if (own.stopped) throw new Stopped();
}

// Resolves after a while, or as soon as Next or Stop is pressed.
function rest(own, time) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    own.hurry = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

async function until(own, holds) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    check(own);
    const found = holds();
    if (found) return found;
    if (Date.now() > end) return null;
    await new Promise((resolve) => { setTimeout(resolve, LOOK); });
  }
}

// Move on until this message has come; null where something kept it back.
async function reach(own, line) {
  const sent = () => whys().find((one) => one.touchpoint === line.touchpoint && one.who === line.who && one.outcome === "sent" && one.message !== null);
  await conduct({ do: "move_to", to: line.at });
  for (let tries = 0; tries < 4 && !sent(); tries++) {
    check(own);
    await readWhys();
    if (!sent() && tries) await conduct({ do: "next_message" });
  }
  const found = sent();
  return found ? until(own, () => chat()?.messages.find((message) => message.id === found.message)) : null;
}

const act = (wish) => post("/simulator/act", wish);
const say = (text) => act({ do: "write", person: traveller().id, chat: traveller().id, text });

async function tap(message, row, column, person = traveller().id, where = traveller().id) {
  const label = message?.buttons?.at(row)?.at(column)?.text;
  if (label) await act({ do: "tap", person, chat: where, message: message.id, label });
}

async function join(own) {
  const one = traveller();
  await act({ do: "start", person: one.id });
  await until(own, () => chat()?.ask);
  await rest(own, BREATH);
  check(own);
  await say(one.surname);
  const asked = await until(own, () => chat()?.keyboard && chat().messages.find((message) => message.bot && message.buttons));
  await until(own, () => chat().pinned);
  await tap(asked, 0, 0);
  await readWhys();
}

async function offer(own, said) {
  if (!said) return;
  const before = group()?.messages.length ?? 0;
  await tap(said, 0, -1);
  const asked = await until(own, () => group().messages.length > before && newest(group(), (message) => message.buttons));
  await rest(own, BREATH);
  page.show("agents");
  await rest(own, BREATH);
  check(own);
  const told = chat().messages.length;
  await tap(asked, 0, 0, page.state().agents[0].id, group()?.id);
  await until(own, () => chat().messages.length > told);
}

async function packing(own, said) {
  for (const row of [0, 3]) {
    const list = chat().messages.find((message) => message.id === said?.id);
    const version = list?.v;
    await tap(list, row, 0);
    await until(own, () => chat().messages.find((message) => message.id === said?.id)?.v !== version);
    await rest(own, BREATH / 2);
  }
}

async function pulse(own, said) {
  const before = group()?.messages.length ?? 0;
  await tap(said, 0, -1);
  await answered(own, before, "cares");
}

async function question(own) {
  const before = group()?.messages.length ?? 0;
  await say(named("tour_says", "asks"));
  await answered(own, before, "answers");
}

async function answered(own, before, words) {
  const asked = await until(own, () => (group()?.messages.length ?? 0) > before && newest(group()));
  await rest(own, BREATH);
  page.show("agents");
  await rest(own, BREATH);
  check(own);
  const told = chat().messages.length;
  if (asked) await act({ do: "write", person: page.state().agents[0].id, chat: group().id, text: named("tour_says", words), reply_to: asked.id });
  await until(own, () => chat().messages.length > told);
}

// The question becomes the next one where it stands; nothing new is said.
async function survey(own, said) {
  if (!said) return;
  await tap(said, 0, -1);
  await until(own, () => chat().messages.find((message) => message.id === said.id)?.v !== said.v);
}
