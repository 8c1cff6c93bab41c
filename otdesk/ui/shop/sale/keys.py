"""From a physical key to its meaning in the Boutique, by the counter's own map of the keyboard."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from otdesk.domain.shop_counter.keys import ShopKey, ShopKeyKind, shop_key
from otdesk.ui.counter.key_map import KeyMap

_MOVES = {
    Qt.Key.Key_Up: ShopKeyKind.UP,
    Qt.Key.Key_Down: ShopKeyKind.DOWN,
    Qt.Key.Key_Delete: ShopKeyKind.REMOVE,
}
_COUNTS = {Qt.Key.Key_Plus: ShopKeyKind.MORE, Qt.Key.Key_Minus: ShopKeyKind.LESS}


@dataclass(frozen=True, slots=True)
class ShopKeyMap:
    """Recognises the keys of the selling page."""

    keys: KeyMap

    def recognise(self, event: QKeyEvent, *, paying: bool, platform: str = "") -> ShopKey | None:
        """Return what a key means, None where it means nothing here.

        While an amount may be typed, a comma is one whatever its place: on an AZERTY keyboard it
        lies where other keyboards have another key.
        """
        if event.isAutoRepeat():
            return None
        modifiers = event.modifiers()
        if modifiers == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Z:
            return ShopKey(ShopKeyKind.UNDO)
        keypad = bool(modifiers & Qt.KeyboardModifier.KeypadModifier)
        if not keypad and event.key() in _MOVES and not modifiers:
            return ShopKey(_MOVES[Qt.Key(event.key())])
        if self.keys.single_keys:
            if event.key() in _COUNTS and (keypad or event.key() == Qt.Key.Key_Plus):
                return ShopKey(_COUNTS[Qt.Key(event.key())])
            if paying and event.text() in {",", "."}:
                return ShopKey(ShopKeyKind.DECIMAL)
        known = self.keys.recognise(event, platform)
        return None if known is None else shop_key(known)


def amount_key(event: QKeyEvent, keys: KeyMap) -> ShopKey | None:
    """Return what a key means in the focused box of an amount, where single keys are off."""
    if event.isAutoRepeat():
        return None
    named = {
        Qt.Key.Key_Backspace: ShopKeyKind.BACK,
        Qt.Key.Key_Return: ShopKeyKind.ENTER,
        Qt.Key.Key_Enter: ShopKeyKind.ENTER,
    }
    kind = named.get(Qt.Key(event.key()))
    if kind is not None:
        return ShopKey(kind)
    text = event.text()
    if text in {",", "."}:
        return ShopKey(ShopKeyKind.DECIMAL)
    if text and text in keys.layout.digits:
        return ShopKey(ShopKeyKind.DIGIT, (keys.layout.digits.index(text) + 1) % 10)
    if text.isdecimal() and text.isascii():
        return ShopKey(ShopKeyKind.DIGIT, int(text))
    return None
