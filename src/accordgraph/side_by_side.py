"""Accords side by side: entry standards, tiers, rights, what is waived and remains, admission, members.

Each aspect of an accord is a list of short texts with the statements behind them.  A text that every
accord of the comparison has is marked as common, so that a reader can be shown what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from accordgraph.answers import say
from accordgraph.errors import BadValue
from accordgraph.listings import only
from accordgraph.namespaces import shorten, slug
from accordgraph.pathways.dates import Covers
from accordgraph.pathways.model import Rule, Terms, Text
from accordgraph.questions import language
from accordgraph.service import AccordGraph, View
from accordgraph.timeline import partial

USUAL, MOST = 6, 8
"""How many accords are compared if none is named, and at most."""

ASKS = frozenset({"accord", "as_of", "include", "lang"})
ASPECTS = {
    "concludes": Text("What it can conclude", "可得出的承认"),
    "since": Text("In force since", "生效时间"),
    "members": Text("Members on the day", "当日成员"),
    "standards": Text("Entry standard", "准入标准"),
    "tiers": Text("Tiers", "成员等级"),
    "rights": Text("Rights, and the tiers that have them", "权利及享有权利的等级"),
    "waived": Text("What is waived", "免除的事项"),
    "remains": Text("What remains", "仍需办理的事项"),
    "force": Text("Legal force", "法律效力"),
    "decides": Text("Who decides", "由谁决定"),
    "admission": Text("Admission of members", "成员的接纳"),
    "equivalences": Text("Equivalences that touch it", "相关的等同关系"),
}
SAID = {
    "nominations": Text("nominations: {n}", "提名：{n}项"),
    "votes": Text("{a}/{b} of the votes", "{a}/{b}的票数"),
    "years": Text("years at an earlier tier: {n}", "此前等级年限：{n}年"),
    "organ": Text("decided by {organ}", "由{organ}决定"),
    "places": Text("places: {n}", "辖区：{n}个"),
    "held": Text("{tier}: {n}", "{tier}：{n}个"),
    "at": Text("{what} ({tier})", "{what}（{tier}）"),
    "counts": Text("{one} counts as {other}", "{one}视同{other}"),
}


class Item(NamedTuple):
    """One short text of an aspect; equal keys mean the same in two accords."""

    key: str
    text: str
    thing: str | None
    statement: str


class SideBySide:
    """Comparisons of accords over one graph."""

    def __init__(self, graph: AccordGraph) -> None:
        self.graph = graph

    def usual(self, view: View, day: date) -> list[str]:
        """The accords with most members on a day; agreements between places are not among them."""
        world = view.world
        held = {a.id: len(_members(view, a.id, day)) for a in world.accords.values() if not a.is_agreement}
        return sorted(held, key=lambda each: (-held[each], each))[:USUAL]

    def compare(self, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """The accords asked for, aspect by aspect.

        Parameters
        ----------
        given : ``accord`` (several with commas; those with most members if absent), ``as_of``, ``lang``,
            ``include``.
        today : the day meant when none is given.

        Raises
        ------
        AccordGraphError : naming the parameter at fault.
        """
        only(given, ASKS, "accords side by side")
        view = self.graph.view(self.graph.served.reader.includes(given))
        lang, day = language(given), view.reader.day(given, today)
        wanted = [name.strip() for name in str(given.get("accord") or "").split(",") if name.strip()]
        if len(wanted) > MOST:
            raise BadValue(
                "Too many accords for one comparison.", field="accord", given=len(wanted),
                accepted=f"at most {MOST}",
            )  # fmt: skip
        found = [view.names.find(name, ("accord",), "accord") for name in wanted]
        accords = list(dict.fromkeys(found)) or self.usual(view, day)
        teller = _Teller(self.graph, view, day, lang)
        data = {
            "asked": {"as_of": day.isoformat(), "accords": [slug(each) for each in accords]},
            "accords": [{"id": slug(each), "label": say(view.world.label(each), lang)} for each in accords],
            "aspects": [teller.aspect(name, accords) for name in ASPECTS],
        }
        return {"data": data, "meta": self.graph.meta(lang, as_of=day.isoformat(), total=len(accords))}


def _members(view: View, accord: str, day: date) -> list[Any]:
    return [m for m in view.world.members_in(accord) if m.spell.covers(day, day) is Covers.YES]


class _Teller:
    """Writes comparisons in one language."""

    def __init__(self, graph: AccordGraph, view: View, day: date, lang: str) -> None:
        self.graph, self.view, self.world, self.day, self.lang = graph, view, view.world, day, lang

    def aspect(self, name: str, accords: Iterable[str]) -> dict[str, Any]:
        """One aspect of each accord."""
        tell: Callable[[str], Iterator[Item]] = getattr(self, f"_{name}")
        cells = [list(dict.fromkeys(tell(accord))) for accord in accords]
        common = set.intersection(*({item.key for item in cell} for cell in cells)) if cells else set()
        return {
            "aspect": name,
            "label": say(ASPECTS[name], self.lang),
            "differs": any(item.key not in common for cell in cells for item in cell),
            "cells": [self._cell(cell, common) for cell in cells],
        }

    def _cell(self, items: list[Item], common: set[str]) -> dict[str, Any]:
        texts: dict[str, dict[str, Any]] = {}
        for item in items:
            thing = item.thing and shorten(item.thing)
            texts.setdefault(item.text, {"text": item.text, "id": thing, "common": item.key in common})
        statements = dict.fromkeys(item.statement for item in items)
        evidence = [
            each
            for statement in statements
            for each in self.view.evidence.of([statement], self.lang)
            or self.graph.records.evidence_of(statement, self.lang)
        ]
        return {"items": list(texts.values()), "evidence": evidence}

    def _said(self, phrase: str, /, **parts: Any) -> str:
        return say(SAID[phrase].fill(**{name: str(part) for name, part in parts.items()}), self.lang)

    def _label(self, thing: str) -> str:
        known = self.world.label(thing)
        return say(known if known.en != slug(thing) else self.graph.records.label(thing), self.lang)

    def _things(self, things: Iterable[str], statement: str) -> Iterator[Item]:
        for thing in things:
            yield Item(thing, self._label(thing), thing, statement)

    def _rules(self, accord: str) -> list[Rule]:
        rules = (rule for rule in self.world.rules.values() if rule.accord == accord)
        return [r for r in rules if r.spell.covers(self.day, self.day) is not Covers.NO]

    def _concludes(self, accord: str) -> Iterator[Item]:
        for rule in self._rules(accord):
            yield from self._things([rule.concludes], rule.id)

    def _since(self, accord: str) -> Iterator[Item]:
        record = self.graph.records.record(accord)
        precision = record.get("valid_from_precision") or {}
        said = partial(record.get("valid_from"), precision.get("id"))
        if said:
            yield Item(said, said, None, accord)

    def _members(self, accord: str) -> Iterator[Item]:
        held = _members(self.view, accord, self.day)
        for tier in sorted({member.tier for member in held}):
            here = [member for member in held if member.tier == tier]
            said = self._said("held", tier=self._label(tier), n=len(here))
            yield Item(said, said, tier, accord)
        if held:
            said = self._said("places", n=len({member.jurisdiction for member in held}))
            yield Item(said, said, None, accord)

    def _standards(self, accord: str) -> Iterator[Item]:
        for standard in self._valid_standards(accord):
            for leaf in self._leaves(self.world.standards[standard].root):
                label = self._label(leaf)
                yield Item(label, label, leaf, standard)

    def _valid_standards(self, accord: str) -> list[str]:
        named = dict.fromkeys(s for rule in self._rules(accord) for s in rule.standards)
        known = [each for each in named if each in self.world.standards]
        return [s for s in known if self.world.standards[s].spell.covers(self.day, self.day) is not Covers.NO]

    def _leaves(self, condition: str) -> Iterator[str]:
        known = self.world.conditions.get(condition)
        if known is None or not known.operands:
            yield condition
            return
        for operand in known.operands:
            yield from self._leaves(operand)

    def _tiers(self, accord: str) -> Iterator[Item]:
        for tier in self.world.tiers.values():
            if tier.accord == accord:
                label = self._label(tier.id)
                yield Item(label, label, tier.id, tier.id)

    def _rights(self, accord: str) -> Iterator[Item]:
        for tier in self.world.tiers.values():
            for right in sorted(tier.grants) if tier.accord == accord else ():
                yield self._at(right, tier.id, tier.id)

    def _at(self, thing: str, tier: str, statement: str) -> Item:
        return Item(
            thing, self._said("at", what=self._label(thing), tier=self._label(tier)), thing, statement
        )

    def _terms(self, accord: str) -> Iterator[tuple[Terms, str]]:
        """The terms of each rule, or of the agreements that fill it in, with the statement they stand in."""
        for rule in self._rules(accord):
            if not rule.by_agreement:
                yield rule.terms, rule.id
                continue
            for agreement in self.world.agreements_under(accord):
                if agreement.spell.covers(self.day, self.day) is not Covers.NO:
                    yield agreement.terms, agreement.id

    def _waived(self, accord: str) -> Iterator[Item]:
        for terms, statement in self._terms(accord):
            yield from self._things(terms.waives, statement)

    def _remains(self, accord: str) -> Iterator[Item]:
        for terms, statement in self._terms(accord):
            yield from self._things((*terms.residual, *terms.still_open), statement)

    def _force(self, accord: str) -> Iterator[Item]:
        for terms, statement in self._terms(accord):
            yield from self._things(filter(None, [terms.force]), statement)

    def _decides(self, accord: str) -> Iterator[Item]:
        for rule in self._rules(accord):
            yield from self._things(filter(None, [rule.decider, rule.terms.discretion]), rule.id)

    def _admission(self, accord: str) -> Iterator[Item]:
        for row in self.graph.joining.admissions.rules(accord):
            rule, tier = row["rule"], row["tier"] and self._label(row["tier"])
            said = []
            if row["nominations"] is not None:
                said.append(self._said("nominations", n=row["nominations"]))
            if row["vote_numerator"] and row["vote_denominator"]:
                said.append(self._said("votes", a=row["vote_numerator"], b=row["vote_denominator"]))
            if row["provisional_years"] is not None:
                said.append(self._said("years", n=f"{float(row['provisional_years']):g}"))
            organ = row[f"organ_{self.lang}"] or row["organ_en"]
            if organ:
                said.append(self._said("organ", organ=organ))
            for text in said:
                yield Item(text, self._said("at", what=text, tier=tier) if tier else text, rule, rule)
            if row["asks"]:
                asked = row[f"asks_{self.lang}"] or row["asks_en"] or self._label(row["asks"])
                yield Item(
                    row["asks"], self._said("at", what=asked, tier=tier) if tier else asked, rule, rule
                )

    def _equivalences(self, accord: str) -> Iterator[Item]:
        mine = {
            part for s in self._valid_standards(accord) for part in self._parts(self.world.standards[s].root)
        }
        for each in sorted(self.world.equivalences.values()):
            known = self.world.conditions.get(each.condition)
            if each.counts_for in mine or (known and accord in (known.accredited_under, known.names)):
                said = self._said(
                    "counts", one=self._label(each.condition), other=self._label(each.counts_for)
                )
                yield Item(each.id, said, each.id, each.id)

    def _parts(self, condition: str) -> Iterator[str]:
        yield condition
        known = self.world.conditions.get(condition)
        for operand in known.operands if known else ():
            yield from self._parts(operand)
