"""The builder looks at whole columns and leaves to the exact checks what is in doubt. It must find just what these find when
they read everything, and publish just what the simple way publishes."""

from __future__ import annotations

import csv
import datetime
import io
import json
import random
from pathlib import Path

import odd_ledgers
import pytest
import reference_register
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import CERTIFICATE, EVENT_COLUMNS, NOON, Built, build, csv_text, facts, write

from generator import ledger, normalise, registry
from generator.ledger import blocks
from generator.ledger.history import NEEDS_UNTIL
from generator.model import Ledger, SchemesFile
from generator.problems import Problems, render
from generator.registry import doubts, intake, runs

Row = dict[str, str]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make blocks, runs, ranges and chunks so small that a few rows cross all their bounds."""
    divide(monkeypatch)


def divide(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, size in (
        (blocks, "BLOCK", 1500),
        (blocks, "_LARGEST", 12_000),
        (intake, "_RANGE_BYTES", 1500),
        (runs, "RUN_BYTES", 2_000),
        (doubts, "TOGETHER", 3),
    ):
        monkeypatch.setattr(module, name, size)


def exact(root: Path, known: SchemesFile | None = None) -> tuple[Ledger | None, set[str]]:
    """Let the exact checks read the whole ledger."""
    problems = Problems()
    found = ledger.load(ledger.Files(root), known or facts(), NOON.date(), problems)
    return found, {render(problem, "en") for problem in problems}


def without_search(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if not path.startswith("search/")}


def same_bytes(built: Built, loaded: Ledger) -> None:
    """The register is what the simple way makes of the ledger."""
    files = without_search(built.files)
    wanted = reference_register.files(loaded, facts(), NOON, json.loads(files["index.json"])["bits"])
    assert files.keys() == wanted.keys()
    assert [path for path in files if files[path] != wanted[path]] == []


def agree(root: Path, certificates: str | bytes, events: str | bytes = "", **request: object) -> set[str]:
    """Builder and exact checks find the same; without error, the register is right. Returns the problems."""
    write(root / "registry", certificates, events)
    loaded, problems = exact(root)
    built = build(root, **request)
    assert built.rendered == problems
    assert (built.outcome.summary is None) == (loaded is None)
    if loaded is not None:
        same_bytes(built, loaded)
    return problems


# Faults that a look at whole columns could miss, one by one


def rows(*changes: Row) -> str:
    """Certificates with some columns changed; the first has the number …1, the next …2."""
    return csv_text(
        [
            {**CERTIFICATE, "number": f"99926Q0000{at}R0S", **change}
            for at, change in enumerate(changes, start=1)
        ]
    )


def raw(value: str, column: str = "holder") -> str:
    """A certificate with a value that stands in the file just like this."""
    return rows({column: "VALUE"}).replace("VALUE", value)


def history(*events: tuple[str, ...]) -> str:
    return csv_text([dict(zip(EVENT_COLUMNS, event, strict=False)) for event in events], EVENT_COLUMNS)


ONE, TWO, THREE = (f"99926Q0000{at}R0S" for at in (1, 2, 3))
HEADER, PLAIN, _ = rows({}).split("\n")
AHEAD = (ONE, "2027-05-01", "surveillance_passed")

SPOILT: dict[str, tuple[str | bytes, str]] = {
    "a line end inside a scheme": (rows({"scheme": "iso\n9001"}), ""),
    "a quotation mark behind a value": (raw('DN 12"'), ""),
    "two quotation marks behind a value": (raw('DN 12""'), ""),
    "quotation marks behind a space": (raw(' ""'), ""),
    "a space behind a quotation mark": (raw('"DN" '), ""),
    "a quotation mark that is never closed, at the end": (f'{HEADER},address_en\n{PLAIN},"abc\n', ""),
    "the same without a line end": (f'{HEADER},address_en\n{PLAIN},"abc', ""),
    "a byte-order mark before the first row": (f"{HEADER}\n\ufeff{PLAIN}\n", ""),
    "a byte-order mark between two files that were joined": (
        f"{HEADER}\n{PLAIN}\n\ufeff{HEADER}\n{PLAIN}\n",
        "",
    ),
    "a line end inside the header": (f'"number\n"{HEADER.removeprefix("number")}\n{PLAIN}\n', ""),
    "a control character, and an event ahead": (rows({"holder": "a\x01b"}), history(AHEAD)),
    "no such day, and an event ahead": (rows({}), history((ONE, "2026-05-01", "recertified", "2025-02-30"), AHEAD)),
    "no end of a suspension, and an event ahead": (rows({}), history((ONE, "2026-05-01", "suspended"), AHEAD)),
    "no certificates, but events": (rows().split("\n")[0] + "\n", history(AHEAD)),
    "no certificates": (rows().split("\n")[0] + "\n", ""),
    "rows of commas only": (f"{HEADER}\n{',' * 8}\n{',' * 8}\n", ""),
    "a main certificate of limited disclosure that has a main one": (
        rows({"parent": TWO}, {"parent": THREE, "disclosure": "limited"}, {}),
        "",
    ),
    "a successor of limited disclosure that has a main one": (
        rows({}, {"parent": THREE, "disclosure": "limited"}, {}),
        history((ONE, "2026-05-01", "superseded", "", TWO)),
    ),
    "an event that cannot be read and names another": (
        rows({}, {}),
        history(("编号", "2026-05-01", "superseded", "", TWO), ("9", "2026-05-01", "superseded", "", ONE)),
    ),
    "an event without certificate names another": (
        rows({}, {}),
        history((THREE, "2026-05-01", "superseded", "", TWO)),
    ),
    "a number that is too long as printed, named by another": (
        rows({"parent": THREE}, {}, {"number": "9-9-9-2-6-Q-0-0-0-0-3-R-0-S" + "-" * 40}),
        history((THREE, "2026-05-01", "surveillance_passed"), ("9" + " " * 60 + TWO[1:], "2026-05-01", "withdrawn")),
    ),
    "a number that cannot be read, and a main one that is missing": (rows({"number": "编号"}, {"parent": THREE}), ""),
    "no number beside rows of commas": (
        f"{HEADER},parent\n{',' * 9}\n,{PLAIN.split(',', 1)[1]},\n{PLAIN},{TWO}\n",
        "",
    ),
    "a tab in a list": (rows({"standards": "iso-9001-2015;\tiso-9001-2015"}), ""),
    "a number of another look": (rows({}, {"number": ONE.replace("S", "5")}), history((TWO, "2026-05-01", "withdrawn"))),
    "the same number twice": (rows({}, {"number": ONE.lower()}), history((ONE, "2026-05-01", "withdrawn"))),
    "a main certificate that ended": (
        rows({"parent": TWO}, {}),
        history((ONE, "2027-01-01", "cancelled"), (TWO, "2026-05-01", "withdrawn"), (TWO, "2026-06-01", "corrected")),
    ),
    "a main certificate that ended later": (
        rows({"parent": TWO}, {}),
        history((ONE, "2026-05-01", "cancelled"), (TWO, "2026-05-01", "withdrawn")),
    ),
    "six months": (rows({}), history((ONE, "2026-08-31", "suspended", "2027-02-28"))),
    "six months and a day": (rows({}), history((ONE, "2026-08-31", "suspended", "2027-03-01"))),
    "six months from the end of a month": (rows({}), history((ONE, "2028-02-29", "suspended", "2028-08-28"))),
    "three years from 29 February": (rows({"valid_from": "2028-02-29", "valid_to": "2031-03-01"}), ""),
    "three years and two days from 29 February": (rows({"valid_from": "2028-02-29", "valid_to": "2031-03-02"}), ""),
    "nothing": (b"", ""),
    "a file in another encoding": (f"{HEADER}\n{PLAIN}\n".encode("gb18030"), history(AHEAD)),
    "two rows of the same place, and the wrong one suspended": (
        rows({}, {"number": ONE.replace("0", "O", 1)}, {"number": ONE.replace("1", "I")}),
        history((ONE.replace("1", "I"), "2026-05-01", "suspended", "2026-06-01"), (ONE, "2026-05-02", "restored")),
    ),
    "a withdrawal ahead": (rows({}, {}), history((ONE, "2026-11-23", "withdrawn"), (TWO, "2026-11-22", "cancelled"))),
    "a restoration ahead": (
        rows({}), history((ONE, "2026-11-01", "suspended", "2027-01-31"), (ONE, "2027-01-05", "restored"))
    ),
    "an end ahead and after the last day": (rows({}, {}), history((ONE, "2062-05-01", "cancelled"), (TWO, "2029-02-01", "suspended", "2029-03-01"))),
    "an end ahead of a certificate with a fault": (rows({"holder": "a<b"}), history((ONE, "2027-05-01", "withdrawn"))),
    "events of a certificate in disorder over a grant": (
        rows({}),
        history((ONE, "2026-03-02", "surveillance_passed"), (ONE, "2026-03-02", "granted"), (ONE, "2026-01-02", "granted")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_a_fault_is_found(name: str, tmp_path: Path) -> None:
    agree(tmp_path, *SPOILT[name])


@pytest.mark.parametrize("name", SPOILT)
@pytest.mark.usefixtures("small")
def test_a_fault_is_found_in_small_parts_too(name: str, tmp_path: Path) -> None:
    agree(tmp_path, *SPOILT[name])


@pytest.mark.parametrize("kind", ["withdrawn", "cancelled", "superseded", "suspended", "restored"])
def test_what_stops_or_restores_after_today_is_told(tmp_path: Path, kind: str) -> None:
    """Announced in advance it may be; a mistyped year it often is."""
    until, by = "2027-02-01" if kind == "suspended" else "", TWO if kind == "superseded" else ""
    before = [(ONE, "2026-10-01", "suspended", "2027-03-01")] if kind == "restored" else []
    for on, wanted in (("2026-11-22", set()), ("2026-11-23", {"CS669"})):
        problems = agree(tmp_path / on, rows({}, {}), history(*before, (ONE, on, kind, until, by)))
        assert {problem.split(" warning ")[1][:5] for problem in problems} == wanted


@pytest.mark.parametrize(
    ("last", "on", "kind", "wanted"),
    [
        (
            "2026-10-31",
            "2028-10-20",
            "recertified",
            {"CS676"},
        ),  # 2026 was meant, and the certificate shows as expired
        ("2026-10-31", "2026-11-23", "expired_restored", {"CS676"}),
        ("2026-10-31", "2026-11-22", "expired_restored", set()),
        ("2026-11-30", "2026-11-29", "recertified", set()),
        ("2026-11-30", "2026-12-01", "recertified", set()),  # no day lies between
        ("2026-11-30", "2026-12-02", "recertified", {"CS676"}),
    ],
)
def test_a_term_that_begins_after_today_and_too_late_is_told(
    tmp_path: Path, last: str, on: str, kind: str, wanted: set[str]
) -> None:
    certificate = {"issued_on": "2023-12-01", "valid_from": "2023-12-01", "valid_to": "2029-10-31"}
    events = history((ONE, "2023-12-01", "granted", last), (ONE, on, kind, "2029-10-31"))
    problems = agree(tmp_path, rows(certificate), events)
    assert {problem.split(" warning ")[1][:5] for problem in problems} == wanted
    assert all(f"after its last day, {last}" in problem for problem in problems)


def test_a_second_term_ahead_is_held_against_the_first_one(tmp_path: Path) -> None:
    """Each against the one before it, whatever its day."""
    certificate = {"issued_on": "2023-11-01", "valid_from": "2023-11-01", "valid_to": "2032-10-31"}
    events = history(
        (ONE, "2023-11-01", "granted", "2026-10-31"),
        (ONE, "2026-10-01", "recertified", "2029-10-31"),
        (ONE, "2029-11-01", "recertified", "2032-10-31"),
    )
    assert agree(tmp_path / "early", rows(certificate), events) == set()
    problems = agree(tmp_path / "late", rows(certificate), events.replace("2029-11-01", "2029-11-02"))
    assert "CS676" in str(problems)


def test_other_events_may_be_ahead(tmp_path: Path) -> None:
    assert agree(tmp_path, rows({}), history(AHEAD)) == set()


@pytest.mark.usefixtures("small")
def test_a_list_with_a_tab_is_found(tmp_path: Path) -> None:
    """White space around an entry does not count, but a tab is no character of a text."""
    scheme = facts().schemes[0]
    two = scheme.model_copy(update={"standards": tuple(standard.id for standard in facts().standards[:2])})
    known = facts().model_copy(update={"schemes": (two, *facts().schemes[1:])})
    for between in ("; ", ";\t", ";\n", "\u2028;"):
        write(
            tmp_path / "registry",
            rows({"scheme": two.id, "standards": between.join(two.standards)}),
        )
        assert (
            build(tmp_path, f"new{ord(between[0])}-{ord(between[1])}", known=known).rendered
            == exact(tmp_path, known)[1]
        )


@pytest.mark.parametrize(
    ("number", "label"),
    [
        ("NO2026Q00001R0S", "NO"),
        ("no.2026Q00001R0S", "no."),
        ("CERT NO 2026Q0001", "CERT NO "),
        ("NOVA2026Q0001", ""),
    ],
)
def test_a_number_that_would_lose_its_beginning_is_refused(number: str, label: str, tmp_path: Path) -> None:
    """Every reader drops `NO` before a digit; what is left would be no certificate's number."""
    written = facts().register_.model_copy(update={"prefixes": ("NO", "CERT")})
    known = facts().model_copy(update={"register_": written})
    write(tmp_path / "registry", rows({"number": number}))
    loaded, problems = exact(tmp_path, known)
    built = build(tmp_path, known=known)
    assert built.rendered == problems
    assert built.rules == (["CS635"] if label else [])
    assert all(f"“{label}” at the beginning of “{number}”" in problem for problem in problems)
    assert (loaded is None) == (built.outcome.summary is None) == bool(label)


