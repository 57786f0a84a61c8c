"""Edits and deletions at the stand-in: what they do, and what they leave to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from adapters.base import Absent, CannotTell, Edition, Found, Part, Receipt
from adapters.errors import NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.overwriting import regardless
from adapters.remote import Gone, Released, Touched, Untouched
from adapters.substack import Substack
from tests.adapters.substack.samples import document, edition_of, part
from tests.adapters.substack.test_client import body, calls, fault, intent, send_until

Control = Callable[..., Any]
Sent = dict[str, Receipt]
OLD = "Opening.\n\n## One\n\nText[^1].\n\n![](img/a.png)\n\n[^1]: Note."
NEW = "Opening.\n\n## One\n\nOther text[^1].\n\n![](img/a.png)\n\n![](img/b.png)\n\n[^1]: Note."
OPERATIONS = {
    "edit": "drafts/put",
    "republish": "publish",
    "unpublish": "unpublish",
    "delete": "drafts/delete",
}


def person(control: Control, action: str, sent: Sent, **details: Any) -> None:
    control(f"do/substack/{action}", id=int(sent["draft"].id), **details)


def perform(channel: Substack, revised: Edition, sent: Sent) -> Sent:
    for each in revised.parts:
        sent[each.key] = channel.send(each, sent)
    return sent


def stored(channel: Substack, sent: Sent) -> Any:
    return channel._client.draft(sent["draft"].id)


def post(control: Control) -> Any:
    (found,) = control("feeds?service=substack")[0]["posts"]
    return found


def drafted(channel: Substack, mode: str = "draft") -> Sent:
    return send_until(channel, edition_of(OLD, mode), "publish")


def published(channel: Substack, mode: str = "web") -> Sent:
    return send_until(channel, edition_of(OLD, mode), "nothing")


def edit_of(channel: Substack, sent: Sent, mode: str = "draft") -> Part:
    revised = channel.revise(edition_of(OLD, mode), sent, edition_of(NEW, mode))
    uploads = {p.key: channel.send(p, sent) for p in revised.parts if p.media}
    sent.update(uploads)
    return part(revised, "edit")


# --- editing ----------------------------------------------------------------------------------


def test_a_draft_becomes_the_new_edition_in_one_call(channel: Substack, control: Control) -> None:
    sent = drafted(channel)
    new = edition_of(NEW)

    revised = channel.revise(edition_of(OLD), sent, new)
    perform(channel, revised, sent)

    assert "Other text" in post(control)["text"]
    assert len(post(control)["pictures"]) == 2
    assert post(control)["details"]["editor_faults"] == []
    assert len(calls(control, "image")) == 2
    assert len(calls(control, "drafts/create")) == 1
    assert channel.inspect(new, sent) == Untouched()


def test_the_edit_holds_the_lock_of_what_was_read(channel: Substack, control: Control) -> None:
    sent = drafted(channel)
    read = stored(channel, sent)["draft_updated_at"]

    channel.send(edit_of(channel, sent), sent)

    assert body(calls(control, "drafts/put")[-1])["last_updated_at"] == read


def test_a_public_post_is_edited_for_its_readers_and_mails_nobody(
    channel: Substack, control: Control
) -> None:
    sent = published(channel, "web+email")
    revised = channel.revise(edition_of(OLD, "web+email"), sent, edition_of(NEW, "web+email"))

    perform(channel, revised, sent)

    assert "Other text" in post(control)["text"]
    assert post(control)["kind"] == "post"
    assert len(control("do/substack/mails", any="")) == 1
    assert sent["edit/publish"].url == sent["publish"].url


def test_the_same_edit_twice_is_one_call(channel: Substack, control: Control) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    first = channel.send(edit, sent)

    again = channel.send(edit, sent)

    assert again == first
    assert len(calls(control, "drafts/put")) == 2  # the settings, and the edit


def test_a_publish_call_that_was_to_come_takes_the_edited_text_for_approved(
    channel: Substack, control: Control
) -> None:
    sent = drafted(channel, "web")

    perform(channel, channel.revise(edition_of(OLD, "web"), sent, edition_of(NEW, "web")), sent)

    assert post(control)["kind"] == "post"
    assert "Other text" in post(control)["text"]


def test_two_edits_follow_each_other(channel: Substack, control: Control) -> None:
    first, second, third = (edition_of(text) for text in (OLD, NEW, "Third."))
    sent = send_until(channel, first, "publish")
    perform(channel, channel.revise(first, sent, second), sent)

    perform(channel, channel.revise(second, sent, third), sent)

    assert post(control)["text"] == "Third."


def test_a_line_that_names_the_others_is_added_once(channel: Substack, control: Control) -> None:
    old, links = edition_of(OLD, "web"), {"Telegram": "https://t.me/weekly/7"}
    sent = published(channel)
    named = channel.also_on(old, links, "en")

    perform(channel, channel.revise(old, sent, named), sent)
    again = channel.revise(named, sent, channel.also_on(named, links, "en"))

    assert "Also on: Telegram" in post(control)["text"]
    assert again.parts == ()
    assert document(named)["content"][-1]["type"] == "footnote"


# --- what a person did ------------------------------------------------------------------------


TOUCHES = {
    "title": {"draft_title": "Another title"},
    "text": {"draft_body": '{"type":"doc","content":[{"type":"paragraph"}]}'},
    "slug": {"slug": "another"},
    "description": {"description": "Another"},
    "cover": {"cover_image": "https://substackcdn.com/image/fetch/other.png"},
}


@pytest.mark.parametrize("what", ["title", "text", "slug", "description"])
def test_a_touched_draft_is_never_overwritten_but_asked_about(
    channel: Substack, control: Control, what: str
) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    person(control, "edit_draft", sent, **TOUCHES[what])

    seen = channel.inspect(edition_of(OLD), sent)
    with pytest.raises(OutcomeUnknown) as raised:
        channel.send(edit, sent)
    found = channel.find(edit, sent, intent())

    assert isinstance(seen, Touched)
    assert what.replace("slug", "address") in seen.what
    assert raised.value.code == "touched"
    assert isinstance(found, CannotTell)
    assert found.where.endswith(f"/publish/post/{sent['draft'].id}")
    assert len(calls(control, "drafts/put")) == 1


def test_a_cover_that_we_set_is_watched(channel: Substack, control: Control) -> None:
    old = edition_of("Text.")
    settings = part(old, "settings")
    settings.payload["cover_image"] = "https://example.org/ours.png"  # type: ignore[index,call-overload]
    sent = send_until(channel, old, "publish")
    person(control, "edit_draft", sent, **TOUCHES["cover"])

    assert channel.inspect(old, sent) == Touched("Someone has changed its cover.")


def test_the_address_of_a_public_post_is_the_writer_s(channel: Substack, control: Control) -> None:
    sent = published(channel)
    person(control, "edit_draft", sent, slug="another")

    seen = channel.inspect(edition_of(OLD, "web"), sent)
    perform(channel, channel.revise(edition_of(OLD, "web"), sent, edition_of(NEW, "web")), sent)

    assert seen == Untouched()
    assert str(sent["edit/publish"].url).endswith("/p/another")


def test_a_scheduled_draft_is_touched(channel: Substack, control: Control) -> None:
    sent = drafted(channel)
    person(control, "schedule_draft", sent)

    assert channel.inspect(edition_of(OLD), sent) == Touched(
        "Someone has changed when it is published."
    )


@pytest.mark.parametrize("vocabulary", ["snake_case", "mixed", "camelCase"])
def test_a_draft_that_a_person_only_looked_at_is_edited(
    channel: Substack, control: Control, vocabulary: str
) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    control("switches", service="substack", name="editor_vocabulary", value=vocabulary)
    person(control, "open_in_editor", sent)

    assert channel.inspect(edition_of(OLD), sent) == Untouched()
    channel.send(edit, sent)

    assert "Other text" in post(control)["text"]


def test_a_touched_draft_is_overwritten_once_a_person_has_agreed(
    channel: Substack, control: Control
) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    person(control, "edit_draft", sent, draft_body='{"type":"doc"}')

    channel.send(regardless(edit), sent)

    assert "Other text" in post(control)["text"]


@pytest.mark.parametrize("stale", ["409", "400"])
def test_a_person_between_the_look_and_the_call_is_not_overwritten(
    channel: Substack, control: Control, stale: str
) -> None:
    control("switches", service="substack", name="stale", value=stale)
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    fault(control, "drafts/put", "draft_edited", "received", details={"draft_title": "Theirs"})

    with pytest.raises(OutcomeUnknown) as raised:
        channel.send(edit, sent)

    assert raised.value.code == "stale"
    assert stored(channel, sent)["draft_title"] == "Theirs"
    assert isinstance(channel.find(edit, sent, intent()), CannotTell)


def test_a_lock_that_was_stale_for_no_change_is_tried_again(
    channel: Substack, control: Control
) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    fault(control, "drafts/put", "out_of_date", "received")

    with pytest.raises(OutcomeUnknown):
        channel.send(edit, sent)

    assert channel.find(edit, sent, intent()) == Absent()


def test_a_deleted_draft_is_gone_and_asked_about(channel: Substack, control: Control) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    person(control, "delete_draft", sent)

    seen = channel.inspect(edition_of(OLD), sent)
    with pytest.raises(OutcomeUnknown) as raised:
        channel.send(edit, sent)

    assert seen == Gone(str(sent["draft"].url))
    assert raised.value.code == "gone"
    assert isinstance(channel.find(edit, sent, intent()), CannotTell)


def test_a_draft_that_a_person_published_is_released(channel: Substack, control: Control) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    person(control, "publish_draft", sent)

    seen = channel.inspect(edition_of(OLD), sent)
    with pytest.raises(OutcomeUnknown) as raised:
        channel.send(edit, sent)

    assert isinstance(seen, Released)
    assert seen.url.endswith("/p/issue-7")
    assert raised.value.code == "released"
    assert isinstance(channel.find(edit, sent, intent()), CannotTell)


def test_once_that_is_known_it_is_edited_as_a_public_post(
    channel: Substack, control: Control
) -> None:
    old, new = edition_of(OLD), edition_of(NEW)
    sent = drafted(channel)
    person(control, "publish_draft", sent)
    released = channel.inspect(old, sent)
    assert isinstance(released, Released)
    sent["publish"] = Receipt(sent["draft"].id, released.url)

    perform(channel, channel.revise(old, sent, new), sent)

    assert "Other text" in post(control)["text"]
    assert control("do/substack/mails", any="") == []


def test_a_post_that_a_person_took_back_is_not_published_anew(
    channel: Substack, control: Control
) -> None:
    sent = published(channel)
    revised = channel.revise(edition_of(OLD, "web"), sent, edition_of(NEW, "web"))
    edited = {p.key: channel.send(p, sent) for p in revised.parts if p.kind == "image"}
    sent |= edited
    sent["edit/draft"] = channel.send(part(revised, "edit"), sent)
    person(control, "unpublish_post", sent)

    with pytest.raises(OutcomeUnknown) as raised:
        channel.send(part(revised, "republish"), sent)

    assert raised.value.code == "withdrawn"
    assert isinstance(channel.inspect(edition_of(NEW, "web"), sent), Touched)
    assert isinstance(channel.find(part(revised, "republish"), sent, intent()), CannotTell)
    assert len(calls(control, "publish")) == 1


@pytest.mark.parametrize(
    ("touch", "error", "code"),
    [
        ({"draft_title": "Theirs"}, OutcomeUnknown, "touched"),
        ({"should_send_email": True}, Rejected, "email"),
    ],
)
def test_what_a_person_changed_after_the_edit_is_not_published(
    channel: Substack, control: Control, touch: Any, error: type[Exception], code: str
) -> None:
    sent = published(channel)
    revised = channel.revise(edition_of(OLD, "web"), sent, edition_of(NEW, "web"))
    sent |= {p.key: channel.send(p, sent) for p in revised.parts if p.kind == "image"}
    sent["edit/draft"] = channel.send(part(revised, "edit"), sent)
    person(control, "edit_draft", sent, **touch)

    with pytest.raises(error) as raised:
        channel.send(part(revised, "republish"), sent)

    assert raised.value.code == code  # type: ignore[attr-defined]
    assert len(calls(control, "publish")) == 1


def test_nothing_of_ours_is_as_we_left_it(channel: Substack, control: Control) -> None:
    assert channel.inspect(edition_of(OLD), {}) == Untouched()
    assert control("calls") == []


# --- doubt ------------------------------------------------------------------------------------


def until(channel: Substack, kind: str) -> tuple[Part, Sent]:
    """A part of this kind, with everything before it done."""
    sent = published(channel)
    revised = channel.revise(edition_of(OLD, "web"), sent, edition_of(NEW, "web"))
    parts = revised.parts if kind in ("edit", "republish") else channel.remove(sent).parts
    for each in parts:
        if each.kind == kind:
            return each, sent
        sent[each.key] = channel.send(each, sent)
    raise AssertionError(kind)


@pytest.mark.parametrize("action", ["reset", "close", "truncate", "garbage"])
@pytest.mark.parametrize("kind", ["edit", "republish"])
def test_an_edit_that_stands_after_a_lost_answer_is_found(
    channel: Substack, control: Control, kind: str, action: str
) -> None:
    one, sent = until(channel, kind)
    before = len(calls(control, OPERATIONS[kind]))
    fault(control, OPERATIONS[kind], action, "stored")

    with pytest.raises(OutcomeUnknown):
        channel.send(one, sent)

    assert isinstance(channel.find(one, sent, intent()), Found)
    assert len(calls(control, OPERATIONS[kind])) == before + 1


@pytest.mark.parametrize("action", ["reset", "close"])
@pytest.mark.parametrize("kind", ["unpublish", "delete"])
def test_a_removal_that_stands_after_a_lost_answer_is_found(
    channel: Substack, control: Control, kind: str, action: str
) -> None:
    one, sent = until(channel, kind)
    fault(control, OPERATIONS[kind], action, "stored")

    with pytest.raises(OutcomeUnknown):
        channel.send(one, sent)

    assert channel.find(one, sent, intent()) == Found(Receipt(sent["draft"].id))


@pytest.mark.parametrize("kind", OPERATIONS)
def test_what_never_arrived_is_absent(channel: Substack, control: Control, kind: str) -> None:
    one, sent = until(channel, kind)
    fault(control, OPERATIONS[kind], "reset", "received")

    with pytest.raises(OutcomeUnknown):
        channel.send(one, sent)

    assert channel.find(one, sent, intent()) == Absent()
    channel.send(one, sent)


@pytest.mark.parametrize("kind", OPERATIONS)
def test_a_look_that_fails_has_sent_nothing(channel: Substack, control: Control, kind: str) -> None:
    one, sent = until(channel, kind)
    before = len(calls(control, OPERATIONS[kind]))
    fault(control, "drafts/get", "reset", "received")

    with pytest.raises(TryLater):
        channel.send(one, sent)

    assert len(calls(control, OPERATIONS[kind])) == before


def test_a_change_of_settings_alone_is_published_once_more_when_in_doubt(
    channel: Substack, control: Control
) -> None:
    old, new = edition_of("Text.", "web"), edition_of("Text.", "web")
    part(new, "settings").payload["description"] = "Another"  # type: ignore[index,call-overload]
    sent = send_until(channel, old, "nothing")
    revised = channel.revise(old, sent, new)
    sent["edit/draft"] = channel.send(part(revised, "edit"), sent)
    fault(control, "publish", "reset", "stored")

    with pytest.raises(OutcomeUnknown):
        channel.send(part(revised, "republish"), sent)

    assert channel.find(part(revised, "republish"), sent, intent()) == Absent()


def test_bytes_that_nobody_sees_are_told_from_the_old_ones(
    channel: Substack, control: Control
) -> None:
    old = edition_of("```\ncode\n```")
    sent = send_until(channel, old, "publish")
    new = edition_of("```plaintext\ncode\n```")
    part(new, "draft").payload["draft_body"] += " "  # type: ignore[index,call-overload,operator]
    edit = part(channel.revise(old, sent, new), "edit")

    assert channel.find(edit, sent, intent()) == Absent()
    channel.send(edit, sent)

    assert isinstance(channel.find(edit, sent, intent()), Found)


# --- removing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["draft", "web"])
def test_nothing_is_left_of_it(channel: Substack, control: Control, mode: str) -> None:
    sent = send_until(channel, edition_of(OLD, mode), "nothing")

    removed = perform(channel, channel.remove(sent), sent)

    assert control("feeds?service=substack")[0]["posts"] == []
    assert channel.remove(removed).parts == ()


@pytest.mark.parametrize(
    ("action", "details", "code"),
    [("edit_draft", {"draft_title": "Theirs"}, "touched"), ("publish_draft", {}, "released"),
     ("schedule_draft", {}, "touched")],
)  # fmt: skip
def test_what_a_person_has_worked_on_is_not_deleted(
    channel: Substack, control: Control, action: str, details: Any, code: str
) -> None:
    sent = drafted(channel)
    (delete,) = channel.remove(sent).parts
    person(control, action, sent, **details)

    with pytest.raises(OutcomeUnknown) as raised:
        channel.send(delete, sent)

    assert raised.value.code == code
    assert isinstance(channel.find(delete, sent, intent()), CannotTell)
    assert calls(control, "drafts/delete") == []


def test_a_touched_draft_is_deleted_once_a_person_has_agreed(
    channel: Substack, control: Control
) -> None:
    sent = drafted(channel)
    (delete,) = channel.remove(sent).parts
    person(control, "edit_draft", sent, draft_title="Theirs")

    channel.send(regardless(delete), sent)

    assert control("feeds?service=substack")[0]["posts"] == []


@pytest.mark.parametrize("kind", ["unpublish", "delete"])
def test_what_a_person_removed_already_needs_no_call(
    channel: Substack, control: Control, kind: str
) -> None:
    one, sent = until(channel, kind)
    person(control, "delete_draft", sent)

    assert channel.send(one, sent).id == sent["draft"].id
    assert calls(control, OPERATIONS[kind]) == []


# --- looking for what an ordinary release sent ------------------------------------------------


@pytest.mark.parametrize("kind", ["settings", "publish"])
def test_a_draft_that_was_deleted_meanwhile_is_left_to_a_person(
    channel: Substack, control: Control, kind: str
) -> None:
    edition = edition_of(OLD, "web")
    sent = send_until(channel, edition, kind)
    person(control, "delete_draft", sent)

    assert isinstance(channel.find(part(edition, kind), sent, intent()), CannotTell)


def test_a_draft_that_vanishes_while_one_looks_is_not_ours(
    channel: Substack, control: Control
) -> None:
    edition = edition_of(OLD)
    sent = send_until(channel, edition, "settings")
    fault(control, "drafts/get", "draft_deleted", "received")

    assert channel.find(part(edition, "draft"), sent, intent()) == Absent()


def test_a_receipt_of_a_post_says_when_it_came_out_and_was_mailed(channel: Substack) -> None:
    sent = published(channel, "web+email")

    assert sent["publish"].details["slug"] == "issue-7"
    assert sent["publish"].details["post_date"]
    assert sent["publish"].details["email_sent_at"]


def test_lists_are_read_in_the_order_that_each_has(channel: Substack, control: Control) -> None:
    channel.find(part(edition_of(OLD), "draft"), drafted(channel), intent())

    queries = [call["query"] for call in control("calls") if "post_management" in call["operation"]]
    assert [(q["order_by"], q["order_direction"]) for q in queries] == [
        ("draft_updated_at", "desc"), ("trigger_at", "asc"), ("post_date", "desc"),
    ]  # fmt: skip


def test_an_ended_session_stops_an_edit(channel: Substack, control: Control) -> None:
    sent = drafted(channel)
    edit = edit_of(channel, sent)
    control("do/substack/expire_cookie", any="")

    with pytest.raises(NotAllowed):
        channel.send(edit, sent)
