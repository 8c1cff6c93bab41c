"""« Impression »: which printer the summaries go to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox

from otdesk import settings
from otdesk.i18n import _
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.cards import Card, button, label, row, say
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.printing.spooler import PrinterFound, printers
from otdesk.ui.theme.apply import Theme


class PrinterPage(PreferencesPage):
    """The system's own printer, or another one; a bureau without any keeps its PDFs.

    `find` asks the system. A print server that does not answer can take its time: it is asked
    on the reading thread.
    """

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        *,
        find: Callable[[], Sequence[PrinterFound]] = printers,
    ) -> None:
        super().__init__(
            context,
            theme,
            _("Impression"),
            _("Un bureau sans imprimante enregistre ses résumés en PDF, de la même page."),
        )
        self._find = find
        card = Card(theme, _("Imprimante"))
        self.printers = QComboBox()
        self.printers.setObjectName("printer")
        self.printers.setAccessibleName(_("Imprimante"))
        self.printers.setMinimumHeight(theme.scale.target)
        self.printers.setMaximumWidth(theme.scale.em(30))
        self.printers.activated.connect(self._take)
        self.note = label("", "note")
        self.again = button(theme, _("Chercher de nouveau"), self.arrive, icon="refresh-cw")
        card.add(self.printers, self.note, row(theme, (self.again,)))
        self.column.addWidget(card)
        self.finish()

    def arrive(self) -> None:
        """Ask the system for its printers: they come and go."""
        find = self._find
        self.again.setEnabled(False)
        say(self.note, _("Recherche des imprimantes…"))
        self.context.reading.run(lambda _store: find(), self.then(self._show), self._on_fault)

    def _on_fault(self, error: Exception) -> None:
        self.then(lambda _none: self._show(()))(None)
        self.fault(error)

    def _show(self, found: Sequence[PrinterFound]) -> None:
        self.again.setEnabled(True)
        chosen = self.context.preferences().get(settings.PRINTER)
        default = next((each.label for each in found if each.is_default), "")
        self.printers.clear()
        self.printers.addItem(
            _("Celle du système ({})").format(default) if default else _("Celle du système"), ""
        )
        for each in found:
            self.printers.addItem(each.label, each.name)
        missing = bool(chosen) and all(each.name != chosen for each in found)
        if missing:
            self.printers.addItem(_("{} (absente)").format(chosen), chosen)
        self.printers.setCurrentIndex(max(0, self.printers.findData(chosen)))
        if missing:
            words = _("L’imprimante choisie n’est pas là : allumée, branchée ?")
        elif found:
            words = ""
        else:
            words = _("Aucune imprimante sur ce poste : les résumés s’enregistrent en PDF.")
        say(self.note, words)

    def _take(self, index: int) -> None:
        self.save(settings.PRINTER, str(self.printers.itemData(index)))
