// @ts-check
/** Breaks a text into lines, Chinese between any two characters and other scripts between words. */

const HAN = "\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u{20000}-\\u{3ffff}";
/** What no line ends with, and what no line begins with. */
const [OPENING, CLOSING] = ["（《「『【“‘(", "，。；：、！？）》」』】”’…"];
const PIECE = new RegExp(
  `[${OPENING}]*(?:[${HAN}]|[^\\s${HAN}${OPENING}]+)[${CLOSING}]*|[${OPENING}]+|\\s+`,
  "gu",
);

/**
 * @param {string} text @param {number} width @param {(text: string) => number} measure how wide a text is
 * @returns {string[]}
 */
export function wrap(text, width, measure) {
  const lines = [""];
  let used = 0;
  /** @param {string} piece */
  const add = (piece) => {
    if (used + measure(piece.trimEnd()) > width) {
      lines.push("");
      used = 0;
    }
    if (used === 0 && !piece.trim()) return; // no line begins with a space
    lines[lines.length - 1] += piece;
    used += measure(piece);
  };
  for (const piece of text.match(PIECE) ?? []) {
    if (measure(piece.trim()) <= width) add(piece);
    else [...piece].forEach(add); // a word that is wider than a line
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}
