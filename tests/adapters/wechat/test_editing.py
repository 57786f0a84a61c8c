"""Edits and deletions at the stand-in: what they do, and what they leave to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from adapters.base import Absent, Accepted, CannotTell, Edition, Found, Live, Part, Receipt
from adapters.errors import OutcomeUnknown, Rejected, TryLater
from adapters.overwriting import regardless
from adapters.remote import Gone, Released, Touched, Untouched
from adapters.wechat import Options, WeChat
from content.document import Document, Figure
from tests.adapters.wechat.samples import URL, edition_of, paragraph
from tests.adapters.wechat.test_client import calls, fault, intent, taken

Control = Callable[..., Any]
Sent = dict[str, Receipt]
OPERATIONS = {"edit": "draft/update", "delete": "draft/delete", "unpublish": "freepublish/delete"}


def made(*words: str, pictures: tuple[str, ...] = ("a.png",), publish: bool = False) -> Edition:
    figures = (Figure(source, 1, "") for source in pictures)
    document = Document((*(paragraph(word) for word in words), *figures))
    return edition_of(document, Options(mode="publish") if publish else None)


OLD = made("开头。", "旧的一句话。")
NEW = made("开头。", "新的一句话。", pictures=("a.png", "b.png"))


def perform(channel: WeChat, edition: Edition, sent: Sent) -> Sent:
    """Everything up to a publish job, which is waited for elsewhere."""
    for each in edition.parts:
        if each.kind != "publish":
            sent[each.key] = taken(channel.send(each, sent))
    return sent


def drafted(channel: WeChat, edition: Edition = OLD) -> Sent:
    return perform(channel, edition, {})


def published(channel: WeChat, control: Control, edition: Edition = OLD) -> Sent:
    sent = drafted(channel, edition)
    job = channel.send(Part("publish", "publish", {"media_id": sent["draft"].id}), sent)
    assert isinstance(job, Accepted)
    control("clock", advance=60)
    seen = channel.look(job)
    assert isinstance(seen, Live)
    return sent | {"publish": seen.receipt}


def edit_of(channel: WeChat, sent: Sent) -> Part:
    revised = channel.revise(OLD, sent, NEW)
    uploads = [p for p in revised.parts if p.media]
    sent.update({p.key: taken(channel.send(p, sent)) for p in uploads})
    return revised.parts[-1]


def person(control: Control, action: str, sent: Sent, **details: Any) -> Any:
    return control(f"do/wechat/{action}", media_id=sent["draft"].id, **details)


def post(control: Control) -> Any:
    (found,) = control("feeds?service=wechat")[0]["posts"]
    return found


# --- editing ----------------------------------------------------------------------------------


def test_a_draft_becomes_the_new_edition_in_its_place(channel: WeChat, control: Control) -> None:
    sent = drafted(channel)

    perform(channel, channel.revise(OLD, sent, NEW), sent)

    assert "新的一句话。" in post(control)["text"]
    assert len(post(control)["pictures"]) == 2
    assert post(control)["id"] == sent["draft"].id
    assert post(control)["details"]["content_source_url"] == URL
    assert post(control)["details"]["ignored_keys"] == []
    assert len(calls(control, "media/uploadimg")) == 2
    assert len(calls(control, "draft/add")) == 1
    assert channel.inspect(NEW, sent) == Untouched()


def test_an_edit_is_raw_utf8_and_holds_one_article(channel: WeChat, control: Control) -> None:
    sent = drafted(channel)

    channel.send(edit_of(channel, sent), sent)

    (call,) = calls(control, "draft/update")
    assert "新的一句话" in call["body"]
    assert '"index": 0, "articles": {' in call["body"]


def test_the_same_edit_twice_is_one_call(channel: WeChat, control: Control) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    first = channel.send(edit, sent)

    again = channel.send(edit, sent)

    assert again == first
    assert len(calls(control, "draft/update")) == 1


def test_two_edits_follow_each_other(channel: WeChat, control: Control) -> None:
    third = made("第三稿。", pictures=())
    sent = drafted(channel)
    perform(channel, channel.revise(OLD, sent, NEW), sent)

    perform(channel, channel.revise(NEW, sent, third), sent)

    assert post(control)["text"] == "第三稿。"


def test_an_edited_draft_is_published_and_found_by_its_new_title(
    channel: WeChat, control: Control
) -> None:
    old, document = made("旧。", publish=True), Document((paragraph("新。"),))
    new = edition_of(document, Options(mode="publish"), canonical_url=f"{URL}2/")
    sent = drafted(channel, old)
    revised = channel.revise(old, sent, new)
    perform(channel, revised, sent)
    begun = intent(channel)
    fault(control, "freepublish/submit", "reset", "stored")

    with pytest.raises(OutcomeUnknown):
        channel.send(revised.parts[-1], sent)
    control("clock", advance=60)

    assert isinstance(channel.find(revised.parts[-1], sent, begun), Found)


def test_an_article_that_grew_too_long_is_not_sent(channel: WeChat, control: Control) -> None:
    sent = drafted(channel)
    (edit,) = channel.revise(OLD, sent, made(*["很长的一句话。"] * 1_500)).parts

    with pytest.raises(Rejected, match="Nothing was sent"):
        channel.send(edit, sent)

    assert calls(control, "draft/update") == []


def test_a_published_article_is_not_touched(channel: WeChat, control: Control) -> None:
    sent = published(channel, control)
    before = len(control("calls"))

    revised = channel.revise(OLD, sent, NEW)

    assert revised.parts == ()
    assert len(revised.problems) >= 2
    assert len(control("calls")) == before


def test_the_other_channels_are_not_named(channel: WeChat) -> None:
    assert channel.also_on(OLD, {"Telegram": "https://t.me/weekly/7"}, "zh") is OLD


# --- what a person did ------------------------------------------------------------------------


TOUCHES: dict[str, Any] = {
    "title": {"title": "别的题"},
    "text": {"content": "<section><p>别的文字</p></section>"},
    "digest": {"digest": "别的摘要"},
    "byline": {"author": "别人"},
    "link to the original": {"content_source_url": "https://else.example/"},
}


@pytest.mark.parametrize("what", TOUCHES)
def test_a_touched_draft_is_never_overwritten_but_asked_about(
    channel: WeChat, control: Control, what: str
) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    person(control, "edit_draft", sent, **TOUCHES[what])

    seen = channel.inspect(OLD, sent)
    with pytest.raises(OutcomeUnknown) as raised:
        channel.send(edit, sent)
    found = channel.find(edit, sent, intent(channel))

    assert isinstance(seen, Touched)
    assert what in seen.what
    assert raised.value.code == "touched"
    assert isinstance(found, CannotTell)
    assert found.where == channel._options.web
    assert calls(control, "draft/update") == []


def test_an_article_that_a_person_added_is_asked_about(channel: WeChat, control: Control) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    person(control, "add_article", sent)

    assert channel.inspect(OLD, sent) == Touched("Someone has changed how many articles it has.")
    with pytest.raises(OutcomeUnknown):
        channel.send(edit, sent)


def test_a_replaced_picture_is_noticed(channel: WeChat, control: Control) -> None:
    sent = drafted(channel)
    content = post(control)["details"]["content"].replace("mmbiz_png/", "mmbiz_png/other")
    person(control, "edit_draft", sent, content=content)

    assert isinstance(channel.inspect(OLD, sent), Touched)


@pytest.mark.parametrize("kept", [True, False])
def test_what_wechat_changes_by_itself_is_not_touched(
    channel: WeChat, control: Control, *, kept: bool
) -> None:
    control("switches", service="wechat", name="readback_source_url", value=kept)
    sent = drafted(channel)

    assert channel.inspect(OLD, sent) == Untouched()
    channel.send(edit_of(channel, sent), sent)

    assert "新的一句话。" in post(control)["text"]


def test_a_touched_draft_is_overwritten_once_a_person_has_agreed(
    channel: WeChat, control: Control
) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    person(control, "edit_draft", sent, title="别的题")

    channel.send(regardless(edit), sent)

    assert post(control)["title"] == "周刊 7: 小模型"


def test_a_deleted_draft_is_gone_and_asked_about(channel: WeChat, control: Control) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    person(control, "delete_draft", sent)

    seen = channel.inspect(OLD, sent)
    with pytest.raises(OutcomeUnknown) as raised:
        channel.send(edit, sent)

    assert seen == Gone(channel._options.web)
    assert raised.value.code == "gone"
    assert isinstance(channel.find(edit, sent, intent(channel)), CannotTell)


def test_a_draft_that_a_person_published_is_released(channel: WeChat, control: Control) -> None:
    sent = drafted(channel)
    person(control, "publish_draft", sent)

    seen = channel.inspect(OLD, sent)

    assert isinstance(seen, Released)
    assert "/s?" in seen.url


def test_what_was_sent_to_all_followers_is_in_no_list(channel: WeChat, control: Control) -> None:
    sent = drafted(channel)
    person(control, "publish_draft", sent, how="mass")

    assert channel.inspect(OLD, sent) == Gone(channel._options.web)


@pytest.mark.parametrize("action", ["draft_published", "draft_deleted"])
def test_a_person_between_the_look_and_the_call_makes_it_wait_and_look_again(
    channel: WeChat, control: Control, action: str
) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    fault(control, "draft/update", action, details={"media_id": sent["draft"].id})

    with pytest.raises(TryLater):
        channel.send(edit, sent)
    with pytest.raises(OutcomeUnknown) as raised:
        channel.send(edit, sent)

    assert raised.value.code == "gone"


def test_a_published_article_that_stands_there_is_untouched(
    channel: WeChat, control: Control
) -> None:
    sent = published(channel, control)

    assert channel.inspect(OLD, sent) == Untouched()


@pytest.mark.parametrize("deleted", ["marked", "absent"])
def test_a_published_article_that_a_person_deleted_is_gone(
    channel: WeChat, control: Control, deleted: str
) -> None:
    control("switches", service="wechat", name="deleted_articles", value=deleted)
    sent = published(channel, control)
    control("do/wechat/delete_article", article_id=sent["publish"].id)

    assert channel.inspect(OLD, sent) == Gone(channel._options.web)


def test_an_article_that_a_person_published_cannot_be_looked_at(
    channel: WeChat, control: Control
) -> None:
    sent = drafted(channel) | {"publish": Receipt("s", "https://mp.weixin.qq.com/s?sn=1")}
    before = len(control("calls"))

    assert channel.inspect(OLD, sent) == Untouched()
    assert len(control("calls")) == before


def test_nothing_of_ours_is_as_we_left_it(channel: WeChat, control: Control) -> None:
    assert channel.inspect(OLD, {}) == Untouched()
    assert control("calls") == []


# --- doubt ------------------------------------------------------------------------------------


def until(channel: WeChat, control: Control, kind: str) -> tuple[Part, Sent]:
    """The part of this kind, with everything before it done."""
    if kind == "edit":
        sent = drafted(channel)
        return edit_of(channel, sent), sent
    sent = published(channel, control) if kind == "unpublish" else drafted(channel)
    (part,) = channel.remove(sent).parts
    return part, sent


@pytest.mark.parametrize("action", ["reset", "close", "truncate", "garbage"])
def test_a_lost_answer_to_an_edit_is_tried_again_and_found_done(
    channel: WeChat, control: Control, action: str
) -> None:
    edit, sent = until(channel, control, "edit")
    fault(control, "draft/update", action, "stored")

    with pytest.raises(TryLater):
        channel.send(edit, sent)

    found = channel.find(edit, sent, intent(channel))
    assert isinstance(found, Found)
    assert channel.send(edit, sent) == found.receipt
    assert len(calls(control, "draft/update")) == 1


@pytest.mark.parametrize("action", ["reset", "close", "truncate", "garbage"])
@pytest.mark.parametrize("kind", ["delete", "unpublish"])
def test_a_removal_that_stands_after_a_lost_answer_is_found(
    channel: WeChat, control: Control, kind: str, action: str
) -> None:
    part, sent = until(channel, control, kind)
    fault(control, OPERATIONS[kind], action, "stored")

    with pytest.raises(OutcomeUnknown):
        channel.send(part, sent)

    assert isinstance(channel.find(part, sent, intent(channel)), Found)
    assert len(calls(control, OPERATIONS[kind])) == 1


@pytest.mark.parametrize("kind", OPERATIONS)
def test_what_never_arrived_is_absent(channel: WeChat, control: Control, kind: str) -> None:
    part, sent = until(channel, control, kind)
    fault(control, OPERATIONS[kind], "reset")

    with pytest.raises((OutcomeUnknown, TryLater)):
        channel.send(part, sent)

    assert channel.find(part, sent, intent(channel)) == Absent()
    channel.send(part, sent)


@pytest.mark.parametrize(
    ("kind", "error"),
    [("edit", TryLater), ("delete", OutcomeUnknown), ("unpublish", OutcomeUnknown)],
)
def test_a_busy_system_leaves_doubt_where_repeating_would_show(
    channel: WeChat, control: Control, kind: str, error: type[Exception]
) -> None:
    part, sent = until(channel, control, kind)
    fault(control, OPERATIONS[kind], "errcode", details={"errcode": -1})

    with pytest.raises(error):
        channel.send(part, sent)


def test_a_change_of_look_alone_is_made_once_more_when_in_doubt(
    channel: WeChat, control: Control
) -> None:
    sent = drafted(channel)
    (draft,) = [p for p in OLD.parts if p.kind == "draft"]
    payload: Any = {"articles": [{**draft.payload["articles"][0]}]}  # type: ignore[index,call-overload,dict-item]
    payload["articles"][0]["content"] = payload["articles"][0]["content"].replace("16px", "15px")
    new = Edition("wechat", (*OLD.parts[:-1], Part("draft", "draft", payload)))
    (edit,) = channel.revise(OLD, sent, new).parts

    channel.send(edit, sent)

    assert channel.find(edit, sent, intent(channel)) == Absent()
    assert "15px" in post(control)["details"]["content"]


# --- removing ---------------------------------------------------------------------------------


def test_a_draft_is_deleted(channel: WeChat, control: Control) -> None:
    sent = drafted(channel)

    perform(channel, channel.remove(sent), sent)

    assert control("feeds?service=wechat")[0]["posts"] == []
    assert channel.remove(sent).parts == ()


@pytest.mark.parametrize("deleted", ["marked", "absent"])
def test_a_published_article_is_deleted(channel: WeChat, control: Control, deleted: str) -> None:
    control("switches", service="wechat", name="deleted_articles", value=deleted)
    sent = published(channel, control)
    (part,) = channel.remove(sent).parts

    channel.send(part, sent)
    channel.send(part, sent)

    assert control("feeds?service=wechat")[0]["posts"] == []
    assert len(calls(control, "freepublish/delete")) == 1
    assert isinstance(channel.find(part, sent, intent(channel)), Found)


@pytest.mark.parametrize("action", ["edit_draft", "add_article"])
def test_what_a_person_has_worked_on_is_not_deleted(
    channel: WeChat, control: Control, action: str
) -> None:
    sent = drafted(channel)
    (delete,) = channel.remove(sent).parts
    person(control, action, sent, title="别的题")

    with pytest.raises(OutcomeUnknown) as raised:
        channel.send(delete, sent)

    assert raised.value.code == "touched"
    assert isinstance(channel.find(delete, sent, intent(channel)), CannotTell)
    assert calls(control, "draft/delete") == []


def test_a_touched_draft_is_deleted_once_a_person_has_agreed(
    channel: WeChat, control: Control
) -> None:
    sent = drafted(channel)
    (delete,) = channel.remove(sent).parts
    person(control, "edit_draft", sent, title="别的题")

    channel.send(regardless(delete), sent)

    assert control("feeds?service=wechat")[0]["posts"] == []


@pytest.mark.parametrize("action", ["publish_draft", "delete_draft"])
def test_a_draft_that_left_the_box_is_not_taken_for_deleted(
    channel: WeChat, control: Control, action: str
) -> None:
    sent = drafted(channel)
    (delete,) = channel.remove(sent).parts
    person(control, action, sent)

    with pytest.raises(Rejected) as raised:
        channel.send(delete, sent)

    assert raised.value.code == "gone"
    assert "backstage" in raised.value.next_step
