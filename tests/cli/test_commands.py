"""The real commands, as staff and scripts use them: what they print, what they return, what they leave on the disk."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import BROKEN, ROOT, break_project, certsite, copy_good, surroundings

from generator import schemes

Golden = Callable[[Path, str], None]
TRANSCRIPTS = Path(__file__).parent / "transcripts"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_good(tmp_path / "project")


@pytest.fixture(scope="module")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that no test changes."""
    built = copy_good(tmp_path_factory.mktemp("built") / "project")
    assert certsite("build", project=built).returncode == 0
    return built


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["", "check", "build", "preview", "audit", "schema", "completion"])
def test_help(command: str, language: str, golden: Golden) -> None:
    done = certsite(*command.split(), "--help", "--lang", language, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    golden(TRANSCRIPTS / f"help-{command or 'certsite'}-{language}.txt", done.stdout)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["chek"], 2),
        (["check", "--strct"], 2),
        (["audit"], 2),
        (["audit", "nowhere"], 2),
        (["preview", "--port", "x"], 2),
        (["--lang", "fr", "check"], 2),
        (["--project", "nowhere", "check"], 2),
    ],
)
def test_wrong_use_is_said_in_one_line(arguments: list[str], code: int, golden: Golden) -> None:
    said = []
    for language in ("zh", "en"):
        done = certsite(*arguments, CERTSITE_LANG=language, COLUMNS="80")
        assert (done.returncode, done.stdout) == (code, "")
        assert len(done.stderr.splitlines()) == 1
        said.append(done.stderr)
    golden(TRANSCRIPTS / f"wrong-{'-'.join(arguments).strip('-').replace('--', '')}.txt", "".join(said))


@pytest.mark.parametrize("command", ["check", "build", "preview", "audit ."])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "这里不是项目文件夹，没有 schemes.yaml：{}；用 -C 指明"),
        ("en", "{} is no project folder, it has no schemes.yaml"),
    ],
)
def test_a_folder_that_is_no_project_is_said_in_one_line(
    tmp_path: Path, command: str, language: str, words: str
) -> None:
    done = certsite(*command.split(), "--lang", language, project=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert words.format(tmp_path) in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_version() -> None:
    assert certsite("--version").stdout == "certsite 0.1.0\n"


def test_check_of_the_good_project(project: Path, golden: Golden) -> None:
    before = tree(project)
    said = []
    for language in ("zh", "en"):
        done = certsite("check", "--strict", "--lang", language, project=project)
        assert (done.returncode, done.stdout) == (0, "")
        said.append(done.stderr)
    golden(TRANSCRIPTS / "check-good.txt", "".join(said))
    assert tree(project) == before


def test_check_shows_the_first_twenty_and_counts_the_rest(project: Path) -> None:
    text = (project / "schemes.yaml").read_text("utf-8")
    (project / "schemes.yaml").write_text(
        text + "".join(f"extra{number}: x\n" for number in range(30)), "utf-8"
    )
    done = certsite("check", project=project)
    assert done.returncode == 1
    assert done.stderr.count("CS201") == 20
    assert "还有 10 个；加 --all 全部显示" in done.stderr
    assert certsite("check", "--all", project=project).stderr.count("CS201") == 30


def test_warnings_fail_only_when_strict(project: Path) -> None:
    break_project(project, BROKEN / "CS403-example-address")
    assert certsite("check", project=project).returncode == 0
    assert certsite("check", "--strict", project=project).returncode == 1


def test_warnings_of_the_ledger_come_before_standing_ones(project: Path) -> None:
    break_project(project, BROKEN / "CS403-example-address")
    break_project(project, BROKEN / "CS654-long-suspension")
    said = certsite("check", project=project).stderr
    assert 0 <= said.index("CS654") < said.index("CS403")
    for language, where in (
        ("zh", "2 条提醒：certsite check --all 列出。"),
        ("en", "2 warnings: certsite check --all lists"),
    ):
        built = certsite("build", "--lang", language, project=project)
        assert built.returncode == 0, built.stderr
        assert where in built.stderr
        assert "CS654" not in built.stderr
    assert "CS654" in certsite("build", "--all", project=project).stderr


@pytest.mark.parametrize("command", ["check", "build"])
def test_json_is_all_there_is_on_standard_output(project: Path, command: str) -> None:
    break_project(project, BROKEN / "CS204-not-a-choice")
    done = certsite(command, "--json", project=project)
    assert (done.returncode, done.stderr) == (1, "")
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["code"], problem["line"], problem["suggestion"]) == ("CS204", 38, "superseded")


