"""« Listes » of the siège: what every office's counter offers, and codes that nobody knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.domain.changes import Changes
from otdesk.domain.list_items import ListItem, ListName, list_label
from otdesk.headquarters import network_lists
from otdesk.headquarters.lists_overview import ListLine, ListsOverview, list_of, lists_overview
from otdesk.headquarters.network_lists import ListGrounds
from otdesk.headquarters.unknown_codes import UnknownCode
from otdesk.i18n import _, ngettext
from otdesk.services.worker import UseCase
from otdesk.store.transaction import Transaction
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import label, say
from otdesk.ui.rows_table import WholeRows
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.managed.item_form import ItemForm
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.siege.places import LISTS
from otdesk.ui.siege.rows import ListRow, ListView
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.segment import SegmentButton

UNKNOWN = "unknown"
_SIDE_BY_SIDE_EM = 62
_PANEL_EM = 25
_LEAST_FORM_EM = 20
_LARGE_TEXT = 150


class ListsPage(SiegePage):
    """`arrive` takes the name of a list, or UNKNOWN."""

    def __init__(self, desk: SiegeDesk, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.setAccessibleName(_("Listes"))
        self.seen: ListsOverview | None = None
        self.shelf: str = ListName.DEMANDS
        self._wanted: object = None
        self._is_showing = False
        scale = theme.scale
        column = self._column()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.space(8))
        column.addWidget(self._head())
        column.addWidget(self._shelves())
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(scale.gap_wide)
        self._across.addWidget(self._list(), 1)
        self.form = ItemForm(theme)
        self.form.answered.connect(self._on_answer)
        self.form.turned.connect(self.turn)
        self.form.left.connect(self._focus_list)
        self.form.setMinimumHeight(scale.em(_LEAST_FORM_EM))
        # Nothing is offered before there is something to act on.
        self.form.hide()
        self._across.addWidget(self.form)
        column.addLayout(self._across, 1)

    def _column(self) -> QVBoxLayout:
        """Return where the parts go: they scroll together where the text leaves them no room."""
        if self.theme.scale.text_percent < _LARGE_TEXT:
            return QVBoxLayout(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        area.setWidget(body)
        outer.addWidget(area)
        return QVBoxLayout(body)

    # The parts -------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.scale.gap)
        said = QVBoxLayout()
        said.setSpacing(0)
        self.headline = label("", "lead")
        said.addWidget(self.headline)
        said.addWidget(
            label(
                _(
                    "Une entrée part avec le prochain accusé, et paraît au comptoir sans le "
                    "refermer. Une entrée qui n’est plus proposée reste lisible dans les années "
                    "passées."
                ),
                "note",
            )
        )
        row.addLayout(said, 1)
        self.add_button = KeyButton(self.theme, _("Nouvelle entrée"), "N", icon="plus")
        self.add_button.clicked.connect(self.begin_new)
        row.addWidget(self.add_button)
        return holder

    def _shelves(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(self.theme.scale.space(8), holder)
        group = QButtonGroup(self)
        self.shelves: dict[str, SegmentButton] = {}
        for name in (*ListName, UNKNOWN):
            button = SegmentButton(
                _("Inconnus") if name == UNKNOWN else list_label(name), self.theme
            )
            button.setMinimumHeight(self.theme.scale.target)
            button.clicked.connect(lambda _on=False, chosen=name: self.show_shelf(chosen))
            group.addButton(button)
            self.shelves[name] = button
            flow.addWidget(button)
        self.shelves[self.shelf].setChecked(True)
        policy = holder.sizePolicy()
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        return holder

    def _list(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(*(self.theme.scale.space(6),) * 4)
        self.view = ListView(self.theme, _("Entrées de la liste"))
        self.view.chosen.connect(self._on_row)
        self.empty = label("", "note")
        self.empty.hide()
        self._rows = WholeRows(self.view, 4)
        column.addWidget(self._rows, 1)
        column.addWidget(self.empty)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the form under the list where one line does not hold both."""
        super().resizeEvent(event)
        narrow = self.width() < _SIDE_BY_SIDE_EM * self.theme.scale.em()
        ways = QBoxLayout.Direction
        self._across.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        self.form.setMinimumWidth(0 if narrow else self.theme.scale.em(_PANEL_EM))
        self.form.setMaximumWidth(self.width() if narrow else self.theme.scale.em(_PANEL_EM))

    # What is shown ---------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front, on a list."""
        if isinstance(argument, str) and argument in self.shelves:
            self.show_shelf(argument)
        self._focus_list()

    def place(self) -> object:
        """Return the list that is shown."""
        return self.shelf

    def read(self) -> None:
        """Read the lists as the folder has them now."""
        in_use = self.desk.context.workplace.lists_in_use
        self.desk.context.reading.read(
            lambda connection: lists_overview(connection, in_use), self.then(self._show), self.fault
        )

    def _show(self, seen: ListsOverview) -> None:
        self.seen = seen
        count = seen.of_siege
        text = _("Les listes sont celles du programme.")
        if count:
            text = ngettext(
                "{} entrée vient du siège.", "{} entrées viennent du siège.", count
            ).format(typography.integer(count))
        self.headline.setText(text)
        unknown = len({(each.list, each.code) for each in seen.unknown})
        words = _("Inconnus ({})").format(unknown) if unknown else _("Inconnus")
        self.shelves[UNKNOWN].setText(words)
        self.shelves[UNKNOWN].setAccessibleName(words)
        self.counted.emit(LISTS, unknown)
        self.show_shelf(self.shelf)

    def show_shelf(self, shelf: str) -> None:
        """Show another list; what was begun in the form belongs to the one before."""
        if shelf != self.shelf:
            self.form.is_begun = False
        self.shelf = shelf
        self.shelves[shelf].setChecked(True)
        self.add_button.setEnabled(shelf != UNKNOWN)
        if self.seen is None:
            return
        kept = self.view.row
        wanted, self._wanted = self._wanted, None
        keep = wanted or (None if kept is None else kept.key)
        if shelf == UNKNOWN:
            rows = _unknown_rows(self.seen.unknown)
            columns = ((_("Code"), 4), (_("Liste"), 3), (_("Où, combien de fois"), 5))
        else:
            rows = [_row(line) for line in self.seen.lines[ListName(shelf)]]
            columns = ((_("Nom"), 5), (_("Code"), 4), (_("État"), 3))
        self._is_showing = True
        self.view.show_rows(columns, rows, keep=keep)
        self._is_showing = False
        self._rows.setVisible(bool(rows))
        self.form.setVisible(bool(rows) or shelf != UNKNOWN)
        nothing = _("Aucun code inconnu : tout ce que les bureaux ont envoyé porte un nom.")
        say(self.empty, "" if rows else nothing)

    def _on_row(self, row: ListRow | None) -> None:
        if row is None or self.seen is None or (self._is_showing and self.form.is_begun):
            return
        if isinstance(row.key, UnknownCode):
            self._offer_unknown(row.key)
            return
        line = self._line_of(row.key)
        if line is not None:
            self.form.show_line(line, self._parents())

    def _line_of(self, key: object) -> ListLine | None:
        if self.seen is None or self.shelf == UNKNOWN:
            return None
        lines = self.seen.lines[ListName(self.shelf)]
        return next((line for line in lines if line.item.code == key), None)

    def _parents(self) -> list[tuple[str, str]]:
        lines = () if self.seen is None else self.seen.lines[ListName.DEMANDS]
        items = (line.item for line in lines)
        return [(i.code, i.label) for i in items if i.parent is None and i.retired is None]

    def _offer_unknown(self, unknown: UnknownCode) -> None:
        code = unknown.code
        item = ListItem(list_of(unknown), code, "", parent=code.rpartition(".")[0] or None)
        why = _("« {code} » est venu d’un bureau sans nom : lui en donner un l’explique partout.")
        self.form.show_new(item, self._parents(), why.format(code=code))

    # What hands do ---------------------------------------------------------------------------

    def begin_new(self) -> None:
        """Begin an entry of the list that is shown."""
        if self.shelf == UNKNOWN or self.seen is None:
            return
        name = ListName(self.shelf)
        line = self._line_of(None if self.view.row is None else self.view.row.key)
        self.form.show_new(ListItem(name, "", ""), self._parents())
        if line is not None and name is ListName.DEMANDS:
            # Beside the one that is pointed to.
            self.form.parent_entry.field.choose(line.item.parent or line.item.code)
        self.form.label_entry.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self) -> None:
        """Offer the entry no more, or again."""
        line = self._line_of(None if self.view.row is None else self.view.row.key)
        if line is None:
            return
        item, today = line.item, self.desk.context.workplace.today()
        grounds = ListGrounds.of(self.desk.context.workplace)
        if item.retired is None:
            self._write(
                lambda t: network_lists.retire(t, grounds, item.list, item.code, today),
                item,
                _("« {} » n’est plus proposé : les bureaux l’apprennent avec l’accusé."),
            )
        else:
            self._write(
                lambda t: network_lists.restore(t, grounds, item.list, item.code),
                item,
                _("« {} » est de nouveau proposé : les bureaux l’apprennent avec l’accusé."),
            )

    def _on_answer(self, item: ListItem) -> None:
        taken = self._line_of(item.code)
        if self.form.is_new and taken is not None:
            # The entry that has the code would be said anew, by somebody who wanted another.
            text = _("Le code « {code} » est déjà celui de « {label} ».")
            self.form.refuse(text.format(code=item.code, label=taken.item.label))
            return
        grounds = ListGrounds.of(self.desk.context.workplace)

        def put(transaction: Transaction) -> Changes:
            return network_lists.put(transaction, grounds, [item])

        self._write(put, item, _("« {} » est enregistré, et part avec le prochain accusé."))

    def _write(self, use_case: UseCase, item: ListItem, text: str) -> None:
        def done(_changes: Changes) -> None:
            self.form.is_begun = False
            if self.shelf != UNKNOWN:
                self._wanted = item.code
            self.tell(text.format(item.label))
            self._take()

        self.desk.context.link.write(
            self.desk.context.author(), use_case, self.then(done), self.then(self._refuse)
        )

    def _refuse(self, fault: Exception) -> None:
        self.form.refuse(str(fault))

    def _take(self) -> None:
        """Have the whole window use the lists as they are now."""
        workplace = self.desk.context.workplace
        self.desk.context.link.read(
            lambda connection: network_lists.refresh(workplace, connection),
            self.then(lambda _changed: self._focus_list()),
        )

    def _focus_list(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N begins an entry, Enter goes to its form, Delete offers it no more."""
        if event.key() == Qt.Key.Key_N and not event.modifiers():
            self.begin_new()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.form.label_entry.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Delete:
            self.turn()
        else:
            super().keyPressEvent(event)


def _row(line: ListLine) -> ListRow:
    item = line.item
    indent = "\u2003" if item.parent else ""
    if item.retired is not None:
        state, icon, tone = _("plus proposé"), "ban", "refused"
    elif line.is_new:
        state, icon, tone = _("du siège"), "landmark", "origin"
    elif line.of_siege:
        state, icon, tone = _("changé par le siège"), "pencil", "origin"
    else:
        # Most are the program's: what the siège says stands out.
        state, icon, tone = "", "", "granite"
    return ListRow((f"{indent}{item.label}", item.code, state), icon, tone, item.code)


def _unknown_rows(unknown: tuple[UnknownCode, ...]) -> list[ListRow]:
    return [
        ListRow(
            (
                each.code,
                list_label(list_of(each)),
                ngettext("{office} : {count} fois", "{office} : {count} fois", each.times).format(
                    office=each.office, count=typography.integer(each.times)
                ),
            ),
            "circle-help",
            "genet",
            each,
        )
        for each in unknown
    ]
