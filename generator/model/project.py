"""The whole of `schemes.yaml`: the one source of facts about a body and what it certifies."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from generator.model.base import Day, Id, Model, PartialDay, Text
from generator.model.process import Process
from generator.model.scheme import Rating, Scheme, Standard


class Body(Model):
    """The certification body."""

    name: Annotated[Text, Field(description="机构全称")]
    short_name: Annotated[Text, Field(description="简称")]
    introduction: Annotated[
        tuple[Text, ...], Field(min_length=1, description="机构介绍，公开文件原文，一项一段")
    ]
    approval_number: Annotated[str | None, Field(description="认证机构批准号；没有查实就省略")] = None
    address: Annotated[Text | None, Field(description="地址；尚未公布时省略")] = None
    phone: Annotated[str | None, Field(description="电话；尚未公布时省略")] = None
    email: Annotated[str | None, Field(description="电子邮箱；尚未公布时省略")] = None
    accreditation: Annotated[tuple[Text, ...], Field(description="已获得的认可；没有就留空，绝不推测")] = ()


class Platform(Model):
    """Where certificates of all bodies are looked up."""

    name: Text
    url: Annotated[str, Field(pattern=r"^https://", description="以 https:// 开头的网址")]


class SiteSettings(Model):
    """The website itself."""

    url: Annotated[str, Field(pattern=r"^https?://[^/]+/([^?#]*/)?$", description="网站地址，以 / 结尾")]
    platform: Platform


class DocumentVersion(Model):
    """One issue of a public document."""

    version: str
    effective: PartialDay
    text: Annotated[Text | None, Field(description="这一版改了什么")] = None


class Document(Model):
    """The public document that `schemes.yaml` holds."""

    number: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$", description="公开文件编号，例如 2")]
    title: Text
    version: str
    effective: Day
    appendix: Annotated[Text, Field(description="附件的标题")]
    history: Annotated[tuple[DocumentVersion, ...], Field(min_length=1)]


class Erratum(Model):
    """A fault of the issued document: corrected, or left as issued for the body to decide."""

    id: Annotated[str, Field(pattern=r"^D\d+$", description="D 加数字，例如 D1")]
    treatment: Annotated[
        Literal["corrected", "as_issued"],
        Field(description="corrected 已更正；as_issued 保留原文，等待机构决定"),
    ]
    place: Annotated[Text, Field(description="在公开文件的哪里")]
    issued: Annotated[tuple[str, ...], Field(min_length=1, description="公布时的文字，一处一项")]
    corrected: Annotated[tuple[str, ...], Field(description="更正后的文字，与 issued 一一对应")] = ()
    reason: Text


class DisclosureItem(Model):
    """One item that a body has to disclose, and what fulfils it."""

    id: Annotated[str, Field(pattern=r"^D\d\d$", description="D 加两位数字，例如 D01")]
    title: Text
    basis: Annotated[Text | None, Field(description="依据的条款；没有查实就省略")] = None
    level: Annotated[
        Literal["must", "should", "on_request", "if_accredited"],
        Field(description="must 必须；should 建议；on_request 应要求；if_accredited 获得认可时"),
    ]
    pages: Annotated[tuple[str, ...], Field(description="满足这一项的页面，例如 schemes/iso-9001")] = ()
    missing: Annotated[Text | None, Field(description="还缺什么；缺全部时 pages 也留空")] = None
    not_applicable: Annotated[Text | None, Field(description="为什么不适用")] = None


class Freshness(Model):
    """How old the register may be, in days (registry/README.md §8.3)."""

    notice: Annotated[int, Field(ge=1, description="超过这些天，提示数据不新")]
    downgrade: Annotated[int, Field(ge=1, le=60, description="超过这些天，不再确认有效；最多 60 天")]
    update_every: Annotated[int | None, Field(ge=1, description="机构承诺每隔多少天更新；没有承诺就省略")] = (
        None
    )


TableName = Literal["certificates", "events"]
"""The two tables of a ledger."""


class LedgerTable(Model):
    """Where one of the ledger's two tables is: a file, or a table or query of a database; just one of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["file"], "maxProperties": 1},
                {"required": ["database", "table"], "maxProperties": 2},
                {"required": ["database", "query"], "maxProperties": 2},
            ]
        }
    )

    file: Annotated[
        str | None,
        Field(
            pattern=r"^[^/\\\x00][^\\\x00]*\.(csv|csv\.gz|parquet)$",
            description="项目文件夹里的文件：.csv、.csv.gz 或 .parquet",
        ),
    ] = None
    database: Annotated[
        str | None,
        Field(
            pattern=r"^(postgres(ql)?://|sqlite:)[^\x00]+$",
            description="postgresql://主机/数据库（不写密码），或 sqlite:项目文件夹里的文件",
        ),
    ] = None
    table: Annotated[
        str | None,
        Field(pattern=r"^[^.\x00]+(\.[^.\x00]+)?$", description="表或视图的名称，可以写作 schema.table"),
    ] = None
    query: Annotated[
        str | None,
        Field(pattern=r"^[^\x00]+$", description="一条 SELECT 语句；查询事件的要有 ORDER BY"),
    ] = None

    def called(self, as_table: TableName) -> str:
        """What messages call it as one of the two tables: `registry/events.csv`, `sqlite:registry/ledger.db#events`,
        `postgresql://host/name#query:events`."""
        return self.file or f"{self.database}#{self.table or f'query:{as_table}'}"


class LedgerSettings(Model):
    """Where the ledger is (registry/README.md §1)."""

    certificates: Annotated[LedgerTable, Field(description="证书")] = LedgerTable(
        file="registry/certificates.csv"
    )
    events: Annotated[LedgerTable, Field(description="事件")] = LedgerTable(file="registry/events.csv")


class RegisterSettings(Model):
    """The register of certificates."""

    specimen: Annotated[bool, Field(description="登记册只含样本数据")] = False
    prefixes: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[0-9A-Z]+$")], ...],
        Field(min_length=1, description="本机构证书编号的开头"),
    ]
    example: Annotated[str, Field(description="输入框下的示例编号")]
    expiring: Annotated[int, Field(ge=1, description="到期前多少天起提示即将到期")]
    freshness: Freshness
    ledger: Annotated[
        LedgerSettings, Field(description="台账在哪里；省略时是 registry 里的两个 CSV 文件")
    ] = LedgerSettings()


class SchemesFile(Model):
    """Everything that `schemes.yaml` says."""

    body: Body
    site: SiteSettings
    document: Document
    standards: Annotated[tuple[Standard, ...], Field(min_length=1)]
    schemes: Annotated[tuple[Scheme, ...], Field(min_length=1)]
    ratings: tuple[Rating, ...] = ()
    processes: Annotated[tuple[Process, ...], Field(min_length=1)]
    disclosure: tuple[DisclosureItem, ...] = ()
    errata: tuple[Erratum, ...] = ()
    register_: Annotated[RegisterSettings, Field(alias="register")]

    def standard(self, wanted: Id) -> Standard:
        """Return the standard with this id. Raises StopIteration if there is none: `checks` has made sure of it."""
        return next(standard for standard in self.standards if standard.id == wanted)

    def process(self, wanted: Id) -> Process:
        """Return the process with this id."""
        return next(process for process in self.processes if process.id == wanted)

    def rating(self, wanted: Id) -> Rating:
        """Return the rating with this id."""
        return next(rating for rating in self.ratings if rating.id == wanted)
