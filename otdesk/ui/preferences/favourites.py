"""« Provenances »: what lies under the keys A to O, and what the season's figures would put there.

Nothing moves by itself: fingers have learnt these keys. A proposal is made on request, shown
beside what stands, and taken or left.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from otdesk import settings, typography
from otdesk.domain.period import Period
from otdesk.domain.profile import FAVOURITES
from otdesk.i18n import _, ngettext
from otdesk.reports.favourites import Favourites, favourites
from otdesk.ui.context import ScreenContext
from otdesk.ui.counter.key_map import LAYOUTS
from otdesk.ui.preferences.cards import Card, button, label, row, say
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.preferences.proposal import last_twelve_months, settled
from otdesk.ui.theme.apply import Theme


class FavouritesPage(PreferencesPage):
    """The origins under the keys, and a proposal that is taken or left."""

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        super().__init__(
            context,
            theme,
            _("Provenances favorites"),
            _("Dix-huit provenances à une touche. Elles ne bougent que si vous le demandez."),
        )
        office = context.workplace.office
        asked = context.preferences().get(settings.FAVOURITES)
        self._profile = (*office.favourites, *office.more_favourites)
        self.current = asked or self._profile
        self.proposed: tuple[str, ...] = ()
        present = Card(theme, _("Sous les touches aujourd’hui"))
        self.table = OriginKeys(context, theme)
        self.table.show_codes(self.current, ())
        present.add(self.table)
        self.propose = button(theme, _("Proposer d’après la saison"), self._propose, role="primary")
        self.restore = button(theme, _("Revenir à celles du bureau"), self._restore)
        self.restore.setEnabled(bool(asked))
        self._actions = row(theme, (self.propose, self.restore))
        present.add(self._actions)
        self.column.addWidget(present)
        self.offer = Card(theme, _("Ce que dit la saison"))
        self._reason = label("", "note")
        self.offered = OriginKeys(context, theme)
        self.take = button(theme, _("Adopter ces touches"), self._take, role="primary")
        leave = button(theme, _("Garder les miennes"), self._leave)
        self.offer.add(self._reason, self.offered, row(theme, (self.take, leave)))
        self.offer.hide()
        self.column.addWidget(self.offer)
        self.finish()

    def _propose(self) -> None:
        workplace = self.context.workplace
        office = workplace.identity.office
        period = last_twelve_months(workplace.today())
        self.propose.setEnabled(False)
        self.context.reading.read(
            lambda connection: favourites(connection, office, period),
            self.then(lambda found: self._show(found, period)),
            self.fault,
        )

    def _show(self, found: Favourites, period: Period) -> None:
        self.propose.setEnabled(True)
        acts = {each.code: each.acts for each in (*found.origins, *found.more_origins)}
        if not acts:
            self.tell(_("Aucun accueil sur un an : il n’y a encore rien à proposer."), "genet")
            return
        self.tell("")
        self.proposed = settled(
            self.current,
            [each.code for each in found.origins],
            [each.code for each in found.more_origins],
        )
        changed = [code for code in self.proposed if code not in self.current]
        moved = sum(1 for old, new in zip(self.current, self.proposed, strict=False) if old != new)
        say(self._reason, self._words(period, len(changed), moved))
        self.offered.show_codes(self.proposed, changed, acts)
        self.take.setEnabled(bool(moved))
        # One filled action at a time.
        self._actions.hide()
        self.offer.show()
        self.bring(self.offer)

    def _words(self, period: Period, newcomers: int, moved: int) -> str:
        since = _("Accueils du {first} au {last}.").format(
            first=typography.short_date(period.first), last=typography.short_date(period.last)
        )
        if not moved:
            return f"{since} {_('Vos touches sont déjà celles de la saison.')}"
        new = ngettext("{} provenance nouvelle ;", "{} provenances nouvelles ;", newcomers).format(
            newcomers
        )
        keys = ngettext("{} touche change.", "{} touches changent.", moved).format(moved)
        return f"{since} {new} {keys} {_('Celles qui restent gardent leur touche.')}"

    def _leave(self) -> None:
        self.offer.hide()
        self._actions.show()

    def _take(self) -> None:
        self.save(settings.FAVOURITES, self.proposed)

    def _restore(self) -> None:
        self.save(settings.FAVOURITES, ())


class OriginKeys(QWidget):
    """Two groups of nine keys with their origins; newcomers are told by a word, not by colour."""

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        super().__init__()
        self._lists = context.workplace.lists
        self._theme = theme
        layout = LAYOUTS[context.preferences().get(settings.KEYBOARD)]
        self._keys = layout.top[:FAVOURITES]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scale.space(8))
        self._grids: list[QGridLayout] = []
        for title in (_("Touche seule"), _("Avec Maj")):
            column.addWidget(label(title, "heading"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme.scale.space(10))
            grid.setVerticalSpacing(theme.scale.space(6))
            column.addLayout(grid)
            self._grids.append(grid)
        self._cells: list[QLabel] = []

    def show_codes(
        self,
        codes: Sequence[str],
        marked: Sequence[str],
        acts: dict[str, int] | None = None,
    ) -> None:
        """Show origins under their keys, with how many accueils each had, where that is known."""
        for cell in self._cells:
            cell.deleteLater()
        self._cells.clear()
        # Large text has no room for three pairs side by side.
        across = 3 if self._theme.scale.text_percent <= 125 else 2
        if self._theme.scale.text_percent >= 200:
            across = 1
        for number, grid in enumerate(self._grids):
            row_codes = codes[number * FAVOURITES : (number + 1) * FAVOURITES]
            down = -(-FAVOURITES // across)
            for index, (key, code) in enumerate(zip(self._keys, row_codes, strict=False)):
                cap = label(key, "key")
                cap.setWordWrap(False)
                cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
                cap.setMinimumWidth(self._theme.scale.em(1.9))
                words = label(self._words(code, acts, new=code in marked))
                words.setProperty("tone", "origin" if code in marked else "")
                line, side = index % down, 2 * (index // down)
                grid.addWidget(cap, line, side, Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(words, line, side + 1)
                self._cells += [cap, words]
            for side in range(2 * across):
                grid.setColumnStretch(side, side % 2)

    def texts(self) -> list[str]:
        """Return what is shown, key by key."""
        pairs = zip(self._cells[::2], self._cells[1::2], strict=True)
        return [f"{key.text()} {words.text()}" for key, words in pairs]

    def _words(self, code: str, acts: dict[str, int] | None, *, new: bool) -> str:
        number = self._lists.origin_number(code)
        name = self._lists.origin_label(code)
        parts = [f"{name} ({number})" if number else name]
        if acts is not None and code in acts:
            parts.append(
                ngettext("{} accueil", "{} accueils", acts[code]).format(
                    typography.integer(acts[code])
                )
            )
        if new:
            parts.append(_("nouvelle"))
        return " · ".join(parts)
