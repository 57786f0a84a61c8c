"""The paste kit as files: `pressrun preview ISSUE --kit DIR`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.cli.output import (
    BAD_INPUT,
    DONE,
    complain,
    count_words,
    problem_json,
    say,
    say_json,
    say_problems,
)
from bot.cli.previewing import show
from bot.cli.reading import rendered_issue


def run_kit(
    issue: Path,
    folder: Path,
    config: Path | None,
    waive: Sequence[str],
    *,
    opened: bool,
    as_json: bool,
) -> int:
    """Write it, and say what is where and what records that a channel is out."""
    from bot.preview.kit_files import NotOurs, write_kit

    rendered = rendered_issue(issue, (), config, waive)
    if rendered is None:
        return BAD_INPUT
    try:
        kits = write_kit(rendered, folder)
    except NotOurs as error:
        complain(str(error))
        return BAD_INPUT
    except OSError as error:
        complain(f"{error.filename or folder}: {error.strerror or error}. Choose another folder.")
        return BAD_INPUT
    pages = [folder / f"{kit.channel}.html" for kit in kits if kit.rich]
    if as_json:
        say_json(
            {
                "folder": str(folder),
                "pages": [str(page) for page in pages],
                "confirm": {kit.channel: kit.command.strip() for kit in kits},
                "problems": [problem_json(problem) for problem in rendered.problems],
            }
        )
    else:
        say_problems(rendered.problems)
        say(f"{folder}: {count_words(rendered.problems)}")
        for page in pages:
            say(f"  {page}: open it, copy, paste")
        say(f"  {folder / 'texts.md'}, {folder / 'checklist.md'}, {folder / 'pictures'}")
        say("When a channel is out, say so in the site's folder:")
        for kit in kits:
            say(f"  {kit.command}https://…")
    for page in pages if opened else ():
        show(page.resolve().as_uri())
    return BAD_INPUT if rendered.errors else DONE
