"""The parts of the guides that the program writes: answers, tables, pictures, the catalogue of queries.

In the guides of `GUIDES` the program owns

- the lines under a command in a ``console`` block (``$ … accordgraph …``): what that command prints,
  shortened by whole lines; of a command with ``--out FILE`` it owns the file;
- what stands between ``<!-- made: NAME -->`` and ``<!-- end -->``, for each name of `MAKERS`.

``queries/README.md`` and the guides to the terms (see `accordgraph.terms_guide`) are its own altogether.
Everything else in a guide is left as it stands.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from accordgraph.errors import BadValue, NotFound
from accordgraph.settings import PREFIX, Settings
from accordgraph.snapshot import Content
from accordgraph.stored_queries import StoredQuery, load_queries
from accordgraph.telling import WORDS
from accordgraph.terms_guide import guides as term_guides

Run = Callable[..., str]
"""A command line in, its output out: ``run("pathways", "--home", …)``."""

GUIDES = ("README.md", "README.zh.md", "CONTRIBUTING.md")
CATALOGUE = "queries/README.md"
HINT = "Run `accordgraph docs`."

CONSOLE = re.compile(r"(?<=^```console\n)(?P<block>.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
MADE = re.compile(r"(?<=<!-- made: )(?P<name>[a-z]+) -->\n.*?(?=<!-- end -->)", re.DOTALL)
SOURCE = re.compile(rf" +(?:{'|'.join(WORDS['source'])}): ")
LATER_PATH = re.compile(r"(?!1\.)\d+\. ")
CUT, KEPT, LONG = "…", 3, 4
"""The mark of lines left out, and how many lines stay of a list of more than `LONG`."""

COUNTED = (
    *("Accord", "Agreement", "Body", "Membership", "Tier", "EntryStandard", "RecognitionRule"),
    *("QualificationEquivalence", "Title", "PlannedRelation", "RivalStatement", "Source", "Citation"),
)
COUNTS = f"""PREFIX ag: <https://w3id.org/accordgraph/ns#>
PREFIX graph: <https://w3id.org/accordgraph/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?class ?en ?zh (COUNT(DISTINCT ?served) AS ?facts)
       (COUNT(DISTINCT ?waiting) AS ?pending) (COUNT(DISTINCT ?refused) AS ?rejected)
