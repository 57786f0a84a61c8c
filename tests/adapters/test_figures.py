"""Tables, formulas and code that an author wants as pictures: where, and what is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.base import Edition, Media, Picture, Pictures
from adapters.drawn import drawing
from adapters.drawn.asking import with_drawn
from adapters.drawn.drawing import draw, lettering
from adapters.drawn.sketches import NotDrawn, sketch
from adapters.x.spec import PICTURE, SPEC, Options
from content.document import Figure, Table, Text, walk
from tests.adapters.figures import block, codes, issue_of, made, needs_typst, opened, picture

TABLE = "| Model | Score |\n|:--|--:|\n| **Alpha** | 98.5 |\n| `beta` | 9 |"
FORMULA = "$$\nE = mc^2\n$$"
CODE = "```python\nprint(1)\nprint(2)\n```"
BODY = f"Before.\n\n## A section\n\nSome words.\n\n{TABLE}\n\n{FORMULA}\n\n{CODE}\n\nAfter."
CELLS = "Model · Score\nAlpha · 98.5\nbeta · 9"
HOSTILE = [
    '#eval("1")', "$x$ *b* _e_ `c` <l> @r", '"); panic("', "\\u{1F600} //", "#import \"a\"", "= h",
    "#sys.inputs", "]#[", "{{", "/* ", "'\"'",
]  # fmt: skip


@pytest.fixture
def no_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> str:
        raise NotDrawn("typst is not installed", "Install it.")

    monkeypatch.setattr("adapters.drawn.figures.typst_version", absent)


# --- on the channels --------------------------------------------------------------------------


@needs_typst
def test_a_table_of_a_section_is_one_of_its_pictures_on_x(tmp_path: Path) -> None:
    edition, _ = made(issue_of(tmp_path, BODY), "x", mode="full", tables="picture")

    (alt,) = [part for part in edition.parts if part.kind == "alt"]
    (post,) = [p for p in edition.parts if p.kind == "post" and "media" in dict(p.payload)]  # type: ignore[call-overload,arg-type]
    assert alt.payload["metadata"] == {"alt_text": {"text": CELLS}}  # type: ignore[index,call-overload]
    assert "Some words." in post.payload["text"]  # type: ignore[index,call-overload,operator]
    assert "98.5" not in json.dumps([p.payload for p in edition.parts if p.kind == "post"])


@needs_typst
def test_each_kind_is_asked_for_by_itself(tmp_path: Path) -> None:
    wishes: dict[str, Any] = {"tables": "picture", "formulas": "picture", "code": "picture"}
    issue = issue_of(tmp_path, BODY)

    _, all_three = made(issue, "x", mode="full", **wishes)
    _, one = made(issue, "x", mode="full", formulas="picture")

    assert kinds(all_three) == ["table", "formula", "code"]
    assert kinds(one) == ["formula"]


@needs_typst
def test_substack_has_the_text_of_a_drawn_table_as_its_alternative_text(tmp_path: Path) -> None:
    edition, _ = made(issue_of(tmp_path, BODY), "substack", tables="picture")

    draft = next(part for part in edition.parts if part.kind == "draft")
    blocks = json.loads(draft.payload["draft_body"])["content"]  # type: ignore[index,call-overload,arg-type]
    images = [b["content"][0]["attrs"] for b in blocks if b["type"] == "captionedImage"]
    assert [image["alt"] for image in images] == [CELLS]


@needs_typst
def test_wechat_shows_a_formula_as_a_picture_that_is_counted(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, BODY)

    edition, _ = made(issue, "wechat", formulas="picture")
    plain, _ = made(issue, "wechat")

    content = article(edition)
    assert 'alt="E = mc^2"' in content
    assert content.count("<img") == article(plain).count("<img") + 1
    assert "drawn:formula/" in {row.source[:14] for row in edition.images}
    assert edition.facts["characters"] != plain.facts["characters"]


@needs_typst
def test_telegram_says_that_it_keeps_no_text_with_a_picture(tmp_path: Path) -> None:
    edition, _ = made(issue_of(tmp_path, BODY), "telegram", tables="picture")

    (note,) = [p for p in edition.problems if p.code == "figure-drawn"]
    assert note.line == 12
    assert note.message == "The table is shown as a picture; Telegram keeps no text with it."


@pytest.mark.parametrize("channel", ["substack", "telegram", "wechat", "x"])
def test_nothing_is_drawn_unless_it_is_asked_for(tmp_path: Path, channel: str) -> None:
    edition, pictures = made(issue_of(tmp_path, BODY), channel)

    assert kinds(pictures) == []
    assert not {"figure-drawn", "figure-as-text"} & set(codes(edition))


@needs_typst
def test_a_digest_says_nothing_of_figures_that_it_leaves_out(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, BODY, "pressrun: {x: {skip: [A section]}}\n")

    edition, _ = made(issue, "x", tables="picture")

    assert edition.images == ()
    assert "figure-drawn" not in codes(edition)


@needs_typst
def test_an_issue_asks_for_itself(tmp_path: Path) -> None:
    front = "pressrun: {x: {tables: rows, formulas: picture}}\n"

    _, pictures = made(issue_of(tmp_path, BODY, front), "x", mode="full", tables="picture")

    assert kinds(pictures) == ["formula"]


@needs_typst
def test_what_is_only_for_another_channel_is_not_drawn(tmp_path: Path) -> None:
    body = f"Words.\n\n<!-- only: telegram -->\n\n{TABLE}\n\n<!-- /only -->\n"

    _, pictures = made(issue_of(tmp_path, body), "x", mode="full", tables="picture")

    assert kinds(pictures) == []


@needs_typst
def test_a_table_in_a_quotation_is_drawn(tmp_path: Path) -> None:
    body = "> Words.\n>\n" + "\n".join(f"> {line}" for line in TABLE.splitlines())

    edition, pictures = made(issue_of(tmp_path, body), "substack", tables="picture")

    assert kinds(pictures) == ["table"]
    assert edition.errors == ()


@needs_typst
def test_the_same_issue_gives_the_same_bytes_with_and_without_the_cache(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, BODY)

    first, pictures = made(issue, "x", mode="full", tables="picture")
    again, others = made(issue, "x", mode="full", tables="picture")

    assert first.hash == again.hash
    assert pictures.blobs == others.blobs
    assert picture(TABLE) == picture(TABLE)


# --- what stays text --------------------------------------------------------------------------


def test_without_typst_the_text_stays_and_a_note_says_so(tmp_path: Path, no_typst: None) -> None:
    issue = issue_of(tmp_path, BODY)

    edition, _ = made(issue, "x", mode="full", tables="picture")
    plain, _ = made(issue, "x", mode="full")

    (note,) = [p for p in edition.problems if p.code == "figure-as-text"]
    assert note.message == "The table is not drawn: typst is not installed."
    assert note.next == "Install it."
    assert edition.hash == plain.hash


@needs_typst
def test_a_table_that_no_font_shows_stays_in_rows() -> None:
    made = sketch(block("| a | 甲乙 |\n|---|---|\n| 1 | 2 |"))

    with pytest.raises(NotDrawn, match="no font of this machine shows 甲 乙"):
        lettering(made, ())


@pytest.mark.parametrize(
    ("markdown", "reason"),
    [
        ("| [a](https://example.org) |\n|---|\n| b |", "a picture cannot show its links"),
        ("| a |\n|---|\n| ![x](b.png) |", "a picture cannot show its pictures"),
        ("| a[^1] |\n|---|\n| b |\n\n[^1]: note", "a picture cannot show its footnotes"),
        (
            f"|{'a|' * 9}\n|{'-|' * 9}\n|{'b|' * 9}",
            "it has 9 columns, and a phone shows 8",
        ),
        ("| |\n|---|\n| |", "it is empty"),
        ("| a |\n|---|\n" + "| b |\n" * 41, "it has 41 rows, and a picture holds 40"),
        ("```\n" + "a\n" * 81 + "```", "it has 81 lines, and a picture holds 80"),
        (r"$$\foo{x}$$", r"it uses \foo, which cannot be drawn"),
    ],
)
def test_what_a_picture_would_lose_stays_text(markdown: str, reason: str) -> None:
    with pytest.raises(NotDrawn) as caught:
        sketch(block(markdown))

    assert caught.value.reason == reason


@needs_typst
def test_what_is_wider_than_a_phone_shows_stays_text() -> None:
    with pytest.raises(NotDrawn, match="wider than a phone shows"):
        picture("$$\n" + " + ".join(["x_{12345}"] * 30) + "\n$$")


def test_a_table_whose_text_x_would_cut_stays_in_rows(tmp_path: Path) -> None:
    body = "| a | b |\n|---|---|\n" + f"| {'word ' * 30} | 1 |\n" * 8

    edition, pictures = made(issue_of(tmp_path, body), "x", mode="full", tables="picture")

    (note,) = [p for p in edition.problems if p.code == "figure-as-text"]
    assert kinds(pictures) == []
    assert note.message.endswith("and X keeps 1,000.")


@needs_typst
def test_long_code_has_its_language_and_first_line_as_its_text(tmp_path: Path) -> None:
    lines = "\n".join(f"print({number}, 'some words')" for number in range(60))

    edition, _ = made(
        issue_of(tmp_path, f"Words.\n\n```python\n{lines}\n```"), "x", mode="full", code="picture"
    )

    (alt,) = [part for part in edition.parts if part.kind == "alt"]
    text = {"text": "python: print(0, 'some words') …"}
    assert alt.payload["metadata"] == {"alt_text": text}  # type: ignore[index,call-overload]
    assert "its alternative text is the first line alone" in str(edition.problems)


# --- data, not markup -------------------------------------------------------------------------


@needs_typst
@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_a_cell_says_is_drawn_as_it_stands(words: str) -> None:
    cell = (Text(words),)
    hostile = Table(("",), ((Text("a"),),), ((cell,),), 1)
    made = sketch(hostile)

    png = draw(made, lettering(made, ()), "en")

    assert made.alt == f"a\n{' '.join(words.split())}"
    assert min(opened(png).convert("L").getextrema()) < 100


@needs_typst
def test_code_is_drawn_whatever_it_and_its_language_say() -> None:
    assert picture('```"),panic("\n#panic("x")\n```').startswith(b"\x89PNG")


@needs_typst
def test_a_long_word_is_broken_and_never_runs_over_its_column() -> None:
    png = picture(f"| {'a' * 90} | b | c |\n|---|---|---|\n| {'word ' * 40} | 1 | 2 |")

    assert opened(png).width <= drawing.WIDEST * 2


# --- rendering alone --------------------------------------------------------------------------


def test_rendering_reads_what_was_drawn_and_draws_nothing(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, TABLE)
    source = sketch(block(TABLE)).source
    media = Media(source, "0" * 64, "image/png", 10, 10, 10)
    pictures = Pictures({(PICTURE.purpose, source): Picture(source, "1" * 64, "", "", media)}, {})

    shown, notes = with_drawn(issue, SPEC, Options(tables="picture"), pictures)

    (figure,) = [b for b in walk(shown.document.blocks) if isinstance(b, Figure)]
    assert (figure.source, figure.alt, figure.line) == (
        source,
        CELLS,
        issue.document.blocks[0].line,
    )
    assert [note.code for note in notes] == ["figure-drawn"]


def article(edition: Edition) -> str:
    draft = next(part for part in edition.parts if part.kind == "draft")
    return str(draft.payload["articles"][0]["content"])  # type: ignore[index,call-overload]


def kinds(pictures: Pictures) -> list[str]:
    """What was drawn, in order."""
    sources = [source for (_, source), row in pictures.rows.items() if row.media]
    return [s.removeprefix("drawn:").partition("/")[0] for s in sources if s.startswith("drawn:")]
