"""How much a first view takes from a phone's data plan. Sizes are bytes after gzip, as servers send text."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Mapping

from generator.audit.files import Files
from generator.problems import Place, Problem, problem

VERIFICATION = 30 * 1024
"""The first view of a verification page with its whole program. People open it from a QR code, on a slow connection, in
front of the one who shows them the certificate."""

FIRST_VIEW = 150 * 1024
"""Any other page. The theme's own stylesheets and script take about 65,000; there is room for text and a diagram."""

CHECK = 10 * 1024
"""The index, one digest file and the heaviest shard. A usual check takes 4 to 6 KB; digests spread records unevenly, and of
65,536 shards one holds twice the average."""

_LEVEL = 6
"""What servers use where nobody has chosen."""


def after_gzip(content: bytes) -> int:
    """Return how many bytes `content` takes after gzip."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    return len(packer.compress(content)) + len(packer.flush())


def check(
    files: Files, pages: Collection[str], verification: Collection[str], needs: Mapping[str, list[str]]
) -> Iterator[Problem]:
    """Yield each page whose first view is too heavy: the page, its stylesheets and scripts, and what these import.

    `needs` says which files a file needs.
    """
    weights: dict[str, int] = {}
    for page in pages:
        loaded = {path: _weight(files, path, weights) for path in _closure(page, needs)}
        limit = VERIFICATION if page in verification else FIRST_VIEW
        size = sum(loaded.values())
        if size > limit:
            heavy = sorted(loaded.items(), key=lambda item: (-item[1], item[0]))[:3]
            largest = ", ".join(f"{path} {weight}" for path, weight in heavy)
            yield problem("CS851", Place(page), size=size, limit=limit, largest=largest)


def _weight(files: Files, path: str, known: dict[str, int]) -> int:
    if path not in known:
        known[path] = after_gzip(files.content(path) or b"")
    return known[path]


def _closure(page: str, needs: Mapping[str, list[str]]) -> list[str]:
    """Return the page and everything that it needs, each once."""
    found = [page]
    for path in found:
        found += dict.fromkeys(need for need in needs.get(path, ()) if need not in found)
    return found
