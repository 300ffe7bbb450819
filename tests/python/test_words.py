"""The site's own words: each is there in both languages, and a missing one is never silent."""

from __future__ import annotations

import string
from pathlib import Path

import jinja2
import pytest

from generator.pages import environment
from generator.problems import Problems
from generator.words import MissingWordError, Vocabulary, Words, load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    problems = Problems()
    found = load(ROOT / "site_templates/words.yaml", problems)
    assert found is not None, list(problems)
    return found


def pairs(chinese: Words, english: Words) -> list[tuple[str, str, str]]:
    found = []
    for key in chinese:
        if isinstance(chinese[key], Words):
            found += pairs(chinese[key], english[key])
        else:
            found.append((f"{chinese.path}.{key}", chinese[key], english[key]))
    return found


def test_both_languages_take_the_same_details(vocabulary: Vocabulary) -> None:
    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for key, chinese, english in pairs(vocabulary.language("zh"), vocabulary.language("en")):
        assert names(chinese) == names(english), key


def test_english_words_have_no_chinese(vocabulary: Vocabulary) -> None:
    for key, _, english in pairs(vocabulary.language("zh"), vocabulary.language("en")):
        if not key.startswith("site.other_language"):  # these two speak the other language on purpose
            assert not any("\u4e00" <= char <= "\u9fff" for char in english), key


def test_words_by_name_and_by_key(vocabulary: Vocabulary) -> None:
    words = vocabulary.language("en")
    assert words.nav.home == words["nav"]["home"] == "Home"
    assert vocabulary.language("zh").nav.home == "首页"
    assert words.nav.plain()["home"] == "Home"


def test_a_missing_word_says_which(vocabulary: Vocabulary) -> None:
    with pytest.raises(MissingWordError, match=r"words\.yaml: nav\.nothing"):
        _ = vocabulary.language("zh").nav.nothing


def test_a_missing_word_stops_a_template(vocabulary: Vocabulary) -> None:
    template = environment(ROOT / "site_templates/pages").from_string("{{ words.nav.nothing }}")
    with pytest.raises((MissingWordError, jinja2.UndefinedError), match="nothing"):
        template.render(words=vocabulary.language("zh"))


def test_nothing_is_never_printed() -> None:
    template = environment(ROOT / "site_templates/pages").from_string("{{ value }}")
    with pytest.raises(TypeError):
        template.render(value=None)
