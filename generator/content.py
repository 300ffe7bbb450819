"""Hand-written pages: Markdown below `content/<language>/`, with a title and, on a public document, its number.

Content is prose and nothing else. Raw HTML, attribute lists and links to scripts are refused, so that whoever edits a
policy cannot change what a page does.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.model import Language
from generator.problems import Place, Problem, Problems, problem
from generator.yaml_source import YamlDocument, read_text

LANGUAGES: tuple[Language, ...] = ("zh", "en")
RESERVED = frozenset(
    {
        "index",
        "disclosure",
        "status",
        "verify",
        "verify-by-hand",
        "batch",
        "organisations",
        "scan",
        "embed",
        "404",
        "schemes",
        "process",
        "documents",
        "en",
    }
)
"""Names of pages and folders that the site generates."""

_KEYS = ("title", "title_en", "number", "version", "effective")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HTML = re.compile(r"<[A-Za-z/!?][^\s>]*>?")
_BRACES = re.compile(r"\{[^}\n]*\}?")
_FIRST_LEVEL = re.compile(r"^ {0,3}(?:#(?!#)|=+ *$)", re.MULTILINE)
_ANCHOR = re.compile(r"#{2,6} .*\S \{ #[a-z][a-z0-9-]* \}\s*")
_TARGET = re.compile(r"(!\[[^\]]*)?\]\(\s*([^)\s]*)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Some of these the renderer drops, and what stood on either side becomes one word that no rule has seen."""
_FULL_WIDTH = re.compile(r"\[[^\]\n]*\]（(?=[!-~]+）)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]*\]: *\n? *(\S+)", re.MULTILINE)
_ALLOWED = re.compile(r"(https?://|mailto:|tel:)[^\s\\]+", re.IGNORECASE)
_SUSPECT = re.compile(r"[:&\\]|^//|^<")


@dataclass(frozen=True)
class ContentPage:
    """One page in one language. `number`, `version` and `effective` are there on a public document of its own."""

    slug: str
    language: Language
    title: str
    body: str
    title_en: str | None = None
    number: str | None = None
    version: str | None = None
    effective: datetime.date | None = None
    first_line: int = 1
    """Line of the file on which `body` begins."""

    @property
    def file(self) -> str:
        """The file's name in messages."""
        return _file(self.language, self.slug)


def load(folder: Path, problems: Problems) -> tuple[ContentPage, ...]:
    """Read all pages, Chinese first, by name. What is at fault is noted in `problems` and left out."""
    pages: list[ContentPage] = []
    if not folder.is_dir():
        problems.add(problem("CS515", Place("content")))
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*.md")):
            if (page := _page(path, language, problems)) is not None:
                pages.append(page)
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder)
        expected = len(name.parts) == 2 and name.parts[0] in LANGUAGES and path.suffix == ".md"
        if path.is_file() and not expected and not name.name.startswith("."):
            problems.add(problem("CS516", Place(f"content/{name.as_posix()}")))
    problems.extend(_missing_versions(folder, pages))
    problems.extend(_numbers_used_twice(pages))
    return tuple(pages)


def _file(language: Language, slug: str) -> str:
    return f"content/{language}/{slug}.md"


def _page(path: Path, language: Language, problems: Problems) -> ContentPage | None:
    slug, file = path.stem, _file(language, path.stem)
    if not _SLUG.fullmatch(slug):
        problems.add(problem("CS503", Place(file), name=path.name))
        return None
    if slug in RESERVED:
        problems.add(problem("CS511", Place(file), name=slug))
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        problems.add(problem("CS102", Place(file)))
        return None
    head, body, body_line = _split(text)
    if head is None:
        problems.add(problem("CS501", Place(file, 1, 1, "", text.split("\n", 1)[0])))
        return None
    problems.extend(faults_of_body(body, file, body_line))
    document = read_text(head, file, problems, first_line=2)
    return None if document is None else _typed(document, slug, language, body, body_line, problems)


