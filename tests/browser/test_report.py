"""The verification report of a check: on paper, as an image, and as JSON."""

import base64
import json
import re

import published
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect
from projects import ROOT
from reported import LANGUAGES, LONG_SCOPE, OVERSIZED, SITES, check, check_state, codes, decode, on_paper
from states import CONCLUSION, DAYS, MARKUP, ON, RECORDS, STATES, SUPERSEDED

FAILED = ("Failed to load resource",)
SHOWN = [state for state in STATES if state.verdict in CONCLUSION]
WITHOUT_DATA = {"NETWORK", "INTEGRITY", "NEWER_FORMAT", "OLDER_DATA", "INSECURE"}
VALID, WITHDRAWN, NOT_FOUND, NETWORK, RESTRICTED, QR_MISMATCH = (
    next(state for state in STATES if state.code == code)
    for code in ("VALID", "WITHDRAWN", "NOT_FOUND", "NETWORK", "RESTRICTED", "QR_MISMATCH")
)
SIZES = ((320, 640), (360, 740), (1280, 900))
PRINT = {"zh": "核验单（打印）", "en": "Verification report (print)"}
IMAGE = {"zh": "保存为图片", "en": "Save as image"}
JSON = {"zh": "下载 JSON", "en": "Download JSON"}
AGAIN = {
    "zh": "本单只反映上述发布时间的登记信息；采信前扫码再次查询。",
    "en": "This shows the register as published at the time above. Scan to check again before relying on it.",
}
AGAIN_AFTER_NOTHING = {
    "zh": "本单没有读到登记信息，不说明证书的状态；请扫码再次查询。",
    "en": "No register data was read for this report, so it says nothing about the certificate. Scan to check again.",
}
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50"


@pytest.fixture(scope="module")
def address(check_pages):
    """The address of the site, with the register of the states in place, and a certificate with a great deal in it."""
    root, folder = check_pages
    published.write(folder / "register/1", [*RECORDS, OVERSIZED], superseded=SUPERSEDED)
    return root


@pytest.fixture
def checked(address, new_page):
    """A function that opens the check page with the buttons of an answer: `checked(number or state, lang)`."""

    def open_page(asked, lang="zh", specimen=False, **options):
        typed = asked if isinstance(asked, str) else asked.typed
        fault = "" if isinstance(asked, str) else asked.fault
        page = new_page(allow=FAILED if fault == "offline" else (), **options)
        if specimen:
            index = {**published.INDEX, "specimen": True, "superseded": SUPERSEDED}
            page.route("**/index.json", lambda route: route.fulfill(body=published.compact(index)))
        if isinstance(asked, str):
            check(page, address, typed, lang)
        else:
            check_state(page, address, asked, lang)
        return page

    return open_page


def lines(report):
    return [line for line in report.inner_text().split("\n") if line.strip()]


def overflow(page):
    """How many CSS pixels of the page stand out on the right."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def pages_of(pdf):
    return len(re.findall(rb"/Type /Page\b", pdf))


def slip_of(page, lang="zh"):
    """Press the button for the image, and return the image's element and its bytes."""
    page.get_by_role("button", name=IMAGE[lang]).click()
    image = page.get_by_role("dialog").get_by_role("img")
    return image, base64.b64decode(image.get_attribute("src").removeprefix("data:image/png;base64,"))


def saved(page, lang="zh"):
    """Press the button for JSON, and return the name of the file and what is in it."""
    with page.expect_download() as download:
        page.get_by_role("button", name=JSON[lang]).click()
    return download.value.suggested_filename, json.loads(download.value.path().read_text(encoding="utf-8"))


# What the report says


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", SHOWN, ids=lambda state: state.name)
def test_every_outcome(checked, state, lang):
    """The words of the page, one colour of its verdict, one page of paper, and nothing that looks like a yes."""
    page = checked(state, lang)
    assert pages_of(page.pdf(format="A4")) == 1
    page.keyboard.press("Shift")
    report = on_paper(page)
    expect(report).to_be_visible()
    expect(report.locator(".verdict h2")).to_have_text(state.heading(lang))
    expect(report.locator(".verdict .says")).to_have_text(CONCLUSION[state.verdict][lang])
    tone = report.get_attribute("class").split()[1]
    assert (tone == "green") == (state.verdict == "yes")
    assert (tone in ("red", "amber")) == (state.verdict == "no")
    last = report.locator(".again .says")
    expect(last).to_have_text((AGAIN_AFTER_NOTHING if state.code in WITHOUT_DATA else AGAIN)[lang])
    for yes in ("可以采信", "can be relied on"):
        assert (yes in report.inner_text()) <= (state.verdict == "yes")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", DAYS, ids=lambda state: state.name)
