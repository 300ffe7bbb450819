// @ts-check
/** Whether two names are the same (never how much alike they are). Twin: the command `verify-list` of generator/. */
import { WHITE } from "../verify/normalise.mjs";

/** @typedef {"same" | "differs" | "not_given" | ""} Match "" where no name is registered to compare with */

/** @param {string} given @param {CertificateRecord | undefined} record @returns {Match} */
export function match(given, record) {
  if (comparable(given) === "") return "not_given";
  if (record?.holder === undefined) return "";
  const names = [record.holder, record.holder_en ?? ""].map(comparable);
  return names.includes(comparable(given)) ? "same" : "differs";
}

/** Without width, also that of brackets, and without white space. @param {string} name */
function comparable(name) {
  return name.normalize("NFKC").replace(WHITE, "");
}
