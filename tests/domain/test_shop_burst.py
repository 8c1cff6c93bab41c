"""A scanner is told from a hand by its speed."""

from __future__ import annotations

from otdesk.domain.shop_counter.burst import Burst, Verdict


def typed(burst: Burst, text: str, gap: int) -> list[Verdict]:
    return [burst.take(sign, 1000 + place * gap) for place, sign in enumerate(text)]


def test_fast_digits_and_enter_are_a_scan() -> None:
    burst = Burst()
    assert set(typed(burst, "9782758551362", 4)) == {Verdict.HELD}
    assert burst.take("\r", 1000 + 13 * 4, enter=True) is Verdict.SCAN
    assert burst.signs == "9782758551362"


def test_a_slow_radio_scanner_is_one_too() -> None:
    burst = Burst()
    typed(burst, "12345670", 45)
    assert burst.take("\r", 1000 + 8 * 45, enter=True) is Verdict.SCAN


def test_a_hand_is_no_scanner() -> None:
    burst = Burst()
    assert typed(burst, "12", 90) == [Verdict.HELD, Verdict.TYPING]


def test_few_digits_and_enter_are_typing() -> None:
    burst = Burst()
    typed(burst, "48", 20)
    assert burst.take("\r", 1060, enter=True) is Verdict.TYPING
    assert not burst.is_scan


def test_letters_are_typing_and_an_isbn_may_end_with_x() -> None:
    assert Burst().take("a", 0) is Verdict.TYPING
    assert Burst().take("x", 0) is Verdict.TYPING
    assert typed(Burst(), "207036002X", 5)[-1] is Verdict.HELD


def test_the_enter_that_a_scanner_delays_is_still_its_own() -> None:
    burst = Burst()
    typed(burst, "12345670", 5)
    burst.clear()
    assert burst.is_late_enter(1035 + 300)
    assert not burst.is_late_enter(1035 + 900)


def test_a_busy_pc_does_not_break_a_scan_that_has_begun() -> None:
    burst = Burst()
    typed(burst, "9782", 5)
    assert burst.take("7", 1015 + 150) is Verdict.HELD
    assert burst.take("5", 1165 + 250) is Verdict.TYPING


def test_a_key_that_is_held_down_is_no_scan_but_a_digit_twice_at_once_is() -> None:
    burst = Burst()
    burst.take("5", 1000)
    assert burst.take("5", 1500, repeat=True) is Verdict.TYPING
    burst.clear()
    burst.take("5", 1530)
    assert burst.take("5", 1560, repeat=True) is Verdict.TYPING
    burst.clear()
    burst.take("5", 2000)
    assert burst.take("5", 2000, repeat=True) is Verdict.HELD
    assert Burst().take("5", 0, repeat=True) is Verdict.TYPING
