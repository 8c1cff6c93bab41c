"""Every kind of control on one page, to look at a theme.

    python -m tests.ui.theme_gallery jour 1366 768 100 picture.png

The screen must exist (Xvfb will do); the picture is what the window really shows.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QLocale, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QButtonGroup,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otdesk.ui.theme.apply import Theme, apply_theme
from otdesk.ui.theme.palette import TONES, palette_named
from otdesk.ui.theme.ridges import mark_colours
from otdesk.ui.theme.scale import Scale
from otdesk.ui.theme.segment import SegmentButton


def label(text: str, role: str, tone: str | None = None) -> QLabel:
    """Return a label of a role."""
    made = QLabel(text)
    made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    made.setSizePolicy(made.sizePolicy().horizontalPolicy(), made.sizePolicy().Policy.Fixed)
    return made


def button(text: str, role: str | None = None) -> QPushButton:
    """Return a button of a role."""
    made = QPushButton(text)
    if role:
        made.setProperty("role", role)
    return made


def card(theme: Theme, title: str) -> tuple[QFrame, QVBoxLayout]:
    """Return an empty card and its column."""
    frame = QFrame()
    frame.setProperty("role", "card")
    column = QVBoxLayout(frame)
    side, top = theme.scale.margin_side, theme.scale.space(10)
    column.setContentsMargins(side, top, side, top)
    column.setSpacing(theme.scale.space(7))
    column.addWidget(label(title, "title"))
    return frame, column


class Head(QWidget):
    """The head, painted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(theme.scale.head)
        row = QHBoxLayout(self)
        row.setContentsMargins(
            theme.scale.space(18), 0, theme.scale.margin_side, theme.scale.space(2)
        )
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch()
        names.addWidget(label("Le Pont-de-Montvert", "header-title"))
        names.addWidget(label("samedi 8 août 2026 · 16:24", "header-note"))
        names.addStretch()
        row.addLayout(names)
        row.addSpacing(theme.scale.space(40))
        for figure, word in (("143", "visiteurs"), ("54", "accueils"), ("11", "passages")):
            row.addWidget(label(figure, "header-figure"))
            row.addWidget(label(word, "header-note"))
        row.addStretch()
        search = button("Chercher      Ctrl K", "header")
        theme.set_icon(search, "search", theme.palette.header_ink)
        row.addWidget(search)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        self._theme.ridges.paint_header(painter, QRectF(self.rect()), self._theme.palette)
        painter.end()


