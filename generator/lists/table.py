"""The result: the columns that the browser's batch check has too, then the user's own, as CSV for spreadsheets or as JSON."""

from __future__ import annotations

import codecs
import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.lists.columns import Columns
from generator.lists.lines import Line
from generator.normalise import CertificateKey
from generator.question import Question
from generator.verdict import BEIJING, Outcome

Wording = tuple[str, str]
"""Chinese, English."""

COLUMNS: dict[str, Wording] = {
    "row": ("行号", "Row"),
    "given": ("您填写的编号", "Number given"),
    "number": ("规范化编号", "Number checked"),
    "name_given": ("您填写的名称", "Name given"),
    "holder": ("登记名称", "Registered name"),
    "name_matches": ("名称是否一致", "Name matches"),
    "status": ("状态", "Status"),
    "conclusion": ("结论", "Conclusion"),
    "code": ("代码", "Code"),
    "standards": ("标准", "Standards"),
    "valid_until": ("有效期至", "Valid until"),
    "released": ("数据发布时间", "Data released"),
    "version": ("登记册版本", "Register version"),
    "checked_at": ("查询时间", "Checked at"),
    "link": ("链接", "Link"),
}
"""Key in JSON → title in CSV."""

CONCLUSIONS: dict[str, Wording] = {
    "yes": ("可以采信", "can be relied on"),
    "no": ("不能采信", "cannot be relied on"),
    "unknown": ("不能确认", "cannot be confirmed"),
    "input": ("不能确认", "cannot be confirmed"),
}
MATCHES: dict[str, Wording] = {
    "yes": ("一致", "yes"),
    "no": ("不一致", "no"),
    "none": ("未填", "not given"),
    "": ("", ""),
}

VERSION_DIGITS = 12
"""So many digits of the snapshot name the register's version."""


@dataclass(frozen=True)
class Voice:
    """How a table is said: in which language, what an outcome is called, and where it is checked live."""

    language: Literal["zh", "en"]
    heading: Callable[[Line], str]
    link: Callable[[CertificateKey, Question], str]

    def say(self, wording: Wording) -> str:
        """Return a wording in the language."""
        return wording[0] if self.language == "zh" else wording[1]


def counts(lines: Sequence[Line]) -> dict[str, int]:
    """Count rows, numbers and answers."""
    numbers = [line.key for line in lines if line.key is not None]
    verdicts = Counter(line.verdict for line in lines)
    return {
        "rows": len(lines),
        "numbers": len(set(numbers)),
        "repeated": len(numbers) - len(set(numbers)),
        "unreadable": len(lines) - len(numbers),
        "yes": verdicts["yes"],
        "no": verdicts["no"],
        "unknown": verdicts["unknown"] + verdicts["input"],
        "names_differ": sum(line.match == "no" for line in lines),
        "unfinished": sum(line.outcome.code == "NETWORK" for line in lines),
    }


def values(line: Line, voice: Voice) -> dict[str, str]:
    """Return the value of each column. What the register keeps confidential is not in the outcome, and so not here."""
    outcome = line.outcome
    record = outcome.record or {}
    holder = record.get("holder", "")
    names = {"zh": holder, "en": record.get("holder_en", holder)}
    index = outcome.index
    return {
        "row": str(line.row.number),
        "given": line.given,
        "number": line.key or "",
        "name_given": line.name,
        "holder": names[voice.language],
        "name_matches": voice.say(MATCHES[line.match]),
        "status": voice.heading(line),
        "conclusion": voice.say(CONCLUSIONS[line.verdict]),
        "code": outcome.code,
        "standards": voice.say(("；", "; ")).join(record.get("standards", ())),
        "valid_until": (outcome.status and outcome.status.last_day) or "",
        "released": _beijing(datetime.datetime.fromisoformat(index["generated_at"])) if index else "",
        "version": index["snapshot"][:VERSION_DIGITS] if index else "",
        "checked_at": _beijing(line.checked.at),
        "link": "" if isinstance(line.asked, Outcome) else voice.link(*line.asked),
    }


def as_csv(lines: Sequence[Line], columns: Columns, voice: Voice) -> bytes:
    """Return the table as UTF-8 with a byte-order mark and CRLF, in which a spreadsheet finds no formula."""
    own = [_title(columns, at, voice) for at in columns.others]
    rows = [[*map(voice.say, COLUMNS.values()), *own]]
    rows += [[*values(line, voice).values(), *(line.row.cell(at) for at in columns.others)] for line in lines]
    text = "".join(f"{','.join(_quoted(inert(cell)) for cell in row)}\r\n" for row in rows)
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


def as_json(lines: Sequence[Line], columns: Columns, voice: Voice) -> list[dict[str, object]]:
    """Return the table for programs: the verdict as one word, and the user's columns below `further`."""
    own = [_title(columns, at, voice) for at in columns.others]
    return [
        {
            **values(line, voice),
            "row": line.row.number,
            "verdict": line.verdict,
            "name_matches": {"yes": True, "no": False}.get(line.match),
            "standards": list((line.outcome.record or {}).get("standards", ())),
            **(
                {
                    "further": [
                        [title, line.row.cell(at)] for title, at in zip(own, columns.others, strict=True)
                    ]
                }
                if own
                else {}
            ),
        }
        for line in lines
    ]


_FORMULA = re.compile("[=+\\-@＝＋－＠\t\r\n]")
_FORMULA_WITHIN = re.compile("(?<=[;\t\r\n])(?=[=+\\-@＝＋－＠])")
"""Where a spreadsheet that parts cells or rows there would begin one with a formula: quotation marks within a row are no obstacle."""


def inert(text: str) -> str:
    """Keep a spreadsheet from reading text as a formula."""
    parted = _FORMULA_WITHIN.sub("'", text)
    return f"'{parted}" if _FORMULA.match(parted) else parted


def _quoted(cell: str) -> str:
    """Return a cell as RFC 4180 has it, quoted also where another spreadsheet would part it."""
    return '"{}"'.format(cell.replace('"', '""')) if re.search('[",;\r\n]', cell) else cell


def _title(columns: Columns, at: int, voice: Voice) -> str:
    return columns.titles[at] or voice.say((f"第 {at + 1} 列", f"Column {at + 1}"))


def _beijing(time: datetime.datetime) -> str:
    return f"{time.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
