"""The first start: the network, the office, and where its data will lie."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.domain.profile import NetworkProfile
from otdesk.errors import DeskError
from otdesk.i18n import _, ngettext
from otdesk.services import workplace as workplaces
from otdesk.services.workplace import PROFILES, Grounds, Workplace
from otdesk.store import placement
from otdesk.store.database import has_database
from otdesk.store.profiles import ProfileFault, available_profiles, load_profile
from otdesk.store.store import DATABASE
from otdesk.ui.preferences.cards import Choice, button, label, path_text, row, say
from otdesk.ui.preferences.chooser import Pick, pick_folder
from otdesk.ui.start.chosen_folder import remember
from otdesk.ui.start.office_tile import OfficeTile
from otdesk.ui.start.welcome_head import WelcomeHead
from otdesk.ui.theme.apply import Theme

_ACROSS = 3


class OfficeDialog(QDialog):
    """Welcomes, asks one thing, says where the data will lie; `workplace` is what was made."""

    def __init__(
        self,
        theme: Theme,
        grounds: Grounds,
        folder: Path,
        profile: str | None,
        *,
        pick: Pick = pick_folder,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._grounds = grounds
        self._asked = folder
        self.folder = folder
        self._pick = pick
        self.workplace: Workplace | None = None
        self._refusal = ""
        self.tiles: dict[str, OfficeTile] = {}
        self.networks = self._load(profile)
        self.network = self._first(profile)
        self.setWindowTitle(_("otdesk · première ouverture"))
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self._width = min(theme.scale.em(70), screen.width() - theme.scale.space(40))
        self._build()
        self._show_network(self.network.code)
        self._check_place()

    def _load(self, profile: str | None) -> dict[str, NetworkProfile]:
        folder = self._grounds.database_files / PROFILES
        found: dict[str, NetworkProfile] = {}
        for code in available_profiles(folder):
            try:
                found[code] = load_profile(folder, code)
            except ProfileFault:
                # A profile that is being written must not keep the others from opening.
                if code == profile:
                    raise
        if profile is not None and profile not in found:
            # Says which ones there are.
            load_profile(folder, profile)
        return found

    def _first(self, profile: str | None) -> NetworkProfile:
        return self.networks[profile if profile is not None else next(iter(self.networks))]

    # Making --------------------------------------------------------------------------------

    def _build(self) -> None:
        scale = self._theme.scale
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._head = WelcomeHead(
            self._theme,
            _("Bienvenue à l’accueil"),
            typography.spaced(
                _("Une seule question avant le premier visiteur : quel est ce bureau ?")
            ),
        )
        outer.addWidget(self._head)
        body = QWidget()
        self._column = QVBoxLayout(body)
        side = scale.space(28)
        self._column.setContentsMargins(side, scale.space(18), side, scale.space(14))
        self._column.setSpacing(scale.space(10))
        if len(self.networks) > 1:
            self._column.addWidget(label(_("Réseau"), "title"))
            self.choice = Choice(
                self._theme,
                _("Réseau"),
                [(code, each.name) for code, each in self.networks.items()],
                self.network.code,
                self._show_network,
            )
            self._column.addWidget(self.choice)
        self._title = label("", "title")
        self._column.addWidget(self._title)
        self._offices = QWidget()
        self._grid = QGridLayout(self._offices)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(scale.gap)
        self._column.addWidget(self._offices)
        self._column.addWidget(self._place_card())
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        outer.addWidget(scroll, 1)
        outer.addLayout(self._foot())
        self._body = body

    def _place_card(self) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        scale = self._theme.scale
        column = QVBoxLayout(card)
        column.setContentsMargins(scale.margin_side, scale.gap, scale.margin_side, scale.gap)
        column.addWidget(label(_("Les données resteront sur ce poste"), "heading"))
        self.place = label("", "note")
        column.addWidget(self.place)
        self.other = button(self._theme, _("Choisir un autre dossier…"), self.choose_place)
        existing = button(
            self._theme, _("Ouvrir un dossier existant…"), self.open_existing, icon="folder"
        )
        column.addWidget(row(self._theme, (self.other, existing)))
        column.addWidget(
            label(
                _(
                    "Le siège a un dossier à lui, fait une fois par « otdesk init --siege » ; il "
                    "s’ouvre ensuite ici."
                ),
                "note",
            )
        )
        return card

    def _foot(self) -> QVBoxLayout:
        scale = self._theme.scale
        column = QVBoxLayout()
        column.setContentsMargins(scale.space(28), scale.gap, scale.space(28), scale.space(18))
        # Under the page and not in it: a refusal must not scroll away.
        self.said = label("", "heading", "refused")
        self.said.hide()
        column.addWidget(self.said)
        foot = QHBoxLayout()
        leave = button(self._theme, _("Quitter"), self.reject, role="ghost")
        self.begin = button(self._theme, _("Choisir un bureau"), self.make, role="primary")
        self.begin.setDefault(True)
        self.begin.setEnabled(False)
        foot.addWidget(leave)
        foot.addStretch(1)
        foot.addWidget(self.begin)
        column.addLayout(foot)
        return column

    def _fit(self) -> None:
        """Take the room that all of it needs, as far as the screen goes."""
        screen = QGuiApplication.primaryScreen().availableGeometry()
        wanted = max(self._column.minimumSize().height(), self._body.sizeHint().height())
        around = self._head.sizeHint().height() + 3 * self._theme.scale.target
        around += self._theme.scale.em(3) if self._refusal else 0
        limit = screen.height() - self._theme.scale.space(50)
        self.resize(self._width, min(wanted + around, limit))
        # It was placed by a guess of its height: the foot could lie under the screen's edge.
        frame = self.frameGeometry()
        frame.moveCenter(screen.center())
        self.move(max(frame.left(), screen.left()), max(frame.top(), screen.top()))

    def showEvent(self, event: QShowEvent) -> None:
        """Measure once the style is known: before, every height is Qt's own guess."""
        super().showEvent(event)
        self._fit()
        # The one question: the keyboard begins at its first answer.
        next(iter(self.tiles.values())).setFocus(Qt.FocusReason.TabFocusReason)

    # Choosing ------------------------------------------------------------------------------

    def _show_network(self, code: str) -> None:
        self.network = self.networks[code]
        for tile in self.tiles.values():
            self._grid.removeWidget(tile)
            tile.deleteLater()
        self.tiles.clear()
        for office in self.network.offices:
            tile = OfficeTile(
                self._theme, office, headquarters=office.code == self.network.headquarters
            )
            tile.toggled.connect(self._on_chosen)
            self.tiles[office.code] = tile
        widest = max(tile.minimumSizeHint().width() for tile in self.tiles.values())
        room = self._width - 2 * self._theme.scale.space(28) - self._theme.scale.space(14)
        across = max(1, min(_ACROSS, room // (widest + self._theme.scale.gap)))
        for index, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, index // across, index % across)
        self._order_focus()
        count = len(self.network.offices)
        self._title.setText(
            ngettext("{name} · {count} bureau", "{name} · {count} bureaux", count).format(
                name=self.network.legal_name, count=count
            )
        )
        if count == 1:
            next(iter(self.tiles.values())).setChecked(True)
        self._on_chosen()

    def _order_focus(self) -> None:
        """Let Tab go down the page: the tiles of another network are made last."""
        tiles = list(self.tiles.values())
        before = [*self.choice.buttons.values()][-1:] if len(self.networks) > 1 else []
        order: list[QWidget] = [*before, *tiles, self.other]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)

    @property
    def chosen(self) -> str | None:
        """Return the code of the chosen office."""
        return next((code for code, tile in self.tiles.items() if tile.isChecked()), None)

    def choose(self, code: str) -> None:
        """Choose an office."""
        self.tiles[code].setChecked(True)

    def _on_chosen(self) -> None:
        code = self.chosen
        self.begin.setEnabled(code is not None and not self._refusal)
        self.begin.setText(
            _("Choisir un bureau")
            if code is None
            else _("Commencer · {}").format(self.tiles[code].office.name)
        )

    def choose_place(self) -> None:
        """Ask for an empty folder for the data."""
        picked = self._pick(self, _("Dossier des données d’otdesk"))
        if picked is None:
            return
        # A folder with something in it gets one of its own inside.
        self.folder = picked / "otdesk" if any(picked.iterdir()) else picked
        self._check_place()

    def _check_place(self) -> None:
        self._refusal = ""
        try:
            placement.check(self.folder)
        except placement.SynchronisedFolder as fault:
            self._refusal = f"{fault.what} {fault.todo}"
        self.place.setText(path_text(self.folder))
        say(self.said, self._refusal, "refused")
        self._on_chosen()

    # Done ----------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the data folder of the chosen office."""
        office = self.chosen
        if office is None:
            return
        try:
            placement.check(self.folder)
            self._finish(
                workplaces.create(
                    self._grounds, self.folder, profile_code=self.network.code, office=office
                )
            )
        except DeskError as fault:
            say(self.said, str(fault), "refused")

    def open_existing(self) -> None:
        """Ask for a folder that otdesk has already made, and open that one from now on."""
        picked = self._pick(self, _("Dossier de données existant"))
        if picked is None:
            return
        try:
            placement.check(picked)
            if not has_database(picked) and has_database(picked / "otdesk"):
                picked = picked / "otdesk"
            if not has_database(picked):
                say(self.said, _not_ours(picked), "refused")
                return
            self._finish(workplaces.open_folder(self._grounds, picked))
        except DeskError as fault:
            say(self.said, str(fault), "refused")

    def _finish(self, workplace: Workplace) -> None:
        if workplace.folder != self._asked:
            remember(self._grounds.state, self._asked, workplace.folder)
        self.workplace = workplace
        self.accept()


def _not_ours(folder: Path) -> str:
    """Say what to do here: the command line has other words for the same fault."""
    return _(
        "Le dossier « {} » ne contient pas de données d’otdesk. Rien n’a été changé. "
        "Choisir le dossier où se trouve le fichier {}, ou un bureau ci-dessus."
    ).format(folder, DATABASE)
