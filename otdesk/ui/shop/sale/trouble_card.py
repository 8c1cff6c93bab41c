"""Why nothing can be sold now, and the one button that leads to what sets it right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from otdesk import typography
from otdesk.i18n import _
from otdesk.services.till.start import TillTrouble
from otdesk.ui.days.controls import label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.shop.desk import ShopPicture
from otdesk.ui.theme.apply import Theme

_ARTICLES = "articles"


class TroubleCard(QFrame):
    """`till_wanted` carries what the till's page is to show: `begin` or `z`.

    `articles_wanted`: nothing is sold here yet.
    """

    till_wanted = Signal(str)
    articles_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._argument = "begin"
        self.setProperty("role", "banner")
        self.setProperty("tone", "genet")
        scale = theme.scale
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.space(14), scale.space(6), scale.space(10), scale.space(6))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._what = label("", "heading", "genet", wrap=True)
        self._more = label("", "note", wrap=True)
        words.addWidget(self._what)
        words.addWidget(self._more)
        row.addLayout(words, 1)
        self.go = KeyButton(theme, "", "", "complete")
        self.go.clicked.connect(self._on_go)
        row.addWidget(self.go)
        self.hide()

    @property
    def text(self) -> str:
        """Return all that is said."""
        return f"{self._what.text()} {self._more.text()}".strip()

    def follow(self, picture: ShopPicture | None, today: date) -> None:
        """Show what keeps the shop from selling, or nothing."""
        if picture is None:
            self.hide()
            return
        opened = None if picture.state is None else picture.state.open_day
        if not picture.catalogue.articles:
            what = _("La boutique n’a encore aucun article.")
            more = _("Un catalogue de départ est prêt ; un tableur s’importe aussi.")
            self._say(what, more, _("Voir les articles"), _ARTICLES)
        elif picture.trouble is not None:
            what, more = _TROUBLES[picture.trouble]()
            self._say(what, more, _("Ouvrir la caisse"), "begin")
        elif opened is not None and opened < today:
            what = _("La caisse du {} n’est pas clôturée.").format(typography.long_date(opened))
            more = _("Rien n’est perdu : faire d’abord son Z, puis vendre.")
            self._say(what, more, _("Faire le Z"), "z")
        else:
            self.hide()

    def _on_go(self) -> None:
        if self._argument == _ARTICLES:
            self.articles_wanted.emit()
        else:
            self.till_wanted.emit(self._argument)

    def _say(self, what: str, more: str, go: str, argument: str) -> None:
        self._what.setText(what)
        self._more.setText(more)
        self.go.say(go)
        self._argument = argument
        self.setAccessibleName(self.text)
        self.show()


_TROUBLES = {
    TillTrouble.NONE_YET: lambda: (
        _("Ce poste n’a pas encore de caisse."),
        _("Le panier se prépare déjà ; encaisser demande d’ouvrir la caisse, une seule fois."),
    ),
    TillTrouble.KEY_LOST: lambda: (
        _("La clé de la caisse n’est plus sur ce poste."),
        _("Les tickets passés restent prouvés ; une nouvelle caisse reprend leurs totaux."),
    ),
    TillTrouble.BEHIND: lambda: (
        _("Ce dossier est plus ancien que la caisse de ce poste."),
        _("Il a été restauré ou copié ; une nouvelle caisse reprend les totaux connus."),
    ),
}
