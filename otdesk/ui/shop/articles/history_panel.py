"""The history of an article: who changed what, and when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from otdesk.i18n import _
from otdesk.journal.entry import Op
from otdesk.reports.history import Revision
from otdesk.typography import stamp
from otdesk.ui.days.controls import label
from otdesk.ui.printing.side_panel import SidePanel
from otdesk.ui.theme.apply import Theme


class ArticleHistoryPanel(SidePanel):
    """Shows every revision, the newest first."""

    def __init__(self, theme: Theme, name: str, revisions: Sequence[Revision]) -> None:
        super().__init__(_("Historique : {}").format(name), theme)
        for revision in reversed(revisions):
            self.body.addWidget(self._entry(revision))
        self.body.addStretch(1)

    def _entry(self, revision: Revision) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "sunken")
        scale = self.theme.scale
        column = QVBoxLayout(frame)
        column.setContentsMargins(scale.gap, scale.space(8), scale.gap, scale.space(8))
        column.setSpacing(scale.space(3))
        verb = _("Créé") if revision.rev == 1 else _("Modifié")
        if revision.op is Op.VOID:
            verb = _("Annulé")
        head = _("{verb} par {author} le {moment}").format(
            verb=verb, author=revision.author, moment=stamp(revision.recorded_at)
        )
        told = [head]
        column.addWidget(label(head, "heading", wrap=True))
        for change in revision.changes:
            text = _("{field}\u00a0: {before} → {after}").format(
                field=change.field, before=change.before or "—", after=change.after or "—"
            )
            told.append(text)
            column.addWidget(label(text, wrap=True))
        frame.setAccessibleName(". ".join(told))
        return frame
