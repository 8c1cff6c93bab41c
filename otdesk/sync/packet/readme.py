"""`LISEZMOI.txt`: what the packet is, for a person who opens it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from otdesk import typography
from otdesk.i18n import _, ngettext
from otdesk.sync.packet.manifest import PERSONAL, FileSum, StreamSpan


class About(Protocol):
    """What of the packet's basis is told."""

    @property
    def network(self) -> str: ...  # noqa: D102
    @property
    def office(self) -> str: ...  # noqa: D102
    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def clock(self) -> str: ...  # noqa: D102
    @property
    def program(self) -> str: ...  # noqa: D102
    @property
    def reconstruction(self) -> bool: ...  # noqa: D102


def read_me(about: About, spans: Iterable[StreamSpan], files: Sequence[FileSum]) -> bytes:
    """Return the text, with a BOM and CRLF: the plainest editor of Windows shows it."""
    paragraphs = [*_paragraphs(about, sum(span.count for span in spans), files)]
    text = "\n\n".join(map(typography.spaced, paragraphs)) + "\n"
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _paragraphs(about: About, count: int, files: Sequence[FileSum]) -> Iterable[str]:
    yield _("Envoi n° {number} du bureau {office} (réseau {network})").format(
        number=about.number, office=about.office, network=about.network
    )
    yield (
        _("Fait le {moment} par otdesk {program}.").format(
            moment=typography.stamp(datetime.fromisoformat(about.clock)), program=about.program
        )
        + "\n"
        + ngettext(
            "Il porte {} écriture du journal.", "Il porte {} écritures du journal.", count
        ).format(typography.integer(count))
    )
    if about.reconstruction:
        yield _("RECONSTITUTION : ces chiffres ont été reconstitués, ils n’ont pas été saisis.")
    tables = [file.name for file in files if file.name.endswith(".csv")]
    if tables:
        yield (
            _("À ouvrir avec un tableur (Excel, LibreOffice) : {}.").format(", ".join(tables))
            + "\n"
            + _(
                "Ces tableaux disent ce que cet envoi apporte, révision par révision ; ce ne sont "
                "pas les totaux du bureau. Le siège ne les lit pas : les modifier n’y change rien."
            )
        )
    yield _(
        "Le siège reçoit journal.jsonl tel quel. Ce fichier .zip est signé : si un seul de ses "
        "octets change, il est refusé. Ne pas le modifier ni le refaire ; on peut le copier, le "
        "renommer et l’envoyer deux fois sans risque."
    )
    if any(file.name == PERSONAL for file in files):
        yield _(
            "Il contient des données personnelles (personal.jsonl). Par courriel ou sur une clé "
            "USB, il ne voyage que chiffré."
        )
    else:
        yield _(
            "Il ne contient aucune fiche personnelle (nom d’un client, motif d’une absence) ; les "
            "conseillers y sont nommés par leurs initiales."
        )
    yield _(
        "Pour vérifier la signature sans otdesk, avec le programme public minisign et la clé "
        "publique du bureau :"
    )
    yield "minisign -V -p cle-du-bureau.pub -m manifest.json"
