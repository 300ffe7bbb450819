"""What a certificate check costs: bytes, requests and milliseconds in Chromium against a real nginx.

`python3 bench/checks.py SITE` measures a built site and prints; bench/run.py does so for each size and keeps the results.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import corpus
import lookups
import measure
import nginx
from lookups import Cost
from measure import Row
from playwright.sync_api import Browser

from generator.headers import HEADERS

NUMBERS = 20
"""Numbers that are looked up, present ones and absent ones each."""

HEAD = ("Lookup", "Requests for data", "Data", "without heads", "Program and page", "Time", "Right")
SLOW = "link, slow 4G and a quarter of the speed"
MATERIAL = "Material's home page, as slow, until its first text and until it has loaded"

NOTES = (
    f"Medians of {NUMBERS} numbers. A link is opened in a browser that has seen nothing yet; next numbers are asked in the",
    "open page. Sizes are what nginx sent (HTTP/1.1, gzip at its default level), with the heads of its answers; data is all",
    "but HTML, CSS, JavaScript, WebAssembly and images. Times are on one machine, without a network between.",
)


def main() -> None:
    """Measure the site that the command line names."""
    site = Path(sys.argv[1])
    for row in (HEAD, *rows(check(site)), beside(site)):
        print(*row, sep=" | ")


def check(site: Path) -> dict[str, Cost]:
    """Look up numbers on a site's check page; also under slow conditions."""
    with nginx.serving(site, HEADERS) as server, lookups.browsing() as browser:
        present, absent = corpus.present(site, NUMBERS), corpus.absent(site, NUMBERS)
        costs = numbers(browser, server, "verify.html", present, absent)
        costs[SLOW] = lookups.by_link(browser, server, "verify.html", present, slow=True)
    return costs


def numbers(
    browser: Browser,
    server: nginx.Server,
    page: str,
    present: list[corpus.Question],
    absent: list[corpus.Question],
) -> dict[str, Cost]:
    """Look up numbers that are there and numbers that are not, by link and in an open page."""
    return {
        "link, present": lookups.by_link(browser, server, page, present),
        "link, absent": lookups.by_link(browser, server, page, absent),
        "next, present": lookups.in_turn(browser, server, page, absent[0], present),
        "next, absent": lookups.in_turn(browser, server, page, present[0], absent),
    }


def beside(site: Path) -> Row:
    """Return a row for a page that Material makes of the same site, opened as slowly as the links are."""
    with nginx.serving(site, HEADERS) as server, lookups.browsing() as browser:
        size, painted, loaded = lookups.shown(browser, server, "index.html", NUMBERS)
    times = f"{painted:.0f} ms, {loaded:.0f} ms"
    return (MATERIAL, "–", "–", "–", measure.kilobytes(size), times, "–")


def rows(costs: Mapping[str, Cost]) -> list[Row]:
    """Return a row of a table for each kind of lookup, under HEAD."""
    return [
        (
            kind,
            f"{cost.requests:.0f}",
            measure.kilobytes(cost.data),
            measure.kilobytes(cost.bodies),
            measure.kilobytes(cost.program),
            f"{cost.milliseconds:.0f} ms",
            f"{cost.right} of {cost.count}",
        )
        for kind, cost in costs.items()
    ]


if __name__ == "__main__":
    main()
