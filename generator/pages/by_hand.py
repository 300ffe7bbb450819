"""A check done by hand: where one number leads in a register, step by step (registry/README.md §2, §3 and §10)."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import get_args

from generator import normalise, shards, status
from generator.model import EventType
from generator.pages.source import RegisterSummary

_DIGIT_BITS = 4
"""Bits of a hexadecimal digit."""
_FIRST_OF_GROUP = 2
"""Line of a digest file on which its first shard stands; the line before it says of what the file is."""
_TYPED_PART = 5

HISTORY = tuple(type for type in get_args(EventType) if type in status.HISTORY)
"""Events that no status depends on (registry/README.md §7.1)."""

RULES = (
    ("limited", "restricted", "cannot_tell"),
    ("unknown", None, "cannot_tell"),
    ("withdrawn", "withdrawn", "no"),
    ("cancelled", "cancelled", "no"),
    ("superseded", "superseded", "no"),
    ("early", "not_yet_effective", "no"),
    ("late", "expired", "no"),
    ("suspended", "suspended", "no"),
    ("else", "valid", "yes"),
)
"""The rules of registry/README.md §7.2 in their order: name of the rule, status (None where there is no word for it) and
verdict."""


@dataclass(frozen=True)
class Walk:
    """The way of one number. All texts are what a reader sees or types; paths are below the register's folder."""

    number: str
    dropped: tuple[str, ...]
    """Characters of the number that its key does not keep, each once; white space and invisible marks as `U+0020`."""
    typed: str
    """The same number as somebody else may write it."""
    key: str
    replaced: tuple[tuple[str, str], ...]
    """Letters of the key and what the fold has in their place, each pair once."""
    fold: str
    digest: str
    """64 hexadecimal digits."""
    head: str
    """The digest's first digits, as many as have the bits that name the shard; one at least."""
    binary: str
    """The same digits in binary, a space after each."""
    taken: str
    """The bits that name the shard; none in a register of one shard."""
    position: int
    """The shard's number."""
    shard: str
    shard_path: str
    group: str
    group_taken: str
    """The bits that name the group; none where there is one group only."""
    slot: int
    """The shard's place in its group, from 0."""
    digests_path: str
    line: int
    """Line of the digest file that is the shard's, from 1."""
    first: str
    """Name of the first shard of the register."""
    last: str
    count: int
    """How many shards there are."""

    @property
    def quoted(self) -> str:
        """The number as a word of a shell command."""
        return shlex.quote(self.number)


def walk(number: str, register: RegisterSummary) -> Walk:
    """Return the way of a number in a register. Raises Refused if it is no certificate number."""
    key = normalise.key(number)
    fold, digest, bits = shards.fold(key), shards.digest(key), register.bits
    shard, group = shards.name(digest, bits), shards.group_name(digest, bits)
    digits = shards.digits(bits)
    head = digest.hex()[:digits]
    binary = [f"{int(digit, 16):0{_DIGIT_BITS}b}" for digit in head]
    dropped = (character for character in number if normalise.keep(character) == "")
    replaced = ((old, new) for old, new in zip(key, fold, strict=True) if old != new)
    return Walk(
        number=number,
        dropped=tuple(dict.fromkeys(map(_visible, dropped))),
        typed=_typed(key),
        key=key,
        replaced=tuple(dict.fromkeys(replaced)),
        fold=fold,
        digest=digest.hex(),
        head=head,
        binary=" ".join(binary),
        taken="".join(binary)[:bits],
        position=int(shard, 16),
        shard=shard,
        shard_path=shards.path(shard),
        group=group,
        group_taken="".join(binary)[: max(0, bits - shards.GROUP_BITS)],
        slot=shards.slot(shard),
        digests_path=shards.digests_path(register.snapshot, group),
        line=_FIRST_OF_GROUP + shards.slot(shard),
        first="0" * digits,
        last=f"{(1 << bits) - 1:0{digits}x}",
        count=1 << bits,
    )


def _typed(key: str) -> str:
    """Return a key in small letters, cut by spaces and dashes."""
    parts = [key[at : at + _TYPED_PART] for at in range(0, len(key), _TYPED_PART)]
    return "-".join((f"{parts[0]} {parts[1]}", *parts[2:])).lower()


def _visible(character: str) -> str:
    return character if character.isprintable() and not character.isspace() else f"U+{ord(character):04X}"
