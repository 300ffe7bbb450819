// @ts-check
/** Where things stand on a line of time: its ticks, and numbers beside it that never cover each other. Lengths are in em. */
import { addDays, daysBetween } from "../verify/status.mjs";

/** A function from a day to the place on the line where it begins, 0 to 1; `day` is how long one is. @param {string} from @param {string} to the last day */
export function scale(from, to) {
  const length = daysBetween(from, to) + 1;
  const place = (/** @type {string} */ day) => daysBetween(from, day) / length;
  return Object.assign(place, { day: 1 / length });
}

/** What takes a label of how many em; how many days a step is, at least. */
const STEPS = /** @type {["day" | "month", number, number][]} */ ([
  ["day", 1, 7], ["day", 7, 7], ["month", 1, 5.5], ["month", 3, 5.5], ["month", 6, 5.5],
  ["month", 12, 3.6], ["month", 24, 3.6], ["month", 60, 3.6], ["month", 120, 3.6], ["month", 240, 3.6],
]);
const MONTH = 28;

/** The finest ticks whose labels have room. @param {string} from @param {string} to @param {number} width */
export function ticks(from, to, width) {
  const length = daysBetween(from, to) + 1;
  const place = scale(from, to);
  const room = (/** @type {number} */ days) => (width * days) / length;
  const step = STEPS.find(([unit, count, label]) => room(unit === "day" ? count : count * MONTH) >= label) ?? STEPS[STEPS.length - 1];
  return days(from, to, step)
    .map((day) => ({ day, text: text(day, step), place: place(day) }))
    .filter((tick) => (1 - tick.place) * width >= step[2] - 1);
}

/** @param {string} day @param {(typeof STEPS)[number]} step */
function text(day, [unit, count]) {
  if (unit === "day") return day;
  return day.slice(0, count % 12 === 0 ? 4 : 7);
}

/** @param {string} from @param {string} to @param {(typeof STEPS)[number]} step */
function days(from, to, [unit, count]) {
  const found = [];
  if (unit === "day") {
    for (let day = from; day <= to; day = addDays(day, count)) found.push(day);
    return found;
  }
  const start = Number(from.slice(0, 4)) * 12;
  for (let month = start - (start % count); ; month += count) {
    const day = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;
    if (day > to) return found;
    if (day >= from) found.push(day);
  }
}

/** @typedef {{first: number, last: number, place: number, lane: number}} Badge the numbers of the moments that it stands for */

const LANES = 3;
const GAP = 0.3;
const [ONE, MANY] = [1.5, 3.2];
/** With moments this far apart there is always a lane with room for the widest badge. */
const APART = (MANY + GAP) / LANES;

/**
 * Badges for moments at these places in order, numbered from 1; moments that stand too near each other share one.
 * Lane 0 is the nearest to the line.
 * @param {number[]} places 0 to 1 @param {number} width
 */
export function badges(places, width) {
  const found = /** @type {Badge[]} */ ([]);
  places.forEach((place, at) => {
    const last = found[found.length - 1];
    if (last && (place - last.place) * width < APART) last.last = at + 1;
    else found.push({ first: at + 1, last: at + 1, place, lane: 0 });
  });
  const lanes = /** @type {Badge[]} */ ([]);
  for (const badge of found) {
    const free = Array.from({ length: LANES }).findIndex((_, lane) => {
      const other = lanes[lane];
      return !other || (badge.place - other.place) * width >= (size(badge) + size(other)) / 2 + GAP;
    });
    badge.lane = free;
    lanes[free] = badge;
  }
  return found;
}

/** How wide a badge is. @param {Badge} badge */
export function size({ first, last }) {
  return first === last ? ONE : MANY;
}
