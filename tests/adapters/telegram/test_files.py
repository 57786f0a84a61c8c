"""A picture that the bot has uploaded before is sent by its file id, and its bytes never again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from adapters.base import Edition, Part, Receipt
from adapters.errors import CallError, NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.telegram import Telegram
from adapters.telegram.errors import refusal
from adapters.telegram.files import attached, by_ids, refuses_ids
from sandbox import RunningSandbox
from tests.adapters.telegram.conftest import TOKEN
from tests.adapters.telegram.samples import edition_of, sections

Control = Callable[..., Any]
Sent = dict[str, Receipt]
OTHER_BOT, OTHER_CHANNEL = "2000000002:other-token", -1001000000009
METHODS = {"photo": "sendPhoto", "album": "sendMediaGroup"}
OPERATOR = "4242"
ITEM = "Bad Request: failed to send message #1 with the error message"


ALBUM = sections(1, 300, 2).replace("img/1-", "img/2-")
MARKDOWN = f"导语。\n\n{sections(1, 300, 1)}\n\n{ALBUM}\n\n## 完\n\n谢谢。"


@pytest.fixture
def edition() -> Edition:
    """A text, a photo with its text, an album, a text; three pictures."""
    return edition_of(MARKDOWN)


def publish(channel: Telegram, edition: Edition, known: Sent | None = None) -> Sent:
    sent: Sent = {}
    for part in edition.parts:
        sent[part.key] = channel.send(part, {**(known or {}), **sent})
    return sent


def known_of(edition: Edition, sent: Sent, **details: Any) -> Sent:
    """What is remembered of the pictures that were sent."""
    found: Sent = {}
    for part in edition.parts:
        ids: Any = sent[part.key].details["file_ids"]
        for media, file_id in zip(part.media, ids, strict=True):
            found[f"file/{media.sha256}"] = Receipt(file_id, details=details)
    return found


def part_of(edition: Edition, kind: str) -> Part:
    return next(part for part in edition.parts if part.kind == kind)


def calls(control: Control, *methods: str) -> list[Any]:
    wanted = methods or ("sendMessage", *METHODS.values())
    return [call for call in control("calls") if call["operation"] in wanted]


def uploaded(control: Control) -> list[list[str]]:
    """The names of the files in each request so far; none in one of plain JSON."""
    return [
        [] if isinstance(call["body"], str) else sorted(call["body"]["files"])
        for call in calls(control)
    ]


def posts(control: Control) -> list[Any]:
    """What stands in the channel."""
    (feed,) = control("feeds?service=telegram")
    return [post for post in feed["posts"] if "/pressrun_sandbox/" in post["url"]]


def names(part: Part) -> list[str]:
    return sorted(attached(dict(part.payload)))  # type: ignore[arg-type]


def no_bytes(sha256: str) -> bytes:
    raise AssertionError(f"the bytes of {sha256[:8]} were read")


# --- by id ------------------------------------------------------------------------------------


def test_what_is_not_known_is_uploaded(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    publish(channel, edition)
    publish(channel, edition)

    once = [[], names(edition.parts[1]), names(edition.parts[2]), []]
    assert uploaded(control) == once + once
    assert [len(files) for files in once] == [0, 1, 2, 0]


def test_a_second_send_carries_no_byte_of_a_picture(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    known = known_of(edition, publish(channel, edition))
    before = len(uploaded(control))
    first = posts(control)
    again = Telegram(channel._options, {"token": TOKEN}, no_bytes)

    publish(again, edition, known)

    assert uploaded(control)[before:] == [[], [], [], []]
    second = posts(control)[len(first) :]
    assert [p["text"] for p in second] == [p["text"] for p in first]
    assert [p["pictures"] for p in second] == [p["pictures"] for p in first]


def test_the_ids_stand_where_the_pictures_were_attached(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    first = publish(channel, edition)

    publish(channel, edition, known_of(edition, first))

    photo, album = (
        json.loads(calls(control, method)[-1]["body"]) for method in ("sendPhoto", "sendMediaGroup")
    )
    assert [photo["photo"]] == first["photo/1"].details["file_ids"]
    assert [item["media"] for item in album["media"]] == first["album/1"].details["file_ids"]


def test_of_an_album_only_the_picture_that_is_not_known_is_uploaded(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    sent = publish(channel, edition)
    album = part_of(edition, "album")
    known = known_of(edition, sent)
    del known[f"file/{album.media[1].sha256}"]

    channel.send(album, {**sent, **known})

    assert uploaded(control)[-1] == [attached(dict(album.payload))[1]]  # type: ignore[arg-type]


def test_a_picture_is_put_in_the_place_of_another_by_its_id(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    sent = publish(channel, edition)
    new = edition_of(MARKDOWN.replace("img/1-0.png", "img/2-1.png"))
    edit = next(p for p in channel.revise(edition, sent, new).parts if p.kind == "edit-picture")

    channel.send(edit, {**sent, **known_of(edition, sent)})

    (call,) = calls(control, "editMessageMedia")
    assert json.loads(call["body"])["media"]["media"] == sent["album/1"].details["file_ids"][1]  # type: ignore[index,call-overload]


def test_a_receipt_says_whose_its_file_ids_are(channel: Telegram, edition: Edition) -> None:
    sent = publish(channel, edition)

    assert [r.details.get("files_of") for r in sent.values()] == [
        None, "1000000001", "1000000001", None,
    ]  # fmt: skip


# --- ids that are not taken -------------------------------------------------------------------


@pytest.fixture
def of_other_bot(
    server: RunningSandbox, channel: Telegram, control: Control, edition: Edition, png: bytes
) -> Callable[..., Sent]:
    """What another bot's pictures are known by, after it has posted the edition elsewhere."""
    number = int(OTHER_BOT.partition(":")[0])
    control("do/telegram/add_bot", token=OTHER_BOT, username="other_bot")
    control("do/telegram/add_channel", bot_id=number, chat_id=OTHER_CHANNEL, title="other")
    options = channel._options.model_copy(update={"chat": str(OTHER_CHANNEL)})
    sent = publish(Telegram(options, {"token": OTHER_BOT}, lambda _: png), edition)
    return lambda **details: known_of(edition, sent, **details)


