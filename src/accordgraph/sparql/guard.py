r"""What a stranger's query may not do: update, call another service, read a graph outside the data.

The engine opens connections for SERVICE and reads nothing but the store for FROM.  So a query
without the letters ``service`` holds no call; one without a word ``from`` outside names
(``?from``, ``ag:validFrom``) names no graph; such a query goes straight on.  Any other is
parsed by rdflib and refused if rdflib cannot read it.

Two parsers can read one text differently: rdflib decodes ``\u0053`` anywhere, the engine in
strings and IRIs only; the engine ends a comment at a carriage return, rdflib does not.  Hence
both get the same prepared text (escapes decoded, lone carriage returns replaced), and in the
engine's copy every remaining ``service`` outside a name is written with an escape, which the
engine reads in strings and IRIs but never as a keyword.

Where services are allowed, only ``SERVICE <IRI>`` with such an IRI in full keeps its keyword: however
a parser reads the text around it, the engine can call no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import pyoxigraph

from accordgraph.errors import QueryRefused, QuerySyntax
from accordgraph.namespaces import BASE
from accordgraph.sparql.messages import Form

FORMS = frozenset({"select", "ask", "construct", "describe"})
UPDATES = frozenset(["add", "clear", "copy", "create", "delete", "drop", "insert", "load", "move", "with"])

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NAME = re.compile(r"[?$]\w+|:[\w-]+")
_SERVICE = re.compile(r"([?$]\w*|:[\w-]*)?(s)(ervice)", re.IGNORECASE)
_CALL = re.compile(r"service(?:\s+silent)?\s*<([^<>\s]*)>", re.IGNORECASE)
_SPACE = r"(?:\s|\#[^\r\n]*+)*+"
_PROLOGUE = re.compile(
    rf"(?:\s|\#[^\r\n]*+|(?:BASE|PREFIX{_SPACE}[^\s:<]*+:){_SPACE}<[^>]*+>)*+([A-Za-z]*)", re.IGNORECASE
)
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True)
class QueryInfo:
    """A query that may run.

    Parameters
    ----------
    form : what it asks for; None where its first word is none of the four, which the engine will report.
    text : what the engine is given; relative IRIs are read against the project's base.
    own_dataset : whether it names its graphs itself, by FROM or FROM NAMED.
    """

    form: Form | None
    text: str
    own_dataset: bool = False


def check(query: str, allowed_graphs: frozenset[str], services: frozenset[str] = frozenset()) -> QueryInfo:
    """Read a query as far as needed to let it run.

    Parameters
    ----------
    query : SPARQL.
    allowed_graphs : IRIs of the graphs that FROM may name.
    services : IRIs that SERVICE may call.

    Raises
    ------
    QueryRefused : an update, a SERVICE outside ``services``, a graph outside ``allowed_graphs``, or a
        query that holds one of the two words and that the guard's parser cannot read.
    QuerySyntax : a query with the word ``from`` that does not parse.
    """
    word = _first_word(query)
    if word in UPDATES:
        raise QueryRefused(
            f"The data are read-only: {word.upper()} is an update.",
            field="query",
            accepted=[form.upper() for form in sorted(FORMS)],
        )
    form = cast(Form, word) if word in FORMS else None
    decoded = decode_escapes(query)
    if not (_is_suspect(query) or _is_suspect(decoded)):
        return QueryInfo(form, query)
    text = re.sub(r"\r(?!\n)", "\n", decoded)
    named = _dataset(parsed(text), allowed_graphs, services)
    return QueryInfo(form, _disarm(text, services), own_dataset=named)


def get_ready() -> None:
    """Load the parser and let it read a query: both take long the first time."""
    from rdflib.plugins.sparql.parser import parseQuery

    parseQuery("SELECT * FROM <http://example.org/> { ?s ?p ?o FILTER(?o > 1) }")


def decode_escapes(text: str) -> str:
    r"""The text with every codepoint escape decoded once; an escape of no character stays.

    >>> decode_escapes(r"\u0053ERVICE")
    'SERVICE'
    """

    def character(match: re.Match[str]) -> str:
        try:
            return chr(int(match[1] or match[2], 16))
        except (ValueError, OverflowError):
            return match[0]

    return _ESCAPE.sub(character, text)


def syntax_error(message: str) -> QuerySyntax:
    """The engine's message as an error that names line and column."""
    place = _POSITION.match(message)
    if place:
        message = f"line {place[1]}, column {place[2]}: {place[3]}"
    return QuerySyntax(f"The query does not parse: {message}", field="query")


