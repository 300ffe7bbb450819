"""The process diagram: geometry as properties of any process, and the real process in full."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jinja2
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.flowchart import Diagram, collisions, draw, lay_out, outline
from generator.flowchart.measure import break_lines, width
from generator.flowchart.shapes import Area, Layout, Line, Point
from generator.model import Process

ROOT = Path(__file__).parents[2]
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(ROOT / "site_templates/pages"),
    undefined=jinja2.StrictUndefined,
    autoescape=False,
)
LANGUAGES = ("zh", "en")


def real_process() -> Process:
    """The process of the public document, from the reconstruction of its figure."""
    raw = yaml.safe_load((ROOT / "tests/fixtures/flow.yaml").read_text(encoding="utf-8"))

    def both(item: dict[str, Any], key: str) -> dict[str, str]:
        return {"zh": item[key]} | ({"en": item["en"]} if "en" in item else {})

    steps = {node["id"] for node in raw["nodes"]}
    edges = []
    for start, end, kind, *rest in raw["edges"]:
        edge = {"from": start, "to": end if end in steps else None, "kind": kind}
        edges.append(edge | dict(zip(("role", "label"), rest, strict=False)))
    return Process.model_validate(
        {
            "id": "management-system",
            "title": {"zh": "认证工作流程", "en": "Certification process"},
            "origin": "公开文件附件",
            "lanes": [
                {
                    "id": lane["id"],
                    "title": both(lane, "title"),
                    "clause": lane["clause"],
                    "sublanes": [
                        {"id": sub["id"], "title": sub["title"], "note": sub["note"]}
                        for sub in raw["sublanes"]
                        if sub["lane"] == lane["id"]
                    ],
                }
                for lane in raw["lanes"]
            ],
            "steps": [
                {
                    key: node[key]
                    for key in ("id", "lane", "row", "clause", "optional", "decision", "in_source")
                    if key in node
                }
                | {"sublane": None if node.get("sublane") == "both" else node.get("sublane")}
                | {"text": both(node, "text"), "actor": {"cb": "body"}.get(node["actor"], node["actor"])}
                for node in raw["nodes"]
            ],
            "edges": edges,
            "cycle": {"start": raw["timeline"]["start"], "span": raw["timeline"]["span"], "end": "认证到期"},
        }
    )


REAL = real_process()

chinese = st.text(
    st.sampled_from("认证审核监督客户机构（适用时），。；：、“”《》/ 123第阶段Aa"), min_size=1, max_size=60
)
english = st.lists(
    st.sampled_from(
        [
            "audit",
            "WWWWW",
            "recertification",
            "(if",
            "applicable)",
            "a",
            "stage",
            "1",
            "programme;",
            "surveillance/follow-up",
        ]
    ),
    min_size=1,
    max_size=16,
).map(" ".join)
texts = st.builds(
    lambda zh, en: {"zh": zh, "en": en}, chinese.filter(lambda text: text.strip() != ""), st.none() | english
)
short_texts = st.sampled_from(
    ["监督", "再认证", {"zh": "补充信息", "en": "More information"}, "严重不符合需验证/追加第 2 阶段"]
)


@st.composite
def processes(draw_from: st.DrawFn) -> Process:
    lanes = []
    steps = []
    for lane in range(draw_from(st.integers(1, 5))):
        count = draw_from(st.sampled_from([0, 0, 2, 3, 1]))
        sublanes = [
            {"id": f"s{lane}-{n}", "title": draw_from(texts), "note": draw_from(st.none() | texts)}
            for n in range(count)
        ]
        clause = draw_from(st.none() | st.just("9.2-9.5"))
        lanes.append({"id": f"l{lane}", "title": draw_from(texts), "clause": clause, "sublanes": sublanes})
        for row in range(1, draw_from(st.integers(1, 8)) + 1):
            spots = draw_from(
                st.just([None])
                if not count
                else st.just([None])
                | st.lists(st.sampled_from([s["id"] for s in sublanes]), unique=True, max_size=count)
            )
            steps += [(lane, spot, row + draw_from(st.sampled_from([0, 0, 20]))) for spot in spots]
    seen = set()
    kept = []
    for lane, spot, row in steps:
        clash = (
            [(lane, row, spot), (lane, row, None)] if spot else [(lane, row, x) for x in (None, *range(3))]
        )
        names = {(a, b, c if c is None or isinstance(c, str) else f"s{a}-{c}") for a, b, c in clash}
        if not names & seen:
            seen.add((lane, row, spot))
            kept.append((lane, spot, row))
    if not kept:
        kept = [(0, None, 1)]
    boxes = [
        {
            "id": draw_from(st.sampled_from(["A", "STEP_"])) + str(number),
            "lane": f"l{lane}",
            "sublane": spot,
            "row": row,
            "text": draw_from(texts),
            "actor": "body",
            "optional": draw_from(st.booleans()),
            "decision": draw_from(st.booleans()),
            "in_source": draw_from(st.booleans()),
        }
        for number, (lane, spot, row) in enumerate(kept)
    ]
    ids = st.sampled_from([box["id"] for box in boxes])
    edges = draw_from(
        st.lists(
            st.fixed_dictionaries(
                {
                    "from": ids,
                    "to": st.none() | ids | ids | ids,
                    "kind": st.sampled_from(["figure", "derived"]),
                    "role": st.sampled_from(["forward", "forward", "feedback", "branch", "exit"]),
                    "label": st.none() | short_texts,
                }
            ),
            max_size=40,
        )
    )
    # Most edges of a real process lead on to the next step.
    edges += [{"from": a["id"], "to": b["id"]} for a, b in pairwise(boxes) if draw_from(st.booleans())]
    cycle = draw_from(st.none() | st.fixed_dictionaries({"start": texts, "span": texts, "end": texts}))
    return Process.model_validate(
        {
            "id": "any",
            "title": "流程",
            "origin": "示例",
            "lanes": lanes,
            "steps": boxes,
            "edges": edges,
            "cycle": cycle,
        }
    )


def extent(line: Line) -> tuple[float, float]:
    wide = width(line.text, line.size)
    left = {"start": line.x, "middle": line.x - wide / 2, "end": line.x - wide}[line.anchor]
    return left, left + wide


def inside(line: Line, area: Area) -> bool:
    left, right = extent(line)
    top, bottom = line.y - 0.88 * line.size, line.y + 0.12 * line.size
    return area.x <= left and right <= area.right and area.y <= top and bottom <= area.bottom


def runs(layout: Layout) -> Iterator[tuple[int, Point, Point]]:
    for index, arrow in enumerate(layout.arrows):
        for line in (*arrow.lines, *arrow.plain):
            for start, end in pairwise(line):
                yield index, start, end


def enters(area: Area, start: Point, end: Point) -> bool:
    """Whether a run passes the inside of an area; running up to its side does not count."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    slack = 0.01
    return (
        left < area.right - slack
        and right > area.x + slack
        and top < area.bottom - slack
        and bottom > area.y + slack
    )


