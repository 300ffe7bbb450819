"""The browser's modules against the shared vectors, and against their Python twins on inputs nobody thought of."""

import base64
import json
import random
import re
from pathlib import Path

import pytest
import readers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import format, normalise, question, shards, status

PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
"""Two lone surrogates in Python, but one character in JavaScript: no input that both can be given."""

VECTORS = Path(__file__).parents[1] / "vectors"

# Texts travel as code points: a lone surrogate would not survive as text.
KEYS = """async ([base, texts]) => {
  const { key } = await import(base + "normalise.mjs");
  return texts.map((points) => {
    try {
      return { key: key(String.fromCodePoint(...points)) };
    } catch ({ kind, character, position }) {
      const refused = { kind };
      if (character !== undefined) Object.assign(refused, { character: character.codePointAt(0), position });
      return { refused };
    }
  });
}"""

QUESTIONS = """async ([base, texts]) => {
  const { read } = await import(base + "normalise.mjs");
  const points = (text) => text === undefined ? null : Array.from(text, (character) => character.codePointAt(0));
  return texts.map((text) => {
    const { text: number, holder, to, on } = read(String.fromCodePoint(...text));
    return [number, holder, to, on].map(points);
  });
}"""

FILES = """async ([base, files]) => {
  const { checkDigests, checkIndex, checkRecord, checkShard, parse } = await import(base + "format.mjs");
  const check = {
    index: checkIndex,
    digests: (value) => checkDigests(value, 4, "0"),
    shard: (value) => checkShard(value, 4, "5").records.forEach(checkRecord),
  };
  return files.map(([kind, content]) => {
    try {
      check[kind](parse(Uint8Array.from(atob(content), (character) => character.charCodeAt(0))));
      return "as specified";
    } catch (error) {
      return error.code ?? String(error);
    }
  });
}"""

ALL_KEYS = """async ([base, signs]) => {
  const { key } = await import(base + "normalise.mjs");
  let all = "";
  for (let point = 0; point < 0x110000; point += 1) {
    try {
      all += key("1234567" + String.fromCodePoint(point)).slice(7);
    } catch ({ kind }) {
      all += signs[kind];
    }
  }
  return all;
}"""

SHARDS = """async ([base, { snapshot, cases }]) => {
  const { digest, digestsPath, fold, groupName, name, path, slot } = await import(base + "shards.mjs");
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return Promise.all(cases.map(async ({ key, bits }) => {
    const place = await digest(key);
    const [shard, group] = [name(place, bits), groupName(place, bits)];
    return {
      key, bits, fold: fold(key), digest: hex(place), shard, path: path(shard), group, slot: slot(shard),
      digests_path: digestsPath(snapshot, group),
    };
  }));
}"""

STATUS = """async ([base, cases]) => {
  const { status } = await import(base + "status.mjs");
  return cases.map(({ record, day }) => status(record, day));
}"""


def vectors(name):
    return whole(name)["cases"]


def whole(name):
    return json.loads((VECTORS / f"{name}.json").read_bytes())


@pytest.fixture
def run(modules):
    """A function that runs a script with the modules' address and an argument."""
    page, base = modules
    return lambda script, argument: page.evaluate(script, [base, argument])


def points(text):
    return [ord(character) for character in text]


def as_python_says(text):
    try:
        return {"key": normalise.key(text)}
    except normalise.Refused as refused:
        found = {"kind": refused.kind}
        if refused.character is not None:
            found |= {"character": ord(refused.character), "position": refused.position}
        return {"refused": found}


def test_keys(run):
    cases = vectors("normalise")
    texts = [points(case["input"]) for case in cases]
    for case, found in zip(cases, run(KEYS, texts), strict=True):
        expected = {"key": case["key"]} if "key" in case else {"refused": dict(case["refused"])}
        if "character" in case.get("refused", {}):
            expected["refused"]["character"] = ord(case["refused"]["character"])
        assert found == expected, case["name"]


def test_every_code_point_is_read_as_python_reads_it(run):
    """One character for each code point: what is kept of it, else a sign for dropped and for each kind of refusal."""
    signs = {"short": "-", "han": "h", "control": "c", "other": "o"}

    def sign(point):
        try:
            return normalise.key("1234567" + chr(point))[7:]
        except normalise.Refused as refused:
            return signs[refused.kind]

    assert run(ALL_KEYS, signs) == "".join(map(sign, range(0x110000)))


