"""The page at `/`: every feed as its readers would see it, and the calls that led there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from sandbox.world import World

COLUMNS = ("substack", "wechat", "telegram", "x")
LAST_CALLS = 200
PAGE_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def feeds_page(world: World) -> str:
    feeds = {str(feed["service"]): feed["posts"] for feed in world.feeds()}
    return (
        _templates()
        .get_template("feeds.html.j2")
        .render(
            columns=[(key, feeds.get(key, [])) for key in COLUMNS],
            blog=feeds.get("blog", []),
            calls=world.calls.all()[-LAST_CALLS:][::-1],
            unmodelled=world.unmodelled,
        )
    )


def _templates() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=loader, autoescape=True)
    environment.filters["time"] = _time
    return environment


def _time(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d %H:%M:%S")
