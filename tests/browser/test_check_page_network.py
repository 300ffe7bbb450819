"""The check page on networks and in browsers that fail: slow, offline, without scripts, two checks at once."""

import published
import pytest
import server
from check_site import PLATFORM
from playwright.sync_api import expect
from states import NOW, RECORDS, STATES, SUPERSEDED

START = "2026-11-22T06:00:00Z"
FAILED = ("Failed to load resource",)


@pytest.fixture(scope="module")
def address(check_pages):
    root, folder = check_pages
    published.write(folder / "register/1", RECORDS, superseded=SUPERSEDED)
    return f"{root}verify.html"


def verdict(page):
    return page.get_by_role("heading", level=2)


@pytest.fixture
def slow(address, new_page, request):
    """A page whose clock stands still, a function that brings the register back, and the requests it keeps waiting."""
    page = new_page(allow=FAILED)
    waiting = []
    page.clock.install(time=START)
    page.route("**/register/**", lambda route: waiting.append(route))
    page.goto(in_language(address, getattr(request, "param", "zh")))
    expect(page.locator("#not-running")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.clock.pause_at("2026-11-22T06:01:00Z")

    return page, lambda: page.unroute("**/register/**"), waiting


STUBBORN = (
    "window.fetch = ((real) => (address, options) => real(address, { ...options, signal: undefined }))(fetch)"
)
"""A network that goes on with a request that has been given up: only the page itself can then drop the answer."""


def ask(page, number):
    page.locator("#number").fill(number)
    page.keyboard.press("Enter")


def test_nothing_is_said_for_the_first_moment(slow):
    page, _, _ = slow
    ask(page, "99926Q00001R0S")
    page.clock.run_for(250)
    expect(page.locator("#progress")).to_be_empty()
    page.clock.run_for(100)
    expect(page.get_by_role("status")).to_have_text("正在查询 99926Q00001R0S…")


def test_a_slow_network_is_said_and_can_be_given_up(slow):
    page, _, waiting = slow
    page.evaluate(STUBBORN)
    ask(page, "99926Q00001R0S")
    page.clock.run_for(3100)
    expect(page.get_by_role("status")).to_contain_text("网络较慢，仍在查询 99926Q00001R0S…")
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_role("status")).to_have_text("已取消查询。")
    expect(page.locator("#number")).to_be_focused()
    for route in waiting:
        route.continue_()
    page.clock.run_for(20_000)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#answer")).to_be_empty()


PROCESS = {
    "zh": ("正在查询 {}…", "网络较慢，仍在查询 {}…", "取消", "已取消查询。", "没能完成查询"),
    "en": (
        "Checking {}…",
        "Still checking {} – the connection is slow…",
        "Cancel",
        "The check was cancelled.",
        "We could not complete the check",
    ),
}


@pytest.mark.parametrize(("slow", "lang"), [("zh", "zh"), ("en", "en")], indirect=["slow"])
def test_each_moment_of_a_check_in_both_widths(slow, lang, axe):
    page, _, _ = slow
    looking, still, cancel, cancelled, failed = PROCESS[lang]
    number = "99926Q00001R0S"
    said = page.locator("#progress")

    def fits():
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.clock.resume()  # axe has timers of its own
        assert axe(page) == []
        page.clock.pause_at(page.evaluate("new Date(Date.now() + 50).toISOString()"))

    ask(page, number)
    page.clock.run_for(250)
    expect(said).to_be_empty()
    page.clock.run_for(100)
    expect(said).to_have_text(looking.format(number))
    assert said.get_attribute("role") == "status"
    page.clock.run_for(2800)
    expect(said).to_have_text(f"{still.format(number)} {cancel}")
    fits()
    page.get_by_role("button", name=cancel).click()
    expect(said).to_have_text(cancelled)
    fits()
    ask(page, number)
    page.clock.run_for(10_100)
    expect(verdict(page)).to_have_text(failed)


