"""``/replay``: whether a kept answer is still the same."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from accordgraph.receipts import LIMIT
from accordgraph.service import AccordGraph
from accordgraph.web.routers.pathways import Today, body


def router(graph: AccordGraph, today: Today) -> APIRouter:
    """The route that replays receipts."""
    routes = APIRouter(prefix="/api/v1", tags=["pathways"])

    @routes.post(
        "/replay",
        summary="Whether a receipt's answer is the same today, and because of which facts it is not",
        openapi_extra={
            "requestBody": {
                "required": True,
                "description": "A receipt as `/pathways?…&receipt=true` gave it. Nothing of it is stored.",
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    )
    async def replay(request: Request) -> JSONResponse:
        given: dict[str, Any] = await body(request, LIMIT)
        return JSONResponse(await run_in_threadpool(graph.replay, given, today=today()))

    return routes
