"""Lists of numbers: what is read, which columns are found, how the register is asked, and what a spreadsheet is given."""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from dataclasses import replace

import published
import pytest
import readers
from outcomes import record
from workbooks import xlsx

from generator import normalise, shards
from generator.format import Fault
from generator.lists import checking, columns, names, sheet, table, workbook
from generator.lists.fault import ListError
from generator.lists.lines import verify
from generator.question import Question

NOW = datetime.datetime(2026, 11, 22, 6, tzinfo=datetime.UTC)
NUMBERS = [f"99926Q{number:05}R0S" for number in range(1, 41)]
FIRST, SECOND = NUMBERS[:2]
RECORDS = [record({"number": number}) for number in NUMBERS]


def cells(found):
    return [row.cells for row in found.rows]


def refused(work, *arguments):
    """Return what is said of a list that cannot be used."""
    with pytest.raises(ListError) as caught:
        work(*arguments)
    assert caught.value.zh
    assert caught.value.en
    return caught.value


# What is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_csv_as_spreadsheets_save_it(encoding):
    found = sheet.read(
        "list.csv", f'证书编号,名称\r\n{FIRST},"甲, 乙"\r\n\r\n {SECOND} ,\r\n'.encode(encoding)
    )
    assert [(row.number, row.cells) for row in found.rows] == [
        (1, ("证书编号", "名称")),
        (2, (FIRST, "甲, 乙")),
        (4, (f" {SECOND} ", "")),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb, c\n", ("a", "b, c")),
        ("a;b;c,d\n", ("a", "b", "c,d")),
        ('"a;b;c",d\n', ("a;b;c", "d")),
        ('"a\nb",c\n', ("a\nb", "c")),
    ],
)
def test_what_parts_cells(text, expected):
    assert cells(sheet.read("list", text.encode())) == [expected]


def test_a_mark_in_few_lines_parts_nothing():
    assert cells(sheet.read("list", b"a,b\nc,d\te\nf,g\n")) == [("a", "b"), ("c", "d\te"), ("f", "g")]


def test_a_sheet_that_nobody_sees_is_not_the_list():
    found = sheet.read("list.xlsx", xlsx([["编号"], [FIRST]], hidden=[["编号"], [SECOND]]))
    assert found.name == "list.xlsx!名单"
    assert [row.cell(0) for row in found.rows] == ["编号", FIRST]


def test_a_workbook():
    found = sheet.read("list.xlsx", xlsx([["编号", "数"], [FIRST, 12], [None, None], [" x ", 1.5]]))
    assert found.name == "list.xlsx!名单"
    assert [(row.number, row.cells) for row in found.rows] == [
        (1, ("编号", "数")),
        (2, (FIRST, "12")),
        (4, (" x ", "1.5")),
    ]


def test_a_number_of_which_a_spreadsheet_has_lost_digits_is_not_asked_about():
    rows = sheet.read("list.xlsx", xlsx([[999260000112345], [9992600001123456]])).rows
    assert [(row.cells, row.lost) for row in rows] == [
        (("999260000112345",), frozenset()),
        (("9.99260000112346E+15",), {0}),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"), (0.1, "0.1"), (True, "TRUE"), (datetime.date(2026, 3, 2), "2026-03-02"),
        (datetime.datetime(2026, 3, 2), "2026-03-02"), (datetime.datetime(2026, 3, 2, 8), "2026-03-02 08:00:00"),
    ],
)  # fmt: skip
def test_cells_as_text(value, text):
    assert workbook.text(value) == text


