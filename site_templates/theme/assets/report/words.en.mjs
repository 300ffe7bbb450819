// @ts-check
/** What the verification report says in English, beside the words of the check itself. `{…}` is the place of a fact. */

/** @type {typeof import("./words.zh.mjs").words} */
export const words = {
  title: "Verification report",
  keep: "Keep this result",
  print: "Verification report (print)",
  image: "Save as image",
  json: "Download JSON",
  in_wechat: "WeChat cannot print or download. Tap ··· at the top right and open this page in a browser.",
  number: "Number checked",
  day: "Day asked about",
  other_day: "This report is about {on}, not about the day of the check.",
  current: "On the day of the check ({today}): {heading}. {conclusion}",
  candidates: "Numbers in the register that look like it",
  nothing_read: "No register data was read",
  address: "Address to check again",
  code: "QR code of the address to check again",
  again: "This shows the register as published at the time above. Scan to check again before relying on it.",
  again_after_nothing: "No register data was read for this report, so it says nothing about the certificate. Scan to check again.",
  text_cut: "… (characters not shown: {n}; the full text is at the address to check again)",
  claim_cut: "… (characters of the QR code not shown: {n})",
  lines_cut: "More of these not shown: {n}; all are at the address to check again.",
  events_cut: "Earlier entries not shown: {n}; all are at the address to check again.",
  specimen_mark: "SPECIMEN",
  slip_title: "Result as an image",
  slip_save: "On a phone, press and hold the image; on a computer, save it with the right button",
  slip_download: "Download image",
  slip_failed: "The browser could not make the image. Use “Verification report (print)”, or take a screenshot.",
  close: "Close",
};
