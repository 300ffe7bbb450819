"""`certsite lookup`: one certificate, as anyone reads it from the published register."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from generator.cli import answers
from generator.cli.options import day_option, json_option, own_register, register_option
from generator.cli.speech import Say, SpokenCommand, escaped, printable

if TYPE_CHECKING:
    from generator.question import Question
    from generator.verdict import Outcome

_YES, _NOT_YES, _WRONG_USE, _NETWORK = 0, 1, 2, 4


def lookup(say: Say) -> click.Command:
    """Make the command."""

    def run(number: str, register: str | None, on: datetime.date | None, as_json: bool) -> int:
        place = register or str(own_register())
        question, found = _check(number, place, on)
        if as_json:
            whole = json.dumps(_as_json(question, found, say), ensure_ascii=False, indent=2)
            click.echo(escaped(whole))
        elif found.verdict == "input":
            click.echo(_heading(found, say), err=True)
        else:
            click.echo("\n".join(_lines(found, say, place)))
        return _exit_code(found)

    parameters: list[click.Parameter] = [
        click.Argument(["number"], metavar=say("证书编号", "NUMBER")),
        register_option(say),
        day_option(say),
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
    from generator import near, normalise, question, reader, verdict
    from generator.format import Fault

    asked = question.read(text)
    try:
        key = normalise.key(asked.text)
    except normalise.Refused as refused:
        return asked, verdict.refusal(refused)
    get = reader.source(place)
    try:
        found = verdict.outcome(key, asked, reader.load(key, get), clock(), on)
        return asked, near.offered(found, key, get)
    except Fault as fault:
        return asked, verdict.faulty(fault, key)


def _exit_code(found: Outcome) -> int:
    if found.verdict == "yes":
        return _YES
    if found.verdict == "input":
        return _WRONG_USE
    return _NETWORK if found.code == "NETWORK" else _NOT_YES


def _lines(found: Outcome, say: Say, place: str) -> Iterator[str]:
    """Yield the answer, the verdict first."""
    on = found.on
    yield _heading(found, say)
    only = say(f"（只就 {on} 而言）", f" (for {on} only)") if on else ""
    conclusion = say("结论{}：{}", "Conclusion{}: {}").format(only, say(*answers.CONCLUSIONS[found.verdict]))
    yield say("样本演示 · ", "Specimen demonstration · ") + conclusion if found.specimen else conclusion
    facts = {**_facts(found.facts, say), "place": place}
    of_day = answers.MESSAGES.get(f"{found.code}_ON") if on else None
    message = of_day or answers.MESSAGES[found.code]
    yield printable(say(*message).format_map(facts))
    for remark in found.remarks:
        yield printable(say(*answers.REMARKS[remark.text]).format_map(_facts(remark.facts, say)))
    for candidate in found.candidates:
        places = (_difference(at, say) for at in candidate.differences)
        yield printable(f"  {candidate.number}  ({say('；', '; ').join(places)})")
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
            yield printable(say(f"{label}：{value}", f"{label}: {value}"))
        yield from map(printable, _history(found.record, found.day or "", say))
    yield ""
    platform = f"{_named(index['platform']['name'], say)} {index['platform']['url']}"
    if found.code in ("NOT_FOUND", "OTHER_BODY", "CANCELLED", "EXPIRED"):
        yield printable(say(f"全部机构的证书：{platform}", f"Certificates of all bodies: {platform}"))
    asof = found.facts["asof"]
    yield say(f"数据发布时间：{asof}（北京时间）", f"Data released: {asof} (Beijing time)")
    yield say(f"登记册版本：{index['snapshot']}", f"Register version: {index['snapshot']}")


def _difference(at: Mapping[str, int | str], say: Say) -> str:
    pos, a, b = at["pos"], at["a"], at["b"]
    if not b:
        return say(f"第 {pos} 位多了 {a}", f"character {pos}: {a} is one too many")
    if not a:
        return say(f"第 {pos} 位少了 {b}", f"character {pos}: {b} is missing")
    return say(f"第 {pos} 位：{a} → {b}", f"character {pos}: {a} → {b}")


def _heading(found: Outcome, say: Say) -> str:
    heading = say(*answers.HEADINGS[found.text]).format_map(_facts(found.facts, say))
    return printable(
        say(f"{found.on}：", f"{found.on}: ") + heading if found.on and found.status else heading
    )


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


def _as_json(question: Question, found: Outcome, say: Say) -> dict[str, object]:
    """Return the outcome for programs: `verdict` is yes, no, unknown (cannot tell) or input (no number)."""
    claims = {"holder": question.holder, "to": question.to}
    whole: dict[str, object] = {
        "verdict": found.verdict,
        "code": found.code,
        "says": _heading(found, say),
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
