"""Whatever an author writes, the document is one that the editor opens, and says all of it."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.base import Edition
from adapters.substack.cues import LABELS
from adapters.substack.schema import faults
from sandbox.substack.editor import Model, saved
from sandbox.substack.rows import Picture
from tests.adapters.substack.samples import PNG, document, edition_of
from tests.editions.shown import ALLOWED, CELLS
from tests.witness import kept, readers
from tests.witness.documents import Made, documents

BUCKET = "https://substack-post-media.s3.amazonaws.com/public/images/"
MARKS = ("subscribe", "share", "comment", "paywall")
TEMPLATE = [rf"^{words}$" for pair in LABELS.values() for words in pair if words]

made_ones = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def body(made: Made) -> str:
    return made.markdown.split(f"\n{made.markdown[:3]}\n", 1)[1]


def marked(made: Made, marks: list[str]) -> str:
    """The document between marks for Substack."""
    before = "\n\n".join(f"<!-- substack:{word} -->" for word in marks[:2])
    after = "\n\n".join(f"<!-- substack:{word} -->" for word in marks[2:])
    return f"{before}\n\n{body(made)}\n\n{after}\n"


def uploaded(edition: Edition) -> Any:
    """The document with the addresses that uploads get, each picture at one of its own."""

    def filled(node: Any) -> Any:
        if isinstance(node, list):
            return [filled(child) for child in node]
        if not isinstance(node, dict):
            return node
        if str(node.get("src", "")).startswith("pressrun:ref/"):
            return {**node, "src": f"{BUCKET}{node['src'].split('/')[2]}_900x600.png"}
        return {name: filled(value) for name, value in node.items()}

    return filled(document(edition))


def opened_by(found: Any) -> list[str]:
    """What the stand-in's editor objects to, doubtful nodes and marks left out of it."""
    doubtful = {"calloutBlock", "inline_latex", "latex", "superscript", "subscript", "codeBlock",
                "table", "table_row", "table_header", "table_cell"}  # fmt: skip
    return Model(frozenset(doubtful), _picture).faults(found)


def _picture(url: str) -> Picture:
    return Picture(1, url, "", "image/png", len(PNG), 900, 600)


def _images(node: Any) -> list[Any]:
    own = [node["attrs"]] if node.get("type") == "image2" else []
    return own + [attrs for child in node.get("content", ()) for attrs in _images(child)]


@made_ones
@given(made=documents(most=30))
def test_the_document_is_sound_and_holds_every_picture(made: Made) -> None:
    edition = edition_of(body(made))

    kinds = [block["type"] for block in document(edition)["content"]]
    assert faults(document(edition)) == []
    assert kinds.count("captionedImage") == len(edition.images)


@made_ones
@given(made=documents(most=12), marks=st.permutations(MARKS))
def test_the_editor_opens_it_before_and_after_it_saved_it_in_its_own_words(
    made: Made, marks: list[str]
) -> None:
    found = uploaded(edition_of(marked(made, marks)))

    assert opened_by(found) == []
    assert opened_by(saved(found, "camelCase", "code_block")) == []


@made_ones
@given(made=documents(most=12), marks=st.permutations(MARKS))
def test_no_picture_is_one_of_another_site(made: Made, marks: list[str]) -> None:
    sources = [image["src"] for image in _images(uploaded(edition_of(marked(made, marks))))]

    assert [source for source in sources if not source.startswith(BUCKET)] == []
    assert len(sources) == len(made.figures)


@made_ones
@given(made=documents(most=12), marks=st.permutations(MARKS))
def test_it_says_what_the_issue_says_whatever_marks_stand_in_it(
    made: Made, marks: list[str]
) -> None:
    shown = readers.substack_text(document(edition_of(marked(made, marks))))

    assert kept.missing(made.text, shown.text, [*ALLOWED, *CELLS, *TEMPLATE]) == []
