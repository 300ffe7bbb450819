"""Looks every certificate of a ledger up with the browser's own modules, in Chromium, and compares what they find.

`python3 bench/run.py lookup_all --sizes 10k,100k`, or of any register `python3 bench/lookup_all.py REGISTER LEDGER` – its folder
and that of `certificates.csv` and `events.csv`, also as `.csv.gz`. What a record must say is worked out here from the rows and `schemes.yaml`, by
registry/README.md §1 and §6 and without the builder. Ends with 1 when anything differs.
"""

from __future__ import annotations

import argparse
import csv
import functools
import gzip
import http.server
import itertools
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

import finder  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from generator import schemes  # noqa: E402
from generator.model import SchemesFile  # noqa: E402
from generator.problems import Problems  # noqa: E402

MODULES = ROOT / "site_templates" / "theme" / "assets" / "verify"
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)

TOGETHER = 1000
"""Certificates that the page is given at a time."""

SHOWN = 20
"""So many differences are printed; the others are counted."""

HEAD = ("certificates", "looked up", "not as the ledger has it", "seconds", "a second")
NOTES = (
    "Every certificate of the ledger is looked up with the modules of the check page, and each record is compared with what the",
    "rows of the ledger say, worked out without the builder; the server is Python's, on the same machine.",
)

TEXTS = (
    "parent", "scheme", "standards", "level", "holder", "holder_en", "uscc", "address", "address_en", "scope", "scope_en",
    "sites", "issued_on", "valid_from", "valid_to", "first_certified_on", "revision",
)  # fmt: skip
"""Columns that a record has as keys, in the order of §6."""

LISTS = {"standards": ";", "sites": "|"}
"""Columns that hold several values, and what stands between them."""

LOOKUP = """async ([numbers, { bits, snapshot, generated_at }]) => {
  window.session ??= Promise.all([import("/verify/verify.mjs"), import("/verify/store.mjs")]);
  const [{ verify }, { nothingHeld }] = await window.session;
  window.held ??= nothingHeld();
  const world = {
    register: "/register/", bits, snapshot, held: window.held, fetch: window.fetch.bind(window),
    now: () => Date.parse(generated_at), signal: new AbortController().signal, begun: () => {},
  };
  const found = [];
  const queue = numbers.entries();
  const worker = async () => {
    for (const [at, number] of queue) {
      const { outcome } = await verify(number, world);
      found[at] = [outcome.code, outcome.verdict, outcome.facts.no, outcome.record ?? null];
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return found;
}"""
"""The real modules as a page uses them: one session, which keeps the index and the digests that it has read."""

FAULTS = {
    "INTEGRITY",
    "NETWORK",
    "NEWER_FORMAT",
    "INSECURE",
    "NOT_FOUND",
    "NEAR_MISS",
    "OTHER_BODY",
    "UNKNOWN_EVENT",
}
"""Codes that no certificate of a ledger can end in."""


def expected(ledger: Path, facts: SchemesFile) -> Iterator[dict[str, Any]]:
    """Yield the public record of each certificate, in ledger order."""
    designations = {standard.id: standard.designation for standard in facts.standards}
    rows = list(_rows(ledger, "certificates"))
    printed = {_loose(row["number"]): row["number"] for row in rows}
    histories: dict[str, list[dict[str, str]]] = {}
    for row in _rows(ledger, "events"):
        event = {key: row[key] for key in ("on", "type", "until", "by") if row.get(key)}
        if "by" in event:
            event["by"] = printed[_loose(event["by"])]
        histories.setdefault(_loose(row["number"]), []).append(event)
    for row in rows:
        record: dict[str, Any] = {"number": row["number"]}
        if facts.register_.specimen:
            record["specimen"] = True
        if row.get("disclosure") == "limited":
            yield {**record, "disclosure": "limited"}
            continue
        for key in TEXTS:
            text = row.get(key)
            if text:
                record[key] = [part.strip() for part in text.split(LISTS[key])] if key in LISTS else text
        record["standards"] = [designations[id] for id in record["standards"]]
        if "revision" in record:
            record["revision"] = int(record["revision"])
        if "parent" in record:
            record["parent"] = printed[_loose(record["parent"])]
        history = histories.get(_loose(row["number"]))
        if history:
            record["events"] = sorted(history, key=lambda event: event["on"])
        yield record


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    packed, plain = folder / f"{name}.csv.gz", folder / f"{name}.csv"
    with (
        gzip.open(packed, "rt", encoding="utf-8-sig", newline="")
        if packed.exists()
        else plain.open(encoding="utf-8-sig", newline="")
    ) as file:
        for row in csv.DictReader(file):
            yield {column: value.strip() for column, value in row.items() if value is not None}


