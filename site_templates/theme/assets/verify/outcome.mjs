// @ts-check
/**
 * From the data to one of three verdicts (registry/README.md §8.2, §8.3). There is one way to a yes: through `judge`.
 * Twin: generator/verdict.py.
 */
import { checkRecord, Fault, isDay } from "./format.mjs";
import { keep, key as keyOf, LONGEST, Refused, SHORTEST, WHITE } from "./normalise.mjs";
import { fold } from "./shards.mjs";
import { beijingDay, beijingTime, daysBetween, openSuspension, status } from "./status.mjs";

/** @param {string} code @param {Verdict} verdict @param {Facts} [facts] @returns {Outcome} */
function plain(code, verdict, facts = {}) {
  return { code, verdict, text: code, facts, remarks: [], candidates: [], specimen: false };
}

/** @param {Fault} fault @param {Facts} facts */
export function faulty(fault, facts) {
  return plain(fault.code, "unknown", facts);
}

/** @param {string} text @returns {{key: string} | {refusal: Outcome}} */
export function readNumber(text) {
  try {
    return { key: keyOf(text) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refusal: refusal(error) };
  }
}

/** @param {Refused} refused @returns {Outcome} */
function refusal({ kind, character = "", length = 0 }) {
  if (kind === "empty") return plain("INPUT_EMPTY", "input");
  if (kind === "short") return plain("INPUT_SHORT", "input", { min: SHORTEST, n: length });
  if (kind === "long") return plain("INPUT_LONG", "input", { max: LONGEST, n: length });
  if (kind === "han") return plain("INPUT_NAME", "input");
  const point = /** @type {number} */ (character.codePointAt(0));
  const codePoint = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  const visible = kind === "other" && !/^[\p{C}\p{M}\p{Z}]$/u.test(character);
  return plain("INPUT_CHAR", "input", { c: visible ? character : codePoint });
}

/** What the number of a certificate looks like as a key, whoever the body is (§8.2). */
export const CERTIFICATE_NUMBER = /^(?:F|RF)?[0-9]{4,6}[A-Z]{1,6}[0-9]{2,7}R[0-9]{1,2}[LMS][0-9A-Z]*$/;

const CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CODE_SHAPE = /^[0-9A-HJ-NP-RTUWXY]{18}$/;
const CODE_REGION = /^.{2}(?:1[0-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]|99)\d{4}/;

/** Whether a key is a unified social credit code (GB 32100-2015). @param {string} key */
function isCreditCode(key) {
  if (!CODE_SHAPE.test(key) || CERTIFICATE_NUMBER.test(key)) return false;
  return CODE_REGION.test(key) || codeCheck(key) === key[17];
}

/** @param {string} code */
function codeCheck(code) {
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += CODE_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CODE_ALPHABET[(31 - (sum % 31)) % 31];
}

/** @param {string} key @param {Question} question @param {RegisterData} data @param {number} now @returns {Outcome} */
export function outcome(key, question, { index, records, kept }, now) {
  const on = question.on?.replace(WHITE, "");
  if (on !== undefined && !isDay(on)) return plain("INPUT_DAY", "input");
  const when = reckon(index, now, on);
  const facts = { no: key, asof: when.asof };
  const found = records.filter((record) => recordKey(record) === key);
  if (found.length > 1) throw new Fault("INTEGRITY");
  const answer =
    found.length === 1
      ? judge(checkRecord(found[0]), question, index, when, facts)
      : missing(key, records, index, facts);
  const remarks = answer.code === "STALE" ? answer.remarks : [...answer.remarks, ...when.remarks];
  const whole = { ...answer, index, today: when.today, on, remarks };
  return kept ? ofACopy(whole) : whole;
}

/** An answer from a kept copy is no answer of now (§8.4). @param {Outcome} answer @returns {Outcome} */
function ofACopy(answer) {
  if (answer.verdict === "input" || answer.code === "RESTRICTED") return answer;
  if (!answer.status) throw new Fault("NETWORK");
  const facts = { ...answer.facts, st: { word: answer.status.status } };
  return { ...answer, ...plain("OFFLINE", "unknown", facts), remarks: answer.remarks, specimen: answer.specimen };
}

