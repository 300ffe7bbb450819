"""The check page as people meet it: what each state says, where the focus goes, what the address keeps."""

import json
import re

import published
import pytest
from check_site import BODY
from playwright.sync_api import expect
from projects import ROOT
from states import CONCLUSION, DAYS, MARKUP, NOW, ON, RECORDS, STATES, SUPERSEDED, enter

LANGUAGES = {"zh": "", "en": "en/"}
WIDTHS = (360, 1280)
FAILED = ("Failed to load resource",)
GOLDEN = ROOT / "tests/golden/check-page"
DRAWN = "paths => paths.map((path) => path.getAttribute('d'))"


@pytest.fixture(scope="module")
def address(check_pages):
    """The address of the site, with the register of the states in place."""
    root, folder = check_pages
    published.write(folder / "register/1", RECORDS, superseded=SUPERSEDED)
    return root


@pytest.fixture
def open_check(address, new_page):
    """A function that opens the check page at a fixed time: `open_check(after="#n=…", lang="zh", …)`."""

    def open_page(after="", lang="zh", now=NOW, **options):
        page = new_page(**options)
        page.clock.set_fixed_time(now)
        page.goto(f"{address}{LANGUAGES[lang]}verify.html{after}")
        return page

    return open_page


def verdict(page):
    return page.get_by_role("heading", level=2)


def told(page):
    """What the answer looks like and says, word for word: tone, icon, and each line of its text."""
    panel = page.locator("#problem:visible, .panel")
    look = [panel.get_attribute("class") or "problem", *panel.locator("path").evaluate_all(DRAWN)]
    for drawn in panel.locator("svg").all():
        expect(drawn).to_be_visible()
    parts = (
        panel if look[0] != "problem" else panel.locator("> p")
    )  # numbers within what was typed come later
    lines = [line.strip() for part in parts.all() for line in part.inner_text().splitlines()]
    return "\n".join([*look, "", *filter(None, lines), ""])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_state(address, new_page, golden, state, lang, width):
    page = new_page(width, allow=FAILED if state.fault == "offline" else ())
    enter(page, f"{address}{LANGUAGES[lang]}verify.html", state)
    golden(GOLDEN / f"{state.name}.{lang}.txt", told(page))
    heading, body = state.heading(lang), BODY[lang]
    number = state.number or state.typed
    if state.verdict == "input":
        expect(page.get_by_role("alert")).to_contain_text(heading)
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page.locator("#number")).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#number")).to_have_attribute("aria-describedby", "problem hint")
        expect(page).to_have_title(f"{ {'zh': '错误：', 'en': 'Error: '}[lang] }{heading} - {body}")
        expect(page.locator("#answer")).to_be_empty()
        assert ("#" in page.url) == (state.code == "INPUT_DAY")  # it was looked up before it was refused
        return
    expect(verdict(page)).to_have_text(heading)
    expect(verdict(page)).to_be_focused()
    expect(page).to_have_title(f"{heading} - {number} - {body}")
    if state.verdict == "hint":
        expect(page.locator(".conclusion")).to_have_count(0)
        link = page.locator(".panel").get_by_role("link")
        expect(link).to_have_attribute("href", f"organisations.html#q={number}")
        return
    expect(page.locator(".conclusion")).to_have_text(CONCLUSION[state.verdict][lang])
    tone = page.locator(".panel").get_attribute("class").split()[1]
    assert (tone == "green") == (state.verdict == "yes")
    assert (tone in ("red", "amber")) == (state.verdict == "no")
    assert page.url.rpartition("#")[2].startswith(f"n={number}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", DAYS, ids=lambda state: state.name)
