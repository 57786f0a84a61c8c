"""The whole of it, on the bundled Chinese issue: every call of every channel, at every point.

Takes a quarter of an hour; `make faults` runs it. test_kill.py is the bounded form of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.demo import lay_out
from tests.faults.figures import Count
from tests.faults.stage import CHANNELS, KILLED, POINTS, Stage, answered_by_looking, staged

pytestmark = pytest.mark.faults

ASKS = 3  # the command's exit code when something waits for a person


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a release that was killed once came to. `asked` is true when a person had to look."""

    call: tuple[str, int]
    codes: tuple[int, int]  # of the killed command, and of the one that went on
    duplicates: int
    lost: int
    in_order: bool
    asked: bool

    @property
    def survived(self) -> bool:
        return self.codes == (KILLED, 0) and self.in_order


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_call_of_a_real_issue_survives_a_kill(
    tmp_path: Path, count: Count, channel: str, point: str
) -> None:
    with sampled(tmp_path / "clean") as stage:
        assert stage.publish(channel)[0] == 0
        calls, wanted = stage.calls(channel), stage.shown(channel)

    outcomes = [
        killed_once(tmp_path / str(n), channel, call, point, wanted) for n, call in enumerate(calls)
    ]

    count("a kill at every call", channel, figures(outcomes))
    assert [outcome for outcome in outcomes if not outcome.survived] == []


def killed_once(
    folder: Path,
    channel: str,
    call: tuple[str, int],
    point: str,
    wanted: list[tuple[str, str, int]],
) -> Outcome:
    """Publish, be killed at this point of this call, publish again, and compare the feed."""
    with sampled(folder) as stage:
        pidfile = stage.kill_at(channel, *call, point)
        killed, _ = stage.publish(channel, pidfile=pidfile)
        code, answer = stage.publish(channel)
        ended = answered_by_looking(stage, channel, code, answer)
        shown = stage.shown(channel)
    there, due = Counter(shown), Counter(wanted)
    return Outcome(
        call,
        (killed, ended),
        duplicates=(there - due).total(),
        lost=(due - there).total(),
        in_order=shown == wanted,
        asked=code == ASKS,
    )


def figures(outcomes: Sequence[Outcome]) -> dict[str, int]:
    return {
        "points tried": len(outcomes),
        "duplicates": sum(outcome.duplicates for outcome in outcomes),
        "lost": sum(outcome.lost for outcome in outcomes),
        "asked": sum(outcome.asked for outcome in outcomes),
    }


def sampled(folder: Path) -> AbstractContextManager[Stage]:
    """A stage with the bundled issue instead of the small one."""
    return staged(folder, lambda site: lay_out(site)[0])
