"""What `pressrun import` does and says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.output import BAD_INPUT, DONE, FAILED, complain, say, say_json

if TYPE_CHECKING:
    from bot.importing import Imported

WORDS_LOST = 3  # exit code: the post is written, and lacks words of the page


def run_import(source: str, out: Path, *, force: bool, sandbox: bool, as_json: bool) -> int:
    from bot.importing import BadImport, FailedImport, Wish, import_post
    from config.site import BadSite

    wish = Wish(source, out, datetime.now(UTC), force=force, loopback=sandbox)
    try:
        done = import_post(wish)
    except (BadImport, BadSite) as error:
        complain(str(error))
        return BAD_INPUT
    except FailedImport as error:
        complain(str(error))
        return FAILED
    if as_json:
        say_json(_json(done))
    else:
        _say(done)
    return DONE if done.is_whole else WORDS_LOST


def _json(done: Imported) -> dict[str, object]:
    facts = done.facts
    return {
        "post": str(done.path),
        "title": facts.title,
        "date": facts.date.isoformat() if facts.date else None,
        "canonical_url": facts.url,
        "author": facts.author,
        "lang": facts.lang,
        "tags": list(facts.tags),
        "pictures": [str(path) for path in done.pictures],
        "absent": [{"address": address, "reason": why} for address, why in done.absent],
        "left_out": list(done.left_out),
        "differences": [
            {"line": d.line, "lost": d.lost, "added": d.added, "after": d.before}
            for d in done.differences
        ],
        "lost_pictures": done.lost_pictures,
        "problems": list(done.problems),
        "whole": done.is_whole,
    }


def _say(done: Imported) -> None:
    say(f"{done.path}: {done.facts.title}")
    say(f"Pictures: {len(done.pictures)} saved, {len(done.absent)} not.")
    for address, why in done.absent:
        say(f"  {_short(address)}: {why}.")
    for what in done.left_out:
        say(f"Left out: {what}.")
    for problem in done.problems:
        say(problem)
    for one in done.differences:
        say(f"{done.path}, {one}")
    if done.lost_pictures:
        say(f"{done.path}: {done.lost_pictures} pictures of the page are not in it.")
    say(_verdict(done))


def _verdict(done: Imported) -> str:
    if not done.differences and done.is_whole:
        return "Read back: every word of the page is there."
    if done.is_whole:
        return "Read back: no word of the page is lost; what is added stands above."
    return "Read back: something is lost. Put it in by hand where the lines above say."


def _short(address: str) -> str:
    return address if len(address) <= 100 else f"{address[:99]}…"
