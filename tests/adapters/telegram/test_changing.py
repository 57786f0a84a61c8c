"""Edits and deletions at the stand-in, and what is seen of posts that others changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import requests
from PIL import Image

from adapters.base import Absent, Anchor, Edition, Found, Intent, Part, Receipt
from adapters.errors import NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.remote import Gone, Touched, Untouched
from adapters.telegram import Telegram
from sandbox import RunningSandbox
from tests.adapters.telegram.conftest import TOKEN
from tests.adapters.telegram.samples import edition_of, prose
from tests.adapters.telegram.test_client import SPEC, _names

Control = Callable[..., Any]
Sent = dict[str, Receipt]
INTENT = Intent(datetime(2025, 11, 3, tzinfo=UTC), 1, Anchor())
OLD = (
    f"导语。\n\n## 一\n\n{prose(300)}\n\n![图甲](img/a.png)\n\n"
    f"## 二\n\n{prose(300)}\n\n![图乙](img/b.png)\n\n![图丙](img/c.png)\n\n## 完\n\n谢谢。"
)
NEW = (
    OLD.replace("导语。", "**新**导语。").replace("## 二", "## 第二").replace("谢谢", "多谢")
    .replace("img/c.png", "img/d.png")
)  # fmt: skip
EDITS = ("editMessageText", "editMessageCaption", "editMessageMedia")


@pytest.fixture
def looking(channel: Telegram, png: bytes) -> Telegram:
    """A channel with an operator's chat."""
    options = channel._options.model_copy(update={"operator": "4242"})
    return Telegram(options, {"token": TOKEN}, lambda _: png)


@pytest.fixture
def sent(channel: Telegram) -> Sent:
    return send_all(channel, edition_of(OLD))


def send_all(channel: Telegram, edition: Edition) -> Sent:
    sent: Sent = {}
    for part in edition.parts:
        sent[part.key] = channel.send(part, sent)
    return sent


def edits(channel: Telegram, sent: Sent) -> Edition:
    return channel.revise(edition_of(OLD), sent, edition_of(NEW))


def first_edit(channel: Telegram, sent: Sent) -> Part:
    return edits(channel, sent).parts[0]


def shown(control: Control) -> list[tuple[str, int]]:
    posts = control("feeds?service=telegram")[0]["posts"]
    return [(post["text"], len(post["pictures"])) for post in posts]


def fault(control: Control, operation: str, action: str, point: str, **more: Any) -> None:
    control("faults", service="telegram", operation=operation, action=action, point=point, **more)


def switch(control: Control, name: str, value: Any) -> None:
    control("switches", service="telegram", name=name, value=value)


def calls(control: Control, *operations: str) -> list[Any]:
    return [call for call in control("calls") if call["operation"] in operations]


# --- editing ----------------------------------------------------------------------------------


def test_a_channel_that_was_edited_looks_like_one_that_was_sent_anew(
    channel: Telegram, control: Control, sent: Sent
) -> None:
    changes = edits(channel, sent)
    done = send_all(channel, changes)
    edited = shown(control)
    control("reset", now=True)
    send_all(channel, edition_of(NEW))

    assert changes.problems == ()
    assert [part.kind for part in changes.parts] == [
        "edit-text", "edit-caption", "edit-picture", "edit-text",
    ]  # fmt: skip
    assert edited == shown(control)
    assert done["edit/album/1/2"].url == f"{channel._options.web}/pressrun_sandbox/4"
    assert done["edit/album/1/2"].details["message_ids"] == [4]
    assert len(done["edit/album/1/2"].details["file_ids"]) == 1  # type: ignore[arg-type]


def test_the_picture_that_is_put_in_place_is_the_new_one(
    server: RunningSandbox, channel: Telegram, control: Control, sent: Sent
) -> None:
    picture = next(p for p in edits(channel, sent).parts if p.kind == "edit-picture")
    file = BytesIO()
    Image.new("RGB", (300, 200), "red").save(file, "PNG")
    blobs = {picture.media[0].sha256: file.getvalue()}

    Telegram(channel._options, {"token": TOKEN}, blobs.__getitem__).send(picture, {})

    album = control("feeds?service=telegram")[0]["posts"][2]
    there = [requests.get(server.url + url, timeout=5).content for url in album["pictures"]]
    assert [content == file.getvalue() for content in there] == [False, True]


@pytest.mark.parametrize("place", range(4))
def test_an_edit_that_is_done_already_is_done(
    channel: Telegram, control: Control, sent: Sent, place: int
) -> None:
    part = edits(channel, sent).parts[place]

    first = channel.send(part, {})
    before = shown(control)
    again = channel.send(part, {})

    assert (again.id, again.url) == (first.id, first.url)
    assert shown(control) == before


def test_where_the_server_refuses_an_edit_that_changes_nothing_the_post_is_looked_at(
    looking: Telegram, control: Control, sent: Sent
) -> None:
    switch(control, "same_edit", "refused")
    part = first_edit(looking, sent)

    first = looking.send(part, {})

    assert looking.send(part, {}).id == first.id
    assert calls(control, "deleteMessages")  # the copy is taken away again


