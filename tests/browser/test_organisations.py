"""The organisation search as people meet it: what is found and in which state, pages, focus, faults, and screens of all sizes."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import quote, unquote

import published
import pytest
import search_ledgers as ledgers
from check_site import BODY
from playwright.sync_api import expect
from states import NOW

LANGUAGES = {"zh": "", "en": "en/"}
FAILED = ("Failed to load resource",)
TITLE = {"zh": "按组织名称查找证书", "en": "Find certificates by organisation"}
CODE = "91999999DEM000014G"


def event(on, type, **more):
    return {"on": on, "type": type, **more}


EDITION = "GB/T 24001-2016/ISO 14001:2015"
NAMES = {
    "holder": "示例恒泰精密制造有限公司",
    "holder_en": "Example Hengtai Precision Manufacturing Co., Ltd.",
    "uscc": CODE,
}
CERTIFICATES = [
    ledgers.certificate("99926Q00001R0S", **NAMES, valid_from="2026-03-02", valid_to="2029-03-01"),
    ledgers.certificate(
        "99926E00002R0S", **NAMES, valid_from="2026-03-02", valid_to="2026-12-22", editions=[EDITION]
    ),
    *[
        ledgers.certificate(number, "恒泰电子有限公司", **more)
        for number, more in {
            "99926Q00003R0S": {"events": [event("2026-05-01", "suspended", until="2026-12-31")]},
            "99926Q00004R0S": {"events": [event("2026-10-01", "withdrawn")]},
            "99926Q00005R0S": {"events": [event("2026-10-02", "cancelled")]},
            "99926Q00006R0S": {"valid_from": "2023-03-02", "valid_to": "2026-03-01"},
            "99926Q00007R0S": {"events": [event("2026-10-03", "superseded", by="99926Q00001R0S")]},
            "99926Q00009R0S": {"events": [event("2026-10-04", "merged")]},
            "99927Q00008R0S": {"valid_from": "2027-01-01"},
        }.items()
    ],
    *[ledgers.certificate(f"99926Q1{at:04}R0S", f"{chr(0x4E00 + at * 7)}示例样本集团") for at in range(63)],
    *[ledgers.certificate(f"99926Q2{at:04}R0S", f"{chr(0x4E00 + at * 7)}青山科技") for at in range(23)],
    *[ledgers.certificate(f"99926Q3{at:04}R0S", "多证集团") for at in range(130)],
    ledgers.certificate("99926Q40000R0S", '<img src=x onerror="alert(1)">标记{k}有限公司'),
]


@pytest.fixture(scope="module")
def search_index(tmp_path_factory):
    """The files of the search index, by the builder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledgers, "SNAPSHOT", published.INDEX["snapshot"])
        return ledgers.build(tmp_path_factory.mktemp("index") / "built", CERTIFICATES)


@pytest.fixture(scope="module")
def address(check_pages, search_index):
    root, folder = check_pages
    published.write(folder / "register/1", [])
    for path, content in search_index.items():
        (folder / "register/1" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "register/1" / path).write_bytes(content)
    return root


@pytest.fixture
def open_search(address, new_page):
    """A function that opens the page at a fixed time: `open_search(query=None, lang="zh", …)`."""

    def open_page(
        query=None, lang="zh", now=NOW, page_number=1, index=None, before=lambda page: None, **options
    ):
        page = new_page(**options)
        page.clock.set_fixed_time(now)
        if index is not None:
            page.route("**/1/index.json", lambda route: route.fulfill(json={**published.INDEX, **index}))
        before(page)
        after = "" if query is None else f"#q={quote(query)}"
        page.goto(
            f"{address}{LANGUAGES[lang]}organisations.html{after}{f'&page={page_number}' if page_number > 1 else ''}"
        )
        return page

    return open_page


def results(page):
    return page.locator("#results")


def said(page):
    return page.get_by_role("status")


def names(page):
    return page.get_by_role("heading", level=3).all_inner_texts()


def standings(page):
    """Number → what is said of it."""
    return {
        row.get_by_role("link").inner_text(): row.locator(".standing").inner_text()
        for row in page.locator("#answer li").all()
    }


def ask(page, query):
    page.get_by_role("textbox").fill(query)
    page.keyboard.press("Enter")


