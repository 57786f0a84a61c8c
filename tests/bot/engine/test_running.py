"""How the durable engine runs: its threads, its stop, and its silence."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot.engine.dbos import HORIZON, DbosEngine
from tests.bot.engine.stage import later, now, soon

EngineOf = Callable[..., DbosEngine]

QUIET = """\
import logging
import logging.handlers
import sys
from datetime import UTC, datetime
from pathlib import Path

traffic = []
sys.addaudithook(lambda event, _: traffic.append(event) if event.startswith("socket.") else None)

from bot.clock import Clock
from bot.engine.dbos import DbosEngine
from bot.engine.executor import Executor

folder = Path(sys.argv[1])
said = logging.handlers.MemoryHandler(1000, flushLevel=1000)
logging.basicConfig(level=logging.INFO, handlers=[said])
engine = DbosEngine(f"sqlite:///{folder}/store.db", Clock(), Executor(folder, "test"))
engine.start(lambda *_: None)
engine.enqueue("a", 1, datetime.now(UTC))
engine.run_until_idle()
logging.getLogger("dbos").warning("the database is gone")
engine.stop()
silent = {"socket.__new__", "socket.gethostname"}  # an event loop's own pair; the lock's note
(folder / "said").write_text(" ".join(record.getMessage() for record in said.buffer))
(folder / "traffic").write_text(" ".join(event for event in traffic if event not in silent))
"""

LAZY = """\
import sys
from pathlib import Path
from bot.clock import Clock
from bot.engine.dbos import DbosEngine
from bot.engine.executor import Executor, who_executes

folder = Path(sys.argv[1])
DbosEngine(f"sqlite:///{folder}/store.db", Clock(), Executor(folder, "test"))
who_executes(folder)
sys.stdout.write(" ".join(name for name in ("dbos", "psycopg") if name in sys.modules))
"""

COMMAND = """\
import sys
sys.argv = ["pressrun", *sys.argv[1:]]
from bot.cli import main
try:
    main()
except SystemExit:
    pass
sys.stderr.write("LOADED " * ("dbos" in sys.modules))
"""


def test_no_more_deliveries_move_at_once_than_there_are_threads(
    sqlite_url: str, engine_of: EngineOf
) -> None:
    here: set[int] = set()
    most: list[int] = []

    def advance(*_: object) -> None:
        here.add(threading.get_ident())
        most.append(len(here))
        time.sleep(0.3)
        here.discard(threading.get_ident())

    engine = engine_of(sqlite_url, threads=2)
    engine.start(advance)
    for number in range(8):
        engine.enqueue(f"d{number}", 1, now())
    engine.run_until_idle()

    assert len(most) == 8
    assert max(most) == 2


def test_what_waits_takes_no_thread(sqlite_url: str, engine_of: EngineOf) -> None:
    advanced: list[str] = []
    answers = {"slow": [later(6), None], "quick": [None]}

    def advance(delivery_id: str, _generation: int) -> datetime | None:
        advanced.append(delivery_id)
        return answers[delivery_id].pop(0)

    engine = engine_of(sqlite_url, threads=1)
    engine.start(advance)
    engine.enqueue("slow", 1, now())
    soon(lambda: advanced)
    engine.enqueue("quick", 1, now())
    engine.run_until_idle()

    assert advanced == ["slow", "quick", "slow"]


def test_what_comes_back_after_the_horizon_is_left_to_its_row(
    sqlite_url: str, engine_of: EngineOf
) -> None:
    advanced: list[str] = []

    def advance(delivery_id: str, _generation: int) -> datetime:
        advanced.append(delivery_id)
        return now() + 2 * HORIZON

    engine = engine_of(sqlite_url)
    engine.start(advance)
    engine.enqueue("a", 1, now())
    engine.run_until_idle(later(60))

    assert advanced == ["a"]
    assert engine.pending() == {}


def test_a_stop_lets_the_running_job_end(sqlite_url: str, engine_of: EngineOf) -> None:
    steps: list[str] = []

    def advance(*_: object) -> None:
        steps.append("begun")
        time.sleep(1.5)
        steps.append("ended")

    engine = engine_of(sqlite_url)
    engine.start(advance)
    engine.enqueue("a", 1, now())
    soon(lambda: steps)
    engine.stop()

    assert steps == ["begun", "ended"]
    engine.start(advance)
    assert engine.pending() == {}


def test_one_engine_executes_in_a_process(
    sqlite_url: str, postgres_url: str, engine_of: EngineOf
) -> None:
    engine_of(sqlite_url).start(lambda *_: None)

    with pytest.raises(RuntimeError, match="already"):
        engine_of(postgres_url).start(lambda *_: None)


def test_an_engine_talks_to_nobody_and_warns_through_the_log_alone(tmp_path: Path) -> None:
    done = _python(QUIET, str(tmp_path))

    assert (done.stdout, done.stderr) == ("", "")
    assert (tmp_path / "said").read_text("utf-8") == "the database is gone"
    assert (tmp_path / "traffic").read_text("utf-8") == ""


def test_who_only_asks_loads_neither_dbos_nor_a_driver(tmp_path: Path) -> None:
    done = _python(LAZY, str(tmp_path))

    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("arguments", [["--help"], ["status", "--sandbox"], ["lint", "none.md"]])
def test_a_command_that_reads_does_not_load_dbos(tmp_path: Path, arguments: list[str]) -> None:
    done = _python(COMMAND, *arguments, PRESSRUN_HOME=str(tmp_path))

    assert "LOADED" not in done.stderr


def _python(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True, text=True, check=False, timeout=120, cwd=Path.cwd(),
        env={"PATH": "", **environment},
    )  # fmt: skip