def test_lines():
    found = sheet.lines("-", f"{FIRST}\n\n\ufeff{SECOND}, x\n".encode())
    assert [(row.number, row.cells) for row in found.rows] == [(1, (FIRST,)), (3, (f"\ufeff{SECOND}, x",))]
    found = sheet.lines("-", f"{FIRST}\u0085\r\n{SECOND}\u001c\r".encode())
    assert [(row.number, row.cells) for row in found.rows] == [
        (1, (f"{FIRST}\x85",)),
        (2, (f"{SECOND}\x1c",)),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no number"),
        (b"\r\n , \r\n", "no number"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls"),
        (b"PK\x03\x04 broken", "Cannot be read as .xlsx"),
        (xlsx([["x"]])[:-40], "Cannot be read as .xlsx"),
        (b"a\xff\xffb", "UTF-8 nor GB18030"),
        ("编号".encode("utf-16"), "UTF-8 nor GB18030"),
        (b"a\0b", "UTF-8 nor GB18030"),
        (b'a\n"b', "quotation marks"),
        (b'"' + b"x" * 200_000 + b'"', "too long"),
        (b"x" * (sheet.LARGEST + 1), "larger than 16 MB"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_list(content, said):
    assert said in refused(sheet.read, "list", content).en


def test_an_unclosed_quotation_mark_has_its_line():
    assert refused(sheet.read, "list.csv", b'a,b\nc,"d\ne').place == "list.csv:3"


def test_a_workbook_that_unpacks_to_more_than_a_list_has(monkeypatch):
    monkeypatch.setattr(workbook, "LARGEST", 100)
    assert "unpacked" in refused(sheet.read, "list.xlsx", xlsx([["x"]])).en


def test_five_thousand_rows_and_not_one_more():
    many = f"{FIRST}\n" * sheet.MOST_ROWS
    assert len(sheet.read("list.csv", many.encode()).rows) == 5000
    fault = refused(sheet.read, "list.csv", f"{many}\n{FIRST}\n".encode())
    assert (fault.place, "5000" in fault.en) == ("list.csv:5002", True)


# Which columns are found


def found(text, *wanted):
    given = columns.find(sheet.read("list.csv", text.encode()), *wanted)
    return given.number, given.name, given.others, len(given.rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FIRST}\n{SECOND}\n", (0, None, (), 2)),
        (f"证书编号\n{FIRST}\n", (0, None, (), 1)),
        ("x\ny\n", (0, None, (), 2)),
        (f"序号,企业名称,证书编号\n1,甲,{FIRST}\n", (2, 1, (0,), 1)),
        (f"编号,证书编号,备注\n1,{FIRST},\n", (1, None, (0, 2), 1)),
        (f"No.,Company,Certificate No.\n1,A Ltd,{FIRST}\n", (2, 1, (0,), 1)),
        (f"编号（必填）,名称\n{FIRST},甲\n", (0, 1, (), 1)),
        (f"供应商清单\n\n企业名称,证书编号\n甲,{FIRST}\n", (1, 0, (), 1)),
        (f"{FIRST},甲有限公司\n{SECOND},乙有限公司\n", (0, 1, (), 2)),
        (f"甲,乙\n{FIRST},x\n", (0, None, (1,), 1)),
        (f"您填写的编号,规范化编号,您填写的名称,登记名称\n{FIRST},{FIRST},,\n", (0, 2, (1, 3), 1)),
    ],
)
def test_columns(text, expected):
    assert found(text) == expected


def test_a_number_with_its_label_is_no_title():
    """Or the first certificate of a list would be lost."""
    assert found(f"证书编号：ABC-123,甲\n{FIRST},乙\n")[3] == 2


def test_columns_by_their_titles():
    text = f"旧证书编号,新证书编号,甲方\n{FIRST},{SECOND},x\n"
    assert "which column" in refused(found, text).en.lower()
    assert "旧证书编号、新证书编号、甲方" in refused(found, text).zh
    assert found(text, "新证书编号") == (1, None, (0, 2), 1)
    assert found(text, " 新证书编号", "甲方") == (1, 2, (0,), 1)
    assert "没有一列叫“乙方”" in refused(found, text, "乙方").zh
    assert "same column" in refused(found, text, "甲方", "甲方").en
    assert "有几列叫“a”" in refused(found, f"a,a\n{FIRST},\n", "a").zh


def test_titles_alone_are_no_list():
    assert "only titles" in refused(found, "证书编号,名称\n").en


# Whether names agree


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("示例（深圳）有限公司", True),
        ("示例(深圳) 有限公司", True),
        ("示例\u3000（深圳）\n有限公司", True),
        ("EXAMPLE Ｌtd", False),
        ("Example Ｌｔｄ", True),
        ("示例深圳有限公司", False),
        ("示例（深圳）有限公司。", False),
        ("示例", False),
    ],
)
def test_names(name, same):
    assert names.agrees(name, {"holder": "示例（深圳）有限公司", "holder_en": "Example Ltd"}) is same


# How the register is asked


class Register:
    """A register that counts what is read, and of which the answers can change."""

    def __init__(self, files):
        self.files = files
        self.read = Counter()
        self.failing = set()

    def __call__(self, path):
        self.read[path] += 1
        if path in self.failing or path not in self.files:
            raise Fault("NETWORK")
        return self.files[path]


@pytest.fixture
def register():
    return Register(published.files(RECORDS, bits=4))


def ask(register, numbers=NUMBERS, clock=lambda: NOW, at_once=1, **more):
    asked = {normalise.key(number): {Question(number)} for number in numbers}
    asking = checking.Asking(register, clock, at_once=at_once, **more)
    answers = checking.check(asked, asking, lambda _done, _total: None)
    return {key: checked.outcome.code for (key, _), checked in answers.items()}


def shard_of(number, bits=4):
    return shards.path(shards.name(shards.digest(normalise.key(number)), bits))


@pytest.mark.parametrize("at_once", [1, 6])
def test_each_file_is_read_once(register, at_once):
    assert set(ask(register, at_once=at_once).values()) == {"VALID"}
    assert max(count for path, count in register.read.items() if path.startswith("shards/")) == 1
    assert register.read["index.json"] == 1
    assert len(register.read) == 2 + len({shard_of(number) for number in NUMBERS})


