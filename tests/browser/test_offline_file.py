"""The offline file as people open it: from the disk, in both languages, by no clock and with no network."""

from __future__ import annotations

import time

import published
import pytest
from playwright.sync_api import expect
from projects import certsite, copy_good, edit
from states import MARKUP, RECORDS, SUPERSEDED, record

RELEASED = "2026-11-22"
SITE = "https://certificates.cn/"
FILE = ("file://",)
"""A page of `new_page` may ask for this; each test that uses it looks at what was asked for."""

YES, NO, UNKNOWN = (
    ("可以采信", "can be relied on"),
    ("不能采信", "do not rely on it"),
    ("不能确认", "cannot be confirmed"),
)


def write(folder, records, language, **changes):
    """Write the file by the real command, over a project with this register."""
    project = folder / "project"
    if not project.exists():
        copy_good(project)
        edit(project / "schemes.yaml", f"-  url: https://north.example.org/check/\n+  url: {SITE}")
    counts = {"total": len(records), "by_status": {}}
    published.write(
        project / "site/register/1", records, **{"counts": counts, "superseded": SUPERSEDED, **changes}
    )
    path = folder / f"offline.{language}.html"
    done = certsite("offline", "--language", language, "--output", str(path), project=project)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offline")
    return {language: write(folder, RECORDS, language) for language in ("zh", "en")}


@pytest.fixture
def opened(files, new_page):
    """A function that opens the file. That nothing but the file is asked for is looked at in the end."""
    asked = []

    def open_file(lang="zh", fragment="", now=None, **options):
        page = new_page(allow=FILE, **options)
        page.on("request", lambda request: asked.append(request.url))
        if now:
            page.clock.set_fixed_time(now)
        page.goto(f"{files[lang].as_uri()}{fragment}")
        expect(page.locator("#not-running")).to_have_count(0)
        return page

    yield open_file
    own = {path.as_uri() for path in files.values()}
    assert {url.partition("#")[0] for url in asked if not url.startswith("data:")} <= own


def ask(page, number, day=None):
    page.locator("#number").fill(number)
    if day is not None:
        page.locator("#day").fill(day)
    page.locator("#number").press("Enter")
    page.locator("#problem:visible, #verdict").wait_for()


def seen(page):
    """Return the tone of the panel, and the conclusion."""
    panel = page.locator(".panel")
    tone = next(
        one
        for one in ("green", "amber", "red", "grey", "blue")
        if one in panel.get_attribute("class").split()
    )
    return tone, page.locator(".conclusion").inner_text()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("number", "tone", "conclusion"),
    [
        ("99926Q00001R0S", "green", YES),
        ("https://certificates.cn/verify.html#n=99926q-00001-r0s", "green", YES),
        ("99926E00003R0S", "green", YES),
        ("99927Q00005R0S", "amber", NO),
        ("99926Q00006R0S", "amber", NO),
        ("99926Q00007R0S", "red", NO),
        ("99926Q00008R0S", "red", NO),
        ("99923Q00009R0S", "red", NO),
        ("99926Q00010R0S", "red", NO),
        ("99926Q99999R0S", "grey", UNKNOWN),
        ("99926QO0001R0S", "blue", UNKNOWN),
        ("01526Q00001R0S", "blue", UNKNOWN),
        ("99926Q00011R0S", "blue", UNKNOWN),
        ("99926S00004R0S", "grey", UNKNOWN),
        ("99926Q00012R0S", "grey", UNKNOWN),
        ("https://certificates.cn/verify.html#n=99926Q00001R0S&holder=x", "grey", UNKNOWN),
    ],
)
def test_each_answer(opened, lang, number, tone, conclusion):
    page = opened(lang)
    ask(page, number)
    found = seen(page)
    assert found[0] == tone
    assert conclusion[lang == "en"] in found[1]
    assert (RELEASED in found[1]) is (conclusion is not UNKNOWN), "it is said of which day"
    assert RELEASED in page.locator(".asked").inner_text()
    expect(page.locator("#verdict")).to_be_focused()
    live = f"{SITE}{'en/' if lang == 'en' else ''}verify.html"
    link = page.locator(".online a")
    assert link.get_attribute("href").startswith(f"{live}#n=")
    assert link.inner_text() == link.get_attribute("href")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_face_says_what_it_is_and_of_when(opened, lang):
    face = opened(lang).locator(".face")
    said = {
        "zh": [
            "离线核验文件 · 数据发布于 2026-11-22 10:00（北京时间），此后的变化不在其中。",
            "采信前请在线查询： https://certificates.cn/verify.html",
        ],
        "en": [
            "Offline verification file · The data were released 2026-11-22 10:00 (Beijing time); what changed later is not in this file.",
            "Before you rely on a certificate, check it online: https://certificates.cn/en/verify.html",
        ],
    }[lang]
    assert face.locator("p").all_inner_texts()[:2] == said
    expect(face).to_be_visible()
    assert face.bounding_box()["y"] < 200


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_earlier_day_is_judged_and_a_later_one_is_not(opened, lang):
    page = opened(lang)
    for day, tone, conclusion in (
        ("2026-02-01", "amber", NO),
        ("2026-07-01", "amber", NO),
        ("2026-08-10", "green", YES),
        ("2026-11-22", "green", YES),
        ("2026-11-23", "grey", UNKNOWN),
        ("2027-11-22", "grey", UNKNOWN),
    ):
        ask(page, "99926Q00001R0S", day)
        assert (seen(page)[0], conclusion[lang == "en"] in seen(page)[1]) == (tone, True), day
        assert day in page.locator("#verdict").inner_text() or tone != "grey"
    ask(page, "99926Q00001R0S", "")
    assert RELEASED in seen(page)[1], "without a day it is that of the release"