def test_every_outcome_of_a_day(checked, state, lang):
    page = checked(state, lang)
    assert pages_of(page.pdf(format="A4")) == 1
    page.keyboard.press("Shift")
    report, day = on_paper(page), state.on
    expect(report.locator(".verdict h2")).to_have_text(state.heading(lang))
    expect(report.locator(".verdict .says")).to_have_text(ON[state.verdict][lang].format(day))
    other = {
        "zh": f"本单说的是 {day} 当日的状态，不是查询当天的状态。",
        "en": f"This report is about {day}, not about the day of the check.",
    }
    expect(report.get_by_text(other[lang], exact=True)).to_be_visible()
    today = {"zh": "查询当天（2026-11-22）：", "en": "On the day of the check (2026-11-22): "}
    expect(report.get_by_text(today[lang])).to_be_visible()


def test_a_yes_word_by_word(checked, address):
    assert lines(on_paper(checked(VALID))) == [
        "核验单",
        "示例认证机构",
        "证书有效",
        "结论：可以采信",
        "截至 2026-11-22 10:00，编号 99926Q00001R0S 的证书状态为有效，有效期至 2029-03-01（含当日）。",
        "→ 核对下列内容是否与手中的证书一致：组织名称、认证标准、认证范围、地址。",
        "登记内容",
        *("证书编号", "99926Q00001R0S"),
        *("组织名称", "示例精密制造（示例）有限公司", "Example Precision Manufacturing Co., Ltd."),
        *("统一社会信用代码", "91999999DEM000014G"),
        *("认证项目", "质量管理体系认证"),
        *("认证标准", "GB/T 19001-2016/ISO 9001:2015"),
        *("等级", "三星级"),
        *("认证范围", "精密零件的设计、生产和销售", "Design, production and sale of precision parts"),
        *("地址", "示例省示例市示例路 1 号", "1 Example Road, Example City"),
        *("其他场所", "二厂，示例市示例路 2 号"),
        *("颁证日期", "2026-03-02"),
        *("生效日期", "2026-03-02"),
        *("有效期至", "2029-03-01"),
        *("初次获证日期", "2023-03-02"),
        *("证书版次", "2"),
        "变更记录",
        "2026-03-02 授予认证 · 至 2029-03-01",
        "2026-06-01 暂停 · 至 2026-09-30",
        "2026-08-10 恢复",
        *("查询时间", "2026-11-22 14:00:00（北京时间，按本机时钟）"),
        *("数据发布时间", "2026-11-22 10:00:00（北京时间）"),
        *("下次发布不晚于", "2026-11-29"),
        *("登记册版本", published.INDEX["snapshot"]),
        *("再次查询的网址", f"{address}verify.html#n=99926Q00001R0S"),
        AGAIN["zh"],
    ]


def test_a_no_word_by_word(checked, address):
    said = lines(on_paper(checked(WITHDRAWN, "en")))
    assert said[:6] == [
        "Verification report",
        "Example Certification",
        "Withdrawn – not valid",
        "Conclusion: do not rely on it",
        "We withdrew certificate 99926Q00007R0S on 2026-10-01. It has not been valid since that date.",
        "→ If someone is still presenting it, tell us. Our contact details have not been published yet.",
    ]
    start = said.index("History")
    assert said[start:] == [
        "History",
        "2026-03-02 Granted · until 2029-03-01",
        "2026-10-01 Withdrawn",
        *("Checked at", "2026-11-22 14:00:00 (Beijing time, by this device’s clock)"),
        *("Data released", "2026-11-22 10:00:00 (Beijing time)"),
        *("Next release no later than", "2026-11-29"),
        *("Register version", published.INDEX["snapshot"]),
        *("Address to check again", f"{address}en/verify.html#n=99926Q00007R0S"),
        AGAIN["en"],
    ]


