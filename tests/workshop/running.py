"""A real server in a process of its own, and the ways in."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from dashboards.server import free_port
from dashboards.workshop.play.events import Entry
from dashboards.workshop.play.session import Session
from dashboards.workshop.serve.sessions import entries, replayed


class Workshop:
    """``silos workshop`` as one starts it; ``kill`` is kill -9, and ``start`` goes on where it was."""

    program: tuple[str, ...] = ("-c", "from silos.cli import main; main()")

    def __init__(self, place: Path, *arguments: str, store: str = "") -> None:
        self.output, self.port = place.with_suffix(".out"), free_port()
        self.store = store or str(place.with_suffix(".db"))
        self.arguments: tuple[str, ...] = arguments
        self.url = f"http://127.0.0.1:{self.port}"
        self.name = self.lead = self.screen = self.code = ""
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Workshop:
        """Start, and wait until it listens; nothing is left of one that does not."""
        try:
            return self._started()
        except BaseException:
            if self.process and self.process.poll() is None:
                self.kill()
            raise

    def _started(self) -> Workshop:
        base = ["workshop", "--no-open", "--store", self.store, "--port", str(self.port)]
        more = ["--resume", self.name] if self.name else list(self.arguments)
        self._launch([*base, *more])
        said = self.output.read_text()
        self.name = self._find(r"session (\w+)", said)
        if "You lead" in said:
            self.lead, self.screen = self._find(r"#f\.(\S+)", said), self._find(r"#s\.(\S+)", said)
        self.code = self._find(r"code (\w{6})|#(\w{6})\s", said)
        return self

    def _launch(self, arguments: list[str]) -> None:
        with self.output.open("ab") as output:
            command = [sys.executable, *self.program, *arguments]
            self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        self._wait()

    def _find(self, pattern: str, said: str) -> str:
        found = re.search(pattern, said)
        assert found, said
        return next(each for each in found.groups() if each)

    def _wait(self) -> None:
        assert self.process
        end = time.monotonic() + 180
        while time.monotonic() < end:
            assert self.process.poll() is None, self.output.read_text()
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        assert self.process
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> str:
        """End it; gives all that it printed."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        finally:
            if self.process.poll() is None:
                self.kill()
        return self.output.read_text()

    def entries(self) -> list[Entry]:
        """What is stored of the session."""
        return entries(self.store, self.name)

    def replayed(self) -> Session:
        """The session as its store has it."""
        return replayed(self.store, self.name)
