"""One entry of a scenario: its values, checked and typed; errors name the entry and the part at fault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from accordgraph.errors import BadScenario, BadValue, MissingValue, UnknownField
from accordgraph.pathways.dates import EARLIEST, LATEST, Spell, parse_asked
from accordgraph.pathways.model import Text

ENTRY_LIMIT = 200
MOST_YEARS = 100

_TERMS = {"waives", "residual", "still_open", "scope", "force", "discretion", "residual_complete"}
_DATES = {"valid_from", "valid_through"}
KEYS: Mapping[str, frozenset[str]] = {
    part: frozenset(keys)
    for part, keys in {
        "accords": {"accord", "label", "definition", "kind", "may_conclude", "status", "applies_in",
                    "list_complete_through", *_DATES},
        "tiers": {"accord", "tier", "label", "grants", "withholds", "silent"},
        "standards": {"accord", "condition", "min_years", "min_count", "dropped"},
        "rules": {"rule", "accord", "concludes", "after", "asks_home", "asks_target", "standards",
                  "conditions", "title", "step", "by_agreement", "yields_to", "decided_by", "status",
                  *_TERMS, *_DATES},
        "agreements": {"agreement", "between", "under", "status", *_TERMS, *_DATES},
        "memberships": {"accord", "jurisdiction", "body", "tier", *_DATES},
        "ended": {"accord", "jurisdiction", "body", "agreement", "rule", "valid_through"},
    }.items()
}  # fmt: skip
"""The parts of a scenario in the order in which they are read, and what an entry of each may say."""

TEXTS = ("title", "question", "description")
TOLD = frozenset({*TEXTS, "assumptions", "cites", "as_of", "profile"})
"""What a scenario says about itself; no fact follows from it."""


class Entry:
    """One entry of one part.

    Parameters
    ----------
    part : the part it stands in, a key of `KEYS`.
    field : its name in errors, such as ``scenario.memberships[0]``.
    given : what it says.
    """

    def __init__(self, part: str, field: str, given: Mapping[str, Any]) -> None:
        self.part, self.field, self.given = part, field, given

    def __contains__(self, key: str) -> bool:
        return self.given.get(key) is not None

    def at(self, key: str) -> str:
        """The name of one of its values in errors."""
        return f"{self.field}.{key}"

    def need(self, key: str) -> str:
        """A text that must be there."""
        value = self.given.get(key)
        if not isinstance(value, str) or not value.strip():
            raise MissingValue(
                f"{self.field} needs {key}.", field=self.at(key), given=value, accepted="a text"
            )
        return value

    def texts(self, key: str) -> list[str]:
        """A list of names; empty if it is not there."""
        found = self.given.get(key)
        texts = [] if found is None else found
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise BadValue(
                f"{self.at(key)} is a list of names.",
                field=self.at(key),
                given=found,
                accepted="a list of names",
            )
        return texts

    def both(self, key: str) -> Text | None:
        """A text in both languages."""
        return both(self.given.get(key), self.at(key)) if key in self else None

    def flag(self, key: str) -> bool | None:
        """True, false, or not said."""
        value = self.given.get(key)
        if value is not None and not isinstance(value, bool):
            raise BadValue(
                f"{self.at(key)} is true or false.",
                field=self.at(key),
                given=value,
                accepted=["true", "false"],
            )
        return value

    def number(self, key: str) -> Decimal:
        """A number of years or of things."""
        value = self.given.get(key)
        try:
            number = Decimal("NaN") if isinstance(value, bool) else Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not 0 <= number <= MOST_YEARS:
            raise BadValue(
                f"{self.at(key)} is not a number in range.",
                field=self.at(key),
                given=value,
                accepted=f"a number from 0 to {MOST_YEARS}",
            )
        return number

    def status_unknown(self) -> bool | None:
        """Whether the status is said to be unknown; None if nothing is said."""
        value = self.given.get("status")
        if value is None:
            return None
        if value not in ("in-force", "unknown"):
            raise BadValue(
                f"{self.at('status')} is no status.",
                field=self.at("status"),
                given=value,
                accepted=["in-force", "unknown"],
            )
        return bool(value == "unknown")

    def day(self, key: str, *, end: bool = False) -> date | None:
        """A day; of a month or a year its first day, or its last."""
        value = self.given.get(key)
        if value is None:
            return None
        try:
            return parse_asked(str(value))[1 if end else 0]
        except ValueError:
            raise BadValue(
                f"{self.at(key)} is not a date.",
                field=self.at(key),
                given=value,
                accepted=f"YYYY-MM-DD from {EARLIEST} to {LATEST}",
            ) from None

    def spell(self, now: Spell | None = None) -> Spell:
        """From its first to its last day; what it leaves out stays, or is open."""
        stated = Spell.of(self.day("valid_from"), self.day("valid_through", end=True))
        begin, finish = (
            (stated if "valid_from" in self else now or stated),
            (stated if "valid_through" in self else now or stated),
        )
        if begin.start > finish.end_by:
            raise BadValue(
                f"{self.field} ends before it begins.",
                field=self.field,
                given=f"{begin.start} to {finish.end_by}",
                accepted="a first day that is not after the last",
            )
        return Spell(begin.start, begin.start_by, finish.end, finish.end_by)

    def contradicts(self, message: str, **details: Any) -> BadScenario:
        """The error of an entry that cannot hold beside the rest."""
        return BadScenario(f"{self.field} {message}", **{"field": self.field, **details})


def both(value: Any, field: str) -> Text:
    """A text in English and Chinese."""
    if not isinstance(value, Mapping) or not all(
        isinstance(value.get(lang), str) and value[lang].strip() for lang in ("en", "zh")
    ):
        raise BadValue(
            f"{field} is a text in both languages.",
            field=field,
            given=value,
            accepted="an object with en and zh",
        )
    return Text(value["en"], value["zh"])


def entries(scenario: Mapping[str, Any]) -> list[Entry]:
    """All entries of a scenario, in the order in which they are read.

    Raises
    ------
    BadValue, UnknownField : a part or an entry that is not of the form.
    """
    for key in scenario:
        if key not in KEYS and key not in TOLD:
            raise UnknownField(
                f"A scenario has no part {key!r}.",
                field="scenario",
                given=key,
                accepted=[*KEYS, *sorted(TOLD)],
            )
    return [entry for part in KEYS for entry in _entries(scenario, part)]


def _entries(scenario: Mapping[str, Any], part: str) -> list[Entry]:
    found = [] if scenario.get(part) is None else scenario[part]
    field = f"scenario.{part}"
    if not isinstance(found, list) or len(found) > ENTRY_LIMIT:
        raise BadValue(
            f"{field} is a list.",
            field=field,
            given=found,
            accepted=f"a list of at most {ENTRY_LIMIT} objects",
        )
    return [_entry(part, f"{field}[{index}]", given) for index, given in enumerate(found)]


def _entry(part: str, field: str, given: Any) -> Entry:
    if not isinstance(given, Mapping):
        raise BadValue(f"{field} is not an object.", field=field, given=given, accepted=sorted(KEYS[part]))
    unknown = sorted(map(str, set(given) - KEYS[part]))
    if unknown:
        raise UnknownField(
            f"{field} has unknown parts.", field=field, given=", ".join(unknown), accepted=sorted(KEYS[part])
        )
    return Entry(part, field, given)
