"""The check page in both languages, rendered as the renderer does it, for tests that need no whole site."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import published
import yaml

from generator.headers import META_POLICY

ROOT = Path(__file__).parents[2]
THEME = ROOT / "site_templates/theme"
WORDS = ROOT / "site_templates/words.yaml"

BODY = {"zh": "示例认证机构", "en": "Example Certification"}
PLATFORM = {"zh": "全国认证认可信息公共服务平台", "en": "CNCA public information platform"}


def write(folder: Path, *, bits: int = 2, specimen: bool = False, phone: str | None = None) -> None:
    """Write `verify.html` and `en/verify.html` with their assets."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(THEME))  # as MkDocs has it: no autoescape
    template = environment.get_template("verify.html")
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["verify"]
    for lang, place, other in (("zh", folder, "en"), ("en", folder / "en", "zh")):
        shutil.copytree(THEME / "assets/verify", place / "assets/verify")
        meta: dict[str, Any] = {
            "title": words["title"][lang],
            "lang": lang,
            "root": "",
            "register": "register/1/" if lang == "zh" else "../register/1/",
            "bits": bits,
            "snapshot": published.INDEX["snapshot"],
            "csp": META_POLICY,
            "domain": "certificates.example",
            "specimen": specimen,
            "prefixes": "999",
            "example": "99926Q00001R0S",
            "favicon": "data:,",
            "body": {"name": BODY[lang], "home": "./", "phone": phone},
            "alternate": {
                "url": "en/verify.html" if lang == "zh" else "../verify.html",
                "lang": {"zh": "zh-CN", "en": "en"}[other],
                "label": {"zh": "中文", "en": "English"}[other],
            },
            "platform": {"name": PLATFORM[lang], "url": "https://cx.cnca.cn/"},
            "words": {key: text[lang] for key, text in words.items()},
        }
        page = template.render(page=SimpleNamespace(meta=meta))
        (place / "verify.html").write_text(page, encoding="utf-8")