def test_without_an_operator_such_a_refusal_names_the_post(
    channel: Telegram, control: Control, sent: Sent
) -> None:
    switch(control, "same_edit", "refused")
    channel.send(first_edit(channel, sent), {})

    with pytest.raises(Rejected) as caught:
        channel.send(first_edit(channel, sent), {})

    assert f"{channel._options.web}/pressrun_sandbox/1" in caught.value.next_step


def test_a_post_that_is_gone_cannot_be_edited(
    channel: Telegram, control: Control, sent: Sent
) -> None:
    control("do/telegram/delete_post", message_id=1)

    with pytest.raises(Rejected) as caught:
        channel.send(first_edit(channel, sent), {})

    assert caught.value.code == "no_post"
    assert f"{channel._options.web}/pressrun_sandbox/1" in caught.value.next_step


def test_without_the_right_to_post_nothing_is_edited(
    channel: Telegram, control: Control, sent: Sent
) -> None:
    control("do/telegram/kick", how="kicked")

    with pytest.raises(NotAllowed):
        channel.send(first_edit(channel, sent), {})


def test_too_many_edits_are_waited_for(channel: Telegram, control: Control, sent: Sent) -> None:
    switch(control, "edits_per_minute", 1)
    changes = edits(channel, sent).parts
    channel.send(changes[0], {})

    with pytest.raises(TryLater) as caught:
        channel.send(changes[1], {})

    assert 1 <= caught.value.after <= 60


@pytest.mark.parametrize("point", ["received", "stored"])
@pytest.mark.parametrize("action", ["reset", "close", "garbage", "truncate"])
def test_an_edit_whose_answer_is_lost_is_made_again(
    channel: Telegram, control: Control, sent: Sent, action: str, point: str
) -> None:
    part = first_edit(channel, sent)
    fault(control, "editMessageText", action, point)

    with pytest.raises(OutcomeUnknown):
        channel.send(part, {})
    channel.send(part, {})

    assert part.repeatable
    assert shown(control)[0][0] == part.payload["text"]  # type: ignore[index,call-overload]


def test_other_channels_are_named_in_the_last_text(
    channel: Telegram, control: Control, sent: Sent
) -> None:
    old = edition_of(OLD)
    links = {"Substack": "https://a.substack.com/p/x", "WeChat": "https://mp.weixin.qq.com/s/abc"}

    changes = channel.revise(old, sent, channel.also_on(old, links, "zh"))
    send_all(channel, changes)

    assert [part.key for part in changes.parts] == ["edit/message/2"]
    assert shown(control)[-1][0].endswith("\n也发布于：Substack · 微信公众号")


# --- deleting ---------------------------------------------------------------------------------


def test_an_issue_is_taken_back_from_its_last_message_to_its_first(
    channel: Telegram, control: Control, sent: Sent
) -> None:
    taken = channel.remove(sent)
    send_all(channel, taken)

    assert [part.key for part in taken.parts] == [
        "delete/message/2", "delete/album/1", "delete/photo/1", "delete/message/1",
    ]  # fmt: skip
    assert all(part.repeatable for part in taken.parts)
    assert shown(control) == []
    assert [json.loads(call["body"]) for call in calls(control, "deleteMessages")] == [
        {"chat_id": -1001000000001, "message_ids": [3, 4]}
    ]


def test_what_was_edited_is_deleted_once(channel: Telegram, sent: Sent) -> None:
    known = {**sent, "edit/message/1": sent["message/1"], "delete/message/2": sent["message/2"]}

    assert [part.key for part in channel.remove(known).parts] == [
        "delete/album/1", "delete/photo/1", "delete/message/1",
    ]  # fmt: skip


@pytest.mark.parametrize("place", [0, 1])
def test_a_message_that_is_gone_already_counts_as_deleted(
    channel: Telegram, control: Control, sent: Sent, place: int
) -> None:
    part = channel.remove(sent).parts[place]

    assert channel.send(part, {}) == channel.send(part, {})


def test_after_two_days_a_post_stays_and_its_link_is_given(
    channel: Telegram, control: Control, sent: Sent
) -> None:
    taken = channel.remove(sent)
    control("clock", advance=48 * 3600 + 60)

    with pytest.raises(Rejected) as caught:
        channel.send(taken.parts[-1], {})

    assert caught.value.code == "not-possible"
    assert f"{channel._options.web}/pressrun_sandbox/1" in caught.value.next_step
    assert len(shown(control)) == 4


def test_the_limit_is_told_beforehand(channel: Telegram, sent: Sent) -> None:
    (problem,) = channel.remove(sent).problems

    assert (problem.code, problem.level) == ("not-possible", "note")
    assert "48 hours" in problem.message
    assert str(sent["message/1"].url) in problem.next


