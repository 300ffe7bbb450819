// @ts-check
/** Numbers within what was given to the check of one: each to be checked by itself, or all as a list. */
import { h } from "../verify/elements.mjs";
import { key as keyOf, read } from "../verify/normalise.mjs";
import { numbersIn, numbersWithin } from "../verify/numbers.mjs";
import { voice } from "./voice.mjs";

/** More are for the list only. */
const OFFERED = 5;

/** Undefined where the text does not show that they are several, or one among other words. @param {Result} result @param {Setting} setting @param {Actions} actions */
export function several({ question, key }, setting, { askInstead }) {
  const { own, words, plainText } = voice(setting);
  const apart = numbersIn(question.text).map((piece) => read(piece).text.trim());
  const within = numbersWithin(question.text).filter((number) => keyOf(read(number).text) !== key);
  const numbers = apart.length > 1 ? apart : within;
  if (numbers.length === 0) return undefined;
  const button = (/** @type {string} */ no) => h("button", { type: "button", onclick: () => askInstead(no) }, plainText(words.check, { no }));
  return h(
    "div",
    { class: "more-card several" },
    h("p", {}, plainText(numbers.length > 1 ? own.several.found : own.several.within, { n: numbers.length })),
    h("ul", {}, ...numbers.slice(0, OFFERED).map((number) => h("li", {}, button(number)))),
    numbers.length > 1 && h("p", {}, h("a", { href: "batch.html" }, own.several.list)),
  );
}
