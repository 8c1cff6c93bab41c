"""The first time: the invitation, the answer, the words on the telephone, the siège's confirmation.

Four steps under each other; the one whose turn it is stands out, and has the buttons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from otdesk import paths, typography
from otdesk.errors import DeskError
from otdesk.i18n import _
from otdesk.services.till.keystore import Keystore
from otdesk.services.workplace import REFERENCE
from otdesk.store import faults
from otdesk.store.store import Store
from otdesk.sync.office_notes import Way, note_answered
from otdesk.sync.office_round import known_partner
from otdesk.sync.office_state import OfficeState
from otdesk.sync.pairing.invitation import read_invitation
from otdesk.sync.pairing.office import OtherSiege, accept, answer_name, answer_of
from otdesk.sync.pairing.spoken_key import read_words, spoken_key
from otdesk.sync.post_keys import keys_of
from otdesk.ui.context import ScreenContext
from otdesk.ui.days.controls import empty
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import button, row, say
from otdesk.ui.preferences.chooser import Pick
from otdesk.ui.summaries.export import write_whole
from otdesk.ui.sync import words
from otdesk.ui.sync.exchanger import Words
from otdesk.ui.sync.parts import Mark, WordChip, text
from otdesk.ui.sync.volumes import Plugged
from otdesk.ui.theme.apply import Theme


class PairingCard(QFrame):
    """Guides through the pairing.

    `changed` once something is on the disk; `deliver_wanted` drops the answer in the mailbox;
    `setting_wanted` asks where that is; `look_wanted` looks there whether the siège confirmed,
    `reply_wanted` takes its reply from a file. `other_siege` (a path, a warning): an invitation
    would put another key in the place of the siège's; `refused` says why one cannot be taken.
    """

    changed = Signal()
    look_wanted = Signal()
    reply_wanted = Signal()
    deliver_wanted = Signal()
    setting_wanted = Signal()
    other_siege = Signal(object, str)
    refused = Signal(str)

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        keystore: Callable[[], Keystore],
        *,
        pick_file: Pick,
        pick_folder: Pick,
    ) -> None:
        super().__init__()
        self._context, self._theme, self._keystore = context, theme, keystore
        self._pick_file, self._pick_folder = pick_file, pick_folder
        self._waiting_for_siege = False
        self._shown: object = None
        self.saved = ""
        self.setProperty("role", "card")
        scale = theme.scale
        column = QVBoxLayout(self)
        side = scale.margin_side
        column.setContentsMargins(side, scale.space(14), side, scale.space(14))
        column.setSpacing(scale.space(12))
        across = QHBoxLayout()
        across.setSpacing(scale.gap_wide)
        self.mark = Mark(theme, "link", "origin", disc=True)
        both = QVBoxLayout()
        both.setSpacing(scale.space(2))
        self.headline = text("", "lead" if scale.text_percent < 150 else "phrase")
        self.subline = text("", "note")
        both.addWidget(self.headline)
        both.addWidget(self.subline)
        across.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(both, 1)
        column.addLayout(across)
        self.outcome = text("", "heading")
        self.outcome.hide()
        column.addWidget(self.outcome)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(scale.space(10))
        column.addLayout(self._steps)
        column.addStretch(1)
        self.main: QPushButton | None = None
        self.buttons: dict[str, QPushButton] = {}

    def show_state(
        self, state: OfficeState, plugged: Sequence[Plugged], known: Words, *, is_running: bool
    ) -> None:
        """Show the step whose turn it is."""
        self.saved = _answered(state)
        shown = state.known, state.mailbox, tuple(plugged), known, is_running, self.saved
        if shown == self._shown:
            return
        self._shown = shown
        focused = QApplication.focusWidget()
        held_focus = focused is not None and self.isAncestorOf(focused)
        self.headline.setText(typography.spaced(words.headline(state)))
        self.subline.setText(typography.spaced(words.subline(state)))
        empty(self._steps)
        self.buttons = {}
        self.main = None
        invited = state.known is not None
        self.mark.show_mark("link" if not invited else "phone", "origin")
        self._step(
            1,
            _("L’invitation du siège"),
            _("Prise. Une nouvelle invitation la remplacerait.")
            if invited
            else _("Un petit fichier que le siège vous remet : sur une clé, ou par courriel."),
            self._invitation_acts(plugged, invited=invited),
            done=invited,
            turn=not invited,
        )
        self._step(
            2,
            _("La réponse de ce poste"),
            self.saved
            or _("Elle porte la clé de ce poste. Rendez-la au siège, sur la clé ou par la boîte."),
            self._answer_acts(state, plugged, ready=not is_running) if invited else (),
            done=invited and bool(self.saved),
            turn=invited and not self.saved,
        )
        self._words_step(known, turn=invited)
        self._step(
            4,
            _("Le siège confirme"),
            _("Ensuite l’échange se fait tout seul. Cet écran le dira au premier accusé."),
            self._look_acts(state, ready=not is_running) if invited else (),
            done=False,
            # The call has no button: what follows it has.
            turn=invited and bool(self.saved),
        )
        if held_focus:
            # The steps were made anew: the focus would go to whatever stands next.
            self.rest()

    def rest(self) -> None:
        """Put the focus on what is to be done next."""
        found = [self.main, self.buttons.get("save"), self]
        target = next(each for each in found if each is not None)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_invitation(self, path: Path, *, replace: bool = False) -> None:
        """Accept an invitation; its words and the answer come next.

        `replace`: somebody was told by telephone that the siège has another key.
        """
        context, keystore = self._context, self._keystore
        name = context.workplace.office.name
        say(self.outcome, "")

        def work(store: Store) -> str:
            with faults.explained(path):
                invitation = read_invitation(path)
            try:
                accept(store, keys_of(store, keystore()), invitation, name, replace=replace)
            except OtherSiege as other:
                return _both_named(other)
            return ""

        def done(other: str) -> None:
            if not shiboken6.isValid(self):
                return
            if other:
                self.other_siege.emit(path, other)
                return
            self.changed.emit()

        # The system's keystore may ask its user: the counter's thread is left alone.
        context.reading.run(work, done, self._on_fault)

    def save_answer(self, folder: Path) -> None:
        """Write the answer into a folder."""
        keystore = self._keystore

        def work(store: Store) -> None:
            keys = keys_of(store, keystore())
            answer = answer_of(store, keys, known_partner(store))
            path = folder / answer_name(answer.office, answer.code)
            content = answer.to_text(keys.signing.signed).encode("utf-8")
            write_whole(path, content, lambda _done, _all: None, lambda: False)
            with store.writing_local() as connection:
                note_answered(connection, answer.code, Way.FILE, path.name)

        def done(_none: None) -> None:
            if shiboken6.isValid(self):
                say(self.outcome, "")
                self.changed.emit()

        self._context.reading.run(work, done, self._on_fault)

    # ---------------------------------------------------------------------------------------

    def _on_fault(self, fault: Exception) -> None:
        if not shiboken6.isValid(self):
            return
        if not isinstance(fault, DeskError):
            self._context.reading.failed.emit(fault)
        say(self.outcome, str(fault), "refused")
        self.refused.emit(str(fault))

    def _invitation_acts(
        self, plugged: Sequence[Plugged], *, invited: bool
    ) -> Sequence[QPushButton]:
        acts: list[QPushButton] = []
        for each in plugged:
            for path in each.invitations if not invited else ():
                words_of = _("Celle de la clé « {} »").format(each.volume.name)
                acts.append(self._button(words_of, self.take_invitation, path))
        if invited:
            made = button(self._theme, _("Une autre…"), self._choose, role="ghost")
        else:
            made = KeyButton(self._theme, _("Choisir le fichier…"), _("Entrée"), "primary")
            made.clicked.connect(lambda _on=False: self._choose())
            self.main = made
        self.buttons["invitation"] = made
        return (made, *acts)

    def _answer_acts(
        self, state: OfficeState, plugged: Sequence[Plugged], *, ready: bool
    ) -> Sequence[QPushButton]:
        """Return the ways of the answer, the likeliest first: it is what is to be done next.

        Once the answer is on its way, that is the siège's reply.
        """
        acts = [
            self._act(_("Sur la clé « {} »").format(each.volume.name), "usb", self.save_answer,
                      each.volume.root)
            for each in plugged
            if each.volume.writable
        ]  # fmt: skip
        save = self._act(_("Enregistrer le fichier…"), "download", self._save)
        self.buttons["save"] = save
        if state.mailbox:
            again = _("Déposer de nouveau") if self.saved else _("Déposer dans la boîte")
            deliver = self._act(again, "upload", self.deliver_wanted.emit)
            deliver.setEnabled(ready)
            self.buttons["deliver"] = deliver
            acts = [deliver, *acts, save]
        else:
            other = self._act(_("Indiquer une boîte…"), "cloud", self.setting_wanted.emit)
            acts = [*acts, save, other]
        if not self.saved:
            self._make_main(acts[0])
        return acts

    def _look_acts(self, state: OfficeState, *, ready: bool) -> Sequence[QPushButton]:
        if state.mailbox:
            look = self._act(_("A-t-il répondu ?"), "download", self.look_wanted.emit)
        else:
            look = self._act(_("Prendre sa réponse…"), "download", self.reply_wanted.emit)
        look.setEnabled(ready)
        self.buttons["look"] = look
        if self.saved:
            self._make_main(look)
        return (look,)

    def _act(self, text: str, icon: str, act: Callable[..., None], *arguments: object) -> KeyButton:
        made = KeyButton(self._theme, text, "", icon=icon)
        made.clicked.connect(lambda _on=False: act(*arguments))
        return made

    def _make_main(self, made: KeyButton) -> None:
        self.main = made
        made.take_role("primary")
        made.show_key(_("Entrée"))

    def _button(self, text: str, act: Callable[[Path], None], path: Path) -> QPushButton:
        return button(self._theme, text, lambda: act(path), icon="usb")

    def _choose(self) -> None:
        chosen = self._pick_file(self, _("L’invitation du siège"))
        if chosen is not None:
            self.take_invitation(chosen)

    def _save(self) -> None:
        chosen = self._pick_folder(self, _("Où enregistrer la réponse"))
        if chosen is not None:
            self.save_answer(chosen)

    def _words_step(self, known: Words, *, turn: bool) -> None:
        inside = self._step(
            3,
            _("Les quatre mots, au téléphone"),
            _("Lisez les vôtres, puis écoutez les siens. S’ils diffèrent, ne confirmez rien.")
            if turn
            else _("Deux personnes se lisent les mêmes quatre mots : personne ne s’est glissé."),
            (),
            done=False,
            turn=turn,
        )
        if not turn or not known.post:
            return
        for heading, said in ((_("Vous lisez"), known.post), (_("Le siège lit"), known.siege)):
            holder = QWidget()
            flow = FlowLayout(self._theme.scale.space(6), holder)
            name = text(heading, "note")
            name.setWordWrap(False)
            flow.addWidget(name)
            for word in said:
                # On the sunken ground of a step a grey chip would not be seen.
                flow.addWidget(WordChip(word, "origin"))
            policy = holder.sizePolicy()
            policy.setHeightForWidth(True)
            holder.setSizePolicy(policy)
            holder.setAccessibleName(f"{heading} : {', '.join(said)}")
            inside.addWidget(holder)

    def _step(
        self,
        number: int,
        title: str,
        note: str,
        acts: Sequence[QPushButton],
        *,
        done: bool,
        turn: bool,
    ) -> QVBoxLayout:
        scale = self._theme.scale
        frame = QFrame()
        frame.setProperty("role", "sunken" if turn else "provisional")
        across = QHBoxLayout(frame)
        pad = scale.space(12)
        across.setContentsMargins(pad, scale.space(9), pad, scale.space(10))
        across.setSpacing(scale.gap_wide)
        figure = text(str(number), "figure", "ok" if done else "origin" if turn else "granite")
        figure.setWordWrap(False)
        figure.setAlignment(Qt.AlignmentFlag.AlignTop)
        figure.setMinimumWidth(scale.em(1.4))
        across.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(scale.space(4))
        heading = text(_("{} : fait").format(title) if done else title, "title")
        column.addWidget(heading)
        column.addWidget(text(note, "note"))
        if acts:
            column.addWidget(row(self._theme, acts))
        across.addLayout(column, 1)
        self._steps.addWidget(frame)
        return column


def _answered(state: OfficeState) -> str:
    """Return how the answer to the invitation was given back, empty where it was not yet."""
    given = state.notes.answered
    if given is None or state.known is None or given.code != state.known.code:
        return ""
    if given.way is Way.MAILBOX:
        return _("Déposée dans la boîte. Appelez le siège : il la lira au prochain échange.")
    if given.way is Way.MAIL:
        return _("Envoyée par courriel. Appelez le siège une fois qu’il l’a reçue.")
    return _("Enregistrée : {}. Rendez-la au siège, puis appelez-le.").format(given.where)


def _both_named(other: OtherSiege) -> str:
    """Return what an invitation would change, with the words of both keys. Slow on purpose."""
    words = read_words(paths.database_files() / REFERENCE)
    ours, theirs = (" · ".join(spoken_key(key, words)) for key in (other.ours, other.theirs))
    return _(
        "{warning}\n\nVotre siège lit : {ours}.\nCelui de l’invitation lirait : {theirs}."
    ).format(warning=other.warning, ours=ours, theirs=theirs)
