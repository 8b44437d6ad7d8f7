"""A wire that a test can cut: bytes go through until it does."""

from __future__ import annotations

import contextlib
import socket
import threading
import time


class Wire:
    """Listens on a port of its own and passes everything on to another."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.whole, self._frozen = True, False
        self._ends: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Everyone falls off, and nobody gets through."""
        self.whole = False
        for each in list(self._ends):
            _end(each)

    def freeze(self) -> None:
        """Nothing gets through any more, and nobody is told."""
        self.whole, self._frozen = False, True

    def mend(self) -> None:
        self.whole, self._frozen = True, False

    def close(self) -> None:
        self.cut()
        self._door.close()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.to)) if self.whole else None
            except OSError:  # nobody is there at the moment
                far = None
            if far is None:
                near.close()
                continue
            self._ends |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while content := one.recv(65536):
                if self._frozen:
                    break
                other.sendall(content)
            while self._frozen:
                time.sleep(0.05)
        for each in (one, other):
            self._ends.discard(each)
            _end(each)


def _end(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
