"""What `pressrun doctor` says: a line per finding as it is found, and what to do below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.output import DONE, FAILED, say, say_json

if TYPE_CHECKING:
    from bot.doctor import Finding

LEVEL, WHAT = 7, 13  # columns of the widest mark and of the widest thing looked at
SANDBOX = "Look whether PRESSRUN_HOME is yours to write, and what PRESSRUN_SANDBOX_URL names."
BELOW = " " * (LEVEL + WHAT + 4)


def run_doctor(
    config: Path | None, folder: Path, *, sandbox: bool, pace: float, as_json: bool
) -> int:
    """FAILED when anything found is an error."""
    with ExitStack() as stack:
        seen = _seen(stack, config, folder, sandbox=sandbox, pace=pace)
        found = list(seen if as_json else _said(seen))
    errors = sum(finding.level == "error" for finding in found)
    warnings = sum(finding.level == "warning" for finding in found)
    if as_json:
        say_json({"ok": not errors, "findings": [asdict(finding) for finding in found]})
    else:
        say(f"\nerrors: {errors}, warnings: {warnings}. {_next(errors)}")
    return FAILED if errors else DONE


def _seen(
    stack: ExitStack, config: Path | None, folder: Path, *, sandbox: bool, pace: float
) -> Iterator[Finding]:
    """The stand-ins answer for as long as the stack is open."""
    from adapters.fonts import usual_folders
    from bot.clock import Clock
    from bot.doctor import Finding, Place, findings
    from bot.stand_ins import running_sandbox
    from bot.wiring import home
    from config.files import find_file

    file, site = config or find_file(folder), config.parent if config else folder
    place = Place(file, site, home(), usual_folders(Path.home()))
    if sandbox:
        own = place.home.sandbox()
        try:
            url = stack.enter_context(running_sandbox(own.folder, own.services, pace))
        except OSError as error:
            said = f"The stand-ins do not answer: {error.strerror or type(error).__name__}."
            return iter([Finding("error", "sandbox", said, SANDBOX)])
        place = replace(place, home=own, clock=Clock(pace), url=url)
    return findings(place)


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
