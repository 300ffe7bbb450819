"""What follows a verdict: timeline and day form, comparison with the paper, the number part by part."""

import json
from pathlib import Path

import published
import pytest
from playwright.sync_api import expect
from states import NOW, record

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/status.json").read_text("utf-8"))["cases"]
LANGUAGES = {"zh": "", "en": "en/"}
MORE = "../more/"

SUSPENDED = record("99926Q00001R0S", ("2026-06-01", "suspended", "2026-09-30"), ("2026-08-10", "restored"))
OVERRUN = record("99926Q00006R0S", ("2026-05-01", "suspended", "2026-10-31"))
WITHDRAWN = record("99926Q00007R0S", ("2026-05-01", "suspended", "2026-10-31"), ("2026-10-01", "withdrawn"))
ONE_DAY = record("99926Q00021R0S", valid_from="2026-03-02", valid_to="2026-03-02")
FUTURE = record("99927Q00005R0S", valid_from="2027-03-02", valid_to="2030-03-01")
LONG_AGO = record("99909Q00009R0S", valid_from="2013-03-02", valid_to="2016-03-01")
UNKNOWN = record("99926Q00012R0S", ("2026-10-01", "merged"))
SUPERSEDED = record("99926Q00010R0S", ("2026-10-01", "superseded", "", "99926Q00001R0S"))
RENEWED = record(
    "99920Q00031R1M",
    ("2023-02-01", "recertified", "2026-02-28"),
    ("2026-05-20", "expired_restored", "2029-02-28"),
    valid_from="2020-03-01",
    valid_to="2029-02-28",
)
RENEWED["events"][0]["until"] = "2023-02-28"
_STEPS = [
    (f"{2012 + at // 3}-{1 + at % 3 * 4:02}-1{at % 9}", kind, until)
    for at in range(27)
    for kind, until in [
        [("surveillance_passed", ""), ("suspended", f"{2012 + at // 3}-12-01"), ("restored", "")][at % 3]
    ]
]
LONG = record(
    "99911Q00012R3L",
    *_STEPS,
    ("2022-01-01", "recertified", "2025-01-01"),
    ("2024-12-01", "recertified", "2028-01-01"),
    valid_from="2011-03-02",
    valid_to="2028-01-01",
)
LONG["events"][0]["until"] = "2022-03-01"
LIMITED = {"number": "99926Q00011R0S", "disclosure": "limited"}

CASES = {
    "suspended": (SUSPENDED, "2026-07-01"),
    "overrun": (OVERRUN, "2026-11-10"),
    "withdrawn": (WITHDRAWN, None),
    "one day": (ONE_DAY, None),
    "future": (FUTURE, None),
    "long ago": (LONG_AGO, "2014-01-01"),
    "unknown": (UNKNOWN, None),
    "renewed": (RENEWED, "2026-04-01"),
    "long": (LONG, "2019-07-05"),
}

MOUNT = """async ([lang, result]) => {
  const at = (path) => new URL(path, location.href).href;
  const [plain, ofData] = await Promise.all(["", "data."].map((part) => import(at(`assets/verify/words.${part}${lang}.mjs`))));
  const words = { ...plain.words, ...ofData.words };
  const { status } = await import(at("assets/verify/status.mjs"));
  const { more } = await import(at("assets/more/more.mjs"));
  const setting = {
    lang, words, body: "示例认证机构", domain: "certificates.example",
    platform: { text: "platform", href: "https://cx.cnca.cn/" },
  };
  const { outcome } = result;
  if (outcome.record) outcome.status = status(outcome.record, outcome.on ?? outcome.today);
  window.days = [];
  const nodes = await more(result, setting, { askDay: (day) => window.days.push(day ?? "today") });
  const [heading, box] = ["h2", "div"].map((name) => document.createElement(name));
  heading.textContent = outcome.code;
  box.id = "more";
  box.append(...nodes);
  document.getElementById("answer").replaceChildren(heading, box);
}"""


def result_of(code, *, record=None, number="", on=None, verdict="unknown", text=None, **changes):
    """Return a result as verify() gives one; `changes` are keys of the index."""
    index = {**published.INDEX, "since": "2009-03-02", **changes}
    number = record["number"] if record else number
    key = "".join(character for character in number if character.isalnum())
    outcome = {
        "code": code,
        "verdict": verdict,
        "text": code,
        "facts": {"no": number, "asof": "2026-11-22 10:00", "to": "", "from": "", "n": 0},
        "remarks": [],
        "candidates": [],
        "specimen": False,
        "today": on or "2026-11-22",
        "index": index,
    }
    outcome |= {"record": record} if record else {}
    outcome |= {"on": on} if on else {}
    return {"question": {"text": text or number}, "key": key, "outcome": outcome, "asked_at": 0}


@pytest.fixture
def mounted(check_pages, new_page):
    """A function that shows what follows a result: `mounted(result, lang="zh", now=NOW, **page options)`."""

    def mount(result, lang="zh", now=NOW, **options):
        page = new_page(**options)
        page.clock.set_fixed_time(now)
        page.goto(f"{check_pages[0]}{LANGUAGES[lang]}verify.html")
        page.evaluate(MOUNT, [lang, result])
        return page

    return mount


@pytest.fixture
def over_two(check_pages, new_page):
    """A function that opens the check page over two certificates: `over_two(lang="zh", fragment="", **page options)`."""

    def open_page(lang="zh", fragment="", **options):
        root, folder = check_pages
        published.write(folder / "register/1", [SUSPENDED, WITHDRAWN])
        page = new_page(**options)
        page.clock.set_fixed_time(NOW)
        page.goto(f"{root}{LANGUAGES[lang]}verify.html{fragment}")
        return page

    return open_page


def show(mounted, record, on=None, lang="zh", **options):
    """Return a page with all that follows a verdict about a record."""
    return mounted(result_of("VALID", record=record, on=on, verdict="yes"), lang, **options)


@pytest.fixture
def call(modules):
    """A function that calls a function of a module of `assets/more/` and returns what it gives."""
    page, base = modules

    def run(module, function, *arguments):
        script = """async ([address, name, given]) => (await import(address))[name](...given)"""
        return page.evaluate(script, [f"{base}{MORE}{module}.mjs", function, list(arguments)])

    return run


