// @ts-check
/** The scan page: camera and pictures, what was read, and the way to the check. */
import { speaker } from "../verify/speech.mjs";
import { hasTorch, Hindered, hindrance, light, open, watch } from "./camera.mjs";
import { decoder } from "./decoder.mjs";
import { codes, picture, Refusal } from "./photo.mjs";
import { choice, warning } from "./result.mjs";
import { checkOf, plain, target } from "./target.mjs";

/** @typedef {import("./target.mjs").Target} Target */
/** @typedef {import("./target.mjs").Checkable} Checkable */

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [tools, hint, viewfinder] = ["tools", "camera-hint", "viewfinder"].map(at);
const [cameraSays, photoSays, answer] = ["camera-says", "photo-says", "answer"].map(at);
const [start, torch, stop] = /** @type {HTMLButtonElement[]} */ (["start", "torch", "stop"].map(at));
const video = /** @type {HTMLVideoElement} */ (at("video"));
const file = /** @type {HTMLInputElement} */ (at("file"));

const data = /** @type {Record<string, string>} */ (at("main").dataset);
const lang = document.documentElement.lang === "en" ? "en" : "zh";
const { words } = await import(`./words.${lang}.mjs`);
const platform = { text: data.platform, href: data.platformUrl };
const { plainText, said } = speaker({ lang, words, body: data.body, domain: data.domain, platform });
const voice = { words, plainText, said };
const here = { root: new URL("../../", new URL(data.register, location.href)).href, domain: data.domain };

/** Milliseconds after which the page says what helps. */
const LONG = 15_000;

let current = new AbortController();
/** Whether there is a camera to ask for. */
let usable = true;

/** End what is under way, with the camera, and forget what it has shown. @returns {AbortSignal} of what comes now */
function begin() {
  current.abort();
  current = new AbortController();
  for (const box of [cameraSays, photoSays, answer]) box.replaceChildren();
  showCamera(false);
  return current.signal;
}

/** @param {boolean} shown */
function showCamera(shown) {
  viewfinder.hidden = stop.hidden = !shown;
  hint.hidden = shown;
  start.hidden = shown || !usable;
  torch.hidden = true;
}

async function scan() {
  const signal = begin();
  start.disabled = true;
  cameraSays.textContent = words.opening;
  const ready = decoder();
  ready.catch(() => {}); // asked for at once, answered for below
  try {
    const track = await open(video, signal).finally(() => (start.disabled = false));
    track.addEventListener("ended", () => signal.aborted || close(words.lost));
    showCamera(true);
    stop.focus();
    offerLight(track);
    cameraSays.textContent = words.loading;
    const decode = await ready;
    cameraSays.textContent = words.looking;
    const help = setTimeout(() => (cameraSays.textContent = words.unseen), LONG);
    signal.addEventListener("abort", () => clearTimeout(help));
    const texts = await watch(video, decode, signal);
    if (texts) settle(texts, scan);
  } catch (error) {
    if (!signal.aborted) hinder(error);
  }
}

/** @param {unknown} error */
function hinder(error) {
  begin();
  if (error instanceof Hindered && error.hindrance === "none") {
    without(error.hindrance);
    hint.focus();
    return;
  }
  if (!(error instanceof Hindered)) console.error(error);
  cameraSays.textContent = error instanceof Hindered ? words.hindrance[error.hindrance] : words.no_decoder;
  cameraSays.focus();
}

/** There is no camera here: say so in the place of what it would do. @param {import("./camera.mjs").Hindrance} hindrance */
function without(hindrance) {
  usable = false;
  hint.textContent = words.hindrance[hindrance];
  showCamera(false);
}

/** @param {string} says */
function close(says) {
  begin();
  cameraSays.textContent = says;
  start.focus();
}

/** @param {MediaStreamTrack} track */
function offerLight(track) {
  torch.hidden = !hasTorch(track);
  torch.setAttribute("aria-pressed", "false");
  torch.onclick = async () => {
    const on = torch.getAttribute("aria-pressed") !== "true";
    await light(track, on).then(() => torch.setAttribute("aria-pressed", String(on)), console.error);
  };
}

/** @param {FileList | null | undefined} files */
async function look(files) {
  if (!files?.length) return;
  const signal = begin();
  /** @param {string} text */
  const say = (text) => (photoSays.textContent = text);
  try {
    if (files.length > 1) return say(words.unreadable.several);
    say(words.loading);
    const [bitmap, decode] = await Promise.all([picture(files[0]), decoder()]);
    if (signal.aborted) return;
    say(words.reading);
    const texts = await codes(bitmap, decode, (text) => target(text, here).kind === "check");
    bitmap.close();
    if (signal.aborted) return;
    if (texts.length > 0) settle(texts);
    else say(words.nothing);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Refusal)) console.error(error);
    say(error instanceof Refusal ? words.unreadable[error.why] : words.no_decoder);
  }
}

/** One code that asks for a certificate leads to the check; anything else is shown. @param {string[]} texts @param {() => void} [again] */
function settle(texts, again) {
  const targets = distinct(texts.map((text) => target(text, here)));
  begin();
  const [first, ...others] = targets;
  if (others.length > 0) show(choice(targets, voice, { check, again }));
  else if (first.kind === "check") check(first);
  else show(warning(first, voice, { check, again }));
}

/** @param {{element: HTMLElement, heading: HTMLElement}} panel */
function show({ element, heading }) {
  answer.append(element);
  heading.focus();
}

/** The same certificate in two codes is asked for once. @param {Target[]} targets */
function distinct(targets) {
  /** @param {Target} one */
  const key = (one) => (one.kind === "check" ? checkOf(one.question) : JSON.stringify(one));
  return [...new Map(targets.map((one) => [key(one), one])).values()];
}

/** @param {Checkable} target */
function check({ question }) {
  begin();
  photoSays.textContent = plainText(words.found, { no: plain(question.text) });
  location.assign(checkOf(question));
}

start.addEventListener("click", scan);
stop.addEventListener("click", () => close(words.closed));
file.addEventListener("change", async () => {
  await look(file.files);
  file.value = ""; // so that the same file can be chosen again
});
document.addEventListener("paste", ({ clipboardData }) => look(clipboardData?.files));
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    const { dataTransfer } = /** @type {DragEvent} */ (event);
    if (!dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // else the browser opens the file in place of the page
    if (kind === "drop") look(dataTransfer.files);
  });
}
document.addEventListener("visibilitychange", () => {
  const inUse = start.disabled || !viewfinder.hidden; // disabled: a camera is being opened
  if (document.hidden && inUse) close(words.closed);
});
window.addEventListener("pagehide", begin);

at("not-running").remove();
tools.hidden = false;
const hindered = await hindrance();
if (hindered) without(hindered);
