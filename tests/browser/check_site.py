"""The check page in both languages, rendered as the renderer does it, for tests that need no whole site."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import published
import yaml

from generator.headers import meta_policy

ROOT = Path(__file__).parents[2]
THEME = ROOT / "site_templates/theme"
WORDS = ROOT / "site_templates/words.yaml"

BODY = {"zh": "示例认证机构", "en": "Example Certification"}
PLATFORM = {"zh": "全国认证认可信息公共服务平台", "en": "CNCA public information platform"}


PAGES = ("verify", "batch", "organisations", "scan", "embed")


def write(
    folder: Path,
    *,
    bits: int = 2,
    specimen: bool = False,
    phone: str | None = None,
    chinese_only: bool = False,
) -> None:
    """Write the check and its tools, `verify.html`, `en/verify.html` and so on, with their assets.

    `chinese_only`: the body has no name in English.
    """
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(THEME))  # as MkDocs has it: no autoescape
    every = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    for lang, place, other in (("zh", folder, "en"), ("en", folder / "en", "zh")):
        shutil.copytree(THEME / "assets", place / "assets")
        body = (
            {"name": "EC", "chinese": BODY["zh"]} if chinese_only and lang == "en" else {"name": BODY[lang]}
        )
        for name in PAGES:
            words = every[name]
            meta: dict[str, Any] = {
                "template": f"{name}.html",
                "title": words["title"][lang],
                "lang": lang,
                "root": "",
                "register": "register/1/" if lang == "zh" else "../register/1/",
                "bits": bits,
                "snapshot": published.INDEX["snapshot"],
                "csp": meta_policy(f"{name}.html"),
                "domain": "certificates.example",
                "live": f"https://certificates.example/{'' if lang == 'zh' else 'en/'}{name}.html",
                "specimen": specimen,
                "prefixes": "999",
                "example": "99926Q00001R0S",
                "favicon": "data:,",
                "body": {**body, "home": "./", "phone": phone},
                "alternate": {
                    "url": f"en/{name}.html" if lang == "zh" else f"../{name}.html",
                    "lang": {"zh": "zh-CN", "en": "en"}[other],
                    "label": {"zh": "中文", "en": "English"}[other],
                },
                "platform": {"name": PLATFORM[lang], "url": "https://cx.cnca.cn/"},
                "tools": [
                    *(
                        {"name": tool, "url": f"{tool}.html", "label": every[tool]["short"][lang]}
                        for tool in PAGES[:-1]
                    ),
                    {"name": "status", "url": "status.html", "label": every["nav"]["status"][lang]},
                ],
                "words": {key: text[lang] for key, text in words.items()},
                "shell": {key: text[lang] for key, text in every["tool"].items()},
            }
            page = environment.get_template(f"{name}.html").render(page=SimpleNamespace(meta=meta))
            (place / f"{name}.html").write_text(page, encoding="utf-8")
