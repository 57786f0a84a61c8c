"""Jobs timed in turns, so that a busy moment of the machine meets all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Job = Callable[[], object]


def medians(jobs: Mapping[str, Job], rounds: int) -> dict[str, float]:
    """The seconds that each job takes, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds + 1):
        for name, job in jobs.items():
            begun = perf_counter()
            job()
            taken[name].append(perf_counter() - begun)
    return {name: median(seconds[1:]) for name, seconds in taken.items()}
