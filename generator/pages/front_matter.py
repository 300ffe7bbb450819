"""The front matter of pages: title, description, and all that the certificate check and its tools are told."""

from __future__ import annotations

import html
import json
from typing import Any
from urllib.parse import urlsplit

from generator.headers import meta_policy
from generator.model import Language, Scheme
from generator.pages.markup import Voice
from generator.pages.sitemap import FRAMED, TOOLS, Page
from generator.pages.source import Source

ROOT: dict[Language, str] = {"zh": "", "en": "../"}
"""From the root of a language's site to the root of all."""
FOLDER: dict[Language, str] = {"zh": "", "en": "en/"}
"""From the root of all to the root of a language's site."""
HTML_LANGUAGE: dict[Language, str] = {"zh": "zh-CN", "en": "en"}

REGISTER = "register/1/"
"""The folder of the register, shared by all languages (registry/README.md §3)."""


def front_matter(page: Page, source: Source, say: Voice) -> str:
    """Return the front matter of a page, one line a key."""
    meta = _tool(page, source, say) if page.kind in TOOLS else _plain(page, source, say)
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items())
    return f"---\n{''.join(lines)}---\n"


def _plain(page: Page, source: Source, say: Voice) -> dict[str, Any]:
    """The theme puts these texts into pages as they are, so they are HTML."""
    meta: dict[str, Any] = {"title": say.title(page.title), "kind": page.kind}
    if isinstance(page.subject, Scheme):
        meta["description"] = html.escape(say.plain(page.subject.summary))
        standards = [source.facts.standard(id) for id in page.subject.standards]
        numbers = [number for s in standards for number in (s.national, s.international) if number]
        # In a search the page about a standard comes before those that mention it.
        meta |= {"search": {"boost": 4}, "tags": [html.escape(number) for number in numbers]}
    if (
        page.kind == "by-hand"
    ):  # it has nearly every character of any query, and would come first; the verify guide leads to it
        meta["search"] = {"exclude": True}
    if page.hide:
        meta["hide"] = list(page.hide)
    return meta


def _tool(page: Page, source: Source, say: Voice) -> dict[str, Any]:
    """What `site_templates/theme/tool.html` asks for. It escapes by itself, so these texts are plain."""
    facts, language, words = source.facts, say.language, source.words.language(say.language)
    other: Language = "en" if language == "zh" else "zh"
    body, platform, register = facts.body, facts.site.platform, facts.register_
    return {
        "template": f"{page.kind}.html",
        "title": page.title,
        "lang": language,
        "root": "",
        "register": ROOT[language] + REGISTER,
        "bits": source.register.bits,
        "snapshot": source.register.snapshot,
        "csp": meta_policy(f"{page.address}.html"),
        "domain": urlsplit(facts.site.url).netloc,
        "live": f"{facts.site.url}{FOLDER[language]}{page.address}.html",
        "specimen": source.register.specimen,
        "prefixes": words.prose.join.join(register.prefixes),
        "example": register.example,
        "favicon": "assets/site/icon.svg",
        "body": {
            "name": say.plain(body.short_name if say.foreign(body.name) else body.name),
            "home": "index.html",
            **({"chinese": say.plain(body.name)} if say.foreign(body.name) else {}),
            **({"phone": body.phone} if body.phone else {}),
        },
        "alternate": {
            "url": f"{ROOT[language]}{FOLDER[other]}{page.address}.html",
            "lang": HTML_LANGUAGE[other],
            "label": words.site.other_language,
        },
        "platform": {"name": say.plain(platform.name), "url": platform.url},
        "tools": [
            *(
                {"name": name, "url": f"{name}.html", "label": words[name].short}
                for name in TOOLS
                if name != FRAMED
            ),
            {"name": "status", "url": "status.html", "label": words.nav.status},
        ],
        "words": words[page.kind].plain(),
        "shell": words.tool.plain(),
    }
