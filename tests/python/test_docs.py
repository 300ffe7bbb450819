"""The documentation says what is: links hold, commands exist, headers are the site's."""

import re
from pathlib import Path

import pytest
from projects import ROOT

from generator.cli.commands import group
from generator.cli.speech import Say
from generator.headers import HEADERS, headers

DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    ROOT / "registry" / "README.md",
]


def slug(heading: str) -> str:
    """Return the anchor that a heading gets where Markdown is shown with GitHub's rule."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_hold(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    commands = set(group(Say("en")).commands) - {"completion"}
    assert {name for name in commands if f"run.py {name}" in text} == commands


def test_the_readme_maps_every_folder() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}
    assert {name for name in folders - {"certsite.egg-info"} if f"`{name}/" in text} == folders - {
        "certsite.egg-info"
    }


def test_the_server_is_given_the_headers_that_are_tested() -> None:
    text = (ROOT / "docs" / "SERVER.md").read_text("utf-8")
    for name, value in HEADERS.items():
        sent = "$policy" if name == "Content-Security-Policy" else f'"{value}"'
        assert f"add_header {name} {sent} always;" in text
    assert f'default "{HEADERS["Content-Security-Policy"]}";' in text
    for page in ("scan", "embed"):
        assert f'"~^/(en/)?{page}\\.html$" "{headers(f"{page}.html")["Content-Security-Policy"]}";' in text


def test_the_design_names_every_module() -> None:
    text = (ROOT / "docs" / "DESIGN.md").read_text("utf-8")
    modules = {path.stem for path in (ROOT / "generator").iterdir() if not path.name.startswith("_")}
    assert {name for name in modules if f"`{name}`" in text} == modules


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_speak_of_the_project_alone(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\.\./shared|/(?:work|home|root)/", text)
