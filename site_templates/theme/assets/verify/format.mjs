// @ts-check
/** Whether files of the register are as specified (registry/README.md §4–§6). What is not is a fault, never a default. */

export const FORMAT = 1;

/** There are no data to judge by. */
export class Fault extends Error {
  /** @param {FaultCode} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** @param {any} right */
function demand(right) {
  if (!right) throw new Fault("INTEGRITY");
}

/** @param {any} value @returns {RegisterIndex} */
export function checkIndex(value) {
  checkFormat(value);
  const { issuer, platform, limits } = value;
  demand(isWhole(value.bits) && value.bits <= 24);
  demand(matches(value.snapshot, /^[0-9a-f]{64}$/));
  demand(isInstant(value.generated_at));
  demand(value.next_update_due === undefined || isDay(value.next_update_due));
  demand([undefined, true, false].includes(value.specimen));
  demand(isName(issuer?.name) && isTexts(issuer.prefixes) && isOptionalText(issuer.phone));
  demand(isName(platform?.name) && matches(platform.url, /^https:\/\//));
  demand(isWhole(limits?.notice) && isWhole(limits.downgrade) && isWhole(limits.expiring));
  demand(isTable(value.schemes, isName) && isTable(value.levels, isName));
  demand(isTable(value.superseded, isSuccession));
  return value;
}

/** @param {any} value @returns {Shard} */
export function checkShard(value) {
  checkFormat(value);
  demand(isWhole(value.bits) && isText(value.shard) && Array.isArray(value.records));
  demand(value.records.every((/** @type {any} */ record) => isText(record?.number)));
  return value;
}

/** @param {any} value @returns {CertificateRecord} */
export function checkRecord(value) {
  if (value.disclosure === "limited") return value;
  demand([undefined, "full"].includes(value.disclosure));
  demand([undefined, true, false].includes(value.specimen));
  demand(["scheme", "holder", "address", "scope"].every((key) => isText(value[key])));
  const optional = ["holder_en", "uscc", "address_en", "scope_en", "parent", "level"];
  demand(optional.every((key) => isOptionalText(value[key])));
  demand(isTexts(value.standards) && (value.sites === undefined || isTexts(value.sites)));
  demand(["issued_on", "valid_from", "valid_to"].every((key) => isDay(value[key])));
  demand(value.first_certified_on === undefined || isDay(value.first_certified_on));
  demand(value.revision === undefined || isWhole(value.revision));
  demand(value.events === undefined || areEvents(value.events));
  return value;
}

/** @param {any} value */
function checkFormat(value) {
  demand(isWhole(value?.format));
  if (value.format !== FORMAT) throw new Fault("NEWER_FORMAT");
}

const NEEDS_UNTIL = new Set(["recertified", "expired_restored", "suspended"]);

/** @param {any} events @returns {boolean} */
function areEvents(events) {
  if (!Array.isArray(events)) return false;
  let before = "";
  for (const event of events) {
    if (!isObject(event) || !isDay(event.on) || !isText(event.type) || event.on < before) return false;
    if (event.until !== undefined ? !isDay(event.until) : NEEDS_UNTIL.has(event.type)) return false;
    if (event.by !== undefined ? !isText(event.by) : event.type === "superseded") return false;
    before = event.on;
  }
  return true;
}

/** @param {any} value */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {any} value @param {(entry: any) => boolean} fits */
function isTable(value, fits) {
  return isObject(value) && Object.values(value).every(fits);
}

/** @param {any} value */
function isWhole(value) {
  return Number.isInteger(value) && value >= 0;
}

/** @param {any} value @param {RegExp} pattern */
function matches(value, pattern) {
  return typeof value === "string" && pattern.test(value);
}

/** @param {any} value */
function isText(value) {
  return typeof value === "string" && value !== "";
}

/** @param {any} value */
function isOptionalText(value) {
  return value === undefined || isText(value);
}

/** @param {any} value */
function isTexts(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

/** @param {any} value */
function isName(value) {
  return isObject(value) && isText(value.zh) && isOptionalText(value.en);
}

/** @param {any} value */
function isSuccession(value) {
  return isObject(value) && isText(value.by) && (value.until === undefined || isDay(value.until));
}

/** @param {any} value */
function isDay(value) {
  return matches(value, /^\d{4}-\d\d-\d\d$/) && isInstant(`${value}T00:00:00Z`);
}

/** @param {any} value */
function isInstant(value) {
  if (!matches(value, /^(?:19|2[01])\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)) return false;
  const instant = Date.parse(value);
  return !Number.isNaN(instant) && new Date(instant).toISOString() === `${value.slice(0, -1)}.000Z`;
}
