"""Barcodes: EAN-13, EAN-8 and ISBN, their check digit verified."""

from __future__ import annotations

from otdesk.errors import DataFault
from otdesk.i18n import _

# A scanner set to a US layout on an AZERTY PC types these signs in place of digits.
_AZERTY_DIGITS = str.maketrans("à&é\"'(-è_ç", "0123456789")
_LENGTHS = frozenset({8, 12, 13})


def read(text: str) -> str:
    """Return the digits of what a scanner typed; an ISBN-10 becomes its ISBN-13.

    Raises DataFault where the check digit is wrong or this is no barcode.
    """
    from stdnum import ean, isbn
    from stdnum.exceptions import ValidationError

    digits = _digits(text)
    try:
        if len(isbn.compact(digits)) == len("2070360024"):
            return str(isbn.to_isbn13(isbn.validate(digits)))
        return str(ean.validate(digits))
    except ValidationError as error:
        raise DataFault(
            _("« {} » n’est pas un code-barres valable.").format(text.strip())
        ) from error


def looks_like_one(text: str) -> bool:
    """Tell whether a text could be a scan: as many digits as a barcode has, nothing else."""
    digits = _digits(text)
    return digits.isascii() and digits.isdecimal() and len(digits) in _LENGTHS


def _digits(text: str) -> str:
    """Return what was meant: signs of an AZERTY keyboard are digits only where no digit is."""
    typed = text.strip()
    if any(sign in "0123456789" for sign in typed):
        # The hyphens of a printed ISBN are no sixes.
        return typed
    return typed.translate(_AZERTY_DIGITS)
