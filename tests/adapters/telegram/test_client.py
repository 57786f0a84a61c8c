from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.base import Account, Anchor, CannotTell, Edition, Intent, Part, Receipt
from adapters.errors import CallError, NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.telegram import Options, Telegram
from tests.adapters.raw_server import (
    answering,
    close_after_reading,
    read_request,
    reset_after_reading,
    serving,
)
from tests.adapters.telegram.conftest import TOKEN
from tests.adapters.telegram.samples import edition_of, sections

Control = Callable[..., Any]
Sent = dict[str, Receipt]
SPEC = Path(__file__).resolve().parents[3] / "../shared/specs/telegram/bot-api-10.1.json"
METHODS = ("sendMessage", "sendPhoto", "sendMediaGroup")


@pytest.fixture
def edition() -> Edition:
    """A text, a photo with its text, an album, a text."""
    return edition_of(
        f"导语。\n\n{sections(1, 300, 1)}\n\n{sections(1, 300, 2)}\n\n## 完\n\n谢谢。"
    )


def publish(channel: Telegram, edition: Edition) -> Sent:
    sent: Sent = {}
    for part in edition.parts:
        sent[part.key] = channel.send(part, sent)
    return sent


def part(edition: Edition, kind: str) -> Part:
    return next(part for part in edition.parts if part.kind == kind)


def calls(control: Control) -> list[Any]:
    return [call for call in control("calls") if call["operation"] in METHODS]


def fault(control: Control, action: str, point: str = "received", **more: Any) -> None:
    operation = more.pop("operation", "sendMessage")
    control("faults", service="telegram", operation=operation, action=action, point=point, **more)


# --- sending ----------------------------------------------------------------------------------


