// The drawer: what was sent, what waits, what was skipped and why; by what became of it and by person.
import { el, icon } from "./dom.js";
import { MARKS, reasonWords, whenWords, whys } from "./whys.js";
import { capital, hour, sentence, shortDay, touchpointName, word } from "./words.js";

const byId = (id) => document.getElementById(id);
let outcome = "all";
let person = "";
let because = "";
let booked = "";
let zoneAt = () => "UTC";

export const drawerOpen = () => !byId("why").hidden;

export function wireDrawer(onOpen) {
  byId("why-open").addEventListener("click", async () => {
    byId("why").hidden = drawerOpen();
    if (!drawerOpen()) return;
    await onOpen();
    byId("why-close").focus({ focusVisible: false });
  });
  const close = () => {
    byId("why").hidden = true;
    byId("why-open").focus({ focusVisible: false });
  };
  byId("why-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drawerOpen()) close(); });
}

function chips(host, label, items, current, pick) {
  host.setAttribute("aria-label", label);
  host.replaceChildren(...items.map(([name, text, count]) => {
    const chip = el("button", name === current ? "on" : "", `${text} `, count === undefined ? null : el("b", "", `${count}`));
    chip.setAttribute("aria-pressed", String(name === current));
    chip.addEventListener("click", () => pick(name));
    return chip;
  }));
}

export function showDrawer(conductor, zones) {
  zoneAt = zones;
  because = conductor.because;
  booked = conductor.stages[0]?.since ?? "";
  if (drawerOpen()) showLines();
}

export function showLines() {
  const all = whys();
  byId("because").textContent = because ? capital(sentence(because)) : "";
  const people = [...new Set(all.map((line) => line.who))];
  if (!people.includes(person)) person = "";
  const own = all.filter((line) => !person || line.who === person);
  const count = (name) => own.filter((line) => name === "all" || line.outcome === name).length;
  const outcomes = ["all", "sent", "waiting", "skipped"].filter((name) => name === "all" || count(name));
  if (!outcomes.includes(outcome)) outcome = "all";
  chips(byId("filters"), word("filter_what"), outcomes.map((name) => [name, word(name), count(name)]), outcome, (name) => { outcome = name; showLines(); });
  byId("people").hidden = people.length < 2;
  chips(byId("people"), word("filter_who"), [["", word("everyone")], ...people.map((name) => [name, name])], person, (name) => { person = name; showLines(); });
  const shown = own.filter((line) => outcome === "all" || line.outcome === outcome);
  const placed = shown.filter((line) => line.at && line.at >= booked);
  const other = shown.filter((line) => !placed.includes(line));
  const several = people.length > 1 && !person;
  const host = byId("why-lines");
  host.replaceChildren(...placed.map((line) => row(line, several)));
  if (other.length) {
    const open = host.dataset.other === "open" || !placed.length;
    const fold = el("details", "", el("summary", "", word("other_trips", { n: other.length })), el("ol", "", ...other.map((line) => row(line, several))));
    fold.open = open;
    fold.addEventListener("toggle", () => { host.dataset.other = fold.open ? "open" : ""; });
    host.append(el("li", "others", fold));
  }
  if (!shown.length) host.append(el("li", "nolines", word("no_lines")));
}

function row(line, several) {
  const there = zoneAt(line.at);
  const when = line.at ? `${shortDay(line.at, there)}, ${hour(line.at, there)}` : "";
  const why = line.reason ? reasonWords(line) : whenWords(line.origin);
  return el("li", `line ${line.outcome}`, el("i", "state", icon(MARKS[line.outcome] ?? "why")),
    el("div", "", el("strong", "", touchpointName(line.touchpoint), line.about ? el("em", "", ` ${line.about}`) : null), why ? el("p", "", why) : null,
      when || several ? el("time", "", [several ? line.who : "", when].filter(Boolean).join(" · ")) : null),
    el("span", "tag", word(line.outcome)));
}
