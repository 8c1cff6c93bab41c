"""The panels of the screen: print, export, the accueils behind a figure; one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from otdesk import settings
from otdesk.documents.pdf import words
from otdesk.domain.period import Period
from otdesk.i18n import _
from otdesk.reports.records_behind import Behind, Records, records_behind
from otdesk.reports.summary import Summary
from otdesk.services import preferences
from otdesk.store.store import Store
from otdesk.ui.context import ScreenContext
from otdesk.ui.printing.pages import PageSize
from otdesk.ui.printing.panel import PrintPanel, Spooler
from otdesk.ui.printing.side_panel import SidePanel
from otdesk.ui.printing.tasks import NewestOnly
from otdesk.ui.summaries.export import file_name, rendered
from otdesk.ui.summaries.export_panel import ExportPanel, starting_folder
from otdesk.ui.summaries.material import Reader
from otdesk.ui.summaries.records_panel import RecordsPanel, behind_words
from otdesk.ui.theme.apply import Theme

# Under so many ems a panel takes the whole width.
_ROOM_FOR_PANEL = 62
_PANEL_EM = 27
_NO_LIMIT = 16_777_215


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was made: its pages and what it is called."""

    title: str
    content: bytes
    sizes: tuple[PageSize, ...]


class Panels(QObject):
    """Opens a panel in the place of the one that was open, beside `main`.

    `changed`: another panel, or none. `paper_wanted`: the pages of what is shown are to be made,
    then given to `offer_paper`. `day_wanted` carries a date.
    """

    changed = Signal()
    left = Signal()
    paper_wanted = Signal()
    export_wanted = Signal()
    day_wanted = Signal(object)

    def __init__(
        self,
        context: ScreenContext,
        reader: Reader,
        theme: Theme,
        place: QHBoxLayout,
        main: QWidget,
        *,
        device: Spooler | None = None,
    ) -> None:
        super().__init__(main)
        self._context = context
        self._reader = reader
        self._theme = theme
        self._place = place
        self._main = main
        self._device = device
        self._lists = NewestOnly(context.reading)
        self.destroyed.connect(self._lists.drop)
        self._chosen: dict[str, str] = {}
        self.panel: SidePanel | None = None

    # One at a time ---------------------------------------------------------------------------

    def open(self, panel: SidePanel) -> None:
        """Open a panel."""
        self.close()
        self.panel = panel
        panel.left.connect(self._on_left)
        self._place.addWidget(panel)
        panel.show()
        self.changed.emit()

    def close(self) -> None:
        """Close the panel that is open."""
        if self.panel is not None:
            self.panel.abandon()
            self._place.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
            self.changed.emit()

    def _on_left(self) -> None:
        self.close()
        self.left.emit()

    @property
    def is_acting(self) -> bool:
        """Tell whether the panel prints or saves: the screen's own buttons then step back."""
        return isinstance(self.panel, (PrintPanel, ExportPanel))

    def share(self, width: int) -> None:
        """Share the screen's width; too little for both is the panel's alone."""
        em = self._theme.scale.em()
        alone = self.panel is not None and width < _ROOM_FOR_PANEL * em
        self._main.setVisible(not alone)
        if self.panel is not None:
            least, most = (0, _NO_LIMIT) if alone else (_PANEL_EM * em, _PANEL_EM * em)
            self.panel.setMinimumWidth(least)
            self.panel.setMaximumWidth(most)

    # Paper -----------------------------------------------------------------------------------

    def open_print(self) -> None:
        """Open the printing; the pages come by `offer_paper`."""
        if not isinstance(self.panel, PrintPanel):
            panel = PrintPanel(
                self._context.reading,
                self._theme,
                remembered=self._setting(settings.PRINTER),
                device=self._device,
            )
            panel.pdf_wanted.connect(self.export_wanted)
            panel.printer_chosen.connect(lambda name: self._remember(settings.PRINTER, name))
            self.open(panel)
        self.paper_wanted.emit()

    def offer_paper(self, paper: Paper) -> None:
        """Give the pages to the panel that prints, if it still stands."""
        if isinstance(self.panel, PrintPanel):
            self.panel.offer(paper.title, paper.content, len(paper.sizes))

    # Files -----------------------------------------------------------------------------------

    def open_export(self) -> ExportPanel:
        """Open the saving; what is saved is told by `offer_summary` or `offer_tally`."""
        if isinstance(self.panel, ExportPanel):
            return self.panel
        panel = ExportPanel(self._context.reading, self._theme, self._export_folder())
        panel.folder_chosen.connect(lambda folder: self._remember(settings.EXPORT_FOLDER, folder))
        self.open(panel)
        return panel

    def offer_summary(self, summary: Summary) -> None:
        """Offer a summary to the panel that saves."""
        reader, period = self._reader, summary.period
        offices = tuple(office.code for office in summary.offices)
        if isinstance(self.panel, ExportPanel):
            self.panel.offer(
                words.short_title(period),
                lambda suffix: file_name(offices, period, suffix),
                lambda suffix: rendered(summary, suffix, reader.summary_pdf),
            )

    def offer_tally(self, office: str) -> None:
        """Offer the blank tally sheet to the panel that saves."""
        reader = self._reader
        if isinstance(self.panel, ExportPanel):
            self.panel.offer(
                tally_title(),
                lambda suffix: f"otdesk_{office}_{_('feuille-de-pointage')}.{suffix}",
                lambda _suffix: reader.tally_pdf(),
                only="pdf",
            )

    def _export_folder(self) -> Path:
        return starting_folder(self._setting(settings.EXPORT_FOLDER))

    def _setting(self, setting: settings.Setting[str]) -> str:
        """Return a setting; what was chosen in this window is newer than what was read."""
        return self._chosen.get(setting.key) or self._context.preferences().get(setting)

    def _remember(self, setting: settings.Setting[str], value: str) -> None:
        self._chosen[setting.key] = value

        self._context.link.run(lambda store: preferences.keep(store, setting, value))

    # Behind the figures ----------------------------------------------------------------------

    def open_records(self, behind: Behind, summary: Summary) -> None:
        """List the accueils behind a figure."""
        panel = RecordsPanel(self._theme)
        panel.day_wanted.connect(self.day_wanted)
        self.open(panel)
        panel.wait(behind_words(behind, summary))
        reader = self._reader

        def work(store: Store) -> Records:
            with store.reading() as connection:
                return records_behind(connection, reader.context(), behind)

        def still(act: Callable[[RecordsPanel], None]) -> None:
            if self.panel is panel:
                act(panel)

        self._lists.ask(
            work,
            lambda records: still(lambda p: p.show_records(records)),
            lambda fault: still(lambda p: p.tell_fault(fault)),
        )

    def leave_period(self) -> None:
        """Close what belongs to the figures of one period alone."""
        if isinstance(self.panel, RecordsPanel):
            self.close()


def tally_title() -> str:
    """Return what the blank sheet is called."""
    return _("feuille de pointage")


def paper_title(period: Period) -> str:
    """Return what the pages of a period are called."""
    return words.short_title(period)
