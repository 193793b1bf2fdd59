"""Scenarios as the service answers them: which are stored, what one supposes, and what it would change.

A scenario comes as the name of a stored one or as a document; it is read, judged by the shapes, and
laid over the world that was asked about.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from accordgraph.answers import CERTAINTIES, OUTCOMES, say
from accordgraph.errors import BadValue, NotFound, UnknownField, UnknownName
from accordgraph.listings import PAGING, only, whole
from accordgraph.names import Names
from accordgraph.namespaces import ID, shorten, slug
from accordgraph.pathways import comparing
from accordgraph.pathways.comparing import Comparison, Pair
from accordgraph.pathways.model import Text
from accordgraph.pathways.profile import STANDARD, Profile
from accordgraph.pathways.search import Outcome, Path
from accordgraph.pathways.world import World
from accordgraph.questions import Reader, language
from accordgraph.records import Records
from accordgraph.scenarios import read
from accordgraph.scenarios.entries import TEXTS
from accordgraph.scenarios.own_store import OwnStore
from accordgraph.scenarios.stored import days
from accordgraph.snapshot import Snapshot

if TYPE_CHECKING:
    from accordgraph.scenarios.checking import Checker

KEPT = 16
"""How many worlds of scenarios are remembered at most."""

PAGE, LONGEST_PAGE = 100, 1000
ASKS = frozenset({"scenario", "goal", "as_of", "scope", "profile", "include", *PAGING})
FOR = {
    True: Text(
        "the standard profile: an engineer with a degree accredited by the home side and awarded on this "
        "day, who meets every personal condition and holds no title yet; it shows what institutions open, "
        "and nothing else",
        "标准情形：学位由来源方认证并于该日授予，满足各项个人条件，尚未取得任何称谓的工程师；仅反映制度上的开放程度",
    ),
    False: Text("the profile that was given", "所提供的个人情况"),
}


class Scenarios:
    """The scenarios of one snapshot.

    Parameters
    ----------
    snapshot : whose facts are served.
    records : of these facts.
    meta : makes what stands beside an answer, from its language and more.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        records: Records,
        meta: Callable[..., dict[str, Any]],
    ) -> None:
        self.stored: Mapping[str, Mapping[str, Any]] = snapshot.scenarios()
        self.records, self.meta = records, meta
        self._snapshot = snapshot
        self._worlds: OrderedDict[tuple[int, str], World] = OrderedDict()
        self._lock = Lock()

    @cached_property
    def _judging(self) -> tuple[Checker, OwnStore]:
        """What judges scenarios, and the store that must last as long."""
        from accordgraph.scenarios.checking import Checker  # not for the first answer: the shapes' engine

        own = OwnStore(self._snapshot.store)
        return Checker(own.store), own

    def prepare(self) -> None:
        """Load now what judges scenarios: whoever reads the form is about to suppose something."""
        self._judging[0].prepare()

    def close(self) -> None:
        """Let go of what judges scenarios, and of its files; it is made again if it is needed."""
        vars(self).pop("_judging", None)

    def document(self, scenario: Any) -> Any:
        """What a scenario supposes: that of a stored one where it is a name.

        Raises
        ------
        UnknownName : no stored scenario has this name.
        """
        if not isinstance(scenario, str) or not scenario:
            return scenario
        if scenario not in self.stored:
            raise UnknownName(
                f"There is no stored scenario {scenario!r}.",
                field="scenario",
                given=scenario,
                accepted=sorted(self.stored) or "an object of supposed facts",
            )
        return self.stored[scenario]

    def world(self, world: World, names: Names, scenario: Any, *, pending: bool = False) -> World:
        """A world with a scenario in front; the world itself if nothing is supposed.

        Raises
        ------
        AccordGraphError : naming the entry at fault.
        """
        found = self.document(scenario)
        if not found:
            return world
        key = (id(world), json.dumps(found, sort_keys=True, default=str))
        with self._lock:
            known = self._worlds.get(key)
        if known is not None:
            return known
        supposed = read(world, names, found)
        if not supposed.fields:
            return world
        self._judging[0].check(world, supposed, pending=pending)
        changed = world.changed(supposed.change)
        with self._lock:
            self._worlds[key] = changed
            while len(self._worlds) > KEPT:
                self._worlds.popitem(last=False)
        return changed

    def list(self, given: Mapping[str, str]) -> dict[str, Any]:
        """The stored scenarios with what they ask."""
        only(given, PAGING, "scenarios")
        limit = whole(given, "limit", PAGE, 1, LONGEST_PAGE)
        names = [name for name in sorted(self.stored) if name > (given.get("cursor") or "")]
        page = names[:limit]
        meta = self.meta(
            language(given), total=len(self.stored), next=page[-1] if len(names) > limit else None
        )
        return {"data": [self.told(name) for name in page], "meta": meta}

    def one(self, name: str, lang: str = "en") -> dict[str, Any]:
        """One stored scenario, whole."""
        return {"data": {**self.told(name), "document": self.stored[name]}, "meta": self.meta(lang)}

    def told(self, name: str) -> dict[str, Any]:
        """What a stored scenario says about itself.

        Raises
        ------
        NotFound : there is none of that name.
        """
        if name not in self.stored:
            raise NotFound(
                f"There is no scenario {name!r}.", field="scenario", given=name, accepted=sorted(self.stored)
            )
        return {"id": name, **self._about(self.stored[name])}

    def _about(self, found: Mapping[str, Any]) -> dict[str, Any]:
        cited = [f"{ID}{each}" for each in found.get("cites") or ()]
        return {
            **{key: found.get(key) for key in TEXTS},
            "assumptions": found.get("assumptions") or [],
            "cites": [{"id": shorten(iri), "label": self.records.label(iri)._asdict()} for iri in cited],
            "as_of": days(found),
        }

    def compare(
        self, world: World, names: Names, reader: Reader, given: Mapping[str, Any], *, today: date
    ) -> dict[str, Any]:
        """Which pairs of places gain or lose which outcome under a scenario, and by which paths.

        Parameters
        ----------
        world, names, reader : of the facts asked about.
        given : ``scenario``, and as for a question ``goal`` (one, several, or all), ``as_of``, ``scope``,
            ``lang``, ``include``, profile fields; ``limit`` and ``cursor`` for the list.
        today : the day meant when neither the request nor the scenario names one.

        Raises
        ------
        AccordGraphError : naming the field or the entry at fault.
        """
        fields = {field.name for field in world.fields.values()}
        for key in given:
            if key not in ASKS and key not in fields:
                raise UnknownField(
                    f"There is no parameter {key!r}.", field=key or "parameters", given=given[key],
                    accepted=[*sorted(ASKS), *sorted(fields)],
                )  # fmt: skip
        lang, document = language(given), self.document(given.get("scenario"))
        changed = self.world(world, names, document, pending="pending" in reader.includes(given))
        day = reader.day(given, _day(document) or today)
        goals, scope, profile = (
            goals_of(world, given),
            reader.scope(given),
            _profile(reader, given, fields, document),
        )
        found = {goal: comparing.compare(world, changed, goal, day, scope, profile) for goal in goals}
        paging = {key: str(given[key]) for key in ("limit", "cursor") if given.get(key) is not None}
        limit, start = whole(paging, "limit", PAGE, 1, LONGEST_PAGE), whole(paging, "cursor", 0, 0, 10**9)
        pairs = [(goal, pair) for goal in goals for pair in sorted(found[goal].pairs, key=_order)]
        teller = _Teller(world, changed, day, scope, profile, lang)
        more = start + limit < len(pairs)
        about = self._about(document) if isinstance(document, Mapping) else {}
        name = given.get("scenario")
        data = {
            "scenario": {"id": name if isinstance(name, str) else None, **about},
            "asked": {
                "as_of": day.isoformat(),
                "goals": [slug(goal) for goal in goals],
                "scope": world.scopes[scope].slug,
                "standard_profile": profile.is_standard,
                "for": say(FOR[profile.is_standard], lang),
            },
            "goals": [teller.goal(goal, found[goal]) for goal in goals],
            "changes": [teller.pair(goal, pair) for goal, pair in pairs[start : start + limit]],
        }
        meta = self.meta(
            lang,
            as_of=day.isoformat(),
            total=len(pairs),
            next=str(start + limit) if more else None,
            truncated=more or start > 0,
        )
        return {"data": data, "meta": meta}