def lines(page, table=".told table"):
    """Return the rows of a table as lists of texts."""
    rows = page.locator(f"{table} tbody tr")
    cells = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    return [[" ".join(cell.split()) for cell in row] for row in cells]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


# Words


def test_both_languages_have_the_same_words_with_the_same_placeholders(modules):
    page, base = modules
    script = """async (base) => {
      const shape = (value) => {
        if (typeof value === "string") return [...value.matchAll(/[{](.+?)[}]/g)].map(([, name]) => name).sort();
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
      };
      const [zh, en] = await Promise.all(["zh", "en"].map((lang) => import(`${base}words.${lang}.mjs`)));
      return [shape(zh.words), shape(en.words), JSON.stringify([zh.words, en.words])];
    }"""
    zh, en, text = page.evaluate(script, base + MORE)
    assert zh == en
    for accusation in ("非法", "假", "伪", "fake", "forge", "invalid", "illegal"):
        assert accusation not in text.lower()


# Days as certificates print them


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026-3-1", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        ("2026 年 03 月 01 日", "2026-03-01"),
        ("２０２６年３月１日", "2026-03-01"),
        ("2026年3月1", "2026-03-01"),
        ("2026.3.1", "2026-03-01"),
        ("2026．03．01", "2026-03-01"),
        ("2026/03/01", "2026-03-01"),
        ("2026–03–01", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("1 March 2026", "2026-03-01"),
        ("01-Mar-2026", "2026-03-01"),
        ("March 1st, 2026", "2026-03-01"),
        ("Sept. 9, 2026", "2026-09-09"),
        (" 2028-02-29 ", "2028-02-29"),
        ("2027-02-29", None),
        ("2026-13-01", None),
        ("2026-00-10", None),
        ("2026-04-31", None),
        ("03/01/2026", None),  # two days have this name
        ("2026-3.1", None),
        ("2026-03", None),
        ("26-03-01", None),
        ("1899-12-31", None),
        ("2200-01-01", None),
        ("Marchember 1, 2026", None),
        ("1 mar", None),
        ("有效", None),
        ("", None),
    ],
)
def test_read_date(call, text, day):
    assert call("dates", "readDate", text) == day


# Differences


def marked(pieces):
    """Return a text with what differs in brackets."""
    return "".join(f"[{piece['text']}]" if piece["differs"] else piece["text"] for piece in pieces)


@pytest.mark.parametrize(
    ("one", "other", "left", "right", "changes"),
    [
        ("示例公司", "示例公司", "示例公司", "示例公司", []),
        ("示例（示例） 公司", "示例(示例)公司", "示例（示例） 公司", "示例(示例)公司", []),
        ("ＡＢＣ　Ltd", "ABC\u200bLtd", "ＡＢＣ　Ltd", "ABC\u200bLtd", []),
        ("㎡…", "m2...", "㎡…", "m2...", []),
        (
            "示例精细制造",
            "示例精密制造",
            "示例精[细]制造",
            "示例精[密]制造",
            [{"at": 4, "one": "细", "other": "密"}],
        ),
        ("生产", "设计、生产", "生产", "[设计、]生产", [{"at": 1, "one": "", "other": "设计、"}]),
        ("生产和安装", "生产", "生产[和安装]", "生产", [{"at": 3, "one": "和安装", "other": ""}]),
        ("Co., LTD", "Co., Ltd", "Co., L[TD]", "Co., L[td]", [{"at": 6, "one": "TD", "other": "td"}]),
        ("𠮷田", "吉田", "[𠮷]田", "[吉]田", [{"at": 1, "one": "𠮷", "other": "吉"}]),
        ("e\u0301a", "ea", "[e\u0301]a", "[e]a", [{"at": 1, "one": "e\u0301", "other": "e"}]),
        ("", "有", "", "[有]", [{"at": 1, "one": "", "other": "有"}]),
    ],
)
def test_difference(call, one, other, left, right, changes):
    found = call("difference", "difference", one, other)
    assert (marked(found["one"]), marked(found["other"])) == (left, right)
    assert found["changes"] == changes
    assert found["equal"] == (changes == [])


def test_the_difference_of_long_texts_is_bounded(modules):
    page, base = modules
    script = """async (address) => {
      const { difference } = await import(address);
      const text = (length, step) => Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + (at * step) % 997)).join("");
      const run = (length) => {
        const begun = performance.now();
        const found = difference(text(length, 7), text(length, 11));
        return { took: performance.now() - begun, equal: found.equal, alike: found.alike, changes: found.changes.length };
      };
      return [run(2000), run(20000)];
    }"""
    usual, huge = page.evaluate(script, f"{base}{MORE}difference.mjs")
    assert 0 < usual["alike"] < 1
    assert usual["took"] < 1500
    assert (huge["equal"], huge["changes"]) == (False, 1)
    assert huge["alike"] < 0.001  # not looked for
    assert huge["took"] < 1500


# Parts of a number


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("03410Q10286R0S", "body 034|year 10|scheme Q|sequence 10286|cycle R0|size S"),
        ("08921Q52943R0S", "body 089|year 21|scheme Q|sequence 52943|cycle R0|size S"),
        (
            "00114Q20094R0S/1100",
            "body 001|year 14|scheme Q|sequence 20094|cycle R0|size S|suffix /1100",
        ),
        ("99926Q00001R0S-1", "body 999|year 26|scheme Q|sequence 00001|cycle R0|size S|sub -1"),
        (
            "99926Q00001R0S-12/1100",
            "body 999|year 26|scheme Q|sequence 00001|cycle R0|size S|sub -12|suffix /1100",
        ),
        ("99926Q00001R0S1", "body 999|year 26|scheme Q|sequence 00001|cycle R0|size S|tail 1"),
        ("912326E00001R12L", "body 9123|year 26|scheme E|sequence 00001|cycle R12|size L"),
        ("F1226Q00001R0M", "body F12|year 26|scheme Q|sequence 00001|cycle R0|size M"),
        ("999-26 MD 00002-r1s", "body 999|year 26|scheme MD|sequence 00002|cycle R1|size S"),
        ("９９９２６Ｑ００００１Ｒ０Ｓ", "body 999|year 26|scheme Q|sequence 00001|cycle R0|size S"),
        ("99926Q00001R0X", ""),
        ("99926Q00001R0", ""),
        ("CN-2026-000123", ""),
        ("99926Q00001R0S*", ""),
        ("99926质00001R0S", ""),
    ],
)
def test_parts(call, number, parts):
    found = call("parts", "parts", number)
    assert "|".join(f"{part['name']} {part['before']}{part['text']}" for part in found) == parts


