"""The organisation search in the browser: the shared vectors, the same answers as Python, and files that are not as specified."""

import base64
import json
import random

import pytest
import search_ledgers as ledgers
from projects import ROOT
from test_search_index import many
from test_search_reader import FAULTS, ROOT_FAULTS, bound, leaf_of, shrink, with_change

from generator.search import tree
from generator.search.fold import STOP_WORDS, Names, fold, ranges

VECTORS = json.loads((ROOT / "tests/vectors/search.json").read_bytes())

FOLDS = """async ([base, texts]) => {
  const { fold } = await import(base + "search-fold.mjs");
  return texts.map((text) => fold(text));
}"""

EVERY_FOLD = """async ([base]) => {
  const { fold } = await import(base + "search-fold.mjs");
  let all = "";
  for (let point = 0; point < 0x110000; point += 1) {
    const folded = fold(String.fromCodePoint(point));
    all += folded === "" ? "-" : folded === String.fromCodePoint(point) ? "=" : folded;
  }
  return all;
}"""

KEYS = """async ([base, [stopWords, cases]]) => {
  const { Names } = await import(base + "search-fold.mjs");
  const names = new Names(stopWords);
  return cases.map(([holder, english]) => names.keys(holder, english ?? undefined));
}"""

QUERIES = """async ([base, [stopWords, texts]]) => {
  const { Names, fold, ranges } = await import(base + "search-fold.mjs");
  const names = new Names(stopWords);
  return texts.map((text) => {
    const folded = fold(text);
    return { input: text, folded, ranges: ranges(folded), legal_form: names.isPartOfLegalForm(folded) };
  });
}"""

ORDER = """async ([base, texts]) => {
  const { compare } = await import(base + "search-fold.mjs");
  return texts.sort(compare);
}"""

# All pages of each query, and what was asked for. `answers` are the files, by path, each as a list of answers in turn.
FIND = """async ([base, { answers, queries }]) => {
  const { Search } = await import(base + "search.mjs");
  const asked = [];
  const fetch = async (address, { cache, credentials }) => {
    asked.push(`${address} ${cache} ${credentials}`);
    const turns = answers[address] ?? [null];
    const body = turns.length > 1 ? turns.shift() : turns[0];
    if (body === null) return { ok: false, status: 404 };
    const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
    return { ok: true, status: 200, arrayBuffer: async () => bytes.buffer };
  };
  const search = new Search({ register: "", fetch });
  const found = [];
  for (const query of queries) {
    const pages = [];
    let next;
    try {
      do {
        const page = await search.find(query, next);
        next = page.next;
        pages.push({ ...page, next: undefined });
      } while (next);
    } catch (error) {
      if (!error.code) throw error;
      pages.push(error.code);
    }
    found.push(pages);
  }
  return JSON.parse(JSON.stringify([found, asked])); // without what is undefined
}"""


@pytest.fixture
def run(modules):
    """A function that runs a script with the modules' address and an argument."""
    page, base = modules
    return lambda script, argument=None: page.evaluate(script, [base, argument])


@pytest.fixture
def find(run):
    """A function that searches in files (a list is for one answer after the other): all pages of each query, and what was asked."""

    def find(files, *queries):
        answers = {
            path: [
                None if body is None else base64.b64encode(body).decode()
                for body in (content if isinstance(content, list) else [content])
            ]
            for path, content in files.items()
        }
        return run(FIND, {"answers": answers, "queries": queries})

    return find


@pytest.fixture
def two(tmp_path):
    return ledgers.build(tmp_path / "two", ledgers.ledger("示例恒泰有限公司", "示例华鑫有限公司"))


def as_python_finds(files, query):
    return [
        {
            "results": [
                {
                    name: value
                    for name, value in {
                        "holder": result.holder,
                        "holder_en": result.holder_en,
                        "uscc": result.uscc,
                        "certificates": list(result.certificates),
                    }.items()
                    if value is not None
                }
                for result in page.results
            ],
            "total": page.total,
            "exact": page.exact,
            **({"reason": page.reason} if page.reason else {}),
        }
        for page in ledgers.pages(ledgers.reader(files), query)
    ]


def test_folds(run):
    cases = VECTORS["fold"]
    assert run(FOLDS, [case["input"] for case in cases]) == [case["folded"] for case in cases]


def test_every_code_point_is_folded_as_python_folds_it(run):
    def sign(point):
        folded = fold(chr(point))
        return "-" if not folded else "=" if folded == chr(point) else folded

    assert run(EVERY_FOLD) == "".join(map(sign, range(0x110000)))


def test_keys(run):
    cases = VECTORS["keys"]
    names = [[case["holder"], case.get("holder_en")] for case in cases]
    assert run(KEYS, [VECTORS["stop_words"], names]) == [case["keys"] for case in cases]


def test_queries(run):
    cases = VECTORS["queries"]
    assert run(QUERIES, [VECTORS["stop_words"], [case["input"] for case in cases]]) == cases


