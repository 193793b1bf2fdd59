"""How many requests of one address are answered in a minute, if there is a limit."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from accordgraph.errors import TooManyRequests
from accordgraph.web.problems import REFUSED, for_people, problem_of

FREE = ("/health/", "/metrics", "/static/")
"""Beginnings of addresses that are never refused."""

MOST = 10_000
"""Addresses remembered; beyond that those that have been quiet for a minute are forgotten."""


class Limited:
    """Middleware: an address that asks too often is told when to come back.

    Each address has as many requests in store as it may send in a minute; they come back one by one.
    Every server process counts for itself.

    Parameters
    ----------
    a_minute : requests of one address; 0 lets all pass.
    clock : seconds that only go forward.
    """

    def __init__(self, app: ASGIApp, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.app, self.a_minute, self.clock = app, a_minute, clock
        self._full: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or not self.a_minute or scope["path"].startswith(FREE):
            await self.app(scope, receive, send)
            return
        wait = self._wait(network(scope["client"]))
        if wait <= 0:
            await self.app(scope, receive, send)
            return
        error = TooManyRequests(
            "Too many requests from this address.",
            accepted=f"at most {self.a_minute} a minute",
            retry_after=math.ceil(wait),
            hint="Wait as long as Retry-After says; dumps of everything are under /dumps.",
        )
        if for_people(scope):
            await self.app({**scope, REFUSED: error}, receive, send)
        else:
            await problem_of(error)(scope, receive, send)

    def _wait(self, who: str) -> float:
        """Seconds until the address may ask again; 0 if it may now, which then counts.

        What is kept is when its store will be full again: a request moves that by one share of a minute.
        """
        now, share = self.clock(), 60 / self.a_minute
        if len(self._full) > MOST:
            self._full = {each: full for each, full in self._full.items() if full > now}
        full = max(self._full.get(who, now), now) + share
        if full - now > 60 + share / 2:
            return full - now - 60
        self._full[who] = full
        return 0.0


def network(client: tuple[str, int] | None) -> str:
    """Whom an address belongs to: an IPv4 address to itself, an IPv6 address to its network of 64 bits.

    >>> network(("2001:db8::1", 1)) == network(("2001:db8::2", 9))
    True
    >>> network(("192.0.2.1", 1))
    '192.0.2.1'
    """
    host = client[0] if client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
