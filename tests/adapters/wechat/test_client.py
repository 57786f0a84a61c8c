from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from adapters.abilities import Previewing
from adapters.base import (
    Absent,
    Accepted,
    Account,
    Anchor,
    CannotTell,
    Edition,
    Failed,
    Found,
    Intent,
    Live,
    Part,
    Pending,
    Receipt,
)
from adapters.errors import (
    CallError,
    Expired,
    LeftAsDraft,
    NotAllowed,
    OutcomeUnknown,
    Rejected,
    TryLater,
)
from adapters.wechat import Options, WeChat
from adapters.wechat.drafts import filled
from adapters.wechat.jobs import outcome
from adapters.wechat.readback import same_article
from tests.adapters.wechat.samples import URL, edition_of, long_issue

Control = Callable[..., Any]
Sent = dict[str, Receipt]
PUBLISHING = Options(mode="publish")


@pytest.fixture
def edition() -> Edition:
    return edition_of(long_issue(pictures=2, paragraphs=2), PUBLISHING)


def part(edition: Edition, kind: str) -> Part:
    return next(part for part in edition.parts if part.kind == kind)


def prepared(channel: WeChat, edition: Edition) -> Sent:
    """The receipts of all uploads."""
    uploads = [part for part in edition.parts if part.media]
    return {part.key: taken(channel.send(part, {})) for part in uploads}


def drafted(channel: WeChat, edition: Edition) -> Sent:
    sent = prepared(channel, edition)
    return {**sent, "draft": taken(channel.send(part(edition, "draft"), sent))}


def stored(channel: WeChat, media_id: str) -> list[Any]:
    """The articles of a draft as they come back."""
    found: Any = channel._client.api.post("draft/get", {"media_id": media_id})
    return list(found["news_item"])


def taken(answer: Receipt | Accepted) -> Receipt:
    assert isinstance(answer, Receipt)
    return answer


def intent(channel: WeChat) -> Intent:
    return Intent(datetime.now(UTC), 1, channel.anchor())


def calls(control: Control, operation: str) -> list[Any]:
    return [call for call in control("calls") if call["operation"] == operation]


def fault(
    control: Control, operation: str, action: str, point: str = "received", **more: Any
) -> None:
    control("faults", service="wechat", operation=operation, action=action, point=point, **more)


# --- sending ----------------------------------------------------------------------------------


def test_an_article_reaches_the_draft_box_whole(channel: WeChat, edition: Edition) -> None:
    sent = drafted(channel, edition)

    stored: Any = channel._client.api.post("draft/get", {"media_id": sent["draft"].id})

    (article,) = stored["news_item"]
    assert article["title"] == "周刊 7: 小模型"
    assert article["content_source_url"] == URL
    ours = filled(part(edition, "draft"), sent)["articles"][0]["content"]  # type: ignore[index,call-overload]
    assert same_article(str(ours), str(article["content"]))


def test_a_picture_comes_back_with_a_secure_address(channel: WeChat, edition: Edition) -> None:
    receipt = taken(channel.send(part(edition, "image"), {}))

    assert receipt.url
    assert receipt.url.startswith("https://mmbiz.qpic.cn/")


def test_a_draft_leads_to_the_backstage(channel: WeChat, edition: Edition) -> None:
    receipt = drafted(channel, edition)["draft"]

    assert receipt.url == channel._options.web
    assert receipt.details["title"] == "周刊 7: 小模型"


