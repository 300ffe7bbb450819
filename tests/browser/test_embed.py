"""The card and the badge in other sites' frames: what they say, that they fit, that they renew, and who may frame what."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from urllib.parse import quote, urlsplit

import published
import pytest
from check_site import BODY
from playwright.sync_api import expect
from projects import ROOT
from states import CONCLUSION, NOW, RECORDS, STATES, SUPERSEDED, prepare, record

LANGUAGES = {"zh": "", "en": "en/"}
FAILED = ("Failed to load resource",)
SIZES = {"card": (280, 150), "badge": (200, 44)}
NUMBER = "99926Q00001R0S"
HOLDER = {"zh": "示例精密制造（示例）有限公司", "en": "Example Precision Manufacturing Co., Ltd."}
CHECK = {"zh": "在 certificates.example 查询", "en": "Check at certificates.example"}
PROOF = {"zh": "复制件和图片不能作为证明", "en": "A copy or picture proves nothing"}
DATA = {"zh": "数据发布 2026-11-22 10:00（北京时间）", "en": "Data of 2026-11-22 10:00 (Beijing time)"}
NO_DATA = {"zh": "没有取得数据", "en": "No data received"}
BADGE_DATA = {"zh": "数据 2026-11-22 · 图片不作证明", "en": "Data 2026-11-22 · a copy is no proof"}
BADGE_NO_DATA = {"zh": "没有数据 · 图片不作证明", "en": "No data · a copy is no proof"}
UNKNOWN = {"zh": "不能确认", "en": "Cannot tell"}
NO_NUMBER = {"zh": "这里没有可查的证书编号", "en": "No certificate number here"}

SAID = {
    "VALID": (("证书有效", "Valid"), ("证书有效", "Valid")),
    "VALID_EXPIRING": (("证书有效，30 天后到期", "Valid – 30 days left"), ("证书有效", "Valid")),
    "VALID_DAY_LEFT": (("证书有效，明天最后一天", "Valid – last day tomorrow"), ("证书有效", "Valid")),
    "VALID_LAST_DAY": (("证书有效，今天最后一天", "Valid – last day today"), ("证书有效", "Valid")),
    "VALID_TRANSITION": (("证书有效（标准转换期内）", "Valid – in transition"), ("证书有效", "Valid")),
    "NOT_YET": (("证书尚未生效", "Not valid yet"), ("证书尚未生效", "Not valid yet")),
    "SUSPENDED": (("证书已暂停", "Suspended – not valid now"), ("证书已暂停", "Suspended")),
    "WITHDRAWN": (("证书已撤销", "Withdrawn – not valid"), ("证书已撤销", "Withdrawn")),
    "CANCELLED": (("证书已注销", "Cancelled – not valid"), ("证书已注销", "Cancelled")),
    "EXPIRED": (("证书已过期", "Expired"), ("证书已过期", "Expired")),
    "SUPERSEDED": (("证书已换发，旧编号失效", "Replaced – not valid"), ("证书已换发", "Replaced")),
    "NOT_FOUND": (("没有查到这个编号", "Number not found"), ("不能确认", "Cannot tell")),
    "NEAR_MISS": (("没有查到这个编号", "Number not found"), ("不能确认", "Cannot tell")),
    "NEAR_MISS_SEVERAL": (("没有查到这个编号", "Number not found"), ("不能确认", "Cannot tell")),
    "OTHER_BODY": (("像是其他机构的编号", "Looks like another body’s"), ("不能确认", "Cannot tell")),
    "RESTRICTED": (("证书信息受限公开", "Details are restricted"), ("不能确认", "Cannot tell")),
    "QR_MISMATCH": (("与登记信息不一致", "Does not match our records"), ("不能确认", "Cannot tell")),
    "STALE": (("数据已 20 天未更新", "Data is 20 days old"), ("不能确认", "Cannot tell")),
    "TRANSITION_OVER": (("标准转换期已结束", "Transition has ended"), ("不能确认", "Cannot tell")),
    "UNKNOWN_EVENT": (("登记中有不认识的事项", "Unknown entry in the record"), ("不能确认", "Cannot tell")),
    "NEWER_FORMAT": (("本页版本太旧", "This page is too old"), ("不能确认", "Cannot tell")),
    "NETWORK": (("没能完成查询", "Check not completed"), ("不能确认", "Cannot tell")),
    "INTEGRITY": (("数据校验没有通过", "Data failed its check"), ("不能确认", "Cannot tell")),
    "INSECURE": (("连接不安全，未能查询", "Connection not secure"), ("不能确认", "Cannot tell")),
}
"""Name of a state → the status on the card and on the badge, in Chinese and English."""
FAULTS = ("NEWER_FORMAT", "NETWORK", "INTEGRITY", "INSECURE")
ASKED = [state for state in STATES if state.name in SAID]


@pytest.fixture(scope="module")
def address(check_pages):
    root, folder = check_pages
    published.write(folder / "register/1", RECORDS, superseded=SUPERSEDED)
    return root


@pytest.fixture
def framed(address, new_page):
    """A function that opens the page as large as a frame: `framed(number, size="card", lang="zh", …)`."""

    def open_page(number=NUMBER, size="card", lang="zh", now=NOW, before=lambda page: None, **options):
        width, height = SIZES[size]
        page = new_page(width, height, **options)
        page.clock.set_fixed_time(now)
        before(page)
        page.goto(where(address, number, size, lang))
        return page

    return open_page


def where(address, number, size="card", lang="zh"):
    badge = "&size=badge" if size == "badge" else ""
    return f"{address}{LANGUAGES[lang]}embed.html#n={quote(number, safe='')}{badge}"


@pytest.mark.parametrize("size", ["card", "badge"])
def test_a_number_in_the_query_is_checked_too(address, new_page, size):
    page = new_page(*SIZES[size])
    page.clock.set_fixed_time(NOW)
    page.goto(where(address, NUMBER, size).replace("#", "?"))
    expect(status(page)).to_have_text("证书有效")
    assert_fits(page)


@pytest.mark.parametrize("size", ["card", "badge"])
@pytest.mark.parametrize("mark", ["#", "?"])
def test_a_claim_that_differs_is_no_yes(address, new_page, size, mark):
    page = new_page(*SIZES[size])
    page.clock.set_fixed_time(NOW)
    page.goto(f"{where(address, NUMBER, size)}&holder=假公司&to=2035-01-01".replace("#", mark))
    expect(status(page)).to_have_text({"card": "与登记信息不一致", "badge": "不能确认"}[size])
    link = page.get_by_role("link").get_attribute("href")
    assert link.partition("#")[2] == f"n={NUMBER}&holder={quote('假公司')}&to=2035-01-01"
    assert_fits(page)


def status(page):
    return page.get_by_role("heading", level=1)


def assert_fits(page):
    """The frame has no scroll bars, and nothing in it is cut off but a long name, at its end."""
    box = page.evaluate(
        """() => {
          const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
          return [scrollWidth <= clientWidth, scrollHeight <= clientHeight, clientWidth === innerWidth];
        }"""
    )
    assert box == [True, True, True]
    out = page.evaluate(
        """() => [...document.querySelectorAll("h1, p:not(.holder), a")]
          .filter((one) => getComputedStyle(one).display !== "none")
          .filter((one) => {
            const { left, top, right, bottom } = one.getBoundingClientRect();
            return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight || one.scrollWidth > Math.ceil(right - left);
          })
          .map((one) => one.textContent)"""
    )
    assert out == []


# What a QR code claims goes along, so that the whole check finds the same difference.
CLAIMS = {
    "QR_MISMATCH": "&holder=%E5%8F%A6%E4%B8%80%E5%AE%B6%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&to=2030-01-01",
}


def assert_leads_to_the_check(page, lang, number, claims=""):
    link = page.get_by_role("link")
    expect(link).to_have_count(1)
    after = {"zh": f"，编号 {number}（新窗口）", "en": f", number {number} (new window)"}[lang]
    expect(link).to_have_text(CHECK[lang] + after)
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")
    target = page.url.partition("embed.html")[0] + f"verify.html#n={number}{claims}"
    assert link.evaluate("link => link.href") == target


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", ASKED, ids=lambda state: state.name)
def test_state(framed, axe, state, lang):
    at = list(LANGUAGES).index(lang)
    on_card, on_badge = (texts[at] for texts in SAID[state.name])
    page = framed(
        state.typed,
        lang=lang,
        now=state.now,
        before=lambda page: prepare(page, state.fault),
        allow=FAILED if state.fault == "offline" else (),
    )
    expect(status(page)).to_have_text(on_card)
    title = page.title()
    expect(page.locator(".conclusion")).to_have_text(CONCLUSION[state.verdict][lang])
    number = state.number or state.typed
    expect(page.locator(".number")).to_have_text({"zh": f"编号 {number}", "en": f"No. {number}"}[lang])
    data = NO_DATA if state.code in FAULTS else DATA
    assert page.locator(".small").all_inner_texts() == [data[lang], PROOF[lang]]
    is_known = state.verdict != "unknown" or state.code in (
        "QR_MISMATCH",
        "STALE",
        "TRANSITION_OVER",
        "UNKNOWN_EVENT",
    )
    assert page.locator(".holder").all_inner_texts() == ([HOLDER[lang]] if is_known else [])
    for size in SIZES:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        if size == "badge":
            page.evaluate("location.hash += '&size=badge'")
            expect(page.locator("main.badge .small")).to_be_visible()
            expect(status(page)).to_have_text(on_badge)
            expect(page.locator(".small")).to_have_text(
                (BADGE_NO_DATA if state.code in FAULTS else BADGE_DATA)[lang]
            )
        tone = page.locator("main").get_attribute("class").split()[1]
        assert (tone == "green") == (state.verdict == "yes")
        assert (tone in ("red", "amber")) == (state.verdict == "no")
        expect(page.locator(".icon")).to_have_count(1)
        assert_leads_to_the_check(page, lang, number, CLAIMS.get(state.code, ""))
        assert_fits(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe(page) == [], (size, scheme)
    assert page.evaluate("document.activeElement === document.body")
    assert (
        page.title()
        == title
        == f"{ {'zh': '证书现在的状态', 'en': 'Status of a certificate'}[lang] } - {BODY[lang]}"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("number", ["", "999", "示例有限公司"])
def test_no_number(framed, axe, size, lang, number):
    page = framed(number, size, lang)
    expect(status(page)).to_have_text((NO_NUMBER if size == "card" else UNKNOWN)[lang])
    assert page.locator("main").get_attribute("class").split() == [size, "grey"]
    link = page.get_by_role("link")
    assert link.evaluate("link => link.href") == page.url.partition("embed.html")[0] + "verify.html"
    assert_fits(page)
    assert axe(page) == []


SPECIMEN = {
    "zh": ("这是证书样本，不代表真实认证", "样本演示 · 结论：可以采信", "样本 · 证书有效"),
    "en": (
        "Specimen – not a real certificate",
        "Specimen demonstration · Conclusion: can be relied on",
        "Specimen · Valid",
    ),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_specimen(framed, axe, lang):
    index = {**published.INDEX, "specimen": True}

    def before(page):
        page.route("**/index.json", lambda route: route.fulfill(json=index))

    label, conclusion, on_badge = SPECIMEN[lang]
    page = framed(lang=lang, before=before)
    expect(page.locator("main > *").first).to_have_text(label)
    expect(page.locator(".conclusion")).to_have_text(conclusion)
    assert_fits(page)
    assert axe(page) == []
    page = framed(size="badge", lang=lang, before=before)
    expect(status(page)).to_have_text(on_badge)
    assert_fits(page)
    assert axe(page) == []
    page = framed("99926Q00006R0S", size="card", lang=lang, before=before)
    expect(page.locator(".label")).to_be_visible()
    assert_fits(page)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_long_words_fit(check_pages, new_page, tmp_path, serve, size, lang):
    """The longest number, long names without a space, and a long domain."""
    _, folder = check_pages
    number = "99926Q" + "0" * 31 + "R0S"
    site = tmp_path / "site"
    published.write(
        site / "register/1",
        [record(number, ("2026-06-01", "suspended", "2026-09-30"), holder="示" * 60, holder_en="W" * 90)],
        specimen=True,
    )
    for place in LANGUAGES.values():
        (site / place).mkdir(exist_ok=True)
        (site / place / "assets").symlink_to(folder / place / "assets")
        page = (folder / place / "embed.html").read_text(encoding="utf-8")
        page = page.replace("certificates.example", "certificates.of-a-long-name.example")
        (site / place / "embed.html").write_text(page, encoding="utf-8")
    page = new_page(*SIZES[size])
    page.clock.set_fixed_time(NOW)
    page.goto(where(serve(site), number, size, lang))
    expect(page.get_by_role("link")).to_contain_text("certificates.of-a-long-name.example")
    expect(page.locator("main.amber")).to_be_visible()
    assert_fits(page)


def test_a_larger_frame_has_larger_words_and_a_wide_badge_has_the_number(framed):
    page = framed()
    expect(status(page)).to_have_text("证书有效")
    small = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    page.set_viewport_size({"width": 400, "height": 260})
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") > small
    page = framed(size="badge")
    expect(page.locator(".number")).to_be_hidden()
    page.set_viewport_size({"width": 340, "height": 44})
    expect(page.locator(".number")).to_have_text(NUMBER)
    assert_fits(page)


def test_words_twice_as_large_are_scrolled_to_and_not_cut(framed, check_pages):
    _, folder = check_pages
    (folder / "double.css").write_text("html { font-size: 200% }", encoding="utf-8")
    page = framed()
    expect(status(page)).to_have_text("证书有效")
    page.add_style_tag(url="/double.css")
    assert page.evaluate("document.documentElement.scrollHeight > innerHeight")
    last = page.get_by_text(PROOF["zh"])
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth")


def test_an_address_in_the_place_of_the_number_never_shows_another_day(framed):
    page = framed("https://certificates.example/verify.html#n=99926Q00007R0S&on=2026-09-01")
    expect(status(page)).to_have_text("证书已撤销")


@pytest.mark.parametrize("size", SIZES)
def test_keyboard_and_pointer(framed, size):
    """The frame has one stop, its outline is seen, and all of the frame is its target."""
    page = framed(size=size)
    expect(status(page)).to_have_text("证书有效")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement, '::after').outlineStyle") == "solid"
    width, height = SIZES[size]
    for x, y in ((4, 4), (width - 4, 4), (4, height - 4), (width - 4, height - 4), (width // 2, height // 2)):
        assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).className", [x, y]) == "check"
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    assert urlsplit(opened.value.url).path == "/verify.html"


@pytest.mark.parametrize("size", SIZES)
def test_forced_colours(framed, axe, size):
    page = framed(size=size, forced_colors="active")
    expect(status(page)).to_have_text("证书有效")
    expect(page.locator(".icon")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('main')).borderStyle") == "solid"
    assert axe(page) == []


SUSPENDED = [record(NUMBER, ("2026-11-22", "suspended", "2026-12-31"))]
SEEN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
HIDE = "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })"
SHOW = "delete document.visibilityState"


@pytest.fixture
def living(tmp_path, check_pages, serve, new_page):
    """A page whose clock is the test's, and a function that publishes other records."""
    _, folder = check_pages
    for name in ("embed.html", "assets"):
        (tmp_path / name).symlink_to(folder / name)
    register = tmp_path / "register/1"
    published.write(register, RECORDS)
    page = new_page(*SIZES["card"], allow=FAILED)
    page.clock.install(time=NOW)
    page.goto(where(serve(tmp_path), NUMBER))
    expect(status(page)).to_have_text("证书有效")
    later = {"generated_at": "2026-11-22T06:03:00Z", "snapshot": "1" * 64}
    return page, lambda records: published.write(register, records, **later)


