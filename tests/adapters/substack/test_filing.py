"""Sections and tags: found by their names at the stand-in, one effect for each part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from adapters.base import Absent, Edition, Found, Part, Phase, Receipt
from adapters.errors import OutcomeUnknown, Rejected
from adapters.remote import Touched, Untouched
from adapters.substack import Options, Substack
from adapters.substack.filing import tag_names
from adapters.substack.render import edition
from content.meta import Meta
from tests.adapters.substack.samples import blocks, issue_of, part, payload, pictures_for
from tests.adapters.substack.test_client import calls, fault, intent
from tests.adapters.substack.test_editing import perform, person, post, stored

Control = Callable[..., Any]
Sent = dict[str, Receipt]


def made(tags: tuple[str, ...] = (), text: str = "Words.", **choices: Any) -> Edition:
    """`own` are the issue's choices for Substack, the others those of the settings."""
    own = choices.pop("own", {})
    meta = Meta(title="Small Models 7: Quiet", tags=tags, own={"substack": own})
    issue = issue_of(text, meta=meta)
    return edition(issue, pictures_for(issue), Options(**choices))


def sections(control: Control, names: str) -> None:
    control("switches", service="substack", name="sections", value=names)


def sent_of(channel: Substack, found: Edition) -> Sent:
    return perform(channel, found, {})


def tag_parts(found: Edition) -> list[Part]:
    return [each for each in found.parts if each.kind in ("new-tag", "tag")]


# --- what an edition asks for -----------------------------------------------------------------


def test_nothing_is_filed_unless_it_is_asked_for() -> None:
    found = made(("AI", "Robots"))

    assert [each.kind for each in found.parts] == ["draft", "settings"]
    assert "draft_section_id" not in payload(found, "settings")


def test_the_settings_wait_for_the_section_that_they_name() -> None:
    found = made(section="Essays")

    settings = part(found, "settings")
    assert settings.waits_for == ("draft", "section/essays")
    assert payload(found, "settings")["draft_section_id"] == "pressrun:ref/section/essays/id"
    assert found.facts["section"] == "Essays"


def test_the_issue_chooses_another_section_or_none() -> None:
    assert part(made(section="Essays", own={"section": "随笔"}), "section").payload == {
        "name": "随笔"
    }
    assert made(section="Essays", own={"section": ""}).parts[0].kind == "draft"


def test_titles_for_search_and_social_networks_are_the_issues_own() -> None:
    own = {"search_title": "S", "search_description": "D", "social_title": "F"}

    settings = payload(made(own=own), "settings")

    assert settings["search_engine_title"] == "S"
    assert settings["search_engine_description"] == "D"
    assert settings["social_title"] == "F"
    assert "search_engine_title" not in payload(made(), "settings")


def test_tags_are_prepared_before_the_post_goes_out_and_publishing_waits_for_none() -> None:
    found = made(("AI",), mode="web", attach_tags="all")

    assert [(each.key, each.waits_for) for each in tag_parts(found)] == [
        ("new-tag/ai", ()),
        ("tag/ai", ("draft", "new-tag/ai")),
    ]
    assert {each.phase for each in tag_parts(found)} == {Phase.PREPARE}
    assert part(found, "publish").waits_for == ("draft", "settings")


def test_a_tag_is_named_once_and_never_after_a_channel() -> None:
    assert tag_names(("AI", " #ai ", "Substack", "微信公众号", "机器人", "")) == ("AI", "机器人")


def test_tags_that_differ_only_in_their_signs_are_two_parts() -> None:
    keys = [each.key for each in tag_parts(made(("C", "C++", "C#"), attach_tags="existing"))]

    assert len(set(keys)) == 3


# --- sections at the stand-in -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["Long Reads", "long reads", "long-reads"])
def test_a_section_is_found_by_its_name_or_address(
    channel: Substack, control: Control, name: str
) -> None:
    sections(control, "Essays,Long Reads")

    sent_of(channel, made(section=name, mode="web"))

    assert post(control)["details"]["section"] == "Long Reads"
    assert post(control)["kind"] == "post"


def test_sections_in_an_object_are_read_too(channel: Substack, control: Control) -> None:
    sections(control, "Essays")
    control("switches", service="substack", name="sections_shape", value="object")

    sent_of(channel, made(section="Essays"))

    assert post(control)["details"]["section"] == "Essays"


def test_a_section_that_is_not_there_names_those_that_are(
    channel: Substack, control: Control
) -> None:
    sections(control, "Essays,Links")
    found = made(section="Esays")

    with pytest.raises(Rejected) as caught:
        channel.send(found.parts[0], {})

    assert caught.value.code == "section"
    assert "Essays, Links" in str(caught.value.next_step)
    assert calls(control, "drafts/create") == []


def test_an_update_moves_the_post_to_another_section_and_back_to_the_main_one(
    channel: Substack, control: Control
) -> None:
    sections(control, "Essays,Links")
    old, new, bare = made(section="Essays"), made(section="Links"), made()
    sent = sent_of(channel, old)

    perform(channel, channel.revise(old, sent, new), sent)

    assert post(control)["details"]["section"] == "Links"
    assert channel.inspect(new, sent) == Untouched()

    perform(channel, channel.revise(new, sent, bare), sent)

    assert stored(channel, sent)["draft_section_id"] is None


def test_a_section_that_a_person_chose_is_theirs(channel: Substack, control: Control) -> None:
    sections(control, "Essays,Links")
    found = made()
    sent = sent_of(channel, found)

    person(control, "edit_draft", sent, draft_section_id=502)

    assert channel.inspect(found, sent) == Untouched()


