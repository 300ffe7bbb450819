"""What has been published does not vanish, and what is set aside is set aside whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from ledgers import CERTIFICATE, EVENT_COLUMNS, Built, build, csv_text, tree, write

from generator import normalise, registry
from generator.registry import UnreadableError, intake, shard

Row = dict[str, str]

ONE, TWO, THREE, FOUR = (f"99926Q0000{at}R0S" for at in (1, 2, 3, 4))


def certificate(number: str, **values: str) -> Row:
    return {**CERTIFICATE, "parent": "", "disclosure": "", "number": number, **values}


def event(number: str, on: str, kind: str, until: str = "", by: str = "") -> Row:
    return dict(zip(EVENT_COLUMNS, (number, on, kind, until, by, ""), strict=True))


CERTIFICATES = [
    certificate(ONE),
    certificate(TWO),
    certificate(THREE),
    certificate(FOUR, disclosure="limited"),
]
EVENTS = [
    event(ONE, "2026-03-02", "granted"),
    event(ONE, "2026-05-01", "suspended", "2026-09-30"),
    event(ONE, "2026-06-01", "restored"),
    event(TWO, "2026-07-01", "withdrawn"),
    event(THREE, "2026-07-01", "superseded", by=ONE),
    event(FOUR, "2026-07-01", "cancelled"),
]


def put(root: Path, certificates: list[Row], events: list[Row]) -> None:
    write(root / "registry", csv_text(certificates), csv_text(events, EVENT_COLUMNS))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a register that was built before, in `old`."""
    put(tmp_path, CERTIFICATES, EVENTS)
    assert build(tmp_path, "old").rules == []
    return tmp_path


def again(root: Path, *intended: str, **request: Any) -> Built:
    before = tree(root / "old")
    keys = frozenset(normalise.key(number) for number in intended)
    made = build(root, previous=root / "old", intended=keys, **request)
    assert tree(root / "old") == before
    if made.outcome.summary is None:
        assert not (root / "new/index.json").exists()
    return made


def details(made: Built) -> list[dict[str, str]]:
    return [dict(problem.details) for problem in made.problems]


@pytest.mark.parametrize("number", [ONE, TWO, THREE, FOUR])
def test_a_number_does_not_vanish(root: Path, number: str) -> None:
    rest = [row for row in CERTIFICATES if row["number"] != number]
    put(root, rest, [row for row in EVENTS if number not in (row["number"], row["by"])])
    made = again(root)
    assert "CS671" in made.rules
    assert made.outcome.summary is None
    assert number in [found["number"] for found in details(made)]
    intended = [number, THREE] if number == ONE else [number]  # what took the place of THREE is gone with it
    made = again(root, *intended)
    assert (made.rules, made.outcome.certificates) == ([], 3)


@pytest.mark.parametrize("at", range(len(EVENTS)))
def test_an_ending_or_a_suspension_does_not_vanish(root: Path, at: int) -> None:
    put(root, CERTIFICATES, [row for row in EVENTS if row is not EVENTS[at] and row["type"] != "restored"])
    grave = EVENTS[at]["type"] not in ("granted", "restored") and EVENTS[at]["number"] != FOUR
    made = again(root)
    assert made.rules == (["CS672"] if grave else [])
    if grave:
        number, told = EVENTS[at]["number"], f"{EVENTS[at]['type']} {EVENTS[at]['on']}"
        assert details(made) == [{"number": number, "event": told}]
        assert again(root, number).rules == []


@pytest.mark.parametrize(
    "change", [{"on": "2026-05-02"}, {"until": "2026-10-31"}, {"type": "surveillance_passed", "until": ""}]
)
def test_a_suspension_does_not_change_in_silence(root: Path, change: Row) -> None:
    events = [{**row, **change} if row["type"] == "suspended" else row for row in EVENTS]
    put(root, CERTIFICATES, [row for row in events if row["type"] != "restored"])
    assert again(root).rules == ["CS672"]


def test_more_events_are_no_loss(root: Path) -> None:
    put(
        root,
        CERTIFICATES,
        [*EVENTS, event(TWO, "2026-08-01", "corrected"), event(ONE, "2026-10-01", "cancelled")],
    )
    assert again(root).rules == []


def test_a_record_that_becomes_limited_is_no_loss(root: Path) -> None:
    put(root, [certificate(row["number"], disclosure="limited") for row in CERTIFICATES], EVENTS)
    made = again(root)
    assert made.rules == []
    assert made.outcome.summary


