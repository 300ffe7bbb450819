"""The repository's specimen ledger: obviously fictitious, and a certificate in every state that a reader can meet."""

import datetime
import re
from typing import Any

import pytest
from ledgers import facts, specimens
from reference_register import record as record_of

from generator import normalise, shards
from generator.ledger import credit_code
from generator.status import Status, status

FIRST_DAY = datetime.date(2026, 11, 22)
RECORDS = [record_of(certificate, facts()) for certificate in specimens().certificates]
SUPERSEDED = {standard.designation for standard in facts().standards if standard.status == "superseded"}


def state(record: dict[str, Any], day: datetime.date) -> str:
    """What a reader with fresh data tells of a record on a day."""
    found: Status = status(record, day)
    if found.status != "valid":
        return "overrun" if found.overrun else found.status
    assert found.last_day
    left = (datetime.date.fromisoformat(found.last_day) - day).days
    expiring = left <= facts().register_.expiring
    transition = not SUPERSEDED.isdisjoint(record["standards"])
    return {
        (False, False): "valid",
        (True, False): "expiring",
        (False, True): "transition",
        (True, True): "expiring in transition",
    }[expiring, transition]


def test_every_state_is_there_on_the_first_day() -> None:
    assert {state(record, FIRST_DAY) for record in RECORDS} == {
        "valid",
        "expiring",
        "transition",
        "expiring in transition",
        "not_yet_effective",
        "suspended",
        "overrun",
        "withdrawn",
        "cancelled",
        "superseded",
        "expired",
        "restricted",
    }


@pytest.mark.parametrize(
    ("wanted", "last"),
    [
        ("valid", datetime.date(2029, 10, 31)),
        ("expiring", datetime.date(2029, 7, 1)),
        ("not_yet_effective", datetime.date(2029, 10, 31)),
        ("withdrawn", datetime.date(2029, 10, 31)),
        ("restricted", datetime.date(2029, 10, 31)),
    ],
)
def test_a_state_is_there_on_every_day_until(wanted: str, last: datetime.date) -> None:
    day = FIRST_DAY
    while day <= last:
        assert wanted in {state(record, day) for record in RECORDS}, day
        day += datetime.timedelta(days=1)


def test_the_example_under_the_field_is_plainly_valid() -> None:
    example = next(record for record in RECORDS if record["number"] == facts().register_.example)
    assert state(example, FIRST_DAY) == "valid"


@pytest.mark.parametrize("certificate", specimens().certificates, ids=lambda certificate: certificate.number)
def test_a_specimen_is_fictitious(certificate: Any) -> None:
    assert certificate.number.startswith("999")
    assert "示例" in certificate.holder
    assert "示例" in certificate.address
    assert certificate.holder_en is None or "Example" in certificate.holder_en
    if certificate.uscc:
        assert certificate.uscc[2:8] == "999999"
        assert certificate.uscc[-1] == credit_code.check_character(certificate.uscc)


def test_all_schemes_levels_and_kinds_of_event_are_there() -> None:
    certificates = specimens().certificates
    assert {c.scheme for c in certificates} == {scheme.id for scheme in facts().schemes}
    assert {c.level for c in certificates} - {None} == {
        level.id for r in facts().ratings for level in r.levels
    }
    assert {event.type for c in certificates for event in c.events} == {
        "granted", "recertified", "expired_restored", "suspended", "restored", "withdrawn", "cancelled", "superseded",
        "surveillance_passed", "scope_extended", "scope_reduced", "reissued", "corrected",
    }  # fmt: skip


def test_other_shapes_are_there() -> None:
    certificates = specimens().certificates
    assert any(c.parent for c in certificates)
    assert any(len(c.sites) > 1 for c in certificates)
    assert any("/" in c.number for c in certificates)
    assert any(c.revision and c.revision > 1 for c in certificates)
    assert max(len(c.holder) for c in certificates) > 40
    successors = {e.by for c in certificates for e in c.events if e.by}
    assert any(e.by for c in certificates if c.number in successors for e in c.events), "a chain of two"


def test_a_gap_between_two_terms_shows_on_past_days() -> None:
    lapsed = next(c for c in specimens().certificates if any(e.type == "expired_restored" for e in c.events))
    restored = next(e for e in lapsed.events if e.type == "expired_restored")
    record = record_of(lapsed, facts())
    day = datetime.timedelta(days=1)
    assert [state(record, restored.on - day), state(record, restored.on)] == ["expired", "valid"]


def test_a_number_typed_with_look_alikes_leads_to_its_neighbour_and_is_no_certificate() -> None:
    keys = {normalise.key(certificate.number) for certificate in specimens().certificates}
    folds = {shards.fold(key) for key in keys}
    assert len(folds) == len(keys)
    for typed in ("99926QOOOO1R0S", "99926Q0000IR0S", "99926Q00001R05", "99926S00017RZS"):
        key = normalise.key(typed)
        assert re.fullmatch("[0-9A-Z]+", key) and key not in keys
        assert shards.fold(key) in folds
