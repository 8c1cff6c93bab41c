"""« Importer des accueils »: pick a file, see its faults or what it holds, then write it all."""

from __future__ import annotations

import csv
import threading
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QProgressBar, QWidget

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.visits_file import COLUMNS, LineFault
from otdesk.i18n import _, ngettext
from otdesk.services import visits_import
from otdesk.services.visits_import import (
    FileRefused,
    ImportCancelled,
    ImportPlan,
    Step,
)
from otdesk.store.store import Store
from otdesk.ui.context import ScreenContext
from otdesk.ui.imports.faults_table import FaultsTable
from otdesk.ui.preferences.cards import Card, button, label, row, say, set_role
from otdesk.ui.preferences.chooser import Pick, pick_table, pick_text_to_write
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.theme.apply import Theme

_THOUSAND = 1000
# What a fault says one may do about it, on the command line.
_AGAIN = "--again"
_REASON = "--reason"


class ImportPage(PreferencesPage):
    """Reads and writes on the reading thread, so that the counter never waits.

    `_progressed` comes from that thread: which step, and how much of it, from 0 to 1.
    """

    _progressed = Signal(object, float)

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        *,
        pick: Pick = pick_table,
        pick_target: Pick = pick_text_to_write,
    ) -> None:
        super().__init__(
            context,
            theme,
            _("Importer des accueils"),
            _("Un tableau tenu ailleurs, jour par jour : tout entre, ou rien."),
        )
        self._pick = pick
        self._pick_target = pick_target
        self._stop = threading.Event()
        self.path: Path | None = None
        self.plan: ImportPlan | None = None
        self.faults: list[LineFault] = []
        self._progressed.connect(self._on_progress)
        self.column.addWidget(self._file_card())
        self.column.addWidget(self._working_card())
        self.column.addWidget(self._faults_card())
        self.column.addWidget(self._summary_card())
        self.finish()

    # Making --------------------------------------------------------------------------------

    def _file_card(self) -> Card:
        card = Card(
            self.theme,
            _("1. Le fichier"),
            _("CSV en UTF-8, séparateur « ; », première ligne : {}.").format(" ; ".join(COLUMNS)),
        )
        self.choose_button = button(
            self.theme,
            _("Choisir un fichier…"),
            self.choose,
            role="primary",
        )
        guide = button(
            self.theme,
            _("Comment préparer le fichier"),
            lambda: self.go_to.emit("help", "05-import"),
            role="ghost",
        )
        self.name = label("", "heading")
        self.name.hide()
        card.add(row(self.theme, (self.choose_button, guide)), self.name)
        return card

    def _working_card(self) -> Card:
        self.working = Card(self.theme, _("Lecture du fichier"))
        self._bar = QProgressBar()
        self._bar.setRange(0, _THOUSAND)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Avancement de l’import"))
        self.cancel_button = button(self.theme, _("Abandonner"), self.cancel)
        self.working.add(self._bar, row(self.theme, (self.cancel_button,)))
        self.working.hide()
        return self.working

    def _faults_card(self) -> Card:
        self.refused = Card(self.theme, _("2. À corriger"))
        self._refusal = label("", "heading", "refused")
        self.table = FaultsTable(self.theme)
        self.again = QCheckBox(_("L’importer quand même, une fois de plus"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Motif de la rectification des journées clôturées"))
        self.reason.setPlaceholderText(self.reason.accessibleName())
        self.reason.setMinimumHeight(self.theme.scale.target)
        self.reason.setMaximumWidth(self.theme.scale.em(36))
        self.reason.returnPressed.connect(self.read)
        self.reread = button(
            self.theme, _("Relire le fichier"), self.read, role="primary", icon="refresh-cw"
        )
        self.refused.add(
            self._refusal,
            self.table,
            self.again,
            self.reason,
            row(
                self.theme,
                (
                    self.reread,
                    button(self.theme, _("Copier la liste"), self._copy, icon="copy"),
                    button(self.theme, _("Enregistrer la liste…"), self._save, icon="download"),
                ),
            ),
            label(_("Corriger dans le tableur, enregistrer, puis relire le fichier."), "note"),
        )
        self.refused.hide()
        return self.refused

    def _summary_card(self) -> Card:
        self.summary = Card(self.theme, _("2. Ce que contient le fichier"))
        self.said = label("", "phrase")
        self._more = label("")
        self.write_button = button(
            self.theme, _("Importer"), self.write, role="primary", icon="check"
        )
        leave = button(self.theme, _("Ne rien importer"), self._reset, role="ghost")
        self.summary.add(self.said, self._more, row(self.theme, (self.write_button, leave)))
        self.summary.hide()
        return self.summary

    # Working -------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for the file and read it."""
        chosen = self._pick(self, _("Fichier des accueils"))
        if chosen is not None:
            self.path = chosen
            self.read()

    def read(self) -> None:
        """Read the whole file; nothing is written."""
        if self.path is None:
            return
        path, again, reason = self.path, self.again.isChecked(), self.reason.text()
        workplace = self.context.workplace
        self._begin()

        def work(store: Store) -> ImportPlan:
            with store.reading() as connection:
                target = visits_import.target_of(workplace, connection)
            return visits_import.read(
                path,
                target,
                again=again,
                reason=reason,
                progress=self._progressed.emit,
                cancelled=self._stop.is_set,
            )

        self.context.reading.run(work, self.then(self._on_read), self._on_fault)

    def write(self) -> None:
        """Write what was read, all of it or nothing."""
        plan, author = self.plan, self.context.author()
        if plan is None:
            return
        self._begin()
        self.context.reading.run(
            lambda store: visits_import.write(
                store,
                plan,
                author,
                progress=self._progressed.emit,
                cancelled=self._stop.is_set,
            ),
            self._on_written,
            self._on_fault,
        )

    def cancel(self) -> None:
        """Stop; nothing was changed, or the last short step is done."""
        self._stop.set()
        self.cancel_button.setEnabled(False)

    def _begin(self) -> None:
        self.tell("")
        if self._has_keyboard():
            # What is about to be disabled would hand it to whatever comes next in the window.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stop.clear()
        self._bar.setValue(0)
        self.cancel_button.setEnabled(True)
        self.choose_button.setEnabled(False)
        # From here on the filled action is that of the card below.
        set_role(self.choose_button, "secondary")
        for card in (self.refused, self.summary):
            card.hide()
        self.working.show()
        say(self.name, self.path.name if self.path is not None else "")

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def _hand_to(self, following: QWidget) -> None:
        """Give the keyboard to what is to be done next, unless it went to another screen."""
        if self._has_keyboard():
            following.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self) -> None:
        self.working.hide()
        self.choose_button.setEnabled(True)

    def _on_progress(self, step: Step, fraction: float) -> None:
        words = {
            Step.READING: _("Lecture du fichier"),
            Step.PREPARING: _("Préparation des accueils"),
            Step.WRITING: _("Écriture : elle ne s’interrompt plus"),
        }
        self.working.title.setText(words[step])
        self.cancel_button.setEnabled(step is not Step.WRITING)
        self._bar.setValue(round(fraction * _THOUSAND))

    def _on_read(self, plan: ImportPlan) -> None:
        self._end()
        self.plan = plan
        self.said.setText(headline(plan))
        say(self._more, "\n".join(details(plan)))
        self.summary.show()
        self._hand_to(self.write_button)
        self.bring(self.summary)

    def _on_written(self, changes: Changes) -> None:
        # Every screen refreshes, also where this page went meanwhile.
        self.context.link.changed.emit(changes)
        self.then(self._say_written)(None)

    def _say_written(self, _none: None) -> None:
        records = 0 if self.plan is None else self.plan.records
        self._reset()
        self.tell(
            ngettext(
                "{} ligne importée. Sa journée la montre déjà.",
                "{} lignes importées. Leurs journées les montrent déjà.",
                records,
            ).format(typography.integer(records))
        )

    def _on_fault(self, fault: Exception) -> None:
        self.then(self._refuse)(fault)

    def _refuse(self, fault: Exception) -> None:
        self._end()
        self.plan = None
        if isinstance(fault, FileRefused):
            self.faults = [in_window(each) for each in fault.faults]
            self._refusal.setText(str(fault))
            self.table.show_faults(self.faults)
            self.again.setVisible(_mentions(fault.faults, _AGAIN))
            self.reason.setVisible(_mentions(fault.faults, _REASON))
            self.refused.show()
            self._hand_to(self.reread)
            self.bring(self.refused)
        elif isinstance(fault, ImportCancelled):
            self.tell(str(fault), "genet")
        else:
            self.tell_fault(fault)
        if not self.refused.isVisible():
            set_role(self.choose_button, "primary")
            self._hand_to(self.choose_button)

    def _reset(self) -> None:
        self.plan = None
        self.path = None
        self.faults = []
        self.again.setChecked(False)
        self.reason.clear()
        say(self.name, "")
        self._end()
        self._hand_to(self.choose_button)
        self.summary.hide()
        self.refused.hide()
        set_role(self.choose_button, "primary")

    # The list of faults --------------------------------------------------------------------

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(str(fault) for fault in self.faults))
        self.tell(_("La liste est dans le presse-papiers."))

    def _save(self) -> None:
        target = self._pick_target(self, _("Enregistrer la liste des anomalies"))
        if target is None:
            return
        try:
            with target.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, delimiter=";")
                writer.writerow((_("ligne"), _("colonne"), _("anomalie")))
                writer.writerows((f.line or "", f.column, f.reason) for f in self.faults)
        except OSError as error:
            self.tell(
                _("La liste n’a pas pu être enregistrée ({}). Choisir un autre dossier.").format(
                    error.strerror or error
                ),
                "refused",
            )
            return
        self.tell(_("Liste enregistrée : {}").format(target.name))


