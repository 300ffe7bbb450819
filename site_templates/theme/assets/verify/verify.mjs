// @ts-check
/** One check, from what somebody typed to the answer. No document, no clock of its own, no network of its own. */
import { Fault } from "./format.mjs";
import { read } from "./normalise.mjs";
import { faulty, outcome, readNumber } from "./outcome.mjs";
import { load } from "./store.mjs";

/** Milliseconds after which a check is given up. */
export const PATIENCE = 10_000;

/**
 * @param {string} typed a number, a labelled number or an address
 * @param {World} world @returns {Promise<Result>}
 */
export async function verify(typed, world) {
  const asked_at = world.now();
  const question = read(typed);
  const number = readNumber(question.text);
  if ("refusal" in number) return { question, outcome: number.refusal, asked_at };

  const { key } = number;
  world.begun(key, question);
  const patience = new AbortController();
  const giveUp = () => patience.abort();
  const timer = setTimeout(giveUp, PATIENCE);
  world.signal.addEventListener("abort", giveUp);
  try {
    const data = await load(key, { ...world, signal: patience.signal });
    return { question, key, outcome: outcome(key, question, data, world.now()), asked_at };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { question, key, outcome: faulty(error, { no: key }), asked_at };
  } finally {
    clearTimeout(timer);
    giveUp();
  }
}
