"""Real ways through other places, and accords that ease a real registration."""

from __future__ import annotations

from datetime import date
from typing import Any

from accordgraph.service import AccordGraph

TODAY = date(2026, 11, 21)
ENGINEER = {
    "degree_jurisdiction": "CN",
    "degree_awarded": "2017-07-01",
    "degree_accredited": True,
    "level": "engineer",
    "post_grad_years": 8,
    "in_charge_years": 3,
    "competence": True,
    "cpd": True,
    "ethics": True,
    "accountability": True,
}


def asked(real: AccordGraph, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = real.pathways({"profile": ENGINEER, **more}, today=TODAY)["data"]
    return found


def test_who_registers_in_a_member_economy_first_has_a_way_to_another(real: AccordGraph) -> None:
    """No accord of competence takes China's engineers to Australia; a register entry elsewhere does."""
    data = asked(real, home="CN", target="AU", goal="competence", relay=1)
    assert {path["outcome"] for path in data["paths"]} == {"blocked"}
    assert data["relays"]
    for relay in data["relays"]:
        (registration,) = relay["registrations"]
        assert registration["requirements"] and registration["evidence"]
        assert all(each["evidence"] for each in registration["requirements"])
        assert {path["accord"] for path in relay["onward"]} <= {"ipea", "apec-engineer-agreement"}
        assert all(path["steps"][0]["concludes"] == "title" for path in relay["onward"])
    others = [way for relay in data["relays"] for each in relay["instead"] for way in each]
    assert others and all(way["label"] != way["id"] for way in others)


def test_the_washington_accord_eases_the_ordinary_registration_in_malaysia(real: AccordGraph) -> None:
    ordinary = asked(real, home="CN", target="MY", goal="licence")["ordinary_registration"]
    procedure = next(p for p in ordinary["procedures"] if p["id"] == "my-professional-engineer")
    standing = {each["id"]: each["standing"] for each in procedure["requirements"]}
    assert standing["my-professional-engineer-academic-1"] == "waived"
    assert standing["my-professional-engineer-experience-1"] == "asked"
    early = asked(
        real, home="CN", target="MY", goal="licence", profile={**ENGINEER, "degree_awarded": "2010"}
    )
    procedure = next(
        p for p in early["ordinary_registration"]["procedures"] if p["id"] == "my-professional-engineer"
    )
    assert not procedure["eased"]


def test_a_californian_reaches_mexico_only_by_a_place_of_the_closed_territory(real: AccordGraph) -> None:
    """The document of three places says nothing of California; Texas is one of the places."""
    data = asked(real, home="US-CA", target="MX", goal="licence", relay=1)
    texas = next(r for r in data["relays"] if [place["id"] for place in r["places"]] == ["US-TX"])
    assert texas["outcome"] == "uncertain"  # nobody knows whether it still holds
    assert texas["onward"][0]["accord"] == "nafta-mrd"
