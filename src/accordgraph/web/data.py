"""The SPARQL protocol alone, over files of others: no pages but the form, no API, no validation."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles

from accordgraph import __version__
from accordgraph.errors import BadValue
from accordgraph.settings import Settings
from accordgraph.sparql.files import DataFile, Loaded, load
from accordgraph.sparql.pool import WorkerPool
from accordgraph.web import middleware, problems
from accordgraph.web.pages.base import HERE
from accordgraph.web.pages.endpoint import EndpointPage
from accordgraph.web.routers import sparql
from accordgraph.web.server import run_app
from accordgraph.web.site import Headers


def serve_files(
    data: Sequence[str],
    more: Sequence[str],
    settings: Settings,
    *,
    host: str,
    port: int,
    say: Callable[[str], None],
) -> None:
    """Serve files given as ``[IRI=]FILE`` until the process is asked to stop.

    Parameters
    ----------
    data, more : what follows ``--data``, and what follows that.
    settings, host, port, say : as for the server of everything.

    Raises
    ------
    BadValue : a file that cannot be read, an address that cannot be listened on, files without ``--data``.
    """
    if not data:
        raise BadValue(
            "Files to serve come after --data.", field="data", given=more[0], accepted="--data [IRI=]FILE…"
        )
    files = [DataFile.read(text) for text in (*data, *more)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # the server hands it on when it has stopped
    folder = Path(tempfile.mkdtemp(prefix="accordgraph-"))
    try:
        store = folder / "store"
        loaded = load(files, store)
        run_app(
            lambda: create_endpoint(store, loaded, settings), host=host, port=port, say=say, settings=settings
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create_endpoint(store: Path, loaded: Loaded, settings: Settings) -> FastAPI:
    """An application over what was loaded into a store."""
    pool = WorkerPool.of(store, settings, loaded.dataset)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        pool.start()
        yield
        pool.close()

    app = FastAPI(title="SPARQL", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    problems.install(app)
    middleware.install(app)
    app.add_middleware(Headers)
    edition = sparql.Edition(loaded.digest, loaded.modified)
    page = EndpointPage(settings, tuple(loaded.dataset.graphs))
    app.include_router(sparql.router(pool, settings, page, dataset=loaded.dataset, edition=edition))
    app.add_route("/", _home, methods=["GET", "HEAD"], include_in_schema=False)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    return app


def _home(_: Request) -> Response:
    return RedirectResponse("/sparql", status_code=303)