def test_not_found_word_by_word(checked, address):
    said = lines(on_paper(checked(NOT_FOUND)))
    assert said[2:9] == [
        "没有查到这个编号",
        "结论：不能确认",
        "截至 2026-11-22 10:00 的公开记录中没有编号 99926Q99999R0S。"
        "这不等于证书是假的：编号可能抄错，证书可能由其他机构颁发，或刚颁发尚未公布。",
        "→ 对照原件核对编号。",
        "→ 到全国认证认可信息公共服务平台查询全部机构的证书。",
        "→ 请本机构人工核实。本机构的联系方式尚未公布。",
        "查询的编号",
    ]
    assert said[9] == "99926Q99999R0S"
    assert said[-2:] == [f"{address}verify.html#n=99926Q99999R0S", AGAIN["zh"]]


def test_a_network_fault_word_by_word(checked, address):
    said = lines(on_paper(checked(NETWORK, "en")))
    assert said == [
        "Verification report",
        "Example Certification",
        "We could not complete the check",
        "Conclusion: cannot be confirmed",
        "The network dropped, or the server did not respond properly. This says nothing about the certificate.",
        "→ Try again, or save the link of this page for later.",
        *("Number checked", "99926Q00001R0S"),
        *("Checked at", "2026-11-22 14:00:00 (Beijing time, by this device’s clock)"),
        *("Data released", "No register data was read"),
        *("Address to check again", f"{address}en/verify.html#n=99926Q00001R0S"),
        AGAIN_AFTER_NOTHING["en"],
    ]


def test_of_limited_disclosure_nothing_but_the_number(checked):
    page = checked(RESTRICTED)
    _, content = saved(page)
    report = on_paper(page)
    expect(report.get_by_text("99926Q00011R0S").first).to_be_visible()
    assert report.locator(".part").count() == 0
    assert "record" not in content
    assert "status" not in content


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "zh",
            [
                "本单说的是 2026-07-01 当日的状态，不是查询当天的状态。",
                "查询当天（2026-11-22）：证书有效。结论：可以采信",
            ],
        ),
        (
            "en",
            [
                "This report is about 2026-07-01, not about the day of the check.",
                "On the day of the check (2026-11-22): Valid. Conclusion: can be relied on",
            ],
        ),
    ],
)
def test_another_day(checked, address, lang, expected):
    """The day that was asked about is named, what holds today is said beside it, and the code asks the same again."""
    page = checked("https://certificates.example/verify.html#n=99926Q00001R0S&on=2026-07-01", lang)
    name, content = saved(page, lang)
    report = on_paper(page)
    expect(report.locator(".verdict .says")).to_have_text(ON["no"][lang].format("2026-07-01"))
    for sentence in expected:
        expect(report.get_by_text(sentence, exact=True)).to_be_visible()
    expect(report.locator(".answer dd")).to_have_text("2026-07-01")
    again = f"{address}{LANGUAGES[lang]}verify.html#n=99926Q00001R0S&on=2026-07-01"
    assert decode(page, report.locator(".code").screenshot()) == [again]
    # Whatever was still ahead on that day has come meanwhile.
    assert not any("尚未生效" in line or "not in effect yet" in line for line in lines(report))
    assert name == "certificate-99926Q00001R0S-2026-11-22.json"
    assert (content["verdict"], content["outcome"], content["day"]) == ("no", "SUSPENDED", "2026-07-01")
    assert content["current"] == {"verdict": "yes", "outcome": "VALID"}
    assert content["asked"]["on"] == "2026-07-01"


@pytest.mark.parametrize(
    ("lang", "banner", "conclusion", "mark"),
    [
        ("zh", "这是证书样本，不代表真实认证", "样本演示 · 结论：可以采信", "样本"),
        (
            "en",
            "Specimen – not a real certificate",
            "Specimen demonstration · Conclusion: can be relied on",
            "SPECIMEN",
        ),
    ],
)
def test_a_specimen_is_marked(checked, lang, banner, conclusion, mark):
    page = checked("99926Q00001R0S", lang, specimen=True)
    image, png = slip_of(page, lang)
    assert image.get_attribute("alt").startswith(f"{banner} – {conclusion} – ")
    assert decode(page, png) == [f"{page.url}#n=99926Q00001R0S"]  # the mark across it does not spoil the code
    page.keyboard.press("Escape")
    assert saved(page, lang)[1]["specimen"] is True
    report = on_paper(page)
    expect(report.locator(".banner")).to_have_text(banner)
    expect(report.locator(".verdict .says")).to_have_text(conclusion)
    expect(report.locator(".mark")).to_have_text(mark)
    box, whole = report.locator(".mark").bounding_box(), report.bounding_box()
    assert box["width"] > whole["width"] * 0.8
    assert decode(page, report.locator(".code").screenshot()) == [f"{page.url}#n=99926Q00001R0S"]


