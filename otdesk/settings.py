"""The settings of a post: each declared once, with its key, default, choices and label.

They are local to a data folder and never journalled: another PC of the same office may well
want larger text. `services.preferences` reads and writes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from otdesk.i18n import _

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting: how it is stored as text, what it falls back on, what may be chosen.

    `label` is called when a screen is built, so that it is in the program's language.
    """

    key: str
    default: T
    label: Callable[[], str]
    read: Callable[[str], T]
    write: Callable[[T], str]
    choices: tuple[T, ...] = ()

    def parse(self, text: str | None) -> T:
        """Return the value behind a stored text; the default for one that cannot be read."""
        if text is None:
            return self.default
        try:
            value = self.read(text)
        except ValueError:
            # A setting of a later version, or a damaged one, must not keep the counter shut.
            return self.default
        return value if not self.choices or value in self.choices else self.default


def _flag(text: str) -> bool:
    return text == "1"


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


THEME = Setting("theme", "jour", lambda: _("Thème"), str, str, ("jour", "nuit", "contraste"))
TEXT_PERCENT = Setting(
    "text_percent", 100, lambda: _("Taille du texte"), int, str, (100, 125, 150, 175, 200)
)
KEYBOARD = Setting(
    "keyboard", "azerty", lambda: _("Clavier"), str, str, ("azerty", "qwerty", "bepo")
)
SINGLE_KEYS = Setting(
    "single_keys",
    True,
    lambda: _("Saisie par touches simples"),
    _flag,
    lambda on: "1" if on else "0",
)
COUNSELLOR = Setting("counsellor", "", lambda: _("Initiales"), str, str)
FAVOURITES: Setting[tuple[str, ...]] = Setting(
    "favourites", (), lambda: _("Provenances favorites"), _codes, ",".join
)
DAY_PICTURE = Setting(
    "day_picture",
    True,
    lambda: _("Fil du jour montré"),
    _flag,
    lambda on: "1" if on else "0",
)
PRINTER = Setting("printer", "", lambda: _("Imprimante"), str, str)
EXPORT_FOLDER = Setting("export_folder", "", lambda: _("Dossier des exports"), str, str)
PIN_DIGEST = Setting("pin_digest", "", lambda: _("Code à chiffres"), str, str)
BACKUP_FOLDER = Setting(
    "backup_folder", "", lambda: _("Second emplacement des sauvegardes"), str, str
)
# `192.168.1.50`, `/dev/usb/lp0`, `windows:NOM`: where the roll of receipts is, empty for A5 pages.
RECEIPT_PRINTER = Setting("receipt_printer", "", lambda: _("Imprimante de tickets"), str, str)
RECEIPT_MILLIMETRES = Setting(
    "receipt_millimetres", 80, lambda: _("Largeur du rouleau"), int, str, (80, 58)
)
# What the receipts of this folder's till call it, where it was renamed.
TILL_NAME = Setting("till_name", "", lambda: _("Nom de la caisse"), str, str)
# The count of the stock that is under way (`services.shop.stock_count`): content, not a choice.
STOCK_COUNT = Setting("stock_count", "", lambda: _("Inventaire en cours"), str, str)
# Where the posts of this office exchange: a mailbox address, empty where there is one post only.
POSTS_FOLDER = Setting("posts_folder", "", lambda: _("Dossier commun des postes"), str, str)
# Where this folder exchanges: the siège's own, or an office's otherwise than by its invitation.
MAILBOX = Setting("mailbox", "", lambda: _("Boîte d’échange"), str, str)
# `mailto:…?via=smtp://…`: whom a packet is sent to by e-mail, encrypted, where nothing else works.
MAIL = Setting("mail", "", lambda: _("Courriel du siège"), str, str)
# The day (ISO) on which the month to declare was put off until the next one.
MONTH_REMINDER = Setting("month_reminder", "", lambda: _("Rappel du mois"), str, str)
# What `sync.office_notes` remembers of the exchanges: content, not a choice.
EXCHANGE_NOTES = Setting("exchange_notes", "", lambda: _("Échanges"), str, str)
# The siège's key that each office was invited with, by office: content, not a choice.
SIEGE_KEYS = Setting("siege_keys", "", lambda: _("Clé du siège, par bureau"), str, str)
# What `headquarters.answering` remembers of the siège's replies: content, not a choice.
ANSWER_NOTES = Setting("answer_notes", "", lambda: _("Échanges"), str, str)

ALL: tuple[Setting[str] | Setting[int] | Setting[bool] | Setting[tuple[str, ...]], ...] = (
    THEME,
    TEXT_PERCENT,
    KEYBOARD,
    SINGLE_KEYS,
    COUNSELLOR,
    FAVOURITES,
    PRINTER,
    EXPORT_FOLDER,
    DAY_PICTURE,
    PIN_DIGEST,
    BACKUP_FOLDER,
    RECEIPT_PRINTER,
    RECEIPT_MILLIMETRES,
    TILL_NAME,
    STOCK_COUNT,
    POSTS_FOLDER,
    MAILBOX,
    MAIL,
    MONTH_REMINDER,
    EXCHANGE_NOTES,
    SIEGE_KEYS,
    ANSWER_NOTES,
)
