"""SIGKILL at every call, at every point of it: afterwards each part is there once, or is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.stage import KILLED, POINTS, Stage, staged

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
}
EFFECTS = {"wechat": ("draft/add", 1)}  # the call whose repetition a reader (or author) would see

KILLS = [(c, op, n, p) for c, calls in CALLS.items() for op, n in calls for p in POINTS]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path) as made:
        yield made


@pytest.mark.parametrize("channel", CALLS)
def test_a_clean_run_makes_the_calls_that_are_killed_below(stage: Stage, channel: str) -> None:
    code, _ = stage.publish(channel)

    assert code == 0
    assert stage.calls(channel) == list(CALLS[channel])


@pytest.mark.parametrize(("channel", "operation", "nth", "point"), KILLS)
def test_a_killed_release_goes_on_without_a_duplicate_or_a_loss(
    stage: Stage, clean: dict[str, Any], channel: str, operation: str, nth: int, point: str
) -> None:
    pidfile = stage.kill_at(channel, operation, nth, point)
    killed, _ = stage.publish(channel, pidfile=pidfile)

    code, answer = stage.publish(channel)
    code = _answered_by_looking(stage, channel, code, answer)

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


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each feed shows after an undisturbed run."""
    shown = {}
    for channel in CALLS:
        with staged(tmp_path_factory.mktemp("clean")) as made:
            made.publish(channel)
            shown[channel] = made.shown(channel)
    return shown


def _answered_by_looking(stage: Stage, channel: str, code: int, answer: dict[str, Any]) -> int:
    """Answer what the command asks as a person would, who looks at the feed and nowhere else."""
    if code != 3:
        return code
    asked = [p for p in answer["receipts"][0]["parts"] if p["state"] == "asked"]
    done = [p for p in answer["receipts"][0]["parts"] if p["state"] == "done"]
    assert len(asked) == 1
    posts = stage.feed(channel)
    before = sum(1 for part in done if part["kind"] not in ("image", "cover", "alt", "settings"))
    if len(posts) > before:
        assert stage.decide(asked[0]["call"], "there", posts[-1]["url"]) == 0
    else:
        assert stage.decide(asked[0]["call"], "not-there") == 0
    return stage.publish(channel)[0]
