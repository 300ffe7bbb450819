"""The check page as people meet it: what each state says, where the focus goes, what the address keeps."""

import json
import re

import published
import pytest
from check_site import BODY
from playwright.sync_api import expect
from states import CONCLUSION, MARKUP, NOW, RECORDS, STATES, SUPERSEDED, enter

LANGUAGES = {"zh": "", "en": "en/"}
FAILED = ("Failed to load resource",)


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


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.code)
def test_state(address, new_page, state, lang):
    page = new_page(allow=FAILED if state.fault == "offline" else ())
    enter(page, f"{address}{LANGUAGES[lang]}verify.html", state)
    heading, body = state.heading(lang), BODY[lang]
    number = state.number or state.typed
    if state.verdict == "input":
        expect(page.get_by_role("alert")).to_contain_text(heading)
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_role("textbox")).to_have_attribute("aria-describedby", "problem hint")
        expect(page).to_have_title(f"{ {'zh': '错误：', 'en': 'Error: '}[lang] }{heading} - {body}")
        expect(page.locator("#answer")).to_be_empty()
        assert ("#" in page.url) == (state.code == "INPUT_USCC")  # it was looked up before it was refused
        return
    expect(verdict(page)).to_have_text(heading)
    expect(verdict(page)).to_be_focused()
    expect(page).to_have_title(f"{heading} - {number} - {body}")
    expect(page.locator(".conclusion")).to_have_text(CONCLUSION[state.verdict][lang])
    tone = page.locator(".panel").get_attribute("class").split()[1]
    assert (tone == "green") == (state.verdict == "yes")
    assert (tone in ("red", "amber")) == (state.verdict == "no")
    assert page.url.rpartition("#")[2].startswith(f"n={number}")


def test_no_two_outcomes_share_an_icon_unless_their_verdict_is_the_same(modules):
    page, base = modules
    script = """async ([base, codes]) => {
      const { appearance } = await import(base + "appearance.mjs");
      return codes.map((code) => appearance(code).path);
    }"""
    shown = [state for state in STATES if state.verdict != "input"]
    verdicts = {}
    for state, path in zip(
        shown, page.evaluate(script, [base, [state.code for state in shown]]), strict=True
    ):
        verdicts.setdefault(path, set()).add(state.verdict)
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
    ]
    rows = page.get_by_role("table", name="变更记录").get_by_role("row").all_inner_texts()
    assert [re.split(r"\s{1,}", row.strip(), maxsplit=1) for row in rows] == [
        ["日期", "事项"],
        ["2026-03-02", "颁发证书至 2029-03-01"],
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
    expect(page.get_by_text("二维码中的组织名称是“<img src=x onerror=alert(1)>”")).to_be_visible()
    assert page.locator("main img").count() == 0


def test_what_was_typed_otherwise_is_said(open_check):
    page = open_check()
    page.get_by_role("textbox").fill("证书编号：999-26q 00001 r0s")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("按 99926Q00001R0S 查询")).to_be_visible()
    assert page.url.endswith("#n=99926Q00001R0S")


def test_an_exact_number_is_not_repeated(open_check):
    page = open_check("#n=99926Q00001R0S")
    expect(verdict(page)).to_be_visible()
    expect(page.get_by_text("按 99926Q00001R0S 查询")).to_have_count(0)


def test_a_plain_form_elsewhere_leads_here(open_check):
    page = open_check("?n=999-26Q00001R0S")
    expect(verdict(page)).to_have_text("证书有效")
    expect(page.get_by_role("textbox")).to_have_value("999-26Q00001R0S")
    assert re.search(r"/verify\.html#n=999-26Q00001R0S$", page.url)


def test_a_deep_link_with_claims(open_check):
    page = open_check("?n=99926Q00001R0S&holder=x")
    expect(verdict(page)).to_have_text("二维码内容与登记信息不一致")
    expect(page.locator(".remark")).to_have_text(
        "二维码中的组织名称是“x”，登记信息是“示例精密制造（示例）有限公司”。"
    )
    assert "?" not in page.url


def test_back_and_forward(open_check):
    page = open_check()
    field = page.get_by_role("textbox")
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
    page.get_by_role("textbox").fill("999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#answer")).to_be_empty()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_role("textbox")).to_be_focused()
    page.get_by_role("textbox").fill("99926Q00001R0S")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("证书有效")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.get_by_role("textbox").get_attribute("aria-invalid") is None


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


def test_a_sub_certificate_leads_to_its_main_certificate(open_check):
    page = open_check("#n=99926Q00001R0S-1")
    page.get_by_role("link", name="99926Q00001R0S").click()
    expect(page.get_by_role("textbox")).to_have_value("99926Q00001R0S")
    expect(page.get_by_role("link", name="99926Q00001R0S")).to_have_count(0)


def test_the_overrun_of_a_suspension_is_said(open_check):
    page = open_check("#n=99926Q00006R0S")
    expect(page.locator(".remark")).to_have_text(
        "公布的暂停期限 2026-10-31 已过，尚未公布恢复或撤销，仍按暂停处理。"
    )


@pytest.mark.parametrize(
    ("phone", "said"), [(None, "本机构的联系方式尚未公布。"), ("000-0000", "电话：000-0000。")]
)
def test_contact(open_check, phone, said):
    page = open_check()
    issuer = published.INDEX["issuer"] | ({"phone": phone} if phone else {})
    page.route("**/index.json", lambda route: route.fulfill(json={**published.INDEX, "issuer": issuer}))
    page.get_by_role("textbox").fill("99926Q00011R0S")
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
    page.get_by_role("textbox").fill("99926Q00001R0S")
    page.keyboard.press("Enter")
    panel = page.locator(".panel")
    expect(panel.locator("> *").first).to_have_text(label)
    expect(panel.locator(".conclusion")).to_have_text(conclusion)
    expect(page).to_have_title(title)
    expect(page.locator("#specimen")).to_be_visible()
    page.get_by_role("textbox").fill("99926Q99999R0S")
    page.keyboard.press("Enter")
    not_here = {"zh": "真实证书不在其中", "en": "Real certificates are not in it"}[lang]
    expect(page.locator(".remark")).to_contain_text(not_here)
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
        page.get_by_role("button", name="查询").click()
        expect(verdict(page)).to_have_text(heading)


def test_a_device_clock_that_is_behind_is_said(open_check):
    page = open_check("#n=99926Q00001R0S", now="2026-11-01T06:00:00Z")
    expect(verdict(page)).to_have_text("证书有效")
    expect(page.locator(".remark")).to_have_text(
        "设备日期 2026-11-01 早于数据发布日期 2026-11-22，按发布日期判断。"
    )


def test_keyboard_only(open_check):
    page = open_check()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("textbox")).to_be_focused()
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
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="复制链接")).to_be_focused()


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
