"""The public document as a document: its numbered parts, its errata, and what changed after it was issued."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import Erratum, Language, Note, Process, Scheme, SchemesFile

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Part:
    """A part of the document: one scheme under its ordinal number."""

    index: int
    ordinal: str
    scheme: Scheme

    @property
    def anchor(self) -> str:
        """The id of its heading."""
        return f"part-{self.index}"


def parts(facts: SchemesFile, language: Language) -> tuple[Part, ...]:
    """Return the parts in order, numbered 一、二、三 in Chinese and 1, 2, 3 in English."""
    return tuple(
        Part(index, chinese_numeral(index) if language == "zh" else str(index), scheme)
        for index, scheme in enumerate(facts.schemes, 1)
    )


def chinese_numeral(number: int) -> str:
    """Write a number from 1 to 99 in Chinese. Raises ValueError for another one."""
    if not 1 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[ones] if ones else ""
    )


def appendix(facts: SchemesFile) -> Process | None:
    """Return the process that the document's appendix shows."""
    return next((process for process in facts.processes if process.from_source), None)


def later_notes(facts: SchemesFile) -> Iterator[tuple[Part, Note]]:
    """Yield the dated notes on all parts, in the document's order."""
    for part in parts(facts, "zh"):
        for note in part.scheme.notes:
            yield part, note


def errata(facts: SchemesFile, treatment: str) -> tuple[Erratum, ...]:
    """Return the errata with one treatment, in order."""
    return tuple(erratum for erratum in facts.errata if erratum.treatment == treatment)
