"""The files of the organisation search: each is named by its content, and none tells what is not for the public.

What they find is for the search's own tests; here they are only read as a stranger might, text by text.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator import normalise
from generator.audit import confidential
from generator.audit.files import Files
from generator.audit.findings import Findings
from generator.audit.listing import INDEX, SEARCH
from generator.problems import Place, Problem, problem
from generator.status import KNOWN

_STRING = rb'"[^"\\]*(?:\\.[^"\\]*)*"'
_TEXT = re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)"')
_SUCCESSOR = re.compile(rb'"superseded"\s*,\s*' + _STRING)
_CHILD = re.compile(rb"\[\s*" + _STRING + rb'\s*,\s*"[0-9a-f]{16}"')

_ASCII = {byte: normalise.keep(chr(byte)) for byte in range(128)}
_KEPT = bytes(ord(_ASCII.get(byte) or "!") for byte in range(256))
_DROPPED = bytes(byte for byte, kept in _ASCII.items() if kept == "")
"""What §2 does with ASCII, for `bytes.translate`; `!` stands for what it refuses."""

_HAN = bytes(range(0xE4, 0xEA))
"""First bytes of U+4000–U+9FFF, which §2 refuses."""

_EVENTS = {name.encode() for name in KNOWN}

_NUMBER = ("受限公开证书的编号", "the number of a certificate of limited disclosure")


@dataclass(frozen=True)
class Job:
    """What is the same for all files."""

    site: Path
    folder: str
    """That of the register, with `/` at its end."""
    limited: Path
    notes: Path
    """Files of marks."""


@dataclass
class Scanned:
    """What some files gave."""

    findings: Findings = field(default_factory=Findings)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Path and text, where a text is the same as a note of the ledger."""


def scan(job: Job, paths: Sequence[str]) -> Scanned:
    """Read some files."""
    scanned = Scanned()
    files = Files(job.site, {}, scanned.findings, job.folder)
    for path in paths:
        content = files.content(path)
        if content is None:
            continue
        name = hashlib.sha256(content).hexdigest()[:16]
        is_root = path == job.folder + SEARCH + INDEX
        if is_root:
            scanned.findings.extend(_not_json(path, content))
        elif path != f"{job.folder}{SEARCH}{name[:2]}/{name}.json":
            scanned.findings.add(problem("CS846", Place(path), wanted=name))
        texts = {*_texts(content)}
        keys = {key: text for text in texts if (key := _key(text))}
        for key in sorted(confidential.known(job.limited, keys)):
            scanned.findings.add(_leak(path, keys[key].decode(), *_NUMBER))
        if not is_root:  # it has legal forms and schemes, and no organisation
            told = confidential.known(job.notes, texts - {*keys.values()} - _EVENTS)
            scanned.notes += sorted((path, text.decode()) for text in told)
    return scanned


def note(path: str, text: str) -> Problem:
    """Return what is wrong where a note stands."""
    return _leak(path, text, "台账里的备注", "a note of the ledger")


def _leak(path: str, text: str, zh: str, en: str) -> Problem:
    return problem("CS847", Place(path), text=text, what_zh=zh, what_en=en)


def _not_json(path: str, content: bytes) -> Iterator[Problem]:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        yield problem("CS831", Place(path), reason_zh="不是 JSON", reason_en="not JSON")


def _texts(content: bytes) -> Iterator[bytes]:
    """Yield every text of a file of JSON.

    Not the successor that a superseded certificate names, which the shards publish too; nor where a file's children begin,
    which is as much of a name as tells two names apart.
    """
    content = _SUCCESSOR.sub(b"[]", content)
    if b'"children"' in content:
        content = _CHILD.sub(b"[", content)
    for text in _TEXT.findall(content):
        yield _unescaped(text) if b"\\" in text else text


def _unescaped(text: bytes) -> bytes:
    try:
        return str(json.loads(b'"%b"' % text)).encode("utf-8", "replace")
    except ValueError:
        return text


def _key(text: bytes) -> bytes | None:
    """Return the key of a text that is a certificate number. Most texts are none, and most of these have Chinese characters."""
    if text.isascii():
        kept = text.translate(_KEPT, _DROPPED)
        return kept if normalise.SHORTEST <= len(kept) <= normalise.LONGEST and b"!" not in kept else None
    if len(text.translate(None, _HAN)) < len(text):
        return None
    try:
        return normalise.key(text.decode("utf-8", "replace")).encode()
    except normalise.Refused:
        return None
