"""The style sheet: Qt's own controls in the product's look, from a palette and a scale.

Widgets say what they are by dynamic properties, set before they are shown:

* `role` of a widget: screen; of a QFrame: card, sunken, sentence, banner, provisional, rail, row,
  rule, strong-rule; of a QLabel: lead, phrase, title, heading, figure, large-figure, main-figure,
  note, least, key, chip, badge, header-title, header-note, header-figure; of a QPushButton or
  QToolButton: primary, soft, complete, danger, ghost, segment, nav, header; of a QLineEdit: lead,
  figure.
* `tone` of a QLabel, a banner or a row: origin, demand, channel, genet, ok, refused, granite.
* `faulty` true: a field whose content is refused; a message beside it says why.
* `compact` true: a control of a form's height instead of a touch target's.

The focus ring is not here (`focus`); a field that is typed into also turns its own border.
"""

from __future__ import annotations

from pathlib import Path

from otdesk.ui.theme.palette import TONES, Palette
from otdesk.ui.theme.scale import (
    FIGURE,
    LARGE_FIGURE,
    LEAD,
    LEAST,
    MAIN_FIGURE,
    NOTE,
    SMALL,
    TITLE,
    Scale,
)


def stylesheet(palette: Palette, scale: Scale, marks: Path) -> str:
    """Return the style sheet; `marks` is the theme's folder, with one folder a palette."""
    parts = (
        _ground(palette, scale),
        _labels(palette, scale),
        _frames(palette, scale),
        _buttons(palette, scale),
        _special_buttons(palette, scale),
        _fields(palette, scale, marks / palette.name),
        _choices(palette, scale, marks / palette.name),
        _views(palette, scale, marks / palette.name),
        _scroll_bars(palette, scale),
        _tabs(palette, scale),
        _menus(palette, scale, marks / palette.name),
        _calendar(palette, scale, marks / palette.name),
        _gauges(palette, scale),
    )
    return "\n".join(parts)


def _url(folder: Path, name: str) -> str:
    """Return a file for a style sheet: forward slashes on every system, quoted for blanks."""
    return f'url("{(folder / name).as_posix()}.svg")'


def _off_edge(p: Palette) -> str:
    """Return the edge of what is off: faint, or dashed where the theme has no faint line."""
    return f"1px dashed {p.dashed}" if p.line == p.border else f"1px solid {p.line}"


def _ground(p: Palette, s: Scale) -> str:
    return f""" QMainWindow, QDialog, QMessageBox, QWizard, QWidget[role="screen"] {{ background:
    {p.ground}; color: {p.ink}; }} QToolTip {{ background: {p.ink}; color: {p.ground}; border: 1px
    solid {p.border}; padding: {s.space(5)}px {s.space(8)}px; font-size: {s.points(NOTE)}pt; }}
    QScrollArea, QScrollArea > #qt_scrollarea_viewport, QStackedWidget {{ background: transparent;
    border: 0; }} QSplitter::handle {{ background: {p.line}; }} QStatusBar {{ background:
    {p.ground}; color: {p.ink_secondary}; }}
"""


