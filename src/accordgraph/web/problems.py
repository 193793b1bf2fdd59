"""Errors as ``application/problem+json``: one shape for every route, unknown routes included."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Scope

from accordgraph import errors
from accordgraph.errors import AccordGraphError

STATUS: dict[type[AccordGraphError], int] = {
    errors.BadValue: 422,
    errors.MissingValue: 422,
    errors.UnknownField: 422,
    errors.UnknownName: 422,
    errors.AmbiguousName: 422,
    errors.BadScenario: 422,
    errors.NotAReceipt: 422,
    errors.ReceiptEdited: 422,
    errors.NotFound: 404,
    errors.NotAcceptable: 406,
    errors.TooLarge: 413,
    errors.QuerySyntax: 400,
    errors.QueryRefused: 400,
    errors.QueryTimeout: 504,
    errors.QueryMemory: 507,
    errors.QueryResultTooLarge: 413,
    errors.PageGone: 410,
    errors.QueryFailed: 500,
    errors.StoreFailed: 502,
    errors.Busy: 503,
    errors.TooManyRequests: 429,
    errors.NoSnapshot: 503,
}
HTTP_CODES = {404: "not-found", 405: "method-not-allowed", 406: "not-acceptable", 413: "too-large"}

MACHINES = ("/api", "/sparql", "/health", "/static", "/openapi.json", "/metrics")
"""Beginnings of addresses that programs use: what goes wrong there is told as a problem document."""

REFUSED = "accordgraph.refused"
"""Where a request says why it was refused before it came to the application, whose pages tell people so."""


def for_people(scope: Scope) -> bool:
    """Whether what goes wrong with a request is to be told by a page."""
    browser = "text/html" in Headers(scope=scope).get("accept", "")
    return browser and not scope["path"].startswith(MACHINES)


class Problem(JSONResponse):
    """A problem document."""

    media_type = "application/problem+json"


def status_of(error: AccordGraphError) -> int:
    """The HTTP status of an error: that of the nearest class in the table, else 500."""
    return next((STATUS[c] for c in type(error).__mro__ if c in STATUS), 500)


def document(status: int, code: str, detail: str, **more: Any) -> dict[str, Any]:
    """The members of a problem document."""
    return {
        "type": f"about:blank#{code}",
        "title": code,
        "status": status,
        "code": code,
        "detail": detail,
        **more,
    }


def problem_of(error: AccordGraphError) -> Problem:
    """A problem document for one of our errors."""
    status = status_of(error)
    told = error.as_dict()
    code, detail = told.pop("code"), told.pop("message")
    return Problem(document(status, code, detail, **told), status_code=status, headers=again(error))


def again(error: AccordGraphError) -> dict[str, str]:
    """The header that says when to come back, where an error knows."""
    return {"Retry-After": str(error.retry_after)} if isinstance(error, errors.Busy) else {}


def install(app: FastAPI) -> None:
    """Let every failure of an app answer with a problem document."""

    @app.exception_handler(AccordGraphError)
    async def ours(_: Request, error: AccordGraphError) -> Problem:
        return problem_of(error)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Problem:
        code, detail = HTTP_CODES.get(error.status_code, f"http-{error.status_code}"), str(error.detail)
        more: dict[str, Any] = {}
        if error.status_code == HTTPStatus.NOT_FOUND:
            detail = "There is nothing at this address."
            more = {"field": "path", "given": request.url.path[:200]}
        elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = (error.headers or {}).get("Allow", "")
            detail = "This address does not take that method."
            more = {"field": "method", "given": request.method} | (
                {"accepted": sorted(allowed.split(", "))} if allowed else {}
            )
        told = document(error.status_code, code, detail, **more, hint="See /docs for the routes.")
        return Problem(told, status_code=error.status_code, headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Problem:
        first = error.errors()[0] if error.errors() else {}
        field = ".".join(str(p) for p in first.get("loc", ()) if p not in ("query", "body", "path"))
        told = document(422, "bad-value", str(first.get("msg", "The request is not valid.")), field=field)
        return Problem(told, status_code=422)

    @app.exception_handler(Exception)
    async def unforeseen(_: Request, __: Exception) -> Problem:
        told = document(
            500, "internal", "The server failed to answer.", hint="Nothing was changed; try again."
        )
        return Problem(told, status_code=500)
