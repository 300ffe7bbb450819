/** Finds certificates in a SQLite database over HTTP ranges, with sql.js-httpvfs. */
/** How many results a page shows at once. */
const SHOWN = 10;

const address = (file) => new URL(file, import.meta.url).href;
const library = Object.assign(document.createElement("script"), { src: address("index.js") }); // no module
await new Promise((onload, onerror) => document.head.append(Object.assign(library, { onload, onerror })));

const settings = { serverMode: "full", requestChunkSize: 1024, url: address("certificates.sqlite3") };
const { db } = await createDbWorker(
  [{ from: "inline", config: settings }],
  address("sqlite.worker.js"),
  address("sql-wasm.wasm"),
);

export const byNumber = (number) =>
  records("select record from certificate where key = ?", [number.replaceAll(/[^0-9A-Z]/g, "")]);

/** A trigram index knows no part of less than three characters: those would have to be looked for in every name. */
export const byName = (part) =>
  records(
    `select record from certificate where rowid in (select rowid from name where name match ? limit ${SHOWN})`,
    [`"${part}"`],
  );

async function records(statement, values) {
  const rows = await db.query(statement, values);
  return rows.map(({ record }) => JSON.parse(record));
}
