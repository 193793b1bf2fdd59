"""``/scenarios``: the what-ifs that are stored, and what any scenario would change."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from accordgraph.questions import language
from accordgraph.scenarios.entries import KEYS
from accordgraph.service import AccordGraph
from accordgraph.web.routers.pathways import Today, body, single

PARTS = {
    "accords": "Another status or other dates of an accord, or a new one.",
    "tiers": "Rights that a tier grants, withholds, or is silent about.",
    "standards": "Another number in a condition of an accord's standards, or one that is dropped.",
    "rules": "Other terms, status or dates of a rule, or a new one.",
    "agreements": "An agreement between places under an accord, or other terms of one.",
    "memberships": "A body, or a place, at a tier of an accord; it hides what is really held on these days.",
    "ended": "The last day of an accord, of memberships, of an agreement or of a rule.",
}
"""What each part of a scenario supposes, for those who read the description of the interface."""


def router(graph: AccordGraph, today: Today) -> APIRouter:
    """The routes of scenarios over one snapshot."""
    routes = APIRouter(prefix="/api/v1/scenarios", tags=["scenarios"])

    @routes.get("", summary="Stored scenarios, with what they ask")
    def stored(request: Request) -> JSONResponse:
        return JSONResponse(graph.scenarios.list(single(request)))

    @routes.get("/{name}", summary="One stored scenario")
    def one(request: Request) -> JSONResponse:
        # The name is read here: a typed parameter makes the framework load a quarter of a second of models.
        name = str(request.path_params["name"])
        return JSONResponse(graph.scenarios.one(name, language(single(request))))

    @routes.post(
        "/compare",
        summary="Which pairs of places gain or lose which outcome under a scenario, and by which paths",
        openapi_extra={
            "requestBody": {"required": True, "content": {"application/json": {"schema": _schema(graph)}}}
        },
    )
    async def compare(request: Request) -> JSONResponse:
        given = await body(request, graph.settings.body_bytes)
        return JSONResponse(await run_in_threadpool(graph.compare, given, today=today()))

    return routes


def _schema(graph: AccordGraph) -> dict[str, Any]:
    entries = {
        part: {
            "type": "array",
            "description": PARTS[part],
            "items": {"type": "object", "properties": {key: {} for key in sorted(keys)}},
        }
        for part, keys in KEYS.items()
    }
    names = sorted(graph.scenarios.stored)
    return {
        "type": "object",
        "properties": {
            "scenario": {
                "description": "The name of a stored scenario, or what is supposed.",
                "oneOf": [{"type": "string"}, {"type": "object", "properties": entries}],
            },
            "goal": {"description": "One goal, several in a list, or all if absent."},
            "as_of": {"type": "string", "format": "date", "description": "The day asked about."},
            "scope": {"type": "string"},
            "profile": {"type": "object", "description": "A person; the standard profile if absent."},
            "lang": {"type": "string", "enum": ["en", "zh"]},
            "limit": {"type": "integer"},
            "cursor": {"type": "string"},
        },
        "example": {"scenario": names[0] if names else {}},
    }
