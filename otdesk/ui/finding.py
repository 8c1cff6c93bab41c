"""What Ctrl+K finds: screens, actions, days, months, years and origins, the best first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from otdesk import settings, typography
from otdesk.domain.period import Period, PeriodKind
from otdesk.domain.search import OriginIndex, normalise
from otdesk.domain.spoken_dates import read_days, read_period
from otdesk.i18n import _
from otdesk.ui.theme.palette import PALETTES

SETTING = "setting"
DOOR = "door"
BACKUP = "backup"
_MOST = 9
_MOST_ORIGINS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing to go to: `go_to(target, argument)`; `note` says what it is, `key` its key.

    Three targets are no screens, and the search does them itself: SETTING writes the (setting,
    value) of the argument, DOOR opens or shuts the office now, BACKUP makes a backup.
    """

    label: str
    note: str
    icon: str
    target: str
    argument: object = None
    key: str = ""
    words: str = ""


def commands(today: date) -> tuple[Answer, ...]:
    """Return every screen and action, screens first, in the order of the rail."""
    month = Period.month(today.year, today.month)
    screen, action, setting = _("écran"), _("action"), _("réglage")
    return (
        Answer(_("Comptoir"), screen, "store", "counter", key="F12", words="accueil saisie"),
        Answer(_("Journée"), screen, "calendar-check", "day", key="Ctrl 3", words="jour liste"),
        Answer(
            _("Résumés"),
            screen,
            "chart-column",
            "summaries",
            key="Ctrl 5",
            words="statistiques chiffres mois annee bilan graphiques",
        ),
        Answer(
            _("Synchronisation"),
            screen,
            "refresh-cw",
            "sync",
            key="Ctrl 6",
            words="siege envoyer envoi echange accuse cle usb appairer mois declarer",
        ),
        *foot_commands(),
        Answer(
            _("Ouvrir le bureau"),
            action,
            "door-open",
            DOOR,
            "open",
            words="journee commencer heure",
        ),
        Answer(
            _("Fermer le bureau"),
            action,
            "door-closed",
            DOOR,
            "shut",
            words="pause midi soir journee",
        ),
        Answer(
            _("Clôturer la journée"),
            action,
            "lock",
            "day",
            today,
            words="fin cloture soir",
        ),
        Answer(
            _("Saisie différée"),
            action,
            "history",
            "day",
            "late",
            key="Ctrl D",
            words="passe oublie papier rattraper",
        ),
        Answer(
            _("Changer de conseiller"),
            action,
            "user",
            "counsellor",
            key="Ctrl U",
            words="initiales qui equipe",
        ),
        Answer(
            _("Imprimer le mois"),
            action,
            "printer",
            "summaries",
            month,
            words="resume pdf exporter " + typography.month_name(today),
        ),
        Answer(
            _("Importer des accueils"),
            action,
            "file-spreadsheet",
            "settings",
            "import",
            words="tableur csv excel fichier",
        ),
        backup_command(),
        *look_commands(),
        Answer(
            _("Disposition du clavier"),
            setting,
            "keyboard",
            "settings",
            "keyboard",
            words="azerty qwerty bepo touches",
        ),
        Answer(
            _("Provenances favorites"),
            setting,
            "star",
            "settings",
            "favourites",
            words="origines touches departements",
        ),
        Answer(
            _("Liste des conseillers"),
            setting,
            "users",
            "settings",
            "counsellors",
            words="equipe ajouter prenom",
        ),
        *post_commands(),
        Answer(
            _("Les touches du comptoir"),
            _("aide"),
            "keyboard",
            "help",
            "02-comptoir",
            words="raccourcis clavier manuel",
        ),
    )


# What the window of a siège has as well, in the same words.


def foot_commands() -> tuple[Answer, ...]:
    """Return the screens at the foot of the rail."""
    screen = _("écran")
    return (
        Answer(
            _("Réglages"),
            screen,
            "settings",
            "settings",
            key="Ctrl 8",
            words="preferences options parametres",
        ),
        Answer(_("Aide"), screen, "circle-help", "help", key="Ctrl 9", words="manuel mode emploi"),
    )


def backup_command() -> Answer:
    """Return the backup made at once."""
    return Answer(
        _("Sauvegarder maintenant"),
        _("action"),
        "save",
        BACKUP,
        words="sauvegarde copie securite",
    )


def look_commands() -> tuple[Answer, ...]:
    """Return the themes and the size of the text."""
    setting = _("réglage")
    return (
        *(
            Answer(
                _("Thème {}").format(palette.label.lower()),
                setting,
                "contrast",
                SETTING,
                (settings.THEME, palette.name),
                words="couleurs affichage sombre clair",
            )
            for palette in PALETTES
        ),
        Answer(
            _("Taille du texte"),
            setting,
            "eye",
            "settings",
            "appearance",
            words="agrandir zoom gros affichage police",
        ),
    )


