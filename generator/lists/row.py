"""A row of a list, as all that read or judge one know it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A row: its number as a spreadsheet counts it, from 1, and its cells as they are."""

    number: int
    cells: tuple[str, ...]
    lost: frozenset[int] = frozenset()
    """Of which cells the file has not kept what somebody sees in them: digits, zeros before them, or a value at all."""
    mark: str = ""
    """The comma or semicolon that parted the cells; nothing where no text can have what parts them."""

    def cell(self, column: int | None) -> str:
        """Return what stands in a column; nothing where the row is shorter, or there is no such column (None)."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""
