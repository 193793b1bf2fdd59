"""What a scenario has said so far, and how its entries name things: those of the world and its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from accordgraph.errors import UnknownName
from accordgraph.names import Names, fold
from accordgraph.namespaces import ID, slug
from accordgraph.pathways.model import Accord, Condition, Facts, Rule, Standard, Terms, Tier
from accordgraph.pathways.world import Change, World
from accordgraph.scenarios.entries import Entry

NO_TERMS = Terms()


class Draft:
    """The supposed things of one scenario, as they are read.

    Parameters
    ----------
    world, names : what the scenario is about.
    """

    def __init__(self, world: World, names: Names) -> None:
        self.world, self.names = world, names
        self.things: dict[str, dict[str, Any]] = {}
        """Things added or changed, by group of facts and id."""
        self.fields: dict[str, str] = {}
        """The entry that speaks of each thing, by its id."""
        self.beside: dict[str, dict[str, list[Any]]] = {}
        """What the engine does not read and the shapes do, by id and property."""
        self.removed: dict[str, str] = {}
        """Ids of what is gone, each with the entry that says so."""
        self._said: dict[tuple[Any, ...], Entry] = {}

    def put(self, group: str, thing: Any, entry: Entry) -> None:
        """Suppose a thing; one of the world with the same id is replaced."""
        self.things.setdefault(group, {})[thing.id] = thing
        self.fields[thing.id] = entry.field

    def gone(self, thing: str, entry: Entry) -> None:
        """Suppose that a thing is not there."""
        self.removed[thing] = entry.field

    def now(self, group: str, thing: str) -> Any:
        """A thing as the scenario has it so far."""
        return self.things.get(group, {}).get(thing) or getattr(self.world, group)[thing]

    def all(self, group: str) -> list[Any]:
        """All things of a group as the scenario has them so far, by id."""
        known: Mapping[str, Any] = getattr(self.world, group)
        return [each for _, each in sorted({**known, **self.things.get(group, {})}.items())]

    def is_new(self, group: str, thing: str) -> bool:
        """Whether the world knows nothing of it."""
        return thing not in getattr(self.world, group)

    def change(self) -> Change:
        """The change of the world that all this is."""
        return Change(
            Facts(**{group: tuple(things.values()) for group, things in self.things.items()}),
            frozenset(self.removed),
        )

    def repeats(self, entry: Entry, *identity: Any) -> bool:
        """Whether an earlier entry says the same of the same thing.

        Raises
        ------
        BadScenario : it says something else of it.
        """
        key = (entry.part, *identity)
        earlier = self._said.setdefault(key, entry)
        if earlier is entry:
            return False
        if _same(earlier, entry):
            return True
        raise entry.contradicts(
            f"says something else than {earlier.field} of the same thing.",
            given=json.dumps(entry.given, default=str, ensure_ascii=False),
            accepted="one entry for each thing",
            hint="Join the two entries, or remove one.",
        )

    def new_id(self, kind: str) -> str:
        """An id for a thing that has no name."""
        taken = sum(len(things) for things in self.things.values())
        return f"{ID}{kind}/supposed-{taken + 1}"

    def place(self, text: str, field: str) -> str:
        """A place by code, name or IRI."""
        return self.names.find(text, ("jurisdiction",), field)

    def body(self, text: str, field: str) -> str:
        """A body by slug, name or IRI, of which the place is known."""
        return among(self.world.bodies, self.names.find(text, ("body",), field), field)

    def find_accord(self, text: str, field: str) -> str:
        """An accord by slug, name or IRI, or one that the scenario brings."""
        own = f"{ID}accord/{text}"
        if own in self.things.get("accords", {}):
            return own
        found = self.names.find(text, ("accord",), field)
        return among(self.world.accords, found, field)

    def accord(self, entry: Entry, key: str = "accord") -> Accord:
        """The accord that an entry names."""
        found: Accord = self.now("accords", self.find_accord(entry.need(key), entry.at(key)))
        return found

    def tiers(self, accord: str) -> dict[str, Tier]:
        """The tiers of an accord by their local names."""
        return {tier.slug: tier for tier in self.all("tiers") if tier.accord == accord}

    def rule(self, text: str, field: str, accord: str | None = None) -> Rule:
        """A rule by slug or IRI; of an accord also without the accord's name in front."""
        rules = [r for r in self.all("rules") if accord in (None, r.accord)]
        found: Rule = self.now("rules", by_slug(text, (r.id for r in rules), field, self._prefix(accord)))
        return found

    def condition(self, text: str, field: str, accord: str) -> Condition:
        """A condition of an accord's rules and standards: by slug, IRI, or the field it reads."""
        conditions: dict[str, Condition] = {
            c: self.now("conditions", c) for c in sorted(self.conditions_of(accord))
        }
        by_field = [c for c, each in conditions.items() if fold(text) in self._names_of_field(each.field)]
        if len(by_field) == 1:
            return conditions[by_field[0]]
        return conditions[by_slug(text, conditions, field, self._prefix(accord))]

    def conditions_of(self, accord: str) -> set[str]:
        """Everything that the rules of an accord ask of a person, at any depth."""
        rules = [r for r in self.all("rules") if r.accord == accord]
        todo = [c for r in rules for c in r.conditions]
        todo += [self.now("standards", s).root for r in rules for s in r.standards]
        found: set[str] = set()
        while todo:
            condition = self.now("conditions", todo.pop())
            if condition.id not in found:
                found.add(condition.id)
                todo += [*condition.operands, *condition.included]
        return found

    def _names_of_field(self, field: str | None) -> set[str]:
        known = self.world.fields.get(field or "")
        if known is None:
            return set()
        return {
            fold(known.name),
            fold(slug(known.id)).replace("-", " "),
            fold(slug(known.id)),
            *map(fold, known.label),
        }

    def _prefix(self, accord: str | None) -> str:
        return f"{slug(accord)}-" if accord else ""

    def standard(self, text: str, field: str) -> Standard:
        """An entry standard by slug or IRI."""
        found: Standard = self.now("standards", by_slug(text, (s.id for s in self.all("standards")), field))
        return found

    def rights(self, entry: Entry, key: str) -> tuple[str, ...]:
        """Rights of tiers, by slug, of those that any tier or rule speaks of."""
        known = {r for t in self.world.tiers.values() for r in (*t.grants, *t.withholds)}
        known |= {r for rule in self.world.rules.values() for r in (*rule.asks_home, *rule.asks_target)}
        return tuple(by_slug(text, known, entry.at(key)) for text in entry.texts(key))

    def concepts(self, index: Mapping[str, Any], entry: Entry, key: str) -> tuple[str, ...]:
        """Concepts by slug, IRI or label."""
        return tuple(concept(index, text, entry.at(key)) for text in entry.texts(key))

    def terms(self, entry: Entry, now: Terms = NO_TERMS) -> Terms:
        """The terms an entry states; what it leaves out stays."""
        world = self.world
        told: dict[str, Any] = {}
        for key, index in (("waives", world.items), ("residual", world.items), ("still_open", world.items)):
            if key in entry:
                told[key] = self.concepts(index, entry, key)
        if "scope" in entry:
            told["scopes"] = frozenset(self.concepts(world.scopes, entry, "scope"))
        if "force" in entry:
            told["force"] = concept(world.forces, entry.need("force"), entry.at("force"))
        if "discretion" in entry:
            told["discretion"] = by_slug(
                entry.need("discretion"), self._discretions(), entry.at("discretion")
            )
        if "residual_complete" in entry:
            told["residual_complete"] = entry.flag("residual_complete")
        return now._replace(**told)

    def _discretions(self) -> set[str]:
        terms = [r.terms for r in self.world.rules.values()]
        terms += [a.terms for a in self.world.agreements.values()]
        return {each.discretion for each in terms if each.discretion}


