// One message as a bubble: author, quote, file, words, time, the mark that tells why it came, and its buttons.
// The pane does what is asked of it here: it writes, taps, quotes, follows links.
import { el, face, hue, icon } from "./dom.js";
import { build } from "./text.js";
import { explains } from "./tip.js";
import { hour, word } from "./words.js";

const size = (bytes) => (bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${Math.round(bytes / 100) / 10} kB` : `${Math.round(bytes / 1e5) / 10} MB`);

export function groupFace() {
  const round = el("span", "face hue-b");
  round.append(icon("people"));
  return round;
}

export function empty({ about, hint }) {
  const card = el("div", "nothing");
  if (about) card.append(el("strong", "", word("what_bot")), el("p", "", about));
  if (hint) card.append(el("p", "hint", hint));
  return card;
}

export function service(message) {
  const keys = { new_chat_members: "joined", left_chat_member: "left", location: "location", migrate_to_chat_id: "moved", migrate_from_chat_id: "moved" };
  return el("div", "daymark service", el("span", "", word(keys[message.service] ?? message.service, { who: message.who })));
}

export function bubble(pane, message, shape) {
  const mine = pane.view.chat.group ? message.from === pane.speaker : !message.bot;
  const row = el("div", `row ${mine ? "mine" : "theirs"}${shape.first ? " first" : ""}${shape.last ? " last" : ""}`);
  row.dataset.message = message.id;
  const group = pane.view.chat.group;
  if (group && !mine) {
    const side = el("div", "beside");
    if (shape.last) side.append(face(message.name, message.from, message.bot));
    row.append(side);
  }
  const box = el("div", "bubble");
  if (group && !mine && shape.first) box.append(el("div", `author hue-${message.bot ? "bot" : hue(message.from)}`, message.name, message.bot ? el("em", "", word("bot")) : null));
  if (message.reply) {
    const quote = el("button", "quote", el("strong", "", message.reply.name), el("span", "", message.reply.text));
    quote.addEventListener("click", () => pane.jump(message.reply.id));
    box.append(quote);
  }
  const why = pane.view.why?.(message);
  const meta = () => el("span", `meta${why ? " told" : ""}`, message.edited ? `${word("edited")} ` : "", hour(message.date, pane.view.zoneAt(message.date)));
  if (message.file) box.append(attached(message.file));
  const body = el("div", "words", build(message.text, message.entities, (command) => pane.write(command), (url) => pane.follow(url)));
  const ghost = meta();
  ghost.classList.add("ghost");
  ghost.setAttribute("aria-hidden", "true");
  body.append(ghost);
  box.append(body, meta());
  if (why) {
    const mark = el("button", "whymark", icon("why"));
    mark.setAttribute("aria-label", word("why_this"));
    explains(mark, why.card);
    box.append(mark);
  }
  const stack = el("div", "stack", box);
  if (message.buttons) stack.append(buttons(pane, message));
  const answer = el("button", "answer", icon("reply"));
  answer.title = word("reply");
  answer.setAttribute("aria-label", word("reply"));
  answer.addEventListener("click", () => pane.quote(message));
  row.append(stack, answer);
  row.addEventListener("dblclick", () => pane.quote(message));
  return row;
}

function attached(file) {
  const link = el("a", file.photo ? "photo" : "file");
  link.href = file.url;
  link.setAttribute("aria-label", `${word("save")}: ${file.name}`);
  if (file.photo) {
    const image = el("img");
    image.src = file.url;
    image.alt = file.name;
    link.target = "_blank";
    link.append(image);
    return link;
  }
  if (/\.pdf$/i.test(file.name)) link.target = "_blank";
  else link.download = file.name;
  const dot = file.name.lastIndexOf(".");
  const mark = el("span", "paper", icon("file"), el("em", "", dot > 0 ? file.name.slice(dot + 1, dot + 5) : ""));
  link.append(mark, el("span", "what", el("strong", "", file.name), el("span", "", size(file.size))));
  return link;
}

function buttons(pane, message) {
  const keyboard = el("div", "inline");
  for (const line of message.buttons) {
    const row = el("div", "");
    for (const button of line) {
      const tick = /^(☐|☑|✅)/u.exec(button.text)?.[0];
      const tap = el("button", tick ? `tick${tick === "☐" ? "" : " done"}` : "", el("span", "", button.text), button.url ? icon("link") : null);
      tap.addEventListener("click", () => pane.tap(message, button, tap));
      row.append(tap);
    }
    keyboard.append(row);
  }
  return keyboard;
}
