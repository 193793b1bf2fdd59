"""The parts of a scenario that say what holds: accords, tiers with their rights, standards, rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from accordgraph.errors import BadValue, MissingValue, UnknownName
from accordgraph.namespaces import ID, VOCAB, slug
from accordgraph.pathways.model import Accord, Condition, Rule, Text, Tier
from accordgraph.scenarios.draft import Draft, by_slug, concept
from accordgraph.scenarios.entries import Entry, both

NAME = re.compile("[a-z][a-z0-9-]{0,79}")


def _new_name(entry: Entry, key: str) -> str:
    name = entry.need(key)
    if not NAME.fullmatch(name):
        raise BadValue(
            f"{entry.at(key)} is no name for a new thing.",
            field=entry.at(key),
            given=name,
            accepted="lower-case letters, digits and hyphens",
        )
    return name


def accord(draft: Draft, entry: Entry) -> None:
    """An accord with another status or other dates, or a new one."""
    known = _known_accord(draft, entry)
    found = known or _new_accord(draft, entry)
    if draft.repeats(entry, found.id):
        return
    status = entry.status_unknown()
    day = entry.day("list_complete_through", end=True)
    inside = frozenset(draft.place(text, entry.at("applies_in")) for text in entry.texts("applies_in"))
    if known is not None and "label" in entry:
        raise entry.contradicts(
            "brings a new accord under a name that is taken.", given=entry.given["accord"],
            accepted="a name of its own", hint="Leave out the label to change the accord that exists.",
        )  # fmt: skip
    changed = found._replace(
        spell=entry.spell(found.spell),
        status_unknown=found.status_unknown if status is None else status,
        list_complete_through=day or found.list_complete_through,
        territory=inside or found.territory,
    )
    draft.put("accords", changed, entry)
    kinds = draft.concepts(draft.world.kinds, entry, "may_conclude")
    if kinds:
        draft.beside.setdefault(changed.id, {})["mayConclude"] = list(kinds)
    if status is not None:
        # What is said of an accord's standing holds for its rules; an entry of its own may say otherwise.
        for rule in draft.all("rules"):
            if rule.accord == changed.id and rule.status_unknown != status:
                draft.put("rules", rule._replace(status_unknown=status), entry)


def _known_accord(draft: Draft, entry: Entry) -> Accord | None:
    try:
        return draft.accord(entry)
    except UnknownName:
        if "label" in entry:
            return None
        raise


def _new_accord(draft: Draft, entry: Entry) -> Accord:
    name = _new_name(entry, "accord")
    label = both(entry.given["label"], entry.at("label"))
    found = Accord(f"{ID}accord/{name}", name, label)
    draft.beside[found.id] = {
        "hasAccordKind": [f"{VOCAB}accord-kind/{entry.need('kind')}"],
        "definition": [entry.both("definition") or label],
        "notation": [name],
    }
    return found


def tier(draft: Draft, entry: Entry) -> None:
    """A tier with rights granted, withheld or no longer spoken of, or a new one."""
    of = draft.accord(entry)
    name = entry.need("tier")
    found = draft.tiers(of.id).get(name)
    if found is None:
        if "label" not in entry:
            raise UnknownName(
                f"{entry.at('tier')} is no tier of that accord.",
                field=entry.at("tier"),
                given=name,
                accepted=sorted(draft.tiers(of.id)),
                hint="A new tier needs a label in both languages.",
            )
        _new_name(entry, "tier")
        found = Tier(f"{ID}tier/{of.slug}-{name}", name, entry.both("label") or Text(name, name), of.id)
    if draft.repeats(entry, found.id):
        return
    grants, withholds, silent = (
        frozenset(draft.rights(entry, key)) for key in ("grants", "withholds", "silent")
    )
    twice = (grants & withholds) | (grants & silent) | (withholds & silent)
    if twice:
        raise entry.contradicts(
            "says two things of one right.", given=", ".join(sorted(map(slug, twice))),
            accepted="each right in one of grants, withholds and silent",
        )  # fmt: skip
    said = grants | withholds | silent
    draft.put(
        "tiers",
        found._replace(grants=(found.grants - said) | grants, withholds=(found.withholds - said) | withholds),
        entry,
    )


def standard(draft: Draft, entry: Entry) -> None:
    """A condition of an accord's standards with other numbers, or dropped."""
    of = draft.accord(entry)
    found = draft.condition(entry.need("condition"), entry.at("condition"), of.id)
    if draft.repeats(entry, found.id):
        return
    others = {
        rule.accord for rule in draft.all("rules")
        if rule.accord != of.id and found.id in draft.conditions_of(rule.accord)
    }  # fmt: skip
    if others:
        raise entry.contradicts(
            "changes a condition that other accords ask too.",
            given=slug(found.id),
            accepted=f"a condition of {of.slug} alone",
            hint="Also asked by: " + ", ".join(sorted(map(slug, others))),
        )
    if entry.flag("dropped"):
        numbers = [key for key in ("min_years", "min_count") if key in entry]
        if numbers:
            raise entry.contradicts(
                f"drops a condition and gives it {' and '.join(numbers)} too.",
                given=slug(found.id),
                accepted=f"either dropped: true, or {' and '.join(numbers)}",
                hint="Leave out one of the two; what is dropped is asked for no longer.",
            )
        _drop(draft, entry, of, found)
        return
    changes: dict[str, Any] = {}
    for key in ("min_years", "min_count"):
        if key in entry:
            if getattr(found, key) is None:
                raise entry.contradicts(
                    f"gives {key} to a condition that has none.", given=slug(found.id),
                    accepted=_numbered(draft, of),
                )  # fmt: skip
            number = entry.number(key)
            changes[key] = number if key == "min_years" else int(number)
    if not changes:
        raise MissingValue(
            f"{entry.field} changes nothing.",
            field=entry.field,
            accepted=["min_years", "min_count", "dropped"],
        )
    draft.put("conditions", found._replace(**changes), entry)


