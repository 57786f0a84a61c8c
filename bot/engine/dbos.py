"""The durable engine: dbos sees to it that a delivery is advanced, by some process, at its time.

The only workflow is a stub of one step with strings for arguments. It uses neither dbos's cron nor
its `sleep` and `recv`: what waits is a row, and takes no thread. dbos is imported by `start` and
`enqueue`, never by a command that only reads.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.clock import Clock
from bot.engine.database import SCHEMA, drop_tables, has_tables, making_tables, open_database
from bot.engine.executor import Executor
from bot.engine.port import Advance

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions, WorkflowStatus

log = logging.getLogger(__name__)

# dbos runs and recovers only jobs of its own version; ours outlive upgrades, so it is constant.
APPLICATION = VERSION = "pressrun"
QUEUE = "deliveries"
WORKFLOW = "deliver"

HORIZON = timedelta(minutes=10)  # what is due later is left to its row
POLLING = 1.0  # seconds between two looks at the queue; each costs about 4 ms of a core
# dbos looks each second for delays that are over, and then for jobs to start: a second late on
# average. So a job is enqueued that much too early, and waits in its thread for the rest.
EARLY = timedelta(seconds=1)
AHEAD = 16  # jobs that a look claims for each thread, or a thread would do no more than one a look
DRAIN = 30  # seconds in which running jobs may end when the engine stops
SELDOM = 3600.0  # seconds between dbos's looks at what we do not use

ACTIVE = ["ENQUEUED", "DELAYED", "PENDING"]
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

_running: DbosEngine | None = None  # dbos is one per process, and so is the engine that executes


class DbosEngine:
    """Jobs in a database beside the store's.

    On SQLite only the process that gets the lock of its `executor` executes; any other one enqueues
    for it. On PostgreSQL every process executes that starts, and each needs an `executor_id` of its
    own (the default), or dbos takes their running jobs for lost ones.
    """

    def __init__(
        self,
        store: str,
        clock: Clock,
        executor: Executor | None = None,
        *,
        threads: int = 8,
        executor_id: str = "",
    ) -> None:
        """`store` is the URL of the store; `threads` bounds how many deliveries move at once."""
        self._store = store
        self._clock = clock
        self._executor = executor
        self._threads = threads
        # The one executor of a file has a constant name: so it recovers what the last one left.
        self._one_file = store.startswith("sqlite")
        self._executor_id = executor_id or (APPLICATION if self._one_file else _unique())
        self._advance: Advance | None = None

    @property
    def executes(self) -> bool:
        """False when another process holds the lock; `start` may be tried again at any time."""
        return self._advance is not None

    def start(self, advance: Advance) -> None:
        global _running
        if self.executes:
            return
        if _running is not None:
            raise RuntimeError("an engine executes in this process already: stop it first")
        if self._one_file and not (self._executor and self._executor.acquire(self._clock.now())):
            return
        _running, self._advance = self, advance
        try:
            self._launch()
        except BaseException:
            self.stop()
            raise

    def enqueue(self, delivery_id: str, generation: int, at: datetime) -> None:
        """One job for each (delivery, generation), however often and by whomever it is enqueued."""
        from dbos import WorkflowSerializationFormat

        job: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": f"{delivery_id}:{generation}",
            "app_version": VERSION,
            "serialization_type": WorkflowSerializationFormat.PORTABLE,  # JSON, not pickle
        }
        delay = (at - EARLY - self._clock.now()).total_seconds()
        if delay > 0:
            job["delay_seconds"] = delay
        arguments = delivery_id, str(generation), at.astimezone(UTC).isoformat()
        try:
            self._client.enqueue(job, *arguments)
        except (OperationalError, ProgrammingError):
            if has_tables(self._database):
                raise
            if not self.executes:
                log.info("%s is left to its row: the engine has no tables yet", delivery_id)
                return
            self._make_tables()
            self._client.enqueue(job, *arguments)

    def cancel(self, delivery_id: str) -> None:
        jobs = [job.workflow_id for job in self._jobs(delivery_id)]
        if jobs:
            self._client.cancel_workflows(jobs)

    def pending(self) -> dict[str, datetime]:
        """The deliveries enqueued or running, and when each is due."""
        due: dict[str, datetime] = {}
        for job in self._jobs():
            delivery_id, at = _read(job)
            due[delivery_id] = max(at, due.get(delivery_id, at))
        return due

    def stranded(self, is_gone: Callable[[str], bool]) -> list[str]:
        """A worker takes more jobs than it has threads, and dies with all of them; dbos gives none
        of them to another. `is_gone` is asked about their executor ids."""
        held: dict[str, list[str]] = {}
        for job in self._jobs():
            if job.status == "PENDING" and job.executor_id not in (None, self._executor_id):
                held.setdefault(str(job.executor_id), []).append(_read(job)[0])
        return [delivery for executor, its in held.items() if is_gone(executor) for delivery in its]

    def run_until_idle(self, until: datetime | None = None) -> None:
        """Wait for jobs that are due by `until`; not for those that run in other processes."""
        while any(until is None or _read(job)[1] <= until for job in self._own_jobs()):
            self._clock.sleep(POLLING / 4)

    def prune(self, before: datetime) -> int:
        """Delete what is left of jobs that ended before then; how many those were."""
        count = 0
        while ended := self._ended(before):
            self._client.delete_workflows(ended)
            count += len(ended)
        return count

    def forget(self) -> None:
        """Drop every job, as after the restoring of a store; only while nobody executes."""
        drop_tables(self._database)

    def stop(self) -> None:
        """Let running jobs end, for at most DRAIN seconds; `start` may follow."""
        global _running
        if self.executes:
            from dbos import DBOS

            DBOS.destroy(workflow_completion_timeout_sec=DRAIN)
            _running = self._advance = None
        if self._executor:
            self._executor.release()
        self._database.dispose()

    @cached_property
    def _database(self) -> sa.Engine:
        return open_database(self._store, self._threads + 6)

    @cached_property
    def _client(self) -> DBOSClient:
        from dbos import DBOSClient

        _quiet()
        return DBOSClient(
            system_database_engine=self._database,
            dbos_system_schema=SCHEMA,
            application_name=APPLICATION,
            lazy=True,
            retry_connection_errors=False,  # the caller hears of it, instead of hanging
        )

    def _launch(self) -> None:
        from dbos import DBOS

        _quiet()
        _register()
        self._make_tables()
        DBOS(
            config={
                "name": APPLICATION,
                "application_version": VERSION,
                "executor_id": self._executor_id,
                "system_database_engine": self._database,
                "dbos_system_schema": SCHEMA,
                "max_executor_threads": self._threads,
                "use_listen_notify": False,  # only `recv` and events would need a listener
                "scheduler_polling_interval_sec": SELDOM,
                "enable_otlp": False,
                "log_level": "WARNING",
            }
        )
        DBOS.launch()

    def _make_tables(self) -> None:
        with making_tables(self._database):
            self._client._sys_db.run_migrations()  # the public way opens an engine of its own
        self._client.register_queue(
            QUEUE, worker_concurrency=self._threads * AHEAD, polling_interval_sec=POLLING
        )

    def _deliver(self, delivery_id: str, generation: int, at: datetime) -> None:
        self._clock.wait_until(min(at, self._clock.now() + EARLY))
        if self._advance is None:
            return
        try:
            again = self._advance(delivery_id, generation)
        except Exception:
            log.exception("advancing %s; its row is as it was, until it is swept", delivery_id)
            return
        if again is not None and again <= self._clock.now() + HORIZON:
            self.enqueue(delivery_id, generation + 1, again)

    def _jobs(self, delivery_id: str = "") -> Iterator[WorkflowStatus]:
        if has_tables(self._database):
            prefix = f"{delivery_id}:" if delivery_id else None
            yield from self._client.list_workflows(
                status=ACTIVE, name=WORKFLOW, workflow_id_prefix=prefix, load_output=False
            )

    def _own_jobs(self) -> Iterator[WorkflowStatus]:
        for job in self._jobs():
            if job.status != "PENDING" or job.executor_id == self._executor_id:
                yield job

    def _ended(self, before: datetime) -> list[str]:
        if not has_tables(self._database):
            return []
        jobs = self._client.list_workflows(
            status=ENDED,
            name=WORKFLOW,
            completed_before=before.isoformat(),
            limit=1000,
            load_input=False,
            load_output=False,
        )
        return [job.workflow_id for job in jobs]


def _read(job: WorkflowStatus) -> tuple[str, datetime]:
    """The delivery of a job, and when it is due."""
    assert job.input is not None  # noqa: S101 - it was loaded
    delivery_id, _, at = job.input["args"]
    return delivery_id, datetime.fromisoformat(at)


def _unique() -> str:
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


def _quiet() -> None:
    """Without a handler of ours, dbos gives its logger one that prints past the application's."""
    logger = logging.getLogger("dbos")
    logger.setLevel(logging.WARNING)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


@cache
def _register() -> None:
    """The registry of dbos is one per process and outlives every engine: once is enough."""
    from dbos import DBOS, WorkflowSerializationFormat
    from dbos._dbos import _get_or_create_dbos_registry
    from dbos._utils import INTERNAL_QUEUE_NAME

    # A queue for what we do not use; dbos polls it each second, for a third of its idle work.
    _get_or_create_dbos_registry()._register_internal_queue(
        INTERNAL_QUEUE_NAME, polling_interval_sec=SELDOM
    )

    @DBOS.workflow(
        name=WORKFLOW,
        max_recovery_attempts=None,  # a job that a hundred crashes interrupted is still due
        serialization_type=WorkflowSerializationFormat.PORTABLE,
    )
    def deliver(delivery_id: str, generation: str, at: str) -> None:
        if _running is not None:
            _running._deliver(delivery_id, int(generation), datetime.fromisoformat(at))
