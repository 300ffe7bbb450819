"""Cross references and sense of `schemes.yaml`: what a model of one value cannot see.

Each function checks one subject and yields problems; its docstring is the rule in words. `facts` are typed already, so
that the checks speak of meaning only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from generator import flowchart, normalise
from generator.ledger import settings
from generator.model import Process, SchemesFile, Text
from generator.model.scheme import RatingLevels, mentions_number
from generator.problems import Problem, closest, problem
from generator.yaml_source import YamlDocument, YamlPath

SPECIMEN_PREFIX = "999"
"""No body has this code: what begins with it is never a certificate."""

Check = Callable[[SchemesFile, YamlDocument], Iterator[Problem]]


def check(facts: SchemesFile, document: YamlDocument, pages: Collection[str]) -> Iterator[Problem]:
    """Yield every problem of `schemes.yaml`. `pages` are the pages that the site will have, without ending."""
    for subject in (
        identifiers,
        references,
        standards,
        ratings,
        processes,
        the_document,
        errata,
        the_register,
        the_ledger,
        publication,
    ):
        yield from subject(facts, document)
    yield from disclosure(facts, document, pages)


def _unknown(
    document: YamlDocument, path: YamlPath, wanted: str, known: Iterable[str], what: str
) -> Iterator[Problem]:
    ids = list(known)
    if wanted not in ids:
        yield problem(
            "CS302",
            document.place(path),
            id=wanted,
            what=what,
            allowed=", ".join(ids),
            suggestion=closest(wanted, ids),
        )


def _both(name: str, text: Text) -> dict[str, str]:
    """Return a text as details for a message in either language."""
    return {f"{name}_zh": text.say("zh"), f"{name}_en": text.say("en")}


def identifiers(facts: SchemesFile, document: YamlDocument) -> Iterator[Problem]:
    """An id is used once in its list."""

    def repeated(items: Iterable[Any], path: YamlPath) -> Iterator[Problem]:
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                place = document.place((*path, index, "id"))
                yield problem("CS301", place, what=str(path[-1]), id=item.id)
            seen.add(item.id)

    for name in ("standards", "schemes", "ratings", "processes", "disclosure", "errata"):
        yield from repeated(getattr(facts, name), (name,))
    for index, process in enumerate(facts.processes):
        yield from repeated(process.lanes, ("processes", index, "lanes"))
        yield from repeated(process.steps, ("processes", index, "steps"))
        for lane_index, lane in enumerate(process.lanes):
            yield from repeated(lane.sublanes, ("processes", index, "lanes", lane_index, "sublanes"))
    for name in ("schemes", "processes"):
        for index, item in enumerate(getattr(facts, name)):
            if item.id == "index":
                yield problem("CS319", document.place((name, index, "id")))
    if facts.document.number == "index":
        yield problem("CS319", document.place(("document", "number")))
    level_counts = Counter(level.id for rating in facts.ratings for level in rating.levels)
    for index, rating in enumerate(facts.ratings):
        for level_index, level in enumerate(rating.levels):
            if level_counts[level.id] > 1:
                place = document.place(("ratings", index, "levels", level_index, "id"))
                yield problem("CS301", place, what="levels", id=level.id)


def references(facts: SchemesFile, document: YamlDocument) -> Iterator[Problem]:
    """A scheme's standards, process and rating exist."""
    standard_ids = [standard.id for standard in facts.standards]
    process_ids = [process.id for process in facts.processes]
    rating_ids = [rating.id for rating in facts.ratings]
    for index, scheme in enumerate(facts.schemes):
        path: YamlPath = ("schemes", index)
        for number, standard in enumerate(scheme.standards):
            yield from _unknown(document, (*path, "standards", number), standard, standard_ids, "standards")
        yield from _unknown(document, (*path, "process"), scheme.process, process_ids, "processes")
        if scheme.rating is not None:
            yield from _unknown(document, (*path, "rating"), scheme.rating, rating_ids, "ratings")
        for part in ("background", "scope"):
            for number, block in enumerate(getattr(scheme, part)):
                if isinstance(block, RatingLevels):
                    where: YamlPath = (*path, part, number, "levels_of")
                    yield from _unknown(document, where, block.levels_of, rating_ids, "ratings")


