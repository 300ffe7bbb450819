"""What the check fetches, and what it makes of a network or a server that fails (registry/README.md §8.4)."""

import base64
import hashlib

import published
import pytest

from generator import normalise, shards

NUMBER = "99926Q00001R0S"
PLACE = shards.digest(normalise.key(NUMBER))
RECORD = {
    "number": NUMBER, "scheme": "iso-9001", "standards": ["GB/T 19001-2016/ISO 9001:2015"],
    "holder": "示例有限公司", "address": "示例市", "scope": "生产", "issued_on": "2026-03-02",
    "valid_from": "2026-03-02", "valid_to": "2029-03-01",
}  # fmt: skip
SUSPENDED = {**RECORD, "events": [{"on": "2026-06-01", "type": "suspended", "until": "2026-11-30"}]}
OTHER = {**RECORD, "number": "99926Q00002R0S"}

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
    return { ok: status === 200, status, arrayBuffer: async () => {
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


def register(bits=4, record=RECORD, **changes):
    """A register of that record and another one: path → content."""
    return published.files([record, OTHER], bits=bits, **changes)


def paths(files):
    """Where the number's shard and digests lie, and the index, by the specification."""
    index = published.parse(files["index.json"])
    group = shards.group_name(PLACE, index["bits"])
    shard = shards.path(shards.name(PLACE, index["bits"]))
    return shard, shards.digests_path(index["snapshot"], group), "index.json"


def answers(files):
    """Every file as one that the server has: path → list of (status, content), of which the last one stays."""
    return {path: [(200, content)] for path, content in files.items()}


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


# What does not belong together


def test_an_old_shard_under_a_new_index_is_no_answer(check):
    """A cache that hands out yesterday's shard would make a suspended certificate look valid."""
    old, new = register(), register(record=SUSPENDED)
    shard, digests, index = paths(new)
    served = answers(new) | {shard: [(200, old[shard])]}
    code, asked = check(served, hint_of(new))
    assert code == "INTEGRITY"
    assert asked[3:] == [f"{index} no-store", f"{digests} reload", f"{shard} reload"]


def test_a_cache_that_had_an_old_file_is_passed_by(check):
    old, new = register(), register(record=SUSPENDED)
    shard, digests, index = paths(new)
    served = answers(new) | {shard: [(200, old[shard]), (200, new[shard])]}
    assert check(served, hint_of(new))[0] == "SUSPENDED"
    served = answers(new) | {digests: [(200, old[paths(old)[1]]), (200, new[digests])]}
    assert check(served, hint_of(new))[0] == "SUSPENDED"
    served = answers(new) | {index: [(200, old[index]), (200, new[index])]}
    served |= {paths(old)[1]: [(200, old[paths(old)[1]])]}
    assert check(served, hint_of(old))[0] == "SUSPENDED"


def test_old_digests_under_a_new_index_are_no_answer(check):
    old, new = register(record=SUSPENDED), register()
    served = answers(new) | {paths(new)[1]: [(200, old[paths(old)[1]])]}
    assert check(served, hint_of(new))[0] == "INTEGRITY"


def test_shard_and_digests_of_the_time_before_do_not_pass_under_a_new_snapshot(check):
    """An old register under a new index: nothing is where the index says."""
    old, new = register(), register(record=SUSPENDED)
    served = answers(old) | {"index.json": [(200, new["index.json"])]}
    assert check(served, hint_of(old))[0] == "NETWORK"


def test_a_shard_in_the_place_of_another_is_no_answer(check):
    files = register()
    shard, _, _ = paths(files)
    for other in [path for path in files if path.startswith("shards/") and path != shard]:
        assert check(answers(files) | {shard: [(200, files[other])]}, hint_of(files))[0] == "INTEGRITY"


def test_one_bit_is_seen(check):
    files = register()
    shard = paths(files)[0]
    content = bytearray(files[shard])
    content[-40] ^= 1
    assert check(answers(files) | {shard: [(200, bytes(content))]}, hint_of(files))[0] == "INTEGRITY"


# No answer at all


@pytest.mark.parametrize("status", [0, -1, 404, 500, 503])
def test_no_answer_is_a_network_fault(check, status):
    files = register()
    for broken in paths(files):
        code, _ = check(answers(files) | {broken: [(status, b"")]}, hint_of(files))
        assert code == "NETWORK", broken


# Files that are not as specified


def resealed(files, content):
    """The register with that content as the number's shard, and a digest file that fits it."""
    shard, digests, _ = paths(files)
    was, now = (hashlib.sha256(each).hexdigest()[:12].encode() for each in (files[shard], content))
    return files | {shard: content, digests: files[digests].replace(was, now)}


SHARD = register()[paths(register())[0]]
DIGESTS = register()[paths(register())[1]]
INDEX = register()["index.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><title>Log in to the network</title>",
        b"null",
        b"[]",
        b"{}",
        b"0",
        b'{"format":"1"}',
        b'{"format":1}',
        b'{"format":1.0}',
        b"\xef\xbb\xbf" + SHARD,
        SHARD[:-3],
        SHARD[:200],
        SHARD + b"{}",
        SHARD.replace(b'"records":[', b'"records":["x",'),
        SHARD.replace(b'"records":[', b'"records":[null,'),
        SHARD.replace(b'"bits":4,', b""),
        SHARD.replace(b'"bits":4,', b'"bits":5,'),
        SHARD.replace(b'"shard":"5"', b'"shard":"6"'),
        SHARD.replace(NUMBER.encode(), b""),
        SHARD.replace(b"2029-03-01", b"2029-02-29"),
        SHARD.replace("示".encode(), b"\xff"),
        SHARD.replace("示".encode(), b"\xed\xa0\x80"),
        SHARD.replace("示".encode(), b"\\ud800"),
        SHARD.replace("示".encode(), b"\\u793a"),
        SHARD.replace(b"/ISO", b"\\/ISO"),
        SHARD.replace(b'"issued_on"', b' "issued_on"'),
        SHARD.replace(b"\n", b"\r\n"),
        SHARD.replace(b'"valid_to":', b'"valid_to":"2020-01-01","valid_to":'),
        SHARD.replace(b'"number":', b'"number":"99926Q00009R0S","number":'),
        SHARD.replace(b'"scheme":', b'"revision":1.0,"scheme":'),
        SHARD.replace(b'"scheme":', b'"more":0.5,"scheme":'),
        SHARD.replace(b'"scheme":', b'"more":1e2,"scheme":'),
        SHARD.replace(b'"scheme":', b'"more":1e21,"scheme":'),
        SHARD.replace(b'"scheme":', b'"more":9007199254740993,"scheme":'),
        SHARD.replace(b'"scheme":', b'"more":9007199254740992,"scheme":'),
        SHARD.replace(b'"scheme":', b'"more":-0,"scheme":'),
        SHARD.replace(b'"scheme":', b'"1":0,"scheme":'),
    ],
)
def test_what_is_no_shard_is_an_integrity_fault(check, content):
    """Even if its digest is the published one."""
    assert content != SHARD
    code, _ = check(answers(resealed(register(), content)), hint_of(register()))
    assert code == "INTEGRITY"


@pytest.mark.parametrize(
    "content",
    [
        SHARD,
        SHARD.replace(b'"scheme":', b'"more":{"__proto__":[1,-5,9007199254740991,null,true]},"scheme":'),
        SHARD.replace(b'"scheme":', '"more":"\u2028\u2029\x7f\ufeff😀\\\\ud800\\u0001\\"1\\":","scheme":'.encode()),
        SHARD.replace(b'"records":[', b'"more":{"toString":"x"},"records":['),
    ],
)  # fmt: skip
def test_what_a_later_version_may_add_does_not_matter(check, content):
    code, _ = check(answers(resealed(register(), content)), hint_of(register()))
    assert code == "VALID"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"null",
        b'{"format":1}',
        DIGESTS[:-5],
        DIGESTS.replace(b'"bits":4', b'"bits":5'),
        DIGESTS.replace(b'"group":"0"', b'"group":"1"'),
        DIGESTS.replace(b'"group":"0"', b'"group":0'),
        DIGESTS.replace(b'"group":"0"', b'"group":"1","group":"0"'),
        DIGESTS.replace(b'"digests":[', b'"digests":["0123456789ab",'),
        DIGESTS.replace(b'"digests":[\n"', b'"digests":[\n"0'),
        DIGESTS.replace(b'"digests":[', b'"digests":{').replace(b"]}", b"}}"),
        b'{"format":1,"bits":4,"group":"0","digests":[%s]}\n' % b",".join([b"0"] * 16),
        b'{"format":1,"bits":4,"group":"0","digests":[]}\n',
        DIGESTS.upper(),
    ],
)
def test_what_is_no_digest_file_is_an_integrity_fault(check, content):
    files = register()
    code, asked = check(answers(files) | {paths(files)[1]: [(200, content)]}, hint_of(files))
    assert (code, len(asked)) == ("INTEGRITY", 6)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b"{}",
        INDEX[:-3],
        INDEX.replace(b'"bits":4', b'"bits":"4"'),
        INDEX.replace(b'"bits":4', b'"bits":4,"bits":4'),
        INDEX.replace(b'"bits":4', b'"bits": 4'),
        INDEX.replace(b'"generated_at"', b'"generated_at":"2026-11-23T00:00:00Z","generated_at"'),
        INDEX.replace(b'"superseded":{}', b'"superseded":{"a":{"by":"b"},"a":{"by":"c"}}'),
    ],
)
def test_what_is_no_index_is_an_integrity_fault(check, content):
    assert content != INDEX
    files = register()
    code, _ = check(answers(files) | {"index.json": [(200, content)]}, hint_of(files))
    assert code == "INTEGRITY"


def test_a_newer_format(check):
    files = register()
    for path in paths(files):
        newer = files[path].replace(b'"format":1', b'"format": 2')
        changed = resealed(files, newer) if path.startswith("shards/") else files | {path: newer}
        assert check(answers(changed), hint_of(files))[0] == "NEWER_FORMAT"


def test_without_a_digest_nothing_is_asked(modules):
    """On plain http a browser has no crypto.subtle."""
    page, base = modules
    page.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    checks = [{"number": NUMBER, "seconds": 0, "publish": {}}]
    assert page.evaluate(CHECK, [base, {"hint": {}, "answers": {}, "checks": checks}]) == [["INSECURE", []]]
