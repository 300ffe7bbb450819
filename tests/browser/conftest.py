"""A browser for the tests, and pages in it that fail a test at the first thing that should not happen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import check_site
import finder
import pytest
import server
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ARGUMENTS = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-gpu", server.BY_NAME,
]  # fmt: skip

PATIENCE = 30_000
"""Milliseconds until what has not come fails a test: long enough for a machine that does other work beside it."""

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of the whole run."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        path = finder.find(playwright.chromium.executable_path)
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        arguments = [*ARGUMENTS, "--no-sandbox"] if as_root else ARGUMENTS
        with playwright.chromium.launch(executable_path=path, args=arguments) as launched:
            yield launched


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Any], str]]:
    """A function that serves a folder until the run ends, and returns its address."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(server.serving(folder))


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """A function that opens a page of its own: `new_page(width, allow=(), **context options)`.

    Any console message, error, violation of the Content-Security-Policy (which the console reports) or request to
    another host fails the test, unless one of the texts in `allow` is in it. There is no service worker, which would take
    requests out of a test's hands, unless the test asks for it: `service_workers="allow"`.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def new(width: int = 1280, height: int = 900, allow: tuple[str, ...] = (), **options: Any) -> Page:
        options = {
            "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "service_workers": "block", **options,
        }  # fmt: skip
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()

        def fault(text: str) -> None:
            if not any(allowed in text for allowed in (*allow, "blocked by Playwright")):
                faults.append(text)

        page.on("console", lambda message: fault(f"console: {message.text} ({message.location['url']})"))
        page.on("pageerror", lambda error: fault(f"error: {error}"))
        page.on("request", lambda request: _is_local(request.url) or fault(f"foreign request: {request.url}"))
        return page

    yield new
    for context in contexts:
        context.close()
    assert faults == []


def _is_local(address: str) -> bool:
    return address.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:", "about:"))


@pytest.fixture(scope="session")
def check_pages(serve: Callable[[Any], str], tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The check page in both languages over a register: its address, and its folder to put a register into."""
    folder = tmp_path_factory.mktemp("site")
    check_site.write(folder)
    (folder / "blank.html").write_text('<!doctype html><link rel="icon" href="data:,">', encoding="utf-8")
    return serve(folder), folder


@pytest.fixture
def modules(check_pages: tuple[str, Path], new_page: NewPage) -> tuple[Page, str]:
    """A page into which the program's modules can be imported, and the address of their folder."""
    address, _ = check_pages
    page = new_page()
    page.goto(f"{address}blank.html")
    return page, f"{address}assets/verify/"


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """A function that returns what axe-core finds wrong with a page, one text a finding."""
    program = Axe().axe_script
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}

    def run(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):  # half a megabyte, of which one copy a page is enough
            page.evaluate(program)
        found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
        return [
            f"{one['id']}: {node['html']} – {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
        ]

    return run
