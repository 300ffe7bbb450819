"""Reading YAML: text stays text, places are right."""

from hypothesis import given
from hypothesis import strategies as st

from generator.problems import Problems
from generator.yaml_source import YamlDocument, dotted, read_text


def document(text: str) -> YamlDocument:
    problems = Problems()
    found = read_text(text, "a.yaml", problems)
    assert found is not None, list(problems)
    assert not problems.found
    return found


def test_scalars_stay_what_was_written() -> None:
    text = "a: 0123\nb: no\nc: 12:30\nd: 1e3\ne: 2025-04-25\nf: ''\ng: 证书编号：TS-1\nh:\n"
    assert document(text).data == {
        "a": "0123", "b": "no", "c": "12:30", "d": "1e3", "e": "2025-04-25", "f": "", "g": "证书编号：TS-1", "h": None,
    }  # fmt: skip


def test_places_of_values_and_keys() -> None:
    found = document("a:\n  - b: 1\n    c: 二\n")
    place = found.place(("a", 0, "c"))
    assert (place.line, place.column, place.path, place.source) == (3, 8, "a[0].c", "    c: 二")
    assert found.place(("a", 0, "c"), of_key=True).column == 5
    assert found.place(("a", 0, "missing")).line == 2


def test_an_alias_is_a_copy_and_a_loop_is_a_fault() -> None:
    assert document("a: &x [1]\nb: *x\n").data == {"a": ["1"], "b": ["1"]}
    problems = Problems()
    assert read_text("a: &x [*x]\n", "a.yaml", problems) is None
    assert [problem.rule for problem in problems] == ["CS106"]


def test_all_repeated_keys_are_found() -> None:
    problems = Problems()
    assert read_text("a: 1\na: 2\nb: {c: 1, c: 2}\n", "a.yaml", problems) is None
    assert [(problem.rule, problem.place.line) for problem in problems] == [("CS104", 2), ("CS104", 3)]


def test_dotted() -> None:
    assert dotted(("schemes", 0, "title", "zh")) == "schemes[0].title.zh"
    assert dotted(()) == ""


@given(st.text())
def test_any_text_gives_a_document_or_a_problem(text: str) -> None:
    problems = Problems()
    found = read_text(text, "a.yaml", problems)
    assert found is not None or problems.stop