def test_what_is_no_specimen_bears_no_mark(checked):
    report = on_paper(checked(VALID))
    assert report.locator(".mark, .banner").count() == 0


def test_numbers_like_it_are_named(checked):
    report = on_paper(checked("99926QO0001R0S", "en"))
    expect(report.locator(".answer dl > div")).to_have_text(
        [
            re.compile("^Number checked *99926QO0001R0S$"),
            re.compile("look like it *99926Q00001R0S$"),
        ]
    )
    expect(report.get_by_text("示例精密制造")).to_have_count(0)


def test_markup_in_a_record_is_text(checked):
    page = checked("99926Q00013R0S")
    slip_of(page)
    page.keyboard.press("Escape")
    report = on_paper(page)
    expect(report.get_by_text(MARKUP).first).to_be_visible()
    assert page.locator(".report img, .report script").count() == 0


def test_chinese_facts_on_the_english_report_are_marked(checked):
    report = on_paper(checked(VALID, "en"))
    expect(report.get_by_text("三星级")).to_have_attribute("lang", "zh-CN")
    expect(report.get_by_text("精密零件的设计、生产和销售")).to_have_attribute("lang", "zh-CN")


# On paper


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", ["99926Q00001R0S", "99926Q00077R0S"])
@pytest.mark.parametrize("width", [360, 1280])
def test_one_page_of_a4(checked, number, lang, width):
    page = checked(number, lang, width=width)
    assert pages_of(page.pdf(format="Letter")) == 1
    pdf = page.pdf(prefer_css_page_size=True)
    assert pages_of(pdf) == 1
    left, bottom, right, top = (float(side) for side in re.search(rb"/MediaBox \[([^\]]+)\]", pdf)[1].split())
    assert (right - left, top - bottom) == pytest.approx((595, 842), abs=1)
    assert page.locator("body > .report").count() == 1  # it was the report that was printed


@pytest.mark.parametrize("number", ["99926Q00077R0S", QR_MISMATCH.typed])
def test_one_page_of_a_specimen_in_english_with_large_text(checked, number):
    """The longest words, a banner more, and a reader whose browser shows text twice as large."""
    page = checked(number, "en", specimen=True, width=640)
    page.add_style_tag(url="/double.css")
    assert pages_of(page.pdf(format="A4")) == 1


@pytest.fixture(autouse=True)
def style(check_pages):
    """A style sheet that stands for what readers set in their browsers; the policy allows none from a test."""
    (check_pages[1] / "double.css").write_text("html { font-size: 200% }", encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "text_cut", "lines_cut", "events_cut"),
    [
        (
            "zh",
            r"^(.*)…（另有 (\d+) 字未显示，全文见再次查询的网址）$",
            r"另有 (\d+) 项未显示，见再次查询的网址。",
            r"更早的 (\d+) 项未显示，见再次查询的网址。",
        ),
        (
            "en",
            r"^(.*)… \(characters not shown: (\d+); the full text is at the address to check again\)$",
            r"More of these not shown: (\d+); all are at the address to check again\.",
            r"Earlier entries not shown: (\d+); all are at the address to check again\.",
        ),
    ],
)
def test_what_does_not_fit_is_said(checked, lang, text_cut, lines_cut, events_cut):
    """Each thing is shown or counted, the latest events are the ones that stay, and what is short stays whole."""
    report = on_paper(checked("99926Q00077R0S", lang))
    said = lines(report)
    ((shown, left),) = (match.groups() for line in said if (match := re.match(text_cut, line)))
    assert len(shown) > 80
    assert shown == LONG_SCOPE[: len(shown)]
    assert len(shown) + int(left) == len(LONG_SCOPE)
    sites = [line for line in said if line in SITES]
    (more,) = (int(match[1]) for line in said if (match := re.fullmatch(lines_cut, line)))
    assert sites == SITES[: len(sites)]
    assert len(sites) >= 2
    assert len(sites) + more == 10
    events = report.locator("li time").all_inner_texts()
    (earlier,) = (int(match[1]) for line in said if (match := re.fullmatch(events_cut, line)))
    assert events == [event["on"] for event in OVERSIZED["events"]][earlier:]
    assert len(events) + earlier == 30
    for whole in ("91999999DEM000014G", OVERSIZED["holder"], published.INDEX["snapshot"], "2029-03-01"):
        assert whole in said