def _labels(p: Palette, s: Scale) -> str:
    tones = "\n".join(_toned(p, s, tone) for tone in TONES)
    return f""" QLabel {{ background: transparent; color: {p.ink}; }} QLabel:disabled {{ color:
    {p.ink_secondary}; }} QLabel[role="lead"] {{ font-size: {s.points(FIGURE)}pt; font-weight: 500;
    }} QLabel[role="phrase"] {{ font-size: {s.points(LEAD)}pt; font-weight: 500; }}
    QLabel[role="title"] {{ font-size: {s.points(TITLE)}pt; font-weight: 600; }}
    QLabel[role="heading"] {{ font-size: {s.points(SMALL)}pt; font-weight: 600; }}
    QLabel[role="figure"] {{ font-size: {s.points(FIGURE)}pt; font-weight: 600; }}
    QLabel[role="large-figure"] {{ font-size: {s.points(LARGE_FIGURE)}pt; font-weight: 600; }}
    QLabel[role="main-figure"] {{ font-size: {s.points(MAIN_FIGURE)}pt; font-weight: 600; }}
    QLabel[role="note"] {{ font-size: {s.points(NOTE)}pt; color: {p.ink_secondary}; }}
    QLabel[role="least"] {{ font-size: {s.points(LEAST)}pt; color: {p.ink_secondary}; }}
    QLabel[role="key"] {{ font-size: {s.points(LEAST)}pt; font-weight: 600; color:
    {p.ink_secondary}; background: {p.surface}; border: 1px solid {p.border}; border-radius:
    {s.small_radius}px; padding: {s.space(1)}px {s.space(5)}px; }} QLabel[role="chip"] {{
    font-size: {s.points(NOTE)}pt; font-weight: 600; color: {p.ink_secondary}; background:
    {p.sunken}; border-radius: {s.em(0.75)}px; padding: {s.em(0.36)}px {s.space(11)}px; }}
    QLabel[role="badge"] {{ font-size: {s.points(LEAST)}pt; font-weight: 700; border-radius:
    {s.em(0.45)}px; min-width: {s.em(0.5)}px; padding: {s.space(1)}px {s.em(0.35)}px; }} {tones}
"""


def _toned(p: Palette, s: Scale, tone: str) -> str:
    hue = p.hue(tone)
    # In high contrast the soft grounds are nearly black: an outline then bounds the chip.
    edge = f"border: 1px solid {hue.ink};" if p.name == "contraste" else ""
    return f""" QLabel[tone="{tone}"] {{ color: {hue.ink}; }} QLabel[role="chip"][tone="{tone}"] {{
    color: {hue.ink}; background: {hue.soft}; {edge} }} QLabel[role="badge"][tone="{tone}"] {{
    color: {hue.on_fill}; background: {hue.fill}; }} QFrame[role="banner"][tone="{tone}"] {{
    background: {hue.soft}; border: 1px solid {hue.ink}; }} QFrame[role="row"][tone="{tone}"] {{
    background: {hue.soft}; border-left: {s.space(4)}px solid {hue.fill}; }}
"""


def _frames(p: Palette, s: Scale) -> str:
    return f""" QFrame[role="card"] {{ background: {p.surface}; border: 1px solid {p.line};
    border-radius: {s.radius}px; }} QFrame[role="sunken"] {{ background: {p.sunken}; border: 0;
    border-radius: {s.radius}px; }} QFrame[role="sentence"] {{ background: {p.surface}; border:
    {s.space(2)}px solid {p.origin.ink}; border-radius: {s.radius}px; }} QFrame[role="banner"] {{
    background: {p.sunken}; border: 1px solid {p.border}; border-radius: {s.radius}px; }}
    QFrame[role="provisional"] {{ background: {p.surface}; border: 1px dashed {p.dashed};
    border-radius: {s.radius}px; }} QFrame[role="rail"] {{ background: {p.rail}; border: 0;
    border-right: 1px solid {p.line}; }} QFrame[role="rule"] {{ background: {p.line}; border: 0;
    max-height: 1px; min-height: 1px; }} QFrame[role="strong-rule"] {{ background: {p.border};
    border: 0; max-height: 1px; min-height: 1px; }} QGroupBox {{ background: {p.surface}; border:
    1px solid {p.line}; border-radius: {s.radius}px; font-weight: 600; margin-top: {s.em(1.6)}px;
    padding: {s.space(10)}px {s.space(12)}px; }} QGroupBox::title {{ subcontrol-origin: margin;
    subcontrol-position: top left; color: {p.ink}; padding: 0; }}
"""


