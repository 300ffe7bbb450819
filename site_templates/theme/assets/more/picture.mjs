// @ts-check
/** The timeline as a drawing. It stretches with its box: along the line lengths are per cent, across it they are em. */
import { badges, scale, size, ticks } from "./scale.mjs";

/** @typedef {import("./periods.mjs").Period} Period */
/** @typedef {import("./periods.mjs").Moment} Moment */
/** @typedef {{day: string, kind: "today" | "asked", text: string}} Flag */
/** @typedef {{title: string, from: string, to: string, periods: Period[], moments: Moment[], flags: Flag[]}} Drawing */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string | number>} attributes @param {...(Node | string)} children */
function s(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A group of things at a place on the line. @param {number} place @param {number} y @param {...Node} children */
function at(place, y, ...children) {
  return s("svg", { x: percent(place), y: em(y), overflow: "visible" }, ...children);
}

/** @param {string} kind @param {number} place @param {number} from @param {number} to */
function upright(kind, place, from, to) {
  return s("line", { class: kind, x1: percent(place), x2: percent(place), y1: em(from), y2: em(to) });
}

/** @param {number} length 0 to 1 */
const percent = (length) => `${(length * 100).toFixed(3)}%`;
/** @param {number} length */
const em = (length) => `${length.toFixed(3)}em`;

/** Heights in em: of a row of badges, of the band, of the thin line of what is not in effect. */
const [ROW, BAND, THIN] = [1.8, 2, 0.5];

/** Statuses in which the certificate is there to see: drawn as a band, all others as a thin line. */
const BROAD = new Set(["valid", "suspended", "unknown"]);
/** What is not told by colour alone is told by a pattern. @param {Period} period */
function pattern({ status, overrun }) {
  if (status === "suspended") return overrun ? "more-crossed" : "more-hatched";
  return status === "unknown" ? "more-dotted" : undefined;
}

/** @param {Period} period @param {Record<string, string | number>} box */
function band(period, { y, ...box }) {
  const broad = BROAD.has(period.status);
  const shape = { ...box, y: em(broad ? Number(y) : Number(y) + (BAND - THIN) / 2), height: em(broad ? BAND : THIN) };
  const kind = `period ${period.status} ${period.grade}`;
  const over = pattern(period);
  const own = [s("rect", { ...shape, class: kind })];
  if (over) own.push(s("rect", { ...shape, fill: `url(#${over})` }));
  return own;
}

function patterns() {
  const line = (/** @type {Record<string, number>} */ ends) => s("line", { class: "hatch", ...ends });
  const down = { x1: 0, y1: 0, x2: 0, y2: 8 };
  const across = { x1: 0, y1: 0, x2: 8, y2: 0 };
  const common = { width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return s(
    "defs",
    {},
    s("pattern", { id: "more-hatched", ...common }, line(down)),
    s("pattern", { id: "more-crossed", ...common }, line(down), line(across)),
    s("pattern", { id: "more-dotted", ...common }, s("circle", { class: "dot", cx: 4, cy: 4, r: 1.2 })),
  );
}

/** A small piece of a band, for the key. @param {Period} period */
export function swatch(period) {
  return s("svg", { class: "swatch", "aria-hidden": "true" }, ...band(period, { x: "1", width: "90%", y: 0.1 }));
}

/** The drawing at a width in em. @param {Drawing} drawing @param {number} width */
export function draw(drawing, width) {
  const { from, to, periods, moments, flags, title } = drawing;
  const place = scale(from, to);
  const places = moments.map(({ day, edge }) => place(day) + (edge ? place.day : 0));
  const marks = badges(places, width);
  const top = (Math.max(-1, ...marks.map(({ lane }) => lane)) + 1) * ROW + 0.4;
  const over = (/** @type {import("./scale.mjs").Badge} */ { lane }) => top - 0.2 - (lane + 1) * ROW;
  const axis = top + BAND + 0.3;
  const labels = flags.map((flag) => label(flag, place(flag.day), width));
  const feet = labels.map((_, at) => axis + 1.7 + labels.slice(0, at).reduce((sum, { rows }) => sum + rows * ROW, 0));
  const height = labels.reduce((sum, { rows }) => sum + rows * ROW, axis + 1.7);
  /** Whether a line of a flag runs through the label of a tick. @param {number} x */
  const crossed = (x) => labels.some(({ place: own }) => own > x && (own - x) * width < 4);
  return s(
    "svg",
    { class: "picture", role: "img", height: em(height) },
    s("title", {}, title),
    patterns(),
    s(
      "g",
      { "aria-hidden": "true" },
      ...ticks(from, to, width).flatMap(({ place: x, text }) => [
        upright("tick", x, top, axis + 1.1),
        ...(crossed(x) ? [] : [at(x, axis + 1.1, s("text", { class: "year", x: em(0.3) }, text))]),
      ]),
      ...periods.flatMap((period) => {
        const [start, end] = [place(period.from), place(period.to) + place.day];
        return band(period, { x: percent(start), width: percent(end - start), y: top });
      }),
      ...places.map((x) => upright("moment", x, top - 0.35, top + BAND)),
      ...marks.map((mark) => upright("moment", mark.place, over(mark), top)),
      ...marks.map((mark) => badge(mark, over(mark))),
      ...labels.flatMap((own, row) => flagMark(own, { top: top - 0.2, foot: feet[row] })),
      ...labels.map((own, row) => flagName(own, feet[row])),
    ),
  );
}

/** @param {import("./scale.mjs").Badge} badge @param {number} y */
function badge(badge, y) {
  const { first, last, place } = badge;
  const width = size(badge);
  return at(
    place,
    y,
    s("rect", { class: "badge", x: em(-width / 2), width: em(width), height: em(1.5), rx: em(0.75) }),
    s("text", { class: "number", y: em(1.24) }, first === last ? `${first}` : `${first}–${last}`),
  );
}

const SHAPES = { today: "M0 -9l6 10h-12z", asked: "M0 -10l6 6-6 6-6-6z" };

/** How far labels may stand out of the line, and how far they keep from their mark. */
const [OUT, BESIDE] = [1.5, 0.9];

/** About how wide a text in bold is. @param {string} text */
function length(text) {
  return [...text].reduce((sum, character) => sum + (character > "\u2e80" ? 1.02 : 0.64), 0);
}

/** @typedef {{kind: Flag["kind"], place: number, outside: boolean, text: string, shift: number, rows: number}} Label */

/**
 * What stands at a flag: its name and day beside it, below it where there is no room beside it, and the day alone where
 * the line is too short. A day that the line does not reach is named at its end, with an arrow.
 * @param {Flag} flag @param {number} place @param {number} width @returns {Label}
 */
function label({ kind, day, text: whole }, place, width) {
  const [left, right] = [-OUT, width + OUT];
  const text = length(whole) + 1.5 <= right - left ? whole : day;
  const own = length(text);
  if (place < 0) return { kind, place: 0, outside: true, text: `← ${text}`, shift: left, rows: 1 };
  if (place > 1) return { kind, place: 1, outside: true, text: `${text} →`, shift: OUT - own - 1.5, rows: 1 };
  const x = place * width;
  const beside = { kind, place, outside: false, text, rows: 1 };
  if (x + BESIDE + own <= right) return { ...beside, shift: BESIDE };
  if (x - BESIDE - own >= left) return { ...beside, shift: -BESIDE - own };
  return { ...beside, shift: Math.max(left, Math.min(x - own / 2, right - own)) - x, rows: 2 };
}

/** @param {Label} label @param {{top: number, foot: number}} heights */
function flagMark({ kind, place, outside }, { top, foot }) {
  if (outside) return [];
  return [
    upright(`line-${kind}`, place, top, foot + 0.5),
    at(place, foot + 0.9, s("path", { class: `mark-${kind}`, d: SHAPES[kind] })),
  ];
}

/** @param {Label} label @param {number} foot */
function flagName({ place, text, shift, rows }, foot) {
  const y = foot + (rows - 1) * (ROW - 0.4) + 1.15;
  return s("text", { class: "flag", x: percent(place), dx: em(shift), y: em(y) }, text);
}
