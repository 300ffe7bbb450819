"""Every certificate of this repository's ledger, looked up on the built site with the browser's modules."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from projects import ROOT, edit

from bench import lookup_all

LEDGER = ROOT / "registry"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with lookup_all.serving(site / "register/1") as address:
        yield address


def found(page: Page, address: str, site: Path, ledger: Path) -> list[str]:
    records = lookup_all.expected(ledger, lookup_all.facts_of(ROOT))
    page.goto(address)
    return list(lookup_all.differences(page, records, site / "register/1"))


def test_a_lookup_of_every_record_equals_the_ledger(
    address: str, site: Path, new_page: Callable[[], Page]
) -> None:
    assert found(new_page(), address, site, LEDGER) == []
    assert sum(1 for _ in lookup_all.expected(LEDGER, lookup_all.facts_of(ROOT))) > 50


def test_what_differs_is_found(
    address: str, site: Path, new_page: Callable[[], Page], tmp_path: Path
) -> None:
    """A ledger in which a holder, an event and a number are not as published."""
    ledger = tmp_path / "registry"
    shutil.copytree(LEDGER, ledger, ignore=shutil.ignore_patterns("schema", "*.md"))
    certificates, events = (
        (ledger / f"{name}.csv").read_text("utf-8").splitlines() for name in ("certificates", "events")
    )
    number, old = certificates[1].split(",")[0], certificates[1]
    edit(ledger / "certificates.csv", f"-{old}\n+{old.replace('示例', '样例', 1)}")
    gone, line = certificates[2].split(",")[0], certificates[2]
    edit(ledger / "certificates.csv", f"-{line}\n+{line.replace(gone, '99999X99999R9S', 1)}")
    changed = next(one for one in events[1:] if one.split(",")[0] not in (number, gone))
    edit(ledger / "events.csv", f"-{changed}\n+{changed.replace(',20', ',19', 1)}")
    wrong = found(new_page(), address, site, ledger)
    assert [line.partition(":")[0] for line in wrong][:2] == [number, "99999X99999R9S"]
    assert changed.split(",")[0] in {line.partition(":")[0] for line in wrong}