# Periods


def test_the_status_of_every_day_is_the_one_of_the_register_format(modules):
    """Day by day, for every record of the vectors: nothing about a status is worked out anew for the timeline."""
    page, base = modules
    records = {json.dumps(case["record"]): case["record"] for case in VECTORS}.values()
    full = [one for one in records if "valid_to" in one and one.get("disclosure") != "limited"]
    script = """async ([base, records]) => {
      const { course } = await import(`${base}../more/periods.mjs`);
      const { status, addDays } = await import(`${base}status.mjs`);
      const faults = [];
      let seen = 0;
      for (const record of records) for (const released of ["2026-05-05", "2027-06-11", "2031-01-01"]) {
        const whole = course(record, { released, since: "2026-02-25" }, [released]);
        let day = whole.from;
        for (const period of whole.periods) {
          if (period.from !== day) faults.push(`gap before ${period.from}`);
          for (; day <= period.to; day = addDays(day, 1)) {
            seen += 1;
            const own = status(record, day);
            if (own.status !== period.status || (own.overrun ?? false) !== period.overrun) faults.push(`${day} of ${JSON.stringify(record)}`);
            if (day > released && period.grade === "known" && !["withdrawn", "cancelled", "superseded"].includes(own.status)) faults.push(`${day} known`);
            if (day < "2026-02-25" && period.grade !== "before") faults.push(`${day} not before`);
          }
        }
        if (addDays(day, -1) !== whole.to) faults.push("ends early");
      }
      return [faults, seen];
    }"""
    faults, seen = page.evaluate(script, [base, full])
    assert faults == []
    assert len(full) > 30
    assert seen > 50_000


def test_an_ending_after_the_data_is_not_taken_for_known(call):
    ends = record("99926Q00007R0S", ("2027-10-01", "withdrawn"))
    found = call("periods", "course", ends, {"released": "2026-11-22"}, [])["periods"]
    assert [(one["from"], one["status"], one["grade"]) for one in found] == [
        ("2026-01-17", "not_yet_effective", "known"),
        ("2026-03-02", "valid", "known"),
        ("2026-11-23", "valid", "ahead"),
        ("2027-10-01", "withdrawn", "ahead"),
    ]


# The picture


def test_badges_never_cover_each_other(modules):
    page, base = modules
    script = """async (address) => {
      const { badges, size, ticks } = await import(address);
      let seed = 7;
      const random = () => ((seed = (seed * 48271) % 2147483647) / 2147483647);
      const faults = [];
      for (let round = 0; round < 400; round += 1) {
        const width = 5 + random() * 50;
        const places = Array.from({ length: 1 + Math.floor(random() * 40) }, random).sort((a, b) => a - b);
        const found = badges(places, width);
        const numbers = found.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
        if (numbers.join() !== places.map((_, at) => at + 1).join()) faults.push("a number is lost");
        for (const one of found) for (const other of found) {
          if (one === other || one.lane !== other.lane) continue;
          if (Math.abs(one.place - other.place) * width < (size(one) + size(other)) / 2) faults.push([one, other]);
        }
        if (found.some(({ lane }) => lane < 0)) faults.push("no lane");
      }
      return [faults, ticks("2011-01-01", "2028-12-31", 40).map(({ text }) => text), ticks("2026-01-20", "2026-11-30", 24).map(({ text }) => text)];
    }"""
    faults, years, months = page.evaluate(script, f"{base}{MORE}scale.mjs")
    assert faults == []
    assert years == ["2012", "2014", "2016", "2018", "2020", "2022", "2024", "2026"]
    assert months == ["2026-04", "2026-07", "2026-10"]


DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"

