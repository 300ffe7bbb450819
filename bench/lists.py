"""What a list of 500 certificates costs on the batch page: `python3 bench/run.py lists --sizes 10k,100k`."""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import measure  # says where the modules of the tests are

# isort: split
import batch_workbooks
import corpus
import lookups
import nginx
from measure import Row
from playwright.sync_api import Browser

from generator.headers import HEADERS

LONG = 500
"""Rows of a list, and the most that the page takes."""

TIMES = 5

HEAD = (
    "certificates",
    "list",
    "requests for data",
    "data",
    "time",
    "of it after the last data",
    "found, with the same name",
)
NOTES = (
    f"A file of {LONG} numbers with the registered names is given to the open batch page; medians of {TIMES}, each in a browser that",
    "has seen nothing yet. Time is from the choice of the file until the results are on the page, over nginx on one machine.",
    "After the last data: from the end of the last answer with data on. Budget: 2 s.",
)

WATCH = """() => {
  const chosen = new Promise((done) => document.getElementById("file").addEventListener("change", () => done(performance.now()), true));
  const shown = new Promise((done) => new MutationObserver((_, watch) => {
    if (!document.getElementById("summary")) return;
    watch.disconnect();
    done(performance.now());
  }).observe(document.body, { childList: true, subtree: true }));
  performance.setResourceTimingBufferSize(5000);
  window.took = Promise.all([chosen, shown]).then(([from, to]) => {
    const data = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/register/1/"));
    return [to - from, to - Math.max(...data.map(({ responseEnd }) => responseEnd))];
  });
}"""


def main() -> None:
    """Measure the sizes of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10k")
    table = [row for size in parser.parse_args().sizes.split(",") for row in rows(size, corpus.site(size))]
    measure.write_results("lists", [HEAD, *table], *NOTES, tools=("chromium", "nginx"))


def rows(size: str, site: Path) -> list[Row]:
    """Measure each kind of file at one size."""
    listed = [["证书编号", "组织名称"], *known(site)]
    files = {"list.csv": gb18030(listed), "list.xlsx": batch_workbooks.shared(listed)}
    with nginx.serving(site, HEADERS) as server, lookups.browsing() as browser:
        return [
            (size, kind, *_middle([_given(browser, server, name, content) for _ in range(TIMES)]))
            for kind, (name, content) in zip(("CSV, GB18030", "XLSX"), files.items(), strict=True)
        ]


def known(site: Path) -> list[list[str]]:
    """Return numbers with the names of their holders, of full disclosure."""
    lines = corpus.records(site).read_bytes().splitlines()
    random.Random(corpus.SEED).shuffle(lines)
    full = (record for record in map(json.loads, lines) if "disclosure" not in record)
    return [[record["number"], record["holder"]] for record, _ in zip(full, range(LONG), strict=False)]


def gb18030(listed: Sequence[Sequence[str]]) -> bytes:
    """Return a table as a spreadsheet program in China saves it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(listed)
    return text.getvalue().encode("gb18030")


@dataclass(frozen=True)
class _Given:
    """What one list has cost, and how many of its rows are right."""

    requests: int
    data: int
    """bytes with the heads of the answers"""
    milliseconds: float
    after: float
    """milliseconds after the last data"""
    right: int


def _given(browser: Browser, server: nginx.Server, name: str, content: bytes) -> _Given:
    with lookups.fresh(browser) as tab:
        tab.goto(f"{server.address}batch.html", wait_until="networkidle")
        tab.evaluate(WATCH)
        server.sent()
        tab.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": content})
        milliseconds, after = tab.evaluate("window.took")
        data = [one for one in server.sent() if not lookups.is_program(one)]
        right = (
            tab.locator("table tbody tr").filter(has=tab.get_by_text("与登记名称一致", exact=True)).count()
        )
        return _Given(len(data), sum(one.size for one in data), milliseconds, after, right)


def _middle(given: Sequence[_Given]) -> tuple[str, ...]:
    """Return the cells of a row: medians, and the fewest right ones."""
    return (
        f"{measure.median(one.requests for one in given):.0f}",
        measure.kilobytes(measure.median(one.data for one in given)),
        f"{measure.median(one.milliseconds for one in given):.0f} ms",
        f"{measure.median(one.after for one in given):.0f} ms",
        f"{min(one.right for one in given)} of {LONG}",
    )


if __name__ == "__main__":
    main()
