"""What a stylesheet or a script refers to, and what any reference of the site is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.problems import Place

Kind = Literal["link", "own", "load", "style", "script"]
"""`link` is for people and may lead to another site; `own` has to lead to this one; the others are fetched without asking,
`style` and `script` before the first view."""


@dataclass(frozen=True)
class Reference:
    """A reference as written, and where."""

    target: str
    kind: Kind
    place: Place
    language: str = ""
    """The language that is promised for what is there, if one is (`hreflang`)."""


_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS = re.compile(
    r"""(?P<rule>@import)\s+(?:url\(\s*)?["']?(?P<import>[^"')\s;]+)"""
    r"""|url\(\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^)"'\s]*))\s*\)""",
    re.IGNORECASE,
)

_QUOTED = r"""["'`](?P<{name}>[^"'`\n]+)["'`]"""
_JS = re.compile(
    r"/\*.*?(?:\*/|\Z)|(?<!:)//[^\n]*"
    r"|^[ \t]*(?:import|export)\b(?:[^;\"'()`=]*?\bfrom)?\s*" + _QUOTED.format(name="static") + r"|\bimport\(\s*" + _QUOTED.format(name="dynamic")
    + r"|\b(?:fetch|importScripts|Worker|EventSource|WebSocket|sendBeacon|open)\(\s*(?:[\"'`]\w+[\"'`]\s*,\s*)?"
    r"[\"'`](?P<asked>(?:(?:https?|wss?):)?//[^\"'`\n]+)"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'",
    re.DOTALL | re.MULTILINE,
)  # fmt: skip


def of_stylesheet(path: str, text: str) -> Iterator[Reference]:
    """Yield what a stylesheet imports or shows."""
    text = _CSS_COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    for found in _CSS.finditer(text):
        if found["rule"]:
            yield Reference(found["import"], "style", place(path, text, found.start()))
        else:
            target = found["double"] or found["single"] or found["bare"] or ""
            yield Reference(target, "load", place(path, text, found.start()))


def of_script(path: str, text: str) -> Iterator[Reference]:
    """Yield the modules that a script written for this site imports, and the other hosts that it asks by address."""
    for found in _JS.finditer(text):
        if found["static"]:
            yield Reference(found["static"], "script", place(path, text, found.start("static")))
        elif found["asked"]:
            yield Reference(found["asked"], "load", place(path, text, found.start("asked")))
        elif found["dynamic"] and "${" not in found["dynamic"]:  # else known only to those who run it
            yield Reference(found["dynamic"], "load", place(path, text, found.start("dynamic")))


def place(path: str, text: str, at: int) -> Place:
    """Return the place of the character `at` of a file's text."""
    begin = text.rfind("\n", 0, at) + 1
    return Place(path, text.count("\n", 0, at) + 1, at - begin + 1, source=text[begin:].split("\n", 1)[0])
