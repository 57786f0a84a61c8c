"""A process that executes jobs, for the tests to kill: it notes each advance, and then takes long.

    python worker.py STORE FOLDER SECONDS [NAME=VALUE …]

`executor_id` names it to the engine; `other_build=1` gives it one more workflow than ours, as an
older or newer release may have. It says `executes` or `enqueues`, and ends with its standard input.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from bot.engine.dbos import DbosEngine
from bot.engine.executor import Executor

store, folder, seconds, *rest = sys.argv[1:]
options = dict(word.split("=", 1) for word in rest)
notes = Path(folder) / "advanced"


def advance(delivery_id: str, _generation: int) -> datetime | None:
    with notes.open("a", encoding="utf-8") as file:
        file.write(f"{delivery_id} {os.getpid()}\n")
    time.sleep(float(seconds))
    return None


if options.get("other_build"):
    from dbos import DBOS

    @DBOS.workflow(name="older")
    def older() -> None:
        """Makes the version that dbos computes another one."""


executor = Executor(Path(folder), "worker") if store.startswith("sqlite") else None
engine = DbosEngine(store, Clock(), executor, executor_id=options.get("executor_id", ""))
engine.start(advance)
sys.stdout.write("executes\n" if engine.executes else "enqueues\n")
sys.stdout.flush()
sys.stdin.read()
engine.stop()
