"""The contract's table of answers, row by row."""

from __future__ import annotations

import pytest

from adapters.errors import NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.telegram.errors import refusal

TABLE = [
    (400, "Bad Request: can't parse entities: Unsupported start tag", Rejected, "400"),
    (400, "Bad Request: can't parse MessageEntity: Field \"type\" must be", Rejected, "400"),
    (400, "Bad Request: message text is empty", Rejected, "400"),
    (400, "Bad Request: message is too long", Rejected, "400"),
    (400, "Bad Request: text is too long", Rejected, "400"),
    (400, "Bad Request: ENTITIES_TOO_LONG", Rejected, "400"),
    (400, "Bad Request: wrong HTTP URL specified", Rejected, "400"),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", Rejected, "400"),
    (400, "Bad Request: file of size 9 bytes is too big for a photo", Rejected, "400"),
    (400, "Bad Request: wrong type of the web page content", Rejected, "media_fetch"),
    (400, "Bad Request: failed to get HTTP URL content", Rejected, "media_fetch"),
    (400, "Bad Request: can't use the media of the specified type in the album", Rejected, "400"),
    (400, "Bad Request: IMAGE_PROCESS_FAILED", OutcomeUnknown, "photo"),
    (400, 'Bad Request: failed to send message #2 with the error message "x"', OutcomeUnknown,
     "album"),
    (400, "Bad Request: chat not found", NotAllowed, "chat"),
    (400, "Bad Request: need administrator rights in the channel chat", NotAllowed, "rights"),
    (400, "Bad Request: not enough rights to send text messages", NotAllowed, "rights"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", NotAllowed, "rights"),
    (400, "Bad Request: CHAT_ADMIN_REQUIRED", NotAllowed, "rights"),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", NotAllowed, "migrated"),
    (401, "Unauthorized", NotAllowed, "401"),
    (401, "Unauthorized: invalid token specified", NotAllowed, "401"),
    (403, "Forbidden: bot was blocked by the user", NotAllowed, "blocked"),
    (403, "Forbidden: bot is not a member of the channel chat", NotAllowed, "rights"),
    (403, "Forbidden: bot was kicked from the channel chat", NotAllowed, "rights"),
    (403, "Forbidden: user is deactivated", NotAllowed, "403"),
    (404, "Not Found", NotAllowed, "404"),
    (404, "Not Found: method not found", NotAllowed, "no_rich"),
    (413, "Request Entity Too Large", Rejected, "413"),
    (429, "Too Many Requests: retry after 14", TryLater, "429"),
    (500, "Internal Server Error: sent message was immediately deleted", OutcomeUnknown, "500"),
    (500, "Internal Server Error: restart", OutcomeUnknown, "500"),
    (502, "Bad Gateway", OutcomeUnknown, "502"),
    (504, "", OutcomeUnknown, "504"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "description", "kind", "code"), TABLE)
def test_an_answer_means(status: int, description: str, kind: type[Exception], code: str) -> None:
    error = refusal("sendMessage", status, description, None, album=False)

    assert (type(error), error.code) == (kind, code)


@pytest.mark.parametrize("text", ["chat_write_forbidden", "Chat_write_forbidden"])
def test_texts_are_compared_in_any_case(text: str) -> None:
    assert isinstance(refusal("sendMessage", 400, text, None, album=False), NotAllowed)


@pytest.mark.parametrize(("given", "after"), [(14, 14), (None, 60)])
def test_a_flood_says_when_to_come_back(given: float | None, after: float) -> None:
    error = refusal("sendMessage", 429, "Too Many Requests", given, album=False)

    assert isinstance(error, TryLater)
    assert error.after == after


def test_a_flood_within_an_album_may_have_left_items() -> None:
    error = refusal("sendMediaGroup", 429, "Too Many Requests: retry after 8", 8, album=True)

    assert type(error) is OutcomeUnknown


@pytest.mark.parametrize("row", [row for row in TABLE if row[2] is NotAllowed])
def test_what_is_not_allowed_names_the_next_step(row: tuple[int, str, type, str]) -> None:
    assert refusal("sendMessage", row[0], row[1], None, album=False).next_step
