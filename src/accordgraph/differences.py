"""What changed between two versions of the data: fact by fact, and pathway by pathway.

A version is a snapshot, a folder with ``ontology/``, ``data/`` and ``queries/``, or an exported
``accordgraph.nq``.  Facts are compared as records: added, removed, or changed in some property.
Pathways are compared for every pair of places, without a person, on one day; only the accords whose
rules, standards, tiers or members differ are asked again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from accordgraph import compile as network
from accordgraph.compile.table import Rows
from accordgraph.errors import BadValue
from accordgraph.namespaces import GRAPHS, ID, shorten, slug
from accordgraph.pathways.search import Question, paths_of_rule
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World
from accordgraph.snapshot import Content, build, opened, read_network

ACCEPTED = "a snapshot, a folder with ontology, data and queries, or an exported accordgraph.nq"
Values = dict[str, list[str]]


@dataclass(frozen=True)
class Version:
    """One version of the data: the facts as records, and the world they make."""

    name: str
    records: Mapping[str, Values]
    world: World


@contextmanager
def version(path: Path, content: Content) -> Iterator[Version]:
    """A version from a path; `content` gives ontology and queries where the path brings none.

    Raises
    ------
    BadValue : the path is none of the three.
    AccordGraphError : the content there cannot be built.
    """
    with tempfile.TemporaryDirectory() as work:
        if (path / "manifest.json").is_file():
            snapshot = opened(path)
            yield _version(path, snapshot.open_store(), snapshot.rows())
        elif (path / "data").is_dir():
            made = build(Content.under(path), Path(work), check=False)
            yield _version(path, made.open_store(), made.rows())
        elif path.suffix == ".nq" and path.is_file():
            store = ox.Store()
            store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
            yield _version(path, store, read_network(store, content))
        else:
            raise BadValue(f"{path} holds no data.", field="version", given=str(path), accepted=ACCEPTED)


def _version(path: Path, store: ox.Store, rows: Rows) -> Version:
    records: dict[str, Values] = {}
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["facts"])):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ID):
            value = quad.object
            text = shorten(value.value) if isinstance(value, ox.NamedNode) else str(value)
            records.setdefault(quad.subject.value, {}).setdefault(slug(quad.predicate.value), []).append(text)
    for values in records.values():
        for found in values.values():
            found.sort()
    return Version(str(path), records, World(network.facts(rows)))


def facts(old: Version, new: Version) -> list[dict[str, Any]]:
    """Records that were added, removed or changed; a change lists what each property lost and won."""
    found = []
    for iri in sorted(old.records.keys() | new.records.keys()):
        before, after = old.records.get(iri), new.records.get(iri)
        if before == after:
            continue
        what = "added" if before is None else "removed" if after is None else "changed"
        lost, won = before or {}, after or {}
        changes = {
            key: {
                "old": [v for v in lost.get(key, []) if v not in won.get(key, [])],
                "new": [v for v in won.get(key, []) if v not in lost.get(key, [])],
            }
            for key in sorted(lost.keys() | won.keys())
            if lost.get(key) != won.get(key)
        }
        found.append({"id": shorten(iri), "what": what, "properties": changes if what == "changed" else {}})
    return found


def pathways(old: Version, new: Version, day: date) -> list[dict[str, Any]]:
    """Pathways whose outcome differs, with both outcomes; None where there is no path."""
    before, after = _outcomes(old.world, new.world, day), _outcomes(new.world, old.world, day)
    return [
        {
            "home": slug(home),
            "target": slug(target),
            "goal": slug(goal),
            "rule": slug(rule),
            "old": before.get((home, target, goal, rule)),
            "new": after.get((home, target, goal, rule)),
        }
        for home, target, goal, rule in sorted(before.keys() | after.keys())
        if before.get((home, target, goal, rule)) != after.get((home, target, goal, rule))
    ]


def _outcomes(world: World, other: World, day: date) -> dict[tuple[str, str, str, str], str]:
    """The outcome of every rule that may differ between two worlds, for each pair of places."""
    same_places = world.facts.jurisdictions == other.facts.jurisdictions
    differing = {
        accord
        for accord in world.accords
        if not same_places or _makings(world, accord) != _makings(other, accord)
    }
    places = sorted({membership.jurisdiction for membership in world.memberships.values()})
    places += [
        place for accord in world.accords.values() for place in accord.territory if place not in places
    ]
    scope = min(world.scopes.values(), key=lambda s: s.rank).id if world.scopes else ""
    found = {}
    for rule in world.rules.values():
        if rule.accord not in differing:
            continue
        for home in places:
            for target in places:
                question = Question(Side(home), Side(target), rule.concludes, day, scope)
                for path in paths_of_rule(world, question, rule.id):
                    if home != target:
                        found[home, target, rule.concludes, rule.id] = path.outcome.slug
    return found


def _makings(world: World, accord: str) -> tuple[Any, ...]:
    """Everything of an accord that a pathway can depend on."""
    rules = [rule for rule in world.rules.values() if rule.accord == accord]
    standards = [world.standards[s] for rule in rules for s in rule.standards]
    wanted = [*(s.root for s in standards), *(c for rule in rules for c in rule.conditions)]
    seen: dict[str, Any] = {}
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen[name] = condition = world.conditions[name]
            wanted += [*condition.operands, *condition.included]
            wanted += [e.condition for e in world.equivalences_for(name)]
            under = condition.accredited_under
            if under not in (None, accord):
                seen[f"under {under}"] = [m for m in world.memberships.values() if m.accord == under]
    return (
        world.accords.get(accord),
        rules,
        standards,
        sorted(seen.items()),
        [tier for tier in world.tiers.values() if tier.accord == accord],
        [member for member in world.memberships.values() if member.accord == accord],
        world.agreements_under(accord),
        world.starts_of(accord),
    )
