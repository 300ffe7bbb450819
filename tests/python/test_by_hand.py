"""The page "Verify by hand": its commands and addresses lead through the real register, of this body and of any other."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest
from pages import Element, parse, planned, source_of
from projects import copy_good

from generator import normalise
from generator.model import EventType
from generator.pages import RegisterSummary
from generator.pages.by_hand import RULES, walk
from generator.pages.markup import told
from generator.pages.plan import STATUSES

PAGES = ["verify-by-hand.html", "en/verify-by-hand.html"]
SNAPSHOT = "c0ffee" * 10 + "abcd"


def register(bits: int, snapshot: str = SNAPSHOT) -> RegisterSummary:
    return RegisterSummary(bits, snapshot, 100, False, datetime.date(2026, 11, 22))


def article(site: Path, name: str) -> Element:
    return parse((site / name).read_text("utf-8")).find("article")


def commands(page: Element) -> list[str]:
    boxes = [e for e in page if e.attributes.get("class") == "cs-command"]
    return [code.text() for box in boxes for code in box if code.tag == "code"]


def values(page: Element) -> list[tuple[str, str]]:
    """Names and values of the boxes, in order."""
    rows = [e for e in page if e.tag == "div" and {"dt", "dd"} <= {child.tag for child in e}]
    return [(row.find("dt").text(), row.find("dd").text().strip()) for row in rows if _innermost(row)]


def _innermost(row: Element) -> bool:
    return sum(child.tag == "dt" for child in row) == 1


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), command
    return done.stdout


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_lead_through_the_register_of_this_site(site: Path, name: str) -> None:
    page = article(site, name)
    digest, line, shard, record, whole, lookup = commands(page)
    said = [value for _, value in values(page)]
    index = json.loads((site / "register/1/index.json").read_text("utf-8"))
    assert run(digest, site).split()[0] in said
    assert {str(index["bits"]), index["snapshot"]} <= set(said)
    assert run(line, site).strip('",\n') == run(shard, site).strip()
    assert json.loads(run(record, site).rstrip(",\n"))["number"] == "99926Q00001R0S"
    assert run(whole, site).split()[0] == index["snapshot"]
    assert lookup == "certsite lookup 99926Q00001R0S --registry https://certsite.example/register/1/"


@pytest.mark.parametrize("name", PAGES)
def test_its_links_open_the_files_that_it_names(site: Path, name: str) -> None:
    page = article(site, name)
    links = [e for e in page if "/1/" in (e.attributes.get("href") or "")]
    opened = {}
    for link in links:
        target = ((site / name).parent / (link.attributes["href"] or "")).resolve()
        assert target == (site / link.text()).resolve()
        opened[target.parent.name] = target.read_text("utf-8")
    assert len(links) == 3
    first_lines = {text.split("\n")[0] for text in opened.values()}
    assert sum(value in first_lines for _, value in values(page)) == 2


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            PAGES[0],
            [
                "自己动手核验",
                "登记册里不一定有这个编号",
                "超过 14 天",
                "没有查到不等于证书是假的",
                "registry/README.md",
            ],
        ),
        (
            PAGES[1],
            [
                "Verify by hand",
                "it need not be in the register",
                "more than 14 days",
                "not found does not mean fake",
            ],
        ),
    ],
)
def test_what_it_says_in_both_languages(site: Path, name: str, texts: list[str]) -> None:
    text = article(site, name).text()
    for words in texts:
        assert words in text


@pytest.mark.parametrize("name", ["verify-guide.html", "en/verify-guide.html"])
def test_the_guide_leads_to_it(site: Path, name: str) -> None:
    assert "verify-by-hand.html" in {e.attributes.get("href") for e in article(site, name)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_body_has_its_own_numbers_and_addresses(tmp_path: Path, language: str) -> None:
    source = dataclasses.replace(source_of(copy_good(tmp_path)), register=register(13))
    files = planned(source)
    page = files[f"{language}/verify-by-hand.md"].decode()
    number = source.facts.register_.example
    assert number == "99826F00001R0M"
    digest = hashlib.sha256(number.encode()).hexdigest()  # none of its letters looks like a digit
    shard = f"{int(digest, 16) >> (256 - 13):04x}"
    group = f"{int(digest, 16) >> (256 - 7):02x}"
    assert f'href="{"" if language == "zh" else "../"}register/1/shards/{shard[:2]}/{shard}.json"' in page
    assert f"register/1/digests/c0ffeec0ffeec0ff/{group}.json" in page
    assert f"sed -n {2 + int(shard, 16) % 64}p " in page
    assert "https://north.example.org/check/register/1/" in page
    assert "99926" not in page


@pytest.mark.parametrize("bits", [0, 1, 4, 6, 7, 8, 9, 13, 24])
def test_the_steps_fit_each_other(bits: int) -> None:
    found = walk("99826 l-0000s", register(bits))
    assert (found.key, found.fold) == ("99826L0000S", "99826100005")
    number = int(hashlib.sha256(b"99826100005").hexdigest(), 16) >> (256 - bits)
    assert (found.position, int(found.shard, 16), int(f"0{found.taken}", 2)) == (number, number, number)
    assert found.digest.startswith(found.head)
    assert found.binary.replace(" ", "").startswith(found.taken)
    assert len(found.taken) == bits
    assert len(found.group_taken) == max(0, bits - 6)
    assert int(found.group, 16) * 64 + found.slot == number
    assert found.line == found.slot + 2
    assert len(found.first) == len(found.last) == len(found.shard)
    assert int(found.last, 16) + 1 == found.count == 2**bits


def test_what_the_key_drops_can_be_seen() -> None:
    found = walk("998/26\u3000L-0000-S\u200b", register(2))
    assert found.dropped == ("/", "U+3000", "-", "U+200B")
    assert found.replaced == (("L", "1"), ("S", "5"))
    assert found.typed == "99826 l0000-s"
    assert found.quoted.startswith("'")


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(normalise.Refused):
        walk("998/26", register(2))


@pytest.mark.parametrize("key", ["A" * 8, "A" * 39, "A" * 40])
def test_the_other_way_to_write_it_has_the_same_key(key: str) -> None:
    assert normalise.key(walk(key, register(2)).typed) == key


def test_each_status_has_the_verdict_that_a_check_gives() -> None:
    verdicts = dict(STATUSES)
    told_here = {status: verdict for _, status, verdict in RULES if status is not None}
    assert told_here == {status: verdicts[status] for status in verdicts if status != "not_found"}
    assert RULES[-1] == ("else", "valid", "yes")


@pytest.mark.parametrize("name", PAGES)
def test_every_event_type_is_named_beside_the_rules(site: Path, name: str) -> None:
    codes = {e.text() for e in article(site, name) if e.tag == "code"}
    assert set(get_args(EventType)) <= codes


def test_details_stand_as_code_and_stay_text() -> None:
    shown = told("a {x} *b* {link}", x="<i>`_y_`", link=told("{z}", z="1"))
    root = parse(shown)
    assert root.text() == "a <i>`_y_` *b* 1"
    assert [e.tag for e in root] == ["", "code", "code"]
    assert re.search(r"[*`_]", shown) is None
