"""Every IRI of the graph under the service's own address: a page for people, RDF for programs.

Which of them is decided by the end of the address (``.ttl``, ``.nt``, ``.rdf``, ``.jsonld``, ``.html``),
else by the header ``Accept``.  Programs are answered directly, with the address of that very format in
``Content-Location``; people are led by 303 to the list that holds a thing, where there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from accordgraph import descriptions
from accordgraph.errors import AccordGraphError, NotAcceptable, NotFound, Pending, Rejected
from accordgraph.namespaces import BASE, ID, VOCAB, shorten
from accordgraph.namespaces import GRAPHS as NAMES
from accordgraph.questions import language
from accordgraph.sparql.formats import GRAPHS, HTML
from accordgraph.sparql.negotiation import best
from accordgraph.web.pages import links
from accordgraph.web.pages.base import Site
from accordgraph.web.pages.ontology import OntologyPages
from accordgraph.web.pages.records import RecordPages

PATHS = ("/id/{rest:path}", "/vocab/{rest:path}", "/ontology/{rest:path}",
         "/ns", "/ontology", "/shapes", "/dataset")  # fmt: skip
"""Addresses of IRIs, each also with the end of a format."""
_WHY: dict[str, tuple[type[NotFound], str]] = {
    "pending": (Pending, "This waits to be confirmed and is no fact of the graph."),
    "rejected": (Rejected, "This was found wrong and is no fact of the graph."),
}


class LinkedData:
    """Answers the path part of any IRI of the graph."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self.records, self.ontology = RecordPages(site), OntologyPages(site)
        # The documents with all terms take long to gather and are the same every time.
        self._document = lru_cache(maxsize=12)(self._written)

    def install(self, app: FastAPI) -> None:
        """Add the addresses of all IRIs, and the JSON-LD context."""
        for path in PATHS:
            whole = path.endswith("}")
            for each in (path,) if whole else (path, path + ".{suffix}"):
                app.add_route(each, self.answer, methods=["GET", "HEAD"], include_in_schema=False)
        app.add_route(f"/{descriptions.CONTEXT}", self.context, methods=["GET", "HEAD"],
                      include_in_schema=False)  # fmt: skip

    @cached_property
    def _context(self) -> dict[str, Any]:
        return descriptions.context(self.graph.records)

    def context(self, _: Request) -> Response:
        """The context of every JSON-LD document of the service."""
        return JSONResponse(self._context, media_type=GRAPHS["jsonld"].media_type)

    def answer(self, request: Request) -> Response:
        """The description of an IRI, in the format that is asked for."""
        path, suffix = self._asked(request)
        name = suffix or best(request.headers.get("accept"), (*GRAPHS.values(), HTML))
        try:
            if name == HTML.name:
                language(request.query_params)
                return self._shown(request, path)
        except AccordGraphError as error:
            return self.site.wrong(request, error)
        if name is None:
            raise NotAcceptable(
                "There is no such format.",
                field="Accept",
                given=request.headers.get("accept"),
                accepted=[each.media_type for each in (*GRAPHS.values(), HTML)],
            )
        iri = BASE + path
        write = self._document if iri in descriptions.DOCUMENTS else self._written
        headers = {
            "Content-Type": GRAPHS[name].content_type,
            "Content-Location": f"/{path}.{name}",
            "Vary": "Accept",
        }
        return Response(write(iri, name, f"{request.base_url}{descriptions.CONTEXT}"), headers=headers)

    def _asked(self, request: Request) -> tuple[str, str | None]:
        """Path of the IRI, and the format at its end; an end that belongs to the IRI is none."""
        path: str = request.scope["path"][1:]
        stem, _, suffix = path.rpartition(".")
        if suffix in (*GRAPHS, HTML.name) and not self.graph.records.exists(BASE + path):
            return stem, suffix
        # This very version of the ontology has an IRI of its own.
        return ("ontology" if path == f"ontology/{self.graph.manifest.ontology_version}" else path), None

    def _written(self, iri: str, name: str, context: str) -> bytes:
        found = descriptions.describe(self.graph.store, iri) if _is_iri(iri) else []
        if not found:
            raise self._unknown(iri)
        return descriptions.written(found, name, self._context, context)

    def _shown(self, request: Request, path: str) -> Response:
        """The page: of the ontology, of a list's record by 303, of a thing."""
        pages: dict[str, Callable[[Request], Response]] = {
            "ns": self.ontology.terms,
            "ontology": self.ontology.terms,
            "shapes": self.ontology.shapes,
        }
        if path in pages:
            return pages[path](request)
        iri = BASE + path
        if not _is_iri(iri) or not self.graph.records.exists(iri):
            raise self._unknown(iri)
        proper = links.href(shorten(iri)) if iri.startswith((ID, VOCAB)) else f"/{path}"
        if not proper.startswith(("/id/", "/vocab/", "/dataset")):
            return RedirectResponse(
                self.site.reading(request).url(proper), status_code=303, headers={"Vary": "Accept"}
            )
        return self.records.shown(request, iri)

    def _unknown(self, iri: str) -> NotFound:
        """Why nothing is told of an IRI: what waits or was found wrong is no fact, and says so."""
        held = {name for name in _WHY if _is_iri(iri) and descriptions.holds(self.graph.store, iri, name)}
        for name, (error, why) in _WHY.items():
            if name in held:
                hint = f"See it at /sparql in GRAPH <{NAMES[name]}>."
                return error(why, field="iri", given=iri.removeprefix(BASE), hint=hint)
        return NotFound("There is no such thing in the graph.", field="iri", given=iri.removeprefix(BASE))


def _is_iri(iri: str) -> bool:
    """Whether a text is one that the store can look up; no IRI of the project holds other characters."""
    return iri.isprintable() and not set(iri) & set(' <>"{}|\\^`')
