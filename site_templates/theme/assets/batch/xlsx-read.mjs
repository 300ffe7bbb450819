// @ts-check
/** Reads the first visible sheet of an XLSX workbook (ECMA-376, part 1) as rows of text. Formulas give the value kept with them. */
import { Refusal } from "./refusal.mjs";
import { collector, MOST_COLUMNS, MOST_ROWS } from "./table.mjs";
import { unzip } from "./unzip.mjs";
import { formats } from "./xlsx-formats.mjs";
import { all, attribute, parse } from "./xml.mjs";

/** @typedef {import("./table.mjs").Row} Row */
/** @typedef {import("./xlsx-formats.mjs").Formats} Formats */

const WORKBOOK = "xl/workbook.xml";

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<{rows: Row[], sheet: string}>} */
export async function readXlsx(bytes) {
  const archive = unzip(bytes);
  if (archive.names.includes("xl/workbook.bin")) throw new Refusal("xlsb");
  if (!archive.names.includes(WORKBOOK)) throw new Refusal("not_a_table");
  /** @param {string} name */
  const optional = async (name) => (archive.names.includes(name) ? parse(await archive.text(name)) : undefined);
  const workbook = parse(await archive.text(WORKBOOK));
  const { path, name } = firstSheet(workbook, parse(await archive.text("xl/_rels/workbook.xml.rels")));
  const sheet = await archive.text(path);
  refuseMany(sheet);
  const strings = await optional("xl/sharedStrings.xml");
  const format = formats(await optional("xl/styles.xml"), attribute(all(workbook, "workbookPr")[0], "date1904"));
  return { rows: rowsOf(parse(sheet), strings ? all(strings, "si").map(richText) : [], format), sheet: name };
}

/** Say that a sheet is too long before a document of that length is made. @param {string} sheet */
function refuseMany(sheet) {
  const rows = sheet.split(/<(?:\w+:)?row[\s>]/).filter((row) => /<(?:\w+:)?[vt](?:\s[^>]*)?>[^<]/.test(row));
  if (rows.length > MOST_ROWS) throw new Refusal("too_many_rows", { max: MOST_ROWS });
}

/** @param {Document} workbook @param {Document} relations */
function firstSheet(workbook, relations) {
  const sheet = all(workbook, "sheet").find((one) => !attribute(one, "state").toLowerCase().endsWith("hidden"));
  const id = [...(sheet?.attributes ?? [])].find(({ localName, prefix }) => localName === "id" && prefix)?.value;
  const relation = all(relations, "Relationship").find((one) => attribute(one, "Id") === id);
  if (!sheet || !relation) throw new Refusal("damaged");
  const target = attribute(relation, "Target");
  return { path: target.startsWith("/") ? target.slice(1) : `xl/${target}`, name: attribute(sheet, "name") };
}

/** @param {Document} sheet @param {string[]} strings @param {Formats} format */
function rowsOf(sheet, strings, format) {
  const { rows, take } = collector();
  let at = 0;
  for (const row of all(sheet, "row")) {
    at = Number(attribute(row, "r")) || at + 1;
    const cells = /** @type {string[]} */ ([]);
    const lost = /** @type {number[]} */ ([]);
    let column = -1;
    for (const cell of all(row, "c")) {
      column = columnOf(attribute(cell, "r")) ?? column + 1;
      if (column >= MOST_COLUMNS) throw new Refusal("too_many_columns", { max: MOST_COLUMNS });
      cells[column] = textOf(cell, strings, format);
      if (isUnkept(cell, format)) lost.push(column);
    }
    take({ at, cells: Array.from(cells, (cell) => cell ?? ""), lost });
  }
  return rows;
}

/** The column of `AB12`, from 0. @param {string} reference */
function columnOf(reference) {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (!letters) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/**
 * Whether the file has not kept what somebody sees in a cell: zeros before a number, or the value of a formula. That may be
 * an empty text; then it is known, and empty.
 * @param {Element} cell @param {Formats} format
 */
function isUnkept(cell, format) {
  const type = attribute(cell, "t") || "n";
  const value = all(cell, "v")[0]?.textContent;
  if (type === "n" && value && format.isPadded(Number(attribute(cell, "s")))) return true;
  return all(cell, "f").length > 0 && (value === undefined || (value === "" && type !== "str"));
}

/** @param {Element} cell @param {string[]} strings @param {Formats} format */
function textOf(cell, strings, format) {
  const type = attribute(cell, "t");
  if (type === "inlineStr") return all(cell, "is").map(richText).join("");
  const value = all(cell, "v")[0]?.textContent ?? "";
  if (type === "s") {
    if (value === "") return ""; // some programs write empty cells so
    const text = strings[Number(value)];
    if (text === undefined) throw new Refusal("damaged");
    return text;
  }
  if (type === "str" || type === "e") return unescaped(value);
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  return value === "" || type === "d" ? value : format.text(Number(attribute(cell, "s")), value);
}

/** Text in runs, without how it is pronounced. @param {Element} item */
function richText(item) {
  const runs = all(item, "t").filter((run) => run.parentElement?.localName !== "rPh");
  return unescaped(runs.map((run) => run.textContent).join(""));
}

/** `_x000D_` stands for a character that XML has not. @param {string} text */
function unescaped(text) {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, point) => String.fromCharCode(parseInt(point, 16)));
}
