// Who travels: the card of a trip's party, with the persona that its booking shows and why.
import { el, icon } from "./dom.js";
import { counted, dayAndMonth, named, sentence, tripWords, word } from "./words.js";

export const personaNames = (portrait) => portrait.personas.map((one) => named("persona", one.persona)).join(" · ");

export function partyLine(portrait) {
  return [personaNames(portrait), counted("people", portrait.people.length)].filter(Boolean).join(" · ");
}

function person(one) {
  const about = [one.age === null ? "" : word("age", { n: one.age })];
  if (one.birthday) about.push(word("turns", { n: one.age + 1, day: dayAndMonth(`${one.birthday}T12:00:00Z`, "UTC") }));
  return el("li", one.birthday ? "birthday" : "", el("b", "", one.name), el("span", "", about.filter(Boolean).join(", ")));
}

export function partyCard(trip) {
  const { portrait } = trip;
  const words = tripWords(trip);
  const parts = [el("p", "kicker", words.about), el("strong", "", words.title), el("ul", "people", ...portrait.people.map(person))];
  for (const one of portrait.personas) {
    const because = sentence(one.because);
    parts.push(el("p", "persona", el("b", "", named("persona", one.persona)), because ? word("says", { what: "", more: because }) : ""));
  }
  if (portrait.personas.length) parts.push(el("p", "small", word("known_from")));
  if (portrait.occasions.length) parts.push(el("p", "fact", icon("gift"), word("says", { what: word("celebrates"), more: portrait.occasions.map((one) => named("occasion", one)).join(", ") })));
  if (portrait.documents.length) parts.push(el("p", "fact", icon("file"), portrait.documents.join(", ")));
  return parts;
}