WHERE {{
  VALUES ?class {{ {" ".join(f"ag:{name}" for name in COUNTED)} }}
  ?class skos:prefLabel ?en , ?zh FILTER(LANG(?en) = "en" && LANG(?zh) = "zh")
  {{ GRAPH graph:facts {{ ?served a ?class }} }}
  UNION {{ GRAPH graph:pending {{ ?waiting a ?class }} }}
  UNION {{ GRAPH graph:rejected {{ ?refused a ?class }} }}
  FILTER(?class != ag:Accord || !EXISTS {{
    GRAPH ?any {{ ?agreement a ag:Agreement }} FILTER(?agreement IN (?served, ?waiting, ?refused)) }})
}}
GROUP BY ?class ?en ?zh"""


class Command(NamedTuple):
    """A command of a ``console`` block: as it is written, its arguments, and the file it writes."""

    written: str
    arguments: tuple[str, ...]
    out: str | None


def write(root: Path, check: bool = False) -> list[Path]:
    """Bring the made parts of a checkout's guides up to date.

    Parameters
    ----------
    check : only tell which files would change.

    Returns
    -------
    The files that changed, or would.

    Raises
    ------
    NotFound : this is no checkout (a wheel holds no guides).
    BadValue : a command of a guide fails, or a guide asks for a part that nothing makes.
    BadTurtle, InvalidData : the guide to the terms cannot be made from the ontology.
    """
    changed = []
    for path, text in contents(root, program(root)).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(path)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    return changed


def contents(root: Path, run: Run) -> dict[Path, str]:
    """Every file that the program writes or writes in, with the text it should have."""
    found = {root / CATALOGUE: catalogue(load_queries(root / "queries"))}
    for name in GUIDES:
        path = root / name
        if not path.is_file():
            raise NotFound("The guides lie in a checkout.", field="root", given=path)
        text = path.read_text(encoding="utf-8")
        found[path] = guide(text, "zh" if ".zh." in name else "en", run)
        for command in map(parse, CONSOLE.findall(text)):
            if command.out:
                found[root / command.out] = run(*command.arguments)
    return found | {root / path: text for path, text in term_guides(Content.under(root)).items()}


def program(root: Path) -> Run:
    """Runs the command line over one checkout, in a process of its own; each command once."""
    this_code = str(Path(__file__).resolve().parent.parent)
    env = os.environ | {f"{PREFIX}ROOT": str(root), "PYTHONPATH": this_code, "PYTHONUTF8": "1"}

    @cache
    def run(*arguments: str) -> str:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "accordgraph.cli", *arguments],
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise BadValue(
                "A command of the guides fails.",
                field="guide",
                given=shlex.join(arguments),
                hint=done.stderr.strip(),
            )
        return done.stdout

    return run


def guide(text: str, lang: str, run: Run) -> str:
    """A guide with its made parts renewed."""

    def console(match: re.Match[str]) -> str:
        command = parse(match["block"])
        if command.out:
            return f"{command.written}\n"
        told = run(*command.arguments).rstrip("\n")
        return f"{command.written}\n{shortened(told) if command.arguments[0] == 'pathways' else told}\n"

    def made(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in MAKERS:
            raise BadValue(
                "Nothing makes that part of a guide.", field="made", given=name, accepted=[*MAKERS]
            )
        return f"{name} -->\n\n{MAKERS[name](lang, run)}\n\n"

    return MADE.sub(made, CONSOLE.sub(console, text))


def parse(block: str) -> Command:
    """The command at the head of a ``console`` block; it may run over several lines.

    >>> parse("$ .venv/bin/accordgraph fields --lang zh").arguments
    ('fields', '--lang', 'zh')
    """
    lines, words = block.splitlines(), None
    for count in range(1, len(lines) + 1):
        written = "\n".join(lines[:count])
        try:
            words = shlex.split(written)
            break
        except ValueError:  # a quotation or an escaped end of line is still open
            continue
    if words is None or len(words) < 3 or words[0] != "$" or Path(words[1]).name != "accordgraph":
        raise BadValue(
            "A console block of a guide begins with a command of this program.",
            field="guide",
            given=lines[:1],
            accepted="$ .venv/bin/accordgraph …",
        )
    rest = [word for word in words[2:] if word != "\n"]
    out = None
    if "--out" in rest:
        place = rest.index("--out")
        out = rest[place + 1]
        del rest[place : place + 2]
    return Command(written, tuple(rest), out)


def shortened(told: str) -> str:
    """An answer without the lines a first reader skips; each gap is marked.

    Of a path after the first stay its name and its standing, of the sources in a row the first,
    of a long list its beginning.
    """
    return "\n\n".join("\n".join(_part(part.splitlines())) for part in told.split("\n\n"))


def _part(lines: list[str]) -> Iterator[str]:
    if LATER_PATH.match(lines[0]):
        yield from _cut(lines, 2)
    elif not lines[0].startswith("1. ") and len(lines) > LONG:
        yield from _cut(lines, KEPT)
    else:
        for is_source, group in groupby(lines, key=lambda line: bool(SOURCE.match(line))):
            together = list(group)
            yield from _cut(together, 1) if is_source else together


def _cut(lines: list[str], kept: int) -> list[str]:
    return [*lines[:kept], _indent(lines[kept]) + CUT] if len(lines) > kept else lines


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def catalogue(queries: Mapping[str, StoredQuery]) -> str:
    """``queries/README.md``: every stored query, as its header tells of it."""
    topics: dict[str, list[str]] = {}
    for name, query in queries.items():
        topics.setdefault(query.topic, []).append(_entry(name, query))
    sections = "\n".join(f"## {topic}\n\n{''.join(entries)}" for topic, entries in topics.items())
    return CATALOGUE_HEAD + sections.rstrip("\n") + "\n"


CATALOGUE_HEAD = """\
# Stored queries · 存储的查询