def test_a_broken_project_writes_nothing(project: Path) -> None:
    break_project(project, BROKEN / "CS204-not-a-choice")
    before = tree(project)
    done = certsite("build", project=project)
    assert done.returncode == 1
    assert "schemes.yaml:38:13: 错误 CS204" in done.stderr
    assert "什么都没有写入" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(project) == before


def test_a_fault_in_a_template_names_its_line_and_leaves_the_site(project: Path) -> None:
    assert certsite("build", project=project).returncode == 0
    before = tree(project / "site")
    template = project / "site_templates" / "pages" / "scheme.md.j2"
    template.write_text(template.read_text("utf-8") + "{{ nothing.here }}\n", "utf-8")
    done = certsite("build", project=project)
    assert done.returncode == 1
    assert "scheme.md.j2" in done.stderr
    assert "nothing" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(project / "site") == before


def test_a_folder_that_is_no_site_is_not_replaced(project: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("dear", "utf-8")
    before = tree(tmp_path)
    done = certsite("build", "--out", str(tmp_path / "letters"), project=project)
    assert (done.returncode, "没有写入" in done.stderr) == (1, True)
    after = tree(tmp_path)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    ("out", "language", "told"),
    [
        ("registry", "zh", "台账"),
        ("registry/site", "en", "{} is where the project’s sources are, or what a build works with"),
        ("content", "zh", "{} 是项目的源文件"),
        ("content/site", "en", "{} is where the project’s sources are, or what a build works with"),
        ("site_templates/site", "zh", "建站时要用"),
        ("build", "en", "Choose another folder with --out."),
        ("build/site", "zh", "用 --out 另选文件夹"),
        ("build/site.ledger", "en", "{} is where"),
        ("build/preview-site/new", "zh", "{} 是项目的源文件"),
        (".git/site", "en", "{} is where"),
        (".venv", "en", "{} is where"),
        ("generator", "zh", "{} 是项目的源文件"),
        ("site/../build/linked", "zh", "{} 是项目的源文件"),
        ("linked/site", "zh", "{} 是项目的源文件"),
        (".", "en", "ledger"),
        ("..", "zh", "台账"),
    ],
)
def test_no_site_takes_the_place_of_what_a_build_works_with(
    built_project: Path, tmp_path: Path, out: str, language: str, told: str
) -> None:
    """Also not one that was built there before: rendering would remove it, whatever comes of the build."""
    folder = shutil.copytree(built_project, tmp_path / "project")
    (folder / "linked").symlink_to(folder / "build")
    place = (folder / out).resolve()
    if out in ("build/site", "build/site.ledger"):  # as it was where this could be done
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder / "site", place)
    before = tree(tmp_path)
    done = certsite("build", "--out", str(folder / out), "--lang", language, project=folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert told.format(place) in done.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize("epoch", ["abc", "1e9", "-1", "0", "100000000000000000000"])
def test_a_time_that_cannot_be_is_wrong_use(project: Path, epoch: str) -> None:
    done = certsite("build", project=project, SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 2
    assert f"SOURCE_DATE_EPOCH={epoch}" in done.stderr
    assert not (project / "site").exists()


def test_another_body_builds_and_audits_by_changing_data_only(project: Path) -> None:
    built = certsite("build", project=project)
    assert built.returncode == 0, built.stderr
    audited = certsite("audit", str(project / "site"), project=project)
    assert audited.returncode == 0, audited.stderr
    pages = "".join(
        path.read_text("utf-8")
        for path in (project / "site").rglob("*")
        if path.suffix in {".html", ".json", ".xml"}
    )
    assert "示例北方" in pages
    for foreign in ("天溯", "27922", "CNCA-QMS", "cx.cnca.cn", "内部备注"):
        assert foreign not in pages


@pytest.mark.parametrize(
    ("language", "cure"),
    [("zh", "台账改过，就再 build 一次"), ("en", "If the ledger has changed, build again")],
)
def test_the_audit_of_an_old_site_names_the_cure(project: Path, language: str, cure: str) -> None:
    assert certsite("build", project=project).returncode == 0
    path = project / "registry/certificates.csv"
    rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*rows, rows[1].replace(FIRST, "99826F00009R0M"), ""]), "utf-8")
    done = certsite("audit", str(project / "site"), "--lang", language, project=project)
    assert done.returncode == 1
    assert {"CS832", "CS837"} <= set(re.findall(r"CS\d+", done.stderr))
    assert done.stderr.count(cure) == len(re.findall(r"CS8(?:3[278]|49)", done.stderr))


