"""A server for the tests that sends what the site is made for: the headers of generator/headers.py."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.headers import cache_control, headers

HOST = "plain.test"
"""A name for this machine that browsers do not take for it, so that plain http to it is what it is to everybody."""
BY_NAME = f"--host-resolver-rules=MAP {HOST} 127.0.0.1"
"""The browser's argument by which it finds that name."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 – the base class has it so
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".json": "application/json",
    }

    def end_headers(self) -> None:
        path = self.path.partition("?")[0]
        for name, value in headers(path).items():
            self.send_header(name, value)
        self.send_header("Cache-Control", cache_control(path))
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test says what is wrong."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine and yield its address, with a slash at its end."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def by_name(address: str) -> str:
    """Return an address of this server by the name that is no secure one to browsers."""
    return address.replace("127.0.0.1", HOST)
