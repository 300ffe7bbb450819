"""What the file says beside the check itself, in both languages."""

from __future__ import annotations

from typing import Literal

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("离线核验证书", "Check a certificate offline"),
    "heading": ("离线核验证书", "Check a certificate offline"),
    "kind": ("离线核验文件", "Offline verification file"),
    "released": (
        "数据发布于 {asof}（北京时间），此后的变化不在其中。",
        "The data were released {asof} (Beijing time); what changed later is not in this file.",
    ),
    "go_online": ("采信前请在线查询：", "Before you rely on a certificate, check it online:"),
    "holds": (
        "含 {total} 张证书，登记册版本 {version}。",
        "It holds {total} certificates, register version {version}.",
    ),
    "specimen": (
        "本登记册目前只含样本数据（编号以 {prefixes} 开头），没有真实证书。",
        "This register holds specimen data only at present (numbers beginning with {prefixes}); no real certificate is in it.",
    ),
    "skip": ("跳到正文", "Skip to content"),
    "label": ("证书编号", "Certificate number"),
    "hint": (
        "印在证书上方，例如 {example}。空格、横线、全角和大小写都不影响查询。",
        "Printed near the top of the certificate, for example {example}. Spaces, dashes and letter case do not matter.",
    ),
    "day": ("判断哪一天", "On which day"),
    "day_hint": (
        "平时是数据发布当天 {released}，也可以选更早的日子。更晚的日子，本文件不能确认。",
        "Usually {released}, the day of the release; an earlier one can be chosen. Of a later one this file cannot tell.",
    ),
    "button": ("查询", "Check"),
    "noscript": (
        "浏览器没有运行脚本，不能用本文件查询。",
        "Scripts are off, so this file cannot check a number.",
    ),
    "not_running": (
        "查询程序没有启动：文件可能不完整，或浏览器不允许本机文件运行脚本。请重新取得本文件，换用较新的浏览器，或在线查询。",
        "The check has not started: the file may not be whole, or the browser runs no scripts of local files. Get the file "
        "again, use a newer browser, or check online.",
    ),
    "privacy": (
        "查询只在本文件里进行，不联网，不发送任何内容。",
        "The check happens within this file; it uses no network and sends nothing.",
    ),
    "judged_released": (
        "编号 {no}，按数据发布当天 {on} 判断。",
        "Certificate {no}, judged for {on}, the day of the release.",
    ),
    "judged": ("编号 {no}，按 {on} 判断。", "Certificate {no}, judged for {on}."),
    "compare": (
        "核对下列内容是否与手中的证书一致。登记内容是 {asof} 发布的内容，不一定是那一天的。",
        "Check that the particulars below match the certificate in your hand. They are as released {asof}, not always as on "
        "that day.",
    ),
    "online": ("现在的状态，请在线查询：", "How it stands now, check online:"),
    "not_a_number": ("请输入证书编号", "Enter a certificate number"),
    "several": (
        "这里像是有 {n} 个编号，一次只能查询一个：",
        "These seem to be {n} numbers. One can be checked at a time:",
    ),
    "organisations": (
        "本文件只按证书编号查询，编号只含字母和数字。按组织名称或信用代码查找，请到",
        "This file checks certificate numbers, which have letters and digits only. To search by organisation or credit code, "
        "go to",
    ),
}

_TOLD_THE_PROGRAM = (
    "judged_released",
    "judged",
    "compare",
    "online",
    "not_a_number",
    "several",
    "organisations",
)


def of_page(language: Literal["zh", "en"]) -> dict[str, str]:
    """Return all words in one language."""
    return {key: text[language == "en"] for key, text in _WORDS.items()}


def of_program(language: Literal["zh", "en"]) -> dict[str, str]:
    """Return those that the program of the page says."""
    words = of_page(language)
    return {key: words[key] for key in _TOLD_THE_PROGRAM}
