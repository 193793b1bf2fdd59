"""``/timeline`` and ``/gaps``: what happened when, and what the graph does not know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from accordgraph.service import AccordGraph
from accordgraph.web.routers.pathways import single

PAGES = {
    "limit": "How many at most, 1 to 1000.",
    "cursor": "`meta.next` of the page before.",
}
HAPPENINGS = {
    "from": "First day, YYYY-MM-DD.",
    "to": "Last day, YYYY-MM-DD.",
    "accord": "Only what concerns this accord or agreement: slug, IRI or name.",
    "jurisdiction": "Only what concerns this place: ISO 3166 code, IRI or name.",
    "body": "Only what concerns this body: slug, IRI or name.",
    "what": "Only one kind: start, end, signed, operational, text-in-force, founded, dissolved, plan-stated, "
    "or the kind of an event.",
    **PAGES,
}
GAPS = {
    "kind": "Only one kind: undated, unconfirmed, unregulated, open-list, pending.",
    "accord": "Only gaps of this accord or agreement: slug, IRI or name.",
    "jurisdiction": "Only gaps of this place: ISO 3166 code, IRI or name.",
    "as_of": "The day on which facts are fresh or not, YYYY-MM-DD; today if absent.",
    **PAGES,
}


def router(graph: AccordGraph, today: Callable[[], date]) -> APIRouter:
    """The routes over one snapshot."""
    routes = APIRouter(prefix="/api/v1", tags=["records"])

    @routes.get(
        "/timeline",
        summary="What happened when: starts, ends, signatures, foundings, events",
        openapi_extra=parameters(HAPPENINGS),
    )
    def timeline(request: Request) -> JSONResponse:
        return JSONResponse(graph.timeline(single(request)))

    @routes.get("/gaps", summary="What the graph does not know", openapi_extra=parameters(GAPS))
    def gaps(request: Request) -> JSONResponse:
        return JSONResponse(graph.gaps(single(request), today=today()))

    return routes


def parameters(texts: dict[str, str]) -> dict[str, Any]:
    """Optional parameters of an address, as the description of the interface tells them."""
    told = [
        {"name": name, "in": "query", "required": False, "description": text, "schema": {"type": "string"}}
        for name, text in texts.items()
    ]
    return {"parameters": told}
