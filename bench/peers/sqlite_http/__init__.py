"""SQLite in the browser, which reads its database over HTTP ranges with sql.js-httpvfs."""
