"""A path with all that explains it: the doubts it hangs on, what would open it, and its sentences."""

from __future__ import annotations

from typing import Any

from accordgraph.answers import OUTCOMES, Teller, say
from accordgraph.evidence import Evidence
from accordgraph.namespaces import slug
from accordgraph.opened import OpeningWords
from accordgraph.pathways.doubts import Doubt, Doubts
from accordgraph.pathways.model import Text
from accordgraph.pathways.openings import Finder
from accordgraph.pathways.search import Path
from accordgraph.pathways.sensitivity import Sensitivity
from accordgraph.pathways.world import World
from accordgraph.sentences import Sentences

PROPERTIES = {
    "certainty": "hasCertainty",
    "status": "statusCertainty",
    "start": "validFrom",
    "list": "listCompleteThrough",
}
"""The property of the statement that is uncertain, by the kind of doubt."""

GONE = Text("not there", "不存在")
RIVAL = Text(
    "Sources disagree ({name}): if {property} is {value}, this way is: {outcome}.",
    "来源说法不一（{name}）：如{property}为{value}，本途径的结果为：{outcome}。",
)
READINGS = {
    "not-so": Text(
        "A fact that this way rests on has weak evidence ({who}: {accord}): were it not so, this way "
        "would be: {outcome}.",
        "本途径所依据的一项事实依据较弱（{who}：{accord}）：如其不成立，本途径的结果为：{outcome}。",
    ),
    "in-force": Text(
        "Whether the {accord} is still applied is not known: if it is, this way is: {outcome}.",
        "{accord}是否仍在适用尚不清楚：如仍适用，本途径的结果为：{outcome}。",
    ),
    "not-in-force": Text("If the {accord} is no longer applied, this way is: {outcome}.",
                         "如{accord}已不再适用，本途径的结果为：{outcome}。"),
    "begun": Text(
        "Since when {who} stands in the {accord} is not known: if by that day, this way is: {outcome}.",
        "{who}自何时起在{accord}中尚不确知：如当日已在其中，本途径的结果为：{outcome}。",
    ),
    "not-begun": Text("If {who} joined the {accord} only later, this way is: {outcome}.",
                      "如{who}此后才加入{accord}，本途径的结果为：{outcome}。"),
    "joined": Text(
        "The member list of the {accord} is known for an earlier day only: had the missing side "
        "joined since, this way would be: {outcome}.",
        "{accord}的成员名单仅截至较早日期：如缺席一方此后已加入，本途径的结果为：{outcome}。",
    ),
}  # fmt: skip
"""What another reading of an uncertain fact would change, by the reading."""


class Readings:
    """Everything of one compiled world that knows how its facts could be read otherwise."""

    def __init__(self, world: World, evidence: Evidence) -> None:
        self.rivals = Sensitivity(world)
        self.doubts = Doubts(world, lambda statement: evidence.grade([statement]) not in (None, "documented"))


class Explainer:
    """Tells the paths of one question with all that explains them."""

    def __init__(self, readings: Readings, teller: Teller, include: frozenset[str]) -> None:
        self._readings, self.teller, self._include = readings, teller, include
        self._finder = Finder(teller.world, teller.question)
        self._openings, self._sentences = OpeningWords(teller), Sentences(teller)

    def path(self, path: Path) -> dict[str, Any]:
        """One path, explained."""
        openings = self._finder.of(path)
        told = {
            **self.teller.path(path),
            "sensitive_to": self._sensitive_to(path),
            "opens": self._openings.of(openings),
            "opens_more": openings.more,
        }
        return {**told, "told": self._sentences.of(path)} if "told" in self._include else told

    def _sensitive_to(self, path: Path) -> list[dict[str, Any]]:
        world, question = self.teller.world, self.teller.question
        statements = self.teller.statements(path)
        rivals = self._readings.rivals.of(world, question, path, statements)
        doubts = self._readings.doubts.of(world, question, path, statements)
        return [*map(self._rival, rivals), *map(self._doubt, doubts)]

    def _rival(self, told: dict[str, Any]) -> dict[str, Any]:
        value = told["other_value"]
        sentence = RIVAL.fill(
            name=told["statement"],
            property=told["property"],
            value=self.teller.world.label(value) if "/" in value else value,
            outcome=_outcome(told["outcome"]),
        )
        return {
            **told,
            "id": slug(told["id"]),
            "sentence": say(sentence, self.teller.lang),
            "evidence": self.teller.evidence.of([told["id"]], self.teller.lang),
        }

    def _doubt(self, doubt: Doubt) -> dict[str, Any]:
        world, lang = self.teller.world, self.teller.lang
        member = world.memberships.get(doubt.statement)
        thing = world.rules.get(doubt.statement) or world.agreements.get(doubt.statement) or member
        outcome = doubt.outcome.slug if doubt.outcome is not None else None
        sentence = READINGS[doubt.reading].fill(
            who=world.label((member.body or member.jurisdiction) if member else doubt.statement),
            accord=world.label(thing.accord if thing else doubt.statement),
            outcome=_outcome(outcome),
        )
        return {
            "kind": doubt.kind,
            "id": None,
            "statement": slug(doubt.statement),
            "property": PROPERTIES[doubt.kind],
            "other_value": doubt.reading,
            "outcome": outcome,
            "sentence": say(sentence, lang),
            "evidence": self.teller.evidence.of([doubt.statement], lang),
        }


def _outcome(name: str | None) -> Text:
    return OUTCOMES[name] if name else GONE
