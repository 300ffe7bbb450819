"""Lists as files, from their bytes to what each row asks: the page does with them what the command does (test_lists_twins.py)."""

import base64

import pytest
from batch_lists import LISTS, content

READ = """async ([base, content]) => {
  const load = (name) => import(`${base}../batch/${name}.mjs`);
  const [{ readFile }, { findColumns }, { listOf }] = await Promise.all(["file", "columns", "list"].map(load));
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  try {
    const columns = findColumns((await readFile(new Blob([bytes]))).rows);
    if (columns.number === undefined) return "columns";
    const claims = ({ holder, to }) => [holder, to].filter((claim) => claim !== undefined).join("|");
    const lines = listOf(columns).lines.map(({ at, given, name, asked, refusal }) =>
      [at, given, name, asked?.key ?? refusal.code, asked ? claims(asked.question) : ""]);
    return { lines, above: columns.above };
  } catch (error) {
    return error.code ?? String(error);
  }
}"""


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed["case"])
def test_lists(modules, listed):
    page, base = modules
    found = page.evaluate(READ, [base, base64.b64encode(content(listed)).decode()])
    expected = (
        {"lines": listed["lines"], "above": listed.get("above", 0)}
        if "lines" in listed
        else listed["refused"]
    )
    assert found == expected
