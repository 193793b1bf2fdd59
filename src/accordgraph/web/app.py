"""The application: the only place where routes, errors and middleware are put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from fastapi import FastAPI

from accordgraph import __version__
from accordgraph.service import AccordGraph
from accordgraph.sparql.pool import WorkerPool
from accordgraph.web import middleware, openapi, problems, site
from accordgraph.web.routers import (
    accessions,
    compare,
    health,
    matrix,
    network,
    pathways,
    queries,
    receipts,
    records,
    scenarios,
    sparql,
    timeline,
)

WARM_UP_AFTER = 2.0
"""Seconds after the start at which the SPARQL workers are started."""

DESCRIPTION = (
    "Who recognises whose engineering qualifications, by which accord, since when, and what remains."
)


def create_app(graph: AccordGraph, *, today: pathways.Today = date.today) -> FastAPI:
    """An application over one snapshot; `today` is the day meant when a question names none."""
    settings = graph.settings
    pool = WorkerPool.of(graph.snapshot.store, settings, remote=graph.behind.remote)
    graph.behind.ask_through(pool)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Workers warm up once the first answers are out; an early query starts them at once.
        warm_up = asyncio.get_running_loop().call_later(WARM_UP_AFTER, pool.start)
        with graph.snapshot.held():
            yield
        warm_up.cancel()
        pool.close()
        if "scenarios" in vars(graph):  # now: a server that a signal ends runs nothing at its exit
            graph.scenarios.close()

    app = FastAPI(
        title="accordgraph",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        # Nothing is sent to a collector of traces: addresses may hold a person's profile.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        docs_url=None,
        redoc_url=None,
    )
    app.state.versions = {
        "data": graph.manifest.data_version,
        "ontology": graph.manifest.ontology_version,
        "software": __version__,
    }
    problems.install(app)
    middleware.install(app)
    # A request is compared with one route after another: what is asked most often stands first.
    app.include_router(health.router(graph))
    app.include_router(pathways.router(graph, today))
    app.include_router(scenarios.router(graph, today))
    app.include_router(receipts.router(graph, today))
    app.include_router(matrix.router(graph, today))
    app.include_router(accessions.router(graph, today))
    app.include_router(records.router(graph))
    app.include_router(timeline.router(graph, today))
    app.include_router(compare.router(graph, today))
    app.include_router(network.router(graph, today))
    app.include_router(queries.router(graph))
    edition = sparql.Edition.dated(graph.manifest.digest, graph.manifest.data_date)
    page = site.sparql_page(graph, today)
    app.include_router(sparql.router(pool, settings, page, failed=page.failed, edition=edition))
    site.install(app, graph, today)
    openapi.install(app, graph)
    return app
