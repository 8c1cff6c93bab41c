"""Articles from a spreadsheet: pick a file, see its faults or what it changes, then write it all.

The starter catalogue is offered where there is no article yet.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from otdesk import paths, typography
from otdesk.domain.changes import Changes
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.services.shop import catalogue_import
from otdesk.services.shop.catalogue_columns import NEEDED, columns
from otdesk.services.shop.catalogue_import import CataloguePlan
from otdesk.services.visits_import import FileRefused
from otdesk.store.store import Store
from otdesk.store.transaction import Transaction
from otdesk.ui.days.controls import label as plain_label
from otdesk.ui.imports.faults_table import FaultsTable
from otdesk.ui.preferences.cards import Card, button, label, row, say, set_role
from otdesk.ui.preferences.chooser import Pick
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.goods.fields import Entry, day_field
from otdesk.ui.theme.apply import Theme


def pick_catalogue(parent: QWidget, title: str) -> Path | None:
    """Ask for a spreadsheet."""
    kinds = _("Tableurs (*.xlsx *.ods *.csv);;Tous les fichiers (*)")
    chosen, _filter = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(chosen) if chosen else None


def pick_template(parent: QWidget, title: str) -> Path | None:
    """Ask where to write the template."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, "", "XLSX (*.xlsx)")
    return Path(chosen) if chosen else None


