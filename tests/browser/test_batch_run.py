"""What a run over many numbers fetches, and what it makes of a network or a register that changes under it."""

import base64
from collections import Counter

import published
import pytest
from states import RECORDS, SUPERSEDED, record

from generator import normalise, shards

AT_ONCE = 6
NUMBERS = [f"99926Q{number:05}R0M" for number in range(1, 301)]
MANY = [record(number) for number in NUMBERS]

# `stages`: [[how many shards were asked for, the files that are served from then on], …]; `failing`: part of an address →
# "error" | "hang" | status. Patience with what hangs is a tenth of what it is.
RUN = """async ([base, { stages, failing, numbers, bits, snapshot, step, stopAfter, newest, twice }]) => {
  const { checkList } = await import(base + "../batch/check-list.mjs");
  const { listOf } = await import(base + "../batch/list.mjs");
  const { nothingHeld } = await import(base + "store.mjs");
  const usual = globalThis.setTimeout;
  const hurry = Object.values(failing).includes("hang") ? 10 : 1;
  globalThis.setTimeout = (run, milliseconds) => usual(run, milliseconds / hurry);
  const log = [];
  let [shardsAsked, running, most, seconds] = [0, 0, 0, 0];
  const stopping = new AbortController();
  const fetch = async (address, { cache, signal }) => {
    if (address.includes("shards/")) {
      shardsAsked += 1;
      seconds += step;
    }
    const [, files] = stages.filter(([after]) => shardsAsked >= after).at(-1);
    log.push(`${address} ${cache}`);
    most = Math.max(most, ++running);
    try {
      signal.throwIfAborted();
      const [, fault] = Object.entries(failing).find(([part]) => address.includes(part)) ?? [];
      if (fault === "hang") await new Promise((_, no) => signal.addEventListener("abort", () => no(new Error("aborted"))));
      await new Promise((go) => usual(go, 1));
      if (signal.aborted || fault === "error") throw new TypeError("Failed to fetch");
      const body = Uint8Array.from(atob(files[address] ?? ""), (character) => character.charCodeAt(0));
      return new Response(body, { status: typeof fault === "number" ? fault : address in files ? 200 : 404 });
    } finally {
      running -= 1;
    }
  };
  const rows = numbers.map((number, at) => ({ at: at + 1, cells: [number] }));
  const { asked } = listOf({ rows, titles: [""], number: 0, name: undefined });
  const source = {
    register: "", bits, snapshot, held: nothingHeld(), fetch, signal: stopping.signal, newest: newest ?? "",
    now: () => Date.parse("2026-11-22T06:00:00Z") + seconds * 1000,
  };
  const found = {};
  const run = async (asked) => {
    let told = 0;
    await checkList(asked, source, ({ key, id }, { outcome, ...result }) => {
      if (result.key !== key) throw new Error("another number");
      found[id] = [outcome.code, outcome.verdict];
      if (++told === stopAfter) stopping.abort();
    });
  };
  await run(asked);
  const first = [...log];
  if (twice) {
    failing = {};
    await run(asked.filter(({ id }) => found[id][0] === "NETWORK"));
  }
  globalThis.setTimeout = usual;
  const codes = Object.fromEntries(Object.entries(found).map(([id, value]) => [JSON.parse(id)[0], value]));
  return { codes, log: first, second: log.slice(first.length), most, asked: asked.length };
}"""


def sent(files):
    return {path: base64.b64encode(content).decode() for path, content in files.items()}


def shard_of(number, bits):
    return shards.path(shards.name(shards.digest(normalise.key(number)), bits))


@pytest.fixture
def run(modules):
    """A function that runs a list over a register, or over several that are published one after the other."""
    page, base = modules

    def go(files, numbers=NUMBERS, later=(), hint=None, failing=None, step=0, **options):
        index = published.parse((hint or files)["index.json"])
        return page.evaluate(
            RUN,
            [
                base,
                {
                    "stages": [[0, sent(files)], *([after, sent(more)] for after, more in later)],
                    "failing": failing or {},
                    "numbers": numbers,
                    "bits": index["bits"],
                    "snapshot": index["snapshot"],
                    "step": step,
                    **options,
                },
            ],
        )

    return go


