"""The card that leads: one sentence, one button, how far a run is, what is in its way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.i18n import _
from otdesk.sync.office_state import OfficeState
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import say
from otdesk.ui.sync import words
from otdesk.ui.sync.exchanger import Job, Run
from otdesk.ui.sync.flow_row import FlowRow
from otdesk.ui.sync.parts import Mark, Told, text
from otdesk.ui.theme.apply import Theme

_DOING: dict[Job, Callable[[], str]] = {
    Job.EXCHANGE: lambda: _("Échange avec le siège…"),
    Job.EXPORT: lambda: _("L’envoi s’écrit, chiffré…"),
    Job.IMPORT: lambda: _("Les réponses du siège sont prises…"),
    Job.MAIL: lambda: _("L’envoi part par courriel, chiffré…"),
    Job.ANSWER: lambda: _("La réponse est déposée dans la boîte…"),
    Job.VERIFY: lambda: _("La chaîne est vérifiée, entrée par entrée…"),
}


class HeroCard(QFrame):
    """Headline, button, progress, message, and the three places."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "card")
        scale = theme.scale
        column = QVBoxLayout(self)
        side = scale.margin_side
        column.setContentsMargins(side, scale.space(14), side, scale.space(14))
        column.setSpacing(scale.space(12))
        self._top = QHBoxLayout()
        self._top.setSpacing(scale.gap_wide)
        self.mark = Mark(theme, "check", "ok", disc=True)
        sentences = QVBoxLayout()
        sentences.setSpacing(scale.space(2))
        self.headline = text(
            _("L’état de l’échange se lit…"), "lead" if scale.text_percent < 150 else "phrase"
        )
        self.subline = text("")
        self.subline.setProperty("role", "note")
        sentences.addWidget(self.headline)
        sentences.addWidget(self.subline)
        self.send = KeyButton(theme, _("Envoyer maintenant"), _("Entrée"), "primary")
        self.cancel = KeyButton(theme, _("Annuler"), _("Échap"))
        self.cancel.hide()
        across = QHBoxLayout()
        across.setSpacing(scale.gap_wide)
        across.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addLayout(sentences, 1)
        self._top.addLayout(across, 1)
        self._top.addWidget(self.send, 0, Qt.AlignmentFlag.AlignVCenter)
        self._top.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(self._top)
        self._progress = QWidget()
        line = QVBoxLayout(self._progress)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(scale.space(4))
        self.doing = text("", "note")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Avancement de l’échange"))
        line.addWidget(self.doing)
        line.addWidget(self.bar)
        self._progress.hide()
        column.addWidget(self._progress)
        self.told = Told(theme)
        self.act = KeyButton(theme, "", "")
        self.told.row.addWidget(self.act)
        column.addWidget(self.told)
        self.flow = FlowRow(theme)
        column.addWidget(self.flow, 1)

    def stand(self, *, down: bool, stacked: bool) -> None:
        """Put the buttons under the sentence, and the places under each other."""
        self._top.setDirection(
            QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
        )
        self.told.stand(down=down)
        self.flow.stand(down=stacked)

    def show_state(self, state: OfficeState, *, is_running: bool) -> None:
        """Show where the office stands."""
        self.headline.setText(typography.spaced(words.headline(state)))
        say(self.subline, words.subline(state))
        if state.revoked is not None:
            self.mark.show_mark("cloud-off", "refused")
        elif state.notes.stranger:
            self.mark.show_mark("cloud-off", "genet")
        elif state.is_stuck or state.was_broken_off or not state.is_confirmed:
            self.mark.show_mark("cloud-off" if state.is_stuck else "hourglass", "genet")
        elif state.waits and state.days_without_word:
            self.mark.show_mark("cloud-upload", "origin")
        else:
            self.mark.show_mark("check", "ok")
        self.flow.show_state(state, is_running=is_running)

    def show_run(self, run: Run | None) -> None:
        """Show how far a run is, and how to give it up."""
        self._progress.setVisible(run is not None)
        self.cancel.setVisible(run is not None)
        self.send.setVisible(run is None)
        if run is None:
            return
        self.doing.setText(_("L’échange s’arrête…") if run.giving_up else _DOING[run.job]())
        self.cancel.setEnabled(not run.giving_up)
        self.bar.setRange(0, run.total)
        self.bar.setValue(run.done)
