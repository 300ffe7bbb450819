// @ts-check
/** One outcome as elements of the page, in one language. */
import { appearance } from "./appearance.mjs";
import { h, icon } from "./elements.mjs";
import { speaker } from "./speech.mjs";

/** @typedef {import("./speech.mjs").Speaker} Speaker */

/**
 * The verdict with all that belongs to it.
 * @param {Result} result @param {Setting} setting @param {Actions} actions
 * @param {typeof import("./details.mjs")} [details] needed where data were read
 */
export function answer({ outcome, current, asked_at }, setting, actions, details) {
  const say = speaker(setting);
  const { words, sentence } = say;
  const facts = say.allFacts(outcome);
  const wording = say.wording(outcome);
  const heading = h("h2", { id: "verdict", tabindex: "-1" }, ...sentence(wording.heading, facts));
  const panel = h(
    "div",
    { class: `panel ${appearance(outcome.code).tone}${outcome.specimen ? " specimen" : ""}` },
    outcome.specimen && h("p", { class: "specimen-label" }, words.specimen),
    h("div", { class: "verdict" }, icon(appearance(outcome.code).path), heading),
    outcome.verdict !== "input" && h("p", { class: "conclusion" }, conclusion(outcome, say)),
    wording.message && h("p", {}, ...sentence(wording.message, facts)),
    ...outcome.remarks.map((remark) =>
      h("p", { class: "remark" }, ...sentence(words.remark[remark.text], { ...facts, ...remark.facts })),
    ),
    current && details?.today(current, say, actions),
    details?.candidates(outcome, say, actions),
    next(wording.next, facts, say),
    panelAction(outcome, setting, say, actions),
  );
  if (outcome.verdict === "input") return { heading, elements: [panel] };
  const parts = [
    panel,
    outcome.record && details?.certificate(outcome.record, outcome, setting, say),
    details?.sources(outcome, asked_at, say),
    h("div", { id: "more" }),
    closing(say, actions),
  ];
  return { heading, elements: parts.filter((part) => part !== undefined) };
}

/** @param {Outcome} outcome @param {Speaker} say */
function conclusion({ verdict, specimen, on }, { words, plainText }) {
  const own = on === undefined ? words.conclusion[verdict] : plainText((words.day ?? words).conclusion[verdict], { on });
  return specimen ? plainText(words.specimen_conclusion, { conclusion: own }) : own;
}

/** @param {string | string[] | undefined} steps @param {Sayable} facts @param {Speaker} say */
function next(steps, facts, { sentence }) {
  if (!steps) return null;
  if (typeof steps === "string") return h("p", { class: "next" }, ...sentence(steps, facts));
  return h("ol", { class: "next" }, ...steps.map((step) => h("li", {}, ...sentence(step, facts))));
}

/** @param {Outcome} outcome @param {Setting} setting @param {Speaker} say @param {Actions} actions */
function panelAction({ code, facts, record }, { search }, { words, plainText }, { ask, retry }) {
  if (code === "SUPERSEDED") {
    const number = String(facts.new);
    return h("button", { type: "button", onclick: () => ask(number) }, plainText(words.check, { no: number }));
  }
  if (["INPUT_USCC", "CANCELLED", "EXPIRED"].includes(code)) { // a certificate that follows has another number
    const href = `${search}#q=${encodeURIComponent(record?.holder ?? String(facts.no))}`;
    return h("a", { class: "button", href }, words.by_organisation);
  }
  if (["NETWORK", "INTEGRITY", "OLDER_DATA", "OFFLINE"].includes(code)) return h("button", { type: "button", onclick: retry }, words.retry);
  return null;
}

/** @param {Speaker} say @param {Actions} actions */
function closing({ words }, { copy }) {
  const line = h("p", { class: "actions" });
  line.append(h("button", { type: "button", class: "quiet", onclick: () => copy(line) }, words.copy));
  return line;
}