def _buttons(p: Palette, s: Scale) -> str:
    height = s.target - 2
    # The ring is all the focus there is: without outline 0, Fusion adds a rectangle inside it.
    return f""" QPushButton, QToolButton, QCheckBox, QRadioButton {{ outline: 0; }}
    QPushButton, QToolButton {{ background: {p.surface}; color: {p.ink}; border: 1px
    solid {p.border}; border-radius: {s.radius}px; font-weight: 600; font-size:
    {s.points(SMALL)}pt; padding: 0 {s.space(14)}px; min-height: {height}px; }} QToolButton {{
    padding: 0 {s.space(10)}px; min-width: {max(0, height - 2 * s.space(10))}px; }}
    QPushButton:hover, QToolButton:hover {{ background: {p.hover}; border-color: {p.ink_secondary};
    }} QPushButton:pressed, QToolButton:pressed {{ background: {p.origin.soft}; border-color:
    {p.origin.ink}; }} QPushButton:checked, QToolButton:checked {{ background: {p.origin.fill};
    color: {p.origin.on_fill}; border-color: {p.origin.fill}; }} QPushButton:disabled,
    QToolButton:disabled {{ background: {p.sunken}; color: {p.ink_secondary}; border:
    {_off_edge(p)}; }} QPushButton, QToolButton {{ icon-size: {s.icon}px; }}
    QPushButton[compact="true"], QToolButton[compact="true"] {{ min-height: {max(30, s.em(2.1))}px;
    }} QPushButton::menu-indicator, QToolButton::menu-indicator {{ image: none; width: 0; }}
"""


def _special_buttons(p: Palette, s: Scale) -> str:
    press = _mixed(p.origin.fill, p.ink if not p.dark else p.ground, 0.25)
    hover = _mixed(p.origin.fill, p.origin.on_fill, 0.12)
    return f""" QPushButton[role="primary"], QToolButton[role="primary"] {{ background:
    {p.origin.fill}; color: {p.origin.on_fill}; border: 1px solid {p.origin.fill}; font-size:
    {s.points(TITLE)}pt; }} QPushButton[role="primary"]:hover {{ background: {hover}; border-color:
    {hover}; }} QPushButton[role="primary"]:pressed {{ background: {press}; border-color: {press};
    }} QPushButton[role="primary"]:disabled {{ background: {p.sunken}; color: {p.ink_secondary};
    border: {_off_edge(p)}; }} QPushButton[role="soft"] {{ background: {p.origin.soft}; color:
    {p.origin.ink}; border: 1px solid {p.origin.ink}; }} QPushButton[role="soft"]:hover {{
    background: {p.surface}; }} QPushButton[role="complete"] {{ background: {p.genet.fill}; color:
    {p.genet.on_fill}; border: 1px solid {p.genet.ink}; }} QPushButton[role="danger"] {{
    background: {p.surface}; color: {p.refused.ink}; border: 1px solid {p.refused.ink}; }}
    QPushButton[role="danger"]:hover {{ background: {p.refused.soft}; }}
    QPushButton[role="danger"]:pressed {{ background: {p.refused.fill}; color: {p.refused.on_fill};
    }} QPushButton[role="ghost"], QToolButton[role="ghost"] {{ background: transparent; border: 1px
    solid transparent; }} QPushButton[role="ghost"]:hover, QToolButton[role="ghost"]:hover {{
    background: {p.sunken}; border-color: {p.line}; }} QPushButton[role="ghost"]:disabled,
    QToolButton[role="ghost"]:disabled {{ border: 1px solid transparent; }}
    QPushButton[role="segment"] {{ border-color: {p.border}; padding: 0 {
        s.icon_small + s.space(10)
    }px; }} QPushButton[role="segment"]:hover {{ border-color: {p.ink}; }}
    QPushButton[role="segment"]:checked {{ background: {p.origin.fill}; color: {p.origin.on_fill};
    border-color: {p.origin.fill}; }} QPushButton[role="segment"][tone="demand"]:checked {{
    background: {p.demand.fill}; color: {p.demand.on_fill}; border-color: {p.demand.fill}; }}
    QToolButton[role="nav"] {{ background: transparent; color: {p.ink}; border: 0; border-radius:
    0; border-left: {s.space(4)}px solid transparent; border-right: {s.space(4)}px solid
    transparent; font-size: {s.points(LEAST)}pt; font-weight: 600; padding: {s.space(6)}px 0; }}
    QToolButton[role="nav"]:hover {{ background: {p.sunken}; }} QToolButton[role="nav"]:checked {{
    background: {p.ground}; color: {p.origin.ink}; border-left-color: {p.origin.fill}; }}
    QToolButton[role="nav"]:disabled {{ color: {p.ink_secondary}; border: 0; }}
    QPushButton[role="header"], QToolButton[role="header"] {{ background: {p.header_control};
    color: {p.header_ink}; border: 1px solid {p.header_border}; font-weight: 500; text-align: left;
    }} QPushButton[role="header"]:hover, QToolButton[role="header"]:hover {{ border-color:
    {p.header_ink}; }} QLabel[role="header-title"] {{ color: {p.header_ink}; font-size:
    {s.points(TITLE)}pt; font-weight: 600; }} QLabel[role="header-note"] {{ color:
    {p.header_ink_secondary}; font-size: {s.points(NOTE)}pt; }} QLabel[role="header-figure"] {{
    color: {p.header_ink}; font-size: {s.points(FIGURE)}pt; font-weight: 600; }}
"""


