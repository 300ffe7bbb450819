"""The values of one row, typed one by one; what is wrong with each becomes a problem at its place."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Literal

from generator import normalise
from generator.ledger.record import WHITE_SPACE
from generator.ledger.table import Row
from generator.normalise import CertificateKey
from generator.problems import Problems, closest, problem

FORBIDDEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd<>]"
)
"""Control, invisible and direction characters, what a lost character leaves behind, and the marks of HTML."""

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ALMOST_A_DAY = re.compile(
    r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})"
)

_BEYOND = re.compile(r"<value out of range: (-?[0-9]+)>")
"""What Arrow writes of a day that is outside its calendar."""

_INFINITE = {
    "-2147472692": "infinity",
    "-2147472691": "-infinity",
    "-9222425352054775809": "infinity",
    "-9222425352054775808": "-infinity",
}
"""What becomes of PostgreSQL's `infinity`, as a date and as a timestamp, when its driver counts from another year."""

_OUTSIDE = {
    "reason_zh": "超出了日历的范围",
    "reason_en": "it is outside the calendar",
    "hint_zh": "写真实的日期；没有就留空",
    "hint_en": "Give the real day, or none where there is none",
}

LONGEST_NUMBER = 60
"""Most characters of a number as printed, with everything that its key drops."""

_REFUSED: dict[normalise.Kind, tuple[str, str]] = {
    "han": ("有汉字 {character}", "it has the Chinese character {character}"),
    "control": ("有控制字符 {character}", "it has the control character {character}"),
    "other": ("有字符 {character}", "it has the character {character}"),
    "empty": ("没有字母和数字", "it has neither letters nor digits"),
    "short": ("不足 8 个字母和数字", "it has fewer than 8 letters and digits"),
    "long": ("太长", "it is too long"),
}


class Values:
    """Reads the values of a row. `sound` tells whether all values that were asked for were right."""

    def __init__(self, row: Row, columns: Mapping[str, bool], problems: Problems) -> None:
        self.row, self.columns, self.problems, self.sound = row, columns, problems, True

    def fault(self, rule: str, column: str, /, *, suggestion: str = "", **details: object) -> None:
        """Note a problem at a column; unless it is a warning, the row is not sound any more."""
        found = problem(rule, self.row.place(column), suggestion=suggestion, **details)
        self.problems.add(found)
        self.sound = self.sound and found.severity == "warning"

    def text(self, column: str) -> str | None:
        """Return the text in a column, or None where it is empty or has a character that no text may have."""
        value = self.row.values.get(column)
        if not value:
            if self.columns[column]:
                self.fault("CS609", column, column=column)
            return None
        if forbidden := FORBIDDEN.search(value):
            visible = forbidden[0] in "<>"
            self.fault(
                "CS630",
                column,
                character=forbidden[0] if visible else f"U+{ord(forbidden[0]):04X}",
                hint_zh="改用全角 ＜ ＞，或者用文字" if visible else "删去它，重新输入这个值",
                hint_en="Use words, or the full-width ＜ ＞"
                if visible
                else "Remove it, or type the value anew",
            )
            return None
        return value

    def day(self, column: str) -> datetime.date | None:
        """Return the day in a column, or None where there is none that can be read."""
        if beyond := _BEYOND.fullmatch(self.row.values.get(column, "")):
            self.fault("CS610", column, value=_INFINITE.get(beyond[1], beyond[1]), **_OUTSIDE)
            return None
        value = self.text(column)
        if value is None:
            return None
        try:
            if _DAY.fullmatch(value) and YEARS[0] <= value[:4] <= YEARS[1]:
                return datetime.date.fromisoformat(value)
        except ValueError:
            pass
        reason_zh, reason_en, suggestion = _no_day(value)
        zh, en = (
            ("核对日期", "Check the day")
            if _ALMOST_A_DAY.fullmatch(value)
            else ("写作 2025-04-25", "Write 2025-04-25")
        )
        details = {"reason_zh": reason_zh, "reason_en": reason_en, "hint_zh": zh, "hint_en": en}
        self.fault("CS610", column, suggestion=suggestion, value=value, **details)
        return None

    def key(self, column: str) -> CertificateKey | None:
        """Return the key of the certificate number in a column, or None where there is no number."""
        value = self.text(column)
        if value is None:
            return None
        try:
            found = normalise.key(value)
            if len(value) <= LONGEST_NUMBER:
                return found
            refused = normalise.Refused("long")
        except normalise.Refused as refusal:
            refused = refusal
        zh, en = (reason.format(character=refused.character) for reason in _REFUSED[refused.kind])
        self.fault("CS611", column, number=value, reason_zh=zh, reason_en=en)
        return None

    def entries(self, column: str, mark: Literal[";", "|"]) -> tuple[str, ...]:
        """Return the entries of a list, which must be neither empty nor the same."""
        value = self.text(column)
        if value is None:
            return ()
        entries = [entry.strip(WHITE_SPACE) for entry in value.split(mark)]
        if not all(entries):
            self.fault("CS631", column, mark=mark)
        for repeated in _repeated(entries):
            self.fault("CS632", column, value=repeated)
        return tuple(entries)


def choices(word: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return the details of a problem with a word that is none of `names`, word → what it is called in Chinese.

    Whoever writes the Chinese one means the word.
    """
    words = {name: word for word, name in names.items()}
    meant = closest(word, names) or words.get(closest(word, words), "")
    return {"suggestion": meant, "meaning": names.get(meant, ""), **permitted(names)}


def permitted(names: Mapping[str, str]) -> dict[str, str]:
    """Return the words as a list, in Chinese with what each is called."""
    allowed_zh = "、".join(f"{word}（{name}）" for word, name in names.items())
    return {"allowed_zh": allowed_zh, "allowed_en": ", ".join(names)}


def _repeated(entries: list[str]) -> Iterator[str]:
    return (entry for at, entry in enumerate(entries) if entry and entry in entries[:at])


YEARS = ("1900", "2199")
"""A day of another year is a slip, and arithmetic with it could leave the calendar."""


def _no_day(value: str) -> tuple[str, str, str]:
    """Say in both languages why a value is no day, and what was probably meant."""
    if _DAY.fullmatch(value) and not YEARS[0] <= value[:4] <= YEARS[1]:
        return f"没有 {value[:4]} 年的证书", f"no certificate is of the year {value[:4]}", ""
    match = _ALMOST_A_DAY.fullmatch(value)
    if match is None:
        return "看不懂", "it cannot be read", ""
    year, month, day = (int(part) for part in match.groups() if part is not None)
    if not 1 <= month <= 12:
        return f"没有 {month} 月", f"there is no month {month}", ""
    try:
        meant = datetime.date(year, month, day)
    except ValueError:
        return f"{year} 年 {month} 月没有 {day} 日", f"month {month} of {year} has no day {day}", ""
    return "写法不统一", "it is written in another way", meant.isoformat()
