"""The processes that are measured: stand-ins, daemons, and the seconds of a core that each uses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import sqlalchemy as sa

from benchmarks.letters import SECRETS
from bot.clock import Clock
from bot.release.workers import Workers

PRESSRUN = str(Path(sys.executable).with_name("pressrun"))
ROOT = Path(__file__).resolve().parents[1]
ENDS = 60  # seconds in which a process that was told to end may do so
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Counted:
    """What the stand-ins have seen; `effects` are moments (seconds since 1970) by account."""

    effects: dict[str, list[float]]
    calls: int
    refused: list[str]


@contextmanager
def services(delay: float) -> Iterator[str]:
    """The counting stand-ins in a process of their own; their address."""
    command = [sys.executable, "-m", "benchmarks.services", str(delay)]
    process = Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603 - our own
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        yield process.stdout.readline().strip()
    finally:
        _end([process])


def counted(url: str) -> Counted:
    with urllib.request.urlopen(f"{url}/_counted") as answer:  # noqa: S310 - our own stand-in
        return Counted(**json.load(answer))


@contextmanager
def daemons(kind: str, count: int, database: str, folder: Path) -> Iterator[list[Popen[bytes]]]:
    """`count` times `pressrun serve` or `pressrun worker`; each logs into `folder`."""
    running: list[Popen[bytes]] = []
    url = sa.make_url(database)
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    try:
        for number in range(count):
            place = folder / f"{kind}{number}"
            place.mkdir(parents=True)
            written = url._replace(password=None).render_as_string(hide_password=False)
            (place / "pressrun.yaml").write_text(f"database: {written}\n", encoding="utf-8")
            home = {"PRESSRUN_HOME": str(place / "home")}
            with (folder / f"{kind}{number}.log").open("wb") as log:
                running.append(
                    Popen(  # noqa: S603 - our own command
                        [PRESSRUN, kind, "--port", "-1"], stdout=log, stderr=log, cwd=place,
                        env={**os.environ, **SECRETS, **password, **home},
                    )
                )  # fmt: skip
        yield running
    finally:
        _end(running)


def wait_for(engine: sa.Engine, daemons: int) -> None:
    """Until so many daemons execute the store."""
    while len(Workers(engine, Clock()).alive()) < daemons:
        time.sleep(0.1)


def complaints(folder: Path) -> list[str]:
    """The lines of the daemons' logs that say something went wrong."""
    return [
        line
        for log in sorted(folder.glob("*.log"))
        for line in log.read_text(encoding="utf-8").splitlines()
        if " WARNING " in line or " ERROR " in line or line.startswith("Traceback")
    ]


def core_seconds(pids: Iterable[int]) -> float:
    """User and system time of these processes since each began; those that are gone count none.

    Read off /proc, which Linux has.
    """
    return sum(_core_seconds(pid) for pid in pids)


def backends(engine: sa.Engine) -> list[int]:
    """The processes of a PostgreSQL server on this machine that serve the store's database."""
    query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    if engine.dialect.name != "postgresql":
        return []
    with engine.connect() as db:
        return [row[0] for row in db.exec_driver_sql(query)]


def _core_seconds(pid: int) -> float:
    try:
        # After the name, which may hold anything: state is the third field, utime the 14th.
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _end(processes: Iterable[Popen[bytes] | Popen[str]]) -> None:
    ending = list(processes)
    for process in ending:
        process.terminate()
    for process in ending:
        process.wait(timeout=ENDS)
        if process.stdout is not None:
            process.stdout.close()