FOUND = {
    "zh": (
        "“恒泰”的查找结果",
        "找到 2 个组织，选择一张证书",
        "状态按 2026-11-22 判断。点证书编号可看完整的查询结果，以查询结果为准。",
        {
            "99926Q00003R0S": "已暂停，自 2026-05-01 起",
            "99926Q00004R0S": "已撤销，自 2026-10-01 起",
            "99926Q00005R0S": "已注销，自 2026-10-02 起",
            "99926Q00006R0S": "已过期，有效期至 2026-03-01",
            "99926Q00007R0S": "已换发，自 2026-10-03 起",
            "99926Q00009R0S": "不能确认：有本页不认识的事项",
            "99927Q00008R0S": "尚未生效，2027-01-01 生效",
            "99926E00002R0S": "有效，2026-12-22 到期",
            "99926Q00001R0S": "有效，至 2029-03-01",
        },
    ),
    "en": (
        "Results for “恒泰”",
        "2 organisations found – choose a certificate",
        "Status as of 2026-11-22. Choose a certificate number for the full check, which is what counts.",
        {
            "99926Q00003R0S": "Suspended since 2026-05-01",
            "99926Q00004R0S": "Withdrawn on 2026-10-01",
            "99926Q00005R0S": "Cancelled on 2026-10-02",
            "99926Q00006R0S": "Expired, last day 2026-03-01",
            "99926Q00007R0S": "Replaced on 2026-10-03",
            "99926Q00009R0S": "Cannot tell: an entry that this page does not know",
            "99927Q00008R0S": "Not valid yet, from 2027-01-01",
            "99926E00002R0S": "Valid, expires on 2026-12-22",
            "99926Q00001R0S": "Valid until 2029-03-01",
        },
    ),
}
TONES = {
    "99926Q00003R0S": "amber",
    "99926Q00004R0S": "red",
    "99926Q00005R0S": "red",
    "99926Q00006R0S": "red",
    "99926Q00007R0S": "red",
    "99926Q00009R0S": "grey",
    "99927Q00008R0S": "amber",
    "99926E00002R0S": "green",
    "99926Q00001R0S": "green",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_found(open_search, lang):
    heading, count, note, said_of = FOUND[lang]
    page = open_search("恒泰", lang)
    expect(results(page)).to_have_text(heading)
    expect(results(page)).to_be_focused()
    expect(said(page)).to_have_text(count)
    expect(page).to_have_title(f"{count} - 恒泰 - {BODY[lang]}")
    expect(page.get_by_text(note)).to_be_visible()
    assert sorted(names(page)) == ["恒泰电子有限公司", "示例恒泰精密制造有限公司"]
    assert standings(page) == said_of
    row = page.locator("#answer li").filter(has_text="99926Q00001R0S")
    expect(row.locator(".scheme")).to_have_text(
        {"zh": "质量管理体系认证", "en": "Quality management system"}[lang]
    )
    link = row.get_by_role("link")
    assert (
        link.evaluate("link => link.href")
        == page.url.partition("organisations.html")[0] + "verify.html#n=99926Q00001R0S"
    )
    foreign = NAMES["holder_en" if lang == "zh" else "holder"]
    expect(page.get_by_text(foreign)).to_have_attribute("lang", {"zh": "en", "en": "zh-CN"}[lang])
    for number, tone in TONES.items():
        chip = page.locator("#answer li").filter(has_text=number).locator(".standing")
        assert chip.get_attribute("class").split() == ["standing", tone]
        expect(chip.locator(".icon")).to_have_count(1)
    shapes = page.locator(".standing path").evaluate_all(
        "paths => paths.map((path) => path.getAttribute('d'))"
    )
    assert len(set(shapes)) == len(shapes) == len(said_of)
    assert (
        page.locator(".sources")
        .inner_text()
        .replace("\n", " ")
        .startswith(
            {
                "zh": "数据发布时间 2026-11-22 10:00:00（北京时间）",
                "en": "Data released 2026-11-22 10:00:00 (Beijing time)",
            }[lang]
        )
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("恒泰精密", ["示例恒泰精密制造有限公司"]),
        ("ＨＥＮＧＴＡＩ prec", ["示例恒泰精密制造有限公司"]),
        ("99926Q00004", ["恒泰电子有限公司"]),
        ("999-26q 00004 r0s", ["恒泰电子有限公司"]),
        ("91999999dem000014g", ["示例恒泰精密制造有限公司"]),
        ("engtai", []),
    ],
)
def test_ways_to_ask(open_search, query, found):
    page = open_search()
    ask(page, query)
    expect(said(page)).to_have_text("找到 1 个组织，选择一张证书" if found else "没有找到符合的组织")
    assert names(page) == found
    assert unquote(page.url.partition("#q=")[2].replace("+", " ")) == query


def test_a_credit_code_is_shown_where_it_was_found_by(open_search):
    page = open_search(CODE)
    expect(page.get_by_text(f"统一社会信用代码：{CODE}")).to_be_visible()
    assert list(standings(page)) == ["99926E00002R0S", "99926Q00001R0S"]


