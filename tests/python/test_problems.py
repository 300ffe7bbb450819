"""What is printed of a problem steers no terminal, and its caret stands below what is wrong."""

from __future__ import annotations

import pytest

from generator.problems import Place, display_width, problem, render, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("示例 abc，“…”—\u3000é", "示例 abc，“…”—\u3000é"),
        ("a\x1b[2J\x07b\x7f\r\n\t", "a␛[2J␇b␡␍␊␉"),
        ("\x9b31m\u202e\u200b\ufeff\u2028\ud800", "\ufffd31m" + "\ufffd" * 5),
        ("\U000e0041", "\ufffd"),
    ],
)
def test_characters_that_steer_are_shown_as_others(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert len(visible(text)) == len(text)


def test_a_cell_with_a_control_sequence() -> None:
    source = "99926Q00001R0S,\x1b[2J\x1b]0;x\x07示例,2026/1/1"
    column = source.index("2026/1/1") + 1
    place = Place("c.csv", 2, column, "on", source)
    found = problem("CS611", place, number="\x1b[31m", reason_zh="", reason_en="\r")
    first, line, caret = render(found, "en").split("\n")
    assert "\x1b" not in first + line and "\r" not in first
    before = line[: line.index("2026/1/1")]
    assert display_width(before) == caret.index("^")


def test_a_file_name_is_shown_so_too() -> None:
    assert "\x1b" not in render(problem("CS515", Place("content\x1b[2J")), "zh")
