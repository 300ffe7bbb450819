/** Finds organisations with certsite's own search, one record for each certificate. */
import { Search } from "./assets/verify/search.mjs";

const search = new Search({ register: "register/1/", fetch: window.fetch.bind(window) });

export async function byName(part) {
  const { results } = await search.find(part);
  return results.flatMap(({ holder, certificates }) =>
    certificates.map((certificate) => ({ number: certificate.number, holder, ...certificate })),
  );
}

export const byNumber = byName;
