"""From what somebody pastes or chooses to rows and columns: the batch page's readers, without the page."""

import base64
import json

import pytest

from generator.lists.names import agrees
from generator.lists.table import COLUMNS, CONCLUSIONS, MATCHES

A, B, C = "99926Q00001R0S", "99926Q00002R0S", "99926E00003R0S"

ROWS = """async ([base, text]) => {
  const { rowsOf } = await import(base + "../batch/table.mjs");
  try { return rowsOf(text).map(({ at, cells }) => [at, ...cells]); } catch (error) { return error.code ?? String(error); }
}"""
COLUMNS_OF = """async ([base, rows]) => {
  const { findColumns } = await import(base + "../batch/columns.mjs");
  const found = findColumns(rows.map((cells, at) => ({ at: at + 1, cells })));
  return [found.number ?? null, found.name ?? null, found.rows.length, found.titles];
}"""
FILE = """async ([base, content]) => {
  const { readFile } = await import(base + "../batch/file.mjs");
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  try {
    return (await readFile(new Blob([bytes]))).rows.map(({ cells }) => cells);
  } catch (error) {
    return error.code ?? String(error);
  }
}"""


@pytest.fixture
def rows(modules):
    page, base = modules
    return lambda text: page.evaluate(ROWS, [base, text])


@pytest.fixture
def columns(modules):
    page, base = modules
    return lambda table: page.evaluate(COLUMNS_OF, [base, table])


@pytest.fixture
def read(modules):
    page, base = modules
    return lambda content: page.evaluate(FILE, [base, base64.b64encode(content).decode()])


# Text to rows


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r", " \n ", "\n\n", ",", "，", "、", ";", "；", "\t", ", "])
def test_whatever_stands_between_numbers(rows, mark):
    """Each is in the place of its line."""
    lines = len((mark + "x").splitlines()) - 1
    assert rows(mark.join([A, B, C])) == [[1, A], [1 + lines, B], [1 + 2 * lines, C]]


def test_marks_are_mixed(rows):
    assert rows(f"{A}，{B}、\n{C}；{A}\t{B},,\n") == [[1, A], [1, B], [2, C], [2, A], [2, B]]


def test_blanks_part_whole_numbers_and_nothing_else(rows):
    assert rows(f"{A} {B}\n999 26Q 00001 R0S") == [[1, A], [1, B], [2, "999 26Q 00001 R0S"]]


def test_what_is_no_number_stays_in_the_list(rows):
    assert rows(f"{A}\n坏的\n{B}") == [[1, A], [2, "坏的"], [3, B]]
    assert rows(f"{A},{B},9992?1") == [[1, A], [1, B], [1, "9992?1"]]


def test_a_table_keeps_its_cells(rows):
    assert rows(f"{A}\t甲、乙公司\t1,2\n{B}\t丙; 丁\t") == [[1, A, "甲、乙公司", "1,2"], [2, B, "丙; 丁", ""]]
    assert rows(f"编号,名称\n{A},甲公司") == [[1, "编号", "名称"], [2, A, "甲公司"]]
    assert rows(f"{A};Example Co., Ltd.;x;y\n{B};z;;") == [
        [1, A, "Example Co., Ltd.", "x", "y"],
        [2, B, "z", "", ""],
    ]


def test_a_mark_within_some_cells_does_not_part_them(rows):
    assert rows(f"编号,备注\n{A},a\tb\n{B},c;d") == [[1, "编号", "备注"], [2, A, "a\tb"], [3, B, "c;d"]]
    assert rows(f"{A}\tX Co., Ltd.\n{B}\tY Co., Ltd.") == [[1, A, "X Co., Ltd."], [2, B, "Y Co., Ltd."]]


def test_quotes_as_in_rfc_4180(rows):
    assert rows(f'编号,名称\r\n{A},"甲, ""乙""\r\n公司"\r\n{B},丙\r\n') == [
        [1, "编号", "名称"],
        [2, A, '甲, "乙"\r\n公司'],
        [3, B, "丙"],
    ]


def test_empty_rows_are_no_rows_but_count_as_places(rows):
    assert rows(f"编号,名称\n,\n\n{A},甲") == [[1, "编号", "名称"], [4, A, "甲"]]


def test_5000_rows_are_read_and_not_one_more(rows):
    assert len(rows(f"{A},甲\n" * 5000)) == 5000
    assert rows(f"{A},甲\n" * 5001) == "too_many_rows"
    assert rows(f"{A}\n" * 5001) == "too_many_rows"


def test_256_columns_are_read_and_not_one_more(rows):
    assert len(rows(f"{A},{'甲,' * 254}乙")[0]) == 257
    assert rows(f"{A},{'甲,' * 255}乙") == "too_many_columns"
    assert len(rows(f"{A}," * 400)) == 400  # a list is as long as it is


def test_a_web_page_is_no_table(rows):
    assert rows("\n <html><table><tr><td>1") == "web_page"


# Bytes to text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_encodings(read, encoding):
    table = [["证书编号", "名称"], [A, "示例（甲）有限公司"]]
    assert read("\n".join(map(",".join, table)).encode(encoding)) == table


