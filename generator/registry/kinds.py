"""Schemes, standards and levels of certificates: each combination that occurs is judged once. Specification: registry/README.md §1."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from generator.ledger.record import WHITE_SPACE
from generator.ledger.values import FORBIDDEN
from generator.model import SchemesFile
from generator.registry.columns import Mask, as_json, truth
from generator.registry.index import superseded
from generator.search import spills


class _Judged(NamedTuple):
    """What becomes of a combination of scheme, standards and level."""

    fine: bool
    members: str
    """of the record"""
    kind: str
    """`generator.search.spills.kind`"""


class Kinds:
    """Judges combinations of scheme, standards and level."""

    def __init__(self, facts: SchemesFile) -> None:
        self.facts = facts
        self._found: dict[str, _Judged] = {}

    def take(self, columns: dict[str, pa.Array]) -> tuple[Mask, pa.Array, pa.Array]:
        """Return which rows are fine, and the other two of `_Judged` for each row."""
        parts = [pc.fill_null(columns[name], "") for name in ("scheme", "standards", "level")]
        encoded = pc.binary_join_element_wise(*parts, "\n").dictionary_encode()
        judged = [self._judged(combination) for combination in encoded.dictionary.to_pylist()]
        fine = pa.array([one.fine for one in judged], pa.bool_()).take(encoded.indices)
        members = pa.array([one.members for one in judged], pa.string()).take(encoded.indices)
        kinds = pa.array([one.kind for one in judged], pa.string()).take(encoded.indices)
        return truth(fine), members, kinds

    def _judged(self, combination: str) -> _Judged:
        if combination not in self._found:
            id_, standards, level, *odd = combination.split("\n")
            scheme = None if odd else self._schemes.get(id_)
            listed = [standard.strip(WHITE_SPACE) for standard in standards.split(";")]
            fine = (
                scheme is not None
                and not FORBIDDEN.search(standards)
                and len({*listed}) == len(listed)
                and all(
                    standard in scheme.standards and standard in self._designations for standard in listed
                )
                and (level in self._levels[id_] if self._levels[id_] else not level)
            )
            members = kind = ""
            if fine:
                named = [self._designations[each] for each in listed]
                members = f',"scheme":"{id_}","standards":{as_json(named)}'
                members += f',"level":"{level}"' if level else ""
                kind = spills.kind(id_, self._superseded.intersection(named))
            self._found[combination] = _Judged(fine, members, kind)
        return self._found[combination]

    @cached_property
    def _schemes(self) -> dict[str, Any]:
        return {scheme.id: scheme for scheme in self.facts.schemes}

    @cached_property
    def _designations(self) -> dict[str, str]:
        return {standard.id: standard.designation for standard in self.facts.standards}

    @cached_property
    def _superseded(self) -> frozenset[str]:
        return frozenset(superseded(self.facts))

    @cached_property
    def _levels(self) -> dict[str, set[str]]:
        return {
            scheme.id: {level.id for level in self.facts.rating(scheme.rating).levels}
            if scheme.rating
            else set()
            for scheme in self.facts.schemes
        }