def all_valid(found, numbers=NUMBERS):
    return found["codes"] == {number: ["VALID", "yes"] for number in numbers}


@pytest.mark.parametrize("bits", [0, 2, 6, 8])
def test_each_file_is_fetched_once(run, bits):
    found = run(published.files(MANY, bits=bits))
    assert all_valid(found)
    assert len(set(found["log"])) == len(found["log"])
    assert found["log"].count("index.json no-store") == 1
    assert {line.split()[0] for line in found["log"] if "shards/" in line} == {
        shard_of(number, bits) for number in NUMBERS
    }
    assert len([line for line in found["log"] if "digests/" in line]) == 2 ** max(0, bits - 6)


def test_no_more_than_six_requests_at_a_time(run):
    assert run(published.files(MANY, bits=8))["most"] == AT_ONCE


def test_answers_are_those_of_the_single_check(run):
    """Each outcome, in one list with an unreadable row and a number that stands in it twice."""
    files = published.files(RECORDS, bits=3, superseded=SUPERSEDED)
    numbers = [
        "99926Q00001R0S", "99926Q00007R0S", "99926Q00011R0S", "99926QO0001R0S", "01526Q00001R0S", "99926S00004R0S",
        "999-26q 00001r0s", "999", "91999999DEM000014G", "99926Q00012R0S",
    ]  # fmt: skip
    found = run(files, numbers)
    assert found["asked"] == 8
    assert found["codes"] == {
        "99926Q00001R0S": ["VALID", "yes"],
        "99926Q00007R0S": ["WITHDRAWN", "no"],
        "99926Q00011R0S": ["RESTRICTED", "unknown"],
        "99926QO0001R0S": ["NEAR_MISS", "unknown"],
        "01526Q00001R0S": ["OTHER_BODY", "unknown"],
        "99926S00004R0S": ["TRANSITION_OVER", "unknown"],
        "91999999DEM000014G": ["INPUT_USCC", "input"],
        "99926Q00012R0S": ["UNKNOWN_EVENT", "unknown"],
    }


def test_a_claim_in_a_link_concerns_its_own_row_only(run):
    files = published.files(RECORDS)
    found = run(files, ["https://x.example/verify.html#n=99926Q00001R0S&to=2030-01-01", "99926Q00001R0S"])
    assert found["asked"] == 2
    assert len([line for line in found["log"] if "shards/" in line]) == 1


def test_a_list_asks_about_today_whatever_day_a_link_in_it_was_made_for(run):
    """It was valid on that day, and is withdrawn now."""
    found = run(published.files(RECORDS), ["https://x.example/verify.html#n=99926Q00007R0S&on=2026-05-01"])
    assert found["codes"] == {"99926Q00007R0S": ["WITHDRAWN", "no"]}


# The network


@pytest.mark.parametrize("fault", ["error", 404, 503])
def test_a_shard_that_does_not_come_concerns_its_own_numbers(run, fault):
    files = published.files(MANY, bits=4)
    lost = shard_of(NUMBERS[0], 4)
    found = run(files, failing={lost: fault}, twice=True)
    assert all_valid(found)
    assert {line.split()[0] for line in found["second"] if "shards/" in line} == {lost}
    assert not any("index" in line for line in found["second"])  # the one of before is fresh


def test_until_then_they_are_cannot_tell(run):
    lost = shard_of(NUMBERS[0], 4)
    found = run(published.files(MANY, bits=4), failing={lost: "error"})
    for number in NUMBERS:
        expected = ["NETWORK", "unknown"] if shard_of(number, 4) == lost else ["VALID", "yes"]
        assert found["codes"][number] == expected


def test_a_shard_that_never_ends_is_given_up_and_the_others_are_not(run):
    lost = shard_of(NUMBERS[150], 6)
    found = run(published.files(MANY, bits=6), failing={lost: "hang"})
    failed = {number for number, (code, _) in found["codes"].items() if code == "NETWORK"}
    assert failed == {number for number in NUMBERS if shard_of(number, 6) == lost}