def test_state_on_a_day(address, new_page, golden, state, lang, width):
    page = new_page(width)
    enter(page, f"{address}{LANGUAGES[lang]}verify.html", state)
    golden(GOLDEN / f"{state.name}.{lang}.txt", told(page))
    asked = state.typed.partition("#")[2]
    expect(verdict(page)).to_have_text(state.heading(lang))
    expect(verdict(page)).to_be_focused()
    expect(page).to_have_title(f"{state.heading(lang)} - {state.number} - {BODY[lang]}")
    expect(page.locator(".conclusion")).to_have_text(ON[state.verdict][lang].format(state.on))
    assert page.url.endswith(f"#{asked}")
    today = page.locator(".panel .remark").last
    expect(today).to_contain_text({"zh": "今天（2026-11-22）", "en": "Today (2026-11-22)"}[lang])
    today.get_by_role("button").click()
    expect(page.locator(".conclusion")).not_to_contain_text(state.on)
    assert page.url.endswith(f"#{asked.removesuffix(f'&on={state.on}')}")
    page.go_back()
    expect(verdict(page)).to_have_text(state.heading(lang))


def test_a_day_is_never_said_in_the_words_of_today(modules):
    """Each text that a day can have names the day, and no verdict of today has its heading."""
    page, base = modules
    script = """async (base) => {
      const found = [];
      for (const lang of ["zh", "en"]) {
        const { words } = await import(`${base}words.data.${lang}.mjs`);
        const day = (await import(`${base}words.day.${lang}.mjs`)).words;
        found.push([Object.values(words.found).map((one) => one.heading), day]);
      }
      return found;
    }"""
    found = page.evaluate(script, base)
    for today, day in found:
        for code, wording in day["outcome"].items():
            assert wording["heading"] not in today
            assert ("{on}" in wording["heading"]) == (code != "INPUT_DAY"), code
        assert all("{on}" in day["conclusion"][verdict] for verdict in ("yes", "no"))
    assert found[0][1]["outcome"].keys() == found[1][1]["outcome"].keys()


def test_what_came_after_the_day_is_not_said_to_lie_ahead(open_check):
    page = open_check("#n=99926Q00001R0S&on=2026-07-01")
    expect(verdict(page)).to_have_text("2026-07-01 当天处于暂停")
    rows = page.get_by_role("table", name="变更记录").get_by_role("row").all_inner_texts()
    assert [row for row in rows if "在所查日期之后" in row] == rows[3:]
    assert "恢复" in rows[3]


def test_today_asked_as_a_day_is_today(open_check):
    page = open_check("#n=99926Q00001R0S&on=2026-11-22")
    expect(verdict(page)).to_have_text("证书有效")


def test_a_day_of_the_next_number_is_today(open_check):
    page = open_check("#n=99926Q00007R0S&on=2026-09-30")
    expect(verdict(page)).to_have_text("2026-09-30 当天有效")
    page.get_by_role("textbox", name="证书编号").fill("99926Q00008R0S")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("证书已注销")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_is_looked_for_where_names_are(open_check, lang):
    page = open_check(lang=lang, allow=FAILED)  # there is no search index here
    page.locator("#number").fill("示例（精密）有限公司")
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisations.html#q=*")
    assert page.url.endswith(
        "q=%E7%A4%BA%E4%BE%8B%EF%BC%88%E7%B2%BE%E5%AF%86%EF%BC%89%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8"
    )
    page.go_back()
    expect(page.locator("#number")).to_be_visible()


def test_newer_data_are_remembered_and_older_ones_refused(open_check, new_page):
    page = open_check("#n=99926Q00001R0S")
    expect(verdict(page)).to_have_text("证书有效")
    kept = page.evaluate("localStorage.getItem('certsite newest /register/1/')")
    assert kept == published.INDEX["generated_at"]

    def older(route):
        answer = route.fetch()
        route.fulfill(body=answer.text().replace("2026-11-22T02:00:00Z", "2026-11-21T02:00:00Z"))

    page.route("**/index.json", older)
    page.reload()
    expect(verdict(page)).to_have_text("收到的数据比以前见过的旧，未显示结果")


def test_data_of_a_clock_far_ahead_do_not_shut_out_later_ones(open_check):
    page = open_check()

    def ahead(route):
        answer = route.fetch()
        route.fulfill(body=answer.text().replace("2026-11-22T02:00:00Z", "2036-11-22T02:00:00Z"))

    page.route("**/index.json", ahead)
    page.locator("#number").fill("99926Q00001R0S")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("证书已过期")
    assert page.evaluate("localStorage.getItem('certsite newest /register/1/')") is None


