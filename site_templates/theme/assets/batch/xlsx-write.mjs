// @ts-check
/** Writes a workbook of one sheet in which every cell is text: nothing in it is ever calculated (ECMA-376, part 1). */
import { crc32 } from "./crc.mjs";

export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PART = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The most that a cell can hold. */
const LONGEST = 32_767;

/** @param {string} sheet its name, of 31 characters at most @param {string[][]} rows the first one is the header @param {number[]} widths in characters */
export async function writeXlsx(sheet, rows, widths) {
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1" style="1"/>`);
  const lines = rows.map((cells, at) => {
    const style = at === 0 ? 2 : 1;
    const own = cells.map((cell) => `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`);
    return `<row r="${at + 1}">${own.join("")}</row>`;
  });
  return zip([
    [
      "[Content_Types].xml",
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${PART}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${PART}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${PART}.styles+xml"/></Types>`,
    ],
    [
      "_rels/.rels",
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      "xl/styles.xml", // 1: text (49), 2: text in bold
      `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    ],
    [
      "xl/worksheets/sheet1.xml",
      `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join("")}</cols><sheetData>${lines.join("")}</sheetData></worksheet>`,
    ],
  ]);
}

/** Text as it may stand in XML; what may not, as `_x0000_`, and what looks like that, so that it is not read as such. @param {string} text */
function escaped(text) {
  return text
    .slice(0, LONGEST)
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[\0-\x08\x0b\x0c\x0d-\x1f\ufffe\uffff]/g, (one) => `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** @param {[string, string][]} files name and content */
async function zip(files) {
  const parts = /** @type {BlobPart[]} */ ([]);
  const entries = /** @type {BlobPart[]} */ ([]);
  let at = 0;
  let directory = 0;
  for (const [name, text] of files) {
    const plain = new TextEncoder().encode(HEAD + text);
    const path = new TextEncoder().encode(name);
    const { method, packed } = await deflate(plain);
    // version 2.0, UTF-8 names, method, no time, 1 January 1980
    const facts = [[2, 20], [2, 0x800], [2, method], [2, 0], [2, 0x21], [4, crc32(plain)], [4, packed.length], [4, plain.length], [2, path.length], [2, 0]];
    const local = fields([[4, 0x04034b50], ...facts]);
    const entry = fields([[4, 0x02014b50], [2, 20], ...facts, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]);
    parts.push(local, path, packed);
    entries.push(entry, path);
    at += local.length + path.length + packed.length;
    directory += entry.length + path.length;
  }
  const end = fields([[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, directory], [4, at], [2, 0]]);
  return new Blob([...parts, ...entries, end], { type: XLSX });
}

/** Packed where the browser can. @param {Uint8Array<ArrayBuffer>} plain */
async function deflate(plain) {
  if (typeof CompressionStream !== "function") return { method: 0, packed: plain };
  const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return { method: 8, packed: new Uint8Array(await new Response(stream).arrayBuffer()) };
}

/** Numbers of 2 or 4 bytes, the least byte first. @param {number[][]} pairs size and value */
function fields(pairs) {
  const view = new DataView(new ArrayBuffer(pairs.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of pairs) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}
