"""« Impression »: which printer the summaries go to."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QComboBox

from otdesk import settings
from otdesk.i18n import _
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.cards import Card, button, label, row
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.theme.apply import Theme


class PrinterPage(PreferencesPage):
    """The system's own printer, or another one; a bureau without any keeps its PDFs."""

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        super().__init__(
            context,
            theme,
            _("Impression"),
            _("Un bureau sans imprimante enregistre ses résumés en PDF, de la même page."),
        )
        card = Card(theme, _("Imprimante"))
        self.printers = QComboBox()
        self.printers.setObjectName("printer")
        self.printers.setAccessibleName(_("Imprimante"))
        self.printers.setMinimumHeight(theme.scale.target)
        self.printers.setMaximumWidth(theme.scale.em(30))
        self.printers.activated.connect(self._take)
        self._note = label("", "note")
        again = button(theme, _("Chercher de nouveau"), self.arrive, icon="refresh-cw")
        card.add(self.printers, self._note, row(theme, (again,)))
        self.column.addWidget(card)
        self.finish()

    def arrive(self) -> None:
        """Ask the system for its printers: they come and go."""
        chosen = self.context.preferences().get(settings.PRINTER)
        names = list(QPrinterInfo.availablePrinterNames())
        default = QPrinterInfo.defaultPrinterName()
        self.printers.clear()
        self.printers.addItem(
            _("Celle du système ({})").format(default) if default else _("Celle du système"), ""
        )
        for name in names:
            self.printers.addItem(name, name)
        if chosen and chosen not in names:
            self.printers.addItem(_("{} (absente)").format(chosen), chosen)
        self.printers.setCurrentIndex(max(0, self.printers.findData(chosen)))
        if chosen and chosen not in names:
            words = _("L’imprimante choisie n’est pas là : allumée, branchée ?")
        elif names:
            words = ""
        else:
            words = _("Aucune imprimante sur ce poste : les résumés s’enregistrent en PDF.")
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def _take(self, index: int) -> None:
        self.save(settings.PRINTER, str(self.printers.itemData(index)))
