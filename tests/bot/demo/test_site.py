"""The sample site: as long, as illustrated and as faulty as the demo promises."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from bot import app
from bot.demo import CHINESE, ENGLISH, lay_out
from bot.demo.pictures import PICTURES
from content.document import (
    Block,
    CodeBlock,
    Document,
    Gallery,
    List,
    Quote,
    Table,
    figures,
    plain_text,
    walk,
)
from content.issue import Issue, load_issue
from content.runs import runs

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MIB = 1 << 20


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")

    assert lay_out(folder) == (folder / CHINESE, folder / ENGLISH)

    return folder


@pytest.fixture(scope="module")
def chinese(site: Path) -> Issue:
    return load_issue(site / CHINESE)


@pytest.fixture(scope="module")
def english(site: Path) -> Issue:
    return load_issue(site / ENGLISH)


def visible(document: Document) -> str:
    return re.sub(r"\s", "", "".join(plain_text(run) for run, _ in runs(document)))


def image(site: Path, name: str) -> Image.Image:
    return Image.open(io.BytesIO((site / "assets" / "img" / name).read_bytes()))


def test_the_chinese_issue_is_about_six_thousand_characters_long(chinese: Issue) -> None:
    assert chinese.language == "zh"
    assert 5500 <= len(visible(chinese.document)) <= 6500


def test_the_english_issue_is_short(english: Issue) -> None:
    text = " ".join(plain_text(run) for run, _ in runs(english.document))

    assert english.language == "en"
    assert 400 <= len(text.split()) <= 600


def test_every_picture_of_an_issue_is_there_and_said_in_words(
    chinese: Issue, english: Issue
) -> None:
    shown = [*figures(chinese.document), *figures(english.document)]

    assert [len(list(figures(i.document))) for i in (chinese, english)] == [12, 2]
    assert all(figure.alt for figure in shown)
    assert {figure.source for figure in shown} == {f"assets/img/{name}" for name in PICTURES}


def depth(blocks: tuple[Block, ...]) -> int:
    lists = [block for block in blocks if isinstance(block, List)]
    return max((1 + depth(i.blocks) for found in lists for i in found.items), default=0)


def test_the_chinese_issue_has_what_real_issues_have(chinese: Issue) -> None:
    blocks = list(walk(chinese.document.blocks))
    kinds = {kind: sum(isinstance(b, kind) for b in blocks) for kind in (Table, CodeBlock, Quote)}
    links = re.findall(r"(?<!!)\[[^\]]+\]\(https://", chinese.path.read_text("utf-8"))

    assert kinds == {Table: 1, CodeBlock: 2, Quote: 1}
    assert depth(chinese.document.blocks) == 3
    assert len(chinese.document.footnotes) == 2
    assert len(links) == 41
    assert "🚢" in visible(chinese.document)


def test_lists_below_a_div_are_lists_and_no_markup_is_left(chinese: Issue) -> None:
    lists = [block for block in chinese.document.blocks if isinstance(block, List)]
    text = visible(chinese.document)

    assert "后来者先让" in plain_text(lists[0].items[1].blocks[0].children)
    assert [mark for mark in ("**", "{%", "](", "<div") if mark in text] == []


def test_an_address_follows_from_the_site(chinese: Issue, english: Issue) -> None:
    assert chinese.canonical_url == (
        "https://qigang.example.org/blog/2025/qigang-notes-41-robots-learn-to-yield/"
    )
    assert english.canonical_url == (
        "https://qigang.example.org/blog/2025/qigang-notes-41-a-library-without-shelves/"
    )
    assert chinese.site.zone == "Asia/Shanghai"


def test_an_editor_finds_the_two_planted_faults_and_nothing_else(chinese: Issue) -> None:
    _, problems = app.check(chinese.path, app.as_found, NOW)

    assert [(p.level, p.code) for p in problems] == [
        ("warning", "slug-number"),
        ("warning", "accidental-domain"),
    ]


def test_an_editor_finds_nothing_in_the_english_issue(english: Issue) -> None:
    assert app.check(english.path, app.as_found, NOW)[1] == ()


def test_the_pictures_break_the_rules_that_pictures_break(site: Path) -> None:
    assert image(site, "42/errors.webp").format == "WEBP"
    assert MIB < (site / "assets/img/42/proof-sheet.png").stat().st_size < 2 * MIB
    assert image(site, "42/proof-sheet.png").format == "PNG"
    assert image(site, "42/harbour.jpg").width == 4800
    assert image(site, "42/till.png").getpixel((0, 0)) == (0, 0, 0, 0)


def test_the_photograph_is_upright_only_by_its_exif(site: Path) -> None:
    photograph = image(site, "42/ferry.jpg")

    assert photograph.width > photograph.height
    upright = ImageOps.exif_transpose(photograph)
    assert upright.width < upright.height


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_is_drawn_the_same_each_time(site: Path, name: str) -> None:
    assert PICTURES[name]() == (site / "assets" / "img" / name).read_bytes()


def test_no_two_pictures_are_alike(site: Path) -> None:
    drawn = {(site / "assets" / "img" / name).read_bytes() for name in PICTURES}

    assert len(drawn) == len(PICTURES)


def test_two_pictures_share_a_row(chinese: Issue) -> None:
    rows = [block for block in walk(chinese.document.blocks) if isinstance(block, Gallery)]

    assert [len(row.figures) for row in rows] == [2, 2]
