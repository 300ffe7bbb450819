// @ts-check
/**
 * A verification report as an image, for where nothing can be printed or downloaded: WeChat saves an <img> that is pressed
 * for long, but no canvas.
 */
import { h } from "../verify/elements.mjs";
import { compose, SCALE, WIDTH } from "./drawing.mjs";
import { fileName } from "./json.mjs";
import { fitted, reportWords } from "./sheet.mjs";

/** Units: more pixels than this some phones refuse to draw. */
const TALLEST = 4000;

/** Whether the page is shown by WeChat, which neither prints nor downloads. */
export function inWeChat() {
  return /MicroMessenger/i.test(navigator.userAgent);
}

/** Show the image in a dialog. @param {Result} result @param {Setting} setting */
export function showSlip(result, setting) {
  const words = reportWords(setting);
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  const image = slip(result, setting);
  const close = () => {
    dialog.remove();
    opener?.focus();
  };
  const closing = h("button", { type: "button", class: "quiet", onclick: close }, words.close);
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "slip", "aria-labelledby": "slip-title", onclose: close },
      h("div", { class: "line" }, h("h2", { id: "slip-title" }, words.slip_title), closing),
      h("p", {}, image ? words.slip_save : words.slip_failed),
      image && !inWeChat() && h("a", { href: image.src, download: `${fileName(result)}.png` }, words.slip_download),
      image,
    )
  );
  document.body.append(dialog);
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", ""); // a browser without dialogs shows it at the end of the page
  closing.focus();
}

/** The image; none where the browser does not draw. @param {Result} result @param {Setting} setting */
function slip(result, setting) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  let alt = "";
  const { height, paint } = fitted(result, setting, (sheet) => {
    alt = [sheet.specimen, sheet.conclusion, sheet.heading, sheet.message].filter(Boolean).join(" – ");
    return compose(sheet, setting, context);
  }, (drawing) => drawing.height <= TALLEST);
  Object.assign(canvas, { width: WIDTH * SCALE, height: Math.ceil(height) * SCALE });
  context.scale(SCALE, SCALE);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, WIDTH, height + 1);
  for (const mark of paint) mark(context);
  const src = canvas.toDataURL("image/png");
  if (!src.startsWith("data:image/png")) return undefined; // a canvas that is too large for the device
  return /** @type {HTMLImageElement} */ (h("img", { src, alt, width: String(WIDTH), height: String(Math.ceil(height)) }));
}