def standards(facts: SchemesFile, document: YamlDocument) -> Iterator[Problem]:
    """A superseded edition says by what, and only such a one; its transition does not end before the new edition appeared."""
    for index, standard in enumerate(facts.standards):
        if standard.status == "superseded" and standard.superseded_by is None:
            yield problem("CS303", document.place(("standards", index, "status")))
        if standard.status == "current":
            for key in ("superseded_by", "superseded_on", "transition_until"):
                if getattr(standard, key) is not None:
                    yield problem("CS320", document.place(("standards", index, key)), key=key)
        until, since = standard.transition_until, standard.superseded_on
        if until is not None and since is not None and until.isoformat()[: len(since)] < since:
            yield problem("CS317", document.place(("standards", index, "transition_until")))


def ratings(facts: SchemesFile, document: YamlDocument) -> Iterator[Problem]:
    """Levels ascend to the maximum, and the issued wording states each level's number."""
    for index, rating in enumerate(facts.ratings):
        last = None
        for number, level in enumerate(rating.levels):
            path: YamlPath = ("ratings", index, "levels", number)
            if (last is not None and level.minimum <= last) or level.minimum > rating.maximum:
                yield problem("CS304", document.place((*path, "minimum")), maximum=rating.maximum)
            if not mentions_number(level.text.zh, level.minimum):
                yield problem("CS305", document.place((*path, "text")), number=level.minimum)
            last = level.minimum


def processes(facts: SchemesFile, document: YamlDocument) -> Iterator[Problem]:
    """Steps stand in lanes that exist, one in each cell; edges join steps that exist; every step can be reached."""
    for index, process in enumerate(facts.processes):
        path: YamlPath = ("processes", index)
        yield from _steps(process, document, path)
        yield from _edges(process, document, path)


def _steps(process: Process, document: YamlDocument, path: YamlPath) -> Iterator[Problem]:
    lanes = {lane.id: lane for lane in process.lanes}
    for number, step in enumerate(process.steps):
        where: YamlPath = (*path, "steps", number)
        yield from _unknown(document, (*where, "lane"), step.lane, lanes, "lanes")
        if step.sublane is not None and step.lane in lanes:
            sublanes = [sublane.id for sublane in lanes[step.lane].sublanes]
            yield from _unknown(document, (*where, "sublane"), step.sublane, sublanes, "sublanes")
    numbers = {step.id: number for number, step in enumerate(process.steps)}
    for first, second in flowchart.collisions(process):
        place = document.place((*path, "steps", numbers[second.id], "row"))
        yield problem("CS306", place, first=first.id, second=second.id)


def _edges(process: Process, document: YamlDocument, path: YamlPath) -> Iterator[Problem]:
    steps = [step.id for step in process.steps]
    for number, edge in enumerate(process.edges):
        where: YamlPath = (*path, "edges", number)
        yield from _unknown(document, (*where, "from"), edge.start, steps, "steps")
        if edge.end is not None:
            yield from _unknown(document, (*where, "to"), edge.end, steps, "steps")
        if (edge.end is None) != (edge.role == "exit"):
            yield problem("CS316", document.place(where))
        if edge.role != "forward" and edge.label is None:
            yield problem("CS307", document.place(where), role=edge.role)
    reached, frontier = {steps[0]}, [steps[0]]
    while frontier:
        here = frontier.pop()
        for edge in process.edges:
            if edge.start == here and edge.end is not None and edge.end not in reached:
                reached.add(edge.end)
                frontier.append(edge.end)
    for number, step in enumerate(steps):
        if step not in reached:
            yield problem("CS308", document.place((*path, "steps", number, "id")), step=step)


def the_document(facts: SchemesFile, document: YamlDocument) -> Iterator[Problem]:
    """The version in force stands in the history."""
    current = facts.document
    if not any(
        past.version == current.version and past.effective == current.effective.isoformat()
        for past in current.history
    ):
        place = document.place(("document", "version"))
        yield problem("CS311", place, version=current.version, effective=current.effective)


