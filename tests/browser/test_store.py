"""What the check fetches, and what it makes of a network or a server that fails (registry/README.md §8.4)."""

import published
import pytest

from generator import normalise, shards

KEY = normalise.key("99926Q00001R0S")
RECORD = {
    "number": "99926Q00001R0S", "scheme": "iso-9001", "standards": ["GB/T 19001-2016/ISO 9001:2015"],
    "holder": "示例有限公司", "address": "示例市", "scope": "生产", "issued_on": "2026-03-02",
    "valid_from": "2026-03-02", "valid_to": "2029-03-01",
}  # fmt: skip

CHECK = """async ([base, { bits, answers }]) => {
  const { verify } = await import(base + "verify.mjs");
  const asked = [];
  const fetch = async (address, { cache, credentials }) => {
    asked.push(`${address} ${cache} ${credentials}`);
    const [status, body] = (answers[address] ?? []).shift() ?? [404, "not found"];
    if (status === 0) throw new TypeError("Failed to fetch");
    return { ok: status === 200, status, text: async () => body };
  };
  const { signal } = new AbortController();
  const now = Date.parse("2026-11-22T06:00:00Z");
  const world = { register: "", bits, fetch, now: () => now, signal, begun: () => {} };
  const { outcome } = await verify("99926Q00001R0S", world);
  return [outcome.code, asked];
}"""


def index(bits):
    return published.compact({**published.INDEX, "bits": bits})


def name(bits):
    return shards.name(shards.digest(KEY), bits)


def path(bits):
    return shards.path(name(bits))


def shard(bits):
    return published.shard(name(bits), bits, [RECORD])


@pytest.fixture
def check(modules):
    """A function that checks with the given answers: path → list of (status, body), taken one after the other."""
    page, base = modules
    return lambda answers, bits=4: page.evaluate(CHECK, [base, {"bits": bits, "answers": answers}])


def test_both_files_are_asked_for_at_once_and_never_from_a_cache(check):
    code, asked = check({"index.json": [(200, index(4))], path(4): [(200, shard(4))]})
    assert code == "VALID"
    assert asked == [f"{path(4)} no-cache omit", "index.json no-store omit"]


def test_the_number_of_bits_has_changed_since_the_page_was_built(check):
    code, asked = check(
        {"index.json": [(200, index(5))], path(4): [(200, shard(4))], path(5): [(200, shard(5))]}
    )
    assert code == "VALID"
    assert [one.split()[0] for one in asked] == [path(4), "index.json", path(5)]


def test_what_was_asked_for_in_vain_does_not_matter(check):
    code, _ = check({"index.json": [(200, index(5))], path(4): [(0, "")], path(5): [(200, shard(5))]})
    assert code == "VALID"


def test_a_shard_from_another_build_is_fetched_again_once(check):
    other = published.shard(name(4), 5, [RECORD])
    code, asked = check({"index.json": [(200, index(4))], path(4): [(200, other), (200, shard(4))]})
    assert code == "VALID"
    assert asked[-1] == f"{path(4)} no-store omit"

    code, asked = check(
        {"index.json": [(200, index(4))], path(4): [(200, other), (200, other), (200, shard(4))]}
    )
    assert code == "INTEGRITY"
    assert len(asked) == 3


def test_after_a_change_of_bits_there_is_no_third_try(check):
    other = published.shard(name(5), 6, [RECORD])
    code, asked = check({"index.json": [(200, index(5))], path(5): [(200, other), (200, shard(5))]})
    assert code == "INTEGRITY"
    assert [one.split()[0] for one in asked] == [path(4), "index.json", path(5)]


@pytest.mark.parametrize("status", [0, 404, 500, 503])
def test_no_answer_is_a_network_fault(check, status):
    good = {"index.json": (200, index(4)), path(4): (200, shard(4))}
    for broken in good:
        answers = {file: [(status, "") if file == broken else answer] for file, answer in good.items()}
        assert check(answers)[0] == "NETWORK", broken


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<!doctype html><title>Log in to the network</title>",
        "null",
        "[]",
        "{}",
        "0",
        '{"format":"1"}',
        shard(4)[:-3],
        shard(4)[:200],
        shard(4).replace('"records":[', '"records":["x",'),
        shard(4).replace('"bits":4,', ""),
        shard(4).replace("99926Q00001R0S", ""),
        published.shard("0", 4, [RECORD]),
    ],
)
def test_what_is_no_shard_is_an_integrity_fault(check, body):
    assert check({"index.json": [(200, index(4))], path(4): [(200, body)] * 2})[0] == "INTEGRITY"


@pytest.mark.parametrize(
    "body", ["", "<html>", "null", "[]", "{}", index(4)[:-3], index(4).replace('"bits":4', '"bits":"4"')]
)
def test_what_is_no_index_is_an_integrity_fault(check, body):
    assert check({"index.json": [(200, body)], path(4): [(200, shard(4))]})[0] == "INTEGRITY"


def test_a_newer_format(check):
    newer = shard(4).replace('"format":1', '"format":2')
    assert check({"index.json": [(200, index(4))], path(4): [(200, newer)]})[0] == "NEWER_FORMAT"
    newer = index(4).replace('"format":1', '"format":2')
    assert check({"index.json": [(200, newer)], path(4): [(200, shard(4))]})[0] == "NEWER_FORMAT"


def test_without_a_digest_nothing_is_asked(modules):
    """On plain http a browser has no crypto.subtle."""
    page, base = modules
    page.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    assert page.evaluate(CHECK, [base, {"bits": 4, "answers": {}}]) == ["INSECURE", []]
