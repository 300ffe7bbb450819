// @ts-check
/** What a verification report says, as plain text in the page's language: the same on paper and in the image. */
import { appearance } from "../verify/appearance.mjs";
import { fields, occurrence } from "../verify/details.mjs";
import { isDay } from "../verify/format.mjs";
import { speaker } from "../verify/speech.mjs";
import { beijingDay, beijingTime } from "../verify/status.mjs";
import { checkAddress } from "./address.mjs";
import { words as en } from "./words.en.mjs";
import { words as zh } from "./words.zh.mjs";

/** @typedef {ReturnType<typeof sheet>} Sheet */
/** A field with the lines of its value; a short one shares its row. @typedef {{term: string, lines: string[], short: boolean}} Entry */
/** How much may be shown: characters of a text, lines of a field, events. @typedef {{text: number, lines: number, events: number}} Allowance */

/** The words of the report. @param {Setting} setting */
export function reportWords({ lang }) {
  return { zh, en }[lang];
}

/** Everything; then less of it, step by step, until only short texts and lists are left whole. @type {Allowance[]} */
const ALLOWANCES = [{ text: Infinity, lines: Infinity, events: Infinity }];
for (let text = 3000; text > 80; text *= 0.85) {
  /** @param {number} share */
  const atLeastTwo = (share) => Math.max(2, Math.round(text / share));
  ALLOWANCES.push({ text: Math.round(text), lines: atLeastTwo(40), events: atLeastTwo(20) });
}

/**
 * The sheet with as much in it as fits: what is left out is said in it.
 * @template T @param {Result} result @param {Setting} setting
 * @param {(sheet: Sheet) => T} draw @param {(drawn: T) => boolean} fits @returns {T}
 */
export function fitted(result, setting, draw, fits) {
  /** @param {number} step */
  const attempt = (step) => draw(sheet(result, setting, ALLOWANCES[step]));
  const whole = attempt(0);
  if (fits(whole)) return whole;
  let [least, most] = [1, ALLOWANCES.length - 1]; // the first step that fits is one of these
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (fits(attempt(middle))) most = middle;
    else least = middle + 1;
  }
  return attempt(least);
}

/** @param {Result} result @param {Setting} setting @param {Allowance} allowance */
function sheet(result, setting, allowance) {
  const { question, outcome, current, asked_at } = result;
  const say = speaker(setting);
  const own = reportWords(setting);
  const { words, plainText } = say;
  const facts = say.allFacts(outcome);
  const wording = say.wording(outcome);
  const { tone, path } = appearance(outcome.code);
  /** @param {string} text @param {string} [cut] */
  const clip = (text, cut = own.text_cut) => clipped(text, allowance.text, (n) => plainText(cut, { n }));
  /** @param {[string, (string | undefined)[], boolean?][]} rows @returns {Entry[]} */
  const entries = (rows) =>
    rows.flatMap(([term, values, short = false]) => {
      const known = values.filter((value) => value !== undefined).map((value) => clip(/** @type {string} */ (value)));
      const cut = known.length - allowance.lines;
      const lines = cut > 0 ? [...known.slice(0, allowance.lines), plainText(own.lines_cut, { n: cut })] : known;
      return known.length > 0 ? [{ term, lines, short }] : [];
    });

  const { on } = outcome;
  /** @type {Record<string, string>} */
  const conclusions = on === undefined ? words.conclusion : (words.day ?? words).conclusion;
  const conclusion = plainText(conclusions[outcome.verdict], { on: on ?? "" });
  const remarks = outcome.remarks.map(({ text, facts: more }) => {
    const short = Object.entries(more).map(([name, fact]) =>
      [name, typeof fact === "string" ? clip(fact, name === "qr" ? own.claim_cut : undefined) : fact]);
    return plainText(words.remark[text], { ...facts, ...Object.fromEntries(short) });
  });
  const next = [wording.next ?? []].flat().map((step) => plainText(step, facts));
  const today = (current ?? outcome).today ?? beijingDay(asked_at);
  const days = on === undefined || on === today ? [] : [plainText(own.other_day, { on })];
  if (days.length > 0 && current) {
    const heading = plainText(say.wording(current).heading, say.allFacts(current));
    days.push(plainText(own.current, { today, heading, conclusion: words.conclusion[current.verdict] }));
  }
  return {
    title: own.title,
    body: bodyName(result, say, setting),
    specimen: outcome.specimen ? words.specimen : undefined,
    tone,
    icon: path,
    heading: clip(plainText(wording.heading, facts)),
    conclusion: outcome.specimen ? plainText(words.specimen_conclusion, { conclusion }) : conclusion,
    message: plainText(wording.message ?? "", facts),
    remarks: [...days, ...remarks],
    next,
    asked: entries([
      [own.number, outcome.record ? [] : [result.key ?? String(facts.no)], true],
      [own.day, [on ?? (isDay(question.on) ? question.on : undefined)], true],
      [own.candidates, outcome.candidates.map(({ number }) => number)],
    ]),
    record: { title: words.details, entries: outcome.record ? entries(registered(outcome.record, outcome, say)) : [] },
    history: { title: words.history, ...history(outcome, today, allowance.events, say, own.events_cut) },
    sources: { title: words.times, entries: entries(sources(outcome, asked_at, say, own.nothing_read)) },
    address: { title: own.address, text: checkAddress(result) },
    again: outcome.index ? own.again : own.again_after_nothing,
  };
}

