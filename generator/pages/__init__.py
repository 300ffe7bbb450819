"""Everything between typed facts and the renderer's input: Markdown pages in both languages, and the configuration.

`plan` is pure: the same facts, words and content give the same bytes. Nothing here knows the disk or the day.
"""

from generator.pages.fault import PageError
from generator.pages.markup import environment
from generator.pages.plan import plan
from generator.pages.source import LANGUAGES, RegisterSummary, Source

__all__ = ["LANGUAGES", "PageError", "RegisterSummary", "Source", "environment", "plan"]
