"""Which accord to join next: every accession of a place or a body ranked by what it opens.

The rank is, for each goal: the places newly open to people of the candidate, then those whose people
it newly lets in, then the pairs that become better without being open, then the names of accord and
tier.  All is for the standard profile.  What the accord's own bounds rule out is not ranked; nor is a
tier with less than all rights to which no rule admits while others of the accord admit to other tiers:
a standing that members come into, such as a restriction, is not one to join at.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import Any, NamedTuple

from accordgraph.admissions import Admissions, agreements_with_members, full_members, full_tiers
from accordgraph.answers import say
from accordgraph.comparisons import FOR, goals_of
from accordgraph.compile.table import Rows
from accordgraph.errors import BadValue, MissingValue
from accordgraph.evidence import Evidence
from accordgraph.listings import only, whole
from accordgraph.names import Names
from accordgraph.namespaces import shorten, slug
from accordgraph.pathways.accessions import Accession, Accessions, Gain, Reached
from accordgraph.pathways.model import Text
from accordgraph.pathways.places import positions
from accordgraph.pathways.search import Outcome
from accordgraph.pathways.standing import Side, has_member
from accordgraph.pathways.world import World
from accordgraph.questions import Reader, language
from accordgraph.timeline import partial

KEPT = 8
"""How many days' rankings are remembered at most."""

PAGE, LONGEST_PAGE = 100, 1000
ASKS = frozenset(
    {"jurisdiction", "body", "goal", "as_of", "scope", "pairs", "include", "lang", "limit", "cursor"}
)
BOUNDS = {
    "between": Text("an agreement between other places only", "仅限其他特定辖区之间的协定"),
    "territory": Text("applies in other places only", "仅适用于其他辖区"),
    "admission": Text("admits bodies of other places only", "仅接纳其他辖区的机构"),
    "tier": Text("no known rule admits to this tier: {tiers}", "已知规则均不接纳为该等级：{tiers}"),
}
ORDER = Text(
    "places newly open to its people, then places whose people it newly lets in, then other pairs that "
    "become better, then name; parts of a state that are places of their own count one by one",
    "依次按：对本方人员新开放的辖区数、本方新开放接纳的辖区数、其他改善的辖区对数、名称；单列为辖区的州、省等分别计数",
)


class Known(NamedTuple):
    """The facts asked about."""

    world: World
    names: Names
    reader: Reader
    evidence: Evidence
    rows: Rows


