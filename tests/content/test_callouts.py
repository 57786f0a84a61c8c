"""A callout without a title bears a word of the issue's language, on every channel."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters import CHANNELS
from adapters.base import edition_parts
from adapters.lower import lower
from adapters.telegram.spec import SPEC
from bot import app
from bot.wiring import build_channels
from config.settings import Settings
from content.callouts import in_language
from content.document import Figure, Quote, plain_text, walk
from content.issue import Issue, load_issue
from content.markdown.tree import parse_document
from content.site import Site

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CHINESE = (
    "两台机器人在走廊里相遇，谁先让路。这一期讲它们怎样学会等待，也讲这件事为什么比想象的难。\n"
)


def words(text: str, language: str) -> list[str]:
    document = in_language(parse_document(text, file="a.md")[0], language)
    return [b.word for b in walk(document.blocks) if isinstance(b, Quote)]


def written(folder: Path, text: str, front: str = "") -> Path:
    path = folder / "2026-11-20-weekly-12.md"
    path.write_text(f"---\ntitle: 周刊 12：走廊\n{front}---\n{CHINESE}\n{text}", encoding="utf-8")
    return path


def issue(folder: Path, text: str, front: str = "") -> Issue:
    return load_issue(written(folder, text, front), Site(folder))


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("NOTE", "备注", "Note"),
        ("TIP", "提示", "Tip"),
        ("IMPORTANT", "重要", "Important"),
        ("WARNING", "警告", "Warning"),
        ("CAUTION", "注意", "Caution"),
        ("faq", "常见问题", "Faq"),
        ("recipe", "Recipe", "Recipe"),
    ],
)
def test_each_kind_has_its_word(kind: str, zh: str, en: str) -> None:
    text = f"> [!{kind}]\n> 先备份。\n"

    assert (words(text, "zh"), words(text, "en")) == ([zh], [en])


def test_words_are_found_wherever_a_callout_stands() -> None:
    text = (
        "- 一\n\n  > [!TIP]\n  > 二\n\n<details><summary>折</summary>\n\n> [!NOTE]\n> 三\n\n"
        "</details>\n\n<!-- only: x -->\n\n> [!WARNING]\n> 四\n\n<!-- /only -->\n"
    )

    assert words(text, "zh") == ["提示", "备注", "警告"]


def test_an_own_title_and_a_plain_quotation_have_none() -> None:
    assert words("> [!TIP] 三个问题\n> 先备份。\n\n> 原话\n", "zh") == ["", ""]


def test_the_issue_decides_by_its_language(tmp_path: Path) -> None:
    text = "> [!TIP]\n> 先备份。\n"

    found = [issue(tmp_path, text, front).document.blocks[-1] for front in ("", "lang: en\n")]

    assert [quote.word for quote in found if isinstance(quote, Quote)] == ["提示", "Tip"]


def test_every_channel_shows_the_word_and_an_intro_has_it_too(tmp_path: Path) -> None:
    path = written(tmp_path, "> [!WARNING]\n> 先备份，再升级。\n")
    intro = {"intro": "> [!NOTE]\n> 这是一份周刊。\n"}
    settings = Settings(channels=dict.fromkeys(CHANNELS, intro) | {"x": {"mode": "full"} | intro})

    made = app.render(path, settings.adjust, build_channels(settings, tuple(CHANNELS)), NOW)

    shown = {key: str(edition_parts(edition)) for key, edition in made.editions.items()}
    assert {key: ("警告" in text, "备注" in text) for key, text in shown.items()} == dict.fromkeys(
        CHANNELS, (True, True)
    )
    assert not [key for key, text in shown.items() if "Warning" in text or "Note" in text]


@pytest.mark.parametrize(
    ("head", "shown"),
    [("> [!tip] 三个问题\n", ("三个问题", "")), ("> [!tip]\n", ("", "Tip"))],
)
def test_a_picture_that_leaves_a_callout_does_not_name_it_twice(
    head: str, shown: tuple[str, str]
) -> None:
    text = f"{head}> 一\n>\n> ![图](a.png)\n>\n> 二\n"
    document = parse_document(text, file="a.md")[0]

    blocks = lower(document, "telegram", SPEC.shows, file="a.md")[0].blocks

    quotes = [block for block in blocks if isinstance(block, Quote)]
    assert [type(block) for block in blocks] == [Quote, Figure, Quote]
    assert [(plain_text(quote.title), quote.word) for quote in quotes] == [shown, ("", "")]
