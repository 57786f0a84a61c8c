"""What the control room reads of a newsletter: where its drafts are seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from bot.control.overview import Overview
from bot.publishing import Proposal, Wish, carry_out, propose
from bot.wiring import Home, Workshop, workshop
from config.settings import Settings
from content.problems import Level
from sandbox import serve
from tests.faults.stage import lay_out

CHANNELS = ("telegram", "substack", "wechat")
PLAN = "telegram +0 web, wechat +0 draft, substack +1h web"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    settings = Settings.model_validate(
        {
            "channels": {"telegram": {}, "substack": {"mode": "web"}, "wechat": {}},
            "gate": False,
            "receipts": False,
        }
    )
    home, keys = Home(tmp_path / "home", tmp_path / "cache"), CHANNELS
    with (
        serve() as server,
        workshop(settings, keys, sandbox=True, pace=120.0, place=home, url=server.url) as shop,
    ):
        yield shop


def prepared(shop: Workshop, issue: Path) -> Proposal:
    """Telegram is out, WeChat's draft waits for its click, Substack's for its time."""
    proposal = propose(shop, Wish(issue, plan=PLAN))
    carry_out(shop, proposal, approved_by="ada", until=shop.clock.after(1800))
    return proposal


def test_drafts_are_shown_where_they_are_seen_best(shop: Workshop, tmp_path: Path) -> None:
    issue = lay_out(tmp_path / "site")
    proposal = prepared(shop, issue)
    overview, key = Overview(shop, issue), proposal.rendered.issue.key

    drafts = overview.drafts(key, CHANNELS)

    assert overview.drafts(key, ("telegram",)) == {}
    assert sorted(drafts) == ["substack", "wechat"]
    assert "/publish/post/" in drafts["substack"]
    assert "tempkey=" in drafts["wechat"]
    assert proposal.rendered.issue.title in requests.get(drafts["wechat"], timeout=5).text


def test_what_no_edition_carries_is_no_error_as_it_keeps_nothing_from_being_published(
    shop: Workshop, tmp_path: Path
) -> None:
    issue = lay_out(tmp_path / "site")
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace("tags: [press]", "tags: [press, Substack]"), encoding="utf-8")

    found = Overview(shop, issue).problems(issue)

    assert [p.level for p in found if p.code == "channel-tag"] == [Level.WARNING]
