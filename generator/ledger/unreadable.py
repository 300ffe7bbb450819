"""Why a file of the ledger cannot be read (rule CS601), and how to come by one that can."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Literal

from generator.problems import Place, Problem, problem

Reason = Literal[
    "missing", "damaged", "breaks off", "no gzip", "no parquet", "no arrow", "changed", "refused"
]

MAGIC = b"\x1f\x8b"
"""With these bytes every gzip file begins."""

_NAME = ("检查文件名和位置", "Check its name and place")
_ANEW = ("不要改它：从原处重新导出、复制或下载一次", "Do not mend it: export, copy or fetch it anew")

_WORDS: dict[Reason, tuple[tuple[str, str], tuple[str, str]]] = {
    "missing": (("没有这个文件", "there is no such file"), _NAME),
    "refused": (("文件读不了", "the file cannot be read"), _NAME),
    "damaged": (("这个压缩文件已经损坏", "this compressed file is damaged"), _ANEW),
    "breaks off": (("这个文件没有存完或没有传完，读到一半就断了", "this file breaks off"), _ANEW),
    "no gzip": (
        ("这不是 gzip 压缩的文件", "this file is not compressed with gzip"),
        ("没有压缩的 CSV 文件，文件名以 .csv 结尾；否则重新压缩一次", "Name it .csv if it is plain CSV, or else compress it anew"),
    ),
    "no parquet": (("这不是完好的 Parquet 文件", "this is not a sound Parquet file"), _ANEW),
    "no arrow": (("这不是完好的 Arrow 文件", "this is not a sound Arrow file"), _ANEW),
    "changed": (
        ("读的时候文件变了", "it changed while it was read"),
        ("等写它的程序结束以后再运行一次", "Run this again once the program that writes it is done"),
    ),
}  # fmt: skip


def say(file: str, reason: Reason) -> Problem:
    """Make the problem."""
    (zh, en), (hint_zh, hint_en) = _WORDS[reason]
    return problem("CS601", Place(file), reason_zh=zh, reason_en=en, hint_zh=hint_zh, hint_en=hint_en)


def reason(path: Path, error: Exception) -> Reason:
    """Return why a CSV file could not be read to its end. Raises OSError where it cannot be opened any more."""
    if isinstance(error, FileNotFoundError):
        return "missing"
    if isinstance(error, EOFError):
        return "breaks off"
    if isinstance(error, gzip.BadGzipFile):
        with path.open("rb") as file:  # what follows the compressed text is said to be no gzip, too
            return "damaged" if file.read(len(MAGIC)) == MAGIC else "no gzip"
    return "damaged" if isinstance(error, zlib.error) else "refused"
