"""Records as flat tables, with a data dictionary in the Table Schema form, for people without RDF.

A table is one collection, one line a record.  A value that is a thing is its name, several values
stand in one cell, ``;`` between them, and a text in two languages makes two columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

JOINT = "; "
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OWN: Mapping[str, Mapping[str, str]] = {
    "id": {
        "en": "Name of the record; with the collection, its address.",
        "zh": "记录名称；与集合名共同构成其地址。",
    },
    "iri": {"en": "Global name of the record.", "zh": "记录的全局名称。"},
    "type": {"en": "Classes of the record.", "zh": "记录所属的类。"},
    "label": {"en": "Name for readers.", "zh": "供阅读的名称。"},
    "other_value_is_translation": {
        "en": "Whether the wording in that language is ours, as no source of it is in it.",
        "zh": "该语言的文字是否为本项目所拟（所据来源均非该语言）。",
    },
    "label_is_translation": {
        "en": "Whether the name in that language is ours, as none is official in it.",
        "zh": "该语言中没有正式名称，名称是否为本项目所拟。",
    },
    "sources": {"en": "Names of the sources that the record rests on.", "zh": "记录所依据的来源名称。"},
    "certainty": {"en": "How well the best citation supports it.", "zh": "最佳引证的支持程度。"},
    "definition": {"en": "What it is, in one or two sentences.", "zh": "一两句话的说明。"},
    "notation": {"en": "Code or acronym.", "zh": "代码或缩写。"},
    "alternative_label": {"en": "Other names in use.", "zh": "其他通用名称。"},
    "note": {"en": "A remark for readers.", "zh": "备注。"},
    "scheme": {"en": "List of concepts that it belongs to.", "zh": "所属概念表。"},
    "title": {"en": "Title of the document or page.", "zh": "文件或网页的标题。"},
    "publisher": {"en": "Who published it.", "zh": "发布者。"},
    "issued": {"en": "Day of publication.", "zh": "发布日期。"},
    "language": {"en": "Language of the document, as a code.", "zh": "文件语言代码。"},
    "replaced_by": {"en": "What took its place.", "zh": "取代它的对象。"},
    "data_set": {"en": "Set of figures that it belongs to.", "zh": "所属数据集。"},
}
"""What the columns mean that no property of the ontology stands behind, or a borrowed one."""
LEFT_OUT = {"evidence", "rivals"}

Cell = str | int | float | bool


def flat(record: Mapping[str, Any]) -> dict[str, Cell]:
    """A record as one line: column to value.

    >>> flat({"id": "x", "label": {"en": "X", "zh": "甲"}, "tier": {"id": "tier/full", "label": {}}})
    {'id': 'x', 'label_en': 'X', 'label_zh': '甲', 'tier': 'full'}
    """
    line: dict[str, Cell] = {}
    for key, value in record.items():
        if key in LEFT_OUT:
            continue
        if isinstance(value, Mapping) and "id" not in value:
            for lang, text in value.items():
                line[f"{key}_{lang}" if lang else key] = _cell(text)
        else:
            line[key] = _cell(value)
    cited = record.get("evidence", ())
    if cited:
        line["sources"] = JOINT.join(sorted({_name(each["source"]) for each in cited}))
        grades = ("documented", "indirect", "unconfirmed")
        line["certainty"] = min((each["certainty"] for each in cited), key=grades.index)
    return line


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return JOINT.join(str(_cell(each)) for each in value)
    if isinstance(value, Mapping):
        return _name(value["id"])
    return value if isinstance(value, Cell) else str(value)


def _name(short: str) -> str:
    return short.rpartition("/")[2]


def columns(lines: Sequence[Mapping[str, Cell]]) -> list[str]:
    """Every column of a table: those of all records first, then by name."""
    held: dict[str, int] = {}
    for line in lines:
        for key in line:
            held[key] = held.get(key, 0) + 1
    first = [key for key in ("id", "iri", "type", "label_en", "label_zh") if key in held]
    last = [key for key in ("certainty", "sources") if key in held]
    return [*first, *sorted(set(held) - {*first, *last}), *last]


def write_csv(lines: Iterable[Mapping[str, Cell]], names: Sequence[str]) -> str:
    """The table as CSV (RFC 4180, with a line of names)."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _written(value) for key, value in line.items()} for line in lines)
    return out.getvalue()


def _written(value: Cell) -> Cell:
    return str(value).lower() if isinstance(value, bool) else value


def schema(
    lines: Sequence[Mapping[str, Cell]],
    names: Sequence[str],
    meanings: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """The Table Schema of a table: name, type and meaning of each column.

    Parameters
    ----------
    meanings : by key of a record, what it means, by language.
    """
    return {
        "fields": [_field(name, [line[name] for line in lines if name in line], meanings) for name in names],
        "primaryKey": "id",
        "missingValues": [""],
    }


def _field(name: str, values: Sequence[Cell], meanings: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    key, _, lang = name.rpartition("_")
    meaning = OWN.get(name) or meanings.get(name) or OWN.get(key) or meanings.get(key) or {}
    told = {"name": name, "type": _type(values)}
    if meaning:
        told |= {"description": meaning["en"], "description_zh": meaning["zh"]}
    if name not in meanings and name not in OWN and lang:
        told["language"] = lang
    return told


def _type(values: Sequence[Cell]) -> str:
    kinds = {type(value) for value in values}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "integer"
    if kinds <= {int, float}:
        return "number"
    return "date" if all(DAY.fullmatch(str(value)) for value in values) else "string"


def packaged(tables: Iterator[tuple[str, str, Mapping[str, Any]]], **about: Any) -> dict[str, Any]:
    """A Data Package of tables given as name, title and schema; `about` tells of the whole."""
    return {
        "profile": "tabular-data-package",
        **about,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "title": title,
                "path": f"tables/{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": told,
            }
            for name, title, told in tables
        ],
    }
