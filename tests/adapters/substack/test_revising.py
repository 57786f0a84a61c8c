"""Edits and deletions as parts: pure, from two editions and the receipts of the first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.base import Edition, Media, Part, Phase, Receipt
from adapters.overwriting import regardless
from adapters.references import json_escape, resolve
from adapters.substack.readback import digest
from adapters.substack.revising import remove, revise
from tests.adapters.substack.samples import edition_of, part, payload
from tests.witness.documents import Made, documents

EDITOR = "https://name.substack.com/publish/post/175"
BUCKET = "https://substack-post-media.s3.amazonaws.com/public/images"
OLD, NEW = "Opening.\n\n## One\n\nOld.", "Opening.\n\n## One\n\nNew."
Sent = dict[str, Receipt]


def receipts(edition: Edition, *, public: bool = False, mailed: bool = False) -> Sent:
    """What a service would have answered to everything up to the settings, or to all of it."""
    sent = {p.key: Receipt(p.key, f"{BUCKET}/{p.key}.png") for p in edition.parts if p.media}
    draft = fields(edition, sent)
    sent["draft"] = Receipt("175", EDITOR, {"digest": digest(draft)})
    sent["settings"] = Receipt("175", EDITOR)
    if public:
        details: dict[str, Any] = {"email_sent_at": "2025-11-03T00:00:00Z" if mailed else None}
        sent["publish"] = Receipt("175", "https://name.substack.com/p/issue-7", details)
    return sent


def fields(edition: Edition, sent: Sent) -> dict[str, Any]:
    """The fields of draft and settings as the service is told."""
    told = {**payload(edition, "draft"), **payload(edition, "settings")}
    made_once = ("type", "draft_bylines")
    known = {name: value for name, value in told.items() if name not in made_once}
    return dict(resolve(known, sent, escapes={"draft_body": json_escape}))


def request(edition: Edition, sent: Sent) -> dict[str, Any]:
    """What the edit PUTs, with the addresses of new pictures; {} without an edit."""
    edits = [p for p in edition.parts if p.kind == "edit"]
    filled = [resolve(p.payload, sent, escapes={"draft_body": json_escape}) for p in edits]
    return dict(filled[0]["request"]) if filled else {}


def job(one: Part) -> Any:
    return one.payload


def keys(edition: Edition) -> list[str]:
    return [p.key for p in edition.parts]


def codes(edition: Edition) -> list[str]:
    return [problem.code for problem in edition.problems]


def with_settings(edition: Edition, **changes: Any) -> Edition:
    changed = {**payload(edition, "settings"), **changes}
    left = {name: value for name, value in changed.items() if value is not None}
    return replaced(edition, replace(part(edition, "settings"), payload=left))


def replaced(edition: Edition, new: Part) -> Edition:
    parts = tuple(new if old.key == new.key else old for old in edition.parts)
    return replace(edition, parts=parts)


# --- any pair ---------------------------------------------------------------------------------


def body(made: Made) -> str:
    return made.markdown.split(f"\n{made.markdown[:3]}\n", 1)[1]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=documents(most=5),
    after=documents(most=5),
    slug=st.sampled_from(["issue-7", "issue-8"]),
    mode=st.sampled_from(["draft", "web", "web+email"]),
    public=st.booleans(),
    cover=st.sampled_from([None, "https://example.org/cover.png"]),
)
def test_an_edit_leads_to_the_new_edition_or_its_difference_is_named(
    before: Made, after: Made, slug: str, mode: str, cover: str | None, *, public: bool
) -> None:
    old = edition_of(body(before), mode)
    new = with_settings(edition_of(body(after), mode, slug=slug), cover_image=cover)
    sent = receipts(old, public=public)

    revised = revise(old, sent, new)

    everything = receipts(new) | sent
    standing = fields(old, sent) | request(revised, everything)
    wanted = {"cover_image": "", **fields(new, everything)}
    stays = {"slug", "should_send_email"} if public else set()
    assert {"cover_image": "", **standing} | dict.fromkeys(stays) == wanted | dict.fromkeys(stays)
    assert ("by-hand" in codes(revised)) is (public and slug != "issue-7")
    assert not public or not request(revised, everything).get("should_send_email", False)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=documents(most=5), public=st.booleans())
def test_an_unchanged_edition_needs_no_edit(made: Made, *, public: bool) -> None:
    old = edition_of(body(made), "web")
    sent = receipts(old, public=public)

    revised = revise(old, sent, edition_of(body(made), "web"))

    assert keys(revised) == ([] if public else ["publish"])
    assert revised.problems == ()


# --- a draft ----------------------------------------------------------------------------------


def test_a_draft_is_edited_in_one_call_before_its_time() -> None:
    old, new = edition_of(OLD), edition_of(NEW)

    (edit,) = revise(old, receipts(old), new).parts

    assert (edit.key, edit.kind, edit.phase) == ("edit/draft", "edit", Phase.PREPARE)
    assert edit.repeatable is False
    assert set(job(edit)["request"]) == {"draft_body"}


def test_the_edit_says_what_it_expects_to_find() -> None:
    old, new = edition_of(OLD), edition_of(NEW)

    (edit,) = revise(old, receipts(old), new).parts

    stands = job(edit)["stands"]
    assert stands["draft_title"] == "Small Models 7: Quiet"
    assert stands["slug"] == "issue-7"
    assert stands["postSchedules"] == 0
    assert set(stands) >= {"draft_subtitle", "draft_body", "description"}


def test_a_person_may_let_it_be_overwritten() -> None:
    old, new = edition_of(OLD), edition_of(NEW)
    (edit,) = revise(old, receipts(old), new).parts

    agreed = regardless(edit)

    assert agreed.payload == {**job(edit), "stands": {}}
    assert agreed.key == edit.key


def test_only_new_pictures_are_uploaded_and_under_their_usual_keys() -> None:
    old, new = edition_of("![](img/a.png)"), edition_of("![](img/a.png)\n\n![](img/b.png)")

    revised = revise(old, receipts(old), new)

    added = [p.key for p in new.parts if p.media and p.key not in keys(old)]
    assert keys(revised) == [*added, "edit/draft"]
    assert revised.parts[-1].waits_for == tuple(added)
    text = str(revised.parts[-1].payload)
    assert text.count("pressrun:ref/") == 1
    assert f"{BUCKET}/{old.parts[0].key}.png" in text


def test_a_picture_of_other_bytes_is_uploaded_again_under_the_same_key() -> None:
    old = edition_of("![](img/a.png)")
    media = replace(old.parts[0].media[0], sha256="f" * 64)
    new = replaced(old, replace(old.parts[0], media=(media,)))

    revised = revise(old, receipts(old), new)

    assert keys(revised) == [old.parts[0].key, "edit/draft"]
    assert isinstance(revised.parts[0].media[0], Media)


def test_a_publish_call_to_come_follows_the_edit() -> None:
    old, new = edition_of(OLD, "web"), edition_of(NEW, "web")

    revised = revise(old, receipts(old), new)

    assert keys(revised) == ["edit/draft", "publish"]
    assert revised.parts[1].waits_for == ("edit/draft",)
    assert revised.parts[1].payload == {"send": False}


def test_settings_that_were_not_made_yet_come_with_the_edit() -> None:
    old, new = edition_of(OLD), edition_of(NEW)
    sent = receipts(old)
    del sent["settings"]

    revised = revise(old, sent, new)

    assert keys(revised) == ["edit/draft"]
    assert request(revised, sent) == {
        "draft_body": payload(new, "draft")["draft_body"],
        **payload(new, "settings"),
    }


def test_a_cover_that_is_gone_is_emptied() -> None:
    old = with_settings(edition_of("Text."), cover_image="https://example.org/a.png")

    revised = revise(old, receipts(old), edition_of("Text."))

    assert request(revised, {}) == {"cover_image": ""}


def test_a_second_edit_starts_from_the_first() -> None:
    first, second, third = (edition_of(f"{word}.") for word in ("One", "Two", "Three"))
    sent = receipts(first) | {"edit/draft": Receipt("175", EDITOR)}

    (edit,) = revise(second, sent, third).parts

    stands = job(edit)["stands"]
    assert (
        stands["draft_body"] == revise(second, sent, first).parts[0].payload["stands"]["draft_body"]
    )


def test_what_stands_there_is_what_was_sent_with_the_edits_behind_it() -> None:
    first, second, third = (edition_of(f"{word}.") for word in ("One", "Two", "Three"))
    first = with_settings(first, cover_image="https://example.org/a.png")
    edits = revise(first, receipts(first), second)
    sent = receipts(first) | {"edit/draft": Receipt("175", EDITOR)}
    stands = replace(first, parts=(*first.parts, *edits.parts))

    assert revise(stands, sent, second).parts == ()
    assert request(revise(stands, sent, third), sent) == request(revise(second, sent, third), sent)


# --- a public post ----------------------------------------------------------------------------


def test_a_public_post_is_edited_without_mail_and_published_anew() -> None:
    old, new = (
        edition_of(OLD, "web+email"),
        edition_of(NEW, "web+email"),
    )

    revised = revise(old, receipts(old, public=True, mailed=True), new)

    edit, publish = revised.parts
    assert (edit.key, publish.key) == ("edit/draft", "edit/publish")
    assert request(revised, {})["should_send_email"] is False
    assert publish.kind == "republish"
    assert (publish.waits_for, publish.phase) == (("edit/draft",), Phase.SEND)
    assert codes(revised) == ["not-possible"]
    assert "mail" in revised.problems[0].message


def test_the_address_of_a_public_post_stays_and_is_said() -> None:
    old, new = edition_of("Text.", "web"), edition_of("Text.", "web", slug="issue-8")

    revised = revise(old, receipts(old, public=True), new)

    assert revised.parts == ()
    (problem,) = revised.problems
    assert "issue-7" in problem.message
    assert "issue-8" in problem.message
    assert EDITOR in problem.next


def test_what_a_person_published_is_edited_as_a_public_post() -> None:
    old, new = edition_of(OLD), edition_of(NEW)

    revised = revise(old, receipts(old, public=True), new)

    assert keys(revised) == ["edit/draft", "edit/publish"]


@pytest.mark.parametrize(
    ("old", "new", "public", "code"),
    [
        ("draft", "web", False, "by-hand"),
        ("web", "draft", True, "not-possible"),
        ("web", "web+email", True, "not-possible"),
        ("draft", "draft", True, None),
    ],
)
def test_a_change_of_mode_is_not_carried_out_but_said(
    old: str, new: str, code: str | None, *, public: bool
) -> None:
    before = edition_of("Text.", old)

    revised = revise(before, receipts(before, public=public), edition_of("Text.", new))

    assert revised.parts == ()
    assert codes(revised) == ([code] if code else [])


# --- nothing there ----------------------------------------------------------------------------


def test_without_a_draft_the_new_edition_is_simply_to_be_made() -> None:
    new = edition_of(NEW)

    assert revise(edition_of(OLD), {}, new) is new


def test_what_was_deleted_is_not_made_anew() -> None:
    old = edition_of(OLD)

    revised = revise(old, receipts(old) | {"delete/draft": Receipt("175")}, edition_of(NEW))

    assert revised.parts == ()
    assert codes(revised) == ["not-possible"]


# --- removing ---------------------------------------------------------------------------------


def test_a_draft_is_deleted_if_it_is_still_ours() -> None:
    old = edition_of(OLD)
    sent = receipts(old)

    removed = remove(sent)

    (delete,) = removed.parts
    assert (delete.key, delete.kind, delete.repeatable) == ("delete/draft", "delete", False)
    assert delete.payload == {
        "draft_id": "175",
        "public": False,
        "stands": {"digest": sent["draft"].details["digest"], "postSchedules": 0},
    }
    assert removed.problems == ()


def test_a_public_post_is_taken_back_first() -> None:
    old = edition_of("![](img/a.png)", "web+email")

    removed = remove(receipts(old, public=True, mailed=True))

    assert keys(removed) == ["delete/publish", "delete/draft"]
    assert removed.parts[1].waits_for == ("delete/publish",)
    assert codes(removed) == ["not-possible", "not-possible"]


def test_what_an_edit_left_there_is_what_is_expected() -> None:
    sent = receipts(edition_of(OLD)) | {"edit/draft": Receipt("175", EDITOR, {"digest": "d"})}

    (delete,) = remove(sent).parts

    assert job(delete)["stands"]["digest"] == "d"


def test_a_removal_that_was_cut_off_goes_on_where_it_was() -> None:
    sent = receipts(edition_of(OLD, "web"), public=True) | {"delete/publish": Receipt("175")}

    assert keys(remove(sent)) == ["delete/draft"]


@pytest.mark.parametrize("sent", [{}, {"draft": Receipt("1"), "delete/draft": Receipt("1")}])
def test_nothing_is_left_to_remove(sent: Sent) -> None:
    assert remove(sent).parts == ()