def test_a_record_that_fits_is_whole(checked):
    said = on_paper(checked(VALID)).inner_text()
    assert "未显示" not in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", ["99926Q00001R0S", "99926Q00001R0S-1", "99926Q99999R0S", "99926Q00077R0S"])
def test_the_code_on_paper_leads_to_the_same_check(checked, number, lang):
    page = checked(number, lang)
    report = on_paper(page)
    expected = f"{page.url}#n={number}"
    expect(report.get_by_text(expected, exact=True)).to_be_visible()
    page.set_viewport_size({"width": 794, "height": 1123})
    assert decode(page, page.screenshot()) == [expected]
    assert report.locator(".code").bounding_box()["width"] >= 120


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", ["99926Q00001R0S", "99926Q00001R0S-1", "99926Q99999R0S"])
def test_the_code_in_the_printed_file_leads_to_the_same_check(checked, number, lang):
    page = checked(number, lang)
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as printed:
        assert len(printed) == 1
        picture = printed[0].render(scale=300 / 72).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [
        f"{page.url.partition('#')[0]}#n={number}"
    ]


def test_only_the_report_is_printed(checked):
    page = checked(VALID)
    on_paper(page)
    for other in ("header", "main", "footer", ".skip"):
        expect(page.locator(other)).to_be_hidden()


def test_on_a_screen_the_report_is_never_seen(checked):
    page = checked(VALID)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("body > .report")).to_be_hidden()
    expect(page.locator("main")).to_be_visible()


