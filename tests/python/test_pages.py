"""The plan of the pages: what is in it, that text stays text, and how the pages read."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import markdown
import pytest
from pages import ROOT, Element, parse, planned, source_of
from projects import copy_good

from generator import sources
from generator.content import ContentPage
from generator.flowchart import outline
from generator.model import DisclosureItem, Edge, SchemesFile, Text
from generator.pages.document import chinese_numeral
from generator.pages.markup import Voice, inert
from generator.pages.narration import turns
from generator.pages.plan import state_of
from generator.pages.sitemap import FRAMED, TOOLS

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]
GOLDEN = ROOT / "tests/golden/pages"

HOSTILE = [
    "<script>alert(1)</script>",
    "<b onclick='x'>y</b>",
    "**x** _y_ `z` ~~w~~",
    "- x",
    "+ x",
    "1. x",
    "2) x",
    "# x",
    "> x",
    "[a](javascript:b) ![c](d) [e][f] [g]: h",
    "x {: onclick=y } { #z .w }",
    "a | b | c",
    "&lt;i&gt; &amp; &#60;",
    "</div></li></section></article>",
    "\\* x \\",
    "x\n\n# y\n\n    z",
    "===",
    "---",
    "~~~",
    ":   x",
    "{{ 7*7 }} {% raw %} {# x #}",
    "<!-- x --> <![CDATA[ y ]]> <?php z",
    "\x02wzxhzdk:0\x03",
    "*[HTML]: x",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_good(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def small(project: Path) -> dict[str, bytes]:
    return planned(source_of(project))


def body_of(page: bytes) -> str:
    return page.decode().split("\n---\n", 1)[1]


def html_of(page: bytes) -> Element:
    return parse(markdown.markdown(body_of(page), extensions=EXTENSIONS))


@pytest.mark.parametrize("folder", [ROOT, None], ids=["this project", "the small one"])
def test_both_languages_have_every_page(folder: Path | None, project: Path) -> None:
    source = source_of(folder or project)
    files = planned(source)
    expected = sources.page_names(source.facts, source.content)
    for language in ("zh", "en"):
        found = {path[3:-3] for path in files if path.startswith(f"{language}/")}
        assert found == expected
    assert {path for path in files if "/" not in path} == {"mkdocs.zh.yml", "mkdocs.en.yml"}


def test_the_plan_is_the_same_twice(project: Path) -> None:
    assert planned(source_of(project)) == planned(source_of(project))


@pytest.mark.parametrize(
    "page", ["zh/schemes/index", "en/schemes/index", "zh/disclosure", "en/status", "zh/documents/index"]
)
def test_golden(page: str, small: dict[str, bytes], golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"{page.replace('/', '-')}.md", small[f"{page}.md"].decode())


def test_golden_configuration(small: dict[str, bytes], golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "mkdocs.en.yml", small["mkdocs.en.yml"].decode())


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "setting", ["{}", "before {} after", "- item {}", "## {} {{ #id }}", "| a |\n|---|\n| {} |", "<p>{}</p>"]
)
def test_inert_text_shows_as_it_is(text: str, setting: str) -> None:
    shown = " ".join(text.replace("\x02", "").replace("\x03", "").split())
    root = parse(markdown.markdown(setting.format(inert(text)), extensions=EXTENSIONS))
    harmless = parse(markdown.markdown(setting.format("x"), extensions=EXTENSIONS))
    assert [element.tag for element in root] == [element.tag for element in harmless]
    assert shown in " ".join(root.text().split())


def with_texts(value: Any, text: str) -> Any:
    """The same data with every text for the public replaced."""
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            return {key: None if inner is None else text for key, inner in value.items()}
        return {key: with_texts(inner, text) for key, inner in value.items()}
    return [with_texts(inner, text) for inner in value] if isinstance(value, list) else value


def shape(page: bytes) -> list[tuple[str, tuple[str, ...]]]:
    """Tags and names of attributes, without the drawings, whose lines break where the text does."""

    def walk(element: Element) -> list[tuple[str, tuple[str, ...]]]:
        if element.tag == "svg":
            return []
        own = [(element.tag, tuple(sorted(element.attributes)))]
        return own + [
            found for child in element.inside if isinstance(child, Element) for found in walk(child)
        ]

    return walk(html_of(page))


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\x02" not in text])
def test_facts_cannot_become_markup(text: str, project: Path) -> None:
    source = source_of(project)
    data = source.facts.model_dump(mode="json", by_alias=True)

    def pages_with(words: str) -> dict[str, bytes]:
        return planned(source_of(project, SchemesFile.model_validate(with_texts(data, words))))

    hostile, harmless = pages_with(text), pages_with("harmless words")
    for path, page in hostile.items():
        if path.endswith(".md"):
            assert shape(page) == shape(harmless[path]), path


def test_titles_are_escaped_for_the_theme(project: Path) -> None:
    source = source_of(project)
    data = source.facts.model_dump(mode="json", by_alias=True)
    facts = SchemesFile.model_validate(with_texts(data, "</title><script>x</script>"))
    files = planned(source_of(project, facts))
    assert "<script" not in files["mkdocs.zh.yml"].decode()
    for path, page in files.items():
        if path.endswith(".md") and path[3:-3] not in TOOLS:  # their template escapes
            assert "<script" not in page.decode(), path


def test_the_configuration_is_yaml_that_mkdocs_inherits(small: dict[str, bytes]) -> None:
    settings = json.loads(small["mkdocs.en.yml"])
    assert settings["INHERIT"].endswith("mkdocs.yml")
    assert settings["docs_dir"] == "en"
    assert settings["site_url"].endswith("/en/")
    assert "script-src 'self'" in settings["extra"]["csp"]


def test_the_footer_says_what_the_body_has_published_and_no_more(project: Path) -> None:
    source = source_of(project)
    known = {"approval_number": "CNCA-R-0000-000", "phone": "0000", "accreditation": (Text(zh="示例认可"),)}
    for changes, marks, contact in (
        (
            {"approval_number": None, "address": None, "phone": None, "email": None, "accreditation": ()},
            [],
            [],
        ),
        ({**known, "address": None, "email": None}, ["批准号：CNCA-R-0000-000", "认可：示例认可"], ["0000"]),
    ):
        body = source.facts.body.model_copy(update=changes)
        files = planned(source_of(project, source.facts.model_copy(update={"body": body})))
        footer = json.loads(files["mkdocs.zh.yml"])["extra"]["footer"]
        assert (footer["marks"], footer["contact"]) == (marks, contact)


def test_navigation_names_every_page_once(small: dict[str, bytes]) -> None:
    def files(entry: Any) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        values = entry if isinstance(entry, list) else list(entry.values())
        return [found for value in values for found in files(value)]

    for language in ("zh", "en"):
        named = files(json.loads(small[f"mkdocs.{language}.yml"])["nav"])
        planned_here = {p[3:] for p in small if p.startswith(f"{language}/")}
        assert sorted(named) == sorted(planned_here - {f"{FRAMED}.md"})


def test_content_in_chinese_only_is_marked_on_the_english_site(project: Path) -> None:
    source = source_of(project)
    page = ContentPage("fees", "zh", "收费标准", "## 费用 { #fees }\n\n每**人日**一千元。\n", title_en="Fees")
    files = planned(type(source)(source.facts, (*source.content, page), source.words, source.register))
    root = html_of(files["en/fees.md"])
    assert root.find("h1").text() == "Fees"
    assert root.find("strong").language() == "zh-CN"
    assert "published in Chinese only" in root.text()
    assert "published in Chinese only" not in html_of(files["zh/fees.md"]).text()


def test_a_numbered_page_stands_among_the_documents(project: Path) -> None:
    source = source_of(project)
    pages = tuple(
        ContentPage(
            "fees", language, title, "x\n", number="5", version="A/0", effective=datetime.date(2026, 1, 1)
        )
        for language, title in (("zh", "收费标准"), ("en", "Fees"))
    )
    files = planned(type(source)(source.facts, (*source.content, *pages), source.words, source.register))
    assert "收费标准" in html_of(files["zh/documents/index.md"]).text()
    assert "公开文件：5" in html_of(files["zh/fees.md"]).text()
    assert "Effective: 2026-01-01" in html_of(files["en/fees.md"]).text()


def test_voice_marks_chinese_on_english_pages() -> None:
    english, chinese = Voice("en"), Voice("zh")
    assert english(Text(zh="质量")) == '<span lang="zh-CN">质量</span>'
    assert english(Text(zh="质量", en="Quality")) == "Quality"
    assert english("Rule 《质量 管理》 of CNCA") == 'Rule 《<span lang="zh-CN">质量 管理</span>》 of CNCA'
    assert chinese(Text(zh="质量", en="Quality")) == "质量"
    assert str(english.mark(Text(zh="质量"))) == ' lang="zh-CN"'
    assert str(chinese.mark(Text(zh="质量"))) == ""


@pytest.mark.parametrize(
    ("number", "numeral"), [(1, "一"), (5, "五"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_chinese_numerals(number: int, numeral: str) -> None:
    assert chinese_numeral(number) == numeral


@pytest.mark.parametrize("number", [0, 100])
def test_no_numeral_beyond_ninety_nine(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_numeral(number)


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        ({"pages": ["a"]}, "published"),
        ({"pages": ["a"], "missing": "b"}, "partial"),
        ({}, "open"),
        ({"missing": "b"}, "open"),
        ({"not_applicable": "c"}, "not_applicable"),
    ],
)
def test_states_of_disclosure(keys: dict[str, Any], state: str) -> None:
    item = DisclosureItem.model_validate({"id": "D01", "title": "x", "level": "must", **keys})
    assert state_of(item) == state


def test_every_arrow_is_told(project: Path) -> None:
    """Reading the list from top to bottom, with its turns, gives exactly the edges of the process."""
    for process in source_of(ROOT).facts.processes:
        sections = outline(process)
        told = turns(process, sections)
        order = [step.id for section in sections for part in section.parts for step in part.steps]
        read_on = {
            edge
            for edge in process.edges
            if edge.role == "forward" and edge.end == dict(pairwise(order)).get(edge.start)
        }
        assert read_on | {turn.edge for found in told.values() for turn in found} == set(process.edges)
        assert isinstance(process.edges[0], Edge)
