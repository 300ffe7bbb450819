// @ts-check
/** In which file of the register a certificate stands (registry/README.md §3). Twin: generator/shards.py. */

/** @type {Record<string, string>} */
const LOOK_ALIKE = { O: "0", I: "1", L: "1", Z: "2", S: "5", B: "8" };

/** The key with look-alike letters replaced: never shown, never identifies a certificate. @param {string} key */
export function fold(key) {
  return key.replace(/[OILZSB]/g, (letter) => LOOK_ALIKE[letter]);
}

/** Whether this browser offers SHA-256 here: it does on https and on localhost only. */
export function canDigest() {
  return typeof crypto === "object" && crypto.subtle !== undefined;
}

/** SHA-256 of the fold. @param {string} key */
export async function digest(key) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(fold(key))));
}

/** What a digest file says of a shard: 12 digits of its SHA-256. @param {BufferSource} bytes of the whole file */
export async function fingerprint(bytes) {
  const first = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes), 0, 6);
  return [...first].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The first `bits` bits (0 to 24) of a digest in hexadecimal. @param {Uint8Array} digest @param {number} bits */
export function name(digest, bits) {
  const first24 = (digest[0] << 16) | (digest[1] << 8) | digest[2];
  return (first24 >>> (24 - bits)).toString(16).padStart(Math.max(1, Math.ceil(bits / 4)), "0");
}

/** The path of a shard below the register's folder. @param {string} name */
export function path(name) {
  return `shards/${numbered(name)}.json`;
}

/** The name of the group of shards that share a digest file. @param {Uint8Array} digest @param {number} bits */
export function groupName(digest, bits) {
  return name(digest, Math.max(0, bits - 6));
}

/** The place of a shard in its group, from 0. @param {string} name */
export function slot(name) {
  return parseInt(name, 16) % 64;
}

/** The path of a group's digest file. @param {string} snapshot @param {string} group */
export function digestsPath(snapshot, group) {
  return `digests/${snapshot.slice(0, 16)}/${numbered(group)}.json`;
}

/** A name in the folder of all but its last two digits. @param {string} name */
function numbered(name) {
  const folder = name.slice(0, -2);
  return folder ? `${folder}/${name}` : name;
}
