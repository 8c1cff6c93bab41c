"""« Réception »: one key takes everything in; the list says what became of each packet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from otdesk import settings, typography
from otdesk.errors import DeskError, EnvironmentFault
from otdesk.headquarters.arrivals import Arrivals, arrivals
from otdesk.headquarters.siege_round import SiegeRound
from otdesk.i18n import _
from otdesk.store.exchange_state import ReceivedPacket
from otdesk.sync.mailbox.exchange import MailboxCancelled
from otdesk.sync.mailbox.faults import HostKeyChanged, HostUnknown, WrongPassword
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import label, say
from otdesk.ui.preferences.chooser import Pick, pick_folder
from otdesk.ui.rows_table import WholeRows
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.siege.preferences import MAILBOX
from otdesk.ui.siege.reception.words import Telling, Words, codes_words, headline, round_words
from otdesk.ui.siege.rows import ListRow, ListView
from otdesk.ui.siege.side_by_side import SideBySide
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

PickFiles = Callable[[QWidget, str], Sequence[Path]]
RECEIVE = "receive"
FILES = "files"
_PANEL_EM = 26
_ENDINGS = (".zip", ".age")


class Shelf(StrEnum):
    """What the list shows."""

    PACKETS = "packets"
    CODES = "codes"
    HISTORIES = "histories"
    CLOCKS = "clocks"


def pick_packets(parent: QWidget, title: str) -> Sequence[Path]:
    """Ask for packets."""
    kinds = _("Envois (*.zip *.age)") + ";;* (*)"
    chosen, _kind = QFileDialog.getOpenFileNames(parent, title, "", kinds)
    return [Path(name) for name in chosen]


class ReceptionPage(SiegePage):
    """`arrive` with RECEIVE begins a round at once, with FILES asks for files.

    Files may be dropped anywhere on the page.
    """

    def __init__(
        self,
        desk: SiegeDesk,
        theme: Theme,
        *,
        pick: PickFiles = pick_packets,
        folder: Pick = pick_folder,
    ) -> None:
        super().__init__(desk, theme)
        self.setAccessibleName(_("Réception"))
        self.setAcceptDrops(True)
        workplace = desk.context.workplace
        self._words = Words(workplace.profile, workplace.zone)
        self._pick, self._folder = pick, folder
        self.seen: Arrivals | None = None
        self.shelf = Shelf.PACKETS
        scale = theme.scale
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(scale.space(8))
        outer.addWidget(self._head())
        outer.addWidget(self._progress())
        outer.addWidget(self._shelves())
        self.panel = self._panel()
        self._area = SideBySide(theme, self._list(), self.panel, _PANEL_EM)
        outer.addWidget(self._area, 1)
        desk.running_changed.connect(self._follow)
        desk.progressed.connect(self._on_progress)
        desk.finished.connect(self._on_finished)
        self._follow()

    # The parts -------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        theme, scale = self.theme, self.theme.scale
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.gap)
        said = QVBoxLayout()
        said.setSpacing(0)
        self.headline = label("", "lead")
        self.note = label("", "note")
        said.addWidget(self.headline)
        said.addWidget(self.note)
        row.addLayout(said, 1)
        self.files = KeyButton(theme, _("Importer des fichiers"), "I", icon="upload")
        self.files.clicked.connect(self.pick_files)
        self.receive = KeyButton(theme, _("Tout recevoir"), _("Entrée"), role="primary")
        self.receive.clicked.connect(self.begin)
        self.stop = KeyButton(theme, _("Arrêter"), _("Échap"), icon="x")
        self.stop.clicked.connect(self.desk.cancel)
        for part in (self.files, self.receive, self.stop):
            row.addWidget(part)
        return holder

    def _progress(self) -> QWidget:
        self.busy = QProgressBar()
        self.busy.setRange(0, 100)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(_("Réception en cours"))
        self.busy.hide()
        return self.busy

    def _shelves(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(self.theme.scale.space(8), holder)
        group = QButtonGroup(self)
        self.shelves: dict[Shelf, SegmentButton] = {}
        for shelf in Shelf:
            button = SegmentButton("", self.theme)
            button.setMinimumHeight(self.theme.scale.target)
            button.clicked.connect(lambda _on=False, s=shelf: self.show_shelf(s))
            group.addButton(button)
            self.shelves[shelf] = button
            flow.addWidget(button)
        self.shelves[self.shelf].setChecked(True)
        policy = holder.sizePolicy()
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        return holder

    def _list(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "card")
        column = QVBoxLayout(frame)
        edge = self.theme.scale.space(6)
        column.setContentsMargins(edge, edge, edge, edge)
        self.view = ListView(self.theme, _("Ce qui est arrivé"))
        self.view.chosen.connect(self._on_row)
        self._rows = WholeRows(self.view, 3)
        column.addWidget(self._rows, 1)
        self.empty = label("", "note")
        self.empty.hide()
        column.addWidget(self.empty)
        return frame

    def _panel(self) -> QWidget:
        scale = self.theme.scale
        frame = QFrame()
        frame.setProperty("role", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(*(scale.space(14),) * 4)
        column.setSpacing(scale.space(8))
        self.title = label("", "title")
        self.told = label("")
        self.again = KeyButton(self.theme, _("Essayer de nouveau"), "", icon="rotate-ccw")
        self.again.clicked.connect(self.try_again)
        self.again.hide()
        self.reply = KeyButton(self.theme, _("Écrire la réponse sur une clé…"), "", icon="usb")
        self.reply.clicked.connect(self.write_reply)
        self.reply.hide()
        for part in (self.title, self.told, self.again, self.reply):
            column.addWidget(part)
        column.addStretch(1)
        return frame

    # What is shown ---------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front; begin a round where it is asked for."""
        if isinstance(argument, Shelf):
            self.show_shelf(argument)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if argument == RECEIVE:
            self.begin()
        elif argument == FILES:
            self.pick_files()

    def place(self) -> object:
        """Return the list that is shown."""
        return self.shelf

    def read(self) -> None:
        """Read what came."""
        profile = self.desk.context.workplace.profile
        self.desk.context.reading.read(
            lambda connection: arrivals(connection, profile), self.then(self._show), self.fault
        )

    def _show(self, seen: Arrivals) -> None:
        self.seen = seen
        self.headline.setText(typography.spaced(headline(seen)))
        for button, text in zip(self.shelves.values(), codes_words(seen), strict=True):
            button.setText(text)
            button.setAccessibleName(text)
        self.counted.emit("reception", len(seen.open_aside) + len(seen.waiting))
        self._follow()
        self.show_shelf(self.shelf)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show another of the four lists."""
        self.shelf = shelf
        self.shelves[shelf].setChecked(True)
        if self.seen is None:
            return
        columns, rows, nothing = self._content(self.seen)
        kept = self.view.row
        self.view.show_rows(columns, rows, keep=None if kept is None else kept.key)
        self._rows.setVisible(bool(rows))
        say(self.empty, "" if rows else nothing)

    def _content(self, seen: Arrivals) -> tuple[Sequence[tuple[str, int]], Sequence[ListRow], str]:
        words = self._words
        match self.shelf:
            case Shelf.PACKETS:
                columns = ((_("Arrivé le"), 28), (_("Bureau"), 36), (_("Envoi"), 11),
                           (_("État"), 25))  # fmt: skip
                nothing = _("Rien n’est encore arrivé. « Tout recevoir » ouvre la boîte d’échange.")
                return columns, words.packet_rows(seen), nothing
            case Shelf.CODES:
                columns = ((_("Liste"), 22), (_("Code"), 26), (_("Bureau"), 36), (_("Fois"), 16))
                return columns, words.code_rows(seen), _("Tous les codes reçus sont connus.")
            case Shelf.HISTORIES:
                three = ((_("Bureau"), 34), (_("Quoi"), 42), (_("Sorte"), 24))
                return three, words.history_rows(seen), _("Chaque registre se suit sans trou.")
            case _:
                three = ((_("Bureau"), 30), (_("Dernier envoi"), 28), (_("Écart"), 42))
                return three, words.clock_rows(seen), _("Les horloges des bureaux sont à l’heure.")

    def _on_row(self, row: ListRow | None) -> None:
        telling = None if row is None or self.seen is None else self._telling(self.seen, row)
        self._area.side.setVisible(telling is not None)
        if telling is None:
            return
        self.title.setText(typography.spaced(telling.title))
        self.told.setText("\n\n".join(typography.spaced(text) for text in telling.sentences))
        self.again.setVisible(bool(telling.again))
        packet = self._packet
        self.reply.setVisible(packet is not None and bool(packet.office))
        self.panel.setAccessibleName(telling.title)
        self.panel.setAccessibleDescription(" ".join(telling.sentences))

    def _telling(self, seen: Arrivals, row: ListRow) -> Telling | None:
        match self.shelf:
            case Shelf.PACKETS:
                packet = self._packet
                if packet is None:
                    return None
                return self._words.packet(packet, seen.aside.get(packet.sha256))
            case Shelf.CODES:
                return self._words.code()
            case Shelf.HISTORIES:
                return self._words.history(row)
            case _:
                return self._words.clock()

    # The exchange ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Make a round with the mailbox; the settings come first where none is known."""
        if self.desk.is_running:
            return
        if not self.desk.mailbox:
            self.tell(_("Aucune boîte d’échange n’est réglée : indiquer son adresse."), "genet")
            self.go_to.emit("settings", MAILBOX)
            return
        self.desk.receive()

    def pick_files(self) -> None:
        """Ask for files, and take them in."""
        if not self.desk.is_running:
            self.take_in(self._pick(self, _("Importer des envois")))

    def take_in(self, files: Sequence[Path]) -> None:
        """Take files in."""
        if files and not self.desk.is_running:
            self.desk.take_in(list(files))

    def try_again(self) -> None:
        """Take in once more what lies in quarantine: a post may have been confirmed since."""
        packet = self._packet
        if packet is not None:
            self.take_in([self.desk.context.workplace.folder / packet.place])

    def write_reply(self) -> None:
        """Write the reply to the office of a packet into a folder that is picked."""
        packet = self._packet
        if packet is None or not packet.office:
            return
        folder = self._folder(self, _("Écrire la réponse sur une clé"))
        if folder is None:
            return
        office = self._words.office(packet.office)
        self.desk.answer(
            packet.office,
            folder,
            self.then(
                lambda path: self.tell(
                    _("Réponse écrite pour {office} : {name}. Le bureau l’importe.").format(
                        office=office, name=path.name
                    )
                )
            ),
            self.fault,
        )

    @property
    def _packet(self) -> ReceivedPacket | None:
        """Return the packet that is pointed to, None in another list."""
        row = self.view.row
        if self.seen is None or row is None or self.shelf is not Shelf.PACKETS:
            return None
        return next((p for p in self.seen.packets if p.sha256 == row.key), None)

    def _follow(self) -> None:
        running = self.desk.is_running
        self.busy.setVisible(running)
        self.stop.setVisible(running)
        self.receive.setVisible(not running)
        self.files.setEnabled(not running)
        if running:
            self.busy.setValue(0)
            self.note.setText(_("Réception en cours : le reste du programme continue."))
        else:
            address = self.desk.mailbox
            self.note.setText(
                _("Boîte d’échange : {}").format(address)
                if address
                else _("Aucune boîte d’échange n’est réglée ; les fichiers s’importent à la main.")
            )

    def _on_progress(self, share: float) -> None:
        self.busy.setValue(round(share * 100))

    def _on_finished(self, outcome: object) -> None:
        if isinstance(outcome, SiegeRound):
            self.tell(*round_words(outcome))
        elif isinstance(outcome, MailboxCancelled):
            self.tell(_("Réception arrêtée : ce qui était déjà pris reste."), "genet")
        elif isinstance(outcome, HostUnknown | HostKeyChanged | WrongPassword):
            self.tell(f"{outcome.what} {outcome.todo}", "refused")
            self.go_to.emit("settings", MAILBOX)
        elif isinstance(outcome, EnvironmentFault):
            self.tell(f"{outcome.what} {outcome.safe} {outcome.todo}", "refused")
        elif isinstance(outcome, DeskError):
            self.tell(str(outcome), "refused")
        elif isinstance(outcome, Exception):
            self.desk.context.link.failed.emit(outcome)

    # Files, keys -----------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what has a file that may be a packet."""
        if any(url.toLocalFile().endswith(_ENDINGS) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files in."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.take_in(files)
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter receives, I imports, Esc stops."""
        key = Qt.Key(event.key())
        single = self.desk.context.preferences().get(settings.SINGLE_KEYS)
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.begin()
        elif key == Qt.Key.Key_Escape and self.desk.is_running:
            self.desk.cancel()
        elif key == Qt.Key.Key_I and single and not event.modifiers():
            self.pick_files()
        else:
            super().keyPressEvent(event)
