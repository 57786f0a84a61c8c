"""Owners: gone is who is gone for certain, on either database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.release.owners import Owner, PostgresOwner, make_owner

Make = Callable[[], Owner | PostgresOwner]
Start = Callable[[], "Other"]

HOLD = """\
import sys
from pathlib import Path
from bot.release.owners import make_owner
with make_owner(sys.argv[1], Path(sys.argv[2])) as owner:
    print(owner.id, flush=True)
    sys.stdin.read()
"""


class Other:
    """Another process that holds an owner's lock."""

    def __init__(self, url: str, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", HOLD, url, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout
        self.id = self._process.stdout.readline().strip()

    def signal(self, number: int) -> None:
        self._process.send_signal(number)
        if number == signal.SIGSTOP:
            os.waitpid(self._process.pid, os.WUNTRACED)
        elif number == signal.SIGKILL:
            self._process.wait()

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return "sqlite:///store.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def make(url: str, tmp_path: Path) -> Make:
    return lambda: make_owner(url, tmp_path)


@pytest.fixture
def other(url: str, tmp_path: Path) -> Iterator[Other]:
    process = Other(url, tmp_path)
    yield process
    process.end()


def test_an_owner_that_works_is_not_gone(make: Make) -> None:
    with make() as here, make() as there:
        assert (here.holds(), there.holds()) == (True, True)
        assert (here.is_gone(there.id), there.is_gone(here.id)) == (False, False)
        assert not here.is_gone(here.id)


def test_an_owner_that_ended_is_gone(make: Make) -> None:
    with make() as here:
        with make() as there:
            pass

        assert here.is_gone(there.id)
        assert here.is_gone(there.id)


def test_an_owner_nobody_ever_was_is_gone(make: Make) -> None:
    with make() as here:
        assert here.is_gone("no-such-owner")


def test_a_killed_owner_is_gone(make: Make, other: Other) -> None:
    with make() as here:
        assert not here.is_gone(other.id)

        other.signal(signal.SIGKILL)

        assert_soon(lambda: here.is_gone(other.id))


def test_a_stopped_owner_is_not_gone(make: Make, other: Other) -> None:
    with make() as here:
        other.signal(signal.SIGSTOP)

        assert not here.is_gone(other.id)


def test_two_owners_of_one_process_are_two(make: Make) -> None:
    assert make().id != make().id


def test_an_owner_that_has_not_begun_holds_nothing(make: Make) -> None:
    assert not make().holds()


def test_an_owner_whose_file_was_removed_holds_nothing(tmp_path: Path) -> None:
    with Owner(tmp_path) as here:
        for path in tmp_path.iterdir():
            path.unlink()

        assert not here.holds()


def test_the_files_of_those_that_are_gone_do_not_pile_up(tmp_path: Path) -> None:
    (tmp_path / "dead.lock").touch()
    with Owner(tmp_path) as here:
        assert here.is_gone("dead")

        assert [path.name for path in tmp_path.iterdir()] == [f"{here.id}.lock"]


def test_an_owner_whose_connection_was_ended_is_gone_and_holds_nothing(postgres_url: str) -> None:
    with PostgresOwner(postgres_url) as here, PostgresOwner(postgres_url) as there:
        _end_connection_of(here, postgres_url)

        assert not here.holds()
        assert not here.holds()
        assert_soon(lambda: there.is_gone(here.id))


def test_an_owner_without_a_connection_takes_nobody_for_gone(postgres_url: str) -> None:
    with PostgresOwner(postgres_url) as here:
        _end_connection_of(here, postgres_url)

        assert not here.is_gone("no-such-owner")


def test_asking_for_an_owner_leaves_no_lock_behind(postgres_url: str) -> None:
    with PostgresOwner(postgres_url) as here, PostgresOwner(postgres_url) as there:
        assert here.is_gone("no-such-owner")

        assert there.is_gone("no-such-owner")


def assert_soon(holds: Callable[[], bool]) -> None:
    """True within half a minute: a server needs a moment to see that a connection has ended."""
    waiting = iter(range(600))
    while not holds():
        next(waiting)
        signal.sigtimedwait((), 0.05)


def _end_connection_of(owner: PostgresOwner, url: str) -> None:
    session = owner._session
    assert session
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 10000)", (session.info.backend_pid,))
