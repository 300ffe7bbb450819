// @ts-check
/** A certificate number in its parts, as bodies in China usually form it. How a number looks proves nothing. */
import { keep } from "../verify/normalise.mjs";

/** The shape of registry/README.md §8.2, with its parts. */
const SHAPE = /^((?:F|RF)?[0-9]{2,4}?)([0-9]{2})([A-Z]{1,6})([0-9]{2,7})(R[0-9]{1,2})([LMS])([0-9A-Z]*)$/;
const NAMES = /** @type {const} */ (["body", "year", "scheme", "sequence", "cycle", "size"]);

const DASH = /[\p{Pd}\u2212]/u;
const SLASH = /[/\u2044\u2215\uff0f]/;

/** @typedef {{name: "body" | "year" | "scheme" | "sequence" | "cycle" | "size" | "sub" | "suffix" | "tail", text: string, before: string}} Part */

/**
 * The parts of a number as somebody wrote it; none where it has another shape. `before` is the separator that stands
 * before a part at the end: without one (in a key there is none) nobody can tell what the end of a number means.
 * @param {string} number @returns {Part[]}
 */
export function parts(number) {
  const { key, separators } = taken(number);
  const found = SHAPE.exec(key);
  if (!found) return [];
  const main = NAMES.map((name, at) => ({ name, text: found[at + 1], before: "" }));
  return [...main, ...end(key, key.length - found[7].length, separators)];
}

/** The key, and which separator was written before which of its characters. @param {string} number */
function taken(number) {
  let key = "";
  let pending = "";
  const separators = /** @type {Map<number, string>} */ (new Map());
  for (const character of number) {
    const own = keep(character) ?? "?"; // no number has it, so the shape fits none
    if (own) {
      if (pending) separators.set(key.length, pending);
      pending = "";
    } else if (DASH.test(character)) pending = "-";
    else if (SLASH.test(character)) pending = "/";
    key += own;
  }
  return { key, separators };
}

/** @param {string} key @param {number} from @param {Map<number, string>} separators @returns {Part[]} */
function end(key, from, separators) {
  const starts = [...separators.keys()].filter((at) => at > from);
  return [from, ...starts]
    .map((start, at) => ({ text: key.slice(start, starts[at]), before: separators.get(start) ?? "" }))
    .filter(({ text }) => text !== "")
    .map(({ text, before }) => ({ name: nameOf(text, before), text, before }));
}

/** @param {string} text @param {string} before @returns {Part["name"]} */
function nameOf(text, before) {
  if (before === "-" && /^[0-9]{1,3}$/.test(text)) return "sub";
  return before === "/" && text.length <= 6 ? "suffix" : "tail";
}
