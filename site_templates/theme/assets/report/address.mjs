// @ts-check
/** Where a check can be made again: the address that the QR code of a report holds. */

/** Characters that a QR code of qr.mjs has room for (15-M in byte mode). */
const ROOM = 412;

/**
 * The address of the same check. What a QR code claimed is a part of the question, but never crowds out the number.
 * @param {Result} result @param {string} [here] the page's own address
 */
export function checkAddress({ question, key, outcome }, here = location.href) {
  const page = new URL("verify.html", here).href;
  if (key === undefined) return page; // nothing that was typed could be read as a number
  const asked = { n: String(outcome.facts.no ?? key), on: outcome.on ?? question.on };
  const whole = withFragment(page, { ...asked, holder: question.holder, to: question.to });
  return whole.length <= ROOM ? whole : withFragment(page, asked);
}

/** @param {string} page @param {Record<string, string | undefined>} question */
function withFragment(page, question) {
  const said = Object.entries(question).filter(([, value]) => value !== undefined);
  return `${page}#${new URLSearchParams(/** @type {[string, string][]} */ (said))}`;
}
