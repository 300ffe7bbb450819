"""The whole way of a reader on the built site: from the home page or a QR code to a verdict, in both languages."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from projects import ROOT, certsite

NewPage = Callable[..., Page]
BUILT = "2026-11-22T12:00:00+08:00"
"""Four hours after the site was built, by the device's clock."""

CONTROLLED = """async () => {
  const { serviceWorker } = navigator;
  const taken = new Promise((done) => serviceWorker.addEventListener("controllerchange", done));
  if (!serviceWorker.controller) await taken;
}"""

# Number in the specimen ledger → heading in both languages: every status a record can have.
ANSWERS = [
    ("99926Q00001R0S", "证书有效", "Valid"),
    ("９９９２６ｑ０００－０１ ｒ０ｓ", "证书有效", "Valid"),
    ("证书编号：999 26 Q 00001 R0S", "证书有效", "Valid"),
    ("99926QOOOO1R0S", "没有编号为 99926QOOOO1R0S 的证书，要找的是不是 99926Q00001R0S 这一张？", "No certificate 99926QOOOO1R0S. Did you mean 99926Q00001R0S?"),
    ("99926Q99999R0S", "没有查到这个编号", "No certificate with this number"),
    ("12326Q00001R0S", "这个编号像是其他机构颁发的", "This number looks like another body’s"),
]  # fmt: skip


@pytest.fixture(scope="module")
def address(serve: Callable[[Any], str], site: Path) -> str:
    return serve(site)


def at(page: Page, moment: str = BUILT) -> Page:
    page.clock.set_fixed_time(moment)
    return page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("typed", "zh", "en"), ANSWERS)
def test_from_the_home_page_to_an_answer(
    address: str, new_page: NewPage, language: str, typed: str, zh: str, en: str
) -> None:
    page = at(new_page(360))
    page.goto(f"{address}{'en/' if language == 'en' else ''}index.html")
    field = page.locator("input[name=n]")
    field.fill(typed)
    field.press("Enter")
    heading = page.locator("#answer h2").first
    expect(heading).to_have_text(zh if language == "zh" else en)
    expect(heading).to_be_focused()
    assert "verify.html#n=" in page.url


def test_every_certificate_of_the_ledger_is_found_with_its_holder(address: str, new_page: NewPage) -> None:
    page = at(new_page())
    with (ROOT / "registry" / "certificates.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 60
    page.goto(f"{address}verify.html")
    for row in rows:
        page.locator("#number").fill(row["number"])
        page.locator("#number").press("Enter")
        expect(page.locator("#answer")).to_contain_text(row["number"])
        expect(page.locator("#answer")).to_contain_text("这是证书样本，不代表真实认证")
        if row["disclosure"] == "limited":
            expect(page.locator("#answer")).not_to_contain_text(row["holder"])
            expect(page.locator("#answer h2").first).to_have_text("证书信息受限公开")
        else:
            expect(page.locator("#answer")).to_contain_text(row["holder"])


def test_a_certificate_expires_at_midnight_in_beijing(
    serve: Callable[[Any], str], new_page: NewPage, tmp_path: Path
) -> None:
    """Seen from a device in another time zone, with no build in between."""
    built = certsite(
        "build", "--out", str(tmp_path / "site"), SOURCE_DATE_EPOCH="1797638400"
    )  # 2026-12-19, Beijing
    assert built.returncode == 0, built.stderr
    address = serve(tmp_path / "site")
    page = new_page(timezone_id="America/Los_Angeles")
    for moment, heading in (
        ("2026-12-20T23:59:59+08:00", "证书有效"),
        ("2026-12-21T00:00:00+08:00", "证书已过期"),
    ):
        at(page, moment)
        page.goto("about:blank")
        page.goto(f"{address}verify.html#n=99923Q00107R0M")
        expect(page.locator("#answer h2").first).to_contain_text(heading)


def test_old_data_no_longer_confirm(address: str, new_page: NewPage) -> None:
    page = at(new_page(), "2026-12-07T12:00:00+08:00")
    page.goto(f"{address}verify.html#n=99926Q00001R0S")
    expect(page.locator("#answer h2").first).to_contain_text("暂不能确认有效")
    expect(page.locator("#answer")).to_contain_text("不能确认")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_opens_again_without_network(address: str, new_page: NewPage, language: str) -> None:
    page = at(new_page(allow=("Failed to load resource", "net::ERR"), service_workers="allow"))
    page.goto(f"{address}{'en/' if language == 'en' else ''}verify.html")
    page.evaluate(CONTROLLED)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#not-running")).to_have_count(0)
    assert "/kept/" in (page.locator("script[type=module]").get_attribute("src") or "")


@pytest.mark.parametrize(
    ("folder", "said"), [("", "查询程序没有启动。"), ("en/", "The check has not started.")]
)
def test_a_page_that_is_opened_as_a_file_leads_to_the_site(
    site: Path, new_page: NewPage, folder: str, said: str
) -> None:
    """Browsers run no modules of files."""
    page = new_page(allow=("file://",))
    page.goto((site / folder / "verify.html").as_uri())
    notice = page.locator("#not-running")
    expect(notice).to_contain_text(said)
    expect(notice).to_be_visible()
    link = notice.get_by_role("link").first
    expect(link).to_have_text(f"https://certsite.example/{folder}verify.html")
    expect(link).to_have_attribute("href", f"https://certsite.example/{folder}verify.html")


def test_the_audit_of_the_site_is_clean(site: Path) -> None:
    done = certsite("audit", str(site))
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith("0 条提醒。\n")
