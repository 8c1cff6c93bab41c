"""« Postes »: the list of the posts, and the panel that acts on one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from otdesk import settings, typography
from otdesk.domain.posts import RevocationMotive
from otdesk.errors import DataFault
from otdesk.headquarters import pairing, posts
from otdesk.headquarters.post_list import PostList, SeenPost, post_list
from otdesk.headquarters.siege_round import ANSWERS
from otdesk.i18n import _, ngettext
from otdesk.store.pairing_state import GivenInvitation
from otdesk.store.store import Store
from otdesk.sync.mailbox.address import parse_address
from otdesk.sync.pairing.answer import Answer, read_answer
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import label, say
from otdesk.ui.preferences.chooser import Pick
from otdesk.ui.rows_table import WholeRows
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.front_stack import FrontStack
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.siege.posts.panels import (
    AnswerPanel,
    InvitePanel,
    PostPanel,
    RevokePanel,
    invitation_name,
)
from otdesk.ui.siege.reception.words import Words
from otdesk.ui.siege.rows import ListRow, ListView
from otdesk.ui.siege.side_by_side import SideBySide
from otdesk.ui.theme.apply import Theme

PickTarget = Callable[[QWidget, str, str], Path | None]
# What `arrive` takes besides the code of an office.
INVITE, ANSWER = "invite", "answer"
_PANEL_EM = 24
_DOT = " · "


def pick_answer(parent: QWidget, title: str, folder: Path) -> Path | None:
    """Ask for the answer of an office, where the mailbox's ones are kept."""
    kinds = _("Réponses (*.otdesk-reponse)") + ";;* (*)"
    place = str(folder) if folder.is_dir() else ""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, place, kinds)
    return Path(chosen) if chosen else None