@pytest.mark.parametrize("point", ["received", "stored"])
@pytest.mark.parametrize("operation", ["deleteMessage", "deleteMessages"])
def test_a_deletion_whose_answer_is_lost_is_made_again(
    channel: Telegram, control: Control, sent: Sent, operation: str, point: str
) -> None:
    part = channel.remove(sent).parts[0 if operation == "deleteMessage" else 1]
    fault(control, operation, "reset", point)

    with pytest.raises(OutcomeUnknown):
        channel.send(part, {})
    channel.send(part, {})

    assert len(shown(control)) == 3


# --- looking ----------------------------------------------------------------------------------


def test_a_lost_edit_is_seen_in_the_post(looking: Telegram, sent: Sent) -> None:
    part = first_edit(looking, sent)

    before = looking.find(part, sent, INTENT)
    done = looking.send(part, {})
    after = looking.find(part, sent, INTENT)

    assert before == Absent()
    assert isinstance(after, Found)
    assert after.receipt.url == done.url


@pytest.mark.parametrize("place", [0, 1])
def test_a_lost_deletion_is_seen_in_the_channel(looking: Telegram, sent: Sent, place: int) -> None:
    part = looking.remove(sent).parts[place]

    before = looking.find(part, {}, INTENT)
    done = looking.send(part, {})

    assert before == Absent()
    assert looking.find(part, {}, INTENT) == Found(done)


def test_another_picture_cannot_be_told_from_the_old_one(looking: Telegram, sent: Sent) -> None:
    part = next(p for p in edits(looking, sent).parts if p.kind == "edit-picture")
    looking.send(part, {})

    assert looking.find(part, sent, INTENT) == Absent()


@pytest.mark.parametrize("kind", ["edit", "delete"])
def test_without_an_operator_what_may_be_repeated_is_taken_for_undone(
    channel: Telegram, sent: Sent, kind: str
) -> None:
    part = first_edit(channel, sent) if kind == "edit" else channel.remove(sent).parts[0]
    channel.send(part, {})

    assert channel.find(part, sent, INTENT) == Absent()


def test_posts_as_they_were_left_are_untouched(
    looking: Telegram, control: Control, sent: Sent
) -> None:
    assert looking.inspect(edition_of(OLD), sent) == Untouched()
    assert len(calls(control, "forwardMessage")) == 5
    assert control("do/telegram/chat", chat_id=4242) == []


def test_posts_as_our_edits_left_them_are_untouched(looking: Telegram, sent: Sent) -> None:
    changes = edits(looking, sent)
    send_all(looking, changes)
    old = edition_of(OLD)

    standing = Edition(old.channel, (*old.parts, *changes.parts))

    assert looking.inspect(standing, sent) == Untouched()


def test_a_post_that_somebody_edited_is_touched(
    looking: Telegram, control: Control, sent: Sent
) -> None:
    control("do/telegram/edit_post", message_id=5, text="完\n\n再见。")

    found = looking.inspect(edition_of(OLD), sent)

    assert isinstance(found, Touched)
    assert f"{looking._options.web}/pressrun_sandbox/5" in found.what
    assert "再见" in found.what
    assert "谢谢" in found.what


def test_a_picture_that_somebody_deleted_is_gone(
    looking: Telegram, control: Control, sent: Sent
) -> None:
    control("do/telegram/delete_post", message_id=4)

    found = looking.inspect(edition_of(OLD), sent)

    assert found == Gone(f"{looking._options.web}/pressrun_sandbox/4")


@pytest.mark.parametrize("value", ["not_found", "protected"])
def test_where_bots_may_not_forward_nothing_is_known(
    looking: Telegram, control: Control, sent: Sent, value: str
) -> None:
    switch(control, "forwards", value)
    control("do/telegram/edit_post", message_id=5, text="别的")

    assert looking.inspect(edition_of(OLD), sent) == Untouched()


def test_without_an_operator_nobody_looks(channel: Telegram, control: Control, sent: Sent) -> None:
    control("do/telegram/edit_post", message_id=5, text="别的")

    assert channel.inspect(edition_of(OLD), sent) == Untouched()
    assert calls(control, "forwardMessage") == []


# --- the specification ------------------------------------------------------------------------


@pytest.mark.skipif(not SPEC.exists(), reason="the specification lies outside the repository")
def test_every_request_is_one_of_the_bot_api(
    channel: Telegram, control: Control, sent: Sent
) -> None:
    methods = json.loads(SPEC.read_text(encoding="utf-8"))["methods"]
    send_all(channel, edits(channel, sent))
    send_all(channel, channel.remove(sent))

    made = calls(control, *EDITS, "deleteMessage", "deleteMessages")
    wrong = []
    for call in made:
        fields = {f["name"]: f["required"] for f in methods[call["operation"]]["fields"]}
        required = {name for name, needed in fields.items() if needed}
        wrong += [*(_names(call) - fields.keys()), *(required - _names(call))]

    assert {call["operation"] for call in made} == {*EDITS, "deleteMessage", "deleteMessages"}
    assert wrong == []
