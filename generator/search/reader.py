"""Finds organisations in a published search index (registry/SEARCH.md §3).

The twin in the browser is `site_templates/theme/assets/verify/search.mjs`; `tests/vectors/search.json` binds both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from generator.search import files
from generator.search.fold import CREDIT_CODE, SHORTEST, fold, ranges
from generator.search.tree import ROOT, Child, path

PAGE = 10
"""How many results a page has at most."""

HELD = 64
"""How many files besides the root are held, so that paging does not fetch what was just read."""

Fetch = Callable[[str], bytes]
"""Takes a path relative to the register's folder and returns the file; what it raises is passed on."""

Reason = Literal["short", "legal_form", "more"] | None
"""Why there is nothing, or not all: too few characters; legal forms at the end of names are not searched; more organisations
than are listed, so ask for more of the name."""


@dataclass(frozen=True)
class Found:
    """Certificates of one organisation. One with many certificates has several of these, next to each other."""

    holder: str
    holder_en: str | None
    uscc: str | None
    """Where it was a credit code that was found."""
    certificates: Sequence[Mapping[str, Any]]
    """Each as much of a record (§6 of the register) as `generator.status.status` needs, its `scheme`, and those of
    its `standards` that the root knows to be superseded."""


class Cursor(NamedTuple):
    """Where the next page begins: good for the search that gave it, and for its query."""

    range: int
    leaf: tuple[int, ...]
    at: int
    listed: int
    """How many organisations came before."""
    last: str | None
    """The name of the last of them."""


@dataclass(frozen=True)
class Page:
    """What was found."""

    results: Sequence[Found] = ()
    total: int = 0
    """How many organisations are known to be found, those of the pages before among them."""
    exact: bool = True
    """Whether there are no others."""
    next: Cursor | None = None
    """Where to go on. None after the last page, and when no more are ever listed (`reason` is then `more`)."""
    reason: Reason = None


@dataclass
class Search:
    """A search index, read through `fetch` as far as it is needed."""

    fetch: Fetch
    _root: files.Root | None = None
    _held: dict[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> files.Root:
        """The root, fetched once. Raises Fault."""
        if self._root is None:
            self._root = files.root(self.fetch(ROOT))
        return self._root

    def find(self, query: str, after: Cursor | None = None) -> Page:
        """Return a page of what is found for a query. Raises Fault, and whatever `fetch` raises (§3)."""
        root, folded = self.root, fold(query)
        if len(folded) < SHORTEST:
            return Page(reason="short")
        reason: Reason = "legal_form" if root.names.is_part_of_legal_form(folded) else None
        start = after or Cursor(0, (), 0, 0, None)
        total, last = start.listed, start.last
        results: list[Found] = []
        onward: Cursor | None = None
        for place, entry in self._hits(ranges(folded), start):
            if entry is None:
                if len(results) == PAGE:
                    return Page(results, total, False, onward or Cursor(*place, total, last), reason)
                continue
            new = entry.holder != last
            if new and total == root.most:
                return Page(results, total, False, onward, reason if onward else "more")
            if len(results) == PAGE:
                onward = onward or Cursor(*place, total, last)
            else:
                results.append(Found(entry.holder, entry.holder_en, entry.uscc, entry.certificates))
            total, last = total + new, entry.holder
        return Page(results, total, True, onward, reason)

    def _hits(self, beginnings: Sequence[str], start: Cursor) -> Iterator[tuple[_Place, files.Entry | None]]:
        """Yield what is found, with its place; and None with the place to go on, before another file is read for it."""
        for number in range(start.range, len(beginnings) if self.root.children else 0):
            beginning = beginnings[number]
            resumed = number == start.range and start.leaf
            if number > start.range:
                yield (number, (), 0), None
            found = bool(resumed)
            leaf: tuple[int, ...] | None = start.leaf if resumed else self._descend(beginning)
            first = start.at if resumed else 0
            while leaf is not None:
                for at, entry in enumerate(self._entries(leaf)[first:], first):
                    if _is_hit(entry, beginning):
                        found = True
                        yield (number, leaf, at), entry
                leaf, first = self._following(leaf, beginning), 0
                if leaf is not None:
                    yield (number, leaf, 0), None
            if found and beginning.startswith(CREDIT_CODE):
                return

    def _descend(self, beginning: str) -> tuple[int, ...]:
        """Return the way, as places among children, to the leaf where the first key with a beginning is, if anywhere."""
        way: tuple[int, ...] = ()
        for _ in range(self.root.level):
            firsts = [child.first for child in self._children(way)]
            way = (*way, bisect_right(firsts, beginning) - 1)
        return way

    def _following(self, leaf: tuple[int, ...], beginning: str) -> tuple[int, ...] | None:
        """Return the way to the next leaf, if keys with a beginning go on in it."""
        for depth in reversed(range(len(leaf))):
            siblings = self._children(leaf[:depth])
            at = leaf[depth] + 1
            if at < len(siblings):
                goes_on = siblings[at].first.startswith(beginning)
                return (*leaf[:depth], at, *[0] * (len(leaf) - depth - 1)) if goes_on else None
        return None

    def _entries(self, leaf: tuple[int, ...]) -> Sequence[files.Entry]:
        child = self._children(leaf[:-1])[leaf[-1]]
        entries: Sequence[files.Entry] = self._kept(
            child, lambda content: files.leaf(content, child, self.root)
        )
        return entries

    def _children(self, way: tuple[int, ...]) -> Sequence[Child]:
        if not way:
            return self.root.children
        child = self._children(way[:-1])[way[-1]]
        level = self.root.level - len(way)
        children: Sequence[Child] = self._kept(child, lambda content: files.node(content, child, level))
        return children

    def _kept(self, child: Child, read: Callable[[bytes], Any]) -> Any:
        """Return what a file says, from memory if it was read lately."""
        value = self._held.pop(child.name, None)
        if value is None:
            value = read(self.fetch(path(child.name)))
        self._held[child.name] = value
        if len(self._held) > HELD:
            del self._held[next(iter(self._held))]
        return value


_Place = tuple[int, tuple[int, ...], int]


def _is_hit(entry: files.Entry, beginning: str) -> bool:
    """Tell whether an entry is found, and is the first of its row that is: a name may hold the part twice."""
    if beginning.startswith(CREDIT_CODE):
        return entry.key == beginning
    return entry.key.startswith(beginning) and not any(key.startswith(beginning) for key in entry.before)
