"""The batch page as people meet it: what is given, what is said of it, what is saved, and what happens when the network goes."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import batch_workbooks
import published
import pytest
from check_site import BODY
from playwright.sync_api import expect
from states import MARKUP, NOW, RECORDS, STATES, SUPERSEDED, State, prepare, record

LANGUAGES = {"zh": "", "en": "en/"}
FAILED = ("Failed to load resource",)
BITS = 5
HOLDER = "示例精密制造（示例）有限公司"
NUMBERS = [f"99926Q{number:05}R0M" for number in range(1, 501)]
REGISTER = [*RECORDS, *(record(number) for number in NUMBERS)]
TABLE = [
    ["项目", "证书编号", "获证组织名称", "金额"],
    *(
        [f"第 {at} 包", number, HOLDER if at % 5 else "另一家有限公司", f"=SUM({at})"]
        for at, number in enumerate(NUMBERS)
    ),
]
SUMMARY = {
    "zh": "可以采信 {y}，不能采信 {x}，不能确认 {c}；名称不一致 {m}",
    "en": "{y} can be relied on, {x} cannot be relied on, {c} cannot be confirmed; names that differ: {m}",
}
PARSED = {
    "zh": "读到 {k} 行：{u} 个不同编号，{d} 行重复，{b} 行无法识别",
    "en": "Rows: {k}. Different numbers: {u}. Duplicates: {d}. Unreadable: {b}.",
}
CHECK = {"zh": "核验", "en": "Check"}
LIMIT = 2
"""Seconds of the processor, of all threads of the page, from a list of 500 to its results, with the data at hand.

By a clock on the wall the time would be that of the register's server and of whatever else the machine does, and a limit
that never fails there would be several times as wide; a processor's time hardly differs between an idle and a busy machine.
"""


@pytest.fixture(scope="module")
def address(check_pages):
    root, folder = check_pages
    published.write(folder / "register/1", REGISTER, bits=BITS, superseded=SUPERSEDED)
    return root


@pytest.fixture
def open_batch(address, new_page):
    """A function that opens the page at a fixed time, made for the register as it is."""

    def open_page(lang="zh", now=NOW, **options):
        page = new_page(accept_downloads=True, **options)
        page.set_default_timeout(30_000)
        page.clock.set_fixed_time(now)
        page.route("**/batch.html", divided)
        page.goto(f"{address}{LANGUAGES[lang]}batch.html")
        expect(page.locator("#not-running")).to_have_count(0)
        return page

    return open_page


def divided(route):
    """Serve the page as a build of this register makes it."""
    response = route.fetch()
    route.fulfill(response=response, body=response.text().replace('data-bits="2"', f'data-bits="{BITS}"'))


def paste(page, text):
    page.locator("#numbers").fill(text)
    page.locator("#list > button").click()


def give(page, name, content):
    page.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": content})


def summary(page):
    """The heading of the results, once it is there."""
    heading = page.locator("#summary")
    heading.wait_for()
    return heading


def rows(page):
    """The shown text of each row, cell by cell."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".sheet tbody tr")].filter((row) => !row.hidden)
          .map((row) => [...row.cells].map((cell) => cell.innerText))"""
    )


def stopwatch(page):
    """A function that tells how many seconds of the processor the page has taken since."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def taken():
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "ProcessTime")

    begun = taken()
    return lambda: taken() - begun


def saved(page, name):
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def saved_csv(page, name="导出 CSV"):
    _, content = saved(page, name)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def written_csv(table, encoding):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return text.getvalue().encode(encoding)


# What is said

# A list asks about today, so that a day in a link is none of its business.
LISTED = [
    *(
        state
        for state in STATES
        if not state.fault and state.now == NOW and state.code not in ("INPUT_EMPTY", "INPUT_DAY")
    ),
    State(
        "INPUT_NAME",
        "示例有限公司",
        "输入印在证书上的编号，不含汉字",
        "Enter the number printed on the certificate, without Chinese characters",
        "input",
    ),
]