def test_order(run):
    shuffled = random.Random(5).sample(VECTORS["order"], len(VECTORS["order"]))
    assert run(ORDER, shuffled) == VECTORS["order"]


def test_keys_and_queries_of_random_texts_are_pythons(run):
    chance = random.Random(20261122)
    parts = [
        "示例",
        "恒泰",
        "有限公司",
        "股份",
        "公司",
        "（深圳）",
        "TCL",
        "３Ｄ",
        "a",
        "9992",
        " ",
        ".",
        "-",
        "Co., Ltd.",
        "Company",
    ]
    parts += ["Limited", "\u200b", "é", "𠀀", "\U000e0100", "ß", "ﬀ", "91999999DEM000196L", "㎡", "·"]
    texts = ["".join(chance.choices(parts, k=chance.randrange(1, 8))) for _ in range(4000)]
    pairs = [[text, other] for text, other in zip(texts, [None, *texts[:-1]], strict=True)]
    names = Names()
    assert run(KEYS, [STOP_WORDS, pairs]) == [names.keys(*pair) for pair in pairs]
    for found in run(QUERIES, [STOP_WORDS, texts]):
        folded = fold(found["input"])
        assert found["folded"] == folded
        assert found["ranges"] == ranges(folded)
        assert found["legal_form"] == names.is_part_of_legal_form(folded)


def test_finds(find):
    index = VECTORS["index"]
    files = {path: text.encode() for path, text in index["files"].items()}
    found, _ = find(files, *[case["query"] for case in index["finds"]])
    for case, pages in zip(index["finds"], found, strict=True):
        (page,) = pages
        assert page == {"exact": True, **{key: value for key, value in case.items() if key != "query"}}, case[
            "query"
        ]


@pytest.mark.parametrize("most", [3, 50])
def test_what_is_found_is_what_python_finds(find, tmp_path, monkeypatch, most):
    shrink(monkeypatch, most)
    certificates = [
        *many(250),
        *[ledgers.certificate(f"99926Q{at:05}R1S", "示例𠀀恒泰集团") for at in range(90)],
    ]
    files = ledgers.build(tmp_path / "index", certificates)
    chance = random.Random(6)
    queries = [
        "示例",
        "恒泰",
        "有限公司",
        "科技有限",
        "𠀀恒",
        "集团",
        "示",
        "no such",
        "99926",
        "99920q0001",
        "3d打印",
    ]
    for one in chance.sample(certificates, 60):
        text = one[chance.choice([key for key in ("holder", "holder_en", "uscc", "number") if key in one])]
        start = chance.randrange(len(text))
        queries.append(text[start : start + chance.choice((2, 3, 4, 30))])
    found, _ = find(files, *queries)
    for query, pages in zip(queries, found, strict=True):
        assert pages == as_python_finds(files, query), query


def test_a_search_asks_for_the_root_and_one_file_of_each_level_and_keeps_them(find, two):
    (first, second), asked = find(two, "恒泰", "恒泰有限")
    assert first[0]["total"] == second[0]["total"] == 1
    assert asked == [f"{tree.ROOT} no-cache omit", f"{leaf_of(two)} default omit"]


def test_another_file_under_the_name_is_fetched_again_once(find, two):
    path = leaf_of(two)
    wrong = two[path].replace("恒泰".encode(), "华泰".encode())
    ((pages,), asked) = find({**two, path: [wrong, two[path]]}, "恒泰")
    assert pages[0]["total"] == 1
    assert asked[1:] == [f"{path} default omit", f"{path} reload omit"]
    ((pages,), asked) = find({**two, path: wrong}, "恒泰")
    assert pages == ["INTEGRITY"]
    assert len(asked) == 3


@pytest.mark.parametrize("fault", FAULTS)
def test_a_leaf_that_is_not_as_specified_is_refused(find, two, fault):
    assert find(bound(two, FAULTS[fault]), "恒泰")[0] == [["INTEGRITY"]]


@pytest.mark.parametrize("fault", ROOT_FAULTS)
def test_a_root_that_is_not_as_specified_is_refused(find, two, fault):
    assert find(with_change(two, tree.ROOT, ROOT_FAULTS[fault]), "恒泰")[0] == [["INTEGRITY"]]


def test_files_that_are_no_json_are_refused(find, two):
    for content in (b"", b"[]", b"<html>", b"\xff"):
        assert find({**two, tree.ROOT: content}, "恒泰")[0] == [["INTEGRITY"]]


def test_a_newer_format_is_said_to_be_one(find, two):
    newer = with_change(two, tree.ROOT, lambda root: root.update(format=2))
    assert find(newer, "恒泰")[0] == [["NEWER_FORMAT"]]


def test_a_network_that_fails_is_no_answer_and_the_next_search_asks_again(find, two):
    found, _ = find({**two, tree.ROOT: [None, two[tree.ROOT]]}, "恒泰", "恒泰")
    assert found[0] == ["NETWORK"]
    assert found[1][0]["total"] == 1
    assert find({tree.ROOT: two[tree.ROOT]}, "恒泰")[0] == [["NETWORK"]]
