// @ts-check
/** The results as elements: the summary, what has to be minded, the filters, the table, and the files to save. */
import { appearance } from "../verify/appearance.mjs";
import { h, icon } from "../verify/elements.mjs";
import { beijingTime } from "../verify/status.mjs";
import { counts, KINDS, registeredName } from "./results.mjs";

/** @typedef {import("./results.mjs").Answer} Answer */
/** @typedef {import("./results.mjs").Voice} Voice */
/** @typedef {import("../verify/speech.mjs").Speaker} Speaker */

const HAN = /\p{Script=Han}/u;

/** What is said once for all rows, not in each of them. */
const OF_ALL = new Set(["clock_behind", "old_data", "not_here"]);

/**
 * @param {Answer[]} answers @param {string[]} extra titles of the list's own columns
 * @param {Voice} voice @param {Speaker} say @param {Node[]} actions @param {Node[]} notices
 */
export function resultsView(answers, extra, voice, say, actions, notices) {
  const { words } = voice;
  const told = counts(answers);
  const heading = h("h2", { id: "summary", tabindex: "-1" }, say.plainText(words.done, told));
  const { table, filters } = tableView(answers, extra, voice, say);
  const element = h(
    "section",
    { class: "results", "aria-labelledby": "summary" },
    heading,
    ...notices,
    ...ofAll(answers, told.m, voice, say),
    ...actions,
    ...filters,
    table,
    sources(answers, voice, say),
  );
  return { element, heading };
}

/** @param {Answer[]} answers @param {number} m @param {Voice} voice @param {Speaker} say */
function ofAll(answers, m, { words }, { words: own, plainText, sentence, allFacts }) {
  const notes = [];
  if (answers.some(({ outcome }) => outcome?.specimen)) notes.push(h("p", { class: "notice" }, words.specimen_note));
  if (m > 0) notes.push(h("p", { class: "notice" }, plainText(words.names_differ, { m })));
  /** @type {Map<string, Element>} */
  const remarks = new Map();
  for (const { outcome } of answers) {
    for (const remark of outcome?.remarks ?? []) {
      if (!OF_ALL.has(remark.text) || !outcome || remarks.has(remark.text)) continue;
      const facts = { ...allFacts(outcome), ...remark.facts };
      remarks.set(remark.text, h("p", { class: "remark" }, ...sentence(own.remark[remark.text], facts)));
    }
  }
  return [...notes, ...remarks.values()];
}

/** @param {Answer[]} answers @param {string[]} extra @param {Voice} voice @param {Speaker} say */
function tableView(answers, extra, voice, say) {
  const { words } = voice;
  const fixed = Object.keys(words.head).length;
  const head = [...Object.values(words.head), ...extra];
  const rows = answers.map((answer) => {
    const cells = [
      [String(answer.line.at)],
      numberCell(answer, voice, say),
      resultCell(answer, voice, say),
      nameCell(answer, voice, say),
      (answer.outcome?.record?.standards ?? []).map((standard) => h("div", {}, say.said(standard))),
      [say.said(answer.outcome?.status?.last_day ?? "")],
      ...answer.line.extra.map((cell) => [say.said(cell)]),
    ];
    const row = h("tr", { role: "row" });
    row.append(
      ...cells.map((children, at) => {
        const empty = children.every((child) => child instanceof Node && child.textContent === "");
        const cell = h(at === 1 ? "th" : "td", { role: at === 1 ? "rowheader" : "cell", scope: at === 1 && "row", class: empty ? "empty" : at >= fixed && "extra" });
        cell.setAttribute("data-label", head[at]);
        cell.append(h("div", {}, ...children));
        return cell;
      }),
    );
    return row;
  });
  const columns = head.map((title) => h("th", { role: "columnheader", scope: "col" }, title));
  const table = h(
    "table",
    { role: "table", "aria-label": words.table },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...columns)),
    h("tbody", { role: "rowgroup" }, ...rows),
  );
  const region = h("div", { class: "sheet", role: "region", "aria-label": words.results, tabindex: "0" }, table);
  return { table: region, filters: filtersOf(answers, rows, voice, say) };
}

