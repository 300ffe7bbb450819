"""Reads a finished site as a stranger, and holds it against the facts and the ledger.

It shares the specification's twins, the model and the reading of the ledger's tables with the builder and nothing else, so
that a fault of the builder cannot hide behind the same code:

1. `files`: what there is, and that nothing is there that is not for the public;
2. `register`: every certificate of the ledger is found where a reader looks for it, as the ledger has it, and no other;
3. `page`, `references`, `links`: every reference leads somewhere, and none asks another host;
4. `duties`: what every page owes its reader; `program`: the check of numbers is the one that was tested;
5. `weights`: what a first view takes.

Whatever is wrong with the site is a problem (CS8..) and raises nothing. Memory does not grow with the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from generator.audit import duties, links, page, program, references, register, weights
from generator.audit.files import Files, walk
from generator.audit.findings import Findings
from generator.audit.references import Reference
from generator.audit.register import Progress, Request
from generator.problems import Place, Problems, problem

__all__ = ["Counted", "Progress", "Request", "audit"]

_THEME = "assets/javascripts/"
"""Where the theme keeps its bundle, below a language's folder: it holds addresses of other hosts for functions that this
site never uses, in a form that only a browser can judge."""


@dataclass(frozen=True)
class Counted:
    """How much was read."""

    pages: int
    links: int
    """References of pages, stylesheets and scripts."""
    records: int
    """Records that are exactly as the ledger has them."""
    more: Mapping[str, int]
    """Rule → how many problems there are, where not all are kept."""


def audit(site: Path, request: Request, problems: Problems, theme: Path | None = None) -> Counted:
    """Read the site in the folder `site`; every fault goes to `problems`, with its path inside the site.

    `theme` is the folder of the theme, if the site's program is to be the one that it has. Raises OSError where the theme
    cannot be read, or the request's scratch folder fails.
    """
    findings, facts = Findings(), request.facts
    files = walk(site, duties.REGISTER, findings)
    found = register.check(request, files, findings)
    documents = _documents(files, findings)
    pages = {path: document for path, document in documents.items() if path.endswith(".html")}
    in_pages = ((path, each) for path, document in documents.items() for each in document.references)
    walked = links.check(facts.site.url, files, documents, chain(in_pages, _in_assets(files)), findings)
    findings.extend(duties.pages(pages, facts, found.hints))
    findings.extend(program.check(files, theme) if theme else ())
    verification = duties.verification_pages(pages)
    findings.extend(weights.check(files, pages, verification, walked.needs))
    problems.extend(findings.found)
    return Counted(len(pages), walked.links, found.records, findings.more)


def _documents(files: Files, problems: Problems) -> dict[str, page.Page]:
    """Read what has elements: pages, drawings, site maps and feeds."""
    documents: dict[str, page.Page] = {}
    for path in files.below("", ".html", ".svg", ".xml"):
        text = files.text(path)
        if text is None:
            continue
        try:
            documents[path] = page.read(path, text)
        except AssertionError as error:  # what html.parser raises for some malformed declarations
            problems.add(problem("CS801", Place(path), reason=error))
    return documents


def _in_assets(files: Files) -> list[tuple[str, Reference]]:
    """Return (path, reference) of all stylesheets, and of all scripts but the theme's own."""
    found: list[tuple[str, Reference]] = []
    for path in files.below("", ".css", ".js", ".mjs"):
        of_theme = any(path.startswith(folder + _THEME) for folder in duties.FOLDERS.values())
        if of_theme and not path.endswith(".css"):
            continue
        text = files.text(path)
        if text is not None:
            reader = references.of_stylesheet if path.endswith(".css") else references.of_script
            found += ((path, each) for each in reader(path, text))
    return found
