"""Where a data folder may lie: never in a folder that another program keeps in step.

A synchronising program copies the database while it is written, and puts an older one back: the
file is damaged, or accueils are gone (`sync.md`, "Transports"). Packets are what travels.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _

# What the folders of these programs are called, lower case, without accents.
_NAMES = {
    "OneDrive": r"onedrive\b.*",
    "Dropbox": r"dropbox\b.*",
    "Nextcloud": r"nextcloud\b.*",
    "ownCloud": r"owncloud\b.*",
    "Google Drive": r"google ?drive\b.*|my drive|mon drive",
    "iCloud": r"icloud ?drive\b.*|com~apple~clouddocs",
    "kDrive": r"kdrive\b.*",
    "pCloud": r"pcloud ?(drive|sync)\b.*",
    "MEGA": r"mega(sync)?",
    "Seafile": r"seafile\b.*",
    "Syncthing": r"syncthing\b.*",
}
# What they leave in the folder that they keep in step.
_TRACES = {
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Nextcloud": (".nextcloudsync.log",),
    "ownCloud": (".owncloudsync.log",),
    "Syncthing": (".stfolder",),
}
_TRACE_PATTERNS = {"Nextcloud": "._sync_*.db", "ownCloud": ".sync_*.db"}


class SynchronisedFolder(EnvironmentFault):
    """The folder lies in one that OneDrive, Nextcloud or the like keeps in step."""


def synchronised_by(folder: Path) -> str | None:
    """Return the program that keeps a folder in step by its name or its traces, None for none."""
    real = folder.absolute().resolve()
    for place in (real, *real.parents):
        plain = unicodedata.normalize("NFKD", place.name.casefold())
        for program, pattern in _NAMES.items():
            if re.fullmatch(pattern, plain):
                return program
        program_here = _trace(place)
        if program_here is not None:
            return program_here
    return None


def check(folder: Path) -> None:
    """Raise SynchronisedFolder where a data folder may not lie."""
    program = synchronised_by(folder)
    if program is not None:
        raise SynchronisedFolder(
            _("« {folder} » est synchronisé par {program} : la base s’y abîmerait.").format(
                folder=folder, program=program
            ),
            safe=_("Rien n’y a été écrit."),
            todo=_("Choisir un dossier de ce poste qui n’est synchronisé par aucun programme."),
        )


def _trace(place: Path) -> str | None:
    for program, names in _TRACES.items():
        if any((place / name).exists() for name in names):
            return program
    for program, pattern in _TRACE_PATTERNS.items():
        try:
            if any(place.glob(pattern)):
                return program
        except OSError:
            # A folder that may not be listed shows no trace.
            continue
    return None
