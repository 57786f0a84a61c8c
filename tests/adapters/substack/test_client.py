from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest

from adapters.base import Absent, CannotTell, Edition, Found, Intent, Part, Receipt
from adapters.errors import CallError, NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.substack import Options, Substack
from tests.adapters.raw_server import close_after_reading, reset_after_reading, serving
from tests.adapters.substack.conftest import COOKIE
from tests.adapters.substack.samples import document, edition_of, part

Control = Callable[..., Any]
Sent = dict[str, Receipt]
OPERATIONS = {"draft": "drafts/create", "settings": "drafts/put", "publish": "publish"}


@pytest.fixture
def edition() -> Edition:
    return edition_of("Opening.\n\n## One\n\nText[^1].\n\n![](img/a.png)\n\n[^1]: Note.", "web")


def send_until(channel: Substack, edition: Edition, kind: str) -> Sent:
    """The receipts of all parts before the first of this kind."""
    sent: Sent = {}
    for each in takewhile(lambda each: each.kind != kind, edition.parts):
        sent[each.key] = channel.send(each, sent)
    return sent


def intent() -> Intent:
    return Intent(datetime.now(UTC), 1, anchor=Substack(Options(), {}, lambda _: b"").anchor())


def calls(control: Control, operation: str) -> list[Any]:
    return [call for call in control("calls") if call["operation"] == operation]


def body(call: Any) -> Any:
    return json.loads(call["body"])


def fault(control: Control, operation: str, action: str, point: str, **more: Any) -> None:
    control("faults", service="substack", operation=operation, action=action, point=point, **more)


# --- sending ----------------------------------------------------------------------------------


def test_a_post_is_published_whole_and_without_mail(
    channel: Substack, edition: Edition, control: Control
) -> None:
    sent = send_until(channel, edition, "nothing")

    stored = channel._client.draft(sent["draft"].id)
    assert (stored["is_published"], stored["slug"]) == (True, "issue-7")
    assert control("do/substack/mails", any="") == []
    assert sent["publish"].url
    assert sent["publish"].url.endswith("/p/issue-7")


def test_the_stored_document_is_ours_with_the_pictures_own_addresses(
    channel: Substack, edition: Edition
) -> None:
    sent = send_until(channel, edition, "settings")

    stored = json.loads(str(channel._client.draft(sent["draft"].id)["draft_body"]))

    url = next(receipt.url for key, receipt in sent.items() if key.startswith("image/"))
    ours = json.dumps(document(edition)).replace(
        f"pressrun:ref/{edition.parts[0].key}/url", str(url)
    )
    assert stored == json.loads(ours)


def test_requests_hold_known_keys_in_raw_utf8(
    channel: Substack, edition: Edition, control: Control
) -> None:
    chinese = edition_of("小模型。")
    send_until(channel, chinese, "nothing")

    created = calls(control, "drafts/create")[0]
    assert "小模型" in created["body"]
    assert set(body(created)) == {
        "draft_title", "draft_subtitle", "draft_body", "draft_bylines", "type", "audience",
        "section_chosen", "draft_section_id",
    }  # fmt: skip
    assert body(created)["draft_bylines"][0]["is_guest"] is False


def test_every_request_says_who_asks_and_from_where(
    channel: Substack, edition: Edition, control: Control
) -> None:
    control("switches", service="substack", name="cloudflare", value=True)

    send_until(channel, edition, "nothing")

    headers = [call["headers"] for call in control("calls") if call["service"] == "substack"]
    assert all(h["user-agent"].startswith("pressrun") and "referer" in h for h in headers)


@pytest.mark.parametrize("cookie", ["s%3Asandbox", "s:sandbox"])
def test_a_cookie_may_be_encoded_or_not(options: Options, cookie: str) -> None:
    channel = Substack(options, {"cookie": cookie}, lambda _: b"")

    assert channel.whoami().name == "sandbox"


