// @ts-check
/** Which column has the numbers and which the names: by the words above them, else by what stands in them. */
import { holdsNumbers, trimmed } from "../verify/numbers.mjs";

/** @typedef {import("./table.mjs").Row} Row */

/**
 * @typedef {object} Columns
 * @property {Row[]} rows those of the list, without its header
 * @property {number} above how many rows stand above the header, and are left out
 * @property {string[]} titles of each column; "" where it has none
 * @property {number | undefined} number the column of the numbers; undefined: it has to be asked for
 * @property {number | undefined} name the column of the names; undefined: there is none
 */

/** A header stands at the top, or below a title. */
const HEADER_WITHIN = 10;
const SAMPLE = 200;
const DIGIT = /\p{Nd}/u;

/** Words of a header, as `plain` makes them, from those that say it best to those that might mean something else. */
const NUMBER = [
  /^(?:您填写的编号|numbergiven)$/,
  /^(?:认证)?证书(?:编号|号码|注册号|号)$|^(?:certificate|cert)(?:number|no)$/,
  /证书(?:编号|号码|注册号|号)|(?:certificate|cert)(?:number|no)/,
  /^(?:编号|号码|number|no|certificate)$/,
];
const NAME = [
  /^(?:您填写的名称|namegiven)$/,
  /^(?:获证|持证|认证|被认证|受审核)?(?:组织|企业|公司|单位|机构|客户|供应商|厂商)(?:中文)?(?:名称|名)$|^(?:certified)?(?:organi[sz]ation|company|holder|supplier)(?:name)?$/,
  /(?:组织|企业|公司|单位|供应商)名称|(?:organi[sz]ation|company|holder|supplier)name/,
  /^(?:名称|组织|企业|公司|单位|供应商|持证人|name)$/,
];
/** What the name of an organisation ends in, or has in it. */
const ORGANISATION = /公司|集团|[厂院所社店]$|中心|\b(?:co|ltd|inc|corp|llc|limited|company|gmbh)\b/i;

/** @param {Row[]} rows @returns {Columns} */
export function findColumns(rows) {
  const width = Math.max(1, ...rows.map(({ cells }) => cells.length));
  const header = headerOf(rows);
  const list = rows.slice(header + 1);
  const titles = Array.from({ length: width }, (_, at) => trimmed(rows[header]?.cells[at] ?? ""));
  const number = width === 1 ? 0 : byWords(titles, NUMBER, undefined) ?? byContent(list, width, holdsNumbers, undefined);
  const name = byWords(titles, NAME, number) ?? byContent(list, width, isOrganisation, number);
  return { rows: list, above: Math.max(header, 0), titles, number, name };
}

/**
 * The row of the header, or -1. Above it there is no number. What does not say that it is a header is one in the first row
 * only, and only if it has nothing that could belong to a row of the list.
 * @param {Row[]} rows
 */
function headerOf(rows) {
  const top = rows.slice(0, HEADER_WITHIN);
  const end = top.findIndex(({ cells }) => cells.some(holdsNumbers));
  const before = top.slice(0, end < 0 ? undefined : end);
  const ranks = before.map(({ cells }) => Math.min(...cells.map((cell) => rank(cell, NUMBER))));
  const best = Math.min(...ranks);
  if (best < NUMBER.length) return ranks.indexOf(best);
  return end === 1 && !top[0].cells.some((cell) => DIGIT.test(cell) || isOrganisation(cell)) ? 0 : -1;
}

/** Whether a cell has the name of an organisation, and not the title of such names. @param {string} cell */
function isOrganisation(cell) {
  return ORGANISATION.test(trimmed(cell)) && rank(cell, NAME) === NAME.length;
}

/**
 * The column whose title says it best, and undefined where two say it equally well.
 * @param {string[]} titles @param {RegExp[]} words @param {number | undefined} taken
 */
function byWords(titles, words, taken) {
  const ranks = titles.map((title, at) => (at === taken ? words.length : rank(title, words)));
  const best = Math.min(...ranks);
  return best < words.length ? only(ranks, best) : undefined;
}

/**
 * The column of which at least half fits, and more than of any other.
 * @param {Row[]} rows @param {number} width @param {(cell: string) => boolean} fits @param {number | undefined} taken
 */
function byContent(rows, width, fits, taken) {
  const sample = rows.slice(0, SAMPLE);
  const shares = Array.from({ length: width }, (_, column) => {
    const cells = sample.map(({ cells }) => cells[column] ?? "").filter((cell) => trimmed(cell) !== "");
    return column === taken || cells.length === 0 ? 0 : cells.filter(fits).length / cells.length;
  });
  const best = Math.max(...shares);
  return best >= 0.5 ? only(shares, best) : undefined;
}

/** @param {number[]} values @param {number} value */
function only(values, value) {
  const at = values.indexOf(value);
  return values.lastIndexOf(value) === at ? at : undefined;
}

/** How well a title says it; a number with its label is none. @param {string} title @param {RegExp[]} words */
function rank(title, words) {
  const own = plain(title);
  const found = DIGIT.test(own) ? -1 : words.findIndex((word) => word.test(own));
  return found < 0 ? words.length : found;
}

/** A title without width, case, blanks, marks, and what stands in brackets. @param {string} title */
function plain(title) {
  return title.normalize("NFKC").toLowerCase().replace(/\([^)]*\)|[^\p{L}\p{N}]/gu, "");
}

/** What a spreadsheet calls a column, from 0. @param {number} column @returns {string} */
export function letter(column) {
  const first = Math.floor(column / 26);
  return (first > 0 ? letter(first - 1) : "") + String.fromCharCode(65 + (column % 26));
}
