"""Writes XLSX files by hand, as spreadsheets and as careless or hostile programs do (ECMA-376, part 1)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = (
    f'{_HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="3">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd;@"/><numFmt numFmtId="165" formatCode="&quot;共&quot;0.00&quot;days&quot;"/>'
    '<numFmt numFmtId="166" formatCode="0000000000000"/></numFmts><cellStyleXfs count="1"><xf numFmtId="166"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="22"/><xf numFmtId="166"/></cellXfs></styleSheet>'
)
"""Cell styles 0 general, 1 built-in day, 2 own day, 3 a number with words, 4 day and time, 5 zeros before a number."""


def column(number: int) -> str:
    """Return the letters of a column, from 0."""
    return (column(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def workbook(sheet: str, *, sheets: str | None = None, date1904: bool = False) -> dict[str, str]:
    """Return the parts of a workbook around the XML of its sheet."""
    listed = sheets or '<sheet name="名单" sheetId="1" r:id="rId1"/>'
    flag = '<workbookPr date1904="1"/>' if date1904 else ""
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}">{flag}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId2" Type="{_RELATIONS}/worksheet" Target="/xl/worksheets/second.xml"/>'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }


def sheet(rows: Iterable[str]) -> str:
    """Return the XML of a sheet, of which `rows` are the cells."""
    lines = "".join(f'<row r="{at}">{cells}</row>' for at, cells in enumerate(rows, 1))
    return f'{_HEAD}<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def pack(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def plain(rows: Sequence[Sequence[str]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a workbook with the text in each cell, as small programs write it."""
    cells = (
        "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' for cell in row)
        for row in rows
    )
    return pack(workbook(sheet(cells)), method)


def shared(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook with all texts in a table of their own, each once, as Excel writes it; empty cells are left out."""
    texts = {text: at for at, text in enumerate(dict.fromkeys(cell for row in rows for cell in row if cell))}
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    cells = (
        "".join(
            f'<c r="{column(at)}{number}" s="0" t="s"><v>{texts[cell]}</v></c>'
            for at, cell in enumerate(row)
            if cell
        )
        for number, row in enumerate(rows, 1)
    )
    parts = workbook(sheet(cells))
    parts["xl/sharedStrings.xml"] = (
        f'{_HEAD}<sst xmlns="{MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'
    )
    parts["xl/styles.xml"] = STYLES
    return pack(parts)
