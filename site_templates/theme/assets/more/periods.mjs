// @ts-check
/** How a certificate stood from day to day, in periods. Every status comes from status.mjs; nothing is worked out anew here. */
import { addDays, daysBetween, status } from "../verify/status.mjs";

/**
 * How far the register speaks for a period: `known`; `ahead`: after the data were released, so it may change;
 * `before`: before the register's first entry.
 * @typedef {"known" | "ahead" | "before"} Grade
 */
/** @typedef {{from: string, to: string, status: StatusName, overrun: boolean, grade: Grade}} Period both days count */
/** @typedef {{released: string, since?: string}} Reach the days from which and until which the register speaks */

/** What ends for good: no later event can change it. */
const FINAL = new Set(["withdrawn", "cancelled", "superseded"]);

/** @param {CertificateRecord} record @param {string} day @param {Reach} reach @returns {Omit<Period, "from" | "to">} */
export function standing(record, day, { released, since }) {
  const { status: name, overrun = false } = status(record, day);
  const ended = FINAL.has(name) && FINAL.has(status(record, released).status);
  const ahead = day > released && !ended;
  return { status: name, overrun, grade: since !== undefined && day < since ? "before" : ahead ? "ahead" : "known" };
}

/**
 * The periods from one day to another.
 * @param {CertificateRecord} record @param {string} from @param {string} to @param {Reach} reach @returns {Period[]}
 */
export function periods(record, from, to, reach) {
  const found = /** @type {Period[]} */ ([]);
  for (const day of [from, ...turns(record, reach).filter((turn) => turn > from && turn <= to)]) {
    const last = found[found.length - 1];
    const own = standing(record, day, reach);
    if (last) last.to = addDays(day, -1);
    if (last && last.status === own.status && last.overrun === own.overrun && last.grade === own.grade) last.to = to;
    else found.push({ from: day, to, ...own });
  }
  return found;
}

/** Every day on which a status can change, in order. @param {CertificateRecord} record @param {Reach} reach */
function turns({ events = [], valid_from = "", valid_to = "" }, { released, since }) {
  const days = [valid_from, addDays(valid_to, 1), addDays(released, 1)];
  if (since !== undefined) days.push(since);
  for (const { on, until } of events) {
    days.push(on);
    if (until !== undefined) days.push(addDays(until, 1));
  }
  return [...new Set(days)].sort();
}

/**
 * Something that happened on a day. `edge`: it is drawn at the end of its day, for its status changes with the next one.
 * @typedef {{day: string, edge: boolean, event?: CertificateEvent, text?: "start" | "last_day" | "overrun" | "planned_end"}} Moment
 */

/** All that happened, and what follows from it, in order. @param {CertificateRecord} record @param {Period[]} found @returns {Moment[]} */
function moments(record, found) {
  const { events = [], valid_from = "", valid_to = "" } = record;
  const own = /** @type {Moment[]} */ (events.map((event) => ({ day: event.on, edge: false, event })));
  if (!events.some(({ on }) => on === valid_from)) own.push({ day: valid_from, edge: false, text: "start" });
  found.forEach(({ from, status: name, overrun }, at) => {
    const before = found[at - 1];
    const began = before !== undefined && (before.status !== name || before.overrun !== overrun);
    if (began && name === "expired") own.push({ day: addDays(from, -1), edge: true, text: "last_day" });
    if (began && overrun) own.push({ day: from, edge: false, text: "overrun" });
  });
  const ending = found.find(({ status: name }) => FINAL.has(name));
  if (ending && ending.from < valid_to) own.push({ day: valid_to, edge: true, text: "planned_end" });
  return own.sort((one, other) => compare(one.day, other.day) || Number(one.edge) - Number(other.edge));
}

/** @param {string} one @param {string} other */
function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}

/**
 * What a timeline shows: the days from which and to which it goes, its periods and moments.
 * @param {CertificateRecord} record of full disclosure @param {Reach} reach @param {string[]} days that it should also reach
 */
export function course(record, reach, days) {
  const { events = [], valid_from = "", valid_to = "" } = record;
  const own = [valid_from, valid_to, ...events.map(({ on }) => on)];
  for (const { type, until } of events) if (until !== undefined && type !== "suspended") own.push(until);
  own.sort();
  const [first, last] = [own[0], own[own.length - 1]];
  const length = daysBetween(first, last) + 1;
  const room = Math.max(30, Math.round(length * 0.3)); // a day further away would leave too little for the certificate
  const near = days.filter((day) => day >= addDays(first, -room) && day <= addDays(last, room));
  const all = [first, last, ...near].sort();
  const margin = Math.max(1, Math.ceil(length * 0.04)); // so that it is seen what was before and what comes after
  const [from, to] = [addDays(all[0], -margin), addDays(all[all.length - 1], margin)];
  const found = periods(record, from, to, reach);
  return { from, to, periods: found, moments: moments(record, found) };
}
