"""A page for people whose request fails, wherever it does; programs are told by a problem document."""

from __future__ import annotations

from contextlib import suppress

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from accordgraph.errors import AccordGraphError, NotFound
from accordgraph.web.pages.base import Site
from accordgraph.web.problems import HTTP_CODES, REFUSED, for_people, problem_of


class Refusals:
    """Middleware: a request that was refused before it came here is answered by a page that says why."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or tell why it was refused."""
        error = scope.get(REFUSED)
        if error is None:
            await self.app(scope, receive, send)
            return
        answer: Response = problem_of(error)
        with suppress(Exception):  # the page itself may be what fails
            answer = self.site.wrong(Request(scope), error)
        await answer(scope, receive, send)


def install(app: FastAPI, site: Site) -> None:
    """Let every failure of an app be told to people by a page."""
    app.add_middleware(Refusals, site=site)
    for kind in (AccordGraphError, HTTPException, RequestValidationError, Exception):
        _instead(app, site, kind)


def _instead(app: FastAPI, site: Site, kind: type[Exception]) -> None:
    before = app.exception_handlers[kind]

    async def told(request: Request, error: Exception) -> Response:
        if for_people(request.scope):
            with suppress(Exception):  # the page itself may be what fails
                status = _status(error)
                ours = _ours(error, status, request.url.path)
                return site.wrong(request, ours, status=status, headers=getattr(error, "headers", None))
        answer = before(request, error)
        return answer if isinstance(answer, Response) else await answer

    app.add_exception_handler(kind, told)


def _status(error: Exception) -> int | None:
    """The status of a failure that is none of ours."""
    if isinstance(error, AccordGraphError):
        return None
    return getattr(error, "status_code", 422 if isinstance(error, RequestValidationError) else 500)


def _ours(error: Exception, status: int | None, path: str) -> AccordGraphError:
    """A failure as one of ours."""
    if isinstance(error, AccordGraphError):
        return error
    if status == 404:
        return NotFound("There is no such page.", given=path)
    ours = AccordGraphError("The page could not be shown.", given=path)
    ours.code = HTTP_CODES.get(status or 500, "error" if status is None or status >= 500 else "other")
    return ours
