"""The contract's table of signals, row by row."""

from __future__ import annotations

import pytest

from adapters.errors import NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.http import Answer
from adapters.substack.errors import parsed, refusal

SINGLE = b'{"error":"Resource Not Found","type":"single"}'
CHALLENGE = b"<!doctype html>Enable JavaScript and cookies to continue"
TABLE = [
    (400, b'{"errors":[{"param":"limit","msg":"Invalid value"}]}', Rejected, Rejected),
    (400, b'{"error":"Failed to fetch image","type":"single"}', Rejected, Rejected),
    (400, b"", Rejected, Rejected),
    (404, SINGLE, Rejected, Rejected),
    (404, b"<!doctype html>not here", Rejected, Rejected),
    (409, b'{"error":"Post out of date"}', OutcomeUnknown, Rejected),
    (400, b'{"errors":[{"param":"last_updated_at","msg":"x"}]}', OutcomeUnknown, Rejected),
    (400, b'{"errors":"last_updated_at"}', Rejected, Rejected),
    (400, b'["last_updated_at"]', Rejected, Rejected),
    (401, b'{"errors":[{"msg":"Please sign in"}]}', NotAllowed, NotAllowed),
    (403, b'{"error":"Not authorized"}', NotAllowed, NotAllowed),
    (403, b"error code: 1010", NotAllowed, NotAllowed),
    (403, CHALLENGE, NotAllowed, NotAllowed),
    (301, b"", NotAllowed, NotAllowed),
    (429, b'{"error":"Too many requests"}', TryLater, TryLater),
    (429, b"Too many requests", TryLater, TryLater),
    (500, b"", OutcomeUnknown, TryLater),
    (502, b"<html>", OutcomeUnknown, TryLater),
    (503, CHALLENGE, OutcomeUnknown, TryLater),
]


@pytest.mark.parametrize(("status", "body", "kind", "_reading"), TABLE)
def test_an_answer_to_an_effect_means(
    status: int, body: bytes, kind: type[Exception], _reading: type[Exception]
) -> None:
    assert type(refusal(Answer(status, {}, body), "drafts", effect=True)) is kind


@pytest.mark.parametrize(("status", "body", "_effect", "kind"), TABLE)
def test_an_answer_to_a_question_means(
    status: int, body: bytes, _effect: type[Exception], kind: type[Exception]
) -> None:
    assert type(refusal(Answer(status, {}, body), "drafts", effect=False)) is kind


def test_success_is_no_error() -> None:
    assert refusal(Answer(200, {}, b""), "unpublish", effect=True) is None


@pytest.mark.parametrize(("headers", "after"), [({}, 10.0), ({"Retry-After": "32"}, 32.0)])
def test_a_flood_says_when_to_come_back(headers: dict[str, str], after: float) -> None:
    error = refusal(Answer(429, headers, b""), "drafts", effect=True)

    assert isinstance(error, TryLater)
    assert error.after == after


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b'"x"', b'{"id": 1'])
@pytest.mark.parametrize(("effect", "kind"), [(True, OutcomeUnknown), (False, TryLater)])
def test_what_is_no_json_object_is_no_answer(
    body: bytes, kind: type[Exception], *, effect: bool
) -> None:
    with pytest.raises(kind):
        parsed(Answer(200, {}, body), "drafts", effect=effect)
