"""A summary as a file: its formats, its name, and a writing that is whole or nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from otdesk.documents import export_csv, export_json
from otdesk.domain.period import Period
from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.reports.summary import Summary
from otdesk.ui.summaries import periods

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A kind of file: its ending, what it is called, what it is good for."""

    suffix: str
    label: str
    purpose: str


def formats() -> tuple[ExportFormat, ...]:
    """Return the kinds of file that a summary can be written as."""
    return (
        ExportFormat("pdf", _("PDF"), _("les pages telles qu’elles s’impriment")),
        ExportFormat("xlsx", _("Tableur"), _("Excel ou LibreOffice, un tableau par onglet")),
        ExportFormat("csv", _("CSV"), _("un chiffre par ligne, pour un autre logiciel")),
        ExportFormat("json", _("JSON"), _("pour un programme")),
    )


def file_name(offices: tuple[str, ...], period: Period, suffix: str) -> str:
    """Return `otdesk_PDM_2022-07.pdf`."""
    place = offices[0] if len(offices) == 1 else f"{len(offices)}-bureaux"
    return f"otdesk_{place}_{periods.code(period)}.{suffix}"


def rendered(summary: Summary, suffix: str, as_pdf: Callable[[Summary], bytes]) -> bytes:
    """Return a summary in a format; `as_pdf` makes the pages."""
    if suffix == "pdf":
        return as_pdf(summary)
    if suffix == "csv":
        return export_csv.render(summary)
    if suffix == "json":
        return export_json.render(summary)
    # A spreadsheet's library costs more to import than the screen to open.
    from otdesk.documents import export_xlsx

    return export_xlsx.render(summary)


def write_whole(
    path: Path,
    content: bytes,
    progress: Callable[[int, int], None],
    is_cancelled: Callable[[], bool],
) -> bool:
    """Write a file that appears only when it is whole; return False if it was cancelled.

    A file of that name that was there before stays as it was until then. Raises
    EnvironmentFault.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        return _written(path, part, content, progress, is_cancelled)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EnvironmentFault(
            _("Le fichier « {file} » n’a pas pu être écrit : {reason}.").format(
                file=path.name, reason=_reason(error, path.parent)
            ),
            safe=_("Aucune donnée n’est touchée."),
            todo=_("Choisir un autre dossier, ou fermer le fichier s’il est ouvert."),
        ) from error


def _reason(error: OSError, folder: Path) -> str:
    """Return why a file cannot be written, in French: the system answers in its own language."""
    said = {
        errno.ENOENT: _("le dossier « {folder} » n’existe pas"),
        errno.ENOTDIR: _("« {folder} » n’est pas un dossier"),
        errno.EACCES: _("le droit d’écrire dans « {folder} » manque"),
        errno.EPERM: _("le droit d’écrire dans « {folder} » manque"),
        errno.EROFS: _("« {folder} » est en lecture seule"),
        errno.ENOSPC: _("le disque est plein"),
        errno.EDQUOT: _("le disque est plein"),
        errno.ENAMETOOLONG: _("son nom est trop long"),
        errno.EISDIR: _("un dossier porte déjà ce nom"),
        errno.EBUSY: _("un autre programme s’en sert"),
    }
    unknown = _("le disque ne répond pas comme attendu (erreur {number})")
    return said.get(error.errno or 0, unknown).format(folder=folder, number=error.errno)


def _written(
    path: Path,
    part: Path,
    content: bytes,
    progress: Callable[[int, int], None],
    is_cancelled: Callable[[], bool],
) -> bool:
    with part.open("wb") as file:
        for start in range(0, len(content), _CHUNK):
            if is_cancelled():
                break
            file.write(content[start : start + _CHUNK])
            progress(min(start + _CHUNK, len(content)), len(content))
        file.flush()
        os.fsync(file.fileno())
    if is_cancelled():
        part.unlink()
        return False
    part.replace(path)
    return True
