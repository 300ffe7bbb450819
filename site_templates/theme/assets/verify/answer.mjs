// @ts-check
/** One outcome as elements of the page, in one language. */
import { appearance } from "./appearance.mjs";
import { h, icon } from "./elements.mjs";
import { speaker } from "./speech.mjs";
import { beijingTime } from "./status.mjs";

/** @typedef {import("./speech.mjs").Speaker} Speaker */

/** What is wrong with the input, and how to mend it. @param {Outcome} outcome @param {Setting} setting */
export function problem(outcome, setting) {
  const { words, sentence, allFacts } = speaker(setting);
  const { heading, message } = words.outcome[outcome.text];
  const facts = allFacts(outcome);
  const link = h("a", { href: "#number" }, ...sentence(heading, facts));
  return [h("p", { class: "problem-heading" }, link), h("p", {}, ...sentence(message ?? "", facts))];
}

/** The verdict with all that belongs to it. @param {Result} result @param {Setting} setting @param {Actions} actions */
export function answer({ outcome, asked_at }, setting, actions) {
  const say = speaker(setting);
  const { words, sentence } = say;
  const facts = say.allFacts(outcome);
  const wording = words.outcome[outcome.text];
  const heading = h("h2", { id: "verdict", tabindex: "-1" }, ...sentence(wording.heading, facts));
  const panel = h(
    "div",
    { class: `panel ${appearance(outcome.code).tone}${outcome.specimen ? " specimen" : ""}` },
    outcome.specimen && h("p", { class: "specimen-label" }, words.specimen),
    h("div", { class: "verdict" }, icon(appearance(outcome.code).path), heading),
    h("p", { class: "conclusion" }, conclusion(outcome, say)),
    wording.message && h("p", {}, ...sentence(wording.message, facts)),
    ...outcome.remarks.map((remark) =>
      h("p", { class: "remark" }, ...sentence(words.remark[remark.text], { ...facts, ...remark.facts })),
    ),
    candidates(outcome, say, actions),
    next(wording.next, facts, say),
    panelAction(outcome, say, actions),
  );
  const record = outcome.record ? [certificate(outcome.record, outcome, say)] : [];
  return { heading, elements: [panel, ...record, sources(outcome, asked_at, say), closing(say, actions)] };
}

/** @param {Outcome} outcome @param {Speaker} say */
function conclusion({ verdict, specimen }, { words, plainText }) {
  const own = words.conclusion[verdict];
  return specimen ? plainText(words.specimen_conclusion, { conclusion: own }) : own;
}

/** @param {string | string[] | undefined} steps @param {Sayable} facts @param {Speaker} say */
function next(steps, facts, { sentence }) {
  if (!steps) return null;
  if (typeof steps === "string") return h("p", { class: "next" }, ...sentence(steps, facts));
  return h("ol", { class: "next" }, ...steps.map((step) => h("li", {}, ...sentence(step, facts))));
}

/** Numbers like the one asked for, without anything else. @param {Outcome} outcome @param {Speaker} say @param {Actions} actions */
function candidates(outcome, { words, plainText }, { ask }) {
  if (outcome.candidates.length === 0) return null;
  const items = outcome.candidates.map(({ number, marked, differences }) => {
    const shown = marked.map(({ text, differs }) => (differs ? h("mark", {}, text) : text));
    const inWords = differences.map((difference) => plainText(words.difference, difference)).join(words.list);
    return h(
      "li",
      {},
      h("span", { class: "candidate" }, ...shown),
      h("span", { class: "difference" }, inWords),
      h("button", { type: "button", onclick: () => ask(number) }, plainText(words.check, { no: number })),
    );
  });
  return h("ul", { class: "candidates" }, ...items);
}

/** @param {Outcome} outcome @param {Speaker} say @param {Actions} actions */
function panelAction({ code, facts }, { words, plainText }, { ask, retry }) {
  if (code === "SUPERSEDED") {
    const number = String(facts.new);
    return h("button", { type: "button", onclick: () => ask(number) }, plainText(words.check, { no: number }));
  }
  if (code === "NETWORK" || code === "INTEGRITY") return h("button", { type: "button", onclick: retry }, words.retry);
  return null;
}

/** Fields whose value fits beside its name on a phone too. */
const SHORT = new Set(["level", "issued_on", "valid_from", "valid_to", "first_certified_on", "revision"]);

