"""Releases of many issues under random kills and random faults; afterwards each part is there once.

python -m tests.faults.soak --kills 100 [--database postgresql://…] [--incident wiped] [--seed 7]

Nothing in the installed program takes part in it. Processes are killed from outside, at a random
moment, whichever comes; the services refuse, answer too late or wrongly, and show late what they
have; what is asked is answered by somebody who looks at the feed and nowhere else.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults.comparing import Verdict, history, verdicts
from tests.faults.incidents import INCIDENTS
from tests.faults.letters import Shown, lay_out_many, shown_undisturbed
from tests.faults.people import Author, ledger_of, release
from tests.faults.stage import CHANNELS, Stage, staged
from tests.faults.troubles import trouble
from tests.faults.troupe import Role, Troupe

SOON = "+5m"  # so that the command returns when everything is prepared, and others send it


@dataclass(frozen=True, slots=True)
class Course:
    """What a run is to be. `workers` 0 is one `serve` on SQLite.

    From one kill to the next `between` passes at most, as a multiple of how long a daemon takes to
    start; else all kills on a busy machine would go to daemons that have not begun. `seconds` bound
    the kills, and then what comes after them.
    """

    kills: int
    issues: int
    workers: int = 0
    executor_id: str = ""
    incident: str = ""
    seed: int = 1
    between: float = 3.0
    seconds: float = 1800.0

    def roles(self) -> tuple[Role, ...]:
        if not self.workers:
            return (Role("home", ("serve",)),)
        named = ("--executor-id", self.executor_id) if self.executor_id else ()
        return tuple(Role(f"w{n}", ("worker", *named)) for n in range(1, self.workers + 1))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. `fell` counts daemons that ended by themselves and were started again."""

    kills: Mapping[str, int]
    verdicts: Sequence[Verdict]
    posts: int
    fell: int
    asked: int
    resumed: int
    seconds: float

    @property
    def wrong(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if not verdict.good]

    def figures(self) -> dict[str, int]:
        return {
            "kills": sum(self.kills.values()),
            "posts": self.posts,
            "duplicates": sum(v.duplicates for v in self.verdicts),
            "lost": sum(v.lost for v in self.verdicts),
            "disordered": sum(v.disordered for v in self.verdicts),
            "torn": sum(v.torn for v in self.verdicts),
            "fell": self.fell,
            "asked": self.asked,
            "retried": self.resumed,
            "seconds": round(self.seconds),
        }


def soak(stage: Stage, course: Course, shown: Mapping[str, Shown]) -> Outcome:
    """One run on a stage whose site has the issues of the course. Raises AssertionError when
    something does not come to its end."""
    began = time.monotonic()
    troupe = Troupe(stage, course.roles(), Random(course.seed))  # noqa: S311 - dice
    author = Author(troupe, shown)
    trouble(stage, course.seed)
    with ledger_of(stage), troupe.playing():
        _play(troupe, author, course)
    return Outcome(
        troupe.kills,
        verdicts(stage, shown, course.issues),
        sum(len(stage.feed(channel)) for channel in CHANNELS),
        len(troupe.fell),
        author.asked,
        author.resumed,
        time.monotonic() - began,
    )


def _play(troupe: Troupe, author: Author, course: Course) -> None:
    """Kills, releases and answers at the same time; then whatever is left, without kills."""
    over = threading.Event()
    ends = time.monotonic() + course.seconds
    with ThreadPoolExecutor(2) as pool:
        try:
            answers = pool.submit(_answer, author, over)
            releases = pool.submit(_release_all, troupe, course, over)
            if course.incident == "restored":
                releases.result()  # what a backup does not know cannot be kept from a second start
            _kill(troupe, course, ends)
            releases.result()
        finally:
            over.set()
        answers.result()
    _finish(author, time.monotonic() + course.seconds)


def _release_all(troupe: Troupe, course: Course, over: threading.Event) -> None:
    """The issues one after the other, spread over the kills; else, by their times, over later."""
    issues = sorted(troupe.stage.issue.parent.glob("*.md"))
    early = course.incident == "restored"
    for number, issue in enumerate(issues):
        share = 0 if early else number * course.kills // len(issues)
        while troupe.killed < share:
            if over.wait(0.1):
                return
        release(troupe, issue, f"+{40 + 2 * number}m" if early else SOON)


def _answer(author: Author, over: threading.Event) -> None:
    while not over.wait(1.0):
        author.look()


def _kill(troupe: Troupe, course: Course, ends: float) -> None:
    coming = list(INCIDENTS[course.incident])
    while troupe.killed < course.kills:
        assert time.monotonic() < ends, f"only {troupe.killed} kills in {course.seconds} s"
        time.sleep(troupe.dice.uniform(0, course.between * troupe.start))
        troupe.strike()
        while coming and troupe.killed >= coming[0][0] * course.kills:
            coming.pop(0)[1](troupe)


def _finish(author: Author, ends: float) -> None:
    while not author.look():
        if time.monotonic() > ends:
            rows = [f"{d.id} {d.channel} {d.state} {d.reason} {d.wake_at}" for d in author.open()]
            raise AssertionError("\n".join(["this never ended:", *rows]))
        time.sleep(1.0)


def explained(stage: Stage, outcome: Outcome) -> str:
    """What went wrong, with its event rows; "" when nothing did."""
    return "\n".join(line for verdict in outcome.wrong for line in history(stage, verdict))


def main() -> int:
    options = _arguments()
    course = Course(
        options.kills, options.issues or max(2, options.kills // 3),
        options.workers or (3 if options.database else 0), options.executor_id,
        options.incident, options.seed, options.between,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="pressrun-soak-") as name, ExitStack() as stack:
        folder = Path(name)
        clean = stack.enter_context(staged(folder / "clean", lambda site: lay_out_many(site, 1)[0]))
        shown = shown_undisturbed(clean)
        stage = stack.enter_context(
            staged(folder / "run", lambda site: lay_out_many(site, course.issues)[0])
        )
        stage.database = options.database
        outcome = soak(stage, course, shown)
        sys.stdout.write(f"{outcome.figures()} {dict(outcome.kills)}\n")
        sys.stdout.write(explained(stage, outcome))
    return 1 if outcome.wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--issues", type=int, default=0, help="default: a third of the kills")
    parser.add_argument("--database", default="", help="of PostgreSQL; it must be empty")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--executor-id", default="", help="the same for all workers")
    parser.add_argument("--incident", choices=list(INCIDENTS), default="")
    parser.add_argument("--between", type=float, default=3.0, help="kills, in starts at most")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
