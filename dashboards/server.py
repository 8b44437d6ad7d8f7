"""The server of the pages: one Starlette app, everything served from this machine.

    serve(port=8765)            until interrupted
    application()               the app itself, for tests and for other servers

Solara draws the pages for teachers and modellers; plain pages can stand beside them (``routes``).
"""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
import warnings
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute

from dashboards.languages import with_words
from dashboards.languages.visitor import VisitorLanguage
from dashboards.origin_guard import Guarded, is_local
from dashboards.settings import Settings, use

LOCAL = "127.0.0.1"
PORT = 8765
MOST_CONNECTIONS = 1000
"""Requests and open pages at once; more are told that the server is busy."""
LONGEST_MESSAGE = 8_000_000
"""Of what a page sends; a scenario file of a visitor is the longest."""
TEMPLATES = Path(__file__).parent / "templates"
NAVIGATOR = Path(__file__).parent / "vue" / "navigator.vue"
PAGES = f"{__package__}.pages.site"

SOLARA_SETTINGS = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",  # Solara reports use by default; these pages never do
    "SOLARA_THEME_FORCE_REFRESH": "true",  # a page comes back by itself after the server was restarted
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_VARIANT": "light",  # the template makes it the reader's choice
    "SOLARA_THEME_TITLE": "Silos",
    "SOLARA_KERNEL_CULL_TIMEOUT": "20m",  # a lost tab keeps its memory for 24 hours by default
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_SESSION_HTTP_ONLY": "True",  # no script needs it
    "SOLARA_MODE": "production",
}


class CannotListen(OSError):
    """The pages cannot be served at this address."""


class PortTaken(CannotListen):
    """Something listens on this port already."""


def application(
    routes: Sequence[BaseRoute] = (), *, pages: str = PAGES, local: bool = True, choice: bool = False
) -> Starlette:
    """The app, with further plain routes in front of Solara's.

    pages  the module of Solara's pages; one a process
    local  whether it is for this machine's browsers alone
    choice whether visitors choose their language on the page
    """
    for name, value in SOLARA_SETTINGS.items():
        os.environ.setdefault(name, value)
    os.environ["SOLARA_APP"] = pages
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Solara imports old parts of websockets
        import solara.server.starlette as theirs
    from solara.server import cdn_helper
    from solara.server import server as solara_server
    from solara.widgets import Navigator

    cdn_helper.fetch_from_cdn = _never
    Navigator.template_file = str(NAVIGATOR)
    make = solara_server.get_jinja_env
    solara_server.get_jinja_env = lambda app_name: with_words(make(app_name))
    return Starlette(
        routes=[*routes, *theirs.routes],
        middleware=[
            Middleware(Guarded, local=local),
            *([Middleware(VisitorLanguage)] if choice else []),
            *theirs.middleware,
        ],
        lifespan=theirs.lifespan,
        exception_handlers={404: _missing},
    )


def serve(
    *,
    host: str = LOCAL,
    port: int = PORT,
    routes: Sequence[BaseRoute] = (),
    settings: Settings | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve the pages until interrupted.  CannotListen where that cannot be.

    settings  what the pages read; None: as they are
    ready     called once pages can be asked for
    """
    check_free(host, port)
    if settings is not None:
        use(settings)
    app = application(routes, local=is_local(host), choice=True)
    warm()
    warnings.filterwarnings("ignore", message="Cookies with samesite=none", category=UserWarning)
    import uvicorn

    class Telling(uvicorn.Server):
        """Says when it listens."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        loop="asyncio",  # Solara starts threads that expect it
        limit_concurrency=MOST_CONNECTIONS,
        ws_max_size=LONGEST_MESSAGE,
    )
    with suppress(KeyboardInterrupt):
        Telling(config).run()


def warm() -> None:
    """Compile and load what the first visitor would otherwise wait for."""
    from dashboards.explore.explanation import explain_tie
    from dashboards.explore.network_layout import frame
    from dashboards.explore.session import Session

    session = Session("month=1")
    frame(session.playback.state())
    explain_tie(session.playback, 0)


def check_free(host: str, port: int) -> int:
    """The port, or a free one for 0; PortTaken where it is in use, CannotListen for any other reason."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(f"port {port} of {host} is in use: name another, or none to get a free one") from error
            raise CannotListen(f"cannot listen on {host}, port {port}: {error.strerror}") from error
        except (TypeError, ValueError) as error:  # a name that is too long, or that no name can be
            raise CannotListen(f"cannot listen on {host!r}: not an address, nor the name of a computer") from error
        return int(trial.getsockname()[1])


def is_free(host: str, port: int) -> bool:
    """Whether the port is free; CannotListen where the address is at fault."""
    try:
        check_free(host, port)
    except PortTaken:
        return False
    return True


def open_when_ready(url: str) -> None:
    """Open a page in the browser as soon as the server answers, without waiting for it here."""

    def wait() -> None:
        place = urlsplit(url)
        for _ in range(300):
            with suppress(OSError), socket.create_connection((str(place.hostname), place.port or 80), timeout=1.0):
                webbrowser.open(url)
                return
            time.sleep(0.2)

    threading.Thread(target=wait, daemon=True).start()


def free_port(host: str = LOCAL) -> int:
    """A port on which nothing listens."""
    return check_free(host, 0)


def _missing(request: Request, _: Exception) -> HTMLResponse:
    """A path that is no page."""
    from dashboards.pages.shared import PAGES as LISTED
    from dashboards.pages.shared import home_of

    template = with_words(Environment(autoescape=True)).from_string(
        (TEMPLATES / "missing.html.j2").read_text(encoding="utf-8")
    )
    root = request.scope.get("root_path", "") + home_of(request.url.path)
    return HTMLResponse(template.render(path=request.url.path[:80], pages=LISTED, root=root), status_code=404)


def _never(url: str) -> NoReturn:
    """In place of Solara's download of a missing asset: fails at once instead of after seven seconds."""
    raise FileNotFoundError(f"not on this machine, and pages load nothing from elsewhere: {url}")
