"""Operations: is the process alive, is it ready to answer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from accordgraph.service import AccordGraph


def router(graph: AccordGraph) -> APIRouter:
    """``/health/live`` and ``/health/ready``."""
    routes = APIRouter(prefix="/health", tags=["operations"])

    @routes.get("/live", summary="The process runs")
    async def live() -> JSONResponse:
        return JSONResponse({"status": "live"})

    @routes.get("/ready", summary="A snapshot is loaded")
    def ready() -> JSONResponse:
        accords = len(graph.served.world.accords)
        return JSONResponse({"status": "ready", "accords": accords, **graph.meta("en")})

    return routes
