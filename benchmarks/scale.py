"""`make bench-scale`: a thousand newsletters at one minute, a hundred thousand that sleep, and how
long thirty pictures take.

    python -m benchmarks.scale [rush] [sleep] [publish]

measures those named, or all. It needs Linux (core time is read off /proc), and PostgreSQL for the
first and for half of the second; what cannot be measured here is left out, and says why.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import publishing, rush, sleepers
from benchmarks.subject import CORPUS, lay_out_issue
from benchmarks.table import table
from tests.postgres import NONE, any_server, fresh_database

PARALLEL = (1, 4, 8)
PICTURES = 30
NO_CORPUS = "publishing is left out: the corpus with the issue of thirty pictures is not here"


def crowded(newsletters: int = 1000, ahead: float = 90.0) -> Iterator[str]:
    with _postgres() as url, TemporaryDirectory() as folder:
        if not url:
            yield f"the rush is left out: {NONE}"
            return
        found = rush.rush(url, Path(folder), newsletters=newsletters, ahead=ahead)
        title = f"{newsletters:,} newsletters, four channels each, due at one moment, three workers"
        yield table(f"{title}, PostgreSQL, answers after 50 ms", rush.rows(found))


def asleep(sleepers_: int = 100_000, woken: int = 200) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        found = sleepers.sleep(
            f"sqlite:///{place / 'store.db'}", place, kind="serve", sleepers=sleepers_, woken=woken
        )
        yield table("Sleeping, SQLite, one daemon", sleepers.rows(found))
    with _postgres() as url, TemporaryDirectory() as folder:
        if not url:
            yield f"sleeping on PostgreSQL is left out: {NONE}"
            return
        found = sleepers.sleep(url, Path(folder), kind="worker", sleepers=sleepers_, woken=woken)
        yield table("Sleeping, PostgreSQL, one worker", sleepers.rows(found))


def published() -> Iterator[str]:
    if not CORPUS.is_dir():
        yield NO_CORPUS
        return
    with TemporaryDirectory() as folder:
        issue = lay_out_issue(Path(folder, "site"))
        runs = [publishing.publish(issue, Path(folder), parallel) for parallel in PARALLEL]
    title = f"{PICTURES} pictures and a cover on WeChat, SQLite, answers after 200 ms"
    yield table(f"{title}; at most {publishing.ALLOWED} x", list(publishing.rows(runs)))


PARTS = {"rush": crowded, "sleep": asleep, "publish": published}


def main(names: list[str]) -> None:
    """One table after the other, and last how busy the machine was with other things."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # in good order: no daemon is left behind
    for name in names or list(PARTS):
        for part in PARTS[name]():
            _say(part)
    _say(f"{os.cpu_count()} cores; load average now {os.getloadavg()[0]:.1f}")


@contextmanager
def _postgres() -> Iterator[str]:
    """The URL of a database of its own, "" where there is no server."""
    with any_server() as server:
        if not server:
            yield ""
            return
        with fresh_database(server) as url:
            yield url


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
