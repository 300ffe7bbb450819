// @ts-check
/** From a file that somebody gave to rows. What it is, its first bytes say; its name says nothing. */
import { Refusal } from "./refusal.mjs";
import { decode, rowsOf } from "./table.mjs";

/** @typedef {import("./table.mjs").Row} Row */

/** So many bytes are taken. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Files that are no list, by how they begin. @type {[number[], string][]} */
const OTHERS = [
  [[0x25, 0x50, 0x44, 0x46], "pdf"], // %PDF
  [[0x89, 0x50, 0x4e, 0x47], "picture"], // PNG
  [[0xff, 0xd8, 0xff], "picture"], // JPEG
  [[0x47, 0x49, 0x46, 0x38], "picture"], // GIF8
  [[0x52, 0x49, 0x46, 0x46], "picture"], // RIFF, of WebP
];
const ARCHIVE = [0x50, 0x4b];
/** The container of old Office files, and of new ones with a password. */
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** @param {Blob} file @returns {Promise<{rows: Row[], sheet?: string}>} */
export async function readFile(file) {
  if (file.size === 0) throw new Refusal("empty_file");
  if (file.size > MOST_BYTES) throw new Refusal("too_large", { max: MOST_BYTES / 1024 / 1024 });
  const bytes = new Uint8Array(await content(file));
  const begins = (/** @type {number[]} */ magic) => magic.every((byte, at) => bytes[at] === byte);
  const other = OTHERS.find(([magic]) => begins(magic));
  if (other) throw new Refusal(other[1]);
  if (begins(OLE)) throw new Refusal(isEncrypted(bytes) ? "encrypted" : "xls");
  if (begins(ARCHIVE)) return (await import("./xlsx-read.mjs")).readXlsx(bytes);
  return { rows: rowsOf(decode(bytes)) };
}

/** @param {Blob} file */
async function content(file) {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new Refusal("unreadable_file"); // moved or locked since it was chosen, or a folder
  }
}

/** Whether an OLE container names the stream of a workbook with a password. @param {Uint8Array<ArrayBuffer>} bytes */
function isEncrypted(bytes) {
  return new TextDecoder("utf-16le").decode(bytes).includes("EncryptedPackage");
}
