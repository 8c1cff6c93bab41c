"""Keys of the counter written as a counsellor would say them, for tests: `2 A Q Space`."""

from __future__ import annotations

from collections.abc import Iterator

from otdesk.domain.counter.grammar import ExpressAccueil, Layout
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.reference import ChannelCode

_NAMED = {
    "Space": Key(KeyKind.VALIDATE),
    "Back": Key(KeyKind.TAKE_BACK),
    "Esc": Key(KeyKind.SET_ASIDE),
    "Enter": Key(KeyKind.ENTER),
    "F9": Key(KeyKind.CALL),
    "F10": Key(KeyKind.NEXT),
    "*": Key(KeyKind.REPEAT),
    "P": Key(KeyKind.SEARCH),
    "N": Key(KeyKind.NOT_ASKED),
    ",": Key(KeyKind.UNMET),
    ";": Key(KeyKind.AUDIENCE),
    ":": Key(KeyKind.NOTE),
    **{f"F{n + 1}": Key(KeyKind.EXPRESS, n) for n in range(4)},
    **{f"F{n + 5}": Key(KeyKind.RESIDENCY, n) for n in range(4)},
    **{letter: Key(KeyKind.ORIGIN, n) for n, letter in enumerate("AZERTYUIO")},
    **{letter: Key(KeyKind.DEMAND, n) for n, letter in enumerate("QSDFGHJKLM")},
    **{letter: Key(KeyKind.CHANNEL, n) for n, letter in enumerate("WXCVB")},
}


def keys(text: str) -> Iterator[Key]:
    """Yield the keys of a text; a run of digits is as many keys."""
    for word in text.split():
        if word.isdecimal():
            yield from (Key(KeyKind.DIGIT, int(digit)) for digit in word)
        else:
            yield _NAMED[word]


LAYOUT = Layout(
    favourites=("FR-48", "FR-30", "FR-34", "FR-13", "FR-75", "FR-69", "BE", "DE", "FR-07"),
    more_favourites=("NL", "GB", "CH", "FR-31", "FR-12", "FR-84", "FR-26", "FR-38", "ES"),
    tiles=(
        "pratique",
        "sport",
        "loisirs",
        "itinerance",
        "manifestations",
        "hebergement",
        "patrimoine",
        "terroir",
        "boutique",
        "autre",
    ),
    others=("services", "parc_national", "autre"),
    details={"sport": ("sport.baignade", "sport.randonnee", "sport.velo")},
    audiences=("jeunes_randonneurs", "randonneurs_seniors", "couples", "familles"),
    departments={
        **{f"{n:02d}": f"FR-{n:02d}" for n in range(1, 96) if n != 20},
        "2A": "FR-2A",
        "2B": "FR-2B",
        **{str(n): f"FR-{n}" for n in (971, 972, 973, 974, 976, 988)},
    },
    own_departments=frozenset({"FR-48"}),
    express=(
        ExpressAccueil(ChannelCode.COMPTOIR, 2, "FR-48", ("pratique",)),
        ExpressAccueil(ChannelCode.COMPTOIR, 2, "FR-30", ("sport.randonnee",)),
        ExpressAccueil(ChannelCode.COMPTOIR, 4, "FR-34", ("sport.randonnee",)),
        ExpressAccueil(ChannelCode.TELEPHONE, 1, "FR-48", ("manifestations",)),
    ),
)
