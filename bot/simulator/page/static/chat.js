// One chat on the screen: bar, bubbles, keyboards, composer. It shows what it is given and tells what the person does.
import { el, face, hue, icon, post, toast } from "./dom.js";
import { build } from "./text.js";
import { explains } from "./tip.js";
import { hour, shortDay, word } from "./words.js";

const size = (bytes) => (bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${Math.round(bytes / 100) / 10} kB` : `${Math.round(bytes / 1e5) / 10} MB`);
const act = (wish) => post("/simulator/act", wish);

export class Pane {
  // links: (url) => true when the page deals with the link itself
  constructor(host, { links }) {
    this.links = links;
    this.root = document.getElementById("pane").content.firstElementChild.cloneNode(true);
    host.append(this.root);
    const find = (selector) => this.root.querySelector(selector);
    this.parts = {
      bar: find(".bar"), title: find(".names strong"), sub: find(".sub"), more: find(".more"), sheet: find(".sheet"), pinned: find(".pinned"),
      scroll: find(".scroll"), lines: find(".lines"), down: find(".down"), commands: find(".commands"), quoting: find(".quoting"),
      composer: find(".composer"), menu: find(".menu"), as: find(".as"), input: find("textarea"), keys: find(".keys"), coach: find(".coach"), start: find(".start"), keyboard: find(".keyboard"),
    };
    this.shown = new Map();
    this.key = "";
    this.reply = null;
    this.asked = null;
    this.keysOpen = false;
    this.waved = new Set();
    this.ended = true;
    this.wire();
  }

  wire() {
    const { composer, input, menu, commands, quoting, keys, start, more, sheet, scroll, down, as, pinned } = this.parts;
    composer.addEventListener("submit", (event) => {
      event.preventDefault();
      this.write(input.value);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.write(input.value);
      }
      if (event.key === "Escape") this.quote(null);
    });
    input.addEventListener("input", () => this.fit());
    menu.addEventListener("click", () => { commands.hidden = !commands.hidden; });
    quoting.querySelector("button").addEventListener("click", () => this.quote(null));
    keys.addEventListener("click", () => { this.keysOpen = !this.keysOpen; this.keyboard(); });
    start.addEventListener("click", () => this.begin());
    more.addEventListener("click", () => this.sheet(sheet.hidden));
    document.addEventListener("click", (event) => {
      if (!more.contains(event.target) && !sheet.contains(event.target)) this.sheet(false);
      if (!menu.contains(event.target) && !commands.contains(event.target)) commands.hidden = true;
    });
    as.querySelector("select").addEventListener("change", (event) => { this.speaker = Number(event.target.value); });
    scroll.addEventListener("scroll", () => {
      this.ended = this.atEnd();
      down.hidden = this.ended;
    });
    new ResizeObserver(() => {
      if (this.ended) this.toEnd();
      down.hidden = this.atEnd();
    }).observe(scroll);
    down.addEventListener("click", () => scroll.scrollTo({ top: scroll.scrollHeight, behavior: "smooth" }));
    pinned.addEventListener("click", () => this.jump(Number(pinned.dataset.message)));
  }

  fit() {
    const { input } = this.parts;
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 120)}px`;
  }

  sheet(open) {
    this.parts.sheet.hidden = !open;
    this.parts.more.setAttribute("aria-expanded", String(open));
  }

  // The end is the newest message's last line; of one that is taller than the screen, its first.
  end() {
    const { scroll, lines } = this.parts;
    const newest = lines.lastElementChild;
    const bottom = scroll.scrollHeight - scroll.clientHeight;
    return newest && newest.offsetHeight > scroll.clientHeight - 40 ? Math.min(bottom, newest.offsetTop - scroll.offsetTop - 12) : bottom;
  }

  atEnd() {
    return this.parts.scroll.scrollTop > this.end() - 60;
  }

  toEnd(behavior = "auto") {
    this.parts.scroll.scrollTo({ top: this.end(), behavior });
  }

  async tell(wish) {
    const answer = await act(wish);
    if (answer.error !== undefined) toast(answer.error ?? word("lost"), "bad");
    return answer;
  }

  async write(text) {
    if (!text.trim() || !this.view) return;
    const reply = this.reply ?? this.view.chat?.ask?.message ?? null;
    this.parts.input.value = "";
    this.fit();
    this.quote(null);
    this.parts.commands.hidden = true;
    this.following = true;
    await this.tell({ do: "write", person: this.speaker, chat: this.view.id, text, reply_to: reply });
  }

  async begin() {
    const { person } = this.view;
    this.following = true;
    await this.tell({ do: person.blocked ? "unblock" : "start", person: person.id });
  }

  quote(message) {
    this.reply = message?.id ?? null;
    const { quoting, input } = this.parts;
    quoting.hidden = !message;
    if (!message) return;
    quoting.querySelector("strong").textContent = message.name;
    quoting.querySelector("span").textContent = message.text;
    input.focus();
  }

  // view: {id, person, persons, chat, bot, zone, title, about, commands, speakers, hint}
  show(view) {
    const key = `${view.id}`;
    if (key !== this.key) {
      this.key = key;
      this.shown.clear();
      this.parts.lines.replaceChildren();
      this.quote(null);
      this.asked = null;
      this.following = true;
      this.speaker = view.person?.id;
    }
    this.view = view;
    const stick = this.following || this.ended;
    this.bar();
    this.speakers();
    this.foot();
    this.messages(stick);
  }

  bar() {
    const { chat, bot, person, title } = this.view;
    const { bar, title: name, sub, more, sheet, pinned } = this.parts;
    bar.querySelector(".face").replaceWith(chat?.group ? this.groupFace() : face(bot.name, bot.id, true));
    name.textContent = title ?? bot.name;
    sub.textContent = chat?.typing ? word("typing") : chat?.group ? `${chat.members.join(", ")} · ${word("bot")}` : word("bot");
    sub.classList.toggle("typing", Boolean(chat?.typing));
    more.hidden = Boolean(chat?.group) || !chat || !person;
    if (!more.hidden) {
      const block = el("button", "", word(person.blocked ? "unblock" : "block"));
      block.addEventListener("click", () => {
        this.sheet(false);
        this.tell({ do: person.blocked ? "unblock" : "block", person: person.id });
      });
      sheet.replaceChildren(block);
    }
    const top = chat?.pinned && chat.messages.find((message) => message.id === chat.pinned);
    pinned.hidden = !top;
    if (top) {
      pinned.dataset.message = top.id;
      pinned.replaceChildren(icon("pin"), el("span", "told", el("strong", "", word("pinned")), el("span", "", top.text || top.file?.name || "")));
    }
  }

  groupFace() {
    const round = el("span", "face hue-b");
    round.append(icon("people"));
    return round;
  }

  speakers() {
    const select = this.parts.as.querySelector("select");
    const people = this.view.speakers ?? [];
    this.parts.as.hidden = people.length < 2;
    if (!people.some((person) => person.id === this.speaker)) this.speaker = people[0]?.id ?? this.view.person?.id;
    const wanted = people.map((person) => `${person.id}`).join();
    if (select.dataset.people !== wanted) {
      select.dataset.people = wanted;
      select.replaceChildren(...people.map((person) => {
        const option = el("option", "", person.name);
        option.value = person.id;
        return option;
      }));
    }
    select.value = this.speaker;
    select.setAttribute("aria-label", word("as"));
  }

  messages(stick) {
    const { lines } = this.parts;
    const { chat, zoneAt } = this.view;
    const list = chat?.messages ?? [];
    const wanted = [];
    let lastDay = "";
    list.forEach((message, index) => {
      const today = shortDay(message.date, zoneAt(message.date));
      if (today !== lastDay) {
        wanted.push({ key: `day-${today}-${message.id}`, v: today, make: () => el("div", "daymark", el("span", "", today)) });
        lastDay = today;
      }
      const before = list[index - 1];
      const after = list[index + 1];
      const joins = (other) => other && !other.service && other.from === message.from && shortDay(other.date, zoneAt(other.date)) === today
        && Math.abs(new Date(other.date) - new Date(message.date)) < 15 * 60e3;
      const shape = { first: !joins(before), last: !joins(after) };
      const v = `${message.v}/${shape.first}/${shape.last}/${hour(message.date, zoneAt(message.date))}/${document.documentElement.lang}/${this.speaker}/${this.view.why?.(message)?.key ?? ""}`;
      wanted.push({ key: `m-${message.id}`, v, make: () => (message.service ? this.service(message) : this.bubble(message, shape)) });
    });
    if (!list.length) wanted.push({ key: "empty", v: `${this.view.hint}`, make: () => this.empty() });
    if (chat?.typing) wanted.push({ key: "typing", v: "1", make: () => el("div", "row theirs", el("div", "bubble dots", el("i"), el("i"), el("i"))) });
    const keep = new Set(wanted.map((item) => item.key));
    for (const [key, item] of this.shown) {
      if (!keep.has(key)) {
        item.element.remove();
        this.shown.delete(key);
      }
    }
    let previous = null;
    for (const item of wanted) {
      let held = this.shown.get(item.key);
      if (!held || held.v !== item.v) {
        const element = item.make();
        if (held) held.element.replaceWith(element);
        else element.classList.add("fresh");
        held = { v: item.v, element };
        this.shown.set(item.key, held);
      }
      const next = previous ? previous.nextSibling : lines.firstChild;
      if (next !== held.element) lines.insertBefore(held.element, next);
      previous = held.element;
    }
    if (stick) this.toEnd();
    this.ended = stick;
    this.following = false;
    this.parts.down.hidden = this.atEnd();
  }

  empty() {
    const { about, hint } = this.view;
    const card = el("div", "nothing");
    if (about) card.append(el("strong", "", word("what_bot")), el("p", "", about));
    if (hint) card.append(el("p", "hint", hint));
    return card;
  }

  service(message) {
    const keys = { new_chat_members: "joined", left_chat_member: "left", location: "location", migrate_to_chat_id: "moved", migrate_from_chat_id: "moved" };
    return el("div", "daymark service", el("span", "", word(keys[message.service] ?? message.service, { who: message.who })));
  }

  bubble(message, shape) {
    const mine = this.view.chat.group ? message.from === this.speaker : !message.bot;
    const row = el("div", `row ${mine ? "mine" : "theirs"}${shape.first ? " first" : ""}${shape.last ? " last" : ""}`);
    row.dataset.message = message.id;
    const group = this.view.chat.group;
    if (group && !mine) {
      const side = el("div", "beside");
      if (shape.last) side.append(face(message.name, message.from, message.bot));
      row.append(side);
    }
    const bubble = el("div", "bubble");
    if (group && !mine && shape.first) bubble.append(el("div", `author hue-${message.bot ? "bot" : hue(message.from)}`, message.name, message.bot ? el("em", "", word("bot")) : null));
    if (message.reply) {
      const quote = el("button", "quote", el("strong", "", message.reply.name), el("span", "", message.reply.text));
      quote.addEventListener("click", () => this.jump(message.reply.id));
      bubble.append(quote);
    }
    const why = this.view.why?.(message);
    const meta = () => el("span", `meta${why ? " told" : ""}`, message.edited ? `${word("edited")} ` : "", hour(message.date, this.view.zoneAt(message.date)));
    if (message.file) bubble.append(this.file(message.file));
    const body = el("div", "words", build(message.text, message.entities, (command) => this.write(command), (url) => this.follow(url)));
    const ghost = meta();
    ghost.classList.add("ghost");
    ghost.setAttribute("aria-hidden", "true");
    body.append(ghost);
    bubble.append(body, meta());
    if (why) {
      const mark = el("button", "whymark", icon("why"));
      mark.setAttribute("aria-label", word("why_this"));
      explains(mark, why.card);
      bubble.append(mark);
    }
    const stack = el("div", "stack", bubble);
    if (message.buttons) stack.append(this.buttons(message));
    const answer = el("button", "answer", icon("reply"));
    answer.title = word("reply");
    answer.setAttribute("aria-label", word("reply"));
    answer.addEventListener("click", () => this.quote(message));
    row.append(stack, answer);
    row.addEventListener("dblclick", () => this.quote(message));
    return row;
  }

  file(file) {
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

  buttons(message) {
    const keyboard = el("div", "inline");
    for (const line of message.buttons) {
      const row = el("div", "");
      for (const button of line) {
        const tick = /^(☐|☑|✅)/u.exec(button.text)?.[0];
        const tap = el("button", tick ? `tick${tick === "☐" ? "" : " done"}` : "", el("span", "", button.text), button.url ? icon("link") : null);
        tap.addEventListener("click", () => this.tap(message, button, tap));
        row.append(tap);
      }
      keyboard.append(row);
    }
    return keyboard;
  }

  async tap(message, button, element) {
    if (button.url) {
      this.follow(button.url);
      return;
    }
    element.classList.add("busy");
    const answer = await this.tell({ do: "tap", person: this.speaker, chat: this.view.id, message: message.id, label: button.text });
    element.classList.remove("busy");
    if (answer.unanswered) toast(word("unanswered"), "bad");
    if (answer.text && answer.alert) {
      const dialog = document.getElementById("alert");
      dialog.querySelector("p").textContent = answer.text;
      dialog.showModal();
    } else if (answer.text) toast(answer.text);
  }

  follow(url) {
    if (!this.links(url, this)) toast(word("opens", { url }));
  }

  jump(number) {
    const row = this.parts.lines.querySelector(`[data-message="${number}"]`);
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: "smooth" });
    row.classList.remove("flash");
    requestAnimationFrame(() => row.classList.add("flash"));
  }

  foot() {
    const { chat, person, commands } = this.view;
    const { composer, start, menu, commands: list, input, quoting } = this.parts;
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
        item.addEventListener("click", () => this.write(`/${command.command}`));
        return item;
      }));
    }
    const ask = chat?.ask;
    input.placeholder = ask?.placeholder || word("write");
    input.setAttribute("aria-label", word("write"));
    if (ask && this.asked !== ask.message) {
      this.asked = ask.message;
      const question = chat.messages.find((message) => message.id === ask.message);
      if (question) this.quote(question);
    } else if (!ask && this.asked !== null) {
      if (this.reply === this.asked) this.quote(null);
      this.asked = null;
    }
    if (composer.hidden) quoting.hidden = true;
    this.coach();
    this.keyboard();
  }

  coach() {
    const { coach } = this.parts;
    const told = this.view.coach;
    coach.hidden = !told || this.waved.has(told.id);
    if (!told || coach.dataset.of === told.text) return;
    coach.dataset.of = told.text;
    coach.querySelector("span").textContent = told.text;
    coach.querySelector("button").onclick = () => {
      this.waved.add(told.id);
      coach.hidden = true;
    };
  }

  keyboard() {
    const { keys, keyboard, composer } = this.parts;
    const rows = this.view.chat?.group || composer.hidden ? [] : this.view.chat?.keyboard?.keyboard ?? [];
    keys.hidden = !rows.length;
    keyboard.hidden = !rows.length || !this.keysOpen;
    keys.setAttribute("aria-expanded", String(!keyboard.hidden));
    const wanted = JSON.stringify(rows);
    if (keyboard.dataset.of === wanted) return;
    keyboard.dataset.of = wanted;
    keyboard.replaceChildren(...rows.map((row) => el("div", "", ...row.map((button) => {
      const press = el("button", "", button.text);
      press.addEventListener("click", () => {
        this.keysOpen = false;
        this.write(button.text);
      });
      return press;
    }))));
  }
}
