"""Whether files of the register are as specified (registry/README.md §4–§6). What is not is a fault, never a default.

The twin in the browser is `site_templates/theme/assets/verify/format.mjs`. Values are JSON as `json.loads` gives it.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from generator.shards import DIGEST_DIGITS, GROUP_BITS, MOST_BITS

FORMAT = 1
"""The version of the format that is read here."""

Json = Mapping[str, Any]
FaultCode = Literal["NETWORK", "INTEGRITY", "NEWER_FORMAT"]

_MOST = 2**53 - 1
"""The greatest whole number that every reader of JSON keeps exactly."""


class Fault(Exception):  # noqa: N818 – the word of the specification
    """There are no data to judge by; `code` says why."""

    def __init__(self, code: FaultCode) -> None:
        super().__init__(code)
        self.code = code


def parse(content: bytes) -> dict[str, Any]:
    """Return what a file says, which is JSON as §5 writes it and not in any other way: so no key can stand in it twice.

    Raises Fault.
    """
    try:
        text = content.decode("utf-8")
        value = json.loads(text, parse_int=_whole, parse_float=_no_number, parse_constant=_no_constant)
        _demand(isinstance(value, dict) and _is_whole(value.get("format")))
        _demand(text.startswith(f'{{"format":{value["format"]}'))
        if value["format"] != FORMAT:
            raise Fault("NEWER_FORMAT")
        _demand(_is_canonical(text, value))
    except (ValueError, RecursionError):
        raise Fault("INTEGRITY") from None
    return dict(value)


def check_index(value: dict[str, Any]) -> Json:
    """Return the index, as far as a reader needs it (§4). Raises Fault."""
    issuer, platform, limits = (_object(value.get(key)) for key in ("issuer", "platform", "limits"))
    _demand(_is_whole(value.get("bits")) and value["bits"] <= MOST_BITS)
    _demand(_matches(value.get("snapshot"), "[0-9a-f]{64}"))
    _demand(_is_instant(value.get("generated_at")))
    _demand(all(is_day(value[key]) for key in ("next_update_due", "since") if key in value))
    _demand("specimen" not in value or isinstance(value["specimen"], bool))
    _demand(_is_name(issuer.get("name")) and _are_texts(issuer.get("prefixes")))
    _demand(_is_text(issuer.get("phone", "-")))
    _demand(_is_name(platform.get("name")) and _matches(platform.get("url"), "https://.*"))
    _demand(all(_is_whole(limits.get(key)) for key in ("notice", "downgrade", "expiring")))
    _demand(_is_table(value.get("schemes"), _is_name) and _is_table(value.get("levels"), _is_name))
    _demand(_is_table(value.get("superseded"), _is_succession))
    return value


def check_digests(value: dict[str, Any], bits: int, group: str) -> Sequence[str]:
    """Return the digests of a group, one for each of its shards. Raises Fault."""
    digests = value.get("digests")
    _demand(_equals(value.get("bits"), bits) and value.get("group") == group and isinstance(digests, list))
    _demand(len(value["digests"]) == 2 ** min(GROUP_BITS, bits))
    _demand(all(_matches(digest, f"[0-9a-f]{{{DIGEST_DIGITS}}}") for digest in value["digests"]))
    return list(value["digests"])


def check_shard(value: dict[str, Any], bits: int, name: str) -> Sequence[Json]:
    """Return the records of the shard with that name; only their numbers are known to be texts (§5). Raises Fault."""
    records = value.get("records")
    _demand(_equals(value.get("bits"), bits) and value.get("shard") == name and isinstance(records, list))
    _demand(all(_is_text(_object(record).get("number")) for record in value["records"]))
    return list(value["records"])


def check_numbers(value: dict[str, Any]) -> Sequence[str]:
    """Return the list of numbers (§12). Raises Fault."""
    numbers = value.get("numbers")
    _demand(isinstance(numbers, list) and all(map(_is_text, numbers)))
    return list(value["numbers"])


def check_record(value: Json) -> Json:
    """Return the record (§6). Raises Fault."""
    if value.get("disclosure") == "limited":
        return value
    _demand(value.get("disclosure", "full") == "full")
    _demand("specimen" not in value or isinstance(value["specimen"], bool))
    _demand(all(_is_text(value.get(key)) for key in ("scheme", "holder", "address", "scope")))
    optional = ("holder_en", "uscc", "address_en", "scope_en", "parent", "level")
    _demand(all(_is_text(value.get(key, "-")) for key in optional))
    _demand(_are_texts(value.get("standards")) and _are_texts(value.get("sites", ["-"])))
    _demand(all(is_day(value.get(key)) for key in ("issued_on", "valid_from", "valid_to")))
    _demand("first_certified_on" not in value or is_day(value["first_certified_on"]))
    _demand("revision" not in value or _is_whole(value["revision"]))
    _demand("events" not in value or _are_events(value["events"]))
    return value


def _demand(right: bool) -> None:
    if not right:
        raise Fault("INTEGRITY")


def _whole(digits: str) -> int | None:
    return number if len(digits) <= 17 and abs(number := int(digits)) <= _MOST else None


def _no_number(_: str) -> None:
    """Make a number that is not whole stand otherwise than it was written."""


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _is_canonical(text: str, value: object) -> bool:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # A key of digits would lose its place in an object of JavaScript.
    return written == text.replace("\n", "") and not re.search('"[0-9]+":', text)


_LATER_TERM = ("recertified", "expired_restored")


def _are_events(events: object) -> bool:
    if not isinstance(events, list):
        return False
    before = ""
    endless = (
        False  # a first term of which only `valid_to` knows the end, and that is the end of the last one
    )
    for event in events:
        if not isinstance(event, dict) or not (is_day(event.get("on")) and _is_text(event.get("type"))):
            return False
        kind, until = event["type"], "until" in event
        needs_until = kind in _LATER_TERM or kind == "suspended"
        if event["on"] < before or (not is_day(event["until"]) if until else needs_until):
            return False
        if not _is_text(event["by"]) if "by" in event else kind == "superseded":
            return False
        if kind in _LATER_TERM and endless:
            return False
        endless = endless or (kind == "granted" and not until)
        before = event["on"]
    return True


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Fault("INTEGRITY")
    return value


def _is_table(value: object, fits: Callable[[object], bool]) -> bool:
    return isinstance(value, dict) and all(map(fits, value.values()))


def _is_whole(value: object) -> bool:
    return type(value) is int and value >= 0


def _equals(value: object, number: int) -> bool:
    return type(value) is int and value == number


def _matches(value: object, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII | re.DOTALL) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _is_name(value: object) -> bool:
    return isinstance(value, dict) and _is_text(value.get("zh")) and _is_text(value.get("en", "-"))


def _is_succession(value: object) -> bool:
    return (
        isinstance(value, dict)
        and _is_text(value.get("by"))
        and ("until" not in value or is_day(value["until"]))
    )


def is_day(value: object) -> bool:
    """Tell whether a value is a day as registers write it, of the years 1900 to 2199 (§4)."""
    return _matches(value, r"\d{4}-\d\d-\d\d") and _is_instant(f"{value}T00:00:00Z")


def _is_instant(value: object) -> bool:
    if not _matches(value, r"(?:19|2[01])\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"):
        return False
    try:
        datetime.datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return False
    return True
