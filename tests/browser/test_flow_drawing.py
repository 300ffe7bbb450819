"""The process diagram in a real browser: text stays in its box in real fonts, and the right one of the two drawings shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest
from playwright.sync_api import Browser, Page

from generator import schemes
from generator.flowchart import draw
from generator.model import Process
from generator.problems import Problems

ROOT = Path(__file__).parents[2]
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(ROOT / "site_templates/pages"),
    undefined=jinja2.StrictUndefined,
    autoescape=False,
)
CSS = (ROOT / "site_templates/theme/assets/flow.css").read_text("utf-8")

OUTSIDE = """form => {
  const out = (inner, outer) => inner.x < outer.x - .5 || inner.y < outer.y - .5
    || inner.x + inner.width > outer.x + outer.width + .5 || inner.y + inner.height > outer.y + outer.height + .5;
  const svg = document.querySelector(`svg.flow-${form}`);
  const whole = svg.viewBox.baseVal;
  const faults = [];
  for (const step of svg.querySelectorAll("[data-step]")) {
    const box = step.querySelector(".flow-box").getBBox();
    for (const text of step.querySelectorAll("text"))
      if (out(text.getBBox(), box)) faults.push(text.textContent);
  }
  for (const tag of svg.querySelectorAll(".flow-tag text")) {
    const [text, ground] = [tag.getBBox(), tag.previousElementSibling.getBBox()];
    if (text.x < ground.x || text.x + text.width > ground.x + ground.width) faults.push(tag.textContent);
  }
  for (const text of svg.querySelectorAll("text"))
    if (out(text.getBBox(), whole)) faults.push(text.textContent);
  return faults;
}"""


def real_processes() -> tuple[Process, ...]:
    loaded = schemes.load(ROOT / "schemes.yaml", Problems())
    assert loaded is not None
    return loaded[0].processes


def open_page(browser: Browser, process: Process, language: Any, width: int, **media: Any) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.emulate_media(**media)
    diagram = draw(process, language, TEMPLATES)
    page.set_content(
        f"<!doctype html><html lang='{'zh-CN' if language == 'zh' else 'en'}'><style>{CSS}body{{margin:0}}</style>"
        f"<body data-md-color-scheme=default><div class=flow-frame>{diagram.wide}{diagram.narrow}"
        "<p class=flow-narrow-only>⑫</p></div>"
    )
    return page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("form", "width"), [("wide", 1280), ("narrow", 360)])
def test_text_stays_in_its_box(browser: Browser, language: str, form: str, width: int) -> None:
    for process in real_processes():
        page = open_page(browser, process, language, width)
        assert page.evaluate(OUTSIDE, form) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


@pytest.mark.parametrize(
    ("width", "media", "wide"),
    [(1280, {}, True), (900, {}, True), (899, {}, False), (360, {}, False), (700, {"media": "print"}, True)],
)
def test_one_drawing_shows(browser: Browser, width: int, media: dict[str, Any], wide: bool) -> None:
    page = open_page(browser, real_processes()[0], "zh", width, **media)
    assert page.locator("svg.flow-wide").is_visible() is wide
    assert page.locator("svg.flow-narrow").is_visible() is not wide
    assert page.locator("p.flow-narrow-only").is_visible() is not wide
    page.close()


def test_one_page_prints_it(browser: Browser) -> None:
    page = open_page(browser, real_processes()[0], "en", 1280)
    document = page.pdf(
        format="A4", margin={"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"}
    )
    assert document.count(b"/Type /Page\n") == 1
    page.close()


def test_lines_show_in_forced_colours(browser: Browser) -> None:
    """Windows takes all colours away: what was told by fill must be told by lines."""
    page = open_page(browser, real_processes()[0], "zh", 1280, forced_colors="active")
    fill, stroke = page.evaluate(
        "(s => [s.fill, s.stroke])(getComputedStyle(document.querySelector('svg.flow-wide .flow-step .flow-box')))"
    )
    assert fill != stroke
    page.close()