def test_after_printing_the_page_is_as_it_was(checked):
    page = checked(VALID)
    before = page.content()
    page.pdf()
    assert page.locator("body > .report").count() == 1
    page.keyboard.press("Shift")
    assert page.content() == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_button_prints_the_report(checked, lang):
    page = checked(VALID, lang)
    page.evaluate(
        "window.print = () => (window.printed = document.querySelector('body > .report h2').textContent); 0"
    )
    page.get_by_role("button", name=PRINT[lang]).click()
    page.locator("body > .report").wait_for(state="attached")
    assert page.evaluate("window.printed") == VALID.heading(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_check_page_prints_its_report(address, new_page, lang):
    """From a link to paper, with nothing pressed but the browser's own key for printing."""
    page = new_page()
    page.clock.set_fixed_time(VALID.now)
    page.goto(f"{address}{LANGUAGES[lang]}verify.html#n={VALID.typed}")
    expect(page.get_by_role("button", name=PRINT[lang])).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert pages_of(page.pdf(format="A4")) == 1
    expect(page.locator("body > .report .verdict h2")).to_have_text(VALID.heading(lang))


def test_printing_the_page_prints_the_answer_that_stands_on_it(checked, address):
    """Twice, with another answer between; without an answer, the page."""
    page = checked(VALID)
    page.pdf()
    check(page, address, WITHDRAWN.typed)
    page.pdf()
    expect(page.locator(".report .verdict h2")).to_have_text("证书已撤销")
    page.keyboard.press("Shift")
    page.evaluate("document.getElementById('answer').replaceChildren()")
    page.pdf()
    assert page.locator("body > .report").count() == 0


def test_a_newer_answer_in_the_same_document_is_the_one_printed(checked):
    page = checked(VALID)
    page.pdf()
    page.evaluate(
        """() => {
          const { result, setting, report } = window.checked;
          const outcome = { ...result.outcome, code: "STALE", text: "STALE", verdict: "unknown",
            facts: { ...result.outcome.facts, n: 20, st: { word: "valid" } } };
          const buttons = report.buttons({ ...result, outcome }, setting);
          document.getElementById("answer").replaceChildren(buttons);
        }"""
    )
    page.pdf()
    expect(page.locator("body > .report")).to_have_count(1)
    expect(page.locator(".report .verdict h2")).to_have_text("数据已 20 天未更新，暂不能确认有效")


def test_the_report_of_an_earlier_check_is_not_printed(address, new_page):
    """However the page was left in between: Back by a gesture is no event of the page."""
    page = new_page()
    page.clock.set_fixed_time(VALID.now)
    page.add_init_script("window.print = () => {}")
    page.goto(f"{address}verify.html#n=999")
    page.evaluate(f"location.hash = 'n={VALID.typed}'")
    page.get_by_role("button", name=PRINT["zh"]).click()
    expect(page.locator("body > .report")).to_have_count(1)
    page.evaluate("history.back()")
    expect(page.get_by_role("alert")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("body > .report")).to_have_count(0)


def test_without_its_style_sheet_the_page_is_printed(address, new_page):
    page = new_page(allow=FAILED)
    page.route("**/report.css", lambda route: route.abort())
    check(page, address, VALID.typed)
    expect(on_paper(page)).to_be_hidden()
    expect(page.locator("main h1")).to_be_visible()


# As an image


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", [VALID, WITHDRAWN, NOT_FOUND, NETWORK], ids=lambda state: state.name)
def test_image(checked, state, lang):
    page = checked(state, lang)
    image, png = slip_of(page, lang)
    expect(image).to_be_visible()
    alt = image.get_attribute("alt")
    assert alt.startswith(f"{CONCLUSION[state.verdict][lang]} – {state.heading(lang)} – ")
    width, height = image.evaluate("(image) => [image.naturalWidth, image.naturalHeight]")
    assert width == 1500
    assert image.get_attribute("width") == "750"
    assert height == 2 * int(image.get_attribute("height"))
    assert decode(page, png) == [f"{page.url}#n={state.typed}"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", [VALID, QR_MISMATCH, *DAYS[:1]], ids=lambda state: state.code)
def test_the_code_of_the_image_is_large_enough_on_a_phone(checked, state, lang):
    """With its quiet zone, as on paper."""
    page = checked(state, lang, width=360)
    image, png = slip_of(page, lang)
    (code,) = codes(page, png)
    modules = page.evaluate(
        """async (text) => (await import(new URL("assets/report/qr.mjs", location.href).href)).qr(text).length""",
        code.text,
    )
    shown = image.evaluate("(image) => image.clientWidth / image.naturalWidth")
    dark = code.position.top_right.x - code.position.top_left.x
    assert dark * shown * (modules + 8) / modules >= 120


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_image_is_never_too_tall_for_a_phone(checked, lang):
    page = checked("99926Q00077R0S", lang)
    image, png = slip_of(page, lang)
    height = image.evaluate("(image) => image.naturalHeight")
    assert 3000 < height <= 8000
    assert decode(page, png) == [f"{page.url}#n=99926Q00077R0S"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_dialog_for_everyone(checked, axe, lang):
    page = checked(VALID, lang)
    slip_of(page, lang)
    dialog = page.get_by_role("dialog")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page) == 0, width
        assert dialog.evaluate("(dialog) => dialog.scrollWidth - dialog.clientWidth") == 0, width
        for target in [*dialog.get_by_role("button").all(), *dialog.get_by_role("link").all()]:
            assert target.bounding_box()["height"] >= 44, target.inner_text()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe(page) == [], (scheme, width)


@pytest.mark.parametrize(
    ("lang", "title", "hint", "close"),
    [
        ("zh", "核验结果图片", "手机上长按图片保存；电脑上用右键另存", "关闭"),
        (
            "en",
            "Result as an image",
            "On a phone, press and hold the image; on a computer, save it with the right button",
            "Close",
        ),
    ],
)
def test_dialog_takes_the_focus_and_gives_it_back(checked, lang, title, hint, close):
    page = checked(VALID, lang)
    opener = page.get_by_role("button", name=IMAGE[lang])
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.keyboard.press("Enter")):
        opener.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name=title)
        expect(dialog.get_by_text(hint, exact=True)).to_be_visible()
        expect(dialog.get_by_role("button", name=close)).to_be_focused()
        leave()
        expect(dialog).to_have_count(0)
        expect(opener).to_be_focused()


