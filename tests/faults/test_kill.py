"""SIGKILL at every call, at every point of it: afterwards each part is there once, or is asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.stage import KILLED, POINTS, Stage, answered_by_looking

# Every call of the small issue, as a clean run makes it (a test below compares).
CALLS = {
    "wechat": (
        ("stable_token", 1),
        ("media/uploadimg", 1),
        ("media/uploadimg", 2),
        ("material/add_material", 1),
        ("draft/batchget", 1),
        ("draft/add", 1),
    ),
    "substack": (
        ("profile", 1),
        ("image", 1),
        ("image", 2),
        ("drafts/create", 1),
        ("drafts/put", 1),
    ),
    "telegram": (
        ("getChat", 1),
        ("sendMessage", 1),
        ("sendPhoto", 1),
        ("sendPhoto", 2),
    ),
    "x": (
        ("users/me", 1),
        ("media/upload", 1),
        ("media/upload", 2),
        ("media/metadata", 1),
        ("media/metadata", 2),
        ("users/tweets", 1),
        ("tweets/create", 1),
        ("tweets/create", 2),
        ("tweets/create", 3),
        ("tweets/create", 4),
    ),
}
# The call whose repetition a reader (or the author, among the drafts) would see. X refuses the same
# words twice, so a naive tool that starts again there stops at its first post and loses the rest.
EFFECTS = {
    "wechat": ("draft/add", 1),
    "substack": ("drafts/create", 1),
    "telegram": ("sendPhoto", 1),
}

# What can be seen twice, or be missing. Readings and uploads are killed at one point each here, and
# at all of them in the long form.
LONG = [pytest.mark.faults]
SHOWN = ("draft/add", "drafts/create", "drafts/put", "sendMessage", "sendPhoto", "tweets/create")


def kills() -> list[Any]:
    every = [(c, op, n, p) for c, calls in CALLS.items() for op, n in calls for p in POINTS]
    return [
        pytest.param(*kill, marks=[] if kill[1] in SHOWN or kill[3] == "stored" else LONG)
        for kill in every
    ]


@pytest.mark.parametrize("channel", CALLS)
def test_a_clean_run_makes_the_calls_that_are_killed_below(stage: Stage, channel: str) -> None:
    code, _ = stage.publish(channel)

    assert code == 0
    assert sorted(stage.calls(channel)) == sorted(CALLS[channel])


@pytest.mark.parametrize(("channel", "operation", "nth", "point"), kills())
def test_a_killed_release_goes_on_without_a_duplicate_or_a_loss(
    stage: Stage, clean: dict[str, Any], channel: str, operation: str, nth: int, point: str
) -> None:
    pidfile = stage.kill_at(channel, operation, nth, point)
    killed, _ = stage.publish(channel, pidfile=pidfile)

    code, answer = stage.publish(channel)
    code = answered_by_looking(stage, channel, code, answer)

    assert killed == KILLED
    assert code == 0
    assert stage.shown(channel) == clean[channel]


@pytest.mark.parametrize(("channel", "effect"), EFFECTS.items())
def test_without_the_ledger_the_same_kill_makes_a_duplicate(
    stage: Stage, clean: dict[str, Any], channel: str, effect: tuple[str, int]
) -> None:
    pidfile = stage.kill_at(channel, *effect, "stored")

    killed = stage.script("without_ledger.py", channel, pidfile=pidfile)
    code = stage.script("without_ledger.py", channel, pidfile=stage.folder / "other")

    assert (killed, code) == (KILLED, 0)
    assert len(stage.shown(channel)) > len(clean[channel])


@pytest.mark.parametrize("channel", CALLS)
def test_publishing_again_sends_nothing(stage: Stage, channel: str) -> None:
    stage.publish(channel)
    shown = stage.shown(channel)

    code, answer = stage.publish(channel)

    assert code == 0
    assert answer["receipts"][0]["state"].startswith("done")
    assert stage.shown(channel) == shown