/** @param {CertificateRecord} record */
function recordKey(record) {
  try {
    return keyOf(record.number);
  } catch {
    throw new Fault("INTEGRITY");
  }
}

/** @typedef {ReturnType<typeof reckon>} When */
/**
 * Which day it is, and how many days old the data are (§8.3). Of a day that was asked for, their age does not matter.
 * @param {RegisterIndex} index @param {number} now @param {string} [on]
 */
export function reckon(index, now, on) {
  const generated = Date.parse(index.generated_at);
  const asof = beijingTime(generated).slice(0, 16);
  const [device, published] = [beijingDay(now), beijingDay(generated)];
  if (on !== undefined) return { today: on, age: 0, asof, remarks: [], on, ahead: on > published };
  const age = Math.max(0, daysBetween(published, device));
  /** @type {Remark[]} */
  const remarks = [];
  if (device < published) remarks.push({ text: "clock_behind", facts: { device, published } });
  if (age > index.limits.notice) remarks.push({ text: "old_data", facts: { n: age, asof } });
  return { today: device < published ? published : device, age, asof, remarks, on, ahead: false };
}

/** Statuses that are a no. */
export const NO = new Map([
  ["withdrawn", "WITHDRAWN"],
  ["cancelled", "CANCELLED"],
  ["superseded", "SUPERSEDED"],
  ["not_yet_effective", "NOT_YET"],
  ["expired", "EXPIRED"],
  ["suspended", "SUSPENDED"],
]);

/**
 * @param {CertificateRecord} record @param {Question} question @param {RegisterIndex} index @param {When} when
 * @param {Facts} shared
 */
function judge(record, question, index, when, shared) {
  const { today } = when;
  const state = status(record, today);
  const specimen = record.specimen === true || index.specimen === true;
  if (state.status === "restricted") {
    return { ...plain("RESTRICTED", "unknown", { ...shared, no: record.number }), specimen };
  }
  const last = state.last_day ?? "";
  const left = last && daysBetween(today, last);
  const from = state.since ?? record.valid_from ?? "";
  const facts = { ...shared, no: record.number, to: last, from, new: state.by ?? "", n: left, on: today };
  const mismatches = differences(question, record, last);
  const remarks = [...suspensionRemarks(record, state, today), ...mismatches];
  /** @type {(code: string, verdict: Verdict, more?: Partial<Outcome>) => Outcome} */
  const say = (code, verdict, more) => ({
    ...plain(code, verdict, facts), remarks, specimen, record, status: state, ...more,
  });

  if (when.ahead) return say("AHEAD", "unknown", { remarks: [], status: undefined });
  if (when.on !== undefined && index.since !== undefined && when.on < index.since) {
    return say("BEFORE", "unknown", { facts: { ...facts, since: index.since }, remarks: [], status: undefined });
  }
  const no = NO.get(state.status);
  if (no !== undefined) return say(no, "no");
  if (state.status !== "valid") return say("UNKNOWN_EVENT", "unknown", { remarks: [] });

  // The status is valid. What else speaks against a yes?
  const transition = firstTransition(record.standards ?? [], index);
  const transitionFacts = { ...facts, ...transition };
  if (transition?.deadline && transition.deadline < today) {
    return say("TRANSITION_OVER", "unknown", { facts: transitionFacts });
  }
  if (when.age > index.limits.downgrade) {
    return say("STALE", "unknown", { facts: { ...facts, n: when.age, st: { word: "valid" } } });
  }
  if (mismatches.length > 0) return say("QR_MISMATCH", "unknown");

  // Nothing does. This is the only way to a yes.
  const yes = say("VALID", "yes");
  if (transition) {
    const text = transition.deadline ? "transition" : "transition_open";
    yes.remarks = [...remarks, { text, facts: transitionFacts }];
  }
  if (when.on !== undefined) return yes;
  if (left !== "" && left <= index.limits.expiring) {
    const text = ["VALID_LAST_DAY", "VALID_DAY_LEFT"][left] ?? "VALID_EXPIRING";
    return { ...yes, code: "VALID_EXPIRING", text };
  }
  return transition ? { ...yes, code: "VALID_TRANSITION", text: "VALID_TRANSITION" } : yes;
}

