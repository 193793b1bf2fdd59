"""What a request of the SPARQL protocol says, read and checked; and how OpenAPI describes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from fastapi import Response

from accordgraph.errors import BadValue, MissingValue, QueryRefused
from accordgraph.sparql import pages
from accordgraph.sparql.formats import GRAPHS, NAMES, TABLES
from accordgraph.sparql.messages import PageWish, SparqlRequest
from accordgraph.sparql.negotiation import choose

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MOST_PARAMETERS = 100

Values = dict[str, list[str]]


def sparql_request(values: Values, accept: str | None, edition: str, rows: int) -> SparqlRequest:
    """The query of the parameters, checked.

    Parameters
    ----------
    values : the parameters.
    accept : the header of this name.
    edition : which data are served.
    rows : of a page at most.
    """
    if "update" in values:
        raise read_only()
    query = single(values, "query")
    if not query or not query.strip():
        raise MissingValue(
            "There is no query.", field="query", accepted="SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    choice = choose(accept, single(values, "format"))
    request = SparqlRequest(
        query=query,
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
        table=choice.table,
        graph=choice.graph,
    )
    return replace(request, page=_page(values, request, edition, rows))


def _page(values: Values, request: SparqlRequest, edition: str, rows: int) -> PageWish | None:
    size, token = single(values, "page-size"), single(values, "page")
    if size is None and token is None:
        return None
    if size is None or not (size.isascii() and size.isdecimal()) or not 1 <= int(size[:12]) <= rows:
        raise BadValue(
            "A page needs its size.", field="page-size", given=size, accepted=f"a number from 1 to {rows}"
        )
    pages.check(request)
    return pages.following(int(size), token, edition, request) if token else pages.first(int(size))


def single(values: Values, name: str) -> str | None:
    """The one value of a parameter."""
    found = values.get(name, [])
    if len(found) > 1:
        raise BadValue(f"There is more than one {name}.", field=name, accepted="one value")
    return found[0] if found else None


def media_type_of(given: str) -> str:
    """The media type of the body; only the three of the protocol, in UTF-8."""
    media_type, *more = (part.strip().lower() for part in given.split(";"))
    charsets = [part.partition("=")[2].strip('" ') for part in more if part.startswith("charset")]
    if media_type not in (FORM, QUERY, UPDATE) or not set(charsets) <= {"utf-8", "utf8"}:
        raise BadValue(
            "The body is of another media type or charset.",
            field="Content-Type",
            given=given,
            accepted=[FORM, QUERY],
            hint="Send the query as UTF-8.",
        )
    return media_type


def decoded(body: bytes) -> str:
    """A body as text."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadValue("The body is not UTF-8.", field="Content-Type", accepted="UTF-8") from None


def parameters(text: str) -> Values:
    """The parameters of an address or a form, decoded once."""
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise BadValue("A parameter is not UTF-8.", accepted="percent-encoded UTF-8") from None
    except ValueError:
        raise BadValue("There are too many parameters.", accepted=f"at most {MOST_PARAMETERS}") from None


def read_only() -> QueryRefused:
    """The refusal of an update."""
    return QueryRefused(
        "The data are read-only: updates are refused.", field="update", hint="Send a query as 'query'."
    )


def documentation(place: str) -> dict[str, Any]:
    """What the OpenAPI document says about a request; the handlers read it themselves."""
    texts = {"type": "array", "items": {"type": "string", "format": "uri"}}
    fields: dict[str, Any] = {
        "query": {"type": "string", "description": "SPARQL 1.1 query"},
        "default-graph-uri": texts,
        "named-graph-uri": texts,
        "format": {"type": "string", "enum": list(NAMES), "description": "instead of the header Accept"},
        "page-size": {"type": "integer", "minimum": 1, "description": "rows of a page of a SELECT"},
        "page": {"type": "string", "description": "what the header X-Page-Next of the page before said"},
    }
    if place == "query":
        request: dict[str, Any] = {
            "parameters": [{"name": name, "in": "query", "schema": schema} for name, schema in fields.items()]
        }
    else:
        form = {"schema": {"type": "object", "properties": fields, "required": ["query"]}}
        request = {"requestBody": {"content": {FORM: form, QUERY: {"schema": {"type": "string"}}}}}
    content: dict[str, Any] = {each.media_type: {} for each in (*TABLES.values(), *GRAPHS.values())}
    answer = {"description": "The whole result", "content": content}
    return {"response_class": Response, "responses": {200: answer}, "openapi_extra": request}
