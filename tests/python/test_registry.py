"""The register that a ledger becomes: its bytes, and that a reader who knows only the specification finds every certificate."""

import datetime
import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import odd_ledgers
import pytest
import reference_register
from jsonschema import Draft202012Validator
from ledgers import EVENT_COLUMNS, NOON, Built, build, csv_text, facts, specimens, tree, write
from projects import ROOT

from generator import ledger, normalise, registry, shards
from generator.model import Certificate, Ledger, SchemesFile
from generator.registry import numbers, shard
from generator.status import status

GOLDEN = ROOT / "tests/golden/register"
KEYS = (
    "number", "specimen", "parent", "scheme", "standards", "level", "holder", "holder_en", "uscc", "address",
    "address_en", "scope", "scope_en", "sites", "issued_on", "valid_from", "valid_to", "first_certified_on",
    "revision", "events",
)  # fmt: skip
"""The keys of a record in their order, copied from registry/README.md §6."""


def ledger_of(*certificates: Certificate) -> Ledger:
    return Ledger(certificates=certificates)


def many(count: int) -> Ledger:
    """A ledger of some size: one specimen under many numbers."""
    return ledger_of(*(certificate(f"99926Q{number:05d}R0S") for number in range(count)))


def certificate(number: str, **changes: Any) -> Certificate:
    """One specimen under another number."""
    like = next(c for c in specimens().certificates if c.number == "99926Q00001R0S")
    return like.model_copy(update={"number": number, **changes})


def put(root: Path, found: Ledger) -> None:
    """Write a ledger as staff keep it."""
    certificates, events = reference_register.rows(found)
    columns = tuple(ledger.certificates.COLUMNS)
    write(root / "registry", csv_text(certificates, columns), csv_text(events, EVENT_COLUMNS))


def built(root: Path, found: Ledger, name: str = "new", **request: Any) -> Built:
    put(root, found)
    made = build(root, name, **request)
    assert made.outcome.summary, made.rendered
    return made


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The register of the repository's ledger."""
    return of_check(built(tmp_path_factory.mktemp("specimens"), specimens()).files)


