// @ts-check
/** The verification report of an answer: its three buttons, and printing. */
import { h } from "../verify/elements.mjs";
import { download } from "./json.mjs";
import { putOnPaper, takeAway } from "./paper.mjs";
import { reportWords } from "./sheet.mjs";
import { inWeChat, showSlip } from "./slip.mjs";

/** The buttons that stand on the page, and whose answer is printed. @type {{group: HTMLElement, result: Result, setting: Setting} | undefined} */
let current;

/**
 * The three buttons of an answer. While they stand in the document, it is its report that gets printed, however printing
 * was begun; when they leave it, with the answer, the page is printed as it is.
 * @param {Result} result not one whose verdict is "input" @param {Setting} setting
 */
export function buttons(result, setting) {
  styled();
  const words = reportWords(setting);
  const note = h("span", { role: "status" });
  /** @param {string} label @param {() => void} press */
  const button = (label, press) => h("button", { type: "button", class: "quiet", onclick: press }, label);
  /** @param {() => void} act */
  const outsideWeChat = (act) => () => (inWeChat() ? note.replaceChildren(words.in_wechat) : act());
  const group = h(
    "div",
    { class: "keep", role: "group", "aria-label": words.keep },
    button(words.print, outsideWeChat(() => printReport(result, setting))),
    button(words.image, () => showSlip(result, setting)),
    button(words.json, outsideWeChat(() => download(result))),
    note,
  );
  current = { group, result, setting };
  return group;
}

/** Print the report of a result. @param {Result} result @param {Setting} setting */
export async function printReport(result, setting) {
  await styled();
  put(result, setting);
  window.print();
}

/** @param {Result} result @param {Setting} setting */
function put(result, setting) {
  putOnPaper(result, setting);
  // Not on "afterprint": on phones that comes while the preview is still being made. The next touch of the page comes later.
  for (const type of ["pointerdown", "keydown"]) window.addEventListener(type, takeAway, { capture: true, once: true });
}

window.addEventListener("beforeprint", () => {
  if (current?.group.isConnected) put(current.result, current.setting);
  else takeAway(); // a report of an earlier check may still lie there
});

/** @type {Promise<unknown> | undefined} */
let style;

/** Load the style sheet, once. Without it the report stays hidden, and the page is printed as it is. */
function styled() {
  style ??= new Promise((resolve) => {
    const href = new URL("report.css", import.meta.url).href;
    document.head.append(h("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve }));
  });
  return style;
}