def test_a_result_leads_to_the_check_and_back_leads_to_the_results(open_search):
    page = open_search("青山", page_number=2)
    expect(results(page)).to_have_text("“青山”的查找结果，第 2 页")
    page.locator("#answer li a").first.click()
    expect(page.get_by_role("textbox")).to_have_value(re.compile("^99926Q2"))
    page.go_back()
    expect(results(page)).to_have_text("“青山”的查找结果，第 2 页")
    expect(page.get_by_role("textbox")).to_have_value("青山")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages(open_search, lang):
    page = open_search("青山", lang)
    following = page.get_by_role("link", name={"zh": "下一页", "en": "Next page"}[lang])
    before = page.get_by_role("link", name={"zh": "上一页", "en": "Previous page"}[lang])
    heading = {"zh": "“青山”的查找结果", "en": "Results for “青山”"}[lang]
    paged = {"zh": "“青山”的查找结果，第 {} 页", "en": "Results for “青山”, page {}"}[lang]
    count = {
        "zh": "找到 23 个组织，选择一张证书。本页列出第 {} 到第 {} 个。",
        "en": "23 organisations found – choose a certificate. This page lists numbers {} to {}.",
    }[lang]
    seen = []
    for number, (first, last) in enumerate(((1, 10), (11, 20), (21, 23)), start=1):
        expect(results(page)).to_have_text(heading if number == 1 else paged.format(number))
        expect(results(page)).to_be_focused()
        expect(said(page)).to_have_text(count.format(first, last))
        assert len(names(page)) == last - first + 1
        seen += names(page)
        expect(before).to_have_count(int(number > 1))
        expect(following).to_have_count(int(number < 3))
        if number < 3:
            following.click()
    assert len(set(seen)) == 23
    before.click()
    expect(results(page)).to_have_text(paged.format(2))
    expect(results(page)).to_be_focused()
    assert names(page) == seen[10:20]
    page.go_back()
    expect(results(page)).to_have_text(paged.format(3))
    page.go_back()
    page.go_back()
    expect(results(page)).to_have_text(heading)


def test_a_page_after_the_last_one_is_the_last_one(open_search):
    page = open_search("青山", page_number=99)
    expect(results(page)).to_have_text("“青山”的查找结果，第 3 页")
    page = open_search("恒泰", page_number=2)
    expect(results(page)).to_have_text("“恒泰”的查找结果")


def test_on_paper_it_is_said_how_many_there_are(open_search):
    page = open_search("青山")
    expect(results(page)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("本页列出第 1 到第 10 个")).to_be_visible()


def test_results_are_in_view_on_a_phone(open_search):
    page = open_search("恒泰", width=360, height=740)
    expect(results(page)).to_be_focused()
    for part in (results(page), page.locator(".organisation h3").first):
        expect(part).to_be_in_viewport()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_more_than_are_listed(open_search, lang):
    page = open_search("样本", lang)
    following = page.get_by_role("link", name={"zh": "下一页", "en": "Next page"}[lang])
    count = {
        "zh": "至少找到 50 个组织，选择一张证书。",
        "en": "At least 50 organisations found – choose a certificate. ",
    }
    place = {"zh": "本页列出第 {} 到第 {} 个。", "en": "This page lists numbers {} to {}. "}
    most = {
        "zh": "最多列出 50 个。请输入更完整的名称。",
        "en": "No more than 50 are listed. Enter more of the name.",
    }
    more = {
        "zh": "符合的组织超过 50 个，只列出前 50 个。请输入更完整的名称。",
        "en": "More than 50 organisations match; the first 50 are listed. Enter more of the name.",
    }
    seen = []
    for first in (1, 11, 21, 31, 41):
        own = count[lang] + place[lang].format(first, first + 9) + (more if first == 41 else most)[lang]
        expect(said(page)).to_have_text(own)
        seen += names(page)
        if first < 41:
            following.click()
    expect(following).to_have_count(0)
    assert len(set(seen)) == 50


def test_an_organisation_with_many_certificates_goes_on_on_the_next_page(open_search):
    page = open_search("多证集团")
    expect(said(page)).to_have_text("找到 1 个组织，选择一张证书")
    assert names(page) == ["多证集团"]
    first = standings(page)
    page.get_by_role("link", name="下一页").click()
    expect(results(page)).to_have_text("“多证集团”的查找结果，第 2 页")
    assert names(page) == ["多证集团（接上页）"]
    expect(said(page)).to_have_text("找到 1 个组织，选择一张证书")
    second = standings(page)
    assert first.keys().isdisjoint(second)
    assert len(first) + len(second) == 130


