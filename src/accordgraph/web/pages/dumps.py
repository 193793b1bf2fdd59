"""``/.well-known/void`` describes data and service; ``/dumps`` has the whole as files with digests."""

from __future__ import annotations

import base64
from functools import lru_cache

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response

from accordgraph.dumps import FOLDER, SUMS, listed
from accordgraph.errors import NotAcceptable, NotFound
from accordgraph.export import described
from accordgraph.sparql.formats import GRAPHS
from accordgraph.sparql.negotiation import best
from accordgraph.web.pages.base import Site


class Dumps:
    """The whole graph as files, and what describes them."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self._folder = self.graph.snapshot.path / FOLDER
        self._files = listed(self._folder)
        self._described = lru_cache(maxsize=8)(
            lambda form, at: described(self.graph, self._files, form, at=at)
        )

    def install(self, app: FastAPI) -> None:
        """Add the description, the list and the files."""
        self.site.add(app, "/dumps", self.listed)
        for path, answer in (("/.well-known/void", self.void), ("/dumps/{name}", self.file)):
            app.add_route(path, answer, methods=["GET", "HEAD"], include_in_schema=False)

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
            return FileResponse(self._folder / SUMS, media_type="text/plain")
        found = next((each for each in self._files if each.name == name), None)
        if found is None:
            accepted = [*(each.name for each in self._files), SUMS]
            raise NotFound("There is no such dump.", field="name", given=name, accepted=accepted)
        digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
        headers = {"Repr-Digest": f"sha-256=:{digest}:", "ETag": f'"{found.sha256}"'}
        return FileResponse(self._folder / name, media_type=found.media_type, headers=headers)
