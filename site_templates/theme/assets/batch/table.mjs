// @ts-check
/**
 * From text to rows: a list that was pasted, a table that was pasted, or a CSV file (RFC 4180). What the cells mean is the
 * business of columns.mjs.
 */
import { trimmed } from "../verify/numbers.mjs";
import { isList, piecesOf } from "./pieces.mjs";
import { Refusal } from "./refusal.mjs";

/**
 * @typedef {object} Row
 * @property {number} at its place in the list, from 1, as its owner counts
 * @property {string[]} cells
 * @property {number[]} [lost] the cells of which the file has not kept what somebody sees in them
 * @property {string} [mark] the comma or semicolon that parted them; undefined where no text can have what parts them
 */

/** So many rows are read; so many different numbers are checked. */
export const MOST_ROWS = 5000;
export const MOST_NUMBERS = 500;
/** The columns of a sheet end at XFD; a list has no use for more than these. */
export const MOST_COLUMNS = 256;

/** The text of a file: UTF-8, else the GB18030 that spreadsheets write in Chinese. @param {BufferSource} bytes */
export function decode(bytes) {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (/[\0-\x08\x0e-\x1a]/.test(text)) throw new Refusal("not_a_table");
      return text;
    } catch (error) {
      if (error instanceof Refusal) throw error;
    }
  }
  throw new Refusal("encoding");
}

/** The rows of a text that are not empty. @param {string} text @returns {Row[]} */
export function rowsOf(text) {
  if (/^\s*</.test(text)) throw new Refusal("web_page");
  const table = delimited(text, delimiter(text));
  if (isList(table)) return list(table);
  if (table.some(({ cells }) => cells.length > MOST_COLUMNS)) throw new Refusal("too_many_columns", { max: MOST_COLUMNS });
  return table;
}

/** Takes rows that have something in them, as long as they are not too many. */
export function collector() {
  const rows = /** @type {Row[]} */ ([]);
  /** @param {Row} row */
  const take = (row) => {
    if (!row.lost?.length && row.cells.every((cell) => trimmed(cell) === "")) return;
    if (rows.length === MOST_ROWS) throw new Refusal("too_many_rows", { max: MOST_ROWS });
    rows.push(row);
  };
  return { rows, take };
}

/** One number after the other, whatever stands between them; each is in the place of its row. @param {Row[]} table @returns {Row[]} */
function list(table) {
  const { rows, take } = collector();
  for (const row of table) for (const piece of piecesOf(row)) take({ at: row.at, cells: [piece] });
  return rows;
}

/** Claims of a link, in which a mark parts nothing. */
const CLAIMS = /((?::\/\/|[?#]n=)[^&\t\r\n]*)&[^\t\r\n]*/gi;

/**
 * What parts the cells: the mark that is in most lines; of two that are in as many, the one that names seldom have.
 * @param {string} text
 */
function delimiter(text) {
  const plain = text.slice(0, 8192).replace(/"[^"]*"/g, "").replace(CLAIMS, "$1");
  const lines = plain.split(/[\r\n]+/);
  const having = (/** @type {string} */ mark) => lines.filter((line) => line.includes(mark)).length;
  return ["\t", ";", ","].reduce((best, mark) => (having(mark) > having(best) ? mark : best));
}

/**
 * As RFC 4180 has it. A quotation mark that has no partner could part the rows anywhere.
 * @param {string} text @param {string} mark
 */
function delimited(text, mark) {
  const { rows, take } = collector();
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${mark}\\r\\n"][^${mark}\\r\\n]*|))(${mark}|\\r\\n|\\n|\\r|$)`, "y");
  let cells = /** @type {string[]} */ ([]);
  let at = 1;
  for (;;) {
    const found = cell.exec(text);
    if (!found) throw new Refusal("quotes", { at });
    const [, inQuotes, plain, end] = found;
    cells.push(inQuotes?.replaceAll('""', '"') ?? plain);
    if (end === mark) continue;
    take({ at, cells, mark: mark === "\t" ? undefined : mark });
    if (end === "") return rows;
    cells = [];
    at += 1;
  }
}
