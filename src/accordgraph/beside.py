"""What an answer says beside its paths: other bodies and places, plans, the ordinary way to registration.

None of it is a path: other bodies and other places stand for themselves, a plan is an intention, and the
ordinary way lies outside every accord (see ``registrations``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from accordgraph.answers import OUTCOMES, say
from accordgraph.compile.table import Rows
from accordgraph.evidence import Evidence
from accordgraph.folding import is_of_other_level
from accordgraph.namespaces import shorten, slug
from accordgraph.pathways.model import Text
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Outcome, Path, Question
from accordgraph.pathways.standing import Side, has_member
from accordgraph.pathways.world import World
from accordgraph.registrations import ordinary
from accordgraph.stored_queries import Row
from accordgraph.timeline import partial


def everything(
    world: World, evidence: Evidence, rows: Rows, question: Question, ways: Sequence[Path], lang: str
) -> dict[str, Any]:
    """The parts of an answer that stand beside its paths, by their key."""
    return {
        "other_bodies": other_bodies(world, question, lang),
        "other_places": other_places(world, question, ways, lang),
        "plans": plans(world, evidence, rows["plans"], question, lang),
        "ordinary_registration": ordinary(world, evidence, question, ways, lang),
    }


def other_bodies(world: World, question: Question, lang: str) -> list[dict[str, Any]]:
    """When a body asks: what other bodies of its jurisdiction open, apart from the answer."""
    if question.home.body is None:
        return []
    found = []
    for body in world.bodies.values():
        if body.jurisdiction != question.home.place or body.id == question.home.body:
            continue
        ways = ask(world, question._replace(home=Side(question.home.place, body.id)))
        opened = [w for w in ways if w.outcome is not Outcome.BLOCKED and w.home_bodies]
        if opened:
            found.append(
                {
                    "body": {"id": body.slug, "label": say(body.label, lang)},
                    "paths": [
                        {
                            "accord": world.accords[w.accord].slug,
                            "accord_label": say(world.accords[w.accord].label, lang),
                            "outcome": w.outcome.slug,
                        }
                        for w in opened
                        if w.accord
                    ],
                }
            )
    return found


def other_places(world: World, question: Question, ways: Sequence[Path], lang: str) -> list[dict[str, Any]]:
    """Where no way is open: the larger place that either side lies in, and its parts, of which more is open.

    A part of a state and the state itself may be members of different accords, and each is asked for
    itself.  The best comes first.
    """
    own = _best(world, question, ways)
    if own <= Outcome.OPEN_CONDITIONAL:
        return []
    found = []
    for side, asked in (("home", question.home), ("target", question.target)):
        for place in _around(world, asked.place) if asked.body is None else ():
            here = Side(place)
            other = question._replace(home=here) if side == "home" else question._replace(target=here)
            best = _best(world, other, ask(world, other))
            if best < own:
                found.append((best, side, world.jurisdictions[place]))
    return [
        {
            "side": side,
            "id": place.slug,
            "label": say(place.label, lang),
            "outcome": best.slug,
            "outcome_label": say(OUTCOMES[best.slug], lang),
        }
        for best, side, place in sorted(found, key=lambda each: (each[0], each[1], each[2].slug))
    ]


def _best(world: World, question: Question, ways: Iterable[Path]) -> Outcome:
    """The best outcome for the level that is asked about."""
    outcomes = (way.outcome for way in ways if not is_of_other_level(world, question, way))
    return min(outcomes, default=Outcome.BLOCKED)


def _around(world: World, place: str) -> list[str]:
    """The places that a place lies in, and those that lie in it."""
    larger = world.jurisdictions[place].part_of
    parts = (each.id for each in world.jurisdictions.values() if place in each.part_of)
    return [*larger, *parts]


def plans(
    world: World, evidence: Evidence, rows: Iterable[Row], question: Question, lang: str
) -> list[dict[str, Any]]:
    """Plans of the home side that bear on a question on its day: intentions, never facts.

    To join an accord bears on what the accord can conclude, until the home side is a member; an
    agreement or support, on the bodies of the target.
    """
    home, target = question.home, question.target
    bodies = {home.body} if home.body else _bodies_of(world, home.place)
    there = _bodies_of(world, target.place)
    useful = {rule.accord for rule in world.rules_for(question.goal)} | there
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        known = (row["stated_on"] or "") <= question.day.isoformat()
        if row["body"] not in bodies or row["aim"] not in useful or not known:
            continue
        if has_member(world, row["aim"], home, question.day, question.day):
            continue
        if row["plan"] not in found:
            found[row["plan"]] = _plan(world, evidence, row, lang)
        plan = found[row["plan"]]
        aim = {
            "relation": row["relation"],
            "id": shorten(row["aim"]),
            "label": say(world.label(row["aim"]), lang),
        }
        if aim not in plan["aims"]:
            plan["aims"].append(aim)
    return list(found.values())


def _bodies_of(world: World, place: str) -> set[str]:
    return {body.id for body in world.bodies.values() if body.jurisdiction == place}


def _plan(world: World, evidence: Evidence, row: Row, lang: str) -> dict[str, Any]:
    return {
        "id": slug(row["plan"]),
        "label": say(_text(row, "label"), lang),
        "code": "PLANNED_ONLY",
        "body": _named(world, row["body"], lang),
        "aims": [],
        "stated_on": partial(row["stated_on"], row["stated_on_precision"]),
        "planned_for": partial(row["planned_for"], row["planned_for_precision"]),
        "evidence": evidence.of([row["plan"]], lang),
    }


def _text(row: Row, name: str) -> Text:
    return Text(row[f"{name}_en"] or "", row[f"{name}_zh"] or "")


def _named(world: World, thing: str | None, lang: str) -> dict[str, Any] | None:
    return None if thing is None else {"id": slug(thing), "label": say(world.label(thing), lang)}
