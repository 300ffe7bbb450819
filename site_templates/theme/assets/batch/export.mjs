// @ts-check
/** The table as a file that a spreadsheet opens, in which nothing is a formula. */
import { writeXlsx } from "./xlsx-write.mjs";

/** What a spreadsheet would read as a formula, if it began a cell. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;
/** The same after what another spreadsheet parts cells or rows at, for which quotation marks within a row are no obstacle. */
const FORMULA_WITHIN = /([;\t\r\n])(?=[=+\-@＝＋－＠])/g;

/** CSV by RFC 4180, as UTF-8 with a byte-order mark, which spreadsheets need. @param {string[][]} rows @returns {Blob} */
export function csv(rows) {
  const lines = rows.map((cells) => cells.map((cell) => quoted(inert(cell))).join(","));
  return new Blob(["\ufeff", ...lines.map((line) => `${line}\r\n`)], { type: "text/csv;charset=utf-8" });
}

/** @param {string} cell */
function inert(cell) {
  const parted = cell.replace(FORMULA_WITHIN, "$1'");
  return FORMULA.test(parted) ? `'${parted}` : parted;
}

/** @param {string} cell */
function quoted(cell) {
  return /[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** All cells are text, so that none can be a formula. @param {string} sheet @param {string[][]} rows @returns {Promise<Blob>} */
export function xlsx(sheet, rows) {
  const sample = rows.slice(0, 50);
  const widths = rows[0].map((_, column) => Math.min(60, Math.max(...sample.map((cells) => width(cells[column])) ) + 2));
  return writeXlsx(sheet, rows, widths);
}

/** How many digits a text is as wide as. @param {string} text */
function width(text) {
  return text.length + (text.match(/[\u2e80-\uffee]/g)?.length ?? 0);
}

/** Hands a file to the reader. @param {Blob} content @param {string} name */
export function save(content, name) {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // some browsers read it only later
}
