"""The rendered pages, read as HTML: languages, policy, links between the languages, and what must not be in them."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from pages import ROOT, Element, parse, planned, source_of

from generator import output, renderer
from generator.headers import meta_policy
from generator.pages.sitemap import FRAMED, TOOLS

GENERATED_AT = 1795305600  # 2026-11-22 00:00 UTC

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SPOKEN = ("aria-label", "title", "alt", "placeholder")


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Element]:
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*.html")}
    return {name: parse(path.read_text("utf-8")) for name, path in found.items()}


def test_chinese_on_english_pages_is_marked(pages: dict[str, Element]) -> None:
    english = {name: root for name, root in pages.items() if name.startswith("en/")}
    assert len(english) > 10
    for name, root in english.items():
        for holder, text in root.texts(without=("script",)):
            assert not HAN.search(text) or holder.language() == "zh-CN", f"{name}: {text}"
        for element in root:
            for attribute in SPOKEN:
                words = element.attributes.get(attribute) or ""
                assert not HAN.search(words) or element.language() == "zh-CN", f"{name}: {words}"


def test_the_check_and_its_tools_name_the_body_in_full(pages: dict[str, Element]) -> None:
    for folder in ("", "en/"):
        for name in set(TOOLS) - {FRAMED}:
            link = next(e for e in pages[f"{folder}{name}.html"] if e.attributes.get("class") == "body-name")
            assert link.text() == "天溯国际质量认证（深圳）有限公司", f"{folder}{name}"


def test_the_check_and_its_tools_lead_to_what_the_statuses_mean(pages: dict[str, Element]) -> None:
    for folder, label in (("", "证书状态说明"), ("en/", "What each status means")):
        for name in set(TOOLS) - {FRAMED}:
            nav = next(e for e in pages[f"{folder}{name}.html"] if e.attributes.get("class") == "tools")
            links = {e.attributes["href"]: e.text() for e in nav if e.tag == "a"}
            assert links.get("status.html") == label, f"{folder}{name}"


def test_what_a_result_calls_a_conclusion_no_page_calls_a_verdict(pages: dict[str, Element]) -> None:
    for name, root in pages.items():
        for _, text in root.texts(without=("script",)):
            assert "verdict" not in text.lower(), f"{name}: {text}"


def test_pages_name_their_language(pages: dict[str, Element]) -> None:
    for name, root in pages.items():
        assert root.find("html").attributes["lang"] == ("en" if name.startswith("en/") else "zh-CN"), name


def test_the_policy_comes_first(pages: dict[str, Element]) -> None:
    for name, root in pages.items():
        metas = [e.attributes for e in root.find("head") if e.tag in {"meta", "link", "script", "style"}]
        first = next(a for a in metas if "charset" not in a)
        assert first.get("http-equiv") == "Content-Security-Policy", name
        assert first["content"] == meta_policy(name), name


def test_nothing_is_inline(pages: dict[str, Element]) -> None:
    for name, root in pages.items():
        for element in root:
            assert element.tag != "style", name
            assert "style" not in element.attributes, f"{name}: {element}"
            assert not any(attribute.startswith("on") for attribute in element.attributes), (
                f"{name}: {element}"
            )
            if element.tag == "script" and element.attributes.get("type") != "application/json":
                assert "src" in element.attributes, name


def test_nothing_comes_from_elsewhere(pages: dict[str, Element]) -> None:
    for name, root in pages.items():
        for element in root:
            if element.tag in {"script", "img", "iframe"} or element.attributes.get("rel") in {
                "stylesheet",
                "icon",
            }:
                address = element.attributes.get("src") or element.attributes.get("href") or ""
                assert not re.match(r"(https?:)?//", address), f"{name}: {address}"


def test_links_lead_somewhere(site: Path, pages: dict[str, Element]) -> None:
    for name, root in pages.items():
        if name == "404.html":  # its links begin at the root of the host
            continue
        for element in root:
            address = element.attributes.get("href") or element.attributes.get("src") or ""
            path, _, anchor = address.partition("#")
            if not address or re.match(r"[a-z]+:", address):
                continue
            target = (site / name).parent / path if path else site / name
            assert target.resolve().is_file(), f"{name}: {address}"
            if anchor and target.suffix == ".html":
                ids = {
                    e.attributes.get("id")
                    for e in pages[target.resolve().relative_to(site.resolve()).as_posix()]
                }
                assert anchor in ids, f"{name}: {address}"


def test_each_page_leads_to_itself_in_the_other_language(site: Path, pages: dict[str, Element]) -> None:
    for name, root in pages.items():
        if name in ("404.html", "embed.html", "en/embed.html"):  # a frame has no room for it
            continue
        other = name[3:] if name.startswith("en/") else f"en/{name}"
        wanted = "zh-CN" if name.startswith("en/") else "en"
        links = [e for e in root if e.tag == "a" and e.attributes.get("hreflang") == wanted]
        assert links, name
        for link in links:
            target = ((site / name).parent / (link.attributes["href"] or "")).resolve()
            assert target == (site / other).resolve(), name


def test_every_page_but_the_home_page_says_where_it_is(pages: dict[str, Element]) -> None:
    """The check and its tools stand alone and have a way home of their own."""
    alone = {f"{folder}{name}.html" for folder in ("", "en/") for name in ("index", *TOOLS)} | {"404.html"}
    with_path = {
        path for path, page in pages.items() if any(e.attributes.get("class") == "cs-path" for e in page)
    }
    assert with_path == set(pages) - alone


def test_ids_are_unique_and_headings_step_down(pages: dict[str, Element]) -> None:
    for name, root in pages.items():
        ids = [e.attributes["id"] for e in root if "id" in e.attributes]
        assert len(ids) == len(set(ids)), name
        levels = [int(e.tag[1]) for e in root if re.fullmatch("h[1-6]", e.tag)]
        assert levels[:1] == [1] and levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name


def test_the_document_speaks_for_itself(pages: dict[str, Element]) -> None:
    """Number, version and day stand in the text of the page, so that a print has them."""
    text = pages["documents/2.html"].find("article").text()
    for words in ("公开文件：2", "文件版本：B/0", "生效日期：2025-04-25"):
        assert words in text


def test_specimen_data_are_named_where_certificates_are(pages: dict[str, Element]) -> None:
    for name in ("index.html", "status.html"):
        assert "样本数据" in pages[name].find("article").text()
        assert "Specimen data" in pages[f"en/{name}"].find("article").text()


def test_superseded_standards_have_a_banner(pages: dict[str, Element]) -> None:
    assert "ISO 14001:2015 已由 ISO 14001:2026 取代" in pages["schemes/iso-14001.html"].find("article").text()
    assert "认证标准正在换版" not in pages["schemes/iso-9001.html"].find("article").text()


def test_no_maps_and_no_stemmers_are_shipped(site: Path) -> None:
    assert not list(site.rglob("*.map"))
    assert not list(site.rglob("lunr"))
    assert not (site / "en/404.html").exists()


def test_the_search_knows_single_characters(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    separator = re.compile(index["config"]["separator"])
    assert separator.split("医疗器械ISO13485") == ["医", "疗", "器", "械", "ISO", "13485"]


def test_rendering_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for link in ("mkdocs.yml", "site_templates"):
        (tmp_path / link).symlink_to(ROOT / link)
    build = tmp_path / "build/site"
    output.write_tree(build, planned(source_of(ROOT)))
    results = []
    for name in ("first", "second"):
        out = tmp_path / name
        renderer.render(build, out, ("zh", "en"), GENERATED_AT)
        results.append({p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()})
    assert results[0].keys() == results[1].keys()
    assert [name for name in results[0] if results[0][name] != results[1][name]] == []


def test_a_fault_of_the_renderer_is_reported_whole(tmp_path: Path) -> None:
    for link in ("mkdocs.yml", "site_templates"):
        (tmp_path / link).symlink_to(ROOT / link)
    build, out = tmp_path / "build/site", tmp_path / "site"
    files = planned(source_of(ROOT))
    files["zh/about.md"] += b"\n[x](nowhere.md)\n"
    output.write_tree(build, files)
    out.mkdir()
    (out / "kept").write_text("as it was")
    with pytest.raises(renderer.RenderError, match=r"nowhere\.md"):
        renderer.render(build, out, ("zh", "en"), GENERATED_AT)
    assert (out / "kept").read_text() == "as it was"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".render")] == []