def _split(text: str) -> tuple[str | None, str, int]:
    """Return front matter, body and the line on which the body begins."""
    match = re.match(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    if match is None:
        return None, text, 1
    return match[1], text[match.end() :], text.count("\n", 0, match.end()) + 1


def _typed(
    document: YamlDocument, slug: str, language: Language, body: str, body_line: int, problems: Problems
) -> ContentPage | None:
    data = document.data
    if not isinstance(data, dict):
        problems.add(
            problem(
                "CS203",
                document.place(()),
                wanted_zh="几项“名称: 内容”",
                wanted_en="A group of “name: value” lines",
            )
        )
        return None
    before = len(problems.found)
    for key, value in data.items():
        if key not in _KEYS:
            problems.add(
                problem("CS201", document.place((key,), of_key=True), key=key, allowed=", ".join(_KEYS))
            )
        elif not isinstance(value, str) or not value.strip():
            problems.add(problem("CS208", document.place((key,))))
    if "title" not in data:
        problems.add(problem("CS202", document.place(()), key="title", description="页面的标题"))
    document_keys = _KEYS[2:]
    if any(key in data for key in document_keys):
        for key in document_keys:
            if key not in data:
                problems.add(problem("CS502", document.place(()), key=key))
    effective: datetime.date | None = None
    if isinstance(written := data.get("effective"), str):
        try:
            effective = datetime.date.fromisoformat(written)
        except ValueError:
            place = document.place(("effective",))
            problems.add(
                problem("CS205", place, value=written, reason_zh="看不懂", reason_en="it cannot be read")
            )
    if len(problems.found) > before:
        return None
    text = {key: data[key].strip() for key in _KEYS[:4] if key in data}
    first_line = body_line + body.count("\n", 0, len(body) - len(body.lstrip()))
    return ContentPage(
        slug, language, body=body.strip() + "\n", effective=effective, first_line=first_line, **text
    )


def faults_of_body(body: str, file: str, first_line: int = 1) -> Iterator[Problem]:
    """Yield what a page's Markdown must not hold. The rules look at the text, also inside code: to be sure is worth more
    here than to allow everything that would be harmless."""
    at = partial(_at, body, file, first_line)
    for found in _CONTROL.finditer(body):
        yield problem("CS108", at(found.start()), character=f"U+{ord(found[0]):04X}")
    for found in _FULL_WIDTH.finditer(body):
        yield problem("CS514", at(found.end() - 1))
    for found in _HTML.finditer(body):
        yield problem("CS506", at(found.start()), found=found[0])
    for found in _BRACES.finditer(body):
        if not _ANCHOR.fullmatch(at(found.start()).source):
            yield problem("CS507", at(found.start()), found=found[0])
    for found in _FIRST_LEVEL.finditer(body):
        yield problem("CS510", at(found.start()))
    for found in _TARGET.finditer(body):
        if _SUSPECT.search(found[2]) and (found[1] or not _ALLOWED.fullmatch(found[2])):
            yield problem("CS509" if found[1] else "CS508", at(found.start(2)), target=found[2])
    for found in _REFERENCE.finditer(body):
        if not _ALLOWED.fullmatch(found[1]):
            yield problem("CS508", at(found.start(1)), target=found[1])


def _at(body: str, file: str, first_line: int, index: int) -> Place:
    """Return the place of a character of the body."""
    line = body.count("\n", 0, index)
    begin = body.rfind("\n", 0, index) + 1
    return Place(file, first_line + line, index - begin + 1, "", body.split("\n")[line])


def faults_of_links(page: ContentPage, pages: Collection[str]) -> Iterator[Problem]:
    """Yield links to pages that the site will not have. `pages` are without ending; anchors are the renderer's affair."""
    for found in _TARGET.finditer(page.body):
        target = found[2].split("#")[0]
        if (
            target
            and not _SUSPECT.search(target)
            and (not target.endswith(".md") or target.removesuffix(".md") not in pages)
        ):
            place = _at(page.body, page.file, page.first_line, found.start(2))
            yield problem(
                "CS513", place, target=found[2], allowed=", ".join(sorted(f"{p}.md" for p in pages)[:6])
            )


def _missing_versions(folder: Path, pages: list[ContentPage]) -> Iterator[Problem]:
    for page in pages:
        other: Language = "en" if page.language == "zh" else "zh"
        if (folder / other / f"{page.slug}.md").exists():
            continue
        if page.language == "en":
            yield problem("CS504", Place(page.file), file=_file("zh", page.slug))
        elif page.title_en is None:
            yield problem("CS505", Place(page.file), file=_file("en", page.slug))


def _numbers_used_twice(pages: list[ContentPage]) -> Iterator[Problem]:
    seen: dict[tuple[Language, str], ContentPage] = {}
    for page in pages:
        if page.number is None:
            continue
        first = seen.setdefault((page.language, page.number), page)
        if first is not page:
            yield problem("CS512", Place(page.file), number=page.number, other=first.file)
