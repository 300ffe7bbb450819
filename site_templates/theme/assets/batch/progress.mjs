// @ts-check
/** Shows how far a run is, and says it at each quarter: a screen reader need not hear every number. */
import { h } from "../verify/elements.mjs";

const QUARTER = 25;

/**
 * @param {import("./results.mjs").BatchWords} words @param {(text: string, facts: Sayable) => string} plainText
 * @param {HTMLElement} announcer a live region @param {() => void} stop
 */
export function progressOf(words, plainText, announcer, stop) {
  const count = h("p", { id: "count" });
  const bar = /** @type {HTMLProgressElement} */ (h("progress", { "aria-labelledby": "count" }));
  const button = h("button", { type: "button", class: "quiet", onclick: stop }, words.stop);
  const element = h("div", { class: "running" }, count, h("div", { class: "bar" }, bar, button));
  let told = -1;

  /** @param {number} done @param {number} all */
  function show(done, all) {
    const text = plainText(words.progress, { i: done, k: all });
    count.textContent = text;
    bar.max = all;
    bar.value = done;
    const quarter = Math.floor((done / all) * 100 / QUARTER);
    if (quarter === told) return;
    told = quarter;
    announcer.textContent = text;
  }

  return { element, show };
}
