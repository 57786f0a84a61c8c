"""What counts as a change of a stored draft, and what is only the editor's spelling."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from adapters.substack.readback import differing, digest, expected, normal
from sandbox.substack.editor import saved

Document = dict[str, Any]


def text(words: str, *marks: str) -> Document:
    node: Document = {"type": "text", "text": words}
    return {**node, "marks": [{"type": mark} for mark in marks]} if marks else node


LINK = {"type": "link", "attrs": {"href": "https://example.org/", "target": "_blank"}}
PICTURE = "https://substack-post-media.s3.amazonaws.com/public/images/ab-cd_900x600.png"
DOCUMENT: Document = {
    "type": "doc",
    "content": [
        {"type": "heading", "attrs": {"level": 2}, "content": [text("Head")]},
        {"type": "paragraph", "content": [text("Plain "), text("bold", "strong", "em")]},
        {"type": "paragraph", "content": [{**text("link"), "marks": [LINK]}]},
        {"type": "ordered_list", "attrs": {"start": 3, "order": 3},
         "content": [{"type": "list_item", "content": [
             {"type": "paragraph", "content": [text("one"), {"type": "hard_break"}, text("x")]},
         ]}]},
        {"type": "highlighted_code_block", "attrs": {"language": "python", "nodeId": None},
         "content": [text("code")]},
        {"type": "captionedImage", "content": [
            {"type": "image2", "attrs": {"src": PICTURE, "alt": None, "href": None}},
            {"type": "caption", "content": [text("caption")]},
        ]},
    ],
}  # fmt: skip


def body(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False)


def draft(document: Document, **more: Any) -> dict[str, Any]:
    return {"draft_title": "Title", "draft_subtitle": "", "draft_body": body(document), **more}


@pytest.mark.parametrize("code", ["highlighted_code_block", "code_block"])
@pytest.mark.parametrize("vocabulary", ["snake_case", "mixed", "camelCase"])
def test_what_the_editor_saves_after_somebody_looked_is_no_change(
    vocabulary: str, code: str
) -> None:
    opened = saved(DOCUMENT, vocabulary, code)

    assert digest(draft(dict(opened))) == digest(draft(DOCUMENT))


def apart(document: Document) -> None:
    document["content"][1]["content"][0:1] = [text("Pl"), text("ain ")]


def other_order(document: Document) -> None:
    document["content"][1]["content"][1]["marks"].reverse()


def trailing_paragraph(document: Document) -> None:
    document["content"].append({"type": "paragraph"})


def own_attributes(document: Document) -> None:
    document["content"][5]["content"][0]["attrs"] |= {"bytes": 7, "imageSize": "normal", "alt": ""}


def other_host(document: Document) -> None:
    shown = "https://substackcdn.com/image/fetch/w_1456,c_limit/" + PICTURE.replace("/", "%2F")
    document["content"][5]["content"][0]["attrs"]["src"] = shown


@pytest.mark.parametrize(
    "spelled", [apart, other_order, trailing_paragraph, own_attributes, other_host]
)
def test_another_spelling_of_the_same_is_no_change(spelled: Callable[[Document], None]) -> None:
    document = copy.deepcopy(DOCUMENT)

    spelled(document)

    assert digest(draft(document)) == digest(draft(DOCUMENT))


def level(document: Document) -> None:
    document["content"][0]["attrs"]["level"] = 3


def words(document: Document) -> None:
    document["content"][1]["content"][0]["text"] = "Plainly "


def emphasis(document: Document) -> None:
    document["content"][1]["content"][1]["marks"].pop()


def target(document: Document) -> None:
    document["content"][2]["content"][0]["marks"] = [{**LINK, "attrs": {"href": "https://e.org/"}}]


def start(document: Document) -> None:
    document["content"][3]["attrs"] = {"start": 4, "order": 4}


def line_break(document: Document) -> None:
    del document["content"][3]["content"][0]["content"][0]["content"][1]


def language(document: Document) -> None:
    document["content"][4]["attrs"]["language"] = "rust"


def other_picture(document: Document) -> None:
    document["content"][5]["content"][0]["attrs"]["src"] = PICTURE.replace("ab-cd", "ef-01")


def alt(document: Document) -> None:
    document["content"][5]["content"][0]["attrs"]["alt"] = "A chart"


def caption(document: Document) -> None:
    document["content"][5]["content"].pop()


def order(document: Document) -> None:
    document["content"].reverse()


@pytest.mark.parametrize(
    "change",
    [level, words, emphasis, target, start, line_break, language, other_picture, alt, caption,
     order],
)  # fmt: skip
def test_what_a_reader_would_see_is_a_change(change: Callable[[Document], None]) -> None:
    document = copy.deepcopy(DOCUMENT)

    change(document)

    assert digest(draft(document)) != digest(draft(DOCUMENT))


@pytest.mark.parametrize("name", ["draft_title", "draft_subtitle"])
def test_title_and_subtitle_are_part_of_the_digest(name: str) -> None:
    assert digest(draft(DOCUMENT)) != digest(draft(DOCUMENT, **{name: "Another"}))


def test_a_missing_text_is_an_empty_one() -> None:
    assert normal("draft_subtitle", None) == normal("draft_subtitle", "")


def test_what_is_no_document_is_compared_as_it_stands() -> None:
    assert normal("draft_body", "not JSON") != normal("draft_body", "no JSON")


def test_references_to_pictures_that_are_not_up_differ() -> None:
    one, two = "pressrun:ref/image/ab12cd34/url", "pressrun:ref/image/00000000/url"

    assert normal("cover_image", one) != normal("cover_image", two)


def test_the_names_of_what_differs_are_told() -> None:
    stands = expected(draft(DOCUMENT, slug="one", description="About"))
    stored = draft(DOCUMENT, slug="two", description="About", draft_title="T", postSchedules=[{}])

    assert differing(stored, stands) == ["draft_title", "slug", "postSchedules"]


def test_what_we_did_not_write_is_not_watched() -> None:
    assert expected({"draft_title": "Title"}).keys() == {"draft_title", "postSchedules"}