def in_window(fault: LineFault) -> LineFault:
    """Return a fault whose way out is the window's, not the command line's option."""
    reason = fault.reason.replace(_AGAIN, _("la case ci-dessous"))
    return replace(fault, reason=reason.replace(f", {_REASON}", _(" ci-dessous")))


def _mentions(faults: list[LineFault], option: str) -> bool:
    return any(option in fault.reason for fault in faults)


def headline(plan: ImportPlan) -> str:
    """Return what a file holds, in one sentence."""
    visits = ngettext("{} accueil", "{} accueils", plan.visits).format(
        typography.integer(plan.visits)
    )
    days = ngettext("{} jour", "{} jours", len(plan.days)).format(
        typography.integer(len(plan.days))
    )
    return _("{visits} sur {days}, sans une anomalie.").format(visits=visits, days=days)


def details(plan: ImportPlan) -> list[str]:
    """Return what a file holds, line by line; persons and acts are never added together."""
    lines = [
        ngettext("{} visiteur au comptoir", "{} visiteurs au comptoir", plan.persons).format(
            typography.integer(plan.persons)
        )
    ]
    if plan.outing_persons:
        lines.append(
            ngettext(
                "{} personne hors les murs", "{} personnes hors les murs", plan.outing_persons
            ).format(typography.integer(plan.outing_persons))
        )
    if plan.walk_ins:
        lines.append(
            ngettext("{} ligne de passages", "{} lignes de passages", plan.walk_ins).format(
                typography.integer(plan.walk_ins)
            )
        )
    if plan.days:
        first, last = typography.long_date(plan.days[0]), typography.long_date(plan.days[-1])
        one_day = len(plan.days) == 1
        text = _("le {first}") if one_day else _("du {first} au {last}")
        lines.append(text.format(first=first, last=last))
    closed = len(plan.target.closed.intersection(plan.days))
    if closed:
        lines.append(
            ngettext(
                "{} journée clôturée sera rectifiée, avec votre motif",
                "{} journées clôturées seront rectifiées, avec votre motif",
                closed,
            ).format(closed)
        )
    return lines
