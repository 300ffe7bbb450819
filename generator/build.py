"""Builds the site: register, pages, rendering, and one swap at the end."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator import output, pages, registry, renderer
from generator.model import Language
from generator.sources import Sources

LANGUAGES: tuple[Language, ...] = ("zh", "en")

_MARK = "register/1/index.json"
"""A folder with this file is a site that was built before and may be replaced."""

Step = Callable[[str, str], None]
"""Told what is being done, in Chinese and in English."""


@dataclass(frozen=True)
class Built:
    """What a build made."""

    site: Path
    pages: int
    certificates: int
    snapshot: str


def build(
    sources: Sources, root: Path, site: Path, generated_at: datetime.datetime, step: Step, work: str = "site"
) -> Built:
    """Build the project in `root` into the folder `site`.

    `generated_at` is the time of the build, with a time zone. `work` names the folder below `build/` that the renderer
    reads, so that a preview and a build do not meet. Raises PageError, RenderError, OccupiedError, OSError; `site` is then as it was.
    """
    with output.locked(root / "build" / f"{work}.lock"):
        return _build(sources, root, site, generated_at, step, work)


def _build(
    sources: Sources, root: Path, site: Path, generated_at: datetime.datetime, step: Step, work: str
) -> Built:
    step("整理登记册", "Planning the register")
    register = registry.plan(sources.ledger, sources.facts, generated_at)
    step("生成页面", "Planning the pages")
    summary = pages.RegisterSummary(
        register.summary.bits,
        register.summary.snapshot,
        register.summary.total,
        register.summary.specimen,
        register.summary.generated_on,
    )
    source = pages.Source(sources.facts, sources.content, sources.words, summary)
    planned = pages.plan(source, pages.environment(root / "site_templates" / "pages"))
    folder = root / "build" / work
    output.write_tree(folder, planned)
    with output.replacing(site, _MARK) as fresh:
        step("渲染网站", "Rendering the site")
        renderer.render(folder, fresh, LANGUAGES, int(generated_at.timestamp()))
        step("写入登记册", "Writing the register")
        output.write_new(fresh / "register" / "1", register.files())
    certificates = register.summary.total
    return Built(site, sum(path.endswith(".md") for path in planned), certificates, register.summary.snapshot)