def test_a_draft_has_a_preview_until_it_leaves_the_box(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = drafted(channel, edition)

    preview = channel.draft_preview(sent)

    assert isinstance(channel, Previewing)
    assert preview is not None
    assert "周刊 7: 小模型" in requests.get(preview, timeout=5).text
    channel._client.api.post("draft/delete", {"media_id": sent["draft"].id})
    assert channel.draft_preview(sent) is None
    assert channel.draft_preview({}) is None


def test_a_preview_that_cannot_be_read_is_none(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = drafted(channel, edition)
    control(
        "faults", service="wechat", operation="draft/get", point="received", action="status",
        status=500,
    )  # fmt: skip

    assert channel.draft_preview(sent) is None


def test_request_bodies_are_raw_utf8(channel: WeChat, edition: Edition, control: Control) -> None:
    drafted(channel, edition)

    body = calls(control, "draft/add")[0]["body"]

    assert "小模型" in body
    assert "\\u" not in body


def test_one_token_serves_all_calls(channel: WeChat, edition: Edition, control: Control) -> None:
    drafted(channel, edition)

    assert len(calls(control, "stable_token")) == 1


def test_a_published_draft_gets_its_permanent_address(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = drafted(channel, edition)
    job = channel.send(part(edition, "publish"), sent)
    assert isinstance(job, Accepted)

    first = channel.look(job)
    control("clock", advance=60)
    last = channel.look(job)

    assert first == Pending(30.0)
    assert isinstance(last, Live)
    assert last.receipt.url
    assert last.receipt.details == {"article_id": last.receipt.id}


def test_looks_at_a_job_stay_within_the_hundred_of_a_day() -> None:
    running = {"publish_status": 1}
    looks, elapsed = 0, 0.0  # of a job that never ends

    while elapsed < 86_400:
        pending = outcome(running, elapsed)
        assert isinstance(pending, Pending)
        elapsed += pending.after
        looks += 1

    assert looks == 54


@pytest.mark.parametrize(
    ("elapsed", "after"), [(0.0, 30.0), (45.0, 45.0), (600.0, 600.0), (9e9, 1800.0), (None, 900.0)]
)
def test_the_next_look_is_as_far_away_as_the_submit(elapsed: float | None, after: float) -> None:
    assert outcome({"publish_status": 1}, elapsed) == Pending(after)


def test_a_spent_quota_of_looks_makes_the_next_one_late(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    job = channel.send(part(edition, "publish"), drafted(channel, edition))
    assert isinstance(job, Accepted)
    control("do/wechat/set_used", operation="freepublish/get", used=100)

    assert channel.look(job) == Pending(3600.0)


@pytest.mark.parametrize("action", ["reset", "garbage"])
def test_a_look_without_an_answer_is_only_late(
    channel: WeChat, edition: Edition, control: Control, action: str
) -> None:
    job = channel.send(part(edition, "publish"), drafted(channel, edition))
    assert isinstance(job, Accepted)
    fault(control, "freepublish/get", action)

    with pytest.raises(TryLater):
        channel.look(job)


def test_another_process_looks_no_more_often(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = drafted(channel, edition)
    fault(control, "freepublish/submit", "publish_stuck", "inside")
    job = channel.send(part(edition, "publish"), sent)
    assert isinstance(job, Accepted)
    long_ago = (datetime.now(UTC) - timedelta(minutes=20)).isoformat()
    other = WeChat(channel._options, {"secret": "sandbox-secret"}, lambda _: b"")

    pending = other.look(Accepted({**job.job, "since": long_ago}))  # type: ignore[dict-item]

    assert isinstance(pending, Pending)
    assert pending.after == pytest.approx(1200, abs=30)


@pytest.mark.parametrize("kind", ["string", "number"])
def test_a_publish_id_may_be_text_or_number(
    channel: WeChat, edition: Edition, control: Control, kind: str
) -> None:
    control("switches", service="wechat", name="publish_id_type", value=kind)
    sent = drafted(channel, edition)

    job = channel.send(part(edition, "publish"), sent)

    assert isinstance(job, Accepted)
    assert channel.look(job) == Pending(30.0)


@pytest.mark.parametrize("status", [2, 3, 4])
def test_a_refused_publish_job_says_why(
    channel: WeChat, edition: Edition, control: Control, status: int
) -> None:
    control("switches", service="wechat", name="publish_outcome", value=status)
    sent = drafted(channel, edition)
    job = channel.send(part(edition, "publish"), sent)
    control("clock", advance=60)

    assert isinstance(job, Accepted)
    assert isinstance(channel.look(job), Failed)


@pytest.mark.parametrize("account", ["personal", "unverified"])
def test_an_account_that_may_not_publish_keeps_its_draft_and_may_send_the_next(
    channel: WeChat, edition: Edition, control: Control, account: str
) -> None:
    control("switches", service="wechat", name="account", value=account)
    sent = drafted(channel, edition)

    with pytest.raises(LeftAsDraft) as raised:
        channel.send(part(edition, "publish"), sent)

    assert raised.value.code == "48001"
    assert "its draft is kept, publish it in the backstage" in raised.value.next_step
    assert stored(channel, sent["draft"].id)
    assert drafted(channel, edition)["draft"].id != sent["draft"].id


def test_a_draft_is_looked_for_where_nothing_may_be_published(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    begun = replace(intent(channel), attempt=0)
    sent = prepared(channel, edition)
    control("switches", service="wechat", name="account", value="personal")
    publishing = WeChat(channel._options.model_copy(update={"mode": "publish"}),
                        {"secret": "sandbox-secret"}, lambda _: b"")  # fmt: skip

    assert publishing.find(part(edition, "draft"), sent, begun) == Absent()


def test_an_article_too_long_with_real_addresses_is_not_sent(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = prepared(channel, edition)
    long = {key: replace(receipt, url="https://x/" + "y" * 12_000) for key, receipt in sent.items()}
    draft = part(edition, "draft")

    with pytest.raises(Rejected, match="Nothing was sent"):
        channel.send(draft, long)

    assert calls(control, "draft/add") == []


# --- refusals ---------------------------------------------------------------------------------


def test_a_token_that_died_is_renewed_once(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = prepared(channel, edition)
    fault(control, "draft/add", "token_invalidated")

    channel.send(part(edition, "draft"), sent)

    assert len(calls(control, "draft/add")) == 2


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (45009, TryLater),
        (45011, TryLater),
        (53501, TryLater),
        (48001, NotAllowed),
        (40164, NotAllowed),
        (89503, NotAllowed),
        (45003, Rejected),
        (40007, TryLater),
        (99999, Rejected),
        (-1, OutcomeUnknown),
    ],
)
def test_a_code_decides_what_the_caller_may_do(
    channel: WeChat,
    edition: Edition,
    control: Control,
    code: int,
    error: type[CallError],
) -> None:
    sent = prepared(channel, edition)
    fault(control, "draft/add", "errcode", details={"errcode": code, "errmsg": "no"})

    with pytest.raises(CallError) as raised:
        channel.send(part(edition, "draft"), sent)

    assert type(raised.value) is error
    assert str(code) in str(raised.value) or raised.value.code == str(code)


def test_the_refused_address_is_shown(channel: WeChat, edition: Edition, control: Control) -> None:
    control("switches", service="wechat", name="ip_whitelist", value="203.0.113.7")

    with pytest.raises(NotAllowed, match=r"127\.0\.0\.1") as raised:
        channel.whoami()

    assert "whitelist" in raised.value.next_step


def test_no_error_carries_a_secret(channel: WeChat, edition: Edition, control: Control) -> None:
    channel.whoami()
    token = channel._client.api._token
    text = f"token {token} of sandbox-secret is invalid"
    fault(control, "media/uploadimg", "errcode", details={"errcode": 45001, "errmsg": text})

    with pytest.raises(Rejected) as raised:
        channel.send(part(edition, "image"), {})

    assert token not in str(raised.value)
    assert "sandbox-secret" not in str(raised.value)


def test_wrong_credentials_are_not_allowed(channel: WeChat) -> None:
    wrong = WeChat(channel._options, {"secret": "wrong"}, lambda _: b"")

    with pytest.raises(NotAllowed):
        wrong.whoami()


def test_missing_credentials_name_the_setting(channel: WeChat) -> None:
    bare = WeChat(channel._options, {}, lambda _: b"")

    with pytest.raises(NotAllowed) as raised:
        bare.whoami()

    assert "app_id" in raised.value.next_step


def test_an_account_is_its_app_id_at_its_host(channel: WeChat) -> None:
    host, _, _ = channel._options.api.split("/")[2].partition(":")

    assert channel.whoami() == Account("wechat", host, "wx-sandbox")


# --- doubt ------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["reset", "close", "truncate", "garbage"])
def test_a_lost_answer_to_a_draft_is_doubtful_and_found(
    channel: WeChat, edition: Edition, control: Control, action: str
) -> None:
    sent = prepared(channel, edition)
    begun = intent(channel)
    draft = part(edition, "draft")
    fault(control, "draft/add", action, "stored")

    with pytest.raises(OutcomeUnknown):
        channel.send(draft, sent)
    found = channel.find(draft, sent, begun)

    assert isinstance(found, Found)
    assert found.receipt.details["title"] == "周刊 7: 小模型"


@pytest.mark.parametrize("action", ["reset", "garbage"])
def test_a_lost_answer_to_an_upload_is_tried_again(
    channel: WeChat, edition: Edition, control: Control, action: str
) -> None:
    fault(control, "media/uploadimg", action, "stored")

    with pytest.raises(TryLater):
        channel.send(part(edition, "image"), {})


def test_a_draft_that_never_arrived_is_absent(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = prepared(channel, edition)
    begun = intent(channel)
    fault(control, "draft/add", "reset", "received")

    with pytest.raises(OutcomeUnknown):
        channel.send(part(edition, "draft"), sent)

    assert channel.find(part(edition, "draft"), sent, begun) == Absent()


@pytest.mark.parametrize("rows", ["bare", "titles"])
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_draft_is_found_on_any_page(
    channel: WeChat, edition: Edition, control: Control, rows: str, order: str
) -> None:
    control("switches", service="wechat", name="no_content_rows", value=rows)
    control("switches", service="wechat", name="batchget_order", value=order)
    begun = intent(channel)
    sent = drafted(channel, edition)
    other = edition_of(long_issue(pictures=0, paragraphs=0), canonical_url="https://else.example/")
    draft = part(other, "draft")
    cover = {key: receipt for key, receipt in sent.items() if key.startswith("cover")}
    fill = [channel.send(draft, cover) for _ in range(21)]

    found = channel.find(part(edition, "draft"), sent, begun)

    assert len(fill) == 21
    assert isinstance(found, Found)
    assert found.receipt == sent["draft"]


def test_two_equal_drafts_are_left_to_a_person(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    begun = intent(channel)
    sent = drafted(channel, edition)
    twin = control("do/wechat/duplicate_draft", media_id=sent["draft"].id)

    found = channel.find(part(edition, "draft"), sent, begun)

    assert isinstance(found, CannotTell)
    assert sent["draft"].id in found.reason
    assert twin["media_id"] in found.reason


def test_a_draft_that_someone_changed_is_left_to_a_person(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    begun = intent(channel)
    sent = drafted(channel, edition)
    control("do/wechat/edit_draft", content="<section><p>别的文字</p></section>")

    assert isinstance(channel.find(part(edition, "draft"), sent, begun), CannotTell)


@pytest.mark.parametrize(("mode", "answer"), [("publish", CannotTell), ("draft", Absent)])
def test_an_article_published_since_a_restored_backup_is_asked_about(
    channel: WeChat, edition: Edition, control: Control, mode: str, answer: type
) -> None:
    feared = replace(intent(channel), attempt=0)
    sent = drafted(channel, edition)
    channel.send(part(edition, "publish"), sent)
    control("clock", advance=60)
    options = channel._options.model_copy(update={"mode": mode})
    ours = WeChat(options, {"secret": "sandbox-secret"}, lambda _: b"")

    found = ours.find(part(edition, "draft"), sent, feared)

    assert isinstance(found, answer)


def test_a_draft_older_than_the_call_is_not_ours(channel: WeChat, edition: Edition) -> None:
    sent = drafted(channel, edition)
    later = datetime.now(UTC) + timedelta(hours=1)
    begun = Intent(later, 1, Anchor("", later))

    assert channel.find(part(edition, "draft"), sent, begun) == Absent()


def test_an_upload_is_never_looked_for(channel: WeChat, edition: Edition) -> None:
    assert channel.find(part(edition, "image"), {}, intent(channel)) == Absent()


def test_a_publish_job_whose_answer_was_lost_is_found_by_its_title(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = drafted(channel, edition)
    begun = intent(channel)
    publish = part(edition, "publish")
    fault(control, "freepublish/submit", "reset", "stored")
    with pytest.raises(OutcomeUnknown):
        channel.send(publish, sent)

    while_running = channel.find(publish, sent, begun)
    control("clock", advance=60)
    afterwards = channel.find(publish, sent, begun)

    assert while_running == Absent()
    assert isinstance(afterwards, Found)
    assert afterwards.receipt.url


def test_a_draft_that_vanished_unpublished_is_left_to_a_person(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = drafted(channel, edition)
    begun = intent(channel)
    control("do/wechat/delete_draft", media_id=sent["draft"].id)
    earlier = replace(begun, started_at=begun.started_at - timedelta(minutes=6))

    with pytest.raises(TryLater):  # a job that runs may hide its draft
        channel.find(part(edition, "publish"), sent, begun)

    assert isinstance(channel.find(part(edition, "publish"), sent, earlier), CannotTell)


def test_a_draft_that_its_job_hides_is_found_once_it_is_out(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    control("switches", service="wechat", name="draft_visible_while_publishing", value=False)
    sent = drafted(channel, edition)
    begun = intent(channel)
    publish = part(edition, "publish")
    fault(control, "freepublish/submit", "reset", "stored")
    with pytest.raises(OutcomeUnknown):
        channel.send(publish, sent)

    with pytest.raises(TryLater):
        channel.find(publish, sent, begun)
    control("clock", advance=60)

    assert isinstance(channel.find(publish, sent, begun), Found)


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_an_article_is_found_among_many_with_two_calls(
    channel: WeChat, edition: Edition, control: Control, order: str
) -> None:
    control("switches", service="wechat", name="batchget_order", value=order)
    other = edition_of(long_issue(pictures=0, paragraphs=0), canonical_url="https://else.example/")
    cover = {key: receipt for key, receipt in prepared(channel, edition).items() if "cover" in key}
    for _ in range(45):
        channel.send(part(other, "draft"), cover)
        control("do/wechat/publish_draft", any="")
    sent = drafted(channel, edition)
    begun = intent(channel)
    control("clock", advance=5)
    control("do/wechat/publish_draft", media_id=sent["draft"].id)

    found = channel.find(part(edition, "publish"), sent, begun)

    assert isinstance(found, Found)
    assert found.receipt.details == {"article_id": found.receipt.id}
    assert len(calls(control, "freepublish/batchget")) == 2


def test_of_two_articles_of_one_title_the_one_that_says_the_same_is_ours(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    begun = intent(channel)
    sent = drafted(channel, edition)
    control("do/wechat/duplicate_draft", media_id=sent["draft"].id)
    control("do/wechat/edit_draft", content="<section><p>别的文字</p></section>")
    control("do/wechat/publish_draft", any="")
    article = control("do/wechat/publish_draft", media_id=sent["draft"].id)

    found = channel.find(part(edition, "publish"), sent, begun)

    assert isinstance(found, Found)
    assert found.receipt.id == article["article_id"]


def test_a_cover_that_wechat_has_forgotten_is_told_to_be_uploaded_anew(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = prepared(channel, edition)
    (key,) = [key for key in sent if key.startswith("cover/")]
    long_ago = (datetime.now(UTC) - timedelta(minutes=10)).isoformat()
    sent[key] = replace(sent[key], id="gone", details={"uploaded_at": long_ago})

    with pytest.raises(Expired) as raised:
        channel.send(part(edition, "draft"), sent)

    assert raised.value.parts == (key,)


def test_uploads_side_by_side_share_one_token(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    uploads = [each for each in edition.parts if each.media]

    with ThreadPoolExecutor(len(uploads)) as pool:
        receipts = list(pool.map(lambda each: channel.send(each, {}), uploads))

    assert len(receipts) == len(uploads) > 1
    assert len(calls(control, "stable_token")) == 1


def test_an_unknown_kind_of_part_is_refused(channel: WeChat) -> None:
    with pytest.raises(Rejected):
        channel.send(Part("note", "note", {}), {})
