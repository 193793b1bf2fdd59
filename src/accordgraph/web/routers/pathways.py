"""``/pathways``: the question this project exists for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from accordgraph.cohorts import INCLUDES
from accordgraph.errors import BadValue, TooLarge
from accordgraph.pathways.model import ProfileField
from accordgraph.service import AccordGraph
from accordgraph.web.responses import Answer

Today = Callable[[], date]

EXAMPLES = {
    "as_of": "2026-01-01",
    "scope": "any",
    "lang": "en",
    "include": "pending",
    "relay": "1",
    "receipt": "false",
}
TEXTS = {
    "home": "Where the qualification comes from: an ISO 3166 code, `body/…`, an IRI, or a name.",
    "target": "Where it should count: a jurisdiction, or a body that stands for its jurisdiction.",
    "goal": "What it should be good for.",
    "as_of": "The day asked about, YYYY-MM-DD; today if absent.",
    "scope": "For a licence: the practice it must allow.",
    "lang": "Language of the answer.",
    "include": "`pending`: unconfirmed statements too; `closed`: agreements closed to the home side too; "
    "`levels`: accords for other levels too, while the profile states none; `all`: nothing folded, paths "
    "that look alike neither; `told`: each path in sentences with their sources; `removed`: what the "
    "answer passes over, with the reason.",
    "receipt": "`true`: the answer as a receipt, a file for `/replay`. It holds what you say of yourself; "
    "the service keeps nothing of it.",
    "relay": "`1` or `2`: ways through as many other places, in each of which the person really registers.",
}
SCENARIO = "Supposed facts, or the name of a stored scenario: see `/scenarios`."
NAMED = {
    "name": "scenario",
    "in": "query",
    "required": False,
    "description": "The name of a stored scenario of supposed facts: see `/scenarios`.",
    "schema": {"type": "string"},
}


def router(graph: AccordGraph, today: Today) -> APIRouter:
    """The routes of pathways over one snapshot."""
    routes = APIRouter(prefix="/api/v1", tags=["pathways"])
    world = graph.served.world
    fields = sorted(world.fields.values(), key=lambda f: (f.position, f.name))

    @routes.get(
        "/pathways",
        summary="Recognition pathways from a home side to a target",
        openapi_extra={"parameters": [*_basic(graph), NAMED, *(_parameter(f) for f in fields)]},
    )
    def find(request: Request) -> Answer:
        return _answer(graph, single(request), today())

    @routes.post(
        "/pathways",
        summary="Recognition pathways, with a scenario of supposed facts",
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _schema(fields, _examples(graph))}},
            }
        },
    )
    async def suppose(request: Request) -> Answer:
        given = await body(request, graph.settings.body_bytes)
        return await run_in_threadpool(_answer, graph, given, today())

    @routes.post(
        "/pathways/batch",
        summary="The best pathway of each of many people to each of many targets",
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _batch_schema(fields, graph)}},
            }
        },
    )
    async def batch(request: Request) -> Answer:
        given = await body(request, graph.settings.body_bytes)
        answer = await run_in_threadpool(graph.batch, given, today=today())
        return Answer(answer, headers={"Cache-Control": "no-store"})

    @routes.get("/fields", summary="Profile fields: what forms are made from")
    def profile_fields() -> JSONResponse:
        return JSONResponse({"data": graph.fields(), "meta": graph.meta("en")})

    return routes


def _answer(graph: AccordGraph, given: dict[str, Any], day: date) -> Answer:
    """The answer, or the receipt of it as a file to keep."""
    kept = str(given.pop("receipt", "") or "false").lower()
    if kept not in ("true", "false"):
        raise BadValue("receipt is true or false.", field="receipt", given=kept, accepted=("true", "false"))
    if kept == "false":
        return Answer(graph.pathways(given, today=day))
    return Answer(
        graph.receipt(given, today=day),
        headers={"Content-Disposition": 'attachment; filename="receipt.json"', "Cache-Control": "no-store"},
    )


def single(request: Request) -> dict[str, str]:
    """The query string as one value a name.

    Raises
    ------
    BadValue : a parameter given twice.
    """
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given:
            raise BadValue(
                f"{name} is given twice.", field=name, given=value, accepted="one value; lists use commas"
            )
        given[name] = value
    return given


async def body(request: Request, limit: int) -> dict[str, Any]:
    """A JSON object from a request's body, at most `limit` bytes.

    Raises
    ------
    TooLarge : a longer body; it is not read to its end.
    BadValue : not a JSON object.
    """
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > limit:
            raise TooLarge("The body is too large.", field="body", accepted=f"at most {limit} bytes")
    try:
        found = json.loads(read, parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadValue("The body is not a JSON object.", field="body", accepted="an object: see /docs")
    return found


def _refuse(name: str) -> None:
    raise ValueError(name)


def _examples(graph: AccordGraph) -> dict[str, str]:
    """A question that fits the data served: two members of the accord with most of them."""
    world = graph.served.world
    places: dict[str, list[str]] = {}
    for membership in world.memberships.values():
        place = world.jurisdictions[membership.jurisdiction].slug
        if place not in places.setdefault(membership.accord, []):
            places[membership.accord].append(place)
    home, target = (max(places.values(), key=len, default=["…"]) * 2)[:2]
    goal = min((kind.slug for kind in world.kinds.values() if kind.crosses_border), default="…")
    return {"home": home, "target": target, "goal": goal, **EXAMPLES}


def _basic(graph: AccordGraph) -> list[dict[str, Any]]:
    world = graph.served.world
    examples = _examples(graph)
    choices = {
        "goal": sorted(k.slug for k in world.kinds.values()),
        "scope": [s.slug for s in sorted(world.scopes.values(), key=lambda s: s.rank)],
        "lang": ["en", "zh"],
        "relay": ["0", "1", "2"],
        "receipt": ["false", "true"],
    }
    told = []
    for name, text in TEXTS.items():
        schema: dict[str, Any] = {"type": "string"}
        if name in choices:
            schema["enum"] = choices[name]
        if name == "as_of":
            schema["format"] = "date"
        told.append(
            {
                "name": name,
                "in": "query",
                "required": name in ("home", "target", "goal"),
                "description": text,
                "schema": schema,
                "example": examples[name],
            }
        )
    return told


def _field_schema(field: ProfileField) -> dict[str, Any]:
    if field.is_list:
        return {"type": "string", "description": "names, separated by commas"}
    if field.datatype == "decimal":
        bounds = {"minimum": field.least, "maximum": field.most}
        return {"type": "number", **{k: float(v) for k, v in bounds.items() if v is not None}}
    return {"type": "boolean"} if field.datatype == "boolean" else {"type": "string"}


def _parameter(field: ProfileField) -> dict[str, Any]:
    return {
        "name": field.name,
        "in": "query",
        "required": False,
        "description": f"{field.question.en} {field.question.zh}",
        "schema": _field_schema(field),
    }


def _schema(fields: list[ProfileField], examples: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["home", "target", "goal"],
        "properties": {
            **{name: {"type": "string", "description": text} for name, text in TEXTS.items()},
            "profile": {"type": "object", "properties": {f.name: _field_schema(f) for f in fields}},
            "scenario": {"oneOf": [{"type": "string"}, {"type": "object"}], "description": SCENARIO},
        },
        "example": {**{k: examples[k] for k in ("home", "target", "goal")}, "profile": {}, "scenario": {}},
    }


def _batch_schema(fields: list[ProfileField], graph: AccordGraph) -> dict[str, Any]:
    settings, examples = graph.settings, _examples(graph)
    # A value that cannot be read is an error of its row, not of the request.
    profile = {
        "type": "object",
        "properties": {f.name: {"description": f.question.en} for f in fields},
    }
    person = {"id": {"type": "string"}, "home": {"type": "string"}, "profile": profile}
    return {
        "type": "object",
        "required": ["goal", "targets", "profiles"],
        "properties": {
            **{n: {"type": "string", "description": TEXTS[n]} for n in ("goal", "as_of", "scope", "lang")},
            "include": {
                "type": "string",
                "enum": list(INCLUDES),
                "description": "Unconfirmed statements too.",
            },
            "scenario": {"oneOf": [{"type": "string"}, {"type": "object"}], "description": SCENARIO},
            "targets": {
                "type": "array",
                "maxItems": settings.batch_targets,
                "items": {"type": "string", "description": TEXTS["target"]},
            },
            "profiles": {
                "type": "array",
                "maxItems": settings.batch_profiles,
                "description": "Each with its `home`; one that cannot be read is told among `errors`.",
                "items": {"type": "object", "properties": person},
            },
        },
        "example": {
            "goal": examples["goal"],
            "targets": [examples["target"]],
            "profiles": [{"id": "1", "home": examples["home"], "profile": {}}],
        },
    }
