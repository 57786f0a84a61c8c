"""Hundreds of editions are made here, and most bear the same title: its cover is drawn once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from adapters.fonts import Typeface
from adapters.title_card import Card, Words, title_card
from adapters.wechat import prepare


@pytest.fixture(scope="session", autouse=True)
def _one_card_per_title() -> Iterator[None]:
    drawn: dict[Words, Card] = {}

    def remembered(words: Words, faces: Sequence[Typeface], *, file: str, line: int) -> Card:
        if words not in drawn:
            drawn[words] = title_card(words, faces, file=file, line=line)
        return drawn[words]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepare, "title_card", remembered)
        yield