COLLISIONS = """() => {
  const boxes = (selector) => [...document.querySelectorAll(`.picture ${selector}`)].map((one) => [one.textContent || selector, one.getBoundingClientRect()]);
  const found = [];
  const apart = (a, b) => a.right <= b.left + 0.5 || b.right <= a.left + 0.5 || a.bottom <= b.top + 0.5 || b.bottom <= a.top + 0.5;
  const all = [...boxes(".badge"), ...boxes(".year"), ...boxes(".flag")];
  all.forEach(([name, box], at) => all.slice(at + 1).forEach(([other, own]) => { if (!apart(box, own)) found.push(`${name} ${other}`); }));
  const card = document.querySelector("section.more-card").getBoundingClientRect();
  for (const [name, box] of all) if (box.left < card.left || box.right > card.right) found.push(`${name} stands out`);
  const numbers = boxes(".number"), badges = boxes(".badge");
  numbers.forEach(([name, box], at) => { if (box.width > badges[at][1].width) found.push(`${name} too wide`); });
  return [found, all.length];
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_labels_do_not_collide(mounted, case, lang):
    page = show(mounted, *CASES[case], lang)
    for width in (1280, 640, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(DRAWN)
        collisions, labels = page.evaluate(COLLISIONS)
        assert collisions == [], width
        assert labels > 2
        assert overflow(page) == 0


def kinds(page):
    """Return the classes of the bands, and the patterns over them."""
    shapes = page.locator(".picture rect.period, .picture rect[fill^=url]")
    script = "all => all.map((one) => one.getAttribute('fill') ?? one.getAttribute('class').replace('period ', ''))"
    return shapes.evaluate_all(script)


HATCHED, CROSSED, DOTTED = "url(#more-hatched)", "url(#more-crossed)", "url(#more-dotted)"


@pytest.mark.parametrize(
    ("case", "bands"),
    [
        (
            "suspended",
            [
                "not_yet_effective known",
                "valid known",
                "suspended known",
                HATCHED,
                "valid known",
                "valid ahead",
                "expired ahead",
            ],
        ),
        (
            "overrun",
            [
                "not_yet_effective known",
                "valid known",
                "suspended known",
                HATCHED,
                "suspended known",
                CROSSED,
                "suspended ahead",
                CROSSED,
                "expired ahead",
            ],
        ),
        (
            "withdrawn",
            ["not_yet_effective known", "valid known", "suspended known", HATCHED, "withdrawn known"],
        ),
        ("one day", ["not_yet_effective known", "valid known", "expired known"]),
        ("future", ["not_yet_effective known", "not_yet_effective ahead", "valid ahead", "expired ahead"]),
        ("long ago", ["not_yet_effective known", "valid known", "expired known"]),
        ("unknown", ["unknown known", DOTTED, "unknown ahead", DOTTED]),
    ],
)
def test_what_is_drawn(mounted, case, bands):
    page = show(mounted, *CASES[case])
    assert kinds(page) == bands
    for name in ("more-hatched", "more-crossed", "more-dotted"):
        assert page.locator(f".picture pattern#{name}").count() == 1
    for band in page.locator(".picture rect.period").all():
        assert band.evaluate("one => one.getBoundingClientRect().width") > 0
    assert page.locator("[style]").count() == 0


def test_the_table_says_what_the_picture_says(mounted):
    page = show(mounted, *CASES["suspended"])
    name = "证书 99926Q00001R0S 从 2026-01-17 到 2029-04-14 的时间轴。同样的内容见下方的表格。"
    expect(page.get_by_role("img", name=name)).to_be_visible()
    expect(page.get_by_role("table", name="证书 99926Q00001R0S 的登记事项与状态")).to_be_visible()
    assert lines(page) == [
        ["2026-03-02", "1 授予认证 至 2029-03-01", "有效"],
        ["2026-06-01", "2 暂停 至 2026-09-30", "暂停"],
        ["2026-07-01", "查询的日期", "暂停"],
        ["2026-08-10", "3 恢复", "有效"],
        ["2026-11-22", "数据发布", "有效"],
        ["2026-11-22", "今天", "有效"],
        ["2029-03-01", "4 有效期最后一天", "有效（之后可能变化）"],
    ]
    key = page.locator(".key li").all_inner_texts()
    assert key == [
        "未生效",
        "有效",
        "暂停（斜线）",
        "已过期",
        "虚线框：2026-11-22 数据发布之后，以后可能变化",
    ]
    assert page.locator(".picture .flag").all_text_contents() == ["今天 2026-11-22", "查询的日期 2026-07-01"]
    expect(page.get_by_text("结论以本页上方为准")).to_be_visible()


@pytest.mark.parametrize(
    ("case", "rows"),
    [
        (
            "overrun",
            [
                ["2026-03-02", "1 Granted until 2029-03-01", "valid"],
                ["2026-05-01", "2 Suspended until 2026-10-31", "suspended"],
                [
                    "2026-11-01",
                    "3 Published period of suspension is over; neither restoration nor withdrawal published",
                    "suspended (published period is over)",
                ],
                ["2026-11-10", "Day asked for", "suspended (published period is over)"],
                ["2026-11-22", "Data released", "suspended (published period is over)"],
                ["2026-11-22", "Today", "suspended (published period is over)"],
                [
                    "2029-03-01",
                    "4 Last day of validity",
                    "suspended (published period is over) (may still change)",
                ],
            ],
        ),
        (
            "withdrawn",
            [
                ["2026-03-02", "1 Granted until 2029-03-01", "valid"],
                ["2026-05-01", "2 Suspended until 2026-10-31", "suspended"],
                ["2026-10-01", "3 Withdrawn", "withdrawn"],
                ["2026-11-22", "Data released", "withdrawn"],
                ["2026-11-22", "Today", "withdrawn"],
                ["2029-03-01", "4 Last day of the original term", "withdrawn"],
            ],
        ),
        (
            "renewed",
            [
                ["2020-03-01", "1 Granted until 2023-02-28", "valid"],
                ["2023-02-01", "2 Recertified until 2026-02-28", "valid"],
                ["2026-02-28", "3 Last day of validity", "valid"],
                ["2026-04-01", "Day asked for", "expired"],
                ["2026-05-20", "4 Restored after expiry until 2029-02-28", "valid"],
                ["2026-11-22", "Data released", "valid"],
                ["2026-11-22", "Today", "valid"],
                ["2029-02-28", "5 Last day of validity", "valid (may still change)"],
            ],
        ),
        (
            "unknown",
            [
                ["2026-03-02", "1 Granted until 2029-03-01", "cannot tell"],
                ["2026-10-01", "2 Entry that this page does not know", "cannot tell"],
                ["2026-11-22", "Data released", "cannot tell"],
                ["2026-11-22", "Today", "cannot tell"],
            ],
        ),
    ],
)
def test_the_table_in_english(mounted, case, rows):
    page = show(mounted, *CASES[case], "en")
    assert lines(page) == rows


def test_who_takes_its_place_is_said(mounted):
    page = show(mounted, SUPERSEDED)
    assert lines(page)[1] == ["2026-10-01", "2 换发 由 99926Q00001R0S 取代", "已换发"]


def test_a_certificate_without_events(mounted):
    bare = {key: value for key, value in SUSPENDED.items() if key != "events"}
    page = show(mounted, bare)
    assert lines(page)[0] == ["2026-03-02", "1 有效期开始", "有效"]


def test_days_that_the_register_cannot_know_have_no_status(mounted):
    """A day after the data, one before the register's first entry; and today, when the data are old."""
    old = {"generated_at": "2026-11-02T02:00:00Z", "since": "2026-03-02"}
    page = mounted(result_of("AHEAD", record=SUSPENDED, on="2026-11-10", **old), "en")
    assert lines(page)[-3:-1] == [
        ["2026-11-10", "Day asked for", "cannot tell (after the day of the data)"],
        ["2026-11-22", "Today", "valid (may still change)"],
    ]
    page = mounted(result_of("BEFORE", record=SUSPENDED, on="2026-02-20", **old), "en")
    assert lines(page)[0] == [
        "2026-02-20",
        "Day asked for",
        "cannot tell (before the register’s first entry)",
    ]
    assert kinds(page)[0] == "not_yet_effective before"


