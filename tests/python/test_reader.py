"""The register as Python reads it, from a folder and from a server, whatever comes (registry/README.md §8.4)."""

import datetime
import http.server
import random
import threading
from contextlib import contextmanager

import published
import pytest
from readers import CASES, DIGESTS, INDEX, NUMBER, SHARD, SUSPENDED, answers, paths, register

from generator import normalise, reader, verdict
from generator.format import Fault, check_digests, check_index, check_record, check_shard, parse
from generator.question import Question

KEY = normalise.key(NUMBER)
NOW = datetime.datetime(2026, 11, 22, 6, tzinfo=datetime.UTC)


def code(get):
    """The code of the outcome of a check."""
    try:
        return verdict.outcome(KEY, Question(NUMBER), reader.load(KEY, get), NOW).code
    except Fault as fault:
        return fault.code


def written(folder, files):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@contextmanager
def serving(served):
    """A server that gives these answers; yields its address and the list of requests, as path and headers."""
    left = {path: list(given) for path, given in served.items()}
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            path = self.path.removeprefix("/register/1/")
            asked.append((path, dict(self.headers)))
            given = left.get(path, [(404, b"")])
            status, content = given.pop(0) if len(given) > 1 else given[0]
            if status == 0:
                return
            self.send_response(abs(status) if status > 0 else 200)
            self.send_header("Content-Length", str(len(content) + (10 if status == -1 else 0)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format, *args):
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/register/1", asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("name", CASES)
def test_case_from_a_server(name):
    served, expected = CASES[name]
    with serving(served) as (address, asked):
        assert code(reader.source(address)) == expected
    assert len(asked) <= 6


@pytest.mark.parametrize("bits", [0, 4, 6, 7, 9, 15])
def test_three_files_are_read(bits):
    files = register(bits)
    shard, digests, index = paths(files)
    with serving(answers(files)) as (address, asked):
        assert code(reader.source(f"{address}/")) == "VALID"
    assert [path for path, _ in asked] == [index, digests, shard]
    assert all(headers["Cache-Control"] == "no-cache" for _, headers in asked)


def test_a_folder(tmp_path):
    assert code(reader.source(str(tmp_path / "nowhere"))) == "NETWORK"
    files = register()
    written(tmp_path, files)
    assert code(reader.source(str(tmp_path))) == "VALID"
    (tmp_path / paths(files)[0]).write_bytes(register(record=SUSPENDED)[paths(files)[0]])
    assert code(reader.source(str(tmp_path))) == "INTEGRITY"
    for path in paths(files):
        written(tmp_path, files)
        (tmp_path / path).unlink()
        assert code(reader.folder(tmp_path)) == "NETWORK"
        (tmp_path / path).mkdir()
        assert code(reader.folder(tmp_path)) == "NETWORK"
        (tmp_path / path).rmdir()


def test_a_register_that_is_swapped_between_two_files(tmp_path):
    files, after = register(), register(record=SUSPENDED)
    written(tmp_path, files)
    plain = reader.folder(tmp_path)

    def get(path):
        content = plain(path)
        if path == paths(files)[1]:
            written(tmp_path, after)
        return content

    assert code(get) == "SUSPENDED"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/", "https://127.0.0.1:1", "http://", "http:///x", "http://127.0.0.1:x/", "HTTP://[::1/",
        "http://127.0.0.1:99999/", "http://host.invalid./", "http://127.0.0.1/ \n", "http://示例.invalid/",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere(address):
    assert code(reader.source(address)) == "NETWORK"


def test_a_file_that_does_not_end(tmp_path):
    written(tmp_path, register())
    (tmp_path / "index.json").write_bytes(b" " * (reader.LARGEST + 1))
    assert code(reader.folder(tmp_path)) == "INTEGRITY"


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"format":1,"a":' + b"[" * 5000 + b"]" * 5000 + b"}"])
def test_a_file_that_is_too_deep(content):
    with pytest.raises(Fault, match="INTEGRITY"):
        parse(content)


def test_no_damage_makes_it_stumble():
    """Files with a value put in the place of another, down to the digits: a fault, or still as specified."""
    chance = random.Random(20261122)
    values = [
        b"null",
        b"[]",
        b"{}",
        b'""',
        b"0",
        b"-1",
        b"1e400",
        b"true",
        b'"x"',
        b"[null]",
        b'{"zh":0}',
        b"NaN",
        b"1" * 5000,
    ]
    checks = {
        INDEX: check_index,
        DIGESTS: lambda value: check_digests(value, 4, "0"),
        SHARD: lambda value: [check_record(one) for one in check_shard(value, 4, "5")],
    }
    for whole, check in checks.items():
        for _ in range(3000):
            start = chance.randrange(len(whole))
            end = min(len(whole), start + chance.choice((0, 1, 1, 2, 5, 20)))
            content = whole[:start] + chance.choice([*values, bytes([chance.randrange(256)])]) + whole[end:]
            try:
                check(parse(content))
            except Fault:
                continue


def test_the_builder_publishes_by_the_letter(site):
    """The register of the built site, published once more from its records by the tests' own hand: the same bytes."""
    root = site / "register/1"
    built = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.json")}
    built = {path: content for path, content in built.items() if not path.startswith("search/")}
    index = published.parse(built["index.json"])
    records = [
        record
        for path, content in built.items()
        if path.startswith("shards/")
        for record in published.parse(content)["records"]
    ]
    absent = {key: None for key in published.INDEX if key not in index}
    changes = {key: value for key, value in index.items() if key not in ("snapshot", "numbers")}
    assert published.files(records, listed=True, **absent, **changes) == built


def test_every_record_of_the_built_site_is_read(site):
    get = reader.folder(site / "register/1")
    for path in (site / "register/1/shards").rglob("*.json"):
        for record in published.parse(path.read_bytes())["records"]:
            assert record in reader.load(normalise.key(record["number"]), get).records
