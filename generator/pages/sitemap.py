"""Which pages there are, where they stand, and how the navigation orders them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.content import ContentPage
from generator.model import Language, Process, Scheme
from generator.pages.markup import Voice
from generator.pages.source import Source

Subject = Scheme | Process | ContentPage | None


@dataclass(frozen=True)
class Page:
    """A page of one language. `address` is its place below the language's folder, without a suffix."""

    address: str
    kind: str
    """Name of the template, or `content`, or one of `TOOLS`."""
    title: str
    """Plain text."""
    subject: Subject = None
    hide: tuple[str, ...] = ()
    """What is left out at the sides of the page to make room: `navigation` (the list of pages), `toc` (its headings)."""


@dataclass(frozen=True)
class Section:
    """An entry at the top of the navigation, and its pages."""

    title: str
    pages: tuple[Page, ...]


TOOLS = ("verify", "batch", "organisations", "scan", "embed")
"""Pages that stand alone: the check, and what serves it (site_templates/theme/tool.html)."""

FRAMED = "embed"
"""The one that stands in other sites' frames, and in no navigation."""

_BESIDE_CHECK = "verify-guide"
_ABOUT = "about"


def sections(source: Source, language: Language) -> tuple[Section, ...]:
    """Return the whole site in the order of its navigation."""
    facts, say, nav = source.facts, Voice(language).plain, source.words.language(language).nav
    content = {page.slug: page for page in content_in(source.content, language)}

    def written(*slugs: str) -> tuple[Page, ...]:
        found = (content[slug] for slug in slugs if slug in content)
        return tuple(Page(p.slug, "content", _title(p, language), p) for p in found)

    def tool(name: str) -> Page:
        return Page(name, name, source.words.language(language)[name].title)

    others = [slug for slug in content if slug not in (_BESIDE_CHECK, _ABOUT)]
    document = Page(
        f"documents/{facts.document.number}", "document", say(facts.document.title), hide=("navigation",)
    )
    return (
        Section(nav.home, (Page("index", "home", nav.home, hide=("navigation", "toc")),)),
        Section(
            nav.schemes,
            (
                Page("schemes/index", "schemes", nav.compare, hide=("toc",)),
                *(
                    Page(f"schemes/{scheme.id}", "scheme", say(scheme.title), scheme)
                    for scheme in facts.schemes
                ),
            ),
        ),
        Section(
            nav.process,
            tuple(
                Page(f"process/{process.id}", "process", say(process.title), process, ("toc",))
                for process in facts.processes
            ),
        ),
        Section(
            nav.check,
            (
                Page("verify", "verify", nav.verify),
                *(tool(name) for name in TOOLS[1:]),
                Page("status", "status", nav.status, hide=("toc",)),
                *written(_BESIDE_CHECK),
                Page("verify-by-hand", "by-hand", nav.by_hand),
            ),
        ),
        Section(
            nav.documents,
            (
                Page("disclosure", "disclosure", nav.disclosure, hide=("toc",)),
                Page("documents/index", "documents", nav.documents_list, hide=("toc",)),
                document,
                *written(*others),
            ),
        ),
        *(Section(nav.about, (page,)) for page in written(_ABOUT)),
    )


def content_in(content: Iterable[ContentPage], language: Language) -> tuple[ContentPage, ...]:
    """Return the content pages for one site: each in its language, else in Chinese."""
    by_slug: dict[str, ContentPage] = {}
    for page in content:
        if page.language == language or page.language == "zh":
            by_slug[page.slug] = page if page.language == language else by_slug.get(page.slug, page)
    return tuple(by_slug[slug] for slug in sorted(by_slug))


def path_between(start: str, target: str, suffix: str) -> str:
    """Return the relative path from the page at one address to the page at another."""
    return posixpath.relpath(target + suffix, posixpath.dirname(start) or ".")


def navigation(found: Iterable[Section], say: Voice) -> list[Any]:
    """Return `nav` as the renderer reads it. A section of one page is an entry of its own."""
    entries: list[Any] = []
    for section in found:
        files = [f"{page.address}.md" for page in section.pages if page.kind != FRAMED]
        title = say.title(section.title)
        entries.append({title: files[0] if len(files) == 1 else files})
    return entries


def _title(page: ContentPage, language: Language) -> str:
    return page.title if page.language == language else page.title_en or page.title
