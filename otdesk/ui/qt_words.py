"""The words of Qt's own dialogs that its French catalogue lacks."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator

from otdesk.i18n import _


def _words() -> dict[tuple[str, str], str]:
    # Qt moved these to another context, or reworded them, after its catalogue was translated.
    return {
        ("QFileDialog", "&Look in:"): _("&Dossier\u00a0:"),
        ("QFileDialog", "Files of &type:"): _("&Type de fichier\u00a0:"),
        ("QAbstractFileIconProvider", "Drive"): _("Disque"),
        ("QAbstractFileIconProvider", "File"): _("Fichier"),
        ("QAbstractFileIconProvider", "%1 File"): _("Fichier %1"),
        ("QAbstractFileIconProvider", "File Folder"): _("Dossier"),
        ("QAbstractFileIconProvider", "Folder"): _("Dossier"),
        ("QAbstractFileIconProvider", "Shortcut"): _("Raccourci"),
        ("QAbstractFileIconProvider", "Unknown"): _("Inconnu"),
    }


class QtWords(QTranslator):
    """Says what Qt's catalogue does not; installed beside it, and asked first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._words = _words()

    def isEmpty(self) -> bool:
        """Tell Qt that there is something to ask for: no file was loaded."""
        return False

    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        """Return the words, None for what the catalogue is to be asked for."""
        return self._words.get((context, sourceText))
