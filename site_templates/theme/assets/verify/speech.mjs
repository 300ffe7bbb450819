// @ts-check
/** Facts into words: sentences as elements or as plain text, in the page's language. */
import { h } from "./elements.mjs";

/**
 * A text in pieces: its own words, and the facts in the place of its placeholders.
 * @template T @param {string} text @param {Record<string, T>} facts @returns {(string | {fact: T})[]}
 */
function fill(text, facts) {
  return text.split(/\{(\w+)\}/).map((piece, at) => {
    if (at % 2 === 0) return piece;
    if (!Object.keys(facts).includes(piece)) throw new Error(`no fact {${piece}} for: ${text}`);
    return { fact: facts[piece] };
  });
}

const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;
/** A day, which no line should break at its hyphens. */
const DAY = /^\d{4}-\d\d-\d\d/;
const TAGS = { zh: "zh-CN", en: "en" };

/** @typedef {ReturnType<typeof speaker>} Speaker */

/** @param {Setting} setting */
export function speaker({ lang, words, domain, phone, platform }) {
  /** A value, marked with its language where that is not the page's. @param {string} text @param {Language} [known] */
  function said(text, known) {
    const language = known ?? (HAN.test(text) ? "zh" : lang);
    return h("span", { class: DAY.test(text) && "day", lang: language !== lang && TAGS[language] }, text);
  }

  /** @param {Name | undefined} name @param {string} otherwise */
  function named(name, otherwise) {
    return said((lang === "en" && name?.en) || name?.zh || otherwise);
  }

  /** The facts of an outcome and of the page. @param {Outcome} outcome @returns {Sayable} */
  function allFacts({ facts, index }) {
    const known = index ? index.issuer.phone : phone;
    const contact = known ? plainText(words.contact.known, { phone: known }) : words.contact.unknown;
    return { ...facts, contact, domain, platform };
  }

  /** @param {string} text @param {Sayable} facts @returns {Child[]} */
  function sentence(text, facts) {
    return fill(text, facts).map((piece) => {
      if (typeof piece === "string") return piece;
      const { fact } = piece;
      const element = said(spoken(fact));
      return typeof fact === "object" && "href" in fact ? h("a", { href: fact.href, rel: "noreferrer" }, element) : element;
    });
  }

  /** @param {Sayable[string]} fact @returns {string} */
  function spoken(fact) {
    if (typeof fact !== "object") return String(fact);
    return "href" in fact ? fact.text : { ...words.field, ...words.status }[fact.word];
  }

  /** @param {string} text @param {Sayable} facts */
  function plainText(text, facts) {
    return fill(text, facts).map((piece) => (typeof piece === "string" ? piece : spoken(piece.fact))).join("");
  }

  /** How an outcome is worded; of a day that was asked about otherwise than of today. @param {Outcome} outcome */
  function wording({ text, on }) {
    const ofDay = words.day?.outcome[text];
    return (on !== undefined && ofDay) || words.found?.[text] || words.outcome[text] || ofDay;
  }

  return { words, said, named, allFacts, sentence, plainText, wording };
}

/** The page's title for an outcome. @param {Outcome} outcome @param {Setting} setting */
export function title(outcome, setting) {
  const { words, plainText, allFacts, wording } = speaker(setting);
  const facts = allFacts(outcome);
  const heading = plainText(wording(outcome).heading, facts);
  const { body } = setting;
  if (outcome.verdict === "input" && outcome.code !== "INPUT_USCC") return plainText(words.error_title, { heading, body });
  const whole = plainText(words.result_title, { heading, no: facts.no, body });
  return outcome.specimen ? plainText(words.specimen_title, { title: whole }) : whole;
}
