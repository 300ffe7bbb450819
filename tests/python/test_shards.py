import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import normalise, shards

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/shards.json").read_bytes())
CASES = VECTORS["cases"]
KEYS = st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=40).map(normalise.key)
BITS = st.integers(0, 24)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['key']} in {case['bits']} bits")
def test_vector(case):
    key = normalise.key(case["key"])
    assert shards.fold(key) == case["fold"]
    assert shards.digest(key).hex() == case["digest"]
    assert shards.name(shards.digest(key), case["bits"]) == case["shard"]
    assert shards.path(case["shard"]) == case["path"]
    assert shards.group_name(shards.digest(key), case["bits"]) == case["group"]
    assert shards.slot(case["shard"]) == case["slot"]
    assert shards.digests_path(VECTORS["snapshot"], case["group"]) == case["digests_path"]


@pytest.mark.parametrize("bits", range(16))
def test_no_folder_of_a_register_holds_more_than_a_few_hundred_files(bits):
    paths = [shards.path(f"{number:0{shards.digits(bits)}x}") for number in range(1 << bits)]
    assert len(set(paths)) == 1 << bits
    assert max(Counter(path.rpartition("/")[0] for path in paths).values()) <= 256


@given(KEYS, BITS)
def test_a_group_is_64_neighbours(key, bits):
    digest = shards.digest(key)
    number, group = int(shards.name(digest, bits), 16), int(shards.group_name(digest, bits), 16)
    assert number == group * 64 + shards.slot(shards.name(digest, bits))


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
