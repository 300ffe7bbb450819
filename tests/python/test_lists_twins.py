"""Lists as files, from their bytes to what each row asks: the command does with them what the page does (test_batch_lists.py)."""

import pytest
from batch_lists import LISTS, content

from generator.lists import columns, sheet
from generator.lists.fault import ListError
from generator.lists.lines import questions
from generator.verdict import Outcome


def lines(found):
    for line in questions(found):
        if isinstance(line.asked, Outcome):
            yield [line.row.number, line.given, line.name, line.asked.code, ""]
        else:
            key, asked = line.asked
            claims = [claim for claim in (asked.holder, asked.to) if claim is not None]
            yield [line.row.number, line.given, line.name, key, "|".join(claims)]


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed["case"])
def test_lists(listed):
    if "lines" in listed:
        found = columns.find(sheet.read("list", content(listed)))
        assert list(lines(found)) == listed["lines"]
        assert found.above == listed.get("above", 0)
    else:
        with pytest.raises(ListError):
            columns.find(sheet.read("list", content(listed)))
