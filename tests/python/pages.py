"""Page plans for tests, and a reader of HTML that knows what each piece of text stands in."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from generator import sources
from generator.model import SchemesFile
from generator.pages import RegisterSummary, Source, environment, plan
from generator.problems import Problems

ROOT = Path(__file__).parents[2]
REGISTER = RegisterSummary(2, "ab" * 32, 31, True, datetime.date(2026, 11, 22))
VOID = {"meta", "link", "input", "br", "img", "hr"}


def source_of(project: Path, facts: SchemesFile | None = None) -> Source:
    """What pages are made from, of a project without errors; with other facts if given."""
    problems = Problems()
    loaded = sources.load(project, problems)
    assert loaded is not None, list(problems)
    return Source(facts or loaded.facts, loaded.content, loaded.words, REGISTER)


def planned(source: Source) -> dict[str, bytes]:
    return plan(source, environment(ROOT / "site_templates/pages"))


@dataclass
class Element:
    """An element with its attributes and, in order, its texts and elements."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    parent: Element | None = None
    inside: list[Element | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        """This element and all elements in it."""
        yield self
        for child in self.inside:
            if isinstance(child, Element):
                yield from child

    def texts(self, without: tuple[str, ...] = ()) -> Iterator[tuple[Element, str]]:
        """Every text with the element that holds it."""
        for child in self.inside:
            if isinstance(child, str):
                yield self, child
            elif child.tag not in without:
                yield from child.texts(without)

    def text(self, without: tuple[str, ...] = ()) -> str:
        return "".join(text for _, text in self.texts(without))

    def language(self) -> str:
        """The language that holds here."""
        here: Element | None = self
        while here is not None:
            if "lang" in here.attributes:
                return here.attributes["lang"] or ""
            here = here.parent
        return ""

    def find(self, tag: str) -> Element:
        return next(element for element in self if element.tag == tag)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self.here)
        self.here.inside.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.inside.append(Element(tag, dict(attrs), self.here))

    def handle_endtag(self, tag: str) -> None:
        above: Element | None = self.here
        while above is not None and above.tag != tag:
            above = above.parent
        if above is not None and above.parent is not None:
            self.here = above.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)


def parse(html: str) -> Element:
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return tree.root


def squeezed(text: str) -> str:
    """Text without any white space, so that line breaks do not count."""
    return "".join(text.split())
