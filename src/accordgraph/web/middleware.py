"""What every application does with its answers: tag and compress them, let pages of other sites read them."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from accordgraph.web.reads import Reads

QUICK = 3
"""How hard to compress: the highest level makes an answer smaller by a fifth and takes four times as long."""


def install(app: FastAPI) -> None:
    """Add these to an application."""
    app.add_middleware(Reads)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=QUICK)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=["*"],
    )
