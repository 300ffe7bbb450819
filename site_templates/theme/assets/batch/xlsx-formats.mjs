// @ts-check
/** How the numbers of a sheet are meant: those of days and times are written as such, others as their digits. */
import { all, attribute } from "./xml.mjs";

const DAY = 86_400_000;
/** Day 0 as it must be for days after February 1900, and in workbooks that count from 1904. */
const EPOCH = { "1900": Date.UTC(1899, 11, 30), "1904": Date.UTC(1904, 0, 1) };

/** Numbers of built-in formats of days and times (ECMA-376, part 1, 18.8.30), the Chinese ones included. @param {number} id */
function isBuiltInDate(id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** Whether the code of a format has a part of a day or time outside quotes, colours and literals. @param {string} code */
function isDateCode(code) {
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\.|_.|general/gi, ""));
}

/** Whether the code of a format shows zeros that the number has not: `0000000000`. @param {string} code */
function isPadding(code) {
  return code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, "").trimStart().startsWith("00");
}

/**
 * @typedef {object} Formats of the numbers in cells, by their style
 * @property {(style: number, value: string) => string} text
 * @property {(style: number) => boolean} isPadded whether zeros are shown before the number
 */

/** @param {Document | undefined} styles @param {string} date1904 @returns {Formats} */
export function formats(styles, date1904) {
  const own = new Map(
    (styles ? all(styles, "numFmt") : []).map((one) => [attribute(one, "numFmtId"), attribute(one, "formatCode")]),
  );
  const cells = styles ? all(styles, "cellXfs").flatMap((list) => all(list, "xf")) : [];
  const ids = cells.map((xf) => attribute(xf, "numFmtId"));
  const dates = ids.map((id) => {
    const code = own.get(id);
    return code === undefined ? isBuiltInDate(Number(id)) : isDateCode(code);
  });
  const padded = ids.map((id) => isPadding(own.get(id) ?? ""));
  const epoch = EPOCH[date1904 === "1" || date1904 === "true" ? "1904" : "1900"];
  return {
    text: (style, value) => (dates[style] && Number(value) >= 0 ? dated(Number(value), epoch) : digits(value)),
    isPadded: (style) => padded[style] ?? false,
  };
}

/** @param {number} days @param {number} epoch */
function dated(days, epoch) {
  const instant = new Date(epoch + Math.round((days * DAY) / 1000) * 1000);
  if (Number.isNaN(instant.getTime())) return String(days);
  const [day, time] = instant.toISOString().slice(0, 19).split("T");
  if (days < 1) return time;
  return Number.isInteger(days) ? day : `${day} ${time}`;
}

/** A spreadsheet keeps 15 digits of a number: one with more is written so that this is seen (list.mjs). @param {string} value */
function digits(value) {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  return Math.abs(number) < 1e15 ? String(Number(number.toPrecision(15))) : number.toExponential(14).toUpperCase();
}
