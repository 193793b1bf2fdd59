"""What server and worker say to each other: frames of a JSON head and a raw body.

A frame is the lengths of both parts (4 and 8 bytes, big-endian), then the parts.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from accordgraph import errors

Form = Literal["select", "ask", "construct", "describe"]

LENGTHS = struct.Struct(">IQ")


@dataclass(frozen=True)
class PageWish:
    """Which rows of a table are wanted.

    Parameters
    ----------
    size : how many.
    skip : how many come before them.
    digest : of those, so that none is lost or told twice.
    """

    size: int
    skip: int
    digest: str


@dataclass(frozen=True)
class PageMark:
    """Which rows a page holds.

    Parameters
    ----------
    first, last : the numbers of its rows, from 1; last is below first where there are none.
    more : whether rows follow.
    digest : of all rows up to the last.
    """

    first: int
    last: int
    more: bool
    digest: str


@dataclass(frozen=True)
class SparqlRequest:
    """One query with its dataset and the formats wanted.

    Parameters
    ----------
    query : SPARQL 1.1 text.
    default_graphs, named_graphs : the dataset given by the protocol; both empty leave it to the query.
    table, graph : short names of formats for SELECT and ASK, and for CONSTRUCT and DESCRIBE;
        None refuses an answer of that kind.
    page : the rows wanted of a SELECT; None wants all.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    table: str | None = "json"
    graph: str | None = "ttl"
    page: PageWish | None = None


@dataclass(frozen=True)
class SparqlResult:
    """A whole answer, or the page of it that was asked for."""

    media_type: str
    body: bytes
    form: Form
    page: PageMark | None = None


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """The bytes of one frame."""
    text = json.dumps(head).encode()
    return LENGTHS.pack(len(text), len(body)) + text + body


def unpack(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """The next frame, from a function that returns exactly as many bytes as asked for."""
    head_length, body_length = LENGTHS.unpack(read(LENGTHS.size))
    return json.loads(read(head_length)), read(body_length)


def pack_request(request: SparqlRequest) -> bytes:
    """A request as a frame."""
    return pack(asdict(request))


def request_from(head: dict[str, Any]) -> SparqlRequest:
    """The request of a frame's head."""
    graphs = {key: tuple(head[key]) for key in ("default_graphs", "named_graphs")}
    page = PageWish(**head["page"]) if head["page"] else None
    return SparqlRequest(**{**head, **graphs, "page": page})


def pack_result(result: SparqlResult) -> bytes:
    """An answer as a frame."""
    page = asdict(result.page) if result.page else None
    return pack({"media_type": result.media_type, "form": result.form, "page": page}, result.body)


def result_from(head: dict[str, Any], body: bytes) -> SparqlResult:
    """The answer of a frame, or the error that it tells.

    Raises
    ------
    AccordGraphError
    """
    if "error" in head:
        raise error_from(head)
    page = PageMark(**head["page"]) if head["page"] else None
    return SparqlResult(head["media_type"], body, head["form"], page)


def pack_error(error: errors.AccordGraphError) -> bytes:
    """An error as a frame; it arrives as the same class with the same parts."""
    parts = ("field", "given", "accepted", "hint")
    details = {part: getattr(error, part) for part in parts}
    return pack({"error": type(error).__name__, "message": error.message, "details": details})


def error_from(head: dict[str, Any]) -> errors.AccordGraphError:
    """The error of a frame's head."""
    kind: type[errors.AccordGraphError] = getattr(errors, head["error"])
    return kind(head["message"], **head["details"])
