"""Server of the page of a sweep, on this machine alone, for as long as the sweep goes on.

The sweep never waits for it: it is told how far the sweep is, and all else happens in threads.  At the end it stays
until the pages that are open have the finished report.
"""

from __future__ import annotations

import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboards.origin_guard import Guarded
from dashboards.report.page import templates
from dashboards.server import LOCAL
from dashboards.watch.remaking import ReportMaker
from experiments import SweepStopped
from experiments.run.progress import Progress
from experiments.spec.experiment import Experiment

TEMPLATES = Path(__file__).parent / "templates"
PRESENT = 65.0
"""Seconds for which a page counts as open after it last asked: browsers let a hidden one ask once a minute."""
COMING = 10.0
"""Seconds for which a browser that was opened is waited for."""
BRIEFLY = 5.0
"""Seconds that somebody who stopped the sweep waits for open pages, at most."""
LOOK = 0.05
MOST_CONNECTIONS = 200
COMMON = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
OF_THE_PAGE = COMMON + "script-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'"
OF_THE_REPORT = COMMON + "frame-ancestors 'self'"


class Watching:
    """What the page shows, and who looks at it.

    store  its address
    words  says in words how far a sweep is
    """

    def __init__(self, experiment: Experiment, store: str, words: Callable[[Progress], str]) -> None:
        self.experiment, self._words = experiment, words
        self.report = ReportMaker(experiment, store, lambda: bool(self.open_pages()), lambda: self._stored)
        self._stored = 0
        self._now: dict[str, Any] = {"state": "running", "words": "The sweep is about to begin.", "done": 0, "total": 0}
        self._pages: dict[str, tuple[float, int, bool]] = {}
        self._last: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        """Take note of how far the sweep is."""
        self._last = progress
        self._stored = progress.reused + progress.written
        self._now = {
            "state": "stopping" if progress.stopping else "running",
            "words": self._words(progress),
            "done": progress.done,
            "total": progress.total,
        }

    def open_pages(self) -> list[tuple[int, bool]]:
        """What the pages that are open show: which report, and whether they know that it is the last one."""
        now = time.monotonic()
        return [(shown, knows) for seen, shown, knows in self._pages.copy().values() if now - seen < PRESENT]

    def end(self, *, stopped: bool, following: str) -> None:
        """Make the finished report if a page is open, and say what it is the report of."""
        self.report.finish()
        done, total = (self._last.done, self._last.total) if self._last else (0, 0)
        words = f"Stopped after {done:,} of {total:,} runs" if stopped else f"Done: {done:,} of {total:,} runs"
        failed = f", {self._last.failed:,} failed" if self._last and self._last.failed else ""
        report = "This is the report of what is stored. " if stopped else "This is the finished report. "
        sentence = f"{words}{failed}. {'' if self.report.why else report}{following}"
        self._now = {"state": "over", "words": sentence, "done": done, "total": total}

    def all_know(self) -> bool:
        """Tell whether every open page has what there is to be had."""
        return all(knows and shown == self.report.version for shown, knows in self.open_pages())

    def application(self) -> Starlette:
        """The page, its script, how far the sweep is, and the report."""
        routes = [
            Route("/", self._page),
            Route("/watch.js", self._script),
            Route("/progress", self._progress),
            Route("/report", self._report),
            Route("/closed", self._closed, methods=["POST"]),
        ]
        return Starlette(routes=routes, middleware=[Middleware(Guarded, local=True)])

    async def _page(self, _: Request) -> Response:
        page = templates(__package__, "dashboards.report").get_template("watch.html")
        return HTMLResponse(page.render(experiment=self.experiment), headers=_headers(OF_THE_PAGE))

    async def _script(self, _: Request) -> Response:
        return FileResponse(TEMPLATES / "watch.js", media_type="text/javascript", headers=_headers(OF_THE_PAGE))

    async def _progress(self, request: Request) -> Response:
        asked = request.query_params
        shown = asked.get("shown", "")
        if name := asked.get("page", "")[:40]:
            seen = time.monotonic()
            self._pages = {page: state for page, state in self._pages.items() if seen - state[0] < PRESENT}
            knows = asked.get("state") == "over"
            self._pages[name] = (seen, int(shown) if shown.isdecimal() else 0, knows)
        precision = self.report.precision
        more = {"report": self.report.version, "why": self.report.why}
        rule = {"rule": precision.words, "points": precision.points} if precision else {}
        return JSONResponse({**self._now, **more, **rule}, headers=_headers(OF_THE_PAGE))

    async def _report(self, _: Request) -> Response:
        if not self.report.html:
            return PlainTextResponse(self.report.why, 404)
        return HTMLResponse(self.report.html, headers=_headers(OF_THE_REPORT))

    async def _closed(self, request: Request) -> Response:
        self._pages.pop(request.query_params.get("page", ""), None)
        return Response(status_code=204)


@contextmanager
def watching(
    experiment: Experiment,
    store: str,
    *,
    words: Callable[[Progress], str],
    say: Callable[[str], None],
    following: str,
    open_browser: bool,
) -> Iterator[Watching]:
    """Serve the page of a sweep that is made within; at its end, until open pages have the finished report.

    store      its address, not that of a store in memory
    words      says in words how far the sweep is
    say        is told where the page is, and what is waited for at the end
    following  what to do next, for the page at the end
    """
    page = Watching(experiment, store, words)
    with served(page.application()) as url:
        say(f"Watch it at {url} (closing the page does not stop the sweep)")
        browser = _Browser(url, wanted=open_browser)
        page.report.start()
        try:
            yield page
        except SweepStopped:
            _leave(page, say, browser, BRIEFLY, stopped=True, following="The same command goes on from here.")
            raise
        _leave(page, say, browser, PRESENT, stopped=False, following=following)


def _leave(
    page: Watching, say: Callable[[str], None], browser: _Browser, patience: float, *, stopped: bool, following: str
) -> None:
    """Stay until open pages have the report; Ctrl-C ends that."""
    with suppress(KeyboardInterrupt):
        while browser.coming() and not page.open_pages():
            time.sleep(LOOK)
        page.end(stopped=stopped, following=following)
        begun, announced = time.monotonic(), False
        while not page.all_know() and time.monotonic() - begun < patience:
            if not announced and time.monotonic() - begun > 2.0:
                say("Waiting for the open page to fetch the report (Ctrl-C does not wait)")
                announced = True
            time.sleep(LOOK)


class _Browser:
    """The browser that is opened at an address, in a thread: some browsers return only when they are closed."""

    def __init__(self, url: str, *, wanted: bool) -> None:
        self._until = time.monotonic() + COMING if wanted else 0.0
        if wanted:
            threading.Thread(target=self._open, args=(url,), daemon=True).start()

    def _open(self, url: str) -> None:
        if not webbrowser.open(url):
            self._until = 0.0

    def coming(self) -> bool:
        return time.monotonic() < self._until


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Serve an app on a free port of this machine; gives its address."""
    listening = socket.socket()
    listening.bind((LOCAL, 0))
    listening.listen()
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=1,
        server_header=False,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="page", daemon=True)
    thread.start()
    try:
        yield f"http://{LOCAL}:{listening.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(3.0)


def _headers(policy: str) -> dict[str, str]:
    return {
        "content-security-policy": policy,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
    }
