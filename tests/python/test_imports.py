"""The import rule: a module imports only from layers below its own, and each library stays where it belongs."""

import ast
from pathlib import Path

import pytest
from projects import ROOT

LAYERS = [
    {"__main__"},
    {"cli"},
    {"build", "audit", "preview"},
    {"sources"},
    {"pages", "registry", "renderer", "checks"},
    {"flowchart", "search", "output"},
    {"lists", "codes", "offline", "shell"},
    {"census"},
    {"workers"},
    {"schemes", "content", "words", "ledger"},
    {"near"},
    {"verdict"},
    {"reader"},
    {"format"},
    {"yaml_source", "shards", "status", "headers", "question", "likeness"},
    {"normalise"},
    {"problems"},
    {"rules"},
    {"model"},
]
HOMES = {
    "click": {"cli"},
    "rich": {"cli"},
    "jinja2": {"pages", "flowchart", "offline"},
    "yaml": {"yaml_source"},
    "mkdocs": set(),
    "watchfiles": {"preview"},
    "subprocess": {"renderer"},
    "csv": {"ledger", "lists", "cli"},
    "python_calamine": {"lists"},
    "segno": {"codes"},
    "PIL": {"codes"},
    "sqlite3": {"ledger"},
    "adbc_driver_postgresql": {"ledger"},
    "adbc_driver_manager": {"ledger"},
    "pyarrow": {"ledger", "registry", "search", "audit"},
    "numpy": {"ledger", "registry", "search", "audit"},
}
SAME_LAYER = {("preview", "build")}
"""A preview is a build that is repeated."""
NOT_PURE = {"time", "random", "secrets", "uuid"}

FILES = sorted((ROOT / "generator").rglob("*.py"))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "generator").with_suffix("").parts
    return parts[0]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            names.update(
                f"{module}.{alias.name}" for alias in node.names
            ) if module == "generator" else names.add(module)
    return names


def layer(module: str) -> int:
    return next(index for index, names in enumerate(LAYERS) if module in names)


def test_every_module_has_a_layer() -> None:
    modules = {module_of(path) for path in FILES} - {"__init__"}
    assert modules == set().union(*LAYERS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_downward(path: Path) -> None:
    module = module_of(path)
    if module == "__init__":
        return
    for name in imported(path):
        if not name.startswith("generator.") or name == "generator.__version__":
            continue
        other = name.split(".")[1]
        if other != module and (module, other) not in SAME_LAYER:
            assert layer(other) > layer(module), f"{module} imports {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_libraries_stay_at_home(path: Path) -> None:
    module = module_of(path)
    for name in imported(path):
        top = name.split(".")[0]
        assert module in HOMES.get(top, {module}), f"{module} imports {top}"
        assert top not in NOT_PURE or module in {"cli", "preview"}, f"{module} imports {top}"


AUDIT_MAY_USE = {
    "ledger",
    "workers",
    "normalise",
    "shards",
    "status",
    "model",
    "problems",
    "rules",
    "headers",
    "audit",
}
READING = {f"generator.ledger{module}" for module in ("", ".batches", ".table", ".record", ".columnar")}
"""Of the ledger's package the audit takes what reads rows, and from the package itself where the files are."""


def test_audit_shares_nothing_with_the_builder() -> None:
    for path in (ROOT / "generator" / "audit").rglob("*.py"):
        used = {name.split(".")[1] for name in imported(path) if name.startswith("generator.")}
        assert used <= AUDIT_MAY_USE, path
        assert {name for name in imported(path) if name.startswith("generator.ledger")} <= READING, path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_clock_and_the_environment_are_read_by_the_command_line_only(path: Path) -> None:
    if module_of(path) in {"cli", "renderer"}:  # the renderer hands the environment on to its subprocess
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"now", "today", "utcnow", "environ", "getenv"}, f"{path}:{node.lineno}"
