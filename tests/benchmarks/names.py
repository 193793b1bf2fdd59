"""What the rows are called that the programs here print, and the tables of the README hold.

Each program takes its names from here, and a promise compares the tables with them.
"""

from __future__ import annotations

from generated import GOALS

MEMBERSHIPS = "memberships"
READ = "read and compile"
PAIRS = {goal: f"all pairs, {goal}" for goal in sorted(GOALS)}
OVERLAY = "one question with an overlay"
MEMORY = "memory of the process"

GROWTH = (MEMBERSHIPS, READ, *PAIRS.values(), MEMORY)
"""The rows of the table that tells how time and memory grow."""

NETWORKX, CLINGO = "networkx", "clingo"
BESIDE = (NETWORKX, CLINGO)
"""What all pairs are compared with, in the order of the columns."""

SIZES = (300, 3_000, 30_000)
"""How many bodies the worlds have."""

SINGLE = "single questions"
"""Of people who are asked about one by one, beside many by many."""

MATRIX = {goal: f"matrix, {goal}" for goal in sorted(GOALS)}
MATRIX_ANSWER = "matrix with its names, as an answer"
RANKING = "every single accession of every body, all goals"
PAIRED = "every pair of accessions of one body, all goals"
RANKED = "the ranking of one body as an answer"
QUESTION = {share: f"one question, {share}" for share in ("median", "99th percentile")}
TOLD = "one question as an answer in sentences, median"
RELAYED = "the same with relays over two places, median"

REAL = (*MATRIX.values(), MATRIX_ANSWER, RANKING, PAIRED, RANKED, *QUESTION.values(), TOLD, RELAYED)
"""The rows of the table about the graph itself."""

THROUGHPUT = "cheap queries, throughput beside rdflib-endpoint"
EIGHT = "eight aggregations and joins, latency of rdflib-endpoint beside ours, geometric mean"
LEAST = "the least of the eight"
HEAVIEST = "the heaviest of them, our latency beside Oxigraph's server"
P99 = "99th percentile of 56 clients with cheap queries beside 8 with endless ones, to that without them"
REFUSED = "cheap queries refused meanwhile"
WRONG = "answers of these that were wrong or cut"
LONGEST = "the longest of the endless queries, with a time-out of 10 s"

ENDPOINT = (THROUGHPUT, EIGHT, LEAST, HEAVIEST, P99, REFUSED, WRONG, LONGEST)
"""The rows of the table about the SPARQL endpoint."""

PAGES = ("finder", "network")
FIRST_VIEW = {
    page: f"first view of the {page} until it answers, processor slowed four times, s" for page in PAGES
}
WEIGHT = {page: f"scripts of the first view of the {page}, kB" for page in PAGES}
SLIDING = "sliding through the network, frames a second"
DRAG = "drag in 2,000 nodes and 6,000 edges, ms"

BROWSER = (*FIRST_VIEW.values(), *WEIGHT.values(), SLIDING, DRAG)
"""The rows of the table about pages in a browser."""
