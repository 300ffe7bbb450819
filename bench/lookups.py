"""Asks pages in Chromium, and says what that cost. The same for certsite and for its peers.

A page takes its question from the fragment of its address. When it has answered there is an element `#verdict`, and each
certificate that it found is a `.certificate` whose first `dd` holds the number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import corpus
import finder
import measure
from corpus import Question
from nginx import Sent, Server
from playwright.sync_api import Browser, Error, Page, sync_playwright

ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)
PROGRAM = (".html", ".css", ".mjs", ".js", ".wasm", ".pagefind", ".svg", "/")
"""What a program is made of; other files hold data."""

PATIENCE = 60_000
"""Milliseconds after which a page is taken to be stuck."""

SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
"""Slow 4G: milliseconds, bytes a second."""

WATCH = """new MutationObserver((_, watch) => {
  if (!document.getElementById("verdict")) return;
  watch.disconnect();
  window.answered = performance.now();
}).observe(document, { childList: true, subtree: true });"""

NEXT = """([fragment, patience]) => new Promise((done, fail) => {
  setTimeout(() => fail(new Error("no answer")), patience);
  const old = document.getElementById("verdict");
  const start = performance.now();
  new MutationObserver((_, watch) => {
    const verdict = document.getElementById("verdict");
    if (!verdict || verdict === old) return;
    watch.disconnect();
    done(performance.now() - start);
  }).observe(document.body, { childList: true, subtree: true });
  location.hash = fragment;
})"""

PAINTED = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime'
LOADED = 'performance.getEntriesByType("navigation")[0].loadEventStart'

FOUND = 'elements => elements.map((element) => element.querySelector("dd").textContent)'


@dataclass(frozen=True)
class Lookup:
    """One question and its answer."""

    milliseconds: float
    """From opening the link, or from asking in an open page, to the answer on the page."""
    program: Sequence[Sent]
    data: Sequence[Sent]
    recall: float
    """Share of the certificates that a first page with SHOWN results must hold."""
    precision: float | None
    """Share of the shown certificates that are right; None when none is shown."""
    right: bool
    """All that must be shown is, and nothing else."""


@dataclass(frozen=True)
class Cost:
    """Medians over many lookups; sizes in bytes."""

    program: float
    """with the heads of the answers"""
    data: float
    """with the heads of the answers"""
    bodies: float
    """data without the heads"""
    mean: float
    """of `data`"""
    requests: float
    """for data"""
    milliseconds: float
    recall: float
    precision: float
    """means"""
    right: int
    """lookups with exactly what they must show"""
    count: int


@contextmanager
def browsing() -> Iterator[Browser]:
    """Give a Chromium."""
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else [*ARGUMENTS]
    with sync_playwright() as playwright:
        path = finder.find(playwright.chromium.executable_path)
        with playwright.chromium.launch(executable_path=path, args=arguments) as browser:
            yield browser


def by_link(
    browser: Browser, server: Server, page: str, questions: Sequence[Question], *, slow: bool = False
) -> Cost:
    """Open a link for each question in a browser that has seen nothing yet; `slow` is slow 4G and a quarter of the speed."""
    lookups = []
    for question in questions:
        with fresh(browser) as tab:
            if slow:
                _slow_down(tab)
            tab.add_init_script(WATCH)
            server.sent()
            tab.goto(f"{server.address}{page}#{question.fragment}")
            tab.wait_for_selector("#verdict")
            lookups.append(_lookup(tab, server, question, tab.evaluate("window.answered")))
    return _cost(lookups)


def shown(browser: Browser, server: Server, page: str, times: int) -> tuple[float, float, float]:
    """Open a page that needs no answer, under slow conditions, in a browser that has seen nothing yet.

    Returns medians: bytes sent with their heads, milliseconds until the first text is painted, and until all is loaded.
    """
    sizes, painted, loaded = [], [], []
    for _ in range(times):
        with fresh(browser) as tab:
            _slow_down(tab)
            server.sent()
            tab.goto(f"{server.address}{page}", wait_until="load")
            tab.wait_for_function(PAINTED)
            painted.append(tab.evaluate(PAINTED))
            loaded.append(tab.evaluate(LOADED))
            sizes.append(sum(one.size for one in server.sent()))
    return measure.median(sizes), measure.median(painted), measure.median(loaded)


def _slow_down(tab: Page) -> None:
    """Give a page slow 4G and a quarter of the processor's speed."""
    devtools = tab.context.new_cdp_session(tab)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def in_turn(
    browser: Browser, server: Server, page: str, first: Question, questions: Sequence[Question]
) -> Cost:
    """Ask one question after the other in an open page, which has answered another one first."""
    lookups = []
    with fresh(browser) as tab:
        tab.goto(f"{server.address}{page}#{first.fragment}")
        tab.wait_for_selector("#verdict")
        for question in questions:
            server.sent()
            milliseconds = tab.evaluate(NEXT, [question.fragment, PATIENCE])
            lookups.append(_lookup(tab, server, question, milliseconds))
    return _cost(lookups)


@contextmanager
def fresh(browser: Browser) -> Iterator[Page]:
    """Give a page in a browser that has seen nothing yet. Raises RuntimeError with what went wrong in the page."""
    faults: list[str] = []
    with browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        context.set_default_timeout(PATIENCE)
        tab = context.new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        try:
            yield tab
        except Error as error:
            raise RuntimeError(f"{tab.url}: {faults}") from error
    if faults:
        raise RuntimeError(str(faults))


def is_program(sent: Sent) -> bool:
    """Tell whether an answer of the server is of a program, not of data."""
    return sent.path.partition("?")[0].endswith(PROGRAM)


def _lookup(tab: Page, server: Server, question: Question, milliseconds: float) -> Lookup:
    sent = server.sent()
    if bad := [one for one in sent if one.status not in (200, 206, 304)]:
        raise RuntimeError(f"{question.fragment}: {bad}")
    found = set(tab.eval_on_selector_all(".certificate", FOUND))
    hits, expected = len(found & question.right), min(len(question.right), corpus.SHOWN)
    program = [one for one in sent if is_program(one)]
    return Lookup(
        milliseconds,
        program,
        [one for one in sent if one not in program],
        min(1, hits / expected) if expected else 1,
        hits / len(found) if found else None,
        hits >= expected and found <= question.right,
    )


def _cost(lookups: Sequence[Lookup]) -> Cost:
    precise = [lookup.precision for lookup in lookups if lookup.precision is not None]
    data = [sum(sent.size for sent in lookup.data) for lookup in lookups]
    return Cost(
        measure.median(sum(sent.size for sent in lookup.program) for lookup in lookups),
        measure.median(data),
        measure.median(sum(sent.body for sent in lookup.data) for lookup in lookups),
        sum(data) / len(data),
        measure.median(len(lookup.data) for lookup in lookups),
        measure.median(lookup.milliseconds for lookup in lookups),
        sum(lookup.recall for lookup in lookups) / len(lookups),
        sum(precise) / len(precise) if precise else 1,
        sum(lookup.right for lookup in lookups),
        len(lookups),
    )
