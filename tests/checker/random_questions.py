"""Questions to random worlds, of people of whom more or less is said, on odd days, and what is supposed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from random_draws import (
    EPOCH,
    FLAGS,
    LEVEL,
    LEVELS,
    LICENSED,
    PLACES,
    SCOPES,
    TITLED,
    TITLES,
    UNTIL,
    YEARS,
)
from random_worlds import Maker

from accordgraph.pathways.dates import last_day
from accordgraph.pathways.model import Accord, Facts
from accordgraph.pathways.profile import Degree, HeldTitle, Profile
from accordgraph.pathways.search import Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import Change


class Asker(Maker):
    """Draws questions to the world it made, and changes of it."""

    def side(self) -> Side:
        """A place, or one body of it, often of one that is a member of something."""
        body = self.one(self.bodies)
        members = [m for m in self.memberships if m.body is not None]
        if members and self.chance(0.6):
            member = self.one(members)
            body = next(b for b in self.bodies if b.id == member.body)
        return Side(body.jurisdiction, body.id if self.chance(0.25) else None)

    def degree(self) -> Degree:
        """What is said of a degree; every part may be left out."""
        start, accreditor = self.near_an_edge(), self.side()
        counted = {condition.accredited_under for condition in self.conditions.values()}
        members = [m for m in self.memberships if m.accord in counted and m.spell.start > EPOCH]
        if members and self.chance(0.6):  # about when awards of some member begin to count
            member = self.one(members)
            start = member.spell.start - timedelta(days=self.random.randint(-300, 1500))
            accreditor = Side(member.jurisdiction, member.body if self.chance(0.3) else None)
        precision = self.one(("day", "day", "month", "year"))
        if precision != "day":
            start = start.replace(day=1) if precision == "month" else start.replace(month=1, day=1)
        return Degree(
            held=self.one((None, True, True, True, True, False)),
            jurisdiction=accreditor.place if self.chance(0.9) else None,
            body=accreditor.body,
            accord=self.one([a.id for a in self.accords]) if self.chance(0.15) else None,
            awarded=(start, last_day(start, precision)) if self.chance(0.85) else None,
            accredited=self.one((None, True, True, True, False)),
        )

    def person(self, day: date) -> Profile:
        """Somebody of whom more or less is said; every second could hardly be better."""
        strong = self.chance(0.5)
        share = 0.95 if strong else 0.6
        values: dict[str, Any] = {
            name: Decimal(self.random.randint(36 if strong else 0, 40)) / 4
            for name in YEARS
            if self.chance(share)
        }
        values |= {name: strong or self.chance(0.6) for name in FLAGS if self.chance(share)}
        if self.chance(0.5):
            until = day + timedelta(days=self.random.randint(-20, 200))
            precision = self.one(("day", "month"))
            first = until.replace(day=1) if precision == "month" else until
            values[UNTIL] = (first, last_day(first, precision))
        if self.chance(0.5):
            values[LICENSED] = PLACES if strong else self.some(PLACES, 3)
        if self.chance(0.3):
            values[LEVEL] = self.one(LEVELS)
        titles: tuple[HeldTitle, ...] = ()
        if self.chance(0.4):
            holders = (None, None, self.one(PLACES), self.one(self.bodies).id)
            titles = tuple(HeldTitle(title, self.one(holders)) for title in self.some(TITLED, 2))
            values[TITLES] = tuple(held.title for held in titles)
        return Profile(values, self.degree() if self.chance(0.8) else None, titles)

    def overlay(self, name: str) -> Change:
        """Memberships and agreements laid over the world: new, or for bodies that are members."""
        memberships = []
        for index in range(self.random.randint(1, 3)):
            accord = self.one([a for a in self.accords if not a.territory] or self.accords).id
            tiers = [tier.id for tier in self.tiers if tier.accord == accord]
            more: dict[str, Any] = {"spell": self.spell(vague=False), "supposed": True, "recognised": None}
            members = [m for m in self.memberships if m.accord == accord]
            if members and self.chance(0.5):
                member = self.one(members)
                more |= {"body": member.body, "jurisdiction": member.jurisdiction, "covers": ()}
            if self.chance(0.3):
                more["body"] = None
            memberships.append(self.membership(f"{name}-{index}", accord, tiers, **more))
        agreements = []
        framed = [rule.accord for rule in self.rules if rule.by_agreement]
        if framed and self.chance(0.5):
            agreement = self.agreement(f"{name}-deal", self.one(framed), supposed=True, status_unknown=False)
            agreements.append(agreement)
        return Change(Facts(memberships=tuple(memberships), agreements=tuple(agreements)))

    def revision(self) -> Change:
        """Facts of every sort replaced, and some gone."""
        free = {rule.id for rule in self.rules} - {
            other for rule in self.rules for other in (rule.after, rule.yields_to) if other
        }
        gone = [m.id for m in self.some(self.memberships, 2)] + [g.id for g in self.some(self.agreements, 1)]
        gone += [e.id for e in self.some(self.equivalences, 1)] + list(self.some(sorted(free), 1))
        years = [c for c in self.conditions.values() if c.kind == "ExperienceCondition"]
        flags = [c for c in self.conditions.values() if c.kind == "DeclaredCondition"]
        added = Facts(
            accords=tuple(self.other_accord(a) for a in self.some(self.accords, 2)),
            tiers=tuple(self.tier(t.id, t.accord) for t in self.some(self.tiers, 2)),
            memberships=tuple(
                m._replace(
                    spell=self.spell(), tier=self.one([t.id for t in self.tiers if t.accord == m.accord])
                )
                for m in self.some(self.memberships, 2)
            ),
            rules=tuple(r._replace(spell=self.spell()) for r in self.some(self.rules, 1)),
            agreements=tuple(self.agreement(g.id, g.accord) for g in self.some(self.agreements, 1)),
            standards=tuple(
                s._replace(root=self.one(self.standards).root) for s in self.some(self.standards, 1)
            ),
            conditions=(
                *(c._replace(min_years=Decimal(self.random.randint(1, 9))) for c in self.some(years, 2)),
                *(c._replace(refusal="REFUSED_NOW") for c in self.some(flags, 1)),
            ),
            equivalences=tuple(e._replace(spell=self.spell()) for e in self.some(self.equivalences, 1)),
        )
        back = {thing.id for things in added._asdict().values() for thing in things}
        return Change(added, frozenset(gone) - back)

    def other_accord(self, accord: Accord) -> Accord:
        """An accord as it might be: ended or begun at another time, better or less known."""
        return accord._replace(
            spell=self.spell(),
            status_unknown=self.chance(0.3),
            list_complete_through=None if accord.list_complete_through else EPOCH,
        )

    def question(self) -> Question:
        """A question of somebody on some day."""
        day = self.near_an_edge()
        goals = sorted({rule.concludes for rule in self.rules})
        home = self.side()
        target = home if self.chance(0.03) else self.side()
        return Question(home, target, self.one(goals), day, self.one(SCOPES), self.person(day))


class Case(NamedTuple):
    """A world, what is changed in it, and questions to the changed world."""

    name: str
    facts: Facts
    change: Change
    questions: list[Question]


def cases_at_random(seed: int, questions: int) -> Iterator[Case]:
    """One world, asked as it is, under an overlay, and revised; so many questions each."""
    maker = Asker(seed)
    facts = maker.facts()
    for kind in ("plain", "overlay", "revision"):
        change = {"plain": Change, "overlay": lambda: maker.overlay("s"), "revision": maker.revision}[kind]()
        yield Case(f"{seed} {kind}", facts, change, [maker.question() for _ in range(questions)])
