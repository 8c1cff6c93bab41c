"""From a physical key to its meaning at the counter.

Keys are recognised by their place where the platform tells it (a native scan code), because the
four rows of tiles are the four rows of the keyboard, whatever is printed on its caps. Where the
place is unknown (offscreen, some remote desktops) the character decides, by the chosen layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from otdesk.domain.counter.keys import Key, KeyKind

_KEYPAD_WITHOUT_NUM_LOCK = {
    Qt.Key.Key_Insert: 0,
    Qt.Key.Key_End: 1,
    Qt.Key.Key_Down: 2,
    Qt.Key.Key_PageDown: 3,
    Qt.Key.Key_Left: 4,
    Qt.Key.Key_Clear: 5,
    Qt.Key.Key_Right: 6,
    Qt.Key.Key_Home: 7,
    Qt.Key.Key_Up: 8,
    Qt.Key.Key_PageUp: 9,
}
_COMMANDS = {
    Qt.Key.Key_Space: Key(KeyKind.VALIDATE),
    Qt.Key.Key_Backspace: Key(KeyKind.TAKE_BACK),
    Qt.Key.Key_Escape: Key(KeyKind.SET_ASIDE),
    Qt.Key.Key_Return: Key(KeyKind.ENTER),
    Qt.Key.Key_Enter: Key(KeyKind.ENTER),
    Qt.Key.Key_F1: Key(KeyKind.EXPRESS, 0),
    Qt.Key.Key_F2: Key(KeyKind.EXPRESS, 1),
    Qt.Key.Key_F3: Key(KeyKind.EXPRESS, 2),
    Qt.Key.Key_F4: Key(KeyKind.EXPRESS, 3),
    Qt.Key.Key_F5: Key(KeyKind.RESIDENCY, 0),
    Qt.Key.Key_F6: Key(KeyKind.RESIDENCY, 1),
    Qt.Key.Key_F7: Key(KeyKind.RESIDENCY, 2),
    Qt.Key.Key_F8: Key(KeyKind.RESIDENCY, 3),
    Qt.Key.Key_F9: Key(KeyKind.CALL),
    Qt.Key.Key_F10: Key(KeyKind.NEXT),
}

# Where the first key of each row lies: X11 keycodes are evdev's plus 8; Windows counts set 1.
_ROW_STARTS: Mapping[str, tuple[int, int, int, int]] = {
    "xcb": (10, 24, 38, 52),
    "wayland": (10, 24, 38, 52),
    "windows": (2, 16, 30, 44),
}
_ROW_LENGTH = 10
_BOTTOM: tuple[Key, ...] = (
    Key(KeyKind.CHANNEL, 0),
    Key(KeyKind.CHANNEL, 1),
    Key(KeyKind.CHANNEL, 2),
    Key(KeyKind.CHANNEL, 3),
    Key(KeyKind.CHANNEL, 4),
    Key(KeyKind.NOT_ASKED),
    Key(KeyKind.UNMET),
    Key(KeyKind.AUDIENCE),
    Key(KeyKind.NOTE),
)


@dataclass(frozen=True, slots=True)
class KeyboardLayout:
    """What is printed on the four rows: digits unshifted and shifted, and the letters."""

    name: str
    digits: str
    shifted_digits: str
    top: str
    home: str
    bottom: str


LAYOUTS: Mapping[str, KeyboardLayout] = {
    layout.name: layout
    for layout in (
        KeyboardLayout(
            "azerty", "&é\"'(-è_çà", "1234567890", "AZERTYUIOP", "QSDFGHJKLM", "WXCVBN,;:"
        ),
        KeyboardLayout(
            "qwerty", "1234567890", "!@#$%^&*()", "QWERTYUIOP", "ASDFGHJKL;", "ZXCVBNM,."
        ),
        KeyboardLayout("bepo", '"«»()@+-/*', "1234567890", "BÉPOÈ^VDLJ", "AUIE,CTSRN", "ÀYX.K'QGH"),
    )
}


@dataclass(frozen=True, slots=True)
class KeyMap:
    """Recognises keys for one layout; `single_keys` off leaves only function keys (WCAG 2.1.4)."""

    layout: KeyboardLayout
    single_keys: bool = True
    _characters: Mapping[str, Key] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        characters: dict[str, Key] = {}
        layout = self.layout
        for index, character in enumerate(layout.top[:9]):
            characters[character.lower()] = Key(KeyKind.ORIGIN, index)
        characters[layout.top[9].lower()] = Key(KeyKind.SEARCH)
        for index, character in enumerate(layout.home):
            characters[character.lower()] = Key(KeyKind.DEMAND, index)
        for character, key in zip(layout.bottom, _BOTTOM, strict=True):
            characters[character.lower()] = key
        for index, character in enumerate(layout.digits):
            characters[character] = Key(KeyKind.DIGIT, (index + 1) % 10)
        characters["*"] = Key(KeyKind.REPEAT)
        object.__setattr__(self, "_characters", characters)

    def recognise(self, event: QKeyEvent, platform: str = "") -> Key | None:
        """Return what the key means, None where it means nothing here.

        Key repeat is ignored, and so is every key with Ctrl, Alt or Meta: those are shortcuts.
        """
        if event.isAutoRepeat():
            return None
        held = event.modifiers()
        foreign = (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        if held & foreign:
            return None
        key = Qt.Key(event.key())
        keypad = self._keypad(event, key)
        if keypad is not None:
            return keypad
        if key in _COMMANDS:
            command = _COMMANDS[key]
            return command if self.single_keys or command.kind not in _CHARACTER_COMMANDS else None
        if not self.single_keys:
            return None
        if event.text() == "*":
            return Key(KeyKind.REPEAT)
        placed = self._placed(event, platform or QGuiApplication.platformName())
        if placed is not None:
            return placed
        return self._typed(event)

    def _keypad(self, event: QKeyEvent, key: Qt.Key) -> Key | None:
        if not event.modifiers() & Qt.KeyboardModifier.KeypadModifier or not self.single_keys:
            return None
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            return Key(KeyKind.DIGIT, int(key) - int(Qt.Key.Key_0))
        if key in _KEYPAD_WITHOUT_NUM_LOCK:
            return Key(KeyKind.DIGIT, _KEYPAD_WITHOUT_NUM_LOCK[key])
        return None

    def _placed(self, event: QKeyEvent, platform: str) -> Key | None:
        starts = _ROW_STARTS.get(platform)
        code = event.nativeScanCode()
        if starts is None or code == 0:
            return None
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        for row, start in enumerate(starts):
            if start <= code < start + _ROW_LENGTH:
                return _by_place(row, code - start, shifted=shifted)
        return None

    def _typed(self, event: QKeyEvent) -> Key | None:
        key = Qt.Key(event.key())
        text = event.text()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        known = self._characters.get(text.lower()) if text else None
        if known is not None:
            return Key(known.kind, known.index, shifted and known.kind in _SHIFTABLE)
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            return Key(KeyKind.DIGIT, int(key) - int(Qt.Key.Key_0))
        return None


class RepeatWatch:
    """Tells a key that is held down from one that is struck again.

    An X server repeats a key as releases and presses of the same instant. Qt recognises the pair
    only where both are already in its queue; on a busy PC a Space held a second too long was five
    passages.
    """

    # A finger needs thirty milliseconds at the very least to let go and come down again.
    _SAME_INSTANT_MILLISECONDS = 5

    def __init__(self) -> None:
        self._code = 0
        self._at = 0

    def released(self, event: QKeyEvent) -> None:
        """Remember which key was let go, and when."""
        self._code, self._at = event.nativeScanCode(), event.timestamp()

    def is_repeat(self, event: QKeyEvent) -> bool:
        """Tell whether this press only repeats a key that is still down."""
        if event.isAutoRepeat():
            return True
        code, at = event.nativeScanCode(), event.timestamp()
        return (
            code != 0
            and code == self._code
            and at != 0
            and 0 <= at - self._at <= self._SAME_INSTANT_MILLISECONDS
        )


_SHIFTABLE = frozenset({KeyKind.ORIGIN, KeyKind.DEMAND})
_CHARACTER_COMMANDS = frozenset({KeyKind.VALIDATE, KeyKind.TAKE_BACK, KeyKind.ENTER})


def _by_place(row: int, place: int, *, shifted: bool) -> Key | None:
    if row == 0:
        return Key(KeyKind.DIGIT, (place + 1) % 10)
    if row == 1:
        return Key(KeyKind.SEARCH) if place == 9 else Key(KeyKind.ORIGIN, place, shifted)
    if row == 2:
        return Key(KeyKind.DEMAND, place, shifted)
    return _BOTTOM[place] if place < len(_BOTTOM) else None
