"""A second opinion on pathways: a logic program asked about the same world by the solver clingo.

`opinion` writes a world and some questions as facts and lets the program (`standing.lp`, `person.lp`,
`paths.lp`) answer; `told` brings what the engine answers into the same form, and `differences`
compares the two.  Nothing of the engine is used but its data and its answers: a world with something
supposed is put together anew (`changed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import clingo
from recognition_facts import YEAR, fact, heights, world_facts

from accordgraph.pathways.model import Facts
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Certainty, Question
from accordgraph.pathways.search import Path as Way
from accordgraph.pathways.world import Change, World

PROGRAM = "\n".join(
    (Path(__file__).parent / f"{part}.lp").read_text("utf-8") for part in ("standing", "person", "paths")
)


def changed(facts: Facts, change: Change) -> Facts:
    """The facts with those added that a change adds, in place of their namesakes, and without those gone."""
    groups = {}
    for name, things in facts._asdict().items():
        added = getattr(change.added, name)
        gone = {thing.id for thing in added} | change.removed
        groups[name] = (*(thing for thing in things if thing.id not in gone), *added)
    return Facts(**groups)


# ---- what is compared ---------------------------------------------------------------------------


@dataclass
class Told:
    """One path as both sides tell it; a path is named by its rule and its agreement."""

    outcome: int = -1
    unsure: bool = False
    hypothetical: bool = False
    gap: int = -1
    items: int = -1
    reasons: frozenset[tuple[str, str]] = frozenset()
    steps: frozenset[str] = frozenset()
    home_bodies: frozenset[str] = frozenset()
    target_bodies: frozenset[str] = frozenset()


@dataclass
class Answer:
    """All paths for a question, the best outcome at all and of each accord, and why there is no path."""

    paths: dict[tuple[str, str], Told] = field(default_factory=dict)
    best: int = -1
    best_of: dict[str, int] = field(default_factory=dict)
    nothing: str = ""


def told(world: World, question: Question) -> Answer:
    """What the engine answers."""
    ways = ask(world, question)
    answer = Answer(best=int(ways[0].outcome))
    if ways[0].rule is None:
        (only,) = ways
        (answer.nothing,) = (reason.code for reason in only.value.reasons)
        return answer
    for way in ways:
        if way.accord is not None and way.rule is not None:
            answer.paths[way.rule, way.agreement or ""] = _told(way)
            best = answer.best_of.get(way.accord, 5)
            answer.best_of[way.accord] = min(best, int(way.outcome))
    return answer


def _told(way: Way) -> Told:
    return Told(
        outcome=int(way.outcome),
        unsure=way.value.unsure or way.certainty is Certainty.STATUS_UNKNOWN,
        hypothetical=way.hypothetical,
        gap=int(way.value.gap * YEAR),
        items=len(way.value.show),
        reasons=frozenset((reason.code, reason.tier or "") for reason in way.value.reasons),
        steps=frozenset(step.rule for step in way.steps),
        home_bodies=frozenset(way.home_bodies),
        target_bodies=frozenset(way.target_bodies),
    )


def opinion(
    facts: Facts, change: Change, questions: Sequence[Question], program: str = PROGRAM
) -> list[Answer]:
    """What the logic program answers in the world with the change."""
    facts = changed(facts, change)
    control = clingo.Control(["--warn=no-atom-undefined", "--warn=no-global-variable"])
    depths = heights(facts)
    control.add(_with_levels(program, max(depths.values(), default=0)))
    lines = [*world_facts(facts, questions), *(fact("height", c, h) for c, h in depths.items())]
    lines += [fact("changed", thing.id) for things in change.added._asdict().values() for thing in things]
    control.add("\n".join(lines))
    control.ground()
    answers = [Answer() for _ in questions]
    with control.solve(yield_=True) as found:
        model = found.model()
        if model is None:
            raise AssertionError("The rules contradict each other: there is no model.")
        for atom in model.symbols(shown=True):
            _read(answers, atom.name, [_plain(argument) for argument in atom.arguments])
    return answers


def _with_levels(program: str, highest: int) -> str:
    """The program with its level written once for each height of a condition."""
    before, level, after = program.split("% ==== level ====")
    levels = (level.replace("HERE", str(h)).replace("BELOW", str(h - 1)) for h in range(highest + 1))
    return before + "".join(levels) + after


def _plain(symbol: clingo.Symbol) -> Any:
    if symbol.type is clingo.SymbolType.Number:
        return symbol.number
    return symbol.string if symbol.type is clingo.SymbolType.String else str(symbol)


def _read(answers: list[Answer], name: str, arguments: list[Any]) -> None:
    answer, rest = answers[arguments[0]], arguments[1:]
    if name == "nothing":
        answer.nothing = rest[0]
    elif name == "best":
        answer.best = rest[0]
    elif name == "best_of":
        answer.best_of[rest[0]] = rest[1]
    else:
        path = answer.paths.setdefault((rest[0], rest[1]), Told())
        _read_path(path, name, rest[2:])


def _read_path(path: Told, name: str, rest: list[Any]) -> None:
    if not rest:
        setattr(path, name, True)
    elif name == "why":
        path.reasons |= {(rest[0], rest[1])}
    elif name == "step":
        path.steps |= {rest[0]}
    elif name == "names_body":
        which = rest[0] + "_bodies"
        setattr(path, which, getattr(path, which) | {rest[1]})
    else:
        setattr(path, name, rest[0])


def differences(engine: Answer, checker: Answer) -> list[str]:
    """Where two answers differ, each in one line: the engine's word first."""
    found = [
        f"{name}: {getattr(engine, name)} | {getattr(checker, name)}"
        for name in ("best", "best_of", "nothing")
        if getattr(engine, name) != getattr(checker, name)
    ]
    for path in sorted({*engine.paths, *checker.paths}):
        one, other = engine.paths.get(path), checker.paths.get(path)
        if one is None or other is None:
            found.append(f"{path}: {one} | {other}")
            continue
        for name, value in vars(one).items():
            if value != getattr(other, name):
                found.append(f"{path} {name}: {value} | {getattr(other, name)}")
    return found
