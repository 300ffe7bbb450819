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
from generator.normalise import CertificateKey
from generator.problems import Place, Problem, problem
from generator.status import KNOWN

_NAME = re.compile("[0-9a-f]{16}")


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
        if path not in (job.folder + SEARCH + INDEX, f"{job.folder}{SEARCH}{name[:2]}/{name}.json"):
            scanned.findings.add(problem("CS846", Place(path), wanted=name))
        try:
            texts = {*_texts(json.loads(content))}
        except (ValueError, RecursionError):
            wrong = {"reason_zh": "不是 JSON", "reason_en": "not JSON"}
            scanned.findings.add(problem("CS831", Place(path), **wrong))
            continue
        numbers = {str(key): text for text in sorted(texts) if (key := _key(text))}
        for hit in confidential.known(job.limited, [*numbers]):
            scanned.findings.add(_leak(path, numbers[hit], "受限公开证书的编号", "the number of a certificate of limited disclosure"))  # fmt: skip
        is_root = path == job.folder + SEARCH + INDEX  # it has legal forms and schemes, and no organisation
        others = [] if is_root else sorted(texts - {*numbers.values()} - KNOWN)
        scanned.notes += ((path, text) for text in confidential.known(job.notes, others))
    return scanned


def note(path: str, text: str) -> Problem:
    """Return what is wrong where a note stands."""
    return _leak(path, text, "台账里的备注", "a note of the ledger")


def _leak(path: str, text: str, zh: str, en: str) -> Problem:
    return problem("CS847", Place(path), text=text, what_zh=zh, what_en=en)


def _key(text: str) -> CertificateKey | None:
    try:
        return normalise.key(text)
    except normalise.Refused:
        return None


def _texts(value: object) -> Iterator[str]:
    """Yield every text of a JSON value.

    Not the successor that a superseded certificate names, which the shards publish too; nor where a file's children begin,
    which is as much of a name as tells two names apart.
    """
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            second = value[1] if len(value) > 1 else None
            if second == "superseded":
                waiting += value[:1] + value[3:]
            elif isinstance(second, str) and _NAME.fullmatch(second):
                waiting += value[2:]
            else:
                waiting += value
