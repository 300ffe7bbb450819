"""The cases of tests/vectors/outcome.json as registers that both readers are given, and what an outcome is seen to say."""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import published

from generator import shards

VECTORS = json.loads((Path(__file__).parent / "vectors/outcome.json").read_bytes())

Case = Mapping[str, Any]


def overlaid(base: Case, changes: Case) -> dict[str, Any]:
    """The base with the changes over it; None takes a key away."""
    merged = copy.deepcopy(base) | changes
    return {key: value for key, value in merged.items() if value is not None}


def record(changes: Case) -> dict[str, Any]:
    """Return the record of a case."""
    changes = dict(changes)
    return changes if changes.pop("only", False) else overlaid(VECTORS["record"], changes)


def expected(case: Case) -> dict[str, Any]:
    """Return what an outcome must say."""
    return {"remarks": [], "specimen": False, **case["expect"]}


def argument(case: Case) -> dict[str, Any]:
    """Return query, clock in milliseconds, what the page expects of the register, and the register's files."""
    index = VECTORS["index"]
    records = [record(changes) for changes in case.get("records", [{}])]
    content = published.shard("0", 0, records)
    numbers = {}
    if "numbers" in case:
        numbers = {"numbers.json": published.numbers(case["numbers"])}
        index = {**index, "numbers": published.digest(numbers["numbers.json"].encode())}
    return {
        "query": case["query"],
        "now": int(datetime.datetime.fromisoformat(case.get("now", VECTORS["now"])).timestamp() * 1000),
        "hint": {"bits": 0, "snapshot": index["snapshot"]},
        "files": {
            "index.json": published.compact(overlaid(index, case.get("index", {}))),
            **numbers,
            shards.path("0"): content,
            shards.digests_path(index["snapshot"], "0"): published.digests("0", 0, [content.encode()]),
        },
    }


def seen(outcome: Case, expected: Case) -> dict[str, Any]:
    """What the outcome says of the things that are expected; nothing else may be remarked, or be a specimen."""
    found = {name: outcome.get(name) for name in ("code", "verdict")}
    found["remarks"] = outcome["remarks"]
    found["specimen"] = outcome["specimen"]
    if "text" in expected:
        found["text"] = outcome["text"]
    if "facts" in expected:
        found["facts"] = {name: outcome["facts"].get(name) for name in expected["facts"]}
    if "candidates" in expected:
        found["candidates"] = [
            {"number": one["number"], "differences": list(one["differences"])}
            for one in outcome["candidates"]
        ]
    if "candidate_count" in expected:
        found["candidate_count"] = len(outcome["candidates"])
    return found
