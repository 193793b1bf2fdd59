"""The statements that an answer rests on, as receipts hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from accordgraph.namespaces import ID, shorten
from accordgraph.pathways.search import Path
from accordgraph.pathways.world import World
from accordgraph.records import Records

SHOWN = ("id", "iri", "type", "evidence", "rivals", "label_is_translation", "other_value_is_translation")
"""Parts of a record that are no value of the statement."""


def iri(name: str) -> str:
    """The IRI of a statement, from its name in a receipt."""
    return f"{ID}{name}"


def used(world: World, ways: Iterable[Path], answer: Any) -> list[str]:
    """IRIs of all that an answer rests on: of its paths, closed ones too, and of what it cites."""
    found: dict[str, None] = {}
    for way in ways:
        wanted = [*way.value.used, *way.home_bodies, *way.target_bodies]
        wanted += [s for step in way.steps for s in step.used]
        wanted += [s for r in way.value.reasons for s in (r.accord, r.statement, *r.further) if s]
        for statement in wanted:
            found.setdefault(statement)
            found.update(dict.fromkeys(_asked_by(world, statement)))
    found.update(dict.fromkeys(map(iri, _cited(answer))))
    return sorted(statement for statement in found if statement.startswith(ID))


def _asked_by(world: World, statement: str) -> Iterator[str]:
    """The conditions of a standard or a rule, and what counts for them."""
    standard, rule = world.standards.get(statement), world.rules.get(statement)
    wanted = [standard.root] if standard else list(rule.conditions) if rule else []
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        condition = world.conditions.get(name)
        if condition is None or name in seen:
            continue
        seen.add(name)
        yield name
        wanted += [*condition.operands, *condition.included]
        for equivalence in world.equivalences_for(name):
            yield equivalence.id
            wanted.append(equivalence.condition)


def _cited(told: Any) -> Iterator[str]:
    """The statements that any part of an answer cites."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name == "evidence":
                yield from (each["statement"] for each in value)
            else:
                yield from _cited(value)
    elif isinstance(told, list):
        for each in told:
            yield from _cited(each)


def stated(records: Records, statements: Iterable[str]) -> list[dict[str, Any]]:
    """Statements as receipts hold them: values under the keys of the API, and where they come from."""
    found = []
    for statement in statements:
        if records.exists(statement):
            record = records.record(statement)
            found.append(
                {
                    "id": shorten(statement),
                    "values": {key: _named(value) for key, value in record.items() if key not in SHOWN},
                    "sources": [
                        {key: value for key, value in each.items() if key != "statement"}
                        for each in record["evidence"]
                    ],
                }
            )
    return found


def _named(value: Any) -> Any:
    """A value with the things it names by their names alone."""
    if isinstance(value, list):
        return [_named(each) for each in value]
    return value["id"] if isinstance(value, dict) and "id" in value else value
