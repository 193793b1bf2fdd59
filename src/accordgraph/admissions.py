"""What an accord asks of a body that would join at a tier, and what of it is known to be met.

A condition is ``met`` only if the data say so; ``open`` if the data say that it is not met on the day,
or if it lies ahead of everybody who is not yet admitted, such as a vote; else ``unknown``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from accordgraph.answers import say
from accordgraph.evidence import Evidence
from accordgraph.namespaces import AG, ID, shorten, slug
from accordgraph.pathways.dates import Covers, Spell
from accordgraph.pathways.model import Accord, Agreement, Membership, Text
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World
from accordgraph.records import Records
from accordgraph.stored_queries import Asked, Catalogue, Row, rows

STATES = {
    "met": Text("met", "已符合"),
    "open": Text("open", "尚待完成"),
    "unknown": Text("unknown", "数据未载"),
}
WHAT = {
    "nominations": Text("nominations by members", "成员提名"),
    "vote": Text("vote of full members", "正式成员表决"),
    "years": Text("years at an earlier tier", "此前等级的年限"),
}
KNOWN = {"met": "met", "against": "open", "open": "unknown"}
"""Our words for those of the query ``plans/conditions-met``."""

GROUP = f"{ID}jurisdiction-group/"


class Admissions:
    """The admission rules of one snapshot.

    Parameters
    ----------
    store, queries, records : of the served facts.
    """

    def __init__(self, store: Asked, queries: Catalogue, records: Records) -> None:
        self.store, self.queries, self.records = store, queries, records
        self._rules: dict[str, list[Row]] | None = None
        self._known: dict[tuple[str, str], list[Row]] = {}

    def rules(self, accord: str) -> list[Row]:
        """The rows of ``accords/admission-rules`` of one accord."""
        if self._rules is None:
            found: dict[str, list[Row]] = {}
            for row in rows(self.store, self.queries["accords/admission-rules"]):
                if row["rule"]:
                    found.setdefault(row["under"], []).append(row)
            self._rules = found
        return self._rules.get(accord, [])

    def told(
        self, world: World, evidence: Evidence, side: Side, accord: str, tier: str, day: date, lang: str
    ) -> list[dict[str, Any]]:
        """Every rule that admits to a tier, with its conditions; none if no rule is known."""
        mine = {row["rule"]: row for row in self.rules(accord) if row["tier"] == tier}
        return [
            {
                "id": slug(rule),
                "label": say(self.records.label(rule), lang),
                "text": row[f"rule_text_{lang}"] or row["rule_text_en"],
                "deciding_organ": row[f"organ_{lang}"] or row["organ_en"],
                "nominations": row["nominations"],
                "votes": self._votes(world, row, accord, day),
                "provisional_years": None
                if row["provisional_years"] is None
                else float(row["provisional_years"]),
                "quantifier": row["quantifier"] and slug(row["quantifier"]),
                "quantifier_label": row["quantifier"] and say(self.records.label(row["quantifier"]), lang),
                "conditions": [*self._conditions(world, side, row, accord, day, lang)],
                "evidence": evidence.of([rule], lang) or self.records.evidence_of(rule, lang),
            }
            for rule, row in sorted(mine.items())
        ]

    def barred(self, world: World, side: Side, accord: str, tier: str) -> tuple[str, ...]:
        """The rules that admit to a tier, if each admits only from places among which the side's is not."""
        mine = {row["rule"] for row in self.rules(accord) if row["tier"] == tier}
        states: dict[str, set[str]] = {rule: set() for rule in mine}
        for row in self._asked(world, side, accord) if mine else ():
            if row["rule"] in mine and row["asks"].startswith(GROUP):
                states[row["rule"]].add(row["known"])
        return tuple(sorted(mine)) if mine and all(found == {"against"} for found in states.values()) else ()

    def leads_elsewhere(self, accord: str, tier: str) -> tuple[str, ...]:
        """The rules that admit to tiers of an accord, if none of those known admits to this one."""
        admits = {row["rule"]: row["tier"] for row in self.rules(accord)}
        return () if any(to in (None, tier) for to in admits.values()) else tuple(sorted(admits))

    def _votes(self, world: World, row: Row, accord: str, day: date) -> dict[str, Any] | None:
        """How many of the full members of the day make the share that a rule asks for."""
        above, below = row["vote_numerator"], row["vote_denominator"]
        if above is None or below is None:
            return None
        sure, unsure = full_members(world, accord, day)
        complete = world.accords[accord].list_complete_through
        return {
            "numerator": above,
            "denominator": below,
            "full_members": len(sure),
            "perhaps_full_members": len(unsure),
            "needed": _share(len(sure), above, below),
            "needed_at_most": _share(len(sure) + len(unsure), above, below),
            "list_complete_through": complete and complete.isoformat(),
        }

    def _conditions(
        self, world: World, side: Side, row: Row, accord: str, day: date, lang: str
    ) -> Iterator[dict[str, Any]]:
        def condition(what: str, state: str, label: Text, **more: Any) -> dict[str, Any]:
            said = {"state": state, "state_label": say(STATES[state], lang)}
            return {"what": what, "id": None, "label": say(label, lang), **said, "known_by": [], **more}

        if row["nominations"] is not None:  # who nominates whom is nowhere in the data
            yield condition("nominations", "unknown" if row["nominations"] else "met", WHAT["nominations"])
        if row["vote_numerator"] is not None:
            yield condition("vote", "open", WHAT["vote"])
        if row["provisional_years"] is not None:
            state = _served(world, side, accord, float(row["provisional_years"]), day)
            yield condition("years", state, WHAT["years"])
        asked: dict[str, list[Row]] = {}
        for each in self._asked(world, side, accord):
            if each["rule"] == row["rule"]:
                asked.setdefault(each["asks"], []).append(each)
        for asks, found in asked.items():
            what = "from" if asks.startswith(GROUP) else "body"
            # A place may have several bodies, and what one of them is says nothing of another.
            known = found if side.body or what == "from" else []
            states = {KNOWN[each["known"]] for each in known}
            state = next((s for s in ("met", "open") if s in states), "unknown")
            by = sorted({each["by"] for each in known if each["by"] and KNOWN[each["known"]] == state})
            yield condition(
                what, state, self.records.label(asks), id=slug(asks),
                known_by=[{"id": shorten(t), "label": say(self.records.label(t), lang)} for t in by],
            )  # fmt: skip

    def _asked(self, world: World, side: Side, accord: str) -> list[Row]:
        body = side.body or min(
            (b.id for b in world.bodies.values() if b.jurisdiction == side.place), default=""
        )
        if (body, accord) not in self._known:
            # Without any body there, the query still lists what is asked.
            given = {"body": body or side.place, "accord": accord}
            self._known[body, accord] = rows(self.store, self.queries["plans/conditions-met"], given)
        return self._known[body, accord]


