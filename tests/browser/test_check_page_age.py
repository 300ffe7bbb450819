"""An answer does not outlive its question: not under another number, another address, or on another day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

NewPage = Callable[..., Page]
NUMBER = "99926Q00001R0S"


@pytest.fixture(scope="module")
def address(serve: Callable[[Any], str], site: Path) -> str:
    return f"{serve(site)}verify.html"


@pytest.fixture
def answered(address: str, new_page: NewPage) -> Page:
    """A page with the answer that the certificate is valid, on the day of the build."""
    page = new_page()
    page.clock.set_fixed_time("2026-11-22T12:00:00+08:00")
    page.goto(f"{address}#n={NUMBER}")
    expect(page.locator("#answer h2").first).to_have_text("证书有效")
    return page


def test_typing_another_number_takes_the_answer_away(answered: Page) -> None:
    answered.locator("#number").press("End")
    answered.locator("#number").press("Backspace")
    expect(answered.locator("#answer")).to_be_empty()
    expect(answered.locator("#number")).to_have_value(NUMBER[:-1])


@pytest.mark.parametrize("fragment", ["#foo", "#n%3D99926Q00002R0S", ""])
def test_an_address_that_asks_something_else_takes_the_answer_away(answered: Page, fragment: str) -> None:
    answered.evaluate("fragment => { location.hash = fragment }", fragment)
    expect(answered.locator("#answer")).to_be_empty()


def test_the_skip_link_keeps_the_answer(answered: Page) -> None:
    answered.evaluate("location.hash = '#main'")
    expect(answered.locator("#answer h2").first).to_have_text("证书有效")


def test_the_skip_link_keeps_the_question(answered: Page) -> None:
    """For a reload, a bookmark, a copied address; and the keyboard goes on from there."""
    expect(answered.locator("#more > *").first).to_be_visible()
    before = answered.url
    answered.locator(".skip").focus()
    answered.keyboard.press("Enter")
    assert answered.url == before
    expect(answered.locator("#main")).to_be_focused()
    answered.keyboard.press("Tab")
    expect(answered.locator("#main :focus")).to_have_count(1)


SEEN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.mark.parametrize("fragment", [None, "#main"])
def test_a_page_that_is_looked_at_on_another_day_asks_again(answered: Page, fragment: str | None) -> None:
    if fragment:
        answered.evaluate("fragment => { location.hash = fragment }", fragment)
    answered.clock.set_fixed_time("2026-12-20T12:00:00+08:00")
    answered.evaluate(SEEN_AGAIN)
    expect(answered.locator("#answer h2").first).to_contain_text("暂不能确认有效")


def test_what_was_typed_from_the_paper_is_there_again(answered: Page) -> None:
    """Who compares a certificate in another window comes back later than the answer stands."""
    answered.locator(".compare summary").click()
    answered.locator("#more-holder").fill("示例精密")
    answered.clock.set_fixed_time("2026-11-22T12:30:00+08:00")
    with answered.expect_request("**/index.json"):
        answered.evaluate(SEEN_AGAIN)
    expect(answered.locator("#more-holder")).to_have_value("示例精密")
    expect(answered.locator("#more-holder")).to_be_visible()
    expect(
        answered.locator(".compared", has=answered.locator("#more-holder")).locator("output")
    ).to_have_text("不一致")
    answered.locator("#number").fill("99924Q00002R0L")
    answered.keyboard.press("Enter")
    expect(answered.locator(".certificate").first).to_contain_text("99924Q00002R0L")
    expect(answered.locator("#more-holder")).to_have_value("")
    answered.locator("#number").fill(NUMBER)
    answered.keyboard.press("Enter")
    expect(answered.locator("#answer h2").first).to_have_text("证书有效")
    expect(answered.locator("#more-holder")).to_have_value("")


def test_a_page_that_is_looked_at_soon_does_not(answered: Page) -> None:
    asked: list[str] = []
    answered.on("request", lambda request: asked.append(request.url))
    answered.clock.set_fixed_time("2026-11-22T12:05:00+08:00")
    answered.evaluate(SEEN_AGAIN)
    expect(answered.locator("#answer h2").first).to_have_text("证书有效")
    assert [address for address in asked if "/register/" in address] == []


def test_a_page_from_the_browsers_memory_asks_again(answered: Page) -> None:
    answered.evaluate("location.hash = '#main'")
    with answered.expect_request("**/shards/*"):
        answered.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(answered.locator("#answer h2").first).to_have_text("证书有效")
