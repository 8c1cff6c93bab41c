"""A siège whose own keys are gone: a folder that was restored on another PC has new ones.

Its keys lie in the keystore of its PC and in no backup. The database remembers under which key each
office was invited: where that is not the siège's own any more, the office refuses its replies.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection

from otdesk import settings
from otdesk.headquarters.posts import known_posts
from otdesk.i18n import _
from otdesk.services import preferences


def note_invited(connection: Connection, office: str, key: str) -> None:
    """Note the siège's public key that an office is invited with; hexadecimal."""
    _keep(connection, {**_kept(connection), office: key})


def note_answered(connection: Connection, office: str, key: str) -> None:
    """Note the key of a reply, where the office was invited before keys were noted."""
    kept = _kept(connection)
    if office not in kept:
        _keep(connection, {**kept, office: key})


def estranged(connection: Connection, key: str | None) -> tuple[str, ...]:
    """Return the offices that know the siège by another key than `key`, None for no key at all."""
    trusted = {post.office for post in known_posts(connection) if post.is_trusted}
    kept = _kept(connection)
    return tuple(sorted(each for each in trusted if kept.get(each, key) != key))


def lost_keys_warning(connection: Connection, key: str | None) -> str:
    """Return what to do where offices do not know the siège's key; empty where all do."""
    offices = estranged(connection, key)
    if not offices:
        return ""
    return _(
        "Les clés de ce siège ne sont plus celles que connaissent {offices} : elles étaient sur "
        "l’ancien PC, dans aucune sauvegarde. Rien n’est perdu : leurs envois sont pris, mais ils "
        "refusent ses réponses. Inviter de nouveau chacun de ces bureaux (page Postes, ou « otdesk "
        "pair --office CODE ») ; il prend l’invitation par son écran Synchronisation, ou « otdesk "
        "pair --replace », et vous comparez les quatre mots."
    ).format(offices=", ".join(offices))


def _kept(connection: Connection) -> Mapping[str, str]:
    text = preferences.load(connection).get(settings.SIEGE_KEYS)
    kept: dict[str, str] = json.loads(text) if text else {}
    return kept


def _keep(connection: Connection, keys: Mapping[str, str]) -> None:
    preferences.save(connection, settings.SIEGE_KEYS, json.dumps(dict(keys), sort_keys=True))
