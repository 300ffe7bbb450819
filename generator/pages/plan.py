"""The story of the pages: which there are, what each is told, and the bytes that come out."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from generator import flowchart
from generator.content import ContentPage
from generator.model import DisclosureItem, Process
from generator.pages import by_hand, document, narration
from generator.pages.configuration import as_json, configuration
from generator.pages.fault import in_template
from generator.pages.front_matter import REGISTER, ROOT, front_matter
from generator.pages.markup import Voice, told
from generator.pages.sitemap import FRAMED, TOOLS, Page, path_between, sections
from generator.pages.source import LANGUAGES, Source

STATES = ("published", "partial", "open", "not_applicable")
"""How far an item of the disclosure list is published."""

STATUSES = (
    ("valid", "yes"),
    ("not_yet_effective", "no"),
    ("suspended", "no"),
    ("withdrawn", "no"),
    ("cancelled", "no"),
    ("superseded", "no"),
    ("expired", "no"),
    ("restricted", "cannot_tell"),
    ("not_found", "cannot_tell"),
)
"""What a check may answer, with its verdict (registry/README.md §8.2)."""


def plan(source: Source, templates: Environment) -> dict[str, bytes]:
    """Return the renderer's input, path → bytes: Markdown below `zh/` and `en/`, and one configuration for each.

    Raises PageError for a fault in a template.
    """
    files: dict[str, bytes] = {}
    for language in LANGUAGES:
        found = sections(source, language)
        site = _Site(source, templates, Voice(language))
        for page in (page for section in found for page in section.pages):
            try:
                files[f"{language}/{page.address}.md"] = site.page(page).encode()
            except Exception as error:
                if fault := in_template(error):
                    raise fault from error
                raise
        files[f"mkdocs.{language}.yml"] = as_json(configuration(source, language, found))
    return files


def state_of(item: DisclosureItem) -> str:
    """Return how far an item is published (one of STATES)."""
    if item.not_applicable is not None:
        return "not_applicable"
    if not item.pages:
        return "open"
    return "partial" if item.missing is not None else "published"


class _Site:
    """The pages of one language."""

    def __init__(self, source: Source, templates: Environment, say: Voice) -> None:
        self.source, self.templates, self.say = source, templates, say
        self.words = source.words.language(say.language)

    def page(self, page: Page) -> str:
        return f"{front_matter(page, self.source, self.say)}\n{self.body(page)}"

    def body(self, page: Page) -> str:
        if page.kind in TOOLS:  # their templates show none of it, the search of the site finds them by it
            own = self.words[page.kind]
            return (
                "" if page.kind == FRAMED else f"# {self.say(own.heading)}\n\n{self.say(own.description)}\n"
            )
        return self.templates.get_template(f"{page.kind}.md.j2").render(
            language=self.say.language,
            say=self.say,
            words=self.words,
            facts=self.source.facts,
            register=self.source.register,
            page=page,
            subject=page.subject,
            href=partial(self.path, page, ".html"),
            link=partial(self.path, page, ".md"),
            **self.view(page),
        )

    def path(self, page: Page, suffix: str, address: str, anchor: str = "") -> Markup:
        """Return the path to another page: `.html` for HTML, `.md` for Markdown, whose links the renderer checks."""
        path = path_between(page.address, address, suffix)
        return Markup("{}#{}" if anchor else "{}").format(path, anchor)  # noqa: S704 - `format` escapes

    def view(self, page: Page) -> dict[str, Any]:
        """Return what a kind of page needs beside the facts."""
        facts, language = self.source.facts, self.say.language
        if page.kind == "home":
            return {"states": self.states(), "sections": flowchart.outline(facts.processes[0])}
        if page.kind == "scheme":
            part = next(part for part in document.parts(facts, language) if part.scheme is page.subject)
            return {"part": part}
        if isinstance(page.subject, Process):
            return self.process(page.subject)
        if page.kind == "document":
            appendix = document.appendix(facts)
            return {
                "parts": document.parts(facts, language),
                "notes": list(document.later_notes(facts)),
                "corrected": document.errata(facts, "corrected"),
                "appendix": appendix,
                **(self.process(appendix) if appendix else {}),
            }
        if page.kind == "documents":
            own = [p for section in sections(self.source, language) for p in section.pages]
            return {
                "numbered": [p for p in own if isinstance(p.subject, ContentPage) and p.subject.number],
                "errata": {key: document.errata(facts, key) for key in ("corrected", "as_issued")},
            }
        if page.kind == "disclosure":
            return {"states": self.states(), "state_of": state_of, "titles": self.titles()}
        if page.kind == "status":
            return {"statuses": STATUSES}
        if page.kind == "by-hand":
            return {
                "walk": by_hand.walk(facts.register_.example, self.source.register),
                "rules": by_hand.RULES,
                "history": by_hand.HISTORY,
                "folder": REGISTER,
                "register_href": ROOT[language] + REGISTER,
                "told": told,
            }
        if page.kind == "content":
            return {"body": Markup(page.subject.body)} if isinstance(page.subject, ContentPage) else {}  # noqa: S704
        return {}

    def process(self, process: Process) -> dict[str, Any]:
        diagram = flowchart.draw(process, self.say.language, self.templates)
        return {
            "process": process,
            "diagram": diagram,
            "turns": narration.turns(process, diagram.sections),
        }

    def states(self) -> dict[str, int]:
        counts = Counter(state_of(item) for item in self.source.facts.disclosure)
        return {state: counts[state] for state in STATES}

    def titles(self) -> dict[str, str]:
        """Return the title of each page by its address."""
        return {p.address: p.title for s in sections(self.source, self.say.language) for p in s.pages}
