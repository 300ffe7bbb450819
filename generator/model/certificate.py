"""Certificates and their events, as the body's ledger keeps them (registry/README.md §1)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.model.base import Day, Id, Model

Disclosure = Literal["full", "limited"]

EventType = Literal[
    "granted",
    "recertified",
    "expired_restored",
    "suspended",
    "restored",
    "withdrawn",
    "cancelled",
    "superseded",
    "surveillance_passed",
    "scope_extended",
    "scope_reduced",
    "reissued",
    "corrected",
]


class Event(Model):
    """Something that happened to a certificate; it has effect on the whole of the day `on` (registry/README.md §7.1)."""

    on: Day
    type: EventType
    until: Day | None = None
    by: str | None = None
    note: Annotated[str | None, Field(description="内部备注，不公布")] = None


class Certificate(Model):
    """One row of the ledger, with its events in order."""

    number: Annotated[str, Field(min_length=1, max_length=60)]
    scheme: Id
    standards: Annotated[tuple[Id, ...], Field(min_length=1)]
    holder: Annotated[str, Field(min_length=1)]
    holder_en: str | None = None
    uscc: str | None = None
    address: Annotated[str, Field(min_length=1)]
    address_en: str | None = None
    scope: Annotated[str, Field(min_length=1)]
    scope_en: str | None = None
    sites: tuple[str, ...] = ()
    level: Id | None = None
    issued_on: Day
    valid_from: Day
    valid_to: Day
    first_certified_on: Day | None = None
    revision: Annotated[int | None, Field(ge=1)] = None
    parent: str | None = None
    disclosure: Disclosure = "full"
    events: tuple[Event, ...] = ()


class Ledger(Model):
    """All certificates of the body, in ledger order."""

    certificates: tuple[Certificate, ...]
