"""The process of a workshop: one session, one port."""

from __future__ import annotations

import warnings

import uvicorn
from starlette.applications import Starlette

from dashboards.workshop.play.rounds import play_months
from dashboards.workshop.serve.app import application
from dashboards.workshop.serve.house import house
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.rooms import Limits, Rooms
from dashboards.workshop.serve.settings import Settings
from scenarios import load
from sim.engine import NO_INPUTS, start
from sim.state import State

PORT = 8766
LONGEST_MESSAGE = 4_000_000
"""Bytes: a scenario's file, on its way to a page to explore; phones are held to far less."""
MOST_CONNECTIONS = 2000
"""Ten for each of 120 people, and requests beside them; more are told that the server is busy."""


def warm(state: State) -> None:
    """Compile what the first round would otherwise wait for."""
    play_months(state.system, NO_INPUTS, state, 1)


def server(room: Room, settings: Settings, host: str, port: int) -> uvicorn.Server:
    """Return the server of a session, not yet running; nothing of what people ask for is logged."""
    return _uvicorn(application(room, settings), host, port)


def _uvicorn(app: Starlette, host: str, port: int) -> uvicorn.Server:
    warnings.filterwarnings("ignore", message="Cookies with samesite=none", category=UserWarning)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="asyncio",  # Solara starts threads that expect it
        log_level="warning",
        access_log=False,
        limit_concurrency=MOST_CONNECTIONS,
        ws_max_size=LONGEST_MESSAGE,
        ws_per_message_deflate=False,  # it costs more time than a room's Wi-Fi saves
        ws_ping_interval=5.0,
        ws_ping_timeout=10.0,
        timeout_graceful_shutdown=2,
        server_header=False,
    )
    return uvicorn.Server(config)


def serve_rooms(
    store: str, settings: Settings, host: str, port: int, *, passphrase: str = "", limits: Limits | None = None
) -> None:
    """Serve the rooms of a store until interrupted."""
    warm(start(load("two-neighbours").system(), 0))
    _uvicorn(house(Rooms(store, settings, limits), passphrase), host, port).run()


def serve(room: Room, settings: Settings, host: str, port: int) -> None:
    """Serve a session until interrupted."""
    warm(room.session.first)
    server(room, settings, host, port).run()
