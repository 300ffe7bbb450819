// @ts-check
/** What a list says of a certificate on this day: never more than a check of the same number, which reads the record itself. */
import { Fault } from "../verify/format.mjs";
import { NO } from "../verify/outcome.mjs";
import { daysBetween, status } from "../verify/status.mjs";

/**
 * @typedef {import("../verify/outcome.mjs").When} Day
 * @typedef {{ code: string, facts: Facts }} Standing the code is that of an outcome, for its look and its words
 */

/**
 * @param {CertificateRecord} record as a search index has it @param {RegisterIndex} index @param {Day} day
 * @param {boolean} offline the data are a copy of an earlier time @returns {Standing}
 */
export function standing(record, index, { today, age }, offline) {
  const events = record.events ?? [];
  if (events.some(({ on }, at) => at > 0 && on < events[at - 1].on)) throw new Fault("INTEGRITY");
  const state = status(record, today);
  const from = state.since ?? record.valid_from ?? "";
  const facts = { to: state.last_day ?? "", from, n: age };

  if (offline) return { code: "OFFLINE", facts };
  const no = NO.get(state.status);
  if (no !== undefined) return { code: no, facts };
  if (state.status !== "valid") return { code: "UNKNOWN_EVENT", facts };
  if (age > index.limits.downgrade) return { code: "STALE", facts };
  if (hasEndedTransition(record, index, today)) return { code: "TRANSITION_OVER", facts };
  const left = daysBetween(today, facts.to);
  return { code: left <= index.limits.expiring ? "VALID_EXPIRING" : "VALID", facts };
}

/** Whether a certificate names an edition whose transition has ended. @param {CertificateRecord} record @param {RegisterIndex} index @param {string} today */
function hasEndedTransition({ standards = [] }, { superseded }, today) {
  return Object.entries(superseded).some(
    ([edition, { until }]) => until !== undefined && until < today && standards.includes(edition),
  );
}
