"""Talk to a SPARQL 1.1 server: queries and updates by POST, and every way in which that fails by its name.

Nobody imports this module before a server is to be asked.  No address and no password reaches a message:
readers of an error are strangers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import httpx2

from accordgraph import __version__
from accordgraph.errors import AccordGraphError, StoreDown, StoreFailed, StoreSlow

CONNECT_SECONDS = 5.0
"""Longest time until a connection stands."""

NO_ROOM = frozenset((429, 502, 503, 504))
REASON_LENGTH = 200

T = TypeVar("T")


class Reply:
    """An answer that begins to arrive; a file of bytes for a parser.

    Parameters
    ----------
    response : as the library has it.
    """

    def __init__(self, response: httpx2.Response) -> None:
        self.headers = response.headers
        self.media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        self._chunks = response.iter_bytes()
        self._held, self._ready, self._at = b"", b"", 0
        self._ended = False
        self.fault: AccordGraphError | None = None

    @property
    def is_delimited(self) -> bool:
        """Whether an end that comes too early is noticed."""
        return "content-length" in self.headers or "chunked" in self.headers.get("transfer-encoding", "")

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end."""
        while not self._ended and len(self._ready) - self._at < size:
            self._fill()
        found = self._ready[self._at : self._at + size]
        self._at += len(found)
        return found

    def finish(self) -> None:
        """Read to the end: of a body that breaks off nothing may be used."""
        while not self._ended:
            self._ready, self._at = b"", 0
            self._fill()

    def _fill(self) -> None:
        try:
            self._held = _BLANK.sub(rb"\1", self._held + next(self._chunks))
            torn = self._held.rfind(b'"bnode"', max(0, len(self._held) - _LONGEST))
            whole = torn if torn >= 0 else max(0, len(self._held) - len('"bnode'))
        except StopIteration:
            self._ended, whole = True, len(self._held)
        except httpx2.HTTPError as error:
            self.fault = _fault(error)
            raise self.fault from None
        self._ready = self._ready[self._at :] + self._held[:whole]
        self._held, self._at = self._held[whole:], 0


_BLANK = re.compile(rb'("bnode"\s{0,9},\s{0,9}"value"\s{0,9}:\s{0,9}")nodeID:(?:\\?/){2}')
"""Virtuoso's names of blank nodes, which no parser takes. (In a string a quote has a backslash before it.)"""
_LONGEST = 80


class Exchange:
    """A connection to one address, made when it is needed and kept open.

    Parameters
    ----------
    address : of the SPARQL endpoint.
    user, password : empty if the server asks for none.
    seconds : longest time without a byte from the server.
    """

    def __init__(self, address: str, user: str, password: str, seconds: float) -> None:
        self._address = address
        self._client = httpx2.Client(
            auth=_Credentials(user, password) if user else None,
            timeout=httpx2.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS)),
            headers={"User-Agent": f"accordgraph/{__version__}"},
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def ask(
        self,
        query: str,
        accept: str,
        read: Callable[[Reply], T],
        default: Sequence[str] = (),
        named: Sequence[str] = (),
    ) -> T:
        """What a function makes of the answer to a query.

        Parameters
        ----------
        accept : media types, the best first.
        read : is given the answer; called again if the connection had been closed while nothing was asked.
        default, named : the dataset; without any, the server's own.

        Raises
        ------
        StoreDown, StoreSlow, StoreFailed
        """
        form = {"query": query, "default-graph-uri": list(default), "named-graph-uri": list(named)}
        data = {name: value for name, value in form.items() if value}
        try:
            with self._posted(data=data, headers={"Accept": accept}) as reply:
                return read(reply)
        except _HungUp:  # of a connection that was long unused this means nothing
            pass
        try:
            with self._posted(data=data, headers={"Accept": accept}) as reply:
                return read(reply)
        except _HungUp:
            raise _down("hung up") from None

    def update(self, text: str) -> None:
        """Run an update.

        Raises
        ------
        StoreDown, StoreSlow, StoreFailed
        """
        headers = {"Content-Type": "application/sparql-update"}
        try:
            with self._posted(content=text.encode(), headers=headers, good=range(200, 300)) as reply:
                reply.finish()
        except _HungUp:
            raise _down("hung up") from None

    @contextmanager
    def _posted(self, good: Sequence[int] = (200,), **request: object) -> Iterator[Reply]:
        begun = False
        try:
            with self._client.stream("POST", self._address, **request) as response:  # type: ignore[arg-type]
                begun = True
                if response.status_code not in good:
                    raise _unwelcome(response)
                yield Reply(response)
        except httpx2.HTTPError as error:
            hung_up = isinstance(error, (httpx2.ReadError, httpx2.WriteError, httpx2.RemoteProtocolError))
            raise _HungUp if hung_up and not begun else _fault(error) from None


class _HungUp(Exception):
    """The server closed the connection before it answered."""


class _Credentials(httpx2.Auth):
    """Name and password in the way that the server asks for: Digest if it can, else Basic."""

    def __init__(self, user: str, password: str) -> None:
        self._basic, self._digest = httpx2.BasicAuth(user, password), httpx2.DigestAuth(user, password)
        self._chosen: httpx2.Auth | None = None

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Send a request, and again with the credentials if the server asks for them."""
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            digest = "digest" in response.headers.get("www-authenticate", "").lower()
            self._chosen = self._digest if digest else self._basic
        yield from self._chosen.auth_flow(request)


def _fault(error: httpx2.HTTPError) -> AccordGraphError:
    if isinstance(error, httpx2.ConnectTimeout):
        return _down("does not take connections")
    if isinstance(error, httpx2.TimeoutException):
        return StoreSlow.within()
    if isinstance(error, httpx2.ConnectError):
        return _down("cannot be reached")
    return _down("broke off")


def _down(what: str) -> StoreDown:
    return StoreDown(f"The store behind this service {what}.", hint="Send it again later.")


def failed(what: str, **more: object) -> StoreFailed:
    """The error of a server that does not do what it should."""
    return StoreFailed(f"The store behind this service {what}.", **more)  # type: ignore[arg-type]


def _unwelcome(response: httpx2.Response) -> AccordGraphError:
    status = response.status_code
    if status in NO_ROOM:
        return _down(f"has no room now (it answers {status})")
    if status in (401, 403):
        return failed(
            f"does not let this service in (it answers {status})",
            hint="Who runs this service sets name and password of the store.",
        )
    return failed(f"answers {status}{_reason(response)}")


def _reason(response: httpx2.Response) -> str:
    """The first line of a plain text; more may show what others asked."""
    if not response.headers.get("content-type", "").startswith("text/plain"):
        return ""
    first = next(response.iter_bytes(), b"").decode("utf-8", "replace").strip().partition("\n")[0].rstrip(".")
    return f": {''.join(filter(str.isprintable, first))[:REASON_LENGTH]}" if first else ""
