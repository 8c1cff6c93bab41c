"""The posts that the siège knows: confirmed after the telephone call, revoked when lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, func, select

from otdesk.domain.changes import Changes
from otdesk.domain.posts import Post, RevocationMotive
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal.minisign import PublicKey
from otdesk.store import network_tables as tables
from otdesk.store.network_records import post_of, post_payload
from otdesk.store.tables import journal
from otdesk.store.transaction import Transaction
from otdesk.sync.packet.read import TrustedKey


def confirm(transaction: Transaction, post: Post) -> Changes:
    """Take a post's packets from now on: two people have read the same words to each other.

    A post that is known and answers a new invitation is renewed: its siège lost its own keys.
    Raises DataFault where the key was revoked, which never comes back, or is another office's.
    """
    found = _find(transaction.connection, post.public_key)
    if found is None:
        transaction.put("post", post_payload(post))
        return transaction.changes
    uid, known = found
    if not known.is_trusted:
        raise DataFault(
            _(
                "Cette clé est celle du poste « {} », révoqué : elle ne revient pas. Rien n’a été "
                "changé. Refaire le dossier de ce poste, puis l’inviter et lui rendre les données "
                "de son bureau."
            ).format(known.name)
        )
    if known.office != post.office:
        raise DataFault(
            _("Cette clé est déjà celle d’un poste du bureau {}. Rien n’a été changé.").format(
                known.office
            )
        )
    transaction.put("post", post_payload(post), uid=uid)
    return transaction.changes


def revoke(transaction: Transaction, public_key: str, motive: RevocationMotive) -> Changes:
    """Take nothing new from a post; what it sent before stands.

    Raises DataFault where no post has this key, or it is revoked already.
    """
    found = _find(transaction.connection, public_key)
    if found is None:
        raise DataFault(_("Aucun poste connu n’a cette clé."))
    uid, post = found
    if not post.is_trusted:
        raise DataFault(_("Le poste « {} » est déjà révoqué.").format(post.name))
    transaction.put("post", post_payload(replace(post, revoked=motive)), uid=uid)
    return transaction.changes


def known_posts(connection: Connection) -> tuple[Post, ...]:
    """Return every post in the order of office and name, revoked ones too."""
    table = tables.post
    rows = connection.execute(
        select(table).where(table.c.void_reason.is_(None)).order_by(table.c.office, table.c.name)
    ).mappings()
    return tuple(post_of(dict(row)) for row in rows)


def last_about_posts(connection: Connection, stream: str, office: str) -> int:
    """Return the number of the last entry of a stream about the posts of an office, 0 for none."""
    uids = select(tables.post.c.uid).where(tables.post.c.office == office)
    last = select(func.max(journal.c.seq)).where(
        journal.c.stream == stream, journal.c.uid.in_(uids)
    )
    return connection.execute(last).scalar_one() or 0


def first_confirmed(connection: Connection) -> Mapping[str, str]:
    """Return for each office the instant (UTC) of the first record of a post of its own."""
    table = tables.post
    rows = connection.execute(
        select(table.c.office, func.min(table.c.recorded_at)).group_by(table.c.office)
    )
    return {row[0]: row[1] for row in rows}


def trusted_keys(connection: Connection, office: str) -> frozenset[bytes]:
    """Return the keys under which packets of an office are taken now."""
    return frozenset(
        bytes.fromhex(post.public_key)
        for post in known_posts(connection)
        if post.office == office and post.is_trusted
    )


def _find(connection: Connection, public_key: str) -> tuple[str, Post] | None:
    table = tables.post
    row = (
        connection.execute(
            select(table).where(table.c.public_key == public_key, table.c.void_reason.is_(None))
        )
        .mappings()
        .first()
    )
    return None if row is None else (row["uid"], post_of(dict(row)))


def trusted_key(post: Post, network: str) -> TrustedKey:
    """Return the key under which a post's packets are believed."""
    return TrustedKey(PublicKey.of(bytes.fromhex(post.public_key)), network, post.office)
