"""What the check fetches, and what it makes of a network or a server that fails (registry/README.md §8.4)."""

import base64

import published
import pytest
from readers import CASES, NUMBER, PLACE, SUSPENDED, answers, paths, register

from generator import normalise, shards

CHECK = """async ([base, { hint, answers, checks }]) => {
  const { verify } = await import(base + "verify.mjs");
  const { nothingHeld } = await import(base + "store.mjs");
  let asked = [];
  const fetch = async (address, { cache, credentials }) => {
    if (credentials !== "omit") throw new Error(credentials);
    asked.push(`${address} ${cache}`);
    const given = answers[address] ?? [[404, ""]];
    const [status, body] = given.length > 1 ? given.shift() : given[0];
    if (status === 0) throw new TypeError("Failed to fetch");
    return { ok: status === 200, status, headers: new Headers(), arrayBuffer: async () => {
      if (status === -1) throw new TypeError("network error");
      return Uint8Array.from(atob(body), (character) => character.charCodeAt(0)).buffer;
    } };
  };
  const { signal } = new AbortController();
  const held = nothingHeld();
  const found = [];
  for (const { number, seconds, publish } of checks) {
    Object.assign(answers, publish);
    const now = () => Date.parse("2026-11-22T06:00:00Z") + seconds * 1000;
    const world = { register: "", ...hint, held, fetch, now, signal, begun: () => {} };
    const { outcome } = await verify(number, world);
    found.push([outcome.code, asked]);
    asked = [];
  }
  return found;
}"""


def sent(served):
    """The same as the browser takes it."""
    return {
        path: [[status, base64.b64encode(content).decode()] for status, content in given]
        for path, given in served.items()
    }


def hint_of(files):
    index = published.parse(files["index.json"])
    return {"bits": index["bits"], "snapshot": index["snapshot"]}


@pytest.fixture
def session(modules):
    """A function that makes checks on one page: `(number, second, what is published by then)`, one after the other."""
    page, base = modules

    def run(served, hint, checks):
        checks = [
            {"number": number, "seconds": seconds, "publish": sent(publish)}
            for number, seconds, publish in checks
        ]
        return page.evaluate(CHECK, [base, {"hint": hint, "answers": sent(served), "checks": checks}])

    return run


@pytest.fixture
def check(session):
    """A function that makes one check: returns the code and what was asked for, as `path cache`."""
    return lambda served, hint: session(served, hint, [(NUMBER, 0, {})])[0]


@pytest.mark.parametrize("bits", [0, 4, 6, 7, 9, 15])
def test_all_three_files_are_asked_for_at_once(check, bits):
    files = register(bits)
    shard, digests, index = paths(files)
    code, asked = check(answers(files), hint_of(files))
    assert code == "VALID"
    assert asked == [f"{index} no-store", f"{digests} default", f"{shard} no-cache"]


def test_a_register_was_published_since_the_page_was_made(check):
    """A wrong snapshot costs one more file."""
    files = register()
    shard, digests, index = paths(files)
    hint = hint_of(register(record=SUSPENDED))
    code, asked = check(answers(files), hint)
    assert code == "VALID"
    assert [one.split()[0] for one in asked] == [index, paths(register(record=SUSPENDED))[1], shard, digests]


def test_the_number_of_bits_has_changed_since_the_page_was_made(check):
    """A wrong number of bits costs two more files, and what was asked for in vain does not matter."""
    files, before = register(9), register(4)
    shard, digests, index = paths(files)
    early = paths(before)
    for failure in ((404, b""), (0, b""), (200, b"{"), (200, before[early[0]])):
        served = answers(files) | {early[0]: [failure], early[1]: [failure]}
        code, asked = check(served, hint_of(before))
        assert code == "VALID"
        assert [one.split()[0] for one in asked] == [index, early[1], early[0], digests, shard]


# One check after the other


def test_a_second_check_asks_for_the_shard_only(session):
    files = register()
    shard = paths(files)[0]
    first, second = session(answers(files), hint_of(files), [(NUMBER, 0, {}), (NUMBER, 59, {})])
    assert second == ["VALID", [f"{shard} no-cache"]]
    assert len(first[1]) == 3


def test_a_second_check_in_another_group_asks_for_two(session):
    files = register(9)
    place = shards.digest(normalise.key("99926Q00002R0S"))
    assert shards.group_name(place, 9) != shards.group_name(PLACE, 9)
    checks = [(NUMBER, 0, {}), ("99926Q00002R0S", 1, {})]
    _, (code, asked) = session(answers(files), hint_of(files), checks)
    assert code == "VALID"
    assert [one.partition("/")[0] for one in asked] == ["digests", "shards"]


@pytest.mark.parametrize("seconds", [60, 3600, -1])
def test_an_index_is_used_for_a_minute(session, seconds):
    """Also when the device's clock was set back."""
    files = register()
    shard, _, index = paths(files)
    _, (code, asked) = session(answers(files), hint_of(files), [(NUMBER, 0, {}), (NUMBER, seconds, {})])
    assert code == "VALID"
    assert asked == [f"{index} no-store", f"{shard} no-cache"]


def test_a_register_is_published_between_two_checks(session):
    """The shard does not fit the index that was kept: everything is asked for anew."""
    files, after = register(), register(record=SUSPENDED)
    shard, digests, index = paths(after)
    checks = [(NUMBER, 0, {}), (NUMBER, 5, answers(after)), (NUMBER, 6, {})]
    _, second, third = session(answers(files), hint_of(files), checks)
    assert second[0] == third[0] == "SUSPENDED"
    held = paths(files)[1]
    assert second[1][:2] == [f"{shard} no-cache", f"{index} no-store"]
    assert sorted(second[1][2:]) == sorted([f"{held} reload", f"{shard} reload", f"{digests} reload"])
    assert third[1] == [f"{shard} no-cache"]


def test_a_register_with_other_bits_is_published_and_the_old_one_removed(session):
    files, after = register(4), register(9, record=SUSPENDED)
    gone = {path: [(404, b"")] for path in files}
    checks = [(NUMBER, 0, {}), (NUMBER, 5, gone | answers(after))]
    _, (code, _) = session(answers(files), hint_of(files), checks)
    assert code == "SUSPENDED"


def test_an_answer_does_not_come_from_an_index_that_is_gone(session):
    files = register()
    checks = [(NUMBER, 0, {}), (NUMBER, 5, {path: [(0, b"")] for path in files})]
    assert session(answers(files), hint_of(files), checks)[1][0] == "NETWORK"


# What goes wrong


def test_both_readers_cases(session):
    """All of tests/readers.py: what does not belong together, what is missing, and what is not as specified."""
    hint = hint_of(register())
    wrong = {}
    for name, (served, code) in CASES.items():
        ((found, asked),) = session(served, hint, [(NUMBER, 0, {})])
        if found != code or len(asked) > 8:
            wrong[name] = (found, code, asked)
    assert wrong == {}


def test_the_second_try_passes_every_cache(check):
    old, new = register(), register(record=SUSPENDED)
    shard, digests, index = paths(new)
    code, asked = check(answers(new) | {shard: [(200, old[shard])]}, hint_of(new))
    assert code == "INTEGRITY"
    assert asked[3:] == [f"{index} no-store", f"{digests} reload", f"{shard} reload"]


def test_without_a_digest_nothing_is_asked(modules):
    """On plain http a browser has no crypto.subtle."""
    page, base = modules
    page.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    checks = [{"number": NUMBER, "seconds": 0, "publish": {}}]
    assert page.evaluate(CHECK, [base, {"hint": {}, "answers": {}, "checks": checks}]) == [["INSECURE", []]]
