"""The border between text and markup: no text of a fact, a word or a title can become Markdown or HTML.

Every value that a template prints passes `inert` first, because Jinja's own escaping knows HTML only. What a template
itself writes is markup; so is what a macro or one of the functions here returns.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from string import Formatter

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.model import Language, Text

_SPECIAL = re.compile(r"[&<>\"'`*_\[\]{}|~#!\\]")
_LEADING = re.compile(r" ?(?:[-+=:]|\d+[.)])")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(f"[{_HAN}](?:[^<&]*[{_HAN}])?")


def inert(text: str) -> Markup:
    """Return text as markup that shows exactly this text, wherever in a Markdown page it stands. Line breaks and runs
    of white space become one space, control characters are dropped."""
    flat = _SPACE.sub(" ", _CONTROL.sub("", text))
    safe = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", flat)
    leading = _LEADING.match(safe)
    if leading is None:
        return Markup(safe)  # noqa: S704 - every character that means something has just been written as an entity
    mark = leading.end() - 1
    return Markup(f"{safe[:mark]}&#{ord(safe[mark])};{safe[mark + 1 :]}")  # noqa: S704 - as above


def told(text: str, **details: object) -> Markup:
    """Return a text with its `{details}` filled in: what is markup as it is, anything else as code."""
    pieces: list[Markup] = []
    for words, name, _, _ in Formatter().parse(text):
        pieces.append(inert(words))
        if name is not None:
            detail = details[name]
            code = Markup("<code>{}</code>").format(inert(str(detail)))
            pieces.append(detail if isinstance(detail, Markup) else code)
    return Markup("").join(pieces)


def _finalize(value: object) -> object:
    if value is None:
        raise TypeError("a template prints a value that is not there")
    return value if isinstance(value, Markup) else inert(str(value))


def environment(folder: Path) -> Environment:
    """Return the environment of the page templates in `folder`; a name that does not exist is an error, not nothing."""
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


class Voice:
    """Says texts in the language of a site, and marks what is left in Chinese so that it is read out as Chinese."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, text: Text | str) -> Markup:
        """Return a text as markup, Chinese on an English page inside `<span lang="zh-CN">`."""
        if self.foreign(text):
            return Markup('<span lang="zh-CN">{}</span>').format(inert(self.plain(text)))
        if self.language == "zh":
            return inert(self.plain(text))
        marked = _HAN_RUN.sub(lambda run: f'<span lang="zh-CN">{run[0]}</span>', inert(self.plain(text)))
        return Markup(marked)  # noqa: S704 - `inert` made it safe

    def plain(self, text: Text | str) -> str:
        """Return the words alone."""
        return text.say(self.language) if isinstance(text, Text) else text

    def foreign(self, text: Text | str) -> bool:
        """Tell whether a text is there in Chinese only, on an English page."""
        return isinstance(text, Text) and text.language(self.language) != self.language

    def mark(self, *texts: Text) -> Markup:
        """Return the attribute ` lang="zh-CN"` if one of the texts is Chinese on an English page."""
        return Markup(' lang="zh-CN"') if any(self.foreign(text) for text in texts) else Markup("")

    def title(self, text: Text | str) -> str:
        """Return HTML text for titles, which the renderer puts into pages as it is."""
        return html.escape(self.plain(text))
