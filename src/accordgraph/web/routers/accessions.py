"""``/accessions``: which accord to join next, what it opens and what it asks."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from accordgraph.service import AccordGraph
from accordgraph.web.routers.matrix import BASIC, goal_parameter, parameters
from accordgraph.web.routers.pathways import Today, single

TEXTS = {
    "jurisdiction": "The place that would join: ISO 3166 code, IRI or name; or give a body.",
    "body": "The body that would join: slug, IRI or name.",
    "pairs": "`true`: every pair of accessions too.",
    **BASIC,
    "limit": "How many pairs at most for each goal, 1 to 1000.",
    "cursor": "`meta.next` of the page of pairs before.",
}


def router(graph: AccordGraph, today: Today) -> APIRouter:
    """The route of accessions over one snapshot."""
    routes = APIRouter(prefix="/api/v1", tags=["matrix"])
    goals = sorted(kind.slug for kind in graph.served.world.kinds.values())

    @routes.get(
        "/accessions",
        summary="Every accession of a place or a body, ranked by what it opens, beside what it asks",
        openapi_extra={"parameters": [goal_parameter(goals, required=False), *parameters(TEXTS)]},
    )
    def accessions(request: Request) -> JSONResponse:
        return JSONResponse(graph.accessions(single(request), today=today()))

    return routes
