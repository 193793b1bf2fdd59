"""A store of one's own that holds what the store of a snapshot does, and may be written to.

The large files of a store on disk never change once they are written: they are shared by hard links, and
copied only where those cannot be.  Cost: that of opening a store.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path

import pyoxigraph as ox

SHARED = ".sst"
"""How the names of files end that are written once."""
LEFT = ("LOCK", "LOG")
"""Files of whoever has the other store open."""


class OwnStore:
    """A store in a folder of its own, which is removed with it.

    Parameters
    ----------
    of : folder of the store that is shared; nothing in it is changed.
    """

    def __init__(self, of: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="accordgraph-store-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        for file in of.iterdir():
            if file.name not in LEFT:
                _share(file, self.folder / file.name)
        self.store = ox.Store(str(self.folder))


def _share(file: Path, other: Path) -> None:
    if file.suffix == SHARED:
        try:
            os.link(file, other)
        except OSError:  # another file system, or one without links
            pass
        else:
            return
    shutil.copyfile(file, other)
