"""The site's own words in both languages, from `site_templates/words.yaml`.

A word that is missing is a fault, never an empty place on a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.model import Language
from generator.problems import Problems, problem
from generator.yaml_source import YamlDocument, YamlPath, read

FILE = "site_templates/words.yaml"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class MissingWordError(Exception):
    """A template or module asks for a word that `words.yaml` does not have."""


@dataclass(frozen=True)
class Words:
    """Words in one language: `words.nav.home` or `words["nav"]["home"]`. Raises MissingWordError where there is none."""

    entries: Mapping[str, Any]
    language: Language
    path: str = ""

    def __getitem__(self, key: str) -> Any:
        """Return a word, or the words below a key."""
        here = f"{self.path}.{key}".lstrip(".")
        if key not in self.entries:
            raise MissingWordError(f"{FILE}: {here}")
        entry = self.entries[key]
        return entry[self.language] if _is_word(entry) else Words(entry, self.language, here)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python and Jinja ask every object for these
            raise AttributeError(name)
        return self[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys, in the order of the file."""
        return iter(self.entries)

    def plain(self) -> dict[str, Any]:
        """Return all words as nested dictionaries of text."""
        return {key: value.plain() if isinstance(value := self[key], Words) else value for key in self}


@dataclass(frozen=True)
class Vocabulary:
    """The words of all languages."""

    entries: Mapping[str, Any]

    def language(self, language: Language) -> Words:
        """Return the words of one language."""
        return Words(self.entries, language)


def load(path: Path, problems: Problems) -> Vocabulary | None:
    """Read the words. Returns None if there is a problem."""
    document = read(path, FILE, problems)
    if document is None:
        return None
    before = len(problems.found)
    _check(document, document.data, (), problems)
    return Vocabulary(document.data) if len(problems.found) == before else None


def _is_word(entry: Any) -> bool:
    return isinstance(entry, Mapping) and bool(entry) and entry.keys() <= set(LANGUAGES)


def _check(document: YamlDocument, entry: Any, path: YamlPath, problems: Problems) -> None:
    """Note every entry that is neither a word in all languages nor a group of words."""
    if not isinstance(entry, Mapping) or not entry:
        problems.add(problem("CS701", document.place(path)))
    elif _is_word(entry):
        for language in LANGUAGES:
            if not isinstance(text := entry.get(language), str) or not text.strip():
                problems.add(problem("CS702", document.place(path), language=language))
    else:
        for key, value in entry.items():
            _check(document, value, (*path, key), problems)