def check_layout(layout: Layout, process: Process) -> None:
    """What must hold of both drawings of any process."""
    assert Counter(box.step.id for box in layout.boxes) == Counter(step.id for step in process.steps)
    assert [arrow.edge for arrow in layout.arrows] == list(process.edges)
    whole = Area(0, 0, layout.width, layout.height)
    heads = [panel for panel in layout.panels if panel.style in ("head-panel", "subhead")]
    solid = [*(box.area for box in layout.boxes), *(head.area for head in heads)]
    for one, other in combinations(solid, 2):
        assert not one.overlaps(other)
    for box in layout.boxes:
        assert all(inside(line, box.area) for line in box.lines)
    for head in heads:
        assert all(inside(line, head.area) for line in head.lines)
    for line in [
        *(layout.bar.lines if layout.bar else ()),
        *(line for sign in layout.key for line in sign.lines),
    ]:
        assert inside(line, whole)
    for _, start, end in runs(layout):
        assert start[0] == end[0] or start[1] == end[1], "not orthogonal"
        assert inside_point(start, whole) and inside_point(end, whole)
        assert not any(enters(area, start, end) for area in solid)
    for arrow in layout.arrows:
        for tag in arrow.tags:
            assert all(inside(line, tag.area) for line in tag.lines)


def inside_point(point: Point, area: Area) -> bool:
    return area.x <= point[0] <= area.right and area.y <= point[1] <= area.bottom


def shared_run(one: tuple[Point, Point], other: tuple[Point, Point]) -> float:
    """How long two runs lie on each other."""
    for axis in (0, 1):
        if len({point[axis] for point in (*one, *other)}) == 1 or (
            one[0][axis] == one[1][axis] == other[0][axis] == other[1][axis]
        ):
            low = max(min(p[1 - axis] for p in one), min(p[1 - axis] for p in other))
            high = min(max(p[1 - axis] for p in one), max(p[1 - axis] for p in other))
            return max(0.0, high - low)
    return 0.0


