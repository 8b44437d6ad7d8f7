"""``silos explore`` says what cannot be, in a sentence, before anything is served."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from dashboards.server import CannotListen, PortTaken, check_free, free_port, is_free
from silos.cli import app
from silos.commands.explore import who_can_see


def explore(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from silos.cli import main; main()", "explore", "--no-open", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("dorste-2016",), "did you mean 'dorset-2016'?"),
        (("--port", "70000"), "65535"),
        (("--host", "192.0.2.1"), "cannot listen on 192.0.2.1"),
        (("--host", "no-such-host.invalid"), "cannot listen on no-such-host.invalid"),
    ],
)
def test_what_cannot_be(words: tuple[str, ...], said: str) -> None:
    told = explore(*words)
    assert told.returncode == 2
    assert said in told.stderr and "Traceback" not in told.stderr


def test_it_listens_when_it_says_where_it_is() -> None:
    command = [sys.executable, "-c", "from silos.cli import main; main()", "explore", "--no-open"]
    port = free_port()
    with subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout
            assert running.stdout.readline() == f"Silos is at http://127.0.0.1:{port}/\n"
            socket.create_connection(("127.0.0.1", port)).close()
        finally:
            running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
        assert running.stdout.read().startswith("Only this computer")


def test_a_port_that_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not is_free("127.0.0.1", port)
        with pytest.raises(PortTaken):
            check_free("127.0.0.1", port)
        told = explore("--port", str(port))
    assert told.returncode == 2
    assert told.stderr == f"port {port} of 127.0.0.1 is in use: name another, or none to get a free one\n"


@pytest.mark.parametrize("host", ["\x80", "a" * 300 + ".b", "a..b", "\0"])
def test_a_host_that_can_be_none(host: str) -> None:
    with pytest.raises(CannotListen, match="cannot listen on"):
        check_free(host, 8765)


def test_a_free_port_is_free() -> None:
    assert is_free("127.0.0.1", free_port())


def test_who_can_see_it_is_said() -> None:
    assert who_can_see("127.0.0.1").startswith("Only this computer")
    assert "no password" in who_can_see("0.0.0.0")


def test_no_browser_is_understood_too() -> None:
    said = CliRunner().invoke(app, ["explore", "no-such-place", "--no-browser"])
    assert "no-browser" not in said.output and "no-such-place" in f"{said.output} {said.exception}"
