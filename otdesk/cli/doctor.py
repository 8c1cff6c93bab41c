"""`otdesk doctor`: what support asks first, in one page, and what looks wrong in it."""

from __future__ import annotations

import argparse
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otdesk import __version__, paths, typography
from otdesk.cli.composition import Composition, ExitCode
from otdesk.cli.output import print_json, say
from otdesk.errors import DeskError
from otdesk.i18n import _

if TYPE_CHECKING:
    from otdesk.services.workplace import Grounds, Workplace
    from otdesk.store.store import Store

# Under it a backup, a copy and a season's growth no longer fit together.
LOW_DISK_BYTES = 500_000_000
# The last of them: a siège may have years of others.
_LISTED_ASIDE = 20
OLD_BACKUP = timedelta(days=7)
_COUNTED = ("journal", "visit", "walk_in", "tally", "business_day", "day_correction", "draft")


@dataclass(slots=True)
class _Findings:
    """What was found, by a stable key, and the sentences about what looks wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def note(self, key: str, label: str, value: object) -> None:
        self.values[key] = value
        self.labels[key] = label


def register(commands: Any) -> None:  # noqa: ANN401 - argparse exports no type for it
    """Describe the command."""
    parser = commands.add_parser("doctor", help=_("décrit l’installation et ce qui paraît anormal"))
    parser.add_argument("--json", action="store_true", help=_("répond en JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, composition: Composition) -> int:
    """Describe the machine and the folder; exit 1 where something looks wrong."""
    grounds = composition.make_grounds()
    findings = _Findings()
    _describe_program(findings)
    _describe_machine(findings, composition, grounds)
    try:
        workplace = composition.workplace()
        with closing(workplace.open_store()) as store:
            _describe_folder(findings, workplace, store)
    except DeskError as fault:
        findings.warnings.append(str(fault))
    if args.json:
        print_json({**findings.values, "warnings": findings.warnings})
    else:
        for key, label in findings.labels.items():
            say(_("{label} : {value}").format(label=label, value=_spoken(findings.values[key])))
        say("")
        for warning in findings.warnings or [_("Rien d’anormal.")]:
            say(warning)
    return ExitCode.FAULTY_DATA if findings.warnings else ExitCode.DONE


def _describe_program(findings: _Findings) -> None:
    from otdesk.services.bug_report import LIBRARIES, version

    findings.note("otdesk", _("otdesk"), __version__)
    findings.note("python", _("Python"), platform.python_version())
    findings.note("system", _("Système"), platform.platform())
    findings.note("sqlite", _("SQLite"), sqlite3.sqlite_version)
    findings.note("libraries", _("Bibliothèques"), {name: version(name) for name in LIBRARIES})
    fonts = sorted(font.stem for font in (paths.resources() / "fonts").glob("*.ttf"))
    findings.note("fonts", _("Polices"), fonts)
    if not fonts:
        findings.warnings.append(_("Les polices de l’installation manquent : la réinstaller."))


def _describe_machine(findings: _Findings, composition: Composition, grounds: Grounds) -> None:
    findings.note("folder", _("Dossier de données"), str(composition.folder))
    findings.note("state", _("Dossier d’état"), str(grounds.state))
    findings.note("clock", _("Horloge (UTC)"), grounds.clock.now().isoformat(timespec="seconds"))
    free = shutil.disk_usage(_existing(composition.folder)).free
    findings.note("disk_free_bytes", _("Place libre (octets)"), free)
    if free < LOW_DISK_BYTES:
        findings.warnings.append(
            _("Il ne reste que {} Mo sur le disque des données.").format(
                typography.integer(free // 1_000_000)
            )
        )


def _describe_folder(findings: _Findings, workplace: Workplace, store: Store) -> None:
    from sqlalchemy import func, select

    from otdesk.store import tables
    from otdesk.store.clock_check import clock_warning

    findings.note("network", _("Réseau"), workplace.profile.name)
    findings.note("office", _("Bureau"), workplace.identity.office)
    findings.note("reconstruction", _("Reconstitution"), workplace.identity.reconstruction)
    findings.note("schema", _("Schéma"), store.database.schema())
    findings.note("database_bytes", _("Base (octets)"), store.database.size())
    with store.reading() as connection:
        counts = {
            name: connection.execute(
                select(func.count()).select_from(tables.metadata.tables[name])
            ).scalar_one()
            for name in _COUNTED
        }
    findings.note("counts", _("Enregistrements"), counts)
    mark = workplace.anchors.read(store.stream)
    findings.note("stream", _("Journal"), store.stream)
    findings.note("anchor_seq", _("Ancre"), None if mark is None else mark.seq)
    if mark is None:
        findings.warnings.append(_("Ce poste n’a pas d’ancre pour ce journal (sans ancre)."))
    clock = clock_warning(store, workplace.clock.now())
    if clock is not None:
        findings.warnings.append(clock)
    if workplace.is_siege:
        _describe_quarantine(findings, store)
        findings.warnings += _about_siege_keys(workplace, store)
    else:
        findings.warnings += _about_exchange(findings, workplace, store)
    findings.warnings += _about_till(findings, workplace, store)
    findings.warnings += _about_backups(findings, workplace)


def _describe_quarantine(findings: _Findings, store: Store) -> None:
    """Name what the siège put aside, and why: no warning, the next packet has brought it since."""
    from otdesk.store.exchange_state import ReceivedState, packets_in

    with store.reading() as connection:
        aside = packets_in(connection, ReceivedState.QUARANTINED)
    last = sorted(aside, key=lambda packet: packet.received_at)[-_LISTED_ASIDE:]
    findings.note("quarantine", _("En quarantaine"), [packet.reason for packet in last])


def _about_exchange(findings: _Findings, workplace: Workplace, store: Store) -> Iterator[str]:
    """Say where the office stands with the siège; counts are of records, corrections once."""
    from otdesk.sync.office_state import DAYS_OF_PATIENCE, read_state

    with store.reading() as connection:
        state = read_state(connection, workplace)
    findings.note("paired", _("Relié au siège"), state.is_confirmed)
    findings.note("mailbox", _("Boîte d’échange"), state.mailbox or None)
    heard = None if state.acknowledged_at is None else state.acknowledged_at.isoformat()
    findings.note("acknowledged_at", _("Dernier accusé du siège"), heard)
    findings.note("not_sent", _("Reste à envoyer"), sum(state.here.values()))
    findings.note("not_acknowledged", _("Envoyé, sans accusé"), sum(state.under_way.values()))
    said = state.notes.said
    least = None if said is None else said.least_program or None
    findings.note("least_program", _("Version demandée par le siège"), least)
    if state.revoked is not None:
        yield _(
            "Le siège a révoqué ce poste : il n’en prend plus rien. Tout reste enregistré ici. Si "
            "ce poste sert encore, appeler le siège : lui seul peut inviter un poste."
        )
    elif state.waits and state.days_without_word > DAYS_OF_PATIENCE:
        yield _(
            "Le siège n’a rien accusé depuis {} jours. Tout est enregistré ici ; lancer "
            "« otdesk sync », ou l’appeler."
        ).format(typography.integer(state.days_without_word))
    if state.outdated:
        yield state.outdated


def _about_siege_keys(workplace: Workplace, store: Store) -> Iterator[str]:
    from otdesk.headquarters.lost_keys import lost_keys_warning
    from otdesk.services.till.keystore import keystore
    from otdesk.sync.post_keys import kept_key

    key = kept_key(store, keystore(workplace.anchors.folder))
    with store.reading() as connection:
        warning = lost_keys_warning(connection, key)
    if warning:
        yield warning


def _about_till(findings: _Findings, workplace: Workplace, store: Store) -> Iterator[str]:
    from otdesk.services.till.events import has_till

    with store.reading() as connection:
        begun = has_till(connection)
    if not begun:
        findings.note("till", _("Caisse"), None)
        return
    from otdesk.domain.till import ClosingSpan
    from otdesk.services.till.keystore import keystore
    from otdesk.services.till.post import here
    from otdesk.services.till.start import TillTrouble, find
    from otdesk.store.till_state import last_closing, open_day

    keys = keystore(workplace.anchors.folder)
    office = workplace.identity.office
    with store.reading() as connection:
        known = here(connection)
        if known is None:
            return
        found = find(connection, keys, workplace.anchors, office, workplace.zone)
        last = last_closing(connection, known.stream, ClosingSpan.DAY)
        waiting = open_day(connection, known.stream)
    findings.note("till", _("Caisse"), known.name)
    findings.note("till_stream", _("Journal de la caisse"), known.stream)
    findings.note("till_key", _("Clé de la caisse"), keys.holder(known.stream))
    findings.note("last_z", _("Dernier Z"), None if last is None else last.period)
    findings.note("open_day", _("Journée de caisse ouverte"), waiting and waiting.isoformat())
    if found is TillTrouble.KEY_LOST:
        yield _(
            "La clé de la caisse est introuvable sur ce compte : la Boutique propose d’en ouvrir "
            "une autre, rien n’est perdu."
        )
    elif found is TillTrouble.BEHIND:
        yield _(
            "La caisse est en retard sur ce poste (base restaurée) : la Boutique propose d’en "
            "ouvrir une autre, rien n’est perdu."
        )
    if waiting is not None and waiting < workplace.today():
        yield _("La caisse du {} n’est pas clôturée : faire son Z.").format(
            typography.long_date(waiting)
        )


def _about_backups(findings: _Findings, workplace: Workplace) -> Iterator[str]:
    from otdesk.store.backup import BACKUPS, listing

    made = listing(workplace.folder / BACKUPS)
    last = made[-1] if made else None
    findings.note("backups", _("Sauvegardes"), len(made))
    findings.note(
        "last_backup", _("Dernière sauvegarde"), None if last is None else last.taken.isoformat()
    )
    now = workplace.local(workplace.clock.now()).replace(tzinfo=None)
    if last is None:
        yield _("Il n’y a pas encore de sauvegarde : lancer « otdesk backup ».")
    elif now - last.taken > OLD_BACKUP:
        yield _("La dernière sauvegarde date du {}.").format(typography.short_date(last.taken))
    elif last.taken > now + timedelta(days=1):
        yield _("La dernière sauvegarde est datée du futur : vérifier l’horloge du poste.")


def _existing(folder: Path) -> Path:
    return next(
        place for place in (folder.absolute(), *folder.absolute().parents) if place.exists()
    )


def _spoken(value: object) -> str:
    from otdesk.services.till.keystore import KeyPlace

    if isinstance(value, KeyPlace):
        system = value is KeyPlace.SYSTEM
        return _("trousseau du système") if system else _("fichier protégé, lisible par ce compte")
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    if isinstance(value, list):
        # Some are whole sentences.
        return " · ".join(str(item).rstrip(".") for item in value) or _("aucun")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, int):
        return typography.integer(value)
    return _("aucun") if value is None else str(value)