NONE = {
    "zh": "公开的登记信息中没有找到“{}”。这不等于该组织没有获得认证：名称可能写法不同，证书可能由其他机构颁发，也可能依约定不公开。",
    "en": "“{}” was not found in our public records. That does not prove that the organisation is not certified: its name may "
    "be written otherwise, its certificate may come from another body, or may not be public by agreement.",
}
NONE_FOUND = {"zh": "没有找到符合的组织", "en": "No organisation found"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_none(open_search, lang):
    page = open_search("没有这个组织", lang)
    expect(results(page)).to_be_focused()
    expect(said(page)).to_have_text(NONE_FOUND[lang])
    expect(page).to_have_title(f"{NONE_FOUND[lang]} - 没有这个组织 - {BODY[lang]}")
    expect(page.get_by_text(NONE[lang].format("没有这个组织"))).to_be_visible()
    expect(page.locator("#answer a")).to_have_attribute("href", "https://cx.cnca.cn/")
    expect(page.locator("#answer .icon")).to_have_count(1)


def test_a_number_that_is_not_listed_leads_to_the_check(open_search):
    """A certificate of limited disclosure is in no search."""
    page = open_search("999-26Q00011R0S")
    link = page.get_by_role("link", name="按证书编号 99926Q00011R0S 查询")
    expect(link).to_have_attribute("href", "verify.html#n=99926Q00011R0S")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "query", ["99926Q00011R0S 没有这个组织", "证书编号为99926Q00011R0S", "没有这个组织（99926Q00011R0S）"]
)
def test_a_number_beside_a_name_leads_to_the_check(open_search, axe, lang, query):
    """As a row of a table is copied: the check of a number sends Chinese text here."""
    page = open_search(query, lang)
    expect(said(page)).to_have_text(NONE_FOUND[lang])
    named = {"zh": "按证书编号 99926Q00011R0S 查询", "en": "Check certificate number 99926Q00011R0S"}[lang]
    link = page.get_by_role("link", name=named)
    expect(link).to_have_attribute("href", "verify.html#n=99926Q00011R0S")
    assert axe(page) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_too_little_of_a_number_is_not_said_to_be_nowhere(open_search, lang):
    """Each number begins with these digits; three are looked for in names alone."""
    page = open_search("999", lang)
    expect(said(page)).to_have_text(NONE_FOUND[lang])
    more = {"zh": "要输入编号的前四位或更多", "en": "enter its first four characters or more"}[lang]
    expect(page.locator("#answer")).to_contain_text(more)


PART_OF_A_CODE = {
    "zh": "统一社会信用代码要输入完整的 18 位，现在是 {} 位。",
    "en": "A credit code has 18 characters; enter all of them. You entered {}.",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("query", "length"), [("91999999DEM0000", 15), ("９１９９ ９９９９", 8), ("91999999-dem000014", 17)]
)
def test_a_part_of_a_credit_code_is_called_one(open_search, lang, query, length):
    page = open_search(query, lang)
    expect(said(page)).to_have_text(NONE_FOUND[lang])
    expect(page.get_by_text(PART_OF_A_CODE[lang].format(length), exact=True)).to_be_visible()


@pytest.mark.parametrize(
    "query",
    [
        "9199999",
        "91999999DEM0000999",
        "99926Q0099",
        "99926QMS00990R0S",
        "CNCAR2002001",
        "91999999某某",
        "没有这个",
    ],
)
def test_nothing_else_is_called_a_part_of_a_credit_code(open_search, query):
    page = open_search(query)
    expect(said(page)).to_have_text(NONE_FOUND["zh"])
    assert page.get_by_text("18 位，现在是").count() == 0


