// @ts-check
/** The check page: form, address, progress and focus. */
import { answer, problem } from "./answer.mjs";
import { h } from "./elements.mjs";
import { Fault } from "./format.mjs";
import { parameters } from "./normalise.mjs";
import { faulty } from "./outcome.mjs";
import { speaker, title } from "./speech.mjs";
import { beijingDay } from "./status.mjs";
import { nothingHeld } from "./store.mjs";
import { verify } from "./verify.mjs";

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [form, problemBox, progress, answerBox, specimen] = ["check", "problem", "progress", "answer", "specimen"].map(at);
const input = /** @type {HTMLInputElement} */ (at("number"));

const data = /** @type {Record<string, string>} */ (at("main").dataset);
const lang = document.documentElement.lang === "en" ? "en" : "zh";
/** @type {Setting} */
const setting = {
  lang,
  words: (await import(`./words.${lang}.mjs`)).words,
  body: data.body,
  domain: data.domain,
  phone: data.phone || undefined,
  platform: { text: data.platform, href: data.platformUrl },
};
const { words, plainText } = speaker(setting);
const usualTitle = document.title;
const held = nothingHeld();

/** Milliseconds until the page says that it is looking, and that it still is; and after which an answer is an old one. */
const [SOON, SLOW, OLD] = [300, 3000, 600_000];

let turn = 0;
/** What the answer on the page is about, and when it was asked. @type {{typed: string, at: number} | undefined} */
let asked;
let current = new AbortController();

/** Show the answer, unless something else was asked meanwhile. @param {string} typed @param {{remember: boolean}} options */
async function check(typed, { remember }) {
  const own = begin();
  let timers = /** @type {number[]} */ ([]);
  /** @param {string} key @param {Question} question */
  const begun = (key, question) => {
    if (remember) pushAddress(key, question);
    timers = [
      setTimeout(() => progress.replaceChildren(plainText(words.looking, { no: key })), SOON),
      setTimeout(() => progress.replaceChildren(plainText(words.slow, { no: key }), " ", cancelButton()), SLOW),
    ];
  };
  const world = {
    register: data.register,
    bits: Number(data.bits),
    snapshot: data.snapshot,
    held,
    fetch: window.fetch.bind(window),
    now: Date.now,
    signal: current.signal,
    begun,
  };
  const asked_at = Date.now();
  asked = { typed, at: asked_at };
  const result = await verify(typed, world).catch((error) => {
    console.error(error);
    const outcome = faulty(new Fault("INTEGRITY"), { no: typed });
    return { question: { text: typed }, key: undefined, outcome, asked_at };
  });
  timers.forEach(clearTimeout);
  if (own === turn) show(result, typed);
}

/** Make this the check whose answer counts. */
function begin() {
  current.abort();
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

/** @param {Result} result @param {string} typed */
function show(result, typed) {
  const { outcome, key } = result;
  progress.replaceChildren();
  if (outcome.index?.specimen) specimen.hidden = false;
  if (outcome.verdict === "input") {
    problemBox.append(...problem(outcome, setting));
    problemBox.hidden = false;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "problem hint");
    problemBox.focus();
    document.title = title(outcome, setting);
    return;
  }
  const retry = () => check(typed, { remember: false });
  const { heading, elements } = answer(result, setting, { ask, retry, copy });
  if (key !== undefined && key !== input.value.trim()) {
    answerBox.append(h("p", { class: "asked" }, plainText(words.asked, { no: key })));
  }
  answerBox.append(...elements);
  heading.focus();
  document.title = title(outcome, setting);
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

/** @param {HTMLElement} after where to put the outcome */
async function copy(after) {
  const status = h("span", { role: "status" });
  after.querySelector("[role=status]")?.remove();
  after.append(status);
  try {
    await navigator.clipboard.writeText(location.href);
    status.textContent = words.copied;
  } catch {
    const field = /** @type {HTMLInputElement} */ (
      h("input", { type: "text", readonly: true, value: location.href, "aria-label": words.copy_by_hand })
    );
    status.append(words.copy_by_hand, field);
    field.focus();
    field.select();
  }
}

/** Put the question into the address, for Back, reload and a copied link. @param {string} key @param {Question} question */
function pushAddress(key, { holder, to }) {
  const address = `#${addressed({ text: key, holder, to })}`;
  if (address !== location.hash) history.pushState(null, "", address);
}

/** @param {Question} question */
function addressed({ text, holder, to }) {
  const claims = Object.entries({ n: text, holder, to }).filter(([, value]) => value !== undefined);
  return new URLSearchParams(/** @type {[string, string][]} */ (claims)).toString();
}

/** Ask what the address asks, if it does. */
function followAddress() {
  const question = parameters(location.hash);
  if (question === undefined) {
    if (location.hash !== "#main") reset(); // the skip link asks nothing; any other address asks something else
    return;
  }
  input.value = question.text;
  check(location.hash, { remember: false });
}

function askAgain() {
  if (asked) check(asked.typed, { remember: false });
  else followAddress();
}

function reset() {
  begin();
  input.value = "";
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
  check(input.value, { remember: true });
});
problemBox.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("a[href='#number']")) return;
  event.preventDefault();
  input.focus();
});
input.addEventListener("input", () => {
  if (answerBox.childElementCount > 0) begin(); // an answer must not stand under another number
});
window.addEventListener("hashchange", followAddress);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) askAgain(); // an answer kept by the browser is an old answer
});
document.addEventListener("visibilitychange", () => {
  const now = Date.now();
  const old = asked !== undefined && (now - asked.at > OLD || beijingDay(now) !== beijingDay(asked.at));
  if (document.visibilityState === "visible" && old) askAgain();
});
at("not-running").remove();
moveQueryToFragment();
followAddress();
