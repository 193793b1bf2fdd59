"""``/.well-known/void`` describes the data and the service; ``/dumps`` has all of it as files with digests.

Dumps are written beside the snapshot when they are first asked for, since most servers never are.
"""

from __future__ import annotations

import base64
import tempfile
import threading
from functools import cached_property, lru_cache
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response

from accordgraph.errors import NotAcceptable, NotFound
from accordgraph.export import DUMPS, File, described, dumps
from accordgraph.sparql.formats import GRAPHS
from accordgraph.sparql.negotiation import best
from accordgraph.web.pages.base import Site

SUMS = "SHA256SUMS"
"""The file of digests, as ``sha256sum --check`` reads it."""


class Dumps:
    """The whole graph as files, and what describes them."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self._writing = threading.Lock()
        self._described = lru_cache(maxsize=8)(
            lambda form, at: described(self.graph, self._files, form, at=at)
        )

    def install(self, app: FastAPI) -> None:
        """Add the description, the list and the files."""
        self.site.add(app, "/dumps", self.listed)
        for path, answer in (("/.well-known/void", self.void), ("/dumps/{name}", self.file)):
            app.add_route(path, answer, methods=["GET", "HEAD"], include_in_schema=False)

    @cached_property
    def _folder(self) -> Path:
        beside = self.graph.snapshot.path / "dumps"
        try:
            beside.mkdir(exist_ok=True)
        except OSError:  # a snapshot that cannot be written to
            return Path(tempfile.mkdtemp(prefix="accordgraph-dumps-"))
        return beside

    @cached_property
    def _all(self) -> list[File]:
        return dumps(self.graph, self._folder)

    @property
    def _files(self) -> list[File]:
        with self._writing:
            return self._all

    def void(self, request: Request) -> Response:
        """VoID and DCAT."""
        accept = request.headers.get("accept")
        name = best(accept, GRAPHS.values())
        if name is None:
            raise NotAcceptable(
                "There is no such format.",
                field="Accept",
                given=accept,
                accepted=[each.media_type for each in GRAPHS.values()],
            )
        body = self._described(name, str(request.base_url))
        return Response(body, headers={"Content-Type": GRAPHS[name].content_type, "Vary": "Accept"})

    def listed(self, request: Request) -> Response:
        """A page with every file, its size and its digest."""
        return self.site.page(request, "dumps.html", files=self._files, sums=SUMS)

    def file(self, request: Request) -> Response:
        """A dump, or the list of digests."""
        name = request.path_params["name"]
        if name == SUMS:
            lines = "".join(f"{each.sha256}  {each.name}\n" for each in self._files)
            return PlainTextResponse(lines)
        found = next((each for each in self._files if each.name == name), None) if name in DUMPS else None
        if found is None:
            raise NotFound("There is no such dump.", field="name", given=name, accepted=[*DUMPS, SUMS])
        digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
        headers = {"Repr-Digest": f"sha-256=:{digest}:", "ETag": f'"{found.sha256}"'}
        return FileResponse(self._folder / name, media_type=found.media_type, headers=headers)
