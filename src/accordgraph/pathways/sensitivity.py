"""Which doubtful readings would change a path: ask again in a world where the rival reading holds.

>>> read("validFrom", "2016-06-02")
datetime.date(2016, 6, 2)

A path may rest on what a rival would add (a membership that began earlier), so the rivals of
memberships of the places asked about count too, used or not.

Cost: one question for each of these rivals; the changed worlds are made once and kept.  Bound:
the number of rivals in the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from accordgraph.pathways.dates import Spell, parse_period
from accordgraph.pathways.model import Facts, Membership, Rival
from accordgraph.pathways.search import Outcome, Path, Question, find_paths, paths_of_rule
from accordgraph.pathways.world import CHANGEABLE, Change, World

DATED = {"validFrom", "validThrough", "recognisedFrom", "seenOn"}


def read(name: str, value: str) -> Any:
    """The value of a rival reading in the form the engine's facts hold it."""
    if name in DATED or name == "listCompleteThrough":
        return parse_period(value[:10])[0]
    return int(value) if name == "leadMonths" else value


def _changed(world: World, statement: Any, name: str, value: str) -> Any | None:
    """The statement under the rival reading; None where the engine does not read that property."""
    try:
        told = read(name, value)
    except ValueError:
        return None
    if name in ("validFrom", "seenOn") and hasattr(statement, "spell"):
        begin, begin_by = (told, parse_period(value)[1]) if name == "validFrom" else (date.min, told)
        return statement._replace(spell=Spell(begin, begin_by, statement.spell.end, statement.spell.end_by))
    if name == "validThrough" and hasattr(statement, "spell"):
        return statement._replace(spell=Spell(statement.spell.start, statement.spell.start_by, told, told))
    if name == "recognisedFrom" and isinstance(statement, Membership):
        return statement._replace(recognised=Spell(told, told, statement.spell.end, statement.spell.end_by))
    if name == "isHeldBy" and isinstance(statement, Membership):
        holder = world.bodies.get(value)
        return holder and statement._replace(body=holder.id, jurisdiction=holder.jurisdiction)
    simple = {
        "hasTier": "tier",
        "rootCondition": "root",
        "leadMonths": "lead_months",
        "listCompleteThrough": "list_complete_through",
    }
    attribute = simple.get(name)
    if attribute and attribute in statement._fields:
        return statement._replace(**{attribute: told})
    if name == "statusCertainty" and hasattr(statement, "status_unknown"):
        return statement._replace(status_unknown=value.rsplit("/", 1)[-1] != "in-force")
    return None


def variant(world: World, rival: Rival) -> Change | None:
    """The change that adopts one rival reading; None where it would change nothing the engine reads."""
    name = rival.property.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    for group in CHANGEABLE:
        thing = getattr(world, group).get(rival.statement)
        changed = thing and _changed(world, thing, name, rival.value)
        if changed is not None and changed != thing:
            return Change(Facts(**{group: (changed,)}))
    return None


def outcome_in(world: World, question: Question, path: Path) -> Outcome | None:
    """What becomes of a path in another world; of "no path", the best that is there."""
    if path.rule is None:
        return min(found.outcome for found in find_paths(world, question))
    found = paths_of_rule(world, question, path.rule)
    return next((p.outcome for p in found if p.agreement == path.agreement), None)


class Sensitivity:
    """Asks a world's questions again under its rival readings."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rivals: dict[str, list[Rival]] = {}
        for rival in sorted(world.facts.rivals, key=lambda r: (r.id, r.value)):
            self._rivals.setdefault(rival.statement, []).append(rival)
        self._worlds: dict[Rival, World | None] = {}

    def _under(self, rival: Rival) -> World | None:
        if rival not in self._worlds:
            change = variant(self._world, rival)
            self._worlds[rival] = change and self._world.changed(change)
        return self._worlds[rival]

    def _memberships_of(self, question: Question) -> Iterator[str]:
        """Rivalled memberships of the places asked about: both ends, and the accreditor of the degree."""
        world, degree = self._world, question.profile.degree
        asked = {question.home.place, question.target.place}
        if degree is not None:
            body = world.bodies.get(degree.body or "")
            asked |= {body.jurisdiction if body else degree.jurisdiction or ""}
        places = {place for end in asked for place in world.places.get(end, ())}
        for statement in self._rivals:
            membership = world.memberships.get(statement)
            if membership and not places.isdisjoint((membership.jurisdiction, *membership.covers)):
                yield statement

    def of(
        self, asked: World, question: Question, path: Path, statements: Iterable[str]
    ) -> list[dict[str, Any]]:
        """Rival readings under which a path would have another outcome.

        Parameters
        ----------
        asked : the world that was asked: the one this was made for, or that one with supposed facts.
        statements : what the path rests on.
        """
        told = []
        bearing = dict.fromkeys((*statements, *self._memberships_of(question)))
        for rival in (r for s in bearing for r in self._rivals.get(s, ())):
            world = self._under(rival)
            if world is None:
                continue
            outcome = outcome_in(world.changed(asked.change), question, path)
            still_closed = outcome is None and path.outcome is Outcome.BLOCKED
            if outcome is not path.outcome and not still_closed:
                told.append(
                    {
                        "kind": "rival",
                        "id": rival.id,
                        "statement": rival.statement.rsplit("/", 1)[-1],
                        "property": rival.property.rsplit("#", 1)[-1],
                        "other_value": rival.value,
                        "outcome": None if outcome is None else outcome.slug,
                    }
                )
        return told
