// @ts-check
/** A certificate number part by part: help in reading it, never proof, and never a word on holder or status. */
import { h } from "../verify/elements.mjs";
import { parts } from "./parts.mjs";
import { voice } from "./voice.mjs";

/** @typedef {import("./parts.mjs").Part} Part */
/** @typedef {import("./voice.mjs").Voice} Voice */

/** @param {string} number as it was written, or its key @param {RegisterIndex} index @param {Setting} setting */
export function explain(number, index, setting) {
  const say = voice(setting);
  const words = say.own.explain;
  const found = parts(number);
  return h(
    "details",
    { class: "more-card explain" },
    h("summary", {}, say.plainText(words.summary, { no: number })),
    ...(found.length === 0 ? [h("p", {}, words.unknown)] : [grouped(found), table(found, index, say)]),
    h("p", { class: "remark" }, words.proof),
  );
}

/** The number with its parts apart, for the eye: the table says the same. @param {Part[]} found */
function grouped(found) {
  const groups = found.map(({ text, before }) => h("span", { class: "group" }, before + text));
  return h("p", { class: "groups", "aria-hidden": "true" }, ...groups);
}

/** @param {Part[]} found @param {RegisterIndex} index @param {Voice} say */
function table(found, index, say) {
  const words = say.own.explain;
  const head = [words.text, words.meaning].map((column) => h("th", { scope: "col" }, column));
  const rows = found.map((part) =>
    h(
      "tr",
      {},
      h("th", { scope: "row", class: "characters" }, part.before + part.text),
      h("td", {}, h("strong", {}, words.name[part.name]), " ", meaning(part, index, say)),
    ),
  );
  return h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows));
}

/** @param {Part} part @param {RegisterIndex} index @param {Voice} say */
function meaning({ name, text }, index, { own: { explain: words }, plainText }) {
  if (name === "body") {
    const { prefixes } = index.issuer;
    const prefix = prefixes.find((one) => text.startsWith(one));
    const ours = prefix === undefined ? words.not_ours : words.ours;
    const facts = { prefix: prefix ?? "", prefixes: prefixes.join(" / ") };
    return h("span", {}, words.body, " ", plainText(ours, facts));
  }
  if (name === "scheme") return new Map(Object.entries(words.scheme)).get(text) ?? words.scheme.other;
  if (name === "cycle") {
    const n = Number(text.slice(1));
    return n === 0 ? words.first_cycle : plainText(words.later_cycle, { n });
  }
  if (name === "size") return words.size[text];
  return plainText(words[name], { text });
}
