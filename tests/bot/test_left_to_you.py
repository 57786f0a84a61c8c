"""A reminder names what only a person can set: nothing that the options have set already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.base import Edition, Json, Part, Pictures, Receipt, Receipts
from adapters.substack.filing import section_part, tag_parts
from adapters.substack.spec import SPEC as SUBSTACK
from adapters.substack.spec import Options
from adapters.wechat.spec import SPEC as WECHAT
from bot.following import remind
from bot.release.questions import questions
from content.issue import Issue
from tests.bot.noticeboard import BoardChannel, NoticeBoard, a_shop


@dataclass
class Filed(BoardChannel):
    """A draft with the section and the tags that Substack's own options ask for."""

    options: Options = Options()  # noqa: RUF009 - frozen
    lacks: bool = False  # the publication has none of the tags

    def render(self, issue: Issue, pictures: Pictures) -> Edition:
        made = super().render(issue, pictures)
        tags = tag_parts(("robots",), self.options.attach_tags)
        return replace(made, parts=(*section_part(self.options.section), *made.parts, *tags))

    def _do(self, part: Part, sent: Receipts) -> Receipt:
        if part.kind in ("section", "tag", "new-tag"):
            details: Mapping[str, Json] = {"absent": True} if self.lacks else {}
            return Receipt(part.key, None, details)
        return super()._do(part, sent)


def left(folder: Path, channel: BoardChannel) -> str:
    """What a reminder of its draft says is to be set by hand."""
    with a_shop(folder, channel, plan=f"{channel.key} +1h draft") as shop:
        shop.publish()
        shop.clock.wait_until(shop.clock.now() + timedelta(hours=1))
        remind(shop.works)
        (question,) = questions(shop.works.ledger)
    return question.why.partition("Only there: ")[2]


@pytest.mark.parametrize(
    ("options", "lacks", "named"),
    [
        (Options(), False, "tags, section, whether it is mailed"),
        (Options(section="Essays"), False, "tags, whether it is mailed"),
        (Options(attach_tags="all"), False, "section, whether it is mailed"),
        (Options(section="Essays", attach_tags="existing"), False, "whether it is mailed"),
        (Options(attach_tags="existing"), True, "tags, section, whether it is mailed"),
    ],
)
def test_what_the_options_have_set_on_substack_is_not_asked_for(
    tmp_path: Path,
    options: Options,
    lacks: bool,  # noqa: FBT001 - a parameter of the test
    named: str,
) -> None:
    board = NoticeBoard()
    channel = Filed("substack", board, verb="draft", drafted=True, options=options, lacks=lacks)

    assert left(tmp_path, channel) == named


def test_nothing_sets_what_only_wechats_backstage_can(tmp_path: Path) -> None:
    channel = BoardChannel("wechat", NoticeBoard(), verb="draft", drafted=True)

    assert left(tmp_path, channel) == ", ".join(WECHAT.left_to_you)


def test_every_kind_named_is_one_that_substack_makes() -> None:
    parts = [*section_part("Essays"), *tag_parts(("robots",), "all")]

    assert {*SUBSTACK.left_to_you.values()} == {"section", "tag", "publish"}
    assert {"section", "tag"} <= {part.kind for part in parts}
