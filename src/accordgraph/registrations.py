"""Ordinary registrations as answers print them: the target's own, and those of relays.

Neither is recognition: the ordinary way lies outside every accord, though accords may ease it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from accordgraph.answers import OUTCOMES, Teller, say
from accordgraph.evidence import Evidence
from accordgraph.namespaces import shorten, slug
from accordgraph.pathways.model import Procedure, Text
from accordgraph.pathways.registration import Applicant, Asking, Burden, Registration
from accordgraph.pathways.relays import Relay, relays
from accordgraph.pathways.search import Outcome, Path, Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.values import Reason
from accordgraph.pathways.world import World

ORDINARY, EASED = "ORDINARY_REGISTRATION", "ORDINARY_REGISTRATION_EASED"
BURDENS = {
    Burden.WAIVED: Text("waived", "免除"),
    Burden.PERHAPS: Text("may be waived", "可能免除"),
    Burden.ASKED: Text("asked", "须满足"),
}
RELIEFS = {
    Burden.WAIVED: Text("applies", "适用"),
    Burden.PERHAPS: Text("may apply", "可能适用"),
    Burden.ASKED: Text("does not apply", "不适用"),
}

TellPath = Callable[[Question, Path], dict[str, Any]]


class Registrar:
    """Tells registrations of one world in one language."""

    def __init__(self, world: World, evidence: Evidence, lang: str) -> None:
        self.world, self.evidence, self.lang = world, evidence, lang

    def registration(self, told: Registration, question: Question) -> dict[str, Any]:
        """A registration with all that it asks of the person."""
        procedure = told.procedure
        teller = Teller(
            self.world, self.evidence, question._replace(home=told.home, target=Side(told.place)), self.lang
        )
        return {
            "id": procedure.slug,
            "label": self._say(procedure.label),
            "jurisdiction": slug(told.place),
            "authority": self._named(procedure.authority),
            "title": self._named(procedure.title),
            "grant": procedure.grant and slug(procedure.grant),
            "requirements": [self._requirement(asking, teller) for asking in told.asks],
            "requirements_known": told.is_known,
            "outstanding": len(told.outstanding),
            "eased": bool(told.eased),
            "evidence": self.evidence.of([procedure.id], self.lang),
        }

    def _requirement(self, asking: Asking, teller: Teller) -> dict[str, Any]:
        requirement = asking.requirement
        words = RELIEFS if requirement.is_relief else BURDENS
        steps = [teller.step(step)["text"] for path in asking.after for step in path.steps]
        return {
            "id": slug(requirement.id),
            "label": self._say(requirement.label),
            "text": self._say(requirement.text),
            "kind": slug(requirement.kind),
            "kind_label": self._say(requirement.kind_label),
            "is_relief": requirement.is_relief,
            "standing": asking.burden.slug,
            "standing_label": self._say(words[asking.burden]),
            "spared": requirement.waiver_text and self._say(requirement.waiver_text),
            "by": [
                {"id": shorten(waiver.equivalence or waiver.of), "label": self._say(waiver.label)}
                for waiver in asking.by
            ],
            "after": list(dict.fromkeys(steps)),
            "hypothetical": asking.supposed,
            "evidence": self.evidence.of([requirement.id], self.lang),
        }

    def relay(self, relay: Relay, tell: TellPath) -> dict[str, Any]:
        """A relay: its registrations in order, then the paths onward as any answer tells paths."""
        onward = [tell(relay.question, path) for path in relay.onward]
        return {
            "places": [self._named(registration.place) for registration in relay.registrations],
            "outcome": relay.outcome.slug,
            "outcome_label": self._say(OUTCOMES[relay.outcome.slug]),
            "hypothetical": any(path["hypothetical"] for path in onward),
            "registrations": [self.registration(each, relay.question) for each in relay.registrations],
            "outstanding": sum(len(each.outstanding) for each in relay.registrations),
            "same_body": relay.same_body,
            "onward": onward,
            "instead": [[self._named(way) for way in each] for each in relay.alternatives],
        }

    def _named(self, thing: str | None) -> dict[str, Any] | None:
        return None if thing is None else {"id": slug(thing), "label": self._say(self.world.label(thing))}

    def _say(self, text: Text) -> str:
        return say(text, self.lang)


def ordinary(
    world: World, evidence: Evidence, question: Question, ways: Sequence[Path], lang: str
) -> dict[str, Any] | None:
    """The target's ordinary registrations: all of them where no path is open, else those that are eased.

    Procedures of the target stand before those of its parts.  What eases them is told beside paths only
    for goals that a registration can reach.
    """
    closed = all(way.outcome is Outcome.BLOCKED for way in ways)
    reached = any(procedure.gives == question.goal for procedure in world.procedures.values())
    if not closed and not reached:
        return None
    applicant = Applicant(world, question.home, question.profile, question.day)
    found = [
        applicant.registration(procedure, place) for procedure, place in _into(world, question.target.place)
    ]
    if not closed:
        found = [each for each in found if each.eased and each.procedure.gives == question.goal]
        if not found:
            return None
    registrar = Registrar(world, evidence, lang)
    hint = Teller(world, evidence, question, lang).reason(Reason(ORDINARY if closed else EASED))
    return {
        "code": hint["code"],
        "sentence": hint.get("sentence", ""),
        "eased": any(each.eased for each in found),
        "procedures": [registrar.registration(each, question) for each in found],
    }


def _into(world: World, place: str) -> Iterator[tuple[Procedure, str]]:
    parts = [place, *sorted(p.id for p in world.jurisdictions.values() if place in p.part_of)]
    seen: set[str] = set()
    for part in parts:
        for procedure in world.procedures_at(part):
            if procedure.id not in seen:
                seen.add(procedure.id)
                yield procedure, part


def relayed(
    world: World,
    evidence: Evidence,
    question: Question,
    ways: Sequence[Path],
    most: int,
    lang: str,
    tell: TellPath,
) -> dict[str, Any]:
    """The relays that give more than the paths of an answer, and how many are not listed.

    Parameters
    ----------
    most : how many registrations a relay may have.
    tell : tells a path of a question, as the answer tells its own.
    """
    found = relays(world, question, min(way.outcome for way in ways), most)
    registrar = Registrar(world, evidence, lang)
    return {
        "relays": [registrar.relay(relay, tell) for relay in found.listed],
        "relays_not_listed": found.more,
    }
