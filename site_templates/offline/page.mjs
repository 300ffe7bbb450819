// @ts-check
/**
 * The check in one file: no network, and no clock. It judges the day on which the register was released unless an earlier one is
 * asked about; of a later one it knows nothing. `generator/offline/` puts it, the check's own modules and the register together.
 */
import { answer } from "../theme/assets/verify/answer.mjs";
import { h, problemHeading } from "../theme/assets/verify/elements.mjs";
import { checkIndex, Fault, FORMAT, isDay } from "../theme/assets/verify/format.mjs";
import * as details from "../theme/assets/verify/details.mjs";
import { byKey, withNear } from "../theme/assets/verify/near.mjs";
import { key as keyOf, parameters, read } from "../theme/assets/verify/normalise.mjs";
import { numbersIn } from "../theme/assets/verify/numbers.mjs";
import { faulty, outcome, readNumber } from "../theme/assets/verify/outcome.mjs";
import { fold } from "../theme/assets/verify/shards.mjs";
import { speaker, title } from "../theme/assets/verify/speech.mjs";
import { beijingDay } from "../theme/assets/verify/status.mjs";

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [form, problemBox, answerBox] = ["check", "problem", "answer"].map(at);
const [input, day] = /** @type {HTMLInputElement[]} */ (["number", "day"].map(at));

/** @type {{index: RegisterIndex & {counts: {total: number}}, records: CertificateRecord[], live: string, search: string, words: Record<string, string>}} */
const { index, records, live, search, words: own } = JSON.parse(/** @type {string} */ (at("register").textContent));
checkIndex(index);
if (index.format !== FORMAT || index.counts.total !== records.length) throw new Error("not the whole register");
const generated = Date.parse(index.generated_at);
const released = beijingDay(generated);

const lang = document.documentElement.lang === "en" ? "en" : "zh";
/** Modules have names in the file, and three were put in for its language. @param {string} file */
const wordsOf = async (file) => (await import(`theme/assets/verify/${file}.${lang}.mjs`)).words;
/** @type {DayWords} */
const ofDay = await wordsOf("words.day");
const valid = { ...ofDay.outcome.VALID, next: own.compare }; // what is registered is not of now, as on the website
/** @type {Setting} */
const setting = {
  lang,
  words: { ...(await wordsOf("words")), ...(await wordsOf("words.data")), day: { ...ofDay, outcome: { ...ofDay.outcome, VALID: valid } } },
  body: name(index.issuer.name),
  domain: new URL(live).host,
  search,
  phone: index.issuer.phone,
  platform: { text: name(index.platform.name), href: index.platform.url },
};
const { plainText } = speaker(setting);
const usualTitle = document.title;
const alike = byFold();
const numbers = byKey(records.filter(({ disclosure }) => disclosure !== "limited").map(({ number }) => number));

/** What a link claims, and the number that the field shows of it: while it shows that, the claims count. @type {{shown: string, holder?: string, to?: string} | undefined} */
let linked;

/** @param {Name} both */
function name(both) {
  return (lang === "en" && both.en) || both.zh;
}

/** Numbers that look alike stand together, as they do in a shard. */
function byFold() {
  /** @type {Map<string, CertificateRecord[]>} */
  const found = new Map();
  for (const record of records) {
    const place = fold(keyOf(record.number));
    const others = found.get(place);
    if (others) others.push(record);
    else found.set(place, [record]);
  }
  return found;
}

/** @param {string} typed */
function check(typed) {
  clear();
  const asked = read(typed);
  const { text, holder, to, on } = asked;
  if ("on" in asked) { // a link: afterwards the fields stand for it
    input.value = text;
    linked = { shown: input.value, holder, to };
    if (isDay(on)) day.value = on ?? "";
  }
  const claims = linked?.shown === input.value ? { holder: linked.holder, to: linked.to } : {};
  const question = { text, ...claims, on: on ?? (day.value || released) };
  const number = readNumber(question.text);
  if ("refusal" in number) return refuse(number.refusal, question);
  const { key } = number;
  const found = judged(key, question);
  if (found.verdict === "input") return refuse(found, question);
  show({ question, key, outcome: found, asked_at: generated });
}