def post_commands() -> tuple[Answer, ...]:
    """Return the settings of the machine: printer, backups, code, what is installed."""
    setting = _("réglage")
    return (
        Answer(_("Imprimante"), setting, "printer", "settings", "printer", words="impression"),
        Answer(
            _("Sauvegardes"),
            setting,
            "shield-check",
            "settings",
            "backups",
            words="restaurer cle usb second",
        ),
        Answer(
            _("Code à chiffres"), setting, "key-round", "settings", "pin", words="pin mot passe"
        ),
        Answer(
            _("À propos d’otdesk"),
            setting,
            "info",
            "settings",
            "about",
            words="version licence diagnostic dossier donnees",
        ),
    )


def shop_commands() -> tuple[Answer, ...]:
    """Return the pages of an office that sells, the screen first."""
    screen, page = _("écran"), _("boutique")
    return (
        Answer(
            _("Boutique"),
            screen,
            "shopping-bag",
            "shop",
            "sale",
            key="F11",
            words="vendre vente panier encaisser ticket",
        ),
        Answer(
            _("Tickets"), page, "receipt", "shop", "receipts", words="rembourser duplicata avoir"
        ),
        Answer(_("Caisse"), page, "coins", "shop", "till", words="z x fond especes cloture banque"),
        Answer(_("Articles"), page, "tag", "shop", "articles", words="catalogue prix famille"),
        Answer(
            _("Stock"), page, "package", "shop", "stock", words="inventaire livraison transfert"
        ),
    )


class Finder:
    """Answers as one types; `today` is asked each time, for a window left open overnight."""

    def __init__(self, offered: tuple[Answer, ...], today: Callable[[], date]) -> None:
        self._commands = offered
        self._today = today
        self._texts = [
            (normalise(each.label), normalise(f"{each.label} {each.words}").split())
            for each in self._commands
        ]

    def suggestions(self) -> tuple[Answer, ...]:
        """Return what is offered before anything is typed: screens, and today's actions."""
        return self._commands[:_MOST]

    def find(self, text: str) -> tuple[Answer, ...]:
        """Return at most nine answers, the best first."""
        if not text.strip():
            return self.suggestions()
        found = [
            *self._dates(text),
            *self._matching(text),
            *self._others(text),
        ]
        return tuple(found[:_MOST])

    def _matching(self, text: str) -> list[Answer]:
        plain = normalise(text)
        wanted = plain.split()
        if not wanted:
            return []
        ranked: list[tuple[int, int]] = []
        for number, (label, words) in enumerate(self._texts):
            if label.startswith(plain):
                ranked.append((0, number))
            elif all(any(word.startswith(w) for word in words) for w in wanted):
                own = all(any(word.startswith(w) for word in label.split()) for w in wanted)
                ranked.append((1 if own else 2, number))
        return [self._commands[number] for _rank, number in sorted(ranked)]

    def _dates(self, text: str) -> Iterator[Answer]:
        days = read_days(text, self._today())
        for day in days:
            said = typography.long_date(day)
            yield Answer(
                typography.capitalised(said), _("la journée"), "calendar-check", "day", day
            )
        yield from self._about(days[:1])
        yield from self._period(text)

    def _about(self, _days: Sequence[date]) -> Iterator[Answer]:
        """Yield what else may be done about the likeliest day."""
        yield from ()

    def _period(self, text: str) -> Iterator[Answer]:
        period = read_period(text, self._today())
        if period is not None:
            month = period.kind is PeriodKind.MONTH
            yield Answer(
                typography.capitalised(typography.month_name(period.first))
                if month
                else _("Année {}").format(period.first.year),
                _("le résumé"),
                "chart-column",
                "summaries",
                period,
            )

    def _others(self, _text: str) -> Iterator[Answer]:
        """Yield what is neither a command nor a date."""
        yield from ()


class OfficeFinder(Finder):
    """Finds what a counter has besides: origins, and days to type for."""

    def __init__(
        self, index: OriginIndex, today: Callable[[], date], *, shop: bool = False
    ) -> None:
        counter, *others = commands(today())
        sells = shop_commands() if shop else ()
        super().__init__((counter, *sells[:1], *others, *sells[1:]), today)
        self._index = index

    def _about(self, days: Sequence[date]) -> Iterator[Answer]:
        for day in days:
            if day != self._today():
                yield Answer(
                    _("Saisir pour le {}").format(typography.long_date(day)),
                    _("saisie différée"),
                    "history",
                    "late",
                    day,
                )

    def _others(self, text: str) -> Iterator[Answer]:
        for match in self._index.search(text, _MOST_ORIGINS):
            yield Answer(
                match.label,
                _("provenance · {}").format(match.why) if match.why else _("provenance"),
                "map-pin",
                "origin",
                match.code,
            )