SEVERAL = {
    "zh": "没有编号为 99926QOOO16R0SS 的证书，相近的编号不止一个：打开链接查看",
    "en": "No certificate 99926QOOO16R0SS; several numbers are like it: open the link to see them",
}
"""In a list there are no numbers below it."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_in_one_list(open_batch, lang):
    page = open_batch(lang)
    paste(page, "No.\tName\n" + "\n".join(f"{state.typed}\t" for state in LISTED))
    verdicts = [state.verdict if state.verdict in ("yes", "no") else "unknown" for state in LISTED]
    told = {"y": verdicts.count("yes"), "x": verdicts.count("no"), "c": verdicts.count("unknown"), "m": 0}
    expect(summary(page)).to_have_text(SUMMARY[lang].format(**told))
    expect(summary(page)).to_be_focused()
    title = {"zh": "批量核验证书", "en": "Check many certificates"}[lang]
    expect(page).to_have_title(f"{SUMMARY[lang].format(**told)} - {title} - {BODY[lang]}")
    unreadable = sum(state.verdict == "input" for state in LISTED)
    parsed = {"k": len(LISTED), "u": len(LISTED) - unreadable - 1, "d": 1, "b": unreadable}
    expect(page.locator("#parsed")).to_have_text(PARSED[lang].format(**parsed))
    shown = rows(page)
    for state, verdict, row in zip(LISTED, verdicts, shown, strict=True):
        said = row[2].split("\n")
        conclusion = {
            "yes": {"zh": "可以采信", "en": "can be relied on"},
            "no": {"zh": "不能采信", "en": "cannot be relied on"},
            "unknown": {"zh": "不能确认", "en": "cannot be confirmed"},
        }[verdict][lang]
        heading = SEVERAL[lang] if state.text == "NEAR_MISS_SEVERAL" else state.heading(lang)
        assert said[:2] == [conclusion, heading], state.code
    tones = page.evaluate(
        "[...document.querySelectorAll('.sheet td:nth-child(3) .badge')].map((badge) => badge.classList[1])"
    )
    assert [tone == "green" for tone in tones] == [verdict == "yes" for verdict in verdicts]
    assert [tone in ("red", "amber") for tone in tones] == [verdict == "no" for verdict in verdicts]


def test_what_is_confidential_stays_so(open_batch):
    """A certificate of limited disclosure, and a number that is only like one: neither holder nor standard, anywhere."""
    page = open_batch()
    limited, alike = "99926Q00011R0S", "99926QO0001R0S"
    paste(page, f"编号\t名称\n{limited}\t{HOLDER}\n{alike}\t")
    summary(page)
    assert rows(page)[0][3:6] == [f"您填写：{HOLDER}", "", ""]
    assert rows(page)[1][3:6] == ["", "", ""]
    for row in saved_csv(page)[1:]:
        assert row[4:6] == ["", "" if row[3] else "未填"]
        assert row[9:11] == ["", ""]


def test_a_number_that_stands_twice_is_answered_twice(open_batch):
    page = open_batch()
    paste(page, "99926Q00007R0S\n999-26q 00007r0s\n999")
    expect(page.locator("#parsed")).to_have_text("读到 3 行：1 个不同编号，1 行重复，1 行无法识别")
    expect(summary(page)).to_have_text("可以采信 0，不能采信 2，不能确认 1；名称不一致 0")
    assert [row[:2] for row in rows(page)] == [
        ["1", "99926Q00007R0S"],
        ["2", "999-26q 00007r0s\n按 99926Q00007R0S 查询"],
        ["3", "999"],
    ]


def test_names(open_batch):
    page = open_batch()
    names = [HOLDER, "示例精密制造(示例) 有限公司", "另一家有限公司", ""]
    paste(page, "证书编号\t组织名称\n" + "\n".join(f"{NUMBERS[at]}\t{name}" for at, name in enumerate(names)))
    expect(summary(page)).to_have_text("可以采信 3，不能采信 0，不能确认 1；名称不一致 1")
    expect(page.locator(".results > .notice")).to_have_text(
        "1 行的名称与登记名称不一致。请打开这些编号，核对证书上的名称。"
    )
    assert [row[3] for row in rows(page)] == [
        f"{HOLDER}\n与登记名称一致",
        "示例精密制造(示例) 有限公司\n与登记名称一致",
        f"名称不一致\n您填写：另一家有限公司\n登记：{HOLDER}",
        f"登记：{HOLDER}",
    ]
    assert [row[5] for row in saved_csv(page)[1:]] == ["一致", "一致", "不一致", "未填"]
    conclusions = ["可以采信", "可以采信", "不能确认", "可以采信"]  # of another organisation: not of this one
    assert [row[7] for row in saved_csv(page)[1:]] == conclusions
    assert page.locator(".badge.green").count() == 3


def test_a_name_that_differs_stands_beside_the_registered_one_in_the_same_script(open_batch):
    page = open_batch("en")
    paste(
        page,
        f"Certificate No.\tName\n{NUMBERS[0]}\t另一家有限公司\n{NUMBERS[1]}\tAnother Co., Ltd.\n{NUMBERS[2]}\t{HOLDER}",
    )
    summary(page)
    assert [row[3] for row in rows(page)] == [
        f"Names differ\nYou wrote: 另一家有限公司\nRegistered: {HOLDER}",
        "Names differ\nYou wrote: Another Co., Ltd.\nRegistered: Example Precision Manufacturing Co., Ltd.",
        f"{HOLDER}\nAs registered",
    ]


def test_a_number_leads_to_the_single_check(open_batch):
    page = open_batch()
    paste(page, "999-26q 00007r0s")
    summary(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="999-26q 00007r0s").click()
    expect(opened.value.get_by_role("heading", level=2)).to_have_text("证书已撤销")
    expect(page.locator("#summary")).to_be_visible()


def test_filters(open_batch):
    page = open_batch()
    paste(
        page,
        "证书编号\t组织名称\n99926Q00001R0S\t甲公司\n99926Q00002R0S\n99926Q00007R0S\n99926Q99999R0S\n999\n",
    )
    summary(page)
    names = ["全部 5", "可以采信 1", "不能采信 1", "不能确认 3", "名称不一致 1"]
    assert page.locator(".filters button").all_inner_texts() == names
    pressed = {"全部 5": 5, "可以采信 1": 1, "不能采信 1": 1, "不能确认 3": 3, "名称不一致 1": 1}
    for name, count in [*reversed(pressed.items()), ("全部 5", 5)]:
        page.get_by_role("button", name=name).click()
        assert len(rows(page)) == count
        states = [one.get_attribute("aria-pressed") for one in page.locator(".filters button").all()]
        assert states == ["true" if other == name else "false" for other in names]
        expect(page.locator(".shown")).to_have_text(f"显示 {count}/5 行")
    assert len(saved_csv(page)) == 6


def test_a_filter_that_nothing_fits(open_batch):
    page = open_batch()
    paste(page, "99926Q00001R0S")
    summary(page)
    page.get_by_role("button", name="不能采信 0").click()
    expect(page.locator(".shown")).to_have_text("没有这样的行。")


def test_markup_is_text(open_batch):
    page = open_batch()
    paste(page, f"编号\t名称\t{MARKUP}\n99926Q00013R0S\t{MARKUP}\t{MARKUP}\n{MARKUP}\t\t")
    summary(page)
    assert page.locator("main img, main script").count() == 0
    assert rows(page)[0][3] == f"{MARKUP}\n与登记名称一致"
    assert rows(page)[0][6] == MARKUP


@pytest.mark.parametrize(
    ("lang", "badge", "status"),
    [
        ("zh", "样本演示 · 可以采信", "样本演示：证书有效"),
        ("en", "Specimen demonstration · can be relied on", "Specimen demonstration: Valid"),
    ],
)
def test_specimens_say_so_in_every_place(open_batch, lang, badge, status):
    page = open_batch(lang)
    index = json.loads(
        page.request.get(page.url.partition(LANGUAGES[lang] + "batch")[0] + "register/1/index.json").text()
    )
    page.route("**/index.json", lambda route: route.fulfill(json={**index, "specimen": True}))
    paste(page, "99926Q00001R0S")
    summary(page)
    assert rows(page)[0][2].split("\n")[0] == badge
    expect(page.locator("#specimen")).to_be_visible()
    expect(page.locator(".results > .notice")).to_have_count(1)
    assert saved_csv(page, {"zh": "导出 CSV", "en": "Save as CSV"}[lang])[1][6] == status


def test_old_data_are_said_once(open_batch):
    page = open_batch(now="2026-12-12T06:00:00Z")
    paste(page, "\n".join(NUMBERS[:3]))
    expect(summary(page)).to_have_text("可以采信 0，不能采信 0，不能确认 3；名称不一致 0")
    page = open_batch(now="2026-11-28T06:00:00Z")
    paste(page, "\n".join(NUMBERS[:3]))
    summary(page)
    expect(page.locator(".results > .remark")).to_have_text(
        "数据已 6 天未更新，最近一次发布是 2026-11-22 10:00。"
    )


def test_results_that_have_stood_for_long_say_so(open_batch):
    page = open_batch()
    paste(page, "99926Q00001R0S")
    summary(page)
    page.clock.set_fixed_time("2026-11-22T06:10:01Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#old")).to_contain_text("以上结果是 2026-11-22 14:00:00 查询的，之后可能有变化。")
    page.get_by_role("button", name="再核验一次").click()
    expect(page.locator(".sources dd").first).to_have_text("2026-11-22 14:10:01（北京时间，按本机时钟）")
    expect(page.locator("#old")).to_be_empty()


# Lists of 500

FILES = {
    "gb18030.csv": written_csv(TABLE, "gb18030"),
    "plain.xlsx": batch_workbooks.plain(TABLE),
    "shared.xlsx": batch_workbooks.shared(TABLE),
}


@pytest.mark.parametrize("kind", FILES)
def test_500_rows_from_a_file(open_batch, kind):
    page = open_batch()
    took = stopwatch(page)
    give(page, kind, FILES[kind])
    expect(summary(page)).to_have_text("可以采信 400，不能采信 0，不能确认 100；名称不一致 100")
    assert took() < LIMIT
    expect(page.locator("#parsed")).to_have_text("读到 500 行：500 个不同编号，0 行重复，0 行无法识别")
    place = f"来自 {kind}，工作表“名单”" if kind.endswith("xlsx") else f"来自 {kind}"
    expect(page.locator("#used p")).to_have_text(f"{place}。编号：B 列“证书编号”；名称：C 列“获证组织名称”")
    table = saved_csv(page)
    assert table[0][-2:] == ["项目", "金额"]
    for at, (row, own) in enumerate(zip(table[1:], TABLE[1:], strict=True)):
        assert row[:6] == [str(at + 2), own[1], own[1], own[2], HOLDER, "一致" if at % 5 else "不一致"]
        assert row[6:9] == ["证书有效", "可以采信" if at % 5 else "不能确认", "VALID"]
        assert row[9:14] == [
            "GB/T 19001-2016/ISO 9001:2015", "2029-03-01", "2026-11-22 10:00:00", "000000000000", "2026-11-22 14:00:00",
        ]  # fmt: skip
        assert row[14].endswith(f"/verify.html#n={own[1]}")
        assert row[15:] == [own[0], f"'{own[3]}"]


def test_nothing_leaves_the_browser_but_the_names_of_files(open_batch):
    page = open_batch()
    sent = []
    page.on(
        "request",
        lambda request: sent.append([request.method, request.url, request.headers, request.post_data]),
    )
    give(page, "list.xlsx", batch_workbooks.shared(TABLE))
    summary(page)
    saved_csv(page)
    asked = [url.rpartition("/register/1/")[2] for _, url, _, _ in sent if "/register/1/" in url]
    assert len(asked) == len(set(asked)) == 2**BITS + 2
    assert {method for method, *_ in sent} == {"GET"}
    everything = json.dumps(sent, ensure_ascii=False)
    for secret in (*NUMBERS, HOLDER, "另一家", "list.xlsx", "SUM"):
        assert secret not in everything


def test_progress_is_said_at_each_quarter(open_batch):
    page = open_batch()
    page.evaluate(
        """() => {
          window.said = [];
          const announcer = document.getElementById("announcer");
          new MutationObserver(() => announcer.textContent && said.push(announcer.textContent))
            .observe(announcer, { childList: true, characterData: true, subtree: true });
          window.bars = [];
          new MutationObserver(() => {
            const bar = document.querySelector("progress");
            if (bar) bars.push([bar.value, bar.max, bar.labels.length, document.getElementById("count").textContent]);
          }).observe(document.getElementById("work"), { childList: true, subtree: true, attributes: true });
        }"""
    )
    paste(page, "\n".join(NUMBERS))
    summary(page)
    # Numbers in one file are answered at once; of what is said then, the last stands there.
    said = [int(re.fullmatch(r"已核验 (\d+)/500", one).group(1)) for one in page.evaluate("said")]
    assert said == sorted(set(said) & {0, 125, 250, 375, 500})
    assert {0, 500} <= set(said)
    assert page.evaluate(
        "bars.every(([value, max, , text]) => max === 500 && text === `已核验 ${value}/500`)"
    )


# The network


def cut(page, after):
    """Let so many shards pass, then nothing any more. Returns the shards that passed, and a function that mends it."""
    passed = set()

    def gate(route):
        shard = "/shards/" in route.request.url
        if len(passed) >= after:
            route.abort()
            return
        if shard:
            passed.add(route.request.url)
        route.continue_()

    page.route("**/register/1/**", gate)
    return passed, lambda: page.unroute("**/register/1/**", gate)


@pytest.mark.parametrize("kind", ["gb18030.csv", "shared.xlsx"])
@pytest.mark.parametrize(
    ("lang", "said", "button"),
    [
        ("zh", "{f} 行因网络未完成。", "只重试这 {f} 行"),
        ("en", "Rows not completed because of the network: {f}.", "Retry only these rows ({f})"),
    ],
)
def test_the_network_goes_in_the_middle(open_batch, lang, said, button, kind):
    page = open_batch(lang, allow=FAILED)
    passed, mend = cut(page, 10)
    took = stopwatch(page)
    give(page, kind, FILES[kind])
    summary(page)
    assert took() < LIMIT
    name = {"zh": "导出 CSV", "en": "Save as CSV"}[lang]
    before = saved_csv(page, name)
    failed = [row for row in before[1:] if row[8] == "NETWORK"]
    f = len(failed)
    assert 0 < f < 500
    assert {row[7] for row in failed} == {{"zh": "不能确认", "en": "cannot be confirmed"}[lang]}
    assert {row[8] for row in before[1:]} == {"NETWORK", "VALID"}
    expect(page.locator(".unfinished p")).to_have_text(said.format(f=f))
    expect(page.locator("#announcer")).to_have_text(said.format(f=f))
    mend()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name=button.format(f=f)).click()
    expect(page.locator(".unfinished")).to_have_count(0)
    expect(summary(page)).to_have_text(SUMMARY[lang].format(y=400, x=0, c=100, m=100))
    assert len(asked) == len(set(asked))
    assert not set(asked) & passed
    assert len([url for url in asked if "/shards/" in url]) == 2**BITS - len(passed)
    after = saved_csv(page, name)
    assert [row[:4] + row[14:] for row in after] == [row[:4] + row[14:] for row in before]


def test_no_network_at_all(open_batch):
    page = open_batch(allow=FAILED)
    page.route("**/register/1/**", lambda route: route.abort())
    paste(page, "\n".join(NUMBERS[:20]))
    expect(summary(page)).to_have_text("可以采信 0，不能采信 0，不能确认 20；名称不一致 0")
    assert {row[2] for row in rows(page)} == {"不能确认\n没能完成查询"}
    expect(page.get_by_role("button", name="只重试这 20 行")).to_be_visible()


@pytest.mark.parametrize(
    ("fault", "said", "again"),
    [("kept", "当前离线，不能确认", 1), ("older", "收到的数据比以前见过的旧，未显示结果", 0)],
)
def test_copies_and_older_data_are_no_answer(open_batch, fault, said, again):
    page = open_batch()
    prepare(page, fault)
    page.reload()
    expect(page.locator("#not-running")).to_have_count(0)
    paste(page, "99926Q00001R0S\n99926Q00007R0S")
    expect(summary(page)).to_have_text("可以采信 0，不能采信 0，不能确认 2；名称不一致 0")
    assert {row[2] for row in rows(page)} == {f"不能确认\n{said}"}
    expect(page.get_by_role("button", name="只重试这 2 行")).to_have_count(again)


def test_a_list_leaves_in_mind_how_new_its_data_were(open_batch):
    """The single check then refuses older ones."""
    page = open_batch()
    paste(page, "99926Q00001R0S")
    summary(page)
    assert page.evaluate("localStorage.getItem('certsite newest /register/1/')") == "2026-11-22T02:00:00Z"


def test_stop_and_go_on(open_batch):
    page = open_batch()
    held = []
    page.route("**/shards/**", lambda route: held.append(route))
    paste(page, "\n".join(NUMBERS[:100]))
    page.get_by_role("button", name="停止").wait_for()
    page.wait_for_timeout(300)
    held.pop(0).continue_()
    expect(page.locator("#count")).not_to_have_text("已核验 0/100")
    done = int(re.search(r"(\d+)/", page.locator("#count").inner_text()).group(1))
    page.get_by_role("button", name="停止").click()
    summary(page)
    left = 100 - done
    expect(page.locator(".unfinished p")).to_have_text(f"已停止，还有 {left} 行没有核验。")
    unchecked = [row for row in rows(page) if "还没有核验" in row[2]]
    assert len(unchecked) == left
    assert {row[2] for row in unchecked} == {"不能确认\n还没有核验"}
    assert {row[8] for row in saved_csv(page)[1:]} == {"", "VALID"}
    page.unroute("**/shards/**")
    page.get_by_role("button", name=f"继续核验这 {left} 行").click()
    expect(page.locator(".unfinished")).to_have_count(0)
    expect(summary(page)).to_have_text("可以采信 100，不能采信 0，不能确认 0；名称不一致 0")


def test_another_list_takes_the_place_of_one_that_is_under_way(open_batch):
    page = open_batch()
    page.route("**/shards/**", lambda route: None)
    paste(page, "\n".join(NUMBERS))
    page.get_by_role("button", name="停止").wait_for()
    page.unroute("**/shards/**")
    paste(page, "99926Q00007R0S")
    expect(summary(page)).to_have_text("可以采信 0，不能采信 1，不能确认 0；名称不一致 0")
    page.wait_for_timeout(300)
    assert len(rows(page)) == 1


# What is not taken

_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_BOMB = batch_workbooks.pack(batch_workbooks.workbook(" " * (40 * 2**20)))
_LONG = [["编号", "名称"], *([NUMBERS[0], "甲"] for _ in range(6000))]
REFUSED = [
    ("empty.csv", b"", "文件是空的。", "The file is empty."),
    ("old.xls", _XLS, "这是旧的 .xls 格式。请用表格软件另存为 .xlsx，再试一次。", "This is the old .xls format. Save it as .xlsx with a spreadsheet program and try again."),
    ("list.pdf", b"%PDF-1.7\n", "这是 PDF，不是名单。请粘贴其中的编号，或选择 CSV、XLSX 文件。", "This is a PDF, not a list. Paste the numbers in it, or choose a CSV or XLSX file."),
    ("bomb.xlsx", _BOMB, "这个 XLSX 解开后大于 32 MB，没有读。只留名单，另存为新的 XLSX。", "This XLSX is larger than 32 MB when unpacked, so it was not read. Save only the list as a new XLSX."),
    ("long.csv", written_csv(_LONG, "utf-8"), "最多读 5000 行，这份名单更长。分成多份。", "At most 5000 rows are read, and this list is longer. Split the list."),
    ("long.xlsx", batch_workbooks.shared(_LONG), "最多读 5000 行，这份名单更长。分成多份。", "At most 5000 rows are read, and this list is longer. Split the list."),
    ("half.xlsx", batch_workbooks.plain(TABLE)[:-400], "这个 XLSX 不能完整读出，可能已损坏。请用表格软件打开，另存为新的 .xlsx。", "This XLSX cannot be read as a whole; it may be damaged. Open it with a spreadsheet program and save it as a new .xlsx."),
    ("none.csv", "证书编号\n无\n".encode(), "没有读到可以核验的编号。每行写一个印在证书上的编号。", "There is no number that can be checked. Write one number a line, as printed on the certificate."),
    ("many.csv", "\n".join([*NUMBERS, "99926Q00501R0M"]).encode(), "一次最多 500 个，现在是 501 个。分成多份。", "500 at most – you have 501. Split the list."),
]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "content", "zh", "en"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_what_is_not_taken(open_batch, name, content, zh, en, lang):
    page = open_batch(lang)
    paste(page, "99926Q00001R0S")
    summary(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    give(page, name, content)
    said = {"zh": zh, "en": en}[lang]
    alert = page.get_by_role("alert")
    expect(alert).to_have_text(said)
    expect(alert).to_be_focused()
    expect(page).to_have_title(f"{ {'zh': '错误：', 'en': 'Error: '}[lang] }{said} - {BODY[lang]}")
    expect(page.locator("#work")).to_be_empty()
    assert not any("/register/" in url for url in asked)
    alert.get_by_role("link").click()
    expect(page.locator("#file")).to_be_focused()
    paste(page, "99926Q00001R0S")
    summary(page)
    expect(page.locator("#problem")).to_be_hidden()
    expect(page.locator("[aria-invalid]")).to_have_count(0)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "先粘贴证书编号，或选择一个文件"), ("en", "Paste certificate numbers or choose a file first")],
)
def test_nothing_given(open_batch, lang, said):
    page = open_batch(lang)
    page.get_by_role("button", name=CHECK[lang], exact=True).click()
    expect(page.get_by_role("alert")).to_have_text(said)
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#numbers")).to_be_focused()
    expect(page.locator("#numbers")).to_have_attribute("aria-invalid", "true")


def test_a_number_that_a_spreadsheet_has_shortened_says_why(open_batch):
    page = open_batch()
    paste(page, "证书编号\t名称\n1.23457E+17\t\n99926Q00001R0S\t")
    summary(page)
    assert rows(page)[0][2] == "不能确认\n表格软件丢掉了这个编号的一部分数字：把这一格设为文本，重新填写"


# Columns


@pytest.mark.parametrize(
    ("lang", "question", "names", "go"),
    [
        ("zh", "哪一列是证书编号？", "哪一列是组织名称？", "核验"),
        (
            "en",
            "Which column has the certificate numbers?",
            "Which column has the names of the organisations?",
            "Check",
        ),
    ],
)
def test_columns_that_are_not_clear_are_asked_for_once(open_batch, lang, question, names, go):
    page = open_batch(lang)
    paste(page, "x\t7\t99926Q00001R0S\t99926Q00007R0S\ny\t8\t99926Q00002R0S\t99926Q00008R0S")
    heading = page.get_by_role("heading", level=2)
    expect(heading).to_have_text(question)
    expect(heading).to_be_focused()
    form = page.locator(".ask")
    assert [group.get_attribute("aria-labelledby") for group in form.locator("fieldset").all()] == [
        "ask-number",
        None,
    ]
    expect(form.get_by_role("group", name=names)).to_be_visible()
    form.get_by_role("button", name=go).click()
    expect(form.get_by_role("alert")).not_to_be_empty()
    form.get_by_role("group", name=question).get_by_role("radio").nth(3).check()
    form.get_by_role("group", name=names).get_by_role("radio").nth(3).check()
    form.get_by_role("button", name=go).click()
    expect(form.get_by_role("alert")).not_to_be_empty()
    form.get_by_role("group", name=names).get_by_role("radio").last.check()
    form.get_by_role("button", name=go).click()
    expect(summary(page)).to_have_text(SUMMARY[lang].format(y=0, x=2, c=0, m=0))
    assert [row[1] for row in rows(page)] == ["99926Q00007R0S", "99926Q00008R0S"]
    assert saved_csv(page, {"zh": "导出 CSV", "en": "Save as CSV"}[lang])[0][15:] == (
        ["第 1 列", "第 2 列", "第 3 列"] if lang == "zh" else ["Column 1", "Column 2", "Column 3"]
    )


def test_columns_can_be_changed_afterwards(open_batch):
    page = open_batch()
    paste(page, f"证书编号\t旧编号\t名称\n99926Q00001R0S\t99926Q00007R0S\t{HOLDER}")
    summary(page)
    page.get_by_role("button", name="改选列").click()
    numbers = page.get_by_role("group", name="哪一列是证书编号？")
    expect(numbers.get_by_role("radio", checked=True)).to_have_count(1)
    expect(page.get_by_role("radio", name="A 列“证书编号”").first).to_be_checked()
    numbers.get_by_role("radio", name="B 列“旧编号”").check()
    page.locator(".ask").get_by_role("button", name="核验").click()
    expect(summary(page)).to_have_text("可以采信 0，不能采信 1，不能确认 0；名称不一致 0")


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "标题行上面的 2 行没有读"), ("en", "Rows above the titles, left out: 2")]
)
def test_rows_above_the_titles_are_counted(open_batch, lang, said):
    page = open_batch(lang)
    paste(page, "供应商清单\n2026\n证书编号\n99926Q00001R0S")
    summary(page)
    expect(page.locator("#used")).to_have_text(said)
    assert [row[0] for row in rows(page)] == ["4"]


# Saving


def test_no_cell_of_a_saved_table_is_a_formula(open_batch):
    page = open_batch()
    cells = ["=1+1", "+1", "-1", "@a", "\tx", "'=1", 'a"b', "a,b", "甲\r\n乙", "＝1", "\r\n=1", "a;=1+1"]
    table = [
        ["编号", *(f"列{at}" for at in range(len(cells)))],
        ["=cmd|' /C calc'!A0", *cells],
        ["99926Q00001R0S", *cells],
    ]
    give(page, "list.csv", written_csv(table, "utf-8"))
    summary(page)
    name, content = saved(page, "导出 CSV")
    assert re.fullmatch(r"核验结果-2026-11-22-140000\.csv", name)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") - content.count(b"\r\n") == 0
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert found[1][1] == "'=cmd|' /C calc'!A0"
    assert found[1][15:] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@a",
        "'\tx",
        "'=1",
        'a"b',
        "a,b",
        "甲\r\n乙",
        "'＝1",
        "'\r\n'=1",
        "a;'=1+1",
    ]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in found for cell in row)
    name, content = saved(page, "导出 XLSX")
    assert re.fullmatch(r"核验结果-2026-11-22-140000\.xlsx", name)
    archive = zipfile.ZipFile(io.BytesIO(content))
    root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    main = f"{{{batch_workbooks.MAIN}}}"
    assert {cell.get("t") for cell in root.iter(f"{main}c")} == {"inlineStr"}
    assert root.find(f".//{main}f") is None
    line = [cell.findtext(f"{main}is/{main}t") for cell in root.findall(f".//{main}row")[1]]
    assert line[1] == "=cmd|' /C calc'!A0"
    assert line[15:19] == ["=1+1", "+1", "-1", "@a"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_saved_can_be_given_again(open_batch, lang):
    """The page's own table: its first columns are taken, and the rest is kept."""
    page = open_batch(lang)
    paste(page, f"证书编号\t组织名称\t项目\n99926Q00001R0S\t{HOLDER}\t一\n99926Q00007R0S\t甲公司\t二")
    text = summary(page).inner_text()
    for name in {"zh": ("导出 CSV", "导出 XLSX"), "en": ("Save as CSV", "Save as XLSX")}[lang]:
        file, content = saved(page, name)
        give(page, file, content)
        expect(page.locator("#used p")).to_contain_text(file)
        expect(summary(page)).to_have_text(text)
        assert [row[-1] for row in rows(page)] == ["一", "二"]