def test_a_character_that_only_gb18030_has(read):
    assert read(f"编号,名称\n{A},㐂𠀀公司".encode("gb18030"))[1] == [A, "㐂𠀀公司"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "xls"),
        (b"\xd0\xcf\x11\xe0" + bytes(508) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("证书编号".encode("utf-16"), "encoding"),
        (b"\xff\xff\xff", "encoding"),
        (b"99926\0Q00001R0S", "not_a_table"),
        (b"PK\x03\x04", "damaged"),
        (b" " * (16 * 2**20 + 1), "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_list(read, content, code):
    assert read(content) == code


# Rows to columns


@pytest.mark.parametrize(
    ("table", "number", "name", "count"),
    [
        ([["证书编号"], [A], [B]], 0, None, 2),
        ([[A], [B]], 0, None, 2),
        ([["whatever"], ["also"]], 0, None, 2),
        ([["序号", "证书编号（必填）", "获证组织名称"], ["1", A, "甲"]], 1, 2, 1),
        ([["Company", "Certificate No."], ["x", A]], 1, 0, 1),
        ([["名单", "", ""], ["序号", "证书编号", "组织名称"], ["1", A, "甲"]], 1, 2, 1),
        ([["证书编号", "原证书编号"], [A, B]], 0, None, 1),
        ([["编号", "证书编号"], ["1", A]], 1, None, 1),
        ([["1", A, "甲公司"], ["2", B, "乙厂"]], 1, 2, 2),
        ([["Pos", "Zertifikat", "Firma"], ["1", A, "A GmbH"], ["2", B, "B Ltd."]], 1, 2, 2),
        ([["您填写的编号", "规范化编号", "您填写的名称", "登记名称"], [A, A, "甲", "乙"]], 0, 2, 1),
        ([[A, B], [B, A]], None, None, 2),
        ([["a", "b"], ["c", "d"]], None, None, 2),
        ([["证书编号", "证书编号"], [A, B]], None, None, 1),
        ([["组织名称", "企业名称", "证书编号"], ["甲", "乙", A]], 2, None, 1),
    ],
)  # fmt: skip
def test_columns(columns, table, number, name, count):
    assert columns(table)[:3] == [number, name, count]


def test_a_labelled_number_is_no_title(columns):
    """Its row would be lost."""
    assert columns([["证书编号：ABC-20260001"], ["证书编号：ABC-20260002"]])[2] == 2


def test_a_row_of_other_numbers_above_the_first_is_no_title(columns):
    assert columns([["12345678", "甲公司"], [A, "乙公司"]])[2] == 2


# Names


RECORD = {"holder": "示例精密制造（示例）有限公司", "holder_en": "Example Precision Co., Ltd."}


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ("示例精密制造（示例）有限公司", "same"),
        ("示例精密制造(示例)有限公司", "same"),
        (" 示例精密 制造\u3000(示例）有限公司 ", "same"),
        ("Ｅｘａｍｐｌｅ PrecisionCo.,Ltd.", "same"),
        ("示例精密制造有限公司", "differs"),
        ("example precision co., ltd.", "differs"),
        ("示例精密制造（示例）有限公司。", "differs"),
        ("  ", "not_given"),
    ],
)
def test_names(modules, given, match):
    page, base = modules
    script = """async ([base, given, record]) => (await import(base + "../batch/names.mjs")).match(given, record)"""
    assert page.evaluate(script, [base, given, RECORD]) == match
    if match != "not_given":
        assert agrees(given, RECORD) == (match == "same")
        assert page.evaluate(script, [base, given, {"number": A, "disclosure": "limited"}]) == ""


def test_the_command_line_has_the_same_columns_and_words(modules):
    page, base = modules
    script = """async (base) => {
      const [zh, en] = await Promise.all(["zh", "en"].map((lang) => import(`${base}../batch/words.${lang}.mjs`)));
      return [zh, en].map(({ words }) => [Object.values(words.column), words.conclusion, words.match]);
    }"""
    for at, (column, conclusion, match) in enumerate(page.evaluate(script, base)):
        assert column == [wording[at] for wording in COLUMNS.values()]
        assert conclusion == {verdict: CONCLUSIONS[verdict][at] for verdict in ("yes", "no", "unknown")}
        assert list(match.values()) == [MATCHES[kind][at] for kind in ("yes", "no", "none", "")]


def test_both_languages_have_the_same_words_with_the_same_placeholders(modules):
    page, base = modules
    script = """async (base) => {
      const shape = (value) => typeof value === "string"
        ? [...value.matchAll(/[{](.+?)[}]/g)].map(([, name]) => name).sort()
        : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
      const [zh, en] = await Promise.all(["zh", "en"].map((lang) => import(`${base}../batch/words.${lang}.mjs`)));
      return [zh, en].map(({ words }) => JSON.stringify(shape(words)));
    }"""
    zh, en = map(json.loads, page.evaluate(script, base))
    assert zh == en