@pytest.mark.parametrize("limit", [0, 16 << 20])
def test_numbers_that_all_cannot_be_read_are_no_empty_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(registry, "_SMALL", limit)
    problems = agree(tmp_path, rows({"number": "编号一"}, {"number": "编号二"}))
    assert len(problems) == 2


def test_of_rows_below_a_header_that_lacks_a_column_nothing_is_said(tmp_path: Path) -> None:
    problems = agree(tmp_path, rows({}, {}, {}).replace("holder,", "", 1))
    assert [problem.split(" error ")[1][:5] for problem in problems] == ["CS606"]


@pytest.mark.parametrize(("end", "wanted"), [("", "missing commas"), (",,", "quotation marks")])
def test_a_row_of_another_length_is_told_its_own_cure(tmp_path: Path, end: str, wanted: str) -> None:
    row = f"{PLAIN}{end}" if end else PLAIN.rpartition(",")[0]
    (problem,) = agree(tmp_path, f"{HEADER}\n{row}\n")
    assert wanted in problem


def test_a_wrong_header_is_found_in_a_ledger_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_SMALL", 0)
    assert "CS606" in str(agree(tmp_path, rows({}).replace("holder", "owner")))


@pytest.mark.parametrize("table", ["certificates", "events"])
def test_a_file_that_fails_while_it_is_read_is_no_short_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    """The first reading fails behind the header, a second one would not."""
    write(tmp_path / "registry", rows({}, {}), history(AHEAD))
    whole, failed = blocks.blocks, []

    def once(path: Path) -> object:
        yield from whole(path)
        if path.stem == table and not failed:
            failed.append(path)
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(blocks, "blocks", once)
    built = build(tmp_path)
    assert failed
    assert built.rules == ["CS601"]
    assert built.outcome.summary is None
    assert not (built.folder / "index.json").exists()