def _same(one: Entry, other: Entry) -> bool:
    return json.dumps(one.given, sort_keys=True, default=str) == json.dumps(
        other.given, sort_keys=True, default=str
    )


def among(known: Mapping[str, Any], thing: str, field: str) -> str:
    """A thing that was found by its name, if the engine knows it."""
    if thing not in known:
        raise UnknownName(
            f"{field} names a thing that takes no part in recognition.", field=field, given=slug(thing),
            accepted="a thing with a place, or with rules and tiers",
        )  # fmt: skip
    return thing


def by_slug(text: str, known: Iterable[str], field: str, prefix: str = "") -> str:
    """The one of some IRIs that a text means: by slug, without its prefix too, or whole."""
    found = {name: iri for iri in known for name in (iri, slug(iri))}
    short = {name.removeprefix(prefix): iri for name, iri in found.items()}
    for names in (found, short):
        if text in names:
            return names[text]
    raise UnknownName(
        f"{field} names nothing that exists.",
        field=field,
        given=text,
        accepted=sorted({slug(i) for i in found.values()})[:50],
    )


def concept(index: Mapping[str, Any], name: str, field: str) -> str:
    """A concept by slug, IRI, or its label in either language."""
    wanted = fold(name)
    for each in index.values():
        if wanted in (fold(each.slug), fold(each.id), *map(fold, each.label), fold(slug(each.id))):
            return str(each.id)
    accepted = sorted(slug(each.id) for each in index.values())
    raise UnknownName(f"{field} names nothing that exists.", field=field, given=name, accepted=accepted)