def test_a_long_history_has_its_table_closed(mounted):
    page = show(mounted, *CASES["long"])
    expect(page.locator(".told table")).to_be_hidden()
    page.get_by_text("时间轴的文字表格").click()
    expect(page.locator(".told tbody tr")).to_have_count(len(LONG["events"]) + 4)


def test_nothing_is_drawn_of_a_certificate_of_limited_disclosure(mounted, modules):
    page = mounted(result_of("RESTRICTED", number=LIMITED["number"]))
    expect(page.locator(".timeline, .day-form, .compare")).to_have_count(0)
    expect(page.locator(".explain")).to_have_count(1)
    other, base = modules
    script = """async ([base, record, outcome]) => {
      const { timeline } = await import(`${base}../more/timeline.mjs`);
      const { words } = await import(`${base}words.data.zh.mjs`);
      return timeline(record, outcome, { lang: "zh", words });
    }"""
    outcome = result_of("RESTRICTED", number=LIMITED["number"])["outcome"]
    assert other.evaluate(script, [base, LIMITED, outcome]) is None


# The day form


def days(page):
    return page.evaluate("window.days")


def test_a_day_is_asked_for(mounted):
    page = mounted(result_of("VALID", record=SUSPENDED, since="2026-01-05"))
    field, button = page.get_by_label("查询日期"), page.get_by_role("button", name="按这一天查询")
    assert [field.get_attribute(name) for name in ("type", "min", "max")] == [
        "date",
        "2026-01-05",
        "2026-11-22",
    ]
    expect(page.get_by_role("button", name="回到今天")).to_have_count(0)
    expect(field).to_have_accessible_description("北京日期，从 2026-01-05 到今天（2026-11-22）。")
    field.fill("2026-07-01")
    field.press("Enter")
    button.click()
    assert days(page) == ["2026-07-01", "2026-07-01"]
    field.fill("2026-11-22")
    button.click()
    assert days(page)[2:] == ["today"]  # as any check of today is


@pytest.mark.parametrize(
    ("typed", "lang", "message"),
    [
        ("", "zh", "请填写一个完整、存在的日期，例如 2026-11-22。"),
        ("", "en", "Enter a whole date that exists, for example 2026-11-22."),
        ("2026-11-23", "zh", "以后的日期还不能查询，最晚是今天（2026-11-22）。"),
        ("2026-01-04", "en", "The register begins on 2026-01-05. Choose that day or a later one."),
    ],
)
def test_a_day_that_cannot_be_asked_for(mounted, typed, lang, message):
    page = mounted(result_of("VALID", record=SUSPENDED, since="2026-01-05"), lang)
    field, button = page.locator("#more-day"), page.locator(".day-form button")
    field.fill(typed)
    button.click()
    expect(page.get_by_role("alert").and_(page.locator("#more-day-problem"))).to_have_text(message)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert message in field.evaluate(
        "one => document.getElementById(one.getAttribute('aria-describedby').split(' ')[0]).textContent"
    )
    assert days(page) == []
    field.fill("2026-07-01")
    button.click()
    expect(page.locator("#more-day-problem")).to_be_hidden()
    assert field.get_attribute("aria-invalid") is None
    assert days(page) == ["2026-07-01"]


def test_a_browser_without_date_fields(mounted):
    page = show(mounted, SUSPENDED)
    page.locator("#more-day").evaluate("one => { one.type = 'text'; }")
    for typed in ("2026-02-30", "2026年7月1日"):
        page.get_by_label("查询日期").fill(typed)
        page.get_by_label("查询日期").press("Enter")
    assert days(page) == ["2026-07-01"]


def test_back_to_today_by_keyboard(mounted):
    page = show(mounted, *CASES["suspended"])
    field = page.get_by_label("查询日期")
    expect(field).to_have_value("2026-07-01")
    page.get_by_role("button", name="按这一天查询").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="回到今天")).to_be_focused()
    page.keyboard.press("Enter")
    assert days(page) == ["today"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".told table")).to_be_hidden()


def test_a_day_of_no_record_can_be_left_again(mounted):
    page = mounted(result_of("NOT_FOUND", number="99926Q99999R0S", on="2026-07-01"))
    page.get_by_role("button", name="回到今天").click()
    assert days(page) == ["today"]
    expect(page.locator(".timeline")).to_have_count(0)


# The number part by part


def test_a_number_is_explained(mounted):
    page = show(mounted, record("99926Q00001R0S-1"))
    summary = page.get_by_text("编号 99926Q00001R0S-1 各部分的含义")
    expect(page.locator(".explain table")).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".group").all_inner_texts() == ["999", "26", "Q", "00001", "R0", "S", "-1"]
    body = "机构代号 颁发机构的代号，通常取自国家认监委批准号 CNCA-R-年份-序号 的序号。"
    assert lines(page, ".explain table") == [
        ["999", f"{body} 与本机构编号的开头（999）一致。"],
        ["26", "年份 年份的后两位，通常指 2026 年。"],
        ["Q", "认证项目 通常表示质量管理体系。"],
        ["00001", "顺序号 机构内的顺序号。"],
        ["R0", "认证周期 通常表示再认证次数：R0 是第一个认证周期。"],
        ["S", "组织规模 通常表示小型组织。"],
        ["-1", "分证书 通常表示主证书之下的分证书（如某个场所）及其序号。"],
    ]
    expect(page.locator(".explain .remark")).to_have_text(
        "各部分的含义只是帮助阅读的说明，不能证明证书真实或有效；各机构的编号办法并不相同。"
    )
    told = page.locator(".explain").inner_text()
    for secret in (SUSPENDED["holder"], SUSPENDED["scope"], "暂停", "撤销", "2029-03-01"):
        assert secret not in told


