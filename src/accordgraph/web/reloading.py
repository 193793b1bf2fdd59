"""Change the application behind a listening server, without a request that fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

LOG = logging.getLogger(__name__)


class _Running:
    """An application with its lifespan, and how many requests are in it."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.lifespan: AbstractAsyncContextManager[object] = app.router.lifespan_context(app)
        self.requests = 0
        self.empty = asyncio.Event()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.requests += 1
        self.empty.clear()
        try:
            await self.app(scope, receive, send)
        finally:
            self.requests -= 1
            if not self.requests:
                self.empty.set()

    async def left(self) -> None:
        """Wait until no request is in it."""
        while self.requests:
            await self.empty.wait()


class Switch:
    """An application that passes requests on to the one of the moment.

    Parameters
    ----------
    load : makes an application; called in a thread for each change.
    started : called in the event loop once the first one runs.
    """

    def __init__(
        self, load: Callable[[], FastAPI], started: Callable[[], Awaitable[None] | None] = lambda: None
    ) -> None:
        self._load, self._started = load, started
        self._running: _Running | None = None
        self._wanted, self._changing = False, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the lifespan of the server is that of all applications together."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._running is not None:
            await self._running.answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._running = _Running(self._load())
        await self._running.lifespan.__aenter__()
        told = self._started()
        if told is not None:
            await told
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._running.lifespan.__aexit__(None, None, None)
        await send({"type": "lifespan.shutdown.complete"})

    async def change(self) -> None:
        """Load a new application and let it answer; what the old one has begun it ends.

        If it cannot be loaded the old one stays.  A wish for another change while one is under way is
        fulfilled after it.
        """
        self._wanted = True
        if self._changing:
            return
        self._changing = True
        try:
            while self._wanted:
                self._wanted = False
                await self._change_once()
        finally:
            self._changing = False

    async def _change_once(self) -> None:
        try:
            new = _Running(await asyncio.to_thread(self._load))
            await new.lifespan.__aenter__()
        except Exception:  # whatever is wrong with the new one, the old one is good
            LOG.exception("the old snapshot stays: the new one cannot be loaded")
            return
        old, self._running = self._running, new
        LOG.warning("another snapshot is served", extra={"told": {"title": new.app.title}})
        if old is not None:
            await old.left()
            await old.lifespan.__aexit__(None, None, None)
