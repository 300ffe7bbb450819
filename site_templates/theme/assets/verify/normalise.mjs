// @ts-check
/** From what somebody typed or pasted to a key (registry/README.md §2, §8.1). Twins: normalise.py and question.py of generator/. */

const WHITE_SPACE = "\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const INVISIBLE = "\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff";
const DASHES = "\\u002d\\u005f\\u2010-\\u2015\\u2212\\ufe58\\ufe63\\uff0d\\uff3f";
const DOTS = "\\u002e\\u00b7\\u2024\\u2027\\u3002\\u30fb\\uff0e\\uff61";
const SLASHES = "\\u002f\\u2044\\u2215\\uff0f";

/** White space of §2, all of a text. */
export const WHITE = new RegExp(`[${WHITE_SPACE}]`, "g");
const DROPPED = new RegExp(`^[${WHITE_SPACE}${INVISIBLE}${DASHES}${DOTS}${SLASHES}]$`);
const KEPT = /^[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]$/;
const HAN = /^[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]$/u;
const CONTROL = /^[\u0000-\u001f\u007f-\u009f]$/;

const FULL_WIDTH = 0xfee0;
export const SHORTEST = 8;
export const LONGEST = 40;

/** The text is no number. `position` counts code points, `length` what would have been kept. */
export class Refused extends Error {
  /** @param {Kind} kind @param {{character?: string, position?: number, length?: number}} [where] */
  constructor(kind, { character, position, length } = {}) {
    super(kind);
    this.kind = kind;
    this.character = character;
    this.position = position;
    this.length = length;
  }
}

/** The key of a number as written (§2), or a thrown Refused. @param {string} text */
export function key(text) {
  let kept = "";
  let position = 0;
  for (const character of text) {
    const own = keep(character);
    if (own === undefined) throw new Refused(kindOf(character), { character, position });
    kept += own;
    position += 1;
  }
  const { length } = kept;
  if (length === 0) throw new Refused("empty", { length });
  if (length < SHORTEST) throw new Refused("short", { length });
  if (length > LONGEST) throw new Refused("long", { length });
  return kept;
}

/** What a key keeps of one character: a digit or capital, nothing, or undefined: refused. @param {string} character */
export function keep(character) {
  if (!KEPT.test(character)) return DROPPED.test(character) ? "" : undefined;
  const point = character.charCodeAt(0);
  const narrow = point > FULL_WIDTH ? point - FULL_WIDTH : point;
  return String.fromCharCode(narrow >= 0x61 ? narrow - 32 : narrow);
}

/** @param {string} character @returns {Kind} */
function kindOf(character) {
  if (HAN.test(character)) return "han";
  return CONTROL.test(character) ? "control" : "other";
}

const EDGE = `[${WHITE_SPACE}${INVISIBLE}]*`;
const AFTER_LABEL = `[:：.．#№${WHITE_SPACE}${INVISIBLE}]`;
const GAP = `[.．${WHITE_SPACE}${INVISIBLE}]*`;
const LABELS = `证书(?:编号|号码|注册号|号)|编号|注册号|(?:CERT(?:IFICATE)?|REG(?:ISTRATION)?)${GAP}(?:NUMBER|NO)|CERTIFICATE|NO`;
const LABEL = new RegExp(`^(?:${EDGE}(?:(?:${LABELS})(?=${AFTER_LABEL}|[0-9０-９])|№)${AFTER_LABEL}*)+`, "i");
const ADDRESS = /:\/\/|[?#&]n=/i;

/** Take the number out of an address, and a label from before it (§8.1). @param {string} text @returns {Question} */
export function read(text) {
  const outer = asked(text);
  if (!outer) return { text: text.replace(LABEL, "") };
  const inner = asked(outer.text) ?? outer; // an address that was given to another page for a number
  const { holder = outer.holder, to = outer.to, on = outer.on } = inner;
  return { text: inner.text.replace(LABEL, ""), holder, to, on };
}

/** @param {string} text */
function asked(text) {
  return ADDRESS.test(text) ? parameters(text) : undefined;
}

/**
 * The question that an address asks by `n=` in its fragment, else in its query.
 * @param {string} address @returns {Question | undefined}
 */
export function parameters(address) {
  const [beforeFragment, fragment = ""] = split(address, "#");
  const [, query = ""] = split(beforeFragment, "?");
  for (const part of [fragment, query]) {
    // Some print addresses in capitals or escape them for HTML. The first one counts.
    const pairs = [...new URLSearchParams(part)].reverse();
    const values = new Map(pairs.map(([name, value]) => [name.toLowerCase().replace(/^(?:amp;)+/, ""), value]));
    const text = values.get("n");
    if (text === undefined) continue;
    return { text, holder: values.get("holder"), to: values.get("to"), on: values.get("on") };
  }
  return undefined;
}

/** @param {string} text @param {string} mark */
function split(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
