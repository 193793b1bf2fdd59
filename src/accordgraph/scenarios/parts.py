"""The parts of a scenario that say who belongs to what: memberships, what has ended, agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from accordgraph.errors import BadScenario, MissingValue, UnknownName
from accordgraph.namespaces import slug
from accordgraph.pathways.dates import Spell
from accordgraph.pathways.model import Agreement, Membership, Text
from accordgraph.scenarios.draft import Draft, by_slug
from accordgraph.scenarios.entries import Entry


def membership(draft: Draft, entry: Entry) -> None:
    """A body, or a place as a whole, at a tier; it hides what it really holds on these days.

    It speaks for all places that what it hides speaks for.
    """
    accord = draft.accord(entry)
    body, place = _holder(draft, entry)
    tiers = draft.tiers(accord.id)
    wanted = entry.need("tier")
    if wanted not in tiers:
        raise UnknownName(
            f"{entry.at('tier')} is no tier of that accord.",
            field=entry.at("tier"),
            given=wanted,
            accepted=sorted(tiers),
        )
    found = Membership(
        draft.new_id("membership"), accord.id, tiers[wanted].id, place, body, entry.spell(), supposed=True
    )
    found = found._replace(covers=_covered(draft, found))
    if draft.repeats(entry, accord.id, body or place, found.tier, found.spell):
        return
    for other in draft.things.get("memberships", {}).values():
        if other.supposed and _claims_the_same(found, other):
            raise entry.contradicts(
                f"is for the same holder and time as {draft.fields[other.id]}.",
                given=f"{wanted}, {_told(found.spell)}",
                accepted="one tier at a time",
                hint="Let the earlier one end with valid_through before the later one begins.",
            )
    draft.put("memberships", found, entry)


def _covered(draft: Draft, supposed: Membership) -> tuple[str, ...]:
    """Other places that real memberships speak for which a supposed one hides."""
    real = draft.world.members_in(supposed.accord)
    hidden = (m for m in real if not m.supposed and _claims_the_same(supposed, m))
    return tuple(sorted({place for m in hidden if supposed.body in (None, m.body) for place in m.covers}))


def _holder(draft: Draft, entry: Entry) -> tuple[str | None, str]:
    if "body" in entry:
        body = draft.body(entry.need("body"), entry.at("body"))
        place = draft.world.bodies[body].jurisdiction
        if (
            "jurisdiction" in entry
            and draft.place(entry.need("jurisdiction"), entry.at("jurisdiction")) != place
        ):
            raise entry.contradicts(
                "names a body of another place.", given=entry.given["jurisdiction"], accepted=slug(place),
                hint="Leave out the jurisdiction, or name a body of it.",
            )  # fmt: skip
        return body, place
    return None, draft.place(entry.need("jurisdiction"), entry.at("jurisdiction"))


def _claims_the_same(one: Membership, other: Membership) -> bool:
    """Whether two supposed memberships speak for one holder on one day; a place stands for its bodies."""
    if one.accord != other.accord or not overlap(one.spell, other.spell):
        return False
    if one.body and other.body:
        return one.body == other.body
    return one.jurisdiction == other.jurisdiction


def overlap(one: Spell, other: Spell) -> bool:
    """Whether two spells may have a day in common."""
    return one.start <= other.end_by and other.start <= one.end_by


def agreement(draft: Draft, entry: Entry) -> None:
    """An agreement between places under an accord, new or with other terms."""
    if "agreement" in entry:
        _changed_agreement(draft, entry)
        return
    between = entry.texts("between")
    places = frozenset(draft.place(text, entry.at("between")) for text in between)
    if len(places) < 2:
        raise MissingValue(
            f"{entry.field} needs between.", field=entry.at("between"), given=between,
            accepted="two or more places",
        )  # fmt: skip
    accord = draft.accord(entry, "under")
    entry.need("force")
    terms = draft.terms(entry)
    if "scope" not in entry:
        terms = terms._replace(
            scopes=frozenset(draft.world.scopes)
        )  # who supposes an agreement means a whole one
    found = Agreement(
        draft.new_id("agreement"),
        accord.id,
        Text("supposed agreement", "假设的协定"),
        places,
        terms,
        entry.spell(),
        status_unknown=bool(entry.status_unknown()),
        supposed=True,
    )
    if draft.repeats(entry, accord.id, places, found.spell):
        return
    for other in draft.things.get("agreements", {}).values():
        if other.accord == accord.id and other.between == places and overlap(found.spell, other.spell):
            raise entry.contradicts(
                f"is for the same places and time as {draft.fields[other.id]}.",
                given=_told(found.spell),
                accepted="one agreement of the same places under an accord at a time",
                hint="Join the two, or let one end before the other begins.",
            )
    draft.put("agreements", found, entry)


def _changed_agreement(draft: Draft, entry: Entry) -> None:
    found: Agreement = draft.now("agreements", _agreement_named(draft, entry))
    for key in ("between", "under"):
        if key in entry:
            raise entry.contradicts(
                f"changes {key} of an agreement that exists.", given=entry.given[key],
                accepted="other terms, status or dates",
                hint="End that agreement and suppose another one.",
            )  # fmt: skip
    if draft.repeats(entry, found.id):
        return
    status = entry.status_unknown()
    changed = found._replace(
        terms=draft.terms(entry, found.terms),
        spell=entry.spell(found.spell),
        status_unknown=found.status_unknown if status is None else status,
    )
    draft.put("agreements", changed, entry)


def _agreement_named(draft: Draft, entry: Entry) -> str:
    text, field = entry.need("agreement"), entry.at("agreement")
    if text in {slug(a) for a in draft.world.agreements}:
        return by_slug(text, draft.world.agreements, field)
    found = draft.names.find(text, ("agreement",), field)
    if found not in draft.world.agreements:
        raise UnknownName(
            f"{field} is an accord of its own.", field=field, given=text,
            accepted="an agreement under an accord",
            hint="Name it as an accord.",
        )  # fmt: skip
    return found


def ended(draft: Draft, entry: Entry) -> None:
    """The last day of an accord, of memberships in it, of an agreement or of a rule."""
    last = entry.day("valid_through", end=True)
    if last is None:
        raise MissingValue(
            f"{entry.field} needs valid_through.", field=entry.at("valid_through"), accepted="the last day"
        )
    if "agreement" in entry:
        _end(draft, "agreements", draft.now("agreements", _agreement_named(draft, entry)), last, entry)
    elif "rule" in entry:
        accord = draft.accord(entry).id if "accord" in entry else None
        _end(draft, "rules", draft.rule(entry.need("rule"), entry.at("rule"), accord), last, entry)
    elif "body" in entry or "jurisdiction" in entry:
        _end_memberships(draft, entry, last)
    else:
        _end(draft, "accords", draft.accord(entry), last, entry)


def begun_too_late(draft: Draft) -> None:
    """Refuse what is supposed to begin under an accord that has ended by then.

    Raises
    ------
    BadScenario : naming the entry.
    """
    for group in ("memberships", "agreements"):
        for thing in draft.things.get(group, {}).values():
            accord = draft.now("accords", thing.accord)
            if thing.supposed and accord.spell.end_by < thing.spell.start:
                field = draft.fields[thing.id]
                raise BadScenario(
                    f"{field} begins after the end of its accord.", field=field,
                    given=str(thing.spell.start), accepted=f"a day up to {accord.spell.end_by}",
                    hint="Let the accord go on, or leave the entry out.",
                )  # fmt: skip


def _end_memberships(draft: Draft, entry: Entry, last: date) -> None:
    accord = draft.accord(entry)
    body, place = _holder(draft, entry)
    held = [
        m for m in draft.world.members_in(accord.id)
        if (m.body == body if body else m.jurisdiction == place) and m.spell.end_by > last
    ]  # fmt: skip
    running = [m for m in held if m.spell.start <= last]
    if not running:
        raise entry.contradicts(
            "ends a membership that does not exist on that day.",
            given=f"{entry.given.get('body') or entry.given['jurisdiction']}, {last}",
            accepted=[f"{slug(m.id)}: {_told(m.spell)}" for m in held] or "a member of that accord",
            hint="Look up the memberships of the accord.",
        )
    for member in held:
        if member in running:
            _end(draft, "memberships", member, last, entry)
        else:
            draft.gone(member.id, entry)


def _end(draft: Draft, group: str, thing: Any, last: date, entry: Entry) -> None:
    if draft.repeats(entry, thing.id):
        return
    spell: Spell = thing.spell
    if spell.start_by > last and spell.start != date.min:
        raise entry.contradicts(
            "ends something before it begins.", given=str(last), accepted=f"a day from {spell.start_by} on"
        )
    if spell.end_by <= last:
        raise entry.contradicts(
            "ends something that has ended before.", given=str(last), accepted=f"a day before {spell.end_by}"
        )
    begun = min(spell.start_by, last)
    draft.put(group, thing._replace(spell=Spell(spell.start, begun, last, last)), entry)


def _told(spell: Spell) -> str:
    first = "" if spell.start == date.min else str(spell.start)
    return f"{first}/{'' if spell.end == date.max else spell.end}"
