"""The worked example of registry/README.md §10, done as a stranger would: its commands, on the register of this ledger."""

import datetime
import json
import re
import subprocess
from pathlib import Path

import pytest
from projects import ROOT

from generator import normalise, registry, schemes, shards
from generator.ledger import Files
from generator.problems import Problems
from generator.status import status

SPECIFICATION = (ROOT / "registry/README.md").read_text("utf-8")
SECTION = SPECIFICATION.split("\n## 10. By hand\n")[1]
CONSOLES = re.findall(r"```console\n(.*?)```", SECTION, re.DOTALL)
COMMANDS = [
    pair
    for console in CONSOLES
    for pair in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", console, re.MULTILINE)
]
TABLE = re.findall(r"^\| (\d{4}-\d{2}-\d{2}) \| `(\w+)` \|", SECTION, re.MULTILINE)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the register of the repository's ledger."""
    folder = tmp_path_factory.mktemp("published")
    problems = Problems()
    loaded = schemes.load(ROOT / schemes.FILE, problems)
    assert loaded
    for name in ("scratch", "register/1"):
        (folder / name).mkdir(parents=True)
    at = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    request = registry.Request(Files(ROOT), loaded[0], at, folder / "scratch", fresh=folder / "register/1")
    assert registry.run(request, problems, lambda _done, _total: None).summary
    return folder


@pytest.mark.parametrize(("command", "output"), COMMANDS)
def test_each_command_prints_what_the_page_shows(command: str, output: str, published: Path) -> None:
    done = subprocess.run(["sh", "-c", command], cwd=published, capture_output=True, check=False)
    assert (done.stdout.decode(), done.stderr.decode()) == (output, "")


def test_the_digest_file_of_the_specification_is_that_of_this_register(published: Path) -> None:
    shown = re.search(r'```\n(\{"format":1,"bits":2,"group".*?)```', SPECIFICATION, re.DOTALL)
    assert shown
    assert [path.read_text("utf-8") for path in published.glob("register/1/digests/*/0.json")] == [shown[1]]


def test_the_page_has_the_whole_way() -> None:
    assert len(COMMANDS) == 7
    assert len(TABLE) == 6


def test_the_steps_between_the_commands() -> None:
    typed, key, fold = re.findall(
        r"typed as `(.+?)`|become upper case: `(.+?)`|like a digit: `(.+?)`", SECTION
    )
    assert normalise.key(typed[0]) == key[1]
    assert shards.fold(normalise.key(key[1])) == fold[2]
    digest = COMMANDS[0][1].split()[0]
    assert digest == shards.digest(normalise.key(key[1])).hex()
    first, binary, taken, name = re.search(
        r"the digit `(.)`, in binary `([01]{4})`. Its first 2 bits are `([01]{2})`.*?the shard's name is `(.)`",
        SECTION,
        re.DOTALL,
    ).groups()
    assert digest.startswith(first)
    assert int(first, 16) == int(binary, 2)
    assert binary.startswith(taken)
    assert shards.name(bytes.fromhex(digest), 2) == name == f"{int(taken, 2):x}"
    assert f"`{shards.path(name)}`" in SECTION


@pytest.mark.parametrize(("day", "wanted"), TABLE)
def test_the_table_of_days(day: str, wanted: str) -> None:
    record = json.loads(next(output for command, output in COMMANDS if command.startswith("grep '^{")))
    assert status(record, day).status == wanted
