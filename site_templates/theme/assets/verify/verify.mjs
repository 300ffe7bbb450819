// @ts-check
/** One check, from what was typed to the answer; without document, clock and network of its own. */
import { Fault } from "./format.mjs";
import { read, WHITE } from "./normalise.mjs";
import { faulty, outcome, readNumber, reckon } from "./outcome.mjs";
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
    const now = world.now();
    if (question.on?.replace(WHITE, "") === reckon(data.index, now).today) question.on = undefined;
    const current = question.on === undefined ? undefined : outcome(key, { ...question, on: undefined }, data, now);
    const found = await offer(outcome(key, question, data, now), key, { ...world, signal: patience.signal });
    return { question, key, outcome: found, current: found.record && current, asked_at };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { question, key, outcome: faulty(error, { no: key }), asked_at };
  } finally {
    clearTimeout(timer);
    giveUp();
  }
}

/** Milliseconds that an offer may take; and for which none is made after one that has failed. */
const [OFFER, NO_OFFERS] = [3000, 60_000];

/** What a miss may offer; nothing where that is not soon there. @param {Outcome} found @param {string} key @param {Source} source */
export async function offer(found, key, source) {
  const { held, now, signal } = source;
  if (found.code !== "NOT_FOUND" || !found.index?.numbers || signal.aborted || now() < held.noOffersUntil) return found;
  const late = new Promise((resolve) => {
    const giveUp = () => resolve(undefined);
    setTimeout(giveUp, OFFER);
    signal.addEventListener("abort", giveUp);
  });
  const near = import("./near.mjs").then((module) => module.offered(found, key, source)).catch(() => undefined);
  const offered = await Promise.race([near, late]);
  if (!offered && !signal.aborted) held.noOffersUntil = now() + NO_OFFERS;
  return offered ?? found;
}
