// @ts-check
/** The check page: form, address, progress and focus. */
import { answer } from "./answer.mjs";
import { h } from "./elements.mjs";
import { Fault } from "./format.mjs";
import { parameters, read } from "./normalise.mjs";
import { faulty, readNumber } from "./outcome.mjs";
import { dataSource, dataWords, register, seen, setting } from "./setting.mjs";
import { speaker, title } from "./speech.mjs";
import { beijingDay } from "./status.mjs";
import { nothingHeld } from "./store.mjs";
import { PATIENCE, verify } from "./verify.mjs";

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [form, problemBox, progress, answerBox, specimen] = ["check", "problem", "progress", "answer", "specimen"].map(at);
const input = /** @type {HTMLInputElement} */ (at("number"));

const { words, plainText } = speaker(setting);
const usualTitle = document.title;
const held = nothingHeld();

/** Milliseconds until the page says that it is looking, and that it still is; after which an answer is an old one; between two looks at that. */
const [SOON, SLOW, OLD, MINUTE] = [300, 3000, 600_000, 60_000];

let turn = 0;
/** What the answer on the page is about, and when it was asked. @type {{typed: string, at: number} | undefined} */
let asked;
/** A followed link: its claims count while the field shows its number. @type {{shown: string, question: Question} | undefined} */
let linked;
let current = new AbortController();
/** They say that the page is looking. @type {number[]} */
let timers = [];

/** Show the answer, unless something else was asked meanwhile. @param {string} typed @param {{remember: boolean}} options */
async function check(typed, { remember }) {
  const own = begin();
  /** @param {string} key @param {Question} question */
  const begun = (key, question) => {
    if (remember) pushAddress(key, question);
    timers = [
      setTimeout(() => progress.replaceChildren(plainText(words.looking, { no: key })), SOON),
      setTimeout(() => progress.replaceChildren(plainText(words.slow, { no: key }), " ", cancelButton()), SLOW),
    ];
  };
  const world = { ...dataSource(current.signal), held, begun };
  const asked_at = Date.now();
  asked = { typed, at: asked_at };
  /** @param {unknown} error @returns {Result} */
  const failed = (error) => {
    const fault = error instanceof Fault ? error : new Fault("INTEGRITY");
    if (fault !== error) console.error(error);
    const question = read(typed);
    const number = readNumber(question.text);
    const key = "key" in number ? number.key : undefined;
    return { question, key, outcome: faulty(fault, { no: key ?? question.text }), asked_at };
  };
  const [result] = await Promise.all([verify(typed, world), program(typed)]).catch((error) => [failed(error)]);
  if (own !== turn) return;
  try {
    show(result, typed, remember);
  } catch (error) {
    clear();
    show(failed(error), typed, remember);
  }
}

/** A part of the program has not come: most browsers fetch it again for a new page only. */
let lacking = false;

/** What no first view needs: without it there is no answer. @param {string} typed */
async function program(typed) {
  const late = new Promise((_, fail) => timers.push(setTimeout(fail, PATIENCE)));
  await Promise.race([loaded(typed), late]).catch(() => {
    lacking = true;
    throw new Fault("NETWORK");
  });
}

/** @param {string} typed */
async function loaded(typed) {
  details ??= (await Promise.all([import("./details.mjs"), dataWords()]))[0];
  if (read(typed).on === undefined || setting.words.day) return;
  const { words: day } = await import(`./words.day.${setting.lang}.mjs`);
  setting.words = { ...setting.words, day };
}

/** @type {typeof import("./details.mjs") | undefined} */
let details;

/** Make this the check whose answer counts. */
function begin() {
  current.abort();
  timers.forEach(clearTimeout);
  current = new AbortController();
  asked = undefined;
  clear();
  turn += 1;
  return turn;
}

function clear() {
  for (const box of [problemBox, progress, answerBox]) box.replaceChildren();
  problemBox.hidden = true;
  input.removeAttribute("aria-invalid");
  input.setAttribute("aria-describedby", "hint");
  document.title = usualTitle;
}