def test_the_image_can_be_downloaded(checked):
    page = checked(VALID)
    _, png = slip_of(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载图片").click()
    assert download.value.suggested_filename == "certificate-99926Q00001R0S-2026-11-22.png"
    assert download.value.path().read_bytes() == png


def test_a_browser_without_dialogs_shows_it_too(checked):
    page = checked(VALID)
    page.evaluate("delete HTMLDialogElement.prototype.showModal")
    image, _ = slip_of(page)
    expect(image).to_be_visible()
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    "fault",
    [
        "HTMLCanvasElement.prototype.getContext = () => null",
        "HTMLCanvasElement.prototype.toDataURL = () => 'data:,'",
    ],
)
def test_a_browser_that_does_not_draw_says_what_to_do(checked, fault):
    page = checked(VALID)
    page.evaluate(fault)
    page.get_by_role("button", name=IMAGE["zh"]).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("p")).to_have_text("浏览器没能生成图片。请改用“核验单（打印）”，或截屏保存。")
    assert dialog.locator("img, a").count() == 0


# As JSON


def test_json(checked, address):
    name, content = saved(checked(VALID))
    assert name == "certificate-99926Q00001R0S-2026-11-22.json"
    record = next(one for one in RECORDS if one["number"] == "99926Q00001R0S")
    note = content.pop("note")
    assert content == {
        "format": 1,
        "asked": {"number": "99926Q00001R0S", "text": "99926Q00001R0S"},
        "verdict": "yes",
        "outcome": "VALID",
        "specimen": False,
        "day": "2026-11-22",
        "status": {"status": "valid", "last_day": "2029-03-01"},
        "record": record,
        "remarks": [],
        "asked_at": {"time": "2026-11-22T06:00:00Z", "source": "device clock"},
        "register": {
            "issuer": {"zh": "示例认证机构", "en": "Example Certification"},
            "generated_at": "2026-11-22T02:00:00Z",
            "snapshot": published.INDEX["snapshot"],
        },
        "address": f"{address}verify.html#n=99926Q00001R0S",
    }
    described = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/REPORT.md").read_text("utf-8"), re.M)
    assert {*described} == {*content, "note", "current"}
    assert "副本" in note["zh"]
    assert "A copy of what a check said at the time" in note["en"]


def test_json_of_no_data(checked, address):
    name, content = saved(checked(NETWORK, "en"), "en")
    assert name == "certificate-99926Q00001R0S-2026-11-22.json"
    del content["note"]
    assert content == {
        "format": 1,
        "asked": {"number": "99926Q00001R0S", "text": "99926Q00001R0S"},
        "verdict": "unknown",
        "outcome": "NETWORK",
        "specimen": False,
        "remarks": [],
        "asked_at": {"time": "2026-11-22T06:00:00Z", "source": "device clock"},
        "address": f"{address}en/verify.html#n=99926Q00001R0S",
    }


def test_json_keeps_what_a_code_claimed(checked):
    content = saved(checked(QR_MISMATCH))[1]
    assert content["verdict"] == "unknown"
    assert content["asked"] == {
        "number": "99926Q00001R0S",
        "text": "99926Q00001R0S",
        "holder": "另一家有限公司",
        "to": "2030-01-01",
    }
    assert [remark["name"] for remark in content["remarks"]] == ["mismatch", "mismatch"]
    assert content["remarks"][1]["facts"] == {
        "field": {"word": "valid_to"},
        "qr": "2030-01-01",
        "reg": "2029-03-01",
    }


# The buttons


@pytest.mark.parametrize("lang", LANGUAGES)
def test_buttons(checked, axe, lang):
    page = checked(VALID, lang)
    group = page.get_by_role("group", name={"zh": "保存核验结果", "en": "Keep this result"}[lang])
    expect(group.get_by_role("button")).to_have_text([PRINT[lang], IMAGE[lang], JSON[lang]])
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for button in group.get_by_role("button").all():
            assert button.bounding_box()["height"] >= 44
        assert overflow(page) == 0
        assert axe(page) == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "微信里不能打印或下载：请点右上角 ···，选择在浏览器打开。"),
        (
            "en",
            "WeChat cannot print or download. Tap ··· at the top right and open this page in a browser.",
        ),
    ],
)
def test_in_wechat_what_cannot_be_done_is_said_when_it_is_tried(checked, lang, said):
    page = checked(VALID, lang, user_agent=WECHAT)
    page.evaluate("window.print = () => { throw new Error('printed'); }; 0")
    status = page.get_by_role("group").get_by_role("status")
    expect(status).to_be_empty()
    for name in (PRINT[lang], JSON[lang]):
        page.get_by_role("button", name=name).click()
        expect(status).to_have_text(said)
    image, _ = slip_of(page, lang)
    expect(image).to_be_visible()
    assert page.get_by_role("dialog").get_by_role("link").count() == 0


