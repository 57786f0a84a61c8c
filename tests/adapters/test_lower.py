"""What a channel shows as it stands is left alone, and what it does not show is replaced."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from adapters.lower import lower
from content.document import (
    Block,
    Document,
    Figure,
    Heading,
    Inline,
    InlineImage,
    Paragraph,
    Quote,
    Text,
    plain_text,
    walk,
)
from content.markdown.tree import parse_document
from content.runs import inline_nodes

SHOWS = {"Table": "rows", "Embed": "link", "Figure": "lifted", "Math": "code"}
SHOWN = """\
# A *heading*

Text with **[a link](https://example.org/a)** and `code`.

![A picture](img/1.png)

> ## In a quotation
>
> - an item
>
>   with a second paragraph

1. one
2. two
"""


def parsed(markdown: str) -> Document:
    return parse_document(markdown, file="sample.md", first_line=1, tags={})[0]


def blocks(markdown: str, shows: Mapping[str, str] = SHOWS) -> tuple[Block, ...]:
    return lower(parsed(markdown), "x", shows, file="sample.md")[0].blocks


def test_a_document_that_is_shown_as_it_stands_comes_back_itself() -> None:
    document = parsed(SHOWN)

    lowered, problems = lower(document, "x", SHOWS, file="sample.md")

    assert lowered is document
    assert problems == ()


def test_what_stands_beside_a_replaced_block_stays_the_very_node() -> None:
    document = parsed(f"{SHOWN}\n| a | b |\n|---|---|\n| 1 | 2 |\n")

    lowered, _ = lower(document, "x", SHOWS, file="sample.md")

    assert [*map(id, lowered.blocks[:5])] == [*map(id, document.blocks[:5])]
    assert document.blocks[5] not in lowered.blocks


@pytest.mark.parametrize(
    "markdown",
    [
        "Text $x$.",
        "**[$x$](https://example.org)**",
        "> $x$",
        "> [!note] $x$\n> text",
        "- one\n- two\n\n  > - $x$",
        "## $x$",
        "- ![a](b.png)",
        "> > ![a](b.png)",
        "| a |\n|---|\n| b |",
        "- text\n\n  | a |\n  |---|\n  | b |",
        "<!-- only: substack -->\ntext\n<!-- /only -->",
        "one\n\n<!--more-->\n\ntwo",
    ],
)
def test_what_is_not_shown_is_found_however_deep_it_stands(markdown: str) -> None:
    assert blocks(markdown) != parsed(markdown).blocks


def test_a_picture_is_lifted_out_of_a_list_only_where_the_channel_needs_it() -> None:
    markdown = "- text\n\n  ![a](b.png)\n"

    lifted = blocks(markdown)

    assert isinstance(lifted[-1], Figure)
    assert blocks(markdown, {}) == parsed(markdown).blocks


def test_notes_that_a_channel_does_not_show_stand_at_the_end() -> None:
    shows = {"Footnote": "marked"}

    lowered = blocks("Text[^1].\n\n[^1]: The note.\n", shows)

    assert lowered[0].children[1] == Text("[1]")  # type: ignore[union-attr]
    assert lowered[-1].children == (Text("[1] "), Text("The note."))  # type: ignore[union-attr]


PICTURE = "![the picture](img/1.png)"
APART = {**SHOWS, "InlineImage": "apart", "Details": "open"}
CAPTIONED = "<figure><img src='img/0.png'><figcaption>{}</figcaption></figure>"


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        (f"## Before {PICTURE} and *after*", "Before and after"),
        (f"## {PICTURE}", ""),
        (f"> [!NOTE] A title {PICTURE}\n> the body", "A title the body"),
        ("<details><summary>The sum <img src='img/1.png'></summary>\n\nbody\n\n</details>",
         "The sum body"),
        (CAPTIONED.format("A caption <img src='img/1.png'>"), "A caption"),
    ],
)  # fmt: skip
def test_a_picture_where_only_words_may_stand_comes_to_stand_behind_them(
    markdown: str, words: str
) -> None:
    found = lower(parsed(markdown), "x", APART, file="sample.md")[0]

    seen = [b for b in walk(found.blocks) if isinstance(b, Figure)]
    said = [plain_text(text) for block in walk(found.blocks) for text in texts(block)]
    assert [figure.source for figure in seen][-1:] == ["img/1.png"]
    assert " ".join(" ".join(said).split()) == words
    assert not any(isinstance(n, InlineImage) for b in walk(found.blocks) for n in nodes(b))


def texts(block: Block) -> tuple[tuple[Inline, ...], ...]:
    match block:
        case Paragraph(children) | Heading(_, children):
            return (children,)
        case Quote(title=title):
            return (title,)
        case Figure(caption=caption):
            return (caption,)
        case _:
            return ()


def nodes(block: Block) -> list[Inline]:
    return [node for text in texts(block) for node in inline_nodes(text)]
