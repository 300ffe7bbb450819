"""Whether a file of the search index is as specified, and what it says (registry/SEARCH.md §4). What is not is a fault."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, NoReturn

from generator.search.fold import CREDIT_CODE, NUMBER, Names, fold
from generator.search.tree import FORMAT, Child, name

_DAY = re.compile("(?:19|2[01])[0-9]{6}")
_NAME = re.compile("[0-9a-f]{16}")
_SNAPSHOT = re.compile("[0-9a-f]{64}")
LONGEST_TERM = 100_000
"""Days; more than any two days of a register are apart."""


class Fault(Exception):  # noqa: N818 – the word of the specification
    """There is nothing to search in. `code` says why: a file is not as specified, or of another format."""

    def __init__(self, code: Literal["INTEGRITY", "NEWER_FORMAT"]) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Root:
    """The root of an index (§4.2)."""

    snapshot: str
    most: int
    names: Names
    schemes: Sequence[str]
    superseded: Sequence[str]
    """The editions that were superseded when the index was built."""
    editions: Sequence[Sequence[str]]
    """Those of them that the certificates of each place in `schemes` name."""
    level: int
    children: Sequence[Child]


@dataclass(frozen=True)
class Entry:
    """An entry of a leaf (§4.4)."""

    key: str
    before: Sequence[str]
    """The keys of the same names that come before this one; none for a number and a credit code."""
    holder: str
    holder_en: str | None
    uscc: str | None
    """Known in an entry for a credit code only."""
    certificates: Sequence[Mapping[str, Any]]
    """Records (§6 of the register), with as much as status needs."""


def root(content: bytes) -> Root:
    """Return the root that a file holds. Raises Fault."""
    value = _object(content)
    _demand(_SNAPSHOT.fullmatch(_text(value.get("snapshot"))))
    schemes, superseded = _texts(value.get("schemes")), _texts(value.get("superseded"))
    editions = [_chosen(places, superseded) for places in _list(value.get("editions"))]
    _demand(len(editions) == len(schemes))
    return Root(
        value["snapshot"],
        _whole(value.get("most"), 1),
        Names(_texts(value.get("stop_words"))),
        schemes,
        superseded,
        editions,
        _whole(value.get("level"), 1),
        _children(value.get("children"), ""),
    )


def _chosen(places: Any, texts: Sequence[str]) -> list[str]:
    """Return the texts at places."""
    _demand(all(_whole(place, 0) < len(texts) for place in _list(places)))
    return [texts[place] for place in places]


def node(content: bytes, child: Child, level: int) -> Sequence[Child]:
    """Return the children in the file of `child` at a level from 1. Raises Fault."""
    children = _children(_bound(content, child, level).get("children"), child.first)
    _demand(children and sum(one.entries for one in children) == child.entries)
    return children


def leaf(content: bytes, child: Child, root: Root) -> Sequence[Entry]:
    """Return the entries in the file of `child` at level 0. Raises Fault."""
    entries = [_entry(value, root) for value in _list(_bound(content, child, 0).get("entries"))]
    _demand(len(entries) == child.entries and child.first.removesuffix(" ") <= entries[0].key)
    _demand(all(one.key <= other.key for one, other in pairwise(entries)))
    return entries


def _bound(content: bytes, child: Child, level: int) -> dict[str, Any]:
    _demand(name(content) == child.name)
    value = _object(content)
    _demand(value.get("level") == level)
    return value


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content.decode())
    except ValueError:
        raise Fault("INTEGRITY") from None
    if not isinstance(value, dict):
        _broken()
    if value.get("format") != FORMAT:
        raise Fault("NEWER_FORMAT" if isinstance(value.get("format"), int) else "INTEGRITY")
    return value


def _children(values: Any, first: str) -> Sequence[Child]:
    """Read children; `first` is what the first one must begin with."""
    children = []
    for value in _list(values):
        _demand(len(_list(value)) >= 3 and isinstance(value[0], str))
        _demand(_NAME.fullmatch(_text(value[1])))
        children.append(Child(value[0], value[1], _whole(value[2], 1)))
    _demand(not children or children[0].first == first)
    _demand(all(one.first < other.first or other.first.endswith(" ") for one, other in pairwise(children)))
    _demand(all(one.first <= other.first for one, other in pairwise(children)))
    return children


def _entry(value: Any, root: Root) -> Entry:
    _demand(len(_list(value)) >= 3)
    start, holder, certificates, *more = value
    english = _text(more[0]) if more and more[0] is not None else None
    records = [_record(one, root) for one in _list(certificates)]
    _demand(records and _text(holder))
    if start == NUMBER:
        _demand(len(records) == 1)
        return Entry(NUMBER + fold(records[0]["number"]), (), holder, english, None, records)
    if isinstance(start, str):
        _demand(start.startswith(CREDIT_CODE))
        key = CREDIT_CODE + fold(start)
        return Entry(key, (), holder, english, start.removeprefix(CREDIT_CODE).upper(), records)
    keys = root.names.keys(holder, english)
    _demand(_whole(start, 0) < len(keys))
    return Entry(keys[start], keys[:start], holder, english, None, records)


def _record(value: Any, root: Root) -> Mapping[str, Any]:
    """Return a certificate (§4.5) as a record."""
    _demand(len(_list(value)) >= 4)
    number, scheme, valid_from, length, *more = value
    first = _day(valid_from)
    _demand(_whole(scheme, 0) < len(root.schemes) and _whole(length, 0) < LONGEST_TERM)
    last = datetime.date.fromisoformat(first) + datetime.timedelta(days=length)
    record = {
        "number": _text(number),
        "scheme": root.schemes[scheme],
        "standards": root.editions[scheme],
        "valid_from": first,
        "valid_to": last.isoformat(),
    }
    return record | {"events": [_event(event) for event in _list(more[0])]} if more else record


def _event(value: Any) -> Mapping[str, str]:
    _demand(len(_list(value)) >= 2)
    event = {"on": _day(value[0]), "type": _text(value[1])}
    if value[2:]:
        return event | ({"by": _text(value[2])} if value[1] == "superseded" else {"until": _day(value[2])})
    _demand(value[1] not in {"superseded", "suspended", "recertified", "expired_restored"})
    return event


def _day(value: Any) -> str:
    text = str(_whole(value, 0))
    _demand(_DAY.fullmatch(text))
    day = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise Fault("INTEGRITY") from None
    return day


def _whole(value: Any, least: int) -> int:
    return value if type(value) is int and value >= least else _broken()


def _text(value: Any) -> str:
    return value if isinstance(value, str) and value else _broken()


def _texts(value: Any) -> list[str]:
    return [_text(one) for one in _list(value)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else _broken()


def _demand(right: object) -> None:
    if not right:
        _broken()


def _broken() -> NoReturn:
    raise Fault("INTEGRITY")
