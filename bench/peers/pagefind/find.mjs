/** Finds certificates with Pagefind, as its documentation says: a search gives results, each of which loads its data. */
import * as pagefind from "./pagefind/pagefind.js";

/** How many results a page shows at once. */
const SHOWN = 10;

export async function byNumber(number) {
  const [best] = await records(number, 1);
  return best?.number === number ? [best] : [];
}

/** In quotation marks it is taken as a phrase. */
export const byName = (part) => records(part, SHOWN);

async function records(query, most) {
  const { results } = await pagefind.search(query);
  const found = await Promise.all(results.slice(0, most).map((result) => result.data()));
  return found.map(({ meta }) => JSON.parse(meta.record));
}
