"""Stored queries: one ``.rq`` file each, with a header that says what it asks and answers.

The header is the YAML behind ``#+ `` at the top of the file.  Parameters are checked by type
and written into the text as N-Triples terms by one function, so every engine sees the same
query.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph

from accordgraph.errors import BadStoredQuery, BadValue, MissingValue, UnknownField, UnknownName
from accordgraph.namespaces import GRAPHS, ID, PREFIXES, SERVED_GRAPHS, VOCAB, shorten

TYPES = ("iri", "date", "string", "integer", "decimal", "boolean")
REQUIRED = {"title", "description", "tags", "params", "columns", "since"}
OPTIONAL = {"replacedBy", "slow"}
XSD = PREFIXES["xsd"]
FORMS = {
    "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "integer": "[+-]?[0-9]{1,18}",
    "decimal": r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?",
    "boolean": "true|false",
    "iri": r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+",
}
"""What XML Schema and RFC 3987 accept, as far as it is of use; Python's own readers accept more."""

BASES = {base.rsplit("/", 2)[1]: base for base in PREFIXES.values() if base.startswith((ID, VOCAB))}
"""What comes before the name of a thing or concept in `kind/name`, the short form of records and answers."""

NAMED = ("accord", "jurisdiction", "body", "title", "agreement")
"""Classes of which a bare name may be given for a parameter, the first that fits."""

Row = dict[str, Any]


class Asked(Protocol):
    """What stored queries are put to: a store, or something that asks one elsewhere."""

    def query(self, query: str, *, default_graph: Any) -> Any:
        """The answer to a query over these graphs."""

    @property
    def quads_for_pattern(self) -> Callable[..., Iterator[pyoxigraph.Quad]]:
        """Look statements up without a query."""


Find = Callable[[str, tuple[str, ...], str], str]
"""Gives the IRI of the thing that a name means, among classes, for a parameter."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a stored query."""

    name: str
    type: str
    required: bool
    example: str | None = None


@dataclass(frozen=True)
class StoredQuery:
    """A query with its header; `text` is everything after the header."""

    name: str
    topic: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    params: tuple[Parameter, ...]
    columns: Mapping[str, str]
    since: str
    text: str

    def things(self, given: Mapping[str, str], find: Find) -> dict[str, str]:
        """The parameters with an IRI in place of each bare name, code or slug of a thing."""
        named = {p.name for p in self.params if p.type == "iri"}
        return {
            name: find(value, NAMED, name) if name in named and not re.search("[:/]", value) else value
            for name, value in given.items()
        }

    def bind(self, given: Mapping[str, str]) -> str:
        """The query with its parameters written in.

        Raises
        ------
        UnknownField, MissingValue, BadValue : for parameters that do not exist, are absent, or
            are not of their type.
        """
        known = {p.name: p for p in self.params}
        for name in given:
            if name not in known:
                raise UnknownField(
                    f"The query {self.name} has no parameter {name!r}.", field=name, accepted=sorted(known)
                )
        text = self.text
        for name, parameter in known.items():
            if given.get(name) is None:
                if parameter.required:
                    raise MissingValue(
                        f"The query {self.name} needs {name}.",
                        field=name,
                        accepted=f"a value of type {parameter.type}, for example {parameter.example}",
                    )
                continue
            text = _replace(text, name, term(parameter, given[name]))
        return text


class Catalogue(dict[str, StoredQuery]):
    """Stored queries by ``topic/name``."""

    def find(self, name: str) -> StoredQuery:
        """The query of a name.

        Raises
        ------
        UnknownName : there is none; those with a near name are listed, else those of the topic.
        """
        if name in self:
            return self[name]
        topic, _, last = name.rpartition("/")
        near = [known for known in self if known.rpartition("/")[2] == last]
        near += difflib.get_close_matches(name, self, n=5)
        raise UnknownName(
            f"There is no stored query {name!r}.",
            field="query",
            given=name,
            accepted=list(dict.fromkeys(near)) or [k for k in self if k.startswith(f"{topic or last}/")],
            hint="All are listed in queries/README.md and at /api/v1/queries.",
        )

    def listing(self) -> list[dict[str, Any]]:
        """What each query asks, takes and returns."""
        return [
            {
                "name": name,
                "title": query.title,
                "description": query.description,
                "tags": query.tags,
                "params": [asdict(parameter) for parameter in query.params],
                "columns": query.columns,
            }
            for name, query in self.items()
        ]


def term(parameter: Parameter, text: str) -> str:
    """A checked value as an N-Triples term.

    >>> term(Parameter("day", "date", True), "2020-01-01")
    '"2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'

    >>> term(Parameter("place", "iri", True), "jurisdiction/XN")
    '<https://w3id.org/accordgraph/id/jurisdiction/XN>'

    Raises
    ------
    BadValue : if `text` is not of the parameter's type.
    """
    if parameter.type == "iri":
        text = _iri(text)
    try:
        if parameter.type in FORMS and not re.fullmatch(FORMS[parameter.type], text):
            raise ValueError(text)
        if parameter.type == "date":
            date.fromisoformat(text)
    except ValueError:
        raise BadValue(
            f"{parameter.name} is not of type {parameter.type}.",
            field=parameter.name,
            given=text,
            accepted=parameter.example and f"for example {parameter.example}",
        ) from None
    if parameter.type == "iri":
        return f"<{text}>"
    literal = str(pyoxigraph.Literal(text))
    return literal if parameter.type == "string" else f"{literal}^^<{XSD}{parameter.type}>"


