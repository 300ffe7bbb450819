"""Rows of `certificates.csv` → certificates (registry/README.md §1). The docstrings are the rules."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from generator import normalise, question, shards
from generator.ledger import credit_code
from generator.ledger.forms import Forms
from generator.ledger.table import Row, Table
from generator.ledger.values import Values, choices, permitted
from generator.model import Certificate, SchemesFile
from generator.normalise import CertificateKey
from generator.problems import Problems, closest

FILE = "certificates.csv"

COLUMNS = {
    "number": True,
    "scheme": True,
    "standards": True,
    "holder": True,
    "holder_en": False,
    "uscc": False,
    "address": True,
    "address_en": False,
    "scope": True,
    "scope_en": False,
    "sites": False,
    "level": False,
    "issued_on": True,
    "valid_from": True,
    "valid_to": True,
    "first_certified_on": False,
    "revision": False,
    "parent": False,
    "disclosure": False,
}
"""Every column, and whether a certificate must have a value in it."""

_TEXTS = ("holder_en", "address_en", "scope_en")
_WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class Entry:
    """A row with a number that can be read; `certificate` is None where another value is wrong."""

    row: Row
    key: CertificateKey
    certificate: Certificate | None

    @property
    def number(self) -> str:
        """The number as printed."""
        return self.row.values["number"]


Entries = dict[CertificateKey, Entry]
"""The rows by key, in ledger order."""

Numbers = dict[CertificateKey, str]
"""Every number of the ledger by key, as printed."""


def numbers_of(table: Table) -> Numbers | None:
    """Return all numbers; None where one cannot be read, for then none can be said to be missing."""
    numbers: Numbers = {}
    for row in table.rows:
        try:
            numbers.setdefault(normalise.key(row.values.get("number", "")), row.values["number"])
        except normalise.Refused:
            return None
    return numbers if table.complete else None


def read(table: Table, numbers: Numbers | None, facts: SchemesFile, problems: Problems) -> Entries:
    """Type every row. No two numbers have the same key; two that look alike are a warning."""
    entries: Entries = {}
    looks: dict[str, Entry] = {}
    for row in table.rows:
        values = Values(row, COLUMNS, problems)
        key = values.key("number")
        certificate = _certificate(values, key, numbers, facts)
        if key is None:
            continue
        entry = Entry(row, key, certificate)
        if key in entries:
            values.fault("CS612", "number", number=entry.number, first=entries[key].row.line)
            continue
        entries[key] = entry
        like = looks.setdefault(shards.fold(key), entry)
        if like is not entry:
            values.fault("CS613", "number", number=entry.number, other=like.number, first=like.row.line)
    return entries


def _certificate(
    values: Values, key: CertificateKey | None, numbers: Numbers | None, facts: SchemesFile
) -> Certificate | None:
    """A row becomes a certificate if all its values are right."""
    number = values.text("number") if key else None
    _prefix(values, key, facts)
    scheme, standards, level = _certified_to(values, facts)
    fields = {column: values.text(column) for column in ("holder", "address", "scope", *_TEXTS)}
    sites = values.entries("sites", "|")
    uscc = _credit_code(values)
    days = _days(values)
    _form(values, key, scheme, days["valid_from"], facts)
    revision = _revision(values)
    parent = _parent(values, key, numbers)
    disclosure = _disclosure(values)
    if not values.sound:
        return None
    return Certificate.model_validate(
        {
            "number": number,
            "scheme": scheme,
            "standards": standards,
            "sites": sites,
            "uscc": uscc,
            "level": level,
            "revision": revision,
            "parent": parent,
            "disclosure": disclosure,
            **fields,
            **days,
        }
    )


def _prefix(values: Values, key: CertificateKey | None, facts: SchemesFile) -> None:
    """A number begins as the body's own numbers do; a reader takes every other for another body's. No label begins it."""
    prefixes = facts.register_.prefixes
    if key is not None and not key.startswith(prefixes):
        values.fault("CS620", "number", number=values.row.values["number"], allowed=", ".join(prefixes))
    if key is not None and (label := question.mistaken(values.row.values["number"])):
        values.fault("CS635", "number", number=values.row.values["number"], label=label)


def _form(
    values: Values,
    key: CertificateKey | None,
    scheme: str | None,
    day: datetime.date | None,
    facts: SchemesFile,
) -> None:
    """A number has the form that its scheme prescribes on the first day of the certificate."""
    if key and scheme and day and not Forms.of(facts).fit(key, scheme, day.isoformat()):
        values.fault("CS634", "number", number=values.row.values["number"], scheme=scheme, day=day)


def _certified_to(values: Values, facts: SchemesFile) -> tuple[str | None, tuple[str, ...], str | None]:
    """Scheme and standards exist, the scheme has these standards, and a level just where it has a rating."""
    ids, level, standards = values.text("scheme"), values.text("level"), values.entries("standards", ";")
    schemes = {scheme.id: scheme for scheme in facts.schemes}
    scheme = schemes.get(ids) if ids else None
    if ids and scheme is None:
        values.fault(
            "CS614", "scheme", suggestion=closest(ids, [*schemes]), scheme=ids, allowed=", ".join(schemes)
        )
    known = [standard.id for standard in facts.standards]
    for standard in filter(None, standards):
        if standard not in known:
            meant = closest(standard, known)
            values.fault("CS615", "standards", suggestion=meant, standard=standard, allowed=", ".join(known))
        elif scheme and standard not in scheme.standards:
            allowed = ", ".join(scheme.standards)
            values.fault("CS616", "standards", scheme=scheme.id, standard=standard, allowed=allowed)
    if scheme:
        rating = facts.rating(scheme.rating) if scheme.rating else None
        levels = {level.id: level.title.zh for level in rating.levels} if rating else {}
        if level and not levels:
            values.fault("CS618", "level", scheme=scheme.id)
        elif level and level not in levels:
            values.fault("CS617", "level", level=level, **choices(level, levels))
        elif levels and not values.row.values.get("level"):
            values.fault("CS619", "level", scheme=scheme.id, **permitted(levels))
    return ids, standards, level


def _credit_code(values: Values) -> str | None:
    """A credit code has its form; a wrong check character is a warning, because some genuine codes have one."""
    code = values.text("uscc")
    if code is None:
        return None
    if not credit_code.well_formed(code):
        values.fault("CS624", "uscc", code=code)
    elif (wanted := credit_code.check_character(code)) != code[-1]:
        values.fault("CS625", "uscc", code=code, wanted=wanted)
    return code


def _days(values: Values) -> dict[str, datetime.date | None]:
    """The last day is not before the first one, and the first certification not after it."""
    days = {
        column: values.day(column) for column in ("issued_on", "valid_from", "valid_to", "first_certified_on")
    }
    start, to, first = days["valid_from"], days["valid_to"], days["first_certified_on"]
    if start and to and to < start:
        values.fault("CS621", "valid_to", to=to, first=start)
    if start and first and first > start:
        values.fault("CS623", "first_certified_on", first=first, start=start)
    return days


def _revision(values: Values) -> int | None:
    """The revision is a whole number from 1."""
    value = values.text("revision")
    if value is None:
        return None
    if not _WHOLE_NUMBER.fullmatch(value):
        values.fault("CS629", "revision", value=value)
        return None
    return int(value)


def _parent(values: Values, key: CertificateKey | None, numbers: Numbers | None) -> str | None:
    """A main certificate stands in the ledger and is another one."""
    parent = values.key("parent")
    if parent is None or numbers is None:
        return None
    if parent == key:
        values.fault("CS627", "parent")
    elif parent not in numbers:
        values.fault("CS626", "parent", parent=values.row.values["parent"])
    return values.row.values["parent"] if parent in numbers else None


def _disclosure(values: Values) -> str:
    """Disclosure is full or limited; nothing else may look like limited and be published in full."""
    value = values.text("disclosure") or "full"
    if value not in ("full", "limited"):
        values.fault("CS628", "disclosure", suggestion=closest(value, ["full", "limited"]), value=value)
    return value
