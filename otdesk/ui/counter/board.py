"""The board of tiles: express keys and four questions, kept in step with the draft in front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from otdesk.domain.counter.draft import Draft, Missing, Page
from otdesk.domain.counter.grammar import CHANNELS, RESIDENCIES, ExpressAccueil, Grammar
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.reference import NOT_ASKED, ChannelCode, Lists
from otdesk.i18n import _
from otdesk.ui.counter.key_map import KeyboardLayout
from otdesk.ui.counter.tile import Face, Tile, TileForm
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.scale import Scale

_ROW = 10
_EXPRESS = 4


class Question(QWidget):
    """A question and its hint, above a row of tiles; outlined when the answer is missing."""

    def __init__(self, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.title = QLabel(title)
        self.title.setProperty("role", "heading")
        self.hint = QLabel(hint)
        self.hint.setProperty("role", "note")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.title)
        line.addWidget(self.hint, 1)


class CounterBoard(QWidget):
    """Every tile of the counter.

    `pressed` carries the Key of a click, touch or screen reader's action; `more_wanted`: a
    favourite was held down, which shows the nine others as Shift does. Tiles are made once and
    only change their faces: a key is painted within a frame.
    """

    pressed = Signal(object)
    more_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        lists: Lists,
        keyboard: KeyboardLayout,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lists = lists
        self._keyboard = keyboard
        self._single_keys = True
        self._shares: Mapping[str, float] = {}
        self._shift = False
        self._folded = is_folded(theme.scale)
        self._build()

    def use_lists(self, lists: Lists) -> None:
        """Take other lists: their words are shown with the next picture."""
        self._lists = lists

    # Making --------------------------------------------------------------------------------

    def _build(self) -> None:
        scale = self._theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.space(4))
        self.express = self._tiles(_EXPRESS, TileForm.LINE, KeyKind.EXPRESS)
        self.residency = self._tiles(len(RESIDENCIES), TileForm.LINE, KeyKind.RESIDENCY)
        self.sizes = [
            self._tile(TileForm.FIGURE, Key(KeyKind.SIZE, (n + 1) % 10)) for n in range(10)
        ]
        self.origins = self._tiles(_ROW - 1, TileForm.ANSWER, KeyKind.ORIGIN)
        self.search = self._tile(TileForm.ANSWER, Key(KeyKind.SEARCH))
        self.demands = self._tiles(_ROW, TileForm.ANSWER, KeyKind.DEMAND)
        self.channels = self._tiles(len(CHANNELS), TileForm.ANSWER, KeyKind.CHANNEL)
        self.extras = [
            self._tile(TileForm.ANSWER, Key(kind))
            for kind in (KeyKind.NOT_ASKED, KeyKind.UNMET, KeyKind.AUDIENCE, KeyKind.NOTE)
        ]
        self.questions = {
            "express": Question(_("Express"), ""),
            "residency": Question(_("Qui ?"), _("facultatif")),
            "size": Question(_("Combien ?"), _("0 puis le nombre : un groupe")),
            "origin": Question(
                _("D’où ?"), _("ou les 2 chiffres du département · Maj ou appui long : 9 autres")
            ),
            "demand": Question(
                _("Pour quoi ?"), _("plusieurs réponses · Maj ou appui long : préciser")
            ),
            "channel": Question(_("Comment ?"), ""),
            "extras": Question(_("Et aussi"), ""),
        }
        column.addLayout(self._pair("express", self.express, "residency", self.residency))
        column.addWidget(self.questions["size"])
        column.addLayout(self._row(self.sizes), 4)
        column.addWidget(self.questions["origin"])
        columns = _ROW // 2 if self._folded else _ROW
        column.addLayout(self._row([*self.origins, self.search], columns), 6)
        column.addWidget(self.questions["demand"])
        column.addLayout(self._row(self.demands, columns), 6)
        column.addLayout(self._pair("channel", self.channels, "extras", self.extras), 5)

    def _tiles(self, count: int, form: TileForm, kind: KeyKind) -> list[Tile]:
        return [self._tile(form, Key(kind, index)) for index in range(count)]

    def _tile(self, form: TileForm, key: Key) -> Tile:
        tile = Tile(self._theme, form, self)
        shiftable = key.kind in {KeyKind.ORIGIN, KeyKind.DEMAND}

        def on_pressed(shifted: bool) -> None:  # noqa: FBT001 - a slot
            # Under a row of other favourites, a touch means what the tile shows.
            other = key.kind is KeyKind.ORIGIN and self._shift
            self.pressed.emit(Key(key.kind, key.index, (shifted or other) and shiftable))

        tile.pressed_by_user.connect(on_pressed)
        if key.kind is KeyKind.DEMAND:
            tile.held.connect(lambda: self.pressed.emit(Key(key.kind, key.index, shifted=True)))
        elif key.kind is KeyKind.ORIGIN:
            tile.held.connect(self.more_wanted)
        return tile

    def _row(self, tiles: Sequence[Tile], columns: int = _ROW) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._theme.scale.space(7))
        for index, tile in enumerate(tiles):
            grid.addWidget(tile, index // columns, index % columns)
            grid.setColumnStretch(index % columns, 1)
        return grid

    def _pair(
        self, left: str, left_tiles: Sequence[Tile], right: str, right_tiles: Sequence[Tile]
    ) -> QGridLayout:
        """Put two questions side by side, each half of the board."""
        grid = QGridLayout()
        space = self._theme.scale.space(7)
        grid.setHorizontalSpacing(self._theme.scale.space(11))
        grid.setVerticalSpacing(self._theme.scale.space(4))
        for place, (name, tiles) in enumerate(((left, left_tiles), (right, right_tiles))):
            line, column = (2 * place, 0) if self._folded else (0, place)
            grid.addWidget(self.questions[name], line, column)
            row = self._row(tiles)
            row.setSpacing(space)
            grid.addLayout(row, line + 1, column)
            grid.setColumnStretch(column, 1)
            grid.setRowStretch(line + 1, 1)
        return grid

    # Keeping in step -----------------------------------------------------------------------

    @property
    def tiles(self) -> list[Tile]:
        """Return every tile, in the order of the Tab key."""
        return [
            *self.express,
            *self.residency,
            *self.sizes,
            *self.origins,
            self.search,
            *self.demands,
            *self.channels,
            *self.extras,
        ]

    def show_shares(self, shares: Mapping[str, float]) -> None:
        """Show each favourite's share of the most frequent one, 0 to 1."""
        self._shares = shares

    def use_keyboard(self, keyboard: KeyboardLayout, *, single_keys: bool) -> None:
        """Print other letters on the caps, or none where letters alone do nothing."""
        self._keyboard = keyboard
        self._single_keys = single_keys

    def _cap(self, character: str) -> str:
        return character if self._single_keys else ""

    def hold_shift(self, *, held: bool) -> bool:
        """Show what lies under Shift while it is held; tell whether anything changes."""
        changed = held != self._shift
        self._shift = held
        return changed

    def point_to(self, missing: str) -> None:
        """Mark the question whose answer is missing."""
        for name, question in self.questions.items():
            tone = "genet" if name == missing else ""
            if question.title.property("tone") != tone:
                question.title.setProperty("tone", tone)
                question.title.style().unpolish(question.title)
                question.title.style().polish(question.title)

    def restyle(self, theme: Theme) -> None:
        """Take another theme or text size."""
        self._theme = theme
        for tile in self.tiles:
            tile.restyle(theme)

    def follow(self, draft: Draft, grammar: Grammar) -> None:
        """Show the draft: faces where they depend on it, check marks everywhere."""
        self._follow_express(draft, grammar)
        self._follow_sizes(draft)
        self._follow_origins(draft, grammar)
        self._follow_demands(draft, grammar)
        self._follow_channels(draft)
        self._follow_extras(draft)

    def _follow_express(self, draft: Draft, grammar: Grammar) -> None:
        for index, tile in enumerate(self.express):
            known = index < len(grammar.layout.express)
            profile = grammar.layout.express[index] if known else None
            tile.show_face(self._express_face(index, profile))
            tile.follow(checked=False)
            tile.setEnabled(profile is not None and draft.is_blank)
        asks = grammar.asks_residency(draft)
        own = draft.origin if asks and draft.origin is not None else ""
        title = _("{} : qui ?").format(self._lists.origin_label(own)) if own else _("Qui ?")
        self.questions["residency"].title.setText(title)
        for index, tile in enumerate(self.residency):
            code = RESIDENCIES[index]
            label = self._lists.residency_label(code, short=True)
            spoken = self._lists.residency_label(code)
            tile.show_face(Face(label, f"F{index + 5}", tone="origin", spoken=spoken))
            tile.setEnabled(asks)
            tile.follow(checked=draft.residency is code)

    def _express_face(self, index: int, profile: ExpressAccueil | None) -> Face:
        if profile is None:
            return Face(_("libre"), f"F{index + 1}", tone="granite")
        origin = self._lists.origin_label(profile.origin, short=True)
        demands = ", ".join(self._lists.demand_label(c, short=True) for c in profile.demands)
        if profile.channel is ChannelCode.TELEPHONE:
            number = self._lists.origin_number(profile.origin)
            label = _("Appel · {}").format(number or origin)
        else:
            label = f"{profile.size} · {origin}"
        spoken = _("Express : {}, {}").format(label, demands)
        return Face(label, f"F{index + 1}", second=demands, tone="granite", spoken=spoken)

    def _follow_sizes(self, draft: Draft) -> None:
        size = draft.known_size if draft.face_to_face else None
        for index, tile in enumerate(self.sizes):
            digit = (index + 1) % 10
            if digit:
                spoken = _("{} personnes").format(digit) if digit > 1 else _("1 personne")
                tile.show_face(Face(str(digit), tone="origin", spoken=spoken))
                tile.follow(checked=size == digit and draft.group is None)
                continue
            grouped = draft.group is not None or (size is not None and size > 9)
            label = str(size) if grouped and size else ("…" if grouped else _("10+"))
            spoken = _("Groupe de dix ou plus")
            tile.show_face(Face(label, self._cap("0"), tone="origin", spoken=spoken))
            tile.follow(checked=grouped)

    def _follow_origins(self, draft: Draft, grammar: Grammar) -> None:
        layout = grammar.layout
        row = layout.more_favourites if self._shift else layout.favourites
        for index, tile in enumerate(self.origins):
            if index >= len(row):
                tile.show_face(Face(""))
                continue
            code = row[index]
            tile.show_face(
                Face(
                    self._lists.origin_label(code),
                    self._cap(self._keyboard.top[index]),
                    second=self._lists.origin_number(code),
                    share=None if self._shift else self._shares.get(code, 0.0),
                    tone="origin",
                )
            )
            tile.follow(checked=draft.origin == code)
        listed = draft.origin in row or draft.origin in {None, NOT_ASKED}
        found = "" if listed or draft.origin is None else self._lists.origin_label(draft.origin)
        self.search.show_face(
            Face(
                found or _("Chercher"),
                self._cap(self._keyboard.top[_ROW - 1]),
                icon="search",
                tone="origin",
                spoken=_("Chercher une provenance"),
            )
        )
        self.search.follow(checked=bool(found))

    def _follow_demands(self, draft: Draft, grammar: Grammar) -> None:
        codes = grammar.page_codes(draft)
        held = {demand.code for demand in draft.demands}
        themes = {code.split(".", 1)[0] for code in held}
        precise = draft.page is Page.DETAILS and draft.theme is not None
        title, hint = self._demand_question(draft)
        self.questions["demand"].title.setText(title)
        self.questions["demand"].hint.setText(hint)
        for index, tile in enumerate(self.demands):
            key = self._cap(self._keyboard.home[index])
            if precise and index == _ROW - 1 and draft.theme is not None:
                label = self._lists.demand_label(draft.theme, short=True)
                tile.show_face(
                    Face(_("{} sans préciser").format(label), key, icon="undo-2", tone="demand")
                )
                tile.follow(checked=draft.theme in held)
            elif index >= len(codes):
                tile.show_face(Face(""))
            elif draft.page is Page.AUDIENCES:
                self._show_audience(tile, codes[index], key)
                tile.follow(checked=draft.audience == codes[index])
            else:
                code = codes[index]
                self._show_demand(tile, code, key, held)
                on = code in held or (draft.page is Page.DEMANDS and code in themes)
                tile.follow(checked=on)

    def _demand_question(self, draft: Draft) -> tuple[str, str]:
        back = _("Échap : revenir")
        if draft.page is Page.AUDIENCES:
            return _("Quel public ?"), back
        if draft.page is Page.DETAILS and draft.theme is not None:
            label = self._lists.demand_label(draft.theme)
            return _("{} : préciser").format(label), back
        if draft.page is Page.DETAILS:
            return _("Autres demandes"), back
        return _("Pour quoi ?"), _("plusieurs réponses · Maj ou appui long : préciser")

    def _show_demand(self, tile: Tile, code: str, key: str, held: set[str]) -> None:
        demand = self._lists.demands.get(code)
        chosen = sorted(c for c in held if c.startswith(f"{code}."))
        label = self._lists.demand_label(code, short=True)
        if chosen and demand is not None and demand.parent is None:
            label = self._lists.demand_label(chosen[0], short=True)
            if len(chosen) > 1:
                label = f"{label} +{len(chosen) - 1}"
        icon = "" if demand is None else demand.icon
        tile.show_face(Face(label, key, icon=icon, tone="demand"))

    def _show_audience(self, tile: Tile, code: str, key: str) -> None:
        audience = self._lists.audiences.get(code)
        icon = "users" if audience is None else audience.icon
        label = self._lists.audience_label(code, short=True)
        tile.show_face(Face(label, key, icon=icon, tone="granite"))

    def _follow_channels(self, draft: Draft) -> None:
        for index, tile in enumerate(self.channels):
            code = CHANNELS[index]
            channel = self._lists.channels[code]
            tile.show_face(
                Face(
                    channel.short,
                    self._cap(self._keyboard.bottom[index]),
                    icon=channel.icon,
                    tone="channel",
                    spoken=channel.label,
                )
            )
            tile.follow(checked=draft.channel is code)

    def _follow_extras(self, draft: Draft) -> None:
        unmet = bool(draft.demands) and draft.demands[-1].unmet
        faces = (
            (_("Origine non demandée"), "circle-help", "origin", draft.origin == NOT_ASKED),
            (_("Demande non satisfaite"), "circle-slash", "demand", unmet),
            (_("Public"), "users", "granite", draft.audience is not None),
            (_("Note"), "pencil", "granite", bool(draft.note)),
        )
        for index, (label, icon, tone, checked) in enumerate(faces):
            tile = self.extras[index]
            key = self._cap(self._keyboard.bottom[len(CHANNELS) + index])
            tile.show_face(Face(label, key, icon=icon, tone=tone))
            tile.follow(checked=checked)
        self.extras[1].setEnabled(bool(draft.demands))


def is_folded(scale: Scale) -> bool:
    """Tell whether ten tiles no longer fit side by side: rows of five then, and scrolling."""
    return scale.dense


def missing_question(missing: str) -> str:
    """Return the name of the question that a Missing points to."""
    return {Missing.SIZE.value: "size", Missing.ORIGIN.value: "origin"}.get(missing, "demand")
