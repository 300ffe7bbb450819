"""What is found: all that a plain scan of the names finds, once each, and nothing from files that are not as specified."""

import json
import random

import pytest
import search_ledgers as ledgers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import ROOT

from generator.search import builder, runs, tree
from generator.search.files import Fault
from generator.search.reader import PAGE, Search
from generator.status import status

VECTORS = json.loads((ROOT / "tests/vectors/search.json").read_bytes())
WORDS = ("示例", "恒泰", "科技", "科技", "中国", "公司", "有限公司", "股份", "（深圳）", "TCL", "tcl", "3D", "Example", " ", "Co., Ltd.", "𠀀", "龥", "\ufb00")  # fmt: skip
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join).filter(str.strip)
HOLDERS = st.fixed_dictionaries(
    {"holder": NAMES, "certificates": st.integers(1, 3)},
    optional={"holder_en": NAMES, "uscc": st.sampled_from(["91999999DEM0000012", "91999999DEM0000023"])},
)


def shrink(patch, most=50):
    """Make files so small that a few names need several of them."""
    patch.setattr(tree, "LEAF_BYTES", (200, 500))
    patch.setattr(tree, "NODE_CHILDREN", (2, 5))
    patch.setattr(tree, "ROOT_CHILDREN", 4)
    patch.setattr(builder, "PART_CERTIFICATES", 20)
    patch.setattr(builder, "STRETCH_BYTES", 2000)
    for module in (runs, tree):
        patch.setattr(module, "MARK", 16)
        patch.setattr(module, "MOST", most)


@pytest.fixture
def small(monkeypatch):
    shrink(monkeypatch)


def listed(pages):
    return [
        (result.holder, record["number"])
        for page in pages
        for result in page.results
        for record in result.certificates
    ]


@pytest.mark.parametrize("case", VECTORS["index"]["finds"], ids=lambda case: case["query"])
def test_vector(case):
    files = {path: text.encode() for path, text in VECTORS["index"]["files"].items()}
    page = ledgers.reader(files).find(case["query"])
    assert [result.holder for result in page.results] == [result["holder"] for result in case["results"]]
    assert [list(result.certificates) for result in page.results] == [
        result["certificates"] for result in case["results"]
    ]
    assert (page.total, page.exact, page.next, page.reason) == (case["total"], True, None, case.get("reason"))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_search_finds_what_a_scan_finds(tmp_path_factory, data):
    most = data.draw(st.sampled_from([2, 4, 50]))
    certificates = [
        ledgers.certificate(f"999{at:03}{number}Q0R0S", **{**holder, "certificates": number})
        for at, holder in enumerate(data.draw(st.lists(HOLDERS, max_size=25)))
        for number in range(holder["certificates"])
    ]
    with pytest.MonkeyPatch.context() as patch:
        shrink(patch, most)
        search = ledgers.reader(ledgers.build(tmp_path_factory.mktemp("search") / "index", certificates))
    texts = [
        one[key] for one in certificates for key in ("holder", "number", "holder_en", "uscc") if key in one
    ]
    for _ in range(12):
        text = data.draw(st.sampled_from([*texts, "示例科技", "99900"]))
        start = data.draw(st.integers(0, len(text) - 1))
        query = data.draw(
            st.sampled_from([text[start:], text[start : start + 2], text[start : start + 3], text])
        )
        expected = ledgers.scan(certificates, query)
        pages = ledgers.pages(search, query)
        found = listed(pages)
        assert len(found) == len(set(found)), query
        if pages[-1].reason == "short":
            assert found == []
        elif pages[-1].reason == "more":
            assert set(found) < expected
            assert len({holder for holder, _ in expected}) > most or query.isascii()
            assert pages[-1].total == most
        else:
            assert set(found) == expected, query


def test_paging_covers_everything_once_across_leaves(small, tmp_path):
    names = [f"示例{chr(0x4E00 + at)}恒泰{chr(0x5000 + at)}有限公司" for at in range(45)]
    certificates = ledgers.ledger(*names)
    search = ledgers.reader(ledgers.build(tmp_path / "index", certificates))
    pages = ledgers.pages(search, "恒泰")
    assert [len(page.results) for page in pages] == [PAGE] * 4 + [5]
    assert sorted(holder for holder, _ in listed(pages)) == sorted(names)
    assert [page.total for page in pages][-1] == 45
    assert [page.exact for page in pages] == [False, False, False, False, True]
    assert pages[0].total >= PAGE
    assert all(page.reason is None for page in pages)


def test_above_the_most_it_asks_for_more_of_the_name(small, tmp_path):
    names = [f"示例{chr(0x4E00 + at)}恒泰{chr(0x5000 + at)}有限公司" for at in range(80)]
    search = ledgers.reader(ledgers.build(tmp_path / "index", ledgers.ledger(*names)))
    pages = ledgers.pages(search, "恒泰")
    assert len(listed(pages)) == 50
    assert (pages[-1].total, pages[-1].exact, pages[-1].next, pages[-1].reason) == (50, False, None, "more")
    assert [page.reason for page in pages[:-1]] == [None] * (len(pages) - 1)


