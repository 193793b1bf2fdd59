"""The form of a supposed accession: who joins which accord, at which tier, from which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accordgraph.admissions import full_tiers
from accordgraph.errors import BadValue, UnknownName
from accordgraph.namespaces import slug
from accordgraph.pathways.dates import EARLIEST, LATEST, parse_asked
from accordgraph.pathways.model import Tier
from accordgraph.service import AccordGraph
from accordgraph.web.pages.base import Reading
from accordgraph.web.pages.controls import Control, Option

KINDS = ("jurisdiction", "body")
ASKED = ("who", "accord", "tier", "from")
"""Parameters of the address that say what is supposed."""


@dataclass(frozen=True)
class Accession:
    """Who joins, which accord, at which tier, from when."""

    who: str
    accord: str
    tier: Tier
    start: date

    @property
    def document(self) -> dict[str, Any]:
        """The scenario that supposes it."""
        holder = "body" if "/body/" in self.who else "jurisdiction"
        entry = {"accord": slug(self.accord), holder: slug(self.who), "tier": self.tier.slug}
        return {"memberships": [{**entry, "valid_from": self.start.isoformat()}]}


class Accessions:
    """Reads and offers supposed accessions over one graph."""

    def __init__(self, graph: AccordGraph) -> None:
        self.graph = graph

    def read(self, given: Mapping[str, str], today: date) -> Accession | None:
        """The accession that an address supposes; None where it does not say who joins what.

        Raises
        ------
        AccordGraphError : naming the parameter at fault.
        """
        if not given.get("who") or not given.get("accord"):
            return None
        names = self.graph.served.names
        who = names.find(given["who"], KINDS, "who")
        accord = names.find(given["accord"], ("accord",), "accord")
        return Accession(who, accord, self._tier(accord, given.get("tier", "")), _start(given, today))

    def _tier(self, accord: str, name: str) -> Tier:
        tiers = self.tiers(accord)
        found = next((tier for tier in tiers if name in ("", tier.slug, slug(tier.id))), None)
        if found is None:
            raise UnknownName(
                f"{name!r} is no tier of that accord.", field="tier", given=name,
                accepted=[tier.slug for tier in tiers],
            )  # fmt: skip
        return found

    def tiers(self, accord: str) -> list[Tier]:
        """The tiers of an accord: first those that grant all its rights, then by how many they grant."""
        world = self.graph.served.world
        full = full_tiers(world, accord)
        found = [tier for tier in world.tiers.values() if tier.accord == accord]
        return sorted(found, key=lambda tier: (tier.id not in full, -len(tier.grants), tier.slug))

    def accords(self) -> list[str]:
        """Accords that have tiers to join at."""
        world = self.graph.served.world
        joined = {tier.accord for tier in world.tiers.values()}
        return [each.id for each in world.accords.values() if each.id in joined and not each.is_agreement]

    def choices(self, reading: Reading) -> dict[str, list[tuple[str, str]]]:
        """The tiers of each accord by its name, for a form that offers those of the accord chosen."""
        return {slug(accord): self._told(reading, accord) for accord in self.accords()}

    def _told(self, reading: Reading, accord: str) -> list[tuple[str, str]]:
        return [(tier.slug, reading.say(tier.label._asdict())) for tier in self.tiers(accord)]

    def controls(self, reading: Reading, given: Mapping[str, str], who: str, goal: Control) -> list[Control]:
        """The controls of the form, with what was given in them."""
        t, world = reading.t, self.graph.served.world
        named = sorted((reading.say(world.label(each)._asdict()), slug(each)) for each in self.accords())
        accords: list[Option] = [(name, label, "") for label, name in named]
        chosen = next((each for each in self.accords() if slug(each) == given.get("accord")), None)
        tiers: list[Option] = [
            ("", str(t("scenarios.highest")), ""),
            *((name, label, "") for name, label in (self._told(reading, chosen) if chosen else ())),
        ]
        return [
            Control("who", "text", str(t("scenarios.who")), value=who, suggest="+".join(KINDS),
                    required=True),
            Control("accord", "choice", str(t("scenarios.accord")), value=given.get("accord", ""),
                    options=accords),
            Control("tier", "choice", str(t("scenarios.tier")), value=given.get("tier", ""), options=tiers,
                    default=True),
            Control("from", "day", str(t("scenarios.start")), value=given.get("from", "")),
            Control("as_of", "day", str(t("scenarios.day")), value=given.get("as_of", "")),
            goal,
        ]  # fmt: skip


def _start(given: Mapping[str, str], today: date) -> date:
    """The first day of the accession: today if none is said, of a month or a year its first day."""
    said = given.get("from")
    try:
        return parse_asked(said)[0] if said else today
    except ValueError:
        raise BadValue(
            "from is not a date.",
            field="from",
            given=said,
            accepted=f"YYYY-MM-DD from {EARLIEST} to {LATEST}",
        ) from None
