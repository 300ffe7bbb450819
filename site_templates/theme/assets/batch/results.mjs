// @ts-check
/** What is said of each row, as the columns of a table. Twin: generator/lists/table.py. */
import { beijingTime } from "../verify/status.mjs";
import { match } from "./names.mjs";

/** @typedef {import("./list.mjs").Line} Line */
/** @typedef {typeof import("./words.zh.mjs").words} BatchWords */

/**
 * @typedef {object} Answer a row with what is said of it
 * @property {Line} line
 * @property {Outcome | undefined} outcome undefined: not checked yet
 * @property {number | undefined} asked_at device time, milliseconds
 * @property {"yes" | "no" | "unknown"} verdict
 * @property {import("./names.mjs").Match} match
 */

/**
 * How things are said.
 * @typedef {object} Voice
 * @property {Language} lang
 * @property {BatchWords} words
 * @property {(outcome: Outcome) => string} heading
 * @property {(asked: import("./list.mjs").Asked) => string} link the address of the single check
 */

/** @param {Line} line @param {Map<string, Result>} results by what was asked @param {number} read_at when the list was read */
export function answerTo(line, results, read_at) {
  const result = line.asked && results.get(line.asked.id);
  const outcome = line.refusal ?? result?.outcome;
  const own = match(line.name, outcome?.record);
  const asked_at = line.refusal ? read_at : result?.asked_at;
  return /** @type {Answer} */ ({ line, outcome, asked_at, verdict: verdictOf(outcome, own), match: own });
}

/** A certificate of another organisation than the list says confirms nothing of the one in the list. @param {Outcome | undefined} outcome @param {import("./names.mjs").Match} own */
function verdictOf(outcome, own) {
  if (outcome?.verdict === "no") return "no";
  return outcome?.verdict === "yes" && own !== "differs" ? "yes" : "unknown";
}

/** Whether a row has no answer because its file did not come. @param {Result | undefined} result */
export function isUnfinished(result) {
  return result === undefined || result.outcome.code === "NETWORK" || result.outcome.code === "OFFLINE";
}

/** What a table can be narrowed to. @type {Record<string, (answer: Answer) => boolean>} */
export const KINDS = {
  all: () => true,
  yes: ({ verdict }) => verdict === "yes",
  no: ({ verdict }) => verdict === "no",
  unknown: ({ verdict }) => verdict === "unknown",
  differs: ({ match }) => match === "differs",
};

/** @param {Answer[]} answers */
export function counts(answers) {
  const count = (/** @type {string} */ kind) => answers.filter(KINDS[kind]).length;
  return { k: answers.length, y: count("yes"), x: count("no"), c: count("unknown"), m: count("differs") };
}

/** The values of a row, in the order of the words' `column`. @param {Answer} answer @param {Voice} voice @returns {string[]} */
export function values({ line, outcome, asked_at, verdict, match }, voice) {
  const { words } = voice;
  const { index, record } = outcome ?? {};
  const time = (/** @type {number | undefined} */ at) => (at === undefined ? "" : beijingTime(at));
  const own = [
    String(line.at),
    line.given,
    line.asked?.key ?? "",
    line.name,
    registeredName(record, voice),
    words.match[match],
    status(outcome, voice),
    words.conclusion[verdict],
    outcome?.code ?? "",
    (record?.standards ?? []).join(words.semicolon),
    outcome?.status?.last_day ?? "",
    index ? time(Date.parse(index.generated_at)) : "",
    index?.snapshot.slice(0, 12) ?? "",
    time(asked_at),
    line.asked ? voice.link(line.asked) : "",
  ];
  return [...own, ...line.extra];
}

/** What stands above the values. @param {import("./list.mjs").List} list @param {Voice} voice */
export function titles({ extra }, { words, lang }) {
  const nameless = (/** @type {number} */ column) => (lang === "en" ? `Column ${column + 1}` : `第 ${column + 1} 列`);
  return [...Object.values(words.column), ...extra.map(({ column, title }) => title || nameless(column))];
}

/** @param {CertificateRecord | undefined} record @param {{lang: Language}} by */
export function registeredName(record, { lang }) {
  return (lang === "en" && record?.holder_en) || record?.holder || "";
}

/** The heading of the outcome, which says it where it speaks of a specimen. @param {Outcome | undefined} outcome @param {Voice} voice */
export function status(outcome, { words, heading }) {
  if (!outcome) return words.not_checked;
  return (outcome.specimen ? words.specimen : "") + heading(outcome);
}
