"""What the pages are made from."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from generator.content import ContentPage
from generator.model import Language, SchemesFile
from generator.words import Vocabulary

LANGUAGES: tuple[Language, ...] = ("zh", "en")
"""Chinese is the first language and stands at the root of the site."""


@dataclass(frozen=True)
class RegisterSummary:
    """What pages say about the register of certificates (registry/README.md §4)."""

    bits: int
    snapshot: str
    total: int
    specimen: bool
    generated_on: datetime.date


@dataclass(frozen=True)
class Source:
    """Facts, hand-written content, the site's own words, and the register in brief."""

    facts: SchemesFile
    content: tuple[ContentPage, ...]
    words: Vocabulary
    register: RegisterSummary