/** @param {string} text @param {number} most @param {(left: number) => string} cut */
function clipped(text, most, cut) {
  const characters = [...text];
  return characters.length > most ? characters.slice(0, most).join("") + cut(characters.length - most) : text;
}

/** @typedef {import("../verify/speech.mjs").Speaker} Speaker */

/** Fields whose values may be long. */
const LONG = new Set(["holder", "standards", "scope", "address", "sites"]);

/** All that is registered. @param {CertificateRecord} record @param {Outcome} outcome @param {Speaker} say @returns {[string, (string | undefined)[], boolean?][]} */
function registered(record, outcome, say) {
  return fields(record, outcome, say).map(([field, values]) => [say.words.field[field], values, !LONG.has(field)]);
}

/** The latest events. @param {Outcome} outcome @param {string} today @param {number} most @param {Speaker} say @param {string} cut */
function history({ record }, today, most, say, cut) {
  const events = record?.events ?? [];
  const { words, plainText } = say;
  const shown = events.slice(Math.max(0, events.length - most)).map((event) => {
    const { what, more } = occurrence(event, say);
    return { on: event.on, what: [what, ...more, event.on > today && words.history_future].filter(Boolean).join(" · ") };
  });
  const n = events.length - shown.length;
  return { events: shown, cut: n > 0 ? plainText(cut, { n }) : undefined };
}

/** When was asked, and of what data. @param {Outcome} outcome @param {number} asked_at @param {Speaker} say @param {string} nothing @returns {[string, string[]][]} */
function sources({ index }, asked_at, { words, plainText }, nothing) {
  /** @type {(name: "asked_at_value" | "generated_at_value", instant: number) => string} */
  const time = (name, instant) => plainText(words[name], { time: beijingTime(instant) });
  const asked = time("asked_at_value", asked_at);
  if (!index) return [[words.asked_at, [asked]], [words.generated_at, [nothing]]];
  return [
    [words.asked_at, [asked]],
    [words.generated_at, [time("generated_at_value", Date.parse(index.generated_at))]],
    [words.next_update, index.next_update_due ? [index.next_update_due] : []],
    [words.version, [index.snapshot]],
  ];
}

/** The full name of the body: what titles have may be a short one. @param {Result} result @param {import("../verify/speech.mjs").Speaker} say @param {Setting} setting */
function bodyName({ outcome: { index } }, { named }, { body }) {
  if (index) return named(index.issuer.name, "").innerText;
  return document.querySelector(".body-name")?.textContent ?? body;
}
