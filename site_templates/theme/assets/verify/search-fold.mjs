// @ts-check
/** Folded text, and where in a name a search may begin (registry/SEARCH.md §2). Twin: generator/search/fold.py. */

export const SHORTEST = 2;
export const CREDIT_CODE = "=";
export const NUMBER = "#";
const CREDIT_CODE_LENGTH = 18;

const DROPPED =
  "\\u0000-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00a9\\u00ab-\\u00b1\\u00b4\\u00b6-\\u00b8\\u00bb\\u00bf" +
  "\\u061c\\u1680\\u180e\\u2000-\\u206f\\u2212\\u2215\\u2e00-\\u2e7f\\u3000-\\u3003\\u3008-\\u3011\\u3014-\\u301f\\u30fb" +
  "\\ud800-\\udfff\\ufe00-\\ufe19\\ufe30-\\ufe6b\\ufeff\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65" +
  "\\u{e0100}-\\u{e01ef}";
const DROP = new RegExp(`[${DROPPED}]`, "gu");
const CHANGED = /[A-Z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;
const FULL_WIDTH = 0xfee0;
const WRITTEN_WORD = /[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+/g;
const CODE = /^(?=.{4})[0-9a-z]*[0-9][0-9a-z]*$/;

/** Narrow, lower case, without white space, punctuation and invisible marks (§2.1). @param {string} text */
export function fold(text) {
  return text.replace(DROP, "").replace(CHANGED, (character) => {
    const point = character.charCodeAt(0);
    return String.fromCharCode(point > FULL_WIDTH ? point - FULL_WIDTH : point).toLowerCase();
  });
}

/** Order by code points, which differs from that of JavaScript above U+FFFF. @param {string} one @param {string} other */
export function compare(one, other) {
  const size = Math.min(one.length, other.length);
  for (let at = 0; at < size; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return one.length - other.length;
}

/** @param {number} unit */
function isSurrogate(unit) {
  return unit >= 0xd800 && unit < 0xe000;
}

/** The places of a name for one list of legal forms (§2.2). */
export class Names {
  /** @param {string[]} stopWords */
  constructor(stopWords) {
    this.forms = new Set(stopWords.map(fold).filter(Boolean));
    this.parts = new Set(stopWords.flatMap((word) => beginnings(word).flatMap(({ text }) => prefixes(text))));
  }

  /** The keys of a name and, where there is one, of the English name. @param {string} name @param {string} [english] */
  keys(name, english) {
    return [name, english].flatMap((text) => (text ? this.keysOf(text) : []));
  }

  /** The folded text from each place on at which a search may begin. @param {string} name */
  keysOf(name) {
    const found = beginnings(name);
    const form = found.findIndex(({ text }) => this.forms.has(text));
    const outside = form < 0 ? found : found.slice(0, form);
    return outside.filter(({ length }) => length >= SHORTEST).map(({ text }) => text);
  }

  /** Nothing but a legal form, or a part of one (§3.1). @param {string} folded */
  isPartOfLegalForm(folded) {
    return this.parts.has(folded);
  }
}

/** The folded text from each character on that is not within a Latin word, and its length in characters. @param {string} text */
function beginnings(text) {
  const folded = [...fold(text)];
  /** @type {number[]} */
  const starts = [];
  let place = 0;
  let end = 0;
  /** @param {number} to @param {number} more */
  const between = (to, more) => {
    const { length } = [...fold(text.slice(end, to))];
    for (let at = 0; at < length + more; at += 1) starts.push(place + at);
    place += length;
  };
  for (const { index, 0: word } of text.matchAll(WRITTEN_WORD)) {
    between(index, 1);
    place += word.length;
    end = index + word.length;
  }
  between(text.length, 0);
  return starts.map((at) => ({ text: folded.slice(at).join(""), length: folded.length - at }));
}

/** All beginnings of a text of two characters or more. @param {string} text */
function prefixes(text) {
  const characters = [...text];
  return characters.slice(1).map((_, at) => characters.slice(0, at + 2).join(""));
}

/** The beginnings of keys among which a folded query is looked for, in order (§3.2). @param {string} folded */
export function ranges(folded) {
  if (!CODE.test(folded)) return [folded];
  const creditCode = folded.length === CREDIT_CODE_LENGTH ? [CREDIT_CODE + folded] : [];
  return [...creditCode, NUMBER + folded, folded];
}

/** Whether there are characters enough to search for. @param {string} folded */
export function isShort(folded) {
  return [...folded].length < SHORTEST;
}
