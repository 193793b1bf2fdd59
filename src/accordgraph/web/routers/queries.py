"""``/queries``: the stored queries and their rows."""

from __future__ import annotations

import csv
import io
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from accordgraph.errors import BadValue, NotFound, UnknownName
from accordgraph.questions import language
from accordgraph.service import AccordGraph
from accordgraph.web.routers.pathways import single

FORMATS = ("json", "csv")


def _parameter(name: str, where: str, text: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "description": text,
        "schema": {"type": "string", **schema},
    }


PARAMETERS = [
    _parameter("topic", "path", "The part of a stored query's name before the slash."),
    _parameter("name", "path", "The part after it."),
    _parameter("format", "query", "JSON, or a table of the rows.", enum=list(FORMATS), default="json"),
    _parameter("include", "query", "`pending`: unconfirmed statements too.", enum=["pending"]),
    _parameter("lang", "query", "Language of the notice.", enum=["en", "zh"], default="en"),
]
RESERVED = frozenset(each["name"] for each in PARAMETERS if each["in"] == "query")
"""Names that no parameter of a stored query may have."""


def router(graph: AccordGraph) -> APIRouter:
    """The stored queries of one snapshot."""
    routes = APIRouter(prefix="/api/v1", tags=["queries"])

    @routes.get("/queries", summary="The stored queries: what each asks, takes and returns")
    def listed(request: Request) -> JSONResponse:
        found = graph.stored_queries.listing()
        return JSONResponse({"data": found, "meta": graph.meta(language(single(request)), total=len(found))})

    @routes.get(
        "/queries/{topic}/{name}",
        summary="The rows of a stored query; its parameters stand beside `format`",
        response_class=Response,
        responses={200: {"content": {"application/json": {}, "text/csv": {}}}},
        openapi_extra={"parameters": PARAMETERS},
    )
    def run(request: Request) -> Response:
        given = single(request)
        chosen = given.pop("format", "") or FORMATS[0]
        if chosen not in FORMATS:
            raise BadValue("There is no such format.", field="format", given=chosen, accepted=FORMATS)
        name = "{topic}/{name}".format_map(request.path_params)
        try:
            graph.stored_queries.find(name)
        except UnknownName as error:
            raise NotFound(
                error.message, field=error.field, given=name, accepted=error.accepted, hint=error.hint
            ) from None
        answer = graph.ask_stored(name, given)
        if chosen == "json":
            return JSONResponse(answer)
        filename = name.replace("/", "-")
        return Response(
            table(answer["data"]),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{filename}.csv"'},
        )

    return routes


def table(data: dict[str, Any]) -> str:
    r"""Rows as CSV: a line of names, then a line a row; what is not known is empty.

    >>> table({"columns": {"place": "iri", "certain": "boolean"}, "rows": [{"place": None, "certain": True}]})
    'place,certain\r\n,true\r\n'
    """
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(data["columns"])
    for row in data["rows"]:
        out.writerow([_cell(row[column]) for column in data["columns"]])
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