@pytest.mark.parametrize("kind", ["photo", "album"])
def test_an_id_of_another_bot_falls_back_to_the_bytes_and_posts_once(
    channel: Telegram,
    edition: Edition,
    control: Control,
    of_other_bot: Callable[..., Sent],
    kind: str,
) -> None:
    first = channel.send(edition.parts[0], {})
    part = part_of(edition, kind)
    standing = len(posts(control))
    made = len(calls(control, METHODS[kind]))

    receipt = channel.send(part, {"message/1": first, **of_other_bot()})

    by_id, by_bytes = calls(control, METHODS[kind])[made:]
    assert (by_id["status"], by_bytes["status"]) == (400, 200)
    assert "wrong file identifier" in by_id["answer"]
    assert isinstance(by_id["body"], str)
    assert sorted(by_bytes["body"]["files"]) == names(part)
    assert [len(post["pictures"]) for post in posts(control)[standing:]] == [len(part.media)]
    assert len(receipt.details["message_ids"]) == len(part.media)  # type: ignore[arg-type]


def test_an_id_that_is_marked_as_another_bots_is_not_tried(
    channel: Telegram, edition: Edition, control: Control, of_other_bot: Callable[..., Sent]
) -> None:
    first = channel.send(edition.parts[0], {})
    made = len(calls(control, "sendMediaGroup"))

    known = of_other_bot(files_of="2000000002")
    channel.send(part_of(edition, "album"), {"message/1": first, **known})

    (call,) = calls(control, "sendMediaGroup")[made:]
    assert sorted(call["body"]["files"]) == names(part_of(edition, "album"))


@pytest.mark.parametrize(
    ("details", "kind"),
    [
        ({"code": 400, "text": "PHOTO_INVALID_DIMENSIONS"}, Rejected),
        ({"code": 403, "text": "bot was kicked from the channel chat"}, NotAllowed),
        ({"code": 500, "text": "wrong file identifier/HTTP URL specified"}, OutcomeUnknown),
        ({"seconds": 5}, TryLater),
    ],
)
def test_any_other_refusal_is_told_and_nothing_is_sent_again(
    channel: Telegram,
    edition: Edition,
    control: Control,
    details: dict[str, Any],
    kind: type[CallError],
) -> None:
    sent = publish(channel, edition)
    control(
        "faults", service="telegram", operation="sendPhoto", action="refusal", point="received",
        details=details,
    )  # fmt: skip

    with pytest.raises(CallError) as raised:
        channel.send(part_of(edition, "photo"), {**sent, **known_of(edition, sent)})

    assert type(raised.value) is kind
    assert len(calls(control, "sendPhoto")) == 2


