from __future__ import annotations

import pytest

from adapters.errors import NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.wechat.errcodes import MEANINGS, refusal

# Section 4 of the contract, code by code.
NOT_ALLOWED = """40001 40014 42001 41001 40013 40125 41002 41004 40164 40243 50004 50007 50002
89503 89506 89507 48001 48003 48004 53500"""
TRY_LATER = "45009 45011 48006 53501 45028 45066 89504 89505"
REJECTED = """40002 43002 40004 40005 40006 40009 45001 40113 40137 41005 41006 40118 40007 40033
40035 40114 40227 44001 44002 44003 44004 44005 45002 45003 45004 45005 45006 45007 45008 45110
41039 45166 47001 53404 53405 53406 88000 53502 53503 53504 53505 53600 45067 48021 41040 40152
76001 76002 76003 76004"""
CLASSES = {
    **dict.fromkeys(NOT_ALLOWED.split(), NotAllowed),
    **dict.fromkeys(TRY_LATER.split(), TryLater),
    **dict.fromkeys(REJECTED.split(), Rejected),
}


def test_every_code_of_the_contract_is_in_the_table() -> None:
    assert {str(code): meaning.error for code, meaning in MEANINGS.items()} == CLASSES


def test_an_unknown_code_is_a_refusal_that_shows_it() -> None:
    error = refusal("draft/add", 12345, "odd rid: 1-2", repeatable=False)

    assert isinstance(error, Rejected)
    assert (str(error), error.code) == ("draft/add: 12345 odd rid: 1-2", "12345")


@pytest.mark.parametrize("code", [-1, 9001002])
def test_a_busy_system_is_doubtful_where_a_repeat_would_show(code: int) -> None:
    assert isinstance(refusal("draft/add", code, "", repeatable=False), OutcomeUnknown)
    assert isinstance(refusal("draft/get", code, "", repeatable=True), TryLater)


def test_a_spent_quota_waits_for_the_next_day() -> None:
    error = refusal("draft/add", 45009, "", repeatable=False)

    assert isinstance(error, TryLater)
    assert error.after == 86_400
