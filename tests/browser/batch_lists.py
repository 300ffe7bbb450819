"""Lists that the batch page and the command `verify-list` have to understand alike, and what each row of them asks.

A line of `lists.json` is: row, number as given, name, key or why there is none, claims of a link.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from batch_workbooks import MAIN, STYLES, pack, sheet, workbook

LISTS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "fixtures/batch/lists.json").read_text("utf-8")
)


def content(listed: dict[str, Any]) -> bytes:
    """Return the bytes of a list: its text, or a workbook of which the cells of each row are given in XML, and the strings in order."""
    if "rows" in listed:
        strings = "".join(f"<si><t>{text}</t></si>" for text in listed.get("strings", ()))
        parts = {"xl/styles.xml": STYLES, "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>'}
        return pack({**workbook(sheet(listed["rows"]), sheets=listed.get("sheets")), **parts})
    return str(listed["text"]).encode()
