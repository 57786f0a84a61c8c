"""`pressrun new`: prints where the next issue is, and what to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot import app
from bot.cli.output import BAD_INPUT, DONE, complain, say, say_json, say_problems
from bot.cli.reading import settings_for
from bot.new_issue import Made, new_issue, next_commands
from config.files import SettingsError


@dataclass(frozen=True, slots=True)
class Request:
    place: Path
    title: str
    day: str
    config: Path | None
    as_json: bool


def run_new(request: Request) -> int:
    try:
        day = date.fromisoformat(request.day) if request.day else None
    except ValueError:
        complain(f'"{request.day}" is not a day. Write it like 2026-11-30.')
        return BAD_INPUT
    try:
        settings = settings_for(request.place, request.config)
        made = new_issue(
            request.place, settings, title=request.title, day=day, now=datetime.now(UTC)
        )
    except app.BadInput as error:
        say_problems(error.problems)
        return BAD_INPUT
    except SettingsError as error:
        complain(str(error))
        return BAD_INPUT
    if request.as_json:
        say_json(made_json(made))
    else:
        _say(made)
    return DONE


def made_json(made: Made) -> dict[str, object]:
    """The path, what follows from it, and the next commands."""
    return {
        "path": str(made.path),
        "previous": str(made.previous),
        "pictures": str(made.pictures) if made.pictures else None,
        "title": made.issue.title,
        "number": made.issue.number,
        "date": made.issue.day.isoformat() if made.issue.day else None,
        "release": made.at or None,
        "next": list(next_commands(made)),
    }


def _say(made: Made) -> None:
    say(str(made.path))
    if made.pictures:
        say(f"Pictures go to {made.pictures}")
    say("Write it, then:")
    for command in next_commands(made):
        say(f"  {command}")
