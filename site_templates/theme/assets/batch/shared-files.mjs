// @ts-check
/** Fetches files for many checks at once: no more than a few at a time, and a digest file, which many shards share, once. */

/** So many requests run at a time. */
export const AT_ONCE = 6;

/** @param {typeof fetch} fetch @returns {typeof fetch} */
export function sharedFiles(fetch) {
  let free = AT_ONCE;
  const waiting = /** @type {(() => void)[]} */ ([]);
  /** Digest files, also those on their way. @type {Map<string, Promise<Response>>} */
  const kept = new Map();

  /** @type {typeof fetch} */
  async function limited(address, options) {
    if (free === 0) await new Promise((go) => waiting.push(() => go(undefined)));
    else free -= 1;
    try {
      if (options?.signal?.aborted) throw new Error("given up"); // while it waited
      const response = await fetch(address, options);
      const body = await response.arrayBuffer(); // a request is over when all of it is here
      return new Response(body, response);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  }

  /** @type {typeof fetch} */
  async function shared(address, options) {
    if (options?.cache !== "default") return limited(address, options); // only files that never change may be kept
    const file = String(address);
    const asked = kept.get(file) ?? limited(address, options);
    kept.set(file, asked);
    try {
      const response = await asked;
      if (!response.ok) kept.delete(file);
      return response.clone();
    } catch (error) {
      kept.delete(file);
      throw error;
    }
  }

  return shared;
}
