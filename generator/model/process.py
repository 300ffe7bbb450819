"""A certification process: lanes, steps and the edges between them (ISO/IEC 17021-1, Annex E, for management systems)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.model.base import Day, Id, Model, PartialDay, Text

StepId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", description="步骤编号，例如 A1")]


class Sublane(Model):
    """A part of a lane, drawn side by side with the lane's other parts."""

    id: Id
    title: Text
    note: Annotated[Text | None, Field(description="写在分栏标题下的说明，例如频次要求")] = None


class Lane(Model):
    """A phase of the process."""

    id: Id
    title: Text
    clause: Annotated[str | None, Field(description="ISO/IEC 17021-1 的条款")] = None
    sublanes: tuple[Sublane, ...] = ()


class Step(Model):
    """A box of the diagram."""

    id: StepId
    lane: Annotated[Id, Field(description="所在阶段的 id")]
    sublane: Annotated[Id | None, Field(description="所在分栏的 id；各分栏共有的步骤省略")] = None
    row: Annotated[int, Field(ge=1, description="在阶段内的行，从 1 起")]
    text: Text
    clause: str | None = None
    actor: Annotated[
        Literal["client", "body", "both"], Field(description="由谁做：client 客户，body 认证机构，both 双方")
    ]
    optional: Annotated[bool, Field(description="适用时才有的步骤")] = False
    decision: Annotated[bool, Field(description="作出决定的步骤")] = False
    in_source: Annotated[bool, Field(description="公开文件原图中有没有这一步")] = True


class Edge(Model):
    """An arrow of the diagram."""

    start: Annotated[StepId, Field(alias="from")]
    end: Annotated[StepId | None, Field(alias="to", description="箭头指向的步骤；离开流程时省略")] = None
    kind: Annotated[
        Literal["figure", "derived"], Field(description="figure：原图中的箭头；derived：由条款得出、原图未画")
    ] = "figure"
    role: Annotated[
        Literal["forward", "feedback", "branch", "exit"],
        Field(description="forward 前进，feedback 返回，branch 分支，exit 离开流程"),
    ] = "forward"
    label: Annotated[Text | None, Field(description="分支、返回和离开的箭头要说明原因")] = None


class Cycle(Model):
    """The bar that shows one certification cycle."""

    start: Text
    span: Text
    end: Text


class ProcessNote(Model):
    """A note to the public under the diagram, with the day on which it was written."""

    on: Day
    text: Text


class Process(Model):
    """One process and its diagram."""

    id: Id
    title: Text
    from_source: Annotated[bool, Field(description="是否来自公开文件；否则页面上注明")] = True
    origin: Annotated[Text, Field(description="流程的来历，写在图下")]
    effective: Annotated[PartialDay | None, Field(description="自何时起适用")] = None
    lanes: Annotated[tuple[Lane, ...], Field(min_length=1)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    edges: tuple[Edge, ...] = ()
    cycle: Cycle | None = None
    notes: tuple[ProcessNote, ...] = ()
