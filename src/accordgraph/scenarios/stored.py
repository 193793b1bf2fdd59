"""Stored scenarios: one YAML file each, with what it asks in both languages.

Cost: a file is read once, when a snapshot is built.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from accordgraph.errors import AccordGraphError, BadScenario, BadValue, MissingValue
from accordgraph.findings import Finding, Severity
from accordgraph.names import Names
from accordgraph.namespaces import GRAPHS, ID
from accordgraph.pathways.dates import parse_asked
from accordgraph.pathways.world import World
from accordgraph.scenarios.entries import TEXTS, both
from accordgraph.scenarios.reading import read

if TYPE_CHECKING:
    from accordgraph.scenarios.checking import Checker

NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")

Document = dict[str, Any]
"""A scenario as JSON has it: days are texts."""


def document(path: Path) -> Document:
    """What a file of YAML or JSON supposes.

    Raises
    ------
    BadValue : it does not parse, or holds no object.
    """
    import yaml  # a server starts without

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        told: Document = json.loads(json.dumps({} if found is None else found, default=str))
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        said = " ".join(str(error).split())
        raise BadValue(
            f"{path} does not parse: {said}.", field="scenario", given=str(path), accepted="YAML or JSON"
        ) from None
    if not isinstance(told, dict):
        raise BadValue(f"{path} holds no object.", field="scenario", given=str(path), accepted="an object")
    return told


def days(found: Mapping[str, Any]) -> list[str]:
    """The days that a scenario is of interest on, as it names them."""
    said = found.get("as_of") or []
    listed = said if isinstance(said, list) else [said]
    for day in listed:
        try:
            first, last = parse_asked(str(day))
            if first != last:
                raise ValueError(day)
        except ValueError:
            raise BadValue(
                "scenario.as_of is not a day.", field="scenario.as_of", given=day, accepted="YYYY-MM-DD"
            ) from None
    return [str(day) for day in listed]


def check(path: Path, store: ox.Store, world: World, names: Names, checker: Checker) -> Document:
    """A stored scenario that can be served.

    Raises
    ------
    AccordGraphError : what is wrong with it, naming the part at fault.
    """
    found = document(path)
    if not NAME.fullmatch(path.stem):
        raise BadValue(
            "A scenario's file is named by lower-case words with hyphens.",
            field="scenario", given=path.name, accepted="such as a-joins-b.yaml",
        )  # fmt: skip
    for key in TEXTS[:2]:
        if key not in found:
            raise MissingValue(
                f"scenario needs {key}.", field=f"scenario.{key}", accepted="a text in both languages"
            )
    for key in TEXTS:
        if key in found:
            both(found[key], f"scenario.{key}")
    for number, said in enumerate(_list(found, "assumptions")):
        both(said, f"scenario.assumptions[{number}]")
    for cited in _list(found, "cites"):
        if not _is_served(store, cited):
            raise BadScenario(
                "scenario.cites names nothing that is served.", field="scenario.cites", given=cited,
                accepted="kind/name of a source or a statement",
            )  # fmt: skip
    days(found)
    supposed = read(world, names, found)
    if not supposed.fields:
        raise MissingValue("scenario supposes nothing.", field="scenario", accepted="at least one entry")
    checker.check(world, supposed)
    return found


def _list(found: Mapping[str, Any], key: str) -> list[Any]:
    listed = found.get(key) or []
    if not isinstance(listed, list):
        raise BadValue(f"scenario.{key} is a list.", field=f"scenario.{key}", given=listed, accepted="a list")
    return listed


def _is_served(store: ox.Store, cited: Any) -> bool:
    if not isinstance(cited, str) or not re.fullmatch("[a-z-]+/[A-Za-z0-9-]+", cited):
        return False
    graph = ox.NamedNode(GRAPHS["facts"])
    return next(iter(store.quads_for_pattern(ox.NamedNode(ID + cited), None, None, graph)), None) is not None


def checked(
    paths: Iterable[Path], store: ox.Store, world: World, names: Names
) -> Iterator[tuple[Path, Document | Finding]]:
    """Each stored scenario, or what is wrong with it.

    Parameters
    ----------
    paths : scenario files.
    store, world, names : the served facts, in the graphs of a snapshot, compiled, and by name; the store is
        written to meanwhile, then as it was.
    """
    from accordgraph.scenarios.checking import Checker  # which takes the shapes' engine along

    checker = Checker(store)
    for path in paths:
        try:
            yield path, check(path, store, world, names, checker)
        except AccordGraphError as error:
            yield path, _finding(path, error)


def _finding(path: Path, error: AccordGraphError) -> Finding:
    return Finding(
        Severity.VIOLATION,
        "/".join(path.parts[-3:]),
        f"scenario:{path.stem}",
        f"check:{error.code}",
        error.field or "",
        "" if error.given is None else str(error.given)[:200],
        str(error),
        f"情景有误：{error}",
        f"accordgraph validate {'/'.join(path.parts[-3:])}",
    )
