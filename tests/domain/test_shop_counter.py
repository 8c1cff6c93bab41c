"""The keys of the Boutique: articles, quantities, sets, payments, and taking back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otdesk.domain.catalogue import Article, Catalogue, Family, Product
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.shop_counter.grammar import Ask
from otdesk.domain.shop_counter.keys import ShopKey, ShopKeyKind, shop_key
from otdesk.domain.shop_counter.layout import FAVOURITES, OTHERS, shop_layout
from otdesk.domain.shop_counter.tender import Tender
from tests.shop_keys import Hand, keys, small_catalogue

CASH, CARD, CHEQUE = PaymentMethod.CASH, PaymentMethod.CARD, PaymentMethod.CHEQUE


def test_a_postcard_in_coins_takes_three_keys() -> None:
    text = "Q F5 Enter"
    assert len(keys(text)) == 3
    assert Hand().type(text).paid == (Payment(CASH, 80),)


def test_digits_before_an_article_are_its_quantity() -> None:
    assert Hand().type("4 Q").lines == [("cp", 4)]
    assert Hand().type("12 Q Q").lines == [("cp", 13)]


def test_digits_after_cash_are_the_money_received() -> None:
    hand = Hand().type("4 Q F5 5")
    tender = hand.state.tender
    assert tender is not None
    assert tender.change(hand.state.total) == 180
    assert hand.type("Enter").paid == (Payment(CASH, 320, 500),)


def test_an_amount_with_cents_is_typed_with_a_comma() -> None:
    assert Hand().type("4 Q F5 3 , 5 Enter").paid == (Payment(CASH, 320, 350),)


def test_too_little_cash_is_told_and_changes_nothing() -> None:
    hand = Hand().type("4 Q F5 2 Enter")
    assert hand.paid is None
    assert "1,20" in hand.last.hint
    assert hand.lines == [("cp", 4)]


def test_a_card_pays_the_exact_sum() -> None:
    hand = Hand().type("Q F6 5")
    assert "somme exacte" in hand.last.hint
    assert hand.type("Enter").paid == (Payment(CARD, 80),)


def test_a_split_payment_is_typed_part_by_part() -> None:
    hand = Hand().type("E F8 10 F5 F6 Enter")
    assert hand.paid == (Payment(CASH, 1000), Payment(CARD, 390))


def test_cash_that_is_too_little_becomes_the_first_part() -> None:
    assert Hand().type("E F5 5 F8 F7 Enter").paid == (Payment(CASH, 500), Payment(CHEQUE, 890))


def test_the_last_part_in_cash_gives_change() -> None:
    hand = Hand().type("E F8 10 F6 F5 5 Enter")
    assert hand.paid == (Payment(CARD, 1000), Payment(CASH, 390, 500))


def test_a_part_larger_than_the_rest_is_refused_other_than_in_cash() -> None:
    assert "seules les espèces" in Hand().type("Q F8 5 F6").last.hint


def test_banknotes_add_up_and_take_the_place_of_typed_digits() -> None:
    hand = Hand().type("E F5 7")
    for _touch in range(2):
        hand.last = hand.grammar.press(hand.state, ShopKey(ShopKeyKind.NOTE, 1000))
        hand.state = hand.last.state
    assert hand.state.tender is not None
    assert hand.state.tender.amount == 2000
    assert hand.type("Enter").paid == (Payment(CASH, 1390, 2000),)


def test_a_touched_banknote_alone_begins_a_cash_payment() -> None:
    hand = Hand().type("Q")
    hand.state = hand.grammar.press(hand.state, ShopKey(ShopKeyKind.NOTE, 500)).state
    assert hand.type("Enter").paid == (Payment(CASH, 80, 500),)


def test_a_barcode_typed_into_an_amount_is_refused() -> None:
    hand = Hand().type("Q F5 9782758551362 Enter")
    assert hand.paid is None
    assert "code-barres" in hand.last.hint


def test_an_article_during_the_payment_joins_the_basket() -> None:
    hand = Hand().type("Q F5 5 S")
    assert hand.last.hint
    assert Hand().type("Q F5 5 Q Enter").paid == (Payment(CASH, 160, 500),)


def test_enter_without_a_method_says_which_there_are() -> None:
    hand = Hand().type("Q Enter")
    assert hand.paid is None
    assert "F5" in hand.last.hint


def test_ten_sheets_become_the_set_and_f4_undoes_it() -> None:
    hand = Hand().type("10 A")
    assert hand.lines == [("carnet-ml", 1)]
    assert hand.state.total == 600
    assert hand.state.saved_by(hand.state.basket.lines[0], hand.grammar.catalogue) == 400
    hand.type("F4")
    assert hand.lines == [("fiche-ml", 10)]
    # What was undone is not offered again for this basket.
    assert hand.type("A").lines == [("fiche-ml", 11)]


def test_sheets_of_one_sector_make_the_set_together() -> None:
    hand = Hand().type("6 A 4 R")
    assert hand.lines == [("carnet-ml", 1)]
    assert dict(hand.state.basket.lines[0].stock) == {"fiche-ml": 6000, "fiche-tarn": 4000}
    assert sorted(hand.type("F4").lines) == [("fiche-ml", 6), ("fiche-tarn", 4)]


def test_twenty_sheets_in_two_times_are_two_sets_on_one_line() -> None:
    hand = Hand().type("10 A 10 A")
    assert hand.lines == [("carnet-ml", 2)]
    assert dict(hand.state.basket.lines[0].stock) == {"fiche-ml": 20000}


def test_quantities_change_on_the_chosen_line() -> None:
    hand = Hand().type("Q E + +")
    assert hand.lines == [("cp", 1), ("ign-2739", 3)]
    assert hand.type("- - -").lines == [("cp", 1)]


def test_backspace_takes_back_digit_then_change_then_payment() -> None:
    assert Hand().type("4 Back Q").lines == [("cp", 1)]
    assert Hand().type("Q E Back").lines == [("cp", 1)]
    hand = Hand().type("Q F5 5 Back Back")
    assert hand.state.tender is None
    assert hand.lines == [("cp", 1)]


def test_undoing_goes_back_as_far_as_one_likes() -> None:
    hand = Hand().type("Q E Del")
    assert hand.lines == [("cp", 1)]
    assert hand.type("Undo").lines == [("cp", 1), ("ign-2739", 1)]
    assert hand.type("Undo Undo Undo").lines == []


def test_the_last_line_that_goes_ends_the_payment() -> None:
    hand = Hand().type("Q F5 Del")
    assert hand.state.tender is None


def test_what_the_world_must_do_is_asked() -> None:
    for text, ask in (("Q F9", Ask.PARK), ("F10", Ask.RESUME), ("F3", Ask.SEARCH),
                      ("Q :", Ask.DISCOUNT), ("F2", Ask.LINK)):  # fmt: skip
        assert Hand().type(text).last.ask is ask
    assert Hand().type("F9").last.ask is None


def test_a_stock_that_is_too_small_is_told_but_sells() -> None:
    hand = Hand(small_catalogue(stock=2)).type("3 Q")
    assert hand.lines == [("cp", 3)]
    assert "compte 2" in hand.last.hint


def test_vouchers_and_accounts_want_their_grounds() -> None:
    voucher = ShopKey(ShopKeyKind.METHOD, 3)
    account = ShopKey(ShopKeyKind.METHOD, 4)
    hand = Hand().type("Q")
    assert "chèques-vacances" in hand.grammar.press(hand.state, voucher).hint
    assert "facture" in hand.grammar.press(hand.state, account).hint
    taking = Hand(ancv=True).type("Q")
    assert taking.grammar.press(taking.state, voucher).state.tender == Tender(PaymentMethod.ANCV)


# What lies under the keys -----------------------------------------------------------------------


def test_a_favourite_keeps_its_key_when_another_one_goes() -> None:
    catalogue = small_catalogue()
    articles = dict(catalogue.articles)
    articles["fiche-ml"] = replace(
        articles["fiche-ml"], product=replace(articles["fiche-ml"].product, retired=True)
    )
    shelf = shop_layout(replace(catalogue, articles=articles)).slots(FAVOURITES, 0)
    assert shelf[0] is None
    assert shelf[5] == "cp"


def test_a_family_without_anything_to_sell_has_no_key() -> None:
    families = (*small_catalogue().families, Family("vide", "Vide", "Vide", "tarn", "map", "7", 9))
    layout = shop_layout(replace(small_catalogue(), families=families))
    assert "vide" not in layout.families[0]


def test_more_families_than_keys_turn_over() -> None:
    families = tuple(Family(f"f{i}", f"F{i}", f"F{i}", "tarn", "map", "7", i) for i in range(12))
    articles = {
        f.code: Article(Product(f.code, f.label, f.short, f.code), 100, 1000) for f in families
    }
    layout = shop_layout(Catalogue("PDM", small_catalogue().day, articles, families))
    assert [len(page) for page in layout.families] == [10, 6]
    assert all(page[0] == FAVOURITES and page[-1] == OTHERS for page in layout.families)


def test_a_family_of_more_than_fifteen_turns_its_page_with_its_own_key() -> None:
    family = Family("f", "F", "F", "tarn", "map", "7", 1)
    articles = {
        f"a{i:02d}": Article(Product(f"a{i:02d}", f"Article {i:02d}", "A", "f"), 100, 1000)
        for i in range(20)
    }
    hand = Hand(Catalogue("PDM", small_catalogue().day, articles, (family,)))
    hand.type("U A")
    assert hand.lines == [("a00", 1)]
    assert hand.type("U A").lines == [("a00", 1), ("a15", 1)]


@pytest.mark.parametrize(
    ("key", "meaning"),
    [
        (Key(KeyKind.ORIGIN, 0), ShopKey(ShopKeyKind.ARTICLE, 0)),
        (Key(KeyKind.ORIGIN, 5), ShopKey(ShopKeyKind.FAMILY, 0)),
        (Key(KeyKind.SEARCH), ShopKey(ShopKeyKind.FAMILY, 4)),
        (Key(KeyKind.DEMAND, 0), ShopKey(ShopKeyKind.ARTICLE, 5)),
        (Key(KeyKind.DEMAND, 9), ShopKey(ShopKeyKind.FAMILY, 9)),
        (Key(KeyKind.CHANNEL, 4), ShopKey(ShopKeyKind.ARTICLE, 14)),
        (Key(KeyKind.RESIDENCY, 0), ShopKey(ShopKeyKind.METHOD, 0)),
        (Key(KeyKind.RESIDENCY, 3), ShopKey(ShopKeyKind.SPLIT)),
        (Key(KeyKind.EXPRESS, 0), None),
        (Key(KeyKind.EXPRESS, 1), ShopKey(ShopKeyKind.LINK)),
        (Key(KeyKind.NOTE), ShopKey(ShopKeyKind.DISCOUNT)),
        (Key(KeyKind.VALIDATE), None),
    ],
)
def test_a_place_of_the_keyboard_has_its_meaning(key: Key, meaning: ShopKey | None) -> None:
    assert shop_key(key) == meaning
