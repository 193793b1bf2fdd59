"""From a request as it comes in (query string, JSON, command line) to a checked question.

The same names everywhere: ``home target goal as_of scope lang include relay scenario`` and the
profile fields that the data describe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accordgraph.errors import BadValue, MissingValue, UnknownField
from accordgraph.names import Names
from accordgraph.namespaces import slug
from accordgraph.pathways.dates import EARLIEST as EARLIEST
from accordgraph.pathways.dates import LATEST as LATEST
from accordgraph.pathways.dates import parse_asked
from accordgraph.pathways.model import ProfileField
from accordgraph.pathways.profile import Profile, read_profile
from accordgraph.pathways.search import Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World

BASIC = ("home", "target", "goal", "as_of", "scope", "lang", "include", "relay")
INCLUDES = ("pending", "closed", "levels", "all", "removed", "told")
LANGUAGES = ("en", "zh")
RELAYS = ("0", "1", "2")
"""How many registrations elsewhere a relay may have."""


@dataclass(frozen=True)
class Request:
    """A question with what belongs to its answer: language, what to include, the supposed facts."""

    question: Question
    lang: str
    include: frozenset[str]
    scenario: Any
    relay: int = 0


class Reader:
    """Checks requests against one world, its names, and its choices."""

    def __init__(self, world: World, names: Names, choices: Mapping[str, Mapping[str, str]]) -> None:
        self.world, self.names, self.choices = world, names, choices

    def read(self, given: Mapping[str, Any], *, today: date) -> Request:
        """A checked request.

        Parameters
        ----------
        given : parameters by name; ``profile`` may hold profile fields, or they stand beside the others.
        today : the day a question without ``as_of`` asks about.

        Raises
        ------
        AccordGraphError : naming the field, what was given and what is accepted.
        """
        fields = {f.name: f for f in self.world.fields.values()}
        said = given.get("profile")
        if said is not None and not isinstance(said, Mapping):
            raise BadValue("profile is an object.", field="profile", given=said, accepted=sorted(fields))
        profile = dict(said or {})
        for name, value in given.items():
            if name in fields:
                if name in profile and profile[name] != value:
                    raise BadValue(f"{name} is given twice.", field=name, given=value)
                profile[name] = value
            elif name not in BASIC and name not in ("profile", "scenario"):
                raise UnknownField(
                    f"There is no parameter {name!r}.",
                    field=name or "parameters",
                    given=value,
                    accepted=[*BASIC, *sorted(fields)],
                )
        question = Question(
            home=self.side(given, "home"),
            target=Side(self.side(given, "target").place),
            goal=self.goal(given),
            day=self.day(given, today),
            scope=self.scope(given),
            profile=self.profile(profile),
        )
        return Request(question, language(given), self.includes(given), given.get("scenario"), relay(given))

    def side(self, given: Mapping[str, Any], name: str) -> Side:
        """A jurisdiction, or a body that stands for itself."""
        text = given.get(name)
        if not isinstance(text, str) or not text.strip():
            missing = text is None or isinstance(text, str)
            error = MissingValue if missing else BadValue
            raise error(
                f"{name} is missing." if missing else f"{name} takes one text.",
                field=name,
                given=text,
                accepted="an ISO 3166 code, body/… , an IRI, or a name in English or Chinese",
            )
        thing = self.names.find(text, ("jurisdiction", "body"), name)
        body = self.world.bodies.get(thing)
        return Side(body.jurisdiction, body.id) if body else Side(thing)

    def goal(self, given: Mapping[str, Any]) -> str:
        """The one goal asked about."""
        goals = {kind.slug: kind.id for kind in self.world.kinds.values()}
        goal = given.get("goal")
        if not isinstance(goal, str) or goal not in goals:
            missing = goal in (None, "")
            error = MissingValue if missing else BadValue
            raise error(
                "goal is missing." if missing else "There is no such goal.",
                field="goal",
                given=goal,
                accepted=sorted(goals),
            )
        return goals[goal]

    def scope(self, given: Mapping[str, Any]) -> str:
        """The licence scope asked about, the least if none is named."""
        scopes = sorted(self.world.scopes.values(), key=lambda s: (s.rank, s.slug))
        wanted = given.get("scope")
        if wanted in (None, ""):
            return scopes[0].id
        for scope in scopes:
            if wanted == scope.slug:
                return scope.id
        raise BadValue(
            "There is no such scope.", field="scope", given=wanted, accepted=[s.slug for s in scopes]
        )

    def day(self, given: Mapping[str, Any], today: date) -> date:
        """The day asked about: a whole day, not a month or a year."""
        text = given.get("as_of")
        if text in (None, ""):
            return today
        try:
            first, last = parse_asked(str(text))
            if first != last:
                raise ValueError(text)
        except ValueError:
            raise BadValue(
                "as_of is not a day.",
                field="as_of",
                given=text,
                accepted=f"YYYY-MM-DD from {EARLIEST} to {LATEST}",
            ) from None
        return first

    def includes(self, given: Mapping[str, Any]) -> frozenset[str]:
        """What the answer should hold beyond the usual."""
        raw = given.get("include")
        wanted = [] if raw in (None, "") else raw.split(",") if isinstance(raw, str) else raw
        if not isinstance(wanted, list) or any(each not in INCLUDES for each in wanted):
            raise BadValue(
                "There is nothing of that name to include.", field="include", given=raw, accepted=INCLUDES
            )
        return frozenset(wanted)

    def profile(self, given: Mapping[str, Any]) -> Profile:
        """What is said of a person, checked and typed."""
        fields = sorted(self.world.fields.values(), key=lambda f: f.position)
        return read_profile(fields, given, self.resolve)

    def resolve(self, field: ProfileField, text: str) -> str:
        """The IRI that a reference in a profile means."""
        if text.startswith("@"):
            return self.names.find(text[1:], ("body", "jurisdiction"), field.name)
        if field.choice_scheme:
            known = self.choices.get(field.choice_scheme, {})
            if text not in known:
                raise BadValue(
                    f"{field.name} has no such choice.", field=field.name, given=text, accepted=sorted(known)
                )
            return known[text]
        return self.names.find(text, (slug(field.choice_class or "").lower(),), field.name)


def relay(given: Mapping[str, Any]) -> int:
    """How many registrations elsewhere a path may have before it; none if none is asked for."""
    wanted = RELAYS[0] if given.get("relay") in (None, "") else given["relay"]
    if isinstance(wanted, bool) or str(wanted) not in RELAYS:
        raise BadValue("relay is no such number.", field="relay", given=wanted, accepted=RELAYS)
    return int(wanted)


def language(given: Mapping[str, Any]) -> str:
    """The language of the answer, English if none is asked for."""
    lang = LANGUAGES[0] if given.get("lang") in (None, "") else given["lang"]
    if lang not in LANGUAGES:
        raise BadValue("There is no such language.", field="lang", given=lang, accepted=LANGUAGES)
    return str(lang)