def test_wechat_cannot_save(open_batch):
    page = open_batch(user_agent="Mozilla/5.0 (iPhone) AppleWebKit MicroMessenger/8.0")
    paste(page, "99926Q00001R0S")
    summary(page)
    for name in ("导出 CSV", "导出 XLSX"):
        page.get_by_role("button", name=name).click()
        expect(page.locator(".actions").get_by_role("status")).to_contain_text("在浏览器中打开本页")


# Giving


def test_a_file_is_dropped(open_batch):
    page = open_batch()
    transfer = page.evaluate_handle(
        """() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(["证书编号\\n99926Q00007R0S"], "dropped.csv"));
          return transfer;
        }"""
    )
    page.dispatch_event("body", "dragover", {"dataTransfer": transfer})
    expect(page.locator("#drop")).to_have_class("drop over")
    page.dispatch_event("h1", "drop", {"dataTransfer": transfer})
    expect(page.locator("#drop")).to_have_class("drop")
    expect(summary(page)).to_have_text("可以采信 0，不能采信 1，不能确认 0；名称不一致 0")
    expect(page.locator("#used")).to_have_text("来自 dropped.csv")
    assert page.url.endswith("batch.html")


def test_two_files_are_dropped(open_batch):
    page = open_batch()
    transfer = page.evaluate_handle(
        """() => {
          const transfer = new DataTransfer();
          for (const name of ["a.csv", "b.csv"]) transfer.items.add(new File(["x"], name));
          return transfer;
        }"""
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})
    expect(page.get_by_role("alert")).to_have_text("一次选一个文件。")


