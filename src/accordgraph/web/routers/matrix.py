"""``/matrix``: what institutions open between all pairs of places, and how that grew."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from accordgraph.errors import BadValue
from accordgraph.matrices import as_csv
from accordgraph.service import AccordGraph
from accordgraph.web.responses import Answer
from accordgraph.web.routers.pathways import Today, single

FORMATS = ("json", "csv")
GOAL = "What it should be good for."
DAY = "The day asked about, YYYY-MM-DD; today if absent."
BASIC = {
    "as_of": DAY,
    "scope": "For a licence: the practice it must allow.",
    "include": "`pending`: unconfirmed statements too.",
    "lang": "Language of the answer.",
}
FILTERS = {
    "places": "Only pairs of these places: codes or names and commas.",
    "group": "Only pairs of places of this group: its slug; see `/groups`.",
    "accord": "Only pairs of places for which this accord has a member that day: slug, IRI or name.",
    "home": "Only from this place, to the places chosen.",
    "target": "Only to this place, from the places chosen.",
    "format": "`json`, or `csv`: one line for each pair that is not closed.",
}


def router(graph: AccordGraph, today: Today) -> APIRouter:
    """The routes of the matrix over one snapshot."""
    routes = APIRouter(prefix="/api/v1", tags=["matrix"])
    goals = sorted(kind.slug for kind in graph.served.world.kinds.values())

    @routes.get(
        "/matrix",
        summary="The best outcome between all pairs of places, for the standard profile",
        openapi_extra={"parameters": [goal_parameter(goals), *parameters({**BASIC, **FILTERS})]},
    )
    def matrix(request: Request) -> Response:
        given = single(request)
        form = given.pop("format", "") or FORMATS[0]
        if form not in FORMATS:
            raise BadValue("There is no such format.", field="format", given=form, accepted=FORMATS)
        answer = graph.matrix(given, today=today())
        if form == "json":
            return Answer(answer)
        name = f"accordgraph-matrix-{answer['data']['asked']['goal']}-{answer['meta']['as_of']}.csv"
        return Response(
            as_csv(answer),
            media_type="text/csv; charset=utf-8; header=present",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @routes.get(
        "/matrix/growth",
        summary="How the number of open pairs of places grew, and what stands behind each step",
        openapi_extra={"parameters": [goal_parameter(goals), *parameters(BASIC)]},
    )
    def growth(request: Request) -> Answer:
        return Answer(graph.growth(single(request), today=today()))

    return routes


def goal_parameter(goals: list[str], *, required: bool = True) -> dict[str, Any]:
    """The parameter that names a goal."""
    schema = {"type": "string", "enum": goals}
    return {"name": "goal", "in": "query", "required": required, "description": GOAL, "schema": schema}


def parameters(texts: dict[str, str]) -> list[dict[str, Any]]:
    """Optional parameters that are texts."""
    return [
        {"name": name, "in": "query", "required": False, "description": text, "schema": {"type": "string"}}
        for name, text in texts.items()
    ]
