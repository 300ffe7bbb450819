"""A real nginx on this machine, set up as docs/SERVER.md says, that tells what it has sent."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.headers import NO_CACHE

PATIENCE = 10
"""Seconds in which nginx must have started."""

LONGEST = 3600
"""Seconds after which nginx ends by itself, should the bench have been killed."""

SETTLED = 0.03
"""Seconds after which nginx has written what it has sent into its log."""

CONFIG = """
daemon off;
master_process off;
pid {work}/pid;
error_log {work}/error.log;
events {{ worker_connections 256; }}
http {{
  types {{
    text/html html; text/css css; text/javascript mjs js; application/json json; image/svg+xml svg; image/png png;
    application/xml xml; application/wasm wasm;
  }}
  default_type application/octet-stream;
  gzip on;
  gzip_types text/css text/javascript application/javascript application/json image/svg+xml application/wasm;
  log_format sent '$status $bytes_sent $body_bytes_sent $request_uri';
  access_log {work}/access.log sent;
  client_body_temp_path {work}/client;
  proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi;
  scgi_temp_path {work}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {folder};
    {headers}
  }}
}}
"""


@dataclass(frozen=True)
class Sent:
    """One answer of the server."""

    status: int
    size: int
    """bytes with the head of the answer"""
    body: int
    """bytes without it"""
    path: str


class Server:
    """A running server and its log."""

    def __init__(self, address: str, log: Path) -> None:
        self.address = address
        self._log = log
        self._read = 0

    def sent(self) -> list[Sent]:
        """Return what was sent since the last call, requests of workers included, in the order of its end."""
        time.sleep(SETTLED)
        text = self._log.read_text("utf-8")
        new, self._read = text[self._read :], len(text)
        return [
            Sent(int(status), int(size), int(body), path)
            for status, size, body, path in (line.split(" ", 3) for line in new.splitlines())
        ]


@contextmanager
def serving(folder: Path, headers: Mapping[str, str]) -> Iterator[Server]:
    """Serve a folder on a free port of 127.0.0.1, with `Cache-Control: no-cache` and the given headers.

    Raises FileNotFoundError where there is no nginx, RuntimeError where it does not start.
    """
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise FileNotFoundError("No nginx: install Debian's nginx-light.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as work:
        lines = [
            f'add_header {name} "{value}" always;'
            for name, value in {**headers, "Cache-Control": NO_CACHE}.items()
        ]
        config = Path(work) / "nginx.conf"
        config.write_text(
            CONFIG.format(work=work, port=port, folder=folder.resolve(), headers="\n    ".join(lines)),
            "utf-8",
        )
        with subprocess.Popen(
            ["timeout", str(LONGEST), program, "-p", work, "-c", config], stderr=subprocess.PIPE
        ) as process:
            try:
                _wait(process, port)
                yield Server(f"http://127.0.0.1:{port}/", Path(work) / "access.log")
            finally:
                process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    process.terminate()
    assert process.stderr is not None
    raise RuntimeError(f"nginx did not start: {process.stderr.read().decode()}")
