// @ts-check
/** What stands in the place of a list: that nothing was found, that nothing could be found out, that nothing was asked. */
import { appearance } from "../verify/appearance.mjs";
import { h, icon, problemHeading } from "../verify/elements.mjs";
import { key as keyOf, read } from "../verify/normalise.mjs";
import { numbersWithin } from "../verify/numbers.mjs";
import { readNumber } from "../verify/outcome.mjs";
import { fold } from "../verify/search-fold.mjs";

/**
 * @typedef {import("./list.mjs").OwnWords} OwnWords
 * @typedef {import("../verify/speech.mjs").Speaker} Speaker
 */

/** The beginning of a credit code: eight digits, of which six are those of a place. A certificate number has a letter before. */
const PART_OF_A_CODE = /^[0-9]{8}[0-9a-z]{0,9}$/;

/** Numbers are found by four characters or more; fewer were looked for in names alone. */
const TOO_LITTLE_OF_A_NUMBER = /^[0-9][0-9a-z]{1,2}$/;

/** @param {string} query @param {RegisterIndex} index @param {OwnWords} words @param {Setting} setting @param {Speaker} say */
export function nothing(query, index, words, { platform }, { words: shared, sentence, plainText }) {
  const { tone, path } = appearance("NOT_FOUND");
  const number = readNumber(query);
  const key = "key" in number ? number.key : undefined;
  const within = numbersWithin(query).filter((no) => keyOf(read(no).text) !== key);
  /** @param {string} no */
  const check = (no) => h("p", {}, h("a", { class: "button", href: `verify.html#n=${encodeURIComponent(no)}` }, plainText(words.by_number, { no })));
  const folded = fold(query);
  const partial = PART_OF_A_CODE.test(folded)
    ? plainText(words.part_of_a_code, { n: folded.length })
    : TOO_LITTLE_OF_A_NUMBER.test(folded) && words.part_of_a_number;
  return h(
    "div",
    { class: `panel nothing ${tone}` },
    h("div", { class: "verdict" }, icon(path), h("p", {}, ...sentence(words.none, { q: query }))),
    within.length > 0 && h("p", { class: "next" }, words.number_within),
    ...within.map(check),
    partial && h("p", { class: "next" }, partial),
    index.specimen && h("p", { class: "remark" }, ...sentence(shared.remark.not_here, { platform })),
    h("p", { class: "next" }, ...sentence(words.elsewhere, { platform })),
    key && within.length === 0 && check(key),
  );
}

/** @param {Outcome} outcome of a fault @param {() => void} retry @param {Speaker} say */
export function faultPanel(outcome, retry, { words, sentence, allFacts, wording: worded }) {
  const { tone, path } = appearance(outcome.code);
  const wording = worded(outcome);
  const facts = allFacts(outcome);
  const heading = h("h2", { tabindex: "-1" }, ...sentence(wording.heading, facts));
  const next = /** @type {string} */ (wording.next);
  const panel = h(
    "div",
    { class: `panel ${tone}` },
    h("div", { class: "verdict" }, icon(path), heading),
    h("p", {}, ...sentence(wording.message ?? "", facts)),
    h("p", { class: "next" }, ...sentence(next, facts)),
    h("button", { type: "button", onclick: retry }, words.retry),
  );
  return { heading, panel };
}

/** @param {"short" | "empty"} kind @param {OwnWords} words */
export function problem(kind, words) {
  const link = h("a", { href: "#query" }, words[kind]);
  return [problemHeading(link), h("p", {}, words.short_more)];
}
