"""The worked example of registry/SEARCH.md §6, done as a stranger would: its commands, on the index of this ledger."""

import datetime
import json
import re
import subprocess

import pytest
from projects import ROOT
from search_ledgers import reader
from test_worked_example import published  # noqa: F401 – a fixture

SECTION = (ROOT / "registry/SEARCH.md").read_text("utf-8").split("\n## 6. By hand\n")[1]
CONSOLES = re.findall(r"```console\n\$ ([^\n]*)\n(.*?)```", SECTION, re.DOTALL)


@pytest.mark.parametrize(("command", "output"), CONSOLES)
def test_each_command_prints_what_the_page_shows(command, output, published):  # noqa: F811
    done = subprocess.run(["sh", "-c", command], cwd=published, capture_output=True, check=False)
    assert (done.stdout.decode(), done.stderr.decode()) == (output, "")


def test_the_page_has_the_whole_way():
    assert len(CONSOLES) == 3


def test_what_is_read_by_hand_is_what_a_search_finds(published):  # noqa: F811
    register = published / "register/1"
    search = reader(
        {path.relative_to(register).as_posix(): path.read_bytes() for path in register.rglob("*.json")}
    )
    found = next(each for each in search.find("天工").results if each.holder == "示例天工机械设备有限公司")
    record = found.certificates[0]
    assert record["scheme"] == "iso-9001"
    assert "1094 days later, 2028-02-23, is the last day" in " ".join(SECTION.split())
    first = datetime.date.fromisoformat(record["valid_from"])
    assert (first + datetime.timedelta(days=1094)).isoformat() == record["valid_to"] == "2028-02-23"


def test_the_search_knows_which_superseded_editions_a_certificate_names(published):  # noqa: F811
    register = published / "register/1"
    files = {path.relative_to(register).as_posix(): path.read_bytes() for path in register.rglob("*.json")}
    superseded = set(json.loads(files["index.json"])["superseded"])
    named = {
        record["number"]: [edition for edition in record["standards"] if edition in superseded]
        for path, content in files.items()
        if path.startswith("shards/")
        for record in json.loads(content)["records"]
        if "standards" in record
    }
    search = reader(files)
    assert set(search.root.superseded) == superseded
    found = {
        record["number"]: record["standards"]
        for number in named
        for result in search.find(number).results
        for record in result.certificates
    }
    assert found == named
    assert any(named.values())
    assert not all(named.values())
