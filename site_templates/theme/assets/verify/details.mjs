// @ts-check
/** What the page shows of an input and of the data that were read, as elements. Loaded with the first check. */
import { h, problemHeading } from "./elements.mjs";
import { parameters } from "./normalise.mjs";
import { speaker } from "./speech.mjs";
import { beijingTime } from "./status.mjs";

/** @typedef {import("./speech.mjs").Speaker} Speaker */

/**
 * What was looked up, where that is not what stands in the field; and whose link it was taken from, if not this site's.
 * @param {string | undefined} key @param {string} typed @param {string} given what stands in the field @param {Setting} setting
 */
export function asked(key, typed, given, setting) {
  const { words, sentence } = speaker(setting);
  const host = otherHost(typed, setting.domain);
  return [
    key !== undefined && key !== given.trim() && h("p", { class: "asked" }, ...sentence(words.asked, { no: key })),
    host && h("p", { class: "asked" }, ...sentence(words.other_host, { host })),
  ].filter(/** @returns {line is HTMLElement} */ (line) => !!line);
}

/** The host of a link, if it is neither the site's nor the one that this page is on. @param {string} text @param {string} domain */
function otherHost(text, domain) {
  const link = text.trim();
  if (/^[#?]/.test(link) || parameters(link) === undefined) return undefined;
  try {
    const { host } = new URL(link.includes("://") ? link : `https://${link}`);
    return host === domain || host === location.host ? undefined : host;
  } catch {
    return link; // no browser would open it
  }
}

/** What is so today, where another day was asked about. @param {Outcome} current @param {Speaker} say @param {Actions} actions */
export function today(current, { words, sentence, plainText, wording, allFacts }, { askDay }) {
  const heading = plainText(wording(current).heading, allFacts(current));
  const { current: text, back } = /** @type {DayWords} */ (words.day);
  const line = h("p", { class: "remark" }, ...sentence(text, { today: current.today ?? "", heading }), " ");
  line.append(h("button", { type: "button", class: "quiet", onclick: () => askDay(undefined) }, back));
  return line;
}

/** What is wrong with the input, and how to mend it. @param {Outcome} outcome @param {Setting} setting */
export function problem(outcome, setting) {
  const { sentence, allFacts, wording } = speaker(setting);
  const { heading, message } = wording(outcome);
  const facts = allFacts(outcome);
  const link = h("a", { href: "#number" }, ...sentence(heading, facts));
  return [problemHeading(link), h("p", {}, ...sentence(message ?? "", facts))];
}

/** What is said where a part of the page has not come. @param {Setting} setting */
export function rest({ words: { rest_missing, reload } }) {
  return h("p", {}, rest_missing, " ", h("button", { type: "button", class: "quiet", onclick: () => location.reload() }, reload));
}

/** Numbers like the one asked for, without anything else. @param {Outcome} outcome @param {Speaker} say @param {Actions} actions */
export function candidates(outcome, { words, plainText }, { askInstead }) {
  if (outcome.candidates.length === 0) return null;
  const items = outcome.candidates.map(({ number, marked, differences }) => {
    const shown = marked.map(({ text, differs }) => (differs ? h("mark", {}, text) : text));
    const inWords = differences.map((one) => plainText(words[one.a === "" ? "lacking" : one.b === "" ? "surplus" : "difference"], one)).join(words.list);
    return h(
      "li",
      {},
      h("span", { class: "candidate" }, ...shown),
      h("span", { class: "difference" }, inWords),
      h("button", { type: "button", onclick: () => askInstead(number) }, plainText(words.check, { no: number })),
    );
  });
  return h("ul", { class: "candidates" }, ...items);
}

/** Fields whose value fits beside its name on a phone too. */
const SHORT = new Set(["level", "issued_on", "valid_from", "valid_to", "first_certified_on", "revision"]);
/** Fields with a value for each language. */
const TRANSLATED = new Set(["holder", "scope", "address"]);

/**
 * All that is registered, in the order in which it is shown: each field with its values.
 * @param {CertificateRecord} record @param {Outcome} outcome @param {Speaker} say @returns {[string, string[]][]}
 */
export function fields(record, { index, status }, { named }) {
  /** @param {Record<string, Name> | undefined} names @param {string | undefined} id */
  const name = (names, id) => (id === undefined ? undefined : named(own(names, id), id).textContent ?? id);
  /** @type {[string, (string | undefined)[]][]} */
  const found = [
    ["number", [record.number]],
    ["parent", [record.parent]],
    ["holder", [record.holder, record.holder_en]],
    ["uscc", [record.uscc]],
    ["scheme", [name(index?.schemes, record.scheme)]],
    ["standards", record.standards ?? []],
    ["level", [name(index?.levels, record.level)]],
    ["scope", [record.scope, record.scope_en]],
    ["address", [record.address, record.address_en]],
    ["sites", record.sites ?? []],
    ["issued_on", [record.issued_on]],
    ["valid_from", [record.valid_from]],
    ["valid_to", [status?.last_day ?? record.valid_to]],
    ["first_certified_on", [record.first_certified_on]],
    ["revision", [record.revision?.toString()]],
  ];
  return found
    .map(/** @returns {[string, string[]]} */ ([field, values]) => [field, values.filter((value) => value !== undefined)])
    .filter(([, values]) => values.length > 0);
}

/** What is registered. @param {CertificateRecord} record @param {Outcome} outcome @param {Setting} setting @param {Speaker} say */
export function certificate(record, outcome, { search }, say) {
  const { words, said, sentence } = say;
  /** @param {string} field @param {string} value @param {number} at */
  const shown = (field, value, at) => {
    const element = said(value, TRANSLATED.has(field) ? (at === 0 ? "zh" : "en") : undefined);
    return field === "parent" ? h("a", { href: `#n=${encodeURIComponent(value)}` }, element) : element;
  };
  const list = fields(record, outcome, say).map(([field, values]) => {
    const lines = values.map((value, at) => h("div", {}, shown(field, value, at)));
    return h("div", { class: SHORT.has(field) && "short" }, h("dt", {}, words.field[field]), h("dd", {}, ...lines));
  });
  const no = record.parent ?? record.number; // sub-certificates have the number of the main one, and a place after it
  const family = h("a", { href: `${search}#q=${encodeURIComponent(no)}` }, ...sentence(words.family, { no }));
  list.push(h("div", { class: "family" }, h("dt", {}, words.family_field), h("dd", {}, family)));
  const heading = h("h3", { id: "details" }, words.details);
  return h(
    "section",
    { class: "certificate", "aria-labelledby": "details" },
    heading,
    h("dl", {}, ...list),
    history(record, outcome, say),
  );
}

/** What an event is, and what belongs to it. @param {CertificateEvent} event @param {Speaker} say */
export function occurrence({ type, until, by }, { words, plainText }) {
  const more = [until && plainText(words.history_until, { until }), by && plainText(words.history_by, { by })];
  return { what: own(words.event, type) ?? words.unknown_event, more: more.filter((text) => text !== undefined) };
}

/** @template T @param {Record<string, T> | undefined} table @param {string} key @returns {T | undefined} */
function own(table, key) {
  return new Map(Object.entries(table ?? {})).get(key);
}

/** @param {CertificateRecord} record @param {Outcome} outcome @param {Speaker} say */
function history({ events = [] }, { today = "", on: asked }, say) {
  if (events.length === 0) return null;
  const { words } = say;
  const later = asked === undefined ? words.history_future : words.day?.later;
  const rows = events.map((event) => {
    const { what, more } = occurrence(event, say);
    const detail = [...more, event.on > today && later].filter(Boolean).join(words.list);
    const day = h("time", { datetime: event.on }, event.on);
    return h("tr", {}, h("td", {}, day), h("td", {}, what, detail && h("small", {}, detail)));
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
export function sources({ index }, asked_at, { words, plainText }) {
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
