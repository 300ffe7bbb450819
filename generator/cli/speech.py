"""Chinese and English on the command line; click itself speaks English only."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:  # help must be quick; the model brings pydantic with it
    from generator.model import Language


@dataclass(frozen=True)
class Say:
    """Chooses between two wordings: `say("中文", "English")`."""

    language: Language

    def __call__(self, zh: str, en: str) -> str:
        """Return the wording in the chosen language."""
        return zh if self.language == "zh" else en


def printable(text: str) -> str:
    """Return a line without what could steer a terminal or turn the order of its letters: it comes from outside."""
    return "".join(one if _is_shown(one) else "\ufffd" for one in text)


def escaped(text: str) -> str:
    """Return JSON in which such characters are escaped; its own line ends stay."""
    return "".join(one if one == "\n" or _is_shown(one) else json.dumps(one)[1:-1] for one in text)


def _is_shown(character: str) -> bool:
    return unicodedata.category(character)[0] != "C"


def anywhere(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[list[str], Language, bool]:
    """Take `--lang` and `--debug` out of the arguments, wherever they stand; return the rest, the language, and debug.

    Help has to know its language before click parses anything. A language that does not exist is left for click to
    complain about.
    """
    rest: list[str] = []
    wanted, debug = environment.get("CERTSITE_LANG", "zh"), False
    words = iter(arguments)
    for word in words:
        value = (
            word.removeprefix("--lang=")
            if word.startswith("--lang=")
            else next(words, "")
            if word == "--lang"
            else None
        )
        if value in {"zh", "en"}:
            wanted = value
        elif value is not None:
            rest += ["--lang", value]
        elif word == "--debug":
            debug = True
        else:
            rest.append(word)
    return rest, "en" if wanted == "en" else "zh", debug


class SpokenCommand(click.Command):
    """A command whose help stands in the chosen language."""

    def __init__(self, *args: Any, say: Say, **kwargs: Any) -> None:
        kwargs["add_help_option"] = False
        super().__init__(*args, **kwargs)
        self.say = say
        text = say("显示帮助", "Show this help")
        self.params.append(
            click.Option(
                ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=_help, help=text
            )
        )

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=self.say("用法：", "Usage: "))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Name the parts of the usage line."""
        words = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]…"}
        pieces = super().collect_usage_pieces(ctx)
        return [self.say(words.get(piece, piece), piece) for piece in pieces]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and a group's commands."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section(self.say("选项", "Options")):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            commands = [(name, command.get_short_help_str(80)) for name, command in self.commands.items()]
            with formatter.section(self.say("命令", "Commands")):
                formatter.write_dl(commands)


class SpokenGroup(SpokenCommand, click.Group):
    """The group of commands, in the order in which they were added."""


def _help(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


_CHINESE = (
    (r"Directory '(.+)' does not exist\.", r"没有文件夹“\1”"),
    (r"Directory '(.+)' is a file\.", r"“\1”是文件，不是文件夹"),
    (r"File '(.+)' is a directory\.", r"“\1”是文件夹，不是文件"),
    (r"'(.+)' is not one of (.+)\.", r"“\1”不在可选的值里：\2"),
    (r"'(.+)' is not a valid integer.*", r"“\1”不是整数"),
    (r"(.+) is not in the range (.+)\.", r"\1 不在 \2 的范围里"),
    (r"No such command '(\S+)'\.", r"没有命令 \1"),
    (r"Got unexpected extra argument \((.+)\)", r"多了“\1”"),
)
"""click's complaints, and the same in Chinese. One that is not here is shown in English."""


def usage_message(error: click.ClickException, say: Say) -> str:
    """Return click's complaint about the use of a command, in the chosen language."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "certsite"
    more = say(f"。帮助：{command} --help", f" Help: {command} --help")
    near = next(iter(getattr(error, "possibilities", None) or ()), "")
    zh, en = (f"，是不是 {near}", f"; did you mean {near}?") if near else ("", ".")
    if isinstance(error, click.NoSuchOption):
        return say(f"没有选项 {error.option_name}{zh}", f"There is no option {error.option_name}{en}") + more
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(context) if error.param and context else ""
        return say(f"缺少 {name}", f"{name} is missing.") + more
    if say.language == "en":
        return error.format_message() + more
    message = error.message
    for english, chinese in _CHINESE:
        message = re.sub(f"^{english}$", chinese, message)
    hint = (
        error.param.get_error_hint(context) if isinstance(error, click.BadParameter) and error.param else ""
    )
    return f"{hint}：{message}{more}".replace("'", "") if hint else message + zh + more