def test_it_renews_itself_every_ten_minutes(living):
    page, publish = living
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    publish(SUSPENDED)
    page.clock.fast_forward("09:30")
    page.wait_for_timeout(100)
    assert asked == []
    expect(status(page)).to_have_text("证书有效")
    page.clock.fast_forward("01:00")
    expect(status(page)).to_have_text("证书已暂停")
    assert page.evaluate("document.activeElement === document.body")


def test_it_renews_itself_when_it_is_looked_at_and_not_while_it_is_not(living):
    page, publish = living
    publish(SUSPENDED)
    page.evaluate(HIDE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(15):
        page.clock.fast_forward("01:00")
    page.evaluate(SEEN_AGAIN)
    page.wait_for_timeout(100)
    assert asked == []
    page.evaluate(SHOW)
    page.evaluate(SEEN_AGAIN)
    expect(status(page)).to_have_text("证书已暂停")


def test_no_answer_of_long_ago_stands_while_the_next_one_is_on_its_way(living):
    page, _ = living
    waiting = []
    page.route("**/register/**", lambda route: waiting.append(route))
    page.evaluate(HIDE)
    page.clock.fast_forward("03:00:00")
    page.evaluate(SHOW)
    page.evaluate(SEEN_AGAIN)
    expect(status(page)).to_have_text("证书现在的状态")
    page.clock.run_for(400)
    expect(page.locator("#progress")).to_have_text("正在查询…")
    page.clock.run_for(3000)
    expect(page.locator("#progress")).to_have_text("网络较慢，仍在查询…")
    assert_fits(page)
    page.clock.run_for(7000)
    expect(status(page)).to_have_text("没能完成查询")
    assert waiting


def test_a_renewal_that_fails_takes_the_answer_away_and_the_network_brings_it_back(living):
    page, _ = living
    page.context.set_offline(True)
    page.clock.fast_forward("11:00")
    expect(status(page)).to_have_text("没能完成查询")
    expect(page.locator(".conclusion")).to_have_text("结论：不能确认")
    page.context.set_offline(False)
    expect(status(page)).to_have_text("证书有效")


def test_the_day_changes(living):
    page, publish = living
    publish([record(NUMBER, valid_to="2026-11-22")])
    page.clock.fast_forward("11:00")
    expect(status(page)).to_have_text("证书有效，今天最后一天")
    page.clock.fast_forward("10:00:00")  # 2026-11-23 00:11 in Beijing
    expect(status(page)).to_have_text("证书已过期")


def test_older_data_than_seen_before_are_no_answer(living):
    page, _ = living
    index = {**published.INDEX, "generated_at": "2026-11-20T02:00:00Z"}
    page.route("**/index.json", lambda route: route.fulfill(json=index))
    page.clock.fast_forward("11:00")
    expect(status(page)).to_have_text("收到的数据不是最新的")
    expect(page.locator(".conclusion")).to_have_text("结论：不能确认")


def test_another_number_in_the_address(framed):
    page = framed()
    expect(status(page)).to_have_text("证书有效")
    page.evaluate("location.hash = 'n=99926Q00007R0S'")
    expect(status(page)).to_have_text("证书已撤销")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_without_scripts(framed, size, lang):
    page = framed(size=size, lang=lang, java_script_enabled=False)
    link = page.get_by_role("link", name=CHECK[lang])
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", "verify.html")
    # Playwright switches scripts off too late for the parser: it keeps what <noscript> says as text.
    assert {"zh": "浏览器没有运行脚本。", "en": "Scripts are off."}[lang] in page.locator(
        "noscript"
    ).text_content()
    box = page.locator("main").bounding_box()
    assert (box["width"], box["height"]) == SIZES[size]


def test_the_program_does_not_load(framed):
    def before(page):
        page.route("**/outcome.mjs", lambda route: route.fulfill(status=404))

    page = framed(before=before, allow=FAILED)
    expect(page.get_by_text("没能显示证书的状态。")).to_be_visible()
    expect(page.get_by_role("link", name=CHECK["zh"])).to_be_visible()


def test_markup_in_the_address_is_text(framed):
    page = framed("<img src=x onerror=alert(1)>")
    expect(status(page)).to_have_text(NO_NUMBER["zh"])
    assert page.locator("main img").count() == 0


class _Plain(http.server.SimpleHTTPRequestHandler):
    """Somebody else's server: no headers of ours."""

    def log_message(self, format, *args):
        """Say nothing: the test says what is wrong."""


@pytest.fixture
def elsewhere(tmp_path, address, new_page):
    """A function that puts HTML on a page of another origin and opens it. `{site}` in it is the address of the site."""
    handler = functools.partial(_Plain, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()

        def open_page(body, **options):
            text = f'<!doctype html><title>host</title><link rel="icon" href="data:,"><input id="own" autofocus>{body}'
            (tmp_path / "host.html").write_text(text.replace("{site}", address), encoding="utf-8")
            page = new_page(700, 500, **options)
            page.clock.set_fixed_time(NOW)
            page.goto(f"http://localhost:{server.server_port}/host.html")
            return page

        yield open_page
        server.shutdown()
        thread.join()


def test_it_shows_in_the_frame_of_another_origin_and_takes_nothing_of_it(elsewhere, address):
    page = elsewhere(
        '<iframe src="{site}embed.html#n=99926Q00001R0S" width="280" height="150" title="x"></iframe>'
    )
    assert urlsplit(page.url).hostname != urlsplit(address).hostname
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("证书有效")
    expect(page.locator("#own")).to_be_focused()
    expect(page).to_have_title("host")
    assert page.frames[1].evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["verify", "batch", "organisations", "scan"])
def test_no_other_page_shows_in_a_frame(elsewhere, lang, name):
    page = elsewhere(
        f'<iframe src="{{site}}{LANGUAGES[lang]}{name}.html#n={NUMBER}" title="x"></iframe>',
        allow=("frame-ancestors 'none'",),
    )
    page.frames[1].wait_for_url("chrome-error://**")
    assert page.frames[1].locator("#main").count() == 0


DOCUMENTED = re.findall(
    r"```html\n(.*?)```", (ROOT / "docs/EMBED.md").read_text(encoding="utf-8"), flags=re.DOTALL
)
SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"


@pytest.mark.parametrize(("at", "size", "lang"), [(0, "card", "zh"), (1, "badge", "en")])
def test_what_the_documentation_says_to_copy(elsewhere, axe, at, size, lang):
    """It shows, it fits, its link leads to a check on which one can go on, and the page it is on has no fault by it."""
    assert len(DOCUMENTED) == 2
    html = DOCUMENTED[at]
    assert f'sandbox="{SANDBOX}"' in html
    page = elsewhere(f"<p>…</p>{html.replace('https://certsite.example/', '{site}')}")
    element = page.locator("iframe")
    element.scroll_into_view_if_needed()
    assert (element.get_attribute("width"), element.get_attribute("height")) == tuple(map(str, SIZES[size]))
    frame = page.frame_locator("iframe")
    expect(frame.locator(f"main.{size}.green")).to_be_visible()
    assert page.frames[1].evaluate(
        "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    )
    found = axe(page)
    assert [one for one in found if "iframe" in one] == []
    with page.context.expect_page() as opened:
        frame.get_by_role("link").click()
    check = opened.value
    expect(check.get_by_role("heading", level=2)).to_have_text({"zh": "证书有效", "en": "Valid"}[lang])
    check.get_by_role("textbox").fill("99926Q00007R0S")
    check.keyboard.press("Enter")
    expect(check.get_by_role("heading", level=2)).to_have_text(
        {"zh": "证书已撤销", "en": "Withdrawn – not valid"}[lang]
    )
    assert check.evaluate("window.opener === null")


@pytest.mark.parametrize("missing", ["allow-scripts", "allow-same-origin"])
def test_without_one_of_these_permissions_it_says_nothing_of_the_certificate(elsewhere, missing):
    html = DOCUMENTED[0].replace('loading="lazy"', "").replace(missing, "")
    page = elsewhere(
        html.replace("https://certsite.example/", "{site}"), allow=("CORS", "net::ERR_FAILED", "sandboxed")
    )
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("没能显示证书的状态。")).to_be_visible()
    expect(frame.get_by_text("有效", exact=False)).to_have_count(0)


def test_without_the_last_permission_browsers_refuse_the_check_that_the_link_leads_to(elsewhere):
    """So the documentation asks for it."""
    html = DOCUMENTED[0].replace(" allow-popups-to-escape-sandbox", "")
    page = elsewhere(html.replace("https://certsite.example/", "{site}"), allow=("",))
    frame = page.frame_locator("iframe")
    expect(frame.locator("main.green")).to_be_visible()
    with page.context.expect_page() as opened:
        frame.get_by_role("link").click()
    opened.value.wait_for_url("chrome-error://**")


def test_both_languages_have_the_same_words_with_the_same_placeholders(modules):
    page, base = modules
    script = """async (base) => {
      const names = (text) => [...text.matchAll(/[{](.+?)[}]/g)].map(([, name]) => name).sort();
      const [zh, en] = await Promise.all(["zh", "en"].map((lang) => import(`${base}../embed/words.${lang}.mjs`)));
      const shape = ({ heading, badge, ...rest }) =>
        Object.fromEntries([...Object.entries(badge), ...Object.entries(rest)].map(([key, text]) => [key, names(text)]));
      return [shape(zh.words), shape(en.words)];
    }"""
    zh, en = page.evaluate(script, base)
    assert zh == en
