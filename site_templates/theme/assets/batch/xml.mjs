// @ts-check
/** Reads the XML of a workbook. */
import { Refusal } from "./refusal.mjs";

/** @param {string} text */
export function parse(text) {
  if (/<!DOCTYPE/i.test(text)) throw new Refusal("damaged"); // no workbook has one, and entities can grow
  const document = new DOMParser().parseFromString(text, "application/xml");
  if (document.getElementsByTagName("parsererror").length > 0) throw new Refusal("damaged");
  return document;
}

/** Elements of a name in whichever namespace: workbooks have two. @param {Document | Element} within @param {string} name */
export function all(within, name) {
  return [...within.getElementsByTagNameNS("*", name)];
}

/** @param {Element | undefined} element @param {string} name */
export function attribute(element, name) {
  return element?.getAttribute(name) ?? "";
}
