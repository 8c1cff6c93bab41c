"""What Ctrl+K finds at the siège: its screens and pages, what they do, days, months and years."""

from __future__ import annotations

from otdesk.i18n import _
from otdesk.ui.context import ScreenContext
from otdesk.ui.finding import (
    Answer,
    Finder,
    backup_command,
    foot_commands,
    look_commands,
    post_commands,
)
from otdesk.ui.palette_search import PaletteSearch, PaletteWords
from otdesk.ui.siege.places import (
    ARTICLES,
    COMPLETENESS,
    COUNSELLORS,
    HELP,
    LISTS,
    OPENINGS,
    POSTS,
    RECEPTION,
    SETTINGS,
    SIEGE,
    SUMMARIES,
    pages,
)
from otdesk.ui.siege.posts.page import ANSWER, INVITE
from otdesk.ui.siege.preferences import MAILBOX
from otdesk.ui.siege.reception.page import FILES, RECEIVE
from otdesk.ui.theme.apply import Theme

COUNSELLOR = "counsellor"


def siege_search(context: ScreenContext, theme: Theme) -> PaletteSearch:
    """Return the search over the siège's screens."""
    return PaletteSearch(
        context,
        theme,
        finder=Finder(siege_commands(), context.workplace.today),
        words=PaletteWords(
            _("page, action, réglage, jour ou mois passé…"),
            _("Chercher une page, une action, un réglage, un jour, un mois"),
            _("Aussi : « 14 juillet », « lundi dernier », « août 2022 », « 2022 »…"),
            _("Sauvegarde en cours… le siège reste disponible."),
        ),
    )


def siege_commands() -> tuple[Answer, ...]:
    """Return every page, screen and action, in the order of the window."""
    words = {
        COMPLETENESS: "tableau mois manque verrou verrouiller rouvrir relancer calendrier",
        RECEPTION: "envois recu quarantaine trous copies horloges codes",
        POSTS: "bureaux cles appairer mots revoquer",
        LISTS: "demandes publics motifs pays inconnus",
        ARTICLES: "catalogue prix familles fournisseurs boutique",
        OPENINGS: "ouvertures saison plan prevu calendrier",
        COUNSELLORS: "equipe initiales prenom",
    }
    return (
        *(
            Answer(
                place.label,
                _("page du siège"),
                place.icon,
                SIEGE,
                place.name,
                key=place.key,
                words=words[place.name],
            )
            for place in pages()
        ),
        Answer(
            _("Statistiques"),
            _("écran"),
            "chart-column",
            SUMMARIES,
            key="Ctrl 5",
            words="resumes chiffres mois annee bilan graphiques imprimer exporter",
        ),
        *foot_commands(),
        *_actions(),
        *look_commands(),
        Answer(
            _("Boîte d’échange"),
            _("réglage"),
            "refresh-cw",
            SETTINGS,
            MAILBOX,
            words="adresse mot passe sftp webdav nextcloud synchronisation",
        ),
        *post_commands(),
        Answer(
            _("La fenêtre du siège"),
            _("aide"),
            "landmark",
            HELP,
            "13-siege",
            words="manuel touches",
        ),
    )


def _actions() -> tuple[Answer, ...]:
    action = _("action")
    return (
        Answer(
            _("Tout recevoir"),
            action,
            "download",
            SIEGE,
            (RECEPTION, RECEIVE),
            words="synchroniser echanger boite envois",
        ),
        Answer(
            _("Importer des fichiers"),
            action,
            "upload",
            SIEGE,
            (RECEPTION, FILES),
            words="envois cle usb courriel",
        ),
        Answer(
            _("Inviter un poste"),
            action,
            "send",
            SIEGE,
            (POSTS, INVITE),
            words="bureau appairer invitation",
        ),
        Answer(
            _("Lire une réponse"),
            action,
            "log-in",
            SIEGE,
            (POSTS, ANSWER),
            words="bureau appairer confirmer mots",
        ),
        Answer(
            _("Changer de conseiller"),
            action,
            "user",
            COUNSELLOR,
            key="Ctrl U",
            words="initiales qui equipe",
        ),
        backup_command(),
    )
