"""Faults of the network and the services: afterwards each part is there once, or is asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.stage import Stage, answered_by_looking

POSTS = {
    "telegram": "sendPhoto",
    "substack": "drafts/create",
    "wechat": "draft/add",
    "x": "tweets/create",
}
LOST = [
    ("reset", "received"),
    ("reset", "stored"),
    ("close", "received"),
    ("close", "stored"),
    ("truncate", "stored"),
    ("garbage", "received"),
    ("garbage", "stored"),
]


@pytest.mark.parametrize(("action", "point"), LOST)
@pytest.mark.parametrize(("channel", "operation"), POSTS.items())
def test_a_lost_answer_to_a_post_makes_neither_a_duplicate_nor_a_loss(
    stage: Stage, clean: dict[str, Any], channel: str, operation: str, action: str, point: str
) -> None:
    stage.inject(service=channel, operation=operation, action=action, point=point)

    code, answer = stage.publish(channel)
    code = answered_by_looking(stage, channel, code, answer)

    assert code == 0
    assert stage.shown(channel) == clean[channel]


UPLOADS = {"substack": "image", "wechat": "media/uploadimg", "x": "media/upload"}


@pytest.mark.parametrize(("action", "point"), [("reset", "stored"), ("garbage", "received")])
@pytest.mark.parametrize(("channel", "operation"), UPLOADS.items())
def test_a_lost_upload_is_repeated_without_asking(
    stage: Stage, clean: dict[str, Any], channel: str, operation: str, action: str, point: str
) -> None:
    stage.inject(service=channel, operation=operation, action=action, point=point)

    code, _ = stage.publish(channel)

    assert code == 0
    assert stage.shown(channel) == clean[channel]


def test_a_flood_refusal_is_waited_out(stage: Stage, clean: dict[str, Any]) -> None:
    body = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 14",
        "parameters": {"retry_after": 14},
    }
    stage.inject(
        service="telegram", operation="sendPhoto", action="status", status=429, body=body,
        point="received",
    )  # fmt: skip

    code, _ = stage.publish("telegram")

    assert code == 0
    assert stage.shown("telegram") == clean["telegram"]


def test_a_channel_that_fails_leaves_the_others_alone(stage: Stage, clean: dict[str, Any]) -> None:
    stage.inject(service="x", operation="tweets/create", action="unauthorized", times=None)

    code, answer = stage.publish("wechat,x")

    states = {r["channel"]: r["state"] for r in answer["receipts"]}
    assert code == 1
    assert states == {"wechat": "done(draft)", "x": "paused"}
    assert stage.shown("wechat") == clean["wechat"]
    assert stage.shown("x") == []


def test_after_one_channel_failed_a_corrected_issue_posts_nothing_twice(stage: Stage) -> None:
    stage.inject(service="x", operation="tweets/create", action="unauthorized")
    stage.publish("telegram,x")
    before = stage.shown("telegram")
    text = stage.issue.read_text(encoding="utf-8")
    stage.issue.write_text(text.replace("apprentices", "youngest"), encoding="utf-8")

    code, answer = stage.publish("telegram,x")

    assert code == 3
    assert answer["changed"] == ["telegram"]
    assert "update" in answer["next"]["telegram"]
    assert stage.shown("telegram") == before
    assert [kind for kind, _, _ in stage.shown("x")] == ["post", "reply", "reply", "reply"]


def test_the_command_without_the_sandbox_never_looks_into_its_store(stage: Stage) -> None:
    stage.publish("telegram")

    live = stage.folder / "home" / "store.db"
    rehearsed = stage.folder / "home" / "sandbox" / "store.db"

    assert rehearsed.exists()
    assert not live.exists()