def on_side(point: Point, area: Area) -> bool:
    upright = point[0] in (area.x, area.right) and area.y < point[1] < area.bottom
    level = point[1] in (area.y, area.bottom) and area.x < point[0] < area.right
    return upright or level


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(processes(), st.sampled_from(LANGUAGES))
@example(REAL, "zh")
@example(REAL, "en")
def test_layout_of_any_process(process: Process, language: Any) -> None:
    wide, narrow = lay_out(process, language)
    check_layout(wide, process)
    check_layout(narrow, process)
    assert narrow.width == 360
    areas = {box.step.id: box.area for box in wide.boxes}
    for arrow in wide.arrows:
        (way,) = arrow.lines
        assert on_side(way[0], areas[arrow.edge.start])
        if arrow.edge.end:
            assert on_side(way[-1], areas[arrow.edge.end])
        else:
            number = arrow.tags[0].area
            assert inside_point(way[-1], number)
            assert not any(number.overlaps(area) for area in areas.values())
    for (one, *first), (other, *second) in combinations(runs(wide), 2):
        if one != other:
            shared = shared_run((first[0], first[1]), (second[0], second[1]))
            assert shared == 0, (process.edges[one], process.edges[other])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(processes(), st.sampled_from(LANGUAGES))
def test_drawing_of_any_process(process: Process, language: Any) -> None:
    diagram = draw(process, language, TEMPLATES)
    check_drawing(diagram, process)
    again = draw(Process.model_validate_json(process.model_dump_json(by_alias=True)), language, TEMPLATES)
    assert again == diagram


def check_drawing(diagram: Diagram, process: Process) -> None:
    """Every step, every edge and every number is in both drawings."""
    shown = {f"{edge.start}-{edge.end or ''}" for edge in process.edges}
    for svg in (diagram.wide, diagram.narrow):
        root = ElementTree.fromstring(svg)
        assert [node.get("data-step") for node in root.iter() if node.get("data-step")] == sorted_ids(
            svg, process
        )
        edges = [node for node in root.iter() if node.get("data-kind")]
        assert {node.get("data-edge") for node in edges} == shown
        assert len(edges) == len(process.edges)
        assert "style" not in svg
        ids = [node.get("id") for node in root.iter() if node.get("id")]
        assert len(ids) == len(set(ids))
    assert [entry.number for entry in diagram.legend] == list(range(1, len(diagram.legend) + 1))
    assert [step.id for part in all_parts(process) for step in part] == sorted_ids(diagram.narrow, process)


def sorted_ids(svg: str, process: Process) -> list[str]:
    found = re.findall(r'data-step="([^"]+)"', svg)
    assert Counter(found) == Counter(step.id for step in process.steps)
    return found


