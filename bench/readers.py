"""Compares libraries that can read a ledger: `python3 bench/readers.py CERTIFICATES.csv [--rows]`.

Each reads every column of the same file in a process of its own and counts the same faults: as CSV, and as a Parquet file
made of it. With --rows, of rows alone: no number is kept to find those that stand twice. What is needed goes into `.bench/readers/`. The outcome is docs/decisions/0012-arrow.md.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import measure

PLACE = measure.ROOT / ".bench" / "readers"
PYTHON = PLACE / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
PACKAGES = ("pyarrow==26.0.1", "polars==2.1.0", "duckdb==2.0.0")
RUNS = 3
ROWS = "--rows"

REQUIRED = (
    "number", "scheme", "standards", "holder", "address", "scope", "issued_on", "valid_from", "valid_to",
)  # fmt: skip
NUMBER = "^[0-9A-Z-]{8,60}$"
DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TEXTS, DAYS = ("holder", "address", "scope"), ("issued_on", "valid_from", "valid_to")
FORBIDDEN = "[\x01-\x1f\x7f<>\u200b-\u200f\u202a-\u202e\ufeff]"
SCHEMES = ("iso-9001", "iso-14001", "iso-45001", "iso-13485", "gbt-27922")
LONGEST = 1097
"""Days of three years and a little: what is longer is looked at."""

Faults = dict[str, int]


def with_pyarrow(path: Path, twice: bool) -> Faults:
    """Block by block: a batch is checked and forgotten, but for its keys."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv, parquet

    def batches():
        if path.suffix == ".parquet":
            with parquet.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False) as file:
                yield from file.iter_batches(65_536)
            return
        with path.open("rb") as file:
            names = file.readline().decode().rstrip().split(",")
        reading = csv.ReadOptions(block_size=4 << 20)
        values = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
        yield from csv.open_csv(path, reading, csv.ParseOptions(newlines_in_values=True), values)

    def count(mask) -> int:
        return pc.sum(pc.fill_null(mask, True)).as_py() or 0

    rows, faults, keys = 0, dict.fromkeys(("empty", "number", "scheme", "text", "order", "long"), 0), []
    for batch in batches():
        rows += len(batch)
        column = {name: batch.column(name) for name in REQUIRED}
        faults["empty"] += sum(values.null_count for values in column.values())
        faults["number"] += count(pc.invert(pc.match_substring_regex(column["number"], NUMBER)))
        faults["scheme"] += count(pc.invert(pc.is_in(column["scheme"], pa.array(SCHEMES))))
        faults["text"] += sum(count(pc.match_substring_regex(column[name], FORBIDDEN)) for name in TEXTS)
        days = [column[name].cast(pa.date32()) for name in DAYS]  # raises for what is no day
        faults["order"] += count(pc.less(days[2], days[1]))
        lasting = pc.subtract(days[2].cast(pa.int32()), days[1].cast(pa.int32()))
        faults["long"] += count(pc.greater(lasting, LONGEST))
        if twice:
            keys.append(pc.replace_substring(column["number"], "-", ""))
    faults["twice"] = rows - pc.count_distinct(pa.chunked_array(keys)).as_py() if twice else 0
    return {"rows": rows, **faults}


def with_polars(path: Path, twice: bool) -> Faults:
    """One lazy query, run by the streaming engine."""
    import polars as pl

    frame = (
        pl.scan_parquet(path) if path.suffix == ".parquet" else pl.scan_csv(path, infer_schema=False)
    ).with_columns(pl.col(name).str.to_date("%Y-%m-%d", strict=True) for name in DAYS)
    masks = {
        "number": ~pl.col("number").str.contains(NUMBER),
        "scheme": ~pl.col("scheme").is_in(SCHEMES),
        "order": pl.col("valid_to") < pl.col("valid_from"),
        "long": (pl.col("valid_to") - pl.col("valid_from")).dt.total_days() > LONGEST,
    }
    key = pl.col("number").str.replace_all("-", "", literal=True)
    rest = sorted(set(frame.collect_schema().names()) - set(REQUIRED))
    found = frame.select(
        pl.len().alias("rows"),
        pl.sum_horizontal(pl.col(name).null_count() for name in REQUIRED).alias("empty"),
        *(mask.fill_null(True).sum().alias(name) for name, mask in masks.items()),
        pl.sum_horizontal(pl.col(name).str.contains(FORBIDDEN).fill_null(True).sum() for name in TEXTS).alias(
            "text"
        ),
        (pl.len() - (key.n_unique() if twice else pl.len())).alias("twice"),
        pl.sum_horizontal(pl.col(name).str.len_bytes().sum() for name in rest).alias("rest"),
    ).collect(engine="streaming")
    return {name: int(value) for name, value in found.row(0, named=True).items() if name != "rest"}


