"""Deleting a thread at the stand-in, and what is seen of posts that people deleted or edited."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.base import Absent, Anchor, Edition, Found, Intent, Part, Receipt
from adapters.errors import CallError, NotAllowed, Rejected, TryLater
from adapters.references import ref
from adapters.remote import Gone, Touched, Untouched
from adapters.x import X
from adapters.x.also_on import also_on
from adapters.x.spec import Options
from tests.adapters.x.test_requests import SPEC

Control = Callable[..., Any]
Sent = dict[str, Receipt]
THREAD = Edition("x", (
    Part("post/1", "post", {"text": "小模型的春天 & <b>\n\n1/3"}),
    Part("post/2", "post", {"text": "看 https://blog.example.com/a/?x=1 和 Claude.ai\n\n2/3",
                            "reply": {"in_reply_to_tweet_id": ref("post/1", "id")}}),
    Part("post/3", "post", {"text": "完\n\n3/3",
                            "reply": {"in_reply_to_tweet_id": ref("post/2", "id")}}),
))  # fmt: skip
LATER = Intent(datetime.now(UTC) + timedelta(days=1), 1, Anchor())  # however late the test runs


@pytest.fixture
def sent(channel: X) -> Sent:
    return send_all(channel, THREAD, {})


def send_all(channel: X, edition: Edition, sent: Sent) -> Sent:
    for part in edition.parts:
        answer = channel.send(part, sent)
        assert isinstance(answer, Receipt)
        sent[part.key] = answer
    return sent


def standing(control: Control) -> list[str]:
    return [post["id"] for post in control("feeds?service=x")[0]["posts"]]


def deletions(control: Control) -> list[Any]:
    return [call for call in control("calls") if call["operation"] == "tweets/delete"]


def fault(control: Control, action: str, point: str, **more: Any) -> None:
    control("faults", service="x", operation="tweets/delete", action=action, point=point, **more)


# --- deleting ---------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["200", "204"])
def test_a_thread_is_taken_back(channel: X, control: Control, sent: Sent, answer: str) -> None:
    control("switches", service="x", name="delete_answer", value=answer)

    send_all(channel, channel.remove(sent), {})

    assert standing(control) == []
    ids = [sent[key].id for key in ("post/3", "post/2", "post/1")]
    assert [call["path"].rpartition("/")[2] for call in deletions(control)] == ids


def test_half_a_thread_that_is_taken_back_is_a_whole_beginning(
    channel: X, control: Control, sent: Sent
) -> None:
    channel.send(channel.remove(sent).parts[0], {})

    assert standing(control) == [sent["post/1"].id, sent["post/2"].id]


def test_what_is_gone_already_counts_as_done(channel: X, sent: Sent) -> None:
    part = channel.remove(sent).parts[0]

    assert channel.send(part, {}) == channel.send(part, {}) == Receipt(sent["post/3"].id)


@pytest.mark.parametrize("point", ["received", "stored"])
@pytest.mark.parametrize("action", ["reset", "close", "garbage", "truncate", "unavailable"])
def test_a_deletion_whose_answer_is_lost_may_be_made_again(
    channel: X, control: Control, sent: Sent, action: str, point: str
) -> None:
    part = channel.remove(sent).parts[0]
    fault(control, action, point)

    with pytest.raises(TryLater):
        channel.send(part, {})
    channel.send(part, {})

    assert sent["post/3"].id not in standing(control)


@pytest.mark.parametrize(
    ("action", "kind"),
    [("unauthorized", NotAllowed), ("credits_depleted", NotAllowed), ("not_permitted", Rejected),
     ("rate_limited", TryLater)],
)  # fmt: skip
def test_a_refused_deletion_tells_what_can_be_done(
    channel: X, control: Control, sent: Sent, action: str, kind: type[CallError]
) -> None:
    fault(control, action, "received")

    with pytest.raises(CallError) as caught:
        channel.send(channel.remove(sent).parts[0], {})

    assert type(caught.value) is kind
    assert len(standing(control)) == 3


def test_the_post_of_another_account_is_refused(channel: X, control: Control) -> None:
    control("do/x/account", id="1002", username="somebody")
    theirs = control("do/x/write", text="theirs", user_id="1002")["id"]

    with pytest.raises(Rejected):
        channel.send(Part("delete/post/1", "delete", {"id": theirs}), {})


def test_a_lost_deletion_is_looked_for_by_its_id(channel: X, sent: Sent) -> None:
    part = channel.remove(sent).parts[0]

    before = channel.find(part, {}, LATER)
    channel.send(part, {})
    after = channel.find(part, {}, LATER)

    assert (before, after) == (Absent(), Found(Receipt(sent["post/3"].id)))


def test_a_young_post_may_be_missing_from_the_timeline_and_stand_all_the_same(
    channel: X, control: Control, sent: Sent
) -> None:
    control("switches", service="x", name="timeline_lag_s", value=30.0)
    part = channel.remove(sent).parts[0]

    assert channel.find(part, {}, Intent(datetime.now(UTC), 1, Anchor())) == Absent()


@pytest.mark.skipif(not SPEC.exists(), reason="X's description of its API is absent")
def test_a_deletion_is_as_described(channel: X, control: Control, sent: Sent) -> None:
    described = json.loads(SPEC.read_text(encoding="utf-8"))["paths"]["/2/tweets/{id}"]["delete"]

    channel.send(channel.remove(sent).parts[0], {})

    (call,) = deletions(control)
    assert call["method"] == "DELETE"
    assert call["body"] in ("", None)
    assert [p["name"] for p in described["parameters"] if p.get("required")] == ["id"]


# --- looking ----------------------------------------------------------------------------------


@pytest.mark.parametrize("naming", ["tweet", "post"])
@pytest.mark.parametrize("escaped", [True, False])
def test_a_thread_as_it_was_left_is_untouched(
    channel: X, control: Control, sent: Sent, naming: str, *, escaped: bool
) -> None:
    control("switches", service="x", name="naming", value=naming)
    control("switches", service="x", name="naming_strict", value=True)
    control("switches", service="x", name="html_escaping", value=escaped)

    assert channel.inspect(THREAD, sent) == Untouched()


def test_a_post_that_the_author_deleted_is_gone(channel: X, control: Control, sent: Sent) -> None:
    control("do/x/delete", id=sent["post/2"].id)

    assert channel.inspect(THREAD, sent) == Gone(str(sent["post/2"].url))


@pytest.mark.parametrize("naming", ["tweet", "post"])
def test_a_post_that_the_author_edited_is_touched(
    channel: X, control: Control, sent: Sent, naming: str
) -> None:
    control("switches", service="x", name="naming", value=naming)
    control("switches", service="x", name="naming_strict", value=True)
    control("do/x/edit", id=sent["post/3"].id, text="完了")

    assert channel.inspect(THREAD, sent) == Touched(f"{sent['post/3'].url} says “完了”.")


def test_looking_pays_only_for_the_thread(channel: X, control: Control, sent: Sent) -> None:
    control("clock", advance=7_200)
    [control("do/x/write", text=f"别的话 {number}") for number in range(8)]
    before = control("do/x/costs", user="")["spent_usd"]

    channel.inspect(THREAD, sent)

    assert round(control("do/x/costs", user="")["spent_usd"] - before, 3) == 0.003


def test_nothing_sent_is_nothing_to_look_at(channel: X, control: Control) -> None:
    assert channel.inspect(THREAD, {}) == Untouched()
    assert control("calls") == []


# --- the last reply ---------------------------------------------------------------------------


def test_the_reply_with_the_other_channels_hangs_on_the_thread(
    channel: X, control: Control, sent: Sent
) -> None:
    new = also_on(THREAD, {"Substack": "https://a.substack.com/p/x"}, "zh", Options(also_on=True))

    (part,) = channel.revise(THREAD, sent, new).parts
    answer = channel.send(part, {})

    (*_, last) = control("feeds?service=x")[0]["posts"]
    assert isinstance(answer, Receipt)
    assert (last["id"], last["details"]["reply_to"]) == (answer.id, sent["post/3"].id)
    assert "a.substack.com" in last["text"]


def test_a_reply_whose_answer_is_lost_is_found(channel: X, control: Control, sent: Sent) -> None:
    new = also_on(THREAD, {"Substack": "https://a.substack.com/p/x"}, "zh", Options(also_on=True))
    (part,) = channel.revise(THREAD, sent, new).parts
    control("faults", service="x", operation="tweets/create", action="reset", point="stored")

    with pytest.raises(CallError):
        channel.send(part, {})
    found = channel.find(part, {}, Intent(datetime.now(UTC), 1, Anchor(sent["post/3"].id)))

    assert isinstance(found, Found)
