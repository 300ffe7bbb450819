"""A problem: what is wrong, where, by which rule, and how to mend it.

Problems are data. Loaders and checks yield them and go on; nothing is raised for wrong input, so that one run reports
every fault. `generator.rules` holds the wording.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from generator.model import Language
from generator.rules import RULES, Severity

_ROOT = "schemes.yaml"
"""A fault here may be the cause of faults elsewhere, so it is shown first."""

_CROPPED = 100
"""Columns of a source line that are shown around the caret."""


@dataclass(frozen=True, order=True)
class Place:
    """A place in a source file. `line` and `column` count from 1; `column` counts characters."""

    file: str
    line: int = 1
    column: int = 1
    path: str = ""
    """The value's path in the data, such as `schemes[0].title`."""
    source: str = ""
    """The source line."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault. Sorts by place."""

    place: Place
    rule: str
    details: tuple[tuple[str, str], ...] = ()
    suggestion: str = ""
    """What the author probably meant, if that can be guessed."""

    @property
    def severity(self) -> Severity:
        """`error` stops a build; `warning` is for staff to decide."""
        return RULES[self.rule].severity

    def message(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        return RULES[self.rule].message[language].format_map(dict(self.details))

    def hint(self, language: Language) -> str:
        """How to mend it, or an empty string."""
        if self.suggestion:
            meaning = dict(self.details).get("meaning")
            zh = f"是不是想写“{self.suggestion}”{f'（{meaning}）' if meaning else ''}？"
            return {"zh": zh, "en": f"Did you mean “{self.suggestion}”?"}[language]
        return RULES[self.rule].hint[language].format_map(dict(self.details))

    def as_json(self, language: Language) -> dict[str, str | int]:
        """The problem as an object for other programs; `path`, `suggestion` and `hint` may be empty."""
        return {
            "code": self.rule,
            "severity": self.severity,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "path": self.place.path,
            "message": self.message(language),
            "hint": self.hint(language),
            "suggestion": self.suggestion,
        }


def problem(rule: str, place: Place, *, suggestion: str = "", **details: object) -> Problem:
    """Make a problem. Raises KeyError if the rule does not exist."""
    if rule not in RULES:
        raise KeyError(rule)
    return Problem(place, rule, tuple(sorted((k, str(v)) for k, v in details.items())), suggestion)


@dataclass
class Problems:
    """All problems of a run. Sorted by place, but those of the file that the others refer to come first."""

    found: list[Problem] = field(default_factory=list)

    def add(self, *problems: Problem) -> None:
        """Note problems."""
        self.found.extend(problems)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note every problem of an iterable."""
        self.found.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(set(self.found), key=lambda found: (found.place.file != _ROOT, found)))

    def of(self, severity: Severity) -> list[Problem]:
        """The problems of one severity, in order."""
        return [problem for problem in self if problem.severity == severity]

    @property
    def stop(self) -> bool:
        """Tell whether there is an error, so that nothing may be written."""
        return any(problem.severity == "error" for problem in self.found)


def closest(word: str, known: Iterable[str]) -> str:
    """Return the known word that `word` is probably meant to be, or an empty string.

    Never one that stands for another number: who meant ISO 9001 must not be led to ISO 45001.
    """
    digits = re.sub(r"\D", "", word)

    def same_number(other: str) -> bool:
        others = re.sub(r"\D", "", other)
        return digits.startswith(others) or others.startswith(digits)

    possible = [*filter(same_number, known)]
    written = (word, word.lower().replace(" ", "-"))
    return next((near[0] for each in written if (near := difflib.get_close_matches(each, possible, n=1))), "")


def display_width(text: str) -> int:
    """Columns that `text` takes on a terminal: two for wide East Asian characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def visible(text: str) -> str:
    """Return a text as a terminal may show it: characters that steer it, or that nobody sees, become others, one for one."""
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20 or code == 0x7F:
        return chr(0x2400 + code) if code < 0x20 else "\u2421"
    return "\ufffd" if unicodedata.category(character) in _UNSEEN else character


_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _caret_lines(place: Place, hint: str) -> list[str]:
    source, column = place.source, place.column
    if column - 1 > _CROPPED // 2:
        cut = column - 1 - _CROPPED // 2
        source, column = "…" + source[cut:], column - cut + 1
    source = source[:_CROPPED]
    return [f"  | {source}", f"  | {' ' * display_width(source[: column - 1])}^ {hint}".rstrip()]


_SEVERITY: dict[Severity, dict[Language, str]] = {
    "error": {"zh": "错误", "en": "error"},
    "warning": {"zh": "提醒", "en": "warning"},
}


def render(problem: Problem, language: Language) -> str:
    """Return the problem as text: place, rule and message, then the source line with a caret, then the hint."""
    place = problem.place
    head = (
        f"{place.file}:{place.line}:{place.column}: {_SEVERITY[problem.severity][language]} {problem.rule} "
    )
    lines = [head + problem.message(language)]
    hint: Literal[""] | str = problem.hint(language)
    if place.source.strip():
        lines += _caret_lines(place, hint)
    elif hint:
        lines.append(f"  = {hint}")
    return "\n".join(map(visible, lines))
