"""A process that opens a store twice, as a backup in a daemon does, loses nothing that it wrote.

SQLite's locks belong to a process. Whoever opens the file beside SQLite and closes it again frees
them all; the next process to leave then takes the write-ahead log for nobody's, and deletes it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.engine.database import FILE, open_database
from bot.store.db import open_existing, open_store

LOOK = """
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
print(c.execute("SELECT count(*) FROM probe").fetchone()[0])
c.close()
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


def seen_by_another_process(file: Path) -> str:
    command = [sys.executable, "-c", LOOK, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_store_that_is_opened_again_keeps_what_is_written_afterwards(
    url: str, tmp_path: Path
) -> None:
    engine = open_store(url)
    with engine.begin() as db:
        db.exec_driver_sql("CREATE TABLE probe (x)")

    open_existing(url).dispose()
    before = seen_by_another_process(tmp_path / "store.db")
    with engine.begin() as db:
        db.exec_driver_sql("INSERT INTO probe VALUES (1)")
    after = seen_by_another_process(tmp_path / "store.db")
    engine.dispose()

    assert (before, after) == ("0", "1")


def test_the_engines_file_that_is_opened_again_keeps_its_jobs(url: str, tmp_path: Path) -> None:
    engine = open_database(url, 1)
    with engine.begin() as db:
        db.exec_driver_sql("CREATE TABLE probe (x)")

    open_database(url, 1).dispose()
    before = seen_by_another_process(tmp_path / FILE)
    with engine.begin() as db:
        db.exec_driver_sql("INSERT INTO probe VALUES (1)")
    after = seen_by_another_process(tmp_path / FILE)
    engine.dispose()

    assert (before, after) == ("0", "1")