/** What is registered. @param {CertificateRecord} record @param {Outcome} outcome @param {Speaker} say */
function certificate(record, { index, status, today = "" }, say) {
  const { words, said, named } = say;
  /** @param {(Node | undefined | false)[]} values */
  const lines = (...values) => values.filter(Boolean).map((value) => h("div", {}, /** @type {Node} */ (value)));
  /** @param {string | undefined} zh @param {string | undefined} en */
  const both = (zh, en) => lines(zh !== undefined && said(zh, "zh"), en !== undefined && said(en, "en"));
  /** @param {string | undefined} text */
  const one = (text) => (text === undefined ? [] : [said(text)]);
  const parent = record.parent && h("a", { href: `#n=${encodeURIComponent(record.parent)}` }, said(record.parent));

  /** @type {[string, Child[]][]} */
  const rows = [
    ["number", one(record.number)],
    ["parent", parent ? [parent] : []],
    ["holder", both(record.holder, record.holder_en)],
    ["uscc", one(record.uscc)],
    ["scheme", record.scheme ? [named(own(index?.schemes, record.scheme), record.scheme)] : []],
    ["standards", lines(...(record.standards ?? []).map((standard) => said(standard)))],
    ["level", record.level ? [named(own(index?.levels, record.level), record.level)] : []],
    ["scope", both(record.scope, record.scope_en)],
    ["address", both(record.address, record.address_en)],
    ["sites", lines(...(record.sites ?? []).map((site) => said(site)))],
    ["issued_on", one(record.issued_on)],
    ["valid_from", one(record.valid_from)],
    ["valid_to", one(status?.last_day ?? record.valid_to)],
    ["first_certified_on", one(record.first_certified_on)],
    ["revision", one(record.revision?.toString())],
  ];
  const list = rows
    .filter(([, values]) => values.length > 0)
    .map(([field, values]) =>
      h("div", { class: SHORT.has(field) && "short" }, h("dt", {}, words.field[field]), h("dd", {}, ...values)),
    );
  const heading = h("h3", { id: "details" }, words.details);
  return h(
    "section",
    { class: "certificate", "aria-labelledby": "details" },
    heading,
    h("dl", {}, ...list),
    history(record, today, say),
  );
}

/** @template T @param {Record<string, T> | undefined} table @param {string} key @returns {T | undefined} */
function own(table, key) {
  return new Map(Object.entries(table ?? {})).get(key);
}

/** @param {CertificateRecord} record @param {string} today @param {Speaker} say */
function history({ events = [] }, today, { words, plainText }) {
  if (events.length === 0) return null;
  const rows = events.map(({ on, type, until, by }) => {
    const more = [
      until && plainText(words.history_until, { until }),
      by && plainText(words.history_by, { by }),
      on > today && words.history_future,
    ].filter(Boolean);
    const what = own(words.event, type) ?? words.unknown_event;
    const detail = more.length > 0 && h("small", {}, more.join(words.list));
    return h("tr", {}, h("td", {}, h("time", { datetime: on }, on)), h("td", {}, what, detail));
  });
  const columns = [words.history_on, words.history_event].map((column) => h("th", { scope: "col" }, column));
  return h(
    "table",
    {},
    h("caption", {}, words.history),
    h("thead", {}, h("tr", {}, ...columns)),
    h("tbody", {}, ...rows),
  );
}

/** When was asked, and of what data. @param {Outcome} outcome @param {number} asked_at @param {Speaker} say */
function sources({ index }, asked_at, { words, plainText }) {
  const rows = [[words.asked_at, plainText(words.asked_at_value, { time: beijingTime(asked_at) })]];
  if (index) {
    const time = beijingTime(Date.parse(index.generated_at));
    rows.push([words.generated_at, plainText(words.generated_at_value, { time })]);
    if (index.next_update_due) rows.push([words.next_update, index.next_update_due]);
    rows.push([words.version, index.snapshot.slice(0, 12)]);
  }
  const items = rows.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value)));
  const address = h("div", { class: "on-paper" }, h("dt", {}, words.address_of_page), h("dd", {}, location.href));
  return h("dl", { class: "sources", "aria-label": words.times }, ...items, address);
}

/** @param {Speaker} say @param {Actions} actions */
function closing({ words }, { copy }) {
  const line = h("p", { class: "actions" });
  line.append(h("button", { type: "button", class: "quiet", onclick: () => copy(line) }, words.copy));
  return line;
}
