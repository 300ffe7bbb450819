"""The words that the drawings themselves say, in both languages."""

from __future__ import annotations

from generator.model import Text

SIGNS = {
    "optional": Text(zh="适用时才有的步骤", en="Only if applicable"),
    "decision": Text(zh="作出决定的步骤", en="Decision"),
    "derived": Text(zh="由条款得出，原图未画", en="From the clauses, not in the original figure"),
    "added": Text(zh="原图中没有的步骤", en="Not in the original figure"),
    "number": Text(zh="图下有说明", en="See below the diagram"),
}
"""What the signs of a drawing mean, in the order of the key."""

CONTINUED = Text(zh="{title}（续）", en="{title} (continued)")
"""The head of a sublane that the one-column drawing comes back to."""

CLAUSE = Text(zh="ISO/IEC 17021-1 第 {clause} 条", en="ISO/IEC 17021-1, {clause}")
"""The clause of a lane, below its title."""

DESCRIPTION = Text(
    zh="流程图，共 {lanes} 个阶段、{steps} 个步骤；图下的列表用文字说明同样的内容。",
    en="Flow chart of {lanes} phases and {steps} steps; the list below the diagram says the same in words.",
)
