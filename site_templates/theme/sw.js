// @ts-check
/// <reference lib="webworker" />
/**
 * The service worker of the check page (docs/decisions/0015-offline.md): opens a visited page without network, and then
 * gives the copies that it has of the register, each marked as one. Each language's page has a worker of its own, whose
 * scope is that page's address; no other page has one.
 */
"use strict";

/**
 * What each page needs to open: filled in by the build (generator/shell.py). A page that is not in it has its worker
 * retired, so this file as it stands retires all.
 * @type {Record<string, {version: string, files: string[]}>}
 */
const SHELLS = {};

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const ROOT = new URL("./", worker.location.href).href;
const REGISTER = `${ROOT}register/1/`;
const PAGE = worker.registration.scope;
const shell = SHELLS[PAGE.slice(ROOT.length)];

/** Names of caches: of the page in this version, and of the register's files. */
const PAGES = `certsite page ${PAGE} `;
const SHELL = PAGES + shell?.version;
const COPIES = `certsite copies ${REGISTER}`;

/**
 * Where a kept page has its program: addresses that only the worker knows. So a page and its program are always of one
 * release: from the network both, or from here both.
 */
const KEPT = new URL("kept/", PAGE).href;
const KEPT_PROGRAM = `${KEPT}${shell?.version}/`;

/** Milliseconds that the network has for the page. */
const PATIENCE = 3000;

/** Marks a copy. In a request: that a copy will do, and of which shard; who does not ask so has never heard of copies. */
const MARK = "Certsite-Kept";

/** How many copies are kept, the latest ones. @type {Record<string, number>} */
const MOST = { "index.json": 10, digests: 30, shards: 30 };

