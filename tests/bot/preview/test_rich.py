"""A rich message in the preview: its words and pictures, never a broken frame."""

from __future__ import annotations

from types import SimpleNamespace

from bot.preview.pictures import Thumbnails
from bot.preview.telegram import frame
from tests.adapters.telegram.samples import edition_of


def test_a_rich_message_shows_its_words() -> None:
    made = edition_of("## 标题\n\n正文 **粗** <mark>a & b</mark>。\n\n- 甲\n- 乙", "rich")

    page = frame(made, Thumbnails({}), _labels())

    assert "标题\n正文 粗 a &amp; b。\n甲\n乙" in page
    assert "rich/1" in page


def _labels() -> SimpleNamespace:
    class Anything(SimpleNamespace):
        def __getattr__(self, name: str) -> str:
            return name

    return Anything()