def _numbered(draft: Draft, of: Accord) -> list[str]:
    conditions = (draft.now("conditions", c) for c in draft.conditions_of(of.id))
    return sorted(slug(c.id) for c in conditions if c.min_years is not None or c.min_count is not None)


def _drop(draft: Draft, entry: Entry, of: Accord, found: Condition) -> None:
    """Take a condition out of every condition that holds it, and with it what lies below."""
    holders = [
        c for c in (draft.now("conditions", name) for name in sorted(draft.conditions_of(of.id)))
        if found.id in (*c.operands, *c.included)
    ]  # fmt: skip
    if not holders:
        raise entry.contradicts(
            "drops a condition that is the whole of what is asked.", given=slug(found.id),
            accepted="a part of a standard",
        )  # fmt: skip
    for holder in holders:
        left = {
            key: tuple(c for c in getattr(holder, key) if c != found.id) for key in ("operands", "included")
        }
        draft.put("conditions", holder._replace(**left), entry)


def rule(draft: Draft, entry: Entry) -> None:
    """A rule with other terms, status or dates, or a new one."""
    of = draft.accord(entry).id if "accord" in entry else None
    try:
        found = draft.rule(entry.need("rule"), entry.at("rule"), of)
    except UnknownName:
        if of is None or "concludes" not in entry:
            raise
        name = _new_name(entry, "rule")
        found = Rule(
            f"{ID}rule/{name}", of, concept(draft.world.kinds, entry.need("concludes"), entry.at("concludes"))
        )
    if draft.repeats(entry, found.id):
        return
    draft.put("rules", _with(draft, entry, found), entry)


def _with(draft: Draft, entry: Entry, found: Rule) -> Rule:
    """The rule with all that an entry states of it; what it leaves out stays."""

    def kind() -> str:
        return concept(draft.world.kinds, entry.need("concludes"), entry.at("concludes"))

    def sibling(key: str) -> str:
        return draft.rule(entry.need(key), entry.at(key), found.accord).id

    def conditions() -> tuple[str, ...]:
        known = [c.id for c in draft.all("conditions")]
        return tuple(by_slug(c, known, entry.at("conditions")) for c in entry.texts("conditions"))

    def standards() -> tuple[str, ...]:
        return tuple(draft.standard(s, entry.at("standards")).id for s in entry.texts("standards"))

    def decider() -> str:
        known = {r.decider for r in draft.world.rules.values() if r.decider}
        return by_slug(entry.need("decided_by"), known, entry.at("decided_by"))

    read: dict[str, tuple[str, Callable[[], Any]]] = {
        "concludes": ("concludes", kind),
        "after": ("after", lambda: sibling("after")),
        "yields_to": ("yields_to", lambda: sibling("yields_to")),
        "asks_home": ("asks_home", lambda: draft.rights(entry, "asks_home")),
        "asks_target": ("asks_target", lambda: draft.rights(entry, "asks_target")),
        "standards": ("standards", standards),
        "conditions": ("conditions", conditions),
        "title": ("title", lambda: draft.names.find(entry.need("title"), ("title",), entry.at("title"))),
        "step": ("step_text", lambda: entry.both("step")),
        "by_agreement": ("by_agreement", lambda: entry.flag("by_agreement")),
        "status": ("status_unknown", entry.status_unknown),
        "decided_by": ("decider", decider),
    }
    changes = {name: value() for key, (name, value) in read.items() if key in entry}
    return found._replace(terms=draft.terms(entry, found.terms), spell=entry.spell(found.spell), **changes)
