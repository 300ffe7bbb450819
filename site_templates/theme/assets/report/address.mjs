// @ts-check
/** Where a check can be made again: the address that the QR code of a report holds. */
import { WHITE } from "../verify/normalise.mjs";
import { differences } from "../verify/outcome.mjs";

/** Characters that a QR code of qr.mjs has room for (15-M in byte mode). */
const ROOM = 412;

/** No name and no day ends so. */
const CUT = "…";

/** Characters of a day. */
const DAY = 10;

/**
 * The address of the same check. What a QR code claimed is a part of the question: a claim that does not fit is left out if it
 * agrees with the register, else shortened, so that it still differs.
 * @param {Result} result @param {string} [here] the page's own address
 */
export function checkAddress({ question, key, outcome }, here = location.href) {
  const page = new URL("verify.html", here).href;
  if (key === undefined) return page; // nothing that was typed could be read as a number
  const asked = { n: String(outcome.facts.no ?? key), on: outcome.on ?? shortened(question.on?.replace(WHITE, ""), DAY) };
  /** @param {{holder?: string, to?: string}} claims */
  const address = ({ holder, to }) => withFragment(page, { ...asked, holder, to });
  const whole = address(question);
  if (whole.length <= ROOM) return whole;
  const { record } = outcome;
  const agrees = record && differences({ text: "", holder: question.holder }, record, "").length === 0;
  const to = shortened(question.to?.replace(WHITE, ""), DAY);
  const room = ROOM - address({ to }).length;
  return address({ to, holder: agrees ? undefined : encodedWithin(question.holder, room - "&holder=".length) });
}

/** The beginning of a claim, marked as such. @param {string | undefined} claim @param {number} most code points */
function shortened(claim, most) {
  const points = [...(claim ?? "")];
  return points.length > most ? `${points.slice(0, most).join("")}${CUT}` : claim;
}

/** As much of a claim as takes no more characters in an address. @param {string | undefined} claim @param {number} room */
function encodedWithin(claim, room) {
  let most = room;
  const length = () => new URLSearchParams({ "": shortened(claim, most) ?? "" }).toString().length - 1;
  while (most > 0 && length() > room) most -= 1;
  return shortened(claim, most);
}

/** @param {string} page @param {Record<string, string | undefined>} question */
function withFragment(page, question) {
  const said = Object.entries(question).filter(([, value]) => value !== undefined);
  return `${page}#${new URLSearchParams(/** @type {[string, string][]} */ (said))}`;
}
