// @ts-check
/** The form that asks how the certificate stood on a day. */
import { h } from "../verify/elements.mjs";
import { readDate } from "./dates.mjs";
import { todayOf } from "./timeline.mjs";
import { voice } from "./voice.mjs";

/** @param {Outcome} outcome @param {Setting} setting @param {Actions} actions */
export function dayForm(outcome, setting, { askDay }) {
  const { own, plainText, sentence } = voice(setting);
  const words = own.days;
  const [min, max] = [outcome.index?.since, todayOf(outcome)];
  const facts = { min: min ?? "", max };
  const field = /** @type {HTMLInputElement} */ (
    h("input", { id: "more-day", type: "date", min, max, value: outcome.on, autocomplete: "off", "aria-describedby": "more-day-hint" })
  );
  const problem = h("p", { id: "more-day-problem", class: "field-problem", role: "alert", hidden: true });

  /** What is wrong with a day. @param {string | undefined} day */
  function fault(day) {
    if (day === undefined) return words.no_day;
    if (min !== undefined && day < min) return words.early;
    return day > max ? words.late : undefined;
  }

  /** @param {string | undefined} text */
  function show(text) {
    problem.hidden = text === undefined;
    problem.replaceChildren(...(text === undefined ? [] : [plainText(text, facts)]));
    if (text === undefined) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", text === undefined ? "more-day-hint" : "more-day-problem more-day-hint");
  }

  /** @param {Event} event */
  function submitted(event) {
    event.preventDefault();
    const day = readDate(field.value); // a browser without date fields gives whatever was typed
    const wrong = fault(day);
    show(wrong);
    if (wrong === undefined) askDay(day === max ? undefined : day);
    else field.focus();
  }

  const back = h("button", { type: "button", class: "quiet", onclick: () => askDay(undefined) }, words.today);
  return h(
    "form",
    { class: "day-form", novalidate: true, onsubmit: submitted },
    h("label", { for: "more-day" }, words.label),
    h("p", { id: "more-day-hint", class: "hint" }, ...sentence(min === undefined ? words.hint : words.hint_since, facts)),
    problem,
    h("div", { class: "field" }, field, h("button", {}, words.button), outcome.on !== undefined && back),
  );
}
