"""What somebody asks: a certificate number as typed, labelled, or inside an address (registry/README.md §8.1).

The twin in the browser is `site_templates/theme/assets/verify/normalise.mjs`; `tests/vectors/question.json` binds both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from generator.normalise import INVISIBLE, WHITE_SPACE


@dataclass(frozen=True)
class Question:
    """The text of a number, and what a QR code claims of the certificate beside it; None where it claims nothing."""

    text: str
    holder: str | None = None
    to: str | None = None
    on: str | None = None
    """The day that is asked about, as written; None: today."""


_ANY_CASE = re.ASCII | re.IGNORECASE
"""Letters of ASCII are the same in both cases, and no other letter is one of them (`K`, the Kelvin sign, is none)."""

_EDGE = f"[{WHITE_SPACE}{INVISIBLE}]*"
_AFTER_LABEL = f"[:：.．#№{WHITE_SPACE}{INVISIBLE}]"
_GAP = f"[.．{WHITE_SPACE}{INVISIBLE}]*"
_LABELS = f"证书(?:编号|号码|注册号|号)|编号|注册号|(?:CERT(?:IFICATE)?|REG(?:ISTRATION)?){_GAP}(?:NUMBER|NO)|CERTIFICATE|NO"
_LABEL = re.compile(
    f"^(?:{_EDGE}(?:(?:{_LABELS})(?={_AFTER_LABEL}|[0-9０-９])|№){_AFTER_LABEL}*)+", _ANY_CASE
)
BEGINNINGS = ("CERT", "REG", "NO")
"""A key begins with one of these if a label may be read off before its number."""

_ADDRESS = re.compile("://|[?#&]n=", _ANY_CASE)
_ESCAPED = re.compile("^(?:amp;)+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read(text: str) -> Question:
    """Take the number out of an address, and a label from before it. What is left may be no number (`normalise.key`)."""
    outer = _asked(text) or Question(text)
    inner = _asked(outer.text) or outer  # an address that was given to another page for a number
    return Question(
        _LABEL.sub("", inner.text),
        outer.holder if inner.holder is None else inner.holder,
        outer.to if inner.to is None else inner.to,
        outer.on if inner.on is None else inner.on,
    )


def _asked(text: str) -> Question | None:
    return parameters(text) if _ADDRESS.search(text) else None


def mistaken(number: str) -> str:
    """Return what of a certificate number itself would be taken for a label before it; empty if nothing would."""
    return number.removesuffix(_LABEL.sub("", number))


def parameters(address: str) -> Question | None:
    """Return the question that an address asks by `n=` in its fragment, else in its query; None if it asks none."""
    before_fragment, _, fragment = address.partition("#")
    query = before_fragment.partition("?")[2]
    for part in (fragment, query):
        # Some print addresses in capitals or escape them for HTML; a claim must not be lost by that. The first one counts.
        values = {_ESCAPED.sub("", name.lower()): value for name, value in reversed(_pairs(part))}
        if "n" in values:
            return Question(values["n"], values.get("holder"), values.get("to"), values.get("on"))
    return None


def _pairs(part: str) -> list[tuple[str, str]]:
    """Return names and values of `application/x-www-form-urlencoded`, as the URL standard parses it."""
    pieces = (piece.partition("=") for piece in part.removeprefix("?").split("&") if piece)
    return [(_decoded(name), _decoded(value)) for name, _, value in pieces]


def _decoded(text: str) -> str:
    whole = _LONE_SURROGATE.sub("\ufffd", text.replace("+", " "))
    return unquote_to_bytes(whole).decode("utf-8", "replace")
