// @ts-check
/** Fetches index, digests and shard (registry/README.md §8.4). What goes wrong is a Fault, and never looks like an answer. */
import { checkDigests, checkIndex, checkShard, Fault, parse } from "./format.mjs";
import { canDigest, digest, digestsPath, fingerprint, groupName, name, path, slot } from "./shards.mjs";

/** Milliseconds for which a page may use an index that it has read. */
export const FRESH = 60_000;

/**
 * By this header the service worker marks what it has kept and gives because the network gives nothing (sw.js). In a
 * request it says that such a copy will do, and for which shard.
 */
export const KEPT = "Certsite-Kept";

/** What a page keeps from one check to the next. @returns {Held} */
export function nothingHeld() {
  return { at: 0, digests: new Map(), noOffersUntil: 0 };
}

/** @param {string} key @param {Source} source @returns {Promise<RegisterData>} the index, and the records of the key's shard */
export async function load(key, source) {
  if (!canDigest()) throw new Fault("INSECURE");
  const place = await digest(key);
  const { held } = source;
  const age = source.now() - held.at;
  const known = age >= 0 && age < FRESH ? held.index : undefined;
  try {
    return await attempt(place, { ...source, kept: false, shard: "" }, known);
  } catch (error) {
    // A cache on the way may have mixed two states: once more, with nothing from any cache.
    if (!(error instanceof Fault) || (error.code !== "INTEGRITY" && !known)) throw error;
    return attempt(place, { ...source, kept: false, shard: "" }, undefined, "reload");
  }
}

/**
 * Ask for all three files at once, where the latest index or else the page expects them; what the index has elsewhere is
 * then asked for there.
 * @param {Uint8Array} place @param {Reading} source @param {RegisterIndex} [known] @param {RequestCache} [anew]
 * @returns {Promise<RegisterData>}
 */
async function attempt(place, source, known, anew) {
  const { held } = source;
  /** @type {Map<string, Promise<ArrayBuffer>>} */
  const asked = new Map();
  /** @param {string} file @param {RequestCache} cache */
  const get = (file, cache) => {
    const answer = asked.get(file) ?? bytes(file, anew ?? cache, source);
    answer.catch(() => {}); // it counts only where the index leads to it
    asked.set(file, answer);
    return answer;
  };
  /** @param {{bits: number, snapshot: string}} by */
  const follow = ({ bits, snapshot }) => {
    const [shard, group] = [name(place, bits), groupName(place, bits)];
    const file = digestsPath(snapshot, group);
    const own = anew ? undefined : held.digests.get(file);
    return { shard, group, file, own, fetched: own ? undefined : get(file, "default"), content: get(path(shard), "no-cache") };
  };

  const expected = known ?? held.index ?? source;
  source.shard = path(name(place, expected.bits));
  const reading = known ?? newIndex(source);
  follow(expected);
  const index = await reading;
  const { shard, group, file, own, fetched, content } = follow(index);
  const digests = own ?? checkDigests(parse(await fetched), index.bits, group);
  held.digests.set(file, digests);
  if ((await fingerprint(await content)) !== digests[slot(shard)]) throw new Fault(source.kept ? "NETWORK" : "INTEGRITY"); // a copy is of its own time
  return { index, records: checkShard(parse(await content), index.bits, shard).records, kept: source.kept };
}

/** @param {Reading} source */
async function newIndex(source) {
  const at = source.now();
  const index = checkIndex(parse(await bytes("index.json", "no-store", source)));
  if (!source.kept && index.generated_at < source.newest) throw new Fault("OLDER_DATA");
  if (!source.kept) Object.assign(source.held, { index, at });
  return index;
}

/** @param {string} file @param {RequestCache} cache @param {Reading} source */
async function bytes(file, cache, source) {
  const { register, fetch, signal, shard } = source;
  try {
    const headers = { [KEPT]: shard };
    const response = await fetch(register + file, { cache, signal, credentials: "omit", headers });
    source.kept ||= response.headers.has(KEPT);
    if (response.ok) return await response.arrayBuffer();
  } catch {
    // No answer, and an answer that breaks off, are the same as an answer that is an error.
  }
  throw new Fault("NETWORK");
}
