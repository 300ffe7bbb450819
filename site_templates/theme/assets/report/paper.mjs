// @ts-check
/** A verification report as one page: elements that only paper shows (report.css). */
import { h, icon } from "../verify/elements.mjs";
import { speaker } from "../verify/speech.mjs";
import { qr } from "./qr.mjs";
import { fitted, reportWords } from "./sheet.mjs";

/** Height in CSS pixels that the report may have: 263 mm of the 273 within the margins, as no two printers are alike. */
const HEIGHT = (263 / 25.4) * 96;

/**
 * Put the report into the document, in place of one that is there, with as much in it as one page holds.
 * @param {Result} result @param {Setting} setting
 */
export function putOnPaper(result, setting) {
  takeAway();
  fitted(result, setting, (sheet) => {
    takeAway();
    const page = drawn(sheet, setting);
    document.body.prepend(page); // what follows it is not printed
    return page;
  }, (page) => {
    page.classList.add("measured");
    const fits = page.offsetHeight <= HEIGHT;
    page.classList.remove("measured");
    return fits;
  });
}

export function takeAway() {
  document.querySelector("body > .report")?.remove();
}

/** @param {import("./sheet.mjs").Sheet} sheet @param {Setting} setting */
function drawn(sheet, setting) {
  const { said } = speaker(setting);
  const { specimen_mark } = reportWords(setting);
  /** @param {string} tag @param {string} [text] */
  const line = (tag, text) => text && h(tag, {}, said(text));
  /** @param {string} title @param {...Child} children */
  const part = (title, ...children) => children.some(Boolean) && h("div", { class: "part" }, h("h2", {}, title), ...children);

  return h(
    "section",
    // Hidden where the style sheet is missing. With it, it is seen on paper alone.
    { class: `report ${sheet.tone}`, hidden: true },
    sheet.specimen && h("p", { class: "mark", "aria-hidden": "true" }, specimen_mark),
    h("div", { class: "head" }, h("h1", {}, sheet.title), line("p", sheet.body)),
    sheet.specimen && h("p", { class: "banner" }, sheet.specimen),
    h(
      "div",
      { class: "answer" },
      h("div", { class: "verdict" }, icon(sheet.icon), line("h2", sheet.heading), h("p", { class: "says" }, sheet.conclusion)),
      line("p", sheet.message),
      ...sheet.remarks.map((remark) => line("p", remark)),
      ...sheet.next.map((step) => line("p", `→ ${step}`)),
      table(sheet.asked, said),
    ),
    part(sheet.record.title, table(sheet.record.entries, said)),
    part(sheet.history.title, line("p", sheet.history.cut), events(sheet.history.events)),
    h(
      "div",
      { class: "again" },
      code(sheet.address.text, reportWords(setting).code),
      h(
        "div",
        {},
        table([...sheet.sources.entries, { term: sheet.address.title, lines: [sheet.address.text], short: false }], said),
        h("p", { class: "says" }, sheet.again),
      ),
    ),
  );
}

/** @param {import("./sheet.mjs").Entry[]} entries @param {(text: string) => HTMLElement} said */
function table(entries, said) {
  if (entries.length === 0) return null;
  const rows = entries.map(({ term, lines, short }) =>
    h("div", { class: short && "brief" }, h("dt", {}, term), h("dd", {}, ...lines.map((line) => h("div", {}, said(line))))));
  return h("dl", {}, ...rows);
}

/** @param {{on: string, what: string}[]} events */
function events(events) {
  if (events.length === 0) return null;
  return h("ol", {}, ...events.map(({ on, what }) => h("li", {}, h("time", { datetime: on }, on), " ", what)));
}

const SVG = "http://www.w3.org/2000/svg";

/** Modules of light around a code (ISO/IEC 18004, §9.1). */
export const QUIET = 4;

/** An address as a QR code. @param {string} text @param {string} label */
export function code(text, label) {
  const rows = qr(text);
  const size = rows.length + 2 * QUIET;
  const dark = rows.flatMap((row, y) => row.map((is, x) => (is ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : ""))).join("");
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, class: "code" };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", dark);
  path.setAttribute("shape-rendering", "crispEdges");
  svg.append(path);
  return svg;
}
