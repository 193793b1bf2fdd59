"""Stored queries: one ``.rq`` file each, with a header that says what it asks and answers.

The header is the YAML behind ``#+ `` at the top of the file.  Parameters are checked by type
and written into the text as N-Triples terms by one function, so every engine sees the same
query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyoxigraph

from accordgraph.errors import BadStoredQuery, BadValue, MissingValue, UnknownField
from accordgraph.namespaces import GRAPHS, PREFIXES, SERVED_GRAPHS

TYPES = ("iri", "date", "string", "integer", "decimal", "boolean")
REQUIRED = {"title", "description", "tags", "params", "columns", "since"}
OPTIONAL = {"replacedBy", "slow"}
XSD = PREFIXES["xsd"]
READERS: dict[str, Callable[[str], object]] = {"date": date.fromisoformat, "integer": int, "decimal": Decimal}

Row = dict[str, Any]


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
                        accepted=f"a value of type {parameter.type}",
                    )
                continue
            text = _replace(text, name, term(parameter, given[name]))
        return text


def term(parameter: Parameter, text: str) -> str:
    """A checked value as an N-Triples term.

    >>> term(Parameter("day", "date", True), "2020-01-01")
    '"2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'

    Raises
    ------
    BadValue : if `text` is not of the parameter's type.
    """
    try:
        if parameter.type == "iri":
            prefix, colon, local = text.partition(":")
            iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else text
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+", iri):
                raise ValueError(text)
            return f"<{iri}>"
        if parameter.type == "boolean" and text not in ("true", "false"):
            raise ValueError(text)
        if parameter.type in READERS:
            READERS[parameter.type](text)
    except (ValueError, InvalidOperation):
        raise BadValue(
            f"{parameter.name} is not of type {parameter.type}.",
            field=parameter.name,
            given=text,
            accepted=parameter.example and f"for example {parameter.example}",
        ) from None
    literal = str(pyoxigraph.Literal(text))
    return literal if parameter.type == "string" else f"{literal}^^<{XSD}{parameter.type}>"


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
        found = yaml.safe_load("\n".join(header)) or {}
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


def load_queries(root: Path) -> dict[str, StoredQuery]:
    """All stored queries under a folder, by ``topic/name``."""
    found = {}
    for path in sorted(root.rglob("*.rq")):
        topic = path.parent.relative_to(root).as_posix()
        found[f"{topic}/{path.stem}"] = parse(path.stem, topic, path.read_text(encoding="utf-8"))
    return found


def _python(node: Any, kind: str) -> Any:
    if node is None:
        return None
    text = node.value
    if kind == "boolean":
        return text in ("true", "1")
    return int(text) if kind == "integer" else text


def rows(
    store: pyoxigraph.Store,
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
    """
    graphs = [*SERVED_GRAPHS, *(["pending"] if pending else [])]
    solutions = store.query(
        query.bind(given or {}),
        default_graph=[pyoxigraph.NamedNode(GRAPHS[name]) for name in graphs],
    )
    if not isinstance(solutions, pyoxigraph.QuerySolutions):
        raise BadStoredQuery(f"The query {query.name} is not a SELECT.", field=query.name, accepted="SELECT")
    columns = list(query.columns.items())
    return [{name: _python(solution[name], kind) for name, kind in columns} for solution in solutions]
