"""Loads `schemes.yaml`: text with places in, typed facts or problems out."""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from generator.model import SchemesFile
from generator.model.project import LedgerSettings
from generator.problems import Place, Problem, Problems, closest, problem
from generator.yaml_source import YamlDocument, YamlPath, read

FILE = "schemes.yaml"
SCHEMA_FILE = "schemes.schema.json"

_USUAL = [str(table.file) for table in (LedgerSettings().certificates, LedgerSettings().events)]
"""Where the ledger is unless something else is named; either may be a link to another place."""

_OF_SQLITE = ("", "-journal", "-shm", "-wal")
"""What the names of the files end in that together are a database of SQLite."""

M = TypeVar("M", bound=BaseModel)


def load(path: Path, problems: Problems) -> tuple[SchemesFile, YamlDocument] | None:
    """Read and type `schemes.yaml`. Returns None if there is a problem; all of them are in `problems`."""
    document = read(path, FILE, problems)
    if document is None:
        return None
    facts = typed(document, SchemesFile, problems)
    return None if facts is None else (facts, document)


def typed(document: YamlDocument, model: type[M], problems: Problems) -> M | None:
    """Make a model of a document; note every fault with its place."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        problems.extend(
            _problem_of(fault, document, model) for fault in error.errors() if not _follows(fault)
        )
        return None


def ledger_files(root: Path) -> list[Path] | None:
    """Return the files that the `schemes.yaml` in `root` names as the ledger, whatever else in it is at fault.

    Returns None if the file cannot be read as YAML.
    """
    if not (root / FILE).exists():
        return []
    document = read(root / FILE, FILE, Problems())
    if document is None:
        return None
    data = document.data
    for key in ("register", "ledger"):
        data = data.get(key) if isinstance(data, dict) else None
    tables = [table for table in data.values() if isinstance(table, dict)] if isinstance(data, dict) else []
    files = [*_USUAL, *(str(table["file"]) for table in tables if table.get("file"))]
    databases = [
        str(table["database"]) for table in tables if str(table.get("database")).startswith("sqlite:")
    ]
    files += [database.removeprefix("sqlite:") + more for database in databases for more in _OF_SQLITE]
    return [(root / file).resolve() for file in files if "\0" not in file]  # no path has one


def json_schema() -> str:
    """Return the JSON Schema of `schemes.yaml`, for editors."""
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", **SchemesFile.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _follows(fault: Mapping[str, Any]) -> bool:
    """Tell whether a list is called too short only because its items are at fault."""
    return bool(fault["type"] == "too_short" and len(fault["input"]) > fault["ctx"]["actual_length"])


def _problem_of(fault: Mapping[str, Any], document: YamlDocument, model: type[BaseModel]) -> Problem:
    kind, value = str(fault["type"]), fault["input"]
    path, models = _resolve(fault["loc"], document.data, model)
    here = document.place(path)
    key = str(path[-1]) if path else ""
    field = _fields(models[-2] if len(models) > 1 else ()).get(key)
    description = (field.description if field else None) or ""
    if kind == "missing":
        return problem("CS202", document.place(path[:-1]), key=key, description=description)
    if kind == "extra_forbidden":
        allowed = _fields(models[-2] if len(models) > 1 else (model,))
        place = document.place(path, of_key=True)
        return problem("CS201", place, key=key, allowed=", ".join(allowed), suggestion=closest(key, allowed))
    if value is None:
        return problem("CS208", here)
    if isinstance(value, str) and kind in {"model_type", "dict_type", "tuple_type"} and "：" in value:
        return problem("CS105", here)
    if kind in _WANTED:
        wanted_zh, wanted_en = _WANTED[kind]
        return problem("CS203", here, wanted_zh=wanted_zh, wanted_en=wanted_en)
    if kind == "literal_error":
        allowed_values = re.findall(r"'([^']*)'", fault["ctx"]["expected"])
        suggestion = closest(str(value), allowed_values)
        return problem("CS204", here, value=value, allowed=", ".join(allowed_values), suggestion=suggestion)
    if kind.startswith("date") or kind == "day_form":
        return _day_problem(str(value), here)
    if kind in {"string_too_short", "too_short"}:
        return problem("CS208", here)
    if kind == "string_pattern_mismatch":
        return problem(
            "CS207",
            here,
            value=value,
            description=description or fault["ctx"]["pattern"],
            pattern=fault["ctx"]["pattern"],
        )
    wanted_zh, wanted_en = _NUMBERS.get(kind.split("_")[0], ("允许的值", "an allowed value"))
    return problem("CS206", here, value=value, wanted_zh=wanted_zh, wanted_en=wanted_en)


_WANTED = {
    "model_type": ("几项“名称: 内容”", "A group of “name: value” lines"),
    "dict_type": ("几项“名称: 内容”", "A group of “name: value” lines"),
    "model_attributes_type": ("几项“名称: 内容”", "A group of “name: value” lines"),
    "tuple_type": ("列表，每项以“- ”开头", "A list, each item beginning with “- ”,"),
    "string_type": ("一段文字", "A piece of text"),
}
_NUMBERS = {
    "int": ("整数", "a whole number"),
    "decimal": ("数字", "a number"),
    "bool": (" true 或 false", "true or false"),
    "greater": ("允许的大小", "within the allowed range"),
}


def _day_problem(value: str, place: Place) -> Problem:
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", value) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", value
    )
    if match is None:
        return problem("CS205", place, value=value, reason_zh="看不懂", reason_en="it cannot be read")
    year, month, day = (int(part) for part in match.groups())
    suggestion = f"{year:04}-{month:02}-{day:02}"
    if not 1 <= month <= 12:
        return problem(
            "CS205", place, value=value, reason_zh=f"没有 {month} 月", reason_en=f"there is no month {month}"
        )
    if suggestion == value:
        reasons = (f"{year} 年 {month} 月没有 {day} 日", f"month {month} of {year} has no day {day}")
        return problem("CS205", place, value=value, reason_zh=reasons[0], reason_en=reasons[1])
    reasons = ("要写成年-月-日", "it is not written year-month-day")
    return problem(
        "CS205", place, value=value, reason_zh=reasons[0], reason_en=reasons[1], suggestion=suggestion
    )


Models = tuple[type[BaseModel], ...]


def _resolve(
    location: Iterable[str | int], data: Any, model: type[BaseModel]
) -> tuple[YamlPath, list[Models]]:
    """Turn pydantic's location into a path in the document, and the models that hold at each step.

    pydantic puts the tag of a union's member into the location; the document knows nothing of it, so a part that the
    data does not have is left out, unless it is the last one: then it is the key that is missing or not allowed.
    """
    parts = list(location)
    path: list[str | int] = []
    models: list[Models] = [(model,)]
    for index, part in enumerate(parts):
        inside = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        )
        if not inside and index < len(parts) - 1:
            continue
        if not inside and part in {"text", "items", "levels"} and part not in _fields(models[-1]):
            continue
        path.append(part)
        data = data[part] if inside else None
        field = _fields(models[-1]).get(str(part)) if isinstance(part, str) else None
        models.append(
            _models_in(field.annotation) if field else (models[-1] if isinstance(part, int) else ())
        )
    return tuple(path), models


def _fields(models: Iterable[type[BaseModel]]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for model in models for name, field in model.model_fields.items()}


def _models_in(annotation: Any) -> Models:
    """Return the models that an annotation can hold, looking through Annotated, unions and tuples."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return (annotation,) if issubclass(annotation, BaseModel) else ()
    return tuple(found for argument in typing.get_args(annotation) for found in _models_in(argument))
