"""The route ``/sparql``: SPARQL 1.1 Protocol for queries, service description, refusal of updates.

A graph that the protocol's parameters name and the data do not hold counts as empty, as in the
W3C protocol tests; the header ``X-Unknown-Graph`` says so, and nothing is ever fetched.

A SELECT with ``page-size`` is answered by a page: ``X-Page-Rows`` tells which rows it holds, ``X-Page-Next``
and ``Link`` how to ask for the next; without them it is the last.

Every answer, of an error too, tells the limits in its headers.  A query in the address has an ETag
made from the data, the query and the formats wanted; who has that answer is told so without the
query being run.  Queries whose answer depends on more than the data have none.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from accordgraph.errors import AccordGraphError, BadValue, MissingValue, TooLarge
from accordgraph.settings import Settings
from accordgraph.sparql import pages
from accordgraph.sparql.dataset import PROJECT, Dataset
from accordgraph.sparql.description import limit_headers, service_description
from accordgraph.sparql.formats import GRAPHS
from accordgraph.sparql.messages import PageMark, SparqlRequest, SparqlResult
from accordgraph.sparql.negotiation import choose, prefers_html
from accordgraph.sparql.pages import VOLATILE
from accordgraph.sparql.pool import WorkerPool
from accordgraph.web.problems import problem_of
from accordgraph.web.sparql_requests import (
    FORM,
    QUERY,
    UPDATE,
    Values,
    decoded,
    documentation,
    media_type_of,
    parameters,
    read_only,
    single,
    sparql_request,
)

METHODS = "GET, HEAD, POST, OPTIONS"
CLIENT_CLOSED = 499
"""Status in the log of a request whose client left; nobody receives it."""

Page = Callable[[Request], Response]
Failed = Callable[[Request, AccordGraphError], Response]
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Edition:
    """Which data are served.

    Parameters
    ----------
    digest : differs whenever an answer could.
    modified : when the data were last changed.
    """

    digest: str
    modified: datetime

    @classmethod
    def dated(cls, digest: str, day: str) -> Edition:
        """An edition of a day, ``YYYY-MM-DD``; where the data state none, that of the first of all days."""
        try:
            return cls(digest, datetime.fromisoformat(day).replace(tzinfo=UTC))
        except ValueError:
            return cls(digest, datetime.fromtimestamp(0, UTC))


def router(
    pool: WorkerPool,
    settings: Settings,
    page: Page | None = None,
    *,
    failed: Failed | None = None,
    dataset: Dataset = PROJECT,
    edition: Edition | None = None,
) -> APIRouter:
    """The routes of the endpoint.

    Parameters
    ----------
    pool : runs the queries; its owner closes it.
    settings : limits of a request, and what the description tells of the others.
    page : answers a browser that opens the endpoint without a query.
    failed : answers a browser whose query fails; a problem document does where there is none.
    dataset : the graphs that queries see.
    edition : of the data; without it no answer has an ETag.
    """
    endpoint = _Endpoint(pool, settings, page, failed, dataset, edition)
    get, post, options = (endpoint.told(each) for each in (endpoint.get, endpoint.post, _options))
    routes = APIRouter(tags=["sparql"])
    add = routes.add_api_route
    add("/sparql", get, methods=["GET"], summary="Run a SPARQL query", **documentation("query"))
    add("/sparql", post, methods=["POST"], summary="Run a SPARQL query", **documentation("body"))
    add("/sparql", get, methods=["HEAD"], include_in_schema=False, name="sparql_head")
    add("/sparql", options, methods=["OPTIONS"], include_in_schema=False, name="sparql_options")
    return routes


class _Endpoint:
    """Handlers that share the pool, the limits and the page."""

    def __init__(
        self,
        pool: WorkerPool,
        settings: Settings,
        page: Page | None,
        failed: Failed | None,
        dataset: Dataset,
        edition: Edition | None,
    ) -> None:
        self._pool, self._settings, self._page, self._on_failure = pool, settings, page, failed
        self._dataset, self._edition = dataset, edition
        self._limits = limit_headers(settings)
        self._known = frozenset(dataset.graphs.values())

    def told(self, handler: Handler) -> Handler:
        """A handler whose answers, errors among them, tell the limits."""

        async def answer(request: Request) -> Response:
            try:
                response = await handler(request)
            except AccordGraphError as error:
                response = self._failed(request, error)
            response.headers.update(self._limits)
            return response

        return answer

    def _failed(self, request: Request, error: AccordGraphError) -> Response:
        """What went wrong: for a person who sent the form the page says so, with the query in it."""
        if self._on_failure and request.method == "GET" and prefers_html(request.headers.get("accept")):
            return self._on_failure(request, error)
        return problem_of(error)

    async def get(self, request: Request) -> Response:
        """A query in the address; without one, the endpoint describes itself.

        A browser that names no format is shown the page with the query in it: such an address was sent
        by a person to a person.
        """
        values = parameters(request.url.query)
        if "update" not in values and ("query" not in values or self._shows(request, values)):
            return _for_method(request, self._describe(request, values))
        return _for_method(request, await self._answer(request, values))

    async def post(self, request: Request) -> Response:
        """A query as a form or as the body itself; the dataset may stand in the address."""
        values = parameters(request.url.query)
        media_type = media_type_of(request.headers.get("content-type", ""))
        if media_type == UPDATE:
            raise read_only()
        text = decoded(await self._body(request))
        added = {"query": [text]} if media_type == QUERY else parameters(text)
        for name, more in added.items():
            values.setdefault(name, []).extend(more)
        return await self._answer(request, values)

    def _shows(self, request: Request, values: Values) -> bool:
        """Whether the page answers rather than the endpoint."""
        return bool(self._page) and "format" not in values and prefers_html(request.headers.get("accept"))

    def _describe(self, request: Request, values: Values) -> Response:
        if values.keys() & {"page-size", "page"}:
            raise MissingValue("A page needs a query.", field="query", accepted="SPARQL 1.1 SELECT")
        accept, name = request.headers.get("accept"), single(values, "format")
        if self._page and self._shows(request, values):
            return self._page(request)
        graph = choose(accept, name).graph
        if graph is None:
            raise BadValue(
                "The service description is a graph.", field="format", given=name, accepted=list(GRAPHS)
            )
        address = str(request.url.replace(query="", fragment=""))
        try:
            body = service_description(address, self._settings, graph, self._dataset)
        except ValueError:
            raise BadValue("The address is not an IRI.", field="Host", given=address) from None
        headers = {"Content-Type": GRAPHS[graph].content_type, "Vary": "Accept"}
        headers |= self._validators(address, graph, self._settings)
        return _unchanged(request, headers) or Response(body, headers=headers)

    async def _answer(self, request: Request, values: Values) -> Response:
        edition = self._edition.digest if self._edition else ""
        accept = request.headers.get("accept")
        query = sparql_request(values, accept, edition, self._settings.sparql_rows)
        headers = {"Vary": "Accept"}
        if request.method != "POST" and not VOLATILE.search(query.query):
            headers |= self._validators(*astuple(query))
        unchanged = _unchanged(request, headers)
        if unchanged:
            return unchanged
        result = await self._run(request, query)
        if result is None:
            return Response(status_code=CLIENT_CLOSED)
        headers["Content-Type"] = result.media_type
        if result.page:
            headers |= _page_headers(request, values, result.page, edition, query)
        unknown = sorted({*query.default_graphs, *query.named_graphs} - self._known)
        if unknown:
            headers["X-Unknown-Graph"] = " ".join(quote(iri, safe=":/?#[]@!$&'()*+;=%") for iri in unknown)
        return Response(result.body, headers=headers)

    def _validators(self, *parts: object) -> dict[str, str]:
        """Headers by which an answer is known again: weak, since compression changes its bytes."""
        if self._edition is None:
            return {}
        digest = hashlib.sha256(repr((self._edition.digest, *parts)).encode("utf-8", "surrogatepass"))
        return {
            "ETag": f'W/"{digest.hexdigest()[:32]}"',
            "Last-Modified": format_datetime(self._edition.modified, usegmt=True),
            "Cache-Control": "no-cache",
        }

    async def _run(self, request: Request, query: SparqlRequest) -> SparqlResult | None:
        """The result, or None if the client left; its query is then killed."""
        work = asyncio.ensure_future(self._pool.run(query))
        gone = asyncio.ensure_future(_disconnected(request))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done() and gone.exception() is None:
                return None
            return await work
        finally:
            gone.cancel()
            work.cancel()

    async def _body(self, request: Request) -> bytes:
        """The body, read no further than its cap."""
        most, found = self._settings.body_bytes, bytearray()
        async for chunk in request.stream():
            found += chunk
            if len(found) > most:
                raise TooLarge("The request body is too large.", accepted=f"at most {most} bytes")
        return bytes(found)


def _page_headers(
    request: Request, values: Values, page: PageMark, edition: str, query: SparqlRequest
) -> dict[str, str]:
    """Which rows a page holds, as Content-Range counts them, and how to ask for those that follow."""
    rows = f"{page.first}-{page.last}" if page.last >= page.first else "*"
    if not page.more:
        return {"X-Page-Rows": f"{rows}/{page.last}"}
    token = pages.token(page, edition, query)
    headers = {"X-Page-Rows": f"{rows}/*", "X-Page-Next": token}
    if request.method != "POST":
        following = urlencode({**values, "page": [token]}, doseq=True)
        headers["Link"] = f'<{request.url.replace(query=following)}>; rel="next"'
    return headers


def _unchanged(request: Request, headers: dict[str, str]) -> Response | None:
    """Not modified, if the client names the answer's ETag.

    A day alone proves nothing: an answer may change with the software, or twice a day.
    """
    named = request.headers.get("if-none-match", "")
    tag = headers.get("ETag", "").removeprefix("W/")
    if not tag or tag not in {each.strip().removeprefix("W/") for each in named.split(",")}:
        return None
    return Response(status_code=304, headers=headers)


def _for_method(request: Request, response: Response) -> Response:
    """The response, for HEAD without its body."""
    if request.method != "HEAD":
        return response
    return Response(status_code=response.status_code, headers=dict(response.headers))


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _options(_: Request) -> Response:
    """Methods and media types."""
    return Response(status_code=204, headers={"Allow": METHODS, "Accept-Post": f"{QUERY}, {FORM}"})
