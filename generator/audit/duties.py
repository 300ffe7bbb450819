"""What every page owes its reader, and that the pages which the facts promise are there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.audit import links
from generator.audit.page import Page
from generator.headers import meta_policy
from generator.model import Language, SchemesFile
from generator.problems import Place, Problem, problem

FOLDERS: dict[Language, str] = {"zh": "", "en": "en/"}
"""Where each language's site stands."""

VERIFY = "verify"
"""Name of the page that verifies a number."""

TOOLS = (VERIFY, "batch", "organisations", "scan", "embed")
"""Names of the pages that stand alone."""

REGISTER = "register/1/"
"""Folder of the register (registry/README.md §3)."""


def pages(found: Mapping[str, Page], facts: SchemesFile, hints: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with pages by themselves.

    `hints` are what a verification page should know of the register's index, by attribute; none if it could not be read.
    """
    for path, page in found.items():
        yield from _page(page, "en" if path.startswith(FOLDERS["en"]) else "zh")
    for folder in FOLDERS.values():
        for name in _promised(facts):
            if not _at(found, folder + name):
                yield problem("CS806", Place(f"{folder}{name}.html"), page=f"{folder}{name}")
        check = _at(found, folder + VERIFY)
        if check and hints:
            yield from _hints(found[check], facts.site.url, hints)


def verification_pages(found: Collection[str]) -> list[str]:
    """Return the paths of the verification pages."""
    return [path for folder in FOLDERS.values() if (path := _at(found, folder + VERIFY))]


def _at(found: Collection[str], name: str) -> str | None:
    """Return the path of the page with this name; a renderer may give each page a folder."""
    return next((path for path in (f"{name}.html", f"{name}/index.html") if path in found), None)


def _promised(facts: SchemesFile) -> list[str]:
    """Start, verification, each scheme and process, the public document, and what fulfils the duties of disclosure."""
    return sorted(
        {
            "index",
            *TOOLS,
            f"documents/{facts.document.number}",
            *(f"schemes/{scheme.id}" for scheme in facts.schemes),
            *(f"process/{process.id}" for process in facts.processes),
            *(page for item in facts.disclosure for page in item.pages),
        }
    )


def _page(page: Page, language: Language) -> Iterator[Problem]:
    """Language, title, one heading, the security policy, and nothing that the policy blocks."""
    whole = Place(page.path)
    if page.language.lower().split("-")[0] != language:
        yield problem("CS815", whole, found=page.language, wanted=language)
    if not page.title:
        yield problem("CS816", whole)
    if page.headings != 1:
        yield problem("CS817", whole, count=page.headings)
    policy = meta_policy(page.path)
    if page.policies != [(policy, True)]:
        yield problem("CS818", whole, policy=policy)
    for what, place in page.forbidden:
        yield problem("CS814", place, what=what)


def _hints(page: Page, site: str, wanted: Mapping[str, str]) -> Iterator[Problem]:
    """The verification page knows the register's folder and how it is divided, so that it asks for the right files at once."""
    for values, place in page.hints or [({}, Place(page.path))]:
        for name, value in wanted.items():
            if values.get(name) != value:
                yield problem("CS819", place, name=name, found=values.get(name, ""), wanted=value)
        register = values.get("data-register", "")
        if not register.endswith("/") or links.resolve(site, page.path, register) != links.Local(
            REGISTER + "index.html", ""
        ):
            yield problem("CS819", place, name="data-register", found=register, wanted=f"/{REGISTER}")
