"""What every print shares: fonts, map, mark, colours. Built once, handed to each rendering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from otdesk import paths
from otdesk.documents.drawing import Role
from otdesk.documents.maps import DepartmentMap, load_departments
from otdesk.documents.pdf.fonts import Fonts
from otdesk.documents.pdf.mark import Ridge, load_mark
from otdesk.documents.pdf.palette import PRINT_PALETTE, Rgb


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """The things that a print needs and that cost time to read."""

    fonts: Fonts
    departments: DepartmentMap
    mark: tuple[Ridge, ...]
    palette: Mapping[Role, Rgb] = field(default_factory=lambda: PRINT_PALETTE)

    @classmethod
    def shipped(cls) -> PrintStyle:
        """Read what is installed with the program. Raises EnvironmentFault, MapUnreadable."""
        folder = paths.resources()
        return cls(
            fonts=Fonts.shipped(),
            departments=load_departments(folder / "maps"),
            mark=load_mark(folder / "theme" / "ridges.json"),
        )
