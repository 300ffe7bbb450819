"""The service worker: a visited check page opens without network, and what is kept of the register is marked as old."""

from __future__ import annotations

import http.server
import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import check_site
import published
import pytest
import server
from playwright.sync_api import Page, expect
from states import RECORDS, record

from generator import normalise, shards, shell

NewPage = Callable[..., Page]

NOW = "2026-11-22T06:00:00Z"
KNOWN = "99926Q00001R0S"
FAILED = ("Failed to load resource", "net::ERR", "network error response")


class Site:
    """A site on a server that can be gone, fail, or keep pages waiting; `address` is where it begins."""

    def __init__(self, folder: Path, below: str = "") -> None:
        self.folder, self.below = folder, below
        self.mode = "up"
        self.back = threading.Event()
        self.address = ""

    def publish(self, records: Any = RECORDS, **changes: Any) -> None:
        """Publish a register."""
        published.write(self.folder / "register/1", records, **changes)

    def release(self, name: str, *, whole: bool = True) -> None:
        """Put the name of a release into page and program of both languages; not `whole`: the worker knows of another."""
        for place in (self.folder, self.folder / "en"):
            page, program = place / "verify.html", place / "assets/verify/elements.mjs"
            own = f'<body data-page="{name}">'
            page.write_text(re.sub("<body[^>]*>", own, page.read_text("utf-8")), "utf-8")
            text = program.read_text("utf-8").partition("\n/* release */")[0]
            program.write_text(
                f'{text}\n/* release */\ndocument.body.dataset.program = "{name}";\n', "utf-8", newline="\n"
            )
        shutil.copy(check_site.THEME / shell.WORKER, self.folder)
        shell.fill(self.folder)
        if not whole:
            page = self.folder / "verify.html"
            page.write_text(page.read_text("utf-8").replace("</body>", "\n</body>"), "utf-8")

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serve it, from an address that is new each time."""
        site = self

        class Handler(server._Handler):
            def do_GET(self) -> None:  # noqa: N802 – the base class has it so
                path = self.path.partition("?")[0].removeprefix(f"/{site.below}")
                if site.mode == "gone":
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if site.mode == "failing":
                    self.send_error(503)
                    return
                if site.mode == "portal" and path.endswith(".json"):
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html")
                    self.end_headers()
                    self.wfile.write(b"<!doctype html>Sign in")
                    return
                if site.mode == "waiting" and path.endswith("verify.html"):
                    site.back.wait(30)
                self.path = f"/{path}"
                super().do_GET()

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except (ConnectionError, ValueError, OSError):
                    self.close_connection = True

        def handler(*arguments: Any) -> Handler:
            return Handler(*arguments, directory=str(self.folder))

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
            serving.daemon_threads = True
            thread = threading.Thread(target=serving.serve_forever, daemon=True)
            thread.start()
            self.address = f"http://127.0.0.1:{serving.server_port}/{self.below}"
            yield
            self.back.set()
            serving.shutdown()
            thread.join()


@pytest.fixture(params=[""])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site whose program is of release `one`."""
    found = Site(tmp_path, request.param)
    check_site.write(tmp_path)
    found.publish()
    found.release("one")
    with found.served():
        yield found


@pytest.fixture
def new(new_page: NewPage) -> Callable[[], Page]:
    """A function that opens a page of a browser that has been nowhere yet.

    A clock that stands still has no `performance`; with `runs` the clock is the device's.
    """

    def open_page(*, runs: bool = False) -> Page:
        page = new_page(allow=FAILED, service_workers="allow")
        if not runs:
            page.clock.set_fixed_time(NOW)
        return page

    return open_page


STARTED = """async () => {
  const { start } = await import(new URL("assets/offline/worker.mjs", location.href));
  const { serviceWorker } = navigator;
  const taken = new Promise((done) => serviceWorker.addEventListener("controllerchange", done));
  await start(document.getElementById("main").dataset.register);
  if (!serviceWorker.controller) await taken;
}"""

