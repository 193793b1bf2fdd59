"""accordgraph: what an engineering qualification from here gets you there, and who says so."""

__version__ = "0.1.0"
