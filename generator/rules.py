"""The rules that input must keep: identifier, severity and wording in both languages.

An identifier never changes its meaning and is never used again. `tests/fixtures/broken/` holds a broken sample of each.
The first digit says who reports it: 1 reading YAML, 2 the model, 3 cross references, 4 things for staff to decide,
5 content, 6 the ledger, 7 templates and words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.model import Language

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Rule:
    """A rule. Messages and hints have `{placeholders}` that a problem fills with its details."""

    severity: Severity
    message: dict[Language, str]
    hint: dict[Language, str]


def _rule(severity: Severity, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> Rule:
    return Rule(severity, {"zh": zh, "en": en}, {"zh": hint_zh, "en": hint_en})


def _error(zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> Rule:
    return _rule("error", zh, en, hint_zh, hint_en)


def _warning(zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> Rule:
    return _rule("warning", zh, en, hint_zh, hint_en)


RULES: dict[str, Rule] = {
    # Reading YAML
    "CS101": _error(
        "找不到或读不了文件：{reason}", "The file cannot be read: {reason}", "检查文件名和位置", "Check its name and place"
    ),
    "CS102": _error(
        "文件不是 UTF-8 编码", "The file is not UTF-8", "在编辑器中另存为 UTF-8", "Save it as UTF-8 in your editor"
    ),
    "CS103": _error("YAML 写法有误：{reason}", "Not valid YAML: {reason}", "{hint_zh}", "{hint_en}"),
    "CS104": _error(
        "“{key}”写了两次，第一次在第 {first} 行",
        "“{key}” stands twice, first on line {first}",
        "删去一处",
        "Remove one of them",
    ),
    "CS105": _error(
        "这里应当是“名称: 内容”，现在整行是一段文字",
        "A “name: value” is expected here, but the whole line is one piece of text",
        "用半角冒号 : 加一个空格，不要用全角冒号 ：",
        "Use a half-width colon and a space, not the full-width colon ：",
    ),
    "CS106": _error(
        "不支持 YAML 的 {what}", "{what} of YAML is not supported", "把内容直接写出来", "Write the value out"
    ),
    "CS107": _error("文件是空的", "The file is empty"),
    "CS108": _error(
        "有看不见的字符 {character}", "There is an invisible character, {character}", "删去它", "Remove it"
    ),
    # The model
    "CS201": _error(
        "没有“{key}”这一项", "There is no key “{key}” here", "这里可以写：{allowed}", "Allowed here: {allowed}"
    ),
    "CS202": _error("缺少“{key}”", "“{key}” is missing", "{description}", ""),
    "CS203": _error("这里应当是{wanted_zh}", "{wanted_en} is expected here"),
    "CS204": _error("“{value}”不在可选的值里", "“{value}” is not one of the values", "可以写：{allowed}", "Use: {allowed}"),
    "CS205": _error(
        "“{value}”不是日期：{reason_zh}", "“{value}” is not a day: {reason_en}", "写作 2025-04-25", "Write 2025-04-25"
    ),
    "CS206": _error("“{value}”不是{wanted_zh}", "“{value}” is not {wanted_en}"),
    "CS207": _error("“{value}”的写法不对", "“{value}” is not written as it should be", "{description}", "Pattern: {pattern}"),
    "CS208": _error("内容不能为空", "This must not be empty", "没有内容就删去这一项", "Remove the key if there is nothing to say"),
    # Cross references
    "CS301": _error("{what} 的 id“{id}”用了两次", "The id “{id}” is used twice in {what}"),
    "CS302": _error("{what} 里没有“{id}”", "There is no “{id}” in {what}", "已有：{allowed}", "There are: {allowed}"),
    "CS303": _error(
        "标准已有新版取代，要写明 superseded_by",
        "A superseded standard needs superseded_by",
    ),
    "CS304": _error(
        "级别的最低分要从低到高，且不超过满分 {maximum}",
        "The minimum scores of the levels must ascend and must not exceed {maximum}",
    ),
    "CS305": _error("原文里没有出现 {number}", "The text does not mention {number}", "核对数字和原文", "Compare number and text"),
    "CS306": _error("步骤 {first} 和 {second} 占了同一格", "Steps {first} and {second} take the same cell", "改其中一个的 row", "Change the row of one"),
    "CS307": _error("{role} 的箭头要写 label", "An edge with role {role} needs a label"),
    "CS308": _error("从第一个步骤走不到步骤 {step}", "Step {step} cannot be reached from the first one", "补上通向它的箭头", "Add an edge to it"),
    "CS309": _error("示例编号“{number}”不能用：{reason}", "The example number “{number}” will not do: {reason}"),
    "CS310": _error("提示天数要小于降级天数", "The notice limit must be below the downgrade limit"),
    "CS311": _error(
        "当前版本 {version}（{effective}）不在 history 里",
        "The version {version} of {effective} is not in the history",
    ),
    "CS312": _error(
        "不适用的项目不能再写 pages 或 missing", "An item that does not apply can have neither pages nor missing"
    ),
    "CS313": _error(
        "勘误说保留原文，但文中没有“{text}”",
        "The erratum says “as issued”, but “{text}” is not in the text",
        "文中改过了，就把勘误改为 corrected",
        "If the text has been corrected, make the erratum “corrected”",
    ),
    "CS314": _error("corrected 要与 issued 一一对应", "corrected must have one entry for each of issued"),
    "CS315": _error("没有“{page}”这个页面", "There is no page “{page}”", "页面例如：{allowed}", "Pages are, for example: {allowed}"),
    "CS316": _error(
        "离开流程的箭头要写 role: exit，并且只有它可以省略 to",
        "An edge without “to” needs role: exit, and only such an edge may omit it",
    ),
    "CS317": _error("转换截止日早于新版发布", "The transition ends before the new edition was published"),
    # For staff to decide
    "CS401": _warning(
        "必须公开的项目 {item}“{title}”尚未公布", "{item} “{title}” must be disclosed and is not published yet"
    ),
    "CS402": _warning(
        "勘误 {erratum} 保留了原文，等待决定：{reason}", "Erratum {erratum} was left as issued: {reason}"
    ),
    "CS403": _warning(
        "网站地址还是示例", "The address of the site is still an example", "上线前改为真实网址", "Change it before you publish"
    ),
    "CS404": _warning(
        "登记册只有样本数据", "The register holds specimen data only", "换成真实数据后删去 specimen", "Remove specimen when the data are real"
    ),
    "CS405": _warning("机构的“{what}”尚未公布", "“{what}” of the body is not published yet"),
    "CS406": _warning(
        "必须公开的项目 {item}“{title}”还缺：{missing}", "{item} “{title}” must be disclosed; still missing: {missing}"
    ),
}  # fmt: skip