def _first_word(query: str) -> str:
    """The first word after comments, BASE and PREFIX."""
    found = _PROLOGUE.match(query)
    return found[1].lower() if found else ""


def _is_suspect(text: str) -> bool:
    return "service" in text.casefold() or "from" in _NAME.sub("", text).casefold()


def _disarm(text: str, services: frozenset[str]) -> str:
    """The text with ``service`` unreadable as a keyword; strings, IRIs and names keep their meaning."""

    def written(match: re.Match[str]) -> str:
        call = _CALL.match(text, match.start(2))
        if match[1] or (call and call[1] in services):
            return match[0]
        return f"\\u{ord(match[2]):04x}{match[3]}"

    return _SERVICE.sub(written, text)


def parsed(text: str) -> Any:
    """The parse tree of rdflib's SPARQL parser."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    if _ESCAPE.search(text):
        raise _refused("it escapes an escape.")
    try:
        return parseQuery(text)
    except RecursionError:
        raise _refused("it is nested too deeply.") from None
    except ParseBaseException as error:
        _report_syntax(text)
        raise _refused(f"line {error.lineno}, column {error.column}: {error.msg}.") from None
    except Exception as error:  # the parser's actions raise what they like on malformed terms
        raise _refused(f"{type(error).__name__}.") from None


def _report_syntax(text: str) -> None:
    """Raise the engine's own syntax error, if the text holds no SERVICE that an engine could call."""
    if "service" in text.casefold():
        return
    try:
        pyoxigraph.Store().query(text, base_iri=BASE)
    except SyntaxError as error:
        raise syntax_error(str(error)) from None
    except Exception:  # parses, and fails for another reason: the refusal says enough
        return


def _refused(reason: str) -> QueryRefused:
    return QueryRefused(
        f"The query holds the word FROM or SERVICE and could not be checked: {reason}",
        field="query",
        hint="Write it in plain SPARQL 1.1, or leave these words out.",
    )


def _dataset(tree: Any, allowed_graphs: frozenset[str], services: frozenset[str]) -> bool:
    """Whether the parsed query has a dataset clause.

    Raises
    ------
    QueryRefused : on a SERVICE that is not allowed, and on a clause naming such a graph.
    """
    from rdflib.plugins.sparql.algebra import translatePrologue

    clauses = []
    for node in nodes(tree):
        if node.name == "ServiceGraphPattern" and str(node.term) not in services:
            raise _uncalled(services)
        if node.name == "DatasetClause":
            clauses.append(node)
    if clauses:
        prologue = translatePrologue(tree[0], BASE)
        for clause in clauses:
            _check_graph(clause.default or clause.named, prologue, allowed_graphs)
    return bool(clauses)


def _uncalled(services: frozenset[str]) -> QueryRefused:
    if services:
        return QueryRefused(
            "SERVICE may call the listed services only, each by its whole IRI in angle brackets.",
            field="query",
            accepted=sorted(services),
        )
    return QueryRefused(
        "SERVICE is not allowed: this service calls no other.",
        field="query",
        hint="Ask the other service yourself and join the answers.",
    )


def _check_graph(name: Any, prologue: Any, allowed_graphs: frozenset[str]) -> None:
    try:
        iri = str(prologue.absolutize(name))
    except Exception as error:  # an undeclared prefix
        raise QuerySyntax(f"The graph of a FROM cannot be read: {error}", field="query") from None
    if iri not in allowed_graphs:
        raise QueryRefused(
            "FROM names a graph that is not part of the data; nothing is fetched from elsewhere.",
            field="query",
            given=iri,
            accepted=sorted(allowed_graphs),
        )


def nodes(tree: Any) -> Iterator[Any]:
    """Every composite node of a parse tree, without recursion."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, CompValue):
            yield node
            pending.extend(node.values())
        elif isinstance(node, (list, tuple, ParseResults)):
            pending.extend(node)