def test_a_record_that_is_limited_no_more_is_to_be_looked_at(root: Path) -> None:
    """What it had published before it was limited is in no register that is left: an ending may have got lost meanwhile."""
    limited = [certificate(row["number"], disclosure="limited") for row in CERTIFICATES]
    put(root, limited, EVENTS)
    assert build(root, "between", previous=root / "old").rules == []
    put(
        root,
        [CERTIFICATES[0], certificate(TWO), *limited[2:]],
        [row for row in EVENTS if row["number"] != TWO],
    )
    made = build(root, previous=root / "between")
    assert made.rules == ["CS679", "CS679"]
    assert details(made) == [{"number": ONE}, {"number": TWO}]
    assert made.outcome.counted["CS679"] == 2
    assert made.outcome.summary
    made = build(root, "known", previous=root / "between", intended=frozenset({normalise.key(ONE)}))
    assert details(made) == [{"number": TWO}]
    assert build(root, "again", previous=root / "new").rules == []


def test_a_number_written_in_another_way_is_the_same(root: Path) -> None:
    other = {ONE: "999-26 q00001 r0s"}
    put(
        root,
        [
            certificate(other.get(row["number"], row["number"]), disclosure=row["disclosure"])
            for row in CERTIFICATES
        ],
        EVENTS,
    )
    assert again(root).rules == []