def test_nothing_is_said_of_a_check_that_was_given_up(slow):
    """Its data and its program may both be under way yet."""
    page, _, _ = slow
    page.route("**/verify/words.day.zh.mjs", lambda route: None)
    page.evaluate("location.hash = '#n=99926Q00001R0S&on=2026-05-31'")
    ask(page, "99926Q00001R0S")
    page.locator("#number").press("Backspace")
    page.clock.run_for(3100)
    expect(page.locator("#progress")).to_be_empty()
    expect(page.locator("#answer")).to_be_empty()


@pytest.mark.parametrize("file", ["details.mjs", "words.data.zh.mjs"])
def test_without_what_shows_the_data_there_is_no_answer(address, new_page, file):
    """Half of an answer could be taken for all of it."""
    page = new_page(allow=FAILED)
    page.clock.set_fixed_time(NOW)
    page.route(f"**/verify/{file}", lambda route: route.abort())
    page.goto(f"{address}#n=99926Q00001R0S")
    expect(verdict(page)).to_have_text("没能完成查询")
    expect(page.locator(".certificate")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#more")).to_be_empty()


@pytest.mark.parametrize("file", ["details.mjs", "words.data.zh.mjs", "words.day.zh.mjs"])
def test_what_did_not_come_comes_when_it_is_tried_again(address, new_page, file):
    """Most browsers do not fetch a module twice for one page, so the page itself has to be loaded anew."""
    page = new_page(allow=FAILED)
    page.clock.set_fixed_time(NOW)
    page.route(f"**/verify/{file}", lambda route: route.abort())
    page.goto(f"{address}#n=99926Q00001R0S&on=2026-05-31")
    expect(verdict(page)).to_have_text("没能完成查询")
    with page.expect_navigation():
        page.get_by_role("button", name="重试").click()
    expect(verdict(page)).to_have_text("没能完成查询")
    page.unroute(f"**/verify/{file}")
    page.get_by_role("button", name="重试").click()
    expect(verdict(page)).to_have_text("2026-05-31 当天有效")


def test_without_a_network_the_page_is_not_left(address, new_page):
    page = new_page(allow=FAILED)
    page.clock.set_fixed_time(NOW)
    page.route("**/verify/details.mjs", lambda route: route.abort())
    page.goto(f"{address}#n=99926Q00001R0S")
    expect(verdict(page)).to_have_text("没能完成查询")
    page.context.set_offline(True)
    page.get_by_role("button", name="重试").click()
    page.wait_for_timeout(300)
    expect(verdict(page)).to_have_text("没能完成查询")


def test_a_network_that_is_gone_when_a_number_is_typed_has_brought_the_program(address, new_page):
    page = new_page(allow=FAILED)
    page.clock.set_fixed_time(NOW)
    page.goto(address)
    page.locator("#number").focus()
    page.wait_for_load_state("networkidle")
    page.route(
        "**/*", lambda route: route.continue_() if "/register/" in route.request.url else route.abort()
    )
    ask(page, "99926Q00001R0S")
    expect(verdict(page)).to_have_text("证书有效")
    expect(page.locator("#more")).to_contain_text("本页其余部分没有载入。")
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".actions")).to_contain_text("本页其余部分没有载入。")
    page.unroute("**/*")
    page.locator("#more").get_by_role("button", name="刷新本页").click()
    expect(page.get_by_role("button", name="下载 JSON")).to_be_visible()


def test_what_shows_the_data_has_ten_seconds_too(slow):
    page, bring_back, _ = slow
    bring_back()
    page.route("**/words.day.zh.mjs", lambda route: None)
    page.evaluate("location.hash = '#n=99926Q00001R0S&on=2026-05-31'")
    page.clock.run_for(9900)
    expect(page.locator("#answer")).to_be_empty()
    page.clock.run_for(200)
    expect(verdict(page)).to_have_text("没能完成查询")


