"""A page as a browser meets it: what it says of itself, what it refers to, what it carries that it must not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from generator.audit.references import Kind, Reference
from generator.problems import Place

_NOT_FETCHED = frozenset({"author", "license", "help", "me"})
"""Relations of `<link>` that no browser follows by itself and that may name another site."""

_OF_THE_SITE = frozenset({"canonical", "alternate", "prev", "next"})
"""Relations of `<link>` between pages of the site."""

_SCRIPT_TYPES = frozenset(
    {
        "",
        "module",
        "text/javascript",
        "application/javascript",
        "text/ecmascript",
        "importmap",
        "speculationrules",
    }
)
"""Types of `<script>` that are more than data."""

_FETCHED = ("src", "poster", "background", "action", "formaction", "ping", "manifest")
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?(.*?)[\"']?\s*", re.IGNORECASE | re.DOTALL)


@dataclass
class Page:
    """What was found in a page."""

    path: str
    language: str = ""
    title: str = ""
    headings: int = 0
    """How many `<h1>` there are."""
    anchors: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)
    forbidden: list[tuple[str, Place]] = field(default_factory=list)
    """What the site's policy blocks, as it is written."""
    policies: list[tuple[str, bool]] = field(default_factory=list)
    """Each Content-Security-Policy of a `<meta>`, and whether it stands before everything that is loaded."""
    hints: list[tuple[Mapping[str, str], Place]] = field(default_factory=list)
    """Attributes of each element that has `data-bits` (the verification page)."""


def read(path: str, text: str) -> Page:
    """Read a page, or SVG or XML that refers to others. Raises AssertionError where the parser gives up."""
    reader = _Reader(path, text)
    reader.feed(text)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.page = Page(path)
        self.lines = text.split("\n")
        self.inside = ""
        """The element whose text matters, while it is open."""
        self.drawings = 0
        """Depth of `<svg>`, whose `<title>` is not the page's."""

    def place(self) -> Place:
        line, column = self.getpos()
        return Place(self.page.path, line, column + 1, source=self.lines[line - 1])

    def refer(self, target: str, kind: Kind, language: str = "") -> None:
        self.page.references.append(Reference(target.strip(), kind, self.place(), language))

    def forbid(self, what: str) -> None:
        self.page.forbidden.append((what, self.place()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says."""
        values = {name: value or "" for name, value in reversed(attrs)}  # of two, browsers take the first
        self.page.anchors.update(filter(None, (values.get("id"), values.get("name") if tag == "a" else None)))
        if "data-bits" in values:
            self.page.hints.append((values, self.place()))
        for name, value in values.items():
            if name == "style" or name.startswith("on"):
                self.forbid(f'{name}="…"')
            elif name in _FETCHED and value and not (tag == "script" or name == "ping"):
                self.refer(value, "load")
            elif name == "ping":
                for target in value.split():
                    self.refer(target, "load")
            elif name in ("srcset", "imagesrcset"):
                for candidate in re.split(r",\s+", value.strip()):
                    self.refer((candidate.split() or [""])[0].rstrip(","), "load")
        self.element(tag, values)

    def element(self, tag: str, values: Mapping[str, str]) -> None:
        target, language = values.get("href", values.get("xlink:href")), values.get("hreflang", "")
        if tag == "html":
            self.page.language = values.get("lang", "")
        elif tag == "h1":
            self.page.headings += 1
        elif tag == "svg":
            self.drawings += 1
        elif tag == "base":
            self.forbid("<base>")
        elif tag == "meta":
            self.meta(values)
        elif tag == "object" and "data" in values:
            self.refer(values["data"], "load")
        elif tag == "script" and "src" in values:
            self.refer(values["src"], "script")
        elif tag == "link" and target is not None:
            self.refer(target, _kind(set(values.get("rel", "").lower().split())), language)
        elif tag in ("a", "area") and target is not None:
            self.refer(target, "link", language)
        elif target is not None:
            self.refer(target, "load")
        scripted = (
            tag == "script"
            and "src" not in values
            and values.get("type", "").strip().lower() in _SCRIPT_TYPES
        )
        if scripted or tag in ("style", "loc") or (tag == "title" and not self.drawings):
            self.inside = tag

    def meta(self, values: Mapping[str, str]) -> None:
        content = values.get("content", "")
        match values.get("http-equiv", "").strip().lower():
            case "content-security-policy":
                early = not any(
                    reference.kind in ("style", "script", "load") for reference in self.page.references
                )
                self.page.policies.append((content, early))
            case "refresh":
                found = _REFRESH.fullmatch(content)
                self.refer(found[1] if found else content, "load")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.inside = ""
        if tag == "svg" and self.drawings:
            self.drawings -= 1

    def handle_data(self, data: str) -> None:
        """Note text that matters."""
        if self.inside == "title":
            self.page.title += data.strip()
        elif self.inside == "loc" and data.strip():
            self.refer(data, "own")
        elif self.inside in ("script", "style") and data.strip():
            self.forbid(f"<{self.inside}>…</{self.inside}>")
            self.inside = ""


def _kind(relations: set[str]) -> Kind:
    if "stylesheet" in relations:
        return "style"
    if "modulepreload" in relations:
        return "script"
    if relations & _OF_THE_SITE:
        return "own"
    return "link" if relations & _NOT_FETCHED else "load"
