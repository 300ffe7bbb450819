"""The file itself. The same register, site and modules give the same bytes: it has no date but that of its register."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.census import Census
from generator.format import Json, check_record
from generator.offline import words
from generator.offline.bundle import bundle
from generator.verdict import BEIJING

MOST = 20_000
"""Certificates in one file: about 15 MB, which a phone still opens in seconds."""

_ENTRY = "offline/page.mjs"
_CHECK = "theme/assets/verify"
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing may be fetched; the page's own scripts and styles stand in it."""

_SHOWN_DIGITS = 12


class TooManyError(ValueError):
    """The register is too large for one file. `total` is how many certificates it has."""

    def __init__(self, total: int) -> None:
        super().__init__(str(total))
        self.total = total


@dataclass(frozen=True)
class Maker:
    """Where the file comes from: the templates of the project, and the addresses of the live check and search."""

    templates: Path
    language: Literal["zh", "en"]
    live: str
    search: str
    prefixes: Sequence[str]
    example: str


def make(maker: Maker, census: Census) -> bytes:
    """Return the file. Raises TooManyError, Fault, BundleError, and jinja2's errors for a fault in the template."""
    if census.total > MOST:
        raise TooManyError(census.total)
    records = [check_record(record) for shard in census.shards() for record in shard]
    index, language = census.index, maker.language
    specimen = index.get("specimen") is True
    generated = datetime.datetime.fromisoformat(index["generated_at"]).astimezone(BEIJING)
    entries = [_ENTRY, *(f"{_CHECK}/{name}.{language}.mjs" for name in ("words", "words.data", "words.day"))]
    environment = Environment(
        loader=FileSystemLoader(maker.templates),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    page = environment.get_template("offline/offline.html").render(
        lang=language,
        csp=_POLICY,
        css=_style(maker.templates),
        words=words.of_page(language),
        body=_named(index["issuer"]["name"], language),
        live=maker.live,
        foreign=language == "en" and "en" not in index["issuer"]["name"],
        asof=_unbroken(f"{generated:%Y-%m-%d %H:%M}"),
        day=f"{generated:%Y-%m-%d}",
        released=_unbroken(f"{generated:%Y-%m-%d}"),
        total=str(len(records)),
        version=index["snapshot"][:_SHOWN_DIGITS],
        specimen=specimen,
        prefixes={"zh": "、", "en": ", "}[language].join(maker.prefixes),
        example=maker.example,
        register=_register(maker, index, records),
        modules=_json({"imports": bundle(maker.templates, entries)}),
        entry=_ENTRY,
    )
    return page.encode()


def _register(maker: Maker, index: Json, records: Sequence[Json]) -> Markup:
    return _json(
        {
            "index": index,
            "live": maker.live,
            "search": maker.search,
            "words": words.of_program(maker.language),
            "records": records,
        }
    )


def _json(value: Any) -> Markup:
    """Return JSON as it can stand in a script element, which ends at the first `</script`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no markup is left in it


def _style(templates: Path) -> Markup:
    """Return the styles of the check page, and those of the file; a style element ends at the first `</style`."""
    sheets = (templates / _CHECK / "verify.css", templates / "offline" / "offline.css")
    text = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
    return Markup(text.replace("</", "<\\/"))  # noqa: S704 - no markup is left in it


def _unbroken(day: str) -> Markup:
    """Return a day that no line breaks at its hyphens."""
    return Markup('<span class="day">{}</span>').format(day)


def _named(name: Json, language: str) -> str:
    return str(name.get(language, name["zh"]))
