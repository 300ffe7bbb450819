"""The audit of a finished site: a small site without a fault, and one change for each rule."""

import datetime
import gzip
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from projects import GOOD

from generator import headers, normalise, registry, schemes, shards
from generator.audit import audit, links, page, references, weights
from generator.audit.records import Publication, compact
from generator.model import Certificate, Event, Ledger, SchemesFile
from generator.problems import Problems, render
from generator.rules import RULES

TIME = datetime.datetime(2026, 11, 22, 17, 30, tzinfo=datetime.UTC)  # the 23rd in Beijing
LONG = "糕点的生产和销售；" * 180  # about 4.9 kB, so that the register has four shards
PAGES = (
    "index",
    "schemes/index",
    "schemes/iso-22000",
    "schemes/iso-50001",
    "process/simple",
    "documents/N-1",
    "statement",
)

Change = Callable[[Path], object]


@pytest.fixture(scope="session")
def facts() -> SchemesFile:
    loaded = schemes.load(GOOD / schemes.FILE, Problems())
    assert loaded is not None
    return loaded[0]


def certificate(serial: int, **values: object) -> Certificate:
    return Certificate.model_validate(
        {
            "number": f"99826F{serial:05}R0M",
            "scheme": "iso-22000",
            "standards": ["iso-22000-2018"],
            "holder": f"示例食品 {serial} 号",
            "address": "示例市示例路 2 号",
            "scope": LONG,
            "issued_on": "2026-02-01",
            "valid_from": "2026-02-01",
            "valid_to": "2029-01-31",
            **values,
        }
    )


def make_ledger() -> Ledger:
    day = datetime.date
    events = (
        Event(on=day(2026, 2, 1), type="granted"),
        Event(on=day(2026, 9, 1), type="suspended", until=day(2027, 2, 28), note="内部备注"),
    )
    plain = [certificate(serial) for serial in range(1, 9)]
    last_day_yesterday = certificate(
        20, valid_from="2023-11-23", issued_on="2023-11-23", valid_to="2026-11-22"
    )
    full = certificate(
        21,
        number="998-26N 00021/R0S",
        scheme="iso-50001",
        standards=["iso-50001-2018", "iso-22000-2018"],
        holder_en="Example <Energy> & Co",
        uscc="91999999MA00000000",
        address_en="1 Example Road",
        scope_en='Supply of "heat"',
        sites=["一厂, 示例路 1 号", "二厂, 示例路 2 号"],
        level="one",
        first_certified_on="2020-01-01",
        revision=2,
        parent="99826F00001R0M",
        events=events,
    )
    return Ledger(certificates=(*plain, last_day_yesterday, full, certificate(22, disclosure="limited")))


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return make_ledger()


def html(language: str, up: str, body: str = "", head: str = "") -> str:
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{headers.META_POLICY}">
<title>标题</title>
<link rel="stylesheet" href="{up}assets/site.css">
{head}
</head>
<body>
<h1 id="top-heading">标题</h1>
<svg viewBox="0 0 1 1"><title>图</title><path d="M0 0"/></svg>
{body}
</body>
</html>
"""


def write(site: Path, name: str, text: str | bytes) -> None:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory, facts: SchemesFile, ledger: Ledger) -> Path:
    """A site without a fault."""
    site = tmp_path_factory.mktemp("site")
    url, planned = facts.site.url, registry.plan(ledger, facts, TIME)
    assert planned.summary.bits == 2
    for folder, language in (("", "zh-CN"), ("en/", "en")):
        for name in PAGES:
            up = "../" * (folder + name).count("/")
            home = "../" * name.count("/")
            body = f'<a href="{home}verify.html#n=99826F00001R0M">查</a> <a href="#top-heading">上</a> <a href="">这里</a>'
            write(site, f"{folder}{name}.html", html(language, up, body))
        up = "../" * folder.count("/")
        hint = f'<main data-bits="2" data-register="{up}register/1/"></main>'
        module = f'<script type="module" src="{up}assets/verify/page.mjs"></script>'
        write(site, f"{folder}verify.html", html(language, up, hint, module))
    start = """<a href="https://platform.example.org/">平台</a> <a href="mailto:a@example.org">信</a>