def test_exactly_the_most_is_not_too_many(small, tmp_path):
    names = [f"示例{chr(0x4E00 + at)}恒泰有限公司" for at in range(50)]
    search = ledgers.reader(ledgers.build(tmp_path / "index", ledgers.ledger(*names)))
    pages = ledgers.pages(search, "恒泰有限")
    assert len(listed(pages)) == 50
    assert (pages[-1].total, pages[-1].exact, pages[-1].reason) == (50, True, None)


def test_all_certificates_of_one_holder_are_listed_however_many(small, tmp_path):
    certificates = [ledgers.certificate(f"99926Q{at:05}R0S", "示例恒泰集团") for at in range(700)]
    search = ledgers.reader(ledgers.build(tmp_path / "index", certificates))
    pages = ledgers.pages(search, "恒泰集")
    assert sorted(number for _, number in listed(pages)) == [one["number"] for one in certificates]
    assert {page.total for page in pages} == {1}


def test_a_name_that_has_the_part_twice_is_listed_once(tmp_path):
    certificates = ledgers.ledger(
        "中国示例中国贸易有限公司", "TCL中国有限公司", holder_en="TCL China TCL Co., Ltd."
    )
    search = ledgers.reader(ledgers.build(tmp_path / "index", certificates))
    assert len(listed(ledgers.pages(search, "中国"))) == 2
    assert len(listed(ledgers.pages(search, "tcl"))) == 2


def test_a_search_needs_two_files_beside_the_root(small, tmp_path):
    names = [f"示例{chr(0x4E00 + at)}{chr(0x5000 + at)}有限公司" for at in range(60)]
    files = ledgers.build(tmp_path / "index", ledgers.ledger(*names))
    asked = []
    search = Search(lambda path: asked.append(path) or files[path])
    depth = search.root.level
    for name in random.Random(4).sample(names, 20):
        asked.clear()
        search = Search(lambda path: asked.append(path) or files[path])
        assert [holder for holder, _ in listed([search.find(name[2:6])])] == [name]
        assert len(asked) == 1 + depth
        search.find(name[2:6])
        assert len(asked) == 1 + depth, "what was read is held"


def test_too_few_characters_ask_for_nothing_but_the_root(tmp_path):
    files = ledgers.build(tmp_path / "index", ledgers.ledger("示例恒泰有限公司"))
    for query in ("", " ", "示", "（ａ）", "\ud800"):
        page = ledgers.reader({tree.ROOT: files[tree.ROOT]}).find(query)
        assert (page.reason, list(page.results)) == ("short", [])


def test_a_legal_form_is_said_to_be_one_and_found_where_it_is_none(tmp_path):
    search = ledgers.reader(
        ledgers.build(tmp_path / "index", ledgers.ledger("示例公司管理咨询有限公司", "示例恒泰有限公司"))
    )
    page = search.find("公司")
    assert page.reason == "legal_form"
    assert [result.holder for result in page.results] == ["示例公司管理咨询有限公司"]
    assert search.find("有限公司").results == []


def test_a_record_gives_the_status_on_any_day(tmp_path):
    events = [
        {"on": "2026-01-01", "type": "granted", "until": "2026-12-31"},
        {"on": "2026-03-01", "type": "suspended", "until": "2026-08-31"},
        {"on": "2026-05-01", "type": "restored"},
        {"on": "2026-12-01", "type": "recertified", "until": "2028-12-31"},
        {"on": "2027-06-01", "type": "superseded", "by": "99927Q00001R0S"},
    ]
    one = ledgers.certificate("99926Q00001R0S", "示例恒泰有限公司", events=events)
    search = ledgers.reader(ledgers.build(tmp_path / "index", [one]))
    (record,) = search.find("恒泰").results[0].certificates
    assert record == {key: value for key, value in one.items() if key != "holder"} | {"standards": []}
    for day in (
        "2025-12-31",
        "2026-01-01",
        "2026-04-01",
        "2026-05-01",
        "2027-01-01",
        "2027-06-01",
        "2030-01-01",
    ):
        assert status(record, day) == status(one, day)


def test_an_empty_index_finds_nothing(tmp_path):
    page = ledgers.reader(ledgers.build(tmp_path / "index", [])).find("示例")
    assert (list(page.results), page.total, page.exact) == ([], 0, True)


def with_change(files, path, change):
    value = json.loads(files[path])
    change(value)
    return {**files, path: json.dumps(value).encode()}


def leaf_of(files):
    (path,) = (path for path in files if path != tree.ROOT)
    return path


