"""The rendered pages in a browser: accessible, quiet under the policy, no wider than the screen, findable, printable."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
NewPage = Callable[..., Page]

KINDS = (
    "index",
    "schemes/index",
    "schemes/iso-14001",
    "schemes/gbt-27922",
    "process/management-system",
    "process/service",
    "status",
    "verify-guide",
    "verify-by-hand",
    "disclosure",
    "documents/index",
    "documents/2",
    "about",
    "404",
)
PAGES = [*KINDS, *(f"en/{kind}" for kind in KINDS if kind != "404")]


@pytest.fixture(scope="session")
def built(serve: Callable[[Any], str], site: Path) -> str:
    """The address of the site of this repository."""
    return serve(site)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_accessible_and_no_wider_than_the_screen(
    built: str, new_page: NewPage, axe: Callable[[Page], list[str]], name: str, colours: str, width: int
) -> None:
    page = new_page(width, color_scheme=colours, reduced_motion="reduce")
    page.goto(f"{built}{name}.html", wait_until="load")
    page.wait_for_function("document.documentElement.classList.contains('js')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_reflows_at_320_pixels_and_large_text(built: str, new_page: NewPage, name: str) -> None:
    page = new_page(320)
    page.goto(f"{built}{name}.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate(
        "new CSSStyleSheet().replace('html { font-size: 250% !important }')"
        ".then(sheet => { document.adoptedStyleSheets = [sheet] })"
    )
    page.set_viewport_size({"width": 640, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize(
    ("folder", "query", "first"),
    [
        ("", "危险源", "schemes/iso-45001.html"),
        ("", "售后服务", "schemes/gbt-27922.html"),
        ("", "医疗器械", "schemes/iso-13485.html"),
        ("", "13485", "schemes/iso-13485.html"),
        ("", "绿色通行证", "schemes/iso-14001.html"),
        ("", "批量核验", "batch.html"),
        ("en/", "scan", "scan.html"),
        ("en/", "environmental", "schemes/iso-14001.html"),
        ("en/", "13485", "schemes/iso-13485.html"),
    ],
)
def test_search(built: str, new_page: NewPage, folder: str, query: str, first: str) -> None:
    page = new_page()
    page.goto(f"{built}{folder}index.html")
    field = page.locator(".md-search__input")
    field.click()
    field.fill(query)  # typing sends no key events for Chinese, so a key follows
    field.press("End")
    page.wait_for_selector(".md-search-result__link")
    assert first in (page.locator(".md-search-result__link").first.get_attribute("href") or "")


@pytest.mark.parametrize("page_of", ["index.html", "schemes/iso-9001.html", "en/schemes/iso-9001.html"])
def test_a_number_in_the_search_leads_to_the_check(built: str, new_page: NewPage, page_of: str) -> None:
    """The search of the site knows pages and no certificate."""
    page = new_page()
    page.goto(f"{built}{page_of}")
    field = page.locator(".md-search__input")
    field.click()
    field.fill("999-26 Q00001 R0S")
    field.press("End")
    link = page.locator(".cs-search-number")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{built}{'en/' if page_of.startswith('en/') else ''}verify.html#n=*")
    expect(page.locator("#number")).to_have_value("999-26 Q00001 R0S")
    page.go_back()
    field.click()
    field.fill("费用")
    link.click()
    expect(page.locator("#number")).to_have_value("")


def test_the_skip_link_comes_first(built: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{built}schemes/iso-9001.html")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text().strip() == "跳到正文"
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{built}schemes/iso-9001.html#top")


def test_every_stop_of_the_keyboard_can_be_seen(built: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{built}index.html")
    seen = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        visible = page.evaluate(
            """() => {
              const at = document.activeElement;
              if (!at || at === document.body) return null;
              const seen = at.matches(".md-option") ? at.nextElementSibling : at;  // its label stands for it
              const box = seen.getBoundingClientRect();
              const shown = getComputedStyle(seen).outlineStyle !== "none" || at.matches("[type=text]");
              return shown && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
            }"""
        )
        if visible is None:
            break
        assert visible, page.evaluate("document.activeElement.outerHTML")
        seen += 1
    assert seen > 15


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("", ["扫描二维码", "批量核验", "按组织名称查找"]),
        ("en/", ["Scan a QR code", "Check a list", "Search by organisation"]),
    ],
)
def test_the_check_on_the_home_page_leads_to_the_other_ways_to_check(
    built: str, new_page: NewPage, folder: str, names: list[str], width: int
) -> None:
    page = new_page(width)
    page.goto(f"{built}{folder}index.html")
    links = page.locator(".cs-check__links a")
    assert links.all_inner_texts()[:3] == names
    assert [link.get_attribute("href") for link in links.all()[:3]] == [
        "scan.html", "batch.html", "organisations.html",
    ]  # fmt: skip
    for link in links.all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44, link.inner_text()


def test_the_form_takes_the_number_to_the_check_in_the_fragment(built: str, new_page: NewPage) -> None:
    page = new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(f"{built}index.html")
    page.get_by_label("证书编号").fill("99926q 00001-R0S")
    page.get_by_role("button", name="查询").click()
    page.wait_for_url(re.compile(r"verify\.html#n="))
    assert not any("99926" in address for address in (url.partition("#")[0] for url in requested))


def test_the_language_link_leads_to_the_same_page(built: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{built}process/service.html")
    page.get_by_role("link", name="Read this page in English").click()
    page.wait_for_url(f"{built}en/process/service.html")
    page.get_by_role("link", name="阅读本页中文版").click()
    page.wait_for_url(f"{built}process/service.html")


def test_the_menu_of_a_phone(built: str, new_page: NewPage) -> None:
    page = new_page(360, 740)
    page.goto(f"{built}schemes/iso-9001.html")
    page.locator(".md-header label[for='__drawer']").click()
    page.locator(".md-sidebar--primary").get_by_role("link", name="环境管理体系认证").click()
    page.wait_for_url(f"{built}schemes/iso-14001.html")


def test_the_choice_of_colours_holds_on_the_next_page_in_both_languages(
    built: str, new_page: NewPage
) -> None:
    page = new_page(color_scheme="light")
    page.goto(f"{built}schemes/iso-9001.html")
    page.locator("label[title='切换到深色']").click()
    page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
    for name in ("status", "en/schemes/iso-9001"):
        page.goto(f"{built}{name}.html")
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate", name


@pytest.mark.parametrize("name", ["index", "schemes/gbt-27922", "documents/2", "disclosure", "en/status"])
def test_readable_without_scripts(built: str, new_page: NewPage, name: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{built}{name}.html")
    assert page.locator("h1").is_visible()
    assert page.locator("article h2").last.is_visible()
    assert page.locator(".md-tabs__link").first.is_visible()


def test_the_table_is_one_thing_in_two_shapes(built: str, new_page: NewPage) -> None:
    """On phones each row is a card; to assistive technology it stays a table."""
    for width, display in ((1280, "table-row"), (360, "block")):
        page = new_page(width)
        page.goto(f"{built}schemes/index.html")
        row = page.get_by_role("row").nth(1)
        assert row.evaluate("row => getComputedStyle(row).display") == display
        assert page.get_by_role("table").count() == 1
        assert page.get_by_role("rowheader").count() == 5
        assert page.get_by_role("columnheader").count() == 5


def test_the_document_prints_on_a4(built: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{built}documents/2.html")
    printed = page.pdf(prefer_css_page_size=True)
    assert 6 <= len(re.findall(rb"/Type /Page\b", printed)) <= 16
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12]", printed)
    page.emulate_media(media="print")
    for hidden in (".md-header", ".md-tabs", ".md-sidebar", ".cs-path", ".cs-screen"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".cs-dochead").is_visible()
    assert page.locator("svg.flow-wide").is_visible()
    assert not page.locator("svg.flow-narrow").is_visible()
    colour = "getComputedStyle(document.querySelector('.cs-doc p')).color"
    assert page.evaluate(colour) == "rgb(0, 0, 0)"


def test_a_dark_screen_prints_black_on_white(built: str, new_page: NewPage) -> None:
    page = new_page(color_scheme="dark")
    page.goto(f"{built}documents/2.html")
    page.emulate_media(media="print", color_scheme="dark")
    paper, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.cs-doc p')).color]"
    )
    assert ink == "rgb(0, 0, 0)"
    assert paper in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