@pytest.mark.parametrize(
    ("code", "number", "prefixes", "said", "unsaid"),
    [
        ("OTHER_BODY", "01526MD00001R2L", ["999"], "Our numbers do not begin so (999).", "begins as our"),
        ("NOT_FOUND", "99926Q99999R0S", ["888", "999"], "It begins as our numbers do (999).", "do not begin"),
        ("NEAR_MISS", "99926Q00001ROS", ["999"], "This number is not of the usual form", "begin"),
        ("NOT_FOUND", "CN2026000123", ["999"], "that does not mean the number is wrong", "begin"),
    ],
)
def test_the_number_of_no_record_is_explained(mounted, code, number, prefixes, said, unsaid):
    issuer = {**published.INDEX["issuer"], "prefixes": prefixes}
    page = mounted(result_of(code, number=number, issuer=issuer), "en")
    page.locator(".explain summary").click()
    told = page.locator(".explain").inner_text()
    assert said in told
    assert unsaid not in told
    assert "it does not prove that a certificate is genuine or valid" in told
    expect(page.locator(".timeline, .day-form, .compare")).to_have_count(0)


def test_what_varies_between_bodies_is_not_guessed(mounted):
    page = mounted(result_of("OTHER_BODY", number="01526MD00001R2L"), "en")
    page.locator(".explain summary").click()
    assert lines(page, ".explain table")[2:] == [
        ["MD", "Scheme Each body chooses these letters itself; they have no common meaning."],
        ["00001", "Sequence A running number of the body."],
        ["R2", "Cycle Usually the number of recertifications: recertification no. 2."],
        ["L", "Size of organisation Usually a large organisation."],
    ]


def test_separators_that_the_key_has_lost_are_taken_from_what_was_typed(mounted):
    typed = "证书编号：99926q99999r0s-2"
    page = mounted(result_of("NOT_FOUND", number="99926Q99999R0S2", text=typed))
    page.get_by_text("编号 99926Q99999R0S-2 各部分的含义").click()
    assert lines(page, ".explain table")[-1][0] == "-2"
    page = mounted(result_of("NOT_FOUND", number="99926Q99999R0S2", text="99926Q99999R0S2"))
    page.locator(".explain summary").click()
    assert lines(page, ".explain table")[-1][1] == "编号末尾 没有分隔符，看不出是分证书序号还是后缀。"


# The comparison


@pytest.fixture
def comparing(mounted):
    """A function that opens the comparison with the paper."""

    def open_form(lang="zh", **options):
        page = show(mounted, SUSPENDED, lang=lang, **options)
        page.locator(".compare summary").click()
        return page

    return open_form


def compared(page, name):
    return page.locator(".compared", has=page.locator(f"#more-{name}"))


@pytest.mark.parametrize(
    ("name", "typed", "state"),
    [
        ("holder", "示例精密制造(示例) 有限公司", "match"),
        ("holder", "Example  Precision Manufacturing Co., Ltd.", "match"),
        ("holder", "示例精细制造（示例）有限公司", "differs"),
        ("holder", "   ", "blank"),
        ("scope", "精密零件的设计、生产和销售", "match"),
        ("scope", "精密零件的设计、生产、安装和销售", "differs"),
        ("address", "示例省示例市示例路１号", "match"),
        ("address", "示例省示例市示例路11号", "differs"),
        ("standards", "GB/T 19001-2016/ISO 9001:2015", "match"),
        ("standards", "GB/T19001-2016", "match"),
        ("standards", "ISO 9001：2015", "match"),
        ("standards", "ISO 9001:2008", "differs"),
        ("issued_on", "2026年3月2日", "match"),
        ("issued_on", "2026.3.2", "match"),
        ("issued_on", "2 March 2026", "match"),
        ("issued_on", "2026-03-03", "differs"),
        ("issued_on", "三月", "unread"),
        ("valid_to", "2029/03/01", "match"),
        ("valid_to", "2032-03-01", "differs"),
    ],
)
def test_each_field_is_compared(comparing, name, typed, state):
    said = {"match": "一致", "differs": "不一致", "blank": "未填", "unread": "读不出日期"}
    page = comparing()
    own = compared(page, name)
    expect(own.locator("output")).to_have_text("未填")
    own.locator("input, textarea").fill(typed)
    expect(own.locator("output")).to_have_text(said[state])
    expect(own.locator("output .icon")).to_have_count(1)
    advice = own.get_by_text("以登记信息为准，向本机构核实。")
    expect(advice).to_have_count(1 if state == "differs" else 0)
    expect(page.locator("output.blank")).to_have_count(6 if state == "blank" else 5)


def test_differences_are_marked_on_both_lines_and_in_words(comparing):
    page = comparing()
    page.get_by_label("证书上的认证范围").fill("精密零件的生产和销售、安装")
    own = compared(page, "scope")
    assert own.locator("dd").all_inner_texts() == ["精密零件的生产和销售、安装", "精密零件的设计、生产和销售"]
    assert own.locator("mark").all_inner_texts() == ["、安装", "设计、"]
    assert own.locator("li").all_inner_texts() == [
        "第 6 个字之前：登记还有“设计、”。",
        "第 11 个字起：证书上多出“、安装”。",
    ]
    page.get_by_label("证书上的认证范围").fill("")
    expect(own.locator("mark, li, dd")).to_have_count(0)


def test_the_nearer_language_is_compared(comparing):
    page = comparing("en")
    page.get_by_label("Organisation on the certificate").fill("Example Precise Manufacturing Co., Ltd.")
    own = compared(page, "holder")
    expect(own.locator("output")).to_have_text("not the same")
    expect(own.locator("dd").last).to_have_text("Example Precision Manufacturing Co., Ltd.")
    assert own.locator("dd").last.get_attribute("lang") is None
    page.get_by_label("Organisation on the certificate").fill("示例精细制造（示例）有限公司")
    expect(own.locator("dd").last).to_have_attribute("lang", "zh-CN")
    expect(own.locator("li")).to_have_text("From character 4: the certificate has “细”, the register “密”.")


