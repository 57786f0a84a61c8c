"""An issue goes as far as the settings allow, or less; what it will do is in its edition."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.base import Edition, Phase
from bot import app
from bot.wiring import build_channels
from config.settings import Settings

NOW = datetime(2026, 11, 23, tzinfo=UTC)
BODY = "Robots learn to yield at doors, and people learn to wait for them. " * 5


def edition(folder: Path, channel: str, allowed: str, own: str) -> Edition:
    """As the whole program renders it; `own` is the issue's line, "" for none."""
    keys = f"pressrun:\n  {channel}:\n    {own}\n" if own else ""
    path = folder / "2026-11-20-weekly-12.md"
    path.write_text(f"---\ntitle: 'Weekly 12: Doors'\ndate: 2026-11-20\n{keys}---\n{BODY}\n")
    settings = Settings(channels={channel: {"mode": allowed}})
    channels = build_channels(settings, (channel,))
    return app.render(path, settings.adjust, channels, NOW).editions[channel]


def public(made: Edition) -> list[object]:
    """What its calls that readers see are sent with."""
    return [part.payload for part in made.parts if part.phase is Phase.SEND]


SENT: dict[str, list[object]] = {
    "draft": [],
    "web": [{"send": False}],
    "web+email": [{"send": True}],
}


@pytest.mark.parametrize(
    ("allowed", "own", "verb"),
    [
        ("draft", "", "draft"),
        ("web+email", "", "web+email"),
        ("web+email", "mode:", "web+email"),
        ("web+email", "mode: web+email", "web+email"),
        ("web+email", "mode: web", "web"),
        ("web+email", "mode: draft", "draft"),
        ("web", "mode: draft", "draft"),
        ("draft", "mode: draft", "draft"),
    ],
)
def test_an_issue_may_go_less_far_on_substack(
    tmp_path: Path, allowed: str, own: str, verb: str
) -> None:
    made = edition(tmp_path, "substack", allowed, own)

    (settings,) = [dict(p.payload) for p in made.parts if p.kind == "settings"]  # type: ignore[arg-type]
    assert (made.verb, made.errors) == (verb, ())
    assert public(made) == SENT[verb]
    assert settings["should_send_email"] is (verb == "web+email")


@pytest.mark.parametrize(
    ("allowed", "own", "said"),
    [
        ("draft", "mode: web", "no further than `draft`, not to `web`"),
        ("draft", "mode: web+email", "no further than `draft`, not to `web+email`"),
        ("web", "mode: web+email", "no further than `web`, not to `web+email`"),
        ("web+email", "mode: publish", "`publish` is no mode of substack"),
        ("web+email", "mode: [web]", "is no mode of substack"),
    ],
)
def test_an_issue_that_goes_further_is_refused_and_publishes_nothing(
    tmp_path: Path, allowed: str, own: str, said: str
) -> None:
    made = edition(tmp_path, "substack", allowed, own)

    assert [(p.code, p.line) for p in made.errors] == [("mode", 6)]
    assert said in made.errors[0].message
    assert made.errors[0].next
    assert (made.verb, public(made)) == ("draft", [])


@pytest.mark.parametrize(
    ("allowed", "own", "verb", "errors"),
    [
        ("publish", "", "web", []),
        ("publish", "mode: publish", "web", []),
        ("publish", "mode: draft", "draft", []),
        ("draft", "mode: publish", "draft", ["mode"]),
        ("publish", "mode: web", "draft", ["mode"]),
    ],
)
def test_wechat_takes_the_words_of_its_own_settings(
    tmp_path: Path, allowed: str, own: str, verb: str, errors: list[str]
) -> None:
    made = edition(tmp_path, "wechat", allowed, own)

    assert (made.verb, [p.code for p in made.errors]) == (verb, errors)
    assert bool(public(made)) is (verb == "web")


def test_what_is_approved_is_another_thing_in_another_mode(tmp_path: Path) -> None:
    hashes = {
        edition(tmp_path, "substack", "web+email", f"mode: {mode}").hash
        for mode in ("draft", "web", "web+email")
    }

    assert len(hashes) == 3
