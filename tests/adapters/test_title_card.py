"""Title cards: what they say, what they never show, and which fonts they take."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from adapters.fonts import BUILT_IN, Face, Typeface, find_typefaces, usual_folders
from adapters.lettering import draw_line, length, pieces, set_block
from adapters.title_card import HEIGHT, MARGIN, WIDTH, Card, Words, title_card
from content.problems import Level

LATIN = (BUILT_IN,)
CHINESE = find_typefaces(usual_folders(Path("/nonexistent")))[0]
EVERYTHING = defaultdict(Face)


def picture(card: Card) -> Image.Image:
    return Image.open(BytesIO(card.data)).convert("RGB")


def title_panel(card: Card) -> Image.Image:
    return picture(card).crop((HEIGHT, 0, WIDTH, HEIGHT))


def square(card: Card) -> Image.Image:
    left, top, right, bottom = card.square
    box = (left * card.width, top * card.height, right * card.width, bottom * card.height)
    return picture(card).crop(tuple(round(side) for side in box))


def colours(image: Image.Image) -> int:
    return len(image.getcolors(1_000_000) or ())


def test_a_card_shows_the_words_and_has_the_shape_of_a_cover() -> None:
    card = title_card(Words("Routing requests", "The Quiet Engineer", "107"), LATIN)

    assert (card.width, card.height, card.problem) == (1880, 800, None)
    assert picture(card).size == (1880, 800)
    assert colours(title_panel(card)) > 2
    assert square(card).size == (800, 800)


def test_the_same_words_give_the_same_bytes() -> None:
    words = Words("Routing requests", "The Quiet Engineer", "107")

    assert title_card(words, LATIN) == title_card(words, LATIN)


def test_issues_of_a_series_share_colours_and_differ_in_shapes() -> None:
    first = title_card(Words("One", "The Quiet Engineer", "1"), LATIN)
    second = title_card(Words("Two", "The Quiet Engineer", "2"), LATIN)

    corner = (WIDTH - 1, HEIGHT - 1)
    assert picture(first).getpixel(corner) == picture(second).getpixel(corner)
    assert square(first).tobytes() != square(second).tobytes()


@pytest.mark.parametrize(
    "title",
    ["Go", "Routing requests " * 3, "Donaudampfschifffahrtsgesellschaft", "w " * 70],
)
def test_a_title_stays_within_its_margins(title: str) -> None:
    card = title_card(Words(title, "Series", "1"), LATIN)

    panel = title_panel(card)
    inside = Image.new("RGB", panel.size, panel.getpixel((0, 0)))  # type: ignore[arg-type]
    width, height = panel.size
    box = (MARGIN - 8, MARGIN - 8, width - MARGIN + 8, height - MARGIN + 8)
    inside.paste(panel.crop(box), box)
    assert card.problem is None
    assert panel.tobytes() == inside.tobytes()


def test_without_a_font_for_it_chinese_is_left_out_and_never_drawn_as_boxes() -> None:
    card = title_card(Words("向量数据库入门", "周刊", "3"), LATIN, file="post.md", line=2)

    assert colours(title_panel(card)) == 1
    assert card.problem
    assert str(card.problem) == (
        "post.md:2: warning: No font on this machine shows the title; the cover is a card without "
        "words. Install one (Debian: apt install fonts-noto-cjk), or name a `cover` picture. "
        "[card-font]"
    )


def test_a_symbol_no_font_shows_is_left_out_and_named() -> None:
    card = title_card(Words("Routing 🧵 requests", "Series", "1"), LATIN, file="post.md", line=2)

    assert title_panel(card).tobytes() == _title_alone("Routing requests", "Series").tobytes()
    assert card.problem
    assert (card.problem.level, card.problem.code) == (Level.NOTE, "card-symbol")
    assert card.problem.message.endswith("shows: 🧵")


def _title_alone(title: str, series: str) -> Image.Image:
    return title_panel(title_card(Words(title, series, "1"), LATIN))


def test_joiners_and_selectors_of_an_emoji_are_no_loss() -> None:
    card = title_card(Words("Tools\ufe0f and\u200d tests", "Series", "1"), LATIN)

    assert card.problem is None


def test_a_title_longer_than_any_cover_is_a_warning() -> None:
    card = title_card(Words("Routing requests " * 60), LATIN)

    assert card.problem
    assert (card.problem.level, card.problem.code) == (Level.WARNING, "card-title")
    assert colours(title_panel(card)) == 1


@pytest.mark.skipif(not CHINESE.bold.shows("向"), reason="no font for Chinese on this machine")
def test_a_chinese_title_is_drawn_where_there_is_a_font() -> None:
    card = title_card(Words("向量数据库入门", "周刊", "3"), (CHINESE, *LATIN))

    assert card.problem is None
    assert colours(title_panel(card)) > 2


def test_a_font_knows_what_it_does_not_show() -> None:
    face = Face()

    assert [face.shows(character) for character in "A7?向é🧵"] == [True] * 3 + [False] * 3


def test_typefaces_are_found_by_name_best_first_and_the_built_in_one_comes_last(
    tmp_path: Path,
) -> None:
    fonts = tmp_path / "truetype" / "some"
    fonts.mkdir(parents=True)
    names = ["DejaVuSans-Bold.ttf", "DejaVuSans.ttf", "inter-bold.otf", "Unrelated.ttf"]
    worse, plain, better, unrelated = (fonts / name for name in names)
    for path in (worse, plain, better, unrelated):
        path.write_bytes(ImageFont.load_default(20).font_bytes)  # type: ignore[union-attr]

    found = find_typefaces([tmp_path, tmp_path / "absent"])

    assert found == (
        Typeface(Face(better), Face(better)),
        Typeface(Face(worse), Face(plain)),
        BUILT_IN,
    )


def test_a_broken_font_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "DejaVuSans-Bold.ttf").write_bytes(b"not a font")

    assert find_typefaces([tmp_path]) == (BUILT_IN,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Keep Latin words", ["Keep", " Latin", " words"]),
        ("发布GPT-5模型", ["发", "布", "GPT-5", "模", "型"]),
        ("一，二。（三）", ["一，", "二。", "（三）"]),
        ("他说“好”。", ["他", "说", "“好”。"]),
        ("用 vLLM 部署", ["用", " vLLM", " 部", "署"]),
        ("「」", ["「」"]),
        ("", []),
    ],
)
def test_lines_break_between_words_and_never_before_a_closing_mark(
    text: str, expected: list[str]
) -> None:
    assert [" " * piece.spaced + piece.text for piece in pieces(text)] == expected


def test_lines_are_of_even_length() -> None:
    block = set_block(
        "aaaa aaaa aaaa aaaa a", EVERYTHING, width=390, height=400, sizes=(40, 40), leading=1.2
    )

    assert block
    assert block.lines == ("aaaa aaaa", "aaaa aaaa a")


def test_text_grows_as_far_as_the_space_allows() -> None:
    small = set_block("aaaa", EVERYTHING, width=150, height=400, sizes=(20, 120), leading=1.2)
    large = set_block("aaaa", EVERYTHING, width=300, height=400, sizes=(20, 120), leading=1.2)

    assert small
    assert large
    assert length("aaaa", EVERYTHING, small.size) <= 150
    assert small.size < large.size <= 120


def test_a_word_that_never_fits_has_no_block() -> None:
    assert (
        set_block("a" * 90, EVERYTHING, width=200, height=400, sizes=(20, 40), leading=1.2) is None
    )


def test_each_run_is_drawn_with_a_face_that_shows_it() -> None:
    image = Image.new("RGB", (200, 60), "white")

    draw_line(
        ImageDraw.Draw(image),
        (10, 40),
        "ab",
        faces={"a": Face(), "b": Face()},
        size=30,
        fill=(0, 0, 0),
    )

    assert image.getpixel((195, 5)) == (255, 255, 255)
    assert colours(image) > 2