def test_a_build_is_reproducible(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "copy"
    shutil.copytree(project, other)
    epoch = "1795305600"
    first = certsite(
        "build", project=project, SOURCE_DATE_EPOCH=epoch, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1"
    )
    second = certsite(
        "build", project=other, SOURCE_DATE_EPOCH=epoch, TZ="Asia/Tokyo", LC_ALL="C.UTF-8", PYTHONHASHSEED="2"
    )
    assert (first.returncode, second.returncode) == (0, 0)
    one, two = tree(project / "site"), tree(other / "site")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


@pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")
@pytest.mark.parametrize("delay", [0.3, 0.8, 1.5, 2.5])
def test_a_killed_build_leaves_the_site_and_the_next_one_completes(project: Path, delay: float) -> None:
    assert certsite("build", project=project, SOURCE_DATE_EPOCH="1795305600").returncode == 0
    before = tree(project / "site")
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "-C", str(project), "build"],
        env=surroundings(SOURCE_DATE_EPOCH="1795305600"),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert tree(project / "site") == before
    assert certsite("build", project=project, SOURCE_DATE_EPOCH="1795305600").returncode == 0
    assert tree(project / "site") == before
    assert [path.name for path in project.iterdir() if path.name.startswith((".site", ".render"))] == []


@pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")
@pytest.mark.parametrize("limit", [1_000, 3_000, 20_000, 200_000])
def test_a_full_disk_leaves_the_site(project: Path, limit: int) -> None:
    """Whoever writes: certsite, or what renders its pages, which would show where in its program it stopped."""
    import resource

    assert certsite("build", project=project).returncode == 0
    before = tree(project / "site")
    shutil.rmtree(project / "build")
    done = subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(project), "build"],
        env=surroundings(),
        capture_output=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        check=False,
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (4, 1), done.stderr
    assert f"读写失败：{project}" in done.stderr
    assert "原有网站没有变" in done.stderr
    assert tree(project / "site") == before
    assert [path.name for path in project.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("language", "missing", "taken"),
    [
        ("zh", "没有这个文件：{}。\n", "端口 {} 已被占用，用 --port 换一个。\n"),
        ("en", "There is no file {}.\n", "Port {} is in use; choose another with --port.\n"),
    ],
)
def test_a_missing_file_and_a_port_in_use_are_said_plainly(
    project: Path, language: str, missing: str, taken: str
) -> None:
    done = certsite("verify-list", "nowhere.csv", "--lang", language, project=project)
    assert (done.returncode, done.stderr) == (4, missing.format("nowhere.csv"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = certsite("preview", "--port", port, "--lang", language, project=project)
    assert (done.returncode, done.stderr) == (4, taken.format(port))


FIRST, SECOND = "99826F00001R0M", "99826N00002R0S"


def edit_ledger(project: Path, name: str, old: str, new: str) -> None:
    path = project / "registry" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def published(project: Path) -> set[str]:
    """Return the numbers in the register of the site."""
    shards = (project / "site/register/1/shards").rglob("*.json")
    return {record["number"] for path in shards for record in json.loads(path.read_bytes())["records"]}


def test_what_is_published_vanishes_only_on_purpose(project: Path) -> None:
    assert certsite("build", project=project).returncode == 0
    before = tree(project / "site")
    for name in ("certificates.csv", "events.csv"):
        text = (project / "registry" / name).read_text("utf-8")
        kept = [line for line in text.splitlines(keepends=True) if not line.startswith(FIRST)]
        (project / "registry" / name).write_text("".join(kept), "utf-8")
    done = certsite("build", project=project)
    assert done.returncode == 1
    assert f"--intended {FIRST}" in done.stderr
    assert "CS671" in done.stderr
    assert "什么都没有写入" in done.stderr
    assert tree(project / "site") == before
    done = certsite("build", "--intended", FIRST.lower(), project=project)
    assert done.returncode == 0, done.stderr
    assert published(project) == {SECOND}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_published_does_not_vanish_into_another_folder(
    project: Path, tmp_path: Path, language: str
) -> None:
    """Nor without a word where there is nothing to compare with."""
    other = tmp_path / "other"
    build = ("build", "--lang", language)
    alone = {"zh": "没有上一次建成的登记册可以比对", "en": "no earlier register to compare with"}[language]
    first = certsite(*build, project=project)
    assert (first.returncode, alone in first.stderr + first.stdout) == (0, True)
    for name in ("certificates.csv", "events.csv"):
        text = (project / "registry" / name).read_text("utf-8")
        kept = [line for line in text.splitlines(keepends=True) if not line.startswith(FIRST)]
        (project / "registry" / name).write_text("".join(kept), "utf-8")
    done = certsite(*build, "--out", str(other), project=project)
    assert done.returncode == 1
    assert "CS671" in done.stderr
    assert not other.exists()
    done = certsite(*build, "--out", str(other), "--intended", FIRST, project=project)
    assert (done.returncode, alone in done.stderr + done.stdout) == (0, False)
    assert published(project) == {FIRST, SECOND}
    (project / "site").rename(tmp_path / "away")
    done = certsite(*build, project=project)
    assert (done.returncode, alone in done.stderr + done.stdout) == (0, True)


def test_an_older_register_in_another_folder_does_not_hide_the_last_one(
    project: Path, tmp_path: Path
) -> None:
    other = str(tmp_path / "other")
    ledger = {
        name: (project / "registry" / name).read_text("utf-8") for name in ("certificates.csv", "events.csv")
    }

    def without_first() -> None:
        for name, text in ledger.items():
            kept = [line for line in text.splitlines(keepends=True) if not line.startswith(FIRST)]
            (project / "registry" / name).write_text("".join(kept), "utf-8")

    without_first()
    assert certsite("build", "--out", other, project=project, SOURCE_DATE_EPOCH="1795305600").returncode == 0
    for name, text in ledger.items():
        (project / "registry" / name).write_text(text, "utf-8")
    assert certsite("build", project=project, SOURCE_DATE_EPOCH="1795392000").returncode == 0
    without_first()
    before = tree(tmp_path / "other")
    done = certsite("build", "--out", other, project=project, SOURCE_DATE_EPOCH="1795478400")
    assert (done.returncode, f"--intended {FIRST}" in done.stderr) == (1, True)
    assert tree(tmp_path / "other") == before


def test_a_later_register_in_the_project_does_not_hide_the_one_that_is_replaced(
    project: Path, tmp_path: Path
) -> None:
    """Builds go to `site/` and to another folder by turns."""
    other = str(tmp_path / "other")
    names = ("certificates.csv", "events.csv")
    ledger = {name: (project / "registry" / name).read_text("utf-8") for name in names}

    def put(first: bool) -> None:
        for name, text in ledger.items():
            kept = [line for line in text.splitlines(keepends=True) if first or not line.startswith(FIRST)]
            (project / "registry" / name).write_text("".join(kept), "utf-8")

    for first, out, epoch in ((False, (), 1), (True, ("--out", other), 2), (False, (), 3)):
        put(first)
        done = certsite("build", *out, project=project, SOURCE_DATE_EPOCH=str(1795305600 + epoch))
        assert done.returncode == 0, done.stderr
    before = tree(tmp_path / "other")
    done = certsite("build", "--out", other, project=project, SOURCE_DATE_EPOCH="1795305610")
    assert (done.returncode, "CS671" in done.stderr, f"--intended {FIRST}" in done.stderr) == (1, True, True)
    assert tree(tmp_path / "other") == before


@pytest.mark.parametrize(("language", "count"), [("zh", "1 条提醒。"), ("en", "1 warning.")])
def test_a_warning_that_only_a_build_can_give_is_shown_by_it(
    project: Path, language: str, count: str
) -> None:
    """The next build compares with another register, and a check with none."""
    path = project / "registry" / "certificates.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([f"{head},disclosure", *(f"{row},limited" for row in rows), ""]), "utf-8")
    assert certsite("build", project=project).returncode == 0
    path.write_text("\n".join([f"{head},disclosure", f"{rows[0]},", f"{rows[1]},limited", ""]), "utf-8")
    done = certsite("build", "--lang", language, project=project)
    assert (done.returncode, "CS679" in done.stderr, FIRST in done.stderr) == (0, True, True)
    assert count in done.stderr
    assert "check --all" not in done.stderr


@pytest.mark.parametrize(("language", "cure"), [("zh", "用 --out 另选文件夹"), ("en", "with --out")])
def test_a_clock_that_was_set_back_replaces_no_site(
    project: Path, tmp_path: Path, language: str, cure: str
) -> None:
    """Who has seen the later register would refuse the new one. Into another folder, an old state can be built again."""
    assert certsite("build", project=project, SOURCE_DATE_EPOCH="1795305601").returncode == 0
    before = tree(project / "site")
    done = certsite("build", "--lang", language, project=project, SOURCE_DATE_EPOCH="1795305600")
    assert (done.returncode, "CS678" in done.stderr, cure in done.stderr) == (1, True, True)
    assert tree(project / "site") == before
    other = ("--out", str(tmp_path / "other"))
    assert certsite("build", *other, project=project, SOURCE_DATE_EPOCH="1795305600").returncode == 0
    assert certsite("build", project=project, SOURCE_DATE_EPOCH="1795305601").returncode == 0
    assert tree(project / "site") == before


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "command", [("build", "--quarantine"), ("verify-list", "list.csv", "--output"), ("offline", "--output")]
)
@pytest.mark.parametrize(
    "target",
    [
        "registry/certificates.csv",
        "registry/new.csv",
        "schemes.yaml",
        "content/zh/about.md",
        "site/faults.csv",
    ],
)
def test_no_output_goes_where_the_sources_or_the_site_are(
    built_project: Path, command: tuple[str, ...], target: str, language: str
) -> None:
    (built_project / "list.csv").write_text(f"{FIRST}\n", "utf-8")
    before = tree(built_project)
    name, *rest = command
    given = [str(built_project / each) if each == "list.csv" else each for each in rest]
    done = certsite(name, *given, str(built_project / target), "--lang", language, project=built_project)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert target in done.stderr
    assert tree(built_project) == before


LEDGER_ELSEWHERE = """\
  ledger:
    certificates: {file: data/certificates.csv}
    events: {database: "sqlite:data/ledger.db", table: events}
"""


@pytest.fixture(scope="module")
def ledger_elsewhere(built_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose ledger is not in `registry/`. No test changes it."""
    folder = shutil.copytree(built_project, tmp_path_factory.mktemp("elsewhere") / "project")
    with (folder / "schemes.yaml").open("a", encoding="utf-8") as facts:
        facts.write(LEDGER_ELSEWHERE)
    (folder / "data").mkdir()
    (folder / "data" / "linked.csv").symlink_to(folder / "data" / "certificates.csv")
    (folder / "list.csv").write_text(f"{FIRST}\n", "utf-8")
    for name in ("certificates.csv", "ledger.db", "usual.csv"):
        (folder / "data" / name).write_text("all that the body knows", "utf-8")
    (folder / "registry" / "certificates.csv").unlink()
    (folder / "registry" / "certificates.csv").symlink_to(folder / "data" / "usual.csv")
    return folder


@pytest.mark.parametrize(
    ("command", "target", "language", "told"),
    [
        (("build", "--quarantine"), "data/certificates.csv", "zh", "是台账"),
        (("offline", "--output"), "data/certificates.csv", "en", "is the ledger"),
        (("verify-list", "list.csv", "--output"), "data/certificates.csv", "zh", "是台账"),
        (("verify-list", "list.csv", "--output"), "data/ledger.db", "en", "is the ledger"),
        (("verify-list", "list.csv", "--output"), "data/ledger.db-wal", "en", "is the ledger"),
        (("verify-list", "list.csv", "--output"), "data/linked.csv", "en", "is the ledger"),
        (("verify-list", "list.csv", "--output"), "data/usual.csv", "en", "is the ledger"),
        (("qr", "--all", "--output"), "data/ledger.db-wal", "en", "is the ledger"),
    ],
)
def test_no_output_goes_where_the_ledger_is(
    ledger_elsewhere: Path, command: tuple[str, ...], target: str, language: str, told: str
) -> None:
    path = ledger_elsewhere / target
    before = tree(ledger_elsewhere)
    name, *rest = command
    given = [str(ledger_elsewhere / each) if each == "list.csv" else each for each in rest]
    done = certsite(name, *given, str(path), "--lang", language, project=ledger_elsewhere)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert told in done.stderr
    assert tree(ledger_elsewhere) == before


@pytest.mark.parametrize(
    ("command", "language", "told"),
    [(("build", "--out"), "zh", "是文件，不是文件夹"), (("qr", "--all", "--output"), "en", "is a file")],
)
def test_no_folder_takes_the_place_of_the_ledger(
    ledger_elsewhere: Path, command: tuple[str, ...], language: str, told: str
) -> None:
    before = tree(ledger_elsewhere)
    target = str(ledger_elsewhere / "data" / "certificates.csv")
    done = certsite(*command, target, "--lang", language, project=ledger_elsewhere)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert told in done.stderr
    assert tree(ledger_elsewhere) == before


@pytest.mark.parametrize(
    ("spoiled", "target", "code"),
    [
        ("unknown: 1\n", "data/certificates.csv", 2),  # what the file says of the ledger can still be read
        ("- no: yaml: at: all\n", "data/certificates.csv", 2),
        ("- no: yaml: at: all\n", "new.csv", 1),
    ],
)
def test_the_ledger_is_not_written_over_when_something_else_is_wrong(
    ledger_elsewhere: Path, tmp_path: Path, spoiled: str, target: str, code: int
) -> None:
    folder = shutil.copytree(ledger_elsewhere, tmp_path / "project")
    with (folder / "schemes.yaml").open("a", encoding="utf-8") as facts:
        facts.write(spoiled)
    given = (str(folder / "list.csv"), "--output", str(folder / target))
    done = certsite("verify-list", *given, "--on", "2000-01-01", project=folder)
    assert done.returncode == code, done.stderr
    assert (folder / "data/certificates.csv").read_text("utf-8") == "all that the body knows"
    assert (folder / "new.csv").exists() == (code == 1)


@pytest.mark.parametrize(
    ("out", "language", "told"),
    [((), "zh", "建站会把它删掉"), (("--out", "../other"), "en", "a build would remove it")],
)
def test_no_build_takes_the_ledger_away_with_the_site(
    built_project: Path, tmp_path: Path, out: tuple[str, ...], language: str, told: str
) -> None:
    folder = shutil.copytree(built_project, tmp_path / "project")
    shutil.copytree(folder / "site", tmp_path / "other")
    kept = "../other" if out else "site"
    shutil.copy(folder / "registry" / "certificates.csv", folder / kept / "ledger.csv")
    with (folder / "schemes.yaml").open("a", encoding="utf-8") as facts:
        facts.write(f"  ledger: {{certificates: {{file: {kept}/ledger.csv}}}}\n")
    before = tree(tmp_path)
    given = (out[0], str(folder / out[1])) if out else ()
    done = certsite("build", *given, "--lang", language, project=folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert told in done.stderr
    assert tree(tmp_path) == before


def test_a_list_of_faults_takes_the_place_of_no_other_file(built_project: Path, tmp_path: Path) -> None:
    other = tmp_path / "ledger.csv"
    other.write_text("number,holder\n", "utf-8")
    done = certsite("build", "--quarantine", str(other), "--lang", "en", project=built_project)
    assert done.returncode == 2
    assert "is no list that build --quarantine has written" in done.stderr
    assert other.read_text("utf-8") == "number,holder\n"
    other.unlink()
    for _ in range(2):
        assert certsite("build", "--quarantine", str(other), project=built_project).returncode == 0


def test_faulty_certificates_are_set_aside_and_listed(project: Path, tmp_path: Path) -> None:
    edit_ledger(project, "certificates.csv", "示例北方食品", "=1+1<b>示例")
    listed = tmp_path / "faults.csv"
    done = certsite("build", "--quarantine", str(listed), "--lang", "en", project=project)
    assert done.returncode == 0, done.stderr
    assert f"1 certificates with faults are not published, see {listed}" in done.stderr
    assert published(project) == {SECOND}
    header, row, *rest = csv.reader(io.StringIO(listed.read_text("utf-8-sig"), newline=""))
    assert header == ["number", "file", "line", "column", "rule", "problem", "row"]
    assert row[:5] == [FIRST, "registry/certificates.csv", "2", "holder", "CS630"]
    assert row[6].startswith(FIRST)
    assert rest == []


@pytest.mark.parametrize(
    ("out", "listed"), [("site", "site/faults.csv"), ("new", "new"), ("new", "new/a/faults.txt")]
)
def test_a_list_of_faults_is_not_published_with_a_first_build(
    project: Path, tmp_path: Path, out: str, listed: str
) -> None:
    edit_ledger(project, "certificates.csv", "示例北方食品", "<b>示例")
    folder = project if out == "site" else tmp_path
    given = ("--out", str(folder / out), "--quarantine", str(folder / listed), "--lang", "en")
    done = certsite("build", *given, project=project)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "would be published" in done.stderr
    assert not (folder / out).exists()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "网站已经换成新的，1 张有错的证书不在其中，但名单写不出"),
        (
            "en",
            "The site has been replaced and leaves out 1 certificates with faults, but their list cannot be written",
        ),
    ],
)
def test_a_list_of_faults_that_cannot_be_written_is_no_site_as_it_was(
    project: Path, tmp_path: Path, language: str, told: str
) -> None:
    edit_ledger(project, "certificates.csv", "示例北方食品", "<b>示例")
    (tmp_path / "file").write_text("", "utf-8")
    given = ("--quarantine", str(tmp_path / "file/faults.csv"), "--lang", language)
    done = certsite("build", *given, project=project)
    assert done.returncode == 1
    assert told in done.stderr
    assert not any(text in done.stderr for text in ("原有网站没有变", "The site is as it was"))
    assert published(project) == {SECOND}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_audit_is_told_what_was_set_aside(project: Path, tmp_path: Path, language: str) -> None:
    edit_ledger(project, "certificates.csv", "示例北方食品", "<b>示例")
    listed, site = tmp_path / "faults.csv", str(project / "site")
    assert certsite("build", "--quarantine", str(listed), "--lang", language, project=project).returncode == 0
    assert "CS837" in certsite("audit", site, project=project).stderr
    done = certsite("audit", site, "--quarantine", str(listed), project=project)
    assert done.returncode == 0, done.stderr
    listed.write_text(listed.read_text("utf-8-sig").replace(FIRST, SECOND), "utf-8")
    done = certsite("audit", site, "--quarantine", str(listed), project=project)
    assert done.returncode == 1
    assert {"CS837", "CS838"} <= set(re.findall(r"CS\d+", done.stderr))


@pytest.mark.parametrize(
    "text", ["", "number,holder\n", "编号,文件,行,列,规则,问题,原文\n证书,,,,,,\n", "\ud800"]
)
def test_another_file_is_no_list_of_what_was_set_aside(project: Path, tmp_path: Path, text: str) -> None:
    assert certsite("build", project=project).returncode == 0
    other = tmp_path / "other.csv"
    other.write_bytes(text.encode("utf-8", "surrogatepass"))
    done = certsite(
        "audit", str(project / "site"), "--quarantine", str(other), "--lang", "en", project=project
    )
    assert done.returncode == 2
    assert "is no list that build --quarantine has written" in done.stderr


@pytest.mark.parametrize(("language", "word"), [("zh", "错误 CS614"), ("en", "error CS614")])
def test_a_published_certificate_with_a_fault_is_not_set_aside(
    project: Path, tmp_path: Path, language: str, word: str
) -> None:
    assert certsite("build", project=project).returncode == 0
    before = tree(project / "site")
    edit_ledger(project, "certificates.csv", "iso-22000,", "iso-22009,")
    listed = tmp_path / "faults.csv"
    done = certsite("build", "--quarantine", str(listed), "--lang", language, project=project)
    assert done.returncode == 1
    assert f"registry/certificates.csv:2:16: {word}" in done.stderr
    assert "CS673" in done.stderr
    assert "CS671" not in done.stderr
    assert "--intended" not in done.stderr
    assert not listed.exists()
    assert tree(project / "site") == before


def test_a_fault_that_is_nobodys_is_not_set_aside(project: Path, tmp_path: Path) -> None:
    edit_ledger(project, "certificates.csv", "示例北方食品", "<b>示例")
    edit_ledger(project, "events.csv", f"{SECOND},2026-09-01", "99826N00009R0S,2026-09-01")
    listed = tmp_path / "faults.csv"
    done = certsite("build", "--quarantine", str(listed), project=project)
    assert done.returncode == 1
    assert "CS641" in done.stderr
    assert "CS630" in done.stderr
    assert not (project / "site").exists()
    assert not listed.exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_register_of_before_that_cannot_be_read_stops_the_build(project: Path, language: str) -> None:
    index = project / "site/register/1/index.json"
    index.parent.mkdir(parents=True)
    index.write_text("{", "utf-8")
    done = certsite("build", "--lang", language, project=project)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(index) in done.stderr
    assert {"zh": "改名移开", "en": "rename the folder"}[language] in done.stderr
    assert tree(project / "site") == {"register/1/index.json": b"{"}


def test_an_intended_change_names_a_number(project: Path) -> None:
    done = certsite("build", "--intended", "编号", project=project)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "--intended" in done.stderr


def test_faults_by_the_thousand_are_counted(project: Path) -> None:
    path = project / "registry/certificates.csv"
    header, row, _ = path.read_text("utf-8").split("\n", 2)
    rows = [
        row.replace("00001", f"{number:05d}").replace("iso-22000,", "iso-22OOO,") for number in range(1, 1201)
    ]
    path.write_text("\n".join([header, *rows, ""]), "utf-8")
    edit_ledger(project, "events.csv", SECOND, FIRST)
    done = certsite("check", "--lang", "en", project=project)
    assert done.returncode == 1
    assert done.stderr.count("error CS614") == 20
    assert "980 more; --all shows them" in done.stderr
    assert "CS614: 200 more that are not listed" in done.stderr
    assert done.stderr.endswith("1200 errors.\n")
    told = json.loads(certsite("check", "--json", project=project).stdout)
    assert (len(told["problems"]), told["more"]) == (1000, {"CS614": 200})


@pytest.mark.parametrize(
    ("language", "more"),
    [
        ("zh", "这一列另有 25 行也这样，像是被 Excel 改写了：把这一列设为文本，日期写作 2025-04-25"),
        (
            "en",
            "and 25 more in this column, as if Excel had rewritten it: make it a column of text, and",
        ),
    ],
)
def test_a_column_of_days_that_excel_rewrote_is_one_fault(project: Path, language: str, more: str) -> None:
    path = project / "registry/certificates.csv"
    header, row, _ = path.read_text("utf-8").split("\n", 2)
    rows = [
        row.replace("00001", f"{number:05d}").replace("2026-02-01,2029", "2026/2/1,2029")
        for number in range(1, 27)
    ]
    rows[9] = rows[9].replace("2029-01-31", "2029-02-30")
    path.write_text("\n".join([header, *rows, ""]), "utf-8")
    edit_ledger(project, "events.csv", SECOND, FIRST)
    done = certsite("check", "--lang", language, project=project)
    assert done.returncode == 1
    assert done.stderr.count("CS610") == 2
    assert done.stderr.count(more) == 1
    assert "2029-02-30" in done.stderr
    assert done.stderr.endswith(("27 个错误。\n", "27 errors.\n"))
    assert certsite("check", "--all", project=project).stderr.count("CS610") == 27


def test_schema_is_the_one_in_the_repository() -> None:
    assert (ROOT / schemes.SCHEMA_FILE).read_text("utf-8") == schemes.json_schema()
    assert f"$schema=./{schemes.SCHEMA_FILE}" in (ROOT / schemes.FILE).read_text("utf-8").splitlines()[0]


def test_schema_is_written_into_the_project(project: Path) -> None:
    assert certsite("schema", project=project).returncode == 0
    assert (project / schemes.SCHEMA_FILE).read_text("utf-8") == schemes.json_schema()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    done = certsite("completion", shell)
    assert done.returncode == 0
    assert "_CERTSITE_COMPLETE" in done.stdout


def test_completion_completes() -> None:
    done = certsite(COMP_WORDS="certsite pre", COMP_CWORD="1", _CERTSITE_COMPLETE="bash_complete")
    assert "preview" in done.stdout
