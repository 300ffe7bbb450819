"""The ledger's loader: places, rules that a broken sample cannot show, and that nothing is dropped.

Each rule's own broken sample is in tests/fixtures/broken/, see test_broken.py.
"""

import csv
import datetime
import io
import tempfile
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import CERTIFICATE, EVENT_COLUMNS, csv_text, load, write

from generator import normalise
from generator.cli.answers import EVENTS
from generator.ledger import credit_code, history, record, table
from generator.ledger.period import last_day
from generator.model.certificate import EventType
from generator.problems import Problems

NUMBER = CERTIFICATE["number"]


def event(on: str, kind: str, until: str = "", by: str = "", number: str = NUMBER) -> dict[str, str]:
    return dict(zip(EVENT_COLUMNS, (number, on, kind, until, by, ""), strict=True))


def rules(folder: Path, certificates: list[dict[str, str]], events: list[dict[str, str]] = ()) -> list[str]:
    write(folder, csv_text(certificates), csv_text([*events], EVENT_COLUMNS))
    return [rule for _, rule in load(folder)[1]]


# Files


def test_byte_order_mark_windows_line_ends_and_white_space_do_not_count(tmp_path: Path) -> None:
    rows = csv_text([{key: f"\u00a0 {value}\u3000" for key, value in CERTIFICATE.items()}])
    write(tmp_path, "\ufeff" + rows.replace("\n", "\r\n"))
    found, problems = load(tmp_path)
    assert problems == []
    assert found and found.certificates[0].holder == CERTIFICATE["holder"]


def test_rows_without_any_value_are_no_rows(tmp_path: Path) -> None:
    write(tmp_path, csv_text([CERTIFICATE]).replace("\n", "\n\n,,,,,,,, \n"))
    found, problems = load(tmp_path)
    assert problems == []
    assert found and len(found.certificates) == 1


def test_a_ledger_may_be_empty(tmp_path: Path) -> None:
    write(tmp_path, csv_text([]))
    found, problems = load(tmp_path)
    warning = (f"{tmp_path.name}/certificates.csv:1:1", "CS633")
    assert (found and found.certificates, problems) == ((), [warning])


def test_a_header_that_cannot_be_read_is_one_problem(tmp_path: Path) -> None:
    write(tmp_path, csv_text([CERTIFICATE]).replace("number", 'num"ber', 1))
    assert load(tmp_path) == (None, [(f"{tmp_path.name}/certificates.csv:1:1", "CS604")])


def test_an_empty_file_lacks_its_columns(tmp_path: Path) -> None:
    write(tmp_path, "")
    assert load(tmp_path) == (None, [(f"{tmp_path.name}/certificates.csv:1:1", "CS606")])


def test_places_count_characters_also_behind_quotes_and_line_ends(tmp_path: Path) -> None:
    write(
        tmp_path,
        "number,holder,address,scope,scheme,standards,issued_on,valid_from,valid_to\n"
        '99926Q00001R0S,"示例,""甲""公司",示例市,制造,iso-9001,iso-9001-2015,2026.3.2,2026-03-02,2029-03-01\n'
        '99926Q00002R0S,"示例\n乙公司",示例市,制造,iso-9001,iso-9001-2015,2026.3.2,2026-03-02,2029-03-01\n'
        "99926Q00003R0S,示例丙公司,示例市,制造,iso-9001,iso-9001-2015,2026-03-02,2026-03-02,2029\n",
    )
    name = f"{tmp_path.name}/certificates.csv"
    assert load(tmp_path)[1] == [
        (f"{name}:2:59", "CS610"),
        (f"{name}:3:16", "CS630"),  # the line end in the holder's name
        (f"{name}:4:36", "CS610"),  # on the line on which the value stands
        (f"{name}:5:74", "CS610"),
    ]


