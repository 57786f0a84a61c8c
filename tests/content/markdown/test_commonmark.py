"""The CommonMark examples, which the project does not contain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from content.markdown.parser import make_parser

SUITE = Path(__file__).resolve().parents[3] / "../shared/specs/commonmark/commonmark-0.31.2.json"

# Text glued under a closing tag: raw HTML to CommonMark, Markdown to us.
GLUED = frozenset({151, 161, 165, 186})
# markdown-it's own renderer leaves out a line end in empty quotations.
EMPTY_QUOTATIONS = frozenset({218, 239, 240})

needs_suite = pytest.mark.skipif(not SUITE.exists(), reason="the CommonMark examples are not here")


def examples() -> list[dict[str, str]]:
    return json.loads(SUITE.read_text(encoding="utf-8")) if SUITE.exists() else []


@needs_suite
def test_examples_render_as_commonmark_says_but_for_glued_text() -> None:
    parser = make_parser()

    differing = {
        example["example"]
        for example in examples()
        if parser.render(example["markdown"]) != example["html"]
    }

    assert differing == GLUED | EMPTY_QUOTATIONS


@needs_suite
def test_empty_quotations_render_as_markdown_it_does() -> None:
    ours, stock = make_parser(), MarkdownIt("gfm-like2", {"linkify": False})
    sources = [row["markdown"] for row in examples() if row["example"] in EMPTY_QUOTATIONS]

    assert [ours.render(source) for source in sources] == [stock.render(s) for s in sources]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("</div>\n*foo*\n", "</div>\n<p><em>foo</em></p>\n"),
        ("<div>\nbar\n</div>\n*foo*\n", "<div>\nbar\n</div>\n<p><em>foo</em></p>\n"),
        ("<div>\n*foo*\n\n*bar*\n", "<div>\n*foo*\n<p><em>bar</em></p>\n"),
        (
            "**甲（乙）**丙 https://e.org/。\n",  # the tree links it; CommonMark leaves it text
            "<p><strong>甲（乙）</strong>丙 https://e.org/。</p>\n",
        ),
        ("价格$5到$10，约~100~元\n", "<p>价格$5到$10，约~100~元</p>\n"),
        ("{% any tag %}\n\n{{ x }}\n", "<p></p>\n"),
        (
            "> [!tip] Title\n> text\n",
            """\
<div class="markdown-alert markdown-alert-tip">
<p class="markdown-alert-title">Title</p>
<p>text</p>
</div>
""",
        ),
    ],
)
def test_our_own_rules_show_in_the_default_rendering(source: str, html: str) -> None:
    assert make_parser().render(source) == html


def test_nothing_of_markdown_it_is_changed_for_others() -> None:
    make_parser()

    stock = MarkdownIt("gfm-like2", {"linkify": False})

    assert stock.render("**甲（乙）**丙 https://e.org/") == (
        "<p>**甲（乙）**丙 https://e.org/</p>\n"
    )


def test_a_rule_added_later_is_asked_too() -> None:
    parser = make_parser()

    parser.render("a rule is known after the first text too")
    parser.inline.ruler.push("shout", _shout)
    parser.disable("link")

    assert parser.render("a+b [c](d)") == "<p>aPLUSb [c](d)</p>\n"


def _shout(state: object, silent: bool) -> bool:  # noqa: FBT001
    if state.src[state.pos] != "+":  # type: ignore[attr-defined]
        return False
    if not silent:
        state.append_pending("PLUS")  # type: ignore[attr-defined]
    state.pos += 1  # type: ignore[attr-defined]
    return True
