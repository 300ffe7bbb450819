// @ts-check
/** Whether a file of the search index is as specified, and what it says (registry/SEARCH.md §4). Twin: generator/search/files.py. */
import { Fault } from "./format.mjs";
import { CREDIT_CODE, NUMBER, Names, compare, fold } from "./search-fold.mjs";
import { addDays } from "./status.mjs";

/**
 * @typedef {{ first: string, name: string, entries: number }} Child a file as its parent lists it
 * @typedef {Object} Root
 * @property {string} snapshot
 * @property {number} most
 * @property {Names} names
 * @property {string[]} schemes
 * @property {string[]} superseded the editions that were so when the index was built
 * @property {string[][]} editions those of them that the certificates of each place in `schemes` name
 * @property {number} level
 * @property {Child[]} children
 * @typedef {Object} Entry
 * @property {string} key
 * @property {string[]} before the keys of the same names that come before this one
 * @property {string} holder
 * @property {string} [holder_en]
 * @property {string} [uscc] where it was a credit code that was found
 * @property {CertificateRecord[]} certificates with as much as status needs
 */

const FORMAT = 1;
const LONGEST_TERM = 100_000;
const COMPLETE = new Set(["superseded", "suspended", "recertified", "expired_restored"]);

/** @param {string} text @returns {Root} */
export function readRoot(text) {
  const value = read(text);
  demand(typeof value.snapshot === "string" && /^[0-9a-f]{64}$/.test(value.snapshot));
  const [schemes, superseded] = [value.schemes, value.superseded].map((texts) => list(texts).map(filled));
  const editions = list(value.editions).map((places) => chosen(places, superseded));
  demand(editions.length === schemes.length);
  return {
    snapshot: value.snapshot,
    most: whole(value.most, 1),
    names: new Names(list(value.stop_words).map(filled)),
    schemes,
    superseded,
    editions,
    level: whole(value.level, 1),
    children: readChildren(value.children, ""),
  };
}

/** The texts at places. @param {any} places @param {string[]} texts @returns {string[]} */
function chosen(places, texts) {
  return list(places).map((place) => {
    demand(whole(place, 0) < texts.length);
    return texts[place];
  });
}

/** @param {string} text of a file whose digest is right @param {Child} child @param {number} level @returns {Child[]} */
export function readNode(text, child, level) {
  const children = readChildren(atLevel(text, level).children, child.first);
  demand(children.length > 0 && children.reduce((sum, { entries }) => sum + entries, 0) === child.entries);
  return children;
}

/** @param {string} text of a file whose digest is right @param {Child} child @param {Root} root @returns {Entry[]} */
export function readLeaf(text, child, root) {
  const entries = list(atLevel(text, 0).entries).map((value) => readEntry(value, root));
  demand(entries.length === child.entries && compare(child.first.replace(/ $/, ""), entries[0].key) <= 0);
  demand(entries.every(({ key }, at) => at === 0 || compare(entries[at - 1].key, key) <= 0));
  return entries;
}

/** @param {string} text @param {number} level */
function atLevel(text, level) {
  const value = read(text);
  demand(value.level === level);
  return value;
}

/** @param {string} text @returns {any} */
function read(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault("INTEGRITY");
  }
  demand(typeof value === "object" && value !== null && !Array.isArray(value));
  if (value.format !== FORMAT) throw new Fault(Number.isInteger(value.format) ? "NEWER_FORMAT" : "INTEGRITY");
  return value;
}

/** @param {any} values @param {string} start what the first one must begin with @returns {Child[]} */
function readChildren(values, start) {
  const children = list(values).map((value) => {
    const [first, name, entries] = list(value);
    demand(typeof first === "string" && typeof name === "string" && /^[0-9a-f]{16}$/.test(name));
    return { first, name, entries: whole(entries, 1) };
  });
  demand(children.length === 0 || children[0].first === start);
  demand(
    children.every(({ first }, at) => {
      const order = at === 0 ? -1 : compare(children[at - 1].first, first);
      return order < 0 || (order === 0 && first.endsWith(" "));
    }),
  );
  return children;
}

/** @param {any} value @param {Root} root @returns {Entry} */
function readEntry(value, root) {
  const [start, holder, certificates, english] = list(value);
  const holder_en = english === undefined || english === null ? undefined : filled(english);
  const records = list(certificates).map((one) => readCertificate(one, root));
  const row = { before: /** @type {string[]} */ ([]), holder: filled(holder), holder_en, certificates: records };
  demand(records.length > 0);
  if (start === NUMBER) {
    demand(records.length === 1);
    return { ...row, key: NUMBER + fold(records[0].number) };
  }
  if (typeof start === "string") {
    demand(start.startsWith(CREDIT_CODE));
    return { ...row, key: CREDIT_CODE + fold(start), uscc: start.slice(1).toUpperCase() };
  }
  const keys = root.names.keys(row.holder, holder_en);
  demand(whole(start, 0) < keys.length);
  return { ...row, key: keys[start], before: keys.slice(0, start) };
}

/** @param {any} value §4.5 @param {Root} root @returns {CertificateRecord} */
function readCertificate(value, { schemes, editions }) {
  const [number, scheme, from, length, events] = list(value);
  const valid_from = day(from);
  demand(whole(scheme, 0) < schemes.length && whole(length, 0) < LONGEST_TERM);
  const valid_to = addDays(valid_from, length);
  const record = { number: filled(number), scheme: schemes[scheme], standards: editions[scheme], valid_from, valid_to };
  return events === undefined ? record : { ...record, events: list(events).map(readEvent) };
}

/** @param {any} value @returns {CertificateEvent} */
function readEvent(value) {
  const [on, type, third] = list(value);
  const event = { on: day(on), type: filled(type) };
  if (value.length > 2) return type === "superseded" ? { ...event, by: filled(third) } : { ...event, until: day(third) };
  demand(!COMPLETE.has(type));
  return event;
}

/** @param {any} value */
function day(value) {
  const text = String(whole(value, 0));
  demand(/^(?:19|2[01])\d{6}$/.test(text));
  const written = text.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
  const instant = Date.parse(written);
  demand(!Number.isNaN(instant) && new Date(instant).toISOString().startsWith(written));
  return written;
}

/** @param {any} value @param {number} least @returns {number} */
function whole(value, least) {
  demand(Number.isSafeInteger(value) && value >= least);
  return value;
}

/** @param {any} value @returns {string} */
function filled(value) {
  demand(typeof value === "string" && value !== "");
  return value;
}

/** @param {any} value @returns {any[]} */
function list(value) {
  demand(Array.isArray(value));
  return value;
}

/** @param {any} right */
function demand(right) {
  if (!right) throw new Fault("INTEGRITY");
}
