"""Rows of people and a list of targets: checked, answered, and told pair by pair.

A row names the home side and profile fields as one question does.  A row at fault is an error of
its own; the others are answered all the same.  Nothing of a person outlives the run.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from accordgraph.errors import AccordGraphError, BadValue, MissingValue, TooLarge, UnknownField
from accordgraph.namespaces import shorten
from accordgraph.pathways.cohorts import Best, Cohort
from accordgraph.pathways.model import ProfileField
from accordgraph.pathways.profile import read_profile
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World
from accordgraph.questions import Reader

ABOUT = ("goal", "as_of", "scope", "targets", "include", "scenario")
INCLUDES = ("pending",)
"""What may be included for many people; the rest of a single question is about how one answer is told."""

OWN = ("id", "home")
"""What a row may say beside profile fields."""

KEPT = 50_000
"""How many names of places and things are remembered at most."""

Row = tuple[int, Mapping[str, Any] | AccordGraphError]
"""A row by its number, for a file the line it begins on; or what is wrong with it."""


class Job(NamedTuple):
    """What is asked about every row: ids, and the day.

    A target that is a body stands for its place, as in a single question; `named` is how answers print it.
    """

    goal: str
    day: date
    scope: str
    targets: tuple[str, ...]
    named: tuple[str, ...]


class Told(NamedTuple):
    """The best path of a pair as it is printed."""

    outcome: str
    accord: str | None
    gap_years: float | None
    reasons: tuple[str, ...]
    hypothetical: bool


class Person(NamedTuple):
    """A row that was read: its number, its own id, and the home side as answers print it."""

    number: int
    id: str
    home: str


class Done(NamedTuple):
    """Some rows answered: for each person and target the position of what is told of the pair."""

    people: list[Person]
    told: list[Told]
    picks: array[int]
    errors: list[tuple[int, dict[str, Any]]]


def read_job(reader: Reader, given: Mapping[str, Any], *, today: date) -> Job:
    """What is asked, checked.

    Parameters
    ----------
    given : goal, as_of and scope as in one question, and ``targets``: a list, or names with commas between.

    Raises
    ------
    AccordGraphError : naming the field, what was given and what is accepted.
    """
    raw = given.get("targets")
    texts = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadValue("targets is a list of names.", field="targets", given=raw,
                       accepted="names of places and bodies")  # fmt: skip
    texts = [text for text in texts if text.strip()]
    if not texts:
        raise MissingValue("targets is missing.", field="targets", accepted="at least one place or body")
    sides = [reader.side({"targets": text}, "targets") for text in texts]
    seen: set[Side] = set()
    for text, side in zip(texts, sides, strict=True):
        if side in seen:
            raise BadValue("A target is named twice.", field="targets", given=text, accepted="each once")
        seen.add(side)
    return Job(
        reader.goal(given),
        reader.day(given, today),
        reader.scope(given),
        tuple(side.place for side in sides),
        tuple(shorten(side.body or side.place) for side in sides),
    )


def check_included(include: frozenset[str]) -> None:
    """Whether what is to be included goes with many people.

    Raises
    ------
    BadValue : it is about how a single answer is told.
    """
    other = sorted(include.difference(INCLUDES))
    if other:
        raise BadValue("That is not included for many people.", field="include", given=",".join(other),
                       accepted=list(INCLUDES))  # fmt: skip


def check_columns(reader: Reader, names: Sequence[str]) -> None:
    """Whether a row may have these columns.

    Raises
    ------
    MissingValue : there is no home.
    UnknownField : a name that no column has.
    BadValue : a column given twice.
    """
    accepted = [*OWN, *sorted(field.name for field in reader.world.fields.values())]
    for n, name in enumerate(names):
        if name not in accepted:
            raise UnknownField(f"There is no column {name!r}.", field="column", given=name, accepted=accepted)
        if name in names[:n]:
            raise BadValue(f"The column {name} is given twice.", field="column", given=name)
    if "home" not in names:
        raise MissingValue("The column home is missing.", field="column", accepted=accepted)


class Evaluator:
    """Answers the rows of one job."""

    def __init__(self, world: World, reader: Reader, job: Job) -> None:
        self._reader = reader
        self._cohort = Cohort(world, job.goal, job.day, job.scope, job.targets)
        self._world = world
        self._fields = sorted(world.fields.values(), key=lambda field: field.position)
        self._sides: dict[str, Side] = {}
        self._things: dict[tuple[str, str], str] = {}

    def answer(self, rows: Iterable[Row]) -> Done:
        """What there is to tell of each row and target, and the rows at fault."""
        done = Done([], [], array("L"), [])
        numbers: dict[Best, int] = {}
        rests: dict[int, tuple[Sequence[Best], list[int]]] = {}
        for number, given in rows:
            try:
                if isinstance(given, AccordGraphError):
                    raise given
                side, bests = self._best(given)
            except AccordGraphError as error:
                done.errors.append((number, error.as_dict()))
                continue
            own = given.get("id")
            done.people.append(
                Person(number, "" if own is None else str(own), shorten(side.body or side.place))
            )
            # Alike people share one row of answers, which is kept here so that its identity stays its own.
            if id(bests) not in rests:
                rests[id(bests)] = bests, [numbers.setdefault(best, len(numbers)) for best in bests]
            done.picks.extend(rests[id(bests)][1])
        done.told.extend(self._told(best) for best in numbers)
        return done

    def _best(self, given: Mapping[str, Any]) -> tuple[Side, Sequence[Best]]:
        said = {name: value for name, value in given.items() if name not in OWN}
        profile = read_profile(self._fields, said, self._resolve)
        side = self._side(given)
        return side, self._cohort.best(side, profile)

    def _side(self, given: Mapping[str, Any]) -> Side:
        text = given.get("home")
        known = self._sides.get(text) if isinstance(text, str) else None
        if known is None:
            known = self._reader.side(given, "home")
            if len(self._sides) >= KEPT:
                self._sides.clear()
            self._sides[str(text)] = known
        return known

    def _resolve(self, field: ProfileField, text: str) -> str:
        known = self._things.get((field.id, text))
        if known is None:
            known = self._reader.resolve(field, text)
            if len(self._things) >= KEPT:
                self._things.clear()
            self._things[field.id, text] = known
        return known

    def _told(self, best: Best) -> Told:
        accord = self._world.accords.get(best.accord or "")
        gap = None if best.gap_years is None else float(best.gap_years)
        return Told(best.outcome.slug, accord.slug if accord else None, gap, best.reasons, best.hypothetical)


def pairs(done: Done, targets: Sequence[str]) -> Iterator[tuple[Person, str, Told]]:
    """Every pair, with what is told of it."""
    picks = iter(done.picks)
    for person in done.people:
        for target in targets:
            yield person, target, done.told[next(picks)]


def batch(
    world: World, reader: Reader, given: Mapping[str, Any], *, today: date, most: tuple[int, int]
) -> dict[str, Any]:
    """A small cohort in one go: ``profiles`` is a list of objects.

    Parameters
    ----------
    world : the facts asked about, those included and supposed among them.
    most : how many profiles and how many targets are answered at most.
    """
    for name in given:
        if name not in (*ABOUT, "profiles", "lang"):
            raise UnknownField(
                f"There is no parameter {name!r}.",
                field=name or "parameters",
                given=given[name],
                accepted=[*ABOUT, "profiles", "lang"],
            )
    profiles = given.get("profiles")
    if not isinstance(profiles, list) or not profiles:
        raise BadValue(
            "profiles is a list of objects.",
            field="profiles",
            given=type(profiles).__name__,
            accepted='objects like {"id": …, "home": …, "profile": {…}}',
        )
    targets = given.get("targets")
    sizes = (len(profiles), len(targets) if isinstance(targets, list) else 0)
    for name, size, limit in zip(("profiles", "targets"), sizes, most, strict=True):
        if size > limit:
            raise TooLarge(f"{name} is too long.", field=name, given=size, accepted=f"at most {limit}")
    job = read_job(reader, given, today=today)
    if len(job.targets) > most[1]:
        raise TooLarge(
            "targets is too long.", field="targets", given=len(job.targets), accepted=f"at most {most[1]}"
        )
    done = Evaluator(world, reader, job).answer((number, _flat(each)) for number, each in enumerate(profiles))
    return {
        "goal": next(kind.slug for kind in world.kinds.values() if kind.id == job.goal),
        "scope": world.scopes[job.scope].slug,
        "as_of": job.day.isoformat(),
        "include": sorted(reader.includes(given)),
        "hypothetical": bool(world.supposed),
        "targets": job.named,
        "pairs": [
            {"profile": p.number, "id": p.id or None, "home": p.home, "target": target, **told._asdict()}
            for p, target, told in pairs(done, job.named)
        ],
        "errors": [{"profile": number, **error} for number, error in done.errors],
    }


def _flat(entry: Any) -> dict[str, Any] | AccordGraphError:
    """One entry with its profile fields beside its home; what is wrong with one that is none."""
    profile = entry.get("profile", {}) if isinstance(entry, dict) else None
    if not isinstance(profile, dict):
        return BadValue("A profile is an object.", field="profile", given=profile or entry,
                        accepted='{"id": …, "home": …, "profile": {…}}')  # fmt: skip
    flat = {name: value for name, value in entry.items() if name != "profile"}
    for name, value in profile.items():
        if name in flat or name in OWN:
            return BadValue(f"{name} is given twice, or is no field.", field=name, given=value)
        flat[name] = value
    return flat
