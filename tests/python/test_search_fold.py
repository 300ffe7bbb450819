"""Folded text, and where in a name a search may begin, by the shared vectors and by what must always hold."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.fold import SHORTEST, STOP_WORDS, Names, fold, ranges

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/search.json").read_bytes())
NAMES = Names()
TEXTS = st.text(
    st.sampled_from("示例有限公司股份责任科技深圳（）() 　-.·，,Co.Ltd ABab３ＤｄZzéÉ𠀀\u200b\ufeff=#")
)


@pytest.mark.parametrize("case", VECTORS["fold"], ids=lambda case: case["name"])
def test_fold_vector(case):
    assert fold(case["input"]) == case["folded"]


@pytest.mark.parametrize("case", VECTORS["keys"], ids=lambda case: case["holder"])
def test_keys_vector(case):
    assert NAMES.keys(case["holder"], case.get("holder_en")) == case["keys"]


@pytest.mark.parametrize("case", VECTORS["queries"], ids=lambda case: case["input"])
def test_query_vector(case):
    folded = fold(case["input"])
    assert folded == case["folded"]
    assert ranges(folded) == case["ranges"]
    assert NAMES.is_part_of_legal_form(folded) == case["legal_form"]


def test_order_vector():
    assert sorted(VECTORS["order"]) == VECTORS["order"]


def test_the_legal_forms_of_the_vectors_are_those_of_the_builder():
    assert list(STOP_WORDS) == VECTORS["stop_words"]


def test_folded_text_stays_as_it_is():
    for point in range(0x110000):
        once = fold(chr(point))
        assert fold(once) == once
        assert len(once) <= 1
        assert "=" not in once and "#" not in once and "\n" not in once and "\0" not in once


@given(TEXTS)
def test_keys_are_the_rest_of_the_name_from_places_that_no_latin_word_spans(name):
    folded, places = NAMES.places(name)
    assert folded == fold(name)
    assert list(places) == sorted(set(places))
    for place in places:
        assert len(folded) - place >= SHORTEST
        assert folded[place:] not in {fold(form) for form in STOP_WORDS}


@given(TEXTS, st.sampled_from(STOP_WORDS))
def test_a_legal_form_at_the_end_is_not_searched(name, form):
    keys = NAMES.keys(f"{name} {form}", None)
    assert all(len(key) > len(fold(form)) for key in keys)
