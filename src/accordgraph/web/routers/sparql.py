"""The route ``/sparql``: SPARQL 1.1 Protocol for queries, service description, refusal of updates.

A graph that the protocol's parameters name and the data do not hold counts as empty, as in the
W3C protocol tests; the header ``X-Unknown-Graph`` says so, and nothing is ever fetched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request, Response

from accordgraph.errors import BadValue, MissingValue, QueryRefused, TooLarge
from accordgraph.namespaces import GRAPHS as DATA_GRAPHS
from accordgraph.settings import Settings
from accordgraph.sparql.description import service_description
from accordgraph.sparql.formats import GRAPHS, NAMES, TABLES
from accordgraph.sparql.messages import SparqlRequest, SparqlResult
from accordgraph.sparql.negotiation import choose, prefers_html
from accordgraph.sparql.pool import WorkerPool

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = "GET, HEAD, POST, OPTIONS"
CLIENT_CLOSED = 499
"""Status in the log of a request whose client left; nobody receives it."""

MOST_PARAMETERS = 100

Page = Callable[[Request], Response]
Values = dict[str, list[str]]


def router(pool: WorkerPool, settings: Settings, page: Page | None = None) -> APIRouter:
    """The routes of the endpoint.

    Parameters
    ----------
    pool : runs the queries; its owner closes it.
    settings : limits of a request, and what the description tells of the others.
    page : answers a browser that opens the endpoint without a query.
    """
    endpoint = _Endpoint(pool, settings, page)
    routes = APIRouter(tags=["sparql"])
    add = routes.add_api_route
    add("/sparql", endpoint.get, methods=["GET"], summary="Run a SPARQL query", **_documentation("query"))
    add("/sparql", endpoint.post, methods=["POST"], summary="Run a SPARQL query", **_documentation("body"))
    add("/sparql", endpoint.get, methods=["HEAD"], include_in_schema=False, name="sparql_head")
    add("/sparql", _options, methods=["OPTIONS"], include_in_schema=False, name="sparql_options")
    return routes


class _Endpoint:
    """Handlers that share the pool, the limits and the page."""

    def __init__(self, pool: WorkerPool, settings: Settings, page: Page | None) -> None:
        self._pool, self._settings, self._page = pool, settings, page

    async def get(self, request: Request) -> Response:
        """A query in the address; without one, the endpoint describes itself."""
        values = _parse(request.url.query)
        if "query" not in values and "update" not in values:
            return _for_method(request, self._describe(request, values))
        return _for_method(request, await self._answer(request, values))

    async def post(self, request: Request) -> Response:
        """A query as a form or as the body itself; the dataset may stand in the address."""
        values = _parse(request.url.query)
        media_type = _media_type(request)
        if media_type == UPDATE:
            raise _read_only()
        text = _decode(await self._body(request))
        added = {"query": [text]} if media_type == QUERY else _parse(text)
        for name, more in added.items():
            values.setdefault(name, []).extend(more)
        return await self._answer(request, values)

    def _describe(self, request: Request, values: Values) -> Response:
        accept, name = request.headers.get("accept"), _single(values, "format")
        if self._page and name is None and prefers_html(accept):
            return self._page(request)
        graph = choose(accept, name).graph
        if graph is None:
            raise BadValue(
                "The service description is a graph.", field="format", given=name, accepted=list(GRAPHS)
            )
        address = str(request.url.replace(query="", fragment=""))
        try:
            body = service_description(address, self._settings, graph)
        except ValueError:
            raise BadValue("The address is not an IRI.", field="Host", given=address) from None
        return Response(body, headers={"Content-Type": GRAPHS[graph].content_type, "Vary": "Accept"})

    async def _answer(self, request: Request, values: Values) -> Response:
        query = _request(values, request.headers.get("accept"))
        result = await self._run(request, query)
        if result is None:
            return Response(status_code=CLIENT_CLOSED)
        headers = {"Content-Type": result.media_type, "Vary": "Accept"}
        unknown = sorted({*query.default_graphs, *query.named_graphs} - set(DATA_GRAPHS.values()))
        if unknown:
            headers["X-Unknown-Graph"] = " ".join(quote(iri, safe=":/?#[]@!$&'()*+;=%") for iri in unknown)
        return Response(result.body, headers=headers)

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


def _for_method(request: Request, response: Response) -> Response:
    """The response, for HEAD without its body."""
    if request.method != "HEAD":
        return response
    return Response(status_code=response.status_code, headers=dict(response.headers))


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _options() -> Response:
    """Methods and media types."""
    return Response(status_code=204, headers={"Allow": METHODS, "Accept-Post": f"{QUERY}, {FORM}"})


def _request(values: Values, accept: str | None) -> SparqlRequest:
    """The query of the parameters, checked."""
    if "update" in values:
        raise _read_only()
    query = _single(values, "query")
    if not query or not query.strip():
        raise MissingValue(
            "There is no query.", field="query", accepted="SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    choice = choose(accept, _single(values, "format"))
    return SparqlRequest(
        query=query,
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
        table=choice.table,
        graph=choice.graph,
    )


def _single(values: Values, name: str) -> str | None:
    found = values.get(name, [])
    if len(found) > 1:
        raise BadValue(f"There is more than one {name}.", field=name, accepted="one value")
    return found[0] if found else None


def _media_type(request: Request) -> str:
    """The media type of the body; only the three of the protocol, in UTF-8."""
    given = request.headers.get("content-type", "")
    media_type, *parameters = (part.strip().lower() for part in given.split(";"))
    charsets = [part.partition("=")[2].strip('" ') for part in parameters if part.startswith("charset")]
    if media_type not in (FORM, QUERY, UPDATE) or not set(charsets) <= {"utf-8", "utf8"}:
        raise BadValue(
            "The body is of another media type or charset.",
            field="Content-Type",
            given=given,
            accepted=[FORM, QUERY],
            hint="Send the query as UTF-8.",
        )
    return media_type


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadValue("The body is not UTF-8.", field="Content-Type", accepted="UTF-8") from None


def _parse(text: str) -> Values:
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise BadValue("A parameter is not UTF-8.", accepted="percent-encoded UTF-8") from None
    except ValueError:
        raise BadValue("There are too many parameters.", accepted=f"at most {MOST_PARAMETERS}") from None


def _read_only() -> QueryRefused:
    return QueryRefused(
        "The data are read-only: updates are refused.", field="update", hint="Send a query as 'query'."
    )


def _documentation(place: str) -> dict[str, Any]:
    """What the OpenAPI document says about a request; the handlers read it themselves."""
    texts = {"type": "array", "items": {"type": "string", "format": "uri"}}
    fields: dict[str, Any] = {
        "query": {"type": "string", "description": "SPARQL 1.1 query"},
        "default-graph-uri": texts,
        "named-graph-uri": texts,
        "format": {"type": "string", "enum": list(NAMES), "description": "instead of the header Accept"},
    }
    if place == "query":
        request: dict[str, Any] = {
            "parameters": [{"name": name, "in": "query", "schema": schema} for name, schema in fields.items()]
        }
    else:
        form = {"schema": {"type": "object", "properties": fields, "required": ["query"]}}
        request = {"requestBody": {"content": {FORM: form, QUERY: {"schema": {"type": "string"}}}}}
    content: dict[str, Any] = {each.media_type: {} for each in (*TABLES.values(), *GRAPHS.values())}
    answer = {"description": "The whole result", "content": content}
    return {"response_class": Response, "responses": {200: answer}, "openapi_extra": request}
