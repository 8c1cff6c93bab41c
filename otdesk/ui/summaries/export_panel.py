"""The panel that saves a summary as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from otdesk.i18n import _
from otdesk.store.store import Store
from otdesk.ui.background import StoreLink
from otdesk.ui.days.controls import label, set_tone
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing.side_panel import Outcome, Progress, SidePanel
from otdesk.ui.printing.tasks import Task, while_there
from otdesk.ui.summaries.export import ExportFormat, formats, write_whole
from otdesk.ui.theme.apply import Theme

Make = Callable[[str], bytes]
"""From a format's ending to the file's bytes; run on the reading thread."""


def starting_folder(remembered: str) -> Path:
    """Return where to save first: the folder of last time, the documents, or the home.

    Whichever is there: a stick was taken out, and not every system makes a folder of documents.
    """
    place = QStandardPaths.StandardLocation.DocumentsLocation
    documents = QStandardPaths.writableLocation(place)
    wanted = (Path(folder) for folder in (remembered, documents) if folder)
    return next((folder for folder in wanted if folder.is_dir()), Path.home())


class ExportPanel(SidePanel):
    """Saves to a folder, under a name that says office and period.

    `folder_chosen` carries the folder of a file that was saved: the next one goes there too.
    `ended` tells whether a file was saved.
    """

    folder_chosen = Signal(str)
    ended = Signal(bool)

    def __init__(
        self, link: StoreLink, theme: Theme, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Exporter"), theme, parent)
        self._link = link
        self._folder = folder
        self._name: Callable[[str], str] = lambda suffix: f"otdesk.{suffix}"
        self._make: Make = lambda _suffix: b""
        self._task: Task | None = None
        self._saved: Path | None = None
        self.choices: dict[str, QRadioButton] = {}
        self._purposes: dict[str, QWidget] = {}
        self._make_formats(formats())
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Nom du fichier"))
        self.name.textChanged.connect(lambda _text: self._warn())
        self.name.returnPressed.connect(self.start)
        self._where = label("", "note", wrap=True)
        self.elsewhere = KeyButton(theme, _("Changer de dossier…"), "", icon="folder")
        self.elsewhere.clicked.connect(self.choose_folder)
        self._warning = label("", "note", "genet", wrap=True)
        self.progress = Progress(theme)
        self.progress.cancelled.connect(self._on_cancel)
        self.outcome = Outcome(theme)
        self.show_folder = KeyButton(theme, _("Ouvrir le dossier"), "", icon="folder")
        self.show_folder.clicked.connect(self._on_show_folder)
        self.show_folder.hide()
        self.go = KeyButton(theme, _("Enregistrer"), _("Entrée"), role="primary", icon="download")
        self.go.clicked.connect(self.start)
        self._fill()

    def _make_formats(self, offered: tuple[ExportFormat, ...]) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(_("Format"), "heading"))
        group = QButtonGroup(self)
        for each in offered:
            choice = QRadioButton(each.label)
            choice.setAccessibleName(f"{each.label}, {each.purpose}")
            choice.toggled.connect(lambda on: self._rename() if on else None)
            group.addButton(choice)
            self.choices[each.suffix] = choice
            column.addWidget(choice)
            purpose = label(each.purpose, "note", wrap=True)
            purpose.setContentsMargins(self.theme.scale.em(1.9), 0, 0, 0)
            self._purposes[each.suffix] = purpose
            column.addWidget(purpose)
        self.body.addLayout(column)

    def _fill(self) -> None:
        for widget in (
            label(_("Nom du fichier"), "heading"),
            self.name,
            label(_("Dossier"), "heading"),
            self._where,
            self.elsewhere,
            self._warning,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        for part in (self.outcome, self.progress, self.show_folder, self.go):
            self.foot.addWidget(part)

    # What is offered -----------------------------------------------------------------------

    def offer(
        self,
        document: str,
        name: Callable[[str], str],
        make: Make,
        *,
        suffix: str = "pdf",
        only: str | None = None,
    ) -> None:
        """Offer a document: `name` gives a file's name, `make` its content for an ending.

        `only` shows one format and no other: a blank sheet has no figures for a spreadsheet.
        """
        self._name, self._make = name, make
        self.say_title(_("Exporter : {}").format(document))
        self.outcome.hide()
        self.show_folder.hide()
        for each, choice in self.choices.items():
            possible = only is None or each == only
            choice.setVisible(possible)
            self._purposes[each].setVisible(possible)
        self.choices[only or suffix].setChecked(True)
        self._rename()
        self._show_folder()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def suffix(self) -> str:
        """Return the ending of the format that is chosen."""
        return next((each for each, choice in self.choices.items() if choice.isChecked()), "pdf")

    @property
    def path(self) -> Path:
        """Return the file that would be written, with the ending of its format."""
        typed = self.name.text().strip() or self._name(self.suffix)
        # A name, never a way into another folder.
        bare = Path(typed).name
        wanted = f".{self.suffix}"
        return self._folder / (bare if bare.lower().endswith(wanted) else f"{bare}{wanted}")

    def _rename(self) -> None:
        self.name.setText(self._name(self.suffix))
        self.name.setCursorPosition(0)
        self._warn()

    def _show_folder(self) -> None:
        # A path has no blanks to break at: it may be broken after each folder.
        self._where.setText(str(self._folder).replace("/", "/\u200b").replace("\\", "\\\u200b"))
        self._warn()

    def _warn(self) -> None:
        there = self.path.exists()
        text = _("Un fichier de ce nom existe : il sera remplacé.") if there else ""
        self._warning.setText(text)
        self._warning.setVisible(there)
        set_tone(self._warning, "genet")

    def choose_folder(self) -> None:
        """Ask for another folder."""
        dialog = QFileDialog(self, _("Dossier de l’export"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        words = QFileDialog.DialogLabel
        for part, text in (
            (words.LookIn, _("Dossier :")),
            (words.FileName, _("Nom :")),
            (words.FileType, _("Type :")),
            (words.Accept, _("Choisir")),
            (words.Reject, _("Annuler")),
        ):
            dialog.setLabelText(part, text)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.use_folder)
        dialog.open()

    def use_folder(self, folder: str) -> None:
        """Save into this folder from now on."""
        self._folder = Path(folder)
        self._show_folder()

    # The work ------------------------------------------------------------------------------

    def start(self) -> None:
        """Save the file."""
        if self._task is not None:
            return
        task = self._task = Task()
        task.progressed.connect(self.progress.show_step)
        path, suffix, make = self.path, self.suffix, self._make
        self.outcome.hide()
        self.show_folder.hide()
        self.go.setEnabled(False)
        self.progress.begin(_("Enregistrement de {}…").format(path.name))

        def work(_store: Store) -> bool:
            content = make(suffix)
            return not task.is_cancelled() and write_whole(
                path, content, task.tell, task.is_cancelled
            )

        def end(saved: bool) -> None:  # noqa: FBT001 - the answer of the work
            self._on_end(path, saved=saved)

        self._link.run(work, while_there(self, end), while_there(self, self._on_fault))

    def abandon(self) -> None:
        """Stop the work; nothing is left of it."""
        self._on_cancel()

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.progress.stop.setEnabled(False)

    def _on_end(self, path: Path, *, saved: bool) -> None:
        self._settle()
        if saved:
            self._saved = path
            # It exists because it was just written.
            self._warning.hide()
            shown = str(path).replace("/", "/\u200b").replace("\\", "\\\u200b")
            self.outcome.tell(_("Enregistré."), shown)
            self.show_folder.show()
            self.show_folder.setFocus(Qt.FocusReason.OtherFocusReason)
            self.folder_chosen.emit(str(path.parent))
        else:
            self.outcome.tell(_("Export annulé : aucun fichier n’a été écrit."), tone="granite")
        self.ended.emit(saved)

    def _on_fault(self, fault: Exception) -> None:
        self._settle()
        self.outcome.tell_fault(fault)
        self.ended.emit(False)

    def _settle(self) -> None:
        self._task = None
        self.progress.hide()
        self.go.setEnabled(True)
        self._warn()

    def _on_show_folder(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))
