"""What can go wrong between a document and paper, said in French with a way out."""

from __future__ import annotations

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _


class PrintFault(EnvironmentFault):
    """The paper did not come; the document can always be saved as a PDF file."""


class NoPrinter(PrintFault):
    """The system knows no printer."""


class PrinterGone(PrintFault):
    """The printer that was chosen is no longer there."""


class PrinterRefused(PrintFault):
    """The queue did not take the document."""


def no_printer() -> NoPrinter:
    """Return the fault of a post without any printer."""
    return NoPrinter(
        _("Aucune imprimante n’est installée sur ce poste."),
        safe=_("Le document est prêt, rien n’est perdu."),
        todo=_("Enregistrer en PDF, ou installer une imprimante puis recommencer."),
    )


def gone(printer: str) -> PrinterGone:
    """Return the fault of a printer that the system does not find any more."""
    return PrinterGone(
        _("L’imprimante « {} » ne répond pas.").format(printer),
        safe=_("Rien n’a été envoyé."),
        todo=_("La rallumer, en choisir une autre, ou enregistrer en PDF."),
    )


def refused(printer: str, reason: str) -> PrinterRefused:
    """Return the fault of a queue that refuses; `reason` is the print system's own sentence."""
    told = _(" Elle répond : « {} ».").format(reason) if reason else ""
    return PrinterRefused(
        _("L’imprimante « {} » a refusé le document.").format(printer) + told,
        safe=_("Rien n’a été imprimé, aucune donnée n’est touchée."),
        todo=_("Choisir une autre imprimante, ou enregistrer en PDF."),
    )
