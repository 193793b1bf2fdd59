"""``/network``: the recognition network of a day, as data or as a picture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from accordgraph.pictures.history import history
from accordgraph.pictures.serving import FORMATS, INCLUDES, answer
from accordgraph.service import AccordGraph
from accordgraph.web.routers.pathways import single

INLINE = ("json", "svg")
"""Formats a browser shows; others it saves."""

MEASURED = ("as_of", "accord", "lang")
"""Parameters of the measures."""

PARAMETERS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    (
        "as_of",
        "The day shown, YYYY-MM-DD; today if absent.",
        {"type": "string", "format": "date"},
        "2026-01-01",
    ),
    (
        "accord",
        "Only these accords and agreements: slugs, IRIs or names and commas; else all but agreements.",
        {"type": "string"},
        "",
    ),
    (
        "include",
        "With commas: `agreements` adds those of a few parties, `empty` what `left_out` lists otherwise.",
        {"type": "string", "enum": [*INCLUDES, ",".join(INCLUDES)]},
        "agreements",
    ),
    (
        "tier",
        "Only memberships at tiers of these names, with commas, whatever the accord.",
        {"type": "string"},
        "full",
    ),
    (
        "goal",
        "Only accords and agreements with a rule that concludes this: names of goals, with commas.",
        {"type": "string"},
        "competence",
    ),
    (
        "group",
        "Only places of these groups or parts of the world: names, with commas; see `/api/v1/groups`.",
        {"type": "string"},
        "",
    ),
    (
        "force",
        "Only accords and agreements with a rule of this legal force: names, with commas.",
        {"type": "string"},
        "",
    ),
    (
        "format",
        "`json`; `graphml` and `gexf` for graph software; `svg` the picture; `csv` the picture as a table.",
        {"type": "string", "enum": list(FORMATS), "default": "json"},
        "svg",
    ),
    (
        "lang",
        "Language of labels, picture and notice.",
        {"type": "string", "enum": ["en", "zh"], "default": "en"},
        "en",
    ),
)


def router(graph: AccordGraph, today: Callable[[], date]) -> APIRouter:
    """The route of the network of one snapshot."""
    routes = APIRouter(prefix="/api/v1", tags=["network"])

    @routes.get(
        "/network",
        summary="The recognition network of a day: who is a member of what",
        response_class=Response,
        responses={
            200: {
                "description": "The network. An edge with `certain` false is not sure to hold on the day: "
                "its start, its end or the accord's status is not sourced.",
                "content": {kind.split(";")[0]: {} for kind in FORMATS.values()},
            }
        },
        openapi_extra={"parameters": [_parameter(*each) for each in PARAMETERS]},
    )
    def network(request: Request) -> Response:
        document = answer(graph, single(request), today=today())
        shown = "inline" if document.filename.rsplit(".", 1)[-1] in INLINE else "attachment"
        return Response(
            document.body,
            media_type=document.media_type,
            headers={"Content-Disposition": f'{shown}; filename="{document.filename}"'},
        )

    @routes.get(
        "/network/measures",
        summary="Hubs, bridges and communities of the network of a day, each with its definition",
        openapi_extra={"parameters": [_parameter(*each) for each in PARAMETERS if each[0] in MEASURED]},
    )
    def measures(request: Request) -> JSONResponse:
        return JSONResponse(graph.measures(single(request), today=today()))

    @routes.get(
        "/network/history",
        summary="The network of all times: what a picture needs to show any day",
        openapi_extra={"parameters": [_parameter(*each) for each in PARAMETERS if each[0] == "lang"]},
        responses={
            200: {
                "description": "Accords and agreements (`hubs`), bodies, places, and what joins them "
                "(`edges`) with its `spell`: the first and last day on which it may begin, the first and "
                "last on which it may end, null where nothing bounds it. It surely holds between the "
                "second and the third, possibly between the first and the fourth. `layouts` has fixed "
                "positions, without and with agreements; `changes` tells from when each holds as far as "
                "known (`begins`, or `seen` where no source has the start) and its last day (`ends`)."
            }
        },
    )
    def all_times(request: Request) -> JSONResponse:
        return JSONResponse(history(graph, single(request), today=today()))

    return routes


def _parameter(name: str, text: str, schema: dict[str, Any], example: str) -> dict[str, Any]:
    told = {"name": name, "in": "query", "required": False, "description": text, "schema": schema}
    return {**told, "example": example} if example else told