def _fields(p: Palette, s: Scale, marks: Path) -> str:
    height = s.target - 2
    fields = "QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox"
    focused = ", ".join(f"{name.strip()}:focus" for name in fields.split(","))
    disabled = ", ".join(f"{name.strip()}:disabled" for name in fields.split(","))
    small = max(30, s.em(2.1))
    return f""" {fields} {{ background: {p.surface}; color: {p.ink}; border: 1px solid {p.border};
    border-radius: {s.radius}px; selection-background-color: {p.origin.fill}; selection-color:
    {p.origin.on_fill}; placeholder-text-color: {p.ink_secondary}; }} QLineEdit, QAbstractSpinBox,
    QComboBox {{ min-height: {height}px; padding: 0 {s.space(12)}px; }} QPlainTextEdit, QTextEdit
    {{ padding: {s.space(8)}px {s.space(10)}px; }} QTextBrowser {{ background: {p.surface}; border:
    0; padding: 0; }} {focused} {{ border-color: {p.focus}; }} {disabled} {{ background:
    {p.sunken}; color: {p.ink_secondary}; border: {_off_edge(p)}; }} QLineEdit:read-only {{
    background: {p.sunken}; border-color: {p.line}; }} QLineEdit QToolButton {{ background:
    transparent; border: 0; border-radius: {s.small_radius}px; padding: 0; min-width: 0;
    min-height: 0; }} QComboBox QLineEdit {{ background: transparent; border: 0; border-radius: 0;
    padding: 0; min-height: 0; }} QLineEdit[compact="true"], QAbstractSpinBox[compact="true"],
    QComboBox[compact="true"] {{ min-height: {small}px; }} QLineEdit[faulty="true"],
    QComboBox[faulty="true"], QAbstractSpinBox[faulty="true"] {{ background: {p.refused.soft};
    border: {s.space(2)}px solid {p.refused.ink}; }} QLineEdit[role="lead"] {{ font-size:
    {s.points(LEAD)}pt; }} QLineEdit[role="figure"] {{ font-size: {s.points(FIGURE)}pt;
    font-weight: 500; }} QComboBox {{ padding-right: {s.icon + s.space(12)}px; combobox-popup: 0;
    }} QComboBox::drop-down {{ border: 0; width: {s.icon + s.space(12)}px; }} QComboBox::down-arrow
    {{ image: {_url(marks, "chevron-down")}; width: {s.icon_small}px; height: {s.icon_small}px; }}
    QComboBox::down-arrow:disabled {{ image: {_url(marks, "chevron-down-off")}; }} QComboBox
    QAbstractItemView {{ background: {p.surface}; color: {p.ink}; border: 1px solid {p.border};
    padding: {s.space(4)}px; outline: 0; selection-background-color: {p.origin.fill};
    selection-color: {p.origin.on_fill}; }} QComboBox QAbstractItemView::item {{ min-height:
    {small}px; padding: 0 {s.space(8)}px; }} QAbstractSpinBox {{ min-height: {height - 2}px;
    padding: 0 {s.icon + s.space(14)}px 0 {s.space(12)}px; }} QAbstractSpinBox::up-button,
    QAbstractSpinBox::down-button {{ subcontrol-origin: border; width: {s.icon + s.space(10)}px;
    border: 0; border-left: 1px solid {p.line}; background: transparent; }}
    QAbstractSpinBox::up-button {{ subcontrol-position: top right; border-top-right-radius:
    {s.radius}px; }} QAbstractSpinBox::down-button {{ subcontrol-position: bottom right;
    border-bottom-right-radius: {s.radius}px; }} QAbstractSpinBox::up-button:hover,
    QAbstractSpinBox::down-button:hover {{ background: {p.sunken}; }} QAbstractSpinBox::up-arrow {{
    image: {_url(marks, "chevron-up")}; width: {s.icon_small - 2}px; }}
    QAbstractSpinBox::down-arrow {{ image: {_url(marks, "chevron-down")}; width: {
        s.icon_small - 2
    }px; }} QAbstractSpinBox::up-arrow:off, QAbstractSpinBox::up-arrow:disabled {{ image:
    {_url(marks, "chevron-up-off")}; }} QAbstractSpinBox::down-arrow:off,
    QAbstractSpinBox::down-arrow:disabled {{ image: {_url(marks, "chevron-down-off")}; }}
    QDateEdit::down-arrow, QDateTimeEdit::down-arrow {{ image: {_url(marks, "chevron-down")};
    width: {s.icon_small}px; height: {s.icon_small}px; }} QDateEdit::drop-down,
    QDateTimeEdit::drop-down {{ border: 0; width: {s.icon + s.space(12)}px; }}
"""


