"""What is wrong with a list, so that nothing in it is checked: where, and in both languages what to do."""

from __future__ import annotations


class ListError(Exception):
    """The list cannot be used. `place` is the file, with line or cell where there is one."""

    def __init__(self, place: str, zh: str, en: str) -> None:
        super().__init__(f"{place}: {en}")
        self.place = place
        self.zh = zh
        self.en = en