def bound(files, change):
    """Change the only leaf, and let the root name what it has become."""
    path = leaf_of(files)
    changed = with_change(files, path, change)[path]
    name = tree.name(changed)

    def rename(root):
        root["children"][0][1] = name

    return {**with_change(files, tree.ROOT, rename), tree.path(name): changed}


FAULTS = {
    "level": lambda leaf: leaf.update(level=1),
    "no entries": lambda leaf: leaf.update(entries=[]),
    "entries of another kind": lambda leaf: leaf.update(entries={}),
    "an entry less": lambda leaf: leaf["entries"].pop(),
    "order": lambda leaf: leaf["entries"].reverse(),
    "no such key": lambda leaf: leaf["entries"][-1].__setitem__(0, 99),
    "key below zero": lambda leaf: leaf["entries"][-1].__setitem__(0, -1),
    "unknown mark": lambda leaf: leaf["entries"][-1].__setitem__(0, "!"),
    "no name": lambda leaf: leaf["entries"][-1].__setitem__(1, ""),
    "no certificates": lambda leaf: leaf["entries"][-1].__setitem__(2, []),
    "certificate cut short": lambda leaf: leaf["entries"][-1][2][0].pop(),
    "unknown scheme": lambda leaf: leaf["entries"][-1][2][0].__setitem__(1, 9),
    "no day": lambda leaf: leaf["entries"][-1][2][0].__setitem__(2, 20260230),
    "day as text": lambda leaf: leaf["entries"][-1][2][0].__setitem__(2, "2026-01-01"),
    "term below zero": lambda leaf: leaf["entries"][-1][2][0].__setitem__(3, -1),
    "suspension without end": lambda leaf: leaf["entries"][-1][2][0].append([[20260101, "suspended"]]),
    "event without day": lambda leaf: leaf["entries"][-1][2][0].append([["withdrawn"]]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_leaf_that_is_not_as_specified_is_refused(tmp_path, fault):
    files = ledgers.build(tmp_path / "index", ledgers.ledger("示例恒泰有限公司", "示例华鑫有限公司"))
    assert ledgers.reader(bound(files, lambda leaf: None)).find("恒泰").total == 1
    with pytest.raises(Fault, match="INTEGRITY"):
        ledgers.reader(bound(files, FAULTS[fault])).find("恒泰")


def test_another_file_under_the_name_is_refused(tmp_path):
    files = ledgers.build(tmp_path / "index", ledgers.ledger("示例恒泰有限公司", "示例华鑫有限公司"))
    path = leaf_of(files)
    for content in (files[path].replace("恒泰".encode(), "华泰".encode()), files[path] + b" ", b""):
        with pytest.raises(Fault, match="INTEGRITY"):
            ledgers.reader({**files, path: content}).find("恒泰")


ROOT_FAULTS = {
    "snapshot": lambda root: root.update(snapshot="5"),
    "most": lambda root: root.update(most=0),
    "level": lambda root: root.update(level="1"),
    "stop words": lambda root: root.pop("stop_words"),
    "schemes": lambda root: root.update(schemes=[""]),
    "superseded": lambda root: root.pop("superseded"),
    "editions": lambda root: root.update(editions=[[2]]),
    "editions of each scheme": lambda root: root.update(editions=[]),
    "beginning": lambda root: root["children"][0].__setitem__(0, "a"),
    "name": lambda root: root["children"][0].__setitem__(1, "../../index.json"),
    "order": lambda root: root["children"].append(root["children"][0]),
    "entries": lambda root: root["children"][0].__setitem__(2, 0),
}


@pytest.mark.parametrize("fault", ROOT_FAULTS)
def test_a_root_that_is_not_as_specified_is_refused(tmp_path, fault):
    files = ledgers.build(tmp_path / "index", ledgers.ledger("示例恒泰有限公司"))
    with pytest.raises(Fault, match="INTEGRITY"):
        ledgers.reader(with_change(files, tree.ROOT, ROOT_FAULTS[fault])).find("恒泰")


def test_files_that_are_no_json_are_refused(tmp_path):
    files = ledgers.build(tmp_path / "index", ledgers.ledger("示例恒泰有限公司"))
    for content in (b"", b"[]", b"<html>", b"\xff"):
        with pytest.raises(Fault, match="INTEGRITY"):
            ledgers.reader({**files, tree.ROOT: content}).find("恒泰")


def test_a_newer_format_is_said_to_be_one(tmp_path):
    files = ledgers.build(tmp_path / "index", ledgers.ledger("示例恒泰有限公司"))
    newer = with_change(files, tree.ROOT, lambda root: root.update(format=2))
    with pytest.raises(Fault, match="NEWER_FORMAT"):
        ledgers.reader(newer).find("恒泰")


def test_a_file_that_is_missing_is_no_answer(tmp_path):
    files = ledgers.build(tmp_path / "index", ledgers.ledger("示例恒泰有限公司"))
    with pytest.raises(KeyError):
        ledgers.reader({tree.ROOT: files[tree.ROOT]}).find("恒泰")
