// @ts-check
/**
 * Where two texts differ, character by character. Full and half width, white space and marks that nobody sees do not
 * count (NFKC). What is compared are code points of the folded texts; what is marked are characters as people see them.
 */

/** More cells than these are not compared: two texts of 2,000 characters are, in some 20 ms. */
const CELLS = 4_200_000;

/** @typedef {{text: string, differs: boolean}} Piece */
/** @typedef {{at: number, one: string, other: string}} Change `at` counts characters of the first text from 1, blanks not */

const BLANK = /[\s\p{Cf}\p{Cc}]/gu;

/** The code points that count. @param {string} text */
export function folded(text) {
  return text.normalize("NFKC").replace(BLANK, "");
}

/**
 * @param {string} one @param {string} other
 * @returns {{equal: boolean, alike: number, one: Piece[], other: Piece[], changes: Change[]}} `alike` from 0 to 1
 */
export function difference(one, other) {
  const [left, right] = [units(one), units(other)];
  const pairs = align(left.tokens.map(({ value }) => value), right.tokens.map(({ value }) => value));
  const longer = Math.max(left.tokens.length, right.tokens.length);
  return {
    equal: pairs.length === longer,
    alike: longer === 0 ? 1 : pairs.length / longer,
    one: pieces(left, pairs.map(([at]) => at)),
    other: pieces(right, pairs.map(([, at]) => at)),
    changes: changes(left, right, pairs),
  };
}

/** @typedef {{shown: string[], tokens: {value: string, unit: number}[]}} Units */

/** Characters as they are seen, and the code points that are compared, each with its character. @param {string} text @returns {Units} */
function units(text) {
  const shown = graphemes(text);
  const tokens = shown.flatMap((character, unit) => [...folded(character)].map((value) => ({ value, unit })));
  return { shown, tokens };
}

/** @param {string} text */
function graphemes(text) {
  if (!("Segmenter" in Intl)) return [...text];
  return Array.from(new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(text), ({ segment }) => segment);
}

/** The longest common subsequence, as pairs of places. @param {string[]} one @param {string[]} other @returns {[number, number][]} */
function align(one, other) {
  const shorter = Math.min(one.length, other.length);
  let head = 0;
  while (head < shorter && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
  const inner = common(one.slice(head, one.length - tail), other.slice(head, other.length - tail));
  return [
    ...Array.from({ length: head }, (_, at) => /** @type {[number, number]} */ ([at, at])),
    ...inner.map(([a, b]) => /** @type {[number, number]} */ ([a + head, b + head])),
    ...Array.from({ length: tail }, (_, at) => /** @type {[number, number]} */ ([one.length - tail + at, other.length - tail + at])),
  ];
}

/** @param {string[]} one @param {string[]} other @returns {[number, number][]} */
function common(one, other) {
  const [rows, columns] = [one.length, other.length];
  if ((rows + 1) * (columns + 1) > CELLS) return [];
  const width = columns + 1;
  const longest = new Uint16Array((rows + 1) * width); // of what follows a place in both texts
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const here = row * width + column;
      longest[here] =
        one[row] === other[column] ? longest[here + width + 1] + 1 : Math.max(longest[here + width], longest[here + 1]);
    }
  }
  const pairs = /** @type {[number, number][]} */ ([]);
  for (let [row, column] = [0, 0]; row < rows && column < columns; ) {
    const here = row * width + column;
    if (one[row] === other[column]) pairs.push([row++, column++]);
    else if (longest[here + width] >= longest[here + 1]) row += 1;
    else column += 1;
  }
  return pairs;
}

/** The text in pieces; `kept` are the tokens that both texts have. @param {Units} units @param {number[]} kept @returns {Piece[]} */
function pieces({ shown, tokens }, kept) {
  const same = new Set(kept);
  const differing = new Set(tokens.filter((_, at) => !same.has(at)).map(({ unit }) => unit));
  const found = /** @type {Piece[]} */ ([]);
  shown.forEach((text, unit) => {
    const differs = differing.has(unit);
    const last = found[found.length - 1];
    if (last && last.differs === differs) last.text += text;
    else found.push({ text, differs });
  });
  return found;
}

/** @param {Units} left @param {Units} right @param {[number, number][]} pairs */
function changes(left, right, pairs) {
  const found = /** @type {Change[]} */ ([]);
  let [from, against] = [0, 0];
  for (const [to, until] of [...pairs, [left.tokens.length, right.tokens.length]]) {
    if (to > from || until > against) {
      found.push({ at: characterAt(left, from), one: written(left, from, to), other: written(right, against, until) });
    }
    [from, against] = [to + 1, until + 1];
  }
  return found;
}

/** @param {Units} units @param {number} token */
function characterAt({ tokens }, token) {
  return new Set(tokens.slice(0, token).map(({ unit }) => unit)).size + 1;
}

/** What stands in a text from one token to before another. @param {Units} units @param {number} from @param {number} to */
function written({ shown, tokens }, from, to) {
  return to > from ? shown.slice(tokens[from].unit, tokens[to - 1].unit + 1).join("") : "";
}
