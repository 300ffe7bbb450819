"""Standards, certification schemes and ratings, as the public document presents them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from generator.model.base import Day, Id, Model, PartialDay, Text


class Standard(Model):
    """One edition of a normative document, with its life-cycle."""

    id: Id
    national: Annotated[str | None, Field(description="国家标准号，例如 GB/T 19001-2016")] = None
    international: Annotated[str | None, Field(description="国际标准号，例如 ISO 9001:2015")] = None
    title: Text
    citation: Annotated[str, Field(description="公开文件中的写法，原样")]
    status: Annotated[
        Literal["current", "superseded"], Field(description="current 现行；superseded 已有新版取代")
    ] = "current"
    superseded_by: Annotated[str | None, Field(description="新版的标准号")] = None
    superseded_on: Annotated[PartialDay | None, Field(description="新版何时发布")] = None
    transition_until: Annotated[Day | None, Field(description="转换截止日；尚未公布时省略")] = None

    @property
    def designation(self) -> str:
        """The designation that stands in records of the register: national and international number, joined by `/`."""
        return "/".join(number for number in (self.national, self.international) if number)


class ItemList(Model):
    """A lead-in and its items, set as bullets or as one sentence."""

    lead: Text
    items: Annotated[tuple[Text, ...], Field(min_length=1)]
    about: Annotated[
        Literal["technical_areas", "organisation_types"] | None,
        Field(description="这一列是什么：technical_areas 技术领域，organisation_types 组织类型"),
    ] = None
    layout: Annotated[
        Literal["bullets", "sentence"], Field(description="bullets 分行；sentence 连成一句")
    ] = "bullets"


class RatingLevels(Model):
    """A lead-in that the levels of the scheme's rating follow."""

    lead: Text
    levels_of: Annotated[Id, Field(description="ratings 中的 id")]


def _kind_of_block(value: Any) -> str:
    keys = value if isinstance(value, dict) else getattr(type(value), "model_fields", {})
    if "lead" not in keys:
        return "text"
    return "levels" if any(key.startswith("level") for key in keys) else "items"


Block = Annotated[
    Annotated[Text, Tag("text")] | Annotated[ItemList, Tag("items")] | Annotated[RatingLevels, Tag("levels")],
    Discriminator(_kind_of_block),
]
"""A piece of prose: a paragraph, a list, or the levels of a rating."""


class Note(Model):
    """A dated note to the public: what has changed since the public document was issued."""

    on: Annotated[Day, Field(description="写下这条说明的日期")]
    text: Text


def _expression(pattern: str) -> str:
    try:
        re.compile(pattern, re.ASCII)
    except re.error as error:
        raise PydanticCustomError("expression", "not a regular expression") from error
    return pattern


class NumberForm(Model):
    """A form that certificate numbers of a scheme have in a period. The rules that fix it change, so it is data."""

    pattern: Annotated[
        str,
        AfterValidator(_expression),
        Field(
            description="正则表达式，对照去掉空格和横线等、改成大写的整个编号，例如 999[0-9]{2}Q[0-9]{5}R[0-9][LMS]"
        ),
    ]
    since: Annotated[Day | None, Field(description="从哪一天起生效的证书；一直如此就省略")] = None
    until: Annotated[Day | None, Field(description="到哪一天为止；仍在使用就省略")] = None


class Scheme(Model):
    """A certification scheme that the body offers (ISO/IEC 17021-1, 8.1.1 c)."""

    id: Id
    kind: Annotated[
        Literal["management_system", "service"],
        Field(description="management_system 管理体系；service 服务认证"),
    ]
    title: Annotated[Text, Field(description="认证项目名称，例如 质量管理体系认证")]
    heading: Annotated[Text, Field(description="公开文件中的标题")]
    summary: Annotated[Text, Field(description="一句话说明，用在首页和对比表")]
    result: Annotated[Text, Field(description="认证的结果是什么：证书，还是级别")]
    standards: Annotated[tuple[Id, ...], Field(min_length=1)]
    background: Annotated[tuple[Block, ...], Field(min_length=1)]
    scope: Annotated[tuple[Block, ...], Field(min_length=1)]
    benefits: Annotated[tuple[Text, ...], Field(min_length=1)]
    process: Annotated[Id, Field(description="processes 中的 id")]
    process_reference: Annotated[Text, Field(description="公开文件“认证流程”一节的原文")]
    rating: Annotated[Id | None, Field(description="ratings 中的 id")] = None
    numbers: Annotated[
        tuple[NumberForm, ...],
        Field(description="证书编号的形式；省略就不检查。同一时期有几种，符合一种即可"),
    ] = ()
    notes: tuple[Note, ...] = ()


class Level(Model):
    """A level that a rated organisation can reach."""

    id: Id
    title: Text
    minimum: Annotated[Decimal, Field(ge=0, description="达到这一级别的最低分")]
    text: Annotated[Text, Field(description="公开文件中的原文")]


class Rating(Model):
    """How a scored service certification is graded. Lower bounds are inclusive, scores are never rounded up."""

    id: Id
    title: Text
    aspects: Annotated[tuple[Text, ...], Field(min_length=1, description="评价的方面")]
    maximum: Annotated[Decimal, Field(gt=0, description="满分")]
    special_deductions_limit: Annotated[int, Field(ge=1, description="特别扣分项达到这个数目即为不合格")]
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]


def mentions_number(text: str, number: Decimal | int) -> bool:
    """Tell whether `text` states `number`, as a number of its own and not as part of another."""
    return re.search(rf"(?<![\d.]){re.escape(str(number))}(?![\d.]*\d)", text) is not None