def test_what_was_given_last_is_checked(open_batch):
    page = open_batch()
    page.locator("#numbers").fill("99926Q00001R0S")
    give(page, "list.csv", b"99926Q00007R0S")
    expect(summary(page)).to_contain_text("不能采信 1")
    page.locator("#list > button").click()
    expect(page.locator("#used")).to_have_text("来自 list.csv")
    expect(summary(page)).to_contain_text("不能采信 1")
    paste(page, "99926Q00001R0S")
    expect(summary(page)).to_contain_text("可以采信 1")
    expect(page.locator("#used")).to_have_text("")
    assert page.locator("#file").evaluate("field => field.files.length") == 0


def test_keyboard_only(open_batch):
    page = open_batch()
    page.on("filechooser", lambda _: None)  # asked for well before the key, which else may come first

    def tab_to(locator, most=12):
        for _ in range(most):
            page.keyboard.press("Tab")
            if locator.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"the Tab key does not lead to {locator}")

    tab_to(page.locator("#numbers"))
    page.keyboard.type("99926Q00001R0S")
    page.keyboard.press("Enter")
    page.keyboard.type("99926Q00007R0S")
    tab_to(page.locator("#file"), 1)
    with page.expect_file_chooser():
        page.keyboard.press("Space")
    tab_to(page.locator("#list > button"), 1)
    page.keyboard.press("Enter")
    expect(summary(page)).to_be_focused()
    tab_to(page.get_by_role("button", name="导出 CSV"), 1)
    with page.expect_download():
        page.keyboard.press("Space")
    tab_to(page.get_by_role("button", name="不能采信 1"), 4)
    page.keyboard.press("Space")
    assert len(rows(page)) == 1
    tab_to(page.locator(".sheet"), 4)
    tab_to(page.get_by_role("link", name="99926Q00007R0S"), 1)
    with page.context.expect_page():
        page.keyboard.press("Enter")


