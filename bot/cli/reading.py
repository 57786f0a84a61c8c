"""Commands that read and show, and send nothing: lint, render, preview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from bot import app
from bot.cli.output import (
    BAD_INPUT,
    DONE,
    complain,
    count_words,
    facts_line,
    problem_json,
    say,
    say_json,
    say_problems,
)
from config.files import SettingsError
from content.problems import Level, Problem

if TYPE_CHECKING:
    from config.settings import Settings


def settings_for(issue: Path, config: Path | None) -> Settings:
    """The settings named, or the nearest above the issue."""
    from config.files import find_file
    from config.settings import load

    return load(config or find_file(issue))


def run_lint(issue: Path, config: Path | None, *, as_json: bool) -> int:
    try:
        _, problems = app.check(issue, _adjustment(issue, config), datetime.now(UTC))
    except app.BadInput as error:
        problems = error.problems
    except SettingsError as error:
        complain(str(error))
        return BAD_INPUT
    if as_json:
        say_json({"problems": [problem_json(p) for p in problems]})
    else:
        say_problems(problems, least=Level.NOTE)
        say(f"{issue}: {count_words(problems)}")
        say(next_step(problems, "lint", f"preview {quote(str(issue))} --open", issue))
    return BAD_INPUT if any(p.level is Level.ERROR for p in problems) else DONE


def next_step(problems: Sequence[Problem], command: str, following: str, issue: Path) -> str:
    """The command that follows, or the same one again where an error has to be mended first."""
    if any(problem.level is Level.ERROR for problem in problems):
        return f"Mend what is an error, then look again: pressrun {command} {quote(str(issue))}"
    return f"Next: pressrun {following}"


def _adjustment(issue: Path, config: Path | None) -> app.Adjust:
    """What the settings make of a site; they are loaded only when there is a file."""
    from config.files import find_file

    found = config or find_file(issue)
    return settings_for(issue, found).adjust if found else app.as_found


def run_render(
    issue: Path, channel: str, config: Path | None, waive: Sequence[str], *, as_json: bool
) -> int:
    from adapters import CHANNELS

    if channel not in CHANNELS:
        complain(f"no channel {channel!r}; there are {', '.join(CHANNELS)}")
        return BAD_INPUT
    rendered = rendered_issue(issue, (channel,), config, waive)
    if rendered is None:
        return BAD_INPUT
    if as_json:
        say_json(edition_json(rendered, channel))
    else:
        _say_edition(rendered, channel)
    return BAD_INPUT if rendered.errors else DONE


def rendered_issue(
    issue: Path, keys: tuple[str, ...], config: Path | None, waive: Sequence[str]
) -> app.Rendered | None:
    from bot.wiring import build_channels, home

    try:
        settings = settings_for(issue, config)
        chosen = keys or settings.chosen()
        channels = build_channels(settings, chosen, pictures=home().pictures)
        return app.render(issue, settings.adjust, channels, datetime.now(UTC), waive=waive)
    except app.BadInput as error:
        say_problems(error.problems)
    except SettingsError as error:
        complain(str(error))
    return None


def edition_json(rendered: app.Rendered, channel: str) -> dict[str, object]:
    """The edition as machines read it: parts as they would be sent, problems, image ledger."""
    from adapters.base import edition_parts

    edition = rendered.editions[channel]
    return {
        "channel": channel,
        "hash": edition.hash,
        "cost_usd": round(edition.cost_usd, 6),
        "facts": dict(edition.facts),
        "parts": edition_parts(edition),
        "problems": [problem_json(p) for p in rendered.problems],
        "images": [
            {
                "source": row.source,
                "sha256": row.sha256,
                "rule": row.rule,
                "action": row.action,
                "part": row.part,
                "open": row.open,
            }
            for row in edition.images
        ],
    }


def _say_edition(rendered: app.Rendered, channel: str) -> None:
    edition = rendered.editions[channel]
    say_problems(rendered.problems)
    say(f"{channel}: {len(edition.parts)} parts, {facts_line(edition.facts)}")
    for part in edition.parts:
        say(f"  {part.key:18} {part.kind}")
    say("Add --json for the parts as they would be sent.")
