"""``/docs``: the routes of the API, from the application's own OpenAPI description."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.web.pages.base import Site

METHODS = ("get", "post", "put", "delete")


class DocsPage:
    """The reference of the API."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def install(self, app: FastAPI) -> None:
        """Add the page; it reads the description of the application it is added to."""

        def show(request: Request) -> Response:
            return self.site.page(
                request, "docs.html", groups=groups(app.openapi()), address=_address(request),
                examples=[urlencode(each["question"]) for each in self.site.examples],
            )  # fmt: skip

        self.site.add(app, "/docs", show)


def _address(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def groups(description: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Routes by their first tag, in the order of the application."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in description.get("paths", {}).items():
        for method, route in methods.items():
            if method in METHODS:
                tag = (route.get("tags") or ["other"])[0]
                found.setdefault(tag, []).append(_route(path, method, route))
    return found


def _route(path: str, method: str, route: dict[str, Any]) -> dict[str, Any]:
    parameters = [_parameter(p) for p in route.get("parameters", ()) if p.get("in") != "path"]
    content = route.get("requestBody", {}).get("content", {})
    return {
        "path": path,
        "method": method.upper(),
        "summary": route.get("summary", ""),
        "description": route.get("description", ""),
        "parameters": parameters,
        "bodies": {kind: body.get("schema", {}).get("example") for kind, body in content.items()},
        "try": _try(path, parameters) if method == "get" and "{" not in path else None,
    }


def _parameter(given: dict[str, Any]) -> dict[str, Any]:
    schema = given.get("schema", {})
    low, high = schema.get("minimum"), schema.get("maximum")
    bounds = f" {low or 0:g}–{high:g}" if high is not None else ""
    kinds = [schema.get("type")] + [part.get("type") for part in schema.get("anyOf", ())]
    return {
        "name": given["name"],
        "required": given.get("required", False),
        "text": given.get("description", ""),
        "type": ", ".join(k for k in kinds if k and k != "null") + bounds,
        "choices": schema.get("enum") or (),
        "example": given.get("example", schema.get("example")),
    }


def _try(path: str, parameters: list[dict[str, Any]]) -> str | None:
    """An address to try, where every required parameter has an example."""
    needed = [p for p in parameters if p["required"]]
    if any(p["example"] is None for p in needed):
        return None
    return f"{path}?{urlencode({p['name']: p['example'] for p in needed})}" if needed else path