<a href="./schemes/iso-22000.html?x=1#top-heading">项目</a> <a href="schemes/">全部</a>
<img src="data:image/gif;base64,R0lGOD==" srcset="assets/flow.svg 1x, assets/flow.svg 2x" alt="">
<script type="application/json">{"a": 1}</script>"""
    head = f'<link rel="canonical" href="{url}"><link rel="alternate" hreflang="en" href="{url}en/">'
    write(site, "index.html", html("zh-CN", "", start, head))
    write(site, "404.html", html("zh-CN", "/check/", '<a href="/check/en/">English</a>'))
    write(
        site,
        "assets/flow.svg",
        '<svg xmlns="http://www.w3.org/2000/svg"><style>a{}</style><use href="#a"/><g id="a"/></svg>',
    )
    write(
        site,
        "assets/site.css",
        '/* url(gone.png) */\n@import "more.css";\na { background: url("flow.svg") }\n',
    )
    write(site, "assets/more.css", "b { background: url(data:image/gif;base64,R0lGOD==) }\n")
    write(
        site,
        "assets/verify/page.mjs",
        '// @ts-check\nimport {\n  one,\n} from "./one.mjs";\none("https://example.org/");\n',
    )
    write(
        site,
        "assets/verify/one.mjs",
        '/** @typedef {import("./page.mjs").X} X */\nexport const one = fetch;\n',
    )
    write(site, "assets/javascripts/bundle.abc.min.js", 'fetch("https://example.org/x")')
    write(
        site,
        "sitemap.xml",
        f"<urlset><url><loc>{url}</loc></url>\n<url><loc>{url}en/statement.html</loc></url></urlset>",
    )
    for name, content in planned.files():
        write(site, f"register/1/{name}", content)
    return site


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(good, tmp_path / "copy"))


def found_in(site: Path, facts: SchemesFile, ledger: Ledger) -> list[str]:
    problems = Problems()
    audit(site, facts, ledger, problems)
    for problem in problems:
        assert render(problem, "zh").encode() and render(problem, "en").encode()
    return [f"{problem.place.file}:{problem.place.line} {problem.rule}" for problem in problems]


def test_a_good_site_has_no_problem(good: Path, facts: SchemesFile, ledger: Ledger) -> None:
    problems = Problems()
    counted = audit(good, facts, ledger, problems)
    assert list(problems) == []
    assert (counted.pages, counted.records) == (17, 11)
    assert counted.links == 75


def edit(name: str, old: str, new: str) -> Change:
    def change(site: Path) -> None:
        text = (site / name).read_text("utf-8")
        assert old in text, (name, old)
        write(site, name, text.replace(old, new, 1))

    return change


def put(name: str, text: str | bytes) -> Change:
    return lambda site: write(site, name, text)


def body(text: str, name: str = "statement.html") -> Change:
    return edit(name, "</svg>\n", f"</svg>\n{text}\n")


def remove(name: str) -> Change:
    return lambda site: (site / name).unlink()


def where(serial: int) -> str:
    """The path of the shard in which a certificate of the ledger stands."""
    key = normalise.key(certificate(serial).number)
    return f"register/1/shards/{shards.name(shards.digest(key), 2)}.json"


INDEX = "register/1/index.json"
PAGE = "statement.html"
HOME, LIMITED = where(1), where(22)
NOISE = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(6000))

CASES: dict[str, tuple[Change, list[str]]] = {
    # files
    "not UTF-8": (put(PAGE, b"<!doctype html>\n\xff"), [f"{PAGE}:1 CS806", f"{PAGE}:2 CS802"]),
    "link to a file outside": (
        lambda site: (site / "secret.txt").symlink_to("/etc/passwd"),
        ["secret.txt:1 CS803"],
    ),
    "link to a folder": (lambda site: (site / "all").symlink_to("/"), ["all:1 CS803"]),
    "pipe": (lambda site: os.mkfifo(site / "pipe"), ["pipe:1 CS803"]),
    "huge": (lambda site: os.truncate(site / "assets/flow.svg", 30_000_000), ["assets/flow.svg:1 CS804"]),
    "repository": (put(".git/config", ""), [".git:1 CS805"]),
    "program": (put("run.py", ""), ["run.py:1 CS805"]),
    "ledger": (put("en/Ledger.CSV", ""), ["en/Ledger.CSV:1 CS805"]),
    "backup": (put("index.html~", ""), ["index.html~:1 CS805"]),
    "source map": (put("assets/site.css.map", "{}"), ["assets/site.css.map:1 CS805"]),
    "name of odd bytes": (lambda site: (site / os.fsdecode(b"\xff.txt")).touch(), ["\ufffd.txt:1 CS805"]),
    "for the public": (put(".well-known/security.txt", ""), []),
    # links
    "dead link": (body('<a href="gone.html">'), [f"{PAGE}:13 CS811"]),
    "other case": (body('<a href="Index.html">'), [f"{PAGE}:13 CS811"]),
    "folder without index": (body('<a href="assets/">'), [f"{PAGE}:13 CS811"]),
    "folder without slash": (body('<a href="schemes">'), [f"{PAGE}:13 CS811"]),
    "outside the site's folder": (body('<a href="/index.html">'), [f"{PAGE}:13 CS811"]),
    "above the site": (body('<a href="../../index.html">'), [f"{PAGE}:13 CS811"]),
    "not an address": (body('<a href="https://[/">'), [f"{PAGE}:13 CS811"]),
    "dead picture": (body('<img src="gone.png" alt="">'), [f"{PAGE}:13 CS811"]),
    "dead pictures": (body('<img srcset="assets/flow.svg, gone.png 2x" alt="">'), [f"{PAGE}:13 CS811"]),
    "dead poster": (body('<video poster="gone.png"></video>'), [f"{PAGE}:13 CS811"]),
    "dead form": (body('<form action="send"></form>'), [f"{PAGE}:13 CS811"]),
    "dead button": (body('<button formaction="send"></button>'), [f"{PAGE}:13 CS811"]),
    "dead object": (body('<object data="gone.pdf"></object>'), [f"{PAGE}:13 CS811"]),
    "dead drawing": (edit("assets/flow.svg", "#a", "gone.svg#a"), ["assets/flow.svg:1 CS811"]),
    "dead refresh": (
        body('<meta http-equiv="refresh" content="0; url=\'gone.html\'">'),
        [f"{PAGE}:13 CS811"],
    ),
    "dead site map": (edit("sitemap.xml", "en/statement", "en/gone"), ["sitemap.xml:2 CS811"]),
    "dead canonical": (
        edit("index.html", 'href="https://north.example.org/check/"', 'href="https://else.example/"'),
        ["index.html:8 CS811"],
    ),
    "dead alternate": (edit("index.html", 'check/en/"', 'check/fr/"'), ["index.html:8 CS811"]),
    "dead picture of a style": (edit("assets/site.css", "flow.svg", "gone.svg"), ["assets/site.css:3 CS811"]),
    "dead style": (edit("assets/site.css", "more.css", "gone.css"), ["assets/site.css:2 CS811"]),
    "dead module": (edit("assets/verify/page.mjs", "./one", "./two"), ["assets/verify/page.mjs:4 CS811"]),
    "dead late module": (
        edit("assets/verify/one.mjs", "= fetch", '= import("./two.mjs")'),
        ["assets/verify/one.mjs:2 CS811"],
    ),
    "relative link of a lost page": (body('<a href="index.html">', "404.html"), ["404.html:13 CS811"]),
    "page that is missing": (
        remove("en/statement.html"),
        ["en/statement.html:1 CS806", "sitemap.xml:2 CS811"],
    ),
    "dead anchor": (body('<a href="index.html#gone">'), [f"{PAGE}:13 CS812"]),
    "dead anchor of the page": (body('<a href="#%E7%AB%A0">'), [f"{PAGE}:13 CS812"]),
    "number for another page": (body('<a href="index.html#n=99826F00001R0M">'), [f"{PAGE}:13 CS812"]),
    "anchors that hold": (
        body(
            '<p id="章"><a name="old"></a><a href="#%E7%AB%A0"><a href="#old"><a href="#top"><a href="#:~:text=x">'
        ),
        [],
    ),
    "other language": (body('<a href="index.html" hreflang="en">'), [f"{PAGE}:13 CS820"]),
    "same language": (body('<a href="en/index.html" hreflang="EN">'), []),
    # other hosts
    "script of another host": (
        edit(PAGE, "</svg>", '</svg><script src="//cdn.example/x.js"></script>'),
        [f"{PAGE}:12 CS813"],
    ),
    "style of another host": (
        body('<link rel="stylesheet" href="https://cdn.example/x.css">'),
        [f"{PAGE}:13 CS813"],
    ),
    "connection to another host": (
        body('<link rel="preconnect" href="https://cdn.example/">'),
        [f"{PAGE}:13 CS813"],
    ),
    "picture of another host": (body('<img src="https://cdn.example/x.png" alt="">'), [f"{PAGE}:13 CS813"]),
    "frame of another host": (body('<iframe src="https://cdn.example/"></iframe>'), [f"{PAGE}:13 CS813"]),
    "form to another host": (body('<form action="https://cdn.example/"></form>'), [f"{PAGE}:13 CS813"]),
    "ping": (body('<a href="index.html" ping="https://cdn.example/">'), [f"{PAGE}:13 CS813"]),
    "font of another host": (
        edit("assets/more.css", "data:image/gif;base64,R0lGOD==", "https://cdn.example/f.woff2"),
        ["assets/more.css:1 CS813"],
    ),
    "import from another host": (
        edit("assets/verify/one.mjs", "export", 'import x from "https://cdn.example/x.mjs";\nexport'),
        ["assets/verify/one.mjs:2 CS813"],
    ),
    "fetch from another host": (
        edit("assets/verify/page.mjs", "one(", "fetch("),
        ["assets/verify/page.mjs:5 CS813"],
    ),
    "licence elsewhere": (
        body('<link rel="license" href="https://example.org/"><area href="https://example.org/">'),
        [],
    ),
    # policy
    "inline script": (body("<script>alert(1)</script>"), [f"{PAGE}:13 CS814"]),
    "inline module": (body('<script type="module">alert(1)</script>'), [f"{PAGE}:13 CS814"]),
    "inline style": (body("<style>a{}</style>"), [f"{PAGE}:13 CS814"]),
    "style attribute": (body('<p style="color:red">'), [f"{PAGE}:13 CS814"]),
    "handler": (body('<p onclick="x()">'), [f"{PAGE}:13 CS814"]),
    "base": (body('<base href="/check/">'), [f"{PAGE}:13 CS814"]),
    "script as an address": (body('<a href="java\nscript:x()">'), [f"{PAGE}:13 CS814"]),
    "script as data": (body('<script src="data:,x()"></script>'), [f"{PAGE}:13 CS814"]),
    # duties
    "no language": (edit(PAGE, ' lang="zh-CN"', ""), [f"{PAGE}:1 CS815"]),
    "wrong language": (edit("en/statement.html", 'lang="en"', 'lang="zh"'), ["en/statement.html:1 CS815"]),
    "no title": (edit(PAGE, "<title>标题</title>", "<title> </title>"), [f"{PAGE}:1 CS816"]),
    "two headings": (body("<h1>标题</h1>"), [f"{PAGE}:1 CS817"]),
    "no heading": (edit(PAGE, "h1", "h2"), [f"{PAGE}:1 CS817"]),
    "no policy": (edit(PAGE, "http-equiv", "name"), [f"{PAGE}:1 CS818"]),
    "weak policy": (edit(PAGE, "script-src 'self'", "script-src *"), [f"{PAGE}:1 CS818"]),
    "late policy": (
        edit(PAGE, "<head>", '<head>\n<link rel="icon" href="assets/flow.svg">'),
        [f"{PAGE}:1 CS818"],
    ),
    "old hint": (edit("en/verify.html", 'data-bits="2"', 'data-bits="3"'), ["en/verify.html:13 CS819"]),
    "register elsewhere": (
        edit("verify.html", 'register="register/1/"', 'register="register/1"'),
        ["verify.html:13 CS819"],
    ),
    # index
    "no index": (remove(INDEX), [f"{INDEX}:1 CS831"]),
    "index cut off": (put(INDEX, '{"format":1,'), [f"{INDEX}:1 CS831"]),
    "index nested": (put(INDEX, "[" * 100_000), [f"{INDEX}:1 CS831"]),
    "index nested a little": (
        edit(INDEX, '"bits":2', '"bits":2,"x":' + '{"a":' * 600 + "1" + "}" * 600),
        [f"{INDEX}:1 CS831"],
    ),
    "index is a list": (put(INDEX, "[]\n"), [f"{INDEX}:1 CS831"]),
    "key twice": (edit(INDEX, '"bits":2', '"bits":2,"bits":2'), [f"{INDEX}:1 CS831"]),
    "spaces": (edit(INDEX, '"bits":2', '"bits": 2'), [f"{INDEX}:1 CS836"]),
    "newer format": (edit(INDEX, '"format":1', '"format":2'), [f"{INDEX}:1 CS832"]),
    "format true": (edit(INDEX, '"format":1', '"format":true'), [f"{INDEX}:1 CS832"]),
    "bits are text": (edit(INDEX, '"bits":2', '"bits":"2"'), [f"{INDEX}:1 CS832"]),
    "unknown key": (edit(INDEX, '"bits":2', '"bits":2,"host":null'), [f"{INDEX}:1 CS832"]),
    "missing key": (edit(INDEX, '"prefixes":["998"],', ""), [f"{INDEX}:1 CS832"]),
    "count": (edit(INDEX, '"suspended":1', '"suspended":2'), [f"{INDEX}:1 CS832"]),
    "unknown status": (edit(INDEX, '"withdrawn":0', '"withdrawm":0'), [f"{INDEX}:1 CS832"]),
    "limit": (edit(INDEX, '"downgrade":14', '"downgrade":1400'), [f"{INDEX}:1 CS832"]),
    "transition": (edit(INDEX, "2027-06-30", "2028-06-30"), [f"{INDEX}:1 CS832"]),
    "promise": (edit(INDEX, "2026-11-30", "2027-11-30"), [f"{INDEX}:1 CS832"]),
    "time zone": (edit(INDEX, "17:30:00Z", "17:30:00 "), [f"{INDEX}:1 CS832"]),
    "no such day": (edit(INDEX, "2026-11-22T", "2026-11-31T"), [f"{INDEX}:1 CS832"]),
    "snapshot": (edit(INDEX, '"snapshot":"', '"snapshot":"0'), [f"{INDEX}:1 CS843"]),
    # shards
    "shard missing": (remove(HOME), [f"{HOME}:1 CS833"]),
    "shard empty": (put(HOME, ""), [f"{HOME}:1 CS835"]),
    "shard of other bits": (edit(HOME, '"bits":2', '"bits":3'), [f"{HOME}:1 CS835"]),
    "stray file": (put("register/1/shards/4.json", "{}"), ["register/1/shards/4.json:1 CS834"]),
    "stray name": (put("register/1/shards/00.json", "{}"), ["register/1/shards/00.json:1 CS834"]),
    "stray folder": (put("register/1/old/index.json", "{}"), ["register/1/old/index.json:1 CS834"]),
}


@pytest.mark.parametrize("name", CASES)
def test_change(name: str, copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    change, expected = CASES[name]
    change(copy)
    assert found_in(copy, facts, ledger) == expected


# Records -------------------------------------------------------------------------------------------------------------


def lines_of(site: Path, name: str) -> list[str]:
    """The record lines of a shard, without commas."""
    return [line.removesuffix(",") for line in (site / name).read_text("utf-8").split("\n")[1:-2]]


def write_lines(site: Path, name: str, lines: list[str]) -> None:
    head = (site / name).read_text("utf-8").split("\n")[0]
    write(site, name, "\n".join([head, *([",\n".join(lines)] if lines else []), "]}", ""]))


def at(site: Path, name: str, text: str) -> int:
    return next(index for index, line in enumerate(lines_of(site, name)) if text in line)


FIELDS: dict[str, tuple[int, str, str, str]] = {
    "holder": (1, "示例食品 1 号", "示例食品 2 号", "CS841"),
    "field less": (1, '"address":"示例市示例路 2 号",', "", "CS841"),
    "field more": (1, '"issued_on"', '"phone":"1","issued_on"', "CS841"),
    "null": (1, '"issued_on"', '"uscc":null,"issued_on"', "CS841"),
    "standard": (1, "ISO 22000:2018", "ISO 22000:2005", "CS841"),
    "day": (1, "2029-01-31", "2030-01-31", "CS841"),
    "number as printed": (1, "99826F00001R0M", "99826F-00001-R0M", "CS841"),
    "limited tells its holder": (22, '"limited"', '"limited","holder":"示例"', "CS841"),
    "limited is full": (22, '"limited"', '"full"', "CS841"),
    "note of an event": (21, '"until":"2027-02-28"', '"until":"2027-02-28","note":"内部备注"', "CS841"),
    "event gone": (21, ',{"on":"2026-09-01","type":"suspended","until":"2027-02-28"}', "", "CS841"),
    "number of another kind": (21, '"revision":2', '"revision":2.0', "CS841"),
    "escape": (21, "<Energy>", "\\u003cEnergy>", "CS836"),
    "space": (1, '{"number":', '{"number": ', "CS836"),
    "order of keys": (22, '"number":"99826F00022R0M","disclosure":"limited"', '"disclosure":"limited","number":"99826F00022R0M"', "CS836"),
    "comma gone": (21, "}]}", "}]", "CS831"),
    "key twice": (22, '"disclosure"', '"number":"99826F00022R0M","disclosure"', "CS831"),
    "no number": (22, '"number"', '"nummer"', "CS831"),
    "unreadable number": (22, "99826F00022R0M", "证书", "CS831"),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_record(name: str, copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    serial, old, new, rule = FIELDS[name]
    printed = next(c.number for c in ledger.certificates if normalise.key(c.number)[6:11] == f"{serial:05}")
    shard = f"register/1/shards/{shards.name(shards.digest(normalise.key(printed)), 2)}.json"
    lines = lines_of(copy, shard)
    line = at(copy, shard, printed)
    assert old in lines[line]
    lines[line] = lines[line].replace(old, new, 1)
    write_lines(copy, shard, lines)
    gone = [f"{shard}:1 CS837"] if rule == "CS831" else []
    assert found_in(copy, facts, ledger) == [f"{INDEX}:1 CS843", *gone, f"{shard}:{line + 2} {rule}"]


def test_certificate_that_cannot_be_found(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    lines = lines_of(copy, HOME)
    del lines[at(copy, HOME, "99826F00001R0M")]
    write_lines(copy, HOME, lines)
    assert found_in(copy, facts, ledger) == [f"{INDEX}:1 CS843", f"{HOME}:1 CS837"]


def test_record_that_is_not_in_the_ledger(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    stranger = next(n for n in range(100, 200) if where(n) == HOME)
    lines = [*lines_of(copy, HOME), compact(Publication(facts).record(certificate(stranger))).decode()]
    write_lines(copy, HOME, lines)
    assert found_in(copy, facts, ledger) == [f"{INDEX}:1 CS843", f"{HOME}:{len(lines) + 1} CS838"]


def test_record_twice(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    lines = lines_of(copy, HOME)
    write_lines(copy, HOME, [*lines, lines[0]])
    assert found_in(copy, facts, ledger) == [f"{INDEX}:1 CS843", f"{HOME}:{len(lines) + 2} CS839"]


def test_record_in_the_wrong_shard(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    other = next(path for serial in range(2, 9) if (path := where(serial)) != HOME)
    lines = lines_of(copy, HOME)
    record = lines.pop(at(copy, HOME, "99826F00001R0M"))
    write_lines(copy, HOME, lines)
    write_lines(copy, other, [record, *lines_of(copy, other)])
    expected = [f"{INDEX}:1 CS843", f"{HOME}:1 CS837", f"{other}:2 CS840"]
    assert found_in(copy, facts, ledger) == sorted(expected)


def test_order(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    lines = lines_of(copy, HOME)
    write_lines(copy, HOME, [lines[1], lines[0], *lines[2:]])
    assert found_in(copy, facts, ledger) == [f"{INDEX}:1 CS843", f"{HOME}:3 CS842"]


def test_comma(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    edit(HOME, "},\n", "}\n")(copy)
    assert found_in(copy, facts, ledger) == [f"{HOME}:2 CS836"]


def test_shard_that_is_cut_off(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    end = len(lines_of(copy, HOME)) + 2
    edit(HOME, "]}\n", "]}")(copy)
    assert found_in(copy, facts, ledger) == [f"{HOME}:{end - 1} CS831"]


def test_too_few_bits_and_a_heavy_shard(copy: Path, facts: SchemesFile) -> None:
    """The builder never makes it; a stranger still says it."""
    ledger = Ledger(certificates=(certificate(1, scope=NOISE),))
    shutil.rmtree(copy / "register")
    for name, content in registry.plan(ledger, facts, TIME).files():
        write(copy, f"register/1/{name}", content)
    for verify in ("verify.html", "en/verify.html"):
        edit(verify, 'data-bits="2"', 'data-bits="1"')(copy)
    assert found_in(copy, facts, ledger) == ["register/1/shards/1.json:1 CS852"]


def test_other_facts_and_other_ledger(good: Path, facts: SchemesFile, ledger: Ledger) -> None:
    specimen = facts.model_copy(update={"register_": facts.register_.model_copy(update={"specimen": True})})
    found = found_in(good, specimen, ledger)
    assert {line.split()[1] for line in found} == {"CS832", "CS841"} and len(found) == 12
    assert found_in(good, facts, Ledger(certificates=())) != []
    assert found_in(good, facts, Ledger(certificates=ledger.certificates[:1])) != []


def test_a_record_as_the_specification_has_it(facts: SchemesFile, ledger: Ledger) -> None:
    rich = ledger.certificates[-2].model_copy(update={"scope": "供热"})
    assert compact(Publication(facts).record(rich)).decode() == (
        '{"number":"998-26N 00021/R0S","parent":"99826F00001R0M","scheme":"iso-50001",'
        '"standards":["GB/T 23331-2020/ISO 50001:2018","ISO 22000:2018"],"level":"one","holder":"示例食品 21 号",'
        '"holder_en":"Example <Energy> & Co","uscc":"91999999MA00000000","address":"示例市示例路 2 号",'
        '"address_en":"1 Example Road","scope":"供热","scope_en":"Supply of \\"heat\\"",'
        '"sites":["一厂, 示例路 1 号","二厂, 示例路 2 号"],"issued_on":"2026-02-01","valid_from":"2026-02-01",'
        '"valid_to":"2029-01-31","first_certified_on":"2020-01-01","revision":2,'
        '"events":[{"on":"2026-02-01","type":"granted"},{"on":"2026-09-01","type":"suspended","until":"2027-02-28"}]}'
    )
    assert Publication(facts).record(ledger.certificates[-1]) == {
        "number": "99826F00022R0M",
        "disclosure": "limited",
    }


# The site as a whole -------------------------------------------------------------------------------------------------


def test_verification_page_without_a_hint(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    edit("verify.html", "data-bits", "data-bytes")(copy)
    links_to_it = [f"{name}.html:13 CS812" for name in PAGES if name != "index"]
    assert found_in(copy, facts, ledger) == sorted([*links_to_it, *["verify.html:1 CS819"] * 2])


def test_verification_page_is_missing(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    (copy / "en/verify.html").unlink()
    dead = [f"en/{name}.html:13 CS811" for name in PAGES]
    assert found_in(copy, facts, ledger) == sorted([*dead, "en/verify.html:1 CS806"])


def test_nothing_there(tmp_path: Path, facts: SchemesFile, ledger: Ledger) -> None:
    expected = [f"{folder}{name}.html:1 CS806" for folder in ("", "en/") for name in (*PAGES, "verify")]
    assert found_in(tmp_path, facts, ledger) == sorted([*expected, f"{INDEX}:1 CS831"])
    assert found_in(tmp_path / "gone", facts, ledger) == sorted([".:1 CS801", *expected, f"{INDEX}:1 CS831"])


def test_file_that_cannot_be_read(
    good: Path, facts: SchemesFile, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_bytes = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path.name == "flow.svg":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    assert found_in(good, facts, ledger) == ["assets/flow.svg:1 CS801"]


def test_page_that_the_parser_gives_up(
    good: Path, facts: SchemesFile, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = page.read

    def giving_up(path: str, text: str) -> page.Page:
        assert path != "assets/flow.svg", "unknown status keyword"
        return read(path, text)

    monkeypatch.setattr(page, "read", giving_up)
    assert found_in(good, facts, ledger) == ["assets/flow.svg:1 CS801"]


def incompressible(size: int) -> str:
    digits = "".join(hashlib.sha512(bytes(str(n), "ascii")).hexdigest() for n in range(size // 64))
    return f"/* {digits[:size]} */"


@pytest.mark.parametrize(
    ("file", "size", "heavy"),
    [
        (
            "assets/more.css",
            320_000,
            {"404.html", *(f"{folder}{name}.html" for folder in ("", "en/") for name in (*PAGES, "verify"))},
        ),
        ("assets/verify/one.mjs", 60_000, {"verify.html", "en/verify.html"}),
        ("assets/verify/one.mjs", 40_000, set()),
        ("assets/unused.js", 400_000, set()),
    ],
)
def test_weight(
    file: str, size: int, heavy: set[str], copy: Path, facts: SchemesFile, ledger: Ledger
) -> None:
    write(copy, file, incompressible(size))
    assert found_in(copy, facts, ledger) == sorted(f"{page}:1 CS851" for page in heavy)


def test_every_rule_has_a_change() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [
        rule
        for rule in RULES
        if rule.startswith("CS8") and f" {rule}" not in text and f'"{rule}"' not in text
    ] == []


# Properties ----------------------------------------------------------------------------------------------------------

REGISTER = [INDEX, *(f"register/1/shards/{n}.json" for n in range(4))]
FEW = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(scope="session")
def register_only(tmp_path_factory: pytest.TempPathFactory, good: Path) -> Path:
    """A site that is nothing but its register: what one byte changes shows against what is always missing."""
    folder = tmp_path_factory.mktemp("register")
    shutil.copytree(good / "register", folder / "register")
    return folder


@FEW
@given(name=st.sampled_from(REGISTER), data=st.data())
def test_any_byte_that_changes_is_found(
    name: str, data: st.DataObject, register_only: Path, facts: SchemesFile, ledger: Ledger
) -> None:
    content = (register_only / name).read_bytes()
    # the long scopes fill most of a shard; half of the positions are near the ends of lines, where the structure is
    near = [n for n, byte in enumerate(content) if byte < 0x80 or n + 1 == len(content)]
    clock = content.find(b"T17:30:00Z") if name == INDEX else -99
    where = data.draw(st.one_of(st.integers(0, len(content) - 1), st.sampled_from(near)))
    assume(not clock < where < clock + 9)  # nothing else knows at which minute of its day a register was made
    changed = bytearray(content)
    changed[where] ^= data.draw(st.integers(1, 255))
    assert judged(register_only, name, bytes(changed), facts, ledger)


@FEW
@given(name=st.sampled_from(REGISTER), data=st.data())
def test_a_cut_or_a_repetition_is_found(
    name: str, data: st.DataObject, register_only: Path, facts: SchemesFile, ledger: Ledger
) -> None:
    content = (register_only / name).read_bytes()
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))
    changed = content[:start] + content[start:end] * data.draw(st.sampled_from([0, 2])) + content[end:]
    assert judged(register_only, name, changed, facts, ledger)


def judged(site: Path, name: str, changed: bytes, facts: SchemesFile, ledger: Ledger) -> list[str]:
    """What the audit says of the register with one file changed."""
    content = (site / name).read_bytes()
    try:
        (site / name).write_bytes(changed)
        return [line for line in found_in(site, facts, ledger) if line.startswith("register/")]
    finally:
        (site / name).write_bytes(content)


@FEW
@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from('<>"=/&;!-[]#?%: \n'), st.sampled_from("abcdehilmnorstuv")),
        max_size=60,
    )
)
def test_no_page_makes_it_stumble(
    text: str, facts: SchemesFile, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    for name in ("index.html", "a.svg", "a.css", "a.mjs"):
        write(folder, name, text)
    assert found_in(folder, facts, Ledger(certificates=()))


# References ----------------------------------------------------------------------------------------------------------

SITE = "https://north.example.org/check/"


@pytest.mark.parametrize(
    ("path", "target", "leads"),
    [
        ("index.html", "", links.Local("index.html", "")),
        ("a/b.html", ".", links.Local("a/index.html", "")),
        ("a/b.html", "..", links.Local("index.html", "")),
        ("a/b.html", "../c%20d.html?e#%E7%AB%A0", links.Local("c d.html", "章")),
        ("章.html", "?x", links.Local("章.html", "")),
        ("a.html", SITE, links.Local("index.html", "")),
        ("a.html", "https://NORTH.example.org/check/b.html", links.Local("b.html", "")),
        ("a.html", "http://north.example.org/check/b.html", "http://north.example.org/check/b.html"),
        ("a.html", "//other.example/", "https://other.example/"),
        ("a.html", "mailto:a@b.example", "mailto:a@b.example"),
        ("404.html", "#x", links.Local("404.html", "x")),
        ("en/404.html", "/check/en/", links.Local("en/index.html", "")),
    ],
)
def test_resolve(path: str, target: str, leads: object) -> None:
    assert links.resolve(SITE, path, target) == leads


def test_references_of_a_script() -> None:
    text = """import { a } from "./a.mjs";
