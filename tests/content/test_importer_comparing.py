"""The comparison that proves a round trip: what it counts as lost, and where it says so."""

from __future__ import annotations

from bs4 import BeautifulSoup

from content.importing.comparing import Row, differences, document_rows, page_rows
from content.importing.footnotes import Notes
from content.markdown.tree import parse_document


def found(html: str, markdown: str) -> list[str]:
    page = page_rows(BeautifulSoup(html, "lxml"), Notes())
    made = document_rows(parse_document(markdown, file="")[0])
    return [str(one) for one in differences(page, made)]


def test_the_same_words_in_other_blocks_are_the_same() -> None:
    html = "<div>One <b>two</b> th<i>ree</i></div><ul><li>四<p>五</p></ul><pre>a  =\n b</pre>"

    assert found(html, "One **two** th*ree*\n\n- 四\n\n  五\n\n```\na =\nb\n```") == []


def test_a_lost_word_is_told_with_its_line_and_what_stands_before() -> None:
    html = "<p>One.</p><p>Two robots meet in a corridor.</p>"

    assert found(html, "One.\n\nTwo robots in a corridor.") == [
        "line 3: lost “meet” after “One. Two robots”"
    ]


def test_a_lost_paragraph_and_an_added_word_are_told_apart() -> None:
    page, made = [Row("a"), Row("b c")], [Row("a", 1), Row("x", 3)]

    (one,) = differences(page, made)

    assert (one.lost, one.added, one.line) == ("b c", "x", 3)


def test_two_words_run_together_are_a_difference() -> None:
    assert found("<p>black bird</p>", "blackbird") != []


def test_words_of_neighbouring_cells_are_apart() -> None:
    assert found("<table><tr><td>a</td><td>b</td></tr></table>", "ab") != []


def test_an_empty_post_lacks_everything() -> None:
    assert found("<p>One.</p>", "") == ["line 0: lost “One.”"]
