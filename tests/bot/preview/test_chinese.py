"""What an edition says of itself in English is Chinese on the page of a Chinese issue."""

from __future__ import annotations

import io
import re

from PIL import Image

from adapters.base import PictureRule
from adapters.picture_fit import breaches, convert
from adapters.picture_formats import Seen
from bot.preview.labels import fact_value, labels
from bot.preview.picture_words import in_words
from bot.preview.timetable import Planned, timetable
from tests.bot.preview.pages import thread

RULE = PictureRule(
    "image", ("JPEG",), max_bytes=5000, max_width=40, max_height=30, max_sides=60, max_ratio=1.5,
    keeps_alpha=False,
)  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff→]")


def turned() -> bytes:
    """Long, see-through, and upright by its EXIF alone."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGBA", (400, 100), (9, 9, 9, 90)).save(made, "PNG", exif=exif)
    return made.getvalue()


def moving() -> bytes:
    made = io.BytesIO()
    frames = [Image.new("P", (90, 60), n) for n in (1, 2)]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:])
    return made.getvalue()


def deep() -> bytes:
    made = io.BytesIO()
    Image.new("I;16", (90, 60), 40_000).save(made, "PNG")
    return made.getvalue()


def test_every_word_of_the_ledger_is_chinese() -> None:
    converted = [convert(data, RULE) for data in (turned(), moving(), deep())]
    worst = Seen("TIFF", "CMYK", 900, 300, 6, 2, transparent=True)
    english = [words for one in converted for words in (one.rule, one.action)]
    english += ["as is", "CMYK -> RGB", ", ".join(breaches(worst, 9000, RULE))]

    chinese = [in_words(words, "zh") for words in english]

    assert english[1] == (
        "rotated by EXIF, transparency on white, png -> jpeg, padded to 20 x 30 px, "
        "400 px -> 30 px high"
    )
    assert (
        chinese[1] == "按 EXIF 转正，透明处填白，png → jpeg，补白到 20 × 30 像素，高 400 → 30 像素"
    )
    pieces = [piece for words in chinese for piece in words.split("，")]
    assert [piece for piece in pieces if not CHINESE.search(piece)] == []
    assert [in_words(words, "en") for words in english] == english


def test_facts_are_chinese() -> None:
    words = labels("zh")

    assert fact_value("characters", "19,905 of fewer than 20,000", words) == "19,905，须少于 20,000"
    assert (
        fact_value("characters", "9 + 8 of fewer than 20 each", words) == "9 + 8，须少于 20（每篇）"
    )
    assert fact_value("email", "to every subscriber", words) == "发给全部订阅者"
    assert fact_value("section", "none", words) == "none"  # the author's own word


def test_the_plan_is_chinese() -> None:
    made = timetable({"x": thread("a")}, Planned("x later"), "zh", labels("zh"))

    assert made.fault.startswith("计划里的 'x later' 读不懂；请写成 'x +60m'")
    assert made.legs[0].verb == "发布"