def with_duckdb(path: Path, twice: bool) -> Faults:
    """One SQL query over all columns, two threads."""
    import duckdb

    source = "read_parquet($1)" if path.suffix == ".parquet" else "read_csv($1, all_varchar = true)"
    days = [f"CAST({name} AS DATE)" for name in DAYS]
    texts = " + ".join(f"count_if(coalesce(regexp_matches({name}, '{FORBIDDEN}'), true))" for name in TEXTS)
    with duckdb.connect(config={"threads": 2}) as connection:
        names = connection.execute(f"SELECT * FROM {source} LIMIT 0", [str(path)]).description
        rest = " + ".join(f"coalesce(sum(strlen({name[0]})), 0)" for name in names if name[0] not in REQUIRED)
        found = connection.execute(
            f"""
            SELECT count(*) AS rows,
                {" + ".join(f"count_if({name} IS NULL)" for name in REQUIRED)} AS empty,
                count_if(NOT coalesce(regexp_matches(number, '{NUMBER}'), false)) AS number,
                count_if(scheme NOT IN {SCHEMES}) AS scheme,
                {texts} AS text,
                count_if({days[2]} < {days[1]}) AS "order",
                count_if({days[2]} - {days[1]} > {LONGEST}) AS long,
                count(*) - count({"DISTINCT replace(number, '-', '')" if twice else "*"}) AS twice,
                min({days[0]}), {rest}
            FROM {source}
            """,
            [str(path)],
        )
        row = found.fetchone()
        return {name[0]: int(value) for name, value in list(zip(found.description, row, strict=True))[:8]}


LIBRARIES: dict[str, Callable[[Path, bool], Faults]] = {
    "pyarrow": with_pyarrow,
    "polars": with_polars,
    "duckdb": with_duckdb,
}


def prepare(csv: Path) -> Path:
    """Make the environment and the Parquet file, unless they are there; return the file."""
    if not PYTHON.exists():
        venv.create(PLACE, with_pip=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    parquet = PLACE / f"{csv.stat().st_size}.parquet"
    if not parquet.exists():
        subprocess.run([PYTHON, __file__, "--parquet", csv, parquet], check=True)
    return parquet


def to_parquet(csv: Path, parquet: Path) -> None:
    """Write a CSV file as Parquet, all columns text."""
    import duckdb

    duckdb.read_csv(str(csv), all_varchar=True).write_parquet(str(parquet), compression="zstd")


def _work() -> float:
    """Return the seconds of all cores that ended processes have taken; a busy machine does not change them much."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure every library on both files."""
    if sys.argv[1] == "--run":
        path, out = Path(sys.argv[3]), Path(sys.argv[4])
        out.write_text(json.dumps(LIBRARIES[sys.argv[2]](path, ROWS not in sys.argv), sort_keys=True))
        return
    if sys.argv[1] == "--parquet":
        to_parquet(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    csv = Path(sys.argv[1]).resolve()
    files = {"CSV": csv, "Parquet": prepare(csv)}
    print(measure.machine(), *PACKAGES, sep=", ")
    print("File, library, least seconds, least seconds of the cores, most memory; median of the seconds")
    print(f"{csv.stat().st_size:,} and {files['Parquet'].stat().st_size:,} bytes")
    out, answers = PLACE / "out.json", {}
    for kind, path in files.items():
        for library in LIBRARIES:
            seconds, work, memory = [], [], []
            for _ in range(RUNS):
                before = _work()
                time, peak = measure.tree_peak([PYTHON, __file__, "--run", library, path, out, *sys.argv[2:]])
                seconds.append(time)
                work.append(_work() - before)
                memory.append(peak)
            answers[kind, library] = out.read_text()
            print(f"| {kind} | {library} | {min(seconds):.1f} s | {min(work):.1f} s | {max(memory) / 2**20:.0f} MB |",
                  f"{statistics.median(seconds):.1f} s", flush=True)  # fmt: skip
    if len(set(answers.values())) > 1:
        sys.exit(f"They do not find the same: {answers}")
    print(answers["CSV", "pyarrow"])


if __name__ == "__main__":
    main()