def test_keys_of_random_texts_are_pythons(run):
    """Texts of random length from alphabets that mix what is kept, dropped and refused."""
    chance = random.Random(20261122)
    kept = "0123456789ABCXYZabcxyz０９ＡＺａｚ"
    dropped = " \t\u00a0\u3000\u200b\ufeff-_‐—－.·。．/／⁄\u2028\u180e"
    strange = ["*", "证", "\ud800", "\udc00", "😀", "𝟗", "ß", "ſ", "K", "\x00", "\x85", "\x9f", "٠", "é"]
    texts = []
    for _ in range(8000):
        length = chance.choice((0, 3, 7, 8, 20, 40, 41, 60))
        characters = [chance.choice(kept) for _ in range(length)]
        for _ in range(chance.randrange(6)):
            characters.insert(chance.randrange(len(characters) + 1), chance.choice(dropped))
        for _ in range(chance.choice((0, 0, 1, 2))):
            characters.insert(chance.randrange(len(characters) + 1), chance.choice(strange))
        texts.append("".join(characters))
    texts += [
        "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(12))) for _ in range(2000)
    ]
    texts = [text for text in texts if not PAIR.search(text)]
    found = run(KEYS, [points(text) for text in texts])
    wrong = [text for text, got in zip(texts, found, strict=True) if got != as_python_says(text)]
    assert wrong == []


def as_python_reads(text):
    """The parts of the question as code points."""
    asked = question.read(text)
    return [part if part is None else points(part) for part in (asked.text, asked.holder, asked.to, asked.on)]


def test_questions(run):
    cases = vectors("question")
    for case, found in zip(cases, run(QUESTIONS, [points(case["input"]) for case in cases]), strict=True):
        expected = [case.get(name) for name in ("text", "holder", "to", "on")]
        assert found == [part if part is None else points(part) for part in expected], case["name"]


def test_questions_of_random_texts_are_pythons(run):
    """Labels, addresses, separators and broken escapes in any order."""
    chance = random.Random(20261122)
    pieces = [
        "证书", "编号", "证书编号", "证书注册号", "注册号", "REG", "registration", "CERT", "cert", "ificate", "CERTIFICATE", "No", "NO", "number", "№",
        ":", "：", ".", "．", "#", "?", "&", "=", "n=", "N=", "holder=", "To=", "on=", "%23n=", "%26holder=", "amp;", "://", "https://h/", " ", "\u3000",
        "\u200b", "\ufeff", "\u0085", "\n", "+", "%", "%2", "%41", "%E8%AF%81", "%FF", "%ED%A0%80", "%F0%9F", "%00", "ſ",
        "\u212a", "İ", "ＮＯ", "99926Q00001R0S", "９", "7", "-", "\ud800", "\udc00", "😀", "示例", "<", "\"",
    ]  # fmt: skip
    texts = ["".join(chance.choices(pieces, k=chance.randint(0, 14))) for _ in range(12_000)]
    texts += ["https://h/?" + text for text in texts[:4000]]
    texts = [text for text in texts if not PAIR.search(text)]
    found = run(QUESTIONS, [points(text) for text in texts])
    wrong = [text for text, got in zip(texts, found, strict=True) if got != as_python_reads(text)]
    assert wrong == []


PYTHON_CHECKS = {
    "index": format.check_index,
    "digests": lambda value: format.check_digests(value, 4, "0"),
    "shard": lambda value: [format.check_record(one) for one in format.check_shard(value, 4, "5")],
}


def as_python_finds(kind, content):
    try:
        PYTHON_CHECKS[kind](format.parse(content))
    except format.Fault as fault:
        return fault.code
    return "as specified"


