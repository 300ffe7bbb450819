// @ts-check
/** What rows of a list have: numbers in one cell or in several, and links that the cells were cut out of. Twin: generator/lists/pieces.py. */
import { read } from "../verify/normalise.mjs";
import { ADDRESS, looksLikeNumber, pieces, trimmed } from "../verify/numbers.mjs";

/** @typedef {import("./table.mjs").Row} Row */

const SAMPLE = 200;

/**
 * A table has words beside its numbers, or nearly as many other cells; where most are numbers and none is a word, each is a
 * row of its own.
 * @param {Row[]} table
 */
export function isList(table) {
  const rows = table.slice(0, SAMPLE).map(({ cells }) => cells.filter((cell) => trimmed(cell) !== ""));
  if (rows.every((cells) => cells.length === 1)) return true;
  const found = table.slice(0, SAMPLE).flatMap(piecesOf);
  return found.every((piece) => /\p{Nd}/u.test(piece)) && found.filter(looksLikeNumber).length > found.length / 2;
}

/** What a row of a list has. A link that the cells were cut out of is whole again. @param {Row} row */
export function piecesOf({ cells, mark }) {
  return mark === undefined ? cells.flatMap(pieces) : pieces(cells.join(mark));
}

/**
 * Whether a row is cut where a link in it may go on: what stands beside it would be a claim, or would change one and has no
 * title that says it is another cell.
 * @param {Row} row @param {number} column @param {string[]} titles
 */
export function isCut({ cells, mark }, column, titles) {
  const link = cells[column] ?? "";
  if (mark === undefined || !ADDRESS.test(link)) return false;
  const untitled = cells.some((cell, at) => at > column && trimmed(cell) !== "" && !titles[at]);
  const [own, whole] = [link, cells.slice(column).join(mark)].map(read);
  return [[own.holder, whole.holder], [own.to, whole.to]].some(
    ([claim, other]) => claim !== other && (untitled || claim === undefined),
  );
}
