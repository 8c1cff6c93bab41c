"""The counter's grammar, key by key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.domain.counter.conversations import Conversations, Reaction
from otdesk.domain.counter.draft import Draft, Missing, Page
from otdesk.domain.counter.grammar import ExpressAccueil, Grammar, Layout
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.reference import ChannelCode, ResidencyCode
from otdesk.domain.visits import EntryMode, Visit, VisitDemand
from tests.counter_keys import LAYOUT, keys

NOW = datetime(2026, 8, 8, 14, 22, tzinfo=UTC)


class Desk:
    """Conversations with a counter of uids and a clock that moves a second a key."""

    def __init__(self, layout: Layout = LAYOUT) -> None:
        self.made = 0
        self.now = NOW
        self.records: list[Draft] = []
        self.walk_ins: list[int] = []
        self.conversations = Conversations(Grammar(layout), self._uid)

    def _uid(self) -> str:
        self.made += 1
        return f"draft-{self.made}"

    @property
    def draft(self) -> Draft:
        return self.conversations.draft

    def type(self, text: str) -> Reaction:
        return self.press(keys(text))

    def press(self, typed: Iterable[Key]) -> Reaction:
        reaction = Reaction()
        for key in typed:
            self.now += timedelta(seconds=1)
            reaction = self.conversations.press(key, self.now)
            if reaction.record is not None:
                self.records.append(reaction.record)
            if reaction.walk_ins:
                self.walk_ins.append(reaction.walk_ins)
        return reaction


def test_a_digit_is_a_size_then_a_departement_then_a_new_size() -> None:
    desk = Desk()
    desk.type("3 38")
    assert (desk.draft.size, desk.draft.origin) == (3, "FR-38")
    desk.type("5")
    assert (desk.draft.size, desk.draft.origin) == (5, "FR-38")


def test_a_digit_after_a_complete_accueil_validates_it_and_begins_the_next() -> None:
    desk = Desk()
    desk.type("2 A Q 4")
    assert [(d.size, d.origin) for d in desk.records] == [(2, "FR-48")]
    assert desk.draft.size == 4
    assert desk.draft.origin is None


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("1 48", "FR-48"),
        ("1 2 A", "FR-2A"),
        ("1 20 A", "FR-2A"),
        ("1 20 B", "FR-2B"),
        ("1 971", "FR-971"),
        ("1 988", "FR-988"),
    ],
)
def test_digits_after_the_size_are_a_departement(typed: str, origin: str) -> None:
    desk = Desk()
    desk.type(typed)
    assert desk.draft.origin == origin


def test_a_number_that_no_departement_has_is_refused_and_the_size_stays() -> None:
    desk = Desk()
    reaction = desk.type("1 96")
    assert "96" in reaction.hint
    assert (desk.draft.size, desk.draft.origin, desk.draft.department) == (1, None, "")


def test_20_waits_for_a_letter() -> None:
    desk = Desk()
    desk.type("1 20")
    assert desk.draft.department == "20"
    assert desk.draft.origin is None


@pytest.mark.parametrize(
    ("typed", "size"), [("0 1 2 Enter", 12), ("0 2 5 A", 25), ("0 1 2 0", 120), ("0 5 Enter", 5)]
)
def test_a_group_is_zero_then_its_number(typed: str, size: int) -> None:
    desk = Desk()
    desk.type(typed)
    assert desk.draft.size == size
    assert desk.draft.group is None


def test_a_group_does_not_begin_with_a_zero() -> None:
    desk = Desk()
    assert desk.type("0 0").hint
    assert desk.draft.group == ""


def test_after_a_group_digits_are_a_departement() -> None:
    desk = Desk()
    desk.type("0 2 5 Enter 48")
    assert (desk.draft.size, desk.draft.origin) == (25, "FR-48")


def test_space_on_nothing_is_a_passage_and_on_a_size_several() -> None:
    desk = Desk()
    desk.type("Space")
    desk.type("3 Space")
    desk.type("0 1 4 Space")
    assert desk.walk_ins == [1, 3, 14]
    assert desk.draft.is_blank
    assert not desk.records


def test_space_points_to_what_is_missing_and_a_second_one_saves_without_a_demand() -> None:
    desk = Desk()
    reaction = desk.type("2 A Space")
    assert reaction.points_to is Missing.DEMAND
    assert not desk.records
    desk.type("Space")
    assert desk.records[0].demands == ()


def test_a_second_space_never_invents_an_origin_or_a_size() -> None:
    desk = Desk()
    desk.type("2 Q Space Space")
    assert not desk.records
    assert desk.draft.size == 2
    desk.type("Esc A Q Space Space Space")
    assert not desk.records


def test_another_key_disarms_the_second_space() -> None:
    desk = Desk()
    desk.type("2 A Space F5 Space")
    assert not desk.records


def test_the_channel_of_a_begun_accueil_changes_and_opens_on_a_blank_one() -> None:
    desk = Desk()
    desk.type("X")
    assert desk.draft.channel is ChannelCode.TELEPHONE
    desk.type("48 Q")
    assert desk.draft.is_complete
    assert desk.draft.size is None
    desk.type("W")
    assert desk.draft.missing() == (Missing.SIZE,)


def test_a_call_has_no_size_and_a_digit_is_a_departement() -> None:
    desk = Desk()
    desk.type("X 30 G Space")
    visit = desk.records[0].to_visit("PDM", NOW.date(), 600)
    assert (visit.party_size, visit.persons, visit.origin) == (1, 0, "FR-30")


def test_several_demands_and_the_last_one_not_met() -> None:
    desk = Desk()
    desk.type("2 A Q S , Space")
    assert desk.records[0].demands == (VisitDemand("pratique"), VisitDemand("sport", unmet=True))


def test_unmet_needs_a_demand() -> None:
    desk = Desk()
    assert desk.type("2 A ,").hint


def test_a_precise_demand_takes_the_place_of_its_theme() -> None:
    desk = Desk()
    desk.type("2 A S")
    desk.press([Key(KeyKind.DEMAND, 1, shifted=True)])
    opened = desk.draft.page
    desk.type("Q")
    precise = desk.draft.demands
    assert (opened, desk.draft.page) == (Page.DETAILS, Page.DEMANDS)
    desk.type("S")
    assert (precise, desk.draft.demands) == ((VisitDemand("sport.baignade"),), ())


def test_the_tenth_tile_opens_the_other_demands() -> None:
    desk = Desk()
    desk.type("2 A M Q")
    assert desk.draft.demands == (VisitDemand("services"),)


def test_escape_leaves_a_page_before_it_sets_anything_aside() -> None:
    desk = Desk()
    desk.type("2 A M Esc")
    assert desk.draft.page is Page.DEMANDS
    assert desk.draft.size == 2


def test_residency_is_offered_for_the_own_departement_only_and_never_blocks() -> None:
    desk = Desk()
    assert desk.type("2 Z F5").hint
    desk.type("A F6 Q Space")
    assert desk.records[0].residency is ResidencyCode.SECONDAIRE


def test_another_origin_forgets_the_residency() -> None:
    desk = Desk()
    desk.type("2 A F5 Z")
    assert desk.draft.residency is None


def test_not_asked_is_a_choice() -> None:
    desk = Desk()
    desk.type("2 N Q Space")
    assert desk.records[0].origin == "ND"


def test_backspace_takes_back_the_last_key_and_no_more() -> None:
    desk = Desk()
    desk.type("2 A Q S Back")
    assert desk.draft.demands == (VisitDemand("pratique"),)
    desk.type("Back Back")
    assert (desk.draft.size, desk.draft.origin) == (2, None)
    desk.type("Back")
    assert desk.draft.is_blank


def test_backspace_still_takes_back_after_a_crash() -> None:
    desk = Desk()
    restored = Draft("d", size=2, origin="FR-48", demands=(VisitDemand("sport"),))
    desk.conversations.restore([restored], "d")
    desk.type("Back")
    assert desk.draft.demands == ()
    desk.type("Back Back")
    assert desk.draft.size is None


def test_a_call_parks_the_accueil_and_comes_back_to_the_one_it_interrupted() -> None:
    desk = Desk()
    desk.type("4 D Esc")  # set aside before: not the one to come back to
    desk.type("2 A")
    interrupted = desk.draft.uid
    desk.type("F9 A Q Space")
    assert desk.records[0].channel is ChannelCode.TELEPHONE
    assert desk.draft.uid == interrupted
    assert (desk.draft.size, desk.draft.origin) == (2, "FR-48")


def test_a_call_that_says_nothing_yet_is_not_parked_for_another() -> None:
    desk = Desk()
    desk.type("2 A F9")
    call = desk.draft.uid
    assert desk.type("F9").hint
    assert desk.draft.uid == call
    assert len(desk.conversations.drafts) == 2


def test_a_call_begins_at_its_key() -> None:
    desk = Desk()
    desk.type("F9")
    assert desk.draft.started_at == desk.now


def test_a_call_that_says_nothing_is_no_accueil_to_complete() -> None:
    desk = Desk()
    desk.type("2 A")
    interrupted = desk.draft.uid
    desk.type("F9")
    assert [draft.uid for draft in desk.conversations.unfinished] == [interrupted]
    assert desk.type("Esc").hint
    assert desk.draft.uid == interrupted
    assert desk.conversations.waiting == ()


def test_three_conversations_at_most() -> None:
    desk = Desk()
    desk.type("2 A F9 A F9 Z")
    assert desk.type("F9").hint
    assert len(desk.conversations.drafts) == 3


def test_f10_goes_round_and_loses_nothing() -> None:
    desk = Desk()
    desk.type("2 A F9 Z")
    first = {d.uid: d for d in desk.conversations.drafts}
    for _turn in range(len(first)):
        desk.type("F10")
    assert {d.uid: d for d in desk.conversations.drafts} == first


def test_escape_sets_aside_and_the_draft_can_be_brought_back() -> None:
    desk = Desk()
    desk.type("4 D Esc")
    aside = desk.conversations.waiting[0]
    assert aside.aside
    assert desk.draft.is_blank
    desk.conversations.bring(aside.uid)
    assert (desk.draft.size, desk.draft.aside) == (4, False)


def test_an_express_key_records_at_once_and_says_so() -> None:
    desk = Desk()
    desk.type("F1")
    assert desk.records[0].entry is EntryMode.EXPRESS
    assert (desk.records[0].size, desk.records[0].origin) == (2, "FR-48")


def test_an_express_key_never_throws_away_a_begun_accueil() -> None:
    desk = Desk()
    assert desk.type("2 F1").hint
    assert desk.draft.size == 2
    assert not desk.records


def test_star_repeats_the_last_accueil_without_its_note() -> None:
    desk = Desk()
    desk.type("2 A Q")
    desk.conversations.set_note("plan de ville", NOW)
    desk.type("Space *")
    first, again = desk.records
    assert again.entry is EntryMode.REPEAT
    assert (again.size, again.origin, again.demands, again.note) == (2, "FR-48", first.demands, "")
    assert again.uid != first.uid


def test_star_repeats_the_accueil_as_it_was_corrected() -> None:
    desk = Desk()
    desk.type("2 A Q Space")
    desk.conversations.reopen("recorded", desk.records[0].to_visit("PDM", NOW.date(), 982))
    desk.type("5 Space *")
    corrected, again = desk.records[1:]
    assert (corrected.editing, again.size) == ("recorded", 5)
    # It is an accueil of its own, of today: not one more revision.
    assert (again.editing, again.original, again.entry) == (None, None, EntryMode.REPEAT)
    assert again.started_at == desk.now


VISIT = Visit(
    "PDM",
    NOW.date(),
    ChannelCode.COMPTOIR,
    2,
    "FR-48",
    (VisitDemand("sport"),),
    NOW,
    862,
)


def test_a_reopened_accueil_is_revised_with_the_same_keys_and_keeps_its_time() -> None:
    desk = Desk()
    desk.conversations.reopen("record", VISIT)
    desk.type("3 Z Space")
    draft = desk.records[0]
    assert (draft.editing, draft.size, draft.origin) == ("record", 3, "FR-30")
    assert draft.started_at == NOW


def test_a_reopened_accueil_that_was_not_changed_just_closes() -> None:
    desk = Desk()
    desk.conversations.reopen("record", VISIT)
    desk.type("Esc")
    assert desk.draft.is_blank
    assert not desk.conversations.waiting


def test_reopening_parks_what_was_being_typed_and_comes_back_to_it() -> None:
    desk = Desk()
    desk.type("4 D")
    desk.conversations.reopen("record", VISIT)
    desk.type("F5 Space")
    assert desk.draft.size == 4


def test_a_failed_recording_gives_the_draft_back() -> None:
    desk = Desk()
    desk.type("2 A Q Space")
    desk.conversations.give_back(desk.records[0])
    assert [d.size for d in desk.conversations.waiting] == [2]


def test_the_time_of_an_accueil_is_that_of_its_first_key() -> None:
    desk = Desk()
    desk.type("2 A Q S Space")
    assert desk.records[0].started_at == NOW + timedelta(seconds=1)


def test_the_audience_is_picked_on_its_own_page() -> None:
    desk = Desk()
    desk.type("2 A ; S Q Space")
    assert desk.records[0].audience == LAYOUT.audiences[1]


ANY_KEY = st.one_of(
    st.builds(Key, st.just(KeyKind.DIGIT), st.integers(0, 9)),
    st.builds(Key, st.just(KeyKind.ORIGIN), st.integers(0, 8), st.booleans()),
    st.builds(Key, st.just(KeyKind.DEMAND), st.integers(0, 9), st.booleans()),
    st.builds(Key, st.just(KeyKind.CHANNEL), st.integers(0, 4)),
    st.builds(Key, st.just(KeyKind.RESIDENCY), st.integers(0, 3)),
    st.builds(Key, st.just(KeyKind.EXPRESS), st.integers(0, 3)),
    st.sampled_from(
        [
            Key(kind)
            for kind in KeyKind
            if kind
            not in {
                KeyKind.DIGIT,
                KeyKind.ORIGIN,
                KeyKind.DEMAND,
                KeyKind.CHANNEL,
                KeyKind.RESIDENCY,
                KeyKind.EXPRESS,
            }
        ]
    ),
)


@given(st.lists(ANY_KEY, max_size=60))
def test_no_sequence_of_keys_breaks_the_counter_or_records_nonsense(typed: list[Key]) -> None:
    desk = Desk()
    desk.press(typed)
    uids = [d.uid for d in desk.conversations.drafts]
    assert len(set(uids)) == len(uids)
    assert desk.draft.uid in uids
    for draft in desk.records:
        draft.to_visit("PDM", NOW.date(), 600).check()
    assert sum(1 for d in desk.conversations.drafts if d.is_blank) <= 1


@given(st.lists(ANY_KEY, min_size=1, max_size=40))
def test_a_key_never_loses_what_another_draft_holds(typed: list[Key]) -> None:
    desk = Desk()
    desk.type("4 D Esc")
    aside = desk.conversations.waiting[0]
    desk.press(key for key in typed if key.kind not in {KeyKind.NEXT, KeyKind.REOPEN})
    assert aside in desk.conversations.drafts


def test_an_unset_express_key_says_so() -> None:
    desk = Desk(
        Layout(
            (),
            (),
            (),
            (),
            {},
            (),
            {},
            frozenset(),
            (ExpressAccueil(ChannelCode.COMPTOIR, 2, "FR-48", ("sport",)),),
        )
    )
    assert desk.type("F4").hint
