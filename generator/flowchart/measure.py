"""How wide text is, and where its lines break. Widths are upper bounds, so that text fits whatever font a reader has."""

from __future__ import annotations

import re
import unicodedata

_NARROW = dict.fromkeys("iljI|!'.,:;·", 0.38) | dict.fromkeys('ftr()[]{}-/\\" ', 0.46)
_WIDE = dict.fromkeys("mw", 0.98) | dict.fromkeys("MW@%", 1.08)

_NOT_FIRST = frozenset("。，、；：？！）》」』】〕〉”’…—～·％,.;:?!)]}/%")
_NOT_LAST = frozenset("（《「『【〔〈“‘([{")

_WORD_JOINTS = re.compile(r"(?<=[-/–])(?=\w)")

_WORDS = (
    "认证 审核 监督 客户 机构 初次 再次 申请 评审 阶段 计划 实施 解决 关注 结论 决定 授予 颁发 文件 信息 交流 识别 问题 要求"
    " 补充 适用 制定 方案 报价 确认 确定 正式 安排 选择 指派 能力 策划 独立 复核 需要 调整 适当 跟踪 活动 频次 持续 时间 考虑"
    " 特殊 范围 变化 是否 修改 通报 服务 现场 不符 纠正 措施 验证 保持 暂停 撤销 恢复 缩小 扩大 到期 完成 进行 日期 个月 合同"
)
"""Words of the field, of two characters, that lines do not part if there is another way."""

_POOR, _GOOD = 0.25, -0.08
"""What a break costs beside its ragged edge, as a share of the squared line width."""


def char_width(char: str) -> float:
    """Return an upper bound of the width of one character in em; a Chinese character is 1 em in every font."""
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    if char in _NARROW:
        return _NARROW[char]
    if char in _WIDE:
        return _WIDE[char]
    return 0.8 if char.isupper() else 0.65 if ord(char) < 0x250 else 1.0


def width(text: str, size: float) -> float:
    """Return an upper bound of the width of a line of text, in the unit of `size` (1 em)."""
    return size * sum(map(char_width, text))


def break_lines(text: str, limit: float, size: float) -> tuple[str, ...]:
    """Break text into the fewest lines of at most `limit`, as even as can be (least squares).

    No line begins with closing punctuation or ends with an opening bracket (GB/T 15834: 标点的位置), and words of
    letters stay whole, unless they alone are wider than a line. Raises ValueError if a single character is wider.
    """
    pieces = _pieces(" ".join(text.split()), limit, size)
    # best[i]: (lines, cost, start of the last line) of the best way to set the first i pieces
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(pieces) + 1):
        ways = []
        for start in range(end - 1, -1, -1):
            line = width("".join(pieces[start:end]).strip(), size)
            if line > limit:
                break
            lines, cost, _ = best[start]
            slack = ((limit - line) / limit) ** 2
            ways.append((lines + 1, cost + slack + _break_cost(pieces, end), start))
        if not ways:
            raise ValueError(f"no room for {pieces[end - 1]!r} in a line of {limit:g}")
        best.append(min(ways))
    lines_backwards = []
    end = len(pieces)
    while end:
        start = best[end][2]
        lines_backwards.append("".join(pieces[start:end]).strip())
        end = start
    return tuple(reversed(lines_backwards))


def _pieces(text: str, limit: float, size: float) -> list[str]:
    """Cut text where lines may break; a piece keeps the space that follows it."""
    pieces: list[str] = []
    for char in text:
        if pieces and _sticks(pieces[-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    fitting: list[str] = []
    for piece in pieces:
        fitting += [piece] if width(piece.strip(), size) <= limit else _cut(piece, limit, size)
    return fitting


def _sticks(piece: str, char: str) -> bool:
    last = piece[-1]
    if char == " ":
        return True
    if last == " ":
        return char in _NOT_FIRST
    if char in _NOT_FIRST or last in _NOT_LAST:
        return True
    return not _is_chinese(last) and not _is_chinese(char) and not (last == "/" and _is_chinese(piece[0]))


def _cut(piece: str, limit: float, size: float) -> list[str]:
    """Cut a piece that no line can hold: at its hyphens and slashes if that is enough, else anywhere."""
    parts: list[str] = []
    for word in _WORD_JOINTS.split(piece):
        for char in [word] if width(word.strip(), size) <= limit else word:
            if parts and width((parts[-1] + char).strip(), size) <= limit:
                parts[-1] += char
            else:
                parts.append(char)
    return parts


def _break_cost(pieces: list[str], end: int) -> float:
    """Say how well or badly a line ends after `end` pieces."""
    if end == len(pieces):
        return 0.0
    before, after = pieces[end - 1], pieces[end]
    if before.endswith(" ") and (before[-2:-1].isdigit() != after[:1].isdigit()):
        return _POOR  # between a number and its unit: 第 1 阶段, 12 个月, stage 1
    if before[-1] + after[0] in _WORDS:
        return _POOR
    if after[0] in _NOT_LAST or before.rstrip()[-1:] in "；，。;":
        return _GOOD
    return 0.0


def _is_chinese(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"