/** @param {string} key @param {Question} question */
function judged(key, question) {
  try {
    const found = outcome(key, question, { index, records: alike.get(fold(key)) ?? [], kept: false }, generated);
    return found.code === "NOT_FOUND" ? withNear(found, key, numbers) : found;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return faulty(error, { no: key });
  }
}

/** @param {Outcome} refusal @param {Question} question */
function refuse(refusal, question) {
  const isOrganisation = refusal.code === "INPUT_NAME" || refusal.code === "INPUT_USCC";
  problemBox.append(...(isOrganisation ? organisation() : details.problem(refusal, setting)), ...apart(question));
  problemBox.hidden = false;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", "problem hint");
  problemBox.focus();
  document.title = plainText(setting.words.error_title, { heading: own.not_a_number, body: setting.body });
}

/** Several numbers, each to be checked by itself. @param {Question} question */
function apart(question) {
  const numbers = numbersIn(question.text).map((piece) => read(piece).text.trim());
  if (numbers.length < 2) return [];
  const button = (/** @type {string} */ no) => h("button", { type: "button", onclick: () => askInstead(no, question) }, plainText(setting.words.check, { no }));
  return [
    h("p", {}, plainText(own.several, { n: numbers.length })),
    h("ul", { class: "several" }, ...numbers.map((number) => h("li", {}, button(number)))),
  ];
}

/** Organisations are not looked for in this file. */
function organisation() {
  const link = h("a", { href: "#number" }, own.not_a_number);
  const online = h("a", { href: search, rel: "noreferrer" }, search);
  return [problemHeading(link), h("p", {}, own.organisations, " ", online)];
}

/** @param {Result} result */
function show(result) {
  const { key = "", question, outcome } = result;
  /** @param {string | undefined} on */
  const askDay = (on = released) => {
    day.value = on;
    check(key);
  };
  const { heading, elements } = answer(result, setting, { ask, askDay, askInstead: (no) => askInstead(no, question), retry: () => check(key), copy: () => {} }, details);
  // Of when it was asked, and of what may follow, the file says something else than the page on the website.
  const verdict = elements.filter((element) => element.matches(".panel, .certificate"));
  const judgedDay = question.on === released ? own.judged_released : own.judged;
  answerBox.append(
    h("p", { class: "asked" }, plainText(judgedDay, { no: key, on: question.on ?? "" })),
    ...verdict,
    ...(outcome.record ? [] : apart(question)),
    h("p", { class: "online" }, own.online, " ", liveLink(key, question)),
  );
  heading.focus();
  document.title = title(outcome, setting);
}

/** The check of today, with what a link claims. @param {string} key @param {Question} question */
function liveLink(key, { holder, to }) {
  const said = Object.entries({ n: key, holder, to }).filter(([, value]) => value !== undefined);
  const address = `${live}#${new URLSearchParams(/** @type {[string, string][]} */ (said))}`;
  return h("a", { href: address, rel: "noreferrer" }, address);
}

/** @param {string} number */
function ask(number) {
  input.value = number;
  check(number);
}

/** A number that was offered in place of another one: what a link claims goes with it. @param {string} number @param {Question} question */
function askInstead(number, { holder, to }) {
  linked = { shown: number, holder, to };
  ask(number);
}

function clear() {
  for (const box of [problemBox, answerBox]) box.replaceChildren();
  problemBox.hidden = true;
  input.removeAttribute("aria-invalid");
  input.setAttribute("aria-describedby", "hint");
  document.title = usualTitle;
}

/** A link within the file, to a main certificate, or into it. */
function followAddress() {
  if (parameters(location.hash)) check(location.hash);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  check(input.value);
});
problemBox.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("a[href='#number']")) return;
  event.preventDefault();
  input.focus();
});
for (const field of [input, day]) field.addEventListener("input", clear); // an answer must not stand under another question
window.addEventListener("hashchange", followAddress);
day.value = released;
at("not-running").remove();
followAddress();
