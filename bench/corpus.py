"""What the benches work on, for each size: a ledger, the site built from it, its records, and questions to ask.

Everything lies in `.bench/SIZE`. The ledger is made when it is missing; remove the folder to make it anew.
"""

from __future__ import annotations

import csv
import functools
import json
import random
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import measure

from generator import normalise, shards

PROJECT = ("schemes.yaml", "mkdocs.yml", "content", "site_templates")
"""What a site is made from beside the ledger."""

SEED = 3
SHOWN = 10
"""Results on a page of found certificates or organisations."""

LEGAL_FORMS = ("（个体工商户）", "（有限合伙）", "（普通合伙）", "股份有限公司", "有限责任公司", "有限公司")
HAN = re.compile(r"[\u3400-\u9fff]{2,}")
BRACKETS = str.maketrans("", "", "（）()")


@dataclass(frozen=True)
class Question:
    """What is asked of a page in the fragment of its address, and the numbers that are right answers."""

    fragment: str
    right: frozenset[str]


def project(size: str) -> Path:
    """Return a project whose ledger has as many certificates as `size` says."""
    folder = measure.ROOT / ".bench" / size
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / ".gitignore").write_text("*\n", "utf-8")
    ledger = folder / "registry"
    if not (ledger / "events.csv").exists():
        command = [sys.executable, measure.ROOT / "bench" / "make_ledger.py", measure.count(size), ledger]
        measure.tree_peak([str(word) for word in command])
    for name in PROJECT:
        source, target = measure.ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy2(source, target)
    return folder


class Built(NamedTuple):
    """A site, and what building it took."""

    site: Path
    seconds: float
    peak: int
    """Memory of the whole process tree, in bytes."""


@functools.cache
def built(size: str) -> Built:
    """Build the site of a size with the program as it is now; once in a run."""
    folder = project(size)
    measure.discard(folder / "site")
    cost = measure.tree_peak([sys.executable, "-m", "generator", "-C", folder, "build"])
    return Built(folder / "site", *cost)


def site(size: str) -> Path:
    """Return the site of a size, as `built` makes it."""
    return built(size).site


def records(site: Path) -> Path:
    """Return a file with each record of a site's register in a line, for peers that read the same records."""
    target = site.parent / "records.jsonl"
    index = site / "register" / "1" / "index.json"
    if not target.exists() or target.stat().st_mtime < index.stat().st_mtime:
        partial = target.with_suffix(".new")
        with partial.open("wb") as file:
            for shard in sorted((index.parent / "shards").rglob("*.json")):
                lines = shard.read_bytes().splitlines()[1:-1]
                file.writelines(line.removesuffix(b",") + b"\n" for line in lines)
        partial.replace(target)
    return target


def present(site: Path, count: int) -> list[Question]:
    """Return questions for numbers that are in the register, of full disclosure."""
    return [
        Question(f"n={number}", frozenset({number})) for number in _numbers(site, random.Random(SEED), count)
    ]


def absent(site: Path, count: int) -> list[Question]:
    """Return questions for numbers of the same form that are not: some digits of one that is are other ones."""
    rng, bits = random.Random(SEED + 1), _index(site)["bits"]
    found: list[Question] = []
    for number in _numbers(site, rng, count):
        other = number
        while any(
            normalise.key(record["number"]) == normalise.key(other) for record in _shard(site, bits, other)
        ):
            digits = [place for place, sign in enumerate(number) if sign.isdigit() and place > 4]
            changed = dict.fromkeys(rng.sample(digits, 3))
            other = "".join(
                str(rng.randrange(10)) if at in changed else sign for at, sign in enumerate(number)
            )
        found.append(Question(f"n={other}", frozenset()))
    return found


def names(site: Path, count: int) -> list[Question]:
    """Return questions for random parts of holders' names: two to six Chinese characters, legal form apart.

    Parts that some name has only when its brackets are left out, as certsite does and its peers do not, are not asked for.
    """
    parts = list(_parts(site, 2 * count))
    right: dict[str, set[str]] = {part: set() for part in parts}
    disputed = set()
    with (site.parent / "registry" / "certificates.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["disclosure"] == "limited":
                continue
            name, bare = row["holder"], row["holder"].translate(BRACKETS)
            for part in parts:
                if part in name:
                    right[part].add(row["number"])
                elif part in bare:
                    disputed.add(part)
    agreed = [part for part in parts if part not in disputed][:count]
    return [Question(f"q={part}", frozenset(right[part])) for part in agreed]


def _parts(site: Path, count: int) -> Iterator[str]:
    rng, bits = random.Random(SEED + 2), _index(site)["bits"]
    for number in _numbers(site, rng, count):
        name = next(record["holder"] for record in _shard(site, bits, number) if record["number"] == number)
        for form in LEGAL_FORMS:
            name = name.removesuffix(form)
        run = rng.choice(HAN.findall(name))
        length = rng.randint(2, min(6, len(run)))
        start = rng.randint(0, len(run) - length)
        yield run[start : start + length]


def _numbers(site: Path, rng: random.Random, count: int) -> Iterator[str]:
    bits = _index(site)["bits"]
    while count:
        name = f"{rng.randrange(2**bits):0{shards.digits(bits)}x}"
        full = [record["number"] for record in _read(site, name) if "disclosure" not in record]
        if full:
            count -= 1
            yield rng.choice(full)


def _index(site: Path) -> dict[str, Any]:
    return dict(json.loads((site / "register" / "1" / "index.json").read_bytes()))


def _shard(site: Path, bits: int, number: str) -> list[dict[str, Any]]:
    return _read(site, shards.name(shards.digest(normalise.key(number)), bits))


def _read(site: Path, name: str) -> list[dict[str, Any]]:
    return list(json.loads((site / "register" / "1" / shards.path(name)).read_bytes())["records"])