def test_many_differences_are_counted(comparing):
    page = comparing()
    page.get_by_label("证书上的地址").fill("X示X例X省X示X例X市X示X例X路1号")
    own = compared(page, "address")
    expect(own.locator("li")).to_have_count(6)
    expect(own.locator("li").last).to_have_text("另有 4 处不同。")


def test_several_standards_in_any_of_their_names(call):
    standards = ["GB/T 19001-2016/ISO 9001:2015", "GB/T 22080-2016/ISO/IEC 27001:2013", "GB/T 27922-2011"]
    assert call("compare", "standardTexts", standards) == [
        "；".join(standards),
        "GB/T 19001-2016；GB/T 22080-2016；GB/T 27922-2011",
        "ISO 9001:2015；ISO/IEC 27001:2013；GB/T 27922-2011",
    ]
    both = call(
        "compare", "compareStandards", "GB/T 19001-2016、GB/T 22080-2016, GB/T 27922-2011;", standards
    )
    assert both["state"] == "match"
    assert call("compare", "compareStandards", "GB/T 19001-2016", standards)["state"] == "differs"


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("ISO9001-2015", "match"),
        ("iso 9001：2015", "match"),
        ("GB/T19001:2016", "match"),
        ("GB/T 19001-2016/ISO 9001-2015", "match"),
        ("ISO 9001:2008", "differs"),
        ("ISO 9001 2015", "differs"),
        ("ISO 9001-20151", "differs"),
        ("ISO 90012015", "differs"),
    ],
)
def test_a_year_stands_behind_a_colon_or_a_hyphen(call, typed, state):
    assert call("compare", "compareStandards", typed, ["GB/T 19001-2016/ISO 9001:2015"])["state"] == state


def test_the_registered_last_day_is_the_one_that_the_page_shows(mounted):
    """Of a certificate whose recertification begins only later, the present term ends earlier than `valid_to`."""
    later = record("99926Q00030R0S", ("2027-02-01", "recertified", "2030-02-28"), valid_from="2024-03-01")
    later |= {"valid_to": "2030-02-28"}
    later["events"][0]["until"] = "2027-02-28"
    page = show(mounted, later)
    page.locator(".compare summary").click()
    page.get_by_label("证书上的有效期至").fill("2027-02-28")
    expect(compared(page, "valid_to").locator("output")).to_have_text("一致")


def test_nothing_of_it_leaves_the_page(comparing):
    page = comparing()
    expect(page.get_by_text("填写的内容不发送、不保存，也不写入网址")).to_be_visible()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    address = page.url
    for field in page.locator(".compared input, .compared textarea").all():
        field.fill("示例")
        assert field.get_attribute("autocomplete") == "off"
        assert field.get_attribute("name") is None
    page.get_by_label("证书上的组织名称").press("Enter")
    assert asked == []
    assert page.url == address
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    page.locator(".compare summary").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("证书上的组织名称")).to_be_focused()


def test_markup_in_a_record_or_on_the_paper_is_text(mounted):
    markup = '<img src=x onerror="alert(1)">'
    page = show(mounted, record("99926Q00013R0S", holder=markup))
    page.locator(".compare summary").click()
    page.get_by_label("证书上的组织名称").fill("<b>x</b>")
    expect(compared(page, "holder").locator("dd").last).to_have_text(markup)
    assert page.locator(".compare img, .compare b").count() == 0


# All together


def test_what_follows_in_which_order(mounted):
    page = show(mounted, SUSPENDED)
    script = "all => all.map((one) => one.className)"
    own = page.locator("#more > *").evaluate_all(script)
    assert own == ["more-card", "more-card compare", "more-card explain", "keep"]
    assert page.locator("link[href$='more/more.css']").count() == 1
    page.evaluate(MOUNT, ["zh", result_of("VALID", record=OVERRUN)])
    assert page.locator("link[href$='more/more.css']").count() == 1


def test_without_the_report_the_rest_stands(check_pages, new_page):
    page = new_page(allow=("Failed to load resource",))
    page.clock.set_fixed_time(NOW)
    page.route("**/report/*.mjs", lambda route: route.abort())
    page.goto(f"{check_pages[0]}verify.html")
    page.evaluate(MOUNT, ["zh", result_of("VALID", record=SUSPENDED)])
    expect(page.locator("#more > *")).to_have_count(3)


@pytest.mark.parametrize("code", ["NETWORK", "INTEGRITY"])
def test_a_fault_can_be_kept_as_a_report(mounted, code):
    """And nothing else follows it: there are no data to tell anything from."""
    result = result_of(code, number="99926Q00001R0S")
    del result["outcome"]["index"]
    page = mounted(result)
    expect(page.locator("#more > *")).to_have_count(1)
    expect(page.locator("#more").get_by_role("button")).to_have_count(3)


def test_nothing_follows_what_is_no_answer(mounted):
    page = mounted(result_of("INPUT_USCC", number="99926Q00001R0S", verdict="input"))
    expect(page.locator("#more > *")).to_have_count(0)


