// @ts-check
/** Several numbers that were given to the check of one: each to be checked by itself, or all as a list. */
import { h } from "../verify/elements.mjs";
import { read } from "../verify/normalise.mjs";
import { numbersIn } from "../verify/numbers.mjs";
import { voice } from "./voice.mjs";

/** More are for the list only. */
const OFFERED = 5;

/** Undefined where the text does not show that they are several. @param {Result} result @param {Setting} setting @param {Actions} actions */
export function several({ question }, setting, { ask }) {
  const numbers = numbersIn(question.text).map((piece) => read(piece).text.trim());
  if (numbers.length < 2) return undefined;
  const { own, words, plainText } = voice(setting);
  const button = (/** @type {string} */ no) => h("button", { type: "button", onclick: () => ask(no) }, plainText(words.check, { no }));
  return h(
    "div",
    { class: "more-card several" },
    h("p", {}, plainText(own.several.found, { n: numbers.length })),
    h("ul", {}, ...numbers.slice(0, OFFERED).map((number) => h("li", {}, button(number)))),
    h("p", {}, h("a", { href: "batch.html" }, own.several.list)),
  );
}