@pytest.mark.parametrize(
    ("name", "field", "text"),
    [
        ("verify", "#number", "99926Q00001R0S"),
        ("organisations", "#query", "示例"),
        ("batch", "#numbers", "x"),
    ],
)
def test_what_is_typed_before_the_program_runs_stays(address, new_page, name, field, text):
    """The browser's own way with a form would load the page anew, with an empty field."""
    page = new_page()
    waiting = []
    page.route(f"**/{name}/page.mjs", lambda route: waiting.append(route))
    page.goto(address.replace("verify", name), wait_until="commit")
    page.locator(field).fill(text)
    page.locator("form").evaluate("(form) => form.requestSubmit()")
    page.wait_for_timeout(300)
    assert page.url.endswith(f"/{name}.html")
    expect(page.locator(field)).to_have_value(text)
    waiting[0].continue_()
    expect(page.locator("#not-running")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    expect(page.locator(field)).to_have_value(text)


def test_ten_seconds_are_enough(slow):
    page, bring_back, _ = slow
    ask(page, "99926Q00001R0S")
    page.clock.run_for(9900)
    expect(page.locator("#answer")).to_be_empty()
    page.clock.run_for(200)
    expect(verdict(page)).to_have_text("没能完成查询")
    expect(verdict(page)).to_be_focused()
    expect(page.locator("#progress")).to_be_empty()
    bring_back()
    page.get_by_role("button", name="重试").click()
    expect(verdict(page)).to_have_text("证书有效")


def test_the_answer_of_an_older_check_never_covers_a_newer_one(slow):
    page, _, waiting = slow
    page.evaluate(STUBBORN)
    ask(page, "99926Q00001R0S")
    while len(waiting) < 3:
        page.wait_for_timeout(10)
    first = list(waiting)
    ask(page, "99926Q00007R0S")
    while len(waiting) < 6:
        page.wait_for_timeout(10)
    for route in [one for one in waiting if one not in first]:
        route.continue_()
    expect(verdict(page)).to_have_text("证书已撤销")
    for route in first:
        route.continue_()
    page.clock.run_for(20_000)
    page.wait_for_load_state("networkidle")
    expect(verdict(page)).to_have_text("证书已撤销")
    expect(verdict(page)).to_have_count(1)


def test_offline_then_online(address, new_page):
    page = new_page(allow=FAILED)
    page.goto(address)
    page.context.set_offline(True)
    ask(page, "99926Q00001R0S")
    expect(verdict(page)).to_have_text("没能完成查询")
    page.context.set_offline(False)
    page.clock.set_fixed_time(START)
    page.get_by_role("button", name="重试").click()
    expect(verdict(page)).to_have_text("证书有效")


@pytest.mark.parametrize(
    ("pattern", "answer", "heading"),
    [
        ("**/index.json", {"status": 404}, "没能完成查询"),
        ("**/shards/*", {"status": 404}, "没能完成查询"),
        ("**/shards/*", {"status": 500}, "没能完成查询"),
        ("**/index.json", {"body": "<html>"}, "数据校验没有通过，未显示结果"),
        ("**/shards/*", {"body": '{"format":1,"bits":2'}, "数据校验没有通过，未显示结果"),
        (
            "**/shards/*",
            {"body": '{"format":1,"bits":7,"shard":"00","records":[]}'},
            "数据校验没有通过，未显示结果",
        ),
        ("**/digests/**", {"status": 404}, "没能完成查询"),
        ("**/digests/**", {"body": "<html>"}, "数据校验没有通过，未显示结果"),
        ("**/index.json", {"body": '{"format":2}'}, "本页版本太旧，读不了现在的数据"),
    ],
)
def test_a_server_that_answers_wrongly(address, new_page, pattern, answer, heading):
    page = new_page(allow=FAILED)
    page.route(pattern, lambda route: route.fulfill(**answer))
    page.goto(f"{address}#n=99926Q99999R0S")
    expect(verdict(page)).to_have_text(heading)
    expect(page.locator(".conclusion")).to_have_text("结论：不能确认")


def test_a_fault_of_the_program_is_no_answer(address, new_page):
    """Whatever else goes wrong, the page says that it cannot tell, and the console says why."""
    page = new_page(allow=("boom",))
    page.add_init_script("TextEncoder.prototype.encode = () => { throw new Error('boom'); }")
    page.goto(f"{address}#n=99926Q00001R0S")
    expect(verdict(page)).to_have_text("数据校验没有通过，未显示结果")


NOT_RUNNING = {
    "zh": "查询程序没有启动。请允许脚本、换用较新的浏览器、刷新本页，或打开：",
    "en": "The check has not started. Allow scripts, use a newer browser, reload this page, or open:",
}
NO_SCRIPTS = {
    "zh": "浏览器没有运行脚本，不能在本页查询。",
    "en": "Scripts are off, so this page cannot check a number.",
}
STATIC = ("verify", "organisations", "batch", "scan")


def in_language(address, lang, name="verify"):
    return address.replace("verify", name if lang == "zh" else f"en/{name}")


@pytest.mark.parametrize("name", STATIC)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_scripts(address, new_page, lang, name):
    page = new_page(java_script_enabled=False)
    page.goto(in_language(address, lang, name))
    notice = page.locator("#not-running")
    expect(notice).to_be_visible()  # after a moment: a program that is on its way needs no notice
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_to_do_without_scripts(address, new_page, lang):
    page = new_page(java_script_enabled=False)
    page.goto(in_language(address, lang))
    notice = page.locator("#not-running")
    expect(notice.get_by_text(NOT_RUNNING[lang])).to_be_visible()
    expect(notice.get_by_role("link", name=PLATFORM[lang])).to_be_visible()
    # Playwright switches scripts off too late for the parser: it keeps what <noscript> says as text.
    assert NO_SCRIPTS[lang] in page.locator("noscript").text_content()


@pytest.mark.parametrize("name", STATIC)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_browser_that_knows_no_modules(address, new_page, axe, lang, name):
    """To it the program is a script of a type that it does not know: it fetches none of it."""
    page = new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    def old(route):
        answer = route.fetch()
        text = (
            answer.text()
            .replace('type="module"', 'type="text/unknown"')
            .replace('rel="modulepreload"', 'rel="x"')
        )
        route.fulfill(response=answer, body=text)

    page.route("**/*.html", old)
    page.goto(in_language(address, lang, name))
    expect(page.locator("#not-running")).to_be_visible()
    if name == "verify":
        expect(page.get_by_text(NOT_RUNNING[lang])).to_be_visible()
        page.locator("#number").fill("99926Q00001R0S")
        page.keyboard.press("Enter")
        expect(page.locator("#not-running")).to_be_visible()
        expect(page.locator("#number")).to_have_value("99926Q00001R0S")
    assert not any(".mjs" in one for one in asked)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_plain_http(address, new_page, lang):
    """In earnest: what the state INSECURE takes away is what browsers withhold here."""
    page = new_page(allow=(server.HOST,))
    page.goto(server.by_name(address if lang == "zh" else address.replace("verify", "en/verify")))
    assert not page.evaluate("isSecureContext")
    ask(page, "99926Q00001R0S")
    insecure = next(state for state in STATES if state.code == "INSECURE")
    expect(verdict(page)).to_have_text(insecure.heading(lang))


def test_the_program_does_not_load(address, new_page):
    page = new_page(allow=FAILED)
    page.route("**/outcome.mjs", lambda route: route.fulfill(status=404))
    page.goto(address)
    expect(page.get_by_text("查询程序没有启动。")).to_be_visible()


def test_what_a_server_learns(address, new_page):
    """No request carries the number: the server sees the names of files."""
    page = new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.set_fixed_time(START)
    page.goto(f"{address}#n=99926Q00001R0S")
    expect(verdict(page)).to_have_text("证书有效")
    register = [one.rpartition("register/1/")[2] for one in asked if "register/1/" in one]
    assert sorted(one.partition("/")[0] for one in register) == ["digests", "index.json", "shards"]
    assert not any("99926" in one.partition("#")[0] for one in asked)