LEGAL_FORM = {
    "zh": "“有限公司”“Co., Ltd.”等组织形式不作为查找内容，请输入名称的其他部分。",
    "en": "Legal forms such as “Co., Ltd.” are not searched. Enter another part of the name.",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", ["有限公司", "限公", "Co., Ltd."])
def test_a_legal_form(open_search, lang, query):
    page = open_search(query, lang)
    expect(said(page)).to_have_text(LEGAL_FORM[lang])
    assert names(page) == []


PROBLEM = {
    "zh": ("请至少输入两个字", "输入组织名称、统一社会信用代码或证书编号", "错误："),
    "en": (
        "Enter at least two characters",
        "Enter an organisation’s name, its credit code or a certificate number",
        "Error: ",
    ),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("query", "at"), [("恒", 0), ("a", 0), ("", 1), (" （） ", 1)])
def test_too_short(open_search, axe, lang, query, at):
    page = open_search("恒泰", lang)
    expect(results(page)).to_be_visible()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    ask(page, query)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(PROBLEM[lang][at])
    expect(alert).to_be_focused()
    expect(page).to_have_title(f"{PROBLEM[lang][2]}{PROBLEM[lang][at]} - {BODY[lang]}")
    field = page.get_by_role("textbox")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", "problem hint")
    expect(page.locator("#answer")).to_be_empty()
    expect(results(page)).to_be_hidden()
    assert axe(page) == []
    assert asked == []
    alert.get_by_role("link").click()
    expect(field).to_be_focused()
    ask(page, "恒泰电子")
    expect(said(page)).to_have_text(
        {"zh": "找到 1 个组织，选择一张证书", "en": "1 organisation found – choose a certificate"}[lang]
    )
    expect(alert).to_have_count(0)
    assert field.get_attribute("aria-invalid") is None


def test_back_and_forward(open_search):
    page = open_search()
    field = page.get_by_role("textbox")
    for query in ("恒泰电子", "多证"):
        ask(page, query)
        expect(results(page)).to_have_text(f"“{query}”的查找结果")
    page.go_back()
    expect(results(page)).to_have_text("“恒泰电子”的查找结果")
    expect(field).to_have_value("恒泰电子")
    page.go_back()
    expect(results(page)).to_be_hidden()
    expect(field).to_have_value("")
    expect(page).to_have_title(f"{TITLE['zh']} - {BODY['zh']}")
    page.go_forward()
    expect(results(page)).to_have_text("“恒泰电子”的查找结果")
    ask(page, "恒泰电子")
    expect(results(page)).to_be_focused()


def test_a_question_in_the_query_moves_to_where_no_server_sees_it(address, new_page):
    page = new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(f"{address}organisations.html?q={quote('恒泰电子')}")
    expect(results(page)).to_have_text("“恒泰电子”的查找结果")
    assert page.url == f"{address}organisations.html#q={quote('恒泰电子')}"


def test_what_a_server_learns(open_search):
    asked = []
    page = open_search(before=lambda page: page.on("request", lambda request: asked.append(request.url)))
    ask(page, "恒泰精密")
    expect(results(page)).to_be_visible()
    register = [one.rpartition("register/1/")[2] for one in asked if "register/1/" in one]
    assert sorted(re.sub(r"[0-9a-f]{2}/[0-9a-f]{16}", "NAME", one) for one in register) == [
        "index.json",
        "search/NAME.json",
        "search/index.json",
    ]
    assert not any(quote("恒泰") in one for one in asked)


def test_markup_is_text(open_search):
    for query in ('<img src=x onerror="alert(1)">标记{q}', '<img src=x onerror="alert(1)">标记'):
        page = open_search(query)
        expect(results(page)).to_have_text(f"“{query}”的查找结果")
        expect(page.get_by_text(query).last).to_be_visible()
        assert page.locator("main img").count() == 0
    assert names(page) == ['<img src=x onerror="alert(1)">标记{k}有限公司']


@pytest.mark.parametrize("lang", LANGUAGES)
def test_specimens(open_search, lang):
    page = open_search("恒泰电子", lang, index={"specimen": True})
    label = {
        "zh": "以下都是证书样本，不代表真实认证。",
        "en": "All of these are specimens – not real certificates.",
    }[lang]
    expect(page.locator("#answer > *").first).to_have_text(label)
    expect(page.locator("#specimen")).to_be_visible()
    assert page.locator(".organisation").evaluate("one => getComputedStyle(one).borderStyle") == "dashed"
    ask(page, "没有这个组织")
    not_here = {"zh": "真实证书不在其中", "en": "Real certificates are not in it"}[lang]
    expect(page.locator(".remark")).to_contain_text(not_here)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_data_above_the_limit_claim_no_valid_certificate(open_search, lang):
    old = {
        "zh": "数据已 {} 天未更新，最近一次发布是 2026-11-22 10:00。",
        "en": "The data is {} days old; the last release was 2026-11-22 10:00.",
    }[lang]
    valid = FOUND[lang][3]["99926Q00001R0S"]
    page = open_search("恒泰", lang, now="2026-12-06T06:00:00Z")
    expect(page.locator(".remark")).to_have_text(old.format(14))
    assert standings(page)["99926Q00001R0S"] == valid
    page = open_search("恒泰", lang, now="2026-12-07T06:00:00Z")
    expect(page.locator(".remark")).to_have_text(old.format(15))
    unknown = {"zh": "不能确认：数据已 15 天未更新", "en": "Cannot tell: data is 15 days old"}[lang]
    found = standings(page)
    assert found["99926Q00001R0S"] == found["99926E00002R0S"] == unknown
    assert found["99926Q00004R0S"] == FOUND[lang][3]["99926Q00004R0S"]
    assert page.locator(".standing.green").count() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_ended_transition_makes_a_valid_certificate_one_that_cannot_be_told(open_search, lang):
    """One that names the edition, as a check of its number would say, and no other."""
    superseded = {EDITION: {"by": "ISO 14001:2026", "until": "2026-11-21"}}
    page = open_search("恒泰", lang, index={"superseded": superseded})
    unknown = {
        "zh": "不能确认：所依据标准的转换期已结束",
        "en": "Cannot tell: the transition of its standard has ended",
    }[lang]
    expect(results(page)).to_be_visible()
    assert standings(page) == {**FOUND[lang][3], "99926E00002R0S": unknown}
    superseded[EDITION]["until"] = "2026-11-22"
    page = open_search("恒泰", lang, index={"superseded": superseded})
    expect(results(page)).to_be_visible()
    assert standings(page) == FOUND[lang][3]


def test_a_search_that_does_not_know_a_superseded_edition_is_of_another_build(open_search):
    superseded = {"GB/T 99999-2010": {"by": "GB/T 99999-2020", "until": "2026-11-21"}}
    page = open_search("恒泰", index={"superseded": superseded})
    expect(page.locator("#answer h2")).to_have_text("数据校验没有通过，未显示结果")
    expect(page.locator(".standing")).to_have_count(0)


def test_a_device_clock_that_is_behind_is_said(open_search):
    page = open_search("恒泰", now="2026-02-01T06:00:00Z")
    expect(page.locator(".remark")).to_have_text(
        "设备日期 2026-02-01 早于数据发布日期 2026-11-22，按发布日期判断。"
    )
    assert standings(page)["99926Q00006R0S"] == "已过期，有效期至 2026-03-01"


def test_the_day_is_that_of_beijing(open_search):
    page = open_search("恒泰", now="2026-12-05T16:00:00Z", timezone_id="America/New_York")
    expect(page.get_by_text("状态按 2026-12-06 判断。")).to_be_visible()


def test_a_kept_copy_claims_nothing(open_search):
    def kept(route):
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, "certsite-kept": "1"})

    page = open_search("恒泰", before=lambda page: page.route("**/search/index.json", kept))
    expect(results(page)).to_be_visible()
    assert set(standings(page).values()) == {"不能确认：当前离线"}
    assert page.locator(".standing.grey").count() == len(FOUND["zh"][3])