/** @param {CertificateRecord} record @param {Status} state @param {string} today @returns {Remark[]} */
function suspensionRemarks(record, state, today) {
  const open = openSuspension(record, today);
  if (!open) return [];
  const facts = { from: open.on, until: open.until ?? "" };
  if (state.status === "suspended") return [{ text: state.overrun && !ends(record, today) ? "overrun" : "suspended_until", facts }];
  if (state.status === "expired") return [{ text: "expired_suspended", facts }];
  return [];
}

/** Whether the suspension of a day ends after it. @param {CertificateRecord} record @param {string} today */
function ends({ events = [] }, today) {
  return events.some(({ on, type }) => on > today && ["restored", "withdrawn", "cancelled", "superseded"].includes(type));
}

/** The transition that ends first; one without a deadline is last. @param {string[]} standards @param {RegisterIndex} index */
function firstTransition(standards, index) {
  return Object.entries(index.superseded)
    .filter(([standard]) => standards.includes(standard))
    .map(([oldstd, { by, until = "" }]) => ({ oldstd, newstd: by, deadline: until }))
    .sort((one, other) => ((one.deadline || "~") < (other.deadline || "~") ? -1 : 1))[0];
}

/** What a QR code says otherwise. @param {Question} question @param {CertificateRecord} record @param {string} last */
export function differences({ holder, to }, record, last) {
  /** @type {Remark[]} */
  const found = [];
  /** @param {string} word @param {string} qr @param {string} [reg] */
  const differs = (word, qr, reg = "") => found.push({ text: "mismatch", facts: { field: { word }, qr, reg } });
  const names = [record.holder, record.holder_en].map((name) => name && comparable(name));
  if (holder !== undefined && !names.includes(comparable(holder))) differs("holder", holder, record.holder);
  // Of an earlier day: the paper may be of the term that followed.
  if (to !== undefined && ![last, record.valid_to].includes(to.replace(WHITE, ""))) differs("valid_to", to, last);
  return found;
}

/** A name without white space and without the width of its brackets. @param {string} name */
function comparable(name) {
  return name.replace(WHITE, "").replace(/（/g, "(").replace(/）/g, ")");
}

/** So many numbers are offered. */
export const MOST_CANDIDATES = 3;

/** @param {string} key @param {CertificateRecord[]} records @param {RegisterIndex} index @param {Facts} facts */
function missing(key, records, index, facts) {
  if (isCreditCode(key)) return plain("INPUT_USCC", "input", { no: key });
  const specimen = index.specimen ? [{ text: "not_here", facts }] : [];
  const { prefixes } = index.issuer;
  if (CERTIFICATE_NUMBER.test(key) && !prefixes.some((prefix) => key.startsWith(prefix))) {
    const ours = prefixes.join(" / ");
    return { ...plain("OTHER_BODY", "unknown", { ...facts, ours }), remarks: specimen };
  }
  const candidates = records
    .filter((record) => fold(recordKey(record)) === fold(key))
    .map((record) => compare(key, record.number))
    .sort((one, other) => one.differences.length - other.differences.length)
    .slice(0, MOST_CANDIDATES);
  if (candidates.length === 0) return { ...plain("NOT_FOUND", "unknown", facts), remarks: specimen };
  const text = candidates.length === 1 ? "NEAR_MISS" : "NEAR_MISS_SEVERAL";
  return { ...plain("NEAR_MISS", "unknown", { ...facts, cand: candidates[0].number }), text, candidates };
}

/** Where a number differs from a key of the same length. @param {string} key @param {string} number @returns {Candidate} */
export function compare(key, number) {
  const marked = /** @type {Candidate["marked"]} */ ([]);
  const differences = [];
  let position = 0;
  for (const text of number) {
    const own = keep(text);
    const differs = Boolean(own) && own !== key[position];
    if (differs) differences.push({ pos: position + 1, a: key[position], b: text });
    if (own) position += 1;
    const piece = marked[marked.length - 1];
    if (piece && piece.differs === differs) piece.text += text;
    else marked.push({ text, differs });
  }
  return { number, marked, differences };
}
