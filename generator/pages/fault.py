"""A fault in a template, said as the place in the template and not as a traceback."""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import TemplateSyntaxError


class PageError(Exception):
    """A template cannot be rendered. The message begins with its file and line."""


def in_template(error: Exception) -> PageError | None:
    """Return a fault as the place in the template where it came up, or None if it came from elsewhere."""
    if isinstance(error, TemplateSyntaxError):
        return _at(error.filename or error.name or "", error.lineno, error.message)
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).suffix == ".j2"
    ]
    return _at(frames[-1].filename, frames[-1].lineno, error) if frames else None


def _at(template: str, line: int | None, what: object) -> PageError:
    return PageError(f"site_templates/pages/{Path(template).name}:{line}: {what}")
