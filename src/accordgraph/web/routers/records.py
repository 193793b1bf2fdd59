"""Records, collections and search."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from accordgraph.questions import language
from accordgraph.records import COLLECTIONS
from accordgraph.service import AccordGraph
from accordgraph.web.routers.pathways import single


def router(graph: AccordGraph) -> APIRouter:
    """``/search`` and, for each collection, its list and its records."""
    routes = APIRouter(prefix="/api/v1", tags=["records"])

    @routes.get("/search", summary="Things by name, in either language, by acronym or alias")
    def search(request: Request) -> dict[str, Any]:
        return graph.search(single(request))

    for name in COLLECTIONS:
        _collection(routes, graph, name)
    return routes


def _collection(routes: APIRouter, graph: AccordGraph, collection: str) -> None:
    @routes.get(f"/{collection}", summary=f"All {collection}", name=f"list_{collection}")
    def listed(request: Request) -> dict[str, Any]:
        return graph.collection(collection, single(request))

    @routes.get(f"/{collection}/{{name}}", summary=f"One of {collection}", name=f"one_of_{collection}")
    def one(name: str, request: Request) -> dict[str, Any]:
        return graph.record(collection, name, language(single(request)))
