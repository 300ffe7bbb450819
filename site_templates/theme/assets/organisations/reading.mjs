// @ts-check
/**
 * The register's index and the root of its search, read together and of one snapshot: what a search is answered from
 * (registry/SEARCH.md §3.4). No document, no clock of its own, no network of its own.
 */
import { checkIndex, Fault, parse } from "../verify/format.mjs";
import { Search } from "../verify/search.mjs";
import { canDigest } from "../verify/shards.mjs";
import { FRESH, KEPT } from "../verify/store.mjs";

/**
 * @typedef {Pick<Source, "register" | "now" | "fetch" | "signal" | "newest">} Origin
 * @typedef {{ at: number, index?: RegisterIndex, search?: Search }} Kept what a page keeps from one search to the next
 * @typedef {Object} Reading
 * @property {RegisterIndex} index
 * @property {Search} search
 * @property {number} most how many organisations a search lists
 * @property {boolean} offline it is a copy of an earlier time
 */

/** @returns {Kept} */
export function nothingKept() {
  return { at: 0 };
}

/** @param {Origin} origin @param {Kept} kept @returns {Promise<Reading>} */
export async function read(origin, kept) {
  if (!canDigest()) throw new Fault("INSECURE");
  try {
    return await attempt(origin, kept);
  } catch (error) {
    // A register was published meanwhile, or a cache on the way has mixed two: both once more, past any cache.
    if (!(error instanceof Fault) || error.code !== "INTEGRITY") throw error;
    return attempt(origin, kept, "reload");
  }
}

/** @param {Origin} origin @param {Kept} kept @param {RequestCache} [anew] @returns {Promise<Reading>} */
async function attempt(origin, kept, anew) {
  let offline = false;
  /** @type {typeof window.fetch} */
  const fetch = async (address, options) => {
    const cache = options?.cache === "no-cache" ? anew ?? "no-cache" : options?.cache;
    const response = await origin.fetch(address, { ...options, cache });
    offline ||= response.headers.has(KEPT);
    return response;
  };
  const source = { register: origin.register, fetch, signal: origin.signal };
  const search = anew ? new Search(source) : kept.search ?? new Search(source);
  search.source = source;

  const at = origin.now();
  const age = at - kept.at;
  const known = !anew && age >= 0 && age < FRESH ? kept.index : undefined;
  const [index, root] = await Promise.all([known ?? readIndex(source), search.root()]);
  if (index.generated_at < origin.newest) throw new Fault("OLDER_DATA");
  const isKnown = Object.keys(index.superseded).every((edition) => root.superseded.includes(edition));
  if (root.snapshot !== index.snapshot || !isKnown) throw new Fault("INTEGRITY");
  if (!offline) Object.assign(kept, { index, search, at: known ? kept.at : at });
  return { index, search, most: root.most, offline };
}

/** @param {Pick<Source, "register" | "fetch" | "signal">} source */
async function readIndex({ register, fetch, signal }) {
  let bytes;
  try {
    const response = await fetch(`${register}index.json`, { cache: "no-store", signal, credentials: "omit" });
    if (response.ok) bytes = await response.arrayBuffer();
  } catch {
    // No answer, and an answer that breaks off, are the same as an answer that is an error.
  }
  if (!bytes) throw new Fault("NETWORK");
  return checkIndex(parse(bytes));
}
