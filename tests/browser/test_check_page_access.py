"""The check page for everyone: axe, contrast, small screens, large text, forced colours, paper, and its weight."""

import gzip
import random
import re

import published
import pytest
from playwright.sync_api import expect
from states import DAYS, NOW, RECORDS, STATES, SUPERSEDED, enter, record

from generator import shards

LANGUAGES = {"zh": "", "en": "en/"}
FAILED = ("Failed to load resource",)
SIZES = ((360, 740), (1280, 900))
VIEW = 30 * 1024
CHECK = 6 * 1024
"""Bytes, gzip: everything on first view with an answer from a shard of 16 KiB."""


@pytest.fixture(scope="module")
def address(check_pages):
    root, folder = check_pages
    published.write(folder / "register/1", RECORDS, superseded=SUPERSEDED)
    return root


def zipped(content):
    """How many bytes a content takes as servers send it."""
    return len(gzip.compress(content, 6))


def overflow(page):
    """How many CSS pixels of the page stand out on the right."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", (*STATES, *DAYS), ids=lambda state: state.name)
def test_state(address, new_page, axe, state, lang):
    page = new_page(allow=FAILED if state.fault == "offline" else ())
    enter(page, f"{address}{LANGUAGES[lang]}verify.html", state)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert axe(page) == [], (scheme, width)
            assert overflow(page) == 0, width
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) == 0
    page.emulate_media(color_scheme="light", forced_colors="active", reduced_motion="reduce")
    assert axe(page) == []
    assert page.evaluate("document.getAnimations().length") == 0
    page.set_viewport_size({"width": 640, "height": 900})
    page.add_style_tag(url="/double.css")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 32
    assert overflow(page) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_before_a_check(address, new_page, axe, lang):
    page = new_page()
    page.goto(f"{address}{LANGUAGES[lang]}verify.html")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert axe(page) == [], (scheme, width)


@pytest.fixture
def checked(address, new_page):
    """A function that opens the page with an answer."""

    def open_page(number="99926Q00001R0S", lang="zh", **options):
        page = new_page(**options)
        page.clock.set_fixed_time(NOW)
        page.goto(f"{address}{LANGUAGES[lang]}verify.html#n={number}")
        expect(page.get_by_role("heading", level=2)).to_be_visible()
        return page

    return open_page


@pytest.mark.parametrize("number", ["99926Q00010R0S", "99926Q00OO7R0S", "99926Q00013R0S"])
def test_text_twice_as_large(checked, number):
    """As with the browser's setting for text size: 200 % at 640 px is as narrow as 320 px."""
    for lang in LANGUAGES:
        page = checked(number, lang, width=640)
        page.add_style_tag(url="/double.css")
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 32
        assert overflow(page) == 0


