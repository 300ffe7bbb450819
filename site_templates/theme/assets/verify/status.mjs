// @ts-check
/** How a record stands on a day (registry/README.md §7). Twin: generator/status.py. */

const TERM = new Set(["granted", "recertified", "expired_restored"]);
/** The strongest first. */
const ENDING = /** @type {const} */ (["withdrawn", "cancelled", "superseded"]);
const HISTORY = ["surveillance_passed", "scope_extended", "scope_reduced", "reissued", "corrected"];
const KNOWN = new Set([...TERM, ...ENDING, ...HISTORY, "suspended", "restored"]);

/** @param {CertificateRecord} record checked by format.mjs @param {string} day @returns {Status} */
export function status(record, day) {
  if (record.disclosure === "limited") return { status: "restricted" };
  const events = record.events ?? [];
  if (events.some((event) => !KNOWN.has(event.type))) return { status: "unknown" };

  const past = events.filter((event) => event.on <= day);
  const term = last(past, (event) => TERM.has(event.type) && event.until !== undefined);
  const last_day = /** @type {string} */ (term?.until ?? record.valid_to);

  for (const ending of ENDING) {
    const end = past.find((event) => event.type === ending);
    if (end && ending === "superseded") return { status: ending, since: end.on, last_day, by: end.by };
    if (end) return { status: ending, since: end.on, last_day };
  }
  if (day < /** @type {string} */ (record.valid_from)) return { status: "not_yet_effective", last_day };
  if (day > last_day) return { status: "expired", since: addDays(last_day, 1), last_day };

  const suspension = openSuspension(record, day);
  if (suspension === undefined) return { status: "valid", last_day };
  const result = { status: /** @type {const} */ ("suspended"), since: suspension.on, last_day };
  return day > /** @type {string} */ (suspension.until) ? { ...result, overrun: true } : result;
}

/** The suspension that no restoration has closed by a day. @param {CertificateRecord} record @param {string} day */
export function openSuspension(record, day) {
  const past = (record.events ?? []).filter((event) => event.on <= day);
  const turn = last(past, ({ type }) => type === "suspended" || type === "restored");
  return turn?.type === "suspended" ? turn : undefined;
}

/** @param {CertificateEvent[]} events @param {(event: CertificateEvent) => boolean} wanted */
function last(events, wanted) {
  return events.filter(wanted).pop();
}

const DAY = 86_400_000;

/** The day a number of days later. @param {string} day @param {number} days */
export function addDays(day, days) {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

/** How many days lie from one day to another. @param {string} from @param {string} to */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** The calendar day in Asia/Shanghai (UTC+8, no summer time). @param {number} instant milliseconds */
export function beijingDay(instant) {
  return beijingTime(instant).slice(0, 10);
}

/** Day, a space, and time to the second. @param {number} instant milliseconds */
export function beijingTime(instant) {
  return new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}
