"""``/compare``: accords side by side."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from accordgraph.service import AccordGraph
from accordgraph.side_by_side import MOST, USUAL, SideBySide
from accordgraph.web.routers.pathways import Today, single
from accordgraph.web.routers.timeline import parameters

ASKS = {
    "accord": f"Accords to compare, at most {MOST} with commas between them: slug, IRI or name; the {USUAL} "
    "with most members if absent.",
    "as_of": "The day, YYYY-MM-DD; today if absent.",
    "lang": "en or zh.",
}


def router(graph: AccordGraph, today: Today) -> APIRouter:
    """The route over one snapshot."""
    routes = APIRouter(prefix="/api/v1", tags=["records"])
    sides = SideBySide(graph)

    @routes.get(
        "/compare",
        summary="Accords side by side: standards, tiers, rights, what is waived and remains, members",
        openapi_extra=parameters(ASKS),
    )
    def compare(request: Request) -> JSONResponse:
        return JSONResponse(sides.compare(single(request), today=today()))

    return routes
