"""`certsite verify-list`, as people and scripts use it: files in, a table out, counts, and what a script sees of it."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import published
import pytest
import server
from outcomes import record
from projects import certsite, copy_good
from workbooks import xlsx

from generator import cli, near, normalise, reader, shards
from generator.cli import lookup
from generator.format import Fault
from generator.lists import checking
from generator.question import Question

TRANSCRIPTS = Path(__file__).parent / "transcripts"
NOW = datetime.datetime(2026, 11, 22, 6, tzinfo=datetime.UTC)
GOOD, WITHDRAWN, LIMITED = "99926Q00001R0S", "99926Q00003R0S", "99926Q00004R0S"
EVENTS = [
    {"on": "2026-03-02", "type": "granted", "until": "2029-03-01"},
    {"on": "2026-06-01", "type": "suspended", "until": "2026-11-30"},
    {"on": "2026-07-01", "type": "restored"},
]
RECORDS = [
    record({"number": GOOD, "holder": "示例有限公司", "holder_en": "Example Co., Ltd.", "events": EVENTS}),
    record({"number": WITHDRAWN, "events": [{"on": "2026-09-01", "type": "withdrawn"}]}),
    record({"only": True, "number": LIMITED, "disclosure": "limited"}),
]  # fmt: skip
LIST = f"""序号,证书编号,企业名称,备注
1,{GOOD},示例有限公司,=SUM(A1)
2,{WITHDRAWN},,
3,{LIMITED},示例有限公司,x
4,999Z6Q00001R0S,Example Co. Ltd.,"a, b"
5,abc,,
6,{GOOD.lower()},"Example  Co., Ltd.",
"""


@pytest.fixture
def register(tmp_path):
    published.write(tmp_path / "register", RECORDS, bits=4)
    return tmp_path / "register"


@pytest.fixture
def run(register, monkeypatch, capsys):
    """A function that checks a list on 2026-11-22: code, standard output, standard error."""

    def run(*arguments, place=register, now=NOW):
        monkeypatch.setattr(lookup, "clock", lambda: now)
        code = cli.run(["verify-list", *map(str, arguments), "--registry", str(place)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def written(tmp_path):
    """A function that writes a list and returns its path."""

    def write(content, name="list.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def rows(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_what_is_said(run, written, golden):
    said = []
    for language in ("zh", "en"):
        code, out, err = run(written(LIST), "--lang", language)
        said.append(f"{out}{err}[{code}]\n".replace("\r\n", "\n"))
    golden(TRANSCRIPTS / "verify-list.txt", "\n".join(said))


def test_another_day(run, written, golden):
    said = []
    for language in ("zh", "en"):
        code, out, err = run(written(f"{GOOD}\n{WITHDRAWN}\n"), "--on", "2026-06-15", "--lang", language)
        said.append(f"{out}{err}[{code}]\n".replace("\r\n", "\n"))
    golden(TRANSCRIPTS / "verify-list-another-day.txt", "\n".join(said))
    assert run(written(f"{GOOD}\n"), "--on", "2026-10-01")[0] == 0
    assert "AHEAD" in run(written(f"{GOOD}\n"), "--on", "2026-11-23")[1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{GOOD}\n{GOOD}\n", 0),
        (f"证书编号,企业名称\n{GOOD},示例有限公司\n", 0),
        (f"证书编号,企业名称\n{GOOD},另一个有限公司\n", 1),
        (f"{GOOD}\n{WITHDRAWN}\n", 1),
        (f"{GOOD}\n{LIMITED}\n", 1),
        (f"证书编号\n{GOOD}\nabc\n", 1),
        (f"{GOOD}\n99926Q00009R0S\n", 1),
        ("", 2),
        ("a,b\nc,d\n", 2),
    ],
)
def test_exit_codes(run, written, text, code):
    assert run(written(text))[0] == code


def test_a_near_number_is_named(run, register, written):
    """As on the check page (registry/README.md §12); a list of numbers that is not the right one is not believed."""
    published.write(register, RECORDS, bits=4, listed=True)
    near = written("99926Q0001R0S\n99926Q00030R0S\n99926Q99999R0S\n")
    said = [row[6] for row in rows(run(near)[1])[1:]]
    assert said[0] == "没有编号为 99926Q0001R0S 的证书，要找的是不是 99926Q00001R0S 这一张？"
    assert said[1] == "没有编号为 99926Q00030R0S 的证书，要找的是不是 99926Q00003R0S 这一张？"
    assert said[2] == "没有查到这个编号"
    (register / "numbers.json").write_text(published.numbers(["99926Q00010R0S"]))
    assert {row[6] for row in rows(run(near)[1])[1:]} == {"没有查到这个编号"}


def test_a_list_of_numbers_that_cannot_be_read_is_asked_for_once(register):
    published.write(register, RECORDS, bits=4, listed=True)
    asked, read = [], reader.folder(register)

    def get(path):
        asked.append(path)
        if path == near.PATH:
            raise Fault("NETWORK")
        return read(path)

    keys = [normalise.key(f"99926Q{number:04}R0S") for number in range(40)]
    questions = {key: [Question(key)] for key in keys}
    answers = checking.check(questions, checking.Asking(get, lambda: NOW, at_once=4), lambda *_: None)
    assert {answer.outcome.code for answer in answers.values()} == {"NOT_FOUND"}
    assert asked.count(near.PATH) == 1


def test_old_data_are_no_yes(run, written):
    assert run(written(f"{GOOD}\n"), now=NOW + datetime.timedelta(days=15))[0] == 1


@pytest.mark.parametrize("kind", ["utf-8", "gb18030", "xlsx"])
def test_each_kind_of_file_gives_the_same(run, written, kind):
    content = xlsx(rows(LIST)) if kind == "xlsx" else LIST.encode(kind)
    path = written(content, "list")
    expected = rows(run(written(LIST, "plain.csv"))[1])
    found = rows(run(path)[1])
    assert found == expected


def test_standard_input_has_a_number_a_line(run, monkeypatch):
    monkeypatch.setattr(
        sys, "stdin", SimpleNamespace(buffer=io.BytesIO(f"{GOOD}\n\n证书编号：{GOOD}\n".encode()))
    )
    code, out, err = run("-", "--lang", "en")
    assert (code, [row[:3] for row in rows(out)[1:]]) == (
        0,
        [["1", GOOD, GOOD], ["3", f"证书编号：{GOOD}", GOOD]],
    )
    assert "2 rows: 1 different numbers, 1 duplicates, 0 unreadable" in err


def test_a_file_is_written_whole_or_not_at_all(run, written, tmp_path):
    path, output = written(LIST), tmp_path / "out" / "result.csv"
    code, out, err = run(path, "--output", output)
    assert (code, out) == (1, "")
    content = output.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert b",'=SUM(A1)\r\n" in content
    assert [*output.parent.iterdir()] == [output]
    assert "读到 6 行：4 个不同编号，1 行重复，1 行无法识别" in err
    assert run(tmp_path / "nowhere.csv", "--output", output)[0] == 4
    assert run(written("a,b\nc,d\n"), "--output", output)[0] == 2
    assert output.read_bytes() == content


def test_the_list_is_never_written_over(run, written, tmp_path):
    path = written(LIST)
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    for output in (path, tmp_path / "x" / ".." / "list.csv", link):
        code, out, err = run(path, "--output", output)
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
    assert path.read_text("utf-8") == LIST


def test_json(run, written):
    code, out, err = run(written(LIST), "--json", "--lang", "en")
    assert code == 1
    assert "6 rows" in err
    found = json.loads(out)
    assert found["counts"] == {
        "rows": 6, "numbers": 4, "repeated": 1, "unreadable": 1, "yes": 2, "no": 1, "unknown": 3, "names_differ": 0,
        "unfinished": 0,
    }  # fmt: skip
    first = found["rows"][0]
    assert (first["row"], first["verdict"], first["name_matches"]) == (2, "yes", True)
    assert first["further"] == [["序号", "1"], ["备注", "=SUM(A1)"]]
    assert found["rows"][2]["name_matches"] is None


def test_nothing_from_outside_steers_the_terminal(run, written):
    _, out, err = run(written(f"a\x1b[2J\u202e,b\n{WITHDRAWN},{GOOD}\n"))
    assert not set(out + err) & {"\x1b", "\u202e"}
    table = f'证书编号,\u202ex\n{GOOD},\x9b31m\ty\n{WITHDRAWN},"a\nb\rc"\n'
    _, out, err = run(written(table))
    assert not set(out + err) & {"\x1b", "\x9b", "\u202e"}
    assert [row[15:] for row in rows(out)] == [["\ufffdx"], ["\ufffd31m\ty"], ["a\nb\ufffdc"]]
    _, out, err = run(written(table), "--json")
    assert not set(out + err) & {"\x9b", "\u202e"}
    assert json.loads(out)["rows"][0]["further"] == [["\u202ex", "\x9b31m\ty"]]


@pytest.mark.parametrize(
    "arguments",
    [["--number-column", "x"], ["--on", "2026-02-30"], ["--on", "yesterday"], ["--name-column", "证书编号"]],
)
def test_wrong_use_is_said_in_one_line(run, written, arguments):
    for language in ("zh", "en"):
        code, out, err = run(written(LIST), *arguments, "--lang", language)
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1


def test_an_error_has_its_place(run, written):
    code, _, err = run(written(f'证书编号\n{GOOD}\n"x\n'))
    assert code == 2
    assert err.startswith(f"{written(LIST).parent}/list.csv:3: 引号不成对")


def test_a_shard_that_is_not_there_is_the_fault_of_its_rows(run, written, register):
    gone = shards.path(shards.name(shards.digest(normalise.key(GOOD)), 4))
    (register / gone).unlink()
    with server.serving(register) as address:
        code, out, err = run(written(LIST), place=address)
    found = {row[2]: (row[8], row[7]) for row in rows(out)[1:]}
    assert code == 4
    assert found[GOOD] == ("NETWORK", "不能确认")
    assert found[WITHDRAWN] == ("WITHDRAWN", "不能采信")
    assert "行因网络未完成" in err


def test_no_register(run, written, tmp_path):
    for place in (tmp_path / "nowhere", "http://127.0.0.1:1/register/1/"):
        code, out, err = run(written(LIST), "--output", tmp_path / "result.csv", place=place)
        assert (code, out) == (4, "")
        assert str(place) in err
    assert not (tmp_path / "result.csv").exists()


def test_a_damaged_register(run, written, register):
    (register / "index.json").write_text("{}")
    assert run(written(LIST))[0] == 1


def test_links_lead_to_the_live_check(run, written, register, tmp_path):
    shutil.copytree(register, tmp_path / "site/register/1")
    with server.serving(tmp_path / "site") as address:
        _, out, _ = run(written(f"{GOOD}\n"), "--lang", "en", place=f"{address}register/1")
        assert rows(out)[1][14] == f"{address}en/verify.html#n={GOOD}"
        _, out, _ = run(written(f"{GOOD}\n"), "--on", "2026-10-01", place=f"{address}register/1/")
        assert rows(out)[1][14] == f"{address}verify.html#n={GOOD}&on=2026-10-01"
        claim = f"https://certificates.example/verify.html#n={GOOD}&to=2030-01-01"
        _, out, _ = run(written(f"{claim}\n"), place=f"{address}register/1/")
        assert rows(out)[1][14] == f"{address}verify.html#n={GOOD}&to=2030-01-01"
        _, out, _ = run(
            written(f"https://certificates.example/verify.html#n={GOOD}&to=\n"), place=f"{address}register/1/"
        )
        assert rows(out)[1][14] == f"{address}verify.html#n={GOOD}&to="
    assert rows(run(written(f"{GOOD}\n"))[1])[1][14] == ""


def test_the_register_of_the_project_is_the_usual_one(register, tmp_path):
    project = copy_good(tmp_path / "project")
    shutil.copytree(register, project / "site/register/1")
    (tmp_path / "list.csv").write_text(f"{GOOD}\n")
    done = certsite("verify-list", str(tmp_path / "list.csv"), "--on", "2026-10-01", project=project)
    assert done.returncode == 0, done.stderr
    assert f"https://north.example.org/check/verify.html#n={GOOD}&on=2026-10-01" in done.stdout


def test_specimens_say_so(run, written, register):
    published.write(register, [record({"number": GOOD, "specimen": True})], bits=4)
    assert rows(run(written(f"{GOOD}\n"))[1])[1][6] == "样本演示：证书有效"


def test_five_thousand_rows_take_seconds(run, written, register):
    numbers = [f"99926Q{number:05}R0M" for number in range(5000)]
    published.write(register, [record({"number": number}) for number in numbers], bits=8)
    began = time.monotonic()
    code, out, _ = run(written("\n".join(numbers)))
    took = time.monotonic() - began
    assert (code, len(rows(out))) == (0, 5001)
    print(f"5,000 rows: {took:.1f} s")
    assert took < 30


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help(golden, language):
    done = certsite("verify-list", "--help", "--lang", language, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    golden(TRANSCRIPTS / f"help-verify-list-{language}.txt", done.stdout)


def test_rows_above_the_titles_are_counted(run, written):
    path = written(f"供应商清单\n2026\n证书编号\n{GOOD}\n")
    assert "标题行上面的 2 行没有读" in run(path)[2]
    assert "Rows above the titles, left out: 2" in run(path, "--lang", "en")[2]
    assert "标题行" not in run(written(f"证书编号\n{GOOD}\n"))[2]
