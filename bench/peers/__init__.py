"""The same work with other software: Pagefind, and SQLite over HTTP ranges. Beside them certsite, on the same page."""
