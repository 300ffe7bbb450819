// @ts-check
/**
 * Checks many numbers by the same steps as one: `load` and `outcome` of the check page. Numbers in one shard are answered from
 * one reading of it; what goes wrong with a file goes wrong for the numbers in it, and for no other.
 */
import { Fault } from "../verify/format.mjs";
import { faulty, outcome } from "../verify/outcome.mjs";
import { canDigest, digest, name } from "../verify/shards.mjs";
import { FRESH, load } from "../verify/store.mjs";
import { offer, PATIENCE } from "../verify/verify.mjs";
import { AT_ONCE, sharedFiles } from "./shared-files.mjs";

/** @typedef {import("./list.mjs").Asked} Asked */
/** @typedef {Asked & {place: Uint8Array}} Placed */

/**
 * Resolves when all are answered, or when `source.signal` is aborted.
 * @param {Asked[]} asked @param {Source} source @param {(asked: Asked, result: Result) => void} tell is given each answer
 */
export async function checkList(asked, source, tell) {
  const fetch = sharedFiles(source.fetch);
  const { held, now, signal } = source;
  const left = new Set(await Promise.all(asked.map(placed)));
  /** Who reads the index; the others wait for it instead of reading it too. @type {Promise<void> | undefined} */
  let reading;
  /** Why nothing further is asked. @type {Fault | undefined} */
  let hopeless;
  /** How many shards have been read. */
  let arrived = 0;

  const isFresh = () => {
    const age = now() - held.at;
    return held.index !== undefined && age >= 0 && age < FRESH;
  };

  async function work() {
    for (;;) {
      while (!isFresh() && reading) await reading;
      if (left.size === 0 || signal.aborted) return;
      const group = takeGroup(left, held.index ?? source);
      const turn = hopeless ? Promise.resolve(fail(group, hopeless, now())) : answer(group);
      if (isFresh()) await turn;
      else {
        reading = turn.finally(() => (reading = undefined));
        await reading;
      }
    }
  }

  /** @param {Placed[]} group */
  async function answer(group) {
    const asked_at = now();
    const [before, withIndex] = [arrived, isFresh()];
    const patience = new AbortController();
    const giveUp = () => patience.abort();
    const timer = setTimeout(giveUp, PATIENCE);
    signal.addEventListener("abort", giveUp);
    try {
      const data = await load(group[0].key, { ...source, fetch, signal: patience.signal });
      arrived += 1;
      const shard = name(group[0].place, data.index.bits);
      for (const one of group) {
        // A register that was published meanwhile may divide the numbers otherwise.
        if (name(one.place, data.index.bits) !== shard) left.add(one);
        else {
          const found = await offer(judged(one, data, now()), one.key, { ...source, fetch, signal: patience.signal });
          if (signal.aborted) return;
          told(one, found, asked_at);
        }
      }
    } catch (error) {
      if (signal.aborted) return; // it was stopped, and says nothing
      const fault = asFault(error);
      // Without an index there is no answer to anything; where nothing arrives at all, the rest would only wait in vain.
      if ((!withIndex && !isFresh()) || (patience.signal.aborted && arrived === before)) hopeless = fault;
      fail(group, fault, asked_at);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      giveUp();
    }
  }

  /** @param {Placed[]} group @param {Fault} fault @param {number} asked_at */
  function fail(group, fault, asked_at) {
    for (const one of group) told(one, faulty(fault, { no: one.key }), asked_at);
  }

  /** @param {Placed} one @param {Outcome} outcome @param {number} asked_at */
  function told(one, outcome, asked_at) {
    tell(one, { question: one.question, key: one.key, outcome, asked_at });
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** @param {Asked} asked @returns {Promise<Placed>} */
async function placed(asked) {
  return { ...asked, place: canDigest() ? await digest(asked.key) : new Uint8Array(3) };
}

/** Takes all that stand in the same shard as the first. @param {Set<Placed>} left @param {{bits: number}} by */
function takeGroup(left, { bits }) {
  const [first] = left;
  const shard = name(first.place, bits);
  const group = [...left].filter(({ place }) => name(place, bits) === shard);
  for (const one of group) left.delete(one);
  return group;
}

/** @param {Placed} one @param {RegisterData} data @param {number} now */
function judged({ key, question }, data, now) {
  try {
    return outcome(key, question, data, now);
  } catch (error) {
    return faulty(asFault(error), { no: key });
  }
}

/** What nobody thought of is a fault too, and never an answer. @param {unknown} error */
function asFault(error) {
  if (error instanceof Fault) return error;
  console.error(error);
  return new Fault("INTEGRITY");
}