def test_a_pasted_list_comes_along_into_the_other_language(open_batch):
    page = open_batch()
    given = "99926Q00001R0S\n99926Q00007R0S"
    page.locator("#numbers").fill(given)
    page.locator("header .language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#not-running")).to_have_count(0)
    expect(page.locator("#numbers")).to_have_value(given)
    page.reload()
    expect(page.locator("#not-running")).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("key", ["Control", "Meta", "Shift", "Alt"])
def test_a_list_stays_where_it_is_when_the_other_language_opens_elsewhere(open_batch, key):
    page = open_batch()
    page.locator("#numbers").fill(f"{NUMBERS[0]}\n")
    # What the browser would do with such a click is not the page's doing.
    page.evaluate("document.addEventListener('click', (event) => event.preventDefault())")
    page.locator("header .language").click(modifiers=[key])
    assert page.evaluate("sessionStorage.length") == 0


def test_an_empty_list_takes_none_along(open_batch):
    page = open_batch()
    page.evaluate("document.addEventListener('click', (event) => event.preventDefault(), { once: true })")
    page.locator("#numbers").fill(f"{NUMBERS[0]}\n")
    page.locator("header .language").click()
    page.locator("#numbers").fill("")
    page.locator("header .language").click()
    page.wait_for_url("**/en/batch.html")
    expect(page.locator("#not-running")).to_have_count(0)
    assert page.locator("#numbers").input_value() == ""
    assert page.evaluate("sessionStorage.length") == 0
