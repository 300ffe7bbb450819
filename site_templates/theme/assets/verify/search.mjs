// @ts-check
/** Finds organisations in a published search index (registry/SEARCH.md §3). Twin: generator/search/reader.py. */
import { Fault } from "./format.mjs";
import { readLeaf, readNode, readRoot } from "./search-files.mjs";
import { CREDIT_CODE, compare, fold, isShort, ranges } from "./search-fold.mjs";
import { canDigest } from "./shards.mjs";

/**
 * @typedef {import("./search-files.mjs").Child} Child
 * @typedef {import("./search-files.mjs").Entry} Entry
 * @typedef {import("./search-files.mjs").Root} Root
 * @typedef {Pick<Entry, "holder" | "holder_en" | "uscc" | "certificates">} Found
 * @typedef {{ range: number, leaf: number[], at: number, listed: number, last?: string }} Cursor where the next page begins
 * @typedef {{ range: number, leaf: number[], at: number }} Place
 *
 * @typedef {Object} FoundPage
 * @property {Found[]} results an organisation with many certificates has several, next to each other
 * @property {number} total how many organisations are known to be found, those of the pages before among them
 * @property {boolean} exact there are no others
 * @property {Cursor} [next] absent after the last page, and when no more are ever listed
 * @property {"short" | "legal_form" | "more"} [reason] why there is nothing, or not all
 */

export const PAGE = 10;
const HELD = 64;
const ROOT = "search/index.json";

/** A search index, read as far as it is needed. A fault or a failing network is a thrown Fault. */
export class Search {
  /** @param {{ register: string, fetch: typeof fetch, signal?: AbortSignal }} source */
  constructor(source) {
    this.source = source;
    /** @type {Promise<Root> | undefined} */
    this.held = undefined;
    /** @type {Map<string, any>} */
    this.files = new Map();
  }

  /** The root, fetched once, and again after a failure. @returns {Promise<Root>} */
  root() {
    this.held ??= this.text(ROOT, "no-cache").then(({ text }) => readRoot(text));
    this.held.catch(() => (this.held = undefined));
    return this.held;
  }

  /** A page of what is found for a query (§3). @param {string} query @param {Cursor} [after] @returns {Promise<FoundPage>} */
  async find(query, after) {
    const root = await this.root();
    const folded = fold(query);
    if (isShort(folded)) return { results: [], total: 0, exact: true, reason: "short" };
    const reason = root.names.isPartOfLegalForm(folded) ? /** @type {const} */ ("legal_form") : undefined;
    const start = after ?? { range: 0, leaf: [], at: 0, listed: 0 };
    let { listed: total, last } = start;
    /** @type {Found[]} */
    const results = [];
    /** @type {Cursor | undefined} */
    let next;
    for await (const { place, entry } of this.hits(ranges(folded), start, root)) {
      const here = { ...place, listed: total, last };
      if (entry === undefined) {
        if (results.length === PAGE) return { results, total, exact: false, next: next ?? here, reason };
        continue;
      }
      const { holder, holder_en, uscc, certificates } = entry;
      const isNew = holder !== last;
      if (isNew && total === root.most) return { results, total, exact: false, next, reason: next ? reason : "more" };
      if (results.length === PAGE) next ??= here;
      else results.push({ holder, holder_en, uscc, certificates });
      total += Number(isNew);
      last = holder;
    }
    return { results, total, exact: true, next, reason };
  }

  /**
   * What is found, with its place; and a place alone before another file is read to go on from there.
   * @param {string[]} beginnings @param {Cursor} start @param {Root} root
   * @returns {AsyncGenerator<{ place: Place, entry?: Entry }>}
   */
  async *hits(beginnings, start, root) {
    for (let range = start.range; range < beginnings.length && root.children.length > 0; range += 1) {
      const beginning = beginnings[range];
      const resumed = range === start.range && start.leaf.length > 0;
      if (range > start.range) yield { place: { range, leaf: [], at: 0 } };
      let found = resumed;
      /** @type {number[] | undefined} */
      let leaf = resumed ? start.leaf : await this.descend(beginning, root);
      let first = resumed ? start.at : 0;
      while (leaf) {
        const entries = await this.entries(leaf, root);
        for (let at = first; at < entries.length; at += 1) {
          if (!isHit(entries[at], beginning)) continue;
          found = true;
          yield { place: { range, leaf, at }, entry: entries[at] };
        }
        leaf = await this.following(leaf, beginning, root);
        first = 0;
        if (leaf) yield { place: { range, leaf, at: 0 } };
      }
      if (found && beginning.startsWith(CREDIT_CODE)) return;
    }
  }

