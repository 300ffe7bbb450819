// @ts-check
/** What follows a verdict: the certificate in the course of time, the comparison with the paper, the number explained, the report. */
import { h } from "../verify/elements.mjs";
import { read } from "../verify/normalise.mjs";
import { readNumber } from "../verify/outcome.mjs";
import { compare } from "./compare.mjs";
import { dayForm } from "./days.mjs";
import { explain } from "./explain.mjs";
import "./links.mjs";
import { several } from "./several.mjs";
import { timeline } from "./timeline.mjs";
import { voice } from "./voice.mjs";

/** Outcomes without a record whose number is explained. */
const EXPLAINED = new Set(["NOT_FOUND", "NEAR_MISS", "OTHER_BODY", "RESTRICTED"]);

/** @param {Result} result @param {Setting} setting @param {Actions} actions @returns {Promise<Node[]>} */
export async function more(result, setting, actions) {
  const { outcome } = result;
  const { index, record } = outcome;
  const [report] = await Promise.all([import("../report/report.mjs").catch(() => undefined), styled()]); // the rest stands without it
  const apart = several(result, setting, actions);
  const nodes = /** @type {Node[]} */ (apart ? [apart] : []);
  if (outcome.verdict === "input") return nodes;
  if (record || outcome.on !== undefined) nodes.push(days(outcome, setting, actions));
  if (record) nodes.push(compare(record, setting, outcome.status?.last_day));
  if (index && (record || (!apart && EXPLAINED.has(outcome.code)))) nodes.push(explain(record?.number ?? written(result), index, setting));
  if (report) nodes.push(report.buttons(result, setting));
  return nodes;
}

/** @param {Outcome} outcome @param {Setting} setting @param {Actions} actions */
function days(outcome, setting, actions) {
  const heading = h("h3", { id: "more-days" }, voice(setting).own.timeline.heading);
  return h(
    "section",
    { class: "more-card", "aria-labelledby": "more-days" },
    heading,
    dayForm(outcome, setting, actions),
    outcome.record && timeline(outcome.record, outcome, setting),
  );
}

/** The number as it was written, with the separators that its key has lost; else the key. @param {Result} result */
function written({ question, key = "" }) {
  const text = read(question.text).text.normalize("NFKC").trim().toUpperCase();
  const own = readNumber(text);
  return "key" in own && own.key === key ? text : key;
}

/** @type {Promise<void> | undefined} */
let style;

/** Once for the page; nothing is shown before it is there, so that nothing jumps. */
function styled() {
  style ??= new Promise((resolve) => {
    const href = new URL("more.css", import.meta.url).href;
    const done = () => resolve();
    document.head.append(h("link", { rel: "stylesheet", href, onload: done, onerror: done }));
  });
  return style;
}
