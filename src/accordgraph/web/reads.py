"""What every read has in common: HEAD beside GET, and an ETag by which it need not be sent again."""

from __future__ import annotations

import hashlib
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NEVER_KEPT = ("/health/", "/metrics")
"""Beginnings of addresses whose answers are of the moment."""

KEPT_ON_304 = ("cache-control", "content-location", "date", "etag", "expires", "vary")


class Reads:
    """Middleware: answers HEAD by GET, tags what GET answers, and tells who has it already.

    The tag is of the bytes of the answer before they are compressed, and so a weak one.  An answer that
    has a tag of its own keeps it; one that is not to be stored gets none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("if-none-match")
        answer = _Answer(send, asked, scope["path"], head=scope["method"] == "HEAD")
        # SPARQL knows what HEAD means to it; what is mounted below another address, too.
        inner = scope if scope["path"] == "/sparql" else {**scope, "method": "GET"}
        await self.app(inner, receive, answer)
        if "route" in inner:
            scope["route"] = inner["route"]


class _Answer:
    """One answer on its way: it waits for its whole body where that decides about its tag."""

    def __init__(self, send: Send, asked: str | None, path: str, *, head: bool) -> None:
        self._send, self._asked, self._path, self._silent = send, asked, path, head
        self._start: Message | None = None
        self._body: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            if message["status"] == 200 and "etag" in headers:
                await self._begin(message, headers)
            elif self._is_tagged(message["status"], headers):
                self._start = message
            else:
                await self._send(message)
        elif message["type"] != "http.response.body" or self._start is None:
            await self._pass(message)
        else:
            self._body.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._tag(self._start, b"".join(self._body))

    def _is_tagged(self, status: int, headers: Headers) -> bool:
        stored = "no-store" not in headers.get("cache-control", "")
        return status == 200 and stored and not self._path.startswith(NEVER_KEPT)

    async def _tag(self, start: Message, body: bytes) -> None:
        headers = MutableHeaders(raw=start["headers"])
        headers["ETag"] = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        headers.setdefault("Cache-Control", "no-cache")
        await self._begin(start, headers)
        await self._pass({"type": "http.response.body", "body": body})

    async def _begin(self, start: Message, headers: MutableHeaders) -> None:
        """Send the head; 304 and no body to whoever has it already."""
        if has(self._asked, headers["etag"]):
            self._silent = True
            kept = [(name, value) for name, value in headers.raw if name.decode() in KEPT_ON_304]
            await self._send({**start, "status": 304, "headers": kept})
        else:
            await self._send({**start, "headers": headers.raw})

    async def _pass(self, message: Message) -> None:
        if self._silent and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)


def has(asked: str | None, tag: str) -> bool:
    """Whether a header ``If-None-Match`` names a tag, weakly compared.

    >>> has('"a", W/"b"', 'W/"b"'), has('"b"', 'W/"b"'), has("*", 'W/"b"'), has('"bb"', 'W/"b"')
    (True, True, True, False)
    """
    told = re.findall(r'"[^"]*"', asked or "")
    return (asked or "").strip() == "*" or tag.removeprefix("W/") in told
