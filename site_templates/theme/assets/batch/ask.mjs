// @ts-check
/** Asks which column has the numbers and which the names, where the list does not say it. */
import { h } from "../verify/elements.mjs";
import { trimmed } from "../verify/numbers.mjs";
import { letter } from "./columns.mjs";

/** @typedef {import("./columns.mjs").Columns} Columns */
/** @typedef {import("./results.mjs").BatchWords} BatchWords */

const EXAMPLES = 3;

/**
 * @param {Columns} columns what is known already is chosen
 * @param {BatchWords} words @param {(text: string, facts: Sayable) => string} plainText
 * @param {(columns: Columns) => void} answer
 */
export function askColumns(columns, words, plainText, answer) {
  const choices = [...columns.titles.keys()].filter((column) => examplesOf(columns, column).length > 0);
  /** @param {string} group @param {string} value @param {boolean} chosen @param {...Child} children */
  const choice = (group, value, chosen, ...children) =>
    h("label", { class: "choice" }, h("input", { type: "radio", name: group, value, checked: chosen }), h("span", {}, ...children));
  /** @param {string} group @param {number | undefined} chosen */
  const columnChoices = (group, chosen) =>
    choices.map((column) => {
      const examples = examplesOf(columns, column).join(words.comma);
      const example = h("small", {}, plainText(words.example, { examples }));
      return choice(group, String(column), column === chosen, columnName(columns, column, words, plainText), example);
    });

  const heading = h("h2", { id: "ask-number", tabindex: "-1" }, words.ask_number);
  const fault = h("p", { class: "fault", role: "alert" });
  const form = h(
    "form",
    { class: "ask", novalidate: true },
    heading,
    h("fieldset", { "aria-labelledby": "ask-number" }, ...columnChoices("number", columns.number)),
    h(
      "fieldset",
      { "aria-describedby": "ask-hint" },
      h("legend", {}, words.ask_name),
      h("p", { id: "ask-hint", class: "hint" }, words.ask_hint),
      ...columnChoices("name", columns.name),
      choice("name", "", columns.name === undefined, words.no_name),
    ),
    fault,
    h("button", {}, words.go),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new FormData(/** @type {HTMLFormElement} */ (form));
    const [number, name] = ["number", "name"].map((group) => {
      const value = chosen.get(group);
      return value ? Number(value) : undefined;
    });
    if (number === undefined) fault.textContent = words.choose_number;
    else if (number === name) fault.textContent = words.same_column;
    else answer({ ...columns, number, name });
  });
  return { form, heading };
}

/** @param {Columns} columns @param {number} column @param {BatchWords} words @param {(text: string, facts: Sayable) => string} plainText */
export function columnName({ titles }, column, words, plainText) {
  const facts = { letter: letter(column), title: titles[column] };
  return plainText(facts.title ? words.column_title : words.column_letter, facts);
}

/** Different things that stand in a column. @param {Columns} columns @param {number} column */
function examplesOf({ rows }, column) {
  const cells = rows.slice(0, 200).map(({ cells }) => trimmed(cells[column] ?? "")).filter(Boolean);
  return [...new Set(cells)].slice(0, EXAMPLES);
}
