"""What goes wrong between a post and its mailbox, in French: what, what is safe, what to do."""

from __future__ import annotations

import errno
import ssl
from typing import TYPE_CHECKING

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _

if TYPE_CHECKING:
    from otdesk.sync.mailbox.known_hosts import HostKey


class MailboxFault(EnvironmentFault):
    """The mailbox, or the way to it, is in the way of the exchange."""


class Unreachable(MailboxFault):
    """No network, no such server, or a server that does not answer."""


class WrongPassword(MailboxFault):
    """The server does not know the account with this password."""


class HostUnknown(MailboxFault):
    """First contact: somebody must compare the fingerprint, then `known_hosts.trust` the key."""

    def __init__(self, what: str, *, safe: str, todo: str, offered: HostKey) -> None:
        super().__init__(what, safe=safe, todo=todo)
        self.offered = offered


class HostKeyChanged(MailboxFault):
    """The server shows another key than the one that was confirmed: it is not spoken to."""

    def __init__(self, what: str, *, safe: str, todo: str, offered: HostKey) -> None:
        super().__init__(what, safe=safe, todo=todo)
        self.offered = offered


class BadCertificate(MailboxFault):
    """The server's certificate does not fit; `reason` says how."""

    def __init__(self, what: str, *, safe: str, todo: str, reason: str) -> None:
        super().__init__(what, safe=safe, todo=todo)
        self.reason = reason


class NotEncrypted(MailboxFault):
    """The server offers no encryption, and is told no password."""


class MailboxFull(MailboxFault):
    """No room is left in the mailbox."""


class TooLarge(MailboxFault):
    """The server takes no file of this size, whatever room it has."""


class NoRight(MailboxFault):
    """The account may not read or write there."""


class AddressUnknown(MailboxFault):
    """The server is there, the folder or the recipient is not."""


class Interrupted(MailboxFault):
    """The connection was cut, or the stick was pulled, in the middle."""


class NameTaken(MailboxFault):
    """Another file has the name; nothing is ever overwritten."""


class Refused(MailboxFault):
    """The server refused with words of its own."""


class PostFault(MailboxFault):
    """This post's own disk is in the way: full, or not to be read or written."""


def _safe() -> str:
    return _("Rien n’est perdu : tout reste sur ce poste et repartira au prochain échange.")


def unreachable(where: str) -> Unreachable:
    """Return the fault of a server that is not reached."""
    return Unreachable(
        _("« {} » ne répond pas.").format(where),
        safe=_safe(),
        todo=_("Vérifier la connexion à internet et l’adresse, puis recommencer."),
    )


def wrong_password(where: str) -> WrongPassword:
    """Return the fault of a refused account."""
    return WrongPassword(
        _("« {} » refuse le compte ou le mot de passe.").format(where),
        safe=_safe(),
        todo=_("Saisir de nouveau le mot de passe ; s’il est juste, demander au siège."),
    )


def host_unknown(where: str, offered: HostKey) -> HostUnknown:
    """Return the fault of a first contact."""
    return HostUnknown(
        _("Premier contact avec « {where} », dont l’empreinte est {fingerprint}.").format(
            where=where, fingerprint=offered.fingerprint
        ),
        safe=_("Rien n’a été envoyé, pas même le mot de passe."),
        todo=_("Comparer l’empreinte avec celle que donne le siège, puis la confirmer."),
        offered=offered,
    )


def host_key_changed(where: str, known: HostKey, offered: HostKey) -> HostKeyChanged:
    """Return the fault of a server that is not the one it was."""
    return HostKeyChanged(
        _(
            "« {where} » ne montre plus la même clé : {offered} au lieu de {known}. "
            "Un autre serveur se fait peut-être passer pour lui."
        ).format(where=where, offered=offered.fingerprint, known=known.fingerprint),
        safe=_("Rien n’a été envoyé, pas même le mot de passe."),
        todo=_(
            "Appeler le siège. Si son serveur a vraiment changé, confirmer la nouvelle empreinte ; "
            "sinon, ne plus échanger par ce réseau."
        ),
        offered=offered,
    )


def bad_certificate(where: str, error: ssl.SSLError) -> BadCertificate:
    """Return the fault of a certificate that does not fit, and why it does not."""
    reason = _certificate_reason(error)
    return BadCertificate(
        _("Le certificat de « {where} » ne convient pas : {reason}").format(
            where=where, reason=reason
        ),
        safe=_("Rien n’a été envoyé, pas même le mot de passe."),
        todo=_(
            "Vérifier l’adresse et la date de ce poste ; sinon, demander au siège un certificat "
            "valable, ou le fichier de son autorité."
        ),
        reason=reason,
    )