def _iri(text: str) -> str:
    """A full IRI for `prefix:name` and `kind/name`; any other text as it is."""
    prefix, colon, local = text.partition(":")
    if colon:
        return PREFIXES[prefix] + local if prefix in PREFIXES else text
    kind, _, name = text.partition("/")
    return BASES[kind] + name if kind in BASES and name else text


_SKIPPED = r"\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*"


def _replace(text: str, name: str, value: str) -> str:
    """Every variable of that name, but not inside strings, IRIs or comments, becomes the value."""
    pattern = re.compile(rf"({_SKIPPED})|[?$]{re.escape(name)}(?![\w])", re.DOTALL)
    return pattern.sub(lambda m: m.group(1) or value, text)


def parse(name: str, topic: str, source: str) -> StoredQuery:
    """A stored query from the text of its file.

    Raises
    ------
    BadStoredQuery : for a header that is missing, incomplete or has unknown keys.
    """
    import yaml  # only a build and the catalogue read headers; a server starts without

    lines = source.splitlines()
    header = [line[3:] for line in lines if line.startswith("#+ ")]
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C it takes a tenth of the time
        found = yaml.load("\n".join(header), Loader=loader) or {}  # noqa: S506 - both are safe
    except yaml.YAMLError as error:
        raise BadStoredQuery(f"The header of the query {name} is not YAML: {error}", field=name) from None
    keys = set(found)
    if REQUIRED - keys or keys - REQUIRED - OPTIONAL:
        raise BadStoredQuery(
            f"The header of the query {name} has wrong keys.",
            field=name,
            given=", ".join(sorted(map(str, keys))),
            accepted=sorted(REQUIRED | OPTIONAL),
        )
    if not all(isinstance(key, str) for part in ("params", "columns") for key in found[part] or ()):
        raise BadStoredQuery(f"The query {name} has a key that YAML does not read as text.", hint="Quote it.")
    params = tuple(_parameter(name, key, value) for key, value in (found["params"] or {}).items())
    unknown = set(found["columns"].values()) - set(TYPES)
    if unknown:
        raise BadStoredQuery(
            f"The query {name} has columns of unknown types.", given=sorted(unknown), accepted=TYPES
        )
    text = "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
    return StoredQuery(
        name, topic, found["title"], found["description"], tuple(found["tags"]), params, found["columns"],
        str(found["since"]), text,
    )  # fmt: skip


def _parameter(query: str, name: str, value: Mapping[str, Any]) -> Parameter:
    if value.get("type") not in TYPES:
        raise BadStoredQuery(
            f"The parameter {name} of the query {query} has no known type.",
            given=value.get("type"),
            accepted=TYPES,
        )
    example = value.get("example")
    return Parameter(
        name, value["type"], bool(value.get("required", False)), None if example is None else str(example)
    )


def load_queries(root: Path) -> Catalogue:
    """All stored queries under a folder."""
    found = Catalogue()
    for path in sorted(root.rglob("*.rq")):
        topic = path.parent.relative_to(root).as_posix()
        found[f"{topic}/{path.stem}"] = parse(path.stem, topic, path.read_text(encoding="utf-8"))
    return found


def check_things(store: Asked, query: StoredQuery, given: Mapping[str, str]) -> None:
    """Refuse a thing that nothing is said of: an answer without rows would look like a finding.

    Raises
    ------
    UnknownName : with the names that come near.
    """
    for parameter in query.params:
        text = given.get(parameter.name)
        if parameter.type != "iri" or text is None:
            continue
        iri = term(parameter, text)[1:-1]
        if next(store.quads_for_pattern(pyoxigraph.NamedNode(iri), None, None, None), None) is None:
            base = iri[: iri.rfind("/") + 1]
            kind = pyoxigraph.NamedNode(f"{PREFIXES['rdf']}type")
            same = {
                quad.subject.value
                for quad in store.quads_for_pattern(None, kind, None, None)
                if isinstance(quad.subject, pyoxigraph.NamedNode) and quad.subject.value.startswith(base)
            }
            raise UnknownName(
                f"Nothing is called {text!r}.",
                field=parameter.name,
                given=text,
                accepted=[shorten(near) for near in difflib.get_close_matches(iri, sorted(same), n=3)]
                or f"for example {parameter.example}",
            )


def _python(node: Any, kind: str) -> Any:
    if node is None:
        return None
    text = node.value
    if kind == "boolean":
        return text in ("true", "1")
    return int(text) if kind == "integer" else text


def rows(
    store: Asked,
    query: StoredQuery,
    given: Mapping[str, str] | None = None,
    *,
    pending: bool = False,
) -> list[Row]:
    """Run a stored query over the served graphs (and the pending ones on request).

    Returns
    -------
    One dict a row, keyed by the header's columns: IRIs, dates and decimals as text, integers
    and booleans as themselves, None where unbound.

    Raises
    ------
    UnknownField, MissingValue, BadValue, UnknownName : for parameters that cannot be used.
    """
    check_things(store, query, given or {})
    graphs = [*SERVED_GRAPHS, *(["pending"] if pending else [])]
    solutions = store.query(
        query.bind(given or {}),
        default_graph=[pyoxigraph.NamedNode(GRAPHS[name]) for name in graphs],
    )
    if not isinstance(solutions, pyoxigraph.QuerySolutions):
        raise BadStoredQuery(f"The query {query.name} is not a SELECT.", field=query.name, accepted="SELECT")
    columns = list(query.columns.items())
    return [{name: _python(solution[name], kind) for name, kind in columns} for solution in solutions]
