// @ts-check
/** A list that this page does not take, and why. */

export class Refusal extends Error {
  /** @param {string} code its name in the words, under `refusal` @param {Record<string, string | number>} [facts] */
  constructor(code, facts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}
