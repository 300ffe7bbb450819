// @ts-check
/** One outcome in a small frame: as a card, or as a badge. Both say of which address they speak, and that only it counts. */
import { appearance } from "../verify/appearance.mjs";
import { h, icon } from "../verify/elements.mjs";
import { beijingTime } from "../verify/status.mjs";

/**
 * @typedef {typeof import("./words.zh.mjs").words} OwnWords
 * @typedef {import("../verify/speech.mjs").Speaker} Speaker
 * @typedef {"card" | "badge"} Size
 */

/** @param {Result} result @returns {Outcome} what is so today: a frame never shows another day */
export function present({ outcome, current }) {
  return current ?? outcome;
}

/** @param {Outcome} outcome */
export function tone({ code, verdict }) {
  return verdict === "input" ? "grey" : appearance(code).tone;
}

/** @param {Result} result @param {string} address of the full check @param {Setting} setting @param {OwnWords} words @param {Speaker} say */
export function card(result, address, { domain }, words, say) {
  const outcome = present(result);
  const { said, plainText } = say;
  const { record, index, specimen } = outcome;
  const no = record?.number ?? result.key;
  const time = index && beijingTime(Date.parse(index.generated_at)).slice(0, 16);
  return [
    specimen && h("p", { class: "label" }, say.words.specimen),
    h(
      "div",
      { class: "verdict" },
      icon(path(outcome)),
      h("div", {}, h("h1", {}, status(outcome, words, say)), h("p", { class: "conclusion" }, conclusion(outcome, say))),
    ),
    record?.holder && h("p", { class: "holder" }, said(holder(record, say))),
    no !== undefined && h("p", { class: "number" }, plainText(words.number, { no })),
    link(no, address, domain, words, say),
    h("p", { class: "small" }, time === undefined ? words.no_data : plainText(words.data, { time })),
    h("p", { class: "small" }, words.proof),
  ].filter(isElement);
}

/** @param {Result} result @param {string} address of the full check @param {Setting} setting @param {OwnWords} words @param {Speaker} say */
export function badge(result, address, { domain }, words, say) {
  const outcome = present(result);
  const { index, code, specimen, record } = outcome;
  const { plainText } = say;
  const own = words.badge[code] ?? words.unknown;
  const day = index && beijingTime(Date.parse(index.generated_at)).slice(0, 10);
  const no = record?.number ?? result.key;
  return [
    h(
      "div",
      { class: "verdict" },
      icon(path(outcome)),
      h("h1", {}, specimen ? plainText(words.specimen, { status: own }) : own),
      no !== undefined && h("p", { class: "number" }, no),
    ),
    link(no, address, domain, words, say),
    h("p", { class: "small" }, day === undefined ? words.badge_no_day : plainText(words.badge_proof, { day })),
  ];
}

/** @param {Outcome} outcome */
function path({ code, verdict }) {
  return appearance(verdict === "input" ? "NOT_FOUND" : code).path;
}

/** @param {Outcome} outcome @param {OwnWords} words @param {Speaker} say */
function status(outcome, words, { wording, plainText, allFacts }) {
  if (outcome.verdict === "input") return words.no_number;
  return plainText(words.heading[outcome.text] ?? wording(outcome).heading, allFacts(outcome));
}

/** @param {Outcome} outcome @param {Speaker} say */
function conclusion({ verdict, specimen }, { words, plainText }) {
  const own = words.conclusion[verdict === "input" ? "unknown" : verdict];
  return specimen ? plainText(words.specimen_conclusion, { conclusion: own }) : own;
}

/** The name in the page's language, where the register has it. @param {CertificateRecord} record @param {Speaker} say */
function holder({ holder: zh = "", holder_en: en }, { named }) {
  return named({ zh, en }, zh).textContent ?? "";
}

/** It covers all of the frame, so it is large enough for any finger. @param {string | undefined} no @param {string} address @param {string} domain @param {OwnWords} words @param {Speaker} say */
function link(no, address, domain, words, { plainText }) {
  const more = no === undefined ? words.new_window : plainText(words.check_more, { no });
  const text = plainText(words.check, { domain });
  return h(
    "p",
    {},
    h("a", { class: "check", href: address, target: "_blank", rel: "noopener" }, text, h("span", { class: "unseen" }, more)),
  );
}

/** @param {HTMLElement | false | "" | undefined} child @returns {child is HTMLElement} */
function isElement(child) {
  return !!child;
}
