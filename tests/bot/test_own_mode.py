"""What an issue's own mode makes of the plan, of the release and of its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.base import Edition, Phase, Pictures
from bot.publishing import Wish, propose
from bot.release.plan import PlanError
from bot.release.states import DeliveryState
from content.issue import Issue
from tests.bot.noticeboard import BoardChannel, NoticeBoard, Shop, a_shop


class Careful(BoardChannel):
    """Its issues stay drafts, whatever the settings allow."""

    def render(self, issue: Issue, pictures: Pictures) -> Edition:
        made = super().render(issue, pictures)
        kept = tuple(part for part in made.parts if part.phase is Phase.PREPARE)
        return replace(made, parts=kept, verb="draft")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(
        tmp_path,
        BoardChannel("telegram", NoticeBoard()),
        Careful("substack", NoticeBoard(), verb="web+email", drafted=True),
    ) as made:
        yield made


def test_the_plan_and_the_release_say_what_will_be_done(shop: Shop) -> None:
    proposal = propose(shop.works, Wish(shop.issue))
    done = {d.channel: d for d in shop.publish()}

    assert proposal.verbs == {"telegram": "web", "substack": "draft"}
    assert (done["substack"].verb, done["substack"].state) == ("draft", DeliveryState.DONE_DRAFT)
    assert [n.public for n in shop.boards["substack"].notices.values()] == [False]


@pytest.mark.parametrize("verb", ["web+email", "draft"])
def test_a_plan_may_say_what_the_settings_allow_or_the_issue_does(shop: Shop, verb: str) -> None:
    proposal = propose(shop.works, Wish(shop.issue, plan=f"substack +0 {verb}"))

    assert proposal.verbs["substack"] == "draft"


def test_a_plan_may_say_nothing_else(shop: Shop) -> None:
    with pytest.raises(PlanError, match="the plan says substack web, but its mode makes it draft"):
        propose(shop.works, Wish(shop.issue, plan="substack +0 web"))


def test_nothing_waits_for_the_address_of_an_issue_that_stays_a_draft(shop: Shop) -> None:
    with pytest.raises(PlanError, match="telegram waits for substack, but a draft has no address"):
        propose(shop.works, Wish(shop.issue, plan="substack +0, telegram +1h after substack"))