SEVERAL = {
    "zh": ("这里像是有 2 个编号，一次只能查询一个：", "查询 {}", "一起查询，请用“批量核验”"),
    "en": (
        "These seem to be 2 numbers. One can be checked at a time:",
        "Check {}",
        "To check all at once, use “Check a list”",
    ),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("between", [" ", "、", ", 证书编号：", " \u3000 "])
def test_several_numbers_are_told_apart(over_two, axe, lang, between):
    """The check of one would run them together, and find nothing or ask to remove what parts them."""
    one, other = "99926Q00001R0S", "99926Q00007R0S"
    page = over_two(lang, width=360)
    page.locator("#number").fill(f"{one}{between}{other}")
    page.locator("#number").press("Enter")
    found, check, together = SEVERAL[lang]
    own = page.locator(".several")
    expect(own.locator("p").first).to_have_text(found)
    assert own.get_by_role("button").all_inner_texts() == [check.format(one), check.format(other)]
    expect(own.get_by_role("link", name=together)).to_have_attribute("href", "batch.html")
    expect(page.locator(".explain")).to_have_count(0)
    assert overflow(page) == 0
    assert axe(page) == []
    own.get_by_role("button", name=other).click()
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    expect(page.locator("#number")).to_have_value(other)
    expect(own).to_have_count(0)


WITHIN = {
    "zh": "里面像是有一个证书编号，请单独查询它：",
    "en": "There seems to be a certificate number in this. Check it by itself:",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Registration Certificate No. 99926Q00001R0S", "99926Q00001R0S"),
        ("Certificate of Registration No. 99926Q00001R0S", "99926Q00001R0S"),
        ("Ｎｏ．９９９26Q00001R0S", "99926Q00001R0S"),
        ("Cert.99926Q00001R0S", "99926Q00001R0S"),
        ("ISO 9001 999-26Q00001-R0S", "999-26Q00001-R0S"),
        ("99926Q00001R0S Rev 1", "99926Q00001R0S"),
        ("99926Q00001R0S*", "99926Q00001R0S"),
        ("99926Q00001R0S①", "99926Q00001R0S"),
        ("99926Q00001R0S¹", "99926Q00001R0S"),
        ("1.99926Q00001R0S", "99926Q00001R0S"),
        ("99926Q00001R0S/E00002R0S", "99926Q00001R0S"),
    ],
)
def test_a_number_among_other_words_is_offered(over_two, axe, lang, text, number):
    page = over_two(lang, width=360)
    page.locator("#number").fill(text)
    page.locator("#number").press("Enter")
    own = page.locator(".several")
    expect(own).to_have_count(1)
    assert [own.locator("p").all_inner_texts(), page.locator(".certificate").count()] == [[WITHIN[lang]], 0]
    assert own.get_by_role("button").all_inner_texts() == [SEVERAL[lang][1].format(number)]
    assert overflow(page) == 0
    assert axe(page) == []
    own.get_by_role("button").click()
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    expect(page.locator(".certificate")).to_have_count(1)
    expect(own).to_have_count(0)


@pytest.mark.parametrize(
    "text", ["99926Q00001R0S-1", "99926Q00001R0S/1", "999 26Q 00001 R0S 1", "99926Q00001R0S.1"]
)
def test_a_sub_certificate_is_no_number_among_others(mounted, text):
    """Its main certificate would be another one."""
    page = mounted({**result_of("NOT_FOUND", text=text), "key": "99926Q00001R0S1"})
    expect(page.locator("#more")).not_to_be_empty()
    expect(page.locator(".several")).to_have_count(0)


def test_a_number_that_became_another_one_is_offered(over_two):
    """`9. ` of a numbered list runs together with the number of another body, and makes one of ours."""
    page = over_two()
    page.locator("#number").fill("9. 9926Q00001R0S")
    page.locator("#number").press("Enter")
    expect(page.locator(".asked")).to_contain_text("按 99926Q00001R0S 查询")
    expect(page.locator(".several").get_by_role("button")).to_have_text("查询 9926Q00001R0S")
    expect(page.locator(".explain")).to_have_count(1)


def test_a_number_among_other_words_keeps_what_its_link_claims(over_two):
    page = over_two(fragment="#n=99926Q00001R0S*&holder=另一家有限公司")
    page.locator(".several").get_by_role("button").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("二维码内容与登记信息不一致")
    expect(page.locator("#number")).to_have_value("99926Q00001R0S")
    page.locator("#number").press("End")
    page.locator("#number").press_sequentially(" ")
    page.locator("#number").press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("二维码内容与登记信息不一致")


@pytest.mark.parametrize("number", ["99926Q00001R0S/99926E00002R0S", "99926Q00001R0S_99926E00002R0S"])
def test_two_numbers_that_a_stroke_joins_are_offered(mounted, number):
    page = mounted({**result_of("NOT_FOUND", text=number), "key": "99926Q00001R0S99926E00002R0S"})
    buttons = page.locator(".several").get_by_role("button")
    expect(buttons).to_have_text(["查询 99926Q00001R0S", "查询 99926E00002R0S"])


def test_many_numbers_are_for_the_list(mounted):
    text = "、".join(f"99926Q0000{at}R0S" for at in range(8))
    page = mounted(result_of("INPUT_CHAR", verdict="input", text=text))
    expect(page.locator("#more .several p").first).to_contain_text(" 8 ")
    expect(page.locator("#more .several").get_by_role("button")).to_have_count(5)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", ["suspended", "overrun", "withdrawn", "long"])
def test_for_everyone(mounted, axe, case, lang):
    page = show(mounted, *CASES[case], lang)
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    page.locator("#more-holder").fill("示例精细制造")
    page.locator("#more-issued_on").fill("2026-03-02")
    page.locator("#more-valid_to").fill("x")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert axe(page) == [], (scheme, width)
            assert overflow(page) == 0
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) == 0
    for target in page.locator("#more :is(summary, button, input, textarea)").all():
        assert target.bounding_box()["height"] >= 44


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_twice_as_large(mounted, lang):
    page = show(mounted, *CASES["long"], lang, width=640)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    page.evaluate(DRAWN)
    assert page.evaluate(COLLISIONS)[0] == []
    assert overflow(page) == 0


def test_forced_colours(mounted):
    """With two colours only, bands are told apart by outline, pattern and height."""
    page = show(mounted, *CASES["overrun"], forced_colors="active")
    colours = page.locator(".picture :is(rect.period, .hatch, .moment, .line-today)").evaluate_all(
        "all => [...new Set(all.map((one) => getComputedStyle(one).stroke))]"
    )
    text = page.locator(".picture .year").first.evaluate("one => getComputedStyle(one).fill")
    assert colours == [text]
    fills = page.locator(".picture rect.period").evaluate_all(
        "all => [...new Set(all.map((one) => getComputedStyle(one).fill))]"
    )
    assert len(fills) == 1
    assert fills != colours


def test_on_paper(mounted):
    """The picture and its table, also one that is closed; no forms."""
    page = show(mounted, *CASES["long"])
    page.emulate_media(media="print")
    expect(page.locator(".picture")).to_be_visible()
    expect(page.locator(".told table")).to_be_visible()
    for hidden in (".day-form", ".compare", ".explain"):
        expect(page.locator(hidden)).to_be_hidden()