LEAF = re.compile(r"/search/[0-9a-f]{2}/")
FAULTS = {
    "NETWORK": {
        "zh": "没能完成查询",
        "en": "We could not complete the check",
    },
    "INTEGRITY": {
        "zh": "数据校验没有通过，未显示结果",
        "en": "The data failed its integrity check, so no result is shown",
    },
    "NEWER_FORMAT": {
        "zh": "本页版本太旧，读不了现在的数据",
        "en": "This page is too old to read the present data",
    },
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("pattern", "answer", "code"),
    [
        ("**/1/index.json", {"status": 404}, "NETWORK"),
        ("**/search/index.json", {"status": 500}, "NETWORK"),
        (LEAF, {"status": 404}, "NETWORK"),
        ("**/1/index.json", {"body": "<html>"}, "INTEGRITY"),
        ("**/search/index.json", {"body": "<html>"}, "INTEGRITY"),
        (LEAF, {"body": "{}"}, "INTEGRITY"),
        ("**/1/index.json", {"body": '{"format":2}'}, "NEWER_FORMAT"),
        ("**/search/index.json", {"body": '{"format":2}'}, "NEWER_FORMAT"),
    ],
)
def test_a_fault_is_no_answer_and_can_be_tried_again(open_search, axe, lang, pattern, answer, code):
    page = open_search(
        "恒泰",
        lang,
        allow=FAILED,
        before=lambda page: page.route(pattern, lambda route: route.fulfill(**answer)),
    )
    heading = page.get_by_role("heading", level=2)
    expect(heading).to_have_text(FAULTS[code][lang])
    expect(heading).to_be_focused()
    expect(page).to_have_title(f"{FAULTS[code][lang]} - 恒泰 - {BODY[lang]}")
    expect(said(page)).to_be_empty()
    assert axe(page) == []
    page.unroute(pattern)
    page.get_by_role("button", name={"zh": "重试", "en": "Try again"}[lang]).click()
    expect(said(page)).to_have_text(FOUND[lang][1])
    expect(results(page)).to_be_focused()


def other_snapshot(times):
    """An index of another snapshot, so many times."""

    def before(page):
        index = {**published.INDEX, "snapshot": "a" * 64}
        page.route("**/1/index.json", lambda route: route.fulfill(json=index), times=times)

    return before


def test_an_index_and_a_search_of_different_snapshots_are_both_read_again_once(open_search):
    asked = []

    def before(page):
        page.on("request", lambda request: asked.append(request.url.rpartition("register/1/")[2]))
        other_snapshot(1)(page)

    page = open_search("恒泰", before=before)
    expect(said(page)).to_have_text("找到 2 个组织，选择一张证书")
    assert asked.count("index.json") == asked.count("search/index.json") == 2