def test_an_issue_reaches_the_channel_whole(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    sent = publish(channel, edition)

    assert [p.kind for p in edition.parts] == ["message", "photo", "album", "message"]
    assert [receipt.id for receipt in sent.values()] == ["1", "2", "3", "5"]
    assert sent["album/1"].details["message_ids"] == [3, 4]
    assert len(sent["album/1"].details["file_ids"]) == 2  # type: ignore[arg-type]


def test_what_stands_there_is_what_was_sent(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    publish(channel, edition)

    message = calls(control)[0]["body"]
    assert json.loads(message)["text"] == edition.parts[0].payload["text"]  # type: ignore[index,call-overload]
    assert "\\u" not in message


def test_a_receipt_leads_readers_to_the_post(channel: Telegram, edition: Edition) -> None:
    receipt = channel.send(edition.parts[0], {})

    assert receipt.url == f"{channel._options.web}/pressrun_sandbox/1"


def test_later_texts_answer_the_first_by_its_number(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    publish(channel, edition)

    last = json.loads(calls(control)[-1]["body"])
    assert last["reply_parameters"] == {"message_id": 1}


def test_an_account_is_the_channel_at_its_host(channel: Telegram) -> None:
    account = channel.whoami()

    assert account == Account("telegram", "127.0.0.1", "-1001000000001", "pressrun sandbox")


def test_a_chat_that_is_no_channel_is_refused(channel: Telegram) -> None:
    options = channel._options.model_copy(update={"chat": "4242"})

    with pytest.raises(NotAllowed) as raised:
        Telegram(options, {"token": TOKEN}, lambda _: b"").whoami()

    assert "chat" in raised.value.next_step


@pytest.mark.parametrize("options", [Options(), Options(chat="@x")])
def test_missing_credentials_name_the_next_step(options: Options) -> None:
    with pytest.raises(NotAllowed) as raised:
        Telegram(options, {}, lambda _: b"").whoami()

    assert raised.value.next_step


def test_a_wrong_token_is_not_allowed(channel: Telegram) -> None:
    wrong = Telegram(channel._options, {"token": "1:wrong"}, lambda _: b"")

    with pytest.raises(NotAllowed):
        wrong.whoami()


def test_an_unknown_kind_of_part_is_refused(channel: Telegram) -> None:
    with pytest.raises(Rejected):
        channel.send(Part("story/1", "story", {}), {})


# --- refusals and doubt -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("details", "kind"),
    [
        ({"seconds": 5}, TryLater),
        ({"code": 400, "text": "ENTITIES_TOO_LONG"}, Rejected),
        ({"code": 400, "text": "CHAT_WRITE_FORBIDDEN"}, NotAllowed),
        ({"code": 403, "text": "bot was kicked from the channel chat"}, NotAllowed),
        ({"code": 500, "text": "restart"}, OutcomeUnknown),
    ],
)
def test_a_refusal_decides_what_the_caller_may_do(
    channel: Telegram,
    edition: Edition,
    control: Control,
    details: dict[str, Any],
    kind: type[CallError],
) -> None:
    fault(control, "refusal", details=details)

    with pytest.raises(CallError) as raised:
        channel.send(edition.parts[0], {})

    assert type(raised.value) is kind


@pytest.mark.parametrize("status", [400, 403])
@pytest.mark.parametrize(
    "text", ["need administrator rights in the channel chat", "CHAT_ADMIN_REQUIRED"]
)
def test_missing_rights_are_told_in_any_wording(
    channel: Telegram, edition: Edition, control: Control, status: int, text: str
) -> None:
    control("switches", service="telegram", name="rights_status", value=status)
    control("switches", service="telegram", name="rights_text", value=text)
    control("do/telegram/revoke_rights", chat="@pressrun_sandbox")

    with pytest.raises(NotAllowed, match=r"rights|ADMIN"):
        channel.send(edition.parts[0], {})


@pytest.mark.parametrize("action", ["reset", "close", "truncate", "garbage"])
@pytest.mark.parametrize("point", ["received", "stored"])
def test_a_lost_answer_to_a_message_is_doubtful(
    channel: Telegram, edition: Edition, control: Control, action: str, point: str
) -> None:
    channel.whoami()
    fault(control, action, point)

    with pytest.raises(OutcomeUnknown):
        channel.send(edition.parts[0], {})

    assert len(calls(control)) == 1


def test_a_flood_within_an_album_is_doubtful(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    sent = {"message/1": channel.send(edition.parts[0], {})}
    fault(
        control, "album_partial", "inside",
        operation="sendMediaGroup", details={"live": 1, "seconds": 8},
    )  # fmt: skip

    with pytest.raises(OutcomeUnknown):
        channel.send(part(edition, "album"), sent)


def test_a_photo_that_may_stand_all_the_same_is_doubtful(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    first = channel.send(edition.parts[0], {})
    fault(control, "image_process_failed", "inside", operation="sendPhoto")

    with pytest.raises(OutcomeUnknown):
        channel.send(part(edition, "photo"), {"message/1": first})


@pytest.mark.parametrize("action", ["reset", "garbage"])
def test_a_lost_answer_to_a_question_is_only_late(
    channel: Telegram, control: Control, action: str
) -> None:
    fault(control, action, operation="getChat")

    with pytest.raises(TryLater):
        channel.whoami()


def test_where_nothing_can_be_read_a_person_is_asked(channel: Telegram, edition: Edition) -> None:
    intent = Intent(datetime.now(UTC), 1, channel.anchor())

    found = channel.find(edition.parts[0], {}, intent)

    assert isinstance(found, CannotTell)
    assert found.where.startswith(f"{channel._options.web}/pressrun_sandbox")


def test_there_is_no_anchor(channel: Telegram) -> None:
    assert channel.anchor() == Anchor()


# --- the wire ---------------------------------------------------------------------------------

CHAT = b'{"ok":true,"result":{"id":-1001,"type":"channel","title":"t","username":"u"}}'


def replying(body: bytes, then: Any) -> Any:
    """Tells who the channel is, and does `then` with the next call."""
    turns = iter([answering(_http(body)), then])

    def behave(connection: Any) -> None:
        next(turns)(connection)

    return behave


def _http(body: bytes, status: str = "200 OK") -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status.encode(), len(body), body)


@pytest.mark.parametrize(
    "then",
    [
        reset_after_reading,
        close_after_reading,
        answering(_http(b"<html>502</html>", "502 Bad Gateway")),
        answering(_http(b"<html>ok</html>")),
        answering(_http(b'{"ok":true,"result":{}}')),
        answering(_http(b'{"ok":true}')),
        answering(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
    ],
)
def test_every_unclear_end_of_a_send_is_doubtful(edition: Edition, then: Any) -> None:
    with serving(replying(CHAT, then)) as server, pytest.raises(OutcomeUnknown) as raised:
        _wired(server.port).send(edition.parts[0], {})

    assert TOKEN not in str(raised.value)


def test_a_refused_connection_is_certainly_not_done(edition: Edition) -> None:
    with serving(read_request) as server:
        port = server.port

    with pytest.raises(TryLater):
        _wired(port).whoami()


def test_an_error_carries_no_token(edition: Edition) -> None:
    refused = json.dumps({"ok": False, "error_code": 400, "description": f"bot{TOKEN} is odd"})
    then = answering(_http(refused.encode(), "400 Bad Request"))

    with serving(replying(CHAT, then)) as server, pytest.raises(Rejected) as raised:
        _wired(server.port).send(edition.parts[0], {})

    assert TOKEN not in str(raised.value)


def _wired(port: int) -> Telegram:
    options = Options(api=f"http://127.0.0.1:{port}", chat="@u")
    return Telegram(options, {"token": TOKEN}, lambda _: b"")


# --- the specification ------------------------------------------------------------------------


@pytest.mark.skipif(not SPEC.exists(), reason="the specification lies outside the repository")
def test_every_request_is_one_of_the_bot_api(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    methods = json.loads(SPEC.read_text(encoding="utf-8"))["methods"]
    publish(channel, edition)

    wrong = []
    for call in control("calls"):
        fields = {
            field["name"]: field["required"] for field in methods[call["operation"]]["fields"]
        }
        names = _names(call)
        wrong += [
            *(names - fields.keys()),
            *({n for n, needed in fields.items() if needed} - names),
        ]

    assert wrong == []


def _names(call: Any) -> set[str]:
    """The parameters of a request, JSON or multipart."""
    body = call["body"]
    return set(json.loads(body) if isinstance(body, str) else body["fields"])
