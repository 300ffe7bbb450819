"""Every sentence of the issued document stands on the site, with no change but the errata that are listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import ROOT, parse, source_of, squeezed

SOURCE = (ROOT / "tests/fixtures/public-document-2.txt").read_text("utf-8")
BODY, APPENDIX = SOURCE.split("附件：\n认证工作流程图")

HEADER = re.compile(
    r"天溯国际质量认证（深圳）有限公司 公开文件：2\s+认证领域及认证流程\s+文件版本：B/0\s+生效日期：2025-04-25"
)
HEADING = re.compile(r"^\s*((?:[一二三四五六]|\d)、.*|适用范围|附件：?)\s*$", re.MULTILINE)
ITEM = re.compile(r"^\s*[-–] ", re.MULTILINE)

DESCRIBED = {"D1", "D3", "D4", "D12", "D22", "D25", "D27", "D28"}
"""Corrected errata that describe what was done instead of quoting it; each is dealt with here by name."""

FACTS = source_of(ROOT).facts


def corrected(text: str) -> str:
    """The text with the corrected errata applied. An erratum that quotes what is not there is a fault."""
    text = squeezed(text)
    for erratum in FACTS.errata:
        if erratum.treatment != "corrected" or erratum.id in DESCRIBED:
            continue
        for issued, new in zip(erratum.issued, erratum.corrected, strict=True):
            assert squeezed(issued) in squeezed(SOURCE), f"{erratum.id}: {issued}"
            text = text.replace(squeezed(issued), squeezed(new))
    return text


def renumbered(piece: str) -> str:
    """D4: the ordinals of two headings. What follows them is also the matter of D18."""
    erratum = next(erratum for erratum in FACTS.errata if erratum.id == "D4")
    for issued, new in zip(erratum.issued, erratum.corrected, strict=True):
        if piece.startswith(issued[:6]):
            return new[:2] + piece[2:]
    return piece


def pieces() -> list[str]:
    """Headings, items of lists, and the prose between them, without white space."""
    text, headers = HEADER.subn("", BODY)  # D12
    assert headers == 1
    marked = ITEM.sub("\x00", HEADING.sub("\x00\\1\x00", text))
    return [piece for piece in (corrected(renumbered(piece)) for piece in marked.split("\x00")) if piece]


def article(site: Path, page: str) -> str:
    """The text of a page without its drawings, without white space."""
    root = parse((site / f"{page}.html").read_text("utf-8"))
    return squeezed(root.find("article").text(without=("svg",)))


def test_the_errata_that_only_describe_are_known() -> None:
    assert {e.id for e in FACTS.errata if e.treatment == "corrected"} >= DESCRIBED


def test_the_document_has_every_piece(site: Path) -> None:
    page = article(site, "documents/2")
    found = pieces()
    assert len(found) > 80
    for piece in found:
        if piece == "适用范围":  # D3
            piece = "2、适用范围"
        assert piece in page, piece


def test_the_pieces_stand_in_order(site: Path) -> None:
    page, place = article(site, "documents/2"), 0
    for piece in pieces():
        place = page.find("2、适用范围" if piece == "适用范围" else piece, place)
        assert place >= 0, piece


def test_the_document_has_its_header(site: Path) -> None:
    page = article(site, "documents/2")
    for line in (
        "天溯国际质量认证（深圳）有限公司公开文件：2",
        "认证领域及认证流程",
        "文件版本：B/0",
        "生效日期：2025-04-25",
    ):
        assert line in page


def test_items_end_with_marks(site: Path) -> None:
    """D22: the list that had no punctuation has it now, like the others."""
    assert "获取国际贸易的“绿色通行证”；增强企业竞争力" in article(site, "documents/2")
    assert "实现企业永续经营。" in article(site, "documents/2")


@pytest.mark.parametrize("number", range(1, 6))
def test_scheme_pages_have_every_piece(site: Path, number: int) -> None:
    scheme = FACTS.schemes[number - 1]
    page = article(site, f"schemes/{scheme.id}")
    ordinal = "一二三四五"[number - 1]
    found, inside = [], False
    for piece in pieces():
        if re.match(r"[一二三四五六]、", piece):
            inside = piece.startswith(f"{ordinal}、")
        elif inside:
            found.append(piece)
    assert len(found) > 10
    for piece in found:
        assert re.sub(r"^\d、", "", piece) in page, piece


def test_introduction_on_the_home_page(site: Path) -> None:
    first = pieces()[0]
    assert first.startswith("天溯国际质量认证")
    assert first in article(site, "index")


def appendix_texts() -> list[str]:
    """Every text of the figure, longest first."""
    process = FACTS.process("management-system")
    assert process.cycle is not None
    lanes = [
        text
        for lane in process.lanes
        for text in (lane.title, *(t for s in lane.sublanes for t in (s.title, s.note)))
    ]
    texts = [text.zh for text in lanes if text] + [step.text.zh for step in process.steps if step.in_source]
    texts += [process.cycle.span.zh, process.cycle.end.zh]
    texts += ["初次认证决定", "或再认证决定"]  # D27: the two halves of cycle.start
    return sorted(map(squeezed, texts), key=len, reverse=True)


def test_the_appendix_is_used_up(site: Path) -> None:
    """The figure's texts, each taken once, leave nothing of the appendix over."""
    rest = squeezed(APPENDIX)
    for text in appendix_texts():
        assert text in rest, text
        rest = rest.replace(text, "", 1)
    assert rest == ""


@pytest.mark.parametrize("page", ["documents/2", "process/management-system"])
def test_the_appendix_stands_on_the_pages(site: Path, page: str) -> None:
    words = article(site, page)
    for text in appendix_texts():
        assert text in words, text
    process = FACTS.process("management-system")
    assert process.cycle is not None
    assert squeezed(process.cycle.start.zh) in words
    added = [step.text.zh for step in process.steps if not step.in_source]
    assert added == ["再认证审核结论"]  # D25
    assert all(squeezed(text) in words for text in added)