class Joining:
    """Rankings over one snapshot; what was asked once is remembered.

    Parameters
    ----------
    admissions : what accords ask of those who join.
    meta : makes what stands beside an answer, from its language and more.
    """

    def __init__(self, admissions: Admissions, meta: Callable[..., dict[str, Any]]) -> None:
        self.admissions, self.meta = admissions, meta
        self._kept: OrderedDict[Hashable, Accessions] = OrderedDict()
        self._lock = Lock()

    def rank(self, known: Known, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """Every accession, and on request every pair, by what it opens for each goal.

        Parameters
        ----------
        given : ``jurisdiction`` or ``body``; ``goal`` (one, several with commas, or all), ``as_of``,
            ``scope``, ``pairs``, ``include``, ``lang``; ``limit`` and ``cursor`` of the pairs.
        today : the day meant when none is given.

        Raises
        ------
        AccordGraphError : naming the parameter at fault.
        """
        only(given, ASKS, "accessions")
        world, reader = known.world, known.reader
        lang, day, scope = language(given), reader.day(given, today), reader.scope(given)
        goals, side, pairs = goals_of(world, given), _side(known, given), _truth(given, "pairs")
        limit, start = whole(given, "limit", PAGE, 1, LONGEST_PAGE), whole(given, "cursor", 0, 0, 10**9)
        engine = self._engine(world, day, scope, goals)
        every = list(engine.candidates(side))
        out = {each: reason for each in every if (reason := self._ruled_out(world, engine, side, each))}
        open_ = [each for each in every if each not in out]
        teller = _Teller(known, self.admissions, engine, side, day, lang)
        gains = {each: engine.gains(side, each) for each in open_}
        both = {(a, b): g for a, b, g in engine.pairs(side, open_)} if pairs else {}
        data: dict[str, Any] = {
            "asked": {
                **teller.candidate(),
                "as_of": day.isoformat(),
                "goals": [slug(goal) for goal in goals],
                "scope": world.scopes[scope].slug,
                "for": say(FOR[True], lang),
            },
            "standard_profile": True,
            "order": say(ORDER, lang),
            "goals": [teller.goal(n, goal, gains) for n, goal in enumerate(goals)],
            "accessions": [teller.accession(each) for each in open_],
            "accords": [teller.accord(each) for each in dict.fromkeys(a.accord for a in open_)],
            "ruled_out": teller.ruled_out(out),
            "plans": teller.plans(),
        }
        total = 0
        if pairs:
            for n, told in enumerate(data["goals"]):
                found = teller.pairs(n, both, gains)
                told["pairs_total"], told["pairs"] = len(found), found[start : start + limit]
                total = max(total, len(found))
        more = start + limit < total
        meta = self.meta(
            lang, as_of=day.isoformat(), total=len(open_), next=str(start + limit) if more else None,
            truncated=more or (pairs and start > 0),
        )  # fmt: skip
        return {"data": data, "meta": meta}

    def _ruled_out(
        self, world: World, engine: Accessions, side: Side, each: Accession
    ) -> tuple[str, tuple[str, ...]] | None:
        """What rules an accession out, and the statements that say so."""
        reason, known = engine.ruled_out(each.accord, side.place), world.accords[each.accord]
        if reason is None:
            barring = self.admissions.barred(world, side, each.accord, each.tier)
            if barring:
                return "admission", barring
            elsewhere = self.admissions.leads_elsewhere(each.accord, each.tier)
            lower = elsewhere and each.tier not in full_tiers(world, each.accord)
            return ("tier", elsewhere) if lower else None
        if reason == "admission" and known.admission:
            return reason, tuple(dict.fromkeys(known.admission.rules))
        return reason, (each.accord,)

    def _engine(self, world: World, day: date, scope: str, goals: Sequence[str]) -> Accessions:
        key = (id(world), day, scope, tuple(goals))
        with self._lock:
            made = self._kept.get(key)
            if made is None:
                made = self._kept[key] = Accessions(world, day, scope, goals)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return made


def _side(known: Known, given: Mapping[str, Any]) -> Side:
    named = [name for name in ("jurisdiction", "body") if given.get(name)]
    if not named:
        raise MissingValue("Say who would join.", field="jurisdiction", accepted="jurisdiction=… or body=…")
    if len(named) > 1:
        raise BadValue("jurisdiction and body are both given.", field="body", given=given["body"],
                       accepted="one of them")  # fmt: skip
    kinds = ("jurisdiction", "body") if named[0] == "jurisdiction" else ("body",)
    thing = known.names.find(str(given[named[0]]), kinds, named[0])
    body = known.world.bodies.get(thing)
    return Side(body.jurisdiction, body.id) if body else Side(thing)


def _truth(given: Mapping[str, Any], name: str) -> bool:
    text = str(given.get(name) or "false").lower()
    if text not in ("true", "false"):
        raise BadValue(f"{name} is true or false.", field=name, given=given[name], accepted=("true", "false"))
    return text == "true"


class _Teller:
    """Writes a ranking in one language."""

    def __init__(
        self, known: Known, admissions: Admissions, engine: Accessions, side: Side, day: date, lang: str
    ) -> None:
        self.known, self.world, self.admissions, self.engine = known, known.world, admissions, engine
        self.side, self.day, self.lang = side, day, lang

    def candidate(self) -> dict[str, Any]:
        return {
            "jurisdiction": self._named(self.side.place),
            "body": self.side.body and self._named(self.side.body),
        }

    def goal(self, n: int, goal: str, gains: Mapping[Accession, tuple[Gain, ...]]) -> dict[str, Any]:
        """The accessions in the order of what they open for one goal."""
        ranked = sorted(gains, key=lambda each: (_order(gains[each][n]), self._name(each)))
        return {
            "goal": slug(goal),
            "goal_label": say(self.world.label(goal), self.lang),
            "ranked": [
                {"rank": rank, **self._join(each), **self._gain(gains[each][n]),
                 "not_yet": self._not_yet(each, n, gains)}
                for rank, each in enumerate(ranked, 1)
            ],
        }  # fmt: skip

    def pairs(
        self,
        n: int,
        both: Mapping[tuple[Accession, Accession], tuple[Gain, ...]],
        alone: Mapping[Accession, tuple[Gain, ...]],
    ) -> list[dict[str, Any]]:
        """The pairs that open or better something, in the same order."""
        some = {pair: gains[n] for pair, gains in both.items() if any(_order(gains[n]))}
        ranked = sorted(some, key=lambda pair: (_order(some[pair]), *map(self._name, pair)))
        return [
            {
                "rank": rank,
                "accessions": [self._join(each) for each in pair],
                **_counts(some[pair]),
                "more_than_the_better": -sum(_order(some[pair])[:2])
                - max(-sum(_order(alone[each][n])[:2]) for each in pair),
            }
            for rank, pair in enumerate(ranked, 1)
        ]

    def _not_yet(
        self, each: Accession, n: int, gains: Mapping[Accession, tuple[Gain, ...]]
    ) -> dict[str, Any] | None:
        """What the full tier would open, and this one does not; nothing of a full tier itself."""
        full = full_tiers(self.world, each.accord)
        other = next((a for a in gains if a.accord == each.accord and a.tier in full), None)
        if each.tier in full or other is None:
            return None
        mine, theirs = gains[each][n], gains[other][n]
        missing = Gain(
            mine.goal, _beyond(theirs.as_home, mine.as_home), _beyond(theirs.as_target, mine.as_target)
        )
        return {"tier": self._named(other.tier), **self._gain(missing)}

    def accession(self, each: Accession) -> dict[str, Any]:
        """What admission asks; an empty list of rules says that none is known."""
        tier = self.world.tiers[each.tier]
        full = each.tier in full_tiers(self.world, each.accord)
        return {
            **self._join(each),
            "rights": sorted(slug(right) for right in tier.grants),
            "withheld": sorted(slug(right) for right in tier.withholds),
            "is_full": full,
            "rules": self.admissions.told(
                self.world, self.known.evidence, self.side, each.accord, each.tier, self.day, self.lang
            ),
        }

    def accord(self, accord: str) -> dict[str, Any]:
        """The full members of the day, and the agreements that the candidate's place has with members."""
        sure, unsure = full_members(self.world, accord, self.day)
        return {
            **self._named(accord),
            "full_members": [self._short(each) for each in sorted(sure)],
            "perhaps_full_members": [self._short(each) for each in sorted(unsure)],
            "agreements": agreements_with_members(
                self.world, self.known.evidence, self.admissions.records, self.side, accord, self.day,
                self.lang,
            ),
        }  # fmt: skip

    def ruled_out(self, out: Mapping[Accession, tuple[str, tuple[str, ...]]]) -> list[dict[str, Any]]:
        """What bounds rule out, with the statements that say so; the tiers of an accord together."""
        found = []
        for (accord, (reason, says)), tiers in _gathered(out).items():
            cited = self.known.evidence.of(says, self.lang)
            labels = [self.world.label(tier) for tier in tiers]
            names = Text("; ".join(t.en for t in labels), "、".join(t.zh for t in labels))
            found.append(
                {
                    **self._named(accord),
                    "tiers": [slug(tier) for tier in tiers],
                    "condition": reason,
                    "text": say(BOUNDS[reason].fill(tiers=names), self.lang),
                    "statements": [shorten(each) for each in says],
                    "evidence": cited
                    or [e for s in says for e in self.admissions.records.evidence_of(s, self.lang)],
                }
            )
        return found

    def plans(self) -> list[dict[str, Any]]:
        """Plans of the candidate, or of bodies of its place, to join: intentions, never facts."""
        bodies = {b.id for b in self.world.bodies.values() if b.jurisdiction == self.side.place}
        bodies = {self.side.body} if self.side.body else bodies
        found: dict[str, dict[str, Any]] = {}
        for row in self.known.rows["plans"]:
            known = (row["stated_on"] or "") <= self.day.isoformat()
            if row["relation"] != "join" or row["body"] not in bodies or not known:
                continue
            if not has_member(self.world, row["aim"], self.side, self.day, self.day):
                plan = found.setdefault(row["plan"], self._plan(row))
                plan["accords"].append(self._named(row["aim"]))
        return list(found.values())

    def _plan(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": slug(row["plan"]),
            "code": "PLANNED_ONLY",
            "label": row[f"label_{self.lang}"] or row["label_en"],
            "body": self._named(row["body"]),
            "accords": [],
            "stated_on": partial(row["stated_on"], row["stated_on_precision"]),
            "planned_for": partial(row["planned_for"], row["planned_for_precision"]),
            "evidence": self.known.evidence.of([row["plan"]], self.lang),
        }

    def _gain(self, gain: Gain) -> dict[str, Any]:
        return {
            **_counts(gain),
            "as_home": self._places(gain.as_home),
            "as_target": self._places(gain.as_target),
        }

    def _places(self, reached: Reached) -> dict[str, list[str]]:
        return {
            outcome.slug: sorted(slug(self.engine.places[n]) for n in positions(reached[outcome]))
            for outcome in sorted(reached)
        }

    def _join(self, each: Accession) -> dict[str, Any]:
        return {"accord": self._named(each.accord), "tier": self._named(each.tier)}

    def _name(self, each: Accession) -> tuple[str, str]:
        return slug(each.accord), slug(each.tier)

    def _named(self, thing: str) -> dict[str, str]:
        return {"id": slug(thing), "label": say(self.world.label(thing), self.lang)}

    def _short(self, thing: str) -> dict[str, str]:
        return {"id": shorten(thing), "label": say(self.world.label(thing), self.lang)}


def _gathered(
    out: Mapping[Accession, tuple[str, tuple[str, ...]]],
) -> dict[tuple[str, tuple[str, tuple[str, ...]]], list[str]]:
    found: dict[tuple[str, tuple[str, tuple[str, ...]]], list[str]] = {}
    for each, why in out.items():
        found.setdefault((each.accord, why), []).append(each.tier)
    return found


def _order(gain: Gain) -> tuple[int, int, int]:
    home, target = gain.size(Outcome.OPEN)
    rest = (sum(gain.size(outcome)) for outcome in Outcome if outcome is not Outcome.OPEN)
    return -home, -target, -sum(rest)


def _counts(gain: Gain) -> dict[str, int]:
    home, target, better = _order(gain)
    return {"newly_open_as_home": -home, "newly_open_as_target": -target, "better": -better}


def _beyond(full: Reached, mine: Reached) -> Reached:
    """The places that have an outcome in one and no such or better one in the other."""
    had, found = 0, dict[Outcome, int]()
    for outcome in _worst_last((*full, *mine)):
        had |= mine.get(outcome, 0)
        if here := full.get(outcome, 0) & ~had:
            found[outcome] = here
    return found


def _worst_last(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return sorted(set(outcomes))