def _loose(number: str) -> str:
    """Return what two spellings of a number in one ledger have in common."""
    return "".join(one for one in number.upper() if one.isalnum())


def differences(page: Page, records: Iterable[Mapping[str, Any]], register: Path) -> Iterator[str]:
    """Look every record up on a page of `serving`, at the time of the register's build; yield what is not as it must be."""
    index = json.loads((register / "index.json").read_bytes())
    hints = {key: index[key] for key in ("bits", "snapshot", "generated_at")}
    rest = iter(records)
    while some := list(itertools.islice(rest, TOGETHER)):
        answers = page.evaluate(LOOKUP, [[record["number"] for record in some], hints])
        for record, (code, verdict, number, found) in zip(some, answers, strict=True):
            if record.get("disclosure") == "limited":
                if (code, verdict, number, found) != ("RESTRICTED", "unknown", record["number"], None):
                    yield f"{record['number']}: limited, but {code} with {found}"
            elif code in FAULTS:
                yield f"{record['number']}: {code}"
            elif found != record or list(found) != list(record):
                yield f"{record['number']}: {found} instead of {record}"


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {".mjs": "text/javascript", ".json": "application/json", ".html": "text/html"}  # noqa: RUF012

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(register: Path) -> Iterator[str]:
    """Serve the register and the modules on this machine; yield the address of an empty page beside them."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "register").symlink_to(register.resolve())
        (Path(folder) / "verify").symlink_to(MODULES)
        page = '<!doctype html><link rel="icon" href="data:,">'
        (Path(folder) / "page.html").write_text(page, "utf-8")
        handler = functools.partial(_Handler, directory=folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            server.daemon_threads = True
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}/page.html"
            server.shutdown()
            thread.join()


def facts_of(project: Path) -> SchemesFile:
    """Load the facts that a ledger refers to."""
    problems = Problems()
    loaded = schemes.load(project / schemes.FILE, problems)
    if loaded is None:
        raise SystemExit("\n".join(str(problem) for problem in problems))
    return loaded[0]


@dataclass(frozen=True)
class Result:
    """How many certificates were looked up, in how many seconds, and what differs."""

    count: int
    seconds: float
    wrong: list[str]

    def row(self, size: str) -> tuple[str, ...]:
        """Return the row of a table."""
        rate = f"{self.count / self.seconds:,.0f}"
        return size, f"{self.count:,}", f"{len(self.wrong):,}", f"{self.seconds:.0f} s", rate


def run(register: Path, ledger: Path, project: Path) -> Result:
    """Look every certificate of a ledger up; `project` is the folder of `schemes.yaml`."""
    records = list(expected(ledger, facts_of(project)))
    start = time.perf_counter()
    with serving(register) as address, sync_playwright() as playwright:
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        with playwright.chromium.launch(
            executable_path=finder.find(playwright.chromium.executable_path),
            args=[*ARGUMENTS, "--no-sandbox"] if as_root else ARGUMENTS,
        ) as browser:
            page = browser.new_page()
            page.goto(address)
            wrong = list(differences(page, records, register))
    return Result(len(records), time.perf_counter() - start, wrong)


def main() -> None:
    """Look up, and say how it went."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("register", type=Path)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--project", type=Path, default=ROOT, help="folder of schemes.yaml")
    arguments = parser.parse_args()
    found = run(arguments.register, arguments.ledger, arguments.project)
    for line in found.wrong[:SHOWN]:
        print(line)
    print(f"{found.count} certificates looked up in {found.seconds:.0f} s, {len(found.wrong)} differences")
    sys.exit(1 if found.wrong else 0)


if __name__ == "__main__":
    main()
