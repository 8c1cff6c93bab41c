"""« Impression »: which printer the summaries go to, and where receipts do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit

from otdesk import settings
from otdesk.domain.paper_roll import RollLine, printable
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.cards import Card, Choice, button, label, row, say
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.printing.spooler import PrinterFound, printers
from otdesk.ui.theme.apply import Theme

if TYPE_CHECKING:
    from otdesk.store.store import Store


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
            _("Un poste sans imprimante enregistre ses résumés en PDF, de la même page."),
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
        # The siège sells nothing: it has no till.
        if context.workplace.profile.has_shop and not context.workplace.is_siege:
            self.column.addWidget(self._receipts())
        self.finish()

    def _receipts(self) -> Card:
        """Return the card of the receipt printer, tried before anyone waits for a receipt."""
        theme, preferences = self.theme, self.context.preferences()
        card = Card(
            theme,
            _("Imprimante de tickets"),
            _("Un rouleau ESC/POS. Sans elle, un ticket demandé s’imprime sur une page A5."),
        )
        self.roll = QLineEdit(preferences.get(settings.RECEIPT_PRINTER))
        self.roll.setAccessibleName(_("Adresse de l’imprimante de tickets"))
        self.roll.setPlaceholderText(_("192.168.1.50, /dev/usb/lp0 ou windows:NOM"))
        self.roll.setMinimumHeight(theme.scale.target)
        self.roll.setMaximumWidth(theme.scale.em(30))
        self.roll.returnPressed.connect(self.save_roll)
        self.roll_width = Choice(
            theme,
            _("Largeur du rouleau"),
            (("80", _("80 mm")), ("58", _("58 mm"))),
            str(preferences.get(settings.RECEIPT_MILLIMETRES)),
            lambda value: self.save(settings.RECEIPT_MILLIMETRES, int(value)),
        )
        self.keep = button(theme, _("Enregistrer"), self.save_roll)
        self.test = button(theme, _("Essayer"), self.try_roll)
        card.add(self.roll, self.roll_width, row(theme, (self.keep, self.test)))
        return card

    def save_roll(self) -> None:
        """Keep where the receipt printer is; an empty address goes back to A5 pages."""
        from otdesk.devices.thermal import port_of

        place = self.roll.text().strip()
        try:
            if place:
                port_of(place)
        except DataFault as fault:
            self.tell_fault(fault)
            return
        self.save(settings.RECEIPT_PRINTER, place)
        self.tell(
            _("Les tickets s’impriment sur « {} ».").format(place)
            if place
            else _("Les tickets s’impriment sur une page A5.")
        )

    def try_roll(self) -> None:
        """Print a few lines, off the window's thread: a printer that is off is slow to say so."""
        place = self.roll.text().strip()

        def work(_store: Store) -> None:
            from otdesk.devices.thermal import ThermalPrinter, port_of

            ThermalPrinter(port_of(place)).print_lines(
                (
                    RollLine("otdesk", strong=True),
                    RollLine(printable(_("Essai : Cévennes, 12,50 €"))),
                ),
                safe=_("Rien n’a été changé."),
            )

        self.test.setEnabled(False)
        self.tell(_("Essai…"), "")
        self.context.reading.run(work, self.then(self._on_tried), self._on_roll_fault)

    def _on_tried(self, _none: None) -> None:
        self.test.setEnabled(True)
        self.tell(_("L’essai est parti : la page porte « Cévennes » et le signe €."))

    def _on_roll_fault(self, error: Exception) -> None:
        self.then(lambda _none: self.test.setEnabled(True))(None)
        self.fault(error)

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
