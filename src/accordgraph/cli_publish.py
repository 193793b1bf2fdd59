"""The command for those who keep a SPARQL server of their own behind the service."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from accordgraph.cli_base import graph, progress
from accordgraph.settings import Settings

app = typer.Typer()


@app.command()
def publish(
    url: Annotated[str, typer.Argument(help="Where the SPARQL server takes updates.")],
    store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where it takes queries; ACCORDGRAPH_STORE, or the same address."),
    ] = None,
) -> None:
    """Load the snapshot into a SPARQL 1.1 server, for `serve --store`.

    Name and password are ACCORDGRAPH_PUBLISH_USER and ACCORDGRAPH_PUBLISH_PASSWORD. Readers are served
    the old version until the new one is whole. What the server holds already is not loaded again.
    """
    from accordgraph.publishing import publish as load

    settings = Settings.from_env()
    settings = replace(settings, store=store or settings.store)
    opened = graph(settings)
    version = opened.manifest.data_version
    if load(opened.snapshot, url, settings, say=progress):
        print(f"Published {version}+{opened.manifest.digest[:8]}.")
    else:
        print(f"The store already holds {version}+{opened.manifest.digest[:8]}.")
