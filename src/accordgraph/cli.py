"""The command line: each command is a thin call of one service method; those that keep the data stand apart.

Exit codes: 0 done, 1 findings, 2 wrong use.
"""

from __future__ import annotations

import atexit
import gc
import re
import sys
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from accordgraph import (
    __version__,
    cli_accessions,
    cli_cohorts,
    cli_data,
    cli_matrix,
    cli_publish,
    cli_receipts,
    cli_scenarios,
)
from accordgraph.cli_base import WRONG_USE, Json, Lang, can_hold, graph, progress, say, show, today
from accordgraph.errors import AccordGraphError, BadValue
from accordgraph.settings import Settings

app = typer.Typer(
    name="accordgraph",
    help="Who recognises whose engineering qualifications, by which accord, since when, and what remains.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(cli_data.app)
app.add_typer(cli_receipts.app)
app.add_typer(cli_scenarios.app)
app.add_typer(cli_matrix.app)
app.add_typer(cli_accessions.app)
app.add_typer(cli_publish.app)


@app.command()
def build(
    json_: Json = False,
) -> None:
    """Check ontology and data and make the snapshot that is served."""
    from accordgraph import snapshot

    settings = Settings.from_env()
    made = snapshot.build(snapshot.Content.under(settings.root), settings.home, say=progress)
    if json_:
        show(asdict(made.manifest))
    else:
        triples = sum(made.manifest.triples.values())
        print(f"Snapshot {made.manifest.data_version} is ready: {triples} triples.")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)
    ] = 8000,
    data: Annotated[
        list[str] | None,
        typer.Option(metavar="[IRI=]FILE", help="Serve SPARQL alone, over this RDF file; may be repeated."),
    ] = None,
    processes: Annotated[int, typer.Option(help="Server processes that share the port.", min=1, max=64)] = 1,
    store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Ask this SPARQL 1.1 server instead of the embedded store."),
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(metavar="", hidden=True)] = None,
) -> None:
    """Serve the pages, the API and the SPARQL endpoint; a missing or stale snapshot is built first."""
    settings = Settings.from_env()
    if data or more:
        if store:
            raise BadValue("--data and --store exclude each other.", field="store", given=store)
        from accordgraph.web.data import serve_files

        serve_files(data or [], more or [], settings, host=host, port=port, say=say)
        return
    gc.disable()  # nothing at the start is garbage; the server switches it on again
    again = partial(graph, replace(settings, store=store or settings.store), apart=True)
    opened = again()
    opened.behind.remote  # noqa: B018 - an address that is none is told now, not by each process
    from accordgraph.web.server import run

    run(opened, again, host=host, port=port, say=say, processes=processes)


@app.command()
def query(
    text: Annotated[
        str, typer.Argument(help="A SPARQL query, `-` for standard input, or a stored query's name.")
    ],
    param: Annotated[
        list[str] | None, typer.Option("--param", help="name=value, for a stored query.")
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", help="json xml csv tsv for tables; ttl nt rdf jsonld for graphs."),
    ] = None,
) -> None:
    """Ask the graph in SPARQL, or run a stored query."""
    from accordgraph.sparql.local import ask_store
    from accordgraph.stored_queries import check_things

    settings = Settings.from_env()
    opened = graph(settings)
    if text == "-":
        text = sys.stdin.read()
    if re.fullmatch(r"[\w./-]+", text):  # a query in SPARQL has a space or a brace
        stored = opened.stored_queries.find(text)
        given = stored.things(_pairs(param or []), opened.served.names.find)
        check_things(opened.store, stored, given)
        text = stored.bind(given)
    elif param:
        raise BadValue(
            "--param goes with a stored query.", field="param", accepted=sorted(opened.stored_queries)
        )
    sys.stdout.buffer.write(ask_store(opened.snapshot.store, text, format_, settings, opened.behind.remote))


