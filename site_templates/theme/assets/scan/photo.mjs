// @ts-check
/** A picture that somebody gives: what kind of file it is, and the codes in it, looked for in several ways. */
import { pixels } from "./pixels.mjs";

/** @typedef {"heic" | "pdf" | "type" | "size" | "damaged"} Unreadable why a file is not looked at */

/** Bytes of a file, and pixels of a picture, which would take more memory than a phone has. */
export const LARGEST = 30_000_000;
const MOST_PIXELS = 100_000_000;
/** Milliseconds after which no further way is tried. */
const PATIENCE = 4000;

export class Refusal extends Error {
  /** @param {Unreadable} why */
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/** What files begin with; names and types that a system gives them are often wrong. @type {[RegExp, Unreadable | undefined][]} */
const BEGINNINGS = [
  [/^\xff\xd8\xff/, undefined],
  [/^\x89PNG\r\n\x1a\n/, undefined],
  [/^RIFF[^]{4}WEBP/, undefined],
  [/^[^]{4}ftyp(?:hei|hev|mif1|msf1)/, "heic"],
  [/^%PDF-/, "pdf"],
];

/** Why a file that begins so is not looked at; undefined if it is. @param {Uint8Array} bytes */
export function unreadable(bytes) {
  const beginning = String.fromCharCode(...bytes);
  const known = BEGINNINGS.find(([form]) => form.test(beginning));
  return known ? known[1] : "type";
}

/** The picture in a file. Throws Refusal. @param {Blob} file */
export async function picture(file) {
  const why = unreadable(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  if (why) throw new Refusal(why);
  if (file.size > LARGEST) throw new Refusal("size");
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) throw new Refusal("damaged");
  if (bitmap.width * bitmap.height <= MOST_PIXELS) return bitmap;
  bitmap.close();
  throw new Refusal("size");
}

/**
 * The ways to look at a picture, quickest first: a small code needs many pixels, a screenshot more than it has; and at an
 * angle, edges that fooled the decoder lie otherwise.
 * @param {import("./pixels.mjs").Size} size
 */
export function ways({ width, height }) {
  const most = 2 * Math.max(width, height);
  const [quick, thorough] = [Math.min(most, 1600), Math.min(most, 2800)];
  const straight = [...new Set([quick, thorough])].map((side) => ({ side, angle: 0 }));
  return [...straight, { side: thorough, angle: 30 }];
}

/**
 * The texts of all codes that are found before one is `enough`, all ways are tried or time is up.
 * @param {ImageBitmap} bitmap @param {import("./decoder.mjs").Decode} decode @param {(text: string) => boolean} enough
 */
export async function codes(bitmap, decode, enough) {
  const found = /** @type {Set<string>} */ (new Set());
  const end = performance.now() + PATIENCE;
  for (const way of ways(bitmap)) {
    for (const text of await decode(pixels(bitmap, bitmap, way))) found.add(text);
    if ([...found].some(enough) || performance.now() > end) break;
    await new Promise((resolve) => setTimeout(resolve)); // the page stays alive meanwhile
  }
  return [...found];
}