  /** The way to the leaf where the first key with a beginning is, if anywhere. @param {string} beginning @param {Root} root */
  async descend(beginning, root) {
    /** @type {number[]} */
    const way = [];
    while (way.length < root.level) way.push(lastNotAbove(await this.children(way, root), beginning));
    return way;
  }

  /**
   * The way to the next leaf, if keys with a beginning go on in it.
   * @param {number[]} leaf @param {string} beginning @param {Root} root @returns {Promise<number[] | undefined>}
   */
  async following(leaf, beginning, root) {
    for (let depth = leaf.length - 1; depth >= 0; depth -= 1) {
      const siblings = await this.children(leaf.slice(0, depth), root);
      const at = leaf[depth] + 1;
      if (at === siblings.length) continue;
      if (!siblings[at].first.startsWith(beginning)) return undefined;
      return [...leaf.slice(0, depth), at, ...leaf.slice(depth + 1).fill(0)];
    }
    return undefined;
  }

  /** @param {number[]} leaf @param {Root} root @returns {Promise<Entry[]>} */
  async entries(leaf, root) {
    const child = (await this.children(leaf.slice(0, -1), root))[leaf[leaf.length - 1]];
    return this.kept(child, (text) => readLeaf(text, child, root));
  }

  /** @param {number[]} way @param {Root} root @returns {Promise<Child[]>} */
  async children(way, root) {
    if (way.length === 0) return root.children;
    const child = (await this.children(way.slice(0, -1), root))[way[way.length - 1]];
    return this.kept(child, (text) => readNode(text, child, root.level - way.length));
  }

  /**
   * What a file says, from memory if it was read lately. A file that is not the one meant is fetched again, once.
   * @template T @param {Child} child @param {(text: string) => T} read @returns {Promise<T>}
   */
  async kept({ name }, read) {
    let value = this.files.get(name);
    if (value === undefined) {
      const path = `search/${name.slice(0, 2)}/${name}.json`;
      let file = await this.text(path, "default");
      if (file.name !== name) file = await this.text(path, "reload");
      if (file.name !== name) throw new Fault("INTEGRITY");
      value = read(file.text);
    }
    this.files.delete(name);
    this.files.set(name, value);
    if (this.files.size > HELD) this.files.delete(this.files.keys().next().value ?? "");
    return value;
  }

  /** A file's text, and the name that its bytes give it. @param {string} path @param {RequestCache} cache */
  async text(path, cache) {
    if (!canDigest()) throw new Fault("INSECURE");
    let bytes;
    try {
      const { register, fetch, signal } = this.source;
      const response = await fetch(register + path, { cache, signal, credentials: "omit" });
      if (!response.ok) throw new Fault("NETWORK");
      bytes = await response.arrayBuffer();
    } catch {
      throw new Fault("NETWORK");
    }
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 8);
    const name = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      return { name, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
    } catch {
      throw new Fault("INTEGRITY");
    }
  }
}

/** Whether an entry is found, and is the first of its row that is: a name may hold the part twice. @param {Entry} entry @param {string} beginning */
function isHit({ key, before }, beginning) {
  if (beginning.startsWith(CREDIT_CODE)) return key === beginning;
  return key.startsWith(beginning) && !before.some((other) => other.startsWith(beginning));
}

/** @param {Child[]} children @param {string} key */
function lastNotAbove(children, key) {
  let [low, high] = [0, children.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(children[middle].first, key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