@pytest.mark.parametrize("now", ["2016-01-01T00:00:00Z", "2026-11-22T06:00:00Z", "2036-01-01T00:00:00Z"])
def test_no_clock_changes_an_answer(opened, now):
    """Long after, the file still says how it was on the day of its release, names the day, and says nothing of today."""
    page = opened(now=now)
    ask(page, "99926Q00001R0S")
    assert seen(page)[0] == "green"
    assert "2026-11-22" in page.locator("#verdict").inner_text()
    assert "2026-11-22" in page.title()
    assert "这不是对今天的结论" in page.locator(".panel").inner_text()
    assert now[:10] == RELEASED or now[:10] not in page.locator("main").inner_text()
    ask(page, "99926Q00007R0S")
    assert seen(page)[0] == "red"


def test_without_what_browsers_withhold_from_files(opened, files, new_page):
    page = new_page(allow=FILE)
    page.add_init_script(
        """Object.defineProperty(crypto, "subtle", { value: undefined });
        for (const name of ["fetch", "XMLHttpRequest", "localStorage", "indexedDB"]) delete window[name];"""
    )
    page.goto(files["zh"].as_uri())
    ask(page, "99926Q00001R0S")
    assert seen(page)[0] == "green"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("typed", ["99926QO0001R0S", "99926Q000011R0S"])
def test_a_near_miss_is_offered_and_not_chosen(opened, lang, typed):
    """Nor is a number of limited disclosure offered for what only has a character too many."""
    page = opened(lang)
    ask(page, typed)
    assert "示例精密制造" not in page.locator("#answer").inner_text()
    page.locator(".candidates button").click()
    expect(page.locator("#number")).to_have_value("99926Q00001R0S")
    assert seen(page)[0] == "green"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("typed", ["", "999", "9" * 41, "99926Q*", "示例有限公司", "91999999DEM000014G"])
def test_what_is_no_number(opened, lang, typed):
    page = opened(lang)
    ask(page, typed)
    expect(page.locator("#problem")).to_be_focused()
    expect(page.locator("#answer")).to_be_empty()
    organisation = typed in ("示例有限公司", "91999999DEM000014G")
    links = [link.get_attribute("href") for link in page.locator("#problem a").all()]
    folder = "en/" if lang == "en" else ""
    assert links == ["#number", *([f"{SITE}{folder}organisations.html"] if organisation else [])]
    page.locator("#problem a").first.click()
    expect(page.locator("#number")).to_be_focused()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("between", [" ", "、", "; "])
def test_several_numbers_are_told_apart(opened, axe, lang, between):
    page = opened(lang, width=360)
    ask(page, between.join(["99926Q00001R0S", "99926Q00007R0S", "99926Q99999R0S"]))
    assert page.locator(".certificate").count() == 0
    expect(page.locator(".several").get_by_role("button")).to_have_count(3)
    assert axe(page) == []
    page.locator(".several").get_by_role("button").nth(1).click()
    expect(page.locator("#number")).to_have_value("99926Q00007R0S")
    assert seen(page)[0] == "red"
    expect(page.locator(".several")).to_have_count(0)
    ask(page, "99926Q00001R0S 99926Q00007R0S")
    assert seen(page)[0] == "grey"
    expect(page.locator("#answer .several").get_by_role("button")).to_have_count(2)


def test_links_into_the_file(opened):
    page = opened(fragment="#n=99926Q00001R0S-1&on=2026-08-01")
    assert "2026-08-01" in page.locator("#verdict").inner_text()
    expect(page.locator("#day")).to_have_value("2026-08-01")
    family = page.locator(".certificate .family a")
    expect(family).to_have_attribute("href", f"{SITE}organisations.html#q=99926Q00001R0S")
    page.get_by_role("link", name="99926Q00001R0S", exact=True).click()
    expect(page.locator("#number")).to_have_value("99926Q00001R0S")
    assert seen(page)[0] == "amber", "it was suspended on that day"
    page = opened(fragment="#n=99926Q00001R0S&on=yesterday")
    expect(page.locator("#problem")).to_contain_text("链接中的日期无法识别")