@pytest.mark.parametrize("junk", ["x", "2126-11-22T02:00:00Z", "9"])
def test_what_is_no_time_shuts_nothing_out(open_check, junk):
    page = open_check()
    page.evaluate("(junk) => localStorage.setItem('certsite newest /register/1/', junk)", junk)
    page.locator("#number").fill("99926Q00001R0S")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("证书有效")
    assert (
        page.evaluate("localStorage.getItem('certsite newest /register/1/')")
        == published.INDEX["generated_at"]
    )


def test_a_fault_in_showing_is_no_answer(address, new_page):
    page = new_page(allow=("boom",))
    page.clock.set_fixed_time(NOW)
    page.add_init_script(
        "Element.prototype.append = new Proxy(Element.prototype.append, { apply(real, self, all) {"
        " if (self.className === 'certificate') throw new Error('boom');"
        " return Reflect.apply(real, self, all); } })"
    )
    page.goto(f"{address}verify.html#n=99926Q00001R0S")
    expect(verdict(page)).to_have_text("数据校验没有通过，未显示结果")
    expect(page.locator(".panel")).to_have_count(1)


def test_no_two_outcomes_share_an_icon_unless_their_verdict_is_the_same(modules):
    page, base = modules
    script = """async ([base, codes]) => {
      const { appearance } = await import(base + "appearance.mjs");
      return codes.map((code) => appearance(code).path);
    }"""
    shown = [state for state in (*STATES, *DAYS) if state.verdict != "input"]
    verdicts = {}
    for state, path in zip(
        shown, page.evaluate(script, [base, [state.code for state in shown]]), strict=True
    ):
        verdicts.setdefault(path, set()).add(state.verdict.replace("hint", "unknown"))
    assert all(len(own) == 1 for own in verdicts.values())


def test_both_languages_have_the_same_words_with_the_same_placeholders(modules):
    page, base = modules
    script = """async (base) => {
      const shape = (value) => {
        if (typeof value === "string") return [...value.matchAll(/[{](.+?)[}]/g)].map(([, name]) => name).sort();
        if (Array.isArray(value)) return value.map(shape);
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
      };
      const [zh, en] = await Promise.all(["zh", "en"].map((lang) => import(`${base}words.${lang}.mjs`)));
      return [shape(zh.words), shape(en.words)];
    }"""
    zh, en = page.evaluate(script, base)
    assert zh == en


def test_what_is_shown_of_a_certificate(open_check):
    page = open_check("#n=99926Q00001R0S")
    expect(verdict(page)).to_have_text("证书有效")
    shown = page.locator(".certificate dl > div").all_inner_texts()
    assert [line.split("\n") for line in shown] == [
        ["证书编号", "99926Q00001R0S"],
        ["组织名称", "示例精密制造（示例）有限公司", "Example Precision Manufacturing Co., Ltd."],
        ["统一社会信用代码", "91999999DEM000014G"],
        ["认证项目", "质量管理体系认证"],
        ["认证标准", "GB/T 19001-2016/ISO 9001:2015"],
        ["等级", "三星级"],
        ["认证范围", "精密零件的设计、生产和销售", "Design, production and sale of precision parts"],
        ["地址", "示例省示例市示例路 1 号", "1 Example Road, Example City"],
        ["其他场所", "二厂，示例市示例路 2 号"],
        ["颁证日期", "2026-03-02"],
        ["生效日期", "2026-03-02"],
        ["有效期至", "2029-03-01"],
        ["初次获证日期", "2023-03-02"],
        ["证书版次", "2"],
        ["主证书与分证书", "编号以 99926Q00001R0S 开头的证书"],
    ]
    rows = page.get_by_role("table", name="变更记录").get_by_role("row").all_inner_texts()
    assert [re.split(r"\s{1,}", row.strip(), maxsplit=1) for row in rows] == [
        ["日期", "事项"],
        ["2026-03-02", "授予认证至 2029-03-01"],
        ["2026-06-01", "暂停至 2026-09-30"],
        ["2026-08-10", "恢复"],
    ]
    snapshot = json.loads(
        page.request.get(page.url.partition("verify.html")[0] + "register/1/index.json").text()
    )
    sources = page.locator(".sources > div").all_inner_texts()
    assert sources[:4] == [
        "查询时间\n2026-11-22 14:00:00（北京时间，按本机时钟）",
        "数据发布时间\n2026-11-22 10:00:00（北京时间）",
        "下次发布不晚于\n2026-11-29",
        f"登记册版本\n{snapshot['snapshot'][:12]}",
    ]