def _choices(p: Palette, s: Scale, marks: Path) -> str:
    box = max(18, s.em(1.3))
    return f""" QCheckBox, QRadioButton {{ background: transparent; color: {p.ink}; spacing:
    {s.space(9)}px; min-height: {max(24, s.em(2.0))}px; }} QCheckBox:disabled,
    QRadioButton:disabled {{ color: {p.ink_secondary}; }} QCheckBox::indicator,
    QRadioButton::indicator, QAbstractItemView::indicator {{ width: {box}px; height: {box}px;
    background: {p.surface}; border: 1px solid {p.border}; border-radius: {s.small_radius}px; }}
    QRadioButton::indicator {{ border-radius: {box // 2 + 1}px; }} QCheckBox::indicator:hover,
    QRadioButton::indicator:hover {{ border-color: {p.ink}; }} QCheckBox::indicator:checked,
    QAbstractItemView::indicator:checked {{ background: {p.origin.fill}; border-color:
    {p.origin.fill}; image: {_url(marks, "check")}; }} QCheckBox::indicator:indeterminate,
    QAbstractItemView::indicator:indeterminate {{ background: {p.origin.fill}; border-color:
    {p.origin.fill}; image: {_url(marks, "minus")}; }} QRadioButton::indicator:checked {{
    background: {p.origin.fill}; border-color: {p.origin.fill}; image: {_url(marks, "dot")}; }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ background: {p.sunken};
    border: {_off_edge(p)}; }} QCheckBox::indicator:checked:disabled {{ image: {
        _url(marks, "check-disabled")
    }; }} QRadioButton::indicator:checked:disabled {{ image: {_url(marks, "dot-disabled")}; }}
"""


