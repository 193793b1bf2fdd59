"""The site for people: HTML in English and Chinese that works without any script, and more with them.

`install` adds the pages to an application; `sparql_page` gives the router of ``/sparql`` the page
that browsers see.  A page asks `accordgraph.service.AccordGraph` and fills a template.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from accordgraph.errors import AccordGraphError, NotFound
from accordgraph.service import AccordGraph
from accordgraph.web.pages.about import AboutPage
from accordgraph.web.pages.accessions import AccessionsPage
from accordgraph.web.pages.api import DocsPage
from accordgraph.web.pages.ask import Ask
from accordgraph.web.pages.base import HERE, Site
from accordgraph.web.pages.compare import ComparePage
from accordgraph.web.pages.dumps import Dumps
from accordgraph.web.pages.gaps import GapsPage
from accordgraph.web.pages.growth import GrowthPage
from accordgraph.web.pages.linked import LinkedData
from accordgraph.web.pages.matrix import MatrixPage
from accordgraph.web.pages.measures import MeasuresPage
from accordgraph.web.pages.network import NetworkPage
from accordgraph.web.pages.queries import QueryPages
from accordgraph.web.pages.records import RecordPages
from accordgraph.web.pages.scenarios import ScenarioPages
from accordgraph.web.pages.search import SearchPage
from accordgraph.web.pages.sparql import SparqlPage
from accordgraph.web.pages.timeline import TimelinePage

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
MACHINES = ("/api", "/sparql", "/health", "/static", "/openapi.json", "/metrics")
"""Beginnings of addresses that programs use: what goes wrong there is told as a problem document."""


class Headers:
    """Middleware: nothing is told to other sites, nothing is guessed, pages load nothing from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add to the head of its answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("X-Content-Type-Options", "nosniff")
                if headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("Content-Security-Policy", POLICY)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class Static(StaticFiles):
    """Files of the site; those whose name changes with their content are kept by browsers for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, with how long it may be kept."""
        answer = await super().get_response(path, scope)
        named = path.startswith("ui/assets/") and answer.status_code == 200
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if named else "no-cache"
        return answer


def sparql_page(graph: AccordGraph, today: Callable[[], date] = date.today) -> Callable[[Request], Response]:
    """The page that a browser sees at ``/sparql`` when it brings no query."""
    return SparqlPage(Site(graph, today))


def install(app: FastAPI, graph: AccordGraph, today: Callable[[], date]) -> None:
    """Add every page, the style sheet, the headers, and an HTML page for addresses that do not exist."""
    site = Site(graph, today)
    for pages in (
        Ask,
        NetworkPage,
        TimelinePage,
        GapsPage,
        QueryPages,
        ScenarioPages,
        MatrixPage,
        GrowthPage,
        MeasuresPage,
        AccessionsPage,
        ComparePage,
        SearchPage,
        AboutPage,
        DocsPage,
        RecordPages,
        LinkedData,
        Dumps,
    ):
        pages(site).install(app)
    app.mount("/static", Static(directory=HERE / "static"), name="static")
    app.add_middleware(Headers)
    _missing_pages(app, site)


def _missing_pages(app: FastAPI, site: Site) -> None:
    """A page for a browser that asks for what is not there or that fails; all else is told as before."""

    def instead(kind: type[Exception]) -> None:
        before = app.exception_handlers[kind]

        async def told(request: Request, error: Exception) -> Response:
            status = error.status_code if isinstance(error, HTTPException) else 500
            browser = "text/html" in request.headers.get("accept", "")
            if status in (404, 500) and browser and not request.url.path.startswith(MACHINES):
                given = request.url.path
                missing = NotFound("There is no such page.", given=given)
                wrong = missing if status == 404 else AccordGraphError("The page failed.", given=given)
                with suppress(Exception):  # the page itself may be what fails
                    return site.wrong(request, wrong)
            answer = before(request, error)
            return answer if isinstance(answer, Response) else await answer

        app.add_exception_handler(kind, told)

    instead(HTTPException)
    instead(Exception)
