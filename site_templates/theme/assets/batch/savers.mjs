// @ts-check
/** The buttons that save the table. */
import { h } from "../verify/elements.mjs";
import { beijingTime } from "../verify/status.mjs";
import { csv, save, xlsx } from "./export.mjs";

/**
 * @param {() => string[][]} table @param {number} k its rows
 * @param {import("./results.mjs").BatchWords} words @param {(text: string, facts: Sayable) => string} plainText
 */
export function savers(table, k, words, plainText) {
  const line = h("div", { class: "actions" });
  const said = h("p", { role: "status" }, plainText(words.save_note, { k }));
  /** @param {string} kind @param {() => Blob | Promise<Blob>} make */
  const saver = (kind, make) => async () => {
    if (/MicroMessenger/i.test(navigator.userAgent)) {
      said.textContent = words.wechat;
      return;
    }
    const time = beijingTime(Date.now()).replace(" ", "-").replaceAll(":", "");
    save(await make(), `${plainText(words.file_name, { time })}.${kind}`);
  };
  line.append(
    h("button", { type: "button", class: "quiet", onclick: saver("csv", () => csv(table())) }, words.save_csv),
    h("button", { type: "button", class: "quiet", onclick: saver("xlsx", () => xlsx(words.results, table())) }, words.save_xlsx),
    said,
  );
  return line;
}
