// Building elements. Text always goes in as text, never as markup.
const SVG = "http://www.w3.org/2000/svg";

export function el(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/simulator/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export async function post(path, wish) {
  let answer;
  try {
    answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wish) });
  } catch {
    return { error: null };
  }
  return answer.json();
}

export function toast(text, kind = "") {
  const line = el("div", `toast ${kind}`, text);
  document.getElementById("toasts").append(line);
  setTimeout(() => line.classList.add("gone"), 4200);
  setTimeout(() => line.remove(), 4700);
}

const HUES = ["a", "b", "c", "d", "e", "f", "g"];
export function hue(id) {
  return HUES[Math.abs(id) % HUES.length];
}

export function face(name, id, bot = false) {
  if (!bot) {
    const letter = el("span", `face hue-${hue(id)}`, name.slice(0, 1).toUpperCase());
    letter.setAttribute("aria-hidden", "true");
    return letter;
  }
  const image = el("img", "face");
  image.src = "/simulator/static/mark.svg";
  image.alt = "";
  return image;
}