def test_snapshots_that_stay_different_are_no_answer(open_search):
    asked = []

    def before(page):
        page.on("request", lambda request: asked.append(request.url.rpartition("register/1/")[2]))
        other_snapshot(99)(page)

    page = open_search("恒泰", before=before)
    expect(page.get_by_role("heading", level=2)).to_have_text(FAULTS["INTEGRITY"]["zh"])
    assert asked.count("index.json") == asked.count("search/index.json") == 2
    assert page.locator(".standing").count() == 0


def test_events_out_of_order_are_no_answer(open_search, tmp_path, check_pages, new_page, serve):
    """Not even where every file is bound: what status rests on is the order."""
    wrong = [event("2026-06-01", "restored"), event("2026-05-01", "suspended", until="2026-12-31")]
    site = tmp_path / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledgers, "SNAPSHOT", published.INDEX["snapshot"])
        files = ledgers.build(
            tmp_path / "built", [ledgers.certificate("99926Q00001R0S", "恒泰电子", events=wrong)]
        )
    published.write(site / "register/1", [])
    for path, content in files.items():
        (site / "register/1" / path).parent.mkdir(parents=True, exist_ok=True)
        (site / "register/1" / path).write_bytes(content)
    for name in ("organisations.html", "assets"):
        (site / name).symlink_to(check_pages[1] / name)
    page = new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(f"{serve(site)}organisations.html#q={quote('恒泰')}")
    expect(page.get_by_role("heading", level=2)).to_have_text(FAULTS["INTEGRITY"]["zh"])


def test_older_data_than_seen_before_are_no_answer(open_search):
    page = open_search("恒泰")
    expect(results(page)).to_be_visible()
    index = {**published.INDEX, "generated_at": "2026-11-20T02:00:00Z"}
    page.route("**/1/index.json", lambda route: route.fulfill(json=index))
    page.clock.set_fixed_time("2026-11-22T06:02:00Z")
    ask(page, "恒泰电子")
    expect(page.get_by_role("heading", level=2)).to_have_text("收到的数据比以前见过的旧，未显示结果")


def test_without_https(open_search):
    page = open_search(
        "恒泰",
        before=lambda page: page.add_init_script(
            "Object.defineProperty(crypto, 'subtle', { value: undefined })"
        ),
    )
    expect(page.get_by_role("heading", level=2)).to_have_text("当前连接不安全，未能查询")


def test_a_fault_of_the_program_is_no_answer(open_search):
    page = open_search(
        "恒泰",
        allow=("boom",),
        before=lambda page: page.add_init_script(
            "TextDecoder.prototype.decode = () => { throw new Error('boom'); }"
        ),
    )
    expect(page.get_by_role("heading", level=2)).to_have_text(FAULTS["INTEGRITY"]["zh"])


@pytest.fixture
def slow(address, new_page):
    """A page whose clock stands still, the requests that its network keeps waiting, and a function that ends this for new ones."""
    page = new_page(allow=FAILED)
    waiting = []
    holding = [True]
    page.clock.install(time=NOW)
    page.route("**/register/**", lambda route: waiting.append(route) if holding[0] else route.continue_())
    page.goto(f"{address}organisations.html")
    page.clock.pause_at("2026-11-22T06:01:00Z")
    return page, waiting, lambda: holding.__setitem__(0, False)


STUBBORN = (
    "window.fetch = ((real) => (address, options) => real(address, { ...options, signal: undefined }))(fetch)"
)
"""A network that goes on with a request that has been given up: only the page itself can then drop the answer."""


def test_progress_at_three_moments(slow):
    page, _, bring_back = slow
    ask(page, "恒泰")
    page.clock.run_for(250)
    expect(said(page)).to_be_empty()
    page.clock.run_for(100)
    expect(said(page)).to_have_text("正在查找“恒泰”…")
    page.clock.run_for(2700)
    expect(said(page)).to_contain_text("网络较慢，仍在查找“恒泰”…")
    expect(page.get_by_role("button", name="取消")).to_be_visible()
    page.clock.run_for(6900)
    expect(page.get_by_role("heading", level=2)).to_have_count(0)
    page.clock.run_for(200)
    expect(page.get_by_role("heading", level=2)).to_have_text(FAULTS["NETWORK"]["zh"])
    expect(said(page)).to_be_empty()
    bring_back()
    page.get_by_role("button", name="重试").click()
    expect(said(page)).to_have_text("找到 2 个组织，选择一张证书")


def test_a_result_does_not_take_the_focus_from_somebody_who_types_on(slow):
    page, waiting, bring_back = slow
    ask(page, "恒泰")
    while len(waiting) < 2:
        page.wait_for_timeout(10)
    page.get_by_role("textbox").fill("多")
    bring_back()
    for route in waiting:
        route.continue_()
    expect(results(page)).to_have_text("“恒泰”的查找结果")
    expect(page.get_by_role("textbox")).to_be_focused()
    expect(page.get_by_role("textbox")).to_have_value("多")


