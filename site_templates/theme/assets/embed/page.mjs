// @ts-check
/**
 * The page in other sites' frames: it checks one certificate, and again when the answer is old. It takes no focus, changes
 * no title and announces nothing: it is a guest on somebody else's page.
 */
import { Fault } from "../verify/format.mjs";
import { parameters } from "../verify/normalise.mjs";
import { faulty } from "../verify/outcome.mjs";
import { dataSource, dataWords, seen, setting } from "../verify/setting.mjs";
import { speaker } from "../verify/speech.mjs";
import { beijingDay } from "../verify/status.mjs";
import { nothingHeld } from "../verify/store.mjs";
import { verify } from "../verify/verify.mjs";
import { badge, card, present, tone } from "./card.mjs";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const [{ words }] = await Promise.all([import(`./words.${setting.lang}.mjs`), dataWords()]);
const say = speaker(setting);
const held = { ...nothingHeld(), noOffersUntil: Infinity }; // the card offers no other number
const before = [...main.children].filter(({ id }) => id !== "not-running");

/** Milliseconds until the page says that it is looking, and that it still is. */
const [SOON, SLOW] = [300, 3000];
/** Milliseconds after which an answer is checked again, between looks at the clock, and after which it is not shown meanwhile. */
const [AGAIN, TICK, OLD] = [600_000, 60_000, 900_000];

let turn = 0;
let current = new AbortController();
/** When the answer that is shown was asked for. @type {number | undefined} */
let asked;

/** Check what the address asks, and show it, unless it has asked something else meanwhile. */
async function check() {
  turn += 1;
  const own = turn;
  current.abort();
  current = new AbortController();
  const asked_at = Date.now();
  const timers = asked === undefined ? [
    setTimeout(() => showProgress(words.looking), SOON),
    setTimeout(() => showProgress(words.slow), SLOW),
  ] : [];
  const text = question(parameters(asks()));
  const world = { ...dataSource(current.signal), held, begun: () => {} };
  const result = await verify(text, world).catch((error) => {
    console.error(error);
    return { question: { text }, key: undefined, outcome: faulty(new Fault("INTEGRITY"), { no: text }), asked_at };
  });
  timers.forEach(clearTimeout);
  if (own === turn) show(result);
}

/** The part of the address that asks: its fragment, which no server sees; else its query, which some write. */
function asks() {
  return parameters(location.hash) ? location.hash : location.search;
}

/** A number, and what the address claims beside it. The day is always today. @param {Question | undefined} asked */
function question({ text, holder, to } = { text: "" }) {
  return holder === undefined && to === undefined ? text : `#${withClaims(text, { holder, to })}`;
}

/** @param {string} number @param {{holder?: string, to?: string}} claims */
function withClaims(number, { holder, to }) {
  const said = Object.entries({ n: number, holder, to }).filter(([, value]) => value !== undefined);
  return new URLSearchParams(/** @type {[string, string][]} */ (said)).toString();
}

/** @param {Result} result */
function show(result) {
  const size = new URLSearchParams(asks().slice(1)).get("size") === "badge" ? "badge" : "card";
  const number = result.key;
  const address = new URL(number === undefined ? "verify.html" : `verify.html#${withClaims(number, result.question)}`, location.href).href;
  const outcome = present(result);
  if (outcome.index) seen(outcome.index);
  asked = result.asked_at;
  main.className = `${size} ${tone(outcome)}${outcome.specimen ? " specimen" : ""}`;
  main.replaceChildren(...(size === "badge" ? badge : card)(result, address, setting, words, say));
  fit();
}

/** Nothing is shown until there is an answer. */
function clear() {
  asked = undefined;
  main.className = "card grey";
  main.replaceChildren(...before);
  showProgress("");
}

/** @param {string} text */
function showProgress(text) {
  const progress = document.getElementById("progress");
  if (progress) progress.textContent = text;
}

/** Make the text as small as the frame needs, but no smaller than can be read: what does not fit even then is scrolled to. */
function fit() {
  const { documentElement: frame } = document;
  const lines = [...main.querySelectorAll("h1, p:not(.holder)")]; // of a name the end may be out of sight
  for (const step of ["0", "1", "2", "3", "4"]) {
    main.dataset.fit = step;
    const isWide = [frame, ...lines].some((one) => one.scrollWidth > one.clientWidth);
    if (!isWide && frame.scrollHeight <= frame.clientHeight) return;
  }
}

/** Check again, and show no answer meanwhile that is of long ago or of another day. */
function renew() {
  const now = Date.now();
  if (asked !== undefined && (now - asked > OLD || beijingDay(now) !== beijingDay(asked))) clear();
  check();
}

setInterval(() => {
  const now = Date.now();
  const isOld = asked !== undefined && (now - asked >= AGAIN || beijingDay(now) !== beijingDay(asked));
  if (isOld && document.visibilityState === "visible") renew();
}, TICK);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") renew();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) renew();
});
window.addEventListener("online", renew);
window.addEventListener("hashchange", () => {
  clear();
  check();
});
window.addEventListener("resize", fit);
document.getElementById("not-running")?.remove();
check();
