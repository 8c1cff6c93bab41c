"""What every print shares: fonts, map, mark, colours, and the tag of a demonstration's pages.

Built once, handed to each rendering.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from otdesk import paths
from otdesk.documents.drawing import Role
from otdesk.documents.maps import DepartmentMap, load_departments
from otdesk.documents.pdf.fonts import Fonts
from otdesk.documents.pdf.mark import Ridge, load_mark
from otdesk.documents.pdf.palette import PRINT_PALETTE, Rgb
from otdesk.i18n import _


def reconstruction_tag() -> str:
    """Return the word that marks invented or restored data on every page."""
    return _("RECONSTITUTION")


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """The things that a print needs and that cost time to read.

    `tag` stands on every page: the data are invented or restored. Empty where they are real.
    """

    fonts: Fonts
    departments: DepartmentMap
    mark: tuple[Ridge, ...]
    palette: Mapping[Role, Rgb] = field(default_factory=lambda: PRINT_PALETTE)
    tag: str = ""

    @classmethod
    def shipped(cls, *, reconstruction: bool = False) -> PrintStyle:
        """Read what is installed with the program. Raises EnvironmentFault, MapUnreadable.

        `reconstruction` says so on every page, as the folder's identity tells it.
        """
        folder = paths.resources()
        return cls(
            fonts=Fonts.shipped(),
            departments=load_departments(folder / "maps"),
            mark=load_mark(folder / "theme" / "ridges.json"),
            tag=reconstruction_tag() if reconstruction else "",
        )
