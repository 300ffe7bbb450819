// @ts-check
/** The speech of the check page, with the words of what follows a verdict beside its own. */
import { speaker } from "../verify/speech.mjs";
import { words as en } from "./words.en.mjs";
import { words as zh } from "./words.zh.mjs";

/** @typedef {ReturnType<typeof voice>} Voice */

/** @param {Setting} setting */
export function voice(setting) {
  return { ...speaker(setting), own: setting.lang === "en" ? en : zh };
}
