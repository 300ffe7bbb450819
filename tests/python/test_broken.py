"""Every rule has a broken sample, and each sample gives exactly the problems that it should, in both languages."""

import re
from pathlib import Path

import pytest
from ledgers import NOON, tree
from ledgers import build as make
from projects import BROKEN, break_project, copy_good

from generator import build, schemes
from generator.problems import Problems, render
from generator.rules import RULES

SAMPLES = sorted(path for path in BROKEN.iterdir() if path.is_dir())
OF_A_SITE = re.compile(r"CS8\d\d")  # found in a finished site; test_audit.py has their samples


def problems_of(project: Path) -> list[str]:
    """Check a project; where there is a site, build it, with certificates set aside if the sample says so."""
    problems, watch = Problems(), build.Watch(lambda _zh, _en: None)
    if (project / "site").is_dir():
        plan = build.Plan(project, project / "site", NOON, set_aside=(project / ".quarantine").exists())
        assert build.build(plan, problems, watch) is None
    else:
        build.check(project, NOON, problems, watch)
    for problem in problems:
        assert render(problem, "en")
    return [render(problem, "zh") for problem in problems]


def test_the_good_project_is_good(tmp_path: Path) -> None:
    assert problems_of(copy_good(tmp_path)) == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_sample(sample: Path, tmp_path: Path, golden) -> None:
    project = copy_good(tmp_path)
    if (sample / ".published").exists():  # the register of the good project
        known = schemes.load(project / schemes.FILE, Problems())
        assert known
        (project / "site").mkdir()
        assert make(project, "site/register/1", known=known[0]).rules == []
    break_project(project, sample)
    before = tree(project / "site")
    found = problems_of(project)
    assert tree(project / "site") == before
    assert any(f" {sample.name[:5]} " in problem for problem in found)
    golden(sample / "expected.txt", "\n".join(found) + "\n")


def test_every_rule_has_a_sample() -> None:
    sampled = {path.name[:5] for path in SAMPLES}
    assert {rule for rule in RULES if not OF_A_SITE.match(rule)} == sampled


@pytest.mark.parametrize("rule", RULES)
def test_both_wordings_take_the_same_details(rule: str) -> None:
    assert all(RULES[rule].message.values())
    zh, en = (
        {name.removesuffix(f"_{language}") for name in re.findall(r"{(\w+)}", RULES[rule].message[language])}
        for language in ("zh", "en")
    )
    # CS103 quotes the YAML parser, which speaks English only.
    assert zh == en - ({"reason"} if rule == "CS103" else set())