def full_members(world: World, accord: str, day: date) -> tuple[set[str], set[str]]:
    """Who surely, and who perhaps, holds a tier with every right of an accord on a day."""
    full = set(full_tiers(world, accord))
    sure, unsure = set[str](), set[str]()
    for member in world.members_in(accord):
        covers = member.spell.covers(day, day)
        if member.tier in full and covers is not Covers.NO:
            (sure if covers is Covers.YES else unsure).add(member.body or member.jurisdiction)
    return sure, unsure - sure


def full_tiers(world: World, accord: str) -> list[str]:
    """The tiers that grant every right which any tier of their accord grants."""
    tiers = sorted((t for t in world.tiers.values() if t.accord == accord), key=lambda t: t.id)
    rights = {right for tier in tiers for right in tier.grants}
    return [tier.id for tier in tiers if rights and tier.grants >= rights]


def agreements_with_members(
    world: World, evidence: Evidence, records: Records, side: Side, accord: str, day: date, lang: str
) -> list[dict[str, Any]]:
    """The agreements that are, or may be, in force between the candidate's place and places of members."""
    members = [m for m in world.members_in(accord) if m.spell.covers(day, day) is not Covers.NO]
    found = []
    for agreement, (between, label) in sorted(_agreements(world, day).items()):
        with_members = [m for m in members if m.jurisdiction in between and m.jurisdiction != side.place]
        if side.place not in between or not with_members or agreement == accord:
            continue
        parties = {node.value for node in records.values(agreement).get(f"{AG}hasParty", ())}
        found.append(
            {
                "id": slug(agreement),
                "label": say(label, lang),
                "candidate_is_party": side.body in parties if side.body and parties else None,
                "members": [_member(world, each, parties, lang) for each in with_members],
                "evidence": evidence.of([agreement], lang),
            }
        )
    return found


def _agreements(world: World, day: date) -> dict[str, tuple[frozenset[str], Text]]:
    hubs: list[Accord | Agreement] = [*world.agreements.values()]
    hubs += (accord for accord in world.accords.values() if accord.is_agreement)
    return {
        hub.id: (hub.between, hub.label)
        for hub in hubs
        if hub.between and hub.spell.covers(day, day) is not Covers.NO
    }


def _member(world: World, member: Membership, parties: set[str], lang: str) -> dict[str, Any]:
    holder = member.body or member.jurisdiction
    return {
        "id": shorten(holder),
        "label": say(world.label(holder), lang),
        "jurisdiction": slug(member.jurisdiction),
        "tier": slug(member.tier),
        "is_party": holder in parties if parties else None,
    }


def _share(members: int, above: int, below: int) -> int:
    """How many votes make a share, rounded up.

    >>> [_share(n, 2, 3) for n in (15, 16, 0)]
    [10, 11, 0]
    """
    return -(-members * above // below)


def _served(world: World, side: Side, accord: str, years: float, day: date) -> str:
    """Whether a side has been in an accord, at whatever tier, for some years before a day."""
    mine = world.members_of(side.body) if side.body else world.members_at(side.place)
    spells = [m.spell for m in mine if m.accord == accord and m.spell.covers(day, day) is not Covers.NO]
    states = {_long_enough(spell, years, day) for spell in spells}
    return next((state for state in ("met", "unknown") if state in states), "open")


def _long_enough(spell: Spell, years: float, day: date) -> str:
    if spell.start_by != date.min and (day - spell.start_by).days >= years * 365.25:
        return "met"
    surely_short = spell.start != date.min and (day - spell.start).days < years * 365.25
    return "open" if surely_short else "unknown"
