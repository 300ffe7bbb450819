// @ts-check
/** Copies the link of an answer; where the browser does not let a page do that, the reader is given it to copy. */
import { h } from "../verify/elements.mjs";

/** Copy the address of the page. @param {HTMLElement} after where to put the outcome @param {Words} words */
export async function copy(after, words) {
  const status = h("span", { role: "status" });
  after.querySelector("[role=status]")?.remove();
  after.append(status);
  try {
    await navigator.clipboard.writeText(location.href);
    status.textContent = words.copied;
  } catch {
    const field = /** @type {HTMLInputElement} */ (
      h("input", { type: "text", readonly: true, value: location.href, "aria-label": words.copy_by_hand })
    );
    status.append(words.copy_by_hand, field);
    field.focus();
    field.select();
  }
}
