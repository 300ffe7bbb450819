"""The QR encoder of the check page against another encoder, a decoder, and the rules of ISO/IEC 18004 for masks."""

import random
import re

import numpy
import pytest
import segno
import segno.encoder
import zxingcpp

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LEVELS = {0b11: "Q", 0b00: "M"}

ADDRESSES = [
    "https://certificates.example/verify.html#n=99926Q00001R0S",
    "https://certificates.example/en/verify.html#n=99926Q00001R0S-1&on=2026-03-02",
    "HTTPS://CERTIFICATES.EXAMPLE/V/?N=99926Q00001R0S",
    "https://certificates.example/verify.html#n=99926Q00001R0S&holder=%E7%A4%BA%E4%BE%8B&to=2029-03-01",
]
EDGES = [
    *("x" * length for length in (1, 11, 12, 150, 151, 152, 153, 411, 412)),
    *("Z" * length for length in (0, 1, 2, 16, 17, 221, 222, 599, 600)),
    "示例机构",
    "é",
    "%" * 40,
]
"""Either side of a change of version, of level, of the length of the count; and what only bytes can say."""


def _random_texts():
    chance = random.Random(18004)
    for length in range(3, 412, 17):
        yield "".join(chance.choices("abcdefghijklmnop/#=&0123456789", k=length))
        yield "".join(chance.choices(ALPHANUMERIC, k=length))


TEXTS = [*ADDRESSES, *EDGES, *_random_texts()]


@pytest.fixture
def encode(modules):
    """A function from texts to their codes, as rows of 0 and 1."""
    page, base = modules
    script = """async ([module, texts]) => {
      const { qr } = await import(module);
      return texts.map((text) => qr(text).map((row) => row.map(Number)));
    }"""
    return lambda texts: page.evaluate(script, [base.replace("/verify/", "/report/") + "qr.mjs", texts])


def format_of(code):
    """Return level and mask, read from beside the upper left corner (§7.9)."""
    places = [
        *((8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)),
        *((row, 8) for row in (7, 5, 4, 3, 2, 1, 0)),
    ]
    bits = int("".join(str(code[row][column]) for row, column in places), 2) ^ 0x5412
    return LEVELS[bits >> 13], bits >> 10 & 7


def others(text, code, mask, monkeypatch):
    """Return the code that segno makes of a text, as large as this one and under a mask."""
    # segno 1.6.6 adds a whole zero byte where the bits already end at a byte; §7.4.10 pads only to the next byte.
    monkeypatch.setattr(
        segno.encoder, "write_padding_bits", lambda bits, _, length: bits.extend([0] * (-length % 8))
    )
    made = segno.make(
        text,
        error=format_of(code)[0],
        version=(len(code) - 17) // 4,
        mask=mask,
        mode="alphanumeric" if set(text) <= set(ALPHANUMERIC) else "byte",
        encoding=None if text.isascii() else "utf-8",
        boost_error=False,
        micro=False,
    )
    return [list(row) for row in made.matrix]


def penalty(code):
    """Return what §7.8.3 counts against a code."""
    grid = numpy.array(code)
    lines = ["".join(map(str, line)) for line in [*grid.tolist(), *grid.T.tolist()]]
    runs = sum(len(run) - 2 for line in lines for run in re.findall(r"0{5,}|1{5,}", line))
    alike = 0
    for line in lines:
        padded, at = f"0000{line}0000", 0
        while (at := padded.find("1011101", at)) >= 0:
            light = "0000" in (padded[at - 4 : at], padded[at + 7 : at + 11])
            alike += light
            at += 7 if light else 1
    equal = grid[:-1, :-1] + grid[1:, :-1] + grid[:-1, 1:] + grid[1:, 1:]
    blocks = int(((equal == 0) | (equal == 4)).sum())
    return runs + 40 * alike + 3 * blocks + 10 * int(abs(grid.mean() * 100 - 50) / 5)


def decode(code):
    """Return what a decoder reads in a picture of the code."""
    light = numpy.pad(numpy.array(code) == 0, 4, constant_values=True)
    picture = numpy.kron(light, numpy.full((4, 4), 255, numpy.uint8))
    return [found.text for found in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode)]


def test_every_module_is_as_in_another_encoder(encode, monkeypatch):
    texts = [text for text in TEXTS if text]
    codes = encode(texts)
    versions = {(len(code) - 17) // 4 for code in codes}
    assert versions == set(range(1, 16))
    for text, code in zip(texts, codes, strict=True):
        assert code == others(text, code, format_of(code)[1], monkeypatch), text


def test_a_decoder_reads_it(encode):
    texts = [text for text in TEXTS if text]
    for text, code in zip(texts, encode(texts), strict=True):
        assert decode(code) == [text]


def test_the_mask_is_the_one_with_the_lowest_penalty(encode, monkeypatch):
    texts = [text for text in TEXTS if text and len(text) < 120]
    chosen = set()
    for text, code in zip(texts, encode(texts), strict=True):
        penalties = [penalty(others(text, code, mask, monkeypatch)) for mask in range(8)]
        chosen.add(format_of(code)[1])
        assert format_of(code)[1] == penalties.index(min(penalties)), (text, penalties)
    assert len(chosen) >= 6


@pytest.mark.parametrize(
    ("text", "version", "level"),
    [
        ("", 1, "Q"),
        ("x" * 11, 1, "Q"),
        ("x" * 12, 2, "Q"),
        (ADDRESSES[0], 5, "Q"),
        ("X" * 16, 1, "Q"),
        ("x" * 151, 10, "Q"),
        ("x" * 152, 8, "M"),
        ("X" * 221, 10, "Q"),
        ("X" * 222, 9, "M"),
        ("x" * 412, 15, "M"),
        ("X" * 600, 15, "M"),
    ],
    ids=str,
)
def test_level_q_while_version_10_is_enough_then_m(encode, text, version, level):
    (code,) = encode([text])
    assert ((len(code) - 17) // 4, format_of(code)[0]) == (version, level)


@pytest.mark.parametrize("text", ["x" * 413, "X" * 601, "示" * 138], ids=len)
def test_a_text_that_does_not_fit_is_refused(modules, text):
    page, base = modules
    script = """async ([module, text]) => {
      const { qr } = await import(module);
      try {
        return qr(text).length;
      } catch (error) {
        return [error instanceof RangeError, error.message];
      }
    }"""
    refused, message = page.evaluate(script, [base.replace("/verify/", "/report/") + "qr.mjs", text])
    assert refused
    assert message == f"too long for a QR code of version 15: {len(text)} characters"
