"""Operations: is the process alive, is it ready to answer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from accordgraph.errors import AccordGraphError
from accordgraph.service import AccordGraph
from accordgraph.web.problems import Problem, document


def router(graph: AccordGraph) -> APIRouter:
    """``/health/live`` and ``/health/ready``."""
    routes = APIRouter(prefix="/health", tags=["operations"])

    @routes.get("/live", summary="The process runs")
    async def live() -> JSONResponse:
        return JSONResponse({"status": "live"})

    @routes.get("/ready", summary="A snapshot is loaded, and the store holds it")
    def ready() -> JSONResponse:
        accords = len(graph.served.world.accords)
        told = {"accords": accords, **graph.meta("en")}
        if graph.behind.remote is None:
            return JSONResponse({"status": "ready", **told})
        try:
            graph.behind.check()
        except AccordGraphError as error:
            problem = document(503, error.code, error.message, hint=error.hint, **told)
            return Problem(problem, status_code=503, headers={"Retry-After": "2"})
        return JSONResponse({"status": "ready", "store": "ready", **told})

    return routes
