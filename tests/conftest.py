"""What all tests share: golden files, and the built site of this repository."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from projects import certsite

GENERATED_AT = 1795305600  # 2026-11-22 00:00 UTC


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what the code gives into the golden files"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare text with a golden file. `--update-golden` writes it instead; read the difference before committing."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.is_file(), f"{path} is missing: run pytest --update-golden"
        assert text == path.read_text("utf-8")

    return compare


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository, built once by the real command at a fixed time."""
    folder = tmp_path_factory.mktemp("built") / "site"
    done = certsite("build", "--out", str(folder), SOURCE_DATE_EPOCH=str(GENERATED_AT))
    assert done.returncode == 0, done.stderr
    return folder
