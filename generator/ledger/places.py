"""Where the tables of a ledger are read, by what `schemes.yaml` says; those of a database are fetched first."""

from __future__ import annotations

from pathlib import Path

from generator.ledger import Files, certificates, database, history
from generator.model import LedgerSettings
from generator.problems import Problems


def find(root: Path, settings: LedgerSettings, scratch: Path, problems: Problems) -> Files | None:
    """Return where the tables of the project in `root` are; what a database gives goes to the folder `scratch`.

    Returns None if a database did not give it: `problems` says why. Raises OSError if `scratch` cannot be written.
    """
    tables = (
        ("certificates", settings.certificates, certificates.COLUMNS),
        ("events", settings.events, history.COLUMNS),
    )
    extracts = [
        database.Extract(table, columns, scratch / f"{name}.arrow", ordered=name == "events")
        for name, table, columns in tables
        if table.database is not None
    ]
    found = Problems()
    if extracts:
        database.fetch(extracts, root, found)
        problems.extend(found)
    return (
        None
        if found.stop
        else Files(
            root,
            settings.certificates.called("certificates"),
            settings.events.called("events"),
            fetched=tuple((extract.kind, extract.to) for extract in extracts),
        )
    )
