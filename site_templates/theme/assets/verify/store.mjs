// @ts-check
/** Fetches the index and one shard (registry/README.md §8.4). What goes wrong is a Fault, and never looks like an answer. */
import { Fault, checkIndex, checkShard } from "./format.mjs";
import { canDigest, digest, name, path } from "./shards.mjs";

/** @param {string} key @param {Source} source @returns {Promise<RegisterData>} the index and the key's shard */
export async function load(key, source) {
  if (!canDigest()) throw new Fault("INSECURE");
  const place = await digest(key);
  const early = shardAt(name(place, source.bits), "no-cache", source);
  early.catch(() => {}); // it counts only if the index confirms the hint
  const index = checkIndex(await json("index.json", "no-store", source));

  const wanted = name(place, index.bits);
  const hintHeld = index.bits === source.bits;
  let shard = await (hintHeld ? early : shardAt(wanted, "no-cache", source));
  if (hintHeld && shard.bits !== index.bits) shard = await shardAt(wanted, "no-store", source);
  if (shard.bits !== index.bits || shard.shard !== wanted) {
    throw new Fault("INTEGRITY");
  }
  return { index, records: shard.records };
}

/** @param {string} name @param {RequestCache} cache @param {Source} source @returns {Promise<Shard>} */
async function shardAt(name, cache, source) {
  return checkShard(await json(path(name), cache, source));
}

/** @param {string} file @param {RequestCache} cache @param {Source} source @returns {Promise<unknown>} */
async function json(file, cache, { register, fetch, signal }) {
  let text;
  try {
    const response = await fetch(register + file, { cache, signal, credentials: "omit" });
    if (!response.ok) throw new Fault("NETWORK");
    text = await response.text();
  } catch {
    throw new Fault("NETWORK");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Fault("INTEGRITY");
  }
}
