"""`make bench`: our figures beside those of named peers, measured in turns in one run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.wechat import SPEC
from benchmarks.commands import commands
from benchmarks.posts import posts
from benchmarks.reading import reading
from benchmarks.subject import lay_out_issue
from benchmarks.table import table
from benchmarks.wechat_sizes import wechat_sizes
from bot.wiring import build_channels, home
from config.settings import Settings
from content.issue import load_issue


def report(issue: Path, rounds: int, processes: int) -> Iterator[str]:
    """A table at a time; `rounds` and `processes` say how often each figure is measured."""
    yield f"{issue.name}: {issue.stat().st_size:,} bytes, medians of {rounds} rounds\n"
    yield table("Reading and rendering, as multiples of the parser alone", reading(issue, rounds))
    yield table("Whole processes", commands(issue, processes))
    yield table("Posts for X, as multiples of ours", posts(issue, rounds))
    channel = build_channels(Settings(), (SPEC.key,), pictures=home().pictures)[SPEC.key]
    read = load_issue(issue)
    sizes = wechat_sizes(read, channel.prepare(read))
    yield table("A WeChat article, in characters; fewer than 20,000 fit", sizes)


def main(rounds: int = 41, processes: int = 5) -> None:
    """In a home of its own, so that the user's store and cache stay as they are."""
    with TemporaryDirectory() as folder:
        os.environ["PRESSRUN_HOME"] = str(Path(folder, "home"))
        for part in report(lay_out_issue(Path(folder, "site")), rounds, processes):
            sys.stdout.write(f"{part}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
