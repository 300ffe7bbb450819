"""`certsite lookup`, as people and scripts use it: on a folder and on a server, today and on another day."""

import datetime
import json
import shutil
from pathlib import Path

import published
import pytest
import server
from outcomes import VECTORS, record
from projects import certsite

from generator import cli
from generator.cli import answers, lookup

TRANSCRIPTS = Path(__file__).parent / "transcripts"
NOW = datetime.datetime(2026, 11, 22, 6, tzinfo=datetime.UTC)
NUMBER = "99926Q00001R0S"

EVENTS = [
    {"on": "2026-03-02", "type": "granted", "until": "2029-03-01"},
    {"on": "2026-06-01", "type": "suspended", "until": "2026-11-30"},
    {"on": "2026-07-01", "type": "restored"},
    {"on": "2026-10-09", "type": "surveillance_passed"},
]
WHOLE = {
    "number": NUMBER, "parent": "99926Q00005R0S", "scheme": "iso-9001",
    "standards": ["GB/T 19001-2016/ISO 9001:2015", "GB/T 24001-2016/ISO 14001:2015"], "level": "three-star",
    "holder": "示例有限公司", "holder_en": "Example Co., Ltd.", "uscc": "91999999DEM000196L", "address": "示例市",
    "scope": "生产", "sites": ["甲，示例市", "乙，示例市"], "issued_on": "2026-03-02", "valid_from": "2026-03-02",
    "valid_to": "2029-03-01", "first_certified_on": "2020-03-02", "revision": 2, "events": EVENTS,
}  # fmt: skip
RECORDS = [
    WHOLE,
    record({"number": "99926Q00003R0S", "specimen": True, "events": [{"on": "2026-09-01", "type": "withdrawn"}]}),
    record({"only": True, "number": "99926Q00004R0S", "disclosure": "limited"}),
    record({"number": "99926Q00006R0S", "holder": "\u202e司公限有例示\x9b31m"}),
    record({"number": "99926Q00007R0S", "scope": ""}),
    record({"number": "99926Q00008R0S", "events": [{"on": "2026-09-01", "type": "merged"}]}),
]  # fmt: skip


@pytest.fixture
def register(tmp_path):
    published.write(tmp_path / "register", RECORDS, bits=4, listed=True)
    return tmp_path / "register"


@pytest.fixture
def run(register, monkeypatch, capsys):
    """A function that looks up on 2026-11-22 unless told otherwise: code, standard output, standard error."""

    def run(*arguments, now=NOW):
        monkeypatch.setattr(lookup, "clock", lambda: now)
        code = cli.run(["lookup", "--registry", str(register), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("valid", [NUMBER]),
        ("another-day", [NUMBER, "--on", "2026-06-15"]),
        ("valid-on-another-day", [NUMBER, "--on", "2026-10-01"]),
        ("ahead", [NUMBER, "--on", "2026-11-23"]),
        ("withdrawn", ["99926Q00003R0S"]),
        ("near-miss", ["999Z6Q00001R0S"]),
        ("one-missing", ["99926Q0003R0S"]),
        ("one-too-many", ["99926Q000003R0S"]),
        ("swapped", ["99926Q00030R0S"]),
        ("not-found", ["99926Q00009R0S"]),
        ("restricted", ["99926Q00004R0S"]),
        ("mismatch", [f"https://certificates.example/verify.html#n={NUMBER}&holder=x&to=2030-01-01"]),
    ],
)
def test_what_is_said(run, golden, name, arguments):
    said = []
    for language in ("zh", "en"):
        code, out, err = run(*arguments, "--lang", language)
        assert err == ""
        said.append(f"{out}[{code}]\n")
    golden(TRANSCRIPTS / f"lookup-{name}.txt", "\n".join(said))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (NUMBER, 0),
        (" 999-26q 00001 r0s ", 0),
        (f"证书编号：{NUMBER}", 0),
        (f"https://certificates.example/#n={NUMBER}", 0),
        ("99926Q00003R0S", 1),
        ("99926Q00004R0S", 1),
        ("99926Q00007R0S", 1),
        ("99926Q00008R0S", 1),
        ("99926Q00009R0S", 1),
        ("999Z6Q00001R0S", 1),
        ("", 2),
        ("short", 2),
        ("示例有限公司", 2),
        ("9" * 41, 2),
        ("99926Q*", 2),
        ("91999999DEM000196L", 2),
    ],
)
def test_exit_codes(run, number, code):
    found, out, err = run(number)
    assert found == code
    assert (err == "", out == "") == ((True, False) if code < 2 else (False, True))


def test_old_data_are_no_yes_today_but_say_how_it_was(run):
    later = NOW + datetime.timedelta(days=15)
    code, out, _ = run(NUMBER, now=later)
    assert (code, out.splitlines()[0]) == (1, "数据已 15 天未更新，暂不能确认有效")
    assert run(NUMBER, "--on", "2026-11-22", now=later)[0] == 0


