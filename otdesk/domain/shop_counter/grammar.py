"""What one key does to one sale.

Rules: `interface.md`, "The other screens", "Shop". Digits are a quantity, then the money received
once a payment was chosen. No key ever loses what was typed: a key that cannot serve changes
nothing and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from otdesk.domain.catalogue import Catalogue
from otdesk.domain.money import ONE
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.shop_counter.keys import METHODS, ShopKey, ShopKeyKind
from otdesk.domain.shop_counter.layout import OTHERS, ShopLayout
from otdesk.domain.shop_counter.selling import Selling
from otdesk.domain.shop_counter.tender import Tender
from otdesk.errors import DataFault
from otdesk.i18n import _

_QUANTITY_DIGITS = 4


class Ask(StrEnum):
    """What a key asks of the world around the sale."""

    SEARCH = "search"
    DISCOUNT = "discount"
    LINK = "link"
    PARK = "park"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Step:
    """What a key led to.

    `pay`: the basket is paid so, and is to be recorded. `ask`: something outside the sale.
    `hint`: a French sentence on what happened or why the key did nothing; `tone` how it is said.
    """

    state: Selling
    pay: tuple[Payment, ...] | None = None
    ask: Ask | None = None
    hint: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class ShopGrammar:
    """The rules over what an office sells now.

    `ancv`: holiday vouchers are taken. `invoiced`: an invoice is being made out, so that the
    basket may be paid later.
    """

    catalogue: Catalogue
    layout: ShopLayout
    ancv: bool = False
    invoiced: bool = False
    _rules: Mapping[ShopKeyKind, Callable[[Selling, ShopKey], Step]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        kind = ShopKeyKind
        rules: dict[ShopKeyKind, Callable[[Selling, ShopKey], Step]] = {
            kind.ARTICLE: self._article,
            kind.FAMILY: self._family,
            kind.DIGIT: self._digit,
            kind.DECIMAL: self._decimal,
            kind.METHOD: self._method,
            kind.NOTE: self._note,
            kind.EXACT: self._exact,
            kind.SPLIT: self._split,
            kind.MORE: lambda state, _key: self._count(state, ONE),
            kind.LESS: lambda state, _key: self._count(state, -ONE),
            kind.REMOVE: self._remove,
            kind.UP: lambda state, _key: Step(_moved(state, -1)),
            kind.DOWN: lambda state, _key: Step(_moved(state, 1)),
            kind.UNDO: self._undo,
            kind.BACK: self._back,
            kind.LEAVE: self._leave,
            kind.UNDO_OFFER: self._undo_offer,
            kind.ENTER: self._enter,
            kind.LINK: lambda state, _key: Step(state, ask=Ask.LINK),
            kind.SEARCH: lambda state, _key: Step(state, ask=Ask.SEARCH),
            kind.DISCOUNT: self._discount,
            kind.PARK: self._park,
            kind.RESUME: lambda state, _key: Step(state, ask=Ask.RESUME),
        }
        object.__setattr__(self, "_rules", rules)

    def press(self, state: Selling, key: ShopKey) -> Step:
        """Apply a key; what the rules of the shop refuse is told, and changes nothing."""
        try:
            return self._rules[key.kind](state, key)
        except DataFault as fault:
            return Step(state, hint=str(fault), tone="refused")

    # Articles ------------------------------------------------------------------------------

    def _article(self, state: Selling, key: ShopKey) -> Step:
        code = self.layout.slots(state.family, state.page)[key.index]
        if code is None:
            return Step(state, hint=_("Cette touche n’a pas d’article."))
        return self.add(state, code)

    def add(self, state: Selling, code: str) -> Step:
        """Add an article, as many as were typed before it. Raises nothing: a fault is told."""
        count = int(state.quantity or "1")
        if count == 0:
            return Step(replace(state, quantity=""), hint=_("Zéro article ne s’ajoute pas."))
        try:
            basket = state.basket.add(self.catalogue, code, count * ONE)
        except DataFault as fault:
            return Step(state, hint=str(fault), tone="refused")
        place = next(
            i
            for i, line in reversed(list(enumerate(basket.lines)))
            if line.product.code == code
            and (i >= len(state.basket.lines) or line != state.basket.lines[i])
        )
        changed = state.with_basket(basket, selected=place)
        # A part that was typed, a note that was handed over: they stay, for a larger total.
        return Step(changed.taking_offers(self.catalogue), hint=self._short_of(changed, code))

    def _short_of(self, state: Selling, code: str) -> str:
        article = self.catalogue.article(code)
        if article is None or article.stock is None:
            return ""
        if state.basket.quantity_of(code) > article.stock:
            left = max(0, article.stock // ONE)
            return _(
                "Le stock compte {left} « {label} » : à vérifier au prochain inventaire."
            ).format(left=left, label=article.product.label)
        return ""

    def _family(self, state: Selling, key: ShopKey) -> Step:
        pages = self.layout.families
        page = pages[state.family_page % len(pages)]
        if key.index >= len(page):
            return Step(state, hint=_("Cette touche n’a pas de famille."))
        code = page[key.index]
        if code == OTHERS:
            return Step(replace(state, family_page=(state.family_page + 1) % len(pages)))
        if code == state.family:
            # The same key again turns the page of a family of more than fifteen articles.
            turned = (state.page + 1) % self.layout.pages(code)
            return Step(replace(state, page=turned))
        return Step(replace(state, family=code, page=0))

    # Quantities and changes ----------------------------------------------------------------

    def _digit(self, state: Selling, key: ShopKey) -> Step:
        digit = str(key.index)
        tender = state.tender
        if tender is None:
            typed = (state.quantity + digit).lstrip("0") or "0"
            return Step(replace(state, quantity=typed[:_QUANTITY_DIGITS]))
        if not tender.takes_amount:
            return Step(state, hint=_("Une carte ou un chèque paie la somme exacte."))
        return Step(replace(state, tender=tender.with_typed(digit)))

    def _decimal(self, state: Selling, _key: ShopKey) -> Step:
        if state.tender is None or not state.tender.takes_amount:
            return Step(state)
        return Step(replace(state, tender=state.tender.with_typed(",")))

    def _count(self, state: Selling, step: int) -> Step:
        if not 0 <= state.selected < len(state.basket.lines):
            return Step(state, hint=_("Le panier est vide."))
        line = state.basket.lines[state.selected]
        return self.set_quantity(state, state.selected, line.quantity + step)

    def set_quantity(self, state: Selling, place: int, quantity: int) -> Step:
        """Give a line another quantity; none removes it. A fault is told."""
        try:
            basket = state.basket.set_quantity(place, quantity)
        except DataFault as fault:
            return Step(state, hint=str(fault), tone="refused")
        return self._changed(state.with_basket(basket, selected=place))

    def _remove(self, state: Selling, _key: ShopKey) -> Step:
        if not 0 <= state.selected < len(state.basket.lines):
            return Step(state)
        line = state.basket.lines[state.selected]
        changed = self._changed(state.with_basket(state.basket.remove(state.selected)))
        hint = _("Retiré : {} · Retour arrière le remet.").format(line.product.label)
        return replace(changed, hint=hint)

    def _changed(self, state: Selling) -> Step:
        codes = {line.product.code for line in state.basket.lines}
        kept = replace(state, offered=state.offered & codes)
        return Step(kept.taking_offers(self.catalogue))

    def _undo(self, state: Selling, _key: ShopKey) -> Step:
        if not state.before:
            return Step(state, hint=_("Rien à reprendre."))
        return Step(state.undone())

    def _back(self, state: Selling, key: ShopKey) -> Step:
        if state.tender is not None:
            return Step(replace(state, tender=state.tender.back()))
        if state.quantity:
            return Step(replace(state, quantity=state.quantity[:-1]))
        return self._undo(state, key)

    def _leave(self, state: Selling, _key: ShopKey) -> Step:
        if state.tender is not None:
            return Step(replace(state, tender=None))
        return Step(replace(state, quantity=""))

    def _undo_offer(self, state: Selling, _key: ShopKey) -> Step:
        if not state.offered:
            return Step(state, hint=_("Aucun lot n’a été proposé."))
        return Step(
            state.without_offer(self.catalogue), hint=_("Le lot est défait : prix à l’unité.")
        )

    def _discount(self, state: Selling, _key: ShopKey) -> Step:
        if state.basket.is_empty:
            return Step(state, hint=_("Le panier est vide."))
        return Step(state, ask=Ask.DISCOUNT)

    def _park(self, state: Selling, _key: ShopKey) -> Step:
        if state.basket.is_empty:
            return Step(state, hint=_("Le panier est vide : rien à mettre en attente."))
        return Step(state, ask=Ask.PARK)

    # Payment -------------------------------------------------------------------------------

    def _method(self, state: Selling, key: ShopKey) -> Step:
        method = METHODS[key.index]
        if state.basket.is_empty:
            return Step(state, hint=_("Le panier est vide : rien à encaisser."))
        if method is PaymentMethod.ANCV and not self.ancv:
            return Step(state, hint=_("Les chèques-vacances ne sont pas acceptés ici."))
        if method is PaymentMethod.ACCOUNT and not self.invoiced:
            return Step(state, hint=_("« En compte » demande une facture."))
        tender = (state.tender or Tender()).choose(method, state.total)
        return Step(replace(state, tender=tender, quantity=""))

    def _split(self, state: Selling, _key: ShopKey) -> Step:
        if state.basket.is_empty:
            return Step(state, hint=_("Le panier est vide : rien à encaisser."))
        tender = (state.tender or Tender()).begin_split(state.total)
        return Step(
            replace(state, tender=tender, quantity=""),
            hint=_("Taper une part, puis son règlement ; le dernier règlement paie le reste."),
        )

    def _note(self, state: Selling, key: ShopKey) -> Step:
        if state.basket.is_empty:
            return Step(state, hint=_("Le panier est vide : rien à encaisser."))
        return Step(replace(state, tender=(state.tender or Tender()).with_note(key.index)))

    def _exact(self, state: Selling, _key: ShopKey) -> Step:
        if state.basket.is_empty:
            return Step(state, hint=_("Le panier est vide : rien à encaisser."))
        tender = state.tender or Tender(PaymentMethod.CASH)
        return Step(replace(state, tender=replace(tender, typed="", from_notes=False)))

    def _enter(self, state: Selling, _key: ShopKey) -> Step:
        if state.basket.is_empty:
            return Step(state, hint=_("Le panier est vide : scanner ou choisir un article."))
        if state.tender is None:
            return Step(
                state,
                hint=_("Choisir le règlement : F5 espèces, F6 carte, F7 chèque."),
                tone="genet",
            )
        return Step(state, pay=state.tender.payments(state.total))


def _moved(state: Selling, step: int) -> Selling:
    count = len(state.basket.lines)
    if not count:
        return state
    return replace(state, selected=(state.selected + step) % count)