def test_text_spacing(checked):
    """WCAG 2.2, 1.4.12: nothing is cut off or covered with wider spacing."""
    page = checked("99926Q00OO7R0S", "en", width=360)
    page.add_style_tag(url="/spacing.css")
    assert page.evaluate("getComputedStyle(document.body).wordSpacing") != "0px"
    assert overflow(page) == 0
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
          .filter((element) => getComputedStyle(element).overflowX !== "visible" && element.tagName !== "INPUT")
          .map((element) => element.outerHTML)"""
    )
    assert cut == []


@pytest.fixture(autouse=True)
def styles(check_pages):
    """Style sheets that stand for what readers set in their browsers; the policy allows none from a test."""
    _, folder = check_pages
    (folder / "double.css").write_text("html { font-size: 200% }", encoding="utf-8")
    spacing = (
        "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    )
    (folder / "spacing.css").write_text(spacing, encoding="utf-8")


@pytest.mark.parametrize("number", ["99926Q00010R0S", "99926Q00OO7R0S"])
def test_targets_are_large_enough(checked, number):
    page = checked(number, width=360)
    buttons = page.get_by_role("button").all()
    for target in [*buttons, page.locator("#number"), *page.locator("header a").all()]:
        assert target.bounding_box()["height"] >= 42, target.inner_text()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('input')).fontSize)") >= 16


def test_focus_is_seen(checked):
    """Every stop of the Tab key has an outline, but for what takes the focus only to be read out."""
    page = checked("99926Q00010R0S")
    for _ in range(9):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid" or page.evaluate("document.activeElement === document.body")


def test_forced_colours(checked, axe):
    page = checked("99926Q00OO7R0S", forced_colors="active")
    border = page.evaluate("getComputedStyle(document.querySelector('.panel')).borderStyle")
    assert border == "solid"
    assert axe(page) == []


def test_motion_is_not_needed(checked):
    """Nothing moves, so nothing has to be switched off."""
    page = checked(reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", ["99926Q00001R0S", "99926Q00010R0S", "99926Q99999R0S"])
def test_on_paper(checked, number, lang):
    """One page, with the address, without what cannot be pressed on paper."""
    page = checked(number, lang)
    printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "15mm"))
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
    page.emulate_media(media="print")
    expect(page.locator(".on-paper")).to_contain_text(page.url)
    for hidden in (page.locator("#number"), page.get_by_role("button"), page.locator(".language")):
        assert not any(one.is_visible() for one in hidden.all())


def large_register(bits):
    """Records of ordinary length until the shard of the first of them is as large as a shard may be."""
    chance = random.Random(20261122)
    signs = [chr(point) for point in chance.sample(range(0x4E00, 0x6E00), 400)]
    records = [RECORDS[0]]
    shard = shards.name(published.place(RECORDS[0])[0], bits)
    number = 0
    while sum(len(published.compact(one).encode()) + 2 for one in records) < 15_700:
        number += 1
        text = "".join(chance.choices(signs, k=24))
        one = record(
            f"99926Q{number:05}R0M",
            holder=f"{text[:5]}有限公司",
            holder_en=None,
            address=f"{text[5:9]}路 {chance.randint(1, 400)} 号",
            scope=f"{text[9:]}的设计、生产和销售",
            uscc="91999999" + "".join(chance.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=10)),
        )
        if shards.name(published.place(one)[0], bits) == shard:
            records.append({key: value for key, value in one.items() if value is not None})
    return records, shard


ON_USE = "/assets/(?:more/(?!links)|report/)|/assets/verify/(?:details|numbers|words[.]data[.]..)[.]mjs"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_weight(check_pages, site, new_page, lang):
    """Every byte of the first view, and of the check that it makes; each file compressed by itself as servers do it.
    The page itself is weighed as this repository's facts make it.

    What is loaded on use is neither: what shows the data, and what follows a verdict.
    """
    root, folder = check_pages
    records, shard = large_register(published.INDEX["bits"])
    published.write(folder / "register/1", records)
    assert 15_000 < (folder / f"register/1/shards/{shard}.json").stat().st_size <= 16_384
    page = new_page()
    sizes = {}
    page.on("response", lambda response: sizes.update({response.url: zipped(response.body())}))
    page.clock.set_fixed_time(NOW)
    with page.expect_response("**/index.json"):
        page.goto(f"{root}{LANGUAGES[lang]}verify.html#n=99926Q00001R0S")
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    page.wait_for_load_state("networkidle")
    published.write(folder / "register/1", RECORDS, superseded=SUPERSEDED)
    sizes = {url: size for url, size in sizes.items() if not re.search(ON_USE, url)}
    assert len([url for url in sizes if url.endswith(".mjs")]) == 16
    assert len(sizes) == 16 + 5
    check = {url: size for url, size in sizes.items() if "/register/1/" in url}
    view = {url: size for url, size in sizes.items() if url not in check}
    own = f"{LANGUAGES[lang]}verify.html"
    assert f"{root}{own}" in view
    view[f"{root}{own}"] = zipped((site / own).read_bytes())
    assert sum(view.values()) <= VIEW, f"{sum(view.values())}: {view}"
    assert sum(check.values()) <= CHECK, f"{sum(check.values())}: {check}"
