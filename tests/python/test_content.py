"""Reading hand-written pages. The broken samples have the faults; here is what goes well, and tricks."""

from __future__ import annotations

import datetime
from pathlib import Path

import markdown
import pytest
from pages import parse

from generator.content import faults_of_body, load
from generator.problems import Problems

ROOT = Path(__file__).parents[2]


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_plain_page_in_both_languages(tmp_path: Path) -> None:
    write(tmp_path, "zh/fees.md", "---\ntitle: 收费\n---\n\n正文\n")
    write(tmp_path, "en/fees.md", "---\ntitle: Fees\n---\nText\n")
    problems = Problems()
    chinese, english = load(tmp_path, problems)
    assert not list(problems)
    assert (chinese.slug, chinese.language, chinese.title, chinese.body) == ("fees", "zh", "收费", "正文\n")
    assert (english.language, english.title, english.number) == ("en", "Fees", None)
    assert english.file == "content/en/fees.md"


def test_a_public_document(tmp_path: Path) -> None:
    write(
        tmp_path,
        "zh/fees.md",
        '---\ntitle: 收费\ntitle_en: Fees\nnumber: "005"\nversion: A/0\neffective: 2026-01-31\n---\n',
    )
    problems = Problems()
    (page,) = load(tmp_path, problems)
    assert not list(problems)
    assert (page.number, page.version, page.effective) == ("005", "A/0", datetime.date(2026, 1, 31))


def test_windows_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh/fees.md").write_bytes(
        "\ufeff---\r\ntitle: 收费\r\ntitle_en: Fees\r\n---\r\n正文\r\n".encode()
    )
    problems = Problems()
    (page,) = load(tmp_path, problems)
    assert not list(problems)
    assert page.body == "正文\n"


@pytest.mark.parametrize(
    ("front", "rule", "line"),
    [
        ("title: a\ntitle_en: b\ncolour: red", "CS201", 4),
        ("title_en: b", "CS202", 2),
        ("title: ''\ntitle_en: b", "CS208", 2),
        ("title: a\ntitle_en: b\nnumber: '1'\nversion: A\neffective: 2026-02-30", "CS205", 6),
        ("- title", "CS203", 2),
        ("title: a\ntitle: b", "CS104", 3),
    ],
)
def test_faults_of_the_front_matter(tmp_path: Path, front: str, rule: str, line: int) -> None:
    write(tmp_path, "zh/fees.md", f"---\n{front}\n---\n")
    problems = Problems()
    assert load(tmp_path, problems) == ()
    assert [(found.rule, found.place.line) for found in problems] == [(rule, line)]


def test_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh/fees.md").write_bytes("---\ntitle: 收费\n---\n".encode("gb18030"))
    problems = Problems()
    assert load(tmp_path, problems) == ()
    assert [found.rule for found in problems] == ["CS102"]


@pytest.mark.parametrize(
    "body",
    [
        "<img src=x onerror=y>",
        "text <a href='x'>",
        "<https://example.com>",
        "<!-- comment -->",
        "</article>",
        "`<script>`",
        "[x](javascript:y)",
        "[x]( javascript:y)",
        "[x](\njavascript:y)",
        "[x](JavaScript:y)",
        "[x](&#106;avascript:y)",
        "[x](java\\script:y)",
        "[x](<javascript:y>)",
        "[x](//example.com/y)",
        "[x](vbscript:y)",
        "[x](data:text/html,y)",
        "[[x]](javascript:y)",
        "[x][r]\n\n[r]: javascript:y",
        "[x][r]\n\n[r]:\n  javascript:y",
        "![x](http://example.com/y.png)",
        "![x](//example.com/y.png)",
        "text {: onclick=y }",
        "text { onclick=y }",
        "## heading { #id onclick=y }",
        "## heading {: #id }",
        "text { #id }",
        "{.class}",
        "# heading",
        "heading\n===",
    ],
)
def test_refused(body: str) -> None:
    assert list(faults_of_body(body, "content/zh/x.md"))


@pytest.mark.parametrize(
    "body",
    [
        "## 费用 { #fees }\n\n**粗体**，*斜体*，`代码`，[页面](documents/index.md#errata)。",
        "[平台](https://cx.cnca.cn/?a=1&b=2) [邮件](mailto:a@example.com) [电话](tel:+8675512345678)",
        "| 项目 | 金额 |\n|---|---|\n| 申请费 | 1000 |",
        "1. 一\n2. 二\n\n> 引用\n\n- 列表",
        "3 < 5，a<5，A & B，50 % # 5",
        "![样本](specimen.png)",
        "[文字]（不是链接）",
    ],
)
def test_allowed(body: str) -> None:
    assert list(faults_of_body(body, "content/zh/x.md")) == []


def test_places_of_faults() -> None:
    (fault,) = faults_of_body("一\n二 <b>", "content/zh/x.md", first_line=5)
    assert (fault.place.line, fault.place.column, fault.place.source) == (6, 3, "二 <b>")


def test_the_pages_of_this_site_are_plain() -> None:
    """What passes the rules carries neither scripts nor styles once it is HTML."""
    problems = Problems()
    pages = load(ROOT / "content", problems)
    assert not list(problems)
    assert {(page.slug, page.language) for page in pages} >= {
        (slug, language) for slug in ("about", "verify-guide") for language in ("zh", "en")
    }
    for page in pages:
        root = parse(markdown.markdown(page.body, extensions=["attr_list", "md_in_html", "tables", "toc"]))
        assert {name for element in root for name in element.attributes} <= {
            "id",
            "href",
            "src",
            "alt",
            "title",
        }
