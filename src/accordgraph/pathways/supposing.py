"""Facts that could be otherwise, and how each is supposed: of a person, of bodies, unknown ones.

A fact says with whom it lies.  Supposing it changes the profile of a question, or the world that is
asked, in the least way that makes it hold on the day asked about.

>>> grown = merged({"f:years": Decimal(3)}, (Fact(PERSON, "field", values=(("f:years", Decimal(7)),)),))
>>> grown and str(grown["f:years"])
'7'

Cost: a change of the world for each fact that is not the person's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from accordgraph.pathways.dates import Spell
from accordgraph.pathways.model import Agreement, Condition, Facts, Membership, Terms, Text
from accordgraph.pathways.profile import Degree, HeldTitle, Profile
from accordgraph.pathways.search import Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.values import NO_GAP
from accordgraph.pathways.world import Change, World

PERSON, BODY, UNKNOWN = "person", "body", "unknown"


class Fact(NamedTuple):
    """One fact that would help.

    `kind` says what it is and how to read `about`, the ids of what it is about: ``field``, ``degree`` and
    ``assessment`` (condition), ``title`` (title), ``membership``, ``member`` and ``accreditor`` (accord,
    place, body or "", tier), ``tier`` (membership, tier), ``agreement`` (accord, home, target, scope),
    ``since`` (membership), ``tier-right`` (tier, right), ``status`` (accord, rules, agreement, as far as
    it is unknown), ``in-force`` (one of these, a standard or an equivalence), ``standard`` (rule).
    `values` are fields with the least that does, `total` what years on them must add up to.
    """

    lies_with: str
    kind: str
    about: tuple[str, ...] = ()
    text: Text | None = None
    values: tuple[tuple[str, Any], ...] = ()
    total: Decimal | None = None
    degree: Degree | None = None


def merged(said: Mapping[str, Any], facts: Iterable[Fact]) -> dict[str, Any] | None:
    """Fields as said, raised to what facts want; None if two of them want different things.

    Numbers and days take the greater, lists take both; any other value is what a fact wants.  What a sum
    of years still lacks is added to its last clock.
    """
    every, values = tuple(facts), dict(said)
    wanted: dict[str, Any] = {}
    for name, value in (each for fact in every for each in fact.values):
        have = values.get(name)
        if isinstance(value, Decimal) or _is_day(value):
            values[name] = value if have is None else max(have, value)
        elif isinstance(value, tuple):
            values[name] = tuple(dict.fromkeys((*(have or ()), *value)))
        elif wanted.setdefault(name, value) != value:
            return None
        else:
            values[name] = value
    for fact in sorted(each for each in every if each.total is not None):
        clocks = [name for name, _ in fact.values]
        missing = (fact.total or NO_GAP) - sum(values[name] for name in clocks)
        values[clocks[-1]] += max(missing, NO_GAP)
    return values


def _is_day(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], date)


def one_degree(facts: Iterable[Fact]) -> tuple[bool, Degree | None]:
    """Whether one degree can be all those that facts want, and which it is."""
    found: Degree | None = None
    for degree in (fact.degree for fact in facts if fact.degree is not None):
        if found is None:
            found = degree
            continue
        said = {name: part for name, part in degree._asdict().items() if part is not None}
        if any(getattr(found, name) not in (None, part) for name, part in said.items()):
            return False, None
        found = found._replace(**said)
    return True, found


def grown(profile: Profile, facts: Iterable[Fact]) -> Profile | None:
    """A profile with what facts want of the person; None if two of them exclude each other."""
    every = tuple(facts)
    values, (fits, degree) = merged(profile.values, every), one_degree(every)
    if values is None or not fits:
        return None
    titles = tuple(HeldTitle(fact.about[0]) for fact in every if fact.kind == "title")
    return profile._replace(
        values=MappingProxyType(values),
        degree=degree or profile.degree,
        titles=(*profile.titles, *titles),
    )


def suppose(world: World, question: Question, facts: Iterable[Fact]) -> tuple[World, Question]:
    """The world and the question in which facts hold.

    Raises
    ------
    ValueError : two facts of the person exclude each other.
    """
    every = sorted(facts, key=lambda fact: (fact.kind, fact.about))
    person = grown(question.profile, every)
    if person is None:
        raise ValueError("two facts of the person exclude each other")
    asked = question._replace(profile=person)
    for fact in every:
        change = _CHANGES.get(fact.kind)
        if change is not None:
            world = world.changed(Change(change(world, fact, asked)))
    return world, asked


def _membership(_: World, fact: Fact, asked: Question) -> Facts:
    accord, place, body, tier = fact.about
    first, last = asked.day, asked.day
    if fact.kind == "accreditor" and asked.profile.degree and asked.profile.degree.awarded:
        first, last = asked.profile.degree.awarded
    name, spell = ":".join(("supposed", fact.kind, *fact.about)), Spell.of(first, last)
    return Facts(memberships=(Membership(name, accord, tier, place, body or None, spell, supposed=True),))


def _tier(world: World, fact: Fact, asked: Question) -> Facts:
    member, tier = world.memberships[fact.about[0]], fact.about[1]
    spell = Spell.of(asked.day, asked.day)
    raised = member._replace(id=f"supposed:{member.id}", tier=tier, spell=spell, supposed=True)
    return Facts(memberships=(raised,))


def _agreement(_: World, fact: Fact, asked: Question) -> Facts:
    accord, home, target, scope = fact.about
    name = ":".join(("supposed", *fact.about))
    terms, spell = Terms(scopes=frozenset({scope})), Spell.of(asked.day, asked.day)
    between = frozenset({home, target})
    return Facts(agreements=(Agreement(name, accord, Text("", ""), between, terms, spell, supposed=True),))


def _since(world: World, fact: Fact, _: Question) -> Facts:
    member = world.memberships[fact.about[0]]
    return Facts(memberships=(member._replace(spell=widest(member.spell)),))


def _tier_right(world: World, fact: Fact, _: Question) -> Facts:
    tier = world.tiers[fact.about[0]]
    return Facts(tiers=(tier._replace(grants=tier.grants | {fact.about[1]}),))


def _things(world: World, fact: Fact, **changed: Any) -> Facts:
    groups: dict[str, tuple[Any, ...]] = {}
    for group in ("accords", "rules", "agreements"):
        known = getattr(world, group)
        groups[group] = tuple(known[name]._replace(**changed) for name in fact.about if name in known)
    return Facts(**groups)


def _in_force(world: World, fact: Fact, _: Question) -> Facts:
    groups: dict[str, tuple[Any, ...]] = {}
    for group in ("accords", "rules", "agreements", "standards", "equivalences"):
        known = getattr(world, group)
        things = (known[name] for name in fact.about if name in known)
        groups[group] = tuple(thing._replace(spell=widest(thing.spell)) for thing in things)
    return Facts(**groups)


def widest(spell: Spell) -> Spell:
    """The spell as long as it may have been; it begins no earlier, so that versions keep their order."""
    return Spell(spell.start, spell.start, spell.end_by, spell.end_by)


def _assessment(_: World, fact: Fact, __: Question) -> Facts:
    return Facts(conditions=(Condition(fact.about[0], "AllOf"),))


def _standard(world: World, fact: Fact, _: Question) -> Facts:
    return Facts(rules=(world.rules[fact.about[0]]._replace(standards=()),))


_CHANGES: Mapping[str, Callable[[World, Fact, Question], Facts]] = {
    "membership": _membership,
    "member": _membership,
    "accreditor": _membership,
    "tier": _tier,
    "agreement": _agreement,
    "since": _since,
    "tier-right": _tier_right,
    "status": lambda world, fact, asked: _things(world, fact, status_unknown=False),
    "in-force": _in_force,
    "assessment": _assessment,
    "standard": _standard,
}


def joined(kind: str, lies_with: str, accord: str, side: Side, tier: str) -> Fact:
    """The fact that somebody speaks for a side in an accord at a tier."""
    return Fact(lies_with, kind, (accord, side.place, side.body or "", tier))
