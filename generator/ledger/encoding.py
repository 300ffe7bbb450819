"""The text of a ledger's CSV files, which is UTF-8; of other bytes it says what they most likely are."""

from __future__ import annotations

import codecs
from dataclasses import replace

from generator.ledger import unreadable
from generator.ledger.blocks import Block
from generator.problems import Place, Problems, problem

_WORKBOOK = b"PK\x03\x04"
_COMPRESSED = {
    "hint_zh": "文件名改为以 .csv.gz 结尾，schemes.yaml 的 register: ledger 里也这样写；或者解压",
    "hint_en": "Name it .csv.gz, also under register: ledger in schemes.yaml; or unpack it",
}
_SAVE = {
    "hint_zh": "在 Excel 中另存为“CSV UTF-8（逗号分隔）(*.csv)”",
    "hint_en": "In Excel, save it as “CSV UTF-8 (Comma delimited) (*.csv)”",
}
_RESTORE = {
    "hint_zh": "不要另存这个文件：后面的行已经不在了；从备份或原处重新取得",
    "hint_en": "Do not save it again: its last rows are gone. Fetch it anew, or from a backup",
}
_LOOK = {
    "hint_zh": "末尾的字对，就在 Excel 中另存为“CSV UTF-8（逗号分隔）(*.csv)”；不对，就不要另存，从备份或原处重新取得",
    "hint_en": "If its last character is right, save it in Excel as “CSV UTF-8 (Comma delimited) (*.csv)”; if not, do not save "
    "it again, and fetch it anew, or from a backup",
}


def text(block: Block, file: str, problems: Problems) -> str | None:
    """Return the text of a block, or None if it is not UTF-8."""
    raw = block.data
    if block.line == 1 and raw.startswith(_WORKBOOK):
        problems.add(
            problem(
                "CS602",
                Place(file),
                **_SAVE,
                guess_zh="，而是 Excel 工作簿",
                guess_en=" but an Excel workbook",
            )
        )
        return None
    if block.line == 1 and raw.startswith(unreadable.MAGIC):
        problems.add(
            problem(
                "CS602",
                Place(file),
                **_COMPRESSED,
                guess_zh="，而是用 gzip 压缩过的",
                guess_en=": it is compressed with gzip",
            )
        )
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = _guessed(raw)
        begin = raw.rfind(b"\n", 0, error.start) + 1
        line = raw[begin:].split(b"\n", 1)[0].rstrip(b"\r")
        source = line.decode(encoding, "replace") if encoding == "GB18030" else ""
        column = len(raw[begin : error.start].decode("utf-8")) + 1
        place = Place(file, block.line + raw.count(b"\n", 0, error.start), column, "", source)
        guess = {
            "GB18030": ("，而像是 GBK", " but looks like GBK"),
            "UTF-16": ("，而是 UTF-16", " but UTF-16"),
        }
        guess_zh, guess_en = guess.get(encoding, ("", ""))
        hint = _SAVE
        breaks_off = error.end == len(raw) and error.reason == "unexpected end of data"
        if breaks_off and encoding == "GB18030" and raw[: error.start].isascii():
            guess_zh, guess_en = (
                "：末尾的字像是 GBK，也可能是没有存完或没有传完",
                ": its last character looks like GBK, or the file breaks off within it",
            )
            hint = _LOOK
        elif breaks_off:
            place = replace(place, source="")
            guess_zh, guess_en = (
                "：在一个字的中间断了，没有存完或没有传完",
                ": it breaks off within a character",
            )
            hint = _RESTORE
        problems.add(problem("CS602", place, **hint, guess_zh=guess_zh, guess_en=guess_en))
        return None


def _guessed(raw: bytes) -> str:
    """Name the encoding that a file which is not UTF-8 most likely has; Chinese Excel writes GBK."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    try:
        raw.decode("GB18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030"
