// @ts-check
/** What is shown of codes that lead to no check by themselves. Nothing here is a link to what a code says. */
import { appearance } from "../verify/appearance.mjs";
import { h, icon } from "../verify/elements.mjs";
import { plain } from "./target.mjs";

/**
 * @typedef {import("./target.mjs").Target} Target
 * @typedef {import("./target.mjs").Checkable} Checkable
 * @typedef {{words: typeof import("./words.zh.mjs").words} & Pick<import("../verify/speech.mjs").Speaker, "plainText" | "said">} Voice
 * @typedef {{check: (target: Checkable) => void, again?: () => void}} Doing `again`: where the camera was in use
 */

/** @typedef {Exclude<Target, Checkable>} Uncheckable */

/** A code that is not ours, or asks for nothing. @param {Uncheckable} target @param {Voice} voice @param {Doing} doing */
export function warning(target, { words, plainText, said }, { again }) {
  const heading = h("h2", { tabindex: "-1" }, plainText(words[target.kind], { host: hostOf(target) }));
  return panel(
    target.kind === "foreign" ? "QR_MISMATCH" : "NOT_FOUND",
    heading,
    h("p", { class: "hint" }, words.content),
    content(target, said),
    h("p", { class: "next" }, words.next[target.kind]),
    actions(words, again),
  );
}

/** Several codes: those that ask for a certificate can be chosen. @param {Target[]} targets @param {Voice} voice @param {Doing} doing */
export function choice(targets, { words, plainText, said }, { check, again }) {
  const some = targets.some(({ kind }) => kind === "check");
  const heading = h("h2", { tabindex: "-1" }, plainText(some ? words.choice : words.no_choice, { n: targets.length }));
  /** @param {Target} target */
  const row = (target) => {
    const what =
      target.kind === "check"
        ? h("button", { type: "button", onclick: () => check(target) }, plainText(words.check, { no: plain(target.question.text) }))
        : h("p", {}, plainText(words[`choice_${target.kind}`], { host: hostOf(target) }));
    return h("li", {}, what, content(target, said));
  };
  const [checkable, rest] = [true, false].map((wanted) => targets.filter(({ kind }) => (kind === "check") === wanted));
  return panel(
    "NEAR_MISS",
    heading,
    some && h("p", {}, words.choice_hint),
    h("ul", { class: "candidates" }, ...[...checkable, ...rest].map(row)),
    actions(words, again),
  );
}

/** The number can be typed instead, whatever was read. @param {Voice["words"]} words @param {(() => void) | undefined} again */
function actions(words, again) {
  return h(
    "p",
    { class: "actions" },
    h("a", { class: "button", href: "verify.html" }, words.type_number),
    again && h("button", { type: "button", class: "quiet", onclick: again }, words.again),
  );
}

/** @param {Target} target @param {Voice["said"]} said */
function content({ text }, said) {
  return h("p", { class: "content", dir: "ltr" }, said(text));
}

/** @param {Uncheckable} target */
function hostOf(target) {
  return target.kind === "foreign" ? target.host : "";
}

/** @param {string} look a code of the check page with the same look @param {HTMLElement} heading @param {Child[]} children */
function panel(look, heading, ...children) {
  const { tone, path } = appearance(look);
  const element = h("section", { class: `panel ${tone}` }, h("div", { class: "verdict" }, icon(path), heading), ...children);
  return { element, heading };
}
