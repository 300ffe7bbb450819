// @ts-check
/**
 * What is offered after a miss: numbers of the register's list that are near the one asked for (registry/README.md §12). Loaded
 * after a miss. An offer never changes a verdict: where there is no list, or not the right one, the answer stays as it is.
 * Twin: generator/near.py.
 */
import { checkNumbers, Fault, parse } from "./format.mjs";
import { key as keyOf } from "./normalise.mjs";
import { compare, MOST_CANDIDATES } from "./outcome.mjs";
import { fingerprint } from "./shards.mjs";

const CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The outcome of a miss, with the numbers near it, or a thrown Fault. @param {Outcome} missed @param {string} key @param {Source} source */
export async function offered(missed, key, source) {
  const { held } = source;
  const digest = String(missed.index?.numbers);
  if (held.numbers?.digest !== digest) held.numbers = { digest, byKey: list(digest, source) };
  try {
    return withNear(missed, key, await held.numbers.byKey);
  } catch (error) {
    held.numbers = undefined; // the next one reads it anew
    throw error;
  }
}

/** Not given up with a check: the next one may need it. @param {string} digest @param {Source} source */
async function list(digest, { register, fetch }) {
  const response = await fetch(`${register}numbers.json`, { cache: "no-cache", credentials: "omit" });
  if (!response.ok) throw new Fault("NETWORK");
  const bytes = await response.arrayBuffer();
  if ((await fingerprint(bytes)) !== digest) throw new Fault("INTEGRITY");
  return byKey(checkNumbers(parse(bytes)));
}

/** Numbers as printed by their keys. @param {string[]} numbers @returns {Map<string, string>} */
export function byKey(numbers) {
  try {
    return new Map(numbers.map((number) => [keyOf(number), number]));
  } catch {
    throw new Fault("INTEGRITY");
  }
}

/** @param {Outcome} missed @param {string} key @param {Map<string, string>} numbers @returns {Outcome} */
export function withNear(missed, key, numbers) {
  const found = [...new Set(variants(key))].filter((variant) => variant !== key && numbers.has(variant)).sort();
  if (found.length === 0 || found.length > MOST_CANDIDATES) return missed;
  const candidates = found.map((variant) => aligned(key, variant, /** @type {string} */ (numbers.get(variant))));
  return {
    ...missed,
    code: "NEAR_MISS",
    text: found.length === 1 ? "NEAR_MISS" : "NEAR_MISS_SEVERAL",
    facts: { ...missed.facts, cand: candidates[0].number },
    remarks: missed.remarks.filter(({ text }) => text !== "not_here"),
    candidates,
  };
}

/** One character left out, two neighbours swapped, one put in. @param {string} key */
function* variants(key) {
  for (let at = 0; at <= key.length; at += 1) {
    const [before, after] = [key.slice(0, at), key.slice(at)];
    yield before + after.slice(1);
    yield before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
    for (const character of CHARACTERS) yield before + character + after;
  }
}

/** Where a number differs from a key that may have a character more or less. @param {string} key @param {string} own the number's key @param {string} number @returns {Candidate} */
function aligned(key, own, number) {
  if (key.length === own.length) return compare(key, number);
  let at = 0;
  while (key[at] === own[at]) at += 1;
  if (key.length > own.length) {
    return { number, marked: [{ text: number, differs: false }], differences: [{ pos: at + 1, a: key[at], b: "" }] };
  }
  const { marked, differences } = compare(`${key.slice(0, at)} ${key.slice(at)}`, number);
  return { number, marked, differences: [{ ...differences[0], a: "" }] };
}
