"""The list of a register's numbers, for what is offered after a miss (registry/README.md §12)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from generator import near, normalise
from generator.registry.shard import FORMAT

PATH = near.PATH

MOST = 20_000
"""Certificates of full disclosure in a list: about 80 KB after gzip, which a phone still loads after a miss."""


def content(numbers: Iterable[str]) -> bytes:
    """Return the file; `numbers` as printed, in any order."""
    written = [json.dumps(number, ensure_ascii=False) for number in sorted(numbers, key=normalise.key)]
    lines = ",\n".join(written) + "\n" if written else ""
    return f'{{"format":{FORMAT},"numbers":[\n{lines}]}}\n'.encode()
