"""The preview command: the page as a file, or served and made again on each save."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
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
    problem_json,
    say,
    say_json,
    say_problems,
)
from bot.cli.reading import next_step, rendered_issue, settings_for

if TYPE_CHECKING:
    from bot.preview.serving import Made
    from bot.preview.timetable import Planned
    from config.settings import Settings
    from content.issue import Issue


@dataclass(frozen=True, slots=True)
class Request:
    """The command's arguments. `port` is that of the server, 0 for any."""

    issue: Path
    out: Path
    config: Path | None
    waive: tuple[str, ...]
    opened: bool = False
    served: bool = False
    port: int = 0
    as_json: bool = False


def run(request: Request) -> int:
    return _serve(request) if request.served else _write(request)


def _write(request: Request) -> int:
    from bot.preview import write_page

    rendered = rendered_issue(request.issue, (), request.config, request.waive)
    if rendered is None:
        return BAD_INPUT
    settings = settings_for(request.issue, request.config)
    page = write_page(rendered, request.out, planned(rendered, settings, datetime.now(UTC)))
    if request.as_json:
        say_json({"page": str(page), "problems": [problem_json(p) for p in rendered.problems]})
    else:
        say_problems(rendered.problems)
        say(f"{page}: {count_words(rendered.problems)}")
        following = f"publish {quote(str(request.issue))} --sandbox"
        say(next_step(rendered.problems, "preview", following, request.issue))
    if request.opened:
        show(page.resolve().as_uri())
    return BAD_INPUT if rendered.errors else DONE


def planned(rendered: app.Rendered, settings: Settings, now: datetime) -> Planned:
    """The plan, from the release time that the issue names, else from its cadence's slot."""
    from bot.preview.timetable import Planned

    issue = rendered.issue
    slot = issue.meta.release or _slot(issue, settings, now)
    return Planned(settings.plan, slot, issue.site.zone, settings.quiet)


def _slot(issue: Issue, settings: Settings, now: datetime) -> datetime | None:
    """When the newsletter's cadence will take the issue; None when none does."""
    if not settings.cadences or issue.meta.date is None:
        return None
    from bot.release.cadence import cadence
    from bot.release.next_issue import slot_of
    from content.posts import below

    zone, date = issue.site.zone or "UTC", issue.meta.date
    path = below(issue.path, issue.site.root)
    kept = [
        cadence(name, chosen, zone, settings.late)
        for name, chosen in settings.cadences.items()
        if path.is_relative_to(chosen.posts or issue.site.posts)
    ]
    return min(filter(None, (slot_of(its, date, now) for its in kept)), default=None)


def show(url: str) -> None:
    if not webbrowser.open(url):
        complain(f"no browser could be opened; open {url} yourself")


# --- the served page ----------------------------------------------------------------------------


def _serve(request: Request) -> int:
    from bot.preview.serving import Live, serve

    if rendered_issue(request.issue, (), request.config, request.waive) is None:
        return BAD_INPUT

    def ready(url: str) -> None:
        say(f"{url} shows {request.issue}, made again on each save. Stop with Ctrl-C.")
        if request.opened:
            show(url)

    try:
        serve(Live(_Maker(request).make), request.port, ready)
    except OSError as error:
        complain(f"port {request.port}: {error.strerror or error}. Choose another with --port.")
        return BAD_INPUT
    except KeyboardInterrupt:
        pass
    return DONE


class _Maker:
    """Makes the page again and again, and keeps the pictures that it has scaled down."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._shrunk: dict[str, bytes] = {}

    def make(self) -> Made:
        from bot.preview.page import view
        from bot.preview.pictures import thumbnails_of
        from bot.preview.serving import Made
        from bot.preview.templates import fill_page
        from bot.wiring import build_channels, home
        from config.files import SettingsError

        issue, config = self._request.issue, self._request.config
        try:
            settings = settings_for(issue, config)
            channels = build_channels(settings, settings.chosen(), pictures=home().pictures)
            now, waive = datetime.now(UTC), self._request.waive
            rendered = app.render(issue, settings.adjust, channels, now, waive=waive)
        except (app.BadInput, SettingsError) as error:
            return Made(fault=str(error))
        thumbnails = thumbnails_of(rendered, self._shrunk)
        page = view(rendered, planned(rendered, settings, now), thumbnails)
        return Made(
            fill_page(page, live=True),
            thumbnails.uris(),
            files=tuple(self._files(rendered)),
        )

    def _files(self, rendered: app.Rendered) -> Iterator[Path]:
        """What the page was made from: the issue, its site's and our own settings, pictures."""
        yield rendered.issue.path
        yield rendered.issue.site.root / "pressrun.yaml"
        if self._request.config:
            yield self._request.config
        for asset in rendered.issue.assets.values():
            if asset.path:
                yield asset.path
