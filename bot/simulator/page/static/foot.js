// What stands below a chat: the field, the bot's commands and keys, START, and a word about what to do next.
import { el } from "./dom.js";
import { word } from "./words.js";

export function foot(pane) {
  const { chat, person, commands } = pane.view;
  const { composer, start, menu, commands: list, input, quoting } = pane.parts;
  const fresh = !chat && Boolean(person);
  const blocked = Boolean(person?.blocked) && !chat?.group;
  start.hidden = !(fresh || blocked);
  start.textContent = blocked ? word("unblock") : word("start");
  composer.hidden = fresh || blocked || !person;
  menu.hidden = !commands?.length;
  const wanted = JSON.stringify(commands ?? []);
  if (list.dataset.of !== wanted) {
    list.dataset.of = wanted;
    list.replaceChildren(...(commands ?? []).map((command) => {
      const item = el("button", "", el("b", "", `/${command.command}`), el("span", "", command.description));
      item.addEventListener("click", () => pane.write(`/${command.command}`));
      return item;
    }));
  }
  const ask = chat?.ask;
  input.placeholder = ask?.placeholder || word("write");
  input.setAttribute("aria-label", word("write"));
  if (ask && pane.asked !== ask.message) {
    pane.asked = ask.message;
    const question = chat.messages.find((message) => message.id === ask.message);
    if (question) pane.quote(question);
  } else if (!ask && pane.asked !== null) {
    if (pane.reply === pane.asked) pane.quote(null);
    pane.asked = null;
  }
  if (composer.hidden) quoting.hidden = true;
  coach(pane);
  keyboard(pane);
}

function coach(pane) {
  const { coach: line } = pane.parts;
  const told = pane.view.coach;
  line.hidden = !told || pane.waved.has(told.id);
  if (!told || line.dataset.of === told.text) return;
  line.dataset.of = told.text;
  line.querySelector("span").textContent = told.text;
  line.querySelector("button").onclick = () => {
    pane.waved.add(told.id);
    line.hidden = true;
  };
}

export function keyboard(pane) {
  const { keys, keyboard: board, composer } = pane.parts;
  const rows = pane.view.chat?.group || composer.hidden ? [] : pane.view.chat?.keyboard?.keyboard ?? [];
  keys.hidden = !rows.length;
  board.hidden = !rows.length || !pane.keysOpen;
  keys.setAttribute("aria-expanded", String(!board.hidden));
  const wanted = JSON.stringify(rows);
  if (board.dataset.of === wanted) return;
  board.dataset.of = wanted;
  board.replaceChildren(...rows.map((row) => el("div", "", ...row.map((button) => {
    const press = el("button", "", button.text);
    press.addEventListener("click", () => {
      pane.keysOpen = false;
      pane.write(button.text);
    });
    return press;
  }))));
}
