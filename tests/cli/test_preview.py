"""Preview as a member of staff uses it: edit, look, make a mistake, mend it."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import certsite, copy_good, surroundings


def get(address: str, timeout: float = 30) -> tuple[str, dict[str, str]]:
    with urllib.request.urlopen(address, timeout=timeout) as answer:
        return answer.read().decode(), dict(answer.headers)


class Preview:
    def __init__(self, address: str, project: Path) -> None:
        self.address, self.project = address, project

    def state(self, since: int) -> dict[str, str | int]:
        """Wait for a change; the server itself gives up earlier than this."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            state = json.loads(get(f"{self.address}__preview__/state?since={since}")[0])
            if state["version"] != since:
                return state
        raise TimeoutError

    def replace(self, name: str, old: str, new: str) -> None:
        """Write as editors do: a new file in the place of the old one."""
        path = self.project / name
        text = path.read_text("utf-8")
        assert old in text
        path.with_suffix(".tmp~").write_text(text.replace(old, new), "utf-8")
        path.with_suffix(".tmp~").replace(path)


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    project = copy_good(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "generator", "-C", str(project), "preview", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=surroundings(),
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    try:
        yield Preview(line.split("：")[1].split("（")[0], project)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_edit_mistake_mend(preview: Preview) -> None:
    first = preview.state(0)
    assert (first["built"], first["faults"]) == (1, "")
    page, headers = get(preview.address)
    assert "/__preview__/follow.js" in page
    assert "default-src 'self'" in headers["Content-Security-Policy"]

    preview.replace("schemes.yaml", "食品安全管理体系认证", "食品安全认证")
    second = preview.state(1)
    assert (second["built"], second["faults"]) == (2, "")
    assert "食品安全认证" in get(f"{preview.address}schemes/iso-22000.html")[0]

    preview.replace(
        "schemes.yaml",
        "kind: management_system\n    title: {zh: 能源",
        "kind: managment_system\n    title: {zh: 能源",
    )
    third = preview.state(2)
    assert third["built"] == 2
    assert "是不是想写“management_system”" in str(third["faults"])
    assert "食品安全认证" in get(f"{preview.address}schemes/iso-22000.html")[0]

    preview.replace("schemes.yaml", "managment_system", "management_system")
    fourth = preview.state(3)
    assert (fourth["built"], fourth["faults"]) == (3, "")

    preview.replace("registry/certificates.csv", "糕点的生产", "面包的生产")
    fifth = preview.state(4)
    assert (fifth["built"], fifth["faults"]) == (4, "")


def test_what_is_not_there_is_404_and_nothing_outside_is_served(preview: Preview) -> None:
    preview.state(0)
    for path in (
        "no-such-page.html",
        "../schemes.yaml",
        "%2e%2e/%2e%2e/schemes.yaml",
        "__preview__/../../words.yaml",
    ):
        with pytest.raises(urllib.error.HTTPError) as answer:
            get(preview.address + path)
        assert answer.value.code == 404
        answer.value.close()


def test_a_port_that_is_taken_is_said_in_one_line(preview: Preview) -> None:
    port = preview.address.rstrip("/").rsplit(":", 1)[1]
    done = certsite("preview", "--port", port, project=preview.project)
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) == 1
    assert port in done.stderr
