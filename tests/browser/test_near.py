"""What is offered after a miss, from the register's list of numbers (registry/README.md §12): on the page and in a list."""

import re

import published
import pytest
from playwright.sync_api import expect
from states import NOW, RECORDS, SUPERSEDED

LANGUAGES = {"zh": "", "en": "en/"}
FAILED = ("Failed to load resource",)


@pytest.fixture(scope="module")
def site(check_pages):
    """Address and folder of the site, over a register with a list of its numbers."""
    root, folder = check_pages
    published.write(folder / "register/1", RECORDS, listed=True, superseded=SUPERSEDED)
    yield root, folder / "register/1"
    (folder / "register/1/numbers.json").unlink()
    published.write(folder / "register/1", RECORDS, superseded=SUPERSEDED)


@pytest.fixture
def open_check(site, new_page):
    """A function that opens the check page and returns it, with what it asks for."""

    def open_page(number, lang="zh", **options):
        page = new_page(**options)
        asked = []
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        page.clock.set_fixed_time(NOW)
        page.goto(f"{site[0]}{LANGUAGES[lang]}verify.html#n={number}")
        expect(page.locator("#verdict")).to_be_focused()
        return page, asked

    return open_page


def heading(page):
    return page.locator("#verdict").inner_text()


def offers(page):
    """Number and difference of each offer."""
    return [
        tuple(one.locator(f".{part}").inner_text() for part in ("candidate", "difference"))
        for one in page.locator(".candidates li").all()
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "marked", "zh", "en"),
    [
        ("99926Q0007R0S", ["0"], "第 10 位少了 0", "character 10: 0 is missing"),
        ("99926Q000007R0S", [], "第 11 位多了 0", "character 11: 0 is one too many"),
        (
            "99926Q00070R0S",
            ["07"],
            "第 10 位：7 → 0；第 11 位：0 → 7",
            "character 10: 7 → 0; character 11: 0 → 7",
        ),
    ],
)
def test_a_near_number_is_offered_and_not_chosen(open_check, axe, typed, marked, zh, en, lang):
    page, _ = open_check(typed, lang)
    number = "99926Q00007R0S"
    assert typed in heading(page)
    assert number in heading(page)
    assert offers(page) == [(number, {"zh": zh, "en": en}[lang])]
    assert page.locator(".candidate mark").all_inner_texts() == marked
    expect(page.locator(".conclusion")).to_have_text(
        {"zh": "结论：不能确认", "en": "Conclusion: cannot be confirmed"}[lang]
    )
    assert "示例精密" not in page.locator("main").inner_text()
    assert page.url.endswith(f"#n={typed}")
    assert axe(page) == []
    page.locator(".candidates button").click()
    expect(page.locator(".panel")).to_have_class(re.compile("red"))
    assert page.url.endswith(f"#n={number}")


def test_claims_and_day_go_with_the_number_that_is_chosen(open_check):
    """What is on the paper is compared with the certificate that it may be."""
    page, _ = open_check("99926Q0007R0S&holder=X&on=2026-10-01")
    page.locator(".candidates button").click()
    expect(page.locator("#verdict")).to_contain_text("2026-10-01")
    assert page.url.endswith("#n=99926Q00007R0S&holder=X&on=2026-10-01")


def test_a_number_that_the_address_has_already_is_asked_all_the_same(open_check):
    """What is refused does not come into the address, so that an offer may be what stands there."""
    page, _ = open_check("99926Q00007R0S")
    page.locator("#number").fill("99926Q00007R0S*")
    page.locator("#number").press("Enter")
    page.locator(".several").get_by_role("button").click()
    expect(page.locator("#verdict")).to_be_focused()
    expect(page.locator("#number")).to_have_value("99926Q00007R0S")


def test_several_are_offered_in_order(open_check):
    page, _ = open_check("99926Q000071R0S")
    assert heading(page) == "没有编号为 99926Q000071R0S 的证书，要找的是不是下面的编号？"
    assert offers(page) == [("99926Q00001R0S", "第 11 位多了 7"), ("99926Q00007R0S", "第 12 位多了 1")]


def test_of_too_many_none_is_offered(open_check):
    page, _ = open_check("99926Q0001R0S")
    assert heading(page) == "没有查到这个编号"
    assert offers(page) == []