# Any spoilt ledger


@pytest.mark.parametrize("seed", range(0, 80, 10))
@pytest.mark.usefixtures("small")
def test_spoilt_ledgers(seed: int, tmp_path: Path) -> None:
    found = set()
    for each in range(seed, seed + 10):
        root = tmp_path / str(each)
        found |= agree(root, *odd_ledgers.spoilt(each))
        aside(root)
    assert found, "no ledger was spoilt"


def aside(root: Path) -> None:
    """With certificates set aside, the register is that of a ledger in which they never were."""
    built = build(root, "aside", set_aside=True)
    if built.outcome.summary is None or b"\r" in (root / "registry/certificates.csv").read_bytes():
        return
    shards = [json.loads(content) for path, content in built.files.items() if path.startswith("shards/")]
    published = {normalise.key(record["number"]) for shard in shards for record in shard["records"]}
    rest = root / "rest"
    write(
        rest / "registry",
        *(_of(root / "registry" / name, published) for name in ("certificates.csv", "events.csv")),
    )
    loaded, problems = exact(rest)
    if loaded is not None:
        same_bytes(built, loaded)
    else:  # what was left out is still named
        assert {problem.split(" error ")[1][:5] for problem in problems if " error " in problem} == {"CS648"}


def _of(path: Path, keys: set[str]) -> str:
    """Return a file with the rows of some certificates only."""
    header, *lines = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), strict=True)
    at = [name.strip().strip('"') for name in header].index("number")
    kept = [row for row in lines if len(row) > at and _key(row[at]) in keys]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *kept])
    return out.getvalue()


