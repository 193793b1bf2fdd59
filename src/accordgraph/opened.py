"""What would open a path, in words: each fact says what it is and with whom it lies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accordgraph.answers import OUTCOMES, Teller, listed, say
from accordgraph.namespaces import shorten, slug
from accordgraph.pathways.model import Text
from accordgraph.pathways.openings import Openings
from accordgraph.pathways.supposing import Fact

FIELD = Text("{field}: {value}", "{field}：{value}")
AT_LEAST = Text("at least {n}", "至少{n}")
IN_ALL = Text("{n} in all", "合计{n}")
INCLUDES = Text("includes {names}", "包括{names}")
NOT_BEFORE = Text("{date} or later", "{date}或之后")
YES = Text("yes", "是")
OPENING = {
    "degree": Text("a degree accredited under the {accord}", "依据{accord}认证的学位"),
    "any-degree": Text("an accredited degree", "经认证的学位"),
    "title": Text("the title {title} in hand", "已持有称号{title}"),
    "membership": Text("a body of {place} joins the {accord}, as “{tier}”",
                       "{place}的机构加入{accord}，等级为“{tier}”"),
    "member": Text(
        "that a body of {place} already stands in the {accord} as “{tier}”: the list known may be incomplete",
        "{place}的机构已在{accord}中并具有“{tier}”等级：所知成员名单可能不完整",
    ),
    "accreditor": Text("that a body of {place} stood in the {accord} as “{tier}” when the degree was awarded",
                       "授予学位时，{place}的机构在{accord}中具有“{tier}”等级"),
    "tier": Text("{who} moves from “{now}” to “{tier}” in the {accord}",
                 "{who}在{accord}中由“{now}”升为“{tier}”"),
    "agreement": Text("an agreement of {home} and {target} under the {accord} that reaches this licence",
                      "{home}与{target}依据{accord}订立涵盖此项许可的协定"),
    "since": Text("that the membership of {who} in the {accord} had begun by the day that counts",
                  "{who}在{accord}中的成员资格在所需日期之前已经开始"),
    "tier-right": Text("that the tier “{tier}” of the {accord} carries the right needed here",
                       "{accord}的“{tier}”等级具有此处所需的权利"),
    "status": Text("that the {thing} is in fact applied", "{thing}目前实际适用"),
    "in-force": Text("that the {thing} is in force on that day", "{thing}在该日有效"),
    "assessment": Text("a favourable finding on: {text}", "经审查符合：{text}"),
    "standard": Text("what the entry standard of that day asks", "当日准入标准的要求"),
}  # fmt: skip
"""What a fact that would help is, by its kind."""

STANDARD_OF = Text("entry standard of the {accord}", "{accord}的准入标准")
EQUIVALENCE = Text("equivalence of the two qualifications", "两项资格的等效")

LIES_WITH = {
    "person": Text("lies with you", "取决于您"),
    "body": Text("lies with a body", "取决于有关机构"),
    "unknown": Text("not known here", "本数据未知"),
}


class OpeningWords:
    """Tells what would open the paths of one question."""

    def __init__(self, teller: Teller) -> None:
        self._teller, self._world = teller, teller.world
        self._told: dict[Fact, dict[str, Any]] = {}

    def of(self, found: Openings) -> list[dict[str, Any]]:
        """The sets of facts that would open a path, and the outcome it then has."""
        return [
            {
                "outcome": each.outcome.slug,
                "outcome_label": say(OUTCOMES[each.outcome.slug], self._teller.lang),
                "facts": [self._fact(fact) for fact in each.facts],
            }
            for each in found.sets
        ]

    def _fact(self, fact: Fact) -> dict[str, Any]:
        if fact not in self._told:  # most facts stand in several sets
            self._told[fact] = self._of(fact)
        return self._told[fact]

    def _of(self, fact: Fact) -> dict[str, Any]:
        """One fact: with whom it lies, in words, and the ids of what it is about."""
        world = self._world
        fields = [world.fields[name].name for name, _ in fact.values if name in world.fields]
        accord, body, place = self._about(fact)
        return {
            "lies_with": fact.lies_with,
            "lies_with_label": say(LIES_WITH[fact.lies_with], self._teller.lang),
            "kind": fact.kind,
            "text": say(self._words(fact), self._teller.lang),
            "fields": fields,
            "accord": accord and slug(accord),
            "body": body and slug(body),
            "jurisdiction": place and slug(place),
            "about": [shorten(each) for each in fact.about if each],
        }

    def _about(self, fact: Fact) -> tuple[str | None, str | None, str | None]:
        """The accord, the body and the place a fact is about, as far as there are such."""
        world, about = self._world, fact.about
        if fact.kind in ("membership", "member", "accreditor"):
            return about[0], about[2] or None, about[1]
        if fact.kind in ("tier", "since"):
            membership = world.memberships[about[0]]
            return membership.accord, membership.body, membership.jurisdiction
        if fact.kind == "tier-right":
            return world.tiers[about[0]].accord, None, None
        if fact.kind in ("status", "in-force", "standard"):
            if about[0] in world.equivalences:
                return None, None, None
            asking = [rule for rule in world.rules.values() if about[0] in rule.standards]
            thing = world.rules.get(about[0]) or world.agreements.get(about[0]) or next(iter(asking), None)
            return (thing.accord if thing else about[0]), None, None
        if fact.kind == "degree":
            return world.conditions[about[0]].accredited_under, None, None
        return (about[0] if fact.kind == "agreement" else None), None, None

    def _words(self, fact: Fact) -> Text:
        world, about = self._world, fact.about
        accord, body, place = self._about(fact)
        if fact.kind == "field":
            return self._field(fact)
        if fact.kind == "degree" and fact.text is not None:
            return fact.text
        parts: dict[str, Text | str] = {
            "accord": world.label(accord or ""),
            "place": world.label(body or place or ""),
            "who": world.label(body or place or ""),
            "title": world.label(about[0]),
            "home": world.label(self._teller.question.home.body or self._teller.question.home.place),
            "target": world.label(self._teller.question.target.body or self._teller.question.target.place),
            "thing": world.label(about[0]),
            "text": fact.text or Text("", ""),
        }
        if fact.kind in ("membership", "member", "accreditor", "tier"):
            parts["tier"] = world.label(about[-1])
        if fact.kind == "tier":
            parts["now"] = world.label(world.memberships[about[0]].tier)
        if fact.kind == "tier-right":
            parts["tier"] = world.label(about[0])
        if about[0] in world.rules:  # a rule has no name of its own
            parts["thing"] = parts["accord"]
        if about[0] in world.standards:
            parts["thing"] = STANDARD_OF.fill(accord=parts["accord"])
        if about[0] in world.equivalences:
            parts["thing"] = EQUIVALENCE
        kind = "any-degree" if fact.kind == "degree" and accord is None else fact.kind
        return OPENING[kind].fill(**parts)

    def _field(self, fact: Fact) -> Text:
        """What fields of a profile would have to say."""
        said = [(f, v) for f, v in fact.values if v != Decimal(0)]  # no year at all is nothing to show
        told = [FIELD.fill(field=self._world.label(f), value=self._value(v)) for f, v in said]
        if fact.total is not None:
            told.append(IN_ALL.fill(n=f"{fact.total.normalize():f}"))
        return listed(told)

    def _value(self, value: Any) -> Text:
        if value is True:
            return YES
        if isinstance(value, tuple) and value and isinstance(value[0], date):
            return NOT_BEFORE.fill(date=value[0].isoformat())
        if isinstance(value, tuple):
            return INCLUDES.fill(names=listed(map(self._world.label, value)))
        return (
            self._world.label(value) if isinstance(value, str) else AT_LEAST.fill(n=f"{value.normalize():f}")
        )