UPDATED = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  const next = registration.installing ?? registration.waiting ?? registration.active;
  while (!["redundant", "activated"].includes(next.state)) {
    await new Promise((done) => next.addEventListener("statechange", done, { once: true }));
  }
  return next.state;
}"""
"""Has the worker looked for a newer one, and returns what became of that."""

CACHES = """async () => {
  const names = await caches.keys();
  const found = {};
  for (const name of names.filter((one) => one.startsWith("certsite"))) {
    const requests = await (await caches.open(name)).keys();
    found[name] = requests.map(({ url }) => url);
  }
  return found;
}"""

READ = """async ([file, shard, cache]) => {
  const headers = shard ? { "Certsite-Kept": shard } : {};
  try {
    const answer = await fetch(document.getElementById("main").dataset.register + file, { headers, cache });
    return [answer.status, answer.headers.get("Certsite-Kept"), await answer.text()];
  } catch {
    return "no answer";
  }
}"""


def visit(page: Page, site: Site, where: str = "verify.html") -> None:
    """Visit a page until its worker is there."""
    page.goto(site.address + where)
    page.evaluate(STARTED)


def kept(page: Page, kind: str) -> list[str]:
    """Return the addresses in the caches of a kind."""
    found = page.evaluate(CACHES)
    return [
        one for name, addresses in found.items() if name.startswith(f"certsite {kind}") for one in addresses
    ]


def until(page: Page, what: Callable[[], bool]) -> None:
    """Wait for what a worker does by itself."""
    for _ in range(200):
        if what():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come to that")


def releases(page: Page) -> list[str]:
    """Return of which release the page is, and of which its program."""
    page.wait_for_selector("body[data-program]")
    return [str(page.evaluate(f"document.body.dataset.{part}")) for part in ("page", "program")]


def paths(number: str, bits: int = 2, snapshot: str = published.INDEX["snapshot"]) -> list[str]:
    """Return the three files of a check."""
    place = shards.digest(normalise.key(number))
    name, group = shards.name(place, bits), shards.group_name(place, bits)
    return ["index.json", shards.digests_path(snapshot, group), shards.path(name)]


def read(page: Page, file: str, shard: str = "", cache: str = "no-store") -> Any:
    """Return status, mark and text of a file of the register, or "no answer". `shard`: a copy will do."""
    return page.evaluate(READ, [file, shard, cache])


def read_all(page: Page, number: str, **place: Any) -> None:
    for file in paths(number, **place):
        assert read(page, file)[:2] == [200, None]


# The page


@pytest.mark.parametrize("site", ["", "body/site/"], indirect=True)
@pytest.mark.parametrize(("where", "label"), [("verify.html", "查询"), ("en/verify.html", "Check")])
def test_a_visited_page_opens_without_network(site: Site, new: Any, where: str, label: str) -> None:
    page = new()
    visit(page, site, where)
    site.mode = "gone"
    page.goto("about:blank")
    page.goto(f"{site.address}{where}?n=999-26Q09999R0S")
    assert releases(page) == ["one", "one"]
    expect(page.get_by_role("button", name=label, exact=True)).to_be_visible()
    expect(page.locator("#answer h2")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    assert page.url == f"{site.address}{where}#n=999-26Q09999R0S"


def test_a_browser_that_is_offline(site: Site, new: Any) -> None:
    page = new()
    visit(page, site)
    page.context.set_offline(True)
    page.reload()
    assert releases(page) == ["one", "one"]


def test_only_the_visited_page_is_kept(site: Site, new: Any) -> None:
    page = new()
    visit(page, site)
    assert {one.removeprefix(site.address).split("/")[0] for one in kept(page, "page")} == {
        "verify.html",
        "kept",
    }
    for tool in ("batch.html", "en/verify.html", "index.html"):
        page.goto(site.address + tool)
        assert page.evaluate("navigator.serviceWorker.controller") is None
    site.mode = "gone"
    with pytest.raises(Exception, match="ERR_EMPTY_RESPONSE"):
        page.goto(f"{site.address}en/verify.html")


def test_all_that_a_page_loads_later_is_kept(site: Site, new: Any) -> None:
    """Each module of the program can be loaded without network, also when the worker has been put to sleep meanwhile."""
    page = new()
    visit(page, site)
    files = sorted(
        path.relative_to(site.folder).as_posix()
        for folder in ("verify", "more", "report", "offline")
        for path in (site.folder / "assets" / folder).rglob("*.mjs")
        if path.name != "page.mjs"
    )
    assert len(files) > 30
    site.mode = "gone"
    page.reload()
    base = page.locator("script[type=module]").get_attribute("src").partition("assets/")[0]
    assert base.startswith(f"{site.address}kept/")
    load = "async (all) => { for (const one of all) await import(one); }"
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    page.evaluate(load, [base + file for file in files])


def test_a_slow_network_does_not_keep_the_page_waiting(site: Site, new: Any) -> None:
    """And a program that the server has meanwhile is not mixed with the kept page."""
    page = new()
    visit(page, site)
    site.mode = "waiting"
    site.release("two")
    page.goto("about:blank")
    page.goto(f"{site.address}verify.html#n={KNOWN}")
    assert releases(page) == ["one", "one"]
    expect(page.locator("#answer h2")).to_have_text("证书有效")


@pytest.mark.parametrize("status", ["failing", "missing"])
def test_what_a_server_says_is_not_papered_over(site: Site, new: Any, status: str) -> None:
    page = new()
    visit(page, site)
    read_all(page, KNOWN)
    shard = paths(KNOWN)[2]
    if status == "failing":
        site.mode = "failing"
    else:
        shutil.rmtree(site.folder / "register")
        (site.folder / "verify.html").unlink()
    code = 503 if status == "failing" else 404
    for file in paths(KNOWN):
        assert read(page, file, shard, "reload")[:2] == [code, None]
    assert page.reload().status == code


# Releases


def test_a_new_release_is_used_on_the_next_load(site: Site, new: Any) -> None:
    page = new()
    visit(page, site)
    before = kept(page, "page")
    site.release("two")
    page.reload()
    assert releases(page) == ["two", "two"]
    until(
        page, lambda: len(set(kept(page, "page")) - set(before)) == len(set(before)) - 1
    )  # the page itself is in both
    site.release("three")
    page.reload()
    until(page, lambda: kept(page, "page") and not set(kept(page, "page")[1:]) & (set(before) - {before[0]}))
    site.mode = "gone"
    page.reload()
    assert releases(page) == ["three", "three"]


def test_a_kept_page_has_its_own_program_while_a_newer_release_is_taken_in(site: Site, new: Any) -> None:
    """A slow network opens the kept page; its worker is then a newer one, and the check has yet to load its parts."""
    page = new()
    visit(page, site)
    site.mode = "waiting"
    page.reload()
    assert releases(page) == ["one", "one"]
    site.back.set()
    site.mode = "up"
    site.release("two")
    assert page.evaluate(UPDATED) == "activated"
    page.evaluate(
        "async () => { await import(document.querySelector('script[type=module]').src.replace('verify/page', 'report/report')) }"
    )
    page.locator("#number").fill(KNOWN)
    page.locator("#number").press("Enter")
    expect(page.locator("#answer h2").first).to_have_text("证书有效")
    expect(page.get_by_role("button", name="下载 JSON")).to_be_visible()
    assert releases(page) == ["one", "one"]


def test_a_release_that_is_not_all_there_yet_is_not_kept(site: Site, new: Any) -> None:
    page = new()
    visit(page, site)
    site.release("two", whole=False)
    page.reload()
    assert releases(page) == ["two", "two"]
    assert page.evaluate(UPDATED) == "redundant"
    site.mode = "gone"
    page.reload()
    assert releases(page) == ["one", "one"]


def test_an_unfilled_worker_retires(site: Site, new: Any) -> None:
    """That is how a body gets rid of its workers."""
    page = new()
    visit(page, site)
    read_all(page, KNOWN)
    until(page, lambda: len(kept(page, "copies")) == 3)
    shutil.copy(check_site.THEME / shell.WORKER, site.folder)
    assert page.evaluate(UPDATED) == "activated"
    until(page, lambda: page.evaluate(CACHES) == {})
    until(
        page,
        lambda: page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0,
    )


def test_a_worker_without_a_place_for_its_shells() -> None:
    with pytest.raises(ValueError, match="const SHELLS"):
        shell.filled("const SHELLS = { };\n", {})


def test_each_change_of_a_file_is_a_version(site: Site) -> None:
    def version() -> str:
        return (site.folder / "sw.js").read_text("utf-8")

    seen = {version()}
    for file in ("verify.html", "assets/verify/outcome.mjs", "assets/more/more.css", "assets/site/icon.svg"):
        path = site.folder / file
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        site.release("one")
        assert version() not in seen, file
        seen.add(version())


# The register


def test_a_copy_is_marked(site: Site, new: Any) -> None:
    page = new()
    visit(page, site)
    read_all(page, KNOWN)
    until(page, lambda: len(kept(page, "copies")) == 3)
    site.mode = "gone"
    files = paths(KNOWN)
    for file in files:
        for cache in ("no-store", "no-cache", "reload"):
            status, mark, text = read(page, file, files[2], cache)
            assert (status, mark) == (200, "1")
            assert text.encode() == (site.folder / "register/1" / file).read_bytes()


def test_a_page_to_sign_in_takes_the_place_of_no_copy(site: Site, new: Any) -> None:
    page = new()
    visit(page, site)
    read_all(page, KNOWN)
    until(page, lambda: len(kept(page, "copies")) == 3)
    before = kept(page, "copies")
    site.mode = "portal"
    for file in paths(KNOWN):
        assert "Sign in" in read(page, file)[2]
    page.wait_for_timeout(300)
    assert kept(page, "copies") == before
    site.mode = "gone"
    file = paths(KNOWN)[2]
    assert read(page, file, file)[2].encode() == (site.folder / "register/1" / file).read_bytes()


def test_who_does_not_ask_for_copies_gets_none(site: Site, new: Any) -> None:
    """An older program knows of no mark, and would take a copy for an answer of now."""
    page = new()
    visit(page, site)
    read_all(page, KNOWN)
    until(page, lambda: len(kept(page, "copies")) == 3)
    site.mode = "gone"
    for file in paths(KNOWN):
        assert read(page, file) == "no answer"


def test_what_was_not_read_is_not_there(site: Site, new: Any) -> None:
    page = new()
    visit(page, site)
    read_all(page, KNOWN)
    until(page, lambda: len(kept(page, "copies")) == 3)
    other = next(path for one in RECORDS if (path := paths(one["number"])[2]) != paths(KNOWN)[2])
    site.mode = "gone"
    assert read(page, other, other) == "no answer"
    assert read(page, "index.json", other) == "no answer"
    assert read(page, "search/root.json", other) == "no answer"


def test_what_was_read_before_the_worker_was_there(site: Site, new: Any) -> None:
    """Somebody scans a code once, and comes back in a cellar."""
    page = new(runs=True)
    page.goto(f"{site.address}verify.html#n={KNOWN}")
    expect(page.locator("#answer h2")).to_be_visible()
    page.evaluate(STARTED)
    until(page, lambda: len(kept(page, "copies")) == 3)
    site.mode = "gone"
    page.reload()
    assert [read(page, file, paths(KNOWN)[2])[1] for file in paths(KNOWN)] == ["1", "1", "1"]


def test_copies_of_different_states_are_not_mixed(site: Site, new: Any) -> None:
    """A shard comes with the index under which it was read."""
    first, second, other = "a" * 64, "b" * 64, "99926Q00002R0S"
    assert paths(KNOWN, 9, first)[1][-8:] != paths(other, 9, first)[1][-8:]
    page = new()
    site.publish(bits=9, snapshot=first)
    visit(page, site)
    read_all(page, KNOWN, bits=9, snapshot=first)
    site.publish(bits=9, snapshot=second, generated_at="2026-11-23T02:00:00Z")
    read_all(page, other, bits=9, snapshot=second)
    until(page, lambda: len(kept(page, "copies")) == 6)
    site.mode = "gone"
    for number, snapshot in ((KNOWN, first), (other, second)):
        text = read(page, "index.json", paths(number, 9, snapshot)[2])[2]
        assert published.parse(text.encode())["snapshot"] == snapshot


def test_a_shard_that_has_changed_fits_no_older_index(site: Site, new: Any) -> None:
    first, second = "a" * 64, "b" * 64
    page = new()
    site.publish(snapshot=first)
    visit(page, site)
    read_all(page, KNOWN, snapshot=first)
    until(page, lambda: len(kept(page, "copies")) == 3)
    site.publish([record(KNOWN, ("2026-11-20", "suspended", "2027-01-31"))], snapshot=second)
    assert read(page, paths(KNOWN)[2], cache="no-cache")[:2] == [200, None]
    until(page, lambda: len(kept(page, "copies")) == 3)
    page.wait_for_timeout(300)
    site.mode = "gone"
    assert read(page, "index.json", paths(KNOWN)[2]) == "no answer"


def test_copies_are_few_and_name_no_number(site: Site, new: Any) -> None:
    page = new()
    site.publish(bits=9)
    visit(page, site)
    for number in range(33):
        assert read(page, f"shards/0/{number:03x}.json")[:2] == [200, None]
        until(page, lambda last=f"{number:03x}.json": any(one.endswith(last) for one in kept(page, "copies")))
    assert [one[-8:] for one in kept(page, "copies")] == [f"{number:03x}.json" for number in range(3, 33)]
    read(page, "shards/0/004.json")
    until(page, lambda: kept(page, "copies")[-1].endswith("004.json"))
    assert len(kept(page, "copies")) == 30
    assert "999" not in str(page.evaluate(CACHES)).replace(site.address, "")


def test_what_is_no_index_is_not_kept(site: Site, new: Any) -> None:
    page = new()
    visit(page, site)
    (site.folder / "register/1/index.json").write_text("<html>", "utf-8")
    assert read(page, "index.json")[:2] == [200, None]
    page.wait_for_timeout(300)
    assert kept(page, "copies") == []


# Without all that


@pytest.mark.parametrize(
    "lack",
    [
        "delete Navigator.prototype.serviceWorker",
        "ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('', 'SecurityError'))",
    ],
)
def test_a_browser_without_workers(site: Site, new: Any, lack: str) -> None:
    page = new()
    page.add_init_script(lack)
    page.goto(f"{site.address}verify.html#n={KNOWN}")
    expect(page.locator("#answer h2")).to_have_text("证书有效")


def test_a_browser_without_room(site: Site, new: Any) -> None:
    """What cannot be kept is read all the same."""
    page = new()
    visit(page, site)
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.address.rstrip("/"), "quotaSize": 1})
    read_all(page, KNOWN)
    page.wait_for_timeout(500)
    assert kept(page, "copies") == []
    page.reload()
    assert releases(page) == ["one", "one"]


# The answer


@pytest.mark.parametrize(
    ("where", "said"),
    [("verify.html", "当前离线，不能确认"), ("en/verify.html", "You are offline – cannot be confirmed")],
)
def test_an_answer_from_copies_is_none_of_now(site: Site, new: Any, where: str, said: str) -> None:
    page = new()
    visit(page, site, where)
    page.goto("about:blank")
    page.goto(f"{site.address}{where}#n={KNOWN}")
    expect(page.locator("#answer h2").first).to_have_text("Valid" if "en" in where else "证书有效")
    until(page, lambda: len(kept(page, "copies")) == 3)
    page.wait_for_load_state("networkidle")
    site.mode = "gone"
    page.reload()
    expect(page.locator("#answer h2").first).to_have_text(said)
    expect(page.locator(".conclusion")).to_contain_text("cannot" if "en" in where else "不能确认")
    field = page.locator("#number")
    field.fill(next(one["number"] for one in RECORDS if paths(one["number"])[2] != paths(KNOWN)[2]))
    field.press("Enter")
    expect(page.locator("#answer h2").first).not_to_have_text(said)
    site.mode = "up"
    field.fill(KNOWN)
    field.press("Enter")
    expect(page.locator("#answer h2").first).to_have_text("Valid" if "en" in where else "证书有效")


def test_an_answer_from_copies_says_what_a_code_says_otherwise(site: Site, new: Any) -> None:
    page = new()
    visit(page, site)
    page.goto("about:blank")
    page.goto(f"{site.address}verify.html#n={KNOWN}&to=2030-01-01")
    expect(page.locator("#answer h2").first).to_have_text("二维码内容与登记信息不一致")
    until(page, lambda: len(kept(page, "copies")) == 3)
    page.wait_for_load_state("networkidle")
    site.mode = "gone"
    page.reload()
    expect(page.locator("#answer h2").first).to_have_text("当前离线，不能确认")
    expect(page.locator(".panel .remark")).to_contain_text("2030-01-01")


def test_an_answer_of_an_older_state(site: Site, new: Any) -> None:
    """The copy of yesterday is all that there is of this number, though the browser has seen a later register since."""
    page = new()
    visit(page, site)
    other = next(one["number"] for one in RECORDS if paths(one["number"])[2] != paths(KNOWN)[2])
    suspended = record(KNOWN, ("2026-11-20", "suspended", "2027-01-31"))
    changed = [suspended if one["number"] == KNOWN else one for one in RECORDS]
    for records, number, day in ((RECORDS, KNOWN, "2026-11-21"), (changed, other, "2026-11-22")):
        site.publish(records, snapshot=day[-1] * 64, generated_at=f"{day}T02:00:00Z")
        page.goto("about:blank")
        page.goto(f"{site.address}verify.html#n={number}")
        expect(page.locator("#answer h2").first).to_be_visible()
    until(page, lambda: sum("index.json" in one for one in kept(page, "copies")) == 2)
    page.wait_for_load_state("networkidle")
    site.mode = "gone"
    page.goto("about:blank")
    page.goto(f"{site.address}verify.html#n={KNOWN}")
    expect(page.locator("#answer h2").first).to_have_text("当前离线，不能确认")
    expect(page.locator("#answer")).to_contain_text("2026-11-21 10:00 发布、保存在本机的数据中")
    expect(page.locator("#answer")).to_contain_text("的状态为“有效”")
