"""``/timeline``: what happened when."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from accordgraph.service import AccordGraph
from accordgraph.web.routers.pathways import single

PARAMETERS = {
    "from": "First day, YYYY-MM-DD.",
    "to": "Last day, YYYY-MM-DD.",
    "accord": "Only what concerns this accord or agreement: slug, IRI or name.",
    "jurisdiction": "Only what concerns this place: ISO 3166 code, IRI or name.",
    "body": "Only what concerns this body: slug, IRI or name.",
    "what": "Only one kind: start, end, signed, operational, text-in-force, founded, dissolved, plan-stated, "
    "or the kind of an event.",
    "limit": "How many at most, 1 to 1000.",
    "cursor": "`meta.next` of the page before.",
}


def router(graph: AccordGraph) -> APIRouter:
    """The route of the timeline of one snapshot."""
    routes = APIRouter(prefix="/api/v1", tags=["records"])

    @routes.get(
        "/timeline",
        summary="What happened when: starts, ends, signatures, foundings, events",
        openapi_extra={
            "parameters": [
                {
                    "name": name,
                    "in": "query",
                    "required": False,
                    "description": text,
                    "schema": {"type": "string"},
                }
                for name, text in PARAMETERS.items()
            ]
        },
    )
    def timeline(request: Request) -> JSONResponse:
        return JSONResponse(graph.timeline(single(request)))

    return routes
