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

/**
 * The content of a file, which is JSON as §5 writes it and not in any other way: so no key can stand in it twice.
 * @param {BufferSource | undefined} bytes
 */
export function parse(bytes) {
  let value, text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
    demand(isWhole(value?.format) && text.startsWith(`{"format":${value.format}`));
  } catch {
    throw new Fault("INTEGRITY");
  }
  if (value.format !== FORMAT) throw new Fault("NEWER_FORMAT");
  demand(isCanonical(text, value));
  return value;
}

/** @param {string} text @param {any} value */
function isCanonical(text, value) {
  /** @type {(key: string, value: any) => any} */
  const whole = (_, value) => (typeof value === "number" && !Number.isSafeInteger(value) ? undefined : value);
  try {
    if (JSON.stringify(value, whole) !== text.replaceAll("\n", "")) return false;
  } catch {
    return false; // too deep
  }
  // A key of digits would lose its place in an object here. Half a surrogate pair stands in no text.
  return !/"\d+":/.test(text) && !text.replaceAll("\\\\", "").includes("\\ud");
}

/** @param {any} value @returns {RegisterIndex} */
export function checkIndex(value) {
  const { issuer, platform, limits } = value;
  demand(isWhole(value.bits) && value.bits <= 24);
  demand(matches(value.snapshot, /^[0-9a-f]{64}$/));
  demand(isInstant(value.generated_at));
  demand(isOptionalDay(value.next_update_due) && isOptionalDay(value.since));
  demand([undefined, true, false].includes(value.specimen));
  demand(isName(issuer?.name) && isTexts(issuer.prefixes) && isOptionalText(issuer.phone));
  demand(isName(platform?.name) && matches(platform.url, /^https:\/\//));
  demand(isWhole(limits?.notice) && isWhole(limits.downgrade) && isWhole(limits.expiring));
  demand(isTable(value.schemes, isName) && isTable(value.levels, isName));
  demand(isTable(value.superseded, isSuccession));
  return value;
}

/** The digests of a group. @param {any} value @param {number} bits @param {string} group @returns {string[]} */
export function checkDigests(value, bits, group) {
  const { digests } = value;
  demand(value.bits === bits && value.group === group && Array.isArray(digests));
  demand(digests.length === 2 ** Math.min(6, bits) && digests.every((/** @type {any} */ one) => matches(one, /^[0-9a-f]{12}$/)));
  return digests;
}

/** @param {any} value @param {number} bits @param {string} shard its name @returns {Shard} */
export function checkShard(value, bits, shard) {
  demand(value.bits === bits && value.shard === shard && Array.isArray(value.records));
  demand(value.records.every((/** @type {any} */ record) => isText(record?.number)));
  return value;
}

/** The list of numbers (§12). @param {any} value @returns {string[]} */
export function checkNumbers({ numbers }) {
  demand(Array.isArray(numbers) && numbers.every(isText));
  return numbers;
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
  demand(isOptionalDay(value.first_certified_on));
  demand(value.revision === undefined || isWhole(value.revision));
  demand(value.events === undefined || areEvents(value.events));
  return value;
}

const LATER_TERM = new Set(["recertified", "expired_restored"]);

/** @param {any} events @returns {boolean} */
function areEvents(events) {
  if (!Array.isArray(events)) return false;
  let before = "";
  let endless = false; // a first term of which only `valid_to` knows the end, and that is the end of the last one
  for (const event of events) {
    if (!isObject(event) || !isDay(event.on) || !isText(event.type) || event.on < before) return false;
    const later = LATER_TERM.has(event.type);
    if (event.until !== undefined ? !isDay(event.until) : later || event.type === "suspended") return false;
    if (later && endless) return false;
    endless ||= event.type === "granted" && event.until === undefined;
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
  return Number.isSafeInteger(value) && value >= 0;
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
function isOptionalDay(value) {
  return value === undefined || isDay(value);
}

/** @param {any} value */
export function isDay(value) {
  return matches(value, /^\d{4}-\d\d-\d\d$/) && isInstant(`${value}T00:00:00Z`);
}

/** @param {any} value */
export function isInstant(value) {
  if (!matches(value, /^(?:19|2[01])\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)) return false;
  const instant = Date.parse(value);
  return !Number.isNaN(instant) && new Date(instant).toISOString() === `${value.slice(0, -1)}.000Z`;
}
