"""`certsite lookup`: one certificate, as anyone reads it from the published register."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from generator.cli import answers
from generator.cli.options import json_option, project
from generator.cli.speech import Say, SpokenCommand

if TYPE_CHECKING:
    from generator.question import Question
    from generator.verdict import Outcome

_YES, _NOT_YES, _WRONG_USE, _NETWORK = 0, 1, 2, 4


def lookup(say: Say) -> click.Command:
    """Make the command."""

    def run(number: str, register: str | None, on: datetime.date | None, as_json: bool) -> int:
        place = register or str(project() / "site" / "register" / "1")
        question, found = _check(number, place, on)
        if as_json:
            whole = json.dumps(_as_json(question, found, say, on), ensure_ascii=False, indent=2)
            click.echo(
                "".join(one if one == "\n" or _is_shown(one) else json.dumps(one)[1:-1] for one in whole)
            )
        elif found.verdict == "input":
            click.echo(_heading(found, say, on), err=True)
        else:
            click.echo("\n".join(_lines(found, say, place, on)))
        return _exit_code(found)

    def day(_ctx: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date | None:
        if value is None:
            return None
        try:
            if re.fullmatch(r"(?:19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}", value):
                return datetime.date.fromisoformat(value)
        except ValueError:
            pass
        text = say(f"“{value}”不是日子，写成 2026-11-22 那样", f"“{value}” is no day like 2026-11-22.")
        raise click.BadParameter(text, param=parameter)

    parameters: list[click.Parameter] = [
        click.Argument(["number"], metavar=say("证书编号", "NUMBER")),
        click.Option(
            ["--registry", "register"],
            metavar=say("文件夹或网址", "DIR|URL"),
            help=say(
                "登记册在哪里（默认：项目的 site/register/1）",
                "Where the register is (default: site/register/1 of the project)",
            ),
        ),
        click.Option(
            ["--on"],
            metavar="YYYY-MM-DD",
            callback=day,
            help=say("按哪一天判断（默认：今天）", "The day to judge (default: today)"),
        ),
        json_option(say),
    ]
    text = say(
        "查询一张证书。返回 0：可以采信；1：不能采信或不能确认；4：读不到登记册。",
        "Look a certificate up. Returns 0: can be relied on; 1: cannot, or cannot be confirmed; 4: no register.",
    )
    return SpokenCommand("lookup", say=say, callback=run, help=text, params=parameters)


def clock() -> datetime.datetime:
    """The device's clock. What makes a build reproducible must not make an old answer look new, so no variable sets it."""
    return datetime.datetime.now(datetime.UTC)


def _check(text: str, place: str, on: datetime.date | None) -> tuple[Question, Outcome]:
    from generator import normalise, question, reader, verdict
    from generator.format import Fault

    asked = question.read(text)
    try:
        key = normalise.key(asked.text)
    except normalise.Refused as refused:
        return asked, verdict.refusal(refused)
    try:
        return asked, verdict.outcome(key, asked, reader.load(key, reader.source(place)), clock(), on)
    except Fault as fault:
        return asked, verdict.faulty(fault, key)


def _exit_code(found: Outcome) -> int:
    if found.verdict == "yes":
        return _YES
    if found.verdict == "input":
        return _WRONG_USE
    return _NETWORK if found.code == "NETWORK" else _NOT_YES


def _lines(found: Outcome, say: Say, place: str, on: datetime.date | None) -> Iterator[str]:
    """Yield the answer, the verdict first."""
    yield _heading(found, say, on)
    only = say(f"（只就 {on} 而言）", f" (for {on} only)") if on else ""
    conclusion = say("结论{}：{}", "Conclusion{}: {}").format(only, say(*answers.CONCLUSIONS[found.verdict]))
    yield say("样本演示 · ", "Specimen demonstration · ") + conclusion if found.specimen else conclusion
    facts = {**_facts(found.facts, say), "place": place}
    message = answers.MESSAGES["VALID_ON" if on and found.code == "VALID" else found.code]
    yield _printable(say(*message).format_map(facts))
    for remark in found.remarks:
        yield _printable(say(*answers.REMARKS[remark.text]).format_map(_facts(remark.facts, say)))
    for candidate in found.candidates:
        places = (
            say(f"第 {at['pos']} 位 {at['a']} → {at['b']}", f"character {at['pos']} {at['a']} → {at['b']}")
            for at in candidate.differences
        )
        yield _printable(f"  {candidate.number}  ({say('；', '; ').join(places)})")
    index = found.index
    if index is None:
        return
    if found.record is not None:
        yield ""
        if on is not None:
            yield say(
                f"以下是登记册现在的内容，不一定是 {on} 的内容：",
                f"What the register holds now, which is not always what it held on {on}:",
            )
        for label, value in _details(found, found.record, index, say):
            yield _printable(say(f"{label}：{value}", f"{label}: {value}"))
        yield from map(_printable, _history(found.record, found.day or "", say))
    yield ""
    platform = f"{_named(index['platform']['name'], say)} {index['platform']['url']}"
    if found.code in ("NOT_FOUND", "OTHER_BODY", "CANCELLED", "EXPIRED"):
        yield _printable(say(f"全部机构的证书：{platform}", f"Certificates of all bodies: {platform}"))
    asof = found.facts["asof"]
    yield say(f"数据发布时间：{asof}（北京时间）", f"Data released: {asof} (Beijing time)")
    yield say(f"登记册版本：{index['snapshot']}", f"Register version: {index['snapshot']}")