def test_chinese_facts_on_the_english_page_are_marked(open_check):
    page = open_check("#n=99926Q00001R0S", lang="en")
    expect(verdict(page)).to_have_text("Valid")
    unmarked = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.getElementById("main"), NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const { data, parentElement } = walker.currentNode;
            const lang = parentElement.closest("[lang]").lang;
            if (/[\\u3400-\\u9fff]/.test(data) && lang !== "zh-CN") found.push(data);
          }
          return found;
        }"""
    )
    assert unmarked == []
    expect(page.get_by_text("三星级")).to_have_attribute("lang", "zh-CN")


def test_markup_in_a_record_is_text(open_check):
    page = open_check("#n=99926Q00013R0S")
    expect(verdict(page)).to_have_text("证书有效")
    expect(page.get_by_text(MARKUP).first).to_be_visible()
    assert page.locator("main img, main script").count() == 0


def test_markup_in_the_address_is_text(open_check):
    page = open_check("#n=99926Q00001R0S&holder=%3Cimg%20src=x%20onerror=alert(1)%3E")
    expect(page.get_by_text("组织名称：二维码中是“<img src=x onerror=alert(1)>”")).to_be_visible()
    assert page.locator("main img").count() == 0


def test_what_was_typed_otherwise_is_said(open_check):
    page = open_check()
    page.locator("#number").fill("证书编号：999-26q 00001 r0s")
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_text("按 99926Q00001R0S 查询")).to_be_visible()
    assert page.url.endswith("#n=99926Q00001R0S")


def test_an_exact_number_is_not_repeated(open_check):
    page = open_check("#n=99926Q00001R0S")
    expect(verdict(page)).to_be_visible()
    expect(page.get_by_text("按 99926Q00001R0S 查询")).to_have_count(0)


def test_a_plain_form_elsewhere_leads_here(open_check):
    page = open_check("?n=999-26Q00001R0S")
    expect(verdict(page)).to_have_text("证书有效")
    expect(page.locator("#number")).to_have_value("999-26Q00001R0S")
    assert re.search(r"/verify\.html#n=999-26Q00001R0S$", page.url)


def test_a_deep_link_with_claims(open_check):
    page = open_check("?n=99926Q00001R0S&holder=x")
    expect(verdict(page)).to_have_text("二维码内容与登记信息不一致")
    expect(page.locator(".panel .remark")).to_have_text(
        "组织名称：二维码中是“x”，登记信息是“示例精密制造（示例）有限公司”。"
    )
    assert "?" not in page.url


def test_back_and_forward(open_check):
    page = open_check()
    field = page.locator("#number")
    for number, heading in (("99926Q00001R0S", "证书有效"), ("99926Q00007R0S", "证书已撤销")):
        field.fill(number)
        field.press("Enter")
        expect(verdict(page)).to_have_text(heading)
    page.go_back()
    expect(verdict(page)).to_have_text("证书有效")
    expect(field).to_have_value("99926Q00001R0S")
    page.go_back()
    expect(page.locator("#answer")).to_be_empty()
    expect(field).to_have_value("")
    expect(page).to_have_title("查询认证证书 - 示例认证机构")
    page.go_forward()
    expect(verdict(page)).to_have_text("证书有效")


def test_an_input_error_does_not_leave_an_old_answer(open_check):
    page = open_check("#n=99926Q00001R0S")
    expect(verdict(page)).to_have_text("证书有效")
    page.locator("#number").fill("999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#answer")).to_be_empty()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#number")).to_be_focused()
    page.locator("#number").fill("99926Q00001R0S")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("证书有效")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.locator("#number").get_attribute("aria-invalid") is None


def test_near_miss_shows_a_number_and_nothing_else(open_check):
    page = open_check("#n=99926Q00OO7R0S")
    expect(page.locator(".candidate")).to_have_text("99926Q00007R0S")
    assert page.locator("mark").all_inner_texts() == ["00"]
    expect(page.locator(".difference")).to_have_text("第 9 位：O → 0；第 10 位：O → 0")
    expect(page.locator(".certificate")).to_have_count(0)
    for secret in ("示例精密制造", "撤销"):
        expect(page.get_by_text(secret)).to_have_count(0)
    page.get_by_role("button", name="查询 99926Q00007R0S").click()
    expect(verdict(page)).to_have_text("证书已撤销")
    page.go_back()
    expect(page.locator(".candidate")).to_be_visible()


def test_a_replaced_certificate_leads_to_the_new_one_only_when_asked(open_check):
    page = open_check("#n=99926Q00010R0S")
    expect(verdict(page)).to_have_text("证书已换发，旧编号不再有效")
    page.get_by_role("button", name="查询 99926Q00001R0S").click()
    expect(verdict(page)).to_have_text("证书有效")


@pytest.mark.parametrize("number", ["99926Q00001R0S", "99926Q00001R0S-1"])
def test_a_certificate_leads_to_the_main_and_sub_certificates_under_its_number(open_check, number):
    page = open_check(f"#n={number}")
    link = page.get_by_role("link", name="编号以 99926Q00001R0S 开头的证书")
    expect(link).to_have_attribute("href", "organisations.html#q=99926Q00001R0S")


def test_a_sub_certificate_leads_to_its_main_certificate(open_check):
    page = open_check("#n=99926Q00001R0S-1")
    page.get_by_role("link", name="99926Q00001R0S", exact=True).click()
    expect(page.locator("#number")).to_have_value("99926Q00001R0S")
    expect(page.get_by_role("link", name="99926Q00001R0S", exact=True)).to_have_count(0)


def test_the_overrun_of_a_suspension_is_said(open_check):
    page = open_check("#n=99926Q00006R0S")
    expect(page.locator(".panel .remark")).to_have_text(
        "公布的暂停期限 2026-10-31 已过，尚未公布恢复或撤销，仍按暂停处理。"
    )


@pytest.mark.parametrize(
    ("phone", "said"), [(None, "本机构的联系方式尚未公布。"), ("000-0000", "电话：000-0000。")]
)
def test_contact(open_check, phone, said):
    page = open_check()
    issuer = published.INDEX["issuer"] | ({"phone": phone} if phone else {})
    page.route("**/index.json", lambda route: route.fulfill(json={**published.INDEX, "issuer": issuer}))
    page.locator("#number").fill("99926Q00011R0S")
    page.keyboard.press("Enter")
    expect(page.locator(".next")).to_have_text(f"持证书原件与本机构联系核实。{said}")


@pytest.mark.parametrize(
    ("lang", "label", "conclusion", "title"),
    [
        (
            "zh",
            "这是证书样本，不代表真实认证",
            "样本演示 · 结论：可以采信",
            "样本演示：证书有效 - 99926Q00001R0S - 示例认证机构",
        ),
        (
            "en",
            "Specimen – not a real certificate",
            "Specimen demonstration · Conclusion: can be relied on",
            "Specimen demonstration: Valid - 99926Q00001R0S - Example Certification",
        ),
    ],
)
def test_specimen(open_check, lang, label, conclusion, title):
    page = open_check(lang=lang)
    expect(page.locator("#specimen")).to_be_hidden()
    page.route("**/index.json", lambda route: route.fulfill(json={**published.INDEX, "specimen": True}))
    page.locator("#number").fill("99926Q00001R0S")
    page.keyboard.press("Enter")
    panel = page.locator(".panel")
    expect(panel.locator("> *").first).to_have_text(label)
    expect(panel.locator(".conclusion")).to_have_text(conclusion)
    expect(page).to_have_title(title)
    expect(page.locator("#specimen")).to_be_visible()
    page.locator("#number").fill("99926Q99999R0S")
    page.keyboard.press("Enter")
    not_here = {"zh": "真实证书不在其中", "en": "Real certificates are not in it"}[lang]
    expect(page.locator(".panel .remark")).to_contain_text(not_here)
    expect(page.locator("#specimen")).to_be_visible()


def test_the_clock_passes_the_last_day(open_check):
    """The same page, the same data: at midnight in Beijing the answer changes, wherever the device is."""
    page = open_check("#n=99926Q00002R0S", now="2026-12-04T06:00:00Z", timezone_id="America/New_York")
    expect(verdict(page)).to_have_text("证书有效，18 天后到期")
    index = {**published.INDEX, "generated_at": "2026-12-21T02:00:00Z"}
    page.route("**/index.json", lambda route: route.fulfill(json=index))
    for now, heading in (
        ("2026-12-22T15:59:59Z", "证书有效，今天是有效期最后一天"),
        ("2026-12-22T16:00:00Z", "证书已过期"),
    ):
        page.clock.set_fixed_time(now)
        page.get_by_role("button", name="查询", exact=True).click()
        expect(verdict(page)).to_have_text(heading)


def test_today_is_the_later_of_the_device_and_the_data(open_check):
    """A day that the device takes for today is a day like any other, if the data are newer."""
    page = open_check("#n=99926Q00001R0S&on=2026-08-09", now="2026-08-09T06:00:00Z")
    expect(verdict(page)).to_have_text("2026-08-09 当天处于暂停")


def test_an_answer_does_not_come_to_stand_under_another_number(open_check):
    page = open_check()
    held = []
    page.route("**/index.json", lambda route: held.append(route))
    field = page.get_by_role("textbox", name="证书编号")
    field.fill("99926Q00001R0S")
    page.keyboard.press("Enter")
    expect(page.locator("#progress")).to_have_text(re.compile("正在查询"))
    field.fill("99926Q00007R0S")
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)
    expect(page.locator("#answer")).to_be_empty()
    expect(field).to_be_focused()


def test_what_a_link_claims_counts_when_it_is_checked_again(open_check):
    page = open_check("#n=99926Q00001R0S&to=2030-01-01&on=2026-11-01")
    expect(verdict(page)).to_have_text("二维码内容与登记信息不一致，不能确认 2026-11-01")
    expect(page.locator(".panel")).to_contain_text("在 2026-11-01 当天登记状态为有效")
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.locator(".panel")).to_contain_text("的证书登记状态为有效")
    expect(verdict(page)).to_have_text("二维码内容与登记信息不一致")
    page.get_by_role("textbox", name="证书编号").fill("99926Q00002R0S")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("证书有效，30 天后到期")


def test_the_other_language_is_asked_the_same_before_there_is_an_answer(open_check):
    page = open_check()
    page.route("**/register/**", lambda route: None)
    page.evaluate("location.hash = '#n=99926Q00001R0S&holder=假公司'")
    expect(page.locator("#progress")).to_have_text(re.compile("正在查询"))
    page.unroute("**/register/**")
    page.locator("header .language").click()
    expect(verdict(page)).to_have_text("The QR code does not match our records")
    expect(page.locator("#number")).to_have_value("99926Q00001R0S")


@pytest.mark.parametrize(
    "number", ["99926Q00001R0S", "999-26q00001-r0s", "No. 99926Q00001R0S", "99926Q00001R0S%0A"]
)
def test_what_a_link_claims_counts_however_often_it_is_checked(open_check, number):
    """The address then has the number as a key, and the field as it was printed."""
    page = open_check(f"#n={number}&holder=假公司")
    said = "二维码内容与登记信息不一致"
    expect(verdict(page)).to_have_text(said)
    button = page.get_by_role("button", name="查询", exact=True)
    for _ in range(3):
        button.click()
        expect(page.locator(".sources").first).to_be_visible()
        expect(verdict(page)).to_have_text(said)
    page.get_by_label("查询日期").fill("2026-11-01")
    page.get_by_role("button", name="按这一天查询").click()
    expect(verdict(page)).to_have_text(f"{said}，不能确认 2026-11-01")
    button.click()
    expect(verdict(page)).to_have_text(said)
    assert "holder=" in page.evaluate("location.hash")
    page.reload()
    expect(verdict(page)).to_have_text(said)
    button.click()
    expect(verdict(page)).to_have_text(said)
    page.get_by_role("textbox", name="证书编号").fill("99926Q00002R0S")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("证书有效，30 天后到期")


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("https://evil.example/verify.html#n=99926Q00001R0S", "链接指向 evil.example，不是本网站"),
        ("https://certificates.example@evil.example/?n=99926Q00001R0S", "链接指向 evil.example，不是本网站"),
        ("evil.example/verify?n=99926Q00001R0S", "链接指向 evil.example，不是本网站"),
        ("https://certificates.example/verify.html#n=99926Q00001R0S", None),
        ("#n=99926Q00001R0S", None),
    ],
)
def test_a_link_of_another_site_is_said_to_be_one(open_check, pasted, said):
    page = open_check()
    page.get_by_role("textbox", name="证书编号").fill(pasted)
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("证书有效")
    expect(page.locator(".asked")).to_have_text(["按 99926Q00001R0S 查询", *filter(None, [said])])


def test_an_answer_of_today_is_asked_for_again_when_the_day_is_over(address, new_page):
    page = new_page()
    page.clock.install(time="2026-12-22T15:59:00Z")
    index = {**published.INDEX, "generated_at": "2026-12-21T02:00:00Z"}
    page.route("**/index.json", lambda route: route.fulfill(json=index))
    page.goto(f"{address}verify.html#n=99926Q00002R0S")
    expect(verdict(page)).to_have_text("证书有效，今天是有效期最后一天")
    expect(page.locator("#more h3").first).to_be_visible()
    page.clock.fast_forward("01:01")
    expect(verdict(page)).to_have_text("证书已过期")


@pytest.mark.parametrize("number", ["99926Q00001R0S", "99926Q99999R0S"])
def test_the_verdict_and_what_it_means_are_in_view(open_check, number):
    """On a phone the page moves to them; on a screen on which they are in view it stays, with the form above."""
    page = open_check(f"#n={number}", width=360, height=740)
    expect(verdict(page)).to_be_focused()
    for part in (".panel", ".conclusion + p"):
        expect(page.locator(part).first).to_be_in_viewport()
    assert page.locator(".panel").bounding_box()["y"] > 0
    assert page.locator(".conclusion + p").bounding_box()["y"] < 640
    page = open_check(f"#n={number}", height=1000)
    expect(verdict(page)).to_be_focused()
    assert page.evaluate("scrollY") == 0


def test_keyboard_only(open_check):
    page = open_check()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator("#number")).to_be_focused()
    page.keyboard.type("99926q00010r0s")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="查询")).to_be_focused()
    page.keyboard.press("Space")
    expect(verdict(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="查询 99926Q00001R0S")).to_be_focused()
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("证书有效")
    expect(verdict(page)).to_be_focused()
    expect(page.get_by_role("button", name="下载 JSON")).to_be_visible()  # all that follows is there
    copy = page.get_by_role("button", name="复制链接")
    for _ in range(16):
        page.keyboard.press("Tab")
        if copy.evaluate("button => button === document.activeElement"):
            break
    expect(copy).to_be_focused()


def test_copy_link(open_check):
    page = open_check("#n=99926Q00001R0S", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".actions").get_by_role("status")).to_have_text("链接已复制。")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_copy_link_without_a_clipboard(open_check):
    page = open_check("#n=99926Q00001R0S")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="复制链接").click()
    field = page.get_by_role("textbox", name="请复制这个链接")
    expect(field).to_be_focused()
    assert page.evaluate("getSelection().toString()") == page.url
    page.get_by_role("button", name="复制链接").click()
    expect(page.get_by_role("textbox", name="请复制这个链接")).to_have_count(1)
