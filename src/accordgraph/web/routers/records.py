"""Records, collections and search."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

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


def router(graph: AccordGraph) -> APIRouter:
    """``/search`` and, for each collection, its list and its records."""
    routes = APIRouter(prefix="/api/v1", tags=["records"])

    @routes.get("/search", summary="Things by name, in either language, by acronym or alias")
    def search(request: Request) -> JSONResponse:
        return JSONResponse(graph.search(single(request)))

    for name in COLLECTIONS:
        _collection(routes, graph, name)
    return routes


def _collection(routes: APIRouter, graph: AccordGraph, collection: str) -> None:
    @routes.get(f"/{collection}", summary=f"All {collection}", name=f"list_{collection}")
    def listed(request: Request) -> JSONResponse:
        return JSONResponse(graph.collection(collection, single(request)))

    @routes.get(
        f"/{collection}/{{name}}",
        summary=f"One of {collection}",
        name=f"one_of_{collection}",
        openapi_extra={"parameters": [NAME]},
    )
    def one(request: Request) -> JSONResponse:
        found = graph.record(collection, request.path_params["name"], language(single(request)))
        return JSONResponse(found)
