"""What is told of requests to those who run the server: metrics, and lines of JSON on the error stream.

No line and no metric holds a query string, a body or the words of an exception: each may hold what
somebody asked.
"""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from accordgraph.web.metrics import Meter, Seen

ACCESS = "accordgraph.access"
"""The logger of requests."""

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
FRAMES = 8


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, event, what else was told, and where it went wrong."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as a line; of an exception its class and place, not its words."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage().strip().splitlines()[0] if record.msg else "",
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[0]:
            frames = list(extract_tb(record.exc_info[2]))[-FRAMES:]
            told["exception"] = record.exc_info[0].__name__
            told["at"] = [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
        return json.dumps(told, ensure_ascii=False)


class Observed:
    """Middleware: counts every request, answers ``/metrics``, and writes a line for each if asked to.

    Parameters
    ----------
    log : whether each request is a line of the log.
    """

    def __init__(self, app: ASGIApp, meter: Meter, *, log: bool = False) -> None:
        self.app, self.meter = app, meter
        self._log = logging.getLogger(ACCESS) if log else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and take note of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status, sent = time.perf_counter(), 500, 0

        async def noted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            if scope["path"] == "/metrics" and scope["method"] in ("GET", "HEAD"):
                scope["route"] = None
                text = await run_in_threadpool(self.meter.text)
                answer = Response(text, headers={"Content-Type": self.meter.content_type})
                await answer(scope, receive, noted)
            else:
                await self.app(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - start
            method = scope["method"] if scope["method"] in METHODS else "other"
            self.meter.count(Seen(method, route(scope), status, seconds))
            if self._log:
                told = {"method": method, "path": scope["path"], "status": status,
                        "ms": round(seconds * 1000, 1), "bytes": sent}  # fmt: skip
                self._log.info("request", extra={"told": told})


def route(scope: Scope) -> str:
    """The route that answered, as it is written in the program; what fits none is one route."""
    if scope["path"] == "/metrics":
        return "/metrics"
    return str(getattr(scope.get("route"), "path", None) or "none")