@pytest.mark.parametrize("given", ["address", "field"])
def test_what_a_link_claims_counts_while_its_number_stands_in_the_field(opened, given):
    asked = "n=999-26q00001-r0s&holder=假公司&on=2026-11-01"
    page = opened(fragment=f"#{asked}" if given == "address" else "")
    if given == "field":
        ask(page, f"{SITE}verify.html#{asked}")
    said = "二维码内容与登记信息不一致"
    expect(page.locator("#verdict")).to_contain_text(said)
    expect(page.locator("#day")).to_have_value("2026-11-01")
    ask(page, page.locator("#number").input_value(), RELEASED)
    expect(page.locator(".asked")).to_contain_text(RELEASED)
    expect(page.locator("#verdict")).to_contain_text(said)
    ask(page, "99926Q00001R0S")
    assert seen(page)[0] == "green"


def test_an_answer_never_stands_under_another_question(opened):
    page = opened()
    for field, value in (("#number", "99926Q00007R0S"), ("#day", "2027-01-01")):
        ask(page, "99926Q00001R0S", RELEASED)
        page.locator(field).fill(value)
        expect(page.locator("#answer")).to_be_empty()


def test_markup_in_a_record_is_text(opened):
    page = opened()
    ask(page, "99926Q00013R0S")
    assert MARKUP in page.locator(".certificate").inner_text()
    expect(page.locator("img")).to_have_count(0)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("number", ["", "99926Q00001R0S", "99926QO0001R0S", "99926Q00007R0S", "示例有限公司"])
def test_for_everyone(opened, axe, lang, number):
    page = opened(lang)
    if number:
        ask(page, number)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert axe(page) == [], (scheme, width)
    page.set_viewport_size({"width": 320, "height": 640})
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    for target in page.locator("form button, form input, .face a, .problem p + p a, .online a").all():
        assert target.bounding_box()["height"] >= 42, target.inner_text()


def test_by_keyboard_alone(opened):
    page = opened()
    for _ in range(3):  # the skip link, the address of the site, the number
        page.keyboard.press("Tab")
    page.keyboard.type("99926Q00001R0S")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_be_focused()


def test_on_paper(opened):
    page = opened()
    ask(page, "99926Q00001R0S")
    page.emulate_media(media="print")
    for shown in (".face", ".panel", ".certificate", ".asked", ".online"):
        expect(page.locator(shown)).to_be_visible()
    expect(page.locator("form")).to_be_hidden()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_without_scripts(files, new_page):
    page = new_page(allow=FILE, java_script_enabled=False)
    page.goto(files["zh"].as_uri())
    page.wait_for_timeout(2500)
    expect(page.locator("#not-running")).to_be_visible()
    # Playwright switches scripts off too late for the parser: it keeps what <noscript> says as text.
    assert "浏览器没有运行脚本，不能用本文件查询。" in page.locator("noscript").text_content()


@pytest.mark.parametrize("left", [0.3, 0.6, 0.95])
def test_a_file_that_broke_off_says_so_and_answers_nothing(files, new_page, tmp_path, left):
    whole = files["zh"].read_bytes()
    part = tmp_path / "part.html"
    part.write_bytes(whole[: int(len(whole) * left)])
    page = new_page(allow=FILE)
    page.goto(part.as_uri())
    page.wait_for_timeout(2500)
    expect(page.locator("#not-running")).to_contain_text("文件可能不完整")
    expect(page.locator("#answer")).to_be_empty()


def test_a_record_that_was_taken_out_is_noticed(files, new_page, tmp_path):
    text = files["zh"].read_text("utf-8")
    at = text.index('"records":[{') + len('"records":[')
    part = tmp_path / "part.html"
    part.write_text(text[:at] + text[text.index('{"number"', at + 1) :], "utf-8")
    page = new_page(allow=(*FILE, "not the whole register"))
    page.goto(part.as_uri())
    page.wait_for_timeout(2500)
    expect(page.locator("#not-running")).to_be_visible()


def test_twenty_thousand_open_in_seconds(tmp_path, new_page):
    many = [
        record(f"99926Q{number:05}R0M", ("2026-10-01", "surveillance_passed"), uscc=None, parent=None)
        for number in range(20_000)
    ]
    many = [{key: value for key, value in one.items() if value is not None} for one in many]
    path = write(tmp_path, many, "zh", bits=9)
    page = new_page(allow=FILE)
    began = time.monotonic()
    page.goto(path.as_uri(), timeout=60_000)
    expect(page.locator("#not-running")).to_have_count(0, timeout=60_000)
    started = time.monotonic() - began
    began = time.monotonic()
    ask(page, "99926Q19999R0M")
    answered = time.monotonic() - began
    assert seen(page)[0] == "green"
    megabytes = path.stat().st_size / 1e6
    print(
        f"20,000 certificates: {megabytes:.1f} MB, open in {started:.1f} s, answer in {answered * 1000:.0f} ms"
    )
    assert started < 20  # on a machine that has other work too
    assert answered < 5
