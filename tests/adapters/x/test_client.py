"""The client against the stand-in of X, lost answers and duplicates among them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from adapters.base import (
    Absent,
    Accepted,
    Anchor,
    CannotTell,
    Failed,
    Found,
    Intent,
    Live,
    Media,
    Part,
    Pending,
    Phase,
    Receipt,
)
from adapters.errors import (
    AlreadyThere,
    CallError,
    Expired,
    NotAllowed,
    OutcomeUnknown,
    Rejected,
    TryLater,
)
from adapters.references import ref
from adapters.x import Options, X
from sandbox import RunningSandbox
from tests.adapters.x.issues import SECRETS, no_blobs

Control = Callable[..., Any]
Sent = dict[str, Receipt]
PICTURE = Media("/img/a.png", "ab12cd34" * 8, "image/png", 40, 30, 100, "一只猫")
UPLOAD = Part(
    "image/ab12cd34", "image", {"media_category": "tweet_image"}, (PICTURE,),
    repeatable=True, phase=Phase.PREPARE,
)  # fmt: skip
ALT = Part(
    "alt/ab12cd34", "alt",
    {"id": ref(UPLOAD.key, "id"), "metadata": {"alt_text": {"text": "一只猫"}}},
    repeatable=True, waits_for=(UPLOAD.key,), phase=Phase.PREPARE,
)  # fmt: skip
ROOT = Part("post/1", "post", {"text": "小模型的春天\n\n1/2"})
REPLY = Part(
    "post/2", "post",
    {"text": "全文：https://blog.example.com/a/?x=1&y=2 和 Claude.ai 与 <b> & 🚀\n#AI\n\n2/2",
     "reply": {"in_reply_to_tweet_id": ref("post/1", "id")}},
    waits_for=("post/1",),
)  # fmt: skip
PICTURED = Part(
    "post/2", "post",
    {"text": "带图\n\n2/2", "reply": {"in_reply_to_tweet_id": ref("post/1", "id")},
     "media": {"media_ids": [ref(UPLOAD.key, "id")]}},
    waits_for=("post/1", UPLOAD.key),
)  # fmt: skip


def taken(answer: Receipt | Accepted) -> Receipt:
    assert isinstance(answer, Receipt)
    return answer


def intent(anchor: Anchor, attempt: int = 1) -> Intent:
    return Intent(datetime.now(UTC), attempt, anchor)


def root(channel: X) -> Sent:
    return {"post/1": taken(channel.send(ROOT, {}))}


def calls(control: Control, operation: str) -> list[Any]:
    return [call for call in control("calls") if call["operation"] == operation]


def fault(control: Control, operation: str, action: str, point: str, **more: Any) -> None:
    control("faults", service="x", operation=operation, action=action, point=point, **more)


def switch(control: Control, name: str, value: Any) -> None:
    control("switches", service="x", name=name, value=value)


# --- sending ----------------------------------------------------------------------------------


def test_a_thread_is_posted_with_its_picture(
    channel: X, control: Control, server: RunningSandbox
) -> None:
    upload = taken(channel.send(UPLOAD, {}))
    sent = {UPLOAD.key: upload, **root(channel)}
    channel.send(ALT, sent)
    post = taken(channel.send(PICTURED, sent))

    assert post.url == f"{server.url}/x/{channel.whoami().name}/status/{post.id}"
    page = requests.get(post.url, timeout=5).text
    assert "小模型的春天" in page
    assert "一只猫" in page
    assert upload.id in str(calls(control, "tweets/create")[1]["body"])


def test_an_upload_tells_when_it_ends(channel: X) -> None:
    receipt = taken(channel.send(UPLOAD, {}))

    assert receipt.expires_at
    left = receipt.expires_at - datetime.now(UTC)
    assert timedelta(hours=23) < left <= timedelta(hours=24, seconds=5)


def test_an_upload_that_is_processed_is_looked_at(channel: X, control: Control) -> None:
    switch(control, "photo_processing_s", 30.0)

    accepted = channel.send(UPLOAD, {})
    assert isinstance(accepted, Accepted)
    first = channel.look(accepted)
    control("clock", advance=31)
    second = channel.look(accepted)

    assert isinstance(first, Pending)
    assert first.after == 1.0
    assert isinstance(second, Live)
    assert second.receipt.id == accepted.job


def test_the_account_is_asked_for_once(channel: X, control: Control) -> None:
    first, second = channel.whoami(), channel.whoami()
    root(channel)

    assert first == second
    assert (first.channel, first.remote_id) == ("x", "1001")
    assert len(calls(control, "users/me")) == 1


def test_request_bodies_are_raw_utf8(channel: X, control: Control) -> None:
    root(channel)

    assert "小模型" in calls(control, "tweets/create")[0]["body"]


@pytest.mark.parametrize("missing", SECRETS)
def test_without_a_key_nothing_is_sent(missing: str) -> None:
    channel = X(Options(), {k: v for k, v in SECRETS.items() if k != missing}, no_blobs)

    with pytest.raises(NotAllowed, match=missing):
        channel.whoami()


def test_a_wrong_key_is_not_allowed(server: RunningSandbox, control: Control) -> None:
    secrets = {**SECRETS, "access_secret": "wrong"}
    channel = X(Options(api=f"{server.url}/x"), secrets, no_blobs)

    with pytest.raises(NotAllowed) as caught:
        channel.whoami()

    assert caught.value.code == "unauthorized"


# --- refusals ---------------------------------------------------------------------------------

REFUSALS = {
    "duplicate": (AlreadyThere, "duplicate"),
    "reply_restricted": (NotAllowed, "reply_restricted"),
    "thread_gone": (TryLater, "thread_gone"),
    "cashtag": (Rejected, "cashtag"),
    "bad_url": (Rejected, "bad_url"),
    "not_permitted": (Rejected, "not_permitted"),
    "quote": (Rejected, "quote"),
    "too_long": (Rejected, "too_long"),
    "user_suspended": (NotAllowed, "user-suspended"),
    "client_forbidden": (NotAllowed, "client-forbidden"),
    "usage_capped": (NotAllowed, "usage-capped"),
    "auth_type": (NotAllowed, "auth_type"),
    "media_invalid": (Expired, "media_invalid"),
    "credits_depleted": (NotAllowed, "no_credits"),
    "unauthorized": (NotAllowed, "unauthorized"),
    "unavailable": (OutcomeUnknown, "server_error"),
    "errors_only": (OutcomeUnknown, "bad_answer"),
    "html_201": (OutcomeUnknown, "bad_answer"),
}


@pytest.mark.parametrize("name", REFUSALS)
@pytest.mark.parametrize("host", ["api.twitter.com", "api.x.com"])
def test_a_refusal_tells_what_the_caller_can_do(
    channel: X, control: Control, name: str, host: str
) -> None:
    kind, code = REFUSALS[name]
    switch(control, "problem_host", host)
    channel.whoami()
    fault(control, "tweets/create", name, "received")

    with pytest.raises(CallError) as caught:
        channel.send(ROOT, {})

    assert (type(caught.value), caught.value.code) == (kind, code)


def test_an_invisible_parent_is_tried_again_after_five_seconds(
    channel: X, control: Control
) -> None:
    switch(control, "invisible_replies", 1)
    sent = root(channel)

    with pytest.raises(TryLater) as caught:
        channel.send(REPLY, sent)
    channel.send(REPLY, sent)

    assert caught.value.after == 5.0


def test_refused_pictures_name_the_uploads_to_make_again(channel: X) -> None:
    sent = {UPLOAD.key: Receipt("12345"), **root(channel)}

    with pytest.raises(Expired) as caught:
        channel.send(PICTURED, sent)

    assert (caught.value.code, caught.value.parts) == ("media_invalid", (UPLOAD.key,))
    assert caught.value.next_step


@pytest.mark.parametrize("part", [ALT, PICTURED], ids=["alt", "post"])
def test_an_upload_that_ended_is_named_and_made_again(
    channel: X, control: Control, part: Part
) -> None:
    sent = {UPLOAD.key: taken(channel.send(UPLOAD, {})), **root(channel)}
    control("clock", advance=86_401)

    with pytest.raises(Expired) as caught:
        channel.send(part, sent)
    again = {**sent, UPLOAD.key: taken(channel.send(UPLOAD, {}))}

    assert caught.value.parts == (UPLOAD.key,)
    assert taken(channel.send(part, again)).id


def test_an_upload_that_ended_in_processing_has_failed(channel: X, control: Control) -> None:
    switch(control, "photo_processing_s", 30.0)
    accepted = channel.send(UPLOAD, {})
    assert isinstance(accepted, Accepted)
    control("clock", advance=86_401)

    assert isinstance(channel.look(accepted), Failed)


@pytest.mark.parametrize(
    ("name", "least", "most"), [("rate_limited", 880, 905), ("rate_limited_day", 86_000, 86_405)]
)
def test_a_spent_window_is_waited_for(
    channel: X, control: Control, name: str, least: float, most: float
) -> None:
    channel.whoami()
    fault(control, "tweets/create", name, "received")

    with pytest.raises(TryLater) as caught:
        channel.send(ROOT, {})

    assert least < caught.value.after < most


@pytest.mark.parametrize("action", ["reset", "close", "garbage", "truncate"])
def test_an_upload_whose_answer_is_lost_may_be_repeated(
    channel: X, control: Control, action: str
) -> None:
    fault(control, "media/upload", action, "stored")

    with pytest.raises(TryLater):
        channel.send(UPLOAD, {})

    assert taken(channel.send(UPLOAD, {})).id


# --- lost answers -------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["reset", "close", "garbage", "truncate"])
def test_a_post_whose_answer_is_lost_is_found(channel: X, control: Control, action: str) -> None:
    anchor, sent = channel.anchor(), root(channel)
    fault(control, "tweets/create", action, "stored")

    with pytest.raises(OutcomeUnknown):
        channel.send(REPLY, sent)
    found = channel.find(REPLY, sent, intent(anchor))

    assert isinstance(found, Found)
    assert found.receipt.id > sent["post/1"].id
    assert found.receipt.url
    assert found.receipt.url.endswith(f"/status/{found.receipt.id}")


@pytest.mark.parametrize("action", ["reset", "close"])
def test_a_post_that_never_arrived_is_absent(channel: X, control: Control, action: str) -> None:
    anchor = channel.anchor()
    fault(control, "tweets/create", action, "received")

    with pytest.raises(OutcomeUnknown):
        channel.send(ROOT, {})

    assert channel.find(ROOT, {}, intent(anchor)) == Absent()


def test_a_duplicate_is_there_already_and_found(channel: X) -> None:
    anchor, sent = channel.anchor(), root(channel)

    with pytest.raises(AlreadyThere):
        channel.send(ROOT, {})

    assert channel.find(ROOT, {}, intent(anchor)) == Found(sent["post/1"])


@pytest.mark.parametrize("naming", ["tweet", "post"])
@pytest.mark.parametrize("escaped", [True, False])
def test_a_post_is_found_in_either_spelling(
    channel: X, control: Control, naming: str, *, escaped: bool
) -> None:
    switch(control, "naming", naming)
    switch(control, "naming_strict", value=True)
    switch(control, "html_escaping", escaped)
    anchor, sent = channel.anchor(), root(channel)
    posted = channel.send(REPLY, sent)

    assert channel.find(REPLY, sent, intent(anchor)) == Found(taken(posted))
    assert channel.find(REPLY, sent, intent(anchor)) == Found(taken(posted))


def test_a_post_with_a_picture_is_found(channel: X) -> None:
    anchor = channel.anchor()
    sent = {UPLOAD.key: taken(channel.send(UPLOAD, {})), **root(channel)}
    posted = channel.send(PICTURED, sent)

    assert channel.find(PICTURED, sent, intent(anchor)) == Found(taken(posted))


def test_two_posts_that_say_the_same_cannot_be_told_apart(channel: X, control: Control) -> None:
    anchor, sent = channel.anchor(), root(channel)
    fault(control, "tweets/create", "twin", "stored")
    channel.send(REPLY, sent)

    found = channel.find(REPLY, sent, intent(anchor))

    assert isinstance(found, CannotTell)
    assert channel.whoami().name in found.where


def test_the_same_words_under_another_parent_are_another_post(channel: X, control: Control) -> None:
    anchor, sent = channel.anchor(), root(channel)
    control("do/x/write", text="带图\n\n2/2")

    assert channel.find(PICTURED, {**sent, UPLOAD.key: Receipt("1")}, intent(anchor)) == Absent()


def test_an_older_post_of_the_same_words_is_not_ours(channel: X, control: Control) -> None:
    control("do/x/write", text="小模型的春天\n\n1/2")
    anchor = channel.anchor()

    assert anchor.newest_id
    assert channel.find(ROOT, {}, intent(anchor)) == Absent()


def test_a_post_that_the_timeline_shows_late_is_found_later(channel: X, control: Control) -> None:
    switch(control, "timeline_lag_polls", 1)
    anchor = channel.anchor()
    posted = taken(channel.send(ROOT, {}))

    first = channel.find(ROOT, {}, intent(anchor))
    second = channel.find(ROOT, {}, intent(anchor))

    assert (first, second) == (Absent(), Found(posted))


def test_an_account_without_posts_has_an_empty_anchor(channel: X) -> None:
    anchor = channel.anchor()

    assert anchor.newest_id == ""
    assert anchor.remote_time
    assert abs(anchor.remote_time - datetime.now(UTC)) < timedelta(seconds=5)


def test_without_an_anchor_a_post_is_looked_for_past_the_first_page(
    channel: X, control: Control
) -> None:
    anchor = channel.anchor()
    posted = taken(channel.send(ROOT, {}))
    [control("do/x/write", text=f"别的话 {number}") for number in range(110)]

    found = channel.find(ROOT, {}, intent(anchor))

    assert anchor.newest_id == ""
    assert found == Found(posted)


def test_without_an_anchor_the_look_ends_at_posts_from_before_the_attempt(
    channel: X, control: Control
) -> None:
    [control("do/x/write", text=f"别的话 {number}") for number in range(110)]
    later = Anchor("", datetime.now(UTC) + timedelta(minutes=1))

    assert channel.find(ROOT, {}, intent(later)) == Absent()
    assert len(calls(control, "users/tweets")) == 1


def test_more_posts_than_a_look_reads_leave_it_open(
    channel: X, control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.x.client.PAGE", 5)
    anchor = channel.anchor()
    channel.send(ROOT, {})
    [control("do/x/write", text=f"别的话 {number}") for number in range(25)]

    assert isinstance(channel.find(ROOT, {}, intent(anchor)), CannotTell)


def test_a_post_among_many_newer_ones_is_found(channel: X, control: Control) -> None:
    anchor = channel.anchor()
    posted = taken(channel.send(ROOT, {}))
    [control("do/x/write", text=f"别的话 {number}") for number in range(110)]

    found = channel.find(ROOT, {}, intent(Anchor("1", anchor.remote_time)))

    assert found == Found(posted)
