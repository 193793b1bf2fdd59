"""Operations: is the process alive, is it ready to answer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from accordgraph.service import AccordGraph


def router(graph: AccordGraph) -> APIRouter:
    """``/health/live`` and ``/health/ready``."""
    routes = APIRouter(prefix="/health", tags=["operations"])

    @routes.get("/live", summary="The process runs")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @routes.get("/ready", summary="A snapshot is loaded")
    def ready() -> dict[str, Any]:
        return {"status": "ready", "accords": len(graph.served.world.accords), **graph.meta("en")}

    return routes
