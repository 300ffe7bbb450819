"""Workbooks: read as Excel and as small programs write them, refused where they are odd, and written so that both can read."""

import base64
import io
import random
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import batch_workbooks
import pytest
from batch_workbooks import MAIN, STYLES, pack, plain, shared, sheet, workbook

READ = """async ([base, content]) => {
  const { readXlsx } = await import(base + "../batch/xlsx-read.mjs");
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  try {
    const { rows, sheet } = await readXlsx(bytes);
    return [sheet, rows.map(({ at, cells }) => [at, ...cells])];
  } catch (error) {
    return error.code ?? String(error);
  }
}"""
WRITE = """async ([base, rows]) => {
  const { xlsx } = await import(base + "../batch/export.mjs");
  const bytes = new Uint8Array(await (await xlsx("核验结果", rows)).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
ROWS = [["编号", "名称", "备注"], ["99926Q00001R0S", " 甲 & <乙> ", ""], ["", "", "末"]]


@pytest.fixture
def read(modules):
    page, base = modules
    return lambda content: page.evaluate(READ, [base, base64.b64encode(content).decode()])


@pytest.fixture
def write(modules):
    page, base = modules
    return lambda rows: base64.b64decode(page.evaluate(WRITE, [base, rows]))


def cells(xml):
    """The rows of a workbook whose sheet has these cells."""
    return pack({**workbook(sheet([xml])), "xl/styles.xml": STYLES})


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_inline_strings(read, method):
    assert read(plain(ROWS, method)) == ["名单", [[1, *ROWS[0]], [2, *ROWS[1]], [3, *ROWS[2]]]]


def test_shared_strings(read):
    assert read(shared(ROWS)) == [
        "名单",
        [[1, *ROWS[0]], [2, "99926Q00001R0S", " 甲 & <乙> "], [3, "", "", "末"]],
    ]


def test_a_file_of_another_program(read):
    """Written by openpyxl 3.1."""
    content = (Path(__file__).parents[1] / "fixtures/batch/by-openpyxl.xlsx").read_bytes()
    assert read(content) == [
        "Sheet",
        [[1, "证书编号", "名称", "日期"], [2, "99926Q00001R0S", "甲", "2025-04-25"]],
    ]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<c><v>12345678</v></c>", "12345678"),
        ("<c><v>0.1</v></c>", "0.1"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><v>1E+3</v></c>", "1000"),
        ("<c><v>999999999999999</v></c>", "999999999999999"),
        ("<c><v>1.2345678901234568E+17</v></c>", "1.23456789012346E+17"),
        ("<c><v>123456789012345678</v></c>", "1.23456789012346E+17"),
        ('<c s="1"><v>45772</v></c>', "2025-04-25"),
        ('<c s="2"><v>45772</v></c>', "2025-04-25"),
        ('<c s="3"><v>45772</v></c>', "45772"),
        ('<c s="4"><v>45772.5</v></c>', "2025-04-25 12:00:00"),
        ('<c s="4"><v>0.75</v></c>', "18:00:00"),
        ('<c s="9"><v>45772</v></c>', "45772"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c t="str"><f>A1</f><v>x_x000D_y</v></c>', "x\ry"),
        ('<c t="d"><v>2025-04-25</v></c>', "2025-04-25"),
        ('<c t="inlineStr"><is><r><t>甲</t></r><r><rPr/><t>乙</t></r><rPh><t>jia</t></rPh></is></c>', "甲乙"),
    ],
)
def test_values(read, xml, text):
    assert read(cells(xml))[1] == [[1, text]]


def test_days_that_are_counted_from_1904(read):
    parts = {**workbook(sheet(['<c s="1"><v>44310</v></c>']), date1904=True), "xl/styles.xml": STYLES}
    assert read(pack(parts))[1] == [[1, "2025-04-25"]]


def test_the_first_sheet_that_is_seen(read):
    listed = '<sheet name="选项" state="hidden" r:id="rId1"/><sheet name="第二张" r:id="rId2"/>'
    parts = workbook("", sheets=listed)
    parts["xl/worksheets/second.xml"] = sheet(['<c t="inlineStr"><is><t>x</t></is></c>'])
    assert read(pack(parts)) == ["第二张", [[1, "x"]]]


def test_another_namespace_with_a_prefix(read):
    xml = sheet(['<c t="inlineStr"><is><t>x</t></is></c>'])
    for tag in ("worksheet", "sheetData", "row", "is", "c", "t"):
        xml = xml.replace(f"<{tag}", f"<x:{tag}").replace(f"</{tag}>", f"</x:{tag}>")
    xml = xml.replace(f'xmlns="{MAIN}"', 'xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"')
    xml = xml.replace("<x:c x:t=", "<x:c t=")
    assert read(pack(workbook(xml)))[1] == [[1, "x"]]


def test_rows_and_columns_that_are_left_out_keep_their_places(read):
    xml = sheet([]).replace(
        "<sheetData>",
        '<sheetData><row r="7"><c r="C7" t="str"><v>c</v></c><c r="AA7"><v>1</v></c></row><row><c><v>2</v></c></row>',
    )
    assert read(pack(workbook(xml)))[1] == [[7, "", "", "c", *[""] * 23, "1"], [8, "2"]]


def test_5000_rows_are_read_and_not_one_more(read):
    row = ["99926Q00001R0S", "甲"]
    assert len(read(shared([row] * 5000))[1]) == 5000
    assert read(shared([row] * 5001)) == "too_many_rows"


def test_rows_that_are_only_formatted_do_not_count(read):
    xml = sheet(
        ['<c t="str"><v>x</v></c>', *['<c s="1"/><c t="str"><f>IF(A1="","",A1)</f><v></v></c>'] * 20_000]
    )
    assert read(pack(workbook(xml)))[1] == [[1, "x"]]


def broken(**changes):
    return pack(
        {
            key: value
            for key, value in {**workbook(sheet(["<c><v>1</v></c>"])), **changes}.items()
            if value is not None
        }
    )


WHOLE = plain(ROWS)
SHEET = "xl/worksheets/sheet1.xml"


def changed(old, new):
    assert old in WHOLE
    return WHOLE.replace(old, new)


def entry_of(name, content, field, value, size=2):
    """An archive in which the directory says something else of a file."""
    at = content.rindex(name.encode()) - 46
    return content[: at + field] + value.to_bytes(size, "little") + content[at + field + size :]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (WHOLE[:-30], "damaged"),
        (WHOLE[: len(WHOLE) // 2], "damaged"),
        (b"PK\x03\x04", "damaged"),
        (entry_of(SHEET, WHOLE, 8, 1), "encrypted"),
        (entry_of(SHEET, WHOLE, 10, 14), "damaged"),
        (entry_of(SHEET, WHOLE, 16, 1, 4), "damaged"),
        (entry_of(SHEET, WHOLE, 20, 2**32 - 1, 4), "damaged"),
        (entry_of(SHEET, WHOLE, 42, 2**31, 4), "damaged"),
        (entry_of(SHEET, WHOLE, 20, 5, 4), "damaged"),
        (broken(**{SHEET: None}), "damaged"),
        (broken(**{SHEET: b"<worksheet>\xff</worksheet>"}), "damaged"),
        (broken(**{SHEET: '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'}), "damaged"),
        (broken(**{SHEET: sheet(['<c t="s"><v>7</v></c>'])}), "damaged"),
        (broken(**{SHEET: sheet(['<c r="IW1"><v>7</v></c>'])}), "too_many_columns"),
        (broken(**{"xl/_rels/workbook.xml.rels": "<Relationships/>"}), "damaged"),
        (broken(**{"xl/workbook.xml": None}), "not_a_table"),
        (broken(**{"xl/workbook.xml": None, "xl/workbook.bin": b"x"}), "xlsb"),
        (broken(**{SHEET: b" " * (40 * 2**20)}), "too_large_unpacked"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_what_is_odd_is_refused(read, content, code):
    assert read(content) == code


def test_a_sheet_that_is_no_xml_is_refused(check_pages, new_page):
    address, _ = check_pages
    page = new_page(allow=("Applying inline style",))  # of Chromium's own report, which nobody sees
    page.goto(f"{address}blank.html")
    content = broken(**{SHEET: "<worksheet><sheetData><row></sheetData></worksheet>"})
    found = page.evaluate(READ, [f"{address}assets/verify/", base64.b64encode(content).decode()])
    assert found == "damaged"


def test_a_bomb_in_many_parts(read):
    """Each is small enough, all together are not."""
    bomb = broken(
        **{
            SHEET: b" " * (20 * 2**20),
            "xl/workbook.xml": workbook("")["xl/workbook.xml"] + " " * (20 * 2**20),
        }
    )
    assert len(bomb) < 100_000
    assert read(bomb) == "too_large_unpacked"


def test_without_a_decompressor(modules, read):
    page, _ = modules
    page.evaluate("() => { delete globalThis.DecompressionStream }")
    assert read(WHOLE) == "old_browser"
    assert read(plain(ROWS, zipfile.ZIP_STORED))[0] == "名单"


def test_no_list_of_bytes_makes_it_fail_otherwise(modules, read):
    """What is broken at random is refused, or read; and never an error of its own."""
    chance = random.Random(20261122)
    for _ in range(300):
        content = bytearray(WHOLE)
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        found = read(bytes(content))
        assert isinstance(found, list) or found in (
            "damaged", "encrypted", "not_a_table", "too_large_unpacked", "too_many_columns",
        )  # fmt: skip


# Written

ODD = [
    ["编号", "名称"],
    ["=1+1", "+x"],
    ["@a", "-1"],
    [" \t两端 ", "a\nb\r\nc"],
    ["_x0041_", "\u0001\u000b<&>\"'"],
    ["", "𠀀"],
]


def test_what_is_written_is_read_again(read, write):
    assert read(write(ODD)) == ["核验结果", [[at, *row] for at, row in enumerate(ODD, 1)]]


def test_others_can_read_it_and_find_text_only(write):
    archive = zipfile.ZipFile(io.BytesIO(write(ODD)))
    assert archive.testzip() is None
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))
    root = ElementTree.fromstring(archive.read(SHEET))
    found = list(root.iter(f"{{{MAIN}}}c"))
    assert {cell.get("t") for cell in found} == {"inlineStr"}
    assert root.find(f".//{{{MAIN}}}f") is None
    texts = [cell.findtext(f"{{{MAIN}}}is/{{{MAIN}}}t") for cell in found]
    assert texts[2:6] == ["=1+1", "+x", "@a", "-1"]
    assert texts[8] == "_x005F_x0041_"


def test_without_a_compressor(modules, read, write):
    page, _ = modules
    page.evaluate("() => { delete globalThis.CompressionStream }")
    assert read(write(ODD))[1][1] == [2, "=1+1", "+x"]


def test_5000_rows_are_written_soon(write, read):
    rows = [["99926Q00001R0S", "示例精密制造（示例）有限公司", *["x"] * 20]] * 5000
    assert len(read(write(rows))[1]) == 5000


def test_letters_of_columns(modules):
    page, base = modules
    script = "async (base) => { const { letter } = await import(base + '../batch/columns.mjs'); return [...Array(800).keys()].map(letter); }"
    assert page.evaluate(script, base) == [batch_workbooks.column(number) for number in range(800)]
