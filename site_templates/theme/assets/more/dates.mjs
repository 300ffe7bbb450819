// @ts-check
/** Days as certificates print them. What can be read in two ways is not read. */

const MONTHS = "january february march april may june july august september october november december".split(" ");

/** Every shape gives year, month and day, in an order of its own; texts are compared without white space. */
const SHAPES = /** @type {[RegExp, [number, number, number]][]} */ ([
  [/^(\d{4})年(\d{1,2})月(\d{1,2})日?$/, [1, 2, 3]],
  [/^(\d{4})([-./])(\d{1,2})\2(\d{1,2})$/, [1, 3, 4]],
  [/^(\d{4})(\d\d)(\d\d)$/, [1, 2, 3]],
  [/^(\d{1,2})(?:st|nd|rd|th)?[-,]?([a-z]{3,9})\.?[-,]?(\d{4})$/, [3, 2, 1]],
  [/^([a-z]{3,9})\.?(\d{1,2})(?:st|nd|rd|th)?,(\d{4})$/, [3, 1, 2]],
]);

/** The day that a text says, as YYYY-MM-DD; undefined where it says none, or not only one. @param {string} text */
export function readDate(text) {
  const plain = text.normalize("NFKC").replace(/[\s\p{Cf}]/gu, "").replace(/\p{Pd}|\u2212/gu, "-").toLowerCase();
  for (const [shape, [year, month, day]] of SHAPES) {
    const found = shape.exec(plain);
    if (found) return real(Number(found[year]), monthOf(found[month]), Number(found[day]));
  }
  return undefined;
}

/** @param {string} text */
function monthOf(text) {
  if (/\d/.test(text)) return Number(text);
  return MONTHS.findIndex((name) => text === name || text === name.slice(0, 3) || (text === "sept" && name[0] === "s")) + 1;
}

/**
 * A day of the years that the register knows (registry/README.md §4), if there is such a day.
 * @param {number} year @param {number} month @param {number} day
 */
function real(year, month, day) {
  if (year < 1900 || year > 2199) return undefined;
  const instant = new Date(Date.UTC(year, month - 1, day));
  const same = instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day;
  return same ? instant.toISOString().slice(0, 10) : undefined;
}
