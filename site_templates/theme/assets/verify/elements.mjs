// @ts-check
/** Makes elements. What is shown is always text, never markup: no function here takes HTML. */
import { appearance } from "./appearance.mjs";

/**
 * @param {string} tag
 * @param {Record<string, string | boolean | undefined | EventListener>} [attributes] false or undefined: none
 * @param {...Child} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (typeof value === "string") element.setAttribute(name, value);
    else if (value) element.setAttribute(name, "");
  }
  element.append(...children.filter(/** @returns {child is Node | string} */ (child) => !!child));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon that is only seen: its meaning always stands beside it in words. @param {string} path */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  for (const [name, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["class", "icon"]]) {
    svg.setAttribute(name, value);
  }
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** What is wrong with an input, as a link to its field. @param {HTMLElement} link */
export function problemHeading(link) {
  return h("p", { class: "problem-heading" }, icon(appearance("INPUT").path), link);
}
