// A message's text with its entities as elements. Offsets are UTF-16 units, which JavaScript's strings count too.
import { el } from "./dom.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
  expandable_blockquote: "blockquote", spoiler: "span", text_link: "a", url: "a", email: "a", mention: "a", text_mention: "a", bot_command: "a",
};

function link(entity, text) {
  if (entity.type === "text_link") return entity.url;
  if (entity.type === "url") return /^https?:/i.test(text) ? text : `http://${text}`;
  if (entity.type === "email") return `mailto:${text}`;
  return "";
}

export function build(text, entities, onCommand, onLink) {
  const root = document.createDocumentFragment();
  const walk = (parent, from, to, inside) => {
    let at = from;
    for (let index = 0; index < inside.length; index++) {
      const entity = inside[index];
      const start = Math.max(entity.offset, at);
      const stop = Math.min(entity.offset + entity.length, to);
      if (stop <= start || start >= to) continue;
      if (start > at) parent.append(text.slice(at, start));
      const element = el(TAGS[entity.type] ?? "span", `e-${entity.type}`);
      const words = text.slice(start, stop);
      const target = link(entity, words);
      if (/^(https?|mailto|tel|tg):/i.test(target)) {
        element.href = target;
        element.addEventListener("click", (event) => {
          event.preventDefault();
          onLink(target);
        });
      } else if (entity.type === "bot_command") {
        element.href = "#";
        element.addEventListener("click", (event) => {
          event.preventDefault();
          onCommand(words);
        });
      } else if (entity.type === "spoiler") {
        element.addEventListener("click", () => element.classList.add("shown"));
      }
      parent.append(element);
      walk(element, start, stop, inside.slice(index + 1).filter((other) => other.offset < stop));
      at = stop;
    }
    if (at < to) parent.append(text.slice(at, to));
  };
  walk(root, 0, text.length, entities);
  return root;
}