def test_a_failure_of_the_network_is_that_of_its_numbers_only(register):
    register.failing = {shard_of(FIRST)}
    found = ask(register)
    failed = {key for key, code in found.items() if code == "NETWORK"}
    assert failed == {number for number in NUMBERS if shard_of(number) == shard_of(FIRST)}
    assert set(found.values()) == {"NETWORK", "VALID"}


def test_a_network_that_is_gone_is_not_asked_for_ever(register):
    register.files = published.files(RECORDS, bits=9)
    register.failing = {path for path in register.files if path.startswith("shards/")}
    assert set(ask(register).values()) == {"NETWORK"}
    tried = sum(count for path, count in register.read.items() if path.startswith("shards/"))
    assert tried == 2 * checking.MOST_FAILURES < len(NUMBERS)


def test_without_an_index_there_is_nothing_to_ask(register):
    register.failing = {"index.json"}
    with pytest.raises(Fault):
        ask(register)


def test_an_index_is_old_after_a_minute(register):
    """Each shard takes more than a minute, so each asks anew what the state of the register is."""
    times = iter(NOW + datetime.timedelta(seconds=61 * step) for step in range(10_000))
    ask(register, clock=lambda: next(times))
    assert register.read["index.json"] > len({shard_of(number) for number in NUMBERS})
    again = Register(register.files)
    ask(again, clock=lambda: NOW)
    assert again.read["index.json"] == 1


def test_a_register_that_is_published_meanwhile_is_read_as_it_is_now():
    """The index was read before, all else is new: a certificate that was suspended meanwhile is no yes."""
    old, new = readers.register(), readers.register(record=readers.SUSPENDED)
    register = Register(dict(new))

    def get(path):
        if path == "index.json" and register.read[path] == 0:
            register.read[path] += 1
            return old[path]
        return register(path)

    assert ask(get, [readers.NUMBER]) == {readers.NUMBER: "SUSPENDED"}


def test_a_register_that_gets_more_shards_meanwhile(register):
    """Numbers that stood in one shard stand in several now; none of them is looked for in a shard of another."""
    wider = published.files(RECORDS, bits=6)
    served = {**wider, **{path: content for path, content in register.files.items() if path == "index.json"}}
    both = Register(served)
    narrow = register.files["index.json"]

    def get(path):
        if path == "index.json":
            both.read[path] += 1
            return narrow if both.read[path] == 1 else wider[path]
        return both(path)

    assert set(ask(get).values()) == {"VALID"}


def test_a_damaged_shard_is_no_answer_for_its_numbers_only(register):
    register.files = {**register.files, shard_of(FIRST): b"{}"}
    found = ask(register)
    assert {code for number, code in found.items() if shard_of(number) == shard_of(FIRST)} == {"INTEGRITY"}
    assert {code for number, code in found.items() if shard_of(number) != shard_of(FIRST)} == {"VALID"}


def test_a_damaged_record_is_no_answer_for_its_number_only():
    files = published.files([record({"number": FIRST, "scope": ""}), *RECORDS[1:]], bits=0)
    found = ask(Register(files))
    assert found.pop(FIRST) == "INTEGRITY"
    assert set(found.values()) == {"VALID"}


# The rows that come out


def table_of(text, register, **more):
    columns_found = columns.find(sheet.read("list.csv", text.encode()))
    lines = verify(columns_found, checking.Asking(register, lambda: NOW, **more), lambda *_: None)
    return lines, columns_found


VOICE = table.Voice("zh", lambda line: line.outcome.code, lambda key, question: f"#{key}")


def test_the_same_number_is_asked_once_and_claims_are_each_rows_own(register):
    holder = RECORDS[0]["holder"]
    text = f"{FIRST}\n{FIRST.lower()}\n#n={FIRST}&holder=x\n#n={FIRST}&holder={holder}\n"
    lines, _ = table_of(text, register)
    assert [line.outcome.code for line in lines] == ["VALID", "VALID", "QR_MISMATCH", "VALID"]
    assert table.counts(lines) == {
        "rows": 4, "numbers": 1, "repeated": 3, "unreadable": 0, "yes": 3, "no": 0, "unknown": 1, "names_differ": 0,
        "unfinished": 0,
    }  # fmt: skip
    assert register.read[shard_of(FIRST)] == 1


def test_a_row_that_cannot_be_read_stays_with_its_reason(register):
    lines, _ = table_of(f"证书编号,x\n{FIRST},\nabc,1\n,2\n示例公司,3\n9.99E+15,4\n", register)
    assert [line.outcome.code for line in lines] == [
        "VALID", "INPUT_SHORT", "INPUT_EMPTY", "INPUT_NAME", "INPUT_LOST",
    ]  # fmt: skip
    assert [line.key for line in lines[1:]] == [None] * 4
    assert table.counts(lines)["unreadable"] == 4


