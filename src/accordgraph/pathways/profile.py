"""A person's profile: fields that the data describe, checked and typed; absent means unknown.

>>> from accordgraph.pathways.model import Text
>>> years = ProfileField("f:y", "years", Text("years", "年"), Text("", ""), "decimal", most=Decimal(60))
>>> read_profile([years], {"years": "7.5"}, lambda field, text: text).get("f:y")
Decimal('7.5')

No field is named here.  Five fields describe the person's degree; the data say which by
their degree role.  Cost: one look per field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from accordgraph.errors import BadValue, UnknownField
from accordgraph.pathways.dates import EARLIEST, LATEST, parse_asked
from accordgraph.pathways.model import ProfileField

Resolve = Callable[[ProfileField, str], str]
"""Turns the text of a reference into an IRI, or raises an error that names the field."""

YES, NO = {"true", "yes", "1", "on", "是"}, {"false", "no", "0", "off", "否"}
NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{0,9})?")
LIST_LIMIT = 50


class Degree(NamedTuple):
    """What is said of the person's degree; every part may be unknown."""

    held: bool | None = None
    jurisdiction: str | None = None
    body: str | None = None
    accord: str | None = None
    awarded: tuple[date, date] | None = None
    accredited: bool | None = None


class HeldTitle(NamedTuple):
    """A title in hand; without a holder, at the home side of the question."""

    title: str
    holder: str | None = None


class Profile(NamedTuple):
    """What is known of a person for one answer; never stored."""

    values: Mapping[str, Any] = MappingProxyType({})
    degree: Degree | None = None
    titles: tuple[HeldTitle, ...] = ()
    is_standard: bool = False

    def get(self, field_id: str | None) -> Any:
        """The value of a field, or None when nothing is said."""
        return None if field_id is None else self.values.get(field_id)


NOBODY = Profile()
STANDARD = Profile(is_standard=True)
"""The person of whom nothing is said but that every personal condition is met; see `standard`."""


def read_profile(fields: Iterable[ProfileField], given: Mapping[str, Any], resolve: Resolve) -> Profile:
    """Check and type what is said of a person.

    Parameters
    ----------
    fields : the fields that exist.
    given : field name to text, number, boolean or list of these; None and "" mean unsaid.
    resolve : turns references into IRIs.

    Raises
    ------
    UnknownField : a name that is no field.
    BadValue : a value of the wrong form, out of bounds, or above the field it may not exceed.
    """
    by_name = {f.name: f for f in fields}
    for name in given:
        if name not in by_name:
            raise UnknownField(
                f"There is no profile field {name!r}.",
                field=name or "profile",
                given=given[name],
                accepted=sorted(by_name),
            )
    values: dict[str, Any] = {}
    titles: list[HeldTitle] = []
    roles: dict[str, Any] = {}
    for name, raw in given.items():
        which = by_name[name]
        if raw is None or raw == "" or raw == []:
            continue
        if which.is_list:
            entries = _entries(which, raw)
            if which.choice_class and which.choice_class.endswith("Title"):
                held = [_held_title(which, text, resolve) for text in entries]
                titles += held
                values[which.id] = tuple(h.title for h in held)
            else:
                values[which.id] = tuple(_scalar(which, text, resolve) for text in entries)
        else:
            values[which.id] = _scalar(which, raw, resolve)
        if which.degree_role:
            roles[which.degree_role] = values[which.id]
    _check_order(by_name.values(), values)
    return Profile(values, Degree(**roles) if roles else None, tuple(titles))


def _entries(which: ProfileField, raw: Any) -> list[str]:
    entries = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(entries, list | tuple) or not all(isinstance(e, str) for e in entries):
        raise BadValue(
            f"{which.name} takes a list of names.",
            field=which.name,
            given=raw,
            accepted="names, separated by commas",
        )
    if len(entries) > LIST_LIMIT:
        raise BadValue(
            f"{which.name} has too many entries.",
            field=which.name,
            given=f"{len(entries)} entries",
            accepted=f"at most {LIST_LIMIT}",
        )
    return [e.strip() for e in entries if e.strip()]


def _held_title(which: ProfileField, text: str, resolve: Resolve) -> HeldTitle:
    """``NAME`` is held at the home side; ``NAME@BODY`` or ``NAME@PLACE`` there."""
    name, at, holder = text.partition("@")
    return HeldTitle(resolve(which, name.strip()), resolve(which, "@" + holder.strip()) if at else None)


def _scalar(which: ProfileField, raw: Any, resolve: Resolve) -> Any:
    if which.datatype == "decimal":
        return _number(which, raw)
    if which.datatype == "boolean":
        return _truth(which, raw)
    if not isinstance(raw, str):
        raise BadValue(f"{which.name} takes a text.", field=which.name, given=raw, accepted="a text")
    if which.datatype == "date":
        return _period(which, raw)
    if which.datatype == "reference":
        return resolve(which, raw.strip())
    return raw.strip()


def _number(which: ProfileField, raw: Any) -> Decimal:
    least = Decimal(0) if which.least is None else which.least
    most = Decimal(1000) if which.most is None else which.most
    unit = f" ({which.unit})" if which.unit else ""
    accepted = f"a number from {least.normalize():f} to {most.normalize():f}{unit}"
    if isinstance(raw, bool) or not NUMBER.fullmatch(str(raw).strip()):
        raise BadValue(f"{which.name} is not a number.", field=which.name, given=raw, accepted=accepted)
    number = Decimal(str(raw).strip())
    if not least <= number <= most:
        raise BadValue(f"{which.name} is out of bounds.", field=which.name, given=raw, accepted=accepted)
    return number


def _truth(which: ProfileField, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    text = str(raw).strip().lower()
    if text in YES | NO:
        return text in YES
    raise BadValue(
        f"{which.name} is neither true nor false.",
        field=which.name,
        given=raw,
        accepted=["true", "false"],
        hint="Leave it out if you do not know.",
    )


def _period(which: ProfileField, raw: str) -> tuple[date, date]:
    try:
        return parse_asked(raw)
    except ValueError:
        raise BadValue(
            f"{which.name} is not a date.",
            field=which.name,
            given=raw,
            accepted=f"a year, a month or a day from {EARLIEST.year} to {LATEST.year}: "
            "2017, 2017-07 or 2017-07-01",
        ) from None


def _check_order(fields: Iterable[ProfileField], values: Mapping[str, Any]) -> None:
    by_id = {f.id: f for f in fields}
    for which in by_id.values():
        bound = by_id.get(which.not_above or "")
        if bound and which.id in values and bound.id in values and values[which.id] > values[bound.id]:
            raise BadValue(
                f"{which.name} cannot be above {bound.name}.",
                field=which.name,
                given=values[which.id],
                accepted=f"at most {values[bound.id]} ({bound.name})",
            )
