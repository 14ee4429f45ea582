// One chat on the screen: bar, bubbles, keyboards, composer. It shows what it is given and tells what the person does.
import { bubble, empty, groupFace, service } from "./bubbles.js";
import { el, face, icon, post, toast } from "./dom.js";
import { foot, keyboard } from "./foot.js";
import { hour, shortDay, word } from "./words.js";

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
    keys.addEventListener("click", () => { this.keysOpen = !this.keysOpen; keyboard(this); });
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
    foot(this);
    this.messages(stick);
  }

  bar() {
    const { chat, bot, person, title } = this.view;
    const { bar, title: name, sub, more, sheet, pinned } = this.parts;
    bar.querySelector(".face").replaceWith(chat?.group ? groupFace() : face(bot.name, bot.id, true));
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
      wanted.push({ key: `m-${message.id}`, v, make: () => (message.service ? service(message) : bubble(this, message, shape)) });
    });
    if (!list.length) wanted.push({ key: "empty", v: `${this.view.hint}`, make: () => empty(this.view) });
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
}
