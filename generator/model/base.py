"""What all models share: strictness, text in two languages, identifiers and days."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Language = Literal["zh", "en"]

Id = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="小写字母、数字和连字符，例如 iso-9001")
]
"""Stands in addresses and cross references; lower-case ASCII, so that no host or file system can fold it."""


def _iso_day(value: Any) -> Any:
    """Admit YYYY-MM-DD only; pydantic would also read digits as seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
        raise PydanticCustomError("day_form", "not YYYY-MM-DD")
    return value


Day = Annotated[datetime.date, BeforeValidator(_iso_day), Field(description="日期，写作 2025-04-25")]
"""A calendar day in the body's time zone, Asia/Shanghai."""

PartialDay = Annotated[
    str,
    Field(
        pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        description="日期；只知道年或年月时写 2026 或 2026-04",
    ),
]


class Model(BaseModel):
    """A frozen model that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(Model):
    """Text for the public. A plain string is Chinese; `{zh, en}` gives both languages."""

    zh: Annotated[str, Field(min_length=1, description="中文")]
    en: Annotated[str | None, Field(min_length=1, description="英文；没有译文时省略")] = None

    @model_validator(mode="before")
    @classmethod
    def _plain_string_is_chinese(cls, value: Any) -> Any:
        return {"zh": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> Any:
        """An editor must accept both spellings."""
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(core_schema)]}

    def language(self, wanted: Language) -> Language:
        """Return the language in which `say(wanted)` answers: Chinese where the wanted one is missing."""
        return "en" if wanted == "en" and self.en is not None else "zh"

    def say(self, wanted: Language) -> str:
        """Return the text in the wanted language, else in Chinese. Check `language` before showing it."""
        return self.en if wanted == "en" and self.en is not None else self.zh
