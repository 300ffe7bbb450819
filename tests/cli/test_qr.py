"""`certsite qr`, and what a camera makes of its codes: each is drawn, read back, and leads to the very address."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy
import published
import pytest
import zxingcpp
from outcomes import record
from PIL import Image
from projects import certsite, copy_good, edit

from generator import cli, codes, normalise

TRANSCRIPTS = Path(__file__).parent / "transcripts"
SITE = "https://north.example.org/check/"
NUMBERS = [f"99826N{number:05}R0M" for number in range(1, 30)]
FIRST, ODD, LIMITED = NUMBERS[0], "998-26N 90001/R0M-1", "99826N90002R0M"
RECORDS = [
    *(record({"number": number}) for number in [*NUMBERS, ODD]),
    {"number": LIMITED, "disclosure": "limited"},
]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def project(tmp_path):
    project = copy_good(tmp_path / "project")
    register(project)
    return project


def register(project, **changes):
    folder = project / "site/register/1"
    shutil.rmtree(folder, ignore_errors=True)
    counts = {"total": len(RECORDS), "by_status": {}}
    files = published.files(RECORDS, bits=3, **{"counts": counts, **changes})
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@pytest.fixture
def run(project, tmp_path, capsys):
    """A function that makes codes in `out`: code, standard output, standard error."""

    def run(*arguments, out=tmp_path / "out"):
        where = ["--output", str(out)] if out else []
        code = cli.run(["-C", str(project), "qr", *map(str, arguments), *where])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


# A scanner


def raster_of_png(content):
    """Return the pixels of a PNG (1 bit), and its width in mm by what it says of its density."""
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.mode) == ("PNG", "1")
    return numpy.array(image.convert("L")), image.width / image.info["dpi"][0] * 25.4


def lines_below(across):
    """Return first and last row, and first and last column of each line of text; above them is the code, dark in every row."""
    dark = numpy.flatnonzero((across == 0).any(1))
    _, *lines = numpy.split(dark, numpy.flatnonzero(numpy.diff(dark) > 1) + 1)
    columns = [numpy.flatnonzero((across[line] == 0).any(0)) for line in lines]
    return [(line[0], line[-1], own[0], own[-1]) for line, own in zip(lines, columns, strict=True)]


def raster_of_svg(content, pixels=12):
    """Return the code of an SVG as a scanner sees it, `pixels` a mm, and the width of its modules in mm."""
    path = ElementTree.fromstring(content).findall(f"{SVG}path")[1]
    left, scale = map(
        float,
        re.fullmatch(r"translate\(([\d.]+) 0\) scale\(([\d.]+)\)", path.get("transform")).groups(),
    )
    root = ElementTree.fromstring(content)
    width, height = (float(root.get(side).removesuffix("mm")) for side in ("width", "height"))
    assert root.get("viewBox") == f"0 0 {width:g} {height:g}"
    image = numpy.full((int(height * pixels), int(width * pixels)), 255, numpy.uint8)
    drawn = path.get("d")
    boxes = re.findall(r"M(\d+) (\d+)h(\d+)v1H(\d+)z", drawn)
    assert "".join(f"M{x} {y}h{w}v1H{back}z" for x, y, w, back in boxes) == drawn
    for x, y, across, back in (map(int, box) for box in boxes):
        assert x == back
        top, bottom = (round(edge * scale * pixels) for edge in (y, y + 1))
        begin, end = (round((left + edge * scale) * pixels) for edge in (x, x + across))
        image[top:bottom, begin:end] = 0
    return image, scale


def scanned(image):
    """Return what the code says, and its level."""
    (found,) = zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode)
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return found.text, found.ec_level


def texts(content):
    return [element.text for element in ElementTree.fromstring(content).iter(f"{SVG}text")]


# What comes out


@pytest.mark.parametrize("number", [FIRST, ODD, LIMITED])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_code_leads_to_the_live_check(run, tmp_path, number, language):
    key = normalise.key(number)
    folder = "en/" if language == "en" else ""
    expected = f"{SITE}{folder}verify.html#n={number.replace(' ', '%20').replace('/', '%2F')}"
    for form in ("svg", "png"):
        assert run(number, "--format", form, "--language", language)[0] == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{key}.png", f"{key}.svg"]
    svg, png = ((tmp_path / f"out/{key}.{form}").read_bytes() for form in ("svg", "png"))
    assert scanned(raster_of_svg(svg)[0]) == (expected, "Q")
    assert scanned(raster_of_png(png)[0]) == (expected, "Q")
    assert texts(svg) == [number, "north.example.org"]
    assert (
        normalise.key(
            codes.address(SITE, "zh", number).partition("n=")[2].replace("%20", "").replace("%2F", "")
        )
        == key
    )


@pytest.mark.parametrize("size", [None, 20, 33.3, 120])
def test_it_is_as_large_as_a_phone_needs(run, tmp_path, size):
    for form in ("svg", "png"):
        assert run(FIRST, "--format", form, *(["--size", size] if size else []))[0] == 0
    svg, png = ((tmp_path / f"out/{FIRST}.{form}").read_bytes() for form in ("svg", "png"))
    image, module = raster_of_svg(svg)
    assert module >= 0.4
    modules = round((size or 20) / module)
    assert module * modules == pytest.approx(size or 20, abs=0.01)
    assert raster_of_png(png)[1] >= (size or 20) - 0.05
    assert 0 not in image[: int(4 * module * 12)], "the quiet zone above"
    across = raster_of_png(png)[0]
    square = across[: across.shape[1]]
    quiet = square.shape[0] // modules * 4
    assert (square[:quiet] == 255).all()
    assert (square[:, :quiet] == 255).all()
    assert (square[-quiet:] == 255).all()
    assert (square[:, -quiet:] == 255).all()


@pytest.mark.parametrize("site", [SITE, "https://x.cn/", f"https://{'a' * 60}.cn/{'b' * 60}/"])
@pytest.mark.parametrize("number", ["99926Q00001R0S", "9" * 40])
def test_any_address_is_read_and_no_text_stands_out(site, number):
    code = codes.Code(codes.address(site, "en", number), (number, site.split("/")[2]))
    svg = code.draw("svg")
    image, module = raster_of_svg(svg)
    assert scanned(image)[0] == code.address
    assert module >= 0.4
    root = ElementTree.fromstring(svg)
    width, height = (float(root.get(side).removesuffix("mm")) for side in ("width", "height"))
    assert width >= 20
    size = float(root.find(f"{SVG}g").get("font-size"))
    assert 1.8 <= size <= 3
    assert max(map(len, code.lines)) * 0.62 * size <= width + 0.01
    assert float([*root.iter(f"{SVG}text")][-1].get("y")) < height


@pytest.mark.parametrize("size", [None, 33.3, 120])
@pytest.mark.parametrize("number", [FIRST, "9" * 40])
def test_a_picture_has_number_and_domain_below_the_code(number, size):
    """Two lines, in the middle, large enough to be read, and nothing of them cut off."""
    code = codes.Code(codes.address(SITE, "zh", number), (number, "north.example.org"), size)
    across, _ = raster_of_png(code.draw("png"))
    assert scanned(across)[0] == code.address
    text = lines_below(across)
    assert len(text) == 2
    height, width = across.shape
    for top, bottom, left, right in text:
        assert bottom - top + 1 >= 0.6 * 1.8 / 25.4 * 600
        assert bottom < height - 1
        assert left >= 10
        assert abs(left - (width - 1 - right)) <= 0.02 * width
    other = dataclasses.replace(code, lines=("8" * len(number), "north.example.org"))
    assert raster_of_png(other.draw("png"))[0].tobytes() != across.tobytes()


def test_a_picture_has_latin_text_only(run, project, tmp_path):
    """Its font has no other characters: a specimen is called so in English, and full-width signs are narrow ones."""
    register(project, specimen=True)
    run(FIRST, "--format", "png")
    found = (tmp_path / f"out/{FIRST}.png").read_bytes()
    address, domain = f"{SITE}verify.html#n={FIRST}", "north.example.org"
    assert found == codes.Code(address, (f"Specimen {FIRST}", domain)).draw("png")
    assert codes.Code(address, ("９９８", domain)).draw("png") == codes.Code(address, ("998", domain)).draw(
        "png"
    )
    wide = codes.Code(address, ("998", "机构.cn")).draw("png")
    assert wide == codes.Code(address, ("998", "xn--nqv7f.cn")).draw("png")


@pytest.mark.parametrize("form", ["svg", "png"])
def test_bytes_are_the_same_each_time(run, tmp_path, form):
    run(FIRST, "--format", form)
    path = tmp_path / f"out/{FIRST}.{form}"
    first = path.read_bytes()
    run(FIRST, "--format", form)
    assert path.read_bytes() == first
    assert [*(tmp_path / "out").iterdir()] == [path]


def test_what_a_number_has_is_no_markup():
    svg = codes.Code("https://x.cn/?a&b", ("<&>", "x")).draw("svg")
    assert texts(svg) == ["<&>", "x"]


def test_all(run, tmp_path):
    code, out, err = run("--all", "--format", "png")
    assert (code, out) == (0, "")
    assert f"已写出 {len(RECORDS)} 个二维码" in err
    found = {
        path.stem: scanned(raster_of_png(path.read_bytes())[0])[0] for path in (tmp_path / "out").iterdir()
    }
    assert found.keys() == {normalise.key(one["number"]) for one in RECORDS}
    assert found[LIMITED] == f"{SITE}verify.html#n={LIMITED}"


def test_specimens_are_called_so(run, project, tmp_path):
    register(project, specimen=True)
    for language, word in (("zh", "样本"), ("en", "Specimen")):
        run(FIRST, "--language", language)
        assert texts((tmp_path / f"out/{FIRST}.svg").read_bytes())[0] == f"{word} {FIRST}"


def test_json(run, tmp_path):
    code, out, err = run(FIRST.lower(), "--json")
    assert (code, err) == (0, "")
    address, file = f"{SITE}verify.html#n={FIRST}", str(tmp_path / f"out/{FIRST}.svg")
    made = [{"number": FIRST, "address": address, "file": file}]
    assert json.loads(out) == {"count": 1, "folder": str(tmp_path / "out"), "codes": made}
    assert json.loads(run("--all", "--json")[1]) == {"count": len(RECORDS), "folder": str(tmp_path / "out")}


def test_the_usual_folder(run, project):
    assert run(FIRST, out=None)[0] == 0
    assert (project / f"build/qr/{FIRST}.svg").is_file()


# What is refused


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_number_that_is_not_registered(run, tmp_path, language):
    code, out, err = run(FIRST, "99826N99999R0M", "--lang", language)
    assert (code, out) == (1, "")
    assert "99826N99999R0M" in err
    assert "--unchecked" in err
    assert not (tmp_path / "out").exists()
    assert FIRST in run("998Z6N00001R0M", "--lang", language)[2], "what it may have meant"
    assert run("99826N99999R0M", "--unchecked")[0] == 0
    assert scanned(raster_of_svg((tmp_path / "out/99826N99999R0M.svg").read_bytes())[0])[0].endswith(
        "#n=99826N99999R0M"
    )


@pytest.mark.parametrize(
    ("site", "specimen", "code"),
    [
        ("http://north.cn/", False, 1),
        ("http://north.cn/", True, 0),
        ("https://north.cn/", False, 0),
        ("https://certificates.example/", False, 1),
        ("https://certificates.test/", False, 1),
        ("https://certificates.example/", True, 0),
        ("http://localhost:8000/", False, 0),
        ("http://127.0.0.1:8000/", False, 0),
        ("http://localhost.cn/", False, 1),
    ],
)
def test_where_a_printed_code_may_lead(run, project, tmp_path, site, specimen, code):
    edit(project / "schemes.yaml", f"-  url: {SITE}\n+  url: {site}")
    register(project, specimen=specimen)
    found, _, err = run(FIRST)
    assert found == code
    assert (tmp_path / "out").exists() is (code == 0)
    assert code == 0 or site in err


@pytest.mark.parametrize(
    "arguments",
    [[], [FIRST, "--all"], ["x"], [FIRST, "--size", "19.9"], [FIRST, "--size", "x"], [FIRST, "--size", "501"],
     [FIRST, "--size", "0"], [FIRST, "--size", "nan"], [FIRST, "--format", "pdf"]],
)  # fmt: skip
def test_wrong_use_is_said_in_one_line(run, tmp_path, arguments):
    for language in ("zh", "en"):
        code, out, err = run(*arguments, "--lang", language)
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_register_that_cannot_be_trusted(run, project, tmp_path):
    (project / "site/register/1/shards/3.json").write_text("{}")
    assert run("--all")[0] == 1
    shutil.rmtree(project / "site")
    code, _, err = run(FIRST)
    assert code == 4
    assert str(project / "site/register/1") in err
    register(project, counts={"total": len(RECORDS) + 1, "by_status": {}})
    assert run("--all")[0] == 1


def test_without_a_register_only_unchecked(run, project, tmp_path):
    shutil.rmtree(project / "site")
    assert run(FIRST, "--unchecked")[0] == 0
    assert run("--all", "--unchecked")[0] == 4


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help(golden, language):
    done = certsite("qr", "--help", "--lang", language, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    golden(TRANSCRIPTS / f"help-qr-{language}.txt", done.stdout)


def test_what_is_said(run, golden, tmp_path):
    said = []
    for language in ("zh", "en"):
        for arguments in ([FIRST], ["998Z6N00001R0M"], [FIRST, "--size", "19"]):
            code, out, err = run(*arguments, "--lang", language)
            said.append(f"{out}{err}[{code}]\n".replace(str(tmp_path), "…"))
    golden(TRANSCRIPTS / "qr.txt", "\n".join(said))