def _certificate_reason(error: ssl.SSLError) -> str:
    code = getattr(error, "verify_code", None)
    if code == 10:
        return _("il est périmé.")
    if code == 9:
        return _("il n’est pas encore valable.")
    if code in {18, 19, 20, 21}:
        return _("aucune autorité connue ne le garantit.")
    if code in {62, 64}:
        return _("il est établi pour un autre serveur.")
    return _("la liaison chiffrée a été refusée ({}).").format(
        getattr(error, "reason", None) or error
    )


def bad_authority(path: object) -> PostFault:
    """Return the fault of an authority's file that cannot be used."""
    return PostFault(
        _("Le fichier d’autorité « {} » ne peut pas être lu.").format(path),
        safe=_safe(),
        todo=_("Choisir le fichier de certificat (PEM) que donne le siège."),
    )


def not_encrypted(where: str) -> NotEncrypted:
    """Return the fault of a server without encryption."""
    return NotEncrypted(
        _("« {} » n’offre pas de liaison chiffrée.").format(where),
        safe=_("Rien n’a été envoyé, pas même le mot de passe."),
        todo=_("Essayer smtps:// ou un autre serveur d’envoi."),
    )


def full(where: str) -> MailboxFull:
    """Return the fault of a mailbox without room."""
    return MailboxFull(
        _("Il n’y a plus de place dans « {} ».").format(where),
        safe=_safe(),
        todo=_("Y libérer de la place, ou le demander au siège, puis recommencer."),
    )


def too_large(where: str) -> TooLarge:
    """Return the fault of a file that is too big for the server."""
    return TooLarge(
        _("Le paquet est trop gros pour « {} ».").format(where),
        safe=_safe(),
        todo=_("L’enregistrer sur une clé, ou demander au siège une autre boîte d’échange."),
    )


def no_right(where: str) -> NoRight:
    """Return the fault of a place where nothing may be read or written."""
    return NoRight(
        _("Ce compte n’a pas le droit de lire ou d’écrire dans « {} ».").format(where),
        safe=_safe(),
        todo=_("Demander ce droit à qui gère la boîte d’échange, puis recommencer."),
    )


def address_unknown(where: str) -> AddressUnknown:
    """Return the fault of a folder or recipient that is not there."""
    return AddressUnknown(
        _("« {} » n’existe pas.").format(where),
        safe=_safe(),
        todo=_("Vérifier l’adresse, ou brancher la clé ou le partage, puis recommencer."),
    )


def interrupted(where: str) -> Interrupted:
    """Return the fault of a cut connection."""
    return Interrupted(
        _("L’échange avec « {} » a été coupé avant la fin.").format(where),
        safe=_safe(),
        todo=_("Recommencer ; rien d’incomplet n’est pris pour un paquet."),
    )


def name_taken(where: str, name: str) -> NameTaken:
    """Return the fault of a name that another file has."""
    return NameTaken(
        _("« {where} » contient déjà un autre fichier nommé « {name} ».").format(
            where=where, name=name
        ),
        safe=_("Rien n’a été remplacé, et tout reste sur ce poste."),
        todo=_("Prévenir le siège : ce fichier n’est peut-être pas entier."),
    )


def refused(where: str, words: str) -> Refused:
    """Return the fault of a server that gives reasons of its own."""
    return Refused(
        _("« {where} » a refusé l’échange ({words}).").format(where=where, words=words),
        safe=_safe(),
        todo=_("Recommencer plus tard ; si cela dure, donner ce message au siège."),
    )


def post_full(folder: object) -> PostFault:
    """Return the fault of this post's own full disk."""
    return PostFault(
        _("Le disque de ce poste est plein : le fichier n’a pas pu être enregistré."),
        safe=_("La boîte d’échange n’a pas changé."),
        todo=_("Libérer de la place sur le disque de « {} », puis recommencer.").format(folder),
    )


def post_file(path: object) -> PostFault:
    """Return the fault of a file of this post that cannot be read or written."""
    return PostFault(
        _("« {} » ne peut pas être lu ou écrit sur ce poste.").format(path),
        safe=_("La boîte d’échange n’a pas changé."),
        todo=_("Vérifier le disque et les droits de ce dossier, puis recommencer."),
    )


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR}
_CUT = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.EPIPE, errno.ECONNRESET}


def of_system(error: OSError, where: str) -> MailboxFault:
    """Return what an error of the system means about a mailbox that it reaches."""
    if error.errno in _FULL:
        return full(where)
    if error.errno in _FORBIDDEN:
        return no_right(where)
    if error.errno in _GONE:
        return address_unknown(where)
    if error.errno in _CUT:
        return interrupted(where)
    return refused(where, error.strerror or str(error) or type(error).__name__)


def of_post(error: OSError, path: object) -> PostFault:
    """Return what an error of the system means about a file of this post."""
    return post_full(path) if error.errno in _FULL else post_file(path)


def certificate_behind(error: BaseException) -> ssl.SSLError | None:
    """Return the refused certificate behind an error, None where it is another's fault."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None
