"""The batch page for everyone: axe, small screens, large text, forced colours, targets and paper, in each of its states."""

import gzip

import published
import pytest
from playwright.sync_api import expect
from states import NOW, RECORDS, STATES, SUPERSEDED

LANGUAGES = {"zh": "", "en": "en/"}
SIZES = ((360, 740), (1280, 900))
FAILED = ("Failed to load resource",)
LIST = "No.\t组织名称\t项目\t备注\n" + "\n".join(
    f"{state.typed}\t{('示例精密制造(示例)有限公司', '另一家有限公司', '')[at % 3]}\t项目 {at}\t{'一段很长的备注，' * 6}"
    for at, state in enumerate(STATES)
    if not state.fault and state.now == NOW
)
LONG = "x" * 300
WEIGHT = 60 * 1024
"""Bytes, gzip, of all that is loaded before a list is given."""


@pytest.fixture(scope="module")
def address(check_pages):
    root, folder = check_pages
    published.write(folder / "register/1", RECORDS, superseded=SUPERSEDED)
    for name, style in (
        ("double", "html { font-size: 200% }"),
        (
            "spacing",
            "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }",
        ),
    ):
        (folder / f"{name}.css").write_text(style, encoding="utf-8")
    return root


def paste(page, text):
    page.locator("#numbers").fill(text)
    page.locator("#list > button").click()


def done(page):
    paste(page, LIST)
    page.locator("#summary").wait_for()


def asking(page):
    paste(page, "x\t99926Q00001R0S\t99926Q00007R0S\ny\t99926Q00002R0S\t99926Q00008R0S")
    page.locator(".ask").wait_for()


def refused(page):
    paste(page, "\n".join(f"99926Q{number:05}R0M" for number in range(501)))
    page.get_by_role("alert").wait_for()


def running(page):
    page.route("**/shards/**", lambda route: None)
    paste(page, LIST)
    page.locator("progress").wait_for()


def cut(page):
    page.route("**/shards/1.json", lambda route: route.abort())
    page.route("**/shards/2.json", lambda route: route.abort())
    done(page)
    page.locator(".unfinished").wait_for()


def wide(page):
    """Words that nothing breaks, and more columns than a screen has room for."""
    paste(page, f"编号\t名称\t{LONG}\n99926Q00001R0S\t{LONG}\t{LONG}\n{LONG}\t\t{LONG}" + "\t一些字" * 20)
    page.locator("#summary").wait_for()


def old(page):
    done(page)
    page.clock.set_fixed_time("2026-11-22T08:00:00Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#old button").wait_for()


STATES_OF_PAGE = {
    "empty": lambda page: None, "asking": asking, "refused": refused, "running": running, "done": done, "cut": cut, "wide": wide, "old": old,
}  # fmt: skip


@pytest.fixture
def open_batch(address, new_page):
    def open_page(state, lang="zh", **options):
        page = new_page(allow=FAILED if state == "cut" else (), **options)
        page.set_default_timeout(30_000)
        page.clock.set_fixed_time(NOW)
        page.goto(f"{address}{LANGUAGES[lang]}batch.html")
        expect(page.locator("#not-running")).to_have_count(0)
        STATES_OF_PAGE[state](page)
        return page

    return open_page


def overflow(page):
    """How many CSS pixels of the page stand out on the right."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", STATES_OF_PAGE)
def test_state(open_batch, axe, state, lang):
    page = open_batch(state, lang)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page) == 0, width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe(page) == [], (scheme, width)
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) == 0


@pytest.mark.parametrize("state", STATES_OF_PAGE)
def test_text_twice_as_large(open_batch, state):
    page = open_batch(state, "en", width=640)
    page.add_style_tag(url="/double.css")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 32
    assert overflow(page) == 0


def test_text_spacing(open_batch):
    """WCAG 2.2, 1.4.12."""
    page = open_batch("done", "en", width=360)
    page.add_style_tag(url="/spacing.css")
    assert overflow(page) == 0
    cut_off = page.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1)
          .filter((element) => getComputedStyle(element).overflowX !== "visible" && !element.matches("input, textarea"))
          .map((element) => element.outerHTML)"""
    )
    assert cut_off == []


@pytest.mark.parametrize("state", ["empty", "asking", "running", "done", "cut"])
def test_targets_are_large_enough(open_batch, state):
    page = open_batch(state, width=360)
    for target in [*page.get_by_role("button").all(), page.locator("#file"), *page.locator(".choice").all()]:
        assert target.bounding_box()["height"] >= 42, target.inner_text()
    for link in page.locator(".sheet a").all():
        assert link.bounding_box()["height"] >= 24


def test_focus_is_seen(open_batch):
    page = open_batch("done")
    for _ in range(14):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid" or page.evaluate("document.activeElement === document.body")


def test_a_wide_table_scrolls_by_itself(open_batch):
    page = open_batch("wide")
    region = page.get_by_role("region", name="核验结果", exact=True)
    assert region.evaluate("region => region.scrollWidth > region.clientWidth")
    region.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(200)
        if region.evaluate("region => region.scrollLeft > 0"):
            return
    raise AssertionError("it does not scroll")


def test_cards_on_a_phone_are_still_a_table(open_batch):
    """What CSS makes of a table must not take its meaning from those who hear it."""
    page = open_batch("done", width=360)
    table = page.get_by_role("table", name="核验结果表")
    assert table.get_by_role("columnheader").count() == 8
    row = table.get_by_role("row").nth(1)
    assert row.get_by_role("rowheader").inner_text() == "99926Q00001R0S"
    assert row.get_by_role("cell").count() == 7
    label = "getComputedStyle(document.querySelector('.sheet td:nth-child(3)'), '::before').content"
    assert page.evaluate(label) == '"结论"'


def test_forced_colours(open_batch, axe):
    page = open_batch("done", forced_colors="active")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('[aria-pressed=true]')).outlineStyle")
        == "solid"
    )
    assert axe(page) == []


def test_nothing_moves(open_batch):
    assert open_batch("done", reduced_motion="reduce").evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_paper(open_batch, lang):
    """The results and of what time they are, without what cannot be pressed on paper."""
    page = open_batch("done", lang)
    page.emulate_media(media="print")
    for hidden in (
        page.locator("#list"),
        page.locator(".filters"),
        page.locator(".tools"),
        page.locator(".actions"),
        page.get_by_role("button"),
    ):
        assert not any(one.is_visible() for one in hidden.all())
    for shown in (page.locator("#summary"), page.locator(".sheet thead"), page.locator(".sources")):
        expect(shown).to_be_visible()
    page.set_viewport_size({"width": 1010, "height": 700})  # A4, lying, with its margins
    assert overflow(page) == 0
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") >= 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_names_what_it_needs_and_weighs_little(address, new_page, lang):
    """All at once, so that nothing waits for what names it; what reads workbooks comes when there is one."""
    page = new_page()
    sizes = {}
    page.on("response", lambda response: sizes.update({response.url: len(gzip.compress(response.body(), 6))}))
    page.goto(f"{address}{LANGUAGES[lang]}batch.html")
    expect(page.locator("#not-running")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    script = "() => [...document.querySelectorAll('[rel=modulepreload], script[src]')].map((one) => one.href || one.src)"
    assert {url for url in sizes if url.endswith(".mjs")} == set(page.evaluate(script))
    assert not any("xlsx-read" in url or "unzip" in url for url in sizes)
    assert sum(sizes.values()) <= WEIGHT, sizes


def test_without_script(address, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}batch.html")
    page.wait_for_timeout(2200)
    expect(page.locator("#not-running")).to_be_visible()
