"""The whole of it, on the bundled Chinese issue: every call of every channel, at every point.

Takes a quarter of an hour; `make faults` runs it. test_kill.py is the bounded form of it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bot.demo import lay_out
from tests.faults.stage import CHANNELS, KILLED, POINTS, Stage, answered_by_looking, staged

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_call_of_a_real_issue_survives_a_kill(
    tmp_path: Path, channel: str, point: str
) -> None:
    with sampled(tmp_path / "clean") as stage:
        assert stage.publish(channel)[0] == 0
        calls, wanted = stage.calls(channel), stage.shown(channel)

    wrong = [
        call
        for n, call in enumerate(calls)
        if not survives(tmp_path / str(n), channel, call, point, wanted)
    ]

    assert wrong == []


def survives(
    folder: Path,
    channel: str,
    call: tuple[str, int],
    point: str,
    wanted: list[tuple[str, str, int]],
) -> bool:
    """Whether a release killed there ends with each part exactly once."""
    with sampled(folder) as stage:
        pidfile = stage.kill_at(channel, *call, point)
        killed, _ = stage.publish(channel, pidfile=pidfile)
        code, answer = stage.publish(channel)
        code = answered_by_looking(stage, channel, code, answer)
        return (killed, code, stage.shown(channel)) == (KILLED, 0, wanted)


def sampled(folder: Path) -> AbstractContextManager[Stage]:
    """A stage with the bundled issue instead of the small one."""
    return staged(folder, lambda site: lay_out(site)[0])
