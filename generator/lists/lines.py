"""Each row of a list with what the register says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from generator import normalise, question, verdict
from generator.lists.checking import Asking, Checked, check
from generator.lists.columns import Columns
from generator.lists.names import agrees
from generator.lists.pieces import holds_another, is_cut, numbers_in
from generator.lists.row import Row
from generator.lists.sheet import is_lost
from generator.normalise import CertificateKey, trimmed
from generator.question import Question
from generator.verdict import Outcome, Verdict

LOST = "INPUT_LOST"
"""Code of a number of which a spreadsheet has lost digits."""

CUT = "INPUT_CUT"
"""Code of a link that may go on in the cells beside it."""

MORE = "INPUT_MORE"
"""Code of a number beside which something stands that would make it another one."""

Match = Literal["yes", "no", "none", ""]
"""Whether the name agrees; `none`: no name was given; empty: there is no registered name to compare it with."""


@dataclass(frozen=True)
class Asked:
    """What a row of the list asks, or why there is no number in it that could be asked about."""

    row: Row
    given: str
    name: str
    asked: tuple[CertificateKey, Question] | Outcome

    @property
    def key(self) -> CertificateKey | None:
        """The number, if there is one."""
        return None if isinstance(self.asked, Outcome) else self.asked[0]


@dataclass(frozen=True)
class Line(Asked):
    """A row of the list with what came out."""

    checked: Checked

    @property
    def outcome(self) -> Outcome:
        """What the check says."""
        return self.checked.outcome

    @property
    def match(self) -> Match:
        """Whether the name that was given is the registered one."""
        if not self.name:
            return "none"
        record = self.outcome.record
        if record is None:
            return ""
        return "yes" if agrees(self.name, record) else "no"

    @property
    def verdict(self) -> Verdict:
        """That of the check; a certificate of another organisation than the list says confirms nothing of that one."""
        own = self.outcome.verdict
        return "unknown" if own == "yes" and self.match == "no" else own


def verify(columns: Columns, asking: Asking, progress: Callable[[int, int], None]) -> list[Line]:
    """Ask about all rows, in their order. Raises Fault if the register's index cannot be read."""
    listed = questions(columns)
    asked: dict[CertificateKey, set[Question]] = {}
    for one in listed:
        if not isinstance(one.asked, Outcome):
            asked.setdefault(one.asked[0], set()).add(one.asked[1])
    answers = check(asked, asking, progress)
    return [
        Line(
            **vars(one),
            checked=Checked(one.asked, asking.clock())
            if isinstance(one.asked, Outcome)
            else answers[one.asked],
        )
        for one in listed
    ]


def questions(columns: Columns) -> list[Asked]:
    """Return what each row asks: one thing, or as many as it has numbers."""
    return [
        Asked(row, given, trimmed(row.cell(columns.name)), _asked(row, given, columns))
        for row in columns.rows
        for given in numbers_in(row.cell(columns.number))
    ]


def _asked(row: Row, given: str, columns: Columns) -> tuple[CertificateKey, Question] | Outcome:
    if (columns.number in row.lost and given) or is_lost(given):
        return Outcome(LOST, "input", LOST, {})
    if is_cut(row, columns.number, columns.titles):
        return Outcome(CUT, "input", CUT, {})
    asked = question.read(given)
    try:
        key = normalise.key(asked.text)
    except normalise.Refused as refused:
        return verdict.refusal(refused)
    if holds_another(given, key):
        return Outcome(MORE, "input", MORE, {})
    # A list asks about one day, whatever day a link in it was made for.
    return key, replace(asked, text=key, on=None)