def test_a_list_asks_about_one_day_whatever_day_a_link_in_it_was_made_for(register):
    text = f"{FIRST}\n#n={FIRST}&on=2025-01-01\n#n={FIRST}&on=yesterday\n"
    lines, _ = table_of(text, register)
    assert [line.outcome.code for line in lines] == ["VALID"] * 3
    lines, _ = table_of(text, register, on=datetime.date(2026, 11, 23))
    assert [line.outcome.code for line in lines] == ["AHEAD"] * 3


def test_order_and_further_columns_stay(register):
    text = f'乙,证书编号,甲,企业名称\n=1+1, {SECOND} ,"a\nb",x\n" ",{FIRST},@x,{RECORDS[0]["holder"]}\n'
    lines, found_columns = table_of(text, register)
    content = table.as_csv(lines, found_columns, VOICE)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.replace(b"a\nb", b"").count(b"\n") == content.count(b"\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert list(rows[0]) == [*(title for title, _ in table.COLUMNS.values()), "乙", "甲"]
    assert [(row["行号"], row["规范化编号"], row["乙"], row["甲"], row["名称是否一致"]) for row in rows] == [
        ("2", SECOND, "'=1+1", "a\nb", "不一致"),
        ("3", FIRST, " ", "'@x", "一致"),
    ]


def test_columns_without_titles_get_some(register):
    lines, found_columns = table_of(f"{FIRST},甲有限公司,5\n", register)
    assert table.as_csv(lines, found_columns, VOICE).decode("utf-8-sig").splitlines()[0].endswith(",第 3 列")
    english = replace(VOICE, language="en")
    assert (
        table.as_csv(lines, found_columns, english).decode("utf-8-sig").splitlines()[0].endswith(",Column 3")
    )


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"])
def test_nothing_becomes_a_formula(begins):
    assert table.inert(f"{begins}1") == f"'{begins}1"
    assert table.inert(f"a;{begins}1") == (f"a;{begins}1" if begins.isspace() else f"a;'{begins}1")
    assert table.inert(f"1{begins}") == f"1{begins}"
    for mark in "\t\r\n":  # within quotation marks that do not begin a row, these part it all the same
        assert table.inert(f"a{mark}=1") == f"a{mark}'=1"


def test_a_limited_certificate_shows_and_compares_nothing():
    limited = {"number": FIRST, "disclosure": "limited"}
    lines, found_columns = table_of(
        f"证书编号,企业名称\n{FIRST},示例有限公司\n", Register(published.files([limited], bits=0))
    )
    values = table.values(lines[0], VOICE)
    assert (values["code"], values["conclusion"]) == ("RESTRICTED", "不能确认")
    assert {values[key] for key in ("holder", "standards", "valid_until", "name_matches")} == {""}
    assert table.as_json(lines, found_columns, VOICE)[0]["name_matches"] is None


def test_a_certificate_of_another_organisation_confirms_nothing_of_the_one_in_the_list(register):
    lines, found_columns = table_of(f"证书编号,企业名称\n{FIRST},另一家有限公司\n{FIRST},\n", register)
    values = [table.values(line, VOICE) for line in lines]
    assert [(one["name_matches"], one["conclusion"]) for one in values] == [
        ("不一致", "不能确认"),
        ("未填", "可以采信"),
    ]
    counted = table.counts(lines)
    assert (counted["yes"], counted["unknown"], counted["names_differ"]) == (1, 1, 1)
    assert table.as_json(lines, found_columns, VOICE)[0]["verdict"] == "unknown"


def test_the_values_of_a_row(register):
    holder = RECORDS[0]["holder"]
    lines, _ = table_of(f"证书编号,企业名称\n{FIRST},{holder}\n", register)
    index = published.parse(register.files["index.json"])
    assert table.values(lines[0], VOICE) == {
        "row": "2",
        "given": FIRST,
        "number": FIRST,
        "name_given": holder,
        "holder": holder,
        "name_matches": "一致",
        "status": "VALID",
        "conclusion": "可以采信",
        "code": "VALID",
        "standards": "；".join(RECORDS[0]["standards"]),
        "valid_until": RECORDS[0]["valid_to"],
        "released": "2026-11-22 10:00:00",
        "version": index["snapshot"][:12],
        "checked_at": "2026-11-22 14:00:00",
        "link": f"#{FIRST}",
    }


def test_only_a_yes_can_be_relied_on():
    assert [key for key, words in table.CONCLUSIONS.items() if words == ("可以采信", "can be relied on")] == [
        "yes"
    ]
    assert set(table.CONCLUSIONS) == {"yes", "no", "unknown", "input"}
