// @ts-check
/** The organisation search: form, address, progress and focus. */
import "../more/links.mjs";
import { Fault } from "../verify/format.mjs";
import { h } from "../verify/elements.mjs";
import { faulty } from "../verify/outcome.mjs";
import { fold, isShort } from "../verify/search-fold.mjs";
import { dataSource, dataWords, seen, setting } from "../verify/setting.mjs";
import { speaker } from "../verify/speech.mjs";
import { beijingDay } from "../verify/status.mjs";
import { PATIENCE } from "../verify/verify.mjs";
import { counted, list, pager, sources, summary } from "./list.mjs";
import { listing } from "./listing.mjs";
import { faultPanel, nothing, problem } from "./panels.mjs";
import { nothingKept, read } from "./reading.mjs";

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [form, problemBox, heading, progress, answer, specimen] = ["find", "problem", "results", "progress", "answer", "specimen"].map(at);
const input = /** @type {HTMLInputElement} */ (at("query"));

const [{ words }] = await Promise.all([import(`./words.${setting.lang}.mjs`), dataWords()]);
const say = speaker(setting);
const usualTitle = document.title;

/** Milliseconds until the page says that it is searching, and that it still is; and after which a list is an old one. */
const [SOON, SLOW, OLD, MINUTE] = [300, 3000, 600_000, 60_000];

let kept = nothingKept();
let turn = 0;
let current = new AbortController();
/** What the list on the page is about, and when it was asked. @type {{query: string, page: number, at: number} | undefined} */
let asked;

/** Show what is found, unless something else was asked meanwhile. @param {string} query @param {number} page @param {{quietly?: boolean}} [options] */
async function search(query, page, { quietly = false } = {}) {
  const own = begin();
  const { signal } = current;
  const give = () => current.abort();
  const timers = [
    setTimeout(() => progress.replaceChildren(say.plainText(words.looking, { q: query })), SOON),
    setTimeout(() => progress.replaceChildren(say.plainText(words.slow, { q: query }), " ", cancelButton()), SLOW),
    setTimeout(give, PATIENCE),
  ];
  asked = { query, page, at: Date.now() };
  try {
    const reading = await read(dataSource(signal), kept);
    const found = await listing(reading.search, query, page);
    if (own === turn) show(query, found, reading);
  } catch (error) {
    if (own === turn) showFault(error);
  } finally {
    timers.forEach(clearTimeout);
  }
  const isTyping = document.activeElement === input && input.value.trim() !== query; // already something else
  if (own === turn && !quietly && !isTyping) present(answer.querySelector("h2") ?? heading);
}

/** @param {HTMLElement} found */
function present(found) {
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: "nearest" }); // with its scroll-margin: what stands around it
}

/** Make this the search whose answer counts. */
function begin() {
  current.abort();
  current = new AbortController();
  asked = undefined;
  for (const box of [problemBox, progress, answer]) box.replaceChildren();
  problemBox.hidden = heading.hidden = true;
  input.removeAttribute("aria-invalid");
  input.setAttribute("aria-describedby", "hint");
  document.title = usualTitle;
  turn += 1;
  return turn;
}

/** @param {string} query @param {import("./listing.mjs").Listing} found @param {import("./reading.mjs").Reading} reading */
function show(query, found, reading) {
  const isNone = found.organisations.length === 0 && found.reason === undefined;
  const shown = isNone
    ? [nothing(query, reading.index, words, setting, say)]
    : found.organisations.length > 0
      ? list(found, reading, Date.now(), words, say)
      : [];
  seen(reading.index);
  if (reading.index.specimen) specimen.hidden = false;
  heading.textContent = say.plainText(found.page > 1 ? words.results_page : words.results, { q: query, page: found.page });
  heading.hidden = false;
  progress.textContent = summary(found, reading.most, words, say);
  answer.append(...shown, pager(found, (page) => address(query, page), words) ?? "", sources(reading.index, say));
  setTitle(counted(found, words, say), query);
}

/** @param {unknown} error */
function showFault(error) {
  kept = nothingKept(); // nothing is built on what led here
  if (!(error instanceof Fault)) console.error(error);
  const outcome = faulty(error instanceof Fault ? error : new Fault("INTEGRITY"), {});
  const { query, page } = /** @type {NonNullable<typeof asked>} */ (asked);
  const { heading: own, panel } = faultPanel(outcome, () => search(query, page), say);
  progress.replaceChildren();
  answer.replaceChildren(panel);
  heading.hidden = true;
  setTitle(own.innerText, query);
}

/** @param {string} result @param {string} query */
function setTitle(result, query) {
  document.title = say.plainText(say.words.result_title, { heading: result, no: query, body: setting.body });
}

/** @param {"short" | "empty"} kind */
function refuse(kind) {
  begin();
  problemBox.append(...problem(kind, words));
  problemBox.hidden = false;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", "problem hint");
  problemBox.focus();
  document.title = say.plainText(say.words.error_title, { heading: words[kind], body: setting.body });
}

function cancelButton() {
  const cancel = () => {
    begin();
    progress.replaceChildren(words.cancelled);
    input.focus();
  };
  return h("button", { type: "button", class: "quiet", onclick: cancel }, say.words.cancel);
}

/** @param {string} query @param {number} page */
function address(query, page) {
  return `#${new URLSearchParams(page > 1 ? { q: query, page: String(page) } : { q: query })}`;
}

/** What an address asks. @param {string} part its fragment or query, with the mark before it */
function question(part) {
  const values = new URLSearchParams(part.slice(1));
  const page = values.get("page") ?? "";
  return { query: values.get("q"), page: /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1 };
}

/** Ask what the address asks, if it does. */
function followAddress() {
  const { query, page } = question(location.hash);
  if (query !== null) {
    input.value = query;
    ask(query, page);
  } else if (!["#main", "#query"].includes(location.hash)) {
    begin(); // links within the page ask nothing; any other address asks something else
    input.value = "";
  }
}

/** @param {string} query @param {number} page @param {{quietly?: boolean}} [options] */
function ask(query, page, options) {
  const folded = fold(query);
  if (isShort(folded)) refuse(folded ? "short" : "empty");
  else search(query.trim(), page, options);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = input.value.trim();
  const own = address(query, 1);
  if (!isShort(fold(query)) && own !== location.hash) history.pushState(null, "", own);
  ask(query, 1);
});
problemBox.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("a[href='#query']")) return;
  event.preventDefault();
  input.focus();
});
window.addEventListener("hashchange", followAddress);

/** A list is of one day; one that is kept by the browser or looked at again much later is of another time. @param {number} most milliseconds */
function askAgainAfter(most) {
  if (!asked || document.visibilityState !== "visible") return;
  const now = Date.now();
  if (now - asked.at > most || beijingDay(now) !== beijingDay(asked.at)) search(asked.query, asked.page, { quietly: true });
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) askAgainAfter(-1);
});
document.addEventListener("visibilitychange", () => askAgainAfter(OLD));
setInterval(askAgainAfter, MINUTE, Infinity);

at("not-running").remove();
const inQuery = question(location.search);
if (inQuery.query !== null && question(location.hash).query === null) {
  history.replaceState(null, "", `${location.pathname}${address(inQuery.query, inQuery.page)}`); // where no server sees it
}
if (question(location.hash).query !== null) followAddress(); // else what was typed before now stays
