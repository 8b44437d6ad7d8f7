"""A real PostgreSQL for tests: its own folder, its own socket, gone when the tests are."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
import pytest

USER, PASSWORD = "silos", "open sesame"


def programs() -> Path | None:
    """Where initdb and postgres are; Debian keeps them off the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    places = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((each.parent for each in places), key=lambda each: int(each.parent.name), default=None)


NEEDED = "needs PostgreSQL, the server: apt-get install postgresql"
NEEDS_POSTGRESQL = (pytest.mark.real, pytest.mark.skipif(programs() is None, reason=NEEDED))


class Server:
    """A server on a socket in a temporary folder.  What it acknowledges survives its own death, not the machine's."""

    def __init__(self) -> None:
        found = programs()
        assert found is not None
        self.programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="silos-pg-"))
        # A server refuses to run as root; the Debian package brings a user for it.
        self.user: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []}
        if os.geteuid() != 0:
            self.user = {}
        else:
            shutil.chown(self.folder, "postgres", "postgres")
        self.data = self.folder / "data"
        self.process: subprocess.Popen[bytes] | None = None
        self.made = 0
        self.free: list[str] = []
        try:
            self._initialise()
            self.start()
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        """Nothing is left of it, whatever went wrong."""
        try:
            if self.process is not None:
                self.stop(signal.SIGQUIT)
        finally:
            if self.process is not None and self.process.poll() is None:
                self.kill()
            shutil.rmtree(self.folder)

    def _initialise(self) -> None:
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        command = [self.programs / "initdb", "--pgdata", self.data, "--username", USER, "--pwfile", secret]
        command += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **self.user)

    def start(self) -> None:
        """Start, and wait until it answers."""
        fast = ["fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=30"]
        settings = [*fast, "listen_addresses=", f"unix_socket_directories={self.folder}"]
        options = [part for each in settings for part in ("-c", each)]
        command = [self.programs / "postgres", "-D", self.data, *options]
        deadline = time.monotonic() + 60
        while True:
            if self.process is None or self.process.poll() is not None:
                with (self.folder / "log").open("ab") as log:
                    self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self.user)
            try:
                psycopg.connect(self._dsn("postgres")).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop as an administrator would: whoever is connected is thrown out."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(timeout=60)

    def kill(self) -> None:
        """kill -9 of the server and all its processes."""
        assert self.process is not None
        mine = self.process.pid
        children = Path(f"/proc/{mine}/task/{mine}/children").read_text(encoding="utf-8").split()
        for pid in (mine, *map(int, children)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(timeout=60)

    def new_database(self) -> str:
        """The name of an empty database: one that was given back, which is ten times as fast, else a new one."""
        if self.free:
            name = self.free.pop()
            self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            self.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public", name)
            return name
        self.made += 1
        name = f"test{self.made}"
        self.execute(f"CREATE DATABASE {name}")
        return name

    def give_back(self, name: str) -> None:
        """A database that is not needed any more."""
        self.free.append(name)

    def url(self, name: str, password: str = PASSWORD) -> str:
        """The address of a database, as a user would type it."""
        return f"postgresql://{USER}:{password.replace(' ', '%20')}@/{name}?host={self.folder}"

    def execute(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(self._dsn(database), autocommit=True) as connection:
            connection.execute(statement)

    def _dsn(self, database: str) -> str:
        return f"host={self.folder} user={USER} password='{PASSWORD}' dbname={database}"