@pytest.mark.parametrize("method", ["sendPhoto", "sendMediaGroup"])
def test_a_lost_answer_to_a_request_with_ids_is_doubtful(
    channel: Telegram, edition: Edition, control: Control, method: str
) -> None:
    sent = publish(channel, edition)
    control("faults", service="telegram", operation=method, action="reset", point="stored")
    part = next(p for p in edition.parts if METHODS.get(p.kind) == method)

    with pytest.raises(OutcomeUnknown):
        channel.send(part, {**sent, **known_of(edition, sent)})

    assert len(calls(control, method)) == 2


def test_a_refused_picture_that_was_sent_as_bytes_is_not_sent_again(
    channel: Telegram, edition: Edition, control: Control
) -> None:
    first = channel.send(edition.parts[0], {})
    control(
        "faults", service="telegram", operation="sendPhoto", action="refusal", point="received",
        details={"code": 400, "text": "wrong file identifier/HTTP URL specified"},
    )  # fmt: skip

    with pytest.raises(Rejected):
        channel.send(part_of(edition, "photo"), {"message/1": first})

    assert len(calls(control, "sendPhoto")) == 1


@pytest.mark.parametrize(
    ("description", "refused"),
    [
        ("Bad Request: wrong file identifier/HTTP URL specified", True),
        ("Bad Request: wrong remote file identifier specified: Wrong padding in the string", True),
        ("Bad Request: wrong remote file id specified: can't unserialize it", True),
        (f'{ITEM} "Wrong file identifier/HTTP URL specified"', True),
        (f'{ITEM} "Too Many Requests: retry after 8"', False),
        ("Bad Request: PHOTO_INVALID_DIMENSIONS", False),
        ("Bad Request: IMAGE_PROCESS_FAILED", False),
    ],
)  # fmt: skip
def test_a_refused_id_is_told_from_other_refusals(description: str, *, refused: bool) -> None:
    error = refusal("sendMediaGroup", 400, description, None, album=True)

    assert refuses_ids(error) is refused


def test_words_of_the_author_are_never_taken_for_an_attachment() -> None:
    payload = {"media": [{"media": "attach://a", "caption": "attach://a"}], "caption": "a"}

    assert by_ids(payload, {"a": "ID"}) == {  # type: ignore[arg-type]
        "media": [{"media": "ID", "caption": "attach://a"}],
        "caption": "a",
    }


# --- a person's own chat ----------------------------------------------------------------------


def test_a_person_gets_the_same_posts_without_addresses(
    channel: Telegram, edition: Edition, control: Control, png: bytes
) -> None:
    person = channel.to_person(OPERATOR, lambda _: png)

    sent = publish(person, edition)

    chats = {_chat(call) for call in calls(control)}
    assert chats == {OPERATOR}
    assert [receipt.url for receipt in sent.values()] == [None] * 4


def test_ids_from_a_persons_chat_are_good_for_the_channel(
    channel: Telegram, edition: Edition, control: Control, png: bytes
) -> None:
    sent = publish(channel.to_person(OPERATOR, lambda _: png), edition)
    before = len(uploaded(control))

    publish(channel, edition, known_of(edition, sent, files_of="1000000001"))

    assert uploaded(control)[before:] == [[], [], [], []]


def test_a_channel_is_no_person(channel: Telegram, edition: Edition, control: Control) -> None:
    person = channel.to_person("@pressrun_sandbox", no_bytes)

    with pytest.raises(NotAllowed):
        person.send(edition.parts[0], {})

    assert calls(control) == []


def test_a_person_is_no_channel(channel: Telegram, edition: Edition, control: Control) -> None:
    options = channel._options.model_copy(update={"chat": OPERATOR})

    with pytest.raises(NotAllowed):
        Telegram(options, {"token": TOKEN}, no_bytes).send(edition.parts[0], {})

    assert calls(control) == []


def _chat(call: Any) -> str:
    body = call["body"]
    return str((json.loads(body) if isinstance(body, str) else body["fields"])["chat_id"])