def _day(document: Any) -> date | None:
    """The last day that a scenario is of interest on."""
    named = days(document) if isinstance(document, Mapping) else []
    return date.fromisoformat(max(named)) if named else None


def goals_of(world: World, given: Mapping[str, Any]) -> Sequence[str]:
    """The goals asked about, all if none is named."""
    known = {kind.slug: kind.id for kind in world.kinds.values()}
    raw = given.get("goal")
    wanted = raw.split(",") if isinstance(raw, str) and raw else raw or sorted(known)
    if not isinstance(wanted, list) or any(not isinstance(g, str) or g not in known for g in wanted):
        raise BadValue("There is no such goal.", field="goal", given=raw, accepted=sorted(known))
    return [known[goal] for goal in dict.fromkeys(wanted)]


def _profile(reader: Reader, given: Mapping[str, Any], fields: set[str], document: Any) -> Profile:
    """The person given, or else the one a scenario names; the standard one if nothing is said of any."""
    said = given.get("profile") or {}
    if not isinstance(said, Mapping):
        raise BadValue("profile is an object.", field="profile", given=said, accepted=sorted(fields))
    told = {**said, **{key: value for key, value in given.items() if key in fields}}
    if not any(value not in (None, "", []) for value in told.values()):
        told = document.get("profile") or {} if isinstance(document, Mapping) else {}
        if not isinstance(told, Mapping):
            raise BadValue(
                "scenario.profile is an object.",
                field="scenario.profile",
                given=told,
                accepted=sorted(fields),
            )
    return reader.profile(told) if told else STANDARD


