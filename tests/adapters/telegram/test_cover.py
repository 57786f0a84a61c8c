"""The cover of an issue that has no page: a photo with the title, since no preview can show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.base import Edition
from adapters.references import ref
from adapters.telegram.render import edition, wanted_pictures
from adapters.telegram.revising import revise
from adapters.telegram.spec import Options
from content.assets import Asset
from content.meta import Meta
from tests.adapters.telegram.feed import sent_of
from tests.adapters.telegram.samples import (
    TITLE,
    faults,
    issue_of,
    kinds,
    payloads,
    pictures_for,
    prose,
    sections,
)

COVER = "img/cover.png"
META = Meta(title=TITLE, values={"cover": COVER})


def covered(markdown: str, layout: str = "auto", url: str | None = None) -> Edition:
    """The edition of an issue with a cover in its front matter."""
    asset = Asset(COVER, Path("/site/img/cover.png"), 1, 1_200, 630, "PNG")
    issue = issue_of(markdown, meta=META, canonical_url=url, assets={COVER: asset})
    pictures = pictures_for(issue_of(f"![]({COVER})\n\n{markdown}"))
    return edition(issue, pictures, Options(layout=layout))  # type: ignore[arg-type]


def test_a_short_issue_stands_with_its_cover() -> None:
    made = covered("正文。")

    assert kinds(made) == ["photo"]
    assert payloads(made)[0]["caption"] == f"{TITLE}\n\n正文。"
    assert [media.source for media in made.parts[0].media] == [COVER]


@pytest.mark.parametrize("layout", ["inline", "sections", "plates"])
def test_a_long_issue_begins_with_its_cover_and_title(layout: str) -> None:
    made = covered(prose(1_100), layout)

    assert faults(made) == []
    assert kinds(made) == ["photo", "message"]
    assert payloads(made)[0]["caption"] == f"{TITLE}\n1/2"
    assert payloads(made)[1]["text"].startswith("2/2\n\n团队")
    assert payloads(made)[1]["link_preview_options"] == {"is_disabled": True}
    assert payloads(made)[1]["reply_parameters"]["message_id"] == ref("photo/1", "id")


def test_an_issue_with_a_page_shows_its_cover_in_the_preview_of_that() -> None:
    made = covered("正文。", url="https://blog.example.org/7/")

    assert kinds(made) == ["message"]
    assert payloads(made)[0]["link_preview_options"]["prefer_large_media"] is True


def test_a_cover_that_stands_in_the_text_is_not_shown_twice() -> None:
    made = covered(f"正文。\n\n![]({COVER})")

    assert [media.source for part in made.parts for media in part.media] == [COVER]


def test_the_cover_counts_among_the_bubbles() -> None:
    eight = sections(8, 700, 1)

    assert covered(eight).facts["layout"] == "plates"
    assert covered(eight, url="https://blog.example.org/7/").facts["layout"] == "sections"


def test_the_cover_is_converted_and_has_its_row_in_the_ledger() -> None:
    asset = Asset(COVER, Path("/site/img/cover.png"), 1, 1_200, 630, "PNG")
    issue = issue_of("正文。", meta=META, canonical_url=None, assets={COVER: asset})

    assert [row.source for row in wanted_pictures(issue, Options())] == [COVER]
    assert [(row.source, row.part) for row in covered("正文。").images] == [(COVER, "photo/1")]


def test_an_edit_of_an_issue_with_a_cover_leaves_the_cover_alone() -> None:
    old, new = covered(prose(1_100)), covered(prose(1_100) + "补一句。")

    edits = revise(old, sent_of(old), new)

    assert [(part.key, part.media) for part in edits.parts] == [("edit/message/1", ())]
