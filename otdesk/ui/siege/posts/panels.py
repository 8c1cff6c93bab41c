"""The four panels beside the list of posts: one post, an invitation, an answer, a revocation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from otdesk import typography
from otdesk.domain.posts import RevocationMotive
from otdesk.domain.profile import OfficeProfile
from otdesk.headquarters.post_list import SeenPost
from otdesk.i18n import _, ngettext
from otdesk.sync.pairing.answer import Answer
from otdesk.ui.enter_key import OWN_ENTER
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import Choice, label, say
from otdesk.ui.siege.footed import Footed
from otdesk.ui.siege.reception.words import Words
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

_DOT = " · "


class Panel(Footed):
    """A card with a title; `left` goes back to the post. Esc leaves, Enter does what it is for.

    One that is left without `act` is only read.
    """

    left = Signal()

    def __init__(self, theme: Theme, act: KeyButton | None = None) -> None:
        super().__init__(theme)
        self.act = act
        self.title = label("", "title")
        self.column.addWidget(self.title)
        self.refusal = label("", "note", "refused")
        self.refusal.hide()
        self._leave = KeyButton(theme, _("Ne rien changer"), _("Échap"), role="ghost")
        self._leave.setParent(self)
        self._leave.hide()

    def _add(self, *parts: QWidget) -> None:
        for part in parts:
            self.column.addWidget(part)

    def _end(self) -> None:
        self.column.addStretch(1)
        self.foot.addWidget(self.refusal)
        if self.act is not None:
            self._leave.clicked.connect(self.left)
            self._leave.show()
            self.foot.addWidget(self.act)
            self.foot.addWidget(self._leave)

    def refuse(self, text: str) -> None:
        """Say why it was not done."""
        say(self.refusal, text, "refused")
        self.setAccessibleDescription(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Esc leaves."""
        if self.act is None:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            (self._leave if self._leave.hasFocus() else self.act).click()
        else:
            super().keyPressEvent(event)


class PostPanel(Panel):
    """One post: what it is known by, when it was heard, how to believe it no more."""

    revoke_wanted = Signal()
    invite_wanted = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self._said = words
        self._office = ""
        self.words = label("", "phrase")
        self.told = label("")
        self.revoke = KeyButton(theme, _("Ne plus croire ce poste…"), "", "danger", icon="unlink")
        self.again = KeyButton(theme, _("Inviter un autre poste"), "", icon="send")
        self.revoke.clicked.connect(self.revoke_wanted)
        self.again.clicked.connect(lambda: self.invite_wanted.emit(self._office))
        self._add(self.words, self.told, self.revoke, self.again)
        self._end()

    def show_post(self, seen: SeenPost) -> None:
        """Show a post."""
        post = seen.post
        self._office = post.office
        self.title.setText(typography.spaced(f"{self._said.office(post.office)}{_DOT}{post.name}"))
        self.words.setText(_DOT.join(seen.words))
        self.told.setText("\n\n".join(self._sentences(seen)))
        self.revoke.setVisible(post.is_trusted)

    def _sentences(self, seen: SeenPost) -> Sequence[str]:
        if seen.post.revoked is not None:
            return (
                motive_words(seen.post.revoked),
                _("Rien de nouveau n’est pris de ce poste ; ce qu’il avait envoyé reste compté."),
            )
        if seen.heard_at is None:
            heard = _("Ce poste n’a encore rien envoyé.")
        else:
            heard = _("Entendu la dernière fois le {}.").format(self._said.when(seen.heard_at))
        if not seen.behind:
            return heard, _("Il a tout ce que le siège a décidé.")
        behind = ngettext(
            "{} décision du siège ne lui est pas encore arrivée.",
            "{} décisions du siège ne lui sont pas encore arrivées.",
            seen.behind,
        )
        return heard, behind.format(seen.behind)


class InvitePanel(Panel):
    """`wanted` carries an office and the mailbox that goes with the invitation."""

    wanted = Signal(str, str)

    def __init__(self, theme: Theme, offices: Sequence[OfficeProfile]) -> None:
        act = KeyButton(theme, _("Écrire l’invitation…"), _("Entrée"), "primary")
        super().__init__(theme, act)
        self.setProperty(OWN_ENTER, True)
        self.title.setText(_("Inviter un poste"))
        self._office = offices[0].code
        self.offices = Choice(
            theme,
            _("Bureau"),
            [(office.code, office.name) for office in offices],
            self._office,
            self._on_office,
        )
        self.mailbox = QLineEdit()
        self.mailbox.setAccessibleName(_("Boîte d’échange que le bureau verra"))
        self.mailbox.setPlaceholderText(_("vide : les fichiers passent de main en main"))
        self.mailbox.setMinimumHeight(theme.scale.target)
        self._add(
            label(_("Une invitation sert une fois, à un seul poste, pendant un mois.")),
            label(_("Bureau"), "heading"),
            self.offices,
            label(_("Boîte d’échange, vue du bureau"), "heading"),
            self.mailbox,
            label(
                _(
                    "Remettre le fichier au bureau, par clé ou par courriel ; il répond par un "
                    "fichier. Rien n’est cru avant les mots lus au téléphone."
                ),
                "note",
            ),
        )
        self._end()
        act.clicked.connect(lambda: self.wanted.emit(self._office, self.mailbox.text().strip()))

    def ask(self, office: str, mailbox: str) -> None:
        """Ask for an office."""
        self.refuse("")
        if office:
            self.offices.buttons[office].setChecked(True)
            self._office = office
        if not self.mailbox.text():
            self.mailbox.setText(mailbox)
        self.offices.buttons[self._office].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_office(self, office: str) -> None:
        self._office = office


