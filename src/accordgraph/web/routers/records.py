"""Records, collections and search."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from accordgraph.errors import BadValue
from accordgraph.questions import language
from accordgraph.records import COLLECTIONS
from accordgraph.service import AccordGraph
from accordgraph.web.routers.pathways import single

NAME = {
    "name": "name",
    "in": "path",
    "required": True,
    "description": "The last part of the record's `id`.",
    "schema": {"type": "string"},
}
"""The one parameter of a record's address. It is read from the request: a typed parameter of each route
would cost a tenth of a second at every start."""

FIELDS = "Only these keys of each record, with commas; `id` and `iri` are always there."
LIST = {
    "as_of": "Only what may hold on this day, YYYY-MM-DD.",
    "accord": "Only records that name this accord: slug or IRI. Any other key of a record filters likewise.",
    "jurisdiction": "Only records that name this place: code or IRI.",
    "body": "Only records that name this body: slug or IRI.",
    "fields": FIELDS,
    "limit": "How many at most, 1 to 1000.",
    "cursor": "`meta.next` of the page before.",
    "lang": "Language of the notice.",
}
SEARCH = {
    "q": "A name or the beginning of a word of it, an acronym or an alias.",
    "type": "Only these kinds, with commas: accord, body, jurisdiction, …",
    "limit": "How many at most, 1 to 200.",
    "lang": "Language of the notice.",
}
ALWAYS = ("id", "iri")
OWN = (*ALWAYS, "type", "label", "label_is_translation", "evidence", "rivals")
"""Keys of records that are no property of the ontology."""


def router(graph: AccordGraph) -> APIRouter:
    """``/search`` and, for each collection, its list and its records."""
    routes = APIRouter(prefix="/api/v1", tags=["records"])

    @routes.get(
        "/search",
        summary="Things by name, in either language, by acronym or alias",
        openapi_extra={"parameters": described(SEARCH)},
    )
    def search(request: Request) -> JSONResponse:
        return JSONResponse(graph.search(single(request)))

    for name in COLLECTIONS:
        _collection(routes, graph, name)
    return routes


def _collection(routes: APIRouter, graph: AccordGraph, collection: str) -> None:
    @routes.get(
        f"/{collection}",
        summary=f"All {collection}",
        name=f"list_{collection}",
        openapi_extra={"parameters": described(LIST)},
    )
    def listed(request: Request) -> JSONResponse:
        given = single(request)
        keys = _keys(graph, given)
        found = graph.collection(collection, given)
        return JSONResponse({**found, "data": [_only(record, keys) for record in found["data"]]})

    @routes.get(
        f"/{collection}/{{name}}",
        summary=f"One of {collection}",
        name=f"one_of_{collection}",
        openapi_extra={"parameters": [NAME, *described({"fields": FIELDS, "lang": LIST["lang"]})]},
    )
    def one(request: Request) -> JSONResponse:
        given = single(request)
        keys = _keys(graph, given)
        found = graph.record(collection, request.path_params["name"], language(given))
        return JSONResponse({**found, "data": _only(found["data"], keys)})


def described(texts: dict[str, str]) -> list[dict[str, Any]]:
    """Optional parameters of a query string; `accordgraph.web.openapi` adds what all of one name share."""
    return [
        {"name": name, "in": "query", "required": False, "description": text, "schema": {"type": "string"}}
        for name, text in texts.items()
    ]


def _keys(graph: AccordGraph, given: dict[str, str]) -> set[str] | None:
    """The keys of records that are asked for, which the request then no longer names; None for all."""
    asked = {key.strip() for key in given.pop("fields", "").split(",")} - {""}
    known = {*OWN, *graph.records.by_key}
    if unknown := sorted(asked - known):
        raise BadValue(
            f"Records have no key {unknown[0]!r}.", field="fields", given=unknown[0], accepted=sorted(known)
        )
    return {*ALWAYS, *asked} if asked else None


def _only(record: dict[str, Any], keys: set[str] | None) -> dict[str, Any]:
    return record if keys is None else {key: value for key, value in record.items() if key in keys}
