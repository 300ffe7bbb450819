"""In which file of the published register a certificate stands (registry/README.md §3).

Look-alike numbers share a file, so that one file answers "did you mean". The twin in the browser is
`site_templates/theme/assets/verify/shards.mjs`; `tests/vectors/shards.json` binds both.
"""

from __future__ import annotations

import hashlib

from generator.normalise import CertificateKey

MOST_BITS = 24
"""The greatest number of digest bits that name a shard."""

FOLDER = "shards"
"""Where the shards are below the register's folder."""

GROUP_BITS = 6
"""A digest file speaks for the 2^6 shards whose names begin alike."""

DIGEST_DIGITS = 12
"""How many hexadecimal digits of a shard's SHA-256 a digest file gives."""

_FOLD = str.maketrans("OILZSB", "011258")


def fold(key: CertificateKey) -> str:
    """Return the key with look-alike letters replaced. Never shown, and never identifies a certificate."""
    return key.translate(_FOLD)


def digest(key: CertificateKey) -> bytes:
    """Return the 32 bytes that place a key: SHA-256 of its fold."""
    return hashlib.sha256(fold(key).encode("ascii")).digest()


def fingerprint(content: bytes) -> str:
    """Return what a digest file says of a shard with that content: the first digits of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:DIGEST_DIGITS]


def name(digest: bytes, bits: int) -> str:
    """Return the shard's name for a digest: its first `bits` bits (0 to 24) in hexadecimal."""
    number = int.from_bytes(digest[:3], "big") >> (MOST_BITS - bits)
    return f"{number:0{digits(bits)}x}"


def digits(bits: int) -> int:
    """Return how many hexadecimal digits a shard's name has."""
    return max(1, (bits + 3) // 4)


def path(name: str) -> str:
    """Return the path of a shard below the register's folder."""
    return f"{FOLDER}/{numbered(name)}.json"


def group_name(digest: bytes, bits: int) -> str:
    """Return the name of the group of shards that the digest's shard belongs to, by the register's `bits`."""
    return name(digest, max(0, bits - GROUP_BITS))


def slot(name: str) -> int:
    """Return the place of a shard in its group, from 0."""
    return int(name, 16) % (1 << GROUP_BITS)


def digests_path(snapshot: str, group: str) -> str:
    """Return the path of the digest file of a group below the register's folder."""
    return f"digests/{snapshot[:16]}/{numbered(group)}.json"


def numbered(name: str) -> str:
    """Return a name below its folder: what stands before its last two digits, if anything does."""
    folder = name[:-2]
    return f"{folder}/{name}" if folder else name
