// @ts-check
/** Certificate numbers in a text, and where one ends. Twin: generator/lists/pieces.py. */
import { key, read, WHITE } from "./normalise.mjs";
import { CERTIFICATE_NUMBER } from "./outcome.mjs";

const MARKS = /[\r\n\t,，、;；]+/;
/** Dashes, dots and slashes may stand before the last part of a number: `…R0M-1`. */
const NEVER_IN_A_NUMBER = /[^0-9A-Za-z._/\u2010-\u2015\u2212-]+/;
/** Which line of a numbered list it is: `8. `, `8、` */
const ORDINAL = new RegExp(`^[(（]?[0-9]{1,4}(?:[.．)）]?(?:${WHITE.source})+|[)）]?、)`);
/** The same at the beginning of a line, with the mark that parts numbers elsewhere. */
const NUMBERED = new RegExp(`(^|[\r\n])(?:${WHITE.source})*[(（]?[0-9]{1,4}[)）]?、`, "g");
/** The same without a blank: a point may as well stand within a number. `8.` */
const ORDINAL_OR_NUMBER = /^[0-9]{1,4}[.．。]/;
/** A key that two numbers make, as in `…R0S/…R0S`. */
const TWO = /R[0-9]{1,2}[LMS].*R[0-9]{1,2}[LMS]/;
/** Letters, digits and signs; other signs that Unicode takes for digits, as `①`, belong to no number. */
const WIDE = /[\uff01-\uff5e]/g;
/** `Cert.` */
const SHORT_FOR = /^[A-Za-z]+\./;
/** White space of §2, and the byte-order mark that may stand before a text. */
const AT_ENDS = new RegExp(`${WHITE.source}|\ufeff`);
/** A link to a check. */
export const ADDRESS = /:\/\/|[?#&]n=/i;

/** Whether a text looks like the number of a certificate, or a link to one. @param {string} text */
export function looksLikeNumber(text) {
  try {
    return CERTIFICATE_NUMBER.test(key(read(text).text));
  } catch {
    return false;
  }
}

/** A text without the white space and byte-order marks at its ends. Twin: generator/normalise.py. @param {string} text */
export function trimmed(text) {
  let [from, to] = [0, text.length];
  while (from < to && AT_ENDS.test(text[from])) from += 1;
  while (from < to && AT_ENDS.test(text[to - 1])) to -= 1;
  return text.slice(from, to);
}

/** The numbers in a cell: several only where each of them is one, so that nothing else is cut. @param {string} cell */
export function numbersIn(cell) {
  const found = cut(cell);
  return found.length > 1 && found.every(looksLikeNumber) ? found : [withoutOrdinal(trimmed(cell))];
}

/** Whether there is a number in a cell, or several, and nothing else. @param {string} cell */
export function holdsNumbers(cell) {
  return numbersIn(cell).every(looksLikeNumber);
}

/** Numbers within a text that is none as a whole: parts that other words or signs stand beside. @param {string} text */
export function numbersWithin(text) {
  const narrow = text.replace(WIDE, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));
  const parts = narrow.split(NEVER_IN_A_NUMBER).map((part) => read(part.replace(SHORT_FOR, "")).text).flatMap(apart);
  return [...new Set(parts.filter(looksLikeNumber))];
}

/** @param {string} part */
function apart(part) {
  return TWO.test(part) ? part.split(/[/_]/) : bothWays(part);
}

/** A text, and what it is where it begins with an ordinal. @param {string} text */
function bothWays(text) {
  return [text, text.replace(ORDINAL_OR_NUMBER, "")];
}

/** What stands between the marks of a list. In a link a mark may belong to what it claims. @param {string} text */
export function pieces(text) {
  return ADDRESS.test(text) ? numbersIn(text).filter(Boolean) : cut(text);
}

/** @param {string} text */
function cut(text) {
  return text.replace(NUMBERED, "$1").split(MARKS).flatMap(words).filter(Boolean);
}

/** Blanks may stand within a number; they part numbers only where every part is whole. @param {string} piece */
function words(piece) {
  const found = piece.split(WHITE).filter(Boolean);
  return found.length > 1 && found.every(looksLikeNumber) ? found : [withoutOrdinal(trimmed(piece))];
}

/** Its digits would run together with those of the number, and make another one. @param {string} text */
function withoutOrdinal(text) {
  const rest = text.replace(ORDINAL, "");
  return looksLikeNumber(rest) ? rest : text;
}

/**
 * Whether a text is read as another number than one that stands in it: a part between blanks, or what follows `8.`; or as one
 * where there are two.
 * @param {string} text @param {string} own its key
 */
export function holdsAnother(text, own) {
  const parts = text.split(WHITE).flatMap((part) => bothWays(read(part).text));
  return (TWO.test(own) && looksLikeNumber(own)) || parts.filter(looksLikeNumber).some((part) => key(read(part).text) !== own);
}
