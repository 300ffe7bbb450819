// @ts-check
/** What the paper says beside what is registered, compared while it is typed. Nothing of it leaves the page. */
import { h, icon } from "../verify/elements.mjs";
import { readDate } from "./dates.mjs";
import { difference, folded } from "./difference.mjs";
import { voice } from "./voice.mjs";

/** @typedef {import("./voice.mjs").Voice} Voice */
/** @typedef {"match" | "differs" | "blank" | "unread"} State */
/** @typedef {{state: State, paper?: string, register?: string, found?: ReturnType<typeof difference>}} Verdict */

const LONGEST = 2000;
/** Differences in words are no help when there are many. */
const TOLD = 5;

/** Each state has a shape of its own. @type {Record<State, string>} */
const ICONS = {
  match: "M5 12.5l4.5 4.5L19 7.5",
  differs: "M5 9h14M5 15h14M16 4L8 20",
  blank: "M7 12h10",
  unread: "M9 9a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2.1M12 17.6v.2",
};

/** The text of the register that is nearest to a typed one. @param {string} typed @param {string[]} registered @returns {Verdict} */
export function compareText(typed, registered) {
  if (folded(typed) === "") return { state: "blank" };
  const tried = registered.map((register) => ({ register, found: difference(typed, register) }));
  const { register, found } = tried.reduce((best, one) => (one.found.alike > best.found.alike ? one : best));
  return { state: found.equal ? "match" : "differs", paper: typed, register, found };
}

/** @param {string} typed @param {string} registered a day @returns {Verdict} */
export function compareDate(typed, registered) {
  if (folded(typed) === "") return { state: "blank" };
  const paper = readDate(typed);
  if (paper === undefined) return { state: "unread" };
  const found = difference(paper, registered);
  return { state: found.equal ? "match" : "differs", paper, register: registered, found };
}

/** The ways in which a certificate may write its standards: with both designations of each, or with one. @param {string[]} standards */
export function standardTexts(standards) {
  const halves = standards.map((standard) => standard.replace(/([0-9])\/(?=[A-Z])/g, "$1\n").split("\n"));
  const ways = [standards, ...[0, 1].map((at) => halves.map((half) => half[Math.min(at, half.length - 1)]))];
  return [...new Set(ways.map((way) => way.join("；")))];
}

/** A designation in any case, with its year behind a colon or a hyphen: both are usual. @param {string} text */
function designation(text) {
  return folded(text).toUpperCase().replace(/[:-]((?:19|20)\d\d)(?!\d)/g, ":$1");
}

/** Separators of a list do not count. @param {string} typed @param {string[]} standards @returns {Verdict} */
export function compareStandards(typed, standards) {
  const listed = typed.replace(/[;；、,，\n]+/g, "；").replace(/^；|；$/g, "");
  const texts = standardTexts(standards);
  const same = texts.some((text) => designation(text) === designation(listed));
  return same ? { state: "match" } : compareText(listed, texts);
}

/** What was typed of which certificate: it is there again when the answer is, for one grows old while papers are compared. */
let typed = { number: "", values: /** @type {Record<string, string>} */ ({}) };

