"""The audit of a finished site: a small site without a fault, and one change for each rule."""

import datetime
import gzip
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import ledgers
import pyarrow as pa
import pytest
import reference_register
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from projects import GOOD, ROOT, surroundings
from pyarrow import parquet

from generator import headers, normalise, schemes, shards
from generator.audit import Counted, Request, audit, links, page, references, rows, search, weights
from generator.audit.findings import KEPT, Findings
from generator.audit.records import Publication, compact
from generator.ledger import Files, places
from generator.model import Certificate, Event, Ledger, LedgerSettings, LedgerTable, SchemesFile
from generator.problems import Place, Problems, problem, render
from generator.rules import RULES

TIME = datetime.datetime(2026, 11, 22, 17, 30, tzinfo=datetime.UTC)  # the 23rd in Beijing
LONG = "糕点的生产和销售；" * 130  # about 3.5 kB, so that the register has four shards
TOOLS = ("batch", "organisations", "scan", "embed")
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
    url, planned = facts.site.url, reference_register.files(ledger, facts, TIME)
    index = json.loads(planned["index.json"])
    assert index["bits"] == 2
    for folder, language in (("", "zh-CN"), ("en/", "en")):
        for name in PAGES:
            up = "../" * (folder + name).count("/")
            home = "../" * name.count("/")
            body = f'<a href="{home}verify.html#n=99826F00001R0M">查</a> <a href="#top-heading">上</a> <a href="">这里</a>'
            write(site, f"{folder}{name}.html", html(language, up, body))
        up = "../" * folder.count("/")
        hint = (
            f'<main data-bits="2" data-snapshot="{index["snapshot"]}" data-register="{up}register/1/"></main>'
        )
        module = f'<script type="module" src="{up}assets/verify/page.mjs"></script>'
        write(site, f"{folder}verify.html", html(language, up, hint, module))
        for name in TOOLS:
            policy = headers.meta_policy(f"{folder}{name}.html")
            write(site, f"{folder}{name}.html", html(language, up).replace(headers.META_POLICY, policy))
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
    for name, content in planned.items():
        write(site, f"register/1/{name}", content)
    return site


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(good, tmp_path / "copy"))


def audited(
    site: Path, facts: SchemesFile, ledger: Ledger, problems: Problems, theme: Path | None = None
) -> Counted:
    """Audit a site against a ledger, which is written as files first."""
    with tempfile.TemporaryDirectory() as folder:
        certificates, events = reference_register.rows(ledger)
        ledgers.write(
            Path(folder),
            ledgers.csv_text(certificates),
            ledgers.csv_text(events, ledgers.EVENT_COLUMNS),
        )
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        request = Request(facts, Files(Path(folder), "certificates.csv", "events.csv"), scratch)
        return audit(site, request, problems, theme)


def found_in(site: Path, facts: SchemesFile, ledger: Ledger, theme: Path | None = None) -> list[str]:
    """Return place and rule of each problem; the snapshot in the name of a folder is written `X`."""
    problems = Problems()
    audited(site, facts, ledger, problems, theme)
    for each in problems:
        assert render(each, "zh").encode() and render(each, "en").encode()
    return [
        re.sub("digests/[0-9a-f]{16}/", "digests/X/", f"{each.place.file}:{each.place.line} {each.rule}")
        for each in problems
    ]


def test_a_good_site_has_no_problem(good: Path, facts: SchemesFile, ledger: Ledger) -> None:
    problems = Problems()
    counted = audited(good, facts, ledger, problems)
    assert list(problems) == []
    assert (counted.pages, counted.records) == (25, 11)
    assert counted.links == 83


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
NUMBERS = "register/1/numbers.json"
DIGESTS = "register/1/digests/X/0.json"
PAGE = "statement.html"
HOME, LIMITED = where(1), where(22)
NOISE = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(6000))


def changed(shard: str) -> list[str]:
    """What a shard with other bytes does not agree with: its digest and the snapshot."""
    return [f"{DIGESTS}:{int(Path(shard).stem, 16) + 2} CS845", f"{INDEX}:1 CS843"]


def to_digests(change: Callable[[Path], object]) -> Change:
    """A change of the register's digest file."""
    return lambda site: change(next((site / "register/1/digests").glob("*/0.json")))


