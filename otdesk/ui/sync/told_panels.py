"""Short panels: a fingerprint, another siège's invitation, what the check of the chain found."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase

from otdesk import typography
from otdesk.i18n import _, ngettext
from otdesk.ui.days.side_panel import SidePanel
from otdesk.ui.preferences.cards import button, label, say, set_role
from otdesk.ui.sync.exchange_process import Ended
from otdesk.ui.theme.apply import Theme

_MOST_FAULTS = 8
# A fingerprint is one long word: it may go on to another line after each so many signs.
_GROUP = 8


class HostPanel(SidePanel):
    """A server shows a key that nobody compared yet, or another one than before.

    `accepted` carries the fingerprint that somebody found to be the siège's.
    """

    accepted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Est-ce le bon serveur ?"), theme)
        self._fingerprint = ""
        self.what = label("")
        self.fingerprint = label("", "heading")
        self.fingerprint.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.todo = label("", "note")
        self.same = button(theme, _("C’est la même"), self._on_same, role="soft")
        self.other = button(theme, _("Ce n’est pas la même"), self.left.emit)
        for each in (self.what, self.fingerprint, self.todo, self.same, self.other):
            self.column.addWidget(each)
        self.column.addStretch(1)

    def ask(self, fingerprint: str, *, changed: bool) -> None:
        """Show a fingerprint; `changed`: it is not the one that was confirmed before."""
        self._fingerprint = fingerprint
        if changed:
            told = _(
                "Le serveur ne montre plus la clé qui avait été confirmée. Un autre se fait "
                "peut-être passer pour lui : rien n’a été envoyé, pas même le mot de passe."
            )
            todo = _("Appelez le siège. Confirmez seulement si son serveur a vraiment changé.")
        else:
            told = _(
                "Premier contact avec ce serveur. Rien n’a été envoyé, pas même le mot de passe."
            )
            todo = _("Comparez avec l’empreinte que donne le siège, au téléphone ou par écrit.")
        say(self.what, told, "refused" if changed else "")
        grouped = [fingerprint[n : n + _GROUP] for n in range(0, len(fingerprint), _GROUP)]
        self.fingerprint.setText("\u200b".join(grouped))
        self.fingerprint.setAccessibleName(fingerprint)
        say(self.todo, todo)
        set_role(self.same, "danger" if changed else "soft")
        # Enter must not confirm by itself what nobody has read.
        self.other.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_same(self) -> None:
        self.accepted.emit(self._fingerprint)


class OtherSiegePanel(SidePanel):
    """An invitation would put another key in the place of the siège's.

    `accepted` carries the path of an invitation that somebody was told of by telephone.
    """

    accepted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Changer de siège ?"), theme)
        self._path: Path | None = None
        self.what = label("")
        self.todo = label(
            _(
                "Appelez le siège au numéro que vous connaissez. Rien n’est changé avant votre "
                "réponse, et rien ne partira avant que les quatre mots soient comparés."
            ),
            "note",
        )
        self.keep = button(theme, _("Garder mon siège"), self.left.emit, role="soft")
        self.take = button(theme, _("Le siège l’a confirmé : prendre l’invitation"), self._on_take)
        for each in (self.what, self.todo, self.keep, self.take):
            self.column.addWidget(each)
        self.column.addStretch(1)

    def ask(self, path: Path, told: str) -> None:
        """Show what an invitation would change."""
        self._path = path
        say(self.what, typography.spaced(told), "refused")
        # Enter, which sends, here changes nothing.
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_take(self) -> None:
        self.accepted.emit(self._path)


class ChainPanel(SidePanel):
    """What the check found: nothing, or each fault with its place."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("La chaîne de ce poste"), theme)
        self.outcome = label("", "heading")
        self.more = label("", "note")
        self.column.addWidget(self.outcome)
        self.column.addWidget(self.more)
        self.column.addStretch(1)

    def show_ended(self, ended: Ended) -> None:
        """Show how the check ended."""
        if ended.cancelled:
            say(self.outcome, _("Vérification abandonnée à votre demande. Rien n’a été changé."))
            say(self.more, "")
            return
        if ended.fault is not None:
            say(self.outcome, ended.fault.what, "refused")
            say(self.more, f"{ended.fault.safe} {ended.fault.todo}".strip())
            return
        faults = ended.told["faults"]
        entries = ended.told["entries"]
        read = ngettext("{} entrée relue", "{} entrées relues", entries).format(
            typography.integer(entries)
        )
        if not faults:
            say(self.outcome, _("Tout est conforme."), "ok")
            say(
                self.more,
                _("{read} : rien n’a été changé, perdu ni ajouté depuis l’origine.").format(
                    read=read
                ),
            )
            return
        count = ngettext("{} anomalie", "{} anomalies", len(faults)).format(len(faults))
        say(self.outcome, f"{count}, {read}", "refused")
        lines = [*faults[:_MOST_FAULTS], *(["…"] if len(faults) > _MOST_FAULTS else [])]
        lines.append(_("N’effacez rien, et appelez la personne qui suit otdesk."))
        say(self.more, "\n".join(lines))
