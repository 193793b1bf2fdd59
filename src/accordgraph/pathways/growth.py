"""How the number of open pairs of places grew, day by day, and which dated event stands behind each step.

Definition: the matrix of the standard person changes only on days on which something dated begins or
ends.  A pair is gained on such a day if its best outcome is open from then on and was not before,
lost if the other way round.  Of a changed pair the cause is every membership that begins, ends or
changes tier that day and speaks for one of its ends, and every agreement of both; where there is
none, every accord, rule, standard or list of members whose dates fall on that day.  An event is a
cause only of pairs that rules which it bears on open, or opened: those of its accord, and those that
ask for its degrees.  A pair with several causes is counted for each, so causes may add up to more
than the day.

>>> Cause("ends", "m:1", False, gained=0, lost=2).size
2

Cost: one matrix for each day on which something changes, and where events of that day bear on different
rules two for each such set of rules.  Bound: days in the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from accordgraph.pathways.dates import Spell
from accordgraph.pathways.hubs import HubMaker
from accordgraph.pathways.matrix import Matrix, matrix
from accordgraph.pathways.model import Agreement, Membership, RecognitionStart, Rule
from accordgraph.pathways.places import Atlas, Places, atlas, together
from accordgraph.pathways.profile import STANDARD, Profile
from accordgraph.pathways.search import Outcome
from accordgraph.pathways.world import World

DAY = timedelta(days=1)


class Cause(NamedTuple):
    """A dated event, and how many pairs it gained or lost.

    `kind` is ``begins``, ``ends`` or ``changes-tier`` of a membership; ``in-force`` or ``lapses`` of an
    accord, rule, standard or agreement; ``seen`` of any of them whose start no source tells, on the day
    from which it surely holds; ``list`` where a list of members is known whole no longer.  It is
    not `certain` on the first day that a date known roughly may mean, and certain on the last.
    """

    kind: str
    thing: str
    certain: bool
    before: str | None = None
    """Of a change of tier: the membership before."""
    gained: int = 0
    lost: int = 0

    @property
    def size(self) -> int:
        """How many pairs changed."""
        return self.gained + self.lost


class Step(NamedTuple):
    """A day on which pairs were gained or lost; `counts` are those after it."""

    day: date
    gained: int
    lost: int
    counts: Mapping[Outcome, int]
    causes: tuple[Cause, ...]


def growth(
    world: World, goal: str, first: date, last: date, scope: str, profile: Profile = STANDARD
) -> Iterator[Step]:
    """The steps from the first day on, which itself comes first and has no causes.

    Parameters
    ----------
    goal, scope : ids of a kind of recognition and of a licence scope.
    """
    bearing = _bearing_on(world, goal, HubMaker(world, last, scope, profile))
    events = _events(world, frozenset(bearing))
    before = matrix(world, goal, first, scope, profile)
    yield Step(first, 0, 0, before.counts(), ())
    for day in sorted(d for d in events if first < d <= last):
        after = matrix(world, goal, day, scope, profile)
        gained, lost = _changed(after, before), _changed(before, after)
        counts = after.counts()
        if any(gained) or any(lost) or counts != before.counts():
            by = _By(world, goal, day, scope, profile, bearing, (gained, lost))
            causes = tuple(_shared_out(by, events[day]))
            yield Step(day, _size(gained), _size(lost), counts, causes)
        before = after


def _bearing_on(world: World, goal: str, maker: HubMaker) -> dict[str, frozenset[str]]:
    """The accords whose rules conclude a goal, and those whose degrees their standards ask for.

    With each the accords on whose rules it bears.
    """
    found: dict[str, frozenset[str]] = {}
    for rule in world.rules_for(goal):
        chain = world.chains[rule.id]
        for accord in (*(each.accord for each in chain), *maker.degree_accords(chain)):
            found[accord] = found.get(accord, frozenset()) | {rule.accord}
    return found


def _open(made: Matrix) -> list[Places]:
    return made.rows.get(Outcome.OPEN) or [0] * len(made.places)


def _changed(now: Matrix, then: Matrix) -> list[Places]:
    """For each target, the homes that are open now and were not then."""
    return [here & ~there for here, there in zip(_open(now), _open(then), strict=True)]


def _size(rows: Iterable[Places]) -> int:
    return sum(homes.bit_count() for homes in rows)


Changed = tuple[list[Places], list[Places]]
"""The homes gained and those lost, for each target."""


class _By:
    """The pairs gained and lost on a day, and by the rules of which accords."""

    def __init__(
        self, world: World, goal: str, day: date, scope: str, profile: Profile,
        bearing: Mapping[str, frozenset[str]], changed: Changed,
    ) -> None:  # fmt: skip
        self.world, self.map, self.changed = world, atlas(world), changed
        self._asked, self._day, self._bearing = (goal, scope, profile), day, bearing
        self._known: dict[frozenset[str], Changed] = {}

    def rules_of(self, event: Cause) -> frozenset[str] | None:
        """The accords on whose rules an event bears; None if on all."""
        world, thing = self.world, event.thing
        under: tuple[Mapping[str, Membership | Agreement | Rule | RecognitionStart], ...] = (
            world.memberships, world.agreements, world.rules, world.starts,
        )  # fmt: skip
        accord = next((of[thing].accord for of in under if thing in of), thing)
        return self._bearing.get(accord)

    def of(self, accords: frozenset[str] | None) -> Changed:
        """Those that the rules of some accords open, or opened before."""
        if accords is None:
            return self.changed
        if accords not in self._known:
            goal, scope, profile = self._asked
            days = (self._day, self._day - DAY)
            opened = [_open(matrix(self.world, goal, day, scope, profile, accords)) for day in days]
            gained, lost = map(_both, self.changed, opened)
            self._known[accords] = gained, lost
        return self._known[accords]


def _shared_out(by: _By, events: Iterable[Cause]) -> Iterator[Cause]:
    """The events of a day with the pairs each stands behind; those behind none are left out."""
    events = sorted(set(events), key=lambda e: (e.thing, e.kind))
    ends = {event: _ends(by.world, by.map, event) for event in events}
    rules = {event: by.rules_of(event) for event in events}
    if len({*rules.values()}) == 1:  # which rules opened a pair tells nothing of which event did
        rules = dict.fromkeys(events)
    found: list[Cause] = []
    rest = by.changed
    for event, places in ends.items():
        if places is not None:
            inside = _inside if event.thing in by.world.agreements else _touching
            gained, lost = (inside(rows, places) for rows in by.of(rules[event]))
            found.append(event._replace(gained=_size(gained), lost=_size(lost)))
            rest = _apart(rest[0], gained), _apart(rest[1], lost)
    for event, places in ends.items():
        if places is None:
            gained, lost = map(_both, rest, by.of(rules[event]))
            found.append(event._replace(gained=_size(gained), lost=_size(lost)))
    yield from (event for event in found if event.size)


def _both(rows: list[Places], others: list[Places]) -> list[Places]:
    return [homes & more for homes, more in zip(rows, others, strict=True)]


def _apart(rows: list[Places], others: list[Places]) -> list[Places]:
    return [homes & ~less for homes, less in zip(rows, others, strict=True)]


def _inside(rows: list[Places], ends: Places) -> list[Places]:
    """The pairs with both ends among some places."""
    return [homes & ends if ends >> n & 1 else 0 for n, homes in enumerate(rows)]


def _touching(rows: list[Places], ends: Places) -> list[Places]:
    """The pairs with an end among some places."""
    return [homes if ends >> n & 1 else homes & ends for n, homes in enumerate(rows)]


def _ends(world: World, map_: Atlas, event: Cause) -> Places | None:
    """The places an event speaks for; None if it concerns all."""
    if event.thing in world.memberships:
        spoken = map_.spoken_for(world.memberships[event.thing])
        return together(map_.position[place] for place in spoken if place in map_.position)
    return map_.inside(world.agreements[event.thing].between) if event.thing in world.agreements else None


def _events(world: World, accords: frozenset[str]) -> dict[date, list[Cause]]:
    """What begins or ends on which day, of accords that bear on a goal."""
    found: dict[date, list[Cause]] = {}
    for day, cause in (*_of_members(world, accords), *_of_others(world, accords)):
        found.setdefault(day, []).append(cause)
    return found


Dated = Iterator[tuple[date, Cause]]


def _of_members(world: World, accords: frozenset[str]) -> Dated:
    """What memberships begin and end; one that follows another of its holder takes its end upon itself."""
    members = [m for m in world.memberships.values() if m.accord in accords]
    begun = {(_holder(m), m.spell.start) for m in members}
    ended = {(_holder(m), m.spell.end + DAY): m for m in members if m.spell.end != date.max}
    for member in members:
        earlier = ended.get((_holder(member), member.spell.start))
        if earlier is not None and earlier.tier != member.tier:
            yield from _begin(member.id, member.spell, "changes-tier", earlier.id)
        else:
            yield from _begin(member.id, member.spell, "begins")
        goes_on = member.spell.end != date.max and (_holder(member), member.spell.end + DAY) in begun
        if not goes_on:
            yield from _end(member.id, member.spell, "ends")


def _of_others(world: World, accords: frozenset[str]) -> Dated:
    """What accords, their rules, agreements and lists, and standards, begin and end."""
    dated = [
        *((a.id, a.spell) for a in world.accords.values() if a.id in accords),
        *((r.id, r.spell) for r in world.rules.values() if r.accord in accords),
        *((a.id, a.spell) for a in world.agreements.values() if a.accord in accords),
        *((s.id, s.spell) for s in world.standards.values()),
        *((s.id, s.spell) for s in world.starts.values() if s.accord in accords),
    ]
    for thing, spell in dated:
        yield from _begin(thing, spell, "in-force")
        yield from _end(thing, spell, "lapses")
    for accord in (world.accords[a] for a in sorted(accords)):
        for day in {accord.list_complete_through, accord.admission and accord.admission.complete_through}:
            if day and day != date.max:
                yield day + DAY, Cause("list", accord.id, certain=True)


def _begin(thing: str, spell: Spell, kind: str, before: str | None = None) -> Dated:
    for day in {spell.start, spell.start_by} - {date.min}:
        yield day, Cause(kind if spell.start != date.min else "seen", thing, day == spell.start_by, before)


def _end(thing: str, spell: Spell, kind: str) -> Dated:
    for day in {spell.end, spell.end_by} - {date.max}:
        yield day + DAY, Cause(kind, thing, day == spell.end_by)


def _holder(member: Membership) -> tuple[str, str]:
    return member.accord, member.body or member.jurisdiction