def test_losses_are_found_across_every_bound(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both registers divided, the ledger too, and each in another way."""
    monkeypatch.setattr(intake, "_RANGE_BYTES", 100)
    for old, new in ((16, 1 << 20), (1 << 20, 16), (64, 64)):
        put(root, CERTIFICATES, EVENTS)
        shutil.rmtree(root / "old")
        monkeypatch.setattr(shard, "SHARD_BYTES", old)
        monkeypatch.setattr(shard, "_KEPT", (0, 0))
        build(root, "old")
        monkeypatch.setattr(shard, "SHARD_BYTES", new)
        put(
            root,
            [row for row in CERTIFICATES if row["number"] != FOUR],
            [row for row in EVENTS if row["number"] not in (TWO, FOUR)],
        )
        shutil.rmtree(root / "new", ignore_errors=True)
        made = again(root)
        assert sorted(made.rules) == ["CS671", "CS672"]


def test_two_processes_find_losses(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_SMALL", 0)
    monkeypatch.setattr(intake, "_RANGE_BYTES", 100)
    put(root, CERTIFICATES[1:3], [row for row in EVENTS if row["number"] == THREE and not row["by"]])
    made = again(root, processes=2)
    assert made.rules == ["CS671", "CS671", "CS672", "CS672"]


def test_faults_and_losses_are_told_together(root: Path) -> None:
    """A row with a fault, also one that is no JSON, does not hide what is lost."""
    put(root, [certificate(ONE, holder="示\x01例"), CERTIFICATES[2], CERTIFICATES[3]], EVENTS[:2])
    made = again(root)
    assert sorted(made.rules) == ["CS630", "CS671", "CS672"]
    assert made.outcome.summary is None


# More than one register before


@pytest.mark.parametrize("processes", [1, 2])
def test_what_any_register_before_has_does_not_vanish(
    root: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.setattr(registry, "_SMALL", 0)
    monkeypatch.setattr(intake, "_RANGE_BYTES", 100)
    more = [*CERTIFICATES, certificate("99926Q00005R0S")]
    put(root, more, EVENTS)
    assert build(root, "with", previous=root / "old", processes=processes).rules == []
    put(root, CERTIFICATES[:2], [EVENTS[0], EVENTS[3]])
    for previous, others in (("old", ("with",)), ("with", ("old",)), ("nowhere", ("old", "with", "nowhere"))):
        made = build(
            root,
            previous=root / previous,
            others=tuple(root / name for name in others),
            processes=processes,
        )
        assert sorted(made.rules) == ["CS671", "CS671", "CS671", "CS672"]
        assert made.outcome.counted["CS671"] == 3
        shutil.rmtree(root / "new")


def test_the_files_are_those_of_the_register_that_is_replaced(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shard, "SHARD_BYTES", 16)
    monkeypatch.setattr(shard, "_KEPT", (0, 0))
    put(root, [*CERTIFICATES, certificate("99926Q00005R0S")], EVENTS)
    made = build(root, "other")
    assert made.outcome.summary
    monkeypatch.undo()
    made = build(root, previous=root / "old", others=(root / "other",))
    assert made.outcome.summary
    assert json.loads((root / "old/index.json").read_bytes())["bits"] == made.outcome.summary.bits
    put(root, CERTIFICATES, EVENTS)
    made = build(
        root,
        "again",
        previous=root / "old",
        others=(root / "other",),
        intended=frozenset({normalise.key("99926Q00005R0S")}),
    )
    assert made.outcome.changed == 0
    assert (root / "again/shards/0.json").samefile(root / "old/shards/0.json")


def test_of_two_registers_that_are_the_same_one_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(root / "old", root / "copy")
    read, opened = [], Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (read.append(path), opened(path))[1])
    put(root, CERTIFICATES, EVENTS[:-1])
    assert build(root, previous=root / "old", others=(root / "copy",)).rules == []
    assert [path.name for path in read if "copy" in path.parts] == ["index.json"]


def test_of_another_register_only_what_differs_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shard, "SHARD_BYTES", 16)
    monkeypatch.setattr(shard, "_KEPT", (0, 1 << 20))
    build(root, "divided")
    put(root, CERTIFICATES, [*EVENTS[:-1], event(TWO, "2026-08-01", "corrected")])
    read, opened = [], Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (read.append(path), opened(path))[1])
    made = build(root, previous=root / "nowhere", others=(root / "divided",))
    assert made.rules == []
    assert made.outcome.summary
    assert made.outcome.summary.bits > 3
    assert len([path for path in read if "shards" in path.parts]) == 1


def test_another_register_that_cannot_be_read_stops_the_build(root: Path) -> None:
    shutil.copytree(root / "old", root / "other")
    index = root / "other/index.json"
    index.write_bytes(index.read_bytes()[:100])
    with pytest.raises(UnreadableError, match=r"other/index\.json"):
        build(root, previous=root / "old", others=(root / "other",))


# The register before


def test_a_register_of_the_draft_without_digest_files_guards_too(root: Path) -> None:
    shutil.rmtree(root / "old/digests")
    put(root, CERTIFICATES[:3], [row for row in EVENTS if row["number"] != FOUR])
    assert again(root).rules == ["CS671"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("index.json", ""),
        ("index.json", "[]"),
        ("index.json", '{"format":2,"bits":0}'),
        ("index.json", '{"format":1}'),
        ("index.json", '{"format":1,"bits":true}'),
        ("index.json", '{"format":1,"bits":25}'),
        ("index.json", '{"format":1,"bits":-1}'),
        ("index.json", '{"format":1,"bits":0}'),
        ("index.json", '{"format":1,"bits":0,"generated_at":"2026-11-22"}'),
        ("index.json", '{"format":1,"bits":0,"generated_at":"2026-11-22T04:00:00Z","snapshot":1}'),
        ("shards/0.json", None),
        ("shards/0.json", ""),
        ("shards/0.json", "null"),
        ("shards/0.json", "{}"),
        ("shards/0.json", '{"records":1}'),
        ("shards/0.json", '{"records":[1]}'),
        ("shards/0.json", '{"records":[{"number":1}]}'),
        ("shards/0.json", '{"records":[{"number":"编号"}]}'),
        ("shards/0.json", '{"records":[{"number":"99926Q00001R0S","events":1}]}'),
        ("shards/0.json", '{"records":[{"number":"99926Q00001R0S","events":[1]}]}'),
        ("shards/0.json", '{"records":[{"number":"99926Q00001R0S","events":[{"on":"2026-01-01"}]}]}'),
        ("shards/0.json", "\udcff"),
        ("shards/0.json", '{"format":1,"bits":0,"shard":"0","records":[\n]}\n'),
        ("shards/0.json", '{"format":2,"bits":0,"shard":"0","records":[\n]}\n'),
        ("shards/0.json", '{"format":1,"bits":1,"shard":"0","records":[\n]}\n'),
        ("shards/0.json", '{"format":1,"bits":0,"shard":"1","records":[\n]}\n'),
        ("digests", None),
        ("digests", ""),
        ("digests", "{}"),
        ("digests", '{"format":1,"bits":1,"group":"0","digests":[\n"0123456789ab",\n"0123456789ab"\n]}\n'),
        ("digests", '{"format":1,"bits":0,"group":"0","digests":[\n"0123456789ab"\n]}\n'),
    ],
)
@pytest.mark.parametrize("draft", [False, True])
def test_a_register_that_cannot_be_read_stops_the_build(
    root: Path, path: str, content: str | None, draft: bool
) -> None:
    """Without digest files, as the draft had none, a shard is judged by itself: an empty one of its name is a shard."""
    where = next((root / "old/digests").rglob("0.json")) if path == "digests" else root / "old" / path
    told = "shards/0.json" if content and "0123456789ab" in content and '"bits":0' in content else where.name
    if content is None:
        where.unlink()
    else:
        where.write_text(content, "utf-8", errors="surrogateescape")
    if draft:
        shutil.rmtree(root / "old/digests")
    if draft and (path == "digests" or content == '{"format":1,"bits":0,"shard":"0","records":[\n]}\n'):
        assert build(root, previous=root / "old").rules == []
        return
    with pytest.raises(UnreadableError, match=told):
        build(root, previous=root / "old")
    assert not (root / "new/index.json").exists()


def test_a_damaged_shard_hides_no_loss_where_the_new_one_is_the_same(root: Path) -> None:
    """An older shard that lies under a newer index has the bytes of the new one that lacks the same certificate."""
    put(root, CERTIFICATES[:3], [row for row in EVENTS if row["number"] != FOUR])
    older = build(root, "older")
    (root / "old/shards/0.json").write_bytes(older.files["shards/0.json"])
    with pytest.raises(UnreadableError, match=r"shards/0\.json"):
        build(root, previous=root / "old")


def test_where_no_register_was_built_before_nothing_is_lost(root: Path) -> None:
    put(root, CERTIFICATES[:1], EVENTS[:1])
    assert build(root, previous=root / "nowhere").rules == []


# Set aside


def published(made: Built) -> dict[str, Any]:
    assert made.outcome.summary, made.rendered
    return {
        record["number"]: record
        for path, content in made.files.items()
        if path.startswith("shards/")
        for record in json.loads(content)["records"]
    }


def aside(root: Path, certificates: list[Row], events: list[Row], **request: Any) -> Built:
    put(root, certificates, events)
    return build(root, "aside", set_aside=True, **request)


def test_a_certificate_with_a_fault_is_left_out_whole(tmp_path: Path) -> None:
    certificates = [
        certificate(ONE),
        certificate(TWO, scheme="iso-9O01"),
        certificate(THREE),
        certificate(FOUR),
    ]
    events = [
        event(ONE, "2026-03-02", "granted"),
        event(TWO, "2026-03-02", "granted"),
        event(THREE, "2026-05-01", "suspended"),
        event(THREE, "2026-05-31", "surveillance_passed"),
        event(FOUR, "2026-05-01", "withdrawn"),
    ]
    made = aside(tmp_path, certificates, events)
    assert set(published(made)) == {ONE, FOUR}
    assert made.outcome.left_out == 2
    assert made.outcome.certificates == 2
    assert [problem.rule for problem in made.outcome.set_aside] == ["CS614", "CS643"]
    assert {made.outcome.owners[problem] for problem in made.outcome.set_aside} == made.outcome.faulty
    assert made.rules == []


def test_both_rows_of_a_number_are_left_out(tmp_path: Path) -> None:
    made = aside(tmp_path, [certificate(ONE), certificate(TWO), certificate(ONE.lower())], EVENTS[:1])
    assert set(published(made)) == {TWO}
    assert made.outcome.left_out == 1


def test_warnings_set_nothing_aside(tmp_path: Path) -> None:
    long = event(TWO, "2026-05-01", "suspended", "2026-12-31")
    made = aside(tmp_path, [certificate(ONE, holder="a\x00"), certificate(TWO)], [long])
    assert set(published(made)) == {TWO}
    assert made.rules == ["CS654"]


def test_without_a_fault_nothing_is_set_aside(tmp_path: Path) -> None:
    made = aside(tmp_path, CERTIFICATES, EVENTS)
    assert made.files == build(tmp_path, "plain").files
    assert (made.outcome.left_out, made.outcome.set_aside) == (0, [])


def test_a_row_without_number_is_left_out(tmp_path: Path) -> None:
    made = aside(tmp_path, [certificate(ONE), certificate("编号")], EVENTS[:1])
    assert set(published(made)) == {ONE}
    assert [problem.rule for problem in made.outcome.set_aside] == ["CS611"]
    assert made.outcome.left_out == 1


def sub_certificates() -> list[Row]:
    """A main certificate, its sub-certificate, one of that, and two that have nothing to do with it."""
    return [
        certificate(ONE),
        certificate(TWO, parent=ONE.lower()),
        certificate(THREE, parent=TWO),
        certificate(FOUR),
        certificate("99926Q00005R0S", parent=FOUR),
    ]


@pytest.mark.parametrize("limit", [None, 100])
def test_a_sub_certificate_is_left_out_with_its_main_one(
    tmp_path: Path, limit: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row with the fault may say that the main one was withdrawn, which ends the sub-certificate too (CS662)."""
    if limit:
        monkeypatch.setattr(intake, "_RANGE_BYTES", limit)
    made = aside(tmp_path, sub_certificates(), [event(ONE, "2026/11/1", "withdrawn")])
    assert set(published(made)) == {FOUR, "99926Q00005R0S"}
    assert (made.outcome.left_out, made.rules) == (3, [])
    assert made.outcome.faulty == {ONE, TWO, THREE}
    reasons = [problem for problem in made.outcome.set_aside if problem.rule == "CS675"]
    assert [(made.outcome.owners[each], each.place.line, each.place.path) for each in reasons] == [
        (TWO, 3, "parent"),
        (THREE, 4, "parent"),
    ]
    assert [each.place.source[each.place.column - 1 :][:5] for each in reasons] == ["99926", "99926"]


def test_a_sub_certificate_of_a_number_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    certificates = [certificate("99926Q00001R0S？"), *sub_certificates()[1:]]
    made = aside(tmp_path, certificates, [])
    assert set(published(made)) == {FOUR, "99926Q00005R0S"}
    assert made.outcome.left_out == 3


def test_a_certificate_superseded_by_one_that_is_left_out_stays(tmp_path: Path) -> None:
    made = aside(tmp_path, [certificate(ONE, scheme="x"), *CERTIFICATES[1:3]], [EVENTS[4]])
    assert set(published(made)) == {TWO, THREE}
    assert published(made)[THREE]["events"][0]["type"] == "superseded"


def test_a_published_sub_certificate_is_not_left_out(root: Path) -> None:
    """It is told why, and what is wrong with the main certificate, too."""
    main = certificate("99926Q00005R0S", scheme="x")
    put(root, [certificate(ONE, parent=main["number"]), *CERTIFICATES[1:], main], EVENTS)
    made = again(root, set_aside=True)
    assert sorted(made.rules) == ["CS614", "CS673", "CS675"]
    assert made.outcome.summary is None


@pytest.mark.parametrize("number", [ONE, "编号"])
def test_a_register_of_which_nothing_is_left_is_not_published(tmp_path: Path, number: str) -> None:
    """A whole column that is wrong is no reason to publish that there are no certificates."""
    made = aside(tmp_path, [certificate(number, scheme="x"), certificate(TWO, valid_to="x")], [])
    assert made.outcome.summary is None
    assert not (made.folder / "index.json").exists()
    assert "CS674" in made.rules
    assert {"CS614", "CS610"} <= {*made.rules}
    assert made.outcome.set_aside == []


STRAY = event("99926Q00009R0S", "2026-05-01", "withdrawn")


@pytest.mark.parametrize(
    ("certificates", "events"),
    [
        ([certificate(ONE), certificate(TWO, scheme="x")], [STRAY]),
        ([certificate(ONE), certificate("编号")], [STRAY]),
        ([certificate(ONE), certificate(TWO, scheme="x")], [event("编号", "2026-05-01", "withdrawn")]),
        ([certificate(ONE), certificate(TWO, scheme="x")], [event("", "2026-05-01", "withdrawn")]),
        ([], [STRAY]),
    ],
    ids=[
        "no certificate",
        "perhaps of a row without number",
        "number that cannot be read",
        "no number",
        "no certificates",
    ],
)
def test_a_fault_that_is_nobodys_stops_the_build(
    tmp_path: Path, certificates: list[Row], events: list[Row]
) -> None:
    """Nobody can say which certificate was withdrawn, so that none may be called valid."""
    made = aside(tmp_path, certificates, events)
    assert made.outcome.summary is None
    assert [problem for problem in made.problems if problem.severity == "error"]
    assert not (made.folder / "index.json").exists()


@pytest.mark.parametrize("text", ["{}x,y\n", '{}"x\n', "owner,{}"])
def test_a_file_out_of_form_stops_the_build(tmp_path: Path, text: str) -> None:
    put(tmp_path, CERTIFICATES, EVENTS)
    for name in ("certificates.csv", "events.csv"):
        path = tmp_path / "registry" / name
        whole = path.read_text("utf-8")
        path.write_text(text.format(whole), "utf-8")
        made = build(tmp_path, "aside", set_aside=True)
        assert made.outcome.summary is None
        assert made.problems
        path.write_text(whole, "utf-8")


@pytest.mark.parametrize("first", [True, False])
def test_of_a_number_that_stands_twice_no_event_is_called_missing(root: Path, first: bool) -> None:
    """Its events are there; --intended would be the wrong cure."""
    twice = certificate(TWO.lower())
    put(root, [twice, *CERTIFICATES] if first else [*CERTIFICATES, twice], EVENTS)
    made = again(root)
    assert made.rules == ["CS612"]


def test_a_published_certificate_is_not_set_aside(root: Path) -> None:
    put(root, [certificate(ONE, scheme="x"), *CERTIFICATES[1:]], EVENTS)
    made = again(root, set_aside=True)
    assert made.rules == ["CS673", "CS614"]
    assert details(made)[0] == {"number": ONE}
    assert made.problems[1].place.line == 2
    assert "--intended" not in "".join(made.rendered)
    assert made.outcome.summary is None


def test_of_what_is_set_aside_the_faults_of_published_certificates_are_shown(root: Path) -> None:
    new = certificate("99926Q00005R0S", scheme="x")
    put(root, [*CERTIFICATES, new], [*EVENTS, event(TWO, "2026-08-01", "suspended")])
    made = again(root, set_aside=True)
    assert made.rules == ["CS673", "CS643"]
    assert details(made)[0] == {"number": TWO}


def test_a_published_number_that_cannot_be_read_any_more_is_not_called_missing(root: Path) -> None:
    """The row is there; --intended would take a live certificate out of the register."""
    for set_aside in (False, True):
        put(root, [certificate("编号"), *CERTIFICATES[1:]], [row for row in EVENTS if row["number"] == TWO])
        made = again(root, "99926Q00003R0S", set_aside=set_aside)
        assert made.rules[:2] == ["CS673", "CS611"]
        assert "CS671" not in made.rules
        assert {"number": ONE} in details(made)
        assert made.outcome.summary is None


def test_with_two_processes_the_same_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificates = [certificate(ONE), certificate(TWO, scheme="x"), certificate(THREE), certificate(FOUR)]
    alone = aside(tmp_path, certificates, EVENTS[:3])
    monkeypatch.setattr(registry, "_SMALL", 0)
    monkeypatch.setattr(intake, "_RANGE_BYTES", 100)
    monkeypatch.setattr(shard, "_KEPT", (0, 0))
    made = build(tmp_path, "together", set_aside=True, processes=2)
    assert set(published(made)) == set(published(alone)) == {ONE, THREE, FOUR}
    assert made.outcome.set_aside == alone.outcome.set_aside


def test_faults_by_the_thousand_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that are faulty are left out, also those whose faults are not kept."""
    numbers = [f"99926Q{at:05d}R0S" for at in range(1500)]
    made = aside(
        tmp_path,
        [certificate(number, scheme="x" if at % 5 else "iso-9001") for at, number in enumerate(numbers)],
        [],
    )
    assert len(published(made)) == 300
    assert made.outcome.left_out == len(made.outcome.faulty) == 1200
    assert made.outcome.counted["CS614"] == 1200
    assert len(made.outcome.set_aside) == 1000


def test_a_ledger_that_changes_while_it_is_read_is_not_published(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A doubtful row may have been mended before the exact checks saw it, and the one that was read would be published."""
    take = intake.take

    def take_and_change(*arguments: Any) -> Any:
        taken = take(*arguments)
        put(root, [certificate(ONE), *CERTIFICATES[1:], certificate("99926Q00005R0S")], EVENTS)
        return taken

    monkeypatch.setattr(intake, "take", take_and_change)
    before, made = tree(root / "old"), build(root, previous=root / "old")
    assert made.rules == ["CS601"]
    assert not (root / "new" / "index.json").exists()
    assert tree(root / "old") == before