/** @param {CertificateRecord} record @param {Setting} setting @param {string} [last_day] on the day that is asked about; the paper may be of the term that followed */
export function compare(record, setting, last_day = record.valid_to) {
  const say = voice(setting);
  const words = say.own.compare;
  if (typed.number !== record.number) typed = { number: record.number, values: {} };
  const { values } = typed;
  const days = [last_day, record.valid_to].map((day) => day ?? "");
  const texts = (/** @type {(string | undefined)[]} */ ...values) => /** @type {string[]} */ (values.filter(Boolean));
  /** @type {[string, "line" | "area" | "date", (typed: string) => Verdict][]} */
  const fields = [
    ["holder", "line", (typed) => compareText(typed, texts(record.holder, record.holder_en))],
    ["standards", "line", (typed) => compareStandards(typed, record.standards ?? [])],
    ["scope", "area", (typed) => compareText(typed, texts(record.scope, record.scope_en))],
    ["address", "area", (typed) => compareText(typed, texts(record.address, record.address_en))],
    ["issued_on", "date", (typed) => compareDate(typed, record.issued_on ?? "")],
    ["valid_to", "date", (typed) => compareDate(typed, days.includes(readDate(typed) ?? "") ? readDate(typed) ?? "" : days[0])],
  ];
  return h(
    "details",
    { class: "more-card compare", open: Object.values(values).some(Boolean) },
    h("summary", {}, words.summary),
    h("p", {}, words.intro),
    h("p", { class: "hint" }, words.privacy),
    h(
      "form",
      { novalidate: true, autocomplete: "off", onsubmit: (event) => event.preventDefault() },
      ...fields.map(([name, kind, judge]) => row(name, kind, judge, values, say)),
    ),
  );
}

/** @param {string} name @param {"line" | "area" | "date"} kind @param {(typed: string) => Verdict} judge @param {Record<string, string>} values @param {Voice} say */
function row(name, kind, judge, values, say) {
  const words = say.own.compare;
  const id = `more-${name}`;
  const hint = kind === "date" && h("p", { id: `${id}-hint`, class: "hint" }, words.date_hint);
  const state = h("output", { for: id, class: "state" });
  const shown = h("div", { class: "lines" });
  const attributes = { id, maxlength: String(LONGEST), autocomplete: "off", spellcheck: "false" };
  const described = { "aria-describedby": hint ? `${id}-hint` : undefined };
  const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
    kind === "area" ? h("textarea", { ...attributes, rows: "2" }) : h("input", { ...attributes, ...described, type: "text" })
  );
  field.value = values[name] ?? "";
  let before = "";
  const update = () => {
    values[name] = field.value;
    const verdict = judge(field.value);
    if (verdict.state !== before) {
      before = verdict.state; // a reader of the screen hears it when it changes, not at each letter
      state.className = `state ${verdict.state}`;
      state.replaceChildren(icon(ICONS[verdict.state]), words.state[verdict.state]);
    }
    shown.replaceChildren(...details(verdict, kind, say));
  };
  field.addEventListener("input", update);
  update();
  return h("div", { class: "compared" }, h("label", { for: id }, words.field[name]), hint, field, state, shown);
}

/** @param {Verdict} verdict @param {"line" | "area" | "date"} kind @param {Voice} say @returns {Node[]} */
function details({ state, register = "", found }, kind, say) {
  const words = say.own.compare;
  if (state === "unread") return [h("p", {}, words.unread)];
  if (state !== "differs" || !found) return [];
  const line = (/** @type {string} */ term, /** @type {import("./difference.mjs").Piece[]} */ pieces) =>
    h("div", {}, h("dt", {}, term), h("dd", { lang: language(register, say) }, ...pieces.map(({ text, differs }) => (differs ? h("mark", {}, text) : text))));
  const lines = h("dl", {}, line(words.paper, found.one), line(words.register, found.other));
  const advice = h("p", { class: "next" }, words.advice);
  return kind === "date" ? [lines, advice] : [lines, inWords(found.changes, say), advice];
}

/** The language of a text, where it is not the page's. @param {string} text @param {Voice} say */
function language(text, { said }) {
  return said(text).getAttribute("lang") ?? undefined;
}

/** @param {import("./difference.mjs").Change[]} changes @param {Voice} say */
function inWords(changes, { own: { compare: words }, sentence, plainText }) {
  const told = changes.slice(0, TOLD).map((change) => {
    const text = change.one === "" ? words.missing : change.other === "" ? words.extra : words.changed;
    return h("li", {}, ...sentence(text, { ...change }));
  });
  const rest = changes.length - told.length;
  if (rest > 0) told.push(h("li", {}, plainText(words.rest, { n: rest })));
  return h("ul", {}, ...told);
}
