"""The two families of foreseeable failures, told apart by what the reader can do about them.

`DataFault`: what was given is wrong (a file, a value, a refused action); the command exits 1.
`EnvironmentFault`: the machine is in the way (disk, rights, another program); the command exits 2.
Everything else is a bug of ours and is reported as such by the composition root.
"""

from __future__ import annotations


class DeskError(Exception):
    """Any failure that the program foresees; `str()` is a French sentence for the screen."""


class DataFault(DeskError):
    """What was given cannot be accepted; nothing was changed."""


class EnvironmentFault(DeskError):
    """The machine is in the way.

    `what` happened, what is `safe`, what `todo`: three French sentences, always all three,
    because a counsellor who reads only the first one is left with a worry.
    """

    def __init__(self, what: str, *, safe: str, todo: str) -> None:
        super().__init__(f"{what} {safe} {todo}")
        self.what = what
        self.safe = safe
        self.todo = todo
