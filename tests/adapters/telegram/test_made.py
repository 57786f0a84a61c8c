"""Whatever an author writes, every message is one that Telegram takes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.telegram.render import MOST_BUBBLES
from tests.adapters.telegram.samples import edition_of, faults
from tests.witness.documents import Made, documents

made_ones = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def body(made: Made) -> str:
    """Without its front matter."""
    fence = made.markdown[:3]
    return made.markdown.split(f"\n{fence}\n", 1)[1]


@pytest.mark.parametrize("layout", ["inline", "sections", "plates", "summary"])
@made_ones
@given(made=documents(most=30))
def test_every_message_is_within_the_limits(layout: str, made: Made) -> None:
    edition = edition_of(body(made), layout)

    assert faults(edition) == []


@made_ones
@given(made=documents(most=30))
def test_auto_keeps_the_bubbles_few_and_loses_no_picture(made: Made) -> None:
    edition = edition_of(body(made))

    sent = [media.source for part in edition.parts for media in part.media]
    assert len(edition.parts) <= MOST_BUBBLES
    assert edition.facts["layout"] == "summary" or sent == [row.source for row in edition.images]
