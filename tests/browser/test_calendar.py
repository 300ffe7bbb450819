"""Each day of six years in the browser: tests/vectors/calendar.json, whose twin test is Python's."""

import pytest
from calendars import CASES, days, instants, runs
from outcomes import argument

CODES = """async ([base, { query, files }, clocks, days]) => {
  const [{ key }, { read }, { outcome }] = await Promise.all(
    ["normalise.mjs", "normalise.mjs", "outcome.mjs"].map((name) => import(base + name)),
  );
  const question = read(query);
  const [index, shard] = ["index.json", Object.keys(files).find((path) => path.startsWith("shards/"))];
  const data = { index: JSON.parse(files[index]), records: JSON.parse(files[shard]).records };
  const own = key(question.text);
  const code = (now, on) => outcome(own, on ? { ...question, on } : question, data, now).code;
  return clocks.map((now, at) => code(now, days?.[at]));
}"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_calendar(modules, case):
    page, base = modules
    given = argument(case)
    all_days = [day.isoformat() for day in days()]

    def told(clocks, asked=None):
        milliseconds = [int(clock.timestamp() * 1000) for clock in clocks]
        codes = page.evaluate(CODES, [base, given, milliseconds, asked])
        return runs(list(zip(all_days, codes, strict=True)))

    first, *_, last = days()
    for clock in (*instants(first), *instants(last)):
        assert told([clock] * len(all_days), all_days) == case["asked"]
    for second in (0, 1):
        assert told([instants(day)[second] for day in days()]) == case["clock"]