def all_parts(process: Process) -> list[tuple[Any, ...]]:
    return [part.steps for section in outline(process) for part in section.parts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_process(language: Any) -> None:
    diagram = draw(REAL, language, TEMPLATES)
    check_drawing(diagram, REAL)
    for svg in (diagram.wide, diagram.narrow):
        root = ElementTree.fromstring(svg)
        assert len([node for node in root.iter() if node.get("data-step")]) == 34
        assert Counter(node.get("data-kind") for node in root.iter() if node.get("data-kind")) == {
            "figure": 36,
            "derived": 8,
        }
        said = "".join(root.itertext())
        assert f"34 {'个步骤' if language == 'zh' else 'steps'}" in said


def test_real_process_loops_and_exits() -> None:
    """Feedback and exits are numbered lane by lane; the phone needs three numbers more."""
    legend = draw(REAL, "zh", TEMPLATES).legend
    assert [(entry.symbol, entry.start.id, entry.end.id if entry.end else None) for entry in legend] == [
        ("①", "A3", None), ("②", "A4", "A2"), ("③", "B4", "B3"), ("④", "B8", "B7"), ("⑤", "B10", None),
        ("⑥", "S5", "C4"), ("⑦", "S5", None), ("⑧", "R6", None), ("⑨", "R7", "C4"), ("⑩", "C4", "C1"), ("⑪", "C4", None),
        ("⑫", "B11", "C4"), ("⑬", "C1", "C2"), ("⑭", "C3", "R2"),
    ]  # fmt: skip
    assert [entry.narrow_only for entry in legend] == [False] * 11 + [True] * 3


def test_real_process_reads_in_order() -> None:
    last = outline(REAL)[-1]
    assert [
        (part.sublane.id if part.sublane else None, [step.id for step in part.steps]) for part in last.parts
    ] == [
        (None, ["C1"]),
        ("recert", ["R1"]),
        (None, ["C2", "C3"]),
        ("surv", ["S1", "S2", "S3", "S4", "S5"]),
        ("recert", ["R2", "R3", "R4", "R5", "R6", "R7"]),
        (None, ["C4"]),
    ]
    assert [part.continued for part in last.parts] == [False, False, False, False, True, False]


def test_real_process_stands_like_the_figure() -> None:
    """Three lanes side by side, rows aligned, shared boxes as wide as both sublanes, chains straight down."""
    wide, _ = lay_out(REAL, "zh")
    areas = {box.step.id: box.area for box in wide.boxes}
    assert 1000 <= wide.width <= 1200
    assert areas["A1"].right < areas["B1"].x and areas["B1"].right < areas["S1"].x < areas["R2"].x
    assert areas["A7"].middle[1] == areas["B7"].middle[1] == areas["S2"].middle[1]
    assert (areas["C1"].x, areas["C1"].right) == (areas["S1"].x, areas["R2"].right)
    for arrow in wide.arrows:
        edge = arrow.edge
        if (
            edge.kind == "figure"
            and edge.end
            and (edge.start, edge.end) not in {("A7", "B1"), ("B11", "C4"), ("C4", "C1")}
        ):
            assert len(arrow.lines[0]) == 2, edge


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_process_numbers_hide_nothing(language: Any) -> None:
    for layout in lay_out(REAL, language):
        tags = [(index, tag.area) for index, arrow in enumerate(layout.arrows) for tag in arrow.tags]
        assert not any(one.overlaps(other) for (_, one), (_, other) in combinations(tags, 2))
        for index, area in tags:
            assert not any(area.overlaps(box.area) for box in layout.boxes)
            assert not any(enters(area, start, end) for other, start, end in runs(layout) if other != index)


def test_text_without_translation_is_marked_chinese() -> None:
    svg = draw(REAL, "en", TEMPLATES).wide
    assert re.search(r'<text[^>]* lang="zh-CN">监督审核</text>', svg)
    assert not re.search(r'<text[^>]* lang="zh-CN">[^<\u3400-\u9fff]*</text>', svg)
    assert "lang=" not in draw(REAL, "zh", TEMPLATES).wide


def test_text_is_escaped() -> None:
    step = REAL.steps[0].model_copy(update={"text": REAL.steps[0].text.model_copy(update={"zh": "<b>&"})})
    process = REAL.model_copy(update={"steps": (step, *REAL.steps[1:])})
    assert "&lt;b&gt;&amp;" in draw(process, "zh", TEMPLATES).wide


def test_steps_in_one_place_are_named() -> None:
    changed = [step.model_copy(update={"row": 2}) if step.id in ("A3", "S1") else step for step in REAL.steps]
    process = REAL.model_copy(update={"steps": tuple(changed)})
    assert [(one.id, other.id) for one, other in collisions(process)] == [("A2", "A3"), ("C1", "S1")]
    assert collisions(REAL) == ()
    with pytest.raises(ValueError, match="steps A2 and A3"):
        draw(process, "zh", TEMPLATES)


def test_edge_to_nowhere_is_named() -> None:
    edge = REAL.edges[0].model_copy(update={"end": "Z9"})
    with pytest.raises(ValueError, match="Z9"):
        draw(REAL.model_copy(update={"edges": (edge,)}), "zh", TEMPLATES)


@settings(max_examples=300, deadline=None)
@given(st.one_of(chinese, english), st.integers(90, 400), st.sampled_from([13.0, 15.0, 16.0]))
def test_line_breaking(text: str, limit: int, size: float) -> None:
    lines = break_lines(text, limit, size)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, size) <= limit for line in lines)
    assert all(line == line.strip() for line in lines)


@pytest.mark.parametrize(
    ("text", "em", "lines"),
    [
        ("识别关注的问题并要求补充信息（适用时）", 9, ("识别关注的问题", "并要求补充信息", "（适用时）")),
        ("客户和认证机构确定正式的认证安排", 10, ("客户和认证机构", "确定正式的认证安排")),
        ("选择和指派有能力的第 1 阶段审核组", 10, ("选择和指派有能力", "的第 1 阶段审核组")),
        ("保持认证，暂停", 5, ("保持认证，", "暂停")),
        ("Confirm/appoint competent audit team", 13, ("Confirm/appoint", "competent audit team")),
        ("recertification", 6, ("recertifica", "tion")),
    ],
)
def test_lines_break_where_a_reader_expects(text: str, em: int, lines: tuple[str, ...]) -> None:
    assert break_lines(text, em * 10, 10) == lines


@pytest.mark.parametrize("em", range(3, 12))
def test_punctuation_stays_with_its_words(em: int) -> None:
    lines = break_lines("保持认证，暂停（缩小）、撤销“认证”；通报客户。", em * 10, 10)
    assert not any(line[0] in "，）、”；。" or line[-1] in "（“" for line in lines)


def test_no_room_for_a_character() -> None:
    with pytest.raises(ValueError, match="no room"):
        break_lines("证", 5, 10)
