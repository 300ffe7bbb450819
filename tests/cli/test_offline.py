"""`certsite offline`: what it writes, what it refuses, and how modules get into one page. tests/browser opens the file."""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path

import published
import pytest
from outcomes import record
from projects import certsite, copy_good, edit

from generator import cli
from generator.offline import MOST, BundleError
from generator.offline.bundle import bundle

TRANSCRIPTS = Path(__file__).parent / "transcripts"
SITE = "https://north.example.org/check/"
RECORDS = [
    record({"number": "99826N00001R0M", "holder": "</script><!--<b>"}),
    {"number": "99826N00002R0M", "disclosure": "limited"},
]


@pytest.fixture
def project(tmp_path):
    project = copy_good(tmp_path / "project")
    register(project)
    return project


def register(project, records=RECORDS, **changes):
    counts = {"total": len(records), "by_status": {}}
    published.write(project / "site/register/1", records, **{"bits": 3, "counts": counts, **changes})


@pytest.fixture
def run(project, tmp_path, capsys):
    """A function that writes `x.html`: code, standard output, standard error."""

    def run(*arguments):
        code = cli.run(["-C", str(project), "offline", "--output", str(tmp_path / "x.html"), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def data_of(path):
    """Return what stands in the file's element of data, and its import map."""
    text = path.read_text("utf-8")
    scripts = re.findall(r'<script type="(application/json|importmap)"[^>]*>(.*?)</script>', text, re.DOTALL)
    return json.loads(dict(scripts)["application/json"]), json.loads(dict(scripts)["importmap"])["imports"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_in_it(run, tmp_path, language):
    assert run("--language", language)[0] == 0
    data, modules = data_of(tmp_path / "x.html")
    assert sorted(one["number"] for one in data["records"]) == sorted(one["number"] for one in RECORDS)
    assert (
        data["records"][0]["holder"] == "</script><!--<b>"
        or data["records"][1]["holder"] == "</script><!--<b>"
    )
    assert data["index"]["generated_at"] == published.INDEX["generated_at"]
    folder = "en/" if language == "en" else ""
    assert data["live"] == f"{SITE}{folder}verify.html"
    assert [name for name in modules if "words" in name] == [
        f"theme/assets/verify/{name}.{language}.mjs" for name in ("words.data", "words.day", "words")
    ]
    text = (tmp_path / "x.html").read_text("utf-8")
    assert text.count("</script>") == 3
    assert text.count("<!--") == 0
    assert f'<a href="{SITE}{folder}verify.html" rel="noreferrer">{SITE}{folder}verify.html</a>' in text


def test_the_modules_are_those_of_the_check(run, project, tmp_path):
    """Byte for byte, but for the paths of what they import."""
    run()
    for name, address in data_of(tmp_path / "x.html")[1].items():
        own = (project / "site_templates" / name).read_text("utf-8")
        text = base64.b64decode(address.partition(",")[2]).decode()
        was, now = own.splitlines(), text.splitlines()
        assert len(was) == len(now)
        changed = [(old, new) for old, new in zip(was, now, strict=True) if old != new]
        for old, new in changed:
            assert re.sub(r'"\.{1,2}/[^"]*"', '""', old) == re.sub(r'"(?:theme|offline)/[^"]*"', '""', new)


def test_nothing_in_it_asks_for_another_file(run, tmp_path):
    run()
    text = (tmp_path / "x.html").read_text("utf-8")
    assert re.findall(r"<(?:script|img|iframe|link)[^>]*(?:src|href)=\"([^\"]*)\"", text) == ["data:,"]
    assert "url(" not in text
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.replace("&#39;", "'") == (
        "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_same_site_gives_the_same_bytes(run, tmp_path):
    run()
    first = (tmp_path / "x.html").read_bytes()
    run()
    assert (tmp_path / "x.html").read_bytes() == first


def test_the_usual_name(project):
    for arguments, name in (([], "offline.zh.html"), (["--language", "en"], "offline.en.html")):
        assert certsite("offline", *arguments, project=project).returncode == 0
        assert (project / "build" / name).is_file()


@pytest.mark.parametrize(("total", "code"), [(MOST, 0), (MOST + 1, 1)])
def test_twenty_thousand_and_not_one_more(run, project, tmp_path, total, code):
    register(project, [record({"number": f"99826N{number:05}R0M"}) for number in range(total)], bits=9)
    found, out, err = run("--lang", "en")
    assert (found, out) == (code, "")
    assert (tmp_path / "x.html").exists() is (code == 0)
    assert ("20001 certificates" in err) is (code == 1)


@pytest.mark.parametrize(
    ("site", "specimen", "code"),
    [
        ("http://north.cn/", False, 1),
        ("http://north.cn/", True, 0),
        ("https://north.cn/", False, 0),
        ("https://certificates.example/", False, 1),
    ],
)
def test_where_the_file_may_lead(run, project, tmp_path, site, specimen, code):
    edit(project / "schemes.yaml", f"-  url: {SITE}\n+  url: {site}")
    register(project, specimen=specimen)
    assert run()[0] == code
    assert (tmp_path / "x.html").exists() is (code == 0)


def test_a_register_that_cannot_be_trusted(run, project, tmp_path):
    shard = project / "site/register/1/shards/3.json"
    whole = shard.read_bytes()
    shard.write_text("{}")
    assert run()[0] == 1
    shard.write_bytes(whole)
    assert run()[0] == 0
    register(project, [{**RECORDS[0], "scope": ""}])
    assert run()[0] == 1
    register(project, counts={"total": 3, "by_status": {}})
    assert run()[0] == 1
    shutil.rmtree(project / "site")
    code, _, err = run()
    assert code == 4
    assert str(project / "site/register/1") in err


def test_a_module_that_is_wanting_is_named(run, project):
    (project / "site_templates/theme/assets/verify/status.mjs").unlink()
    code, _, err = run()
    assert code == 1
    assert "theme/assets/verify/status.mjs" in err
    assert len(err.splitlines()) == 1


def test_json(run, tmp_path):
    code, out, err = run("--json")
    assert (code, err) == (0, "")
    path = tmp_path / "x.html"
    assert json.loads(out) == {
        "file": str(path),
        "bytes": path.stat().st_size,
        "certificates": 2,
        "generated_at": published.INDEX["generated_at"],
        "snapshot": published.INDEX["snapshot"],
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help(golden, language):
    done = certsite("offline", "--help", "--lang", language, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    golden(TRANSCRIPTS / f"help-offline-{language}.txt", done.stdout)


def test_what_is_said(run, project, golden, tmp_path):
    said = []
    for language in ("zh", "en"):
        code, out, err = run("--lang", language)
        said.append(f"{out}{err}[{code}]\n")
    register(project, counts={"total": MOST + 1, "by_status": {}})
    for language in ("zh", "en"):
        code, out, err = run("--lang", language)
        said.append(f"{out}{err}[{code}]\n")
    text = re.sub(r"\d\.\d MB", "0.1 MB", "\n".join(said)).replace(str(tmp_path), "…")
    golden(TRANSCRIPTS / "offline.txt", text)


# Modules in one page


@pytest.fixture
def modules(tmp_path):
    """A function that writes modules, path → text, and puts them together from `a/main.mjs`."""

    def put(files):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
        found = bundle(tmp_path, ["a/main.mjs"])
        return {name: base64.b64decode(address.partition(",")[2]).decode() for name, address in found.items()}

    return put


def test_paths_become_names(modules):
    main = 'import { x } from "./x.mjs";\nimport {\n  y,\n  z as w,\n} from "../b/y.mjs";\nimport "./side.mjs";\nexport { q } from "./x.mjs";\n'
    x = '// import from "./no.mjs"\n/** @typedef {import("./no.mjs").T} T */\nexport const x = "./no.mjs";\n'
    found = modules(
        {"a/main.mjs": main, "a/x.mjs": x, "a/side.mjs": "", "b/y.mjs": 'import { x } from "../a/x.mjs";\n'}
    )
    assert found == {
        "a/main.mjs": main.replace('"./', '"a/').replace('"../b/', '"b/'),
        "a/x.mjs": x,
        "a/side.mjs": "",
        "b/y.mjs": 'import { x } from "a/x.mjs";\n',
    }


def test_modules_that_import_each_other(modules):
    assert modules({"a/main.mjs": 'import "./x.mjs";\n', "a/x.mjs": 'import "./main.mjs";\n'}).keys() == {
        "a/main.mjs",
        "a/x.mjs",
    }


@pytest.mark.parametrize(
    "text",
    [
        'import "./gone.mjs";',
        'import "../../outside.mjs";',
        'const x = await import("./gone.mjs");',
        "const x = await import(`./x.${lang}.mjs`);",
        "import { x } from './x.mjs';",
        'import x, { y } from "./gone.mjs";',
    ],
)
def test_what_cannot_be_put_into_one_page(modules, text):
    with pytest.raises(BundleError, match=r"mjs"):
        modules({"a/main.mjs": f"{text}\n", "a/x.mjs": ""})
