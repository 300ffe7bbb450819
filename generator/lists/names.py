"""Whether the name on a list is the registered one. A name agrees or it does not; there is no "almost"."""

from __future__ import annotations

import re
import unicodedata

from generator import normalise
from generator.format import Json

_WHITE = re.compile(f"[{normalise.WHITE_SPACE}]")


def comparable(name: str) -> str:
    """Return a name after NFKC, which makes full-width brackets narrow, and without white space."""
    return _WHITE.sub("", unicodedata.normalize("NFKC", name))


def agrees(name: str, record: Json) -> bool:
    """Tell whether a name is one of the two that a record has."""
    own = comparable(name)
    return any(own == comparable(record[key]) for key in ("holder", "holder_en") if key in record)
