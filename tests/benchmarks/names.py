"""What the rows are called that `scale.py` and `cohorts.py` print, and the tables of the README hold.

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