Made by `accordgraph docs` from the headers of the files; edit those. A query runs by its name, with \
`--param name=value` for each of its parameters:

本页由 `accordgraph docs` 依各文件的文件头生成，请修改文件头。按名称运行查询，参数写作 `--param 名称=值`：

    accordgraph query network/tiers --format csv

A thing is given by name, code, `kind/name` or IRI. The same rows are at `/api/v1/queries/<topic>/<name>`. \
A tag such as `cq17` is the number of a question that the project set out to answer.

事物可用名称、代码、`种类/名称` 或 IRI 指明。同样的结果见 `/api/v1/queries/<topic>/<name>`。\
`cq17` 一类标签为本项目所要回答的问题的编号。

"""


def _entry(name: str, query: StoredQuery) -> str:
    columns = ", ".join(f"`{column}` {kind}" for column, kind in query.columns.items())
    params = ", ".join(
        f"`{p.name}` {p.type}{'' if p.required else ' (optional · 可选)'}"
        + (f", e.g. · 例如 `{p.example}`" if p.example else "")
        for p in query.params
    )
    lines = [
        f"### [{name}]({name}.rq)",
        f"**{query.title['en']}.** {query.description['en']}",
        f"**{query.title['zh']}。** {query.description['zh']}",
        *([f"Parameters · 参数: {params}"] if params else []),
        f"Columns · 列: {columns}",
        f"Tags · 标签: {', '.join(query.tags)}",
    ]
    return "".join(f"{line}\n\n" for line in lines)


def settings_table(_lang: str, _run: Run) -> str:
    """A row for each setting: its variable, its default, what it means."""
    rows = [
        f"| `{PREFIX}{each.name.upper()}` | {each.metadata['help']} | {_default(each)} | {_least(each)} |"
        for each in fields(Settings)
    ]
    return "\n".join(["| variable | what it sets | default | least |", "|---|---|---|---|", *rows])


def _default(setting: Field[Any]) -> str:
    """The default as text; of a folder, where its maker says that it lies."""
    make = setting.default_factory
    if make is MISSING:
        return f"`{setting.default}`"
    value = make()
    if isinstance(value, Path):
        return (make.__doc__ or "").partition("\n")[0].partition(": ")[2].rstrip(".")
    return f"`{value}`"


def _least(setting: Field[Any]) -> str:
    least = setting.metadata["least"]
    return "" if least is None else f"{least:g}"


def counts_table(lang: str, run: Run) -> str:
    """How many things of each class are served, pending and rejected."""
    rows = {
        row["class"]["value"].rpartition("#")[2]: {key: cell["value"] for key, cell in row.items()}
        for row in json.loads(run("query", COUNTS, "--format", "json"))["results"]["bindings"]
    }
    head = {"en": "| | served | pending | rejected |", "zh": "| | 已采用 | 待定 | 已否定 |"}[lang]
    return "\n".join(
        [
            head,
            "|---|--:|--:|--:|",
            *(
                f"| {row[lang]} | {row['facts']} | {row['pending']} | {row['rejected']} |"
                for name in COUNTED
                if (row := rows.get(name))
            ),
        ]
    )


def notice(lang: str, run: Run) -> str:
    """The line that stands under every answer."""
    meta = json.loads(run("network", "--format", "json", "--lang", lang))["meta"]
    return f"*{meta['notice']}*"


MAKERS: Mapping[str, Callable[[str, Run], str]] = {
    "counts": counts_table,
    "notice": notice,
    "settings": settings_table,
}
"""Parts of a guide by name; each takes the guide's language and a way to run the program."""
