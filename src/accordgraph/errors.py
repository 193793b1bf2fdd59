"""The errors of accordgraph: each names what was given, what is accepted and the next step.

No error here knows HTTP or a command line; those faces map a class to a status or an
exit code.  ``code`` is stable: programs may compare it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class AccordGraphError(Exception):
    """Base of all errors a user can meet.

    Parameters
    ----------
    message : what is wrong, in one English sentence.
    field : name of the parameter, setting or file at fault.
    given : what was given there.
    accepted : what would have been accepted, as a sentence or a list of values.
    hint : the next step.
    """

    code = "error"

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        given: object = None,
        accepted: str | Sequence[str] | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.given = given
        self.accepted = accepted
        self.hint = hint

    def __str__(self) -> str:
        parts = [self.message]
        if self.accepted:
            accepted = self.accepted if isinstance(self.accepted, str) else ", ".join(self.accepted)
            parts.append(f"Accepted: {accepted}.")
        if self.hint:
            parts.append(self.hint)
        return " ".join(parts)

    def as_dict(self) -> dict[str, Any]:
        """The parts that are set, ready for JSON."""
        found = {
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "given": None if self.given is None else str(self.given)[:200],
            "accepted": list(self.accepted)
            if self.accepted is not None and not isinstance(self.accepted, str)
            else self.accepted,
            "hint": self.hint,
        }
        return {key: value for key, value in found.items() if value is not None}


class BadValue(AccordGraphError):
    """A parameter's value is not of the accepted form."""

    code = "bad-value"


class UnknownField(AccordGraphError):
    """A parameter or profile field that does not exist."""

    code = "unknown-field"


class MissingValue(AccordGraphError):
    """A required parameter is absent."""

    code = "missing-value"


class UnknownName(AccordGraphError):
    """A place, body, accord or other thing that the graph does not hold."""

    code = "unknown-name"


class AmbiguousName(AccordGraphError):
    """A name that several things share; ``accepted`` lists the candidates."""

    code = "ambiguous-name"


class NotFound(AccordGraphError):
    """No record under that address."""

    code = "not-found"


class Pending(NotFound):
    """Something that waits to be confirmed: no fact, and so no record."""

    code = "pending"


class Rejected(NotFound):
    """Something that was found wrong: no fact, and so no record."""

    code = "rejected"


class NotAcceptable(AccordGraphError):
    """No format of those that are asked for."""

    code = "not-acceptable"


class TooLarge(AccordGraphError):
    """A request or an answer above its limit."""

    code = "too-large"


class QuerySyntax(AccordGraphError):
    """A SPARQL query that does not parse."""

    code = "sparql-syntax"


class QueryRefused(AccordGraphError):
    """A SPARQL request that is understood but not allowed: an update, SERVICE, a graph outside the data."""

    code = "sparql-refused"


class QueryTimeout(AccordGraphError):
    """A SPARQL query ended because its time was up."""

    code = "sparql-timeout"


class QueryMemory(AccordGraphError):
    """A SPARQL query ended because it needed more memory than one query may use."""

    code = "sparql-memory"

    @classmethod
    def above(cls, most: int | None = None) -> QueryMemory:
        """The error above so many bytes."""
        return cls(
            "The query was ended: it needs more memory than one query may use.",
            field="query",
            accepted=f"at most {most} bytes of memory" if most else None,
            hint="Ask for less at once: bind more terms, join on shared variables, group or sort fewer rows.",
        )


class QueryResultTooLarge(AccordGraphError):
    """A SPARQL result above the result cap; nothing of it is sent."""

    code = "sparql-result-too-large"


class PageGone(AccordGraphError):
    """A page of a SPARQL result that cannot continue the pages before it."""

    code = "page-gone"


class QueryFailed(AccordGraphError):
    """The query engine could not finish a query, or its worker ended."""

    code = "sparql-failed"


class Busy(AccordGraphError):
    """All workers are occupied; ``retry_after`` seconds may help."""

    code = "busy"

    def __init__(self, message: str, *, retry_after: int = 2, **details: Any) -> None:
        super().__init__(message, **details)
        self.retry_after = retry_after


class StoreDown(Busy):
    """The SPARQL server that is asked instead of the embedded store cannot be reached or has no room."""

    code = "store-down"


class OtherVersion(Busy):
    """That server does not hold the version of the data that is served here."""

    code = "store-other-version"


class StoreSlow(QueryTimeout):
    """That server did not answer in time."""

    code = "store-slow"

    @classmethod
    def within(cls, seconds: float | None = None) -> StoreSlow:
        """The error after so many seconds."""
        time = f"within {seconds:g} seconds" if seconds else "in time"
        return cls(
            f"The store behind this service did not answer {time}.",
            field="query",
            hint="Ask for less, or send it again later: the query may be long or the store busy.",
        )


class StoreFailed(QueryFailed):
    """That server answered with an error, with something else than a result, or with a part of one."""

    code = "store-failed"


class TooManyRequests(Busy):
    """More requests of one address than the setting allows."""

    code = "too-many-requests"


class BadTurtle(AccordGraphError):
    """A Turtle file that does not parse."""

    code = "bad-turtle"


class InvalidData(AccordGraphError):
    """Data that break a shape, contradict the ontology, or point nowhere."""

    code = "invalid-data"


class BadStoredQuery(AccordGraphError):
    """A stored query whose header or text is wrong."""

    code = "bad-stored-query"


class BadScenario(AccordGraphError):
    """Supposed facts that contradict themselves or the data, or that break a shape."""

    code = "bad-scenario"


class NotAReceipt(AccordGraphError):
    """Something that is no receipt, or one of a format that this version cannot replay."""

    code = "not-a-receipt"


class ReceiptEdited(AccordGraphError):
    """A receipt that is not as it was made: its digest does not fit."""

    code = "receipt-edited"


class NoSnapshot(AccordGraphError):
    """No snapshot to serve, or one that this version cannot read."""

    code = "no-snapshot"


class BuildRunning(AccordGraphError):
    """Another process is building into the same place."""

    code = "build-running"


class MissingExtra(AccordGraphError):
    """Something that needs packages of an optional extra."""

    code = "missing-extra"
