"""The files of the search index: as specified, the same in whatever way they are built, and few of them new after a change."""

import hashlib
import json
import random

import jsonschema
import pytest
import search_ledgers as ledgers
from projects import ROOT

from generator.search import builder, runs, tree
from generator.search.fold import MOST, STOP_WORDS
from generator.search.rows import ROW_CERTIFICATES

VECTORS = json.loads((ROOT / "tests/vectors/search.json").read_bytes())
SCHEMAS = {
    name: json.loads((ROOT / f"registry/schema/search-{name}.schema.json").read_bytes())
    for name in ("root", "node", "leaf")
}
CITIES = ("深圳市", "杭州", "苏州市", "示例市", "成都", "武汉市")
TRADES = ("科技", "电子", "机械设备", "环境工程", "食品", "贸易", "3D打印", "建筑装饰")
BRANDS = "恒泰华鑫安达瑞丰创新远宏信诚博雅晨曦云海"


def many(count, seed=1):
    """Certificates of made-up holders, some with several, some with an English name or events."""
    chance = random.Random(seed)
    found = []
    for at in range(count):
        brand = "".join(chance.choices(BRANDS, k=chance.choice((2, 2, 3))))
        holder = f"{chance.choice(CITIES)}示例{brand}{chance.choice(TRADES)}有限公司"
        more = {"uscc": f"91999999DEM{at:07}", "scheme": chance.choice(("iso-9001", "iso-14001"))}
        if at % 5 == 0:
            more["holder_en"] = f"Example {brand.encode().hex()} Trading Co., Ltd."
        if at % 7 == 0:
            more["events"] = [{"on": "2026-02-03", "type": "suspended", "until": "2026-08-02"}]
        for number in range(1 + at % 3):
            found.append(ledgers.certificate(f"999{20 + number}Q{at:06}R0S", holder, **more))
    return found


@pytest.fixture
def small(monkeypatch):
    """Files so small that an index of a few hundred names has three levels, and parts and stretches likewise."""
    monkeypatch.setattr(tree, "LEAF_BYTES", (400, 1200))
    monkeypatch.setattr(tree, "NODE_CHILDREN", (4, 9))
    monkeypatch.setattr(tree, "ROOT_CHILDREN", 12)
    monkeypatch.setattr(builder, "PART_CERTIFICATES", 200)
    monkeypatch.setattr(builder, "STRETCH_BYTES", 20_000)
    for module in (runs, tree):
        monkeypatch.setattr(module, "MARK", 64)


def test_vector(tmp_path):
    files = ledgers.build(tmp_path / "index", VECTORS["index"]["certificates"])
    assert {path: content.decode() for path, content in files.items()} == VECTORS["index"]["files"]


def test_files_are_as_the_schemas_say_and_named_by_their_content(small, tmp_path):
    files = ledgers.build(tmp_path / "index", many(300))
    kinds = set()
    for path, content in files.items():
        value = json.loads(content)
        kind = "root" if path == tree.ROOT else "leaf" if value["level"] == 0 else "node"
        kinds.add((kind, value["level"]))
        jsonschema.validate(value, SCHEMAS[kind])
        if kind != "root":
            name = hashlib.sha256(content).hexdigest()[:16]
            assert path == f"search/{name[:2]}/{name}.json"
    assert {("leaf", 0), ("node", 1), ("node", 2), ("root", 4)} <= kinds
    root = json.loads(files[tree.ROOT])
    assert root["snapshot"] == ledgers.SNAPSHOT
    assert root["stop_words"] == list(STOP_WORDS)
    assert root["schemes"] == ["iso-14001", "iso-9001"]


def test_nothing_says_valid_and_nothing_else_lies_in_the_folder(small, tmp_path):
    files = ledgers.build(tmp_path / "index", many(300))
    named = {tree.ROOT}
    for content in files.values():
        assert b"valid" not in content
        named |= {tree.path(child[1]) for child in json.loads(content).get("children", [])}
    assert named == set(files)


def test_neither_order_nor_parting_changes_a_byte(small, tmp_path, monkeypatch):
    certificates = many(400)
    first = ledgers.build(tmp_path / "first", certificates)
    random.Random(2).shuffle(certificates)
    assert ledgers.build(tmp_path / "second", certificates) == first
    monkeypatch.setattr(builder, "PART_CERTIFICATES", 10_000)
    monkeypatch.setattr(builder, "STRETCH_BYTES", 10_000_000)
    assert ledgers.build(tmp_path / "third", certificates) == first


