"""Whether this program is old enough for what the siège sends down to escape it: it only warns."""

from __future__ import annotations

import re

from otdesk import __version__
from otdesk.i18n import _

_VERSION = re.compile(r"\d+(?:\.\d+)*", re.ASCII)


def is_older(program: str, least: str) -> bool:
    """Tell whether a version comes before another; what cannot be read is before none."""
    ours, theirs = _VERSION.match(program), _VERSION.match(least)
    if ours is None or theirs is None:
        return False
    return _numbers(ours.group()) < _numbers(theirs.group())


def outdated_words(least: str, program: str = __version__) -> str:
    """Return what is said where the siège asks for a later version, empty where it does not."""
    if not is_older(program, least):
        return ""
    return _(
        "Le siège demande au moins la version {least} d’otdesk ; ce poste a la {program}. Rien "
        "n’est perdu, les échanges continuent : mettez ce poste à jour pour lire tout ce que le "
        "siège envoie."
    ).format(least=least, program=program)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        # 1.2 and 1.2.0 are the same.
        numbers.pop()
    return tuple(numbers)
