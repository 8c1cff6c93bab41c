"""The counsellors of an office: picked by initials at opening, without a password.

The siège adds them for one office or for all; an office keeps its own beside (decision 0016). The
PIN of a post is its own setting: it is in no record, and never leaves.
"""

from __future__ import annotations

from datetime import date

from otdesk.domain.changes import Changes
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store.counsellor_rows import CounsellorRow, Counsellors, counsellors
from otdesk.store.records import counsellor_payload
from otdesk.store.siege_records import ManagedBySiege
from otdesk.store.transaction import Transaction

MAX_INITIALS = 4


def add(
    transaction: Transaction,
    initials: str,
    name: str,
    *,
    uid: str | None = None,
    office: str | None = None,
) -> Changes:
    """Add a counsellor, or rename `uid`; the siège says for which `office`, for all where None.

    Raises DataFault on initials that cannot serve, or that another counsellor has: entries are
    signed with them. Raises ManagedBySiege where an office changes one of the siège's.
    """
    short = initials.strip().upper()
    if not 1 <= len(short) <= MAX_INITIALS or not short.isalpha():
        raise DataFault(_("Les initiales sont de une à quatre lettres."))
    if not name.strip():
        raise DataFault(_("Le prénom manque."))
    known = counsellors(transaction.connection)
    if uid is not None:
        _refuse_managed(known, uid)
    other = _holder(known, short, name.strip(), uid, office)
    if other is not None:
        raise DataFault(_taken(known, other))
    named = office if known.at_siege else None
    transaction.put("counsellor", counsellor_payload(short, name.strip(), named), uid=uid)
    return transaction.changes


def leave(transaction: Transaction, uid: str, office: str, day: date) -> Changes:
    """Take a counsellor off the list; what was signed with the initials keeps them.

    Posts that had not heard of one another may each have added the same person. Raises
    ManagedBySiege where an office takes off one of the siège's.
    """
    known = counsellors(transaction.connection)
    _refuse_managed(known, uid)
    for each in known.same_as(uid):
        transaction.void("counsellor", each, _("a quitté le bureau"), office=office, day=day)
    return transaction.changes


def _refuse_managed(known: Counsellors, uid: str) -> None:
    row = next((each for each in known.everyone if each.uid == uid), None)
    if row is None or row.is_of_siege == known.at_siege:
        return
    if known.at_siege:
        raise DataFault(
            _("{name} a été ajouté par le bureau {office} : c’est lui qui le retire.").format(
                name=row.name, office=row.writer
            )
        )
    raise ManagedBySiege(
        _("{} a été ajouté par le siège : lui demander ce changement. Rien n’a été changé.").format(
            row.name
        )
    )


def _holder(
    known: Counsellors, initials: str, name: str, uid: str | None, office: str | None
) -> CounsellorRow | None:
    """Return who has the initials already, where the new one will be seen."""
    for row in known.everyone:
        if row.initials != initials or row.uid == uid:
            continue
        if not known.at_siege:
            if row.is_seen_at(known.office):
                return row
        elif row.is_of_siege:
            if office is None or row.office in {None, office}:
                return row
        elif office in {None, row.writer} and row.name != name:
            # The same person, whom the office had added itself, becomes the siège's.
            return row
    return None


def _taken(known: Counsellors, other: CounsellorRow) -> str:
    if known.at_siege and not other.is_of_siege:
        text = _("Les initiales « {initials} » sont déjà celles de {name}, au bureau {office}.")
        return text.format(initials=other.initials, name=other.name, office=other.writer)
    return _("Les initiales « {} » sont déjà prises.").format(other.initials)
