"""Which paths of an answer stand in full, and which are folded into one line with a count.

Three folds: agreements of a few parties to which a side is none; accords for other levels, while the
person states none; and paths that look alike: of the same accord, or of agreements of a few parties,
with the same outcome, terms, things asked and reasons.  The first of a group that looks alike stands for
it.  Each can be unfolded, and the first two are where nothing else would be left of an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from accordgraph.answers import say
from accordgraph.pathways.search import Outcome, Path, Question
from accordgraph.pathways.world import World

CLOSED = {"HOME_BODY_NOT_MEMBER", "TARGET_NOT_MEMBER"}
ALL = "all"
"""What to include to unfold everything."""


class Folded(NamedTuple):
    """The paths that stand in full, each with those that look alike, and the paths folded away."""

    shown: tuple[tuple[Path, tuple[Path, ...]], ...]
    closed: tuple[Path, ...]
    other_levels: tuple[Path, ...]


def fold(world: World, question: Question, ways: Sequence[Path], include: frozenset[str]) -> Folded:
    """The paths of an answer, folded as far as `include` does not ask for them."""
    whole = ALL in include
    levels, closed, shown = list[Path](), list[Path](), dict[object, list[Path]]()
    for number, way in enumerate(ways):
        if not (whole or "levels" in include) and is_of_other_level(world, question, way):
            levels.append(way)
        elif is_closed(world, way):
            if whole or "closed" in include:
                shown[number] = [way]
            else:
                closed.append(way)
        else:
            shown.setdefault(number if whole else _look(world, way), []).append(way)
    if not shown:  # something has to say why there is no way
        left, closed, levels = closed or levels, [], levels if closed else []
        for way in left:
            shown.setdefault(_look(world, way), []).append(way)
    return Folded(tuple((g[0], tuple(g[1:])) for g in shown.values()), tuple(closed), tuple(levels))


def _look(world: World, way: Path) -> object:
    """What two paths have in common that look alike."""
    accord, value = world.accords.get(way.accord or ""), way.value
    family = None if accord is not None and accord.is_agreement else way.accord
    rule = world.rules.get(way.rule or "")
    codes = frozenset((reason.code, reason.tier, reason.date) for reason in value.reasons)
    return (
        family, rule and rule.concludes, way.outcome, way.certainty, way.hypothetical, way.terms, value.gap,
        frozenset(value.show), frozenset(value.do), frozenset(value.assumed), codes,
    )  # fmt: skip


def is_closed(world: World, way: Path) -> bool:
    """Whether a path is an agreement of a few parties to which a side is none."""
    accord = world.accords.get(way.accord or "")
    return bool(
        accord
        and accord.is_agreement
        and way.outcome is Outcome.BLOCKED
        and any(reason.code in CLOSED for reason in way.value.reasons)
    )


def is_of_other_level(world: World, question: Question, way: Path) -> bool:
    """Whether a path is for another level than the first of the list, while the person states none.

    Who asks without a level mostly means the first; the others wait in a line of their own.
    """
    accord = world.accords.get(way.accord or "")
    if accord is None or not accord.levels:
        return False
    if any(value in world.levels for value in question.profile.values.values() if isinstance(value, str)):
        return False
    return min(world.levels.values(), key=lambda level: level.rank).id not in accord.levels


def grouped(world: World, ways: Sequence[Path], lang: str) -> dict[str, Any]:
    """Paths told in one line: how many, and by which accords."""
    accords = (world.accords[way.accord] for way in ways if way.accord)
    told = sorted({(accord.slug, say(accord.label, lang)) for accord in accords})
    return {"count": len(ways), "accords": [name for name, _ in told], "labels": [label for _, label in told]}
