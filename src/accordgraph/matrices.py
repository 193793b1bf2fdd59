"""What institutions open between all pairs of places: the matrix of a day, and how it grew.

Both know of no person: they are of the standard profile, which every answer names.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from itertools import groupby
from threading import Lock
from typing import Any, TypeVar

from accordgraph.answers import OUTCOMES, say
from accordgraph.comparisons import FOR
from accordgraph.errors import BadValue
from accordgraph.listings import only
from accordgraph.names import Names, fold
from accordgraph.namespaces import AG, slug
from accordgraph.pathways.growth import Cause, Step, growth
from accordgraph.pathways.matrix import Matrix, matrix
from accordgraph.pathways.model import Text
from accordgraph.pathways.places import Places, atlas, positions, together
from accordgraph.pathways.profile import STANDARD
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Outcome, Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World
from accordgraph.questions import Reader, language
from accordgraph.records import Records
from accordgraph.tables import write_csv

T = TypeVar("T")
KEPT = 64
"""How many answers of the engine are remembered at most."""

SINCE = date(1951, 1, 1)
"""The first day of the growth that is told."""

BASIC = ("goal", "as_of", "scope", "include", "lang")
FILTERS = ("places", "group", "accord", "home", "target")
COLUMNS = ("goal", "as_of", "home", "home_label", "target", "target_label", "outcome")
SHOWN = tuple(outcome for outcome in Outcome if outcome is not Outcome.BLOCKED)
CAUSES = {
    "begins": Text("membership begins", "成员资格开始"),
    "ends": Text("membership ends", "成员资格终止"),
    "changes-tier": Text("membership changes tier", "成员等级变更"),
    "in-force": Text("in force", "生效"),
    "lapses": Text("lapses", "失效"),
    "seen": Text("first known to hold, its start is not sourced", "首次确知有效，起始日期无来源"),
    "list": Text("list of members not known whole any more", "此后成员名单不确知是否完整"),
}


class Matrices:
    """The matrices of one snapshot; what was asked once is remembered.

    Parameters
    ----------
    records : of the served facts.
    meta : makes what stands beside an answer, from its language and more.
    """

    def __init__(self, records: Records, meta: Callable[..., dict[str, Any]]) -> None:
        self.records, self.meta = records, meta
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def matrix(
        self, world: World, names: Names, reader: Reader, given: Mapping[str, Any], *, today: date
    ) -> dict[str, Any]:
        """The best outcome from every place to every other, one row for each home.

        Parameters
        ----------
        world, names, reader : of the facts asked about.
        given : ``goal``, ``as_of``, ``scope``, ``include``, ``lang``; ``places`` (names and commas),
            ``group`` and ``accord`` keep only pairs of these places; ``home`` and ``target`` only one end,
            and both one pair, of which ``by`` tells the accords that give it its outcome.
        today : the day meant when none is given.

        Raises
        ------
        AccordGraphError : naming the parameter at fault.
        """
        only(given, {*BASIC, *FILTERS}, "the matrix")
        lang, day, scope = language(given), reader.day(given, today), reader.scope(given)
        goal = reader.goal(given)
        made = self._remembered(
            (id(world), "matrix", goal, day, scope), lambda: matrix(world, goal, day, scope)
        )
        homes, targets = self._chosen(world, names, given, day)
        rows = _rows(world, made, homes, targets, lang)
        counts = {o.slug: sum(row["counts"][o.slug] for row in rows) for o in SHOWN}
        pairs = sum((targets & ~(1 << home)).bit_count() for home in positions(homes))
        data: dict[str, Any] = {
            "asked": {**_asked(world, goal, scope, day, lang), "for": say(FOR[True], lang)},
            "standard_profile": True,
            "outcomes": [{"id": o.slug, "label": say(OUTCOMES[o.slug], lang)} for o in Outcome],
            "places": [
                {"id": slug(place), "label": say(world.label(place), lang)}
                for n, place in enumerate(made.places)
                if (homes | targets) >> n & 1
            ],
            "counts": {**counts, Outcome.BLOCKED.slug: pairs - sum(counts.values())},
            "rows": rows,
        }
        if given.get("home") and given.get("target"):
            [home], [target] = ([made.places[n] for n in positions(each)] for each in (homes, targets))
            question = Question(Side(home), Side(target), goal, day, scope, STANDARD)
            data["by"] = [
                {"id": slug(accord), "label": say(world.label(accord), lang)}
                for accord in _best(world, question)
            ]
        return {"data": data, "meta": self.meta(lang, as_of=day.isoformat(), total=pairs)}

    def growth(
        self, world: World, reader: Reader, given: Mapping[str, Any], *, today: date
    ) -> dict[str, Any]:
        """How many pairs were open at the end of each year since `SINCE`, and what stands behind each step.

        Raises
        ------
        AccordGraphError : naming the parameter at fault.
        """
        only(given, BASIC, "the growth")
        lang, day, scope = language(given), reader.day(given, today), reader.scope(given)
        goal = reader.goal(given)
        if day < SINCE:
            raise BadValue(
                "as_of lies before the years told.", field="as_of", given=given.get("as_of"),
                accepted=f"from {SINCE}",
            )  # fmt: skip
        steps = self._remembered(
            (id(world), "growth", goal, day, scope), lambda: tuple(growth(world, goal, SINCE, day, scope))
        )
        told = [self._step(world, each, lang) for each in steps[1:] if each.gained or each.lost]
        data = {
            "asked": {**_asked(world, goal, scope, day, lang), "for": say(FOR[True], lang)},
            "standard_profile": True,
            "since": SINCE.isoformat(),
            "years": [*_years(steps, day)],
            "steps": told,
        }
        return {"data": data, "meta": self.meta(lang, as_of=day.isoformat(), total=len(told))}

    def _remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            known: T | None = self._kept.get(key)
        if known is None:
            known = make()
            with self._lock:
                self._kept[key] = known
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return known

    def _chosen(
        self, world: World, names: Names, given: Mapping[str, Any], day: date
    ) -> tuple[Places, Places]:
        """The homes and the targets that filters leave."""
        map_ = atlas(world)
        chosen = map_.all
        if given.get("places"):
            wanted = [text.strip() for text in str(given["places"]).split(",") if text.strip()]
            found = (names.find(text, ("jurisdiction",), "places") for text in wanted)
            chosen &= together({map_.position[place] for place in found})
        if given.get("group"):
            chosen &= map_.inside(self.group(str(given["group"])))
        if given.get("accord"):
            accord = names.find(given["accord"], ("accord", "agreement"), "accord")
            chosen &= _inside_accord(world, accord, day)

        def end(name: str) -> Places:
            if not given.get(name):
                return chosen
            return 1 << map_.position[names.find(given[name], ("jurisdiction",), name)]

        return end("home"), end("target")

    def groups(self) -> list[str]:
        """The groups of places, by IRI."""
        return self.records.members("groups")

    def group(self, name: str) -> list[str]:
        """The places of a group.

        Raises
        ------
        BadValue : there is no such group.
        """
        known = {fold(slug(iri)): iri for iri in self.groups()}
        iri = known.get(fold(slug(name)))
        if iri is None:
            raise BadValue("There is no such group of places.", field="group", given=name,
                           accepted=sorted(slug(each) for each in known.values()))  # fmt: skip
        return sorted(node.value for node in self.records.values(iri).get(f"{AG}groupsJurisdiction", ()))

    def _step(self, world: World, step: Step, lang: str) -> dict[str, Any]:
        return {
            "date": step.day.isoformat(),
            "gained": step.gained,
            "lost": step.lost,
            "open": step.counts[Outcome.OPEN],
            "causes": [self._cause(world, each, lang) for each in _largest_first(step.causes)],
        }

    def _cause(self, world: World, cause: Cause, lang: str) -> dict[str, Any]:
        told: dict[str, Any] = {
            "what": cause.kind,
            "what_label": say(CAUSES[cause.kind], lang),
            "thing": slug(cause.thing),
            "label": say(self.records.label(cause.thing), lang),
            "certain": cause.certain,
            "gained": cause.gained,
            "lost": cause.lost,
        }
        member = world.memberships.get(cause.thing)
        if member is not None:
            before = world.memberships.get(cause.before or "")
            named = {"accord": member.accord, "body": member.body, "jurisdiction": member.jurisdiction,
                     "tier": member.tier, "tier_before": before and before.tier}  # fmt: skip
            for key, thing in named.items():
                told[key] = thing and {"id": slug(thing), "label": say(world.label(thing), lang)}
        return told


def as_csv(answer: Mapping[str, Any]) -> str:
    """A matrix as a table: one line for each pair that is not closed."""
    data = answer["data"]
    labels = {place["id"]: place["label"] for place in data["places"]}
    asked = {"goal": data["asked"]["goal"], "as_of": data["asked"]["as_of"]}
    lines = (
        {**asked, "home": row["home"], "home_label": labels[row["home"]],
         "target": target, "target_label": labels[target], "outcome": outcome}
        for row in data["rows"] for outcome, targets in row["targets"].items() for target in targets
    )  # fmt: skip
    return write_csv(lines, COLUMNS)


def _asked(world: World, goal: str, scope: str, day: date, lang: str) -> dict[str, Any]:
    return {
        "goal": slug(goal),
        "goal_label": say(world.label(goal), lang),
        "scope": world.scopes[scope].slug,
        "as_of": day.isoformat(),
    }


def _inside_accord(world: World, accord: str, day: date) -> Places:
    """The places that members of an accord on a day speak for, or that it names itself."""
    map_ = atlas(world)
    spoken = {
        place
        for member in world.members_in(accord)
        if member.spell.covers(day, day)
        for place in map_.spoken_for(member)
    }
    known, agreement = world.accords.get(accord), world.agreements.get(accord)
    named = {*(known.territory | known.between if known else ()), *(agreement.between if agreement else ())}
    return together({map_.position[p] for p in spoken if p in map_.position}) | map_.inside(named)


def _best(world: World, question: Question) -> list[str]:
    """The accords that give a pair its outcome, none if it is closed; the best first, each once."""
    paths = ask(world, question)
    best = paths[0].outcome if paths else Outcome.BLOCKED
    named = (p.accord for p in paths if p.outcome is best is not Outcome.BLOCKED)
    return list(dict.fromkeys(accord for accord in named if accord))


def _rows(world: World, made: Matrix, homes: Places, targets: Places, lang: str) -> list[dict[str, Any]]:
    reached: dict[Outcome, list[list[str]]] = {o: [[] for _ in made.places] for o in sorted(made.rows)}
    named = sorted((slug(made.places[column]), column) for column in positions(targets))
    for target, column in named:
        for outcome, reaching in made.row(column).items():
            of_outcome = reached[outcome]
            for home in positions(reaching & homes):
                of_outcome[home].append(target)
    shown = [(o.slug, reached.get(o)) for o in SHOWN]
    return [
        {
            "home": slug(made.places[home]),
            "label": say(world.label(made.places[home]), lang),
            "counts": {name: len(of_home[home]) if of_home else 0 for name, of_home in shown},
            "targets": {name: of_home[home] for name, of_home in shown if of_home and of_home[home]},
        }
        for home in positions(homes)
    ]


def _years(steps: Iterable[Step], last: date) -> list[dict[str, Any]]:
    """The counts at the end of each year, and of the last one on the last day."""
    by_year = {year: list(found) for year, found in groupby(steps, key=lambda step: step.day.year)}
    told, now = [], by_year[SINCE.year][0]
    for year in range(SINCE.year, last.year + 1):
        there = by_year.get(year, [])
        now = there[-1] if there else now
        told.append(
            {
                "year": year,
                **{o.slug: now.counts[o] for o in SHOWN},
                "gained": sum(step.gained for step in there),
                "lost": sum(step.lost for step in there),
            }
        )
    return told


def _largest_first(causes: Iterable[Cause]) -> list[Cause]:
    return sorted(causes, key=lambda cause: (-cause.size, cause.thing, cause.kind))
