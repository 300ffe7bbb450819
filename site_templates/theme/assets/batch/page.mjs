// @ts-check
/** The batch page: the list that is given, the question about its columns, the run, and what comes out. */
import { h, problemHeading } from "../verify/elements.mjs";
import { dataSource, dataWords, seen, setting } from "../verify/setting.mjs";
import { speaker } from "../verify/speech.mjs";
import { beijingDay, beijingTime } from "../verify/status.mjs";
import { nothingHeld } from "../verify/store.mjs";
import { askColumns, columnName } from "./ask.mjs";
import { checkList } from "./check-list.mjs";
import { findColumns } from "./columns.mjs";
import { givingForm } from "./giving.mjs";
import { listOf } from "./list.mjs";
import { progressOf } from "./progress.mjs";
import { Refusal } from "./refusal.mjs";
import { answerTo, isUnfinished, titles, values } from "./results.mjs";
import { savers } from "./savers.mjs";
import { resultsView } from "./view.mjs";

/** @typedef {import("./columns.mjs").Columns} Columns */
/** @typedef {import("./giving.mjs").Given} Given */
/** @typedef {import("./list.mjs").List} List */
/** @typedef {import("./list.mjs").Asked} Asked */

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [problemBox, parsedBox, usedBox, work, announcer] = ["problem", "parsed", "used", "work", "announcer"].map(at);

const [{ words }] = await Promise.all([import(`./words.${setting.lang}.mjs`), dataWords()]);
const say = speaker(setting);
const { plainText } = say;
/** @type {import("./results.mjs").Voice} */
const voice = {
  lang: setting.lang,
  words,
  heading: (outcome) => plainText(words.heading[outcome.text] ?? say.wording(outcome).heading, say.allFacts(outcome)),
  link: ({ key, question: { holder, to } }) => {
    const asked = Object.entries({ n: key, holder, to }).filter(([, value]) => value !== undefined);
    return new URL(`verify.html#${new URLSearchParams(/** @type {[string, string][]} */ (asked))}`, location.href).href;
  },
};
const usualTitle = document.title;
const held = nothingHeld();

/** Milliseconds after which results are old ones, and between two looks at that. */
const [OLD, MINUTE] = [600_000, 60_000];

let current = new AbortController();
/** When the oldest results on the page were asked for; 0: there are none. */
let shown_at = 0;
let again = () => {};

/** Forget what was under way, and clear what it has shown. */
function begin() {
  current.abort();
  current = new AbortController();
  shown_at = 0;
  for (const box of [problemBox, parsedBox, usedBox, work, announcer]) box.replaceChildren();
  problemBox.hidden = true;
  document.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  document.title = usualTitle;
  return current.signal;
}

/** Check what was given, if its columns are clear. @param {() => Promise<Given>} read */
async function take(read) {
  const signal = begin();
  try {
    const { rows, file, sheet } = await read();
    if (signal.aborted) return;
    const source = file === undefined ? "" : plainText(sheet === undefined ? words.from_file : words.from_sheet, { file, sheet: sheet ?? "" });
    const columns = findColumns(rows);
    if (columns.number === undefined) ask(columns, source);
    else check(columns, source);
  } catch (error) {
    if (!signal.aborted) refuse(error);
  }
}

/** @param {unknown} error */
function refuse(error) {
  if (!(error instanceof Refusal)) console.error(error);
  const { code, facts } = error instanceof Refusal ? error : new Refusal("unexpected");
  const field = giving.field();
  const heading = plainText(words.refusal[code], facts);
  const link = h("a", { href: `#${field.id}` }, heading);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    field.focus();
  });
  problemBox.append(problemHeading(link));
  problemBox.hidden = false;
  field.setAttribute("aria-invalid", "true");
  problemBox.focus();
  document.title = plainText(say.words.error_title, { heading, body: setting.body });
}

/** @param {Columns} columns @param {string} source */
function ask(columns, source) {
  begin();
  const { form, heading } = askColumns(columns, words, plainText, (answered) => check(answered, source));
  work.append(form);
  heading.focus();
}

/** @param {Columns} columns @param {string} source what the list is from */
async function check(columns, source) {
  begin();
  const read_at = Date.now();
  try {
    const list = listOf(columns);
    showParsed(columns, list, source);
    again = () => check(columns, source);
    await run(list, new Map(), list.asked, read_at);
  } catch (error) {
    refuse(error);
  }
}

