"""The renderer's configuration of each language's site. JSON is YAML, and JSON needs no choice of quotes."""

from __future__ import annotations

import html
import json
from typing import Any

from generator.headers import META_POLICY
from generator.model import Language
from generator.pages.front_matter import FOLDER, HTML_LANGUAGE, ROOT
from generator.pages.markup import Voice
from generator.pages.sitemap import FRAMED, Section, navigation
from generator.pages.source import LANGUAGES, Source


def configuration(source: Source, language: Language, found: tuple[Section, ...]) -> dict[str, Any]:
    """Return the configuration. Texts in it are HTML, as the renderer puts them into pages unchanged."""
    say, words, facts = Voice(language), source.words.language(language), source.facts
    name = say.title(facts.body.short_name)
    palettes = (
        ("default", "material/weather-night", words.site.to_dark, "light"),
        ("slate", "material/weather-sunny", words.site.to_light, "dark"),
    )
    return {
        "INHERIT": "../../mkdocs.yml",
        "site_name": name,
        "site_url": facts.site.url + FOLDER[language],
        "site_description": say.title(words.site.description.format(name=say.plain(facts.body.short_name))),
        "docs_dir": language,
        "site_dir": f"../../site/{FOLDER[language]}",
        "nav": navigation(found, say),
        "not_in_nav": f"/{FRAMED}.md",
        "theme": {
            "name": "material",
            "custom_dir": "../../site_templates/theme",
            "language": language,
            "palette": [
                {
                    "media": f"(prefers-color-scheme: {media})",
                    "scheme": scheme,
                    "primary": "custom",
                    "accent": "custom",
                    "toggle": {"icon": icon, "name": html.escape(toggle)},
                }
                for scheme, icon, toggle, media in palettes
            ],
        },
        "extra": {
            "csp": META_POLICY,
            "html_language": HTML_LANGUAGE[language],
            "to_root": ROOT[language],
            "alternate": [
                {"code": code, "html_language": HTML_LANGUAGE[code], "folder": FOLDER[code]}
                for code in LANGUAGES
            ],
            "words": _escaped(words.site.plain()),
            "lost": [
                {
                    **_escaped(source.words.language(code).not_found_page.plain()),
                    "html_language": HTML_LANGUAGE[code],
                    "folder": FOLDER[code],
                }
                for code in LANGUAGES
            ],
            "footer": _footer(source, language),
        },
    }


def as_json(settings: dict[str, Any]) -> bytes:
    """Return settings as a file."""
    return (json.dumps(settings, ensure_ascii=False, indent=2) + "\n").encode()


def _escaped(words: dict[str, Any]) -> dict[str, str]:
    return {key: html.escape(text) for key, text in words.items()}


def _footer(source: Source, language: Language) -> dict[str, Any]:
    """Return what stands at the foot of each page: who speaks, by which document, and from which data."""
    say, words, facts = Voice(language), source.words.language(language), source.facts
    document, register, body = facts.document, source.register, facts.body
    marks = [words.footer.accreditation.format(text=say.plain(text)) for text in body.accreditation]
    if body.approval_number is not None:
        marks.insert(0, words.footer.approval.format(number=body.approval_number))
    contact = [text for text in (body.address, body.phone, body.email) if text is not None]
    return {
        "body": str(say(body.name)),
        "marks": [str(say(mark)) for mark in marks],
        "contact": [str(say(text)) for text in contact],
        "document": {
            "href": f"documents/{document.number}.html",
            "name": str(
                say(words.footer.document.format(number=document.number, title=say.plain(document.title)))
            ),
            "issue": str(
                say(words.footer.issue.format(version=document.version, effective=document.effective))
            ),
        },
        "register": str(say(words.footer.built.format(on=register.generated_on, total=register.total))),
        "specimen": html.escape(words.register.specimen) if register.specimen else "",
        "platform": {
            "href": html.escape(facts.site.platform.url),
            "name": str(say(facts.site.platform.name)),
        },
        "words": _escaped(words.footer.plain()),
    }