def _heading(found: Outcome, say: Say, on: datetime.date | None) -> str:
    heading = say(*answers.HEADINGS[found.text]).format_map(_facts(found.facts, say))
    return _printable(say(f"{on}：", f"{on}: ") + heading if on and found.status else heading)


def _details(
    found: Outcome, record: Mapping[str, Any], index: Mapping[str, Any], say: Say
) -> Iterator[tuple[str, object]]:
    """Yield label and value of what a record says of the certificate."""
    named = {"scheme": index["schemes"], "level": index["levels"]}
    for key, label in answers.FIELDS.items():
        if key not in record:
            continue
        value = record[key]
        if key in named and value in named[key]:
            value = _named(named[key][value], say)
        if key == "valid_to" and found.status and found.status.last_day:
            value = found.status.last_day
        if isinstance(value, list):
            value = say("；", "; ").join(value)
        translated = record.get(f"{key}_en")
        yield say(*label), f"{value} / {translated}" if translated else value


def _history(record: Mapping[str, Any], day: str, say: Say) -> Iterator[str]:
    if record.get("events"):
        yield say("变更记录：", "History:")
    for event in record.get("events", ()):
        what = answers.EVENTS.get(event["type"])
        parts = [say(*what) if what else say("本程序不认识的事项", "Entry that this program does not know")]
        if "until" in event:
            parts.append(say(f"至 {event['until']}", f"until {event['until']}"))
        if "by" in event:
            parts.append(say(f"由 {event['by']} 取代", f"by {event['by']}"))
        if event["on"] > day:
            parts.append(say("当日尚未生效", "not in effect on that day"))
        yield f"  {event['on']}  {say('，', ', ').join(parts)}"


def _facts(facts: Mapping[str, Any], say: Say) -> dict[str, object]:
    """Return facts as they are said; a field is called by its name."""
    return {
        name: say(*answers.FIELDS[fact["word"]]) if isinstance(fact, dict) and name == "field" else fact
        for name, fact in facts.items()
    }


def _named(name: Mapping[str, str], say: Say) -> str:
    return say(name["zh"], name.get("en", name["zh"]))


def _printable(text: str) -> str:
    """Return a line without what could steer a terminal or turn the order of its letters: it comes from outside."""
    return "".join(one if _is_shown(one) else "\ufffd" for one in text)


def _is_shown(character: str) -> bool:
    return unicodedata.category(character)[0] != "C"


def _as_json(question: Question, found: Outcome, say: Say, on: datetime.date | None) -> dict[str, object]:
    """Return the outcome for programs: `verdict` is yes, no, unknown (cannot tell) or input (no number)."""
    claims = {"holder": question.holder, "to": question.to}
    whole: dict[str, object] = {
        "verdict": found.verdict,
        "code": found.code,
        "says": _heading(found, say, on),
        "asked": {key: value for key, value in {"number": question.text, **claims}.items() if value},
        "day": found.day,
        "status": found.status and {k: v for k, v in dataclasses.asdict(found.status).items() if v},
        "remarks": [remark.text for remark in found.remarks],
        "candidates": [candidate.number for candidate in found.candidates],
        "specimen": found.specimen,
        "record": found.record,
        "register": found.index and {key: found.index[key] for key in ("generated_at", "snapshot")},
    }
    return {key: value for key, value in whole.items() if value not in (None, [], False)}
