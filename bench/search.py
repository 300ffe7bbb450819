"""Measures the organisation search: `python3 bench/run.py search --sizes 10k,100k,1m`.

Builds the index of ledgers of these sizes from spills as the builder of the register writes them, asks for random parts
of names, compares what is found with a scan of all names, and at 100k measures other ways to lay the index out. Writes the
sections "search" and "search 100k" of bench/results.md.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import corpus
import measure
import pyarrow as pa
import pyarrow.compute as pc
import search_pairs

from generator.search import build, tree
from generator.search.fold import fold
from generator.search.reader import Search
from generator.search.spills import COLUMNS, kind

SEED = 5
QUERIES = 500
COMPARED_AT = "100k"
CHANGED = 100
BATCH = 65_536
MATTER = {
    "recertified", "expired_restored", "suspended", "restored", "withdrawn", "cancelled", "superseded"
}  # fmt: skip
LEAVES = ((8_192, 20_480), (16_384, 40_960), (20_480, 53_248), (32_768, 81_920))
SNAPSHOT = "0" * 64

Fetch = Callable[[str], bytes]


class Folder:
    """Takes the files of an index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, path: str, content: bytes) -> None:
        """Write one file, and its folder if it is missing."""
        target = self.folder / path
        try:
            target.write_bytes(content)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


class Cost(NamedTuple):
    """What queries cost once the root is held, and how right the answers are."""

    requests: list[int]
    sizes: list[int]
    """Bytes, gzip, of the first page of each query."""
    recall: float
    precision: float
    capped: int
    """Queries to which more of the name is asked for; they are judged by precision alone."""

    def cells(self) -> list[str]:
        """Return what a table shows of it."""
        p95 = statistics.quantiles(self.sizes, n=20)[-1]
        return [
            f"{statistics.mean(self.requests):.2f}",
            measure.kilobytes(statistics.mean(self.sizes)),
            measure.kilobytes(p95),
            f"{self.recall:.4g}",
            f"{self.precision:.4g}",
            str(self.capped),
        ]


COST = ("requests a query", "gzip a query, mean", "95 %", "recall", "precision", "of 500 capped")


def spill(ledger: Path, target: Path) -> Path:
    """Write what the builder of the register hands on: certificates of full disclosure, events that matter."""
    if target.exists():
        return target
    events: dict[str, list[str]] = {}
    with (ledger / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] in MATTER or (row["type"] == "granted" and row["until"]):
                event = {key: row[key] for key in ("on", "type", "until", "by") if row[key]}
                events.setdefault(row["number"], []).append(json.dumps(event, separators=(",", ":")))
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    partial = target.with_suffix(".new")
    with (
        pa.ipc.new_file(str(partial), schema) as writer,
        (ledger / "certificates.csv").open(encoding="utf-8-sig", newline="") as file,
    ):
        held: list[dict[str, str | None]] = []
        for row in csv.DictReader(file):
            if row["disclosure"] == "limited":
                continue
            own = events.get(row["number"])
            kept: dict[str, str | None] = {name: row.get(name) or None for name in COLUMNS}
            held.append(
                kept | {"kind": kind(row["scheme"], ()), "events": f"[{','.join(own)}]" if own else None}
            )
            if len(held) == BATCH:
                writer.write_batch(pa.RecordBatch.from_pylist(held, schema=schema))
                held.clear()
        writer.write_batch(pa.RecordBatch.from_pylist(held, schema=schema))
    partial.replace(target)
    return target


def rows(path: Path) -> Iterator[dict[str, str | None]]:
    """Yield the certificates of a spill."""
    with pa.ipc.open_file(str(path)) as reader:
        for at in range(reader.num_record_batches):
            yield from reader.get_batch(at).to_pylist()


def names_of(path: Path) -> list[tuple[str, str | None]]:
    """Return the names of a spill, Chinese and English, each pair once, in order."""
    with pa.ipc.open_file(str(path)) as reader:
        batches = (reader.get_batch(at) for at in range(reader.num_record_batches))
        pairs = {
            pair
            for batch in batches
            for pair in zip(*(batch[name].to_pylist() for name in ("holder", "holder_en")), strict=True)
        }
    return sorted(pairs, key=lambda pair: (pair[0], pair[1] or ""))


