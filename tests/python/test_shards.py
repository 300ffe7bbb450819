import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import normalise, shards

CASES = json.loads((Path(__file__).parents[1] / "vectors/shards.json").read_bytes())["cases"]
KEYS = st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=40).map(normalise.key)
BITS = st.integers(0, 24)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['key']} in {case['bits']} bits")
def test_vector(case):
    key = normalise.key(case["key"])
    assert shards.fold(key) == case["fold"]
    assert shards.digest(key).hex() == case["digest"]
    assert shards.name(shards.digest(key), case["bits"]) == case["shard"]


def test_path():
    assert shards.path("0b3c") == "shards/0b3c.json"


@given(KEYS, BITS)
def test_the_name_is_the_first_bits_of_the_digest(key, bits):
    digest = shards.digest(key)
    name = shards.name(digest, bits)
    assert len(name) == shards.digits(bits)
    binary = "".join(f"{byte:08b}" for byte in digest)
    assert int(name, 16) == int(binary[:bits] or "0", 2)


@given(KEYS, st.data())
def test_look_alikes_share_a_shard(key, data):
    swaps = {
        "O": "0",
        "0": "O",
        "I": "L",
        "1": "I",
        "L": "1",
        "Z": "2",
        "2": "Z",
        "S": "5",
        "5": "S",
        "B": "8",
        "8": "B",
    }
    at = data.draw(st.integers(0, len(key) - 1))
    other = normalise.key(key[:at] + swaps.get(key[at], key[at]) + key[at + 1 :])
    assert shards.fold(other) == shards.fold(key)
    assert shards.digest(other) == shards.digest(key)


@given(KEYS)
def test_a_fold_is_its_own_fold(key):
    folded = shards.fold(key)
    assert shards.fold(normalise.key(folded)) == folded
