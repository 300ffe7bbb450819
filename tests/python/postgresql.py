"""A PostgreSQL server of its own for the tests: made in a folder, reached by socket and loopback, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from adbc_driver_postgresql import dbapi

MISSING = "the tests need PostgreSQL's server: apt install postgresql"
OWNER, PASSWORD = "owner", "a word that is nowhere else"


@dataclass(frozen=True)
class Server:
    folder: Path
    port: int

    @property
    def address(self) -> str:
        """By socket, where the owner needs no password."""
        return f"postgresql:///postgres?host={self.folder}&port={self.port}&user={OWNER}"

    @property
    def guarded(self) -> str:
        """By loopback, where a password is asked for."""
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/postgres"

    def run(self, *statements: str) -> None:
        with (
            closing(dbapi.connect(self.address, autocommit=True)) as connection,
            closing(connection.cursor()) as cursor,
        ):
            for statement in statements:
                cursor.execute(statement)

    def value(self, query: str) -> object:
        with (
            closing(dbapi.connect(self.address)) as connection,
            closing(connection.cursor()) as cursor,
        ):
            cursor.execute(query)
            return cursor.fetchone()[0]


def programs() -> Path:
    """Return the folder of initdb, pg_ctl and postgres, of the newest version that is installed."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    for folder in [*on_path, *reversed(debian)]:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return folder
    raise FileNotFoundError(MISSING)


@contextmanager
def server() -> Iterator[Server]:
    """Run a server. Raises FileNotFoundError with what to install where there is none."""
    binaries = programs()
    # root may not run a server, and another user cannot enter pytest's folders
    other = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    drop = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []} if other else {}
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        data, log, secret = folder / "data", folder / "log", folder / "secret"
        secret.write_text(PASSWORD)
        if other:
            for path in (folder, secret):
                os.chown(path, other.pw_uid, other.pw_gid)

        def run(program: str, *arguments: str) -> None:
            with log.open("a") as output:  # a pipe would stay open as long as the server runs
                done = subprocess.run(
                    [str(binaries / program), "-D", str(data), *arguments],
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    check=False,
                    **drop,
                )
            assert done.returncode == 0, log.read_text()

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        run("initdb", "--username", OWNER, "--auth-local=trust", "--auth-host=scram-sha-256",
            "--pwfile", str(secret), "--encoding=UTF8", "--locale=C", "--no-sync")  # fmt: skip
        options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-w", "-l", str(folder / "server"), "-o", options, "start")
        try:
            yield Server(folder, port)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