def _texts(value: Any) -> Iterator[str]:
    """Yield every Chinese text of a model, however deep."""
    if isinstance(value, Text):
        yield value.zh
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def errata(facts: SchemesFile, document: YamlDocument) -> Iterator[Problem]:
    """What an erratum leaves as issued is still in the text; a correction is given for each fault or for none."""
    published = (facts.body, facts.document, facts.standards, facts.schemes, facts.ratings, facts.processes)
    whole = re.sub(r"\s", "", "\n".join(_texts(published)))
    for index, erratum in enumerate(facts.errata):
        path: YamlPath = ("errata", index)
        if erratum.treatment == "as_issued":
            for number, text in enumerate(erratum.issued):
                if re.sub(r"\s", "", text) not in whole:
                    yield problem("CS313", document.place((*path, "issued", number)), text=text)
            place = document.place((*path, "treatment"))
            yield problem("CS402", place, erratum=erratum.id, **_both("reason", erratum.reason))
        given = len(erratum.corrected)
        if given != len(erratum.issued) and (given or erratum.treatment == "corrected"):
            yield problem("CS314", document.place((*path, "corrected")))


def disclosure(facts: SchemesFile, document: YamlDocument, pages: Collection[str]) -> Iterator[Problem]:
    """Each item names pages that exist, or nothing; a mandatory item without a page is for staff to know."""
    for index, item in enumerate(facts.disclosure):
        path: YamlPath = ("disclosure", index)
        for number, page in enumerate(item.pages):
            if page not in pages:
                place = document.place((*path, "pages", number))
                allowed = ", ".join(sorted(pages)[:12])
                yield problem("CS315", place, page=page, allowed=allowed, suggestion=closest(page, pages))
        if item.not_applicable is not None and (item.pages or item.missing):
            yield problem("CS312", document.place(path))
        elif item.level == "must" and item.not_applicable is None:
            place = document.place((*path, "id"))
            if not item.pages:
                yield problem("CS401", place, item=item.id, **_both("title", item.title))
            elif item.missing is not None:
                details = _both("title", item.title) | _both("missing", item.missing)
                yield problem("CS406", place, item=item.id, **details)


def the_register(facts: SchemesFile, document: YamlDocument) -> Iterator[Problem]:
    """The example is a number of this body; specimens say so; data are called old before they stop counting."""
    settings = facts.register_
    try:
        key = normalise.key(settings.example)
        well = key.startswith(settings.prefixes)
    except normalise.Refused:
        well = False
    if not well:
        place = document.place(("register", "example"))
        yield problem("CS309", place, number=settings.example, allowed=", ".join(settings.prefixes))
    for number, prefix in enumerate(settings.prefixes):
        if prefix.startswith(SPECIMEN_PREFIX) and not settings.specimen:
            yield problem("CS318", document.place(("register", "prefixes", number)), prefix=prefix)
    if settings.freshness.notice >= settings.freshness.downgrade:
        yield problem("CS310", document.place(("register", "freshness", "notice")))


def the_ledger(facts: SchemesFile, document: YamlDocument) -> Iterator[Problem]:
    """Each of the ledger's tables is a file, or a table or reading query of a database whose address has no password."""
    yield from settings.check(facts.register_.ledger, document)


def publication(facts: SchemesFile, document: YamlDocument) -> Iterator[Problem]:
    """What must change before the site is published in earnest."""
    if re.search(r"\.(example|test|invalid)/|localhost", facts.site.url):
        yield problem("CS403", document.place(("site", "url")))
    if facts.register_.specimen:
        yield problem("CS404", document.place(("register", "specimen")))
    for name, what in (
        ("approval_number", Text(zh="批准号", en="approval number")),
        ("address", Text(zh="地址", en="address")),
        ("phone", Text(zh="电话", en="phone")),
    ):
        if getattr(facts.body, name) is None:
            yield problem("CS405", document.place(("body",)), name=name, **_both("what", what))
