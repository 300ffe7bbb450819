"""All that a site is made from but the ledger, read and checked: `schemes.yaml`, `content/`, the words of the templates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator import checks, content, schemes, words
from generator.content import ContentPage
from generator.model import SchemesFile
from generator.problems import Problems
from generator.words import Vocabulary

GENERATED = (
    *("index", "schemes/index", "documents/index", "disclosure", "status"),
    *("verify", "batch", "organisations", "scan", "embed", "verify-by-hand"),
)
"""Pages that every site has."""


UNSOUND = {"CS301", "CS302", "CS319", "CS664", "CS665", "CS667", "CS668"}
"""Problems of ids, and of where the ledger is. Each of its rows would be blamed for a fault that is not its own."""


@dataclass(frozen=True)
class Sources:
    """A project but for its ledger. Where something in it is wrong, the problems say so."""

    facts: SchemesFile
    content: tuple[ContentPage, ...]
    words: Vocabulary | None


def page_names(facts: SchemesFile, written: tuple[ContentPage, ...]) -> set[str]:
    """Return every page of the site, without ending."""
    return {
        *GENERATED,
        f"documents/{facts.document.number}",
        *(f"schemes/{scheme.id}" for scheme in facts.schemes),
        *(f"process/{process.id}" for process in facts.processes),
        *(page.slug for page in written),
    }


def load(root: Path, problems: Problems) -> Sources | None:
    """Read the project in `root`; what is wrong is in `problems`. Returns None where not even a ledger could be judged."""
    loaded = schemes.load(root / schemes.FILE, problems)
    written = content.load(root / "content", problems)
    labels = words.load(root / "site_templates" / "words.yaml", problems)
    if loaded is None:
        return None
    facts, document = loaded
    names = page_names(facts, written)
    found = list(checks.check(facts, document, names))
    problems.extend(found)
    for page in written:
        problems.extend(content.faults_of_links(page, names))
    if any(problem.rule in UNSOUND for problem in found):
        return None
    return Sources(facts, written, labels)


WATCHED = (schemes.FILE, "content", "site_templates", "registry", "mkdocs.yml")
"""What a preview has to watch, relative to the project."""