def test_where_nothing_arrives_any_more_nothing_more_is_asked_for(run):
    """Each of 256 shards would be waited for, ten seconds each."""
    found = run(published.files(MANY, bits=8), failing={"shards/": "hang"})
    assert set(map(tuple, found["codes"].values())) == {("NETWORK", "unknown")}
    assert len(found["codes"]) == len(NUMBERS)
    assert len([line for line in found["log"] if "shards/" in line]) <= 12


@pytest.mark.parametrize(("fault", "asked"), [("error", 3), ("hang", 3), (500, 3)])
def test_without_an_index_nothing_more_is_asked_for(run, fault, asked):
    found = run(published.files(MANY, bits=8), failing={"index.json": fault})
    assert set(map(tuple, found["codes"].values())) == {("NETWORK", "unknown")}
    assert len(found["codes"]) == len(NUMBERS)
    assert len(found["log"]) == asked


def test_a_stop_leaves_the_rest_without_an_answer(run):
    """Only shards that had arrived already, of those asked for at once, are still answered."""
    found = run(published.files(MANY, bits=8), stopAfter=50)
    fullest = max(Counter(shard_of(number, 8) for number in NUMBERS).values())
    assert 50 <= len(found["codes"]) < 50 + AT_ONCE * fullest < len(NUMBERS)
    assert {code for code, _ in found["codes"].values()} == {"VALID"}


# The register


def test_a_shard_that_is_not_as_specified_concerns_its_own_numbers(run):
    files = published.files(MANY, bits=4)
    bad = shard_of(NUMBERS[0], 4)
    files[bad] = files[bad].replace("示例精密".encode(), "仿制粗糙".encode())
    found = run(files)
    for number in NUMBERS:
        expected = ["INTEGRITY", "unknown"] if shard_of(number, 4) == bad else ["VALID", "yes"]
        assert found["codes"][number] == expected
    assert len([line for line in found["log"] if line == f"{bad} reload"]) == 1


def test_a_newer_format_is_asked_once(run):
    files = published.files(MANY, bits=8)
    files["index.json"] = files["index.json"].replace(b'{"format":1', b'{"format":2')
    found = run(files)
    assert set(map(tuple, found["codes"].values())) == {("NEWER_FORMAT", "unknown")}
    assert len(found["log"]) == 3


def test_data_that_are_older_than_seen_before_are_refused(run):
    found = run(published.files(MANY, bits=4), newest="2026-11-23T00:00:00Z")
    assert set(map(tuple, found["codes"].values())) == {("OLDER_DATA", "unknown")}


def test_an_index_is_read_again_after_a_minute(run):
    """16 shards at 10 seconds each are two minutes and a half."""
    found = run(published.files(MANY, bits=4), step=10)
    assert all_valid(found)
    # Twice, but for checks that begin while the minute ends: each of six may read it for itself.
    assert 3 <= found["log"].count("index.json no-store") <= 9


def test_what_is_withdrawn_meanwhile_is_seen_after_a_minute(run):
    later = [record(number, ("2026-11-20", "withdrawn")) for number in NUMBERS]
    found = run(published.files(MANY, bits=4), later=[(8, published.files(later, bits=4))], step=10)
    after = [number for number in NUMBERS if found["codes"][number] == ["WITHDRAWN", "no"]]
    assert set(map(tuple, found["codes"].values())) == {("VALID", "yes"), ("WITHDRAWN", "no")}
    assert len({shard_of(number, 4) for number in after}) >= 8


@pytest.mark.parametrize(("before", "after"), [(2, 6), (6, 2), (4, 5), (1, 8)])
def test_a_register_that_is_divided_otherwise_meanwhile(run, before, after):
    """No number may be looked for in a shard in which it does not stand any more."""
    later = [(2, published.files(MANY, bits=after))]
    found = run(published.files(MANY, bits=before), later=later)
    assert all_valid(found)


@pytest.mark.parametrize("bits", [2, 8])
def test_the_page_was_made_for_a_register_that_was_divided_otherwise(run, bits):
    found = run(published.files(MANY, bits=5), hint=published.files(MANY, bits=bits))
    assert all_valid(found)
