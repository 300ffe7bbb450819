// @ts-check
/** One page of what a search finds: organisations, each with its certificates. */

/**
 * @typedef {import("../verify/search.mjs").FoundPage} FoundPage
 * @typedef {import("../verify/search.mjs").Found} Found
 * @typedef {import("../verify/search.mjs").Search} Search
 *
 * @typedef {Object} Organisation
 * @property {string} holder
 * @property {string[]} holder_en
 * @property {string[]} uscc where it was found by its credit code
 * @property {CertificateRecord[]} certificates
 * @property {boolean} continued its first certificates are on the page before
 *
 * @typedef {Object} Listing
 * @property {Organisation[]} organisations
 * @property {number} page from 1; the last one, if a later one was asked for
 * @property {number} first place of the first organisation among all that are found, from 1
 * @property {number} total how many organisations are known to be found
 * @property {boolean} exact there are no others
 * @property {boolean} more another page follows
 * @property {FoundPage["reason"]} reason why there is nothing, or not all
 */

/** @param {Search} search @param {string} query @param {number} wanted which page, from 1 @returns {Promise<Listing>} */
export async function listing(search, query, wanted) {
  /** @type {{ listed: number, last?: string }} */
  let before = { listed: 0 };
  let page = 1;
  let found = await search.find(query);
  while (page < wanted && found.next) {
    before = found.next;
    found = await search.find(query, found.next);
    page += 1;
  }
  const { results, total, exact, next, reason } = found;
  const organisations = grouped(results, before.last);
  const first = before.listed + (organisations[0]?.continued ? 0 : 1);
  return { organisations, page, first, total, exact, more: next !== undefined, reason };
}

/** Results of one holder next to each other are one organisation. @param {Found[]} results @param {string} [before] the holder before */
function grouped(results, before) {
  /** @type {Organisation[]} */
  const organisations = [];
  for (const { holder, holder_en, uscc, certificates } of results) {
    let own = organisations[organisations.length - 1];
    if (own?.holder !== holder) {
      const continued = organisations.length === 0 && holder === before;
      own = { holder, holder_en: [], uscc: [], certificates: [], continued };
      organisations.push(own);
    }
    if (holder_en !== undefined && !own.holder_en.includes(holder_en)) own.holder_en.push(holder_en);
    if (uscc !== undefined && !own.uscc.includes(uscc)) own.uscc.push(uscc);
    own.certificates.push(...certificates);
  }
  return organisations;
}