def changed(path: Path, target: Path) -> Path:
    """Write a spill in which some certificates last a day less."""
    table = pa.ipc.open_file(str(path)).read_all()
    last_days = table.column("valid_to").to_pylist()
    for at in random.Random(SEED).sample(range(len(last_days)), CHANGED):
        last_days[at] = last_days[at][:-2] + ("14" if last_days[at].endswith("15") else "15")
    column = table.schema.get_field_index("valid_to")
    with pa.ipc.new_file(str(target), table.schema) as writer:
        writer.write_table(table.set_column(column, "valid_to", pa.array(last_days)), BATCH)
    return target


def make(path: Path, folder: Path) -> None:
    """Build an index with two processes; the command that is timed."""
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    build([path], scratch, Folder(folder / "register"), SNAPSHOT, (), min(2, os.cpu_count() or 1))
    shutil.rmtree(scratch)


def timed(path: Path, folder: Path) -> tuple[float, int]:
    """Build an index in a process of its own. Return seconds and the peak memory of all processes."""
    measure.discard(folder)
    return measure.tree_peak([sys.executable, Path(__file__), "--build", path, folder])


def weighed(folder: Path) -> dict[str, int]:
    """Return path → bytes of each file of an index."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }


def parts(names: Sequence[tuple[str, str | None]]) -> list[str]:
    """Return random parts of names: two to six characters from any place of a Chinese name, one or two words of an English one."""
    rng = random.Random(SEED)
    found: list[str] = []
    english = [name for _, name in names if name]
    while len(found) < QUERIES:
        if english and len(found) % 5 == 4:
            words = rng.choice(english).replace(",", "").split()
            at = rng.randrange(len(words))
            part = " ".join(words[at : at + rng.choice((1, 1, 2))])
        else:
            name = rng.choice(names)[0]
            at = rng.randrange(len(name))
            part = name[at : at + rng.randrange(2, 7)]
            if at and _latin(name[at]) and _latin(name[at - 1]):
                continue  # within a Latin word, which is searched by its beginning
        if len(fold(part)) >= 2:
            found.append(part)
    return found


def _latin(character: str) -> bool:
    folded = fold(character)
    return folded.isascii() and folded.isalnum()


def ask(fetch: Fetch, queries: Sequence[str], names: Sequence[tuple[str, str | None]]) -> Cost:
    """Ask each query as the first of a session that holds the root, and compare all its pages with a scan."""
    root = Search(fetch).root
    texts = pa.array(f"\n{fold(zh)}\n" + "\n".join(map(fold, (en or "").split())) for zh, en in names)
    holders = pa.array(zh for zh, _ in names)
    requests, sizes, capped = [], [], 0
    wanted = right = listed = true = 0
    for query in queries:
        asked: list[bytes] = []

        def get(path: str, asked: list[bytes] = asked) -> bytes:
            asked.append(fetch(path))
            return asked[-1]

        search = Search(get, root)
        page = search.find(query)
        requests.append(len(asked))
        sizes.append(sum(len(gzip.compress(content, 6)) for content in asked))
        if root.names.is_part_of_legal_form(fold(query)):
            continue
        found = [result.holder for result in page.results]
        while page.next:
            page = search.find(query, page.next)
            found += [result.holder for result in page.results]
        expected = scan(query, holders, texts)
        if page.reason == "more" and len(expected) > root.most:
            capped += 1
        else:
            wanted += len(expected)
            right += len(expected & set(found))
        listed += len(set(found))
        true += len(expected & set(found))
    return Cost(requests, sizes, right / max(1, wanted), true / max(1, listed), capped)


def scan(query: str, holders: pa.Array, texts: pa.Array) -> set[str]:
    """Return the names that hold a part; English words one by one, so a part of two words by each of them, in order."""
    words = [fold(word) for word in query.split()]
    wanted = "\n" + "\n".join(words) if len(words) > 1 else words[0]
    holding = pc.match_substring(texts, wanted)
    found = holders.filter(holding).to_pylist()
    if len(words) > 1 or not _latin(wanted[0]):
        return set(found)
    return {
        name
        for name, text in zip(found, texts.filter(holding).to_pylist(), strict=True)
        if any(not _latin(text[at - 1]) for at in _places(wanted, text))
    }


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def reading(folder: Path) -> Fetch:
    """Return a function that reads files of an index."""
    return lambda path: (folder / path).read_bytes()


def at_size(size: str) -> list[str]:
    """Measure one size."""
    folder = corpus.project(size)
    path = spill(folder / "registry", folder / "search.arrow")
    seconds, peak = timed(path, folder / "search")
    files = weighed(folder / "search" / "register")
    names = names_of(path)
    cost = ask(reading(folder / "search" / "register"), parts(names), names)
    root = gzip.compress((folder / "search" / "register" / tree.ROOT).read_bytes(), 6)
    other = folder / "search-changed"
    timed(changed(path, folder / "search-changed.arrow"), other)
    fresh = len(weighed(other / "register").keys() - files.keys())
    measure.discard(other)
    return [
        size,
        f"{len(names):,}",
        f"{seconds:.1f} s",
        measure.kilobytes(peak),
        f"{len(files):,}",
        measure.kilobytes(sum(files.values())),
        measure.kilobytes(len(root)),
        *cost.cells(),
        f"{fresh:,}",
    ]


def choice(size: str) -> list[list[str]]:
    """Measure other ways to lay the index out."""
    folder = corpus.project(size)
    path = spill(folder / "registry", folder / "search.arrow")
    names = names_of(path)
    queries = parts(names)
    table: list[list[str]] = []
    kept = tree.LEAF_BYTES
    for limits in LEAVES:
        tree.LEAF_BYTES = limits
        target = folder / "search-other"
        measure.discard(target)
        (target / "scratch").mkdir(parents=True)
        start = time.perf_counter()
        build([path], target / "scratch", Folder(target / "register"), SNAPSHOT, (), 1)
        seconds = time.perf_counter() - start
        files = weighed(target / "register")
        cost = ask(reading(target / "register"), queries, names)
        label = f"sorted suffixes, leaves of {limits[0] // 1024} to {limits[1] // 1024} KB"
        label += " (chosen)" if limits == kept else ""
        table.append(
            [
                label,
                f"{seconds:.1f} s",
                f"{len(files):,}",
                measure.kilobytes(sum(files.values())),
                *cost.cells(),
            ]
        )
        measure.discard(target)
    tree.LEAF_BYTES = kept
    return table + [search_pairs.measured(rows(path), queries, cap) for cap in search_pairs.CAPS]


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="10k,100k,1m")
    parser.add_argument("--build", nargs=2, type=Path)
    given = parser.parse_args()
    if given.build:
        make(*given.build)
        return
    head = [
        "certificates",
        "names",
        "build",
        "peak memory",
        "files",
        "bytes",
        "root, gzip",
        *COST,
        "new files after 100 changes",
    ]
    measured = [at_size(size) for size in given.sizes.split(",")]
    notes = (
        "Parts of two to six characters from any place of a Chinese name, every fifth one or two words of an English name.",
        "Recall is over the queries that at most 50 organisations match; for the others 50 are listed and more of the name is",
        "asked for. Requests and bytes are those of the first page, with the root held and nothing else.",
    )
    measure.write_results("search", [head, *measured], *notes, tools=("pyarrow",))
    if COMPARED_AT in given.sizes.split(","):
        head = [f"at {COMPARED_AT}, one process", "build", "files", "bytes", *COST]
        measure.write_results(
            f"search {COMPARED_AT}", [head, *choice(COMPARED_AT)], search_pairs.NOTE, tools=("pyarrow",)
        )


if __name__ == "__main__":
    main()