def of_check(files: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out the organisation search, which has tests of its own."""
    return {path: content for path, content in files.items() if not path.startswith("search/")}


def records(files: dict[str, bytes]) -> list[dict[str, Any]]:
    return [
        record
        for path in sorted(files)
        if path.startswith("shards/")
        for record in json.loads(files[path])["records"]
    ]


def found_by_hand(files: dict[str, bytes], number: str) -> list[dict[str, Any]]:
    """Follow registry/README.md §3 without the project's own code; return the records with this number."""
    key = "".join(character for character in number.upper() if character.isalnum())
    fold = key
    for look_alike, digit in zip("OILZSB", "011258", strict=True):
        fold = fold.replace(look_alike, digit)
    index = json.loads(files["index.json"])
    bits = index["bits"]
    binary = "".join(f"{byte:08b}" for byte in hashlib.sha256(fold.encode()).digest())
    at = int(binary[:bits] or "0", 2)
    name = f"{at:x}".zfill(max(1, -(-bits // 4)))
    content = files[f"shards/{numbered(name)}.json"]
    shard = json.loads(content)
    assert (shard["format"], shard["bits"], shard["shard"]) == (1, bits, name)
    group_bits = max(0, bits - 6)
    group = f"{int(binary[:group_bits] or '0', 2):x}".zfill(max(1, -(-group_bits // 4)))
    digests = json.loads(files[f"digests/{index['snapshot'][:16]}/{numbered(group)}.json"])
    assert (digests["format"], digests["bits"], digests["group"]) == (1, bits, group)
    assert hashlib.sha256(content).hexdigest()[:12] == digests["digests"][at % 64]
    return [record for record in shard["records"] if record["number"] == number]


def numbered(name: str) -> str:
    return f"{name[:-2]}/{name}" if len(name) > 2 else name


# Golden


SIX = (
    "99926Q00001R0S", "99925S00023R0M", "99925Q00031R0L", "99925Q00031R0L-1", "99923Q00036R0M", "99925Q00042R0M",
)  # fmt: skip


def test_six_certificates_as_files(tmp_path: Path, golden: Any) -> None:
    files = of_check(
        built(tmp_path, ledger_of(*(c for c in specimens().certificates if c.number in SIX))).files
    )
    folder = json.loads(files["index.json"])["snapshot"][:16]
    assert set(files) == {"index.json", "numbers.json", "shards/0.json", f"digests/{folder}/0.json"}
    for name, content in files.items():
        golden(GOLDEN / name.replace(folder, "snapshot"), content.decode())


def test_no_certificate_is_a_register_too(tmp_path: Path) -> None:
    made = built(tmp_path, ledger_of())
    assert made.rules == ["CS633"]
    empty = b'{"format":1,"bits":0,"shard":"0","records":[\n]}\n'
    assert made.files["shards/0.json"] == empty
    index = json.loads(made.files["index.json"])
    assert index["snapshot"] == hashlib.sha256(hashlib.sha256(empty).hexdigest().encode() + b"\n").hexdigest()
    assert index["counts"]["total"] == 0


# The form


SCHEMAS = {
    kind: json.loads((ROOT / f"registry/schema/{kind}.schema.json").read_bytes())
    for kind in ("index", "shard", "digests", "numbers")
}


def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[kind])


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schemas_are_schemas_and_describe_every_key(kind: str) -> None:
    schema = SCHEMAS[kind]
    Draft202012Validator.check_schema(schema)
    keys = schema["$defs"]["full"]["properties"] if kind == "shard" else schema["properties"]
    for key, value in keys.items():
        assert "description" in value or value.get("$ref") == "#/$defs/number", key


def test_the_repositorys_register_keeps_the_schemas(published: dict[str, bytes]) -> None:
    seen = set()
    for path, content in published.items():
        kind = path.split("/")[0].removesuffix(".json").replace("shards", "shard")
        validator(kind).validate(json.loads(content))
        seen.add(kind)
    assert seen == set(SCHEMAS)


@pytest.mark.parametrize(
    "change",
    [
        {"disclosure": "limited"},
        {"disclosure": "full"},
        {"valid_to": "2029-3-1"},
        {"standards": []},
        {"holder": ""},
        {"events": [{"on": "2026-03-02", "type": "merged"}]},
        {"events": [{"on": "2026-03-02", "type": "suspended"}]},
        {"events": [{"on": "2026-03-02", "type": "superseded"}]},
        {"uscc": "91999999DEMO00014G"},
    ],
)
def test_the_schema_refuses_a_wrong_record(change: dict[str, Any], published: dict[str, bytes]) -> None:
    (record,) = found_by_hand(published, "99926Q00001R0S")
    shard = {"format": 1, "bits": 0, "shard": "0", "records": [record]}
    assert validator("shard").is_valid(shard)
    assert not validator("shard").is_valid({**shard, "records": [{**record, **change}]})


@pytest.mark.parametrize(
    "change",
    [
        {"group": ""},
        {"digests": []},
        {"digests": ["0123456789AB"]},
        {"digests": ["0" * 12] * 65},
        {"bits": 25},
    ],
)
def test_the_schema_refuses_a_wrong_digest_file(change: dict[str, Any], published: dict[str, bytes]) -> None:
    digests = json.loads(next(content for path, content in published.items() if path.startswith("digests/")))
    assert validator("digests").is_valid(digests)
    assert not validator("digests").is_valid({**digests, **change})


def test_one_record_a_line_in_order_with_the_keys_in_order(published: dict[str, bytes]) -> None:
    lines: list[bytes] = []
    for name in sorted(name for name in published if name.startswith("shards/")):
        first, *body, last, end = published[name].split(b"\n")
        assert first.endswith(b'"records":[') and (last, end) == (b"]}", b"")
        assert all(line.endswith(b",") for line in body[:-1]) and not body[-1].endswith(b",")
        lines += [line.removesuffix(b",") for line in body]
    places = []
    for line in lines:
        record = json.loads(line)
        assert json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() == line
        if "disclosure" in record:
            assert tuple(record) == ("number", "specimen", "disclosure")
        else:
            assert tuple(record) == tuple(key for key in KEYS if key in record)
        key = normalise.key(record["number"])
        places.append((shards.digest(key), key))
    assert places == sorted(places)
    assert len(places) == len(specimens().certificates)


def test_the_snapshot_is_the_digest_of_all_shards_digests(published: dict[str, bytes]) -> None:
    names = sorted(name for name in published if name.startswith("shards/"))  # one digit, so in shard order
    digests = [hashlib.sha256(published[name]).hexdigest() for name in names]
    snapshot = hashlib.sha256("".join(f"{digest}\n" for digest in digests).encode()).hexdigest()
    assert json.loads(published["index.json"])["snapshot"] == snapshot
    lines = published[f"digests/{snapshot[:16]}/0.json"].decode().split("\n")
    assert lines[0] == f'{{"format":1,"bits":{len(names).bit_length() - 1},"group":"0","digests":['
    assert lines[1:] == [*(f'"{d[:12]}",' for d in digests[:-1]), f'"{digests[-1][:12]}"', "]}", ""]


def test_every_shard_and_every_digest_file_is_there(tmp_path: Path) -> None:
    index = json.loads(built(tmp_path, many(700)).files["index.json"])
    assert index["bits"] == 6
    folder = f"digests/{index['snapshot'][:16]}"
    wanted = {
        "index.json",
        "numbers.json",
        f"{folder}/0.json",
        *(f"shards/{number:02x}.json" for number in range(64)),
    }
    assert set(of_check(tree(tmp_path / "new"))) == wanted


@pytest.mark.parametrize(
    ("size", "bits"),
    [
        (0, 0),
        (12_288, 0),
        (12_289, 1),
        (12_288 << 18, 18),
        ((12_288 << 18) + 1, 19),
        (13_312 << 19, 19),
        ((13_312 << 19) + 1, 20),
        (1 << 50, 24),
    ],
)
def test_how_many_shards_a_register_has(size: int, bits: int) -> None:
    """By the specification (§3); half a million files or more may be a little larger, for making them takes its time."""
    assert shard.bits_for(size, None) == bits


def test_the_list_of_numbers(tmp_path: Path) -> None:
    """Those of full disclosure, as printed, in order of key; the index names the file."""
    listed = [certificate("99926Q00002R0S"), certificate("999-26 Q00001 R0S"), certificate("99926q00003r0s")]
    files = built(tmp_path, ledger_of(*listed, certificate("99926Q00004R0S", disclosure="limited"))).files
    lines = b'"999-26 Q00001 R0S",\n"99926Q00002R0S",\n"99926q00003r0s"'
    assert files["numbers.json"] == b'{"format":1,"numbers":[\n' + lines + b"\n]}\n"
    digest = hashlib.sha256(files["numbers.json"]).hexdigest()[:12]
    assert list(json.loads(files["index.json"]))[2:4] == ["snapshot", "numbers"]
    assert json.loads(files["index.json"])["numbers"] == digest


def test_more_numbers_are_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of limited disclosure do not count. A list that has become too long goes."""
    monkeypatch.setattr(numbers, "MOST", 2)
    two = [certificate(f"99926Q0000{number}R0S") for number in (1, 2)]
    limited = certificate("99926Q00009R0S", disclosure="limited")
    assert "numbers.json" in built(tmp_path, ledger_of(*two, limited)).files
    files = built(tmp_path, ledger_of(*two, limited, certificate("99926Q00003R0S")), "more").files
    assert "numbers.json" not in files
    assert "numbers" not in json.loads(files["index.json"])


def test_many_shards_lie_in_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shard, "SHARD_BYTES", 64)
    files = of_check(built(tmp_path, many(150)).files)
    assert json.loads(files["index.json"])["bits"] == 11
    assert len(files) == 2 + 2**11 + 2**5
    assert "shards/7/7ff.json" in files
    for number in range(150):
        assert len(found_by_hand(files, f"99926Q{number:05d}R0S")) == 1
    assert files == reference_register.files(many(150), facts(), NOON, 11)


@pytest.mark.parametrize(
    ("size", "bits"), [(0, 0), (12288, 0), (12289, 1), (24576, 1), (24577, 2), (2**62, 24)]
)
def test_bits_are_the_least_that_will_do(size: int, bits: int) -> None:
    assert shard.bits_for(size, None) == bits
    assert reference_register.first_bits(size) == bits


@pytest.mark.parametrize(
    ("before", "average", "kept"),
    [(3, 4096, False), (3, 4097, True), (3, 15360, True), (3, 15361, False), (0, 1, True), (0, 15360, True), (0, 15361, False), (24, 20000, False)],
)  # fmt: skip
def test_a_register_keeps_its_bits_while_they_do(before: int, average: int, kept: bool) -> None:
    found = shard.bits_for(average << before, before)
    assert found == (before if kept else shard.bits_for(average << before, None))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_size_that_decides_is_that_of_the_records(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = []
    whole = shard.bits_for
    monkeypatch.setattr(shard, "bits_for", lambda size, before: decided.append(size) or whole(size, before))
    write(
        tmp_path / "registry",
        *(odd_ledgers.Sheet(table).bytes() for table in odd_ledgers.lifelike(800, seed)),
    )
    files = build(tmp_path).files
    size = sum(
        len(json.dumps(each, ensure_ascii=False, separators=(",", ":")).encode()) + 1
        for each in records(files)
    )
    assert decided == [pytest.approx(size, rel=0.03)]


# What it says


def test_a_record_of_limited_disclosure_tells_nothing(published: dict[str, bytes]) -> None:
    limited = [c for c in specimens().certificates if c.disclosure == "limited"]
    assert limited
    everything = b"".join(published.values()).decode()
    for certificate in limited:
        assert f'{{"number":"{certificate.number}","specimen":true,"disclosure":"limited"}}' in everything
        assert certificate.holder not in everything
        assert everything.count(certificate.number) == 1


def test_notes_are_never_published(published: dict[str, bytes], tmp_path: Path) -> None:
    notes = {event.note for c in specimens().certificates for event in c.events if event.note}
    assert notes
    everything = b"".join(built(tmp_path, specimens()).files.values()).decode()
    assert not [note for note in notes if note in everything]


def test_numbers_stand_as_the_rows_write_them(tmp_path: Path) -> None:
    """Also the number of another certificate, which the row that names it may write in another way."""
    one, two, three = (
        c.model_copy(update={"number": f"99926Q0000{at}R0S"}) for at, c in enumerate(many(3).certificates)
    )
    one = one.model_copy(update={"number": "999-26 q00000 r0s", "parent": "99926-q00001/R0S"})
    over = {"on": "2026-09-01", "type": "superseded", "by": "９９９26Q00002R0S"}
    two = Certificate.model_validate({**two.model_dump(), "events": (*two.model_dump()["events"], over)})
    files = built(tmp_path, ledger_of(one, two, three)).files
    found = {record["number"]: record for record in records(files)}
    assert found["999-26 q00000 r0s"]["parent"] == "99926-q00001/R0S"
    assert found["99926Q00001R0S"]["events"][-1]["by"] == "９９９26Q00002R0S"


def test_counts_are_of_the_beijing_day(tmp_path: Path) -> None:
    one = ledger_of(next(c for c in specimens().certificates if c.valid_to == datetime.date(2026, 12, 20)))
    for hour, minute, wanted in ((15, 59, "valid"), (16, 0, "expired")):
        at = datetime.datetime(2026, 12, 20, hour, minute, tzinfo=datetime.UTC)
        summary = built(tmp_path, one, wanted, generated_at=at).outcome.summary
        assert {name: count for name, count in summary.counts.items() if count} == {wanted: 1}


@pytest.mark.parametrize("day", ["2019-06-01", "2023-02-28", "2026-11-24", "2027-03-01", "2035-01-01"])
def test_counts_are_those_of_the_rule(day: str, tmp_path: Path) -> None:
    """Of any day, also with events that are still to come."""
    write(
        tmp_path / "registry", *(odd_ledgers.Sheet(table).bytes() for table in odd_ledgers.lifelike(800, 3))
    )
    at = datetime.datetime.fromisoformat(f"{day}T04:00:00+00:00")
    files = build(tmp_path, generated_at=at).files
    counted = dict.fromkeys(json.loads(files["index.json"])["counts"]["by_status"], 0)
    for record in records(files):
        name = status(record, day).status
        counted["limited" if name == "restricted" else name] += 1
    assert json.loads(files["index.json"])["counts"] == {"total": 800, "by_status": counted}


def test_the_summary_says_what_the_index_says(tmp_path: Path) -> None:
    made = built(tmp_path, specimens())
    summary = made.outcome.summary
    index = json.loads(made.files["index.json"])
    assert index["counts"] == {"total": summary.total, "by_status": summary.counts}
    assert (index["bits"], index["snapshot"]) == (summary.bits, summary.snapshot)
    assert sum(summary.counts.values()) == summary.total == len(specimens().certificates)
    assert summary.counts["limited"] == 2
    assert index["specimen"] is summary.specimen is True
    assert made.outcome.certificates == summary.total


def with_settings(**settings: Any) -> SchemesFile:
    return facts().model_copy(update={"register_": facts().register_.model_copy(update=settings)})


def test_a_register_of_real_certificates_never_says_specimen(tmp_path: Path) -> None:
    files = built(tmp_path, specimens(), known=with_settings(specimen=False)).files
    assert b"".join(files.values()).count(b'"specimen"') == 0


def test_a_promised_update_and_a_transition_stand_in_the_index(tmp_path: Path) -> None:
    freshness = facts().register_.freshness.model_copy(update={"update_every": 7})
    until = datetime.date(2029, 4, 30)
    standards = tuple(
        s.model_copy(update={"transition_until": until}) if s.status == "superseded" else s
        for s in facts().standards
    )
    body = facts().body.model_copy(update={"phone": "000-0000"})
    changed = with_settings(freshness=freshness).model_copy(update={"standards": standards, "body": body})
    late = datetime.datetime(2026, 11, 22, 20, tzinfo=datetime.UTC)
    index = json.loads(built(tmp_path, ledger_of(), known=changed, generated_at=late).files["index.json"])
    assert index["generated_at"] == "2026-11-22T20:00:00Z"
    assert index["next_update_due"] == "2026-11-30"
    assert index["superseded"] == {
        "GB/T 24001-2016/ISO 14001:2015": {"by": "ISO 14001:2026", "until": "2029-04-30"}
    }
    assert index["issuer"]["phone"] == "000-0000"
    validator("index").validate(index)


# The same, whatever the machine


def test_only_the_index_changes_with_time(tmp_path: Path) -> None:
    before = built(tmp_path, many(100), "before").files
    after = built(tmp_path, many(100), "after", generated_at=NOON + datetime.timedelta(days=1)).files
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} == {"index.json"}


def test_the_bytes_do_not_depend_on_the_machine(tmp_path: Path) -> None:
    program = (
        "import hashlib, sys; from pathlib import Path; from ledgers import build;"
        "files = build(Path(sys.argv[1]), sys.argv[2]).files;"
        "print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())"
    )
    put(tmp_path, specimens())
    prints = set()
    for seed, zone, locale in (
        ("0", "UTC", "C"),
        ("1", "Pacific/Kiritimati", "C.UTF-8"),
        ("2", "America/Adak", "tr_TR.UTF-8"),
    ):
        environment = {
            **os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "0",
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"), str(ROOT / "tests/python"))),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", program, tmp_path, seed],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        prints.add(done.stdout)
    assert len(prints) == 1


def test_two_runs_in_one_process_do_not_mix(tmp_path: Path) -> None:
    """A preview builds again and again, with what is kept in between always in the same place."""
    for count in (30, 40):
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        files = built(tmp_path, many(count), f"of {count}", scratch=scratch).files
        assert len(records(files)) == count
        for path in sorted(scratch.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        scratch.rmdir()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_does_not_matter(seed: int, tmp_path: Path) -> None:
    """But for events of the same certificate, which stand in the order in which they were decided."""
    sheets = [odd_ledgers.Sheet([[*row] for row in table]) for table in odd_ledgers.lifelike(300, 1)]
    texts = []
    for turn in range(2):
        texts.append([sheet.bytes() for sheet in sheets])
        write(tmp_path / "registry", *texts[turn])
        build(tmp_path, f"turn {turn}")
        draw = random.Random(seed)
        certificates, events = sheets
        certificates.rows[1:] = draw.sample(certificates.rows[1:], len(certificates.rows) - 1)
        order = {row[0]: draw.random() for row in events.rows[1:]}
        events.rows[1:] = sorted(events.rows[1:], key=lambda row: order[row[0]])
    assert texts[0] != texts[1]
    assert tree(tmp_path / "turn 0") == tree(tmp_path / "turn 1")


# Every certificate is found


def test_every_certificate_of_a_larger_register_is_found(tmp_path: Path) -> None:
    files = built(tmp_path, many(700)).files
    for number in range(700):
        assert len(found_by_hand(files, f"99926Q{number:05d}R0S")) == 1


def test_the_repositorys_certificates_are_found_and_nothing_else_is_there(
    published: dict[str, bytes],
) -> None:
    for certificate in specimens().certificates:
        wanted = reference_register.record(certificate, facts())
        assert found_by_hand(published, certificate.number) == [wanted]
    assert len(records(published)) == len(specimens().certificates)


def test_the_repositorys_register_is_that_of_the_simple_way(published: dict[str, bytes]) -> None:
    assert published == reference_register.files(specimens(), facts(), NOON)


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path, specimens())
    before = tree(tmp_path)
    made = build(tmp_path, fresh=None)
    assert (made.outcome.summary, made.outcome.certificates) == (None, len(specimens().certificates))
    assert tree(tmp_path) == before


def test_the_progress_only_grows_and_ends(tmp_path: Path) -> None:
    put(tmp_path, many(700))
    told: list[tuple[int, int]] = []
    (tmp_path / "scratch").mkdir()
    registry.run(
        registry.Request(ledger.Files(tmp_path), facts(), NOON, tmp_path / "scratch"),
        ledger.Problems(),
        lambda done, total: told.append((done, total)),
    )
    assert told == sorted(told)
    assert len({total for _, total in told}) == 1
    assert 0.99 < told[-1][0] / told[-1][1] <= 1  # headers do not count


def test_the_progress_in_bytes_is_apart_from_that_of_the_search(tmp_path: Path) -> None:
    put(tmp_path, many(700))
    (tmp_path / "scratch").mkdir()
    (tmp_path / "fresh").mkdir()
    told: list[tuple[int, int]] = []
    searched: list[tuple[int, int]] = []
    registry.run(
        registry.Request(
            ledger.Files(tmp_path), facts(), NOON, tmp_path / "scratch", fresh=tmp_path / "fresh"
        ),
        ledger.Problems(),
        lambda done, total: told.append((done, total)),
        lambda done, total: searched.append((done, total)),
    )
    assert len({total for _, total in told}) == 1
    assert told[-1][0] / told[-1][1] > 0.99
    assert searched == sorted(searched)
    assert searched[-1][0] == searched[-1][1]
