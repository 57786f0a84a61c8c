"""A fresh PostgreSQL database for each test that asks for `postgres_url`, on any server there is.

The server is the one that PRESSRUN_TEST_POSTGRES names (a URL whose user may create databases),
else one that listens on the local socket or on 127.0.0.1, else one that is started here from
Debian's package when the user is root. With none of them the test is skipped, and says so.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg.sql import SQL, Identifier

VARIABLE = "PRESSRUN_TEST_POSTGRES"
PLACES = (
    "postgresql://postgres@/postgres?host=/var/run/postgresql",
    "postgresql:///postgres?host=/var/run/postgresql",
    "postgresql://postgres@127.0.0.1:5432/postgres",
)
PACKAGE = Path("/usr/lib/postgresql")


NONE = f"no PostgreSQL: set {VARIABLE}, or as root: apt install postgresql"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server's maintenance database."""
    with any_server() as url:
        if not url:
            pytest.skip(NONE)
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of a database of this test's own, as a store takes it."""
    with fresh_database(postgres_server) as url:
        yield url


@contextmanager
def any_server() -> Iterator[str]:
    """The URL of a server's maintenance database, "" where there is none to be had."""
    if named := os.environ.get(VARIABLE):
        yield _plain(named)
    elif found := next(filter(_answers, PLACES), None):
        yield found
    elif (programs := _programs()) and os.geteuid() == 0:
        with _started(programs) as url:
            yield url
    else:
        yield ""


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The URL of a new database on it, as a store takes it; dropped afterwards."""
    name = f"pressrun_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield _written(sa.make_url(server), "postgresql+psycopg", name)
        finally:
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _plain(url: str) -> str:
    """The URL as psycopg takes it: without the name of a driver."""
    return _written(sa.make_url(url), "postgresql")


def _written(url: sa.URL, driver: str, database: str | None = None) -> str:
    url = url.set(drivername=driver, database=database or url.database)
    return url.render_as_string(hide_password=False)


def _answers(url: str) -> bool:
    with suppress(psycopg.Error):
        psycopg.connect(url, connect_timeout=2).close()
        return True
    return False


def _programs() -> Path | None:
    versions = sorted(PACKAGE.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def _started(programs: Path) -> Iterator[str]:
    """A server of our own on a socket in a new folder, without a port; PostgreSQL refuses root."""
    folder = Path(tempfile.mkdtemp(prefix="pressrun-postgres-"))
    shutil.chown(folder, "postgres", "postgres")
    cluster = folder / "cluster"

    def run(*command: object) -> None:
        words = [str(word) for word in command]
        subprocess.run(
            words, check=True, capture_output=True, user="postgres", group="postgres",
            extra_groups=[], cwd=folder,
        )  # fmt: skip

    run(programs / "initdb", "-D", cluster, "--auth=trust", "--no-sync", "-U", "postgres")
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    log = folder / "log"
    run(programs / "pg_ctl", "-D", cluster, "-w", "-l", log, "-o", options, "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run(programs / "pg_ctl", "-D", cluster, "-m", "immediate", "stop")
        shutil.rmtree(folder)
