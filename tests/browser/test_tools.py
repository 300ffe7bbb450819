"""What the check and its tools share: whose page it is, and the way to the same page in the other language."""

from __future__ import annotations

import check_site
import published
import pytest
from check_site import BODY
from playwright.sync_api import expect
from reported import check, on_paper
from states import NOW, RECORDS, SUPERSEDED

NAMED = ("verify", "batch", "organisations", "scan")
"""All but the one that stands in other sites' frames."""


@pytest.fixture(scope="module")
def chinese_only(serve, tmp_path_factory):
    """The address of a site of a body whose name is published in Chinese only."""
    folder = tmp_path_factory.mktemp("chinese")
    check_site.write(folder, chinese_only=True)
    issuer = {**published.INDEX["issuer"], "name": {"zh": BODY["zh"]}}
    published.write(folder / "register/1", RECORDS, superseded=SUPERSEDED, issuer=issuer)
    return serve(folder)


@pytest.mark.parametrize("name", NAMED)
def test_a_page_names_the_body_in_full_even_where_it_has_no_english_name(chinese_only, new_page, name):
    page = new_page()
    page.goto(f"{chinese_only}en/{name}.html")
    body = page.locator(".body-name")
    expect(body).to_have_text(BODY["zh"])
    expect(body).to_have_attribute("lang", "zh-CN")
    page.goto(f"{chinese_only}{name}.html")
    expect(body).to_have_text(BODY["zh"])
    assert body.get_attribute("lang") is None


@pytest.mark.parametrize("fault", ["", "offline"])
def test_an_english_report_names_the_body_in_full(chinese_only, new_page, fault):
    """Also where no data could be read."""
    page = new_page(allow=("Failed to load resource",) if fault else ())
    check(page, chinese_only, "99926Q00001R0S", "en", fault=fault)
    body = on_paper(page).locator(".head p span")
    expect(body).to_have_text(BODY["zh"])
    expect(body).to_have_attribute("lang", "zh-CN")


WAYS = ("click", "keys", "new tab", "reader")
READY = {"verify": "#more > *", "organisations": "#answer > *"}
ASKED = {"verify": "#n=99926Q00001R0S", "organisations": "#q=%E6%81%92%E6%B3%B0&page=2"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ASKED)
def test_the_other_language_is_asked_the_same(check_pages, new_page, name, way):
    root, folder = check_pages
    published.write(folder / "register/1", RECORDS, superseded=SUPERSEDED)
    page = new_page(allow=("Failed to load resource",))
    page.clock.set_fixed_time(NOW)
    page.goto(f"{root}{name}.html{ASKED[name]}")
    page.locator(READY[name]).first.wait_for(state="attached")
    link = page.get_by_role("link", name="English")
    if way == "new tab":
        with page.context.expect_page() as opened:
            link.click(button="middle")
        page = opened.value
    elif way == "keys":
        link.focus()
        page.keyboard.press("Enter")
    elif way == "reader":  # some screen readers neither point nor focus
        link.dispatch_event("click")
    else:
        link.click()
    page.wait_for_url(f"{root}en/{name}.html{ASKED[name]}")
    page.locator("#answer > *").first.wait_for()


def test_the_other_language_is_asked_what_was_asked_last(check_pages, new_page):
    root, folder = check_pages
    published.write(folder / "register/1", RECORDS, superseded=SUPERSEDED)
    page = new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(f"{root}verify.html{ASKED['verify']}")
    page.locator("#more > *").first.wait_for()
    page.get_by_role("link", name="English").focus()
    page.locator("#number").fill("99926Q00006R0S")
    page.keyboard.press("Enter")
    page.locator("#more > *").first.wait_for()
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"{root}en/verify.html#n=99926Q00006R0S")