class AnswerPanel(Panel):
    """Two words of four, read aloud in both directions; `wanted` carries the Answer."""

    wanted = Signal(object)
    differs = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        # No key of its own: three times Enter would confirm what nobody has read.
        act = KeyButton(theme, _("Confirmer ce poste"), "", "primary")
        super().__init__(theme, act)
        self._said = words
        self._answer: Answer | None = None
        self.call = label("")
        self.own = label("", "phrase")
        self.theirs = label("", "phrase")
        self.own_same = SegmentButton(_("Le bureau lit les mêmes"), theme)
        self.theirs_same = SegmentButton(_("Ce sont les mêmes"), theme)
        for button, name in (
            (self.own_same, _("Les mots du siège sont les mêmes au bureau")),
            (self.theirs_same, _("Les mots du poste sont les mêmes au bureau")),
        ):
            button.setAccessibleName(name)
            button.setMinimumHeight(theme.scale.target)
            button.toggled.connect(lambda _on: self._follow())
        self.other = KeyButton(theme, _("Les mots diffèrent"), "", "danger", icon="x")
        self.other.clicked.connect(self.differs)
        self._add(
            self.call,
            label(_("1. Lire au bureau les mots du siège"), "heading"),
            self.own,
            self.own_same,
            label(_("2. Écouter les mots de son poste"), "heading"),
            self.theirs,
            self.theirs_same,
            self.other,
        )
        self._end()
        act.clicked.connect(self._on_act)

    def ask(self, answer: Answer, own: Sequence[str], theirs: Sequence[str]) -> None:
        """Ask for an answer that was read."""
        self._answer = answer
        self.refuse("")
        office = self._said.office(answer.office)
        self.title.setText(
            typography.spaced(
                _("Réponse de « {name} », {office}").format(name=answer.name, office=office)
            )
        )
        self.call.setText(
            _("Appeler le bureau au numéro que vous connaissez, jamais à celui d’un message.")
        )
        self.own.setText(_DOT.join(own))
        self.theirs.setText(_DOT.join(theirs))
        for button in (self.own_same, self.theirs_same):
            button.setChecked(False)
        self._follow()
        self.own_same.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        if self.act is not None:
            self.act.setEnabled(self.own_same.isChecked() and self.theirs_same.isChecked())

    def _on_act(self) -> None:
        if self._answer is not None:
            self.wanted.emit(self._answer)


class RevokePanel(Panel):
    """`wanted` carries a RevocationMotive."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        act = KeyButton(theme, _("Ne plus croire ce poste"), _("Entrée"), "primary")
        super().__init__(theme, act)
        self.setProperty(OWN_ENTER, True)
        self._said = words
        self._motive = RevocationMotive.LOST
        self.motives = Choice(
            theme,
            _("Motif"),
            [
                (RevocationMotive.LOST.value, _("perdu")),
                (RevocationMotive.STOLEN.value, _("volé")),
                (RevocationMotive.REPLACED.value, _("remplacé")),
            ],
            self._motive.value,
            self._on_motive,
        )
        self.told = label("")
        self._add(self.motives, self.told)
        self._end()
        act.clicked.connect(lambda: self.wanted.emit(self._motive))

    def ask(self, seen: SeenPost) -> None:
        """Ask for a post."""
        self.refuse("")
        self.title.setText(
            typography.spaced(
                _("Ne plus croire « {name} », {office}").format(
                    name=seen.post.name, office=self._said.office(seen.post.office)
                )
            )
        )
        self.told.setText(
            _(
                "Ce qu’il a envoyé reste compté. Plus rien de nouveau n’en est pris, et les autres "
                "postes l’apprennent au prochain échange. Sa clé ne revient jamais : le poste qui "
                "le remplace reçoit une nouvelle invitation."
            )
        )
        self.motives.buttons[self._motive.value].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_motive(self, motive: str) -> None:
        self._motive = RevocationMotive(motive)


def motive_words(motive: RevocationMotive) -> str:
    """Return why a post is not believed any more."""
    return {
        RevocationMotive.LOST: _("Révoqué : perdu."),
        RevocationMotive.STOLEN: _("Révoqué : volé."),
        RevocationMotive.REPLACED: _("Révoqué : remplacé."),
    }[motive]


def invitation_name(office: str) -> Path:
    """Return the usual name of an invitation."""
    return Path(f"{office.lower()}.otdesk-invitation")