worker.addEventListener("install", (event) => {
  event.waitUntil((shell ? keepPage() : Promise.resolve()).then(() => worker.skipWaiting()));
});
worker.addEventListener("activate", (event) => event.waitUntil(shell ? begin() : retire()));
worker.addEventListener("fetch", (event) => {
  const { method, mode, url, headers } = event.request;
  if (!shell || method !== "GET" || headers.has("Range")) return;
  const address = url.replace(/[?#].*/, "");
  const file = address.startsWith(REGISTER) ? address.slice(REGISTER.length) : "";
  if (mode === "navigate") {
    if (address === PAGE) event.respondWith(openPage(event));
  } else if (address.startsWith(KEPT)) {
    const [version] = address.slice(KEPT.length).split("/");
    event.respondWith(kept(PAGES + version, address).then((content) => content ?? Response.error()));
  } else if (/^(index\.json$|digests\/|shards\/)/.test(file)) {
    event.respondWith(readRegister(event, file));
  }
});

/** Keep the page and its program, if they are what this worker was made for: not while a release is being uploaded. */
async function keepPage() {
  const addresses = [PAGE, ...shell.files.map((file) => new URL(file, PAGE).href)];
  const answers = await Promise.all(addresses.map((address) => fetch(address, { cache: "no-cache", priority: "low" })));
  const contents = await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  const digests = await Promise.all(contents.map(sha256));
  if (!hex(await sha256(await new Blob(digests).arrayBuffer())).startsWith(shell.version)) throw new Error("another release");
  const cache = await caches.open(SHELL);
  let page = new TextDecoder().decode(contents[0]);
  for (const file of shell.files) page = page.replaceAll(`"${file}"`, `"${KEPT_PROGRAM}${file}"`);
  await cache.put(PAGE, new Response(page, { headers: answers[0].headers }));
  // New responses: one that came from an address would have its imports looked for there.
  const put = (/** @type {string} */ file, /** @type {number} */ at) =>
    cache.put(KEPT_PROGRAM + file, new Response(contents[at + 1], { headers: answers[at + 1].headers }));
  await Promise.all(shell.files.map(put));
}

/** The release before stays, for a page of it that is open: its program may yet be asked for. */
async function begin() {
  const before = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== SHELL).pop();
  await forget((name) => name.startsWith(PAGES) && name !== SHELL && name !== before);
  await worker.registration.navigationPreload?.enable(); // the page does not wait for the worker to start
  await worker.clients.claim();
}

async function retire() {
  await forget((name) => name.startsWith(PAGES) || name === COPIES);
  await worker.registration.unregister();
}

/** @param {(name: string) => boolean} what */
async function forget(what) {
  await Promise.all((await caches.keys()).filter(what).map((name) => caches.delete(name)));
}

/** The page from the network, whatever it answers; where it does not within a moment, the kept one. @param {FetchEvent} event */
async function openPage(event) {
  const early = Promise.resolve(event.preloadResponse);
  const network = early.then((answer) => answer ?? fetch(event.request));
  const silent = network.catch(() => undefined);
  event.waitUntil(silent);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return (await Promise.race([silent, late])) ?? (await kept(SHELL, PAGE)) ?? network;
}

/** @param {string} cacheName @param {string} address @returns {Promise<Response | undefined>} */
function kept(cacheName, address) {
  return caches.match(address, { cacheName }).catch(() => undefined);
}

/** A file of the register from the network, whatever it answers; where it does not, a copy. @param {FetchEvent} event @param {string} file */
async function readRegister(event, file) {
  const { request } = event;
  try {
    const answer = await fetch(request);
    if (answer.status === 200) event.waitUntil(keepCopy(file, answer.clone()).catch(() => {})); // no room is no fault
    return answer;
  } catch (error) {
    const shard = request.headers.get(MARK);
    const copy = shard && (await copyOf(file, shard).catch(() => undefined));
    if (copy) return copy;
    throw error;
  }
}

/** @param {string} file @param {Response} answer */
async function keepCopy(file, answer) {
  const content = await answer.arrayBuffer();
  // What a network puts in the place of everything until one has signed in is no copy of anything.
  if (!new TextDecoder().decode(content.slice(0, 10)).startsWith('{"format":')) return;
  // Of the index one for each state of the register: a shard that was read under an older one fits no other.
  const state = file === "index.json" ? `?${JSON.parse(new TextDecoder().decode(content)).snapshot}` : "";
  const cache = await caches.open(COPIES);
  await cache.put(REGISTER + file + state, new Response(content, { headers: { "Content-Type": "application/json", [MARK]: "1" } }));
  const [kind] = file.split("/");
  const same = (await cache.keys()).filter(({ url }) => url.startsWith(REGISTER + kind)); // the oldest first
  await Promise.all(same.slice(0, -MOST[kind]).map((old) => cache.delete(old)));
}

/** A copy of a file; of the index the latest one whose digest file names just the copy of the shard. @param {string} file @param {string} shard */
async function copyOf(file, shard) {
  if (file !== "index.json") return kept(COPIES, REGISTER + file);
  const content = await (await kept(COPIES, REGISTER + shard))?.arrayBuffer();
  const digest = content && hex(await sha256(content)).slice(0, 12);
  const cache = await caches.open(COPIES);
  for (const { url } of (await cache.keys()).reverse()) {
    const index = url.startsWith(`${REGISTER}${file}?`) ? await kept(COPIES, url) : undefined;
    if (index && digest && (await digestIn(await index.clone().json(), shard)) === digest) return index;
  }
}

/** What a state of the register says of a shard (registry/README.md §3), as far as there is a copy. @param {{bits: number, snapshot: string}} index @param {string} shard */
async function digestIn({ bits, snapshot }, shard) {
  const number = parseInt(shard.replace(/^.*\//, ""), 16);
  const group = (number >>> Math.min(6, bits)).toString(16).padStart(Math.max(1, Math.ceil((bits - 6) / 4)), "0");
  const folder = group.length > 2 ? `${group.slice(0, -2)}/` : "";
  const copy = await kept(COPIES, `${REGISTER}digests/${snapshot.slice(0, 16)}/${folder}${group}.json`);
  return (await copy?.json())?.digests[number % 64];
}

/** @param {ArrayBuffer} content */
function sha256(content) {
  return crypto.subtle.digest("SHA-256", content);
}

/** @param {ArrayBuffer} content */
function hex(content) {
  return [...new Uint8Array(content)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
