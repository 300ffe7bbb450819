// @ts-check
/** The result of a check as JSON, for programs and files. */
import { h } from "../verify/elements.mjs";
import { beijingDay } from "../verify/status.mjs";
import { checkAddress } from "./address.mjs";

const NOTE = {
  zh: "这是当时核验结果的副本，只反映 register 所载发布时间的登记信息；采信前请打开 address 再次查询。",
  en: "A copy of what a check said at the time. It shows the register as published at the time in `register`; open `address` to check again before relying on it.",
};

/** Format 1, docs/REPORT.md. @param {Result} result */
export function reportJson(result) {
  const { question, key, outcome, current, asked_at } = result;
  const { index, on, today } = outcome;
  return {
    format: 1,
    note: NOTE,
    asked: { number: key, ...question },
    verdict: outcome.verdict,
    outcome: outcome.code,
    current: current && { verdict: current.verdict, outcome: current.code },
    specimen: outcome.specimen,
    day: on ?? today,
    status: outcome.status,
    record: outcome.record,
    remarks: outcome.remarks.map(({ text, facts }) => ({ name: text, facts })),
    asked_at: { time: `${new Date(asked_at).toISOString().slice(0, 19)}Z`, source: "device clock" },
    register: index && { issuer: index.issuer.name, generated_at: index.generated_at, snapshot: index.snapshot },
    address: checkAddress(result),
  };
}

/** `certificate-NUMBER-DATE` without an ending, for what is saved. @param {Result} result */
export function fileName({ key, asked_at }) {
  return ["certificate", key, beijingDay(asked_at)].filter(Boolean).join("-");
}

/** @param {Result} result */
export function download(result) {
  const content = `${JSON.stringify(reportJson(result), undefined, 2)}\n`;
  const href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  h("a", { href, download: `${fileName(result)}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // the browser reads it after the click
}