def test_a_search_can_be_given_up(slow):
    page, waiting, bring_back = slow
    page.evaluate(STUBBORN)
    ask(page, "恒泰")
    page.clock.run_for(3100)
    page.get_by_role("button", name="取消").click()
    expect(said(page)).to_have_text("已取消查找。")
    expect(page.get_by_role("textbox")).to_be_focused()
    bring_back()
    for route in waiting:
        route.continue_()
    page.clock.run_for(20_000)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#answer")).to_be_empty()
    expect(results(page)).to_be_hidden()


def test_an_older_search_never_covers_a_newer_one(slow):
    page, waiting, bring_back = slow
    page.evaluate(STUBBORN)
    ask(page, "恒泰")
    while len(waiting) < 2:
        page.wait_for_timeout(10)
    bring_back()
    ask(page, "多证")
    expect(results(page)).to_have_text("“多证”的查找结果")
    for route in waiting:
        route.continue_()
    page.clock.run_for(20_000)
    page.wait_for_load_state("networkidle")
    expect(results(page)).to_have_text("“多证”的查找结果")
    assert names(page) == ["多证集团"]


def test_a_list_that_is_looked_at_on_another_day_is_made_anew_without_taking_the_focus(open_search):
    page = open_search("恒泰")
    expect(results(page)).to_be_focused()
    page.get_by_role("textbox").focus()
    page.clock.set_fixed_time("2026-12-07T06:00:00Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".remark")).to_have_text(re.compile("数据已 15 天未更新"))
    assert page.locator(".standing.green").count() == 0
    expect(page.get_by_role("textbox")).to_be_focused()


def test_keyboard_only(open_search):
    page = open_search()
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("hengtai")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="查找")).to_be_focused()
    page.keyboard.press("Space")
    expect(results(page)).to_be_focused()
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="99926E00002R0S")
    expect(link).to_be_focused()
    assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/verify.html#n=99926E00002R0S")


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


LONG = "恒泰" * 40


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", [None, "恒泰", "样本", "有限公司", LONG])
def test_everybody_can_read_it(open_search, axe, lang, query):
    page = open_search(query, lang)
    if query:
        expect(results(page)).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            assert overflow(page) == 0, width
            if width > 320:
                assert axe(page) == [], (scheme, width)


def test_forced_colours(open_search, axe):
    page = open_search("恒泰", forced_colors="active")
    expect(results(page)).to_be_visible()
    assert page.locator(".standing").first.evaluate("one => getComputedStyle(one).borderStyle") == "solid"
    assert axe(page) == []


def test_words_twice_as_large(open_search, check_pages):
    _, folder = check_pages
    (folder / "double.css").write_text("html { font-size: 200% }", encoding="utf-8")
    page = open_search("恒泰", width=640)
    expect(results(page)).to_be_visible()
    page.add_style_tag(url="/double.css")
    assert overflow(page) == 0


def test_targets_are_large_enough(open_search):
    page = open_search("青山", width=360, page_number=2)
    expect(results(page)).to_be_visible()
    targets = [
        *page.locator("#answer a").all(),
        *page.get_by_role("button").all(),
        page.get_by_role("textbox"),
    ]
    assert len(targets) == 10 + 2 + 1 + 1
    for target in targets:
        assert target.bounding_box()["height"] >= 44, target.inner_text()


def test_a_row_is_a_line_on_a_screen_and_a_block_on_a_phone(open_search):
    page = open_search("恒泰精密")
    row = page.locator("#answer li").first
    assert row.bounding_box()["height"] < 60
    page.set_viewport_size({"width": 360, "height": 740})
    boxes = [row.locator(part).bounding_box() for part in ("a", ".scheme", ".standing")]
    assert all(one["y"] + one["height"] <= two["y"] + 1 for one, two in pairwise(boxes))


def test_without_scripts(open_search):
    page = open_search(java_script_enabled=False)
    expect(page.get_by_text("查询程序没有启动。")).to_be_visible()


def test_both_languages_have_the_same_words_with_the_same_placeholders(modules):
    page, base = modules
    script = """async (base) => {
      const names = (text) => [...text.matchAll(/[{](.+?)[}]/g)].map(([, name]) => name).sort();
      const [zh, en] = await Promise.all(["zh", "en"].map((lang) => import(`${base}../organisations/words.${lang}.mjs`)));
      const shape = ({ standing, ...rest }) =>
        Object.fromEntries([...Object.entries(standing), ...Object.entries(rest)].map(([key, text]) => [key, names(text)]));
      return [shape(zh.words), shape(en.words)];
    }"""
    zh, en = page.evaluate(script, base)
    assert zh == en