def test_the_time_of_a_build_is_not_the_time_of_a_check(register):
    """SOURCE_DATE_EPOCH, which may be set for builds, must not make old data look new."""
    published.write(register, RECORDS, bits=4, generated_at="2020-01-01T00:00:00Z")
    done = certsite("lookup", "--registry", str(register), NUMBER, SOURCE_DATE_EPOCH="1577836800")
    assert done.returncode == 1


@pytest.mark.parametrize(
    "day", ["2026-2-1", "2026-02-29", "1899-12-31", "2200-01-01", "today", "20260101", "２０２６-01-01"]
)
def test_a_day_that_is_none_is_wrong_use(run, day):
    for language, words in (("zh", "不是日期"), ("en", "is no day")):
        code, out, err = run(NUMBER, "--on", day, "--lang", language)
        assert (code, out) == (2, "")
        assert words in err
        assert len(err.splitlines()) == 1


def test_a_day_in_a_link_is_said_with_the_verdict(run):
    """As when it is an option: an old status is never said in the words of today."""
    link = f"https://certificates.example/verify.html#n={NUMBER}"
    assert run(f"{link}&on=2026-10-01") == run(NUMBER, "--on", "2026-10-01")
    assert run(f"{link}&on=2026-10-01", "--json")[1] == run(NUMBER, "--on", "2026-10-01", "--json")[1]
    _, out, _ = run(f"{link}&to=2030-01-01&on=2026-10-01")
    assert "在 2026-10-01 登记状态为有效" in out
    code, out, err = run(f"{link}&on=2026-02-30")
    assert (code, out, err.strip()) == (2, "", "链接中的日期无法识别，日期写成 2026-11-22 那样")


def test_no_register(run, tmp_path):
    for place in (str(tmp_path / "nowhere"), "http://127.0.0.1:1/register/1/"):
        code, out, _ = run(NUMBER, "--registry", place)
        assert code == 4
        assert place in out
        assert "结论：不能确认" in out


def test_a_damaged_register(run, register):
    (register / "index.json").write_text("{}")
    code, out, _ = run(NUMBER)
    assert (code, out.splitlines()[:2]) == (1, ["数据校验没有通过，未显示结果", "结论：不能确认"])


def test_a_register_on_a_server(run, register):
    with server.serving(register) as address:
        assert run(NUMBER, "--registry", address)[0] == 0


def test_the_register_of_the_project_is_the_usual_one(register, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(register, project / "site/register/1")
    done = certsite("lookup", NUMBER, "--on", "2026-11-22", project=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "2026-11-22：证书有效"


def test_nothing_from_outside_steers_the_terminal(run):
    for arguments in (
        ["99926Q00006R0S"],
        ["99926Q00006R0S", "--json"],
        [f"#n={NUMBER}&holder=%1B[2J%C2%9B", "--json"],
    ):
        _, out, _ = run(*arguments)
        assert not set(out) & {"\u202e", "\x9b", "\x1b"}
    assert json.loads(run("99926Q00006R0S", "--json")[1])["record"]["holder"] == "\u202e司公限有例示\x9b31m"


def test_json(run):
    code, out, err = run(f"#n={NUMBER}&holder=示例有限公司", "--on", "2026-10-01", "--json", "--lang", "en")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["register"]["snapshot"] == published.INDEX["snapshot"]
    assert found | {"record": {}, "register": {}} == {
        "verdict": "yes",
        "code": "VALID",
        "says": "2026-10-01: Valid",
        "asked": {"number": NUMBER, "holder": "示例有限公司"},
        "day": "2026-10-01",
        "status": {"status": "valid", "last_day": "2029-03-01"},
        "record": {},
        "register": {},
    }
    assert found["record"] == WHOLE
    assert json.loads(run("999Z6Q00001R0S", "--json")[1])["candidates"] == [NUMBER]
    code, out, err = run("x", "--json")
    assert (code, json.loads(out)["verdict"], err) == (2, "input", "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help(golden, language):
    done = certsite("lookup", "--help", "--lang", language, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    golden(TRANSCRIPTS / f"help-lookup-{language}.txt", done.stdout)


def test_there_are_words_for_every_outcome():
    """Each code that a check can end in is called something, and, unless it is a question that cannot be asked, explained."""
    codes = {case["expect"]["code"] for case in VECTORS["cases"]} | {
        "AHEAD",
        "NETWORK",
        "INTEGRITY",
        "NEWER_FORMAT",
    }
    texts = {case["expect"]["text"] for case in VECTORS["cases"] if "text" in case["expect"]}
    remarks = {name for case in VECTORS["cases"] for name in case["expect"].get("remarks", [])}
    assert codes | texts <= answers.HEADINGS.keys()
    assert {code for code in codes if not code.startswith("INPUT")} <= answers.MESSAGES.keys()
    assert remarks == answers.REMARKS.keys()
