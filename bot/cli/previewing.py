"""The preview command: the page as a file, or served and made again on each save."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    from bot.preview.planning import planned

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

    def make(self) -> Iterator[Made]:
        """The page without the paste kit, which nobody needs at once, and with it."""
        from bot.preview.page import view, with_kit
        from bot.preview.pictures import thumbnails_of
        from bot.preview.planning import planned
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
            yield Made(fault=str(error))
            return
        thumbnails = thumbnails_of(rendered, self._shrunk)
        page = view(rendered, planned(rendered, settings, now), thumbnails)
        bare = Made(
            fill_page(page, live=True),
            thumbnails.uris(),
            files=(*self._files(rendered),),
            bare=True,
        )
        yield bare
        whole = fill_page(with_kit(page, rendered, thumbnails), live=True)
        yield replace(bare, page=whole, pictures=thumbnails.uris(), bare=False)

    def _files(self, rendered: app.Rendered) -> Iterator[Path]:
        """What the page was made from: the issue, its site's and our own settings, pictures."""
        yield rendered.issue.path
        yield rendered.issue.site.root / "pressrun.yaml"
        if self._request.config:
            yield self._request.config
        for asset in rendered.issue.assets.values():
            if asset.path:
                yield asset.path
