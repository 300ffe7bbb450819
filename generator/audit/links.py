"""Every reference of the site leads somewhere: to a file, to an anchor, and to other sites only where a reader chooses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin, urlsplit

from generator.audit.files import Files
from generator.audit.page import Page
from generator.audit.references import Reference
from generator.problems import Problem, Problems, problem

NOT_FOUND = "404.html"
"""Name of the pages that a server shows at any address, so that relative references in them lead nowhere."""

_LOST = "lost/page.html"
"""Such an address."""

_NUMBER = re.compile(r"(?:.*&)?n=")
"""A fragment that hands a number to the verification page (registry/README.md §8.1)."""

_TEXT = ":~:"
"""Begins a part of a fragment that is for the browser only."""


@dataclass(frozen=True)
class Local:
    """A place on this site, whether there is a file or not."""

    path: str
    anchor: str


@dataclass
class Walked:
    """What following every reference gave."""

    links: int = 0
    needs: dict[str, list[str]] = field(default_factory=dict)
    """File → the stylesheets and scripts that it has to load before it shows."""


def resolve(site: str, path: str, target: str) -> Local | str:
    """Return where a reference in the file `path` leads: a place on the site, or an address elsewhere.

    `site` is the address of the site, with `/` at its end. Raises ValueError if the reference is no address.
    """
    target = re.sub(r"[\t\n\r]", "", target.strip())
    if target.startswith("#") or not target:
        return Local(path, unquote(target[1:]))
    name = path.rsplit("/", 1)[-1]
    whole = urljoin(site + quote(_LOST if name == NOT_FOUND else path), target)
    found, home = urlsplit(whole), urlsplit(site)
    if (found.scheme, found.netloc.lower()) != (home.scheme, home.netloc.lower()):
        return whole
    inside = found.path.startswith(home.path)
    wanted = unquote(found.path[len(home.path) :]) if inside else found.path
    return Local(
        wanted + "index.html" if wanted.endswith("/") or not wanted else wanted, unquote(found.fragment)
    )


def check(
    site: str,
    files: Files,
    pages: Mapping[str, Page],
    references: Iterable[tuple[str, Reference]],
    problems: Problems,
) -> Walked:
    """Follow each reference of each file (path, reference); `pages` are the files in which anchors can be."""
    walked = Walked()
    for path, reference in references:
        walked.links += 1
        try:
            leads = resolve(site, path, reference.target)
        except ValueError:
            problems.add(problem("CS811", reference.place, target=reference.target))
            continue
        if isinstance(leads, str):
            problems.extend(_elsewhere(reference, leads))
            continue
        problems.extend(_here(reference, leads, files, pages))
        if reference.kind in ("style", "script") and files.holds(leads.path):
            walked.needs.setdefault(path, []).append(leads.path)
    return walked


def _elsewhere(reference: Reference, address: str) -> Iterator[Problem]:
    """Only what a reader clicks leads to another site; `data:` holds images, and nothing that runs or styles."""
    scheme = urlsplit(address).scheme
    if scheme == "javascript" or (scheme == "data" and reference.kind != "load"):
        yield problem("CS814", reference.place, what=_cropped(reference.target))
    elif reference.kind == "own":
        yield problem("CS811", reference.place, target=reference.target)
    elif reference.kind != "link" and scheme != "data":
        yield problem("CS813", reference.place, target=reference.target)


def _here(reference: Reference, leads: Local, files: Files, pages: Mapping[str, Page]) -> Iterator[Problem]:
    """The file is there, in the language that is promised, and so is the anchor; names agree in case, as on most servers."""
    if not files.holds(leads.path):
        yield problem("CS811", reference.place, target=_cropped(reference.target))
        return
    page, anchor = pages.get(leads.path), leads.anchor.split(_TEXT)[0]
    if (
        page
        and reference.language not in ("", "x-default")
        and _main(page.language) != _main(reference.language)
    ):
        details = {"target": _cropped(reference.target), "wanted": reference.language, "found": page.language}
        yield problem("CS820", reference.place, **details)
    if page is None or anchor in ("", "top") or anchor in page.anchors:
        return
    if not (page.hints and _NUMBER.match(anchor)):
        yield problem("CS812", reference.place, target=_cropped(reference.target), anchor=_cropped(anchor))


def _main(language: str) -> str:
    return language.lower().split("-")[0]


def _cropped(text: str) -> str:
    return text if len(text) <= 100 else text[:99] + "…"