def test_our_section_changed_by_a_person_is_asked_about(
    channel: Substack, control: Control
) -> None:
    sections(control, "Essays,Links")
    found = made(section="Essays")
    sent = sent_of(channel, found)

    person(control, "edit_draft", sent, draft_section_id=502)

    assert channel.inspect(found, sent) == Touched("Someone has changed its section.")


def test_settings_whose_answer_was_lost_are_found_with_their_section(
    channel: Substack, control: Control
) -> None:
    sections(control, "Essays")
    found = made(section="Essays")
    sent = {p.key: channel.send(p, {}) for p in found.parts if p.kind in ("section", "draft")}
    fault(control, "drafts/put", "reset", "stored")

    with pytest.raises(OutcomeUnknown):
        channel.send(part(found, "settings"), sent)

    assert isinstance(channel.find(part(found, "settings"), sent, intent()), Found)
    assert channel.find(part(found, "section"), {}, intent()) == Absent()


# --- tags at the stand-in ---------------------------------------------------------------------


def test_existing_tags_are_attached_and_new_ones_are_not_made(
    channel: Substack, control: Control
) -> None:
    channel._client.make_tag("ai")

    sent = sent_of(channel, made(("AI", "Robots"), attach_tags="existing"))

    assert post(control)["details"]["tags"] == ["ai"]
    assert sent["tag/robots"].details == {"absent": True}
    assert len(calls(control, "post-tag/create")) == 1


def test_all_tags_are_made_once_and_attached(channel: Substack, control: Control) -> None:
    channel._client.make_tag("AI")

    sent_of(channel, made(("AI", "机器人"), attach_tags="all"))

    assert post(control)["details"]["tags"] == ["AI", "机器人"]
    assert len(calls(control, "post-tag/create")) == 2


@pytest.mark.parametrize("second", ["400", "no-op"])
def test_a_tag_that_is_on_the_post_is_left_as_it_is(
    channel: Substack, control: Control, second: str
) -> None:
    control("switches", service="substack", name="second_attach", value=second)
    found = made(("AI",), attach_tags="all")
    sent = sent_of(channel, found)

    again = channel.send(part(found, "tag"), sent)

    assert again == sent["tag/ai"]
    assert channel._client.attach(sent["draft"].id, again.id) == again
    assert post(control)["details"]["tags"] == ["AI"]


@pytest.mark.parametrize(
    ("kind", "operation"), [("new-tag", "post-tag/create"), ("tag", "tag/attach")]
)
@pytest.mark.parametrize("point", ["received", "stored"])
def test_a_tag_whose_answer_was_lost_is_looked_for(
    channel: Substack, control: Control, kind: str, operation: str, point: str
) -> None:
    found = made(("AI",), attach_tags="all")
    sent = {p.key: channel.send(p, {}) for p in found.parts if p.kind == "draft"}
    if kind == "tag":
        sent["new-tag/ai"] = channel.send(part(found, "new-tag"), sent)
    fault(control, operation, "reset", point)

    with pytest.raises(OutcomeUnknown):
        channel.send(part(found, kind), sent)

    answer = channel.find(part(found, kind), sent, intent())
    assert isinstance(answer, Found if point == "stored" else Absent)


def test_an_update_attaches_what_is_new_and_says_what_stays(
    channel: Substack, control: Control
) -> None:
    old, new = made(("AI",), attach_tags="all"), made(("Robots",), attach_tags="all")
    sent = sent_of(channel, old)

    revised = channel.revise(old, sent, new)
    perform(channel, revised, sent)

    assert post(control)["details"]["tags"] == ["AI", "Robots"]
    assert [problem.message for problem in revised.problems] == [
        "The tag AI stays on it: an update takes no tag off."
    ]
    assert [p.kind for p in channel.revise(new, sent, new).parts] == []


# --- the new nodes, in place ------------------------------------------------------------------

BUTTONS = (
    "Words.\n\n<!-- substack:subscribe -->\n\n> [!quote]\n> Sure.\n\n"
    "<!-- substack:share -->\n\n<!-- substack:paywall -->\n\nMore.\n\n"
    "<!-- substack:comment -->"
)


@pytest.mark.parametrize("mode", ["draft", "web"])
@pytest.mark.parametrize("vocabulary", ["snake_case", "mixed", "camelCase"])
def test_buttons_come_into_a_post_in_place_and_are_known_again(
    channel: Substack, control: Control, mode: str, vocabulary: str
) -> None:
    control("switches", service="substack", name="editor_vocabulary", value=vocabulary)
    old, new = made(mode=mode), made(text=BUTTONS, mode=mode)
    sent = sent_of(channel, old)

    perform(channel, channel.revise(old, sent, new), sent)
    person(control, "open_in_editor", sent)

    assert len(calls(control, "drafts/create")) == 1
    assert post(control)["details"]["editor_faults"] == []
    assert "Get every new issue by email." in post(control)["text"]
    assert channel.inspect(new, sent) == Untouched()


def test_a_button_that_a_person_relabelled_is_their_change(
    channel: Substack, control: Control
) -> None:
    found = made(text=BUTTONS)
    sent = sent_of(channel, found)
    theirs = str(stored(channel, sent)["draft_body"]).replace('"Leave a comment"', '"Talk"')

    person(control, "edit_draft", sent, draft_body=theirs)

    assert isinstance(channel.inspect(found, sent), Touched)


def test_the_line_of_other_channels_stands_below_the_last_button(channel: Substack) -> None:
    found = channel.also_on(made(text=BUTTONS), {"x": "https://x.com/a/status/1"}, "en")
    again = channel.also_on(found, {"x": "https://x.com/a/status/2"}, "en")

    kinds = [each["type"] for each in blocks(again)]
    assert kinds[-2:] == ["button", "paragraph"]
    assert len(kinds) == len(blocks(found))