def pick_target(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to write an invitation."""
    kinds = _("Invitations (*.otdesk-invitation)")
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name, kinds)
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class _Reviewed:
    answer: Answer
    own: tuple[str, ...]
    theirs: tuple[str, ...]


class PostsPage(SiegePage):
    """`pick` asks for an answer, `target` where an invitation goes."""

    def __init__(
        self,
        desk: SiegeDesk,
        theme: Theme,
        *,
        pick: Pick | None = None,
        target: PickTarget = pick_target,
    ) -> None:
        super().__init__(desk, theme)
        self.setAccessibleName(_("Postes"))
        workplace = desk.context.workplace
        self._words = Words(workplace.profile, workplace.zone)
        answers = workplace.folder / ANSWERS
        self._pick = pick or partial(pick_answer, folder=answers)
        self._target = target
        self.seen: PostList | None = None
        self._answered: dict[str, Path] = {}
        self._refreshing = False
        scale = theme.scale
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(scale.space(8))
        outer.addWidget(self._head())
        self._area = SideBySide(theme, self._list(), self._side(), _PANEL_EM)
        for panel in (self.post, self.inviting, self.answering, self.revoking):
            self._area.stacked.connect(panel.show_whole)
        outer.addWidget(self._area, 1)

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
        self.lost_keys = label("", "note")
        self.lost_keys.setWordWrap(True)
        self.lost_keys.hide()
        said.addWidget(self.lost_keys)
        row.addLayout(said, 1)
        self.invite = KeyButton(theme, _("Inviter un poste"), "N", icon="send")
        self.review = KeyButton(theme, _("Lire une réponse"), "L", "soft", icon="log-in")
        self.invite.clicked.connect(lambda: self.open_invitation(""))
        self.review.clicked.connect(self.pick_answer)
        row.addWidget(self.invite)
        row.addWidget(self.review)
        return holder

    def _list(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "card")
        column = QVBoxLayout(frame)
        edge = self.theme.scale.space(6)
        column.setContentsMargins(edge, edge, edge, edge)
        self.view = ListView(self.theme, _("Postes"))
        self.view.chosen.connect(self._on_row)
        self._rows = WholeRows(self.view, 3)
        self._rows.hide()
        column.addWidget(self._rows, 1)
        column.addWidget(self._waiting(), 1)
        self.empty = label("", "note")
        self.empty.hide()
        column.addWidget(self.empty)
        return frame

    def _waiting(self) -> QWidget:
        """Return what stands for the list until every key has its words."""
        self.waiting = QWidget()
        column = QVBoxLayout(self.waiting)
        column.setContentsMargins(*(self.theme.scale.margin_side,) * 4)
        column.setSpacing(self.theme.scale.space(8))
        why = label(
            _("Les quatre mots de chaque clé se calculent, une fois par ouverture de la fenêtre."),
            "note",
        )
        self.spoken = QProgressBar()
        self.spoken.setTextVisible(False)
        self.spoken.setAccessibleName(_("Calcul des mots de chaque clé"))
        column.addStretch(1)
        column.addWidget(why)
        column.addWidget(self.spoken)
        column.addStretch(2)
        return self.waiting

    def _side(self) -> QWidget:
        theme = self.theme
        self.post = PostPanel(theme, self._words)
        self.inviting = InvitePanel(theme, self.desk.context.workplace.profile.offices)
        self.answering = AnswerPanel(theme, self._words)
        self.revoking = RevokePanel(theme, self._words)
        self.blank = QWidget()
        self.panels = FrontStack()
        for part in (self.blank, self.post, self.inviting, self.answering, self.revoking):
            self.panels.addWidget(part)
        self.post.revoke_wanted.connect(self.open_revocation)
        self.post.invite_wanted.connect(self.open_invitation)
        for panel in (self.inviting, self.answering, self.revoking):
            panel.left.connect(self.close_panel)
        self.inviting.wanted.connect(self._invite)
        self.answering.wanted.connect(self._confirm)
        self.answering.differs.connect(self._on_differs)
        self.revoking.wanted.connect(self._revoke)
        return self.panels

    # What is shown ---------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front: INVITE, or an office to invite; ANSWER, to read one."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if argument == ANSWER:
            self.pick_answer()
        elif isinstance(argument, str) and argument:
            self.open_invitation("" if argument == INVITE else argument)

    def read(self) -> None:
        """Read the posts and their words."""
        if self.seen is None:
            # Each key's words take a moment, on purpose.
            self.headline.setText(_("Les postes se lisent…"))
            self.spoken.setRange(0, 1)
        self._speak()

    def _speak(self) -> None:
        """Have the words of one key after another, so that other readings come between."""
        desk = self.desk

        def work(store: Store) -> tuple[int, int]:
            own = desk.keys(store).signing.public.raw
            with store.reading() as connection:
                known = posts.known_posts(connection)
            keys = [own, *(bytes.fromhex(post.public_key) for post in known)]
            return len(keys), desk.speak_one(keys)

        def done(stand: tuple[int, int]) -> None:
            keys, left = stand
            self.spoken.setRange(0, keys)
            self.spoken.setValue(keys - left)
            if left:
                self._speak()
            else:
                self._read_list()

        desk.context.reading.run(work, self.then(done), self.fault)

    def _read_list(self) -> None:
        desk = self.desk
        now = desk.context.workplace.clock.now()

        def work(store: Store) -> tuple[PostList, dict[str, Path]]:
            own = desk.keys(store).signing.public.raw
            with store.reading() as connection:
                listed = post_list(connection, store.stream, own, now, desk.spoken)
            return listed, pairing.waiting_answers(store)

        def done(read: tuple[PostList, dict[str, Path]]) -> None:
            listed, self._answered = read
            self._show(listed)

        desk.context.reading.run(work, self.then(done), self.fault)

    def _show(self, seen: PostList) -> None:
        self.seen = seen
        self.counted.emit("posts", len(self._answered))
        offices = len({each.post.office for each in seen.posts if each.post.is_trusted})
        self.headline.setText(typography.spaced(_headline(seen.trusted, offices)))
        self.note.setText(_("Mots du siège : {}").format(_DOT.join(seen.own_words)))
        say(self.lost_keys, typography.spaced(seen.lost_keys), "refused")
        columns = ((_("Bureau"), 30), (_("Poste"), 14), (_("Quatre mots"), 36), (_("État"), 20))
        rows = [self._row(each) for each in seen.posts]
        rows += [self._invited(given) for given in seen.invited]
        kept = self.view.row
        self._refreshing = True
        self.view.show_rows(columns, rows, keep=None if kept is None else kept.key)
        self._refreshing = False
        if not self._is_acting:
            self.close_panel()
        self.waiting.hide()
        self._rows.setVisible(bool(rows))
        nothing = _(
            "Aucun poste n’est encore reconnu. « Inviter un poste » écrit le fichier qui part au "
            "bureau ; sa réponse se lit ici."
        )
        say(self.empty, "" if rows else nothing)

    def _row(self, seen: SeenPost) -> ListRow:
        post = seen.post
        icon, tone, state = "check", "ok", _("reconnu")
        if not post.is_trusted:
            icon, tone, state = "ban", "refused", _("révoqué")
        elif seen.heard_at is None:
            icon, tone, state = "hourglass", "genet", _("n’a rien envoyé")
        elif seen.behind:
            icon, tone, state = "clock", "granite", _("à prévenir")
        return ListRow(
            (self._words.office(post.office), post.name, _DOT.join(seen.words), state),
            icon, tone, key=post.public_key,
        )  # fmt: skip

    def _invited(self, given: GivenInvitation) -> ListRow:
        if given.code in self._answered:
            return ListRow(
                (self._words.office(given.office), "", _("à lire : « Lire une réponse »"),
                 _("a répondu")),
                "phone", "genet", key=given.code,
            )  # fmt: skip
        return ListRow(
            (self._words.office(given.office), "", _("jusqu’au {}").format(
                self._words.when(given.expires_at)), _("invité")),
            "send", "granite", key=given.code,
        )  # fmt: skip

    @property
    def chosen(self) -> SeenPost | None:
        """Return the post that is pointed to."""
        row = self.view.row
        if self.seen is None or row is None:
            return None
        return next((p for p in self.seen.posts if p.post.public_key == row.key), None)

    def _on_row(self, _row: object) -> None:
        # What is being read or typed beside the list stays: only a hand leaves it.
        if not self._refreshing:
            self.close_panel()

    @property
    def _is_acting(self) -> bool:
        """Tell whether something is being read or typed beside the list."""
        return self.panels.currentWidget() not in {self.blank, self.post}

    # Panels ----------------------------------------------------------------------------------

    def close_panel(self) -> None:
        """Show the post that is pointed to."""
        seen = self.chosen
        if seen is None:
            self.panels.setCurrentWidget(self.blank)
            return
        self.post.show_post(seen)
        self.panels.setCurrentWidget(self.post)

    def open_invitation(self, office: str) -> None:
        """Open the invitation of an office, the first one unless named."""
        self.panels.setCurrentWidget(self.inviting)
        self.inviting.ask(office, self.desk.mailbox)
        self._area.show_panel()

    def open_revocation(self) -> None:
        """Open the revocation of the post that is pointed to."""
        seen = self.chosen
        if seen is not None and seen.post.is_trusted:
            self.panels.setCurrentWidget(self.revoking)
            self.revoking.ask(seen)
            self._area.show_panel()

    # Inviting --------------------------------------------------------------------------------

    def _invite(self, office: str, mailbox: str) -> None:
        try:
            if mailbox:
                # A wrong address would only show at the office, where nobody can mend it.
                parse_address(mailbox)
        except DataFault as fault:
            self.inviting.refuse(str(fault))
            return
        target = self._target(self, _("Écrire l’invitation"), str(invitation_name(office)))
        if target is None:
            return
        desk, workplace = self.desk, self.desk.context.workplace

        def work(store: Store) -> None:
            keys = desk.keys(store)
            invitation = pairing.invite(workplace, store, keys, office, mailbox=mailbox)
            target.write_text(invitation.to_text(keys.signing.signed), "utf-8")

        def done(_none: None) -> None:
            self.close_panel()
            self.tell(
                _("Invitation écrite : {name}. La remettre à {office} ; elle sert une fois.")
                .format(name=target.name, office=self._words.office(office))
            )  # fmt: skip
            desk.changed.emit()

        desk.context.reading.run(work, self.then(done), partial(self._refused, self.inviting))

    # Confirming ------------------------------------------------------------------------------

    def pick_answer(self) -> None:
        """Ask for an answer, and show the words to compare."""
        path = self._pick(self, _("Lire la réponse d’un bureau"))
        if path is not None:
            self.read_answer(path)

    def read_answer(self, path: Path) -> None:
        """Read an answer and show the words to compare; nothing is believed yet."""
        desk = self.desk

        def work(store: Store) -> _Reviewed:
            answer = read_answer(path)
            pairing.review(store, answer)
            own = desk.keys(store).signing.public.raw
            return _Reviewed(answer, desk.spoken(own), desk.spoken(answer.post_key))

        def done(reviewed: _Reviewed) -> None:
            self.panels.setCurrentWidget(self.answering)
            self.answering.ask(reviewed.answer, reviewed.own, reviewed.theirs)
            self._area.show_panel()

        desk.context.reading.run(work, self.then(done), self.fault)

    def _confirm(self, answer: Answer) -> None:
        desk, author = self.desk, self.desk.context.author()

        def done(_changes: object) -> None:
            self.close_panel()
            self.tell(
                typography.spaced(
                    _("Le poste « {name} » de {office} est reconnu.").format(
                        name=answer.name, office=self._words.office(answer.office)
                    )
                )
            )
            desk.changed.emit()

        desk.context.link.run(
            lambda store: pairing.confirm(store, answer, author),
            self.then(done),
            partial(self._refused, self.answering),
        )

    def _on_differs(self) -> None:
        self.close_panel()
        self.tell(
            _("Rien n’est confirmé : un autre fichier s’est glissé en route. Refaire l’invitation, "
              "et la remettre par un autre chemin."),
            "refused",
        )  # fmt: skip

    # Revoking --------------------------------------------------------------------------------

    def _revoke(self, motive: RevocationMotive) -> None:
        seen = self.chosen
        if seen is None:
            return
        key, name = seen.post.public_key, seen.post.name

        def done(_changes: object) -> None:
            self.close_panel()
            self.tell(
                typography.spaced(
                    _("Le poste « {} » n’est plus cru. Ce qu’il a envoyé reste.").format(name)
                )
            )

        self.desk.context.link.write(
            self.desk.context.author(),
            lambda transaction: posts.revoke(transaction, key, motive),
            self.then(done),
            partial(self._refused, self.revoking),
        )

    def _refused(self, panel: InvitePanel | AnswerPanel | RevokePanel, fault: Exception) -> None:
        self.then(lambda _none: panel.refuse(str(fault)))(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N invites, L reads an answer."""
        single = self.desk.context.preferences().get(settings.SINGLE_KEYS)
        keys = {
            Qt.Key.Key_N: lambda: self.open_invitation(""),
            Qt.Key.Key_L: self.pick_answer,
        }
        act = keys.get(Qt.Key(event.key()))
        if act is not None and single and not event.modifiers():
            act()
        else:
            super().keyPressEvent(event)


def _headline(trusted: int, offices: int) -> str:
    if not trusted:
        return _("Aucun poste n’est encore reconnu.")
    known = ngettext("{} poste reconnu", "{} postes reconnus", trusted).format(trusted)
    where = ngettext("dans {} bureau", "dans {} bureaux", offices).format(offices)
    return _("{known} {where}.").format(known=known, where=where)
