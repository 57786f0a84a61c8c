"""What a preview says in words: problems, pictures, and the thread on X."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image as PilImage

from adapters.base import Edition, PictureRule
from adapters.picture_fit import convert
from bot.control.escape import MOST, parsed, units
from bot.control.screens import draft_links, picture_lines, problem_lines, x_thread
from content.problems import Level, Problem
from tests.bot.control.speaking import (
    URLS,
    image,
    post_with_pictures,
    problem,
    rendered,
    thread,
)

FOLDER = "_posts/2025-09-29-a-very-long-name-of-an-issue-of-a-newsletter.md"

# --- problems ---------------------------------------------------------------------------------


def test_problems_are_grouped_by_kind_with_errors_first() -> None:
    found = [
        problem(Level.NOTE, 0, "links-numbered"),
        problem(Level.WARNING, 3, "cut-slug"),
        problem(line=12),
        problem(line=40),
    ]

    lines = parsed(problem_lines("en", found)).splitlines()

    assert [line.partition(": ")[0] for line in lines] == [
        "❌ 41.md:12, 40 (2)",
        "⚠️ 41.md:3",
        "• 41.md",
    ]


def test_more_kinds_of_problems_than_lines_are_counted() -> None:
    found = [problem(line=n, code=f"e{n}") for n in range(1, 12)]
    found += [problem(Level.NOTE, n, "note") for n in (1, 2)]

    lines = parsed(problem_lines("en", found)).splitlines()

    assert len(lines) == 10
    assert lines[-1] == "and 2 errors, 2 notes more"


def test_as_many_kinds_as_lines_are_all_named() -> None:
    found = [problem(line=n, code=f"e{n}") for n in range(1, 11)]

    assert len(problem_lines("zh", found).splitlines()) == 10
    assert "另有" not in problem_lines("zh", found)


def test_a_long_name_of_a_file_is_shortened_and_keeps_its_line() -> None:
    found = Problem(Level.ERROR, "x", FOLDER, 26, "It is wrong.")

    assert parsed(problem_lines("en", [found])) == "❌ 2025-09-29-a-very-long-….md:26: It is wrong."


# --- pictures ---------------------------------------------------------------------------------


def test_the_ledger_counts_what_was_done_for_each_channel() -> None:
    telegram = Edition(
        "telegram",
        (),
        images=(image("a.png"), image("a.png"), image("b.png", "webp -> jpeg"), image("c.png")),
    )
    wechat = Edition("wechat", (), images=(image("img/a&b.png", "", lost=True), image("b.png")))
    shown = rendered(editions={"telegram": telegram, "wechat": wechat, "x": Edition("x", ())})

    assert parsed(picture_lines("en", shown)) == (
        "Pictures\n"
        "Telegram: 3 pictures (2 as is, 1 webp → jpeg)\n"
        "WeChat: 2 pictures (1 as is, 1 cannot be used)\n"
        "X: none\n"
        "❌ Cannot be used: a&b.png"
    )


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "(1 png → jpeg, 2 made smaller, 1 compressed, 2 turned upright, 1 put on white, ",
        ),
        (
            "zh",
            "4 张图（1 张 png → jpeg，2 张缩小，1 张压缩，2 张转正，1 张透明处填白，1 张另有处理）",
        ),
    ],
)
def test_a_picture_is_counted_for_each_thing_that_was_done_to_it(lang: str, said: str) -> None:
    actions = (
        "png -> jpeg, 1450 px -> 1440 px wide, 1.4 MB -> 863 kB (jpeg 90)",
        "rotated by EXIF, 4800 px -> 1440 px wide",
        "rotated by EXIF, transparency on white",
        "CMYK -> RGB",
    )
    images = tuple(image(f"{n}.png", action) for n, action in enumerate(actions))
    shown = rendered(editions={"telegram": Edition("telegram", (), images=images)})

    assert said in parsed(picture_lines(lang, shown)).splitlines()[1]


def test_what_the_converter_says_is_known() -> None:
    upright = PilImage.Exif()
    upright[0x0112] = 6
    drawn = PilImage.new("RGBA", (3000, 200), (9, 60, 90, 90))
    drawn.save(file := BytesIO(), "WEBP", exif=upright)

    made = convert(file.getvalue(), PictureRule("a page", ("JPEG",), 10**6, max_width=100))
    ledger = Edition("x", (), images=(image("a.webp", made.action),))

    said = picture_lines("zh", rendered(editions={"x": ledger}))

    assert "（1 张 webp → jpeg，1 张缩小，1 张转正，1 张透明处填白）" in said


def test_an_issue_without_pictures_says_so() -> None:
    assert picture_lines("zh", rendered(editions={"x": Edition("x", ())})) == "没有图片。"


# --- the thread -------------------------------------------------------------------------------


def test_a_thread_is_numbered_with_its_weights_its_cost_and_what_it_leaves_out() -> None:
    pictured = post_with_pictures("One <b>& two", 2)
    made = thread("", "二 pressrun:url/telegram")
    edition = replace(made, parts=(pictured, made.parts[1]))

    assert "\n\n".join(parsed(text) for text in x_thread("en", edition)) == (
        "1/2 · weight 12 of 280 · 2 pictures\n"
        "One <b>& two\n\n"
        "2/2 · weight 24 of 280\n"
        "二 [the address on Telegram]\n\n"
        "Cost: about $0.32 for 2 posts.\n\n"
        "What the thread leaves out, and what else to know:\n"
        "• The digest leaves out: Small print & <more> Mark a sentence with <!-- x:post -->."
    )


def test_the_weights_are_those_that_the_edition_has_counted() -> None:
    text = parsed(x_thread("zh", thread("One", "Two", weights="99 100"))[0])

    assert "1/2 · 字重 99，上限 280" in text
    assert "2/2 · 字重 100，上限 280" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_long_thread_comes_in_several_messages_and_loses_nothing(lang: str) -> None:
    posts = [f"<{n}>" + "长" * 135 for n in range(60)]

    texts = x_thread(lang, thread(*posts))

    assert len(texts) > 1
    assert all(units(text) <= MOST for text in texts)
    whole = parsed("\n".join(texts))
    assert [post for post in posts if post not in whole] == []


def test_one_post_longer_than_a_message_is_cut() -> None:
    texts = x_thread("en", thread("长<" * 5000))

    assert max(units(text) for text in texts) == MOST
    assert all(units(text) <= MOST for text in texts)


# --- drafts -----------------------------------------------------------------------------------


def test_drafts_are_offered_where_their_services_show_them() -> None:
    screen = draft_links("en", {"wechat": URLS["wechat"], "x": "the editor"})

    assert screen is not None
    assert [(b.text, b.url) for row in screen.rows for b in row] == [
        ("Open WeChat", URLS["wechat"])
    ]


def test_without_a_draft_no_draft_is_offered() -> None:
    assert draft_links("en", {}) is None