def test_damaged_files_are_what_python_finds(run):
    """Files with pieces put in the place of others: values, keys, bytes. Some are still as specified."""
    chance = random.Random(20261122)
    event = b'{"on":"2026-03-02","type":"granted","until":"2029-03-01"}'
    events = (
        event
        + b',{"on":"2026-06-01","type":"suspended","until":"2026-07-01"},{"on":"2026-06-02","type":"restored"}'
    )
    rich = readers.SHARD.replace(b'"}', b'","revision":1,"sites":["a"],"events":[' + events + b"]}", 1)
    wholes = {
        "index": readers.INDEX.replace(
            b'"superseded":{}', b'"superseded":{"a":{"by":"b","until":"2026-01-01"}}'
        ),
        "digests": readers.DIGESTS,
        "shard": rich,
    }
    values = [
        b"null", b"[]", b"{}", b'""', b"0", b"-1", b"-0", b"1.0", b"1e2", b"true", b'"x"', b"[null]", b'["x"]', b'{"zh":"x"}',
        b"NaN", b"9007199254740991", b"9007199254740992", b"1" * 500, b'"2026-02-30"', b'"2028-02-29"', b'"1899-12-31"',
        b'"2199-12-31"', b'"2200-01-01"', b'"2026-01-01T23:59:60Z"', b'"\\u0000"', b'"\\ud800"', b'"\\u00e9"', b'"\\/"',
        "\"\u2028\x7f😀\"".encode(), b'"\xff"', b'"limited"', b'"merged"', b'"superseded"', b'"recertified"', b'"granted"',
    ]  # fmt: skip
    files = list(wholes.items())
    for kind, whole in wholes.items():
        places = [place.span() for place in re.finditer(rb'"[^"]*"|[0-9]+|\[[^][{}]*\]|\{[^][{}]*\}', whole)]
        for _ in range(1500):
            start, end = chance.choice(places)
            piece = chance.choice([*values, whole[slice(*chance.choice(places))]])
            files.append((kind, whole[:start] + piece + whole[end:]))
        for _ in range(500):
            start = chance.randrange(len(whole))
            end = start + chance.choice((0, 1, 3))
            piece = chance.choice(
                [
                    b"",
                    b" ",
                    b"\n",
                    b"0",
                    b'"',
                    b",",
                    b"}",
                    b'"1":0,',
                    b'"holder":"x",',
                    bytes([chance.randrange(256)]),
                ]
            )
            files.append((kind, whole[:start] + piece + whole[end:]))
    found = run(FILES, [(kind, base64.b64encode(content).decode()) for kind, content in files])
    wrong = [(one, got) for one, got in zip(files, found, strict=True) if got != as_python_finds(*one)]
    assert wrong == []
    assert found[: len(wholes)] == ["as specified"] * len(wholes)
    assert 200 < found.count("as specified") < 3000


def test_shards(run):
    vectors = whole("shards")
    assert run(SHARDS, vectors) == vectors["cases"]


def test_shards_of_random_keys_are_pythons(run):
    chance = random.Random(20261122)
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    cases = [
        {"key": "".join(chance.choices(alphabet, k=chance.randint(8, 40))), "bits": chance.randint(0, 24)}
        for _ in range(3000)
    ]
    snapshot = "0123456789abcdef" * 4
    for case, found in zip(cases, run(SHARDS, {"snapshot": snapshot, "cases": cases}), strict=True):
        digest = shards.digest(case["key"])
        name, group = shards.name(digest, case["bits"]), shards.group_name(digest, case["bits"])
        assert found == case | {
            "fold": shards.fold(case["key"]), "digest": digest.hex(), "shard": name, "path": shards.path(name),
            "group": group, "slot": shards.slot(name), "digests_path": shards.digests_path(snapshot, group),
        }  # fmt: skip


def test_status(run):
    cases = vectors("status")
    for case, found in zip(cases, run(STATUS, cases), strict=True):
        assert found == case["expect"], case["name"]


def as_python_judges(case):
    found = vars(status.status(case["record"], case["day"]))
    return {name: value for name, value in found.items() if value}


DAYS = [f"2027-0{month}-{day:02}" for month in (1, 2) for day in (1, 2, 3, 28)]


@st.composite
def judged(draw):
    """A record on a day, from so few days and types that they meet often."""
    events = []
    for on in sorted(draw(st.lists(st.sampled_from(DAYS), max_size=5))):
        kind = draw(
            st.sampled_from([*sorted(status.KNOWN), "suspended", "restored", "recertified", "merged"])
        )
        event = {"on": on, "type": kind}
        if kind in status.TERM or kind == "suspended":
            event["until"] = draw(st.sampled_from(DAYS))
        if kind == "superseded":
            event["by"] = "99926Q00002R0S"
        events.append(event)
    record = {
        "valid_from": draw(st.sampled_from(DAYS)),
        "valid_to": draw(st.sampled_from(DAYS)),
        "events": events,
    }
    if draw(st.integers(0, 20)) == 0:
        record = {"disclosure": "limited"}
    return {"record": record, "day": draw(st.sampled_from(DAYS))}


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(judged(), min_size=200, max_size=200))
def test_status_of_random_records_is_pythons(run, cases):
    for case, found in zip(cases, run(STATUS, cases), strict=True):
        assert found == as_python_judges(case), case
