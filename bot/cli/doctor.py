"""What `pressrun doctor` says: a line per finding as it is found, and what to do below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.output import DONE, FAILED, say, say_json

if TYPE_CHECKING:
    from bot.doctor import Finding, Place

LEVEL, WHAT = 7, 13  # columns of the widest mark and of the widest thing looked at
BELOW = " " * (LEVEL + WHAT + 4)


def run_doctor(
    config: Path | None, folder: Path, *, sandbox: bool, pace: float, as_json: bool
) -> int:
    """FAILED when anything found is an error."""
    from bot.doctor import findings

    with _place(config, folder, sandbox=sandbox, pace=pace) as place:
        found = list(findings(place) if as_json else _said(findings(place)))
    errors = sum(finding.level == "error" for finding in found)
    warnings = sum(finding.level == "warning" for finding in found)
    if as_json:
        say_json({"ok": not errors, "findings": [asdict(finding) for finding in found]})
    else:
        say(f"\nerrors: {errors}, warnings: {warnings}. {_next(errors)}")
    return FAILED if errors else DONE


@contextmanager
def _place(config: Path | None, folder: Path, *, sandbox: bool, pace: float) -> Iterator[Place]:
    """The stand-ins answer for as long as somebody looks."""
    from adapters.fonts import usual_folders
    from bot.clock import Clock
    from bot.doctor import Place
    from bot.stand_ins import running_sandbox
    from bot.wiring import home
    from config.files import find_file

    file, fonts = config or find_file(folder), usual_folders(Path.home())
    site = config.parent if config else folder
    if not sandbox:
        yield Place(file, site, home(), fonts)
        return
    place = home().sandbox()
    with running_sandbox(place.folder, place.services, pace) as url:
        yield Place(file, site, place, fonts, Clock(pace), url)


def _said(found: Iterable[Finding]) -> Iterator[Finding]:
    for finding in found:
        say(f"{finding.level:{LEVEL}}  {finding.what:{WHAT}}  {finding.said}")
        if finding.next:
            say(f"{BELOW}{finding.next}")
        yield finding


def _next(errors: int) -> str:
    if errors:
        return "Mend what is an error, then look again: pressrun doctor"
    return "Next: pressrun publish ISSUE --dry-run"
