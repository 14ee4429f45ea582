// The stage ribbon: where the traveller is, when each stage begins, and a mark for every message along it.
import { el, icon, toast } from "./dom.js";
import { closeTip, explains, openTip } from "./tip.js";
import { MARKS, reasonWords } from "./whys.js";
import { dayAndMonth, hour, named, shortDay, touchpointName, word } from "./words.js";

const MOST_NAMED = 9;
const narrow = matchMedia("(max-width: 860px)");
let shown = "";

// The stages in order, each with its messages. steps: as told; lines: of one person, those that have an instant.
export function spans(steps, lines, zoneAt) {
  return steps.map((step, index) => {
    const until = steps[index + 1]?.since ?? null;
    const own = lines.filter((line) => line.at && line.at >= step.since && (!until || line.at < until));
    return { ...step, until, zone: zoneAt(step.since), lines: own.sort((a, b) => (a.at < b.at ? -1 : 1)) };
  });
}

export const stageAt = (steps, at) => steps.filter((step, index) => index === 0 || step.since <= at).at(-1);

function subtitle(span, short = false) {
  const place = span.place && (span.stage === "ON_SITE" || (span.stage === "IN_TRANSIT" && !short)) ? named("place", span.place) : "";
  return [span.direction && word(span.direction), place].filter(Boolean).join(" · ");
}

function told(span, zoneAt) {
  const kept = span.lines.filter((line) => line.outcome !== "skipped");
  const dropped = span.lines.length - kept.length;
  const rows = kept.slice(0, MOST_NAMED).map((line) => el("li", line.outcome, icon(MARKS[line.outcome] ?? "why"), el("span", "", touchpointName(line.touchpoint)),
    el("time", "", `${shortDay(line.at, zoneAt(line.at))}, ${hour(line.at, zoneAt(line.at))}`)));
  const more = [kept.length > MOST_NAMED ? word("and_more", { n: kept.length - MOST_NAMED }) : "", dropped ? word("n_skipped", { n: dropped }) : ""].filter(Boolean);
  return [el("p", "kicker", [subtitle(span), word("from_day", { day: dayAndMonth(span.since, span.zone) })].filter(Boolean).join(" · ")), el("strong", "", word(span.stage)),
    rows.length ? el("ol", "coming", ...rows) : el("p", "small", word("no_marks")), more.length ? el("p", "small", more.join(", ")) : null].filter(Boolean);
}

function label(span, state) {
  const counts = ["sent", "waiting", "skipped"].map((outcome) => [outcome, span.lines.filter((line) => line.outcome === outcome).length]).filter(([, n]) => n);
  return [word(span.stage), subtitle(span), word("from_day", { day: dayAndMonth(span.since, span.zone) }), state === "here" ? word("you_are_here") : "",
    ...counts.map(([outcome, n]) => `${word(outcome)}: ${n}`)].filter(Boolean).join(", ");
}

function dot(line) {
  const mark = el("i", `mark ${line.outcome}`);
  mark.title = `${touchpointName(line.touchpoint)} · ${word(line.outcome)}${line.reason ? ` · ${reasonWords(line)}` : ""}`;
  return mark;
}

// host: the list; go: (instant) moves the clock there.
export function showRibbon(host, conductor, lines, zoneAt, go) {
  const now = conductor.now;
  const list = spans(conductor.stages, lines, zoneAt);
  const here = list.filter((span) => span.since <= now).at(-1);
  const key = JSON.stringify([list, here?.since, document.documentElement.lang, conductor.stage, narrow.matches]);
  const progress = here?.until ? (new Date(now) - new Date(here.since)) / (new Date(here.until) - new Date(here.since)) : here ? 1 : 0;
  if (shown !== key) {
    shown = key;
    host.replaceChildren(...list.map((span) => step(span, span === here ? "here" : span.since <= now ? "past" : "", zoneAt, go)));
    const lit = host.querySelector(".here");
    if (lit && host.scrollWidth > host.clientWidth) host.scrollTo({ left: lit.offsetLeft - 60 });
  }
  host.querySelector(".here")?.style.setProperty("--gone", `${Math.round(Math.min(1, Math.max(0.03, progress)) * 100)}%`);
}

function step(span, state, zoneAt, go) {
  const item = el("li", state);
  const sub = subtitle(span, state !== "here");
  const button = el("button", "stop", el("span", "name", icon(span.stage.toLowerCase()), el("b", "", word(span.stage))),
    el("span", "where", el("time", "", dayAndMonth(span.since, span.zone)), sub ? el("small", "", sub) : null),
    el("span", "track"), el("span", "marks", ...span.lines.map(dot)));
  button.setAttribute("aria-label", label(span, state));
  item.style.setProperty("--weight", String(Math.min(2.1, 0.85 + span.lines.length / 11)));
  if (state === "here") item.setAttribute("aria-current", "step");
  if (span.direction) item.dataset.direction = span.direction;
  const ahead = state === "";
  const move = () => {
    closeTip();
    go(span.since);
  };
  explains(button, () => told(span, zoneAt), () => {
    if (narrow.matches || state === "here") {
      const jump = el("button", "move first", word("go_here"));
      jump.addEventListener("click", move);
      openTip(button, [...told(span, zoneAt), ahead ? jump : null].filter(Boolean), true);
    } else if (ahead) move();
    else toast(word("no_way_back"));
  });
  item.append(button);
  return item;
}
