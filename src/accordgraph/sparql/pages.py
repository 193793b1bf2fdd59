"""Pages of a table: a part of an answer that says so, and from which the next part can be asked for.

Nothing is kept between two pages.  Each page is a run of the whole query, whose rows before the page are
compared, by their digest, with those that were sent: so the pages that a reader has got are always the
beginning of one and the same answer, and with the last page the whole of it.  If the order of the rows or the
data have changed, the page is refused.

Rows are told apart in TSV, where a line is a row, whatever the texts in it.
"""

from __future__ import annotations

import hashlib
import re
from typing import cast

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from accordgraph.errors import BadValue, PageGone
from accordgraph.sparql.guard import decode_escapes
from accordgraph.sparql.messages import PageMark, PageWish, SparqlRequest

VOLATILE = re.compile(r"\b(?:now|rand|uuid|struuid|bnode|service)\b", re.IGNORECASE)
"""Words of queries whose answer may differ each time."""

_DIGITS = 32
_TOKEN = re.compile(
    rf"(\d{{1,12}})\.([0-9a-f]{{{_DIGITS}}})\.([0-9a-f]{{{_DIGITS}}})\.([0-9a-f]{{{_DIGITS}}})"
)


def first(size: int) -> PageWish:
    """The first page of so many rows."""
    return PageWish(size, 0, "")


def following(size: int, token: str, edition: str, request: SparqlRequest) -> PageWish:
    """The page that a token continues with.

    Parameters
    ----------
    size : rows of the page.
    token : what `token` made for the page before.
    edition : which data are served.
    request : what is asked now.

    Raises
    ------
    BadValue : the token is none, or of another query.
    PageGone : other data are served by now.
    """
    found = _TOKEN.fullmatch(token)
    if not found:
        raise BadValue("The page is not known.", field="page", given=token, accepted="what X-Page-Next said")
    if found[4] != _digest(_asked(request)):
        raise BadValue(
            "The page belongs to another query.", field="page", hint="Send it with the query it came from."
        )
    if found[3] != _digest(edition):
        raise gone("The data have changed since the page before")
    return PageWish(size, int(found[1]), found[2])


def token(mark: PageMark, edition: str, request: SparqlRequest) -> str:
    """What asks for the page after this one; good for the same query over the same data only."""
    return ".".join([str(mark.last), mark.digest, _digest(edition), _digest(_asked(request))])


def gone(why: str) -> PageGone:
    """The error for a page that cannot continue those before."""
    return PageGone(f"{why}.", field="page", hint="Start again without 'page', or load a dump.")


class Rows:
    """A file that takes an answer as TSV and keeps the rows of a page.

    Parameters
    ----------
    wish : which page.
    most : bytes of the page at most.
    """

    def __init__(self, wish: PageWish, most: int) -> None:
        self.more = False
        self.too_large = False
        self._wish, self._most = wish, most
        self._digest = hashlib.sha256()
        self._kept: list[bytes] = []
        self._rest = b""
        self._lines = self._size = 0

    def write(self, chunk: bytes) -> int:
        """Take a chunk; raises `Enough` once the page is full."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._take(line)
        return len(chunk)

    def flush(self) -> None:
        """Nothing to do: the content is in memory."""

    def _take(self, line: bytes) -> None:
        row, wish = self._lines - 1, self._wish  # the first line is the head
        if row == wish.skip:
            self._compare()
        if row >= wish.skip + wish.size:
            self.more = True
            raise Enough
        if row < 0 or row >= wish.skip:
            self._kept.append(line)
            self._size += len(line) + 1
            if self._size > self._most:
                self.too_large = True
                raise Enough
        self._digest.update(line + b"\n")
        self._lines += 1

    def _compare(self) -> None:
        if self._wish.skip and self._digest.hexdigest()[:_DIGITS] != self._wish.digest:
            raise gone("The rows before this page are not those that were sent")

    def page(self) -> QuerySolutions:
        """The rows of the page, once all was written.

        Raises
        ------
        PageGone : the answer does not begin with the rows that were sent before.
        """
        if self._lines - 1 <= self._wish.skip:  # none stood where the page begins
            self._compare()
        text = b"".join(line + b"\n" for line in self._kept)
        return cast(QuerySolutions, parse_query_results(text, QueryResultsFormat.TSV))

    def mark(self) -> PageMark:
        """Which rows the page holds."""
        return PageMark(self._wish.skip + 1, self._lines - 1, self.more, self._digest.hexdigest()[:_DIGITS])


class Enough(Exception):
    """No more of the answer is needed."""


def check(request: SparqlRequest) -> None:
    """Refuse pages of an answer that may differ each time.

    Raises
    ------
    BadValue
    """
    if VOLATILE.search(decode_escapes(request.query)):
        raise BadValue(
            "Such an answer may differ each time, so that its pages would not fit together.",
            field="page-size",
            accepted="queries without NOW, RAND, UUID, STRUUID, BNODE and SERVICE",
        )


def _asked(request: SparqlRequest) -> str:
    return repr((request.query, request.default_graphs, request.named_graphs))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
