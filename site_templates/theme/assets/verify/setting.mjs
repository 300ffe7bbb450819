// @ts-check
/**
 * What a page knows by itself: what its build has told it (tool.html), and the latest state of the register that this browser
 * has seen, for an older one is no data (registry/README.md §8.4).
 */
import { isInstant } from "./format.mjs";

const told = /** @type {Record<string, string>} */ (document.getElementById("main")?.dataset);

const lang = document.documentElement.lang === "en" ? "en" : "zh";

/** Address of the register's folder. */
export const { register } = told;

/** @type {Setting} */
export const setting = {
  lang,
  words: (await import(`./words.${lang}.mjs`)).words,
  body: told.body,
  domain: told.domain,
  search: "organisations.html",
  phone: told.phone || undefined,
  platform: { text: told.platform, href: told.platformUrl },
};

/** Add the words for data that were read: whoever shows data needs them. */
export async function dataWords() {
  const { words } = await import(`./words.data.${lang}.mjs`);
  setting.words = { ...setting.words, ...words }; // as they are by then
}

/** Where the page's data come from. @param {AbortSignal} signal @returns {Omit<Source, "held">} */
export function dataSource(signal) {
  return {
    register,
    bits: Number(told.bits),
    snapshot: told.snapshot,
    fetch: window.fetch.bind(window),
    now: Date.now,
    signal,
    get newest() {
      return newest();
    },
  };
}

const NEWEST = `certsite newest ${new URL(register, location.href).pathname}`;
const AHEAD = 86_400_000;

/** The latest `generated_at` that was seen, or nothing. */
function newest() {
  try {
    const kept = localStorage.getItem(NEWEST) ?? "";
    return isInstant(kept) && Date.parse(kept) <= Date.now() + AHEAD ? kept : ""; // anything may have been put there
  } catch {
    return ""; // the browser keeps nothing
  }
}

/** @param {RegisterIndex} index */
export function seen({ generated_at }) {
  // A register that was built by a clock far ahead must not shut out all that come after it.
  if (generated_at <= newest() || Date.parse(generated_at) > Date.now() + AHEAD) return;
  try {
    localStorage.setItem(NEWEST, generated_at);
  } catch {
    // It is full, or closed: then nothing is remembered.
  }
}
