// @ts-check
/** What the text of a code means, and where it may lead: to this site's own check, and nowhere else. */
import { key, parameters, read, Refused } from "../verify/normalise.mjs";

/**
 * @typedef {{root: string, domain: string}} Here address of this site's root as the page sees it; host name of the site
 * @typedef {{kind: "check", question: Question, text: string}} Checkable
 * @typedef {{kind: "foreign", host: string, text: string}} Foreign an address of somebody else
 * @typedef {{kind: "numberless", text: string}} Numberless an address of this site that asks for no certificate
 * @typedef {{kind: "other", text: string}} Other
 * @typedef {Checkable | Foreign | Numberless | Other} Target `text` is what the code says, fit to be shown
 */

const SCHEME = /^https?:/i;
/** A host with nothing before it: letters after the last dot, or four numbers; then the end, a path or a question. */
const HOST_FIRST = /^(?:(?:[a-z0-9-]+\.)+[a-z]{2,}|(?:\d{1,3}\.){3}\d{1,3})(?::\d{1,5})?(?:[/?#]|$)/i;

/** @param {string} code @param {Here} here @returns {Target} */
export function target(code, here) {
  const written = code.trim();
  const text = plain(written);
  const address = addressOf(written);
  if (address !== undefined) return leading(address, written, text, here);
  return isNumber(written) ? { kind: "check", question: read(written), text } : { kind: "other", text };
}

/** @param {string} written */
function addressOf(written) {
  const whole = SCHEME.test(written) ? written : HOST_FIRST.test(written) && `https://${written}`;
  try {
    return whole ? new URL(whole) : undefined;
  } catch {
    return undefined;
  }
}

/** @param {URL} address @param {string} written @param {string} text @param {Here} here @returns {Target} */
function leading(address, written, text, here) {
  const root = new URL(here.root);
  const hosts = [root.host, here.domain.toLowerCase()];
  const ours = hosts.includes(address.host) && startsWith(address.pathname, root.pathname);
  if (!ours) return { kind: "foreign", host: address.host + (hosts.includes(address.host) ? address.pathname : ""), text };
  if (!isPlain(written, address.host)) return { kind: "other", text };
  const question = parameters(written);
  return question?.text ? { kind: "check", question, text } : { kind: "numberless", text };
}

/**
 * Whether the host stands in the address as it is, and nothing before it: with a name, a backslash or an escape there, one
 * program reads our host and another somebody else's. @param {string} written @param {string} host
 */
function isPlain(written, host) {
  const rest = written.replace(/^https?:\/\//i, "").toLowerCase();
  return rest.startsWith(host) && /^(?::\d+)?(?:[/?#]|$)/.test(rest.slice(host.length));
}

/** Some print addresses in capitals. @param {string} path @param {string} root */
function startsWith(path, root) {
  return path.toLowerCase().startsWith(root.toLowerCase());
}

/** Whether a text that is no address is a number, with or without a label: it has a digit, words do not. @param {string} written */
function isNumber(written) {
  if (/:\/\/|[?#&]n=/i.test(written)) return false; // `read` would take a number out of somebody else's address
  try {
    return /\d/.test(key(read(written).text));
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** The check of what a code asks, in the language of the page. @param {Question} question */
export function checkOf({ text, ...claims }) {
  const asked = Object.entries({ n: text, ...claims }).filter(([, value]) => value !== undefined);
  return `verify.html#${new URLSearchParams(/** @type {[string, string][]} */ (asked))}`;
}

const LONGEST = 300;

/** A text fit to be shown: what is not seen, and what turns the order of reading, by its code point; cut if long. @param {string} text */
export function plain(text) {
  const characters = [...text];
  const shown = characters.slice(0, LONGEST).map((character) => {
    if (/[\n \p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character)) return character;
    const point = /** @type {number} */ (character.codePointAt(0));
    return `[U+${point.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
  return shown.join("") + (characters.length > LONGEST ? "…" : "");
}