/** @param {Result} result @param {string} typed @param {boolean} remember */
function show(result, typed, remember) {
  const { outcome, key, question } = result;
  timers.forEach(clearTimeout);
  progress.replaceChildren();
  if (outcome.code === "INPUT_NAME") { // a name is looked for where names are
    const address = `organisations.html#q=${encodeURIComponent(question.text)}`;
    asked = undefined; // Back leads to the form
    if (remember) location.assign(address);
    else location.replace(address);
    return;
  }
  if (outcome.index) seen(outcome.index);
  if (outcome.index?.specimen) specimen.hidden = false;
  const retry = () => (lacking && navigator.onLine ? location.reload() : check(typed, { remember: false }));
  /** @param {string | undefined} on */
  const askDay = (on) => check(`#${addressed({ ...question, text: key ?? "", on })}`, { remember: true });
  /** What a QR code claims, and the day, go with it. @param {string} number */
  const askInstead = (number) => {
    const instead = { ...question, text: number };
    input.value = number;
    linked = { shown: input.value, question: instead };
    check(`#${addressed(instead)}`, { remember: true });
  };
  /** @param {HTMLElement} line */
  const copy = async (line) => {
    const module = await import("../more/copy.mjs").catch(() => undefined);
    if (module) module.copy(line, words);
    else line.append(details?.rest(setting) ?? "");
  };
  const actions = { ask, askDay, askInstead, retry, copy };
  if (details) showMore(result, actions);
  if (outcome.verdict === "input" && outcome.code !== "INPUT_USCC") {
    problemBox.append(...(details?.problem(outcome, setting) ?? []));
    problemBox.hidden = false;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "problem hint");
    problemBox.focus();
    document.title = title(outcome, setting);
    return;
  }
  const { heading, elements } = answer(result, setting, actions, details);
  answerBox.append(...(details?.asked(key, typed, input.value, setting) ?? []), ...elements);
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "nearest" }); // and its scroll-margin
  document.title = title(outcome, setting);
}

/** Show what helps after a verdict, and is not worth waiting for. @param {Result} result @param {Actions} actions */
async function showMore(result, actions) {
  const own = turn;
  const module = await import("../more/more.mjs").catch(() => undefined); // the verdict stands by itself
  const elements = (await module?.more(result, setting, actions)) ?? [details?.rest(setting) ?? ""];
  if (own === turn) (document.getElementById("more") ?? problemBox).append(...elements);
}

/** @param {string} number */
function ask(number) {
  input.value = number;
  check(number, { remember: true });
}

function cancelButton() {
  const cancel = () => {
    begin();
    progress.replaceChildren(words.cancelled);
    input.focus();
  };
  return h("button", { type: "button", class: "quiet", onclick: cancel }, words.cancel);
}

/** Put the question into the address, for Back, reload and a copied link. @param {string} key @param {Question} question */
function pushAddress(key, question) {
  const address = `#${addressed({ ...question, text: key })}`;
  if (address !== location.hash) history.pushState(null, "", address);
}

/** @param {Question} question */
function addressed({ text, holder, to, on }) {
  const claims = Object.entries({ n: text, holder, to, on }).filter(([, value]) => value !== undefined);
  return new URLSearchParams(/** @type {[string, string][]} */ (claims)).toString();
}

/** Ask what the address asks, if it does. */
function followAddress() {
  const question = parameters(location.hash);
  if (question === undefined) {
    if (location.hash !== "#main") reset(); // the skip link asks nothing
    return;
  }
  input.value = question.text;
  linked = { shown: input.value, question };
  return check(location.hash, { remember: false });
}

function askAgain() {
  if (asked) check(asked.typed, { remember: false });
  else followAddress();
}

function reset() {
  begin();
  input.value = "";
  linked = undefined;
}

/** A number in the query, from a plain form, moves to where no server sees it. */
function moveQueryToFragment() {
  const question = parameters(location.search);
  if (question && !parameters(location.hash)) {
    history.replaceState(null, "", `${location.pathname}#${addressed(question)}`);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = linked?.shown.trim() === input.value.trim() ? `#${addressed({ ...linked.question, on: undefined })}` : input.value;
  check(typed, { remember: true });
});
problemBox.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("a[href='#number']")) return;
  event.preventDefault();
  input.focus();
});
input.addEventListener("focus", () => loaded("").catch(() => {})); // before the number is there
input.addEventListener("input", () => {
  if (asked && problemBox.hidden) begin(); // no answer stands under another number
});
window.addEventListener("hashchange", followAddress);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) askAgain(); // an answer kept by the browser is an old answer
});
/** @param {number} most milliseconds; on another day an answer is always an old one */
function askAgainAfter(most) {
  const now = Date.now();
  const old = asked !== undefined && (now - asked.at > most || beijingDay(now) !== beijingDay(asked.at));
  if (document.visibilityState === "visible" && old) askAgain();
}
document.addEventListener("visibilitychange", () => askAgainAfter(OLD));
setInterval(askAgainAfter, MINUTE, Infinity);
at("not-running").remove();
moveQueryToFragment();
import("../more/links.mjs").catch(() => {});
if (parameters(location.hash)) await followAddress(); // else what was typed before now stays
import("../offline/worker.mjs").then(({ start }) => start(register)).catch(() => {});