def _key(number: str) -> str | None:
    try:
        return normalise.key(number)
    except normalise.Refused:
        return None


NUMBERS = st.sampled_from((ONE, TWO, THREE, ONE.lower(), ONE.replace("0", "O"), "99926Q00009R0S", "编号", ""))
DAYS = st.dates().map(str) | st.sampled_from(
    ("2026-03-02", "2026-08-31", "2027-02-28", "2027-03-01", "2028-02-29", "2029-03-01", "2029-03-02", "2025-02-29", "")
)  # fmt: skip
ANY = st.text(max_size=6)
KINDS = st.sampled_from(
    ("granted", "recertified", "expired_restored", "suspended", "restored", "withdrawn", "cancelled", "superseded",
     "surveillance_passed", "corrected", "merged")
)  # fmt: skip
CERTIFICATES = st.lists(
    st.fixed_dictionaries(
        {"number": NUMBERS},
        optional={
            "parent": NUMBERS, "holder": ANY, "holder_en": ANY, "sites": ANY, "uscc": ANY, "valid_from": DAYS,
            "valid_to": DAYS, "first_certified_on": DAYS, "revision": ANY, "disclosure": st.sampled_from(("", "limited", "full", "x")),
        },
    ),
    max_size=4,
)  # fmt: skip
EVENTS = st.lists(st.tuples(NUMBERS, DAYS, KINDS, DAYS | st.just(""), NUMBERS | st.just(""), ANY), max_size=6)


@settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(CERTIFICATES, EVENTS)
def test_ledgers_made_of_anything(
    tmp_path_factory: pytest.TempPathFactory, certificates: list[Row], events: list[tuple[str, ...]]
) -> None:
    every = [{**CERTIFICATE, "parent": "", **row} for row in certificates]
    with pytest.MonkeyPatch.context() as monkeypatch:
        divide(monkeypatch)
        agree(tmp_path_factory.mktemp("any"), csv_text(every), history(*events))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.dates(datetime.date(2026, 11, 15), datetime.date(2027, 1, 10)),
            st.sampled_from(("recertified", "recertified", "expired_restored", "surveillance_passed")),
            st.dates(datetime.date(2026, 11, 20), datetime.date(2027, 1, 10)),
        ),
        max_size=4,
    ),
    st.dates(datetime.date(2026, 11, 20), datetime.date(2026, 12, 10)),
)
def test_terms_of_any_days(
    tmp_path_factory: pytest.TempPathFactory,
    later: list[tuple[datetime.date, str, datetime.date]],
    first: datetime.date,
) -> None:
    """Terms around today, with and without days between."""
    events = [(ONE, "2024-01-01", "granted", str(first))]
    events += [
        (ONE, str(on), kind, str(until) if kind in NEEDS_UNTIL else "") for on, kind, until in sorted(later)
    ]
    last = [event[3] for event in events if event[3]][-1]
    certificate = {"issued_on": "2024-01-01", "valid_from": "2024-01-01", "valid_to": last}
    agree(tmp_path_factory.mktemp("terms"), rows(certificate), history(*events))


# Two processes


def test_two_processes_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large enough for several blocks, which the processes share."""
    monkeypatch.setattr(registry, "_SMALL", 0)
    monkeypatch.setattr(intake, "_RANGE_BYTES", 1 << 20)
    draw = random.Random(5)
    sheets = [odd_ledgers.Sheet([[*row] for row in table]) for table in odd_ledgers.lifelike(17_000, 1)]
    for change in draw.choices(OF_ROWS, k=60):
        ours, theirs = draw.sample(sheets, 2)
        change(ours, theirs, draw)
    files = [sheet.bytes() for sheet in sheets]
    assert len(files[0]) > blocks.BLOCK
    write(tmp_path / "registry", *files)
    problems = exact(tmp_path)[1]
    assert len(problems) > 30
    assert build(tmp_path, fresh=None, processes=2).rendered == problems


OF_ROWS = (
    odd_ledgers.moved_day, odd_ledgers.named_number, odd_ledgers.other_number, odd_ledgers.limited, odd_ledgers.doubled_row,
    odd_ledgers.lost_row, odd_ledgers.another_event, odd_ledgers.suspended,
)  # fmt: skip
"""Changes of single rows, none of the header or the form."""


def test_two_processes_write_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_SMALL", 0)
    monkeypatch.setattr(intake, "_RANGE_BYTES", 100_000)
    texts = [odd_ledgers.Sheet(table).bytes() for table in odd_ledgers.lifelike(1500, 1)]
    problems = agree(tmp_path, *texts, processes=2)  # made as of two days later
    assert {problem.split(" warning ")[1][:5] for problem in problems} == {"CS669"}
    assert build(tmp_path, "alone").files == build(tmp_path, "again", processes=2).files
