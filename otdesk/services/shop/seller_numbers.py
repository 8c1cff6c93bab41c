"""The numbers that say who sells and who buys: SIRET and intra-community VAT, verified."""

from __future__ import annotations

from otdesk.errors import DataFault
from otdesk.i18n import _


def siret(text: str) -> str:
    """Return a SIRET in digits alone, empty for none. Raises DataFault where it is none."""
    from stdnum.exceptions import ValidationError
    from stdnum.fr import siret as numbers

    if not text.strip():
        return ""
    try:
        return str(numbers.validate(text))
    except ValidationError as error:
        raise DataFault(_("« {} » n’est pas un numéro SIRET.").format(text.strip())) from error


def vat_number(text: str) -> str:
    """Return a French VAT number with its `FR`, empty for none. Raises DataFault on others."""
    from stdnum.exceptions import ValidationError
    from stdnum.fr import tva

    if not text.strip():
        return ""
    try:
        return f"FR{tva.validate(text)}"
    except ValidationError as error:
        raise DataFault(
            _("« {} » n’est pas un numéro de TVA français.").format(text.strip())
        ) from error