# Parts


def test_both_languages_have_the_same_words_with_the_same_placeholders(modules):
    page, base = modules
    script = """async (base) => {
      const shape = (words) => Object.entries(words).map(([key, text]) => [key, text.match(/[{].+?[}]/g)]);
      const [zh, en] = await Promise.all(["zh", "en"].map((lang) => import(`${base}words.${lang}.mjs`)));
      return [shape(zh.words), shape(en.words)];
    }"""
    zh, en = page.evaluate(script, base.replace("/verify/", "/report/"))
    assert zh == en
    assert len(zh) > 20


HERE = "https://certificates.example/en/verify.html?x#n=OTHER"


@pytest.mark.parametrize(
    ("question", "key", "expected"),
    [
        ({}, "99926Q00001R0S", "#n=99926Q00001R0S-1"),
        ({"on": "2026-03-02"}, "99926Q00001R0S", "#n=99926Q00001R0S-1&on=2026-03-02"),
        ({"holder": "甲 & 乙"}, "99926Q00001R0S", "#n=99926Q00001R0S-1&holder=%E7%94%B2+%26+%E4%B9%99"),
        ({}, None, ""),
    ],
)
def test_address(modules, question, key, expected):
    """A claim of a QR code is a part of the question, but does not crowd out the number; without a number, the page."""
    page, base = modules
    script = """async ([module, question, key, here]) => {
      const { checkAddress } = await import(module);
      const outcome = { facts: { no: "99926Q00001R0S-1" } };
      return checkAddress({ question, key: key ?? undefined, outcome }, here);
    }"""
    module = base.replace("/verify/", "/report/") + "address.mjs"
    found = page.evaluate(script, [module, {"text": "x", **question}, key, HERE])
    assert found == f"https://certificates.example/en/verify.html{expected}"


@pytest.mark.parametrize("name", ["甲" * 99, "a" * 5000, "甲乙" + "𠀀" * 60])
@pytest.mark.parametrize("to", [None, "2030-01-01", "2030-01-01" * 50])
@pytest.mark.parametrize("registered", ["甲乙", "甲" * 31, "甲" * 99])
def test_a_claim_that_differs_is_never_left_out_of_an_address(modules, name, to, registered):
    """Otherwise who checks again what was a mismatch is told that all is well."""
    page, base = modules
    script = """async ([base, question, record, here]) => {
      const { checkAddress } = await import(base.replace("/verify/", "/report/") + "address.mjs");
      const { parameters } = await import(base + "normalise.mjs");
      const { differences } = await import(base + "outcome.mjs");
      const fields = (asked) => differences(asked, record, "2030-01-01").map(({ facts }) => facts.field.word);
      const address = checkAddress({ question, key: "99926Q00001R0S", outcome: { facts: {}, record } }, here);
      return [address.length, fields(question), fields(parameters(address))];
    }"""
    question = {"text": "x", "holder": name, "to": to}
    given = {key: value for key, value in question.items() if value}
    length, before, after = page.evaluate(script, [base, given, {"holder": registered}, HERE])
    assert length <= 412
    assert after == before
    assert ("holder" in before) == (name != registered)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 5, []),
        ("甲乙丙丁戊己", 4, ["甲乙丙丁", "戊己"]),
        ("甲乙丙丁，戊", 4, ["甲乙丙", "丁，戊"]),
        ("甲乙丙（丁戊）", 4, ["甲乙丙", "（丁戊）"]),
        ("one two three", 7, ["one two", "three"]),
        ("编号 99926Q 的", 9, ["编号 99926Q", "的"]),
        ("于 2026-11-22 止", 11, ["于", "2026-11-22", "止"]),
        ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
        ("one\n two", 20, ["one\n two"]),
        ("𠀀𠀁𠀂", 4, ["𠀀𠀁", "𠀂"]),
    ],
)
def test_lines_break_where_they_may(modules, text, width, expected):
    page, base = modules
    script = """async ([module, text, width]) =>
      (await import(module)).wrap(text, width, (piece) => piece.length)"""
    module = base.replace("/verify/", "/report/") + "wrap.mjs"
    assert page.evaluate(script, [module, text, width]) == expected