@given(
    st.lists(st.lists(st.text(st.sampled_from('a,"\n 示'), max_size=5), min_size=3, max_size=3), max_size=4)
)
def test_values_are_those_of_the_csv_module_and_places_point_at_them(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["x", "y", "z"], *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_text(out.getvalue(), "utf-8", newline="")
        problems = Problems()
        found = table.read(path, "t.csv", dict.fromkeys("xyz", False), problems)
    assert found is not None and found.complete and [*problems] == []
    wanted = [[value.strip(record.WHITE_SPACE) for value in row] for row in rows]
    assert [[*row.values.values()][::-1] for row in found.rows] == [row for row in wanted if any(row)]
    lines = out.getvalue().split("\n")
    for row in found.rows:
        for column in "xyz":
            place = row.place(column)
            assert lines[place.line - 1] == place.source
            rest = "\n".join([place.source[place.column - 1 :], *lines[place.line :]])
            first = (next(csv.reader(io.StringIO(rest, newline="")), None) or [""])[
                0
            ]  # an empty line has no values
            assert first.strip(record.WHITE_SPACE) == row.values[column]


def test_white_space_is_that_of_the_specification() -> None:
    ranges = normalise._WHITE_SPACE
    assert set(record.WHITE_SPACE) == {
        chr(point) for first, last in ranges for point in range(first, last + 1)
    }


# Values


@pytest.mark.parametrize(
    ("start", "months", "wanted"),
    [
        ("2026-03-02", 36, "2029-03-01"),
        ("2025-03-01", 36, "2028-02-29"),
        ("2028-02-29", 36, "2031-02-28"),
        ("2025-02-28", 36, "2028-02-27"),
        ("2026-01-01", 36, "2028-12-31"),
        ("2027-04-01", 6, "2027-09-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-07-01", 6, "2026-12-31"),
    ],
)
def test_last_day_of_a_period(start: str, months: int, wanted: str) -> None:
    assert last_day(datetime.date.fromisoformat(start), months).isoformat() == wanted


@pytest.mark.parametrize(
    "code",
    [
        "91999999DEM000014G",
        "91999999DEM000022B",
        "91999999TEXT004204",
        "91999999DEM000102Y",
        "91999999DEM0002250",
        "91999999DEM00009X6",
    ],
)
def test_check_character_of_a_credit_code(code: str) -> None:
    assert credit_code.check_character(code) == code[-1]
    for at in range(17):
        for other in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if other != code[at]:
                assert credit_code.check_character(code[:at] + other + code[at + 1 :]) != code[-1]


@pytest.mark.parametrize(
    "code", ["", "91999999DEM000014", "91999999DEM000014G0", "91999999DEMO00014G", "91999999dem000014g"]
)
def test_what_is_no_credit_code(code: str) -> None:
    assert not credit_code.well_formed(code)


def test_the_longest_number_as_printed(tmp_path: Path) -> None:
    digits = "999" + "1" * 37
    assert rules(tmp_path, [{**CERTIFICATE, "number": digits + "-" * 20}]) == []
    assert rules(tmp_path, [{**CERTIFICATE, "number": digits + "-" * 21}]) == ["CS611"]
    assert rules(tmp_path, [{**CERTIFICATE, "number": digits + "1"}]) == ["CS611"]


@pytest.mark.parametrize("character", "\u200b\u202e\ufeff\u00ad\u0007\ufffd<>")
@pytest.mark.parametrize("column", ["number", "holder", "address", "scope", "valid_to", "standards"])
def test_no_text_has_a_forbidden_character(character: str, column: str, tmp_path: Path) -> None:
    value = CERTIFICATE[column]
    assert rules(tmp_path, [{**CERTIFICATE, column: f"{value[:3]}{character}{value[3:]}"}]) == ["CS630"]


def test_parent_and_successor_are_as_the_rows_that_name_them_write_them(tmp_path: Path) -> None:
    main, sub = CERTIFICATE, {**CERTIFICATE, "number": f"{NUMBER}-1", "parent": "999-26Q00001r0s"}
    write(
        tmp_path,
        csv_text([{**main, "parent": ""}, sub]),
        csv_text([event("2026-09-01", "superseded", by="99926q00001r0s/1")], EVENT_COLUMNS),
    )
    found, problems = load(tmp_path)
    assert found, problems
    assert found.certificates[1].parent == "999-26Q00001r0s"
    assert found.certificates[0].events[0].by == "99926q00001r0s/1"


# History


def test_events_are_sorted_by_day_and_keep_ledger_order_within_a_day(tmp_path: Path) -> None:
    events = [
        event("2026-09-01", "suspended", "2026-10-01"),
        event("2026-03-02", "granted"),
        event("2026-09-01", "restored"),
        event("2026-09-01", "corrected"),
    ]
    write(tmp_path, csv_text([CERTIFICATE]), csv_text(events, EVENT_COLUMNS))
    found, problems = load(tmp_path)
    assert [rule for _, rule in problems] == ["CS650"]
    assert found and [e.type for e in found.certificates[0].events] == [
        "granted",
        "suspended",
        "restored",
        "corrected",
    ]


@pytest.mark.parametrize(
    ("valid_to", "events", "wanted"),
    [
        ("2029-03-01", [], []),
        ("2029-03-03", [], ["CS622"]),
        ("2029-03-01", [event("2026-03-02", "granted")], []),
        ("2029-03-03", [event("2026-03-02", "granted")], ["CS622"]),
        ("2029-03-03", [event("2026-03-02", "granted", "2029-03-03")], ["CS622"]),
        ("2029-03-01", [event("2026-02-20", "granted", "2029-03-01")], []),
        ("2028-03-01", [event("2026-03-02", "granted", "2029-03-01")], ["CS656"]),
        # Recertified early: the new term follows the old one.
        ("2032-03-01", [event("2026-03-02", "granted", "2029-03-01"), event("2029-01-10", "recertified", "2032-03-01")], []),
        ("2032-03-03", [event("2026-03-02", "granted", "2029-03-01"), event("2029-01-10", "recertified", "2032-03-03")], ["CS622"]),
        # Restored after a lapse: the new term counts from the previous cycle, not from the day of restoration.
        ("2032-03-01", [event("2026-03-02", "granted", "2029-03-01"), event("2029-06-10", "expired_restored", "2032-03-01")], ["CS676"]),
        ("2032-06-09", [event("2026-03-02", "granted", "2029-03-01"), event("2029-06-10", "expired_restored", "2032-06-09")], ["CS676", "CS622"]),
        # A term before the new one must be known.
        ("2032-03-01", [event("2026-03-02", "granted"), event("2029-01-10", "recertified", "2032-03-01")], ["CS655"]),
        # Suspensions
        ("2029-03-01", [event("2026-04-01", "suspended", "2026-09-30"), event("2026-10-20", "restored")], []),
        ("2029-03-01", [event("2026-09-01", "suspended", "2027-03-01")], ["CS654"]),
        ("2029-03-01", [event("2026-09-01", "suspended", "2026-10-01"), event("2026-10-02", "withdrawn")], []),
        ("2029-03-01", [event("2026-09-01", "restored"), event("2026-09-01", "suspended", "2026-10-01")], ["CS652"]),
        ("2029-03-01", [event("2026-09-01", "suspended", "2026-10-01"), event("2026-09-20", "restored"), event("2026-11-01", "suspended", "2026-12-01")], []),
        # Ends
        ("2029-03-01", [event("2026-09-01", "cancelled"), event("2026-09-02", "corrected")], []),
        ("2029-03-01", [event("2026-09-01", "cancelled"), event("2026-09-01", "withdrawn")], ["CS651"]),
        # Beginnings
        ("2029-03-01", [event("2026-03-01", "cancelled")], ["CS657"]),
        ("2029-03-01", [event("2026-03-02", "cancelled")], []),
        ("2029-03-01", [event("2026-03-03", "granted")], ["CS658"]),
    ],
)  # fmt: skip
def test_history(valid_to: str, events: list[dict[str, str]], wanted: list[str], tmp_path: Path) -> None:
    assert rules(tmp_path, [{**CERTIFICATE, "valid_to": valid_to}], events) == wanted


# Everything


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    broken = {
        **CERTIFICATE,
        "number": "1",
        "scheme": "?",
        "holder": "",
        "valid_to": "never",
        "level": "x",
        "revision": "x",
    }
    events = [event("2026-02-31", "granted", "x", "y", "z")]
    assert rules(tmp_path, [broken], events) == [
        "CS611", "CS614", "CS609", "CS610", "CS629",
        "CS611", "CS610", "CS610", "CS611", "CS647",
    ]  # fmt: skip


def test_an_unreadable_row_does_not_make_its_certificate_unknown(tmp_path: Path) -> None:
    write(
        tmp_path,
        csv_text([CERTIFICATE]).replace("示例市样本路 1 号", "示例市,样本路 1 号"),
        csv_text([event("2026-03-02", "granted")], EVENT_COLUMNS),
    )
    assert [rule for _, rule in load(tmp_path)[1]] == ["CS608"]


@pytest.mark.parametrize(
    "suspended",
    [
        event("2026-09-31", "suspended", "2026-12-01"),
        event("2026-09-01", "suspended"),
        {**event("", ""), "note": "x"},
    ],
)
def test_a_wrong_event_does_not_make_the_others_wrong(suspended: dict[str, str], tmp_path: Path) -> None:
    found = rules(tmp_path, [CERTIFICATE], [suspended, event("2026-10-01", "restored")])
    assert found and "CS652" not in found


def test_events_that_cannot_be_read_do_not_make_the_certificates_wrong(tmp_path: Path) -> None:
    recertified = {**CERTIFICATE, "valid_to": "2032-03-01"}
    write(
        tmp_path,
        csv_text([recertified]),
        'number,on,type,until,by,note\n99926Q00001R0S,2026-03-02,"granted"x,,,\n',
    )
    assert [rule for _, rule in load(tmp_path)[1]] == ["CS604"]
    (tmp_path / "events.csv").unlink()
    assert [rule for _, rule in load(tmp_path)[1]] == ["CS601"]


VALUES = {
    "number": st.sampled_from(
        ["99926Q00001R0S", "99926Q00002R0S", "999-26Q00002r0s", "99926QOOOO1R0S", "99826Q1", "证书"]
    ),
    "scheme": st.sampled_from(["iso-9001", "gbt-27922", "iso-9002"]),
    "standards": st.sampled_from(["iso-9001-2015", "gbt-27922-2011", ";", ""]),
    "level": st.sampled_from(["", "", "five-star", "six-star"]),
    "holder": st.sampled_from(["示例", '示"例', "示,例", "示\n例", ""]),
    "valid_to": st.sampled_from(["2029-03-01", "2029-03-02", "2025-01-01", "2029/3/1", ""]),
    "parent": st.sampled_from(["", "", "99926Q00001R0S", "99926Q00009R0S"]),
    "disclosure": st.sampled_from(["", "full", "limited", "secret"]),
}
ROWS = st.fixed_dictionaries(VALUES).map(lambda row: {**CERTIFICATE, **row})


@settings(deadline=None)
@given(st.lists(ROWS, max_size=4), st.integers(0, 400), st.sampled_from(["", "", "", '"', ",", "\n", "\x00"]))
def test_no_row_is_dropped_in_silence(rows: list[dict[str, str]], at: int, noise: str) -> None:
    text = csv_text(rows, (*CERTIFICATE, "level", "parent", "disclosure"))
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), text[:at] + noise + text[at:])
        found, problems = load(Path(folder))
    assert (found is None) == any(
        rule not in {"CS613", "CS625", "CS633", "CS650", "CS654", "CS659"} for _, rule in problems
    )
    if found is not None and noise != "\n":
        assert len(found.certificates) == len(rows)


def test_an_event_is_called_the_same_everywhere() -> None:
    assert {kind: zh for kind, (zh, _) in EVENTS.items()} == history.NAMES
    assert tuple(history.NAMES) == get_args(EventType)
