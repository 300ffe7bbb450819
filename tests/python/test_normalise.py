import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import normalise

CASES = json.loads((Path(__file__).parents[1] / "vectors/normalise.json").read_bytes().decode())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vector(case):
    if "key" in case:
        assert normalise.key(case["input"]) == case["key"]
        return
    with pytest.raises(normalise.Refused) as caught:
        normalise.key(case["input"])
    wanted = case["refused"]
    assert caught.value.kind == wanted["kind"]
    assert caught.value.character == wanted.get("character")
    assert caught.value.position == wanted.get("position")


def _read(text):
    """What `key` makes of a text: the key, or why it refuses."""
    try:
        return normalise.key(text)
    except normalise.Refused as refused:
        return refused.kind, refused.character, refused.position


@given(st.text())
def test_a_key_has_only_its_alphabet_and_its_length(text):
    read = _read(text)
    if isinstance(read, str):
        assert set(read) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        assert 8 <= len(read) <= 40


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=40))
def test_a_key_is_its_own_key(text):
    assert normalise.key(text) == text
    assert normalise.key(text.lower()) == text


@given(st.text(max_size=20), st.integers(0, 20), st.sampled_from(" -‐–—_/·.　​﻿\t"))
def test_a_separator_anywhere_changes_at_most_the_place_of_a_refusal(text, at, separator):
    with_separator = _read(text[:at] + separator + text[at:])
    plain = _read(text)
    if isinstance(plain, str):
        assert with_separator == plain
    else:
        assert with_separator[:2] == plain[:2]


@given(st.text(min_size=1))
def test_a_refusal_names_the_first_character_that_alone_is_refused(text):
    read = _read(text)
    if isinstance(read, tuple) and read[1] is not None:
        _, character, position = read
        assert text[position] == character
        assert _read(character)[1] == character
        assert all(
            _read(earlier)[1] is None for earlier in text[:position] if not isinstance(_read(earlier), str)
        )


def test_every_code_point_is_kept_dropped_or_refused_as_the_table_says():
    """A count of each kind over the whole of Unicode, worked out by hand from §2."""
    counts = {"kept": 0, "dropped": 0, "han": 0, "control": 0, "other": 0}
    for point in range(0x110000):
        read = _read(chr(point))
        kind = {"short": "kept", "empty": "dropped"}.get(read[0], read[0])
        counts[kind] += 1
    white, invisible, dashes, dots, slashes = 5 + 1 + 1 + 1 + 1 + 11 + 2 + 1 + 1 + 1, 23, 13, 8, 4
    assert counts["kept"] == 36 + 26 + 36 + 26
    assert counts["dropped"] == white + invisible + dashes + dots + slashes
    assert counts["han"] == 6592 + 20992 + 512 + 0x20000
    assert counts["control"] == 32 - 5 + 33 - 1
    assert sum(counts.values()) == 0x110000
