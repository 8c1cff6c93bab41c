"""Texts: French in the source inside `_()`, one gettext catalogue for every layer.

The source language needs no catalogue; another one is installed once, by the composition root.
"""

from __future__ import annotations

import gettext as _gettext
from pathlib import Path

DOMAIN = "otdesk"
SOURCE_LANGUAGE = "fr"


class _Installed:
    """The one catalogue of the process: gettext's own contract, `_()` without a parameter."""

    translations: _gettext.NullTranslations | None = None


def install(folder: Path, language: str) -> None:
    """Use the catalogue of `language` below `folder`; French needs none."""
    _Installed.translations = (
        None
        if language == SOURCE_LANGUAGE
        else _gettext.translation(DOMAIN, localedir=folder, languages=[language], fallback=True)
    )


def _(message: str) -> str:
    """Return `message` in the language of the program."""
    catalogue = _Installed.translations
    return message if catalogue is None else catalogue.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form for `count`: by the French rule (0 and 1 are singular) or the catalogue's."""
    catalogue = _Installed.translations
    if catalogue is None:
        return singular if abs(count) < 2 else plural
    return catalogue.ngettext(singular, plural, count)
