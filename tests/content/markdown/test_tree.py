"""What parse_document promises beside the shape of the tree: lines, tags, problems."""

from __future__ import annotations

import pytest

from content.document import Figure, FootnoteRef, InlineImage, Link, Paragraph, RawHtml
from content.markdown.tree import parse_document
from content.problems import Level, Problem
from tests.content.markdown.dump import dump


def test_lines_count_from_the_first_line_of_the_file() -> None:
    source = "one\n\n- two\n\n<div>\n\nthree\n\n</div>\n\n{% nope %}\n"

    document, problems = parse_document(source, file="a.md", first_line=11)

    assert dump(document, problems) == "\n".join(
        ["p @11 | one", "ul @13", "  - @13", "    p @13 | two", "p @17 | three",
         "! unknown-tag @21"]
    )  # fmt: skip


def test_inline_nodes_know_their_line_past_swallowed_line_ends() -> None:
    source = (
        "`code\nspan` <b\nclass='x'>b</b> [a](/a\n'title') [b](/b)\n$x\n^2$ ![c](c.png) d[^1]\n"
        "\n[^1]: note\n"
    )

    document, _ = parse_document(source, file="a.md")

    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    assert [
        node.line
        for node in paragraph.children
        if isinstance(node, Link | InlineImage | FootnoteRef)
    ] == [3, 4, 6, 6]


def test_lines_behind_windows_line_ends_are_the_same() -> None:
    document, _ = parse_document("one\r\n\r\ntwo\r\n", file="a.md")

    assert dump(document, ()) == "p @1 | one\np @3 | two"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("<div>\n\n<p>text</p>\n{% nope %}\n</div>", 4),
        ("> quoted\n> and {% nope %}", 2),
        ("| a |\n|---|\n| {% nope %} |", 3),
        ('text\n<img src="{{ nope }}.png">', 2),
        ("[a](\n{{ nope }}\n)", 1),
        ('<div markdown="1">\n\n- item {% nope %}\n\n</div>', 3),
        ("<div markdown='1'>\none\n{% nope %}\n</div>", 3),
        ("[^1]: one\n    {% nope %}\n\n[^1]", 2),
    ],
)
def test_an_unknown_tag_is_reported_on_its_line(source: str, line: int) -> None:
    _, problems = parse_document(source, file="a.md")

    assert [(p.code, p.line) for p in problems if p.code == "unknown-tag"] == [
        ("unknown-tag", line)
    ]


def test_a_problem_says_what_where_and_what_next() -> None:
    _, problems = parse_document("{% nope a=1 %}", file="a.md", first_line=7)

    assert problems == (
        Problem(
            Level.WARNING,
            "unknown-tag",
            "a.md",
            7,
            "The template tag {% nope a=1 %} is unknown; it is left out.",
            "Say in the configuration's tag table what it becomes, or remove it.",
        ),
    )


def test_an_author_adds_tags_and_overrides_them() -> None:
    tags = {"include cards/photo.html": "figure", "kbd": "unwrap", "figure": "drop"}
    photo = '{% include cards/photo.html src="/a.png" %}'
    source = photo + '\n\na {{< kbd >}}b{{< /kbd >}} {{< figure src="x" >}}'

    document, problems = parse_document(source, file="a.md", tags=tags)

    assert dump(document, problems) == "figure /a.png @1\np @3 | a b"


def test_a_word_that_the_table_does_not_know_leaves_the_tag_unknown() -> None:
    document, problems = parse_document("{% pic a.png %}", file="a.md", tags={"pic": "picture"})

    assert dump(document, problems) == "! unknown-tag @1"


def test_the_region_of_a_script_is_kept_out_of_the_text() -> None:
    document, problems = parse_document("<script>\nx()\n</script>", file="a.md")

    assert document.blocks == (RawHtml("<script>\nx()\n</script>", 1),)
    assert [problem.code for problem in problems] == ["raw-html"]


def test_what_lies_too_deep_is_an_error_not_a_loss() -> None:
    _, problems = parse_document("> " * 80 + "deep", file="a.md")

    assert [(problem.level, problem.code) for problem in problems] == [(Level.ERROR, "too-deep")]


def test_a_figure_holds_the_path_as_written() -> None:
    document, _ = parse_document("![a](/图%20一/二.png)", file="a.md")

    assert document.blocks == (Figure("/图%20一/二.png", 1, "a"),)


def test_an_empty_source_is_an_empty_document() -> None:
    document, problems = parse_document("\n \n", file="a.md")

    assert (document.blocks, document.footnotes, problems) == ((), (), ())


def test_readings_do_not_share_anything() -> None:
    parse_document("[a]: /one\n\n[^1]: note\n\nx[^1]", file="a.md")

    document, problems = parse_document("[a] y[^1]", file="b.md")

    assert dump(document, problems) == "p @1 | [a] y[^1]\n! orphan-footnote @1"
