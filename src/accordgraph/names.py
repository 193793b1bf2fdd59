"""Look things up by code, slug, IRI or any name in use, in either language.

Hidden names are found and never printed.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accordgraph.errors import AmbiguousName, BadValue, UnknownName
from accordgraph.namespaces import ID, slug
from accordgraph.stored_queries import Row

SEARCH_LIMIT = 200
LONGEST = 200


def fold(text: str) -> str:
    """A name as it is compared: no case, no accents, single spaces.

    >>> fold("  Nörd  Länd ")
    'nord land'
    """
    if text.isascii():
        return " ".join(text.replace("_", " ").split()).casefold()
    plain = unicodedata.normalize("NFKD", text)
    return (
        re.sub(r"[\s_]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip().casefold()
    )


@dataclass(frozen=True)
class Hit:
    """One thing a search found, best first."""

    thing: str
    kind: str
    score: int


class Names:
    """The names of the graph's things."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Of rows of the query ``network/names``, each with its name as `fold` gives it."""
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._kinds: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, dict[str, int]] = defaultdict(dict)
        for row in rows:
            thing, kind, name = row["thing"], slug(row["class"]).lower(), row["folded"]
            self._kinds[thing].add(kind)
            self._exact[name].add(thing)
            self._names[thing][name] = 0
        for thing in list(self._kinds):
            self._exact[fold(slug(thing))].add(thing)
            self._names[thing].setdefault(fold(slug(thing)).replace("-", " "), 0)

    def kinds(self, thing: str) -> set[str]:
        """The classes of a thing, in lower case, such as ``jurisdiction``."""
        return self._kinds.get(thing, set())

    def find(self, text: str, kinds: Sequence[str], field: str) -> str:
        """Find the one thing a text means.

        Parameters
        ----------
        text : an ISO 3166 code, ``kind/slug``, a slug, an IRI, or a name in either language.
        kinds : classes accepted, the preferred first.
        field : the parameter it came in, for the error.

        Raises
        ------
        UnknownName : nothing has that name; near names are listed.
        AmbiguousName : several things do; they are listed.
        """
        found = self.candidates(text, kinds, field)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousName(
                f"Several things are called {text!r}.",
                field=field,
                given=text,
                accepted=[self._printed(f) for f in found],
                hint="Give one of these instead.",
            )
        raise UnknownName(
            f"Nothing is called {text!r}.",
            field=field,
            given=text,
            accepted=self._near(text, kinds) or f"{_one_of(kinds)} by code, name or IRI",
            hint="A search finds things by a part of their name.",
        )

    def candidates(self, text: str, kinds: Sequence[str], field: str) -> list[str]:
        """Every thing of the accepted kinds that a text may mean; the first kind that fits decides."""
        text = text.strip()
        if len(text) > LONGEST:
            raise BadValue(
                f"{field} is too long.", field=field, given=text, accepted=f"at most {LONGEST} characters"
            )
        direct = text if text.startswith(ID) else ID + text
        if direct in self._kinds and self._kinds[direct] & set(kinds):
            return [direct]
        found = self._exact.get(fold(text), set())
        codes = [t for t in found if slug(t) == text.upper() and self._kinds[t] & set(kinds)]
        if codes:
            return codes
        for kind in kinds:
            fitting = sorted(t for t in found if kind in self._kinds[t])
            if fitting:
                return fitting
        return []

    def _printed(self, thing: str) -> str:
        return slug(thing) if "jurisdiction" in self._kinds[thing] else thing[len(ID) :]

    def _near(self, text: str, kinds: Sequence[str]) -> list[str]:
        wanted = set(kinds)
        names = {n: t for t, known in self._names.items() if self._kinds[t] & wanted for n in known}
        near = difflib.get_close_matches(fold(text), names, n=5, cutoff=0.75)
        return list(dict.fromkeys(self._printed(names[n]) for n in near))

    def search(self, text: str, kinds: Sequence[str] = ()) -> list[Hit]:
        """Things whose names hold the text: whole names first, then beginnings, then words, then parts."""
        wanted = fold(text[:LONGEST])
        if not wanted:
            return []
        hits = []
        for thing, names in self._names.items():
            if kinds and not self._kinds[thing] & set(kinds):
                continue
            score = max(_score(wanted, name) for name in names)
            if score:
                hits.append(Hit(thing, min(self._kinds[thing]), score))
        hits.sort(key=lambda h: (-h.score, h.kind != "jurisdiction", h.thing))
        return hits[:SEARCH_LIMIT]


def _one_of(kinds: Sequence[str]) -> str:
    """Kinds of things as an English sentence offers them."""
    return " or ".join(f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in kinds)


def _score(wanted: str, name: str) -> int:
    if name == wanted:
        return 4
    if name.startswith(wanted):
        return 3
    if re.search(rf"\b{re.escape(wanted)}", name):
        return 2
    return 1 if wanted in name else 0
