// @ts-check
/** What was found, as elements of the page. */
import { appearance } from "../verify/appearance.mjs";
import { h, icon } from "../verify/elements.mjs";
import { reckon } from "../verify/outcome.mjs";
import { beijingTime } from "../verify/status.mjs";
import { standing } from "./standing.mjs";

/**
 * @typedef {typeof import("./words.zh.mjs").words} OwnWords
 * @typedef {import("../verify/speech.mjs").Speaker} Speaker
 * @typedef {import("./listing.mjs").Listing} Listing
 * @typedef {import("./listing.mjs").Organisation} Organisation
 * @typedef {import("./reading.mjs").Reading} Reading
 * @typedef {import("./standing.mjs").Day} Day
 */

/** How many are found. @param {Listing} listing @param {OwnWords} words @param {Speaker} say */
export function counted({ total, exact }, words, { plainText }) {
  if (total === 0) return words.none_found;
  return plainText(!exact ? words.found_at_least : total === 1 ? words.found_one : words.found, { k: total });
}

/** The same, which of them are shown, and what to do about the others. @param {Listing} listing @param {number} most @param {OwnWords} words @param {Speaker} say */
export function summary(listing, most, words, say) {
  const { organisations, page, first, total, exact, more, reason } = listing;
  const { plainText } = say;
  /** @type {string[]} */
  const sentences = [];
  if (total > 0 || reason === undefined) {
    const last = first + organisations.length - 1;
    const other = plainText(first === last ? words.place_one : words.place, { from: first, to: last });
    const one = counted(listing, words, say);
    sentences.push((page > 1 || more) && total > 1 ? plainText(words.sentences, { one, other }) : one);
  }
  if (reason === "legal_form") sentences.push(words.legal_form);
  if (reason === "more") sentences.push(plainText(words.more, { most }));
  else if (!exact && total >= most) sentences.push(plainText(words.most, { most }));
  return sentences.join(words.between);
}

/** @param {Listing} listing @param {Reading} reading @param {number} now @param {OwnWords} words @param {Speaker} say */
export function list({ organisations }, { index, offline }, now, words, say) {
  const day = reckon(index, now);
  /** @param {CertificateRecord} record */
  const row = (record) => certificate(record, index, standing(record, index, day, offline), words, say);
  return [
    index.specimen && h("p", { class: "specimen-label" }, words.specimen),
    h("p", { class: "hint" }, ...say.sentence(words.full_check, { today: day.today })),
    ...day.remarks.map(({ text, facts }) =>
      h("p", { class: "remark" }, ...say.sentence(say.words.remark[text], facts)),
    ),
    ...organisations.map((one) => organisation(one, one.certificates.map(row), index.specimen === true, words, say)),
  ].filter(/** @returns {one is HTMLElement} */ (one) => !!one);
}

/**
 * @param {Organisation} organisation @param {HTMLElement[]} rows @param {boolean} specimen @param {OwnWords} words
 * @param {Speaker} say
 */
function organisation({ holder, holder_en, uscc, continued }, rows, specimen, words, { said, sentence }) {
  const mark = continued && h("small", {}, words.continued);
  return h(
    "section",
    { class: `certificate organisation${specimen ? " specimen" : ""}` },
    h("h3", {}, said(holder), mark),
    ...holder_en.map((name) => h("p", {}, said(name, "en"))),
    ...uscc.map((code) => h("p", { class: "hint" }, ...sentence(words.uscc, { uscc: code }))),
    h("ul", { role: "list" }, ...rows), // a list without marks is none in some browsers, unless told
  );
}

/**
 * @param {CertificateRecord} record @param {RegisterIndex} index @param {import("./standing.mjs").Standing} standing
 * @param {OwnWords} words @param {Speaker} say
 */
function certificate({ number, scheme = "" }, { schemes }, { code, facts }, words, { said, named, sentence }) {
  const { tone, path } = appearance(code);
  return h(
    "li",
    {},
    h("a", { href: `verify.html#n=${encodeURIComponent(number)}` }, said(number)),
    h("span", { class: "scheme" }, named(new Map(Object.entries(schemes)).get(scheme), scheme)),
    h("span", { class: `standing ${tone}` }, icon(path), h("span", {}, ...sentence(words.standing[code], facts))),
  );
}

/** Of what data. @param {RegisterIndex} index @param {Speaker} say */
export function sources({ generated_at, snapshot }, { words, plainText }) {
  const time = beijingTime(Date.parse(generated_at));
  const rows = [
    [words.generated_at, plainText(words.generated_at_value, { time })],
    [words.version, snapshot.slice(0, 12)],
  ];
  const items = rows.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value)));
  return h("dl", { class: "sources", "aria-label": words.times }, ...items);
}

/** Links to the pages before and after. @param {Listing} listing @param {(page: number) => string} address @param {OwnWords} words */
export function pager({ page, more }, address, words) {
  if (page === 1 && !more) return null;
  return h(
    "nav",
    { class: "pages", "aria-label": words.pages },
    page > 1 && h("a", { href: address(page - 1), rel: "prev" }, words.previous),
    more && h("a", { href: address(page + 1), rel: "next" }, words.next),
  );
}
