"""The site for people: HTML in English and Chinese that works without any script, and more with them.

`install` adds the pages to an application; `sparql_page` gives the router of ``/sparql`` the page
that browsers see.  A page asks `accordgraph.service.AccordGraph` and fills a template.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from accordgraph.service import AccordGraph
from accordgraph.web.pages import faults
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


def sparql_page(graph: AccordGraph, today: Callable[[], date] = date.today) -> SparqlPage:
    """The page that a browser sees at ``/sparql`` when it brings no query, or one that fails."""
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
    faults.install(app, site)
    app.add_middleware(Headers)