def _pairs(texts: list[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise BadValue("--param takes name=value.", field="param", given=text, accepted="name=value")
        pairs[name] = value
    return pairs


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def pathways(
    context: typer.Context,
    home: Annotated[
        str | None, typer.Option(help="Where the qualification comes from: code, body/…, IRI or name.")
    ] = None,
    target: Annotated[str | None, typer.Option(help="Where it should count.")] = None,
    goal: Annotated[str | None, typer.Option(help="academic, competence, title or licence.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day asked about, YYYY-MM-DD.")] = None,
    scope: Annotated[str | None, typer.Option(help="For a licence: the practice it must allow.")] = None,
    include: Annotated[str | None, typer.Option(help="pending, closed, levels, all, removed, told.")] = None,
    scenario: Annotated[
        str | None, typer.Option(help="A stored scenario, or a YAML or JSON file of supposed facts.")
    ] = None,
    relay: Annotated[
        str | None, typer.Option(help="1 or 2: ways through places where the person registers first.")
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(help="Save the answer for `replay` here, with what is said of the person."),
    ] = None,
    profiles: Annotated[
        Path | None, typer.Option(help="A CSV file of many people: columns home, id and profile fields.")
    ] = None,
    targets: Annotated[
        str | None,
        typer.Option(help="With --profiles: places or bodies, commas between, or a file with one a line."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="With --profiles: the file for the results, .csv or .parquet.")
    ] = None,
    processes: Annotated[
        int, typer.Option(help="With --profiles: how many processes answer.", min=1, max=256)
    ] = 1,
    scheduler: Annotated[
        str | None,
        typer.Option(help="With --profiles: a Dask scheduler, by its address, whose workers answer."),
    ] = None,
    lang: Lang = "en",
    json_: Json = False,
) -> None:
    """Every recognition pathway for a question, best first, explained.

    Profile fields are options too: --post-grad-years 8 --degree-awarded 2017-07-01 --ethics true …
    `accordgraph fields` lists them. With --profiles, the best pathway of each row to each of --targets;
    --goal, --as-of, --scope, --scenario and --include pending hold for all rows.
    """
    given: dict[str, Any] = {
        "home": home,
        "target": target,
        "goal": goal,
        "as_of": as_of,
        "scope": scope,
        "lang": lang,
        "include": include,
        "relay": relay,
    }
    given = {k: v for k, v in given.items() if v is not None}
    if scenario is not None:
        given["scenario"] = cli_scenarios.supposed(scenario)
    if any((profiles, targets, out, scheduler, processes > 1)):
        single = {**given, "profile": context.args, "receipt": receipt, "json": json_}
        files = {"profiles": profiles, "out": out}
        cli_cohorts.answer_all(single, files, targets, processes=processes, scheduler=scheduler)
        return
    given["profile"] = _profile(context.args)
    if receipt is not None:
        can_hold(receipt, "receipt")
    opened, day = graph(Settings.from_env()), today()
    sentences = {} if json_ else {"include": ",".join(filter(None, (include, "told")))}
    answer = opened.pathways(given | sentences, today=day)
    if receipt is not None:
        cli_receipts.save(opened.receipt(given, today=day), receipt)
    if json_:
        show(answer)
    else:
        from accordgraph.telling import tell

        print(tell(answer))


def _profile(args: list[str]) -> dict[str, str]:
    """``--name value`` and ``--name=value`` as profile fields."""
    found: dict[str, str] = {}
    rest = list(args)
    while rest:
        option = rest.pop(0)
        name, equals, value = option.removeprefix("--").partition("=")
        if not option.startswith("--") or not (equals or rest):
            raise BadValue(
                f"{option!r} is no option with a value.",
                field="profile",
                given=option,
                accepted="--field value",
            )
        found[name.replace("-", "_")] = value if equals else rest.pop(0)
    return found


@app.command()
def fields(lang: Lang = "en", json_: Json = False) -> None:
    """The profile fields that `pathways` takes."""
    from accordgraph.questions import language

    lang = language({"lang": lang})
    found = graph(Settings.from_env()).fields()
    if json_:
        show(found)
    else:
        for field in found:
            print(f"--{field['name'].replace('_', '-'):30} {field['question'][lang]}")


@app.command()
def network(
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day shown, YYYY-MM-DD.")] = None,
    accord: Annotated[list[str] | None, typer.Option(help="Only these accords.")] = None,
    format_: Annotated[str, typer.Option("--format", help="json graphml gexf csv svg.")] = "svg",
    agreements: Annotated[
        bool, typer.Option("--agreements", help="Agreements of a few parties too.")
    ] = False,
    empty: Annotated[bool, typer.Option("--empty", help="Accords without members that day too.")] = False,
    measures: Annotated[
        bool, typer.Option("--measures", help="Hubs, bridges and communities, in JSON.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="File to write; standard output by default.")] = None,
    lang: Lang = "en",
) -> None:
    """The recognition network on a day, as a picture or as data."""
    if out is not None:
        can_hold(out, "out")
    if measures:
        asked = {"as_of": as_of or "", "accord": ",".join(accord or []), "lang": lang}
        show(graph(Settings.from_env()).measures(asked, today=today()))
        return
    from accordgraph.pictures.serving import answer

    given = {"as_of": as_of or "", "accord": ",".join(accord or []), "format": format_, "lang": lang}
    wanted = [name for name, asked in (("agreements", agreements), ("empty", empty)) if asked]
    given["include"] = ",".join(wanted)
    body = answer(graph(Settings.from_env()), given, today=today()).body
    if out is None:
        sys.stdout.buffer.write(body)
    else:
        out.write_bytes(body)


def _version(asked: bool) -> None:
    if asked:
        print(__version__)
        raise typer.Exit()


@app.callback()
def top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the program itself."""


def main() -> None:
    """Run the command line; an error of ours is one message and exit code 2."""
    atexit.register(gc.freeze)  # an ending process need not look for garbage, which takes a while
    try:
        app()
    except AccordGraphError as error:
        told = error.as_dict()
        where = f" [{told['field']}: {told['given']}]" if "field" in told and "given" in told else ""
        print(f"accordgraph: {error.code}: {error}{where}", file=sys.stderr)
        sys.exit(WRONG_USE)
    except OSError as error:
        print(f"accordgraph: {error.strerror}: {error.filename}", file=sys.stderr)
        sys.exit(WRONG_USE)


if __name__ == "__main__":
    main()