def _order(pair: Pair) -> tuple[Any, ...]:
    """Gains first, the best of them first; then losses."""
    return (not pair.is_gain, pair.after, pair.before, slug(pair.home), slug(pair.target))


class _Teller:
    """Writes comparisons in one language."""

    def __init__(
        self, before: World, after: World, day: date, scope: str, profile: Profile, lang: str
    ) -> None:
        self.before, self.after, self.lang = before, after, lang
        self._asked = (day, scope, profile)

    def goal(self, goal: str, found: Comparison) -> dict[str, Any]:
        """The counts of one goal."""
        gained = [pair for pair in found.pairs if pair.is_gain]
        lost = [pair for pair in found.pairs if not pair.is_gain]
        return {
            "goal": slug(goal),
            "goal_label": self._label(goal),
            "before": {outcome.slug: found.before.get(outcome, 0) for outcome in Outcome},
            "after": {outcome.slug: found.after.get(outcome, 0) for outcome in Outcome},
            "gained": len(gained),
            "lost": len(lost),
            "moves": _moves(found.pairs),
        }

    def pair(self, goal: str, pair: Pair) -> dict[str, Any]:
        """One pair, with every path of it that is not as before."""
        question = comparing.question_of(pair, goal, *self._asked)
        return {
            "goal": slug(goal),
            "change": "gained" if pair.is_gain else "lost",
            "home": self._place(pair.home),
            "target": self._place(pair.target),
            "before": pair.before.slug,
            "before_label": self._outcome(pair.before),
            "after": pair.after.slug,
            "after_label": self._outcome(pair.after),
            "paths": [self._path(each) for each in comparing.changes(self.before, self.after, question)],
        }

    def _path(self, change: comparing.Change) -> dict[str, Any]:
        path = change.path
        return {
            "accord": path.accord and self._world(path).accords[path.accord].slug,
            "accord_label": path.accord and self._label(path.accord),
            "rule": path.rule and slug(path.rule),
            "agreement": path.agreement and slug(path.agreement),
            "before": None if change.before is None else change.before.slug,
            "after": None if change.after is None else change.after.slug,
            "certainty": path.certainty.slug,
            "certainty_label": say(CERTAINTIES[path.certainty.slug], self.lang),
            "hypothetical": path.hypothetical,
            "reasons": sorted({self._code(r.code, r.tier) for r in path.value.reasons}),
        }

    def _world(self, path: Path) -> World:
        return self.after if path.accord in self.after.accords else self.before

    def _code(self, code: str, tier: str | None) -> str:
        known = self.after.reasons.get(code) or self.after.reasons.get(self.after.code(code))
        at = self.after.tiers.get(tier or "")
        return (known.notation if known else code).replace(
            "{tier}", at.slug.upper().replace("-", "_") if at else "NONE"
        )

    def _place(self, place: str) -> dict[str, str]:
        return {"id": slug(place), "label": self._label(place)}

    def _label(self, thing: str) -> str:
        return say(self.after.label(thing), self.lang)

    def _outcome(self, outcome: Outcome) -> str:
        return say(OUTCOMES[outcome.slug], self.lang)


def _moves(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """How many pairs went from which outcome to which."""
    counted: dict[tuple[Outcome, Outcome], int] = {}
    for pair in pairs:
        key = (pair.before, pair.after)
        counted[key] = counted.get(key, 0) + 1
    return [{"before": a.slug, "after": b.slug, "pairs": n} for (a, b), n in sorted(counted.items())]
