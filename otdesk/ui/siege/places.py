"""The screens of the siège's rail, and the pages of its first screen.

A page more is one line in `pages` and a class that derives from `SiegePage`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from otdesk.i18n import _
from otdesk.ui.rail import RailPlace
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.siege.page import SiegePage
from otdesk.ui.theme.apply import Theme

SIEGE = "siege"
SUMMARIES = "summaries"
SETTINGS = "settings"
HELP = "help"

COMPLETENESS = "completeness"
RECEPTION = "reception"
POSTS = "posts"
OPENINGS = "openings"
ARTICLES = "articles"
LISTS = "lists"
COUNSELLORS = "counsellors"


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page of the siège's screen: its name, words, icon, key, and how it is made."""

    name: str
    label: str
    icon: str
    key: str
    make: Callable[[SiegeDesk, Theme], SiegePage]


def rail_places() -> tuple[RailPlace, ...]:
    """Return the screens of the siège, in the order of the rail."""
    return (
        RailPlace(SIEGE, _("Siège"), "landmark", "Ctrl 7"),
        RailPlace(SUMMARIES, _("Statistiques"), "chart-column", "Ctrl 5"),
        RailPlace(SETTINGS, _("Réglages"), "settings", "Ctrl 8", last=True),
        RailPlace(HELP, _("Aide"), "circle-help", "Ctrl 9"),
    )


def pages() -> tuple[PagePlace, ...]:
    """Return the pages of the siège's screen, in their order."""
    return (
        PagePlace(COMPLETENESS, _("Complétude"), "list-checks", "F2", _completeness),
        PagePlace(RECEPTION, _("Réception"), "download", "F3", _reception),
        PagePlace(POSTS, _("Postes"), "monitor", "F4", _posts),
        PagePlace(LISTS, _("Listes"), "list", "F7", _lists),
        PagePlace(ARTICLES, _("Articles"), "package", "F8", _articles),
        PagePlace(OPENINGS, _("Horaires"), "calendar-days", "F9", _openings),
        PagePlace(COUNSELLORS, _("Conseillers"), "users", "F10", _counsellors),
    )


# Each page is imported when it is first wanted.


def _completeness(desk: SiegeDesk, theme: Theme) -> SiegePage:
    from otdesk.ui.siege.completeness.page import CompletenessPage

    return CompletenessPage(desk, theme)


def _reception(desk: SiegeDesk, theme: Theme) -> SiegePage:
    from otdesk.ui.siege.reception.page import ReceptionPage

    return ReceptionPage(desk, theme)


def _posts(desk: SiegeDesk, theme: Theme) -> SiegePage:
    from otdesk.ui.siege.posts.page import PostsPage

    return PostsPage(desk, theme)


def _lists(desk: SiegeDesk, theme: Theme) -> SiegePage:
    from otdesk.ui.siege.managed.lists_page import ListsPage

    return ListsPage(desk, theme)


def _articles(desk: SiegeDesk, theme: Theme) -> SiegePage:
    from otdesk.ui.siege.managed.articles_page import SiegeArticlesPage

    return SiegeArticlesPage(desk, theme)


def _openings(desk: SiegeDesk, theme: Theme) -> SiegePage:
    from otdesk.ui.siege.managed.openings_page import OpeningsPage

    return OpeningsPage(desk, theme)


def _counsellors(desk: SiegeDesk, theme: Theme) -> SiegePage:
    from otdesk.ui.siege.managed.counsellors_page import SiegeCounsellorsPage

    return SiegeCounsellorsPage(desk, theme)
