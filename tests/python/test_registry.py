"""The planned register: its bytes, and that a reader who knows only the specification finds every certificate in it."""

import datetime
import hashlib
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ledgers import facts, specimens
from projects import ROOT

from generator import normalise, registry, shards
from generator.model import Certificate, Event, Ledger

NOON = datetime.datetime(2026, 11, 22, 4, tzinfo=datetime.UTC)
GOLDEN = ROOT / "tests/golden/register"
KEYS = (
    "number", "specimen", "parent", "scheme", "standards", "level", "holder", "holder_en", "uscc", "address",
    "address_en", "scope", "scope_en", "sites", "issued_on", "valid_from", "valid_to", "first_certified_on",
    "revision", "events",
)  # fmt: skip
"""The keys of a record in their order, copied from registry/README.md §6."""


def ledger_of(*certificates: Certificate) -> Ledger:
    return Ledger(certificates=certificates)


def files(ledger: Ledger, at: datetime.datetime = NOON) -> dict[str, bytes]:
    return dict(registry.plan(ledger, facts(), at).files())


def found_by_hand(published: dict[str, bytes], number: str) -> list[dict[str, Any]]:
    """Follow registry/README.md §3 without the project's own code; return the records with this number."""
    key = "".join(character for character in number.upper() if character.isalnum())
    fold = key
    for look_alike, digit in zip("OILZSB", "011258", strict=True):
        fold = fold.replace(look_alike, digit)
    bits = json.loads(published["index.json"])["bits"]
    binary = "".join(f"{byte:08b}" for byte in hashlib.sha256(fold.encode()).digest())
    name = f"{int(binary[:bits] or '0', 2):x}".zfill(max(1, -(-bits // 4)))
    shard = json.loads(published[f"shards/{name}.json"])
    assert (shard["format"], shard["bits"], shard["shard"]) == (1, bits, name)
    return [record for record in shard["records"] if record["number"] == number]


# Golden


FIVE = ("99926Q00001R0S", "99925S00023R0M", "99925Q00031R0L-1", "99923Q00036R0M", "99925Q00042R0M")


def test_five_certificates_as_files(golden: Any) -> None:
    chosen = ledger_of(*(c for c in specimens().certificates if c.number in FIVE))
    published = files(chosen)
    assert set(published) == {"index.json", "shards/0.json"}
    for name, content in published.items():
        golden(GOLDEN / name, content.decode())


def test_no_certificate_is_a_register_too() -> None:
    published = files(ledger_of())
    assert published["shards/0.json"] == b'{"format":1,"bits":0,"shard":"0","records":[\n]}\n'
    index = json.loads(published["index.json"])
    assert index["snapshot"] == hashlib.sha256(b"").hexdigest()
    assert index["counts"]["total"] == 0


# The form


@pytest.mark.parametrize("kind", ["index", "shard"])
def test_the_schemas_are_schemas_and_describe_every_key(kind: str) -> None:
    schema = json.loads((ROOT / f"registry/schema/{kind}.schema.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    keys = schema["$defs"]["full"]["properties"] if kind == "shard" else schema["properties"]
    for key, value in keys.items():
        assert "description" in value or value.get("$ref") == "#/$defs/number", key


def test_the_repositorys_register_keeps_the_schemas() -> None:
    index, shard = (
        Draft202012Validator(json.loads((ROOT / f"registry/schema/{kind}.schema.json").read_bytes()))
        for kind in ("index", "shard")
    )
    for name, content in files(specimens()).items():
        (index if name == "index.json" else shard).validate(json.loads(content))


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
def test_the_schema_refuses_a_wrong_record(change: dict[str, Any]) -> None:
    validator = Draft202012Validator(json.loads((ROOT / "registry/schema/shard.schema.json").read_bytes()))
    record = registry.record(
        next(c for c in specimens().certificates if c.number == "99926Q00001R0S"), facts()
    )
    shard = {"format": 1, "bits": 0, "shard": "0", "records": [record]}
    assert validator.is_valid(shard)
    assert not validator.is_valid({**shard, "records": [{**record, **change}]})


def test_one_record_a_line_in_order_with_the_keys_in_order() -> None:
    published = files(specimens())
    lines: list[bytes] = []
    for name in sorted(name for name in published if name != "index.json"):
        first, *records, last, end = published[name].split(b"\n")
        assert first.endswith(b'"records":[') and (last, end) == (b"]}", b"")
        assert all(line.endswith(b",") for line in records[:-1]) and not records[-1].endswith(b",")
        lines += [line.removesuffix(b",") for line in records]
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
    snapshot = hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    assert json.loads(published["index.json"])["snapshot"] == snapshot


def test_the_index_comes_last_and_every_shard_is_there() -> None:
    names = [name for name, _ in registry.plan(many(700), facts(), NOON).files()]
    assert names[-1] == "index.json"
    bits = json.loads(files(many(700))["index.json"])["bits"]
    assert bits == 5
    assert names[:-1] == [f"shards/{number:02x}.json" for number in range(32)]


@pytest.mark.parametrize(
    ("size", "bits"), [(0, 0), (16384, 0), (16385, 1), (32768, 1), (32769, 2), (2**62, 24)]
)
def test_bits_are_the_least_that_will_do(size: int, bits: int) -> None:
    assert registry.bits_for(size) == bits


# What it says


def test_a_record_of_limited_disclosure_tells_nothing() -> None:
    limited = [c for c in specimens().certificates if c.disclosure == "limited"]
    assert limited
    everything = b"".join(files(specimens()).values()).decode()
    for certificate in limited:
        assert f'{{"number":"{certificate.number}","specimen":true,"disclosure":"limited"}}' in everything
        assert certificate.holder not in everything
        assert everything.count(certificate.number) == 1


def test_notes_are_never_published() -> None:
    notes = {event.note for c in specimens().certificates for event in c.events if event.note}
    assert notes
    everything = b"".join(files(specimens()).values()).decode()
    assert not [note for note in notes if note in everything]


def test_counts_are_of_the_beijing_day() -> None:
    one = ledger_of(next(c for c in specimens().certificates if c.valid_to == datetime.date(2026, 12, 20)))
    for hour, minute, wanted in ((15, 59, "valid"), (16, 0, "expired")):
        at = datetime.datetime(2026, 12, 20, hour, minute, tzinfo=datetime.UTC)
        plan = registry.plan(one, facts(), at)
        assert {name: count for name, count in plan.summary.counts.items() if count} == {wanted: 1}


def test_the_summary_says_what_the_index_says() -> None:
    plan = registry.plan(specimens(), facts(), NOON)
    index = json.loads(plan.index)
    assert index["counts"] == {"total": plan.summary.total, "by_status": plan.summary.counts}
    assert (index["bits"], index["snapshot"]) == (plan.summary.bits, plan.summary.snapshot)
    assert sum(plan.summary.counts.values()) == plan.summary.total == len(specimens().certificates)
    assert plan.summary.counts["limited"] == 2
    assert index["specimen"] is plan.summary.specimen is True


def test_a_register_of_real_certificates_never_says_specimen() -> None:
    settings = facts().register_.model_copy(update={"specimen": False})
    real = facts().model_copy(update={"register_": settings})
    published = dict(registry.plan(specimens(), real, NOON).files())
    assert b"".join(published.values()).count(b'"specimen"') == 0


def test_a_promised_update_and_a_transition_stand_in_the_index() -> None:
    freshness = facts().register_.freshness.model_copy(update={"update_every": 7})
    settings = facts().register_.model_copy(update={"freshness": freshness})
    until = datetime.date(2029, 4, 30)
    standards = tuple(
        s.model_copy(update={"transition_until": until}) if s.status == "superseded" else s
        for s in facts().standards
    )
    body = facts().body.model_copy(update={"phone": "000-0000"})
    changed = facts().model_copy(update={"register_": settings, "standards": standards, "body": body})
    late = datetime.datetime(2026, 11, 22, 20, tzinfo=datetime.UTC)
    index = json.loads(registry.plan(ledger_of(), changed, late).index)
    assert index["generated_at"] == "2026-11-22T20:00:00Z"
    assert index["next_update_due"] == "2026-11-30"
    assert index["superseded"] == {
        "GB/T 24001-2016/ISO 14001:2015": {"by": "ISO 14001:2026", "until": "2029-04-30"}
    }
    assert index["issuer"]["phone"] == "000-0000"
    Draft202012Validator(json.loads((ROOT / "registry/schema/index.schema.json").read_bytes())).validate(
        index
    )


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        registry.plan(ledger_of(), facts(), datetime.datetime(2026, 11, 22))


# The same, whatever the machine


def test_only_the_index_changes_with_time() -> None:
    before, after = files(many(100)), files(many(100), NOON + datetime.timedelta(days=1))
    assert {name for name in before if before[name] != after[name]} == {"index.json"}


def test_the_bytes_do_not_depend_on_the_machine() -> None:
    program = (
        "import datetime, hashlib; from ledgers import facts, specimens; from generator import registry;"
        "at = datetime.datetime(2026, 11, 22, 4, tzinfo=datetime.UTC);"
        "print(hashlib.sha256(repr([*registry.plan(specimens(), facts(), at).files()]).encode()).hexdigest())"
    )
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
            [sys.executable, "-c", program],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        prints.add(done.stdout)
    assert len(prints) == 1


# Any ledger

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 12, 31))
NUMBERS = st.text("0123456789OILZSBQMR", min_size=5, max_size=37).map(lambda tail: f"999{tail}")
TEXTS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=20)


@st.composite
def certificates(draw: st.DrawFn) -> Certificate:
    scheme = draw(st.sampled_from(facts().schemes))
    return Certificate.model_construct(
        number=draw(NUMBERS),
        scheme=scheme.id,
        standards=scheme.standards,
        holder=draw(TEXTS),
        address=draw(TEXTS),
        scope=draw(TEXTS),
        holder_en=draw(st.none() | TEXTS),
        sites=tuple(draw(st.lists(TEXTS, max_size=2))),
        issued_on=draw(DAYS),
        valid_from=draw(DAYS),
        valid_to=draw(DAYS),
        revision=draw(st.none() | st.integers(1, 9)),
        disclosure=draw(st.sampled_from(["full", "full", "limited"])),
        events=tuple(
            Event(on=on, type="suspended", until=on, note="内部备注")
            for on in sorted(draw(st.lists(DAYS, max_size=2)))
        ),
    )


LEDGERS = st.lists(
    certificates(), max_size=12, unique_by=lambda certificate: normalise.key(certificate.number)
).map(lambda drawn: ledger_of(*drawn))


def expected(certificate: Certificate) -> dict[str, Any]:
    """The record of a certificate by registry/README.md §6, in other words than the project's own."""
    if certificate.disclosure == "limited":
        return {"number": certificate.number, "specimen": True, "disclosure": "limited"}
    facts_of = certificate.model_dump(
        mode="json", exclude_none=True, exclude={"disclosure", "events", "standards"}
    )
    designations = {standard.id: standard.designation for standard in facts().standards}
    events = [{"on": str(e.on), "type": e.type, "until": str(e.until)} for e in certificate.events]
    record = {
        **facts_of,
        "specimen": True,
        "standards": [designations[id_] for id_ in certificate.standards],
        "events": events,
    }
    return {key: value for key, value in record.items() if value != []}


@settings(deadline=None)
@given(LEDGERS)
def test_every_certificate_is_found_and_nothing_else_is_there(ledger: Ledger) -> None:
    published = files(ledger)
    for certificate in ledger.certificates:
        assert found_by_hand(published, certificate.number) == [expected(certificate)]
    records = [r for name, c in published.items() if name != "index.json" for r in json.loads(c)["records"]]
    assert sorted(r["number"] for r in records) == sorted(c.number for c in ledger.certificates)


@settings(deadline=None)
@given(LEDGERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(ledger: Ledger, random: Any) -> None:
    shuffled = [*ledger.certificates]
    random.shuffle(shuffled)
    assert files(ledger_of(*shuffled)) == files(ledger)


def many(count: int) -> Ledger:
    """A ledger of some size: one specimen under many numbers."""
    like = next(c for c in specimens().certificates if c.number == "99926Q00001R0S")
    return ledger_of(
        *(like.model_copy(update={"number": f"99926Q{number:05d}R0S"}) for number in range(count))
    )


def test_every_certificate_of_a_larger_register_is_found() -> None:
    published = files(many(700))
    for number in range(700):
        assert len(found_by_hand(published, f"99926Q{number:05d}R0S")) == 1


def test_the_repositorys_certificates_are_found() -> None:
    published = files(specimens())
    for certificate in specimens().certificates:
        assert [r["number"] for r in found_by_hand(published, certificate.number)] == [certificate.number]
