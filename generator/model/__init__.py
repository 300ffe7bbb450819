"""The words of the field as types: what a body publishes about itself, and what it records of certificates.

Pure data. Every model is frozen and refuses keys that it does not know; what each key means stands in its description,
which is also what an editor shows (`certsite schema`).
"""

from generator.model.base import Day, Id, Language, Model, PartialDay, Text
from generator.model.certificate import Certificate, Disclosure, Event, EventType, Ledger
from generator.model.process import Edge, Lane, Process, Step, Sublane
from generator.model.project import (
    Body,
    DisclosureItem,
    Document,
    Erratum,
    LedgerSettings,
    LedgerTable,
    Platform,
    RegisterSettings,
    SchemesFile,
    SiteSettings,
    TableName,
)
from generator.model.scheme import Block, ItemList, Note, Rating, RatingLevels, Scheme, Standard

__all__ = [
    "Block", "Body", "Certificate", "Day", "Disclosure", "DisclosureItem", "Document", "Edge", "Erratum", "Event",
    "EventType", "Id", "ItemList", "Lane", "Language", "Ledger", "LedgerSettings", "LedgerTable", "Model", "Note",
    "PartialDay", "Platform", "Process", "Rating", "RatingLevels", "RegisterSettings", "Scheme", "SchemesFile",
    "SiteSettings", "Standard", "Step", "Sublane", "TableName", "Text",
]  # fmt: skip
