"""Weighing and splitting posts, with our counter and with twitter-text-parser's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.table import Row
from benchmarks.timing import medians
from content.document import plain_text
from content.issue import load_issue
from content.measure import x_weight
from content.runs import runs
from content.split import cut_points, pieces

LIMIT = 280


def posts(path: Path, rounds: int) -> list[Row]:
    """The issue's text as posts of at most 280 units."""
    text = "\n\n".join(plain_text(run) for run, _ in runs(load_issue(path).document))
    cut = pieces(text, cut_points(text, LIMIT, x_weight))
    jobs = {f"weigh {len(cut)} posts, ours": partial(weigh, cut, x_weight)}
    split = {"split the whole text, ours": partial(cut_points, text, LIMIT, x_weight)}
    if peer := peer_counter():
        jobs["the same, twitter-text-parser"] = partial(weigh, cut, peer)
        split["the same, twitter-text-parser"] = partial(cut_points, text, LIMIT, peer)
    return [*_rows(medians(jobs, rounds)), *_rows(medians(split, max(1, rounds // 4)))]


def weigh(cut: tuple[str, ...], count: Callable[[str], int]) -> int:
    return sum(map(count, cut))


def peer_counter() -> Callable[[str], int] | None:
    try:
        from twitter_text import parse_tweet  # type: ignore[import-untyped]
    except ImportError:
        return None
    return lambda text: int(parse_tweet(text).weightedLength)


def _rows(seconds: dict[str, float]) -> list[Row]:
    ours = next(iter(seconds.values()))
    return [Row(name, f"{1000 * s:.2f} ms", f"{s / ours:.2f} x") for name, s in seconds.items()]
