"""Any move that the tables do not have raises."""

from __future__ import annotations

import itertools

import pytest

from bot.release.states import (
    CALL_MOVES,
    DELIVERY_MOVES,
    FINISHED,
    CallState,
    DeliveryState,
    IllegalMove,
    check_call_move,
    check_delivery_move,
)

OTHER_CALL_MOVES = sorted(set(itertools.product(CallState, CallState)) - CALL_MOVES)


@pytest.mark.parametrize(("old", "new"), OTHER_CALL_MOVES)
def test_no_other_call_move_is_allowed(old: CallState, new: CallState) -> None:
    with pytest.raises(IllegalMove):
        check_call_move(old, new)


@pytest.mark.parametrize("new", [CallState.IN_FLIGHT, CallState.PLANNED])
def test_what_may_be_out_is_never_sent_without_a_look(new: CallState) -> None:
    assert (CallState.DONE, CallState.IN_FLIGHT) not in CALL_MOVES
    assert (CallState.UNKNOWN, CallState.IN_FLIGHT) not in CALL_MOVES
    assert (CallState.ASKED, CallState.IN_FLIGHT) not in CALL_MOVES
    assert (CallState.STOPPED, new) not in CALL_MOVES


@pytest.mark.parametrize("state", sorted(FINISHED - {DeliveryState.STOPPED}))
def test_a_finished_delivery_never_sends_again(state: DeliveryState) -> None:
    with pytest.raises(IllegalMove):
        check_delivery_move(state, DeliveryState.SENDING)


def test_an_ended_delivery_may_only_be_completed_or_retracted() -> None:
    from_done = {new for old, new in DELIVERY_MOVES if old is DeliveryState.DONE_DRAFT}

    assert from_done == {DeliveryState.DONE_PUBLISHED, DeliveryState.RETRACTED}
