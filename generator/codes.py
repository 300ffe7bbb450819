"""Print-ready QR codes that lead to the live check of one certificate.

ISO/IEC 18004 wants a quiet zone of 4 modules. Level Q stands a quarter of the code being dirty. A module of 0.4 mm is
what a phone reads from arm's length, and nothing is printed smaller than 20 mm.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

import segno
from PIL import Image, ImageDraw, ImageFont

from generator.normalise import CertificateKey

QUIET = 4
"""Modules of quiet zone on each side."""

SMALLEST_MODULE, SMALLEST = 0.4, 20.0
"""Millimetres of a module, and of the whole code with its quiet zone."""

DPI = 600
"""Of a PNG: what printers have, or a divisor of it."""

_TEXT, _SMALLEST_TEXT, _LINE, _ADVANCE = 3.0, 1.8, 1.35, 0.62
"""Type size in mm at most and at least; distance of lines, and width of a wide-set Latin character, in type sizes."""

_FONTS = "Consolas, 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', monospace"

_UNESCAPED = "-_.!~*'()"
"""What JavaScript's encodeURIComponent leaves beside letters and digits."""

Format = Literal["svg", "png"]


class TooSmallError(ValueError):
    """The size that is asked for would be hard to read. `least` is the smallest one, in mm."""

    def __init__(self, least: float) -> None:
        super().__init__(f"{least} mm")
        self.least = least


def address(
    site: str,
    language: Literal["zh", "en"],
    number: str = "",
    on: str | None = None,
    holder: str | None = None,
    to: str | None = None,
) -> str:
    """Return the address of the live check, of a number, on a day, with what is claimed of it; `site` ends with a slash.

    The server never sees the fragment.
    """
    asked = {"n": number or None, "on": on, "holder": holder, "to": to}
    fragment = "&".join(
        f"{name}={quote(value, safe=_UNESCAPED)}" for name, value in asked.items() if value is not None
    )
    page = f"{site}{'en/' if language == 'en' else ''}verify.html"
    return f"{page}#{fragment}" if fragment else page


def is_fit_for_print(site: str) -> bool:
    """Tell whether a code may lead to a site: paper lasts for years, and what answers on plain http may be anybody.

    A site on this machine is for trying out. Names of RFC 2606 are nobody's.
    """
    parts = urlsplit(site)
    host = parts.hostname or ""
    if host in ("localhost", "127.0.0.1", "::1"):
        return True
    return parts.scheme == "https" and host.rpartition(".")[2] not in ("example", "test", "invalid")


def file_name(key: CertificateKey, form: Format) -> str:
    """Return the name of a code's file. A key has digits and capitals only, so it is a name on every system."""
    return f"{key}.{form}"


@dataclass(frozen=True)
class Code:
    """A QR code of an address, with lines of text below it, and its width in mm (None: the smallest)."""

    address: str
    lines: tuple[str, ...]
    size: float | None = None

    def draw(self, form: Format) -> bytes:
        """Return the file. A PNG has a font for Latin text only: another character shows as a box. Raises TooSmallError."""
        symbol = segno.make(self.address, error="q", micro=False, boost_error=False)
        modules = int(symbol.symbol_size(scale=1, border=QUIET)[0])
        least = max(SMALLEST, _rounded_up(SMALLEST_MODULE * modules))
        size = self.size or least
        if size < least:
            raise TooSmallError(least)
        return self._svg(symbol, modules, size) if form == "svg" else self._png(symbol, modules, size)

    def _svg(self, symbol: segno.QRCode, modules: int, size: float) -> bytes:
        widest = max(map(_width, self.lines))
        type_size = _type_size(size, widest)
        width = max(size, widest * type_size)
        height = size + type_size * _LINE * len(self.lines)
        left = (width - size) / 2
        text = "".join(
            f'<text x="{_mm(width / 2)}" y="{_mm(size + type_size * (0.8 + _LINE * at))}">{escape(line)}</text>\n'
            for at, line in enumerate(self.lines)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_mm(width)}mm" height="{_mm(height)}mm"'
            f' viewBox="0 0 {_mm(width)} {_mm(height)}" role="img">\n'
            f"<title>{escape(' · '.join(self.lines))}</title>\n<desc>{escape(self.address)}</desc>\n"
            f'<path fill="#fff" d="M0 0h{_mm(width)}v{_mm(height)}H0z"/>\n'
            f'<path fill="#000" shape-rendering="crispEdges"'
            f' transform="translate({_mm(left)} 0) scale({size / modules:.6f})" d="{"".join(_runs(symbol))}"/>\n'
            f'<g fill="#000" text-anchor="middle" font-family="{_FONTS}" font-size="{_mm(type_size)}">\n{text}</g>\n'
            "</svg>\n"
        ).encode()

    def _png(self, symbol: segno.QRCode, modules: int, size: float) -> bytes:
        lines = [_latin(line) for line in self.lines]
        drawn = io.BytesIO()
        symbol.save(drawn, kind="png", scale=math.ceil(size / modules * DPI / 25.4), border=QUIET)
        code = Image.open(drawn)
        # Half a character stays free on each side.
        widest = max(ImageFont.load_default(100).getlength(line) for line in lines) / 100 + 1
        pixels = _type_size(size, widest) * DPI / 25.4
        width = max(code.width, math.ceil(pixels * widest))
        image = Image.new("1", (width, code.height + math.ceil(pixels * _LINE * len(lines))), 1)
        image.paste(code, ((width - code.width) // 2, 0))
        draw, font = ImageDraw.Draw(image), ImageFont.load_default(pixels)
        for at, line in enumerate(lines):
            place = (width / 2, code.height + pixels * (0.8 + _LINE * at))
            draw.text(place, line, fill=0, font=font, anchor="ms")
        out = io.BytesIO()
        image.save(out, "PNG", dpi=(DPI, DPI))
        return out.getvalue()


def _type_size(size: float, widest: float) -> float:
    """Return the size of type in mm for a line of `widest` times that size below a code."""
    return min(_TEXT, max(_SMALLEST_TEXT, size / widest))


def _latin(line: str) -> str:
    """Return a line as the font of a PNG can show it: full-width signs narrow, a domain as it is registered."""
    narrow = unicodedata.normalize("NFKC", line)
    try:
        return narrow if narrow.isascii() else narrow.encode("idna").decode("ascii")
    except UnicodeError:
        return narrow


def _runs(symbol: segno.QRCode) -> Iterator[str]:
    """Yield the dark modules as boxes, one for each run of them in a row."""
    for y, row in enumerate(symbol.matrix_iter(scale=1, border=QUIET)):
        cells, x = bytes(row), 0
        while (start := cells.find(1, x)) >= 0:
            x = cells.find(0, start)  # the quiet zone ends every run
            yield f"M{start} {y}h{x - start}v1H{start}z"


def _width(line: str) -> float:
    """Return how wide a line is at most, in type sizes."""
    return sum(1 if unicodedata.east_asian_width(one) in "WF" else _ADVANCE for one in line)


def _rounded_up(size: float) -> float:
    return math.ceil(size * 10 - 1e-6) / 10


def _mm(size: float) -> str:
    return f"{size:.3f}".rstrip("0").rstrip(".")