def test_a_broken_document_never_leaves(channel: Substack, control: Control) -> None:
    broken = Part("draft", "draft", {"draft_title": "x", "draft_body": '{"type":"doc"}'})

    with pytest.raises(Rejected):
        channel.send(broken, {})

    assert calls(control, "drafts/create") == []


def test_an_unknown_kind_of_part_is_refused(channel: Substack) -> None:
    with pytest.raises(Rejected):
        channel.send(Part("note", "note", {}), {})


# --- refusals ---------------------------------------------------------------------------------


def test_missing_credentials_name_the_next_step() -> None:
    with pytest.raises(NotAllowed) as raised:
        Substack(Options(), {}, lambda _: b"").whoami()

    assert "cookie" in raised.value.next_step


@pytest.mark.parametrize("status", [401, 403])
def test_an_expired_cookie_pauses_the_account(
    channel: Substack, edition: Edition, control: Control, status: int
) -> None:
    control("switches", service="substack", name="expired_cookie", value=status)
    control("do/substack/expire_cookie", any="")

    with pytest.raises(NotAllowed):
        channel.send(edition.parts[0], {})


def test_another_publication_is_not_ours(options: Options) -> None:
    other = options.model_copy(update={"publication": "elsewhere"})

    with pytest.raises(NotAllowed, match="elsewhere"):
        Substack(other, {"cookie": COOKIE}, lambda _: b"").whoami()


def test_a_suspended_account_is_told(channel: Substack, control: Control) -> None:
    control("switches", service="substack", name="suspended", value=True)

    with pytest.raises(NotAllowed):
        channel.whoami()


def test_a_changed_draft_is_not_published(
    channel: Substack, edition: Edition, control: Control
) -> None:
    sent = send_until(channel, edition, "publish")
    control("do/substack/edit_draft", draft_title="Another title")

    with pytest.raises(Rejected) as raised:
        channel.send(part(edition, "publish"), sent)

    assert raised.value.code == "changed"
    assert calls(control, "publish") == []


@pytest.mark.parametrize("vocabulary", ["snake_case", "mixed", "camelCase"])
def test_a_draft_that_a_person_only_looked_at_is_published(
    channel: Substack, edition: Edition, control: Control, vocabulary: str
) -> None:
    sent = send_until(channel, edition, "publish")
    control("switches", service="substack", name="editor_vocabulary", value=vocabulary)
    control("do/substack/open_in_editor", id=int(sent["draft"].id))

    receipt = channel.send(part(edition, "publish"), sent)

    assert receipt.url


def test_an_error_carries_no_cookie(channel: Substack, edition: Edition, control: Control) -> None:
    control("do/substack/expire_cookie", any="")

    with pytest.raises(CallError) as raised:
        channel.send(edition.parts[0], {})

    assert "sandbox" not in str(raised.value)


# --- doubt ------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["reset", "close", "truncate", "garbage"])
@pytest.mark.parametrize("kind", ["draft", "settings", "publish"])
def test_what_stands_after_a_lost_answer_is_found(
    channel: Substack, edition: Edition, control: Control, kind: str, action: str
) -> None:
    sent = send_until(channel, edition, kind)
    begun = intent()
    fault(control, OPERATIONS[kind], action, "stored")

    with pytest.raises(OutcomeUnknown):
        channel.send(part(edition, kind), sent)
    found = channel.find(part(edition, kind), sent, begun)

    assert isinstance(found, Found)
    assert len(calls(control, OPERATIONS[kind])) == 1


@pytest.mark.parametrize("kind", ["draft", "settings", "publish"])
def test_what_never_arrived_is_absent(
    channel: Substack, edition: Edition, control: Control, kind: str
) -> None:
    sent = send_until(channel, edition, kind)
    begun = intent()
    fault(control, OPERATIONS[kind], "reset", "received")

    with pytest.raises(OutcomeUnknown):
        channel.send(part(edition, kind), sent)

    assert channel.find(part(edition, kind), sent, begun) == Absent()


