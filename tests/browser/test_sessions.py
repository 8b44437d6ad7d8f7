"""Sessions on one server: they end and free their memory, and outlive a line that is cut."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboards.server import free_port
from tests.browser.harness import READY, SHOWN, Server, Visitor
from tests.browser.reading import figures, month
from tests.workshop.proxy import Wire

SESSIONS = 16
WARM = 8
"""Opened first: what every server needs once."""
GROWTH = 1.0
"""Megabytes a session at most, over what is noise."""


@contextmanager
def a_server() -> Iterator[Server]:
    server = Server(port=free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()


def memory(server: Server) -> float:
    """What the server's process holds, in megabytes."""
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def kernels(server: Server, browser: Browser) -> int:
    """How many sessions the server has."""
    context = browser.new_context()
    try:
        return int(context.request.get(f"{server.url}/resourcez").json()["kernels"]["total"])
    finally:
        context.close()


def until_all_ended(server: Server, browser: Browser) -> None:
    """Sooner or later the server has no session any more."""
    deadline = time.monotonic() + SHOWN / 1000
    while left := kernels(server, browser):
        assert time.monotonic() < deadline, f"{left} sessions are left"
        time.sleep(0.2)


@pytest.mark.slow
def test_a_line_that_is_cut_and_mended(visit: Visitor) -> None:
    line = Wire(int(visit.url.rpartition(":")[2]))
    visit.url = line.url
    try:
        page = visit("/?scenario=five-organisations&month=7&seed=3")
        month(page, 7)
        page.get_by_role("button", name="New money").click()
        expect(page.locator(".chip")).to_contain_text("New money")
        line.cut()
        page.wait_for_timeout(1500)
        line.mend()
        page.wait_for_function("() => !document.querySelector('.v-overlay--active')")
        page.get_by_role("button", name="Forward one month").click()
        expect(page.locator(".bar .month")).to_contain_text("8 of 60")
        expect(page.locator(".chip")).to_contain_text("New money")
        assert figures(page)
        page.close()
    finally:
        line.close()
        visit.faults.clear()  # what the browser said while it had no line


@pytest.mark.slow
def test_sessions_end_and_free_their_memory(chromium: Browser, visit: Visitor) -> None:
    with a_server() as server:
        visit.url = server.url
        held = []
        for number in range(SESSIONS):
            path = ("/", "/what-if", "/map", "/lesson")[number % 4]
            context = chromium.new_context()
            context.set_default_timeout(SHOWN)
            page = context.new_page()
            page.goto(f"{server.url}{path}?scenario=dorset-2016&seed={number}&month=30")
            page.wait_for_selector(READY)
            page.goto("about:blank")  # as when a tab is closed
            context.close()
            held.append(memory(server))
        until_all_ended(server, chromium)
        grown = memory(server) - held[WARM - 1]
        assert grown < GROWTH * (SESSIONS - WARM), held


@pytest.mark.slow
def test_a_tab_that_is_lost_is_forgotten(chromium: Browser, visit: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody told the server that the tab was closed: its session ends by itself after a while."""
    monkeypatch.setenv("SOLARA_KERNEL_CULL_TIMEOUT", "1s")
    with a_server() as server:
        line = Wire(server.port)
        visit.url = line.url
        page = visit("/?month=5")
        month(page, 5)
        assert kernels(server, chromium) == 1
        line.cut()
        until_all_ended(server, chromium)
        page.close()
        line.close()
    visit.faults.clear()  # what the browser said while it had no line