def searched(value: object) -> str:
    """The path of a search file by its content."""
    name = hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]
    return f"register/1/search/{name[:2]}/{name}.json"


def in_search(value: object, name: str = "") -> Change:
    """A file of the organisation search, named by its content or otherwise."""

    def change(site: Path) -> None:
        path = f"register/1/search/{name}.json" if name else searched(value)
        write(site, path, json.dumps(value, ensure_ascii=False))

    return change


LEAF = {"format": 1, "level": 0, "entries": [[0, "示例食品 1 号", [["99826F00001R0M", 0, 20260201, 1095]]]]}
"""A file as the search has it, all of it public."""

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
    "old snapshot": (
        edit("verify.html", 'data-snapshot="', 'data-snapshot="0'),
        ["verify.html:13 CS819"],
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
    "snapshot": (edit(INDEX, '"snapshot":"', '"snapshot":"0'), [f"{DIGESTS}:1 CS834", f"{INDEX}:1 CS843"]),
    # shards
    "shard missing": (remove(HOME), [f"{HOME}:1 CS833"]),
    "shard empty": (put(HOME, ""), [*changed(HOME), f"{HOME}:1 CS835"]),
    "shard of other bits": (edit(HOME, '"bits":2', '"bits":3'), [*changed(HOME), f"{HOME}:1 CS835"]),
    "stray file": (put("register/1/shards/4.json", "{}"), ["register/1/shards/4.json:1 CS834"]),
    "stray name": (put("register/1/shards/00.json", "{}"), ["register/1/shards/00.json:1 CS834"]),
    "stray folder": (put("register/1/old/index.json", "{}"), ["register/1/old/index.json:1 CS834"]),
    "temporary file": (
        put("register/1/shards/.0.json.x", "{}"),
        ["register/1/shards/.0.json.x:1 CS805", "register/1/shards/.0.json.x:1 CS834"],
    ),
    "link instead of a shard": (
        lambda site: ((site / HOME).rename(site / "a.json"), (site / HOME).symlink_to(site / "a.json")),
        [f"{HOME}:1 CS803", f"{HOME}:1 CS833"],
    ),
    "link instead of the register": (
        lambda site: ((site / "register").rename(site / "r"), (site / "register").symlink_to(site / "r")),
        ["register:1 CS803", f"{INDEX}:1 CS831"],
    ),
    "link to a file of the register": (body('<a href="register/1/index.json">'), []),
    "dead link to the register": (body('<a href="register/1/shards/9.json">'), [f"{PAGE}:13 CS811"]),
    # digest files
    "digest file missing": (to_digests(Path.unlink), [f"{DIGESTS}:1 CS844"]),
    "digest file of another shard": (
        to_digests(
            lambda path: path.write_text(path.read_text().replace('"digests":[\n"', '"digests":[\n"0', 1))
        ),
        [f"{DIGESTS}:2 CS845"],
    ),
    "digest file of other bits": (
        to_digests(lambda path: path.write_text(path.read_text().replace('"bits":2', '"bits":3'))),
        [f"{DIGESTS}:1 CS845"],
    ),
    "digest file cut off": (
        to_digests(lambda path: path.write_text(path.read_text().replace("]}\n", ""))),
        [f"{DIGESTS}:6 CS831"],
    ),
    "digest file of an older snapshot": (
        put("register/1/digests/0123456789abcdef/0.json", "{}"),
        [f"{DIGESTS}:1 CS834"],
    ),
    # list of numbers
    "list of numbers missing": (remove(NUMBERS), [f"{NUMBERS}:1 CS831"]),
    "list of numbers cut off": (edit(NUMBERS, "\n]}\n", ""), [f"{NUMBERS}:12 CS849"]),
    "list of numbers too long": (edit(NUMBERS, "]}\n", "]}\n\n"), [f"{NUMBERS}:13 CS849"]),
    "number of limited disclosure listed": (
        edit(NUMBERS, "[\n", f'[\n"{certificate(22).number}",\n'),
        [f"{NUMBERS}:2 CS849"],
    ),
    "list of numbers of another digest": (
        edit(INDEX, '"numbers":"', '"numbers":"0'),
        [f"{INDEX}:1 CS832"],
    ),
    "list of numbers that the index does not name": (
        edit(INDEX, '"numbers":', '"number":'),
        [f"{INDEX}:1 CS832", f"{INDEX}:1 CS832", f"{NUMBERS}:1 CS834"],
    ),
    # organisation search
    "search": (in_search(LEAF), []),
    "root of the search": (in_search({"format": 1, "stop_words": ["内部备注"]}, "index"), []),
    "search file of another name": (
        in_search(LEAF, "00/0011223344556677"),
        ["register/1/search/00/0011223344556677.json:1 CS846"],
    ),
    "search file in another folder": (
        in_search(LEAF, "00/1111223344556677"),
        ["register/1/search/00/1111223344556677.json:1 CS834"],
    ),
    "root of the search that is none": (
        put("register/1/search/index.json", "{"),
        ["register/1/search/index.json:1 CS831"],
    ),
    "search names a certificate of limited disclosure": (
        in_search([["#", "示例", [["99826F-00022-R0M", 0]]]], "index"),
        ["register/1/search/index.json:1 CS847"],
    ),
    "search names it as a successor": (in_search([20260101, "superseded", "99826F00022R0M"], "index"), []),
    "search tells a note": (
        in_search(LEAF | {"note": "内部备注"}),
        [f"{searched(LEAF | {'note': '内部备注'})}:1 CS847"],
    ),
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
    assert found_in(copy, facts, ledger) == [*changed(shard), *gone, f"{shard}:{line + 2} {rule}"]


def test_certificate_that_cannot_be_found(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    lines = lines_of(copy, HOME)
    del lines[at(copy, HOME, "99826F00001R0M")]
    write_lines(copy, HOME, lines)
    assert found_in(copy, facts, ledger) == [*changed(HOME), f"{HOME}:1 CS837"]


def test_record_that_is_not_in_the_ledger(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    stranger = next(n for n in range(100, 200) if where(n) == HOME)
    lines = [*lines_of(copy, HOME), compact(reference_register.record(certificate(stranger), facts)).decode()]
    write_lines(copy, HOME, lines)
    assert found_in(copy, facts, ledger) == [*changed(HOME), f"{HOME}:{len(lines) + 1} CS838"]


def test_record_twice(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    lines = lines_of(copy, HOME)
    write_lines(copy, HOME, [*lines, lines[0]])
    assert found_in(copy, facts, ledger) == [*changed(HOME), f"{HOME}:{len(lines) + 2} CS839"]


def test_record_in_the_wrong_shard(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    other = next(path for serial in range(2, 9) if (path := where(serial)) != HOME)
    lines = lines_of(copy, HOME)
    record = lines.pop(at(copy, HOME, "99826F00001R0M"))
    write_lines(copy, HOME, lines)
    write_lines(copy, other, [record, *lines_of(copy, other)])
    first = min(changed(HOME), changed(other))  # of a digest file, the first line that is wrong is told
    expected = {*first, f"{HOME}:1 CS837", f"{other}:2 CS840"}
    assert found_in(copy, facts, ledger) == sorted(expected)


def test_order(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    lines = lines_of(copy, HOME)
    write_lines(copy, HOME, [lines[1], lines[0], *lines[2:]])
    assert found_in(copy, facts, ledger) == [*changed(HOME), f"{HOME}:3 CS842"]


def test_comma(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    edit(HOME, "},\n", "}\n")(copy)
    assert found_in(copy, facts, ledger) == [*changed(HOME), f"{HOME}:2 CS836"]


def test_shard_that_is_cut_off(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    end = len(lines_of(copy, HOME)) + 2
    edit(HOME, "]}\n", "]}")(copy)
    assert found_in(copy, facts, ledger) == [*changed(HOME), f"{HOME}:{end - 1} CS831"]


def replace_register(site: Path, register: dict[str, bytes]) -> None:
    """Put another register into a site, and what its pages should know of it."""
    shutil.rmtree(site / "register")
    for name, content in register.items():
        write(site, f"register/1/{name}", content)
    index = json.loads(register["index.json"])
    for verify in ("verify.html", "en/verify.html"):
        text = re.sub('data-bits="[^"]*"', f'data-bits="{index["bits"]}"', (site / verify).read_text("utf-8"))
        write(site, verify, re.sub('data-snapshot="[^"]*"', f'data-snapshot="{index["snapshot"]}"', text))


def test_a_heavy_shard(copy: Path, facts: SchemesFile) -> None:
    ledger = Ledger(certificates=(certificate(1, scope=NOISE),))
    replace_register(copy, reference_register.files(ledger, facts, TIME))
    assert found_in(copy, facts, ledger) == ["register/1/shards/1.json:1 CS852"]


@pytest.mark.parametrize(("bits", "right"), [(0, False), (1, False), (2, True), (3, True), (4, False)])
def test_a_growing_register_may_keep_its_bits(
    bits: int, right: bool, copy: Path, facts: SchemesFile, ledger: Ledger
) -> None:
    """The records take 38 kB: 19 kB a shard are too many, 2.4 kB too few."""
    replace_register(copy, reference_register.files(ledger, facts, TIME, bits))
    assert found_in(copy, facts, ledger) == ([] if right else [f"{INDEX}:1 CS832"])


def test_bits_that_cannot_be(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    """Nothing is compared then: sixteen million shards are not worth asking for."""
    edit(INDEX, '"bits":2', '"bits":24')(copy)
    found = found_in(copy, facts, ledger)
    assert f"{INDEX}:1 CS832" in found and {line.split()[1] for line in found} == {"CS819", "CS832", "CS833", "CS834", "CS844"}  # fmt: skip


def test_other_facts_and_other_ledger(good: Path, facts: SchemesFile, ledger: Ledger) -> None:
    specimen = facts.model_copy(update={"register_": facts.register_.model_copy(update={"specimen": True})})
    found = found_in(good, specimen, ledger)
    assert {line.split()[1] for line in found} == {"CS832", "CS841"} and len(found) == 12
    assert found_in(good, facts, Ledger(certificates=())) != []
    assert found_in(good, facts, Ledger(certificates=ledger.certificates[:1])) != []


def test_a_record_as_the_specification_has_it(facts: SchemesFile) -> None:
    publication = Publication.of(facts)
    full, limited = (dict.fromkeys(rows.CERTIFICATES, "") for _ in range(2))
    full |= {
        "number": "998-26N 00021/R0S", "parent": "99826F 00001R0M", "scheme": "iso-50001",
        "standards": "iso-50001-2018; iso-22000-2018", "level": "one", "holder": "示例食品 21 号",
        "holder_en": "Example <Energy> & Co", "uscc": "91999999MA00000000", "address": "示例市示例路 2 号",
        "address_en": "1 Example Road", "scope": "供热", "scope_en": 'Supply of "heat"',
        "sites": "一厂, 示例路 1 号|二厂, 示例路 2 号", "issued_on": "2026-02-01", "valid_from": "2026-02-01",
        "valid_to": "2029-01-31", "first_certified_on": "2020-01-01", "revision": "2", "disclosure": "full",
    }  # fmt: skip
    events = [
        {
            "number": "",
            "on": "2026-09-01",
            "type": "suspended",
            "until": "2027-02-28",
            "by": "",
            "note": "内部备注",
        },
        {"number": "", "on": "2026-02-01", "type": "granted", "until": "", "by": "", "note": ""},
    ]
    assert compact(publication.record(full, events)).decode() == (
        '{"number":"998-26N 00021/R0S","parent":"99826F 00001R0M","scheme":"iso-50001",'
        '"standards":["GB/T 23331-2020/ISO 50001:2018","ISO 22000:2018"],"level":"one","holder":"示例食品 21 号",'
        '"holder_en":"Example <Energy> & Co","uscc":"91999999MA00000000","address":"示例市示例路 2 号",'
        '"address_en":"1 Example Road","scope":"供热","scope_en":"Supply of \\"heat\\"",'
        '"sites":["一厂, 示例路 1 号","二厂, 示例路 2 号"],"issued_on":"2026-02-01","valid_from":"2026-02-01",'
        '"valid_to":"2029-01-31","first_certified_on":"2020-01-01","revision":2,'
        '"events":[{"on":"2026-02-01","type":"granted"},{"on":"2026-09-01","type":"suspended","until":"2027-02-28"}]}'
    )
    limited |= {"number": "99826F00022R0M", "holder": "示例", "disclosure": "limited"}
    assert publication.record(limited, events) == {"number": "99826F00022R0M", "disclosure": "limited"}


@settings(max_examples=500, deadline=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from("09AZaz -._/·０Ａ－\u200b证")), max_size=45))
def test_a_number_in_a_search_file_has_the_key_of_the_specification(text: str) -> None:
    assume(text.encode("utf-8", "replace").decode() == text)
    try:
        wanted = normalise.key(text).encode()
    except normalise.Refused:
        wanted = None
    assert search._key(text.encode()) == wanted


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))), st.booleans())
def test_every_text_of_a_search_file_is_read(texts: list[str], escaped: bool) -> None:
    content = json.dumps({"entries": [texts]}, ensure_ascii=escaped).encode()
    assert {*search._texts(content)} == {b"entries", *(text.encode() for text in texts)}


# Ledgers that are not as they should be ------------------------------------------------------------------------------


def against(site: Path, facts: SchemesFile, folder: Path, certificates: str, events: str) -> list[str]:
    """Audit a site against the text of a ledger."""
    ledgers.write(folder, certificates, events)
    scratch, problems = folder / "scratch", Problems()
    scratch.mkdir()
    audit(site, Request(facts, Files(folder, "certificates.csv", "events.csv"), scratch), problems)
    return [f"{each.place.file}:{each.place.line} {each.rule}" for each in problems]


def texts(ledger: Ledger) -> tuple[str, str]:
    certificates, events = reference_register.rows(ledger)
    return ledgers.csv_text(certificates), ledgers.csv_text(events, ledgers.EVENT_COLUMNS)


def test_rows_that_nobody_can_read_are_expected_nowhere(
    good: Path, facts: SchemesFile, ledger: Ledger, tmp_path: Path
) -> None:
    certificates, events = texts(ledger)
    certificates += certificates.split("\n")[1].replace("99826F00001R0M", "证书") + "\n"
    events += "99826F09999R0M,2026-01-01,withdrawn,,,\n证书,2026-01-01,withdrawn,,,\n"
    assert against(good, facts, tmp_path, certificates, events) == []


def test_the_first_of_two_rows_with_a_number_counts(
    good: Path, facts: SchemesFile, ledger: Ledger, tmp_path: Path
) -> None:
    certificates, events = texts(ledger)
    certificates += certificates.split("\n")[1].replace("示例食品 1 号", "示例食品 9 号") + "\n"
    assert against(good, facts, tmp_path, certificates, events) == []


def test_a_ledger_that_lacks_days_and_white_space_around_values(
    good: Path, facts: SchemesFile, ledger: Ledger, tmp_path: Path
) -> None:
    certificates, events = texts(ledger)
    certificates = certificates.replace("99826F00001R0M,", " \u300099826F00001R0M\t,", 1)
    assert against(good, facts, tmp_path / "a", certificates, events) == []
    found = against(good, facts, tmp_path / "b", certificates.replace("2029-01-31", "", 1), events)
    assert {line.split()[1] for line in found} == {"CS832", "CS841"}


@pytest.mark.parametrize(
    ("certificates", "rule"),
    [("", "CS606"), ("a,b\n1,2\n", "CS605"), ("number;holder\n", "CS603"), ("编号\n", "CS605")],
)
def test_a_ledger_without_a_header_is_said_to_be_so(
    certificates: str, rule: str, good: Path, facts: SchemesFile, ledger: Ledger, tmp_path: Path
) -> None:
    found = against(good, facts, tmp_path, certificates, texts(ledger)[1])
    assert f"certificates.csv:1 {rule}" in found
    assert not [line for line in found if "register/" in line]


def test_ledgers_of_other_kinds(good: Path, facts: SchemesFile, ledger: Ledger, tmp_path: Path) -> None:
    """Certificates as Parquet, events in a database."""
    certificates, events = reference_register.rows(ledger)
    parquet.write_table(pa.Table.from_pylist(certificates), tmp_path / "certificates.parquet")
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as database:
        database.execute('CREATE TABLE events (seq, number, "on", type, until, "by", note)')
        values = [(number, *event.values()) for number, event in enumerate(events)]
        database.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        database.commit()
    tables = LedgerSettings(
        certificates=LedgerTable(file="certificates.parquet"),
        events=LedgerTable(database="sqlite:ledger.db", table="events"),
    )
    scratch, problems = tmp_path / "scratch", Problems()
    scratch.mkdir()
    files = places.find(tmp_path, tables, scratch, problems)
    assert files and not problems.found
    counted = audit(good, Request(facts, files, scratch), problems)
    assert (counted.records, problems.found) == (11, [])
    (tmp_path / "ledger.db").unlink()
    assert places.find(tmp_path, tables, scratch, problems) is None
    assert [each.rule for each in problems] == ["CS666"]
    (tmp_path / "certificates.parquet").write_bytes(b"PAR1")
    damaged = Files(tmp_path, "certificates.parquet", "ledger.csv")
    problems = Problems()
    audit(good, Request(facts, damaged, scratch), problems)
    assert [each.rule for each in problems] == ["CS601", "CS601"]


# Many certificates ---------------------------------------------------------------------------------------------------


def test_a_million_problems_are_counted() -> None:
    findings, other = Findings(), Findings()
    for number in range(KEPT + 5):
        findings.add(problem("CS838", Place("a", number + 1), number=number))
    other.extend(problem("CS837", Place("b", number + 1), number=number) for number in range(KEPT - 1))
    findings.merge(other)
    findings.merge(other)
    assert len(findings.found) == 2 * KEPT
    assert findings.more == {"CS837": 2 * KEPT - 2, "CS838": KEPT + 5}


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of 20,000 certificates and the register that the builder makes of it."""
    folder = tmp_path_factory.mktemp("many")
    command = [sys.executable, ROOT / "bench/make_ledger.py", "20000", folder / "registry"]
    subprocess.run(command, check=True, capture_output=True, env=surroundings(), timeout=120)
    ledgers.build(folder, "site/register/1")
    return folder


def against_many(folder: Path, processes: int, scratch: Path) -> tuple[Counted, list[str]]:
    scratch.mkdir()
    problems = Problems()
    request = Request(ledgers.facts(), Files(folder), scratch, processes)
    counted = audit(folder / "site", request, problems)
    return counted, [
        f"{each.place.file}:{each.place.line} {each.rule}"
        for each in problems
        if each.place.file.startswith("register/") and each.rule != "CS852"
    ]


@pytest.mark.parametrize("processes", [1, 2])
def test_the_builders_register_of_many(processes: int, many: Path, tmp_path: Path) -> None:
    counted, found = against_many(many, processes, tmp_path / "scratch")
    assert (counted.records, found) == (20_000, [])


def test_records_that_lie_astray_among_many(many: Path, tmp_path: Path) -> None:
    """Of one shard's records the first stands in the last shard of all, and a foreign one in its place."""
    site = tmp_path / "site"
    shutil.copytree(many / "site", site)
    names = sorted(path.relative_to(site).as_posix() for path in (site / "register/1/shards").rglob("*.json"))
    first, last = names[0], names[-1]
    lines, others = lines_of(site, first), lines_of(site, last)
    foreign = re.sub('"number":"[^"]*"', '"number":"99926Q99999R9L"', lines[0])
    write_lines(site, first, [foreign, *lines[1:]])
    write_lines(site, last, [*others, lines[0]])
    shutil.copytree(many / "registry", tmp_path / "registry")
    counted, found = against_many(tmp_path, 2, tmp_path / "scratch")
    assert counted.records == 19_999
    assert [line for line in found if "digests" not in line] == [
        f"{INDEX}:1 CS843",
        f"{first}:1 CS837",
        f"{first}:2 CS838",
        f"{last}:{len(others) + 2} CS840",
    ]
    assert sum("digests" in line and line.endswith("CS845") for line in found) == 2


def test_memory_does_not_grow_with_the_register(many: Path, good: Path, tmp_path: Path) -> None:
    program = (
        "import sys, resource; from pathlib import Path; from generator import schemes; from generator.ledger import Files;"
        "from generator.audit import Request, audit; from generator.problems import Problems;"
        "facts = schemes.load(Path(sys.argv[1]), Problems())[0];"
        "audit(Path(sys.argv[2]), Request(facts, Files(Path(sys.argv[3])), Path(sys.argv[4])), Problems());"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for number, site in enumerate((good, many / "site")):
        scratch = tmp_path / str(number)
        scratch.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", program, ROOT / schemes.FILE, site, many if number else ROOT, scratch],
            capture_output=True,
            encoding="utf-8",
            check=True,
            env={**surroundings(), "PYTHONPATH": str(ROOT)},
            timeout=120,
        )
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < 120_000  # KiB; the ledger alone is 10 MB of text, and 60 MB as Python has it


# The site as a whole -------------------------------------------------------------------------------------------------


def test_verification_page_without_a_hint(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    edit("verify.html", "data-bits", "data-bytes")(copy)
    links_to_it = [f"{name}.html:13 CS812" for name in PAGES if name != "index"]
    assert found_in(copy, facts, ledger) == sorted([*links_to_it, *["verify.html:1 CS819"] * 3])


def test_verification_page_is_missing(copy: Path, facts: SchemesFile, ledger: Ledger) -> None:
    (copy / "en/verify.html").unlink()
    dead = [f"en/{name}.html:13 CS811" for name in PAGES]
    assert found_in(copy, facts, ledger) == sorted([*dead, "en/verify.html:1 CS806"])


def test_the_program_is_that_of_the_theme(
    good: Path, copy: Path, facts: SchemesFile, ledger: Ledger, tmp_path: Path
) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(good / "assets/verify", theme / "assets/verify")
    write(theme, "assets/verify/types.d.ts", "")
    assert found_in(good, facts, ledger, theme) == []
    write(theme, "assets/verify/more.mjs", "export {};\n")
    write(theme, "assets/scan/reader.wasm", "\0asm")
    write(copy, "assets/verify/other.css", "")
    edit("assets/verify/one.mjs", "fetch", "fetch ")(copy)
    paths = ("scan/reader.wasm", "verify/more.mjs", "verify/one.mjs", "verify/other.css")
    assert found_in(copy, facts, ledger, theme) == [f"assets/{path}:1 CS848" for path in paths]


def test_nothing_there(tmp_path: Path, facts: SchemesFile, ledger: Ledger) -> None:
    expected = [
        f"{folder}{name}.html:1 CS806" for folder in ("", "en/") for name in (*PAGES, *TOOLS, "verify")
    ]
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
            {
                "404.html",
                *(f"{folder}{name}.html" for folder in ("", "en/") for name in (*PAGES, *TOOLS, "verify")),
            },
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

REGISTER = [INDEX, "digests", *(f"register/1/shards/{n}.json" for n in range(4))]
"""The files; a word stands for the one in a folder of the snapshot's name."""
FEW = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(scope="session")
def register_only(tmp_path_factory: pytest.TempPathFactory, good: Path) -> Path:
    """A site that is nothing but its register: what one byte changes shows against what is always missing."""
    folder = tmp_path_factory.mktemp("register")
    shutil.copytree(good / "register", folder / "register")
    return folder


def file_of(site: Path, name: str) -> Path:
    return next((site / "register/1/digests").glob("*/0.json")) if name == "digests" else site / name


@FEW
@given(name=st.sampled_from(REGISTER), data=st.data())
def test_any_byte_that_changes_is_found(
    name: str, data: st.DataObject, register_only: Path, facts: SchemesFile, ledger: Ledger
) -> None:
    content = file_of(register_only, name).read_bytes()
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
    content = file_of(register_only, name).read_bytes()
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))
    changed = content[:start] + content[start:end] * data.draw(st.sampled_from([0, 2])) + content[end:]
    assert judged(register_only, name, changed, facts, ledger)


def judged(site: Path, name: str, changed: bytes, facts: SchemesFile, ledger: Ledger) -> list[str]:
    """What the audit says of the register with one file changed."""
    path = file_of(site, name)
    content = path.read_bytes()
    try:
        path.write_bytes(changed)
        return [line for line in found_in(site, facts, ledger) if line.startswith("register/")]
    finally:
        path.write_bytes(content)


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
