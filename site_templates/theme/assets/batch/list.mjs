// @ts-check
/** The list that somebody gave: what each row asks, and which rows ask the same. */
import { read } from "../verify/normalise.mjs";
import { holdsAnother, numbersIn, trimmed } from "../verify/numbers.mjs";
import { readNumber } from "../verify/outcome.mjs";
import { isCut } from "./pieces.mjs";
import { Refusal } from "./refusal.mjs";
import { MOST_NUMBERS } from "./table.mjs";

/** @typedef {import("./columns.mjs").Columns} Columns */
/** @typedef {import("./table.mjs").Row} Row */
/** @typedef {ReturnType<typeof listOf>} List */

/**
 * What is asked once, in however many rows it stands.
 * @typedef {{id: string, key: string, question: Question}} Asked
 */

/**
 * @typedef {object} Line a row of the list
 * @property {number} at its place in what was given, from 1
 * @property {string} given the number as written
 * @property {string} name "" where there is none
 * @property {string[]} extra all other cells
 * @property {Asked} [asked]
 * @property {Outcome} [refusal] why nothing can be asked
 */

/** A number as a spreadsheet shortens it when it has lost digits: `9.99E+15`. */
const LOST = /^\d(?:\.\d+)?E\+\d+$/i;

/** What only a row of a list can be. @param {"INPUT_LOST" | "INPUT_CUT" | "INPUT_MORE"} code @returns {{refusal: Outcome}} */
function refused(code) {
  return { refusal: { code, verdict: "input", text: code, facts: {}, remarks: [], candidates: [], specimen: false } };
}

/** Unless something stands beside the number that makes it another one. @param {string} given @param {ReturnType<typeof readNumber>} readable */
function alone(given, readable) {
  return "key" in readable && holdsAnother(given, readable.key) ? refused("INPUT_MORE") : readable;
}

/** @param {Columns} columns with a column of numbers */
export function listOf({ rows, titles, number, name }) {
  /** @type {Map<string, Asked>} */
  const asked = new Map();
  const keys = new Set();
  const counts = { k: 0, u: 0, d: 0, b: 0 };
  const others = [...titles.keys()].filter((column) => column !== number && column !== name);
  /** @param {Row} row @param {string} given */
  const lineOf = (row, given) => {
    const cell = (/** @type {number | undefined} */ column) => (column === undefined ? "" : row.cells[column] ?? "");
    /** @type {Line} */
    const line = { at: row.at, given, name: trimmed(cell(name)), extra: others.map(cell) };
    counts.k += 1;
    // A list asks about today, whatever day a link in it was made for.
    const question = { ...read(given), on: undefined };
    const readable = (given !== "" && row.lost?.includes(number ?? 0)) || LOST.test(given)
      ? refused("INPUT_LOST")
      : isCut(row, number ?? 0, titles)
        ? refused("INPUT_CUT")
        : alone(given, readNumber(question.text));
    if ("refusal" in readable) {
      counts.b += 1;
      return { ...line, refusal: readable.refusal };
    }
    const { key } = readable;
    if (keys.has(key)) counts.d += 1;
    keys.add(key);
    // The same number with other claims beside it is another question about the same certificate.
    const id = JSON.stringify([key, question.holder, question.to]);
    const own = asked.get(id) ?? { id, key, question };
    asked.set(id, own);
    return { ...line, asked: own };
  };
  const lines = rows.flatMap((row) => numbersIn(row.cells[number ?? 0] ?? "").map((given) => lineOf(row, given)));
  counts.u = keys.size;
  if (counts.u > MOST_NUMBERS) throw new Refusal("too_many_numbers", { max: MOST_NUMBERS, k: counts.u });
  if (counts.u === 0) throw new Refusal("no_numbers");
  return { lines, asked: [...asked.values()], counts, extra: others.map((column) => ({ column, title: titles[column] })) };
}
