"""All four editions of an issue, as the benchmarks and reviewers' checks call for them."""

from __future__ import annotations

from pathlib import Path

from adapters import CHANNELS
from adapters.base import Edition
from bot.wiring import build_channels, home
from config.settings import Settings
from config.site import detect
from content.issue import load_issue


def render_all(path: Path | str) -> tuple[Edition, ...]:
    """Load and render for every channel; pictures come from the cache when it has them."""
    channels = build_channels(Settings(), tuple(CHANNELS), pictures=home().pictures)
    issue = load_issue(path, detect(Path(path)))
    return tuple(channel.render(issue, channel.prepare(issue)) for channel in channels.values())