@pytest.mark.parametrize("processes", [2, 3])
def test_more_processes_do_not_change_a_byte(tmp_path, monkeypatch, processes):
    certificates = many(1500)
    alone = ledgers.build(tmp_path / "alone", certificates)
    monkeypatch.setattr(builder, "ALONE", 0)
    monkeypatch.setattr(builder, "PART_CERTIFICATES", 700)
    monkeypatch.setattr(builder, "STRETCH_BYTES", 100_000)
    assert ledgers.build(tmp_path / "together", certificates, processes) == alone


def test_one_changed_name_in_twenty_thousand_changes_few_files(tmp_path):
    certificates = many(20_000)
    before = ledgers.build(tmp_path / "before", certificates)
    changed = [dict(one) for one in certificates]
    holder = changed[9000]["holder"]
    for one in changed:
        if one["holder"] == holder:
            one["valid_to"] = "2029-01-01"
    after = ledgers.build(tmp_path / "after", changed)
    assert len(before) > 500
    assert 2 <= len(after.keys() - before.keys()) <= 40

    fewer = [one for one in certificates if one["holder"] != holder]
    assert len(ledgers.build(tmp_path / "fewer", fewer).keys() - before.keys()) <= 60


def test_progress_begins_low_rises_and_ends_whole(small, tmp_path):
    told = []
    (tmp_path / "scratch").mkdir()
    spill = ledgers.spill(tmp_path / "spill", many(300), batch=50)
    target = ledgers.Folder(tmp_path / "register")
    summary = builder.build(
        [spill], tmp_path / "scratch", target, ledgers.SNAPSHOT, (), 1, lambda *share: told.append(share)
    )
    shares = [done / whole for done, whole in told]
    assert shares == sorted(shares)
    assert shares[0] < 0.2
    assert shares[-1] == 1
    files = ledgers.files_in(tmp_path / "register")
    entries = sum(
        len(json.loads(content).get("entries", [])) for path, content in files.items() if path != tree.ROOT
    )
    assert (summary.files, summary.bytes) == (len(files), sum(map(len, files.values())))
    assert summary.entries == entries
    assert summary.holders == len({(one["holder"], one["uscc"]) for one in many(300)})


def test_an_empty_register_has_a_root_alone(tmp_path):
    files = ledgers.build(tmp_path / "index", [])
    assert list(files) == [tree.ROOT]
    assert json.loads(files[tree.ROOT])["children"] == []


def test_a_holder_with_many_certificates_has_rows_of_a_few(tmp_path):
    certificates = [ledgers.certificate(f"99926Q{at:05}R0S", "示例恒泰集团") for at in range(40)]
    files = ledgers.build(tmp_path / "index", certificates)
    (leaf,) = (json.loads(content) for path, content in files.items() if path != tree.ROOT)
    sizes = [len(entry[2]) for entry in leaf["entries"] if entry[0] == 0]
    assert sizes == [ROW_CERTIFICATES] * 3 + [40 - 3 * ROW_CERTIFICATES]


def test_of_one_key_only_as_many_names_stay_as_can_be_listed_and_one_more(tmp_path):
    names = [f"示例{first}{second}科技有限公司" for first in BRANDS[:9] for second in BRANDS[:9]]
    files = ledgers.build(tmp_path / "index", ledgers.ledger(*names))
    leaves = [json.loads(content) for path, content in files.items() if path != tree.ROOT]
    entries = [entry for leaf in leaves for entry in leaf.get("entries", [])]
    at = len("示例恒泰")
    assert len({entry[1] for entry in entries if entry[0] == at}) == MOST + 1
    assert len({entry[1] for entry in entries if entry[0] == 0}) == len(names)


def test_runs_are_merged_between_keys(tmp_path):
    chance = random.Random(3)
    lines = sorted({f'{chance.randrange(500)}\0[0,"{at}",[]]'.encode() for at in range(900)})
    chance.shuffle(lines)
    paths = [tmp_path / str(number) for number in range(4)]
    for number, path in enumerate(paths):
        runs.write(path, lines[number::4])
    bounds = sorted({runs.key(line) for line in chance.sample(lines, 25)})
    pieces = [
        runs.between(paths, first, last) for first, last in zip([None, *bounds], [*bounds, None], strict=True)
    ]
    assert [line for piece in pieces for line in piece] == sorted(lines)
    assert all(runs.key(piece[0]) == bound for bound, piece in zip(bounds, pieces[1:], strict=True))
