"""Reads one certificate's part of a register, from a folder or from a website, as any other reader does (registry/README.md §8.4).

The twin in the browser is `site_templates/theme/assets/verify/store.mjs`. What goes wrong is a Fault, and never looks
like an answer.
"""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import __version__, shards
from generator.format import Fault, Json, check_digests, check_index, check_shard, parse
from generator.normalise import CertificateKey

INDEX = "index.json"
"""Path of the index below the register's folder."""

PATIENCE = 10.0
"""Seconds for which a server may be silent."""

LARGEST = 16 * 2**20
"""Bytes that no file of a register comes near."""

Get = Callable[[str], bytes]
"""Returns the content of a file, given its path below the register's folder. Raises Fault."""


@dataclass(frozen=True)
class RegisterData:
    """The index, and the records of the shard in which a number has its place."""

    index: Json
    records: Sequence[Json]


def load(key: CertificateKey, get: Get) -> RegisterData:
    """Read the index, and the shard of a key whose digest is published under the index's snapshot. Raises Fault.

    Files that do not belong together are read once more: the register may have been published meanwhile.
    """
    try:
        return _attempt(key, get)
    except Fault as fault:
        if fault.code != "INTEGRITY":
            raise
    return _attempt(key, get)


def _attempt(key: CertificateKey, get: Get) -> RegisterData:
    place = shards.digest(key)
    index = check_index(parse(get(INDEX)))
    bits = index["bits"]
    name, group = shards.name(place, bits), shards.group_name(place, bits)
    digests = check_digests(parse(get(shards.digests_path(index["snapshot"], group))), bits, group)
    content = get(shards.path(name))
    if shards.fingerprint(content) != digests[shards.slot(name)]:
        raise Fault("INTEGRITY")
    return RegisterData(index, check_shard(parse(content), bits, name))


def source(register: str) -> Get:
    """Return what reads a register: a folder, or an address that begins with http:// or https://."""
    if register.lower().startswith(("http://", "https://")):
        return website(register)
    return folder(Path(register))


def folder(path: Path) -> Get:
    """Return what reads a register from a folder."""

    def get(file: str) -> bytes:
        try:
            with (path / file).open("rb") as opened:
                return _within_reason(opened.read(LARGEST + 1))
        except OSError:
            raise Fault("NETWORK") from None

    return get


def website(address: str) -> Get:
    """Return what reads a register from its address; no cache on the way may answer."""
    base = address if address.endswith("/") else f"{address}/"
    headers = {"Cache-Control": "no-cache", "User-Agent": f"certsite/{__version__}"}

    def get(file: str) -> bytes:
        try:
            request = urllib.request.Request(base + file, headers=headers)  # noqa: S310 – only http and https come here
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
                content = _within_reason(response.read(LARGEST + 1))
                if response.length:  # the connection ended before the file did
                    raise Fault("NETWORK")
                return content
        except (OSError, ValueError, http.client.HTTPException):
            raise Fault("NETWORK") from None

    return get


def _within_reason(content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise Fault("INTEGRITY")
    return content
