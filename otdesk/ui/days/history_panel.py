"""The history of one record: who, when, what before and what after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.journal.entry import Op
from otdesk.reports.history import Revision
from otdesk.typography import stamp
from otdesk.ui.days.controls import label
from otdesk.ui.days.lines import Line
from otdesk.ui.days.side_panel import SidePanel
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme


class HistoryPanel(SidePanel):
    """Shows every revision, the newest first. `edit_wanted`, `void_wanted` carry the Line."""

    edit_wanted = Signal(object)
    void_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Historique"), theme)
        self._line: Line | None = None
        self._what = label("", "heading", wrap=True)
        self.column.addWidget(self._what)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(_("Révisions"))
        self.area.setMinimumHeight(theme.scale.em(12))
        self.column.addWidget(self.area, 1)
        self.edit = KeyButton(theme, _("Modifier"), _("Entrée"), icon="pencil")
        self.void = KeyButton(theme, _("Annuler, avec un motif"), _("Suppr"), role="danger")
        self.edit.clicked.connect(lambda: self.edit_wanted.emit(self._line))
        self.void.clicked.connect(lambda: self.void_wanted.emit(self._line))
        self.column.addWidget(self.edit)
        self.column.addWidget(self.void)

    def show_history(self, line: Line, revisions: Sequence[Revision]) -> None:
        """Show the revisions of a line, given the oldest first."""
        self._line = line
        self._what.setText(line.spoken)
        inside = QWidget()
        column = QVBoxLayout(inside)
        scale = self.theme.scale
        column.setContentsMargins(0, 0, scale.space(6), 0)
        column.setSpacing(scale.space(10))
        for revision in reversed(revisions):
            column.addWidget(self._entry(revision))
        if not revisions:
            text = _("Cet accueil est encore ouvert\u00a0: rien n’est enregistré.")
            column.addWidget(label(text, "note", wrap=True))
        column.addStretch(1)
        self.area.setWidget(inside)
        # A scroll area paints its widget in the colour of the ground; this one is on a card.
        inside.setAutoFillBackground(False)
        self.edit.setVisible(line.can_be_edited)
        self.void.setVisible(line.can_be_voided)
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _entry(self, revision: Revision) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "sunken")
        scale = self.theme.scale
        column = QVBoxLayout(frame)
        column.setContentsMargins(scale.gap, scale.space(8), scale.gap, scale.space(8))
        column.setSpacing(scale.space(3))
        verb = _verb(revision)
        title = _("{verb} par {who}").format(verb=verb, who=revision.author)
        tone = "refused" if revision.op is Op.VOID else ""
        column.addWidget(label(title, "heading", tone, wrap=True))
        column.addWidget(label(stamp(revision.recorded_at), "note"))
        told = [title, stamp(revision.recorded_at)]
        for change in revision.changes:
            before, after = change.before or _("rien"), change.after or _("rien")
            text = _("{field}\u00a0: {before} → {after}").format(
                field=change.field, before=before, after=after
            )
            told.append(text)
            column.addWidget(label(text, wrap=True))
        if revision.reason:
            text = _("Motif\u00a0: {}").format(revision.reason)
            told.append(text)
            column.addWidget(label(text, wrap=True))
        if revision.erased:
            column.addWidget(label(_("contenu effacé (données personnelles)"), "note"))
        frame.setAccessibleName(". ".join(told))
        return frame


def _verb(revision: Revision) -> str:
    if revision.op is Op.VOID:
        return _("Annulé")
    if revision.rev == 1:
        return _("Saisi")
    return _("Modifié") if revision.changes else _("Revalidé")
