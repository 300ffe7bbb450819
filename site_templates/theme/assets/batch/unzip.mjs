// @ts-check
/** Reads a ZIP archive: its directory, and files of it by name. What it unpacks to is counted, not believed. */
import { crc32 } from "./crc.mjs";
import { Refusal } from "./refusal.mjs";

/** So many bytes are unpacked of one archive. */
const MOST_UNPACKED = 32 * 1024 * 1024;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** A ZIP64 archive keeps a size elsewhere; no list of 5,000 rows has one. */
const ELSEWHERE = 0xffffffff;

/** @typedef {{flags: number, method: number, crc: number, packed: number, local: number}} Entry */

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {{names: string[], text: (name: string) => Promise<string>}} `text` of a file that must be there
 */
export function unzip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = sound(() => directory(view, bytes));
  let left = MOST_UNPACKED;

  /** @param {string} name */
  async function text(name) {
    const entry = entries.get(name);
    if (!entry) throw new Refusal("damaged");
    if (entry.flags & 1) throw new Refusal("encrypted");
    const packed = sound(() => content(view, bytes, entry));
    const unpacked = entry.method === 0 ? packed : await inflate(entry, packed);
    if (crc32(unpacked) !== entry.crc) throw new Refusal("damaged");
    return sound(() => new TextDecoder("utf-8", { fatal: true }).decode(unpacked));
  }

  /** @param {Entry} entry @param {Uint8Array<ArrayBuffer>} packed */
  async function inflate({ method }, packed) {
    if (method !== 8) throw new Refusal("damaged");
    if (typeof DecompressionStream !== "function") throw new Refusal("old_browser");
    const chunks = [];
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new Refusal("damaged");
      });
      if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
      left -= value.length;
      if (left < 0) {
        reader.cancel().catch(() => {});
        throw new Refusal("too_large_unpacked", { max: MOST_UNPACKED / 1024 / 1024 });
      }
      chunks.push(value);
    }
  }

  return { names: [...entries.keys()], text };
}

/** What reads beyond the end, or is no text, is a damaged file. @template T @param {() => T} read @returns {T} */
function sound(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("damaged");
  }
}

/** @param {DataView} view @param {Uint8Array} bytes */
function directory(view, bytes) {
  let at = view.byteLength - 22;
  while (view.getUint32(at, true) !== END) at -= 1;
  const count = view.getUint16(at + 10, true);
  at = view.getUint32(at + 16, true);
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  for (let number = 0; number < count; number += 1) {
    if (view.getUint32(at, true) !== ENTRY) throw new Refusal("damaged");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.set(name, {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      local: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** @param {DataView} view @param {Uint8Array<ArrayBuffer>} bytes @param {Entry} entry */
function content(view, bytes, { packed, local }) {
  if (packed === ELSEWHERE || view.getUint32(local, true) !== LOCAL) throw new Refusal("damaged");
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packed > bytes.length) throw new Refusal("damaged");
  return bytes.subarray(start, start + packed);
}
