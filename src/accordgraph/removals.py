"""What an answer passes over, in words: each path with the reason, on request."""

from __future__ import annotations

from typing import Any

from accordgraph.answers import OUTCOMES, Teller, listed, say
from accordgraph.namespaces import slug
from accordgraph.pathways.model import Text
from accordgraph.pathways.removed import Removed
from accordgraph.pathways.search import Path

BETTER = {
    "certainty": Text("certainty", "确定程度"),
    "force": Text("legal force", "法律效力"),
    "gap_years": Text("missing years", "尚缺年数"),
    "items": Text("number of things asked", "要求事项数"),
    "steps": Text("number of steps", "步骤数"),
}
WHY = {
    "dominated": Text(
        "{accord}: way {by} is as good in everything, and better in: {better}.",
        "{accord}：第{by}条途径在各方面均不逊于此，并在以下方面更优：{better}。",
    ),
    "yields": Text(
        "{accord}: this rule gives way where an agreement of the two sides says more.",
        "{accord}：双方另有协定规定时，此规则让位于该协定。",
    ),
    "other-version": Text(
        "{accord}: another version of the entry standard, which does not hold on {day}; by it, this way "
        "would be: {outcome}.",
        "{accord}：准入标准的另一版本，在{day}不适用；依该版本，本途径的结果为：{outcome}。",
    ),
}
NONE = Text("no way", "无途径")


def told(teller: Teller, passed_over: Removed, paths: list[Path]) -> dict[str, Any]:
    """One path passed over; `paths` are those of the answer, in its order."""
    world, path = teller.world, passed_over.path
    rule = world.rules[path.rule if path and path.rule else passed_over.rule or ""]
    standard = world.standards.get(passed_over.standard or "")
    better = paths[passed_over.by - 1] if passed_over.by else None
    outcome = OUTCOMES[path.outcome.slug] if path else NONE
    sentence = WHY[passed_over.why].fill(
        accord=world.label(rule.accord),
        by=str(passed_over.by),
        better=listed(BETTER[name] for name in passed_over.better_in),
        day=teller.question.day.isoformat(),
        outcome=outcome,
    )
    grounds = [passed_over.standard or passed_over.rule or rule.id]
    return {
        "reason": passed_over.why,
        "sentence": say(sentence, teller.lang),
        "accord": world.accords[rule.accord].slug,
        "accord_label": say(world.label(rule.accord), teller.lang),
        "rule": slug(rule.id),
        "agreement": slug(path.agreement) if path and path.agreement else None,
        "outcome": path.outcome.slug if path else None,
        "outcome_label": say(outcome, teller.lang),
        "by": better and {"position": passed_over.by, "rule": slug(better.rule or "")},
        "better_in": list(passed_over.better_in),
        "yields_to": slug(passed_over.rule or "") if passed_over.why == "yields" else None,
        "standard": standard and slug(standard.id),
        "valid_from": standard and teller.day(standard.spell.start),
        "valid_through": standard and teller.day(standard.spell.end_by),
        "evidence": teller.evidence.of(grounds, teller.lang),
    }
