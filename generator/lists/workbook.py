"""The first sheet of an XLSX file as text. Spreadsheets keep 15 digits of a number; what had more has lost some."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from generator.lists import markup
from generator.lists.fault import ListError

LARGEST = 256 * 2**20
"""Bytes that no workbook of a list has when it is unpacked."""

_EXACT = 10**15
"""From here on a spreadsheet does not keep every digit."""


def cells(file: str, content: bytes) -> tuple[str, Iterator[tuple[int, Sequence[tuple[str, bool]]]]]:
    """Return the title of the first sheet, and its rows: number from 1, each cell's text, and whether it is what somebody sees.

    Raises ListError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > LARGEST:
                raise ListError(
                    file,
                    "解开后太大：只留名单，另存为新的 .xlsx",
                    "Too large when unpacked: save the list alone as a new .xlsx.",
                )
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
            shown = [
                sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
            ]
            title = shown[0]
            rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
            marks = markup.marks(archive, title)
    except (CalamineError, zipfile.BadZipFile, IndexError, markup.MarkupError):
        raise ListError(
            file,
            "不能当作 .xlsx 来读，可能已损坏：用表格软件打开，另存为 .xlsx 或 CSV",
            "Cannot be read as .xlsx, perhaps it is damaged: open it and save it as .xlsx or CSV.",
        ) from None
    numbers = sorted({*range(1, len(rows) + 1), *marks})
    return title, (
        (number, _row(rows[number - 1] if number <= len(rows) else [], marks.get(number, markup.Marks())))
        for number in numbers
    )


def _row(values: Sequence[object], marks: markup.Marks) -> list[tuple[str, bool]]:
    padded = (*values, *[""] * (marks.width - len(values)))
    # An error is text, as for whoever looks at it; the library gives nothing.
    return [
        (marks.errors.get(at) or text(value), is_inexact(value) or at in marks.unkept)
        for at, value in enumerate(padded)
    ]


def is_inexact(value: object) -> bool:
    """Tell whether a cell holds a number with more digits than a spreadsheet keeps."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _EXACT


def text(value: Any) -> str:
    """Return a cell as text: whole numbers without `.0`, days as YYYY-MM-DD."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and not is_inexact(value) else f"{value:.15G}"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)
