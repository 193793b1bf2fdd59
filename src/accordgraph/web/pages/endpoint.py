"""The page of an endpoint that serves SPARQL alone: a plain form, and the names of the graphs."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from accordgraph.answers import LANGUAGES
from accordgraph.settings import Settings
from accordgraph.sparql.description import limits
from accordgraph.sparql.formats import GRAPHS, TABLES
from accordgraph.web.pages.base import HERE, Reading
from accordgraph.web.pages.texts import preferred

FIRST = "SELECT ?subject ?predicate ?object WHERE {\n  ?subject ?predicate ?object\n}\nLIMIT 10"


class EndpointPage:
    """The form; the endpoint's own router decides who gets to see it.

    Parameters
    ----------
    settings : whose limits are told.
    graphs : IRIs of the named graphs.
    """

    def __init__(self, settings: Settings, graphs: Sequence[str]) -> None:
        self._limits, self._graphs = limits(settings), graphs
        templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._template = templates.get_template("endpoint.html")

    def __call__(self, request: Request) -> Response:
        """The form, in the reader's language."""
        params = dict(request.query_params)
        chosen = params.get("lang") in LANGUAGES
        lang = params["lang"] if chosen else preferred(request.headers.get("accept-language"))
        reading = Reading(lang, request.url.path, params, chosen)
        html = self._template.render(
            lang=lang, t=reading.t, here=reading.here, languages=LANGUAGES, limits=self._limits[lang],
            text=FIRST, names=self._graphs, tables=list(TABLES), graphs=list(GRAPHS),
            address=str(request.base_url).rstrip("/"),
        )  # fmt: skip
        headers = {"Content-Language": lang, "Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
        return HTMLResponse(html, headers=headers)