def _views(p: Palette, s: Scale, marks: Path) -> str:
    chosen = f"background: {p.origin.soft}; color: {p.ink};"
    if p.name == "contraste":
        chosen = f"background: {p.origin.fill}; color: {p.origin.on_fill};"
    return f""" QTableView, QTreeView, QListView {{ background: {p.surface}; color: {p.ink};
    border: 0; outline: 0; gridline-color: {p.line}; alternate-background-color: {p.surface};
    selection-background-color: {p.origin.soft}; selection-color: {p.ink}; }} QTableView::item,
    QTreeView::item, QListView::item {{ border: 0; border-bottom: 1px solid {p.line}; padding: 0
    {s.space(8)}px; }} QTreeView::item, QListView::item {{ min-height: {s.row - 1}px; }}
    QTableView::item:hover, QTreeView::item:hover, QListView::item:hover {{ background: {p.hover};
    color: {p.ink}; }} QTableView::item:selected, QTreeView::item:selected,
    QListView::item:selected {{ {chosen} }} QHeaderView {{ background: transparent; border: 0; }}
    QHeaderView::section {{ background: {p.surface}; color: {p.ink_secondary}; font-size:
    {s.points(NOTE)}pt; font-weight: 500; border: 0; border-bottom: 1px solid {p.border}; padding:
    {s.space(6)}px {s.space(8)}px; }} QHeaderView::section:vertical {{ border-bottom: 1px solid
    {p.line}; }} QHeaderView::down-arrow {{ image: {_url(marks, "chevron-down")}; width:
    {s.icon_small}px; }} QHeaderView::up-arrow {{ image: {_url(marks, "chevron-up")}; width:
    {s.icon_small}px; }} QTableCornerButton::section {{ background: {p.surface}; border: 0;
    border-bottom: 1px solid {p.border}; }} QTreeView::branch {{ background: {p.surface}; }}
    QTreeView::branch:has-children:closed {{ image: {_url(marks, "chevron-right")}; }}
    QTreeView::branch:has-children:open {{ image: {_url(marks, "chevron-down")}; }} QTableView
    QLineEdit, QTreeView QLineEdit {{ min-height: 0; border-radius: 0; padding: 0 {s.space(6)}px;
    }}
"""


def _scroll_bars(p: Palette, s: Scale) -> str:
    breadth, least = max(12, s.space(12)), s.space(40)
    return f"""
QScrollBar:vertical {{ background: transparent; width: {breadth}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {breadth}px; margin: 0; }}
QScrollBar::handle {{ background: {p.border}; border-radius: {(breadth - 4) // 2}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {least}px; }}
QScrollBar::handle:horizontal {{ min-width: {least}px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {p.ink_secondary}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
"""


def _tabs(p: Palette, s: Scale) -> str:
    return f""" QTabWidget::pane {{ background: transparent; border: 0; border-top: 1px solid
    {p.line}; top: -1px; }} QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {p.ink_secondary}; border: 0; font-weight: 600;
    border-bottom: {s.space(3)}px solid transparent; min-height: {s.target - s.space(3)}px;
    padding: 0 {s.space(16)}px; }} QTabBar::tab:hover {{ color: {p.ink}; border-bottom-color:
    {p.border}; }} QTabBar::tab:selected {{ color: {p.origin.ink}; border-bottom-color:
    {p.origin.fill}; }} QTabBar::tab:disabled {{ color: {p.ink_secondary}; }}
"""


