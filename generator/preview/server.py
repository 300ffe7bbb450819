"""The preview's server: the site's files with the site's headers, and a question that is answered when something changes."""

from __future__ import annotations

import http.server
import json
import mimetypes
import threading
import urllib.parse
from collections.abc import Callable
from pathlib import Path

from generator.headers import headers

_PATIENCE = 20.0
"""Seconds after which a question is answered although nothing has changed."""

_FOLLOW = b'<link rel="stylesheet" href="/__preview__/follow.css"><script defer src="/__preview__/follow.js"></script>'
_EMPTY = "<!doctype html><html lang=zh><meta charset=utf-8><title>预览</title><body></body></html>".encode()


class State:
    """What open pages want to know. `version` grows with every rebuild, `built` with every successful one."""

    def __init__(self) -> None:
        self.version, self.built, self.faults, self.closed = 0, 0, "", False
        self._changed = threading.Condition()

    def succeeded(self) -> None:
        """The site was built anew."""
        self._note(self.built + 1, "")

    def failed(self, faults: str) -> None:
        """The input or a template has faults; the site is the old one."""
        self._note(self.built, faults)

    def _note(self, built: int, faults: str) -> None:
        with self._changed:
            self.version, self.built, self.faults = self.version + 1, built, faults
            self._changed.notify_all()

    def close(self) -> None:
        """Answer every waiting question."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def after(self, since: int) -> dict[str, str | int]:
        """Wait until `version` is not `since`, then return the state."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self.version != since, timeout=_PATIENCE)
            return {"version": self.version, "built": self.built, "faults": self.faults}

    def summary(self, say: Callable[[str, str], str]) -> str:
        """One line for the terminal, or the faults."""
        return self.faults or say("已更新。", "Up to date.")


class Server(http.server.ThreadingHTTPServer):
    """Serves `site` on the loopback interface only. Raises OSError, which names the port, when it is taken."""

    daemon_threads = True

    def __init__(self, port: int, site: Path, follower: Path, state: State) -> None:
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise OSError(error.errno, error.strerror, f"127.0.0.1:{port}") from None
        self.site, self.follower, self.state = site, follower, state

    @property
    def address(self) -> str:
        """Where the preview is."""
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        url = urllib.parse.urlsplit(self.path)
        path = urllib.parse.unquote(url.path)
        if path == "/__preview__/state":
            since = urllib.parse.parse_qs(url.query).get("since", ["-1"])[0]
            state = self.server.state.after(int(since) if since.lstrip("-").isdigit() else -1)
            self._answer(200, "application/json", json.dumps(state).encode())
        elif path.startswith("/__preview__/"):
            self._file(self.server.follower, path.removeprefix("/__preview__/"))
        else:
            self._file(self.server.site, path.removeprefix("/"))

    def do_HEAD(self) -> None:
        self.do_GET()

    def _file(self, folder: Path, name: str) -> None:
        path = (folder / (name or "index.html")).resolve()
        if path.is_dir():
            path /= "index.html"
        inside = path.is_relative_to(folder.resolve())
        try:
            content = path.read_bytes() if inside else None
        except OSError:
            content = None
        if content is None:
            content = (folder / "404.html").read_bytes() if (folder / "404.html").is_file() else _EMPTY
            self._answer(404, "text/html", content)
        else:
            kind = "text/javascript" if path.suffix == ".mjs" else mimetypes.guess_type(path.name)[0]
            self._answer(200, kind or "application/octet-stream", content)

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        if kind == "text/html":
            content = content.replace(b"</body>", _FOLLOW + b"</body>", 1)
        try:
            self.send_response(status)
            self.send_header(
                "Content-Type",
                f"{kind}; charset=utf-8" if kind.startswith(("text/", "application/json")) else kind,
            )
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            for name, value in headers(self.path.partition("?")[0]).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
        except ConnectionError:
            pass  # the page was closed while it waited

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for faults."""