def test_an_adopted_draft_can_be_published(
    channel: Substack, edition: Edition, control: Control
) -> None:
    sent = send_until(channel, edition, "draft")
    made = channel.send(part(edition, "draft"), sent)

    found = channel.find(part(edition, "draft"), sent, intent())

    assert found == Found(made)


@pytest.mark.parametrize("where", ["published", "scheduled"])
def test_a_draft_that_moved_on_is_found_in_its_list(
    channel: Substack, edition: Edition, control: Control, where: str
) -> None:
    sent = send_until(channel, edition, "publish")
    if where == "published":
        channel.send(part(edition, "publish"), sent)

    found = channel.find(part(edition, "draft"), sent, intent())

    assert isinstance(found, Found)
    assert found.receipt.id == sent["draft"].id


def test_two_equal_drafts_are_left_to_a_person(
    channel: Substack, edition: Edition, control: Control
) -> None:
    sent = send_until(channel, edition, "draft")
    twins = [channel.send(part(edition, "draft"), sent).id for _ in range(2)]

    found = channel.find(part(edition, "draft"), sent, intent())

    assert isinstance(found, CannotTell)
    assert all(twin in found.reason for twin in twins)


def test_a_draft_of_this_title_with_another_text_is_left_to_a_person(
    channel: Substack, edition: Edition, control: Control
) -> None:
    channel.send(part(edition_of("Other words."), "draft"), {})

    found = channel.find(part(edition, "draft"), send_until(channel, edition, "draft"), intent())

    assert isinstance(found, CannotTell)


def test_a_draft_older_than_the_call_is_not_ours(channel: Substack, edition: Edition) -> None:
    sent = send_until(channel, edition, "settings")
    later = Intent(datetime.now(UTC) + timedelta(hours=1), 1, channel.anchor())

    assert channel.find(part(edition, "draft"), sent, later) == Absent()


def test_settings_that_a_person_changed_are_left_to_a_person(
    channel: Substack, edition: Edition, control: Control
) -> None:
    sent = send_until(channel, edition, "settings")
    control("do/substack/edit_draft", draft_title="Another title")

    assert isinstance(channel.find(part(edition, "settings"), sent, intent()), CannotTell)


def test_whether_mail_went_out_is_left_to_a_person(channel: Substack) -> None:
    mailing = edition_of("Text.", "web+email")
    sent = send_until(channel, mailing, "publish")

    assert isinstance(channel.find(part(mailing, "publish"), sent, intent()), CannotTell)


def test_an_upload_is_never_looked_for(channel: Substack, edition: Edition) -> None:
    assert channel.find(edition.parts[0], {}, intent()) == Absent()


@pytest.mark.parametrize("action", ["reset", "garbage"])
def test_a_lost_answer_to_an_upload_is_tried_again(
    channel: Substack, edition: Edition, control: Control, action: str
) -> None:
    fault(control, "image", action, "stored")

    with pytest.raises(TryLater):
        channel.send(edition.parts[0], {})


@pytest.mark.parametrize("behaviour", [reset_after_reading, close_after_reading])
def test_a_connection_lost_while_asking_is_only_late(behaviour: Any) -> None:
    with serving(behaviour) as server:
        base = f"http://127.0.0.1:{server.port}"
        options = Options(api=base, web=base, publication="sandbox")
        channel = Substack(options, {"cookie": COOKIE}, lambda _: b"")

        with pytest.raises(TryLater):
            channel.whoami()


def test_the_editor_opens_every_node_we_make(channel: Substack, control: Control) -> None:
    made = edition_of(
        "# a\n\n**b** *c* ~~d~~ `e` [f](https://example.org)[^1]\n\n- g\n  - h\n\n3. i\n\n> j\n\n"
        "---\n\n$$\nk\n$$\n\n```python\nl\n```\n\n![](m.png)\n\n<!-- substack:paywall -->\n\nn\n\n"
        '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>\n\n[^1]: o'
    )
    sent = send_until(channel, made, "nothing")

    assert control("do/substack/validate", id=int(sent["draft"].id)) == {"faults": []}
