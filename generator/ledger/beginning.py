"""What stands in a CSV file where its header should be, and is one fault instead of one for each column (rule CS677)."""

from __future__ import annotations

import codecs
import re

from generator.problems import Place, Problem, problem

_SEPARATOR = re.compile(rb'"?sep=.?"?,*\s*', re.IGNORECASE)
"""A line with which Excel is told what separates the columns."""

_EXCEL = (
    "在 Excel 中另存为“CSV UTF-8（逗号分隔）(*.csv)”",
    "In Excel, save it as “CSV UTF-8 (Comma delimited) (*.csv)”",
)


def fault(data: bytes, file: str) -> Problem | None:
    """Return what is wrong with the beginning of a file; `data` are its first rows, without a byte-order mark, LF at their ends."""
    if data.startswith(codecs.BOM_UTF8):
        reason = ("开头有两个字节顺序标记（BOM）", "it begins with two byte-order marks")
        hint = ("留一个，或者删去两个", "Keep one of them, or none")
    elif b"\r" in data and b"\n" not in data:
        reason = (
            "换行只用了 CR，这是旧 Macintosh 的写法",
            "its lines end with CR alone, as on an old Macintosh",
        )
        hint = _EXCEL
    elif _SEPARATOR.fullmatch(line := data.split(b"\n", 1)[0]):
        written = line.decode("utf-8", "replace").strip()
        reason = (f"第一行是给 Excel 看的“{written}”", f"its first line, “{written}”, is for Excel")
        hint = ("删去这一行，第一行写列名", "Remove it: the first line names the columns")
    else:
        return None
    return problem(
        "CS677", Place(file), reason_zh=reason[0], reason_en=reason[1], hint_zh=hint[0], hint_en=hint[1]
    )
