"""The preview is sent by what will publish, and what it uploads is not uploaded again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from PIL import Image

from adapters.base import Receipt
from adapters.errors import NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.references import linked_to
from bot import app
from bot.clock import Clock
from bot.control.telegram_preview import NoTelegram, send_preview
from bot.publishing import Wish, carry_out, propose
from bot.release.states import DeliveryState
from bot.store import schema as t
from bot.wiring import Home, Workshop, workshop
from config.settings import Settings
from sandbox import RunningSandbox, serve

Control = Callable[..., Any]
OPERATOR, CHANNEL = "4242", "-1001000000001"
METHODS = ("sendMessage", "sendPhoto", "sendMediaGroup")
PAGE = "https://w.example/2026/11/23/weekly-1.html"

WORDS = "One person inked the type, and the other pulled the bar until it held. " * 6
ISSUE = f"""\
---
title: "Weekly 1: Presses"
date: 2026-11-23
canonical_url: {PAGE}
---

{WORDS}

## A press

{WORDS}

![A press](/press.png)

## Two platens

{WORDS}

![A platen](/platen.png)

![Another one](/other.png)

## The end

{WORDS} See [the drawing]({PAGE}).
"""


@pytest.fixture(scope="module")
def server() -> Iterator[RunningSandbox]:
    with serve(pace=3600.0) as running:
        yield running


@pytest.fixture
def control(server: RunningSandbox) -> Control:
    """control("faults", action="reset") posts, control("calls") gets; everything starts empty."""

    def ask(path: str, **body: Any) -> Any:
        url = f"{server.url}/_control/{path}"
        answer = requests.post(url, json=body, timeout=5) if body else requests.get(url, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    requests.post(f"{server.url}/_control/reset", json={}, timeout=5).raise_for_status()
    return ask


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    path = site / "_posts" / "2026-11-23-weekly-1.md"
    path.parent.mkdir(parents=True)
    (site / "_config.yml").write_text("url: https://w.example\n", encoding="utf-8")
    path.write_text(ISSUE, encoding="utf-8")
    for name, colour in (("press", "teal"), ("platen", "navy"), ("other", "olive")):
        file = BytesIO()
        Image.new("RGB", (900, 600), colour).save(file, "PNG")
        (site / f"{name}.png").write_bytes(file.getvalue())
    return path


@pytest.fixture
def shop(tmp_path: Path, server: RunningSandbox, control: Control) -> Iterator[Workshop]:
    settings = Settings.model_validate({"gate": False, "receipts": False})
    place = Home(tmp_path / "home", tmp_path / "cache")
    with workshop(settings, ("telegram",), sandbox=True, place=place, url=server.url) as made:
        yield made


def rendered(shop: Workshop, issue: Path) -> app.Rendered:
    return app.render(issue, shop.settings.adjust, shop.channels, shop.clock.now())


def publish(shop: Workshop, issue: Path) -> DeliveryState:
    (delivery,) = carry_out(shop, propose(shop, Wish(issue)), approved_by="me")
    return delivery.state


def calls(control: Control, chat: str) -> list[Any]:
    """The posts to one chat, each with its `request` read from the wire."""
    made = [
        {**call, "request": _request(call["body"])}
        for call in control("calls")
        if call["operation"] in METHODS
    ]
    return [call for call in made if str(call["request"]["chat_id"]) == chat]


def uploads(control: Control, chat: str) -> list[int]:
    """How many files each post carried; 0 for one of plain JSON."""
    return [
        0 if isinstance(call["body"], str) else len(call["body"]["files"])
        for call in calls(control, chat)
    ]


def _request(body: Any) -> Any:
    if isinstance(body, str):
        return json.loads(body)
    plain = {"chat_id", "photo", "caption"}
    return {k: v if k in plain else json.loads(v) for k, v in body["fields"].items()}


def rows(shop: Workshop, *tables: sa.Table) -> list[int]:
    with shop.engine.connect() as db:
        return [
            db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in tables
        ]


def test_the_preview_is_the_edition_part_by_part(
    shop: Workshop, issue: Path, control: Control
) -> None:
    made = rendered(shop, issue)

    sent = send_preview(shop, made, OPERATOR)
    publish(shop, issue)

    seen = [_words(call) for call in calls(control, OPERATOR)]
    assert [p.kind for p in made.editions["telegram"].parts] == [
        "message", "photo", "album", "message",
    ]  # fmt: skip
    assert seen == [_words(call) for call in calls(control, CHANNEL)]
    assert [receipt.id for receipt in sent] == ["1", "2", "3", "5"]


def test_without_a_preview_a_release_uploads_its_pictures(
    shop: Workshop, issue: Path, control: Control
) -> None:
    assert publish(shop, issue) is DeliveryState.DONE_PUBLISHED

    assert uploads(control, CHANNEL) == [0, 1, 2, 0]


def test_after_a_preview_a_release_uploads_no_picture(
    shop: Workshop, issue: Path, control: Control
) -> None:
    send_preview(shop, rendered(shop, issue), OPERATOR)

    assert publish(shop, issue) is DeliveryState.DONE_PUBLISHED

    assert uploads(control, OPERATOR) == [0, 1, 2, 0]
    assert uploads(control, CHANNEL) == [0, 0, 0, 0]
    (posts,) = [feed["posts"] for feed in control("feeds?service=telegram")]
    assert [len(post["pictures"]) for post in posts] == [0, 1, 2, 0]


def test_a_second_preview_uploads_no_picture(shop: Workshop, issue: Path, control: Control) -> None:
    send_preview(shop, rendered(shop, issue), OPERATOR)
    send_preview(shop, rendered(shop, issue), OPERATOR)

    assert uploads(control, OPERATOR) == [0, 1, 2, 0, 0, 0, 0, 0]


def test_every_message_of_a_preview_is_silent(
    shop: Workshop, issue: Path, control: Control
) -> None:
    send_preview(shop, rendered(shop, issue), OPERATOR)

    silent = [call["request"].get("disable_notification") for call in calls(control, OPERATOR)]
    assert silent == [True, True, True, True]


def test_later_parts_answer_the_first_of_the_preview(
    shop: Workshop, issue: Path, control: Control
) -> None:
    """It is not the first message of the chat."""
    send_preview(shop, rendered(shop, issue), OPERATOR)
    send_preview(shop, rendered(shop, issue), OPERATOR)

    replies = [c["request"].get("reply_parameters") for c in calls(control, OPERATOR)]
    one, six = {"message_id": 1}, {"message_id": 6}
    assert replies == [None, one, one, one, None, six, six, six]


def test_where_another_channel_publishes_is_the_authors_page_until_it_is_known(
    shop: Workshop, issue: Path, control: Control
) -> None:
    made = rendered(shop, issue)
    crossed = linked_to(made.editions["telegram"], made.issue.canonical_url or "", "substack")
    assert crossed != made.editions["telegram"]

    send_preview(shop, replace(made, editions={"telegram": crossed}), OPERATOR)

    wire = json.dumps([call["request"] for call in calls(control, OPERATOR)])
    assert "pressrun:" not in wire
    assert PAGE in wire


def test_a_preview_writes_nothing_into_the_ledger(shop: Workshop, issue: Path) -> None:
    ledger = (t.accounts, t.releases, t.deliveries, t.calls, t.events, t.blobs)

    send_preview(shop, rendered(shop, issue), OPERATOR)

    assert rows(shop, *ledger, t.uploads) == [0, 0, 0, 0, 0, 0, 3]


def test_each_part_is_told_when_it_is_there(shop: Workshop, issue: Path) -> None:
    told: list[tuple[int, int]] = []

    send_preview(shop, rendered(shop, issue), OPERATOR, lambda done, of: told.append((done, of)))

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_it_leaves_a_chat_the_time_that_it_needs(shop: Workshop, issue: Path) -> None:
    """A second for each message, an album counting as its pictures."""
    waited: list[float] = []
    slow = replace(shop, clock=Clock(1.0, waited.append))

    send_preview(slow, rendered(shop, issue), OPERATOR)

    assert [round(seconds) for seconds in waited] == [1, 1, 2]


def test_a_message_that_is_wanted_later_is_sent_then(
    shop: Workshop, issue: Path, control: Control
) -> None:
    waited: list[float] = []
    _fault(control, "sendMessage", "refusal", {"seconds": 5})

    sent = send_preview(
        replace(shop, clock=Clock(1.0, waited.append)), rendered(shop, issue), OPERATOR
    )

    assert [round(seconds) for seconds in waited] == [5, 1, 1, 2]
    assert len(sent) == 4


@pytest.mark.parametrize(
    ("details", "kind"),
    [
        ({"code": 400, "text": "PHOTO_INVALID_DIMENSIONS"}, Rejected),
        ({"code": 403, "text": "bot was blocked by the user"}, NotAllowed),
        ({"code": 500, "text": "restart"}, OutcomeUnknown),
        ({"seconds": 600}, TryLater),
    ],
)
def test_a_part_that_fails_ends_the_preview(
    shop: Workshop, issue: Path, control: Control, details: dict[str, Any], kind: type[Exception]
) -> None:
    told: list[int] = []
    _fault(control, "sendPhoto", "refusal", details)

    with pytest.raises(kind):
        send_preview(shop, rendered(shop, issue), OPERATOR, lambda done, _of: told.append(done))

    assert told == [1]
    assert [call["operation"] for call in calls(control, OPERATOR)] == ["sendMessage", "sendPhoto"]


def test_what_was_uploaded_before_it_failed_is_known(
    shop: Workshop, issue: Path, control: Control
) -> None:
    _fault(control, "sendMediaGroup", "refusal", {"code": 500, "text": "restart"})
    with pytest.raises(OutcomeUnknown):
        send_preview(shop, rendered(shop, issue), OPERATOR)

    publish(shop, issue)

    assert uploads(control, CHANNEL) == [0, 0, 2, 0]


def test_ids_of_another_bot_are_replaced_by_the_preview(
    shop: Workshop, issue: Path, control: Control
) -> None:
    made = rendered(shop, issue)
    for part in made.editions["telegram"].parts:
        strange = Receipt("1", details={"file_ids": ["AgACAgIwrong"] * len(part.media)})
        shop.ledger.uploads.remember_files(f"telegram|127.0.0.1|{CHANNEL}", part, strange)

    send_preview(shop, made, OPERATOR)
    publish(shop, issue)

    assert uploads(control, OPERATOR) == [0, 0, 1, 0, 2, 0]
    assert uploads(control, CHANNEL) == [0, 0, 0, 0]


def test_a_chat_that_is_no_persons_is_refused(
    shop: Workshop, issue: Path, control: Control
) -> None:
    with pytest.raises(NotAllowed):
        send_preview(shop, rendered(shop, issue), CHANNEL)

    assert calls(control, CHANNEL) == []


def test_an_issue_without_telegram_has_no_such_preview(shop: Workshop, issue: Path) -> None:
    bare = replace(rendered(shop, issue), editions={})

    with pytest.raises(NoTelegram):
        send_preview(shop, bare, OPERATOR)


def _fault(control: Control, operation: str, action: str, details: dict[str, Any]) -> None:
    control(
        "faults", service="telegram", operation=operation, action=action, point="received",
        details=details,
    )  # fmt: skip


def _words(call: Any) -> Any:
    """What a post says and how, without where it goes, its sound, and how its pictures travel."""
    request = call["request"]
    kept = ("text", "entities", "caption", "caption_entities", "link_preview_options")
    captions = [item.get("caption") for item in request.get("media", [])]
    return {key: request.get(key) for key in kept}, captions, "reply_parameters" in request


def test_a_rich_message_is_shown_by_the_same_request(
    shop: Workshop, issue: Path, control: Control
) -> None:
    layout = f"canonical_url: {PAGE}\npressrun:\n  telegram:\n    layout: rich"
    issue.write_text(ISSUE.replace(f"canonical_url: {PAGE}", layout), encoding="utf-8")

    (receipt,) = send_preview(shop, rendered(shop, issue), OPERATOR)

    (call,) = [call for call in control("calls") if call["operation"] == "sendRichMessage"]
    fields = call["body"]["fields"]
    assert (fields["chat_id"], fields["disable_notification"]) == (OPERATOR, "true")
    assert len(receipt.details["file_ids"]) == 3  # type: ignore[arg-type]
    assert receipt.url is None
    assert control("feeds?service=telegram")[0]["posts"] == []
