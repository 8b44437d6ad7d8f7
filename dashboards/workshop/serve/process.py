"""The process of a workshop: one session, one port."""

from __future__ import annotations

import warnings

import uvicorn

from dashboards.workshop.play.rounds import play_months
from dashboards.workshop.serve.app import application
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.settings import Settings
from sim.engine import NO_INPUTS

PORT = 8766
LONGEST_MESSAGE = 4_000_000
"""Bytes: a scenario's file, on its way to a page to explore; phones are held to far less."""
MOST_CONNECTIONS = 2000
"""Ten for each of 120 people, and requests beside them; more are told that the server is busy."""


def warm(room: Room) -> None:
    """Compile what the first round would otherwise wait for."""
    session = room.session
    play_months(session.first.system, NO_INPUTS, session.first, 1)


def server(room: Room, settings: Settings, host: str, port: int) -> uvicorn.Server:
    """Return the server of a session, not yet running; nothing of what people ask for is logged."""
    warnings.filterwarnings("ignore", message="Cookies with samesite=none", category=UserWarning)
    config = uvicorn.Config(
        application(room, settings),
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


def serve(room: Room, settings: Settings, host: str, port: int) -> None:
    """Serve a session until interrupted."""
    warm(room)
    server(room, settings, host, port).run()
