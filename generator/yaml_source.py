"""YAML as text with places: every scalar stays the text that was written, every value keeps its line and column.

PyYAML's own construction would turn `0123` into 83 and `no` into False, and would keep the last of two equal keys without
a word; `compose` gives the nodes with their marks, and typing is left to pydantic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from generator.problems import Place, Problem, Problems, problem

YamlPath: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the root to a value."""

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CUT = re.compile(r"\s+#(?![ #]|$)")
"""What begins a comment for YAML, and was meant as text when no space follows."""
_FULL_WIDTH_KEY = re.compile(r"\s*(- )?[a-z_]+\s*：")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def dotted(path: YamlPath) -> str:
    """Write a path as `schemes[0].title`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


@dataclass(frozen=True)
class YamlDocument:
    """Plain data (dict, list, str) and where each value and each key stands."""

    data: Any
    file: str
    lines: tuple[str, ...]
    values: dict[YamlPath, tuple[int, int]]
    keys: dict[YamlPath, tuple[int, int]]

    def place(self, path: YamlPath, *, of_key: bool = False) -> Place:
        """Return the place of the value at `path`, or of its key; of the nearest parent where there is none."""
        known = path
        while known and known not in self.values:
            known = known[:-1]
        spots = self.keys if of_key and known in self.keys else self.values
        line, column = spots.get(known, (1, 1))
        return Place(self.file, line, column, dotted(path), self.source(line))

    def source(self, line: int) -> str:
        """Return a line of the file, counted from 1."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