class ImportView(QWidget):
    """`imported` and `told` carry a sentence (and its tone); `faulted` a fault of the machine."""

    imported = Signal(str)
    told = Signal(str, str)
    faulted = Signal(object)

    def __init__(
        self,
        desk: ShopDesk,
        theme: Theme,
        *,
        pick: Pick = pick_catalogue,
        pick_target: Pick = pick_template,
    ) -> None:
        super().__init__()
        self._desk, self.theme = desk, theme
        self._pick, self._pick_target = pick, pick_target
        self.path: Path | None = None
        self.plan: CataloguePlan | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scale.gap)
        for card in (self._starter_card(), self._file_card(), self._faults_card()):
            column.addWidget(card)
        column.addWidget(self._summary_card())
        column.addWidget(self._columns_card())
        column.addStretch(1)

    # Making --------------------------------------------------------------------------------

    def _starter_card(self) -> Card:
        self.starter = Card(
            self.theme,
            _("Le catalogue de départ"),
            _(
                "Les familles du manuel qualité et des articles courants, à corriger ensuite : "
                "prix, codes-barres, fournisseurs."
            ),
        )
        self.starter_button = button(
            self.theme,
            _("Commencer avec le catalogue de départ"),
            self.begin,
            role="primary",
            icon="package",
        )
        self.starter.add(row(self.theme, (self.starter_button,)))
        return self.starter

    def _file_card(self) -> Card:
        needed = " ; ".join(column.heading for column in columns() if column.field in NEEDED)
        card = Card(
            self.theme,
            _("Un tableur"),
            _(
                "XLSX, ODS ou CSV. La première ligne nomme les colonnes : {}, et celles que l’on "
                "veut du modèle. Tout entre, ou rien."
            ).format(needed),
        )
        self.since = day_field(self.theme, _("Nouveaux prix à partir du"))
        self.since.show_value(self._desk.workplace.today())
        self.since_entry = Entry(_("Nouveaux prix à partir du"), self.since)
        self.choose_button = button(
            self.theme, _("Choisir un fichier…"), self.choose, role="primary"
        )
        self.template_button = button(
            self.theme, _("Enregistrer le modèle…"), self.save_template, icon="download"
        )
        self.name = label("", "heading")
        self.name.hide()
        card.add(
            self.since_entry,
            row(self.theme, (self.choose_button, self.template_button)),
            self.name,
        )
        return card

    def _faults_card(self) -> Card:
        self.refused = Card(self.theme, _("À corriger"))
        self._refusal = label("", "heading", "refused")
        self.table = FaultsTable(self.theme)
        self.reread = button(
            self.theme, _("Relire le fichier"), self.read, role="primary", icon="refresh-cw"
        )
        self.refused.add(
            self._refusal,
            self.table,
            row(self.theme, (self.reread,)),
            label(_("Corriger dans le tableur, enregistrer, puis relire le fichier."), "note"),
        )
        self.refused.hide()
        return self.refused

    def _summary_card(self) -> Card:
        self.summary = Card(self.theme, _("Ce que le fichier change"))
        self.said = label("", "phrase")
        self.more = label("")
        self.write_button = button(
            self.theme, _("Importer"), self.write, role="primary", icon="check"
        )
        leave = button(self.theme, _("Ne rien importer"), self.reset, role="ghost")
        self.summary.add(self.said, self.more, row(self.theme, (self.write_button, leave)))
        self.summary.hide()
        return self.summary

    def _columns_card(self) -> Card:
        card = Card(self.theme, _("Les colonnes"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.scale.gap_wide)
        grid.setVerticalSpacing(self.theme.scale.space(3))
        across = 2 if self.theme.scale.text_percent < 150 else 1
        known = columns()
        down = -(-len(known) // across)
        for place, column in enumerate(known):
            line, side = place % down, 2 * (place // down)
            name = plain_label(
                column.heading, "heading", "origin" if column.field in NEEDED else ""
            )
            grid.addWidget(name, line, side, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(column.meaning, "note"), line, side + 1)
            grid.setColumnStretch(side + 1, 1)
        card.column.addLayout(grid)
        self.guide = card
        return card

    # What the page does --------------------------------------------------------------------

    def show_empty(self, *, is_empty: bool) -> None:
        """Offer the starter catalogue where there is no article, and only there."""
        self.starter.setVisible(is_empty)
        set_role(self.choose_button, "secondary" if is_empty else "primary")

    def focus_first(self) -> None:
        """Put the focus on what is done first."""
        first = self.starter_button if self.starter.isVisible() else self.choose_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # The starter catalogue -----------------------------------------------------------------

    def begin(self) -> None:
        """Record the starter catalogue."""
        today = self._desk.workplace.today()
        self.starter_button.setEnabled(False)

        def work(transaction: Transaction) -> Changes:
            from otdesk.services.shop.starter import put_starter
            from otdesk.store.starter_catalogue import load_starter

            starter = load_starter(paths.database_files() / "reference")
            return put_starter(transaction, starter, today)

        def done(_changes: Changes) -> None:
            self.starter_button.setEnabled(True)
            self.imported.emit(
                _("Le catalogue de départ est là. Corriger les prix, puis compter le stock.")
            )

        self._desk.write(work, done, self._on_fault)

    # A file --------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for the file and read it."""
        chosen = self._pick(self, _("Tableur des articles"))
        if chosen is not None:
            self.path = chosen
            self.read()

    def read(self) -> None:
        """Read the whole file; nothing is written."""
        since, good = self.since_entry.read(self._read_since)
        path = self.path
        if path is None or not good or since is None:
            return
        workplace = self._desk.workplace
        self.refused.hide()
        self.summary.hide()
        self.guide.hide()
        self.choose_button.setEnabled(False)
        say(self.name, path.name)

        def work(store: Store) -> CataloguePlan:
            with store.reading() as connection:
                target = catalogue_import.target_of(
                    connection, workplace.profile, workplace.lists.vat_rates, since
                )
            return catalogue_import.read(path, target)

        self._desk.reading.run(work, self._on_read, self._on_fault)

    def write(self) -> None:
        """Write what was read, all of it or nothing."""
        plan = self.plan
        if plan is None:
            return
        picture = self._desk.picture
        post = None if picture is None else picture.post
        self.write_button.setEnabled(False)
        self._desk.write(
            lambda transaction: catalogue_import.write(transaction, plan, post),
            lambda _changes: self._on_written(plan),
            self._on_fault,
        )

    def reset(self) -> None:
        """Forget the file."""
        self.path = self.plan = None
        say(self.name, "")
        self.refused.hide()
        self.summary.hide()
        self.guide.show()
        set_role(self.choose_button, "primary")
        self.choose_button.setEnabled(True)
        self.write_button.setEnabled(True)

    def save_template(self) -> None:
        """Write the template, with the articles that there are."""
        target = self._pick_target(self, _("Enregistrer le modèle"))
        if target is None:
            return
        path = target if target.suffix else target.with_suffix(".xlsx")
        today = self._desk.workplace.today()

        def work(store: Store) -> Path:
            from otdesk.documents.catalogue_template import render
            from otdesk.services.shop.known_shop import known_shop

            with store.reading() as connection:
                content = render(known_shop(connection, today))
            path.write_bytes(content)
            return path

        self._desk.reading.run(
            work,
            lambda written: self.told.emit(_("Modèle enregistré : {}").format(written.name), "ok"),
            self._on_fault,
        )

    def _read_since(self) -> date:
        day = self.since.value()
        if day is None:
            raise DataFault(_("Dire à partir de quel jour."))
        return day

    def _on_read(self, plan: CataloguePlan) -> None:
        self.choose_button.setEnabled(True)
        self.write_button.setEnabled(True)
        self.plan = plan
        self.said.setText(headline(plan))
        say(self.more, "\n".join(details(plan)))
        self.write_button.setVisible(not plan.changes_nothing)
        set_role(self.choose_button, "secondary")
        self.summary.show()
        self.write_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_written(self, plan: CataloguePlan) -> None:
        self.reset()
        text = ngettext("{} article importé.", "{} articles importés.", plan.lines)
        self.imported.emit(text.format(typography.integer(plan.lines)))

    def _on_fault(self, fault: Exception) -> None:
        self.choose_button.setEnabled(True)
        self.write_button.setEnabled(True)
        self.starter_button.setEnabled(True)
        self.plan = None
        if isinstance(fault, FileRefused):
            self._refusal.setText(str(fault))
            self.table.show_faults(fault.faults)
            set_role(self.choose_button, "secondary")
            self.refused.show()
            self.reread.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(fault, OSError):
            self.told.emit(
                _("Le fichier n’a pas pu être enregistré ({}). Choisir un autre dossier.").format(
                    fault.strerror or fault
                ),
                "refused",
            )
        else:
            self.faulted.emit(fault)


def headline(plan: CataloguePlan) -> str:
    """Return what a file does to the catalogue, in one sentence."""
    if plan.changes_nothing:
        return _("Le catalogue dit déjà tout cela : il n’y a rien à importer.")
    parts = []
    if plan.new:
        text = ngettext("{} article nouveau", "{} articles nouveaux", plan.new)
        parts.append(text.format(typography.integer(plan.new)))
    if plan.revised:
        text = ngettext("{} article modifié", "{} articles modifiés", plan.revised)
        parts.append(text.format(typography.integer(plan.revised)))
    prices = len(plan.prices)
    if prices:
        text = ngettext("{} prix", "{} prix", prices)
        parts.append(text.format(typography.integer(prices)))
    return ", ".join(parts) + "."


def details(plan: CataloguePlan) -> list[str]:
    """Return what else is to be known before one says yes."""
    lines = []
    if plan.unchanged:
        text = ngettext("{} article ne change pas.", "{} articles ne changent pas.", plan.unchanged)
        lines.append(text.format(typography.integer(plan.unchanged)))
    if plan.prices:
        since = typography.short_date(plan.target.known.since)
        lines.append(_("Les nouveaux prix valent à partir du {}.").format(since))
    if plan.new_suppliers:
        names = ", ".join(supplier.name for supplier in plan.new_suppliers)
        lines.append(_("Fournisseurs nouveaux : {}.").format(names))
    return lines
