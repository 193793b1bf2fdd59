r"""A query written again for a server whose parser is not ours: only what both read alike is sent.

What the server gets is made of tokens, not copied: comments are gone, strings and IRIs have one spelling,
every IRI is whole, so that no server finds a keyword, a prefix or a base that the guard did not see.
A function named by an IRI is refused unless it is a cast of XML Schema: servers keep functions there that
open addresses and read files.  A graph is asked for under the name that it has on the server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode

from accordgraph.errors import QueryRefused
from accordgraph.namespaces import BASE, STANDARD
from accordgraph.sparql import guard

SCHEMES = frozenset("doi http https info mailto tag tel urn".split())
"""Beginnings of IRIs that only name; servers have others by which a query reaches into them."""

_LETTER = r"[^\W\d_]"
_LOCAL = r"(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])"
_TOKEN = re.compile(
    rf"""
    (?P<space>(?:[\x20\t\r\n]+|\#[^\r\n]*)+)
    |(?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    |(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<variable>[?$]\w+)
    |(?P<blank>_:\w(?:[\w.-]*[\w-])?)
    |(?P<name>(?:{_LETTER}(?:[\w.-]*[\w-])?)?:(?:{_LOCAL}(?:(?:{_LOCAL}|\.)*{_LOCAL})?)?)
    |(?P<word>[A-Za-z][A-Za-z0-9_]*)
    |(?P<number>[+-]?(?:\d+\.\d*[eE][+-]?\d+|\.?\d+[eE][+-]?\d+|\d*\.\d+|\d+))
    |(?P<sign>\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].,;=<>!+*/|^?-])
    """,
    re.VERBOSE | re.DOTALL,
)
_STRING_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True)
class Token:
    """A part of a query: an ``iri`` with its whole text, a ``string`` with its content, else as written."""

    kind: str
    text: str


@dataclass(frozen=True)
class Names:
    """What graphs are called on the server.

    Parameters
    ----------
    graphs : names on the server, by the IRIs that readers know.
    reachable : IRIs of the graphs that GRAPH may name in this query; any other is empty.
    nowhere : name of a graph that the server does not hold.
    """

    graphs: Mapping[str, str]
    reachable: frozenset[str]
    nowhere: str


class Portable:
    """A query as tokens.

    Parameters
    ----------
    text : SPARQL that the engine's own parser has accepted.

    Raises
    ------
    QueryRefused : something of it cannot be written again.
    """

    def __init__(self, text: str) -> None:
        self._tokens, self.default, self.named = list[Token](), list[str](), list[str]()
        tokens = _whole(_read(text))
        for token in tokens:
            if _is_word(token, "from"):
                self._dataset(tokens)
            else:
                self._tokens.append(token)

    def _dataset(self, tokens: Iterator[Token]) -> None:
        """Take a clause of FROM out: the graphs are told beside the query."""
        into, token = self.default, _next(tokens)
        if _is_word(token, "named"):
            into, token = self.named, _next(tokens)
        if token.kind != "iri":
            raise _refused("what follows FROM is not an IRI")
        into.append(token.text)

    def check(self, services: frozenset[str]) -> None:
        """Find what may not be called, before anything is sent.

        Raises
        ------
        QueryRefused : it calls a service or a function that may not be called.
        """
        found = [token for token in self._tokens if token.kind != "space"]
        followed = list(pairwise(found))
        for token, after in followed:
            if _is_word(token, "service"):
                _check_service(after, found, services)
        text = self.written(Names({}, frozenset(), BASE))
        if re.search(r"\\[uU]", text):
            raise _refused("a string in it writes an escape that some parsers would read once more")
        if any(_may_call(token, after) for token, after in followed):
            _check_functions(text)

    def written(self, names: Names) -> str:
        """The text for the server."""
        parts, before = [" "], Token("space", "")
        for token in self._tokens:
            text = " " if token.kind == "space" else _text(token, before, names)
            parts.append(f" {text}" if text[0] == "<" and parts[-1][-1] == "<" else text)
            before = token if token.kind != "space" else before
        return "".join(parts).strip()


def _read(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _refused(f"{text[at : at + 10]!r} is not plain SPARQL 1.1; spaces around < and > may help")
        at, written = match.end(), match[0]
        yield Token(match.lastgroup, _content(written) if match.lastgroup == "string" else written)


def _content(string: str) -> str:
    quotes = 3 if string[:3] in ('"""', "'''") else 1
    return _decoded(string[quotes:-quotes])


def _decoded(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        try:
            return chr(int(code, 16)) if code else _CHARACTERS.get(match[3], match[3])
        except (ValueError, OverflowError):
            raise _refused(f"{match[0]} is no character") from None

    return _STRING_ESCAPE.sub(character, text)


def _whole(tokens: Iterator[Token]) -> Iterator[Token]:
    """The tokens after BASE and PREFIX, with every IRI whole."""
    prefixes, base = dict[str, str](), BASE
    for token in tokens:
        if _is_word(token, "base"):
            base = _iri(base, _next(tokens))
        elif _is_word(token, "prefix"):
            prefix = _next(tokens).text
            prefixes[prefix] = _iri(base, _next(tokens))
        elif token.kind == "iri":
            yield Token("iri", _checked(_iri(base, token)))
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if f"{prefix}:" not in prefixes:
                raise _refused(f"the prefix {prefix}: is not declared")
            yield Token("iri", _checked(prefixes[f"{prefix}:"] + re.sub(r"\\(.)", r"\1", local)))
        else:
            yield token


def _iri(base: str, token: Token) -> str:
    text = _decoded(token.text[1:-1])
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        return text
    if re.search(r"[?$]\w|&&|\|\|", text):
        raise _refused(f"<{text}> may be an IRI or two comparisons; write spaces around < and >")
    whole = urljoin(base, text)
    return f"{whole}#" if text.endswith("#") and not whole.endswith("#") else whole


def _checked(iri: str) -> str:
    if iri.partition(":")[0].lower() not in SCHEMES:
        raise _refused(f"IRIs begin with one of {', '.join(sorted(SCHEMES))}", given=iri)
    try:
        return NamedNode(iri).value
    except ValueError:
        raise _refused("an IRI in it is none", given=iri) from None


def _next(tokens: Iterator[Token]) -> Token:
    found = next((token for token in tokens if token.kind != "space"), None)
    if found is None:
        raise _refused("it ends too early")
    return found


def _is_word(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text.lower() == word


def _text(token: Token, before: Token, names: Names) -> str:
    if token.kind == "iri":
        if _is_word(before, "graph") and token.text not in names.reachable:
            return f"<{names.nowhere}>"
        return f"<{names.graphs.get(token.text, token.text)}>"
    if token.kind == "string":
        return str(Literal(names.graphs.get(token.text, token.text)))
    return token.text


def _check_service(after: Token, found: list[Token], services: frozenset[str]) -> None:
    """A service is called by an IRI of the list; the guard has said so of what it read as one."""
    if _is_word(after, "silent"):
        at = next(number for number, token in enumerate(found) if token is after)
        after = found[at + 1]
    if after.kind != "iri" or after.text not in services:
        raise _refused("it calls a service", accepted=sorted(services) or None)


def _may_call(token: Token, after: Token) -> bool:
    """Whether a function is called, or a list stands behind a property."""
    return token.kind == "iri" and after.text == "(" and not token.text.startswith(STANDARD["xsd"])


def _check_functions(text: str) -> None:
    for node in guard.nodes(guard.parsed(text)):
        if node.name == "Function" and not str(node.iri).startswith(STANDARD["xsd"]):
            raise _refused(
                "it calls a function that SPARQL 1.1 does not define",
                given=str(node.iri),
                accepted="functions of SPARQL 1.1, casts of XML Schema",
            )


def _refused(reason: str, **more: Any) -> QueryRefused:
    what = f"The query cannot be passed on: {reason}."
    return QueryRefused(what, field="query", hint="Write it in plain SPARQL 1.1.", **more)
