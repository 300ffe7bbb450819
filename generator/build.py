"""Builds the site: register, pages, rendering, and one swap at the end."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator import output, pages, registry, renderer, sources
from generator.ledger import places
from generator.model import Language
from generator.normalise import CertificateKey
from generator.problems import Place, Problem, Problems, problem
from generator.sources import Sources

LANGUAGES: tuple[Language, ...] = ("zh", "en")

REGISTER = "register/1"
"""Where the register is below the site."""

_MARK = f"{REGISTER}/index.json"
"""A folder with this file is a site that was built before and may be replaced."""

Step = Callable[[str, str], None]
"""Told what is being done, in Chinese and in English."""


@dataclass(frozen=True)
class Watch:
    """Who is told how the work goes on."""

    step: Step
    progress: registry.Progress = registry.unseen
    """How many bytes of how many have been worked on."""
    share: registry.Progress = registry.unseen
    """How much of how much, where that is no number of bytes."""


@dataclass(frozen=True)
class Plan:
    """How to build."""

    root: Path
    """The project."""
    site: Path
    generated_at: datetime.datetime
    """The time of the build, with a time zone."""
    work: str = "site"
    """Names the folder below `build/`, so that a preview and a build do not meet."""
    set_aside: bool = False
    """Leave out certificates with faults instead of stopping."""
    guarded: bool = True
    """Hold the new register against those before: what is published does not vanish."""
    intended: frozenset[CertificateKey] = frozenset()
    """Certificates that may vanish all the same, or lose a part of their history."""
    processes: int = field(default_factory=lambda: min(2, os.cpu_count() or 1))

    def earlier(self) -> tuple[Path, ...]:
        """Return the folders of the registers that were built before: the one to be replaced, and the project's own."""
        sites = (self.site.resolve(), (self.root / "site").resolve()) if self.guarded else ()
        return tuple(site / REGISTER for site in dict.fromkeys(sites) if (site / _MARK).exists())


@dataclass(frozen=True)
class Built:
    """What a build made."""

    pages: int
    register: registry.Outcome
    summary: registry.Summary
    compared: bool
    """Whether there was a register before, so that nothing that it holds can have vanished unnoticed."""


class _FaultyError(Exception):
    """There are problems, and nothing is to be replaced."""


def check(root: Path, now: datetime.datetime, problems: Problems, watch: Watch) -> registry.Outcome | None:
    """Check all that a site is made from. Returns None where the ledger could not be looked at; faults are in `problems`."""
    watch.step("检查输入", "Checking the input")
    loaded = sources.load(root, problems)
    plan = Plan(root, root, now, "check")
    if loaded is None:
        return None
    return _checked(plan, loaded, problems, watch)


def _checked(plan: Plan, loaded: Sources, problems: Problems, watch: Watch) -> registry.Outcome | None:
    """Check the ledger, with nothing written into the project."""
    with tempfile.TemporaryDirectory(prefix="certsite-") as scratch:
        return _register(plan, loaded, Path(scratch), None, problems, watch)


def build(plan: Plan, problems: Problems, watch: Watch) -> Built | None:
    """Build the site, unless something is wrong with what it is made from; that is in `problems`, and `site` is as it was.

    So it is, too, when this raises PageError, RenderError, OccupiedError, UnreadableError or OSError.
    """
    if plan.generated_at.tzinfo is None:
        raise ValueError("generated_at needs a time zone")
    watch.step("检查输入", "Checking the input")
    loaded = sources.load(plan.root, problems)
    if loaded is None or problems.stop:
        if loaded is not None:
            _checked(plan, loaded, problems, watch)
        return None
    with output.scratch(plan.root / "build", f"{plan.work}.ledger") as scratch:
        try:
            with output.replacing(plan.site, _MARK) as fresh:
                return _build(plan, loaded, scratch, fresh, problems, watch)
        except _FaultyError:
            return None


def _register(
    plan: Plan, loaded: Sources, scratch: Path, fresh: Path | None, problems: Problems, watch: Watch
) -> registry.Outcome | None:
    """Check the ledger and, with `fresh`, build its register there. Returns None where a database did not give it."""
    files = places.find(plan.root, loaded.facts.register_.ledger, scratch, problems)
    if files is None:
        return None
    earlier = plan.earlier() if fresh else ()
    generated_at = plan.generated_at.astimezone(datetime.UTC).replace(microsecond=0)
    if fresh:
        problems.extend(_set_back(plan, generated_at))
    request = registry.Request(
        files=files,
        facts=loaded.facts,
        generated_at=generated_at,
        scratch=scratch,
        processes=plan.processes,
        fresh=fresh,
        previous=next(iter(earlier), None),
        others=earlier[1:],
        set_aside=plan.set_aside,
        intended=plan.intended,
    )
    return registry.run(request, problems, watch.progress, watch.share)


def _set_back(plan: Plan, generated_at: datetime.datetime) -> Iterator[Problem]:
    """Readers refuse a register older than one that they have seen, so none takes the place of a later one."""
    site = plan.site.resolve()
    before = registry.open_register(site / REGISTER) if plan.guarded else None
    if before is not None and generated_at < before.generated_at:
        root, index = plan.root.resolve(), site / _MARK
        told = index.relative_to(root).as_posix() if root in index.parents else str(index)
        times = {"now": generated_at, "before": before.generated_at.astimezone(datetime.UTC)}
        written = {name: f"{time:%Y-%m-%dT%H:%M:%SZ}" for name, time in times.items()}
        yield problem("CS678", Place(told), **written)


def _build(
    plan: Plan, loaded: Sources, scratch: Path, fresh: Path, problems: Problems, watch: Watch
) -> Built:
    watch.step("整理登记册", "Building the register")
    register = _register(plan, loaded, scratch, fresh / REGISTER, problems, watch)
    if register is None or register.summary is None or loaded.words is None:
        raise _FaultyError
    summary = register.summary
    watch.step("生成页面", "Planning the pages")
    told = pages.RegisterSummary(
        summary.bits, summary.snapshot, summary.total, summary.specimen, summary.generated_on
    )
    source = pages.Source(loaded.facts, loaded.content, loaded.words, told)
    planned = pages.plan(source, pages.environment(plan.root / "site_templates" / "pages"))
    folder = plan.root / "build" / plan.work
    output.write_tree(folder, planned)
    watch.step("渲染网站", "Rendering the site")
    renderer.render(folder, fresh, LANGUAGES, int(plan.generated_at.timestamp()))
    pages_made = sum(path.endswith(".md") for path in planned)
    return Built(pages_made, register, summary, compared=bool(plan.earlier()))