def _menus(p: Palette, s: Scale, marks: Path) -> str:
    return f""" QMenu {{ background: {p.surface}; color: {p.ink}; border: 1px solid {p.border};
    padding: {s.space(6)}px; }} QMenu::item {{ padding: {s.em(0.55)}px {s.space(24)}px
    {s.em(0.55)}px {s.space(14)}px; border-radius: {s.small_radius}px; background: transparent; }}
    QMenu::item:selected {{ background: {p.origin.fill}; color: {p.origin.on_fill}; }}
    QMenu::item:disabled {{ color: {p.ink_secondary}; background: transparent; }} QMenu::icon {{
    padding-left: {s.space(10)}px; }} QMenu::indicator {{ width: {s.icon_small}px; height:
    {s.icon_small}px; left: {s.space(6)}px; }} QMenu::indicator:checked {{ image: {
        _url(marks, "check-plain")
    }; }} QMenu::indicator:checked:selected {{ image: {
        _url(marks, "check-on-origin")
    }; }} QMenu::separator {{ background: {p.line}; height: 1px; margin:
    {s.space(5)}px {s.space(8)}px; }} QMenu::right-arrow {{ image: {_url(marks, "chevron-right")};
    width: {s.icon_small}px; }}
"""


def _calendar(p: Palette, s: Scale, marks: Path) -> str:
    return f""" QCalendarWidget {{ background: {p.surface}; }} QCalendarWidget
    QWidget#qt_calendar_navigationbar {{ background: {p.surface}; border-bottom: 1px solid
    {p.border}; }} QCalendarWidget QToolButton {{ border: 0; background: transparent; min-height:
    {s.em(2.4)}px; min-width: {s.em(2.4)}px; padding: 0 4px; }} QCalendarWidget QToolButton:hover
    {{ background: {p.sunken}; }} QCalendarWidget QToolButton#qt_calendar_prevmonth {{
    qproperty-icon: {_url(marks, "chevron-left")}; }} QCalendarWidget
    QToolButton#qt_calendar_nextmonth {{ qproperty-icon: {_url(marks, "chevron-right")}; }}
    QCalendarWidget QSpinBox {{ min-height: {s.em(2.2)}px; }} QCalendarWidget QAbstractItemView {{
    background: {p.surface}; color: {p.ink}; alternate-background-color: {p.surface};
    selection-background-color: {p.origin.fill}; selection-color: {p.origin.on_fill}; }}
    QCalendarWidget QAbstractItemView::item {{ border: 0; padding: 0; min-height: 0; }}
    QCalendarWidget QAbstractItemView::item:selected {{ background: {p.origin.fill}; color:
    {p.origin.on_fill}; }} QCalendarWidget QAbstractItemView:disabled {{ color: {p.ink_secondary};
    }}
"""


def _gauges(p: Palette, s: Scale) -> str:
    thick = max(8, s.space(8))
    return f""" QProgressBar {{ background: {p.origin.soft}; color: {p.ink}; border: 1px solid
    {p.border}; border-radius: {thick // 2 + 1}px; max-height: {thick}px; min-height: {thick}px;
    text-align: center; }} QProgressBar::chunk {{ background: {p.origin.fill}; border-radius:
    {thick // 2}px; }} QProgressBar[tone="demand"]::chunk {{ background: {p.demand.fill}; }}
    QSlider:horizontal {{ min-height: {s.space(26)}px; }} QSlider::groove:horizontal {{ background:
    {p.origin.soft}; border: 1px solid {p.border}; border-radius: {thick // 2 + 1}px; height:
    {thick}px; }} QSlider::sub-page:horizontal {{ background: {p.origin.fill}; border-radius:
    {thick // 2}px; }} QSlider::handle:horizontal {{ background: {p.surface}; border:
    {s.space(2)}px solid {p.origin.ink}; width: {s.space(20)}px; margin: -{s.space(8)}px 0;
    border-radius: {s.space(12)}px; }}
"""


def _mixed(colour: str, other: str, part: float) -> str:
    """Return `colour` with a part of `other` in it, 0 to 1."""
    channels = (
        round(int(colour[at : at + 2], 16) * (1 - part) + int(other[at : at + 2], 16) * part)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02X}" for channel in channels)