class Mark(QWidget):
    """The mark, painted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(theme.scale.space(90), theme.scale.space(44))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        self._theme.ridges.paint_mark(
            painter, QRectF(self.rect()), mark_colours(self._theme.palette)
        )
        painter.end()


def buttons_card(theme: Theme) -> QFrame:
    """Return the buttons."""
    frame, column = card(theme, "Boutons")
    grid = QGridLayout()
    grid.setSpacing(theme.scale.gap)
    primary = button("Valider l’accueil", "primary")
    plain = button("Imprimer")
    theme.set_icon(plain, "printer")
    disabled = button("Indisponible")
    disabled.setEnabled(False)
    dead = button("Envoyer", "primary")
    dead.setEnabled(False)
    call = button("Appel")
    theme.set_icon(call, "phone", theme.palette.channel.ink)
    menu = QMenu(call)
    menu.addAction("Rouvrir")
    call.setMenu(menu)
    every = (
        primary,
        plain,
        call,
        button("Relancer", "soft"),
        button("Compléter", "complete"),
        button("Supprimer", "danger"),
        button("Rouvrir", "ghost"),
        disabled,
        dead,
    )
    for index, each in enumerate(every):
        grid.addWidget(each, index // 3, index % 3)
    column.addLayout(grid)
    row = QHBoxLayout()
    row.setSpacing(theme.scale.gap)
    group = QButtonGroup(frame)
    for text in ("Départements", "Pays", "Régions"):
        each = SegmentButton(text, theme)
        group.addButton(each)
        row.addWidget(each)
    group.buttons()[0].setChecked(True)
    column.addLayout(row)
    column.addStretch()
    return frame


def fields_card(theme: Theme) -> QFrame:
    """Return the fields."""
    frame, column = card(theme, "Champs")
    search = QLineEdit()
    search.setPlaceholderText("Scannez, ou cherchez un article")
    search.addAction(
        theme.icons.icon("search", theme.palette.origin.ink, theme.scale.icon),
        QLineEdit.ActionPosition.LeadingPosition,
    )
    column.addWidget(search)
    grid = QGridLayout()
    grid.setSpacing(theme.scale.gap)
    combo = QComboBox()
    combo.addItems(["tous les bureaux", "Le Pont-de-Montvert", "Vialas"])
    off = QComboBox()
    off.addItem("indisponible")
    off.setEnabled(False)
    spin = QDoubleSpinBox()
    spin.setSuffix(" €")
    spin.setRange(0, 900)
    spin.setValue(50)
    theme.dress_spin_box(spin)
    date = QDateEdit()
    date.setCalendarPopup(True)
    theme.dress_calendar(date.calendarWidget())
    faulty = QLineEdit("32 juillet")
    faulty.setProperty("faulty", True)
    disabled = QLineEdit("au siège seulement")
    disabled.setEnabled(False)
    for index, each in enumerate((combo, off, spin, date, faulty, disabled)):
        each.setMinimumWidth(theme.scale.space(120))
        grid.addWidget(each, index // 2, index % 2)
    column.addLayout(grid)
    note = QPlainTextEdit("Une remarque au cahier")
    note.setMaximumHeight(theme.scale.space(60))
    column.addWidget(note)
    column.addStretch()
    return frame


def choices_card(theme: Theme) -> QFrame:
    """Return check boxes, radio buttons and gauges."""
    frame, column = card(theme, "Choix et jauges")
    grid = QGridLayout()
    boxes = [QCheckBox("Coché"), QCheckBox("À cocher"), QCheckBox("En partie"), QCheckBox("Éteint")]
    boxes[0].setChecked(True)
    boxes[2].setTristate(True)
    boxes[2].setCheckState(Qt.CheckState.PartiallyChecked)
    boxes[3].setChecked(True)
    boxes[3].setEnabled(False)
    radios = [QRadioButton("Jour"), QRadioButton("Nuit"), QRadioButton("Contraste")]
    radios[0].setChecked(True)
    radios[2].setEnabled(False)
    for index, each in enumerate((*boxes, *radios)):
        grid.addWidget(each, index // 2, index % 2)
    column.addLayout(grid)
    progress = QProgressBar()
    progress.setValue(62)
    progress.setTextVisible(False)
    column.addWidget(progress)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(40)
    column.addWidget(slider)
    column.addStretch()
    return frame


def table_card(theme: Theme) -> QFrame:
    """Return a table of visits."""
    frame, column = card(theme, "Table")
    model = QStandardItemModel(0, 4)
    model.setHorizontalHeaderLabels(["heure", "pers.", "provenance", "demandes"])
    rows = (
        ("16:23", "1", "Belgique", "Loisirs, Itinérance"),
        ("16:15", "–", "Lozère 48", "Boutique"),
        ("16:11", "4", "Gard 30", "Loisirs"),
        ("16:07", "3", "Paris 75", "Hébergement"),
        ("16:05", "2", "Hérault 34", "Infos pratiques"),
        ("16:01", "12", "Allemagne", "Sport & rando"),
    )
    for cells in rows:
        model.appendRow([QStandardItem(cell) for cell in cells])
    table = QTableView()
    model.setParent(table)
    table.setModel(model)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.scale.row)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.selectRow(2)
    column.addWidget(table)
    return frame


def words_card(theme: Theme) -> QFrame:
    """Return the type steps, chips and badges."""
    frame, column = card(theme, "Lettres et signes")
    row = QHBoxLayout()
    for each in (
        label("143", "main-figure", "origin"),
        label("visiteurs", "note"),
        label("54", "figure", "demand"),
        label("accueils", "least"),
        label("F12", "key"),
        label("Ctrl K", "key"),
        Mark(theme),
    ):
        row.addWidget(each)
    row.addStretch()
    column.addLayout(row)
    for tones in (TONES[:4], TONES[4:]):
        chips = QHBoxLayout()
        chips.setSpacing(theme.scale.space(6))
        for tone in tones:
            chips.addWidget(label(tone, "chip", tone))
        chips.addStretch()
        column.addLayout(chips)
    badges = QHBoxLayout()
    for tone in TONES:
        badges.addWidget(label("12", "badge", tone))
    badges.addStretch()
    for name in ("store", "mail", "tent-tree", "footprints", "cloud-check"):
        shown = QLabel()
        shown.setPixmap(theme.icons.pixmap(name, theme.palette.demand.ink, theme.scale.icon_large))
        badges.addWidget(shown)
    column.addLayout(badges)
    banner = QFrame()
    banner.setProperty("role", "banner")
    banner.setProperty("tone", "refused")
    inside = QVBoxLayout(banner)
    inside.addWidget(label("Comparaison avec 2019 refusée", "title", "refused"))
    inside.addWidget(QLabel("Totaux importés, sans unité : un pourcentage serait faux."))
    column.addWidget(banner)
    column.addStretch()
    return frame


def calendar_card(theme: Theme) -> QFrame:
    """Return a calendar and tabs."""
    frame, column = card(theme, "Calendrier et onglets")
    tabs = QTabWidget()
    calendar = QCalendarWidget()
    theme.dress_calendar(calendar)
    tabs.addTab(calendar, "Mois")
    tabs.addTab(QPlainTextEdit(), "Année")
    column.addWidget(tabs)
    return frame


def rail(theme: Theme) -> QFrame:
    """Return the rail."""
    frame = QFrame()
    frame.setProperty("role", "rail")
    frame.setFixedWidth(theme.scale.rail)
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, theme.scale.gap, 0, theme.scale.gap)
    names = [
        ("store", "Comptoir\nF12"),
        ("shopping-bag", "Boutique\nF11"),
        ("calendar-check", "Journée\nCtrl 3"),
        ("chart-column", "Statistiques\nCtrl 5"),
        ("refresh-cw", "Synchronisation\nCtrl 6"),
    ]
    for index, (name, text) in enumerate(names):
        made = QToolButton()
        made.setProperty("role", "nav")
        made.setCheckable(True)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setText(text)
        made.setIconSize(QSize(theme.scale.icon_large, theme.scale.icon_large))
        colour, checked = theme.palette.ink, theme.palette.origin.ink
        made.setIcon(theme.icons.icon(name, colour, theme.scale.icon_large, checked=checked))
        made.setChecked(index == 0)
        made.setFixedSize(theme.scale.rail - 1, theme.scale.em(5.2))
        column.addWidget(made)
    column.addStretch()
    return frame


def gallery(theme: Theme) -> QWidget:
    """Return the page."""
    window = QWidget()
    window.setProperty("role", "screen")
    window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Head(theme))
    body = QHBoxLayout()
    body.setSpacing(0)
    body.addWidget(rail(theme))
    page = QWidget()
    scrolled = QScrollArea()
    scrolled.setWidget(page)
    scrolled.setWidgetResizable(True)
    grid = QGridLayout(page)
    side, top = theme.scale.margin_side, theme.scale.margin_top
    grid.setContentsMargins(side, top, side, top)
    grid.setSpacing(theme.scale.gap_wide)
    columns = 3 if theme.scale.text_percent < 150 else 1
    makers = (buttons_card, fields_card, choices_card, table_card, words_card, calendar_card)
    for index, make in enumerate(makers):
        grid.addWidget(make(theme), index // columns, index % columns)
    for index, stretch in enumerate((4, 4, 3)[:columns]):
        grid.setColumnStretch(index, stretch)
    body.addWidget(scrolled)
    column.addLayout(body)
    return window


def main() -> None:
    """Show the gallery and save the picture of the screen."""
    name, width, height, percent, target = sys.argv[1:6]
    focused = sys.argv[6] if len(sys.argv) > 6 else "primary"
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    app = QApplication(sys.argv[:1])
    theme = apply_theme(
        app, palette_named(name), Scale.for_screen(int(width), int(height), int(percent))
    )
    window = gallery(theme)
    window.setFixedSize(int(width), int(height))
    window.move(0, 0)
    window.show()
    window.activateWindow()

    def focus() -> None:
        for each in window.findChildren(QWidget):
            if each.property("role") == focused or type(each).__name__ == focused:
                each.setFocus(Qt.FocusReason.TabFocusReason)
                break
        if focused == "menu":
            menu = window.findChildren(QMenu)[0]
            menu.popup(window.mapToGlobal(QPoint(420, 160)))

    def shoot() -> None:
        app.primaryScreen().grabWindow(0).save(target)
        app.quit()

    QTimer.singleShot(400, focus)
    QTimer.singleShot(1000, shoot)
    app.exec()


if __name__ == "__main__":
    main()