/** @param {Columns} columns @param {List} list @param {string} source */
function showParsed(columns, { counts }, source) {
  const several = columns.titles.length > 1;
  const name = (/** @type {number | undefined} */ column) =>
    column === undefined ? "" : columnName(columns, column, words, plainText);
  const facts = { number: name(columns.number), name: name(columns.name) };
  const used = plainText(columns.name === undefined ? words.used : words.used_with_name, facts);
  const change = h("button", { type: "button", class: "quiet", onclick: () => ask(columns, source) }, words.change_columns);
  const above = columns.above > 0 && plainText(words.above, { n: columns.above });
  const hint = [source, several && used, above].filter(Boolean).join(setting.lang === "en" ? ". " : "。");
  parsedBox.append(plainText(words.parsed, counts));
  usedBox.append(h("p", { class: "hint" }, hint), ...(several ? [change] : []));
}

/**
 * Check some of the list, and show all of it.
 * @param {List} list @param {Map<string, Result>} results what is known already @param {Asked[]} asked @param {number} read_at
 */
async function run(list, results, asked, read_at) {
  const stopping = new AbortController();
  const { signal } = current;
  signal.addEventListener("abort", () => stopping.abort());
  const { element, show } = progressOf(words, plainText, announcer, () => stopping.abort());
  work.replaceChildren(element);
  const open = new Set(asked.map(({ key }) => key));
  const tell = () => show(list.counts.u - open.size, list.counts.u);
  tell();
  await checkList(asked, Object.assign(dataSource(stopping.signal), { held }), ({ id, key }, result) => {
    if (result.outcome.index) seen(result.outcome.index);
    results.set(id, result);
    open.delete(key);
    tell();
  });
  if (!signal.aborted) showResults(list, results, read_at, stopping.signal.aborted);
}

/** @param {List} list @param {Map<string, Result>} results @param {number} read_at @param {boolean} stopped */
function showResults(list, results, read_at, stopped) {
  const answers = list.lines.map((line) => answerTo(line, results, read_at));
  const left = list.asked.filter(({ id }) => isUnfinished(results.get(id)));
  const f = answers.filter(({ line }) => line.asked && left.includes(line.asked)).length;
  const goOn = () => run(list, results, left, read_at).catch(refuse);
  const notices = [h("div", { id: "old" })];
  if (f > 0) {
    const said = plainText(stopped ? words.stopped : words.unfinished, { f });
    const button = h("button", { type: "button", onclick: goOn }, plainText(stopped ? words.go_on : words.retry, { f }));
    notices.push(h("div", { class: "notice unfinished" }, h("p", {}, said), button));
    announcer.textContent = said;
  }
  const heads = titles(list, voice);
  const table = () => [heads, ...answers.map((answer) => values(answer, voice))];
  const extra = heads.slice(-list.extra.length || heads.length);
  const { element, heading } = resultsView(answers, extra, voice, say, [savers(table, answers.length, words, plainText)], notices);
  work.replaceChildren(element);
  heading.focus();
  document.title = plainText(words.title, { summary: heading.textContent ?? "", page: usualTitle });
  if (answers.some(({ outcome }) => outcome?.index?.specimen)) at("specimen").hidden = false;
  shown_at = results.size > 0 ? Math.min(...[...results.values()].map(({ asked_at }) => asked_at)) : 0;
  remindOfAge();
}

/** Results that have stood for long say so. */
function remindOfAge() {
  const now = Date.now();
  const old = document.getElementById("old");
  if (!old || old.firstChild || shown_at === 0 || (now - shown_at <= OLD && beijingDay(now) === beijingDay(shown_at))) return;
  const said = plainText(words.old, { time: beijingTime(shown_at) });
  old.replaceChildren(h("p", {}, said), h("button", { type: "button", onclick: () => again() }, words.again));
  old.className = "notice";
  announcer.textContent = said;
}

/** Take a pasted list along into the other language; it stays in this tab, and only until it is there. */
function carryAlong() {
  const kept = "certsite list";
  const list = /** @type {HTMLTextAreaElement} */ (at("numbers"));
  const carry = (/** @type {MouseEvent} */ { altKey, ctrlKey, metaKey, shiftKey }) => {
    sessionStorage.removeItem(kept);
    // With a key, the page opens elsewhere, and nothing would fetch the list from here.
    if (list.value && !(altKey || ctrlKey || metaKey || shiftKey)) sessionStorage.setItem(kept, list.value);
  };
  try {
    list.value = sessionStorage.getItem(kept) ?? list.value;
    sessionStorage.removeItem(kept);
    /** @type {HTMLElement | null} */ (document.querySelector("header .language"))?.addEventListener("click", carry);
  } catch {
    // The browser keeps nothing.
  }
}

const giving = givingForm(take);
carryAlong();
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && remindOfAge());
window.addEventListener("pageshow", remindOfAge);
setInterval(remindOfAge, MINUTE);
at("not-running").remove();
