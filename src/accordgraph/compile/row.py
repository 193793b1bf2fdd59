"""What single rows of stored queries say, as the values that the engine reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from accordgraph.namespaces import slug
from accordgraph.pathways.dates import ALWAYS, Spell
from accordgraph.pathways.model import Text
from accordgraph.stored_queries import Row


@lru_cache(maxsize=50_000)
def day(written: str | None) -> date | None:
    """A date, from the text of one."""
    return None if written is None else date.fromisoformat(written[:10])


def number(written: str | None) -> Decimal | None:
    """A number, from the text of one."""
    return None if written is None else Decimal(written)


def text(row: Row, name: str) -> Text | None:
    """A text of which a row holds both languages, or one that stands for both."""
    en, zh = row.get(f"{name}_en"), row.get(f"{name}_zh")
    return None if en is None and zh is None else Text(en or zh or "", zh or en or "")


def label(row: Row, thing: str) -> Text:
    """What a row calls a thing; the end of its IRI if it says nothing."""
    return text(row, "label") or Text(slug(thing), slug(thing))


def precision(iri: str | None) -> str:
    """The precision of a date; a day if none is stated."""
    return "day" if iri is None else slug(iri)


def spell(row: Row) -> Spell:
    """When a row says that something holds."""
    if row["valid_from"] is row["valid_through"] is row.get("seen_on") is None:
        return ALWAYS
    return Spell.of(
        day(row["valid_from"]),
        day(row["valid_through"]),
        start_precision=precision(row["valid_from_precision"]),
        end_precision=precision(row["valid_through_precision"]),
        seen_on=day(row.get("seen_on")),
    )


def groups(found: Iterable[Row], key: str, value: str) -> dict[str, tuple[str, ...]]:
    """The values of a column by those of another, each once."""
    found_for: dict[str, list[str]] = defaultdict(list)
    for row in found:
        found_for[row[key]].append(row[value])
    return {name: tuple(dict.fromkeys(members)) for name, members in found_for.items()}


def relations(found: Iterable[Row], key: str, value: str) -> Callable[[str, str], tuple[str, ...]]:
    """As `groups`, for rows that name a relation too."""
    found_for: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in found:
        found_for[row[key], row["relation"]].append(row[value])
    return lambda thing, relation: tuple(dict.fromkeys(found_for.get((thing, relation), ())))


def distinct(found: Iterable[Row], key: str) -> Iterator[Row]:
    """One row for each thing, the first; more than one is a fault of the data that validation reports."""
    seen = set()
    for row in found:
        if row[key] not in seen:
            seen.add(row[key])
            yield row
