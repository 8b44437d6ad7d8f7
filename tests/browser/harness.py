"""A real server and a real browser that can reach nothing but it."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect, sync_playwright

from dashboards.server import free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # whatever is elsewhere is nowhere
]
LOCAL = ("127.0.0.1", "")
"""Hosts that a page may ask; none for data: and blob:."""
SILOS = (sys.executable, "-c", "from silos.cli import main; main()")
READY = ".silos .head"
PATIENCE = 300
"""Seconds for a first start, which may compile the engine."""
SHOWN = 120_000
"""Milliseconds within which a page shows what it should, on a machine that does other things too."""
expect.set_options(timeout=SHOWN)


class Server:
    """``silos explore`` in a process of its own, as a visitor would start it."""

    def __init__(self, *options: str, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [*SILOS, "explore", "--no-open", "--port", str(self.port), *self.options]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        until = time.monotonic() + PATIENCE
        while not _listens(self.port):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the server did not start: {self.stop()}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> str:
        """End it; what it wrote to standard error."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            _, said = self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            _, said = self.process.communicate()
        return said.decode()


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Headless Chromium without a way out."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def go_to(lead: Page, step: str) -> None:
    """Go straight to a step of the debrief."""
    if not lead.locator("#lead-deck details").evaluate("(each) => each.open"):
        lead.click("#lead-deck details summary")
    lead.click(f"#lead-deck .steps li:has-text('{step}') button[data-do=step]")
    expect(lead.locator(".deck h2")).to_have_text(step)


class Visitor:
    """Opens pages of a server, and notes what should not have been: requests elsewhere, errors, failures."""

    def __init__(self, browser: Browser, url: str, screens: Path) -> None:
        self.browser, self.url, self.screens = browser, url, screens
        self.outside: list[str] = []
        self.faults: list[str] = []
        """What went wrong in the browser: errors on the console, requests that failed."""
        self._contexts: list[Any] = []

    def __call__(
        self,
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        still: bool = False,
        ready: str = READY,
    ) -> Page:
        """A tab of its own on a page, once it is drawn.  ``still``: the visitor asked for reduced motion."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if still else "no-preference",
            accept_downloads=True,
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.url)
        context.set_default_timeout(SHOWN)
        self._contexts.append(context)
        page = context.new_page()
        self.watch(page)
        page.goto(self.url + path)
        page.wait_for_selector(ready, timeout=SHOWN if ready == READY else 3 * SHOWN)
        return page

    def watch(self, page: Page) -> None:
        """Note what goes wrong in a tab."""
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on(
            "console", lambda it: self.faults.append(f"console: {it.text}") if it.type in ("error", "warning") else None
        )
        page.on("response", lambda it: self.faults.append(f"{it.status}: {it.url}") if it.status >= 400 else None)

    def screen(self, page: Page, name: str, *, whole: bool = False) -> None:
        """Keep a picture of the page for someone to look at."""
        self.screens.mkdir(exist_ok=True)
        page.screenshot(path=self.screens / f"{name}.png", full_page=whole)

    def leave(self) -> None:
        """Close every tab."""
        for context in self._contexts:
            context.close()

    def _wrote(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(f"console: {text}")

    def _asked(self, url: str) -> None:
        if (urlsplit(url).hostname or "") not in LOCAL:
            self.outside.append(url)
