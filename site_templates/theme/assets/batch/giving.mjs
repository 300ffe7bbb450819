// @ts-check
/** How a list is given: pasted into the field, or as a file that is chosen or dropped. */
import { trimmed } from "../verify/numbers.mjs";
import { readFile } from "./file.mjs";
import { Refusal } from "./refusal.mjs";
import { rowsOf } from "./table.mjs";

/** @typedef {{rows: import("./table.mjs").Row[], file?: string, sheet?: string}} Given */

/** @param {(read: () => Promise<Given>) => void} take is given what reads the list, when there is one */
export function givingForm(take) {
  /** @param {string} id */
  const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const text = /** @type {HTMLTextAreaElement} */ (at("numbers"));
  const chosen = /** @type {HTMLInputElement} */ (at("file"));
  const drop = at("drop");
  let fileIsLast = false;

  async function fromText() {
    if (trimmed(text.value) === "") throw new Refusal("nothing");
    return { rows: rowsOf(text.value) };
  }

  async function fromFile() {
    const files = [...(chosen.files ?? [])];
    if (files.length > 1) throw new Refusal("several_files");
    const [file] = files;
    return { ...(await readFile(file)), file: file.name };
  }

  function takeFile() {
    fileIsLast = true;
    take(fromFile);
  }

  at("list").addEventListener("submit", (event) => {
    event.preventDefault();
    take(fileIsLast ? fromFile : fromText);
  });
  text.addEventListener("input", () => {
    fileIsLast = false;
    chosen.value = "";
  });
  chosen.addEventListener("change", () => {
    if (chosen.files?.length) takeFile();
    else fileIsLast = false;
  });

  /** @param {DragEvent} event */
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  // A file that is dropped beside the field must not take the place of the page.
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.classList.remove("over");
    chosen.files = /** @type {DataTransfer} */ (event.dataTransfer).files;
    takeFile();
  });

  return { /** Where what was given last stands. */ field: () => (fileIsLast ? chosen : text) };
}
