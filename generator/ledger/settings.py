"""What `schemes.yaml` says about the ledger's place, as far as a model of one value cannot see it (rules CS664–CS668)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlsplit

from generator.ledger import sql
from generator.model import LedgerSettings, LedgerTable
from generator.problems import Place, Problem, problem
from generator.yaml_source import YamlDocument

EVENTS_ORDER = "seq"
"""The column that says in which order a database's events were decided. It is not published."""

_SECRETS = {"password", "sslpassword"}
"""Parameters of a PostgreSQL address that nobody else may read."""

_NOT_READING: dict[sql.Fault, tuple[str, str]] = {
    "empty": ("没有内容", "it is empty"),
    "open": ("引号或注释没有结束", "a quotation or a comment has no end"),
    "several": ("分号后面还有文字", "more text follows its semicolon"),
    "unbalanced": ("括号没有成对", "its brackets do not pair"),
    "writes": ("开头是别的词", "it begins with another word"),
}


def check(settings: LedgerSettings, document: YamlDocument) -> Iterator[Problem]:
    """Yield what is wrong with the ledger's place, at its place in `schemes.yaml`."""
    for name, table in (("certificates", settings.certificates), ("events", settings.events)):
        path = ("register", "ledger", name)
        if table in (LedgerSettings().certificates, LedgerSettings().events):
            continue
        key = next((key for key in ("query", "database", "table", "file") if getattr(table, key)), None)
        here = document.place((*path, key) if key else path)
        yield from faults(table, ordered=name == "events", place=here)


def faults(table: LedgerTable, *, ordered: bool, place: Place) -> Iterator[Problem]:
    """Yield what is wrong with one table; `ordered`: its rows need an order of their own."""
    named = [value is not None for value in (table.file, table.database, table.table, table.query)]
    if named not in ([True, False, False, False], [False, True, True, False], [False, True, False, True]):
        yield problem("CS664", place)
    if table.database is not None and has_password(table.database):
        yield problem("CS665", replace(place, source=""))
    if table.query is None:
        return
    try:
        statement = sql.parse(table.query)
    except sql.StatementError as refusal:
        zh, en = _NOT_READING[refusal.kind]
        yield problem("CS667", place, reason_zh=zh, reason_en=en)
        return
    if ordered and not statement.ordered:
        yield problem("CS668", place, reason_zh="查询没有 ORDER BY", reason_en="the query has no ORDER BY")


def has_password(database: str) -> bool:
    """Tell whether the address of a PostgreSQL database holds a password. Doubt counts as yes."""
    if database.startswith("sqlite:"):
        return False
    try:
        parts = urlsplit(database)
    except ValueError:  # brackets that do not pair
        return ":" in database.partition("://")[2].rpartition("@")[0]
    asked = {unquote(key).strip().lower() for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
    before_host = database.partition("://")[2].rpartition("@")[0]
    return ":" in before_host.partition("?")[0] or bool(asked & _SECRETS)
