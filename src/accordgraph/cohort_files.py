"""Cohorts as files: rows of people out of CSV, pairs into CSV or Parquet, none held as a whole.

CSV is read as UTF-8, with or without a byte order mark.  A row that is not, or that has too few
or too many cells, is an error of its own, by the line it begins on.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from accordgraph.cohorts import Done, Row, Told, pairs
from accordgraph.errors import AccordGraphError, BadValue, MissingExtra

COLUMNS = ("line", "id", "home", "target", "outcome", "accord", "gap_years", "reasons", "hypothetical")
LONGEST = 1_000_000
"""Bytes that one line may have."""

UTF8 = "CSV in UTF-8, with or without a byte order mark"
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class Table:
    """The rows of a CSV file, read as they are asked for."""

    def __init__(self, file: BinaryIO) -> None:
        self.read = 0
        """Bytes read so far."""
        self._file = file
        self._reader = csv.reader(self._lines(), strict=True)
        self._begun = 1
        found = next(self._cells(), [])
        if isinstance(found, AccordGraphError):
            raise found
        if not found:
            raise BadValue(
                "The file is empty.", field="profiles", accepted=f"{UTF8}, its columns named first"
            )
        self.header = [name.strip() for name in found]

    def __iter__(self) -> Iterator[Row]:
        for cells in self._cells():
            if isinstance(cells, AccordGraphError) or not any(cell.strip() for cell in cells):
                if isinstance(cells, AccordGraphError):
                    yield self._begun, cells
            elif len(cells) != len(self.header):
                yield self._begun, BadValue("The row has another number of cells than there are columns.",
                                            field="row", given=f"{len(cells)} cells",
                                            accepted=f"{len(self.header)} cells")  # fmt: skip
            else:
                texts = (cell.strip() for cell in cells)
                yield self._begun, {n: text for n, text in zip(self.header, texts, strict=True) if text}

    def _cells(self) -> Iterator[list[str] | AccordGraphError]:
        while True:
            self._begun = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield BadValue(f"The row cannot be read: {error}.", field="row", accepted=UTF8)
                continue
            yield _undecoded(cells) or cells

    def _lines(self) -> Iterator[str]:
        encoding = "utf-8-sig"
        while line := self._file.readline(LONGEST + 1):
            self.read += len(line)
            if len(line) > LONGEST:
                raise BadValue(f"Line {self._reader.line_num + 1} is too long.", field="profiles",
                               accepted=f"lines of at most {LONGEST} bytes")  # fmt: skip
            yield line.decode(encoding, errors="surrogateescape")
            encoding = "utf-8"


def _undecoded(cells: Sequence[str]) -> BadValue | None:
    """What is wrong with cells that hold a byte that is no UTF-8."""
    for number, cell in enumerate(cells, 1):
        for place, character in enumerate(cell, 1):
            if "\udc80" <= character <= "\udcff":
                byte = f"byte 0x{ord(character) - 0xDC00:02X}"
                return BadValue("The row is not UTF-8.", field=f"cell {number}, character {place}",
                                given=byte, accepted=UTF8, hint="Save the file as UTF-8.")  # fmt: skip
    return None


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> inert("=1+1"), inert("-5"), inert("P-7")
    ("'=1+1", '-5', 'P-7')
    """
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


class CsvOut:
    """Pairs as rows of CSV."""

    def __init__(self, path: Path, targets: Sequence[str]) -> None:
        self._targets = targets
        self._file = path.open("w", encoding="utf-8", newline="")
        self._file.write(",".join(COLUMNS) + "\r\n")

    def write(self, done: Done) -> None:
        """Add what was answered."""
        tails = [
            _line([t.outcome, t.accord or "", _gap(t), " ".join(t.reasons), str(t.hypothetical).lower()])
            for t in done.told
        ]
        targets = [f"{_line([target])}," for target in self._targets]
        picks, rows = iter(done.picks), []
        for person in done.people:
            start = _line([str(person.number), inert(person.id), person.home]) + ","
            rows += [f"{start}{target}{tails[next(picks)]}\r\n" for target in targets]
        self._file.write("".join(rows))

    def close(self) -> None:
        """End the file."""
        self._file.close()


def _line(cells: Sequence[str]) -> str:
    """Cells as CSV, without the end of the line."""
    written = io.StringIO()
    csv.writer(written).writerow(cells)  # with its own end of line, or a cell with one would go unquoted
    return written.getvalue().removesuffix("\r\n")


def _gap(told: Told) -> str:
    return "" if told.gap_years is None else repr(told.gap_years).removesuffix(".0")


class ParquetOut:
    """Pairs as rows of Parquet, with the types that CSV cannot hold.

    Raises
    ------
    MissingExtra : the package that writes Parquet is not installed.
    """

    def __init__(self, path: Path, targets: Sequence[str]) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise missing("Parquet", "--out results.csv needs nothing more.") from None
        kinds = (pa.int64(), pa.string(), pa.string(), pa.string(), pa.string(), pa.string(), pa.float64(),
                 pa.list_(pa.string()), pa.bool_())  # fmt: skip
        self._schema = pa.schema(list(zip(COLUMNS, kinds, strict=True)))
        self._targets, self._pa = targets, pa
        self._writer = pq.ParquetWriter(path, self._schema)

    def write(self, done: Done) -> None:
        """Add what was answered."""
        rows: list[tuple[Any, ...]] = [
            (p.number, p.id or None, p.home, target, *told) for p, target, told in pairs(done, self._targets)
        ]
        columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else {}
        if columns:
            self._writer.write_table(self._pa.table(columns, schema=self._schema))

    def close(self) -> None:
        """End the file."""
        self._writer.close()


def missing(what: str, hint: str | None = None) -> MissingExtra:
    """The error of something that the extra brings."""
    needed = f'{what} needs packages that are not installed: pip install "accordgraph[cohorts]".'
    return MissingExtra(needed, field="accordgraph[cohorts]", hint=hint)


def writer(kind: str, path: Path, targets: Sequence[str]) -> CsvOut | ParquetOut:
    """What writes a file of a kind, told by how its name ends.

    Raises
    ------
    BadValue : neither of the two kinds.
    """
    kinds: dict[str, type[CsvOut] | type[ParquetOut]] = {".csv": CsvOut, ".parquet": ParquetOut}
    if kind not in kinds:
        raise BadValue("The results have no such form.", field="out", given=kind, accepted=sorted(kinds))
    return kinds[kind](path, targets)