def test_the_list_is_loaded_after_a_miss_only_and_once(open_check):
    page, asked = open_check("99926Q00007R0S")
    for number in ("01526Q0007R0S", "99926QO0001R0S", "99926Q00007R0S"):
        page.goto(f"{page.url.partition('#')[0]}#n={number}")
        expect(page.locator(".asked, #verdict").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not {"near.mjs", "numbers.json"} & {*asked}
    for number in ("99926Q99999R0S", "99926Q0007R0S"):
        page.goto(f"{page.url.partition('#')[0]}#n={number}")
        expect(page.locator("#verdict")).to_contain_text(number if "9999" not in number else "没有查到")
    assert asked.count("numbers.json") == asked.count("near.mjs") == 1


@pytest.mark.parametrize("fault", ["404", "offline", "changed", "none"])
def test_without_the_list_the_answer_is_as_it_was(open_check, fault):
    """For a minute nothing looks for it again."""
    page, asked = open_check("99926Q00007R0S", allow=FAILED)
    page.route(
        "**/numbers.json",
        lambda route: {
            "404": lambda: route.fulfill(status=404, body="no"),
            "offline": route.abort,
            "changed": lambda: route.fulfill(body=published.numbers(["99926Q00070R0S"])),
            "none": lambda: route.fulfill(body="<!doctype html>"),
        }[fault](),
    )
    page.goto(f"{page.url.partition('#')[0]}#n=99926Q0007R0S")
    expect(page.locator("#verdict")).to_have_text("没有查到这个编号")
    assert offers(page) == []
    page.unroute("**/numbers.json")
    for later, found in (("00:59", "没有查到这个编号"), ("01:00", "要找的是不是 99926Q00007R0S")):
        page.clock.set_fixed_time(f"2026-11-22T06:{later}Z")
        page.locator("#check button").click()
        expect(page.locator("#verdict")).to_contain_text(found)
    assert asked.count("numbers.json") == 2


@pytest.mark.parametrize("file", ["numbers.json", "near.mjs"])
def test_what_does_not_come_holds_no_answer(open_check, file):
    """Three seconds are given to an offer once, and none to the next miss."""
    page, asked = open_check("99926Q00007R0S")
    page.route(f"**/{file}", lambda route: None)
    for number in ("99926Q0007R0S", "99926Q0008R0S"):
        page.goto(f"{page.url.partition('#')[0]}#n={number}")
        expect(page.locator("#verdict")).to_have_text("没有查到这个编号", timeout=9000)
        expect(page.locator("#verdict")).to_be_focused()
    assert asked.count(file) == 1


def test_what_does_not_come_holds_no_list(site, new_page):
    page = new_page()
    page.route("**/numbers.json", lambda route: None)
    page.clock.set_fixed_time(NOW)
    page.goto(f"{site[0]}batch.html")
    page.locator("#numbers").fill("\n".join(f"99926Q0{number:03}R0S" for number in range(100)))
    page.locator("#list > button").click()
    page.locator("#summary").wait_for(timeout=20_000)
    expect(page.locator(".sheet tbody tr")).to_have_count(100)


def test_of_another_day_nothing_is_said_of_today(open_check):
    """Neither day has an answer, and one of them would have no offer."""
    page, _ = open_check("99926Q0007R0S&on=2026-10-01")
    assert offers(page) == [("99926Q00007R0S", "第 10 位少了 0")]
    expect(page.locator(".panel .remark")).to_have_count(0)


def test_a_list_of_misses(site, new_page):
    """In a list the wording says it, and the register's list is read once."""
    page = new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.clock.set_fixed_time(NOW)
    page.goto(f"{site[0]}batch.html")
    page.locator("#numbers").fill("99926Q0007R0S\n99926Q000008R0S\n99926Q99999R0S\n99926Q00007R0S")
    page.locator("#list > button").click()
    page.locator("#summary").wait_for()
    said = page.locator(".sheet tbody tr").all_inner_texts()
    assert "要找的是不是 99926Q00007R0S" in said[0]
    assert "要找的是不是 99926Q00008R0S" in said[1]
    assert "没有查到" in said[2]
    assert asked.count("numbers.json") == 1