import "./b.mjs"; // import "./not.mjs"
export { c } from './c.mjs';
export const important = "x"; /* import "./not.mjs"
import "./not.mjs" */
const d = await import("./d.mjs"), e = await import(`./${language}.mjs`);
const link = "https://example.org/"; fetch(link);
const host = "https://example.org/a//b"; window.fetch(`https://asked.example/${d}`);
request.open("GET", "//asked.example/");
"""
    found = [(each.target, each.kind, each.place.line) for each in references.of_script("a.mjs", text)]
    assert found == [
        ("./a.mjs", "script", 1),
        ("./b.mjs", "script", 2),
        ("./c.mjs", "script", 3),
        ("./d.mjs", "load", 6),
        ("https://asked.example/${d}", "load", 8),
        ("//asked.example/", "load", 9),
    ]


def test_references_of_a_stylesheet() -> None:
    text = "@import url('a.css') print;\n/* url(not.png)\n*/ a{b:url( \"c d.png\" ),url(e.png);f:URL('data:,url(x)')}"
    found = [
        (each.target, each.kind, each.place.line, each.place.column)
        for each in references.of_stylesheet("a.css", text)
    ]
    assert found == [
        ("a.css", "style", 1, 1),
        ("c d.png", "load", 3, 8),
        ("e.png", "load", 3, 25),
        ("data:,url(x)", "load", 3, 38),
    ]


def test_the_first_of_two_attributes_counts() -> None:
    found = page.read("a.html", '<a href="first" href="second">')
    assert [reference.target for reference in found.references] == ["first"]


def test_weight_is_that_of_gzip() -> None:
    content = b"certificate " * 1000
    assert gzip.decompress(gzip.compress(content)) == content
    assert abs(weights.after_gzip(content) - len(gzip.compress(content, 6, mtime=0))) <= 2