/** @param {Answer[]} answers @param {HTMLElement[]} rows @param {Voice} voice @param {Speaker} say */
function filtersOf(answers, rows, { words }, { plainText }) {
  const shown = h("p", { class: "shown", role: "status" });
  const buttons = Object.entries(KINDS).map(([kind, fits]) => {
    const n = answers.filter(fits).length;
    const choose = () => {
      rows.forEach((row, at) => (row.hidden = !fits(answers[at])));
      for (const button of buttons) button.setAttribute("aria-pressed", String(button === own));
      shown.textContent = n === 0 ? words.none_shown : plainText(words.shown, { n, k: answers.length });
    };
    const text = plainText(words.filter[kind], { n });
    const own = h("button", { type: "button", class: "quiet", "aria-pressed": String(kind === "all"), onclick: choose }, text);
    return own;
  });
  const group = h("div", { class: "filters", role: "group", "aria-label": words.filters }, ...buttons);
  return [group, shown, h("p", { class: "hint opens" }, words.opens)];
}

/** @param {Answer} answer @param {Voice} voice @param {Speaker} say @returns {Child[]} */
function numberCell({ line }, { words, link }, { plainText, said }) {
  const given = line.given === "" ? words.blank : line.given;
  if (!line.asked) return [h("span", { class: "number" }, said(given))];
  const { key } = line.asked;
  const open = h("a", { class: "number", href: link(line.asked), target: "_blank", rel: "noopener" }, given);
  return [open, key !== given && h("small", {}, plainText(words.checked_as, { no: key }))];
}

/** @param {Answer} answer @param {Voice} voice @param {Speaker} say @returns {Child[]} */
function resultCell({ outcome, verdict, match }, { words, heading }, { words: own, plainText, sentence, allFacts }) {
  const specimen = outcome?.specimen;
  const conclusion = words.conclusion[verdict];
  // What could not be asked, or has not been, looks like what was not found.
  const isOther = match === "differs" && outcome?.verdict === "yes";
  const { tone, path } = appearance(!outcome || outcome.verdict === "input" ? "NOT_FOUND" : isOther ? "QR_MISMATCH" : outcome.code);
  const remarks = (outcome?.remarks ?? []).filter(({ text }) => !OF_ALL.has(text));
  return [
    h(
      "span",
      { class: `badge ${tone}${specimen ? " specimen" : ""}` },
      icon(path),
      specimen ? plainText(own.specimen_conclusion, { conclusion }) : conclusion,
    ),
    h("span", { class: "status" }, outcome ? heading(outcome) : words.not_checked),
    ...remarks.map(({ text, facts }) => {
      const all = { ...(outcome ? allFacts(outcome) : {}), ...facts };
      return h("small", {}, ...sentence(own.remark[text], all));
    }),
  ];
}

/** @param {Answer} answer @param {Voice} voice @param {Speaker} say @returns {Child[]} */
function nameCell({ line, outcome, match }, voice, { sentence, said }) {
  const { words } = voice;
  const registered = registeredName(outcome?.record, voice);
  if (match === "differs") {
    const alike = registeredName(outcome?.record, { lang: HAN.test(line.name) ? "zh" : "en" });
    return [
      h("span", { class: "badge differs" }, icon(appearance("QR_MISMATCH").path), words.differs),
      h("div", {}, ...sentence(words.given, { name: line.name })),
      h("div", {}, ...sentence(words.registered, { name: alike })),
    ];
  }
  if (match === "same") return [said(line.name), h("small", {}, words.same)];
  if (line.name) return [...sentence(words.given, { name: line.name })];
  return registered === "" ? [] : [...sentence(words.registered, { name: registered })];
}

/** When was asked, and of what data: of each once, also where a register was published in between. @param {Answer[]} answers @param {Voice} voice @param {Speaker} say */
function sources(answers, { words }, { plainText }) {
  const asked = answers.flatMap(({ line, asked_at }) => (line.asked && asked_at !== undefined ? beijingTime(asked_at) : [])).sort();
  const time = [...new Set([asked[0], asked[asked.length - 1]])].join(" – "); // from the first to the last
  const indexes = answers.flatMap(({ outcome }) => outcome?.index ?? []);
  const once = (/** @type {string[]} */ values) => [...new Set(values)].map((value) => h("div", {}, value));
  /** @type {[string, Element[]][]} */
  const rows = [
    [words.asked_at, asked.length === 0 ? [] : once([plainText(words.asked_at_value, { time })])],
    [words.released, once(indexes.map((one) => plainText(words.released_value, { time: beijingTime(Date.parse(one.generated_at)) })))],
    [words.version, once(indexes.map(({ snapshot }) => snapshot.slice(0, 12)))],
  ];
  const items = rows
    .filter(([, values]) => values.length > 0)
    .map(([term, values]) => h("div", {}, h("dt", {}, term), h("dd", {}, ...values)));
  return h("dl", { class: "sources", "aria-label": words.sources }, ...items);
}
