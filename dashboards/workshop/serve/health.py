"""Health of a server, for whoever watches it: it and its store answer.  Nothing of rooms or people is said."""

from __future__ import annotations

import asyncio
import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboards.workshop.serve import sessions
from results.errors import StoreError

KEPT = 5.0
"""Seconds for which an answer of the store serves again: whoever asks often is no burden to it."""


class Health:
    """Answers of ``/healthz``."""

    def __init__(self, store: str) -> None:
        self.store = store
        self._asking = asyncio.Lock()
        self._well, self._until = False, 0.0

    async def __call__(self, request: Request) -> Response:
        """Return 200 where the store answers, else 503."""
        async with self._asking:
            if time.monotonic() >= self._until:
                self._well = await asyncio.to_thread(_answers, self.store)
                self._until = time.monotonic() + KEPT
        status = "ok" if self._well else "the store does not answer"
        return JSONResponse({"status": status}, 200 if self._well else 503, headers={"Cache-Control": "no-store"})


def _answers(store: str) -> bool:
    try:
        sessions.names(store)
    except StoreError:
        return False
    return True
