"""Scenarios: supposed facts, written as people write them, read, checked and laid over a world in memory.

A scenario is a YAML or JSON document. `read` reads it, `overlay` lays it over a world, `checking` holds it
against the shapes, `stored` finds those that belong to the data.  Nothing here is ever stored.
"""

from accordgraph.scenarios.reading import Overlay as Overlay
from accordgraph.scenarios.reading import overlay as overlay
from accordgraph.scenarios.reading import read as read
