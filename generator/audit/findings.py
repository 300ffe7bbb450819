"""Problems of a site that may have a million of them: of each rule so many are kept, and the others are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.problems import Problem, Problems

KEPT = 1_000
"""Problems of one rule that are kept."""


@dataclass
class Findings(Problems):
    """The first problems of each rule, and how many there are."""

    counted: Counter[str] = field(default_factory=Counter)

    def add(self, *problems: Problem) -> None:
        """Note problems."""
        self.extend(problems)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note every problem of an iterable."""
        for problem in problems:
            self.counted[problem.rule] += 1
            if self.counted[problem.rule] <= KEPT:
                self.found.append(problem)

    def merge(self, other: Findings) -> None:
        """Note what another process has found after all that is noted here."""
        kept = Counter(problem.rule for problem in other.found)
        self.extend(other.found)
        self.counted += other.counted - kept

    @property
    def more(self) -> Mapping[str, int]:
        """Return rule → how many problems there are, for rules of which not all are kept."""
        return {rule: count for rule, count in sorted(self.counted.items()) if count > KEPT}
