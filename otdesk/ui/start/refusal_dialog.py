"""Why the program does not open: what happened, what is safe, what to do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from otdesk import __version__
from otdesk.errors import DeskError, EnvironmentFault
from otdesk.i18n import _
from otdesk.ui.preferences.cards import button, label, say
from otdesk.ui.preferences.chooser import show_folder
from otdesk.ui.start.welcome_head import WelcomeHead
from otdesk.ui.theme.apply import Theme


class RefusalDialog(QDialog):
    """Accepted for another try, rejected to leave."""

    def __init__(self, theme: Theme, fault: DeskError, folder: Path | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._folder = folder
        self.sentences = three_sentences(fault)
        self.setWindowTitle(_("otdesk · ouverture impossible"))
        scale = theme.scale
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(
            WelcomeHead(theme, _("otdesk ne peut pas s’ouvrir"), _("Voici ce qu’il en est."))
        )
        body = QVBoxLayout()
        side = scale.space(28)
        body.setContentsMargins(side, scale.space(18), side, scale.space(18))
        body.setSpacing(scale.space(14))
        heads = (_("Ce qui s’est passé"), _("Ce qui est sûr"), _("Que faire"))
        for head, icon, tone, sentence in zip(heads, _ICONS, _TONES, self.sentences, strict=True):
            body.addWidget(self._part(head, icon, tone, sentence))
        self.said = label("", "note")
        self.said.hide()
        body.addWidget(self.said)
        body.addStretch(1)
        body.addLayout(self._foot())
        outer.addLayout(body)
        self.setAccessibleDescription(" ".join(self.sentences))
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(scale.em(48), screen.width() - scale.space(40)), self.sizeHint().height())

    def _part(self, head: str, icon: str, tone: str, sentence: str) -> QWidget:
        part = QWidget()
        scale = self._theme.scale
        across = QHBoxLayout(part)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(scale.space(14))
        mark = label("")
        side = scale.icon_large
        ink = self._theme.palette.hue(tone).ink
        mark.setPixmap(self._theme.icons.pixmap(icon, ink, side, self.devicePixelRatioF()))
        mark.setFixedWidth(side)
        words = QVBoxLayout()
        words.setSpacing(scale.space(2))
        words.addWidget(label(head, "heading", tone))
        words.addWidget(label(sentence))
        across.addWidget(mark)
        across.addLayout(words, 1)
        return part

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(button(self._theme, _("Copier"), self._copy, icon="copy"))
        if self._folder is not None and self._folder.exists():
            folder = self._folder
            foot.addWidget(
                button(
                    self._theme, _("Ouvrir le dossier"), lambda: show_folder(folder), icon="folder"
                )
            )
        foot.addStretch(1)
        foot.addWidget(button(self._theme, _("Quitter"), self.reject, role="ghost"))
        again = button(self._theme, _("Réessayer"), self.accept, role="primary")
        again.setDefault(True)
        foot.addWidget(again)
        return foot

    def _copy(self) -> None:
        lines = [f"otdesk {__version__}", *self.sentences]
        if self._folder is not None:
            lines.append(str(self._folder))
        QGuiApplication.clipboard().setText("\n".join(lines))
        say(self.said, _("Copié : le texte peut être envoyé tel quel."))


_ICONS = ("circle-alert", "shield-check", "arrow-right")
_TONES = ("refused", "ok", "origin")


def three_sentences(fault: DeskError) -> tuple[str, str, str]:
    """Return what happened, what is safe and what to do, always all three."""
    if isinstance(fault, EnvironmentFault):
        return fault.what, fault.safe, fault.todo
    return (
        str(fault),
        _("Aucune donnée n’a été changée."),
        _("Corriger ce qui est dit ci-dessus, puis réessayer."),
    )