def read(path: Path, file: str, problems: Problems) -> YamlDocument | None:
    """Read a YAML file; `file` is its name in messages. Returns None when a problem made reading impossible."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add(problem("CS102", Place(file)))
        return None
    except OSError as error:
        zh, en = (
            ("没有这个文件", "There is no such file")
            if isinstance(error, FileNotFoundError)
            else ("文件读不了", "The file cannot be read")
        )
        problems.add(problem("CS101", Place(file), reason_zh=zh, reason_en=en))
        return None
    return read_text(text, file, problems)


def read_text(text: str, file: str, problems: Problems, first_line: int = 1) -> YamlDocument | None:
    """Read YAML text that begins on line `first_line` of its file."""
    lines = ("",) * (first_line - 1) + tuple(text.splitlines())
    before = len(problems.found)
    for number, line in enumerate(lines, 1):
        for match in _INVISIBLE.finditer(line):
            place = Place(file, number, match.start() + 1, "", line)
            problems.add(problem("CS108", place, character=f"U+{ord(match[0]):04X}"))
    try:
        node = yaml.compose(text, _LOADER)
    except yaml.MarkedYAMLError as error:
        problems.add(_syntax_problem(error, file, lines, first_line))
        return None
    except yaml.YAMLError as error:  # a character that YAML does not allow; it has a position but no mark
        position, character = getattr(error, "position", 0), getattr(error, "character", 0)
        number = text[:position].count("\n") + first_line
        problems.add(problem("CS108", Place(file, number), character=f"U+{character:04X}"))
        return None
    if node is None:
        problems.add(problem("CS107", Place(file, first_line)))
        return None
    builder = _Builder(file, lines, first_line - 1, problems)
    data = builder.build(node, ())
    if any(found.rule in {"CS104", "CS106"} for found in problems.found[before:]):
        return None
    return YamlDocument(data, file, lines, builder.values, builder.keys)


def _syntax_problem(
    error: yaml.MarkedYAMLError, file: str, lines: tuple[str, ...], first_line: int
) -> Problem:
    context = error.context_mark
    if context and "quoted scalar" in str(error.context):
        # The parser notices at the next quote, which may be far below.
        place = Place(
            file, context.line + first_line, context.column + 1, "", lines[context.line + first_line - 1]
        )
        said = ("引号没有成对", "A quotation mark is not closed")
        return problem("CS103", place, reason_en=error.problem or "", hint_zh=said[0], hint_en=said[1])
    for number, text in enumerate(lines, 1):
        # A key with a full-width colon is no key for YAML, which then complains about a line far below.
        if match := _FULL_WIDTH_KEY.match(text):
            return problem("CS105", Place(file, number, match.end(), "", text))
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
    source = lines[line - 1] if line <= len(lines) else ""
    hints = ("检查缩进、引号和冒号后的空格", "Check indentation, quotes and the space after colons")
    if "\t" in source[: len(source) - len(source.lstrip())] or "'\\t'" in str(error.problem):
        hints = ("用空格缩进，不要用 Tab", "Indent with spaces, not with tabs")
    elif "{" in source and re.search("[：，]", source):
        hints = (
            "大括号里的逗号和冒号要用半角 , : ，后面加空格",
            "Between braces use half-width , and : with a space after them",
        )
    elif "cannot start any token" in str(error.problem):
        hints = ("以符号开头的文字要整段加双引号", "Put text that begins with a sign into double quotes")
    elif "mapping values are not allowed" in str(error.problem) and source.count(": ") > 1:
        hints = ("文字里有“: ”时，整段加双引号", "Put the text into double quotes when it contains “: ”")
    place = Place(file, line, column, "", source)
    return problem("CS103", place, reason_en=error.problem or "", hint_zh=hints[0], hint_en=hints[1])


class _Builder:
    """Turns nodes into plain data and notes the place of each."""

    def __init__(self, file: str, lines: tuple[str, ...], offset: int, problems: Problems) -> None:
        self.file, self.lines, self.offset, self.problems = file, lines, offset, problems
        self.values: dict[YamlPath, tuple[int, int]] = {}
        self.keys: dict[YamlPath, tuple[int, int]] = {}
        self.building: set[int] = set()

    def spot(self, node: yaml.Node) -> tuple[int, int]:
        return node.start_mark.line + 1 + self.offset, node.start_mark.column + 1

    def fault(self, rule: str, node: yaml.Node, path: YamlPath, **details: str | int) -> None:
        line, column = self.spot(node)
        source = self.lines[line - 1] if line <= len(self.lines) else ""
        place = Place(self.file, line, column, dotted(path), source)
        self.problems.add(problem(rule, place, suggestion="", **details))

    def build(self, node: yaml.Node, path: YamlPath) -> Any:
        self.values[path] = self.spot(node)
        if id(node) in self.building:
            self.fault("CS106", node, path, what="& *")
            return None
        # Only the tags that plain YAML resolves to by itself; anything else was written as !tag.
        if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.endswith(("binary", "python")):
            self.fault("CS106", node, path, what=node.tag)
            return None
        self.building.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self.mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
            if isinstance(node, yaml.ScalarNode):
                self.cut(node, path)
            return None if node.tag.endswith(":null") and not node.value else node.value
        finally:
            self.building.discard(id(node))

    def cut(self, node: yaml.ScalarNode, path: YamlPath) -> None:
        """A plain text that ` #` cuts short would be published without its end."""
        mark = node.end_mark
        line = self.lines[mark.line + self.offset] if mark.line + self.offset < len(self.lines) else ""
        if not node.style and (found := _CUT.match(line, mark.column)):
            place = Place(self.file, mark.line + 1 + self.offset, found.end(), dotted(path), line)
            self.problems.add(problem("CS109", place, lost=line[found.end() - 1 :]))

    def mapping(self, node: yaml.MappingNode, path: YamlPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.fault("CS106", key_node, path, what="? :")
                continue
            key = key_node.value
            if key == "<<":
                self.fault("CS106", key_node, path, what="<<")
            elif key in data:
                self.fault("CS104", key_node, (*path, key), key=key, first=self.keys[(*path, key)][0])
            else:
                self.keys[(*path, key)] = self.spot(key_node)
                data[key] = self.build(value_node, (*path, key))
        return data
