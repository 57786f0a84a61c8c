from __future__ import annotations

from typing import Any

import pytest

from adapters.substack.schema import faults


def text(words: str = "x", *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"marks": list(marks)} if marks else {})}


def node(kind: str, *content: Any, **attrs: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind}
    if attrs:
        made["attrs"] = attrs
    if content:
        made["content"] = list(content)
    return made


def paragraph(*content: Any) -> dict[str, Any]:
    return node("paragraph", *(content or (text(),)))


def anchor(number: int) -> dict[str, Any]:
    return node("footnoteAnchor", number=number)


def note(number: int, *content: Any) -> dict[str, Any]:
    return node("footnote", *(content or (paragraph(),)), number=number)


IMAGE = node("image2", src="https://a", width=1, height=1, bytes=1, alt=None, type="image/png")
ITEMS = node("bullet_list", node("list_item", paragraph()))

SOUND = {
    "an empty post": node("doc", node("paragraph")),
    "every block": node(
        "doc",
        node("heading", text(), level=2),
        paragraph(text("a", {"type": "strong"}), node("hard_break"), anchor(1)),
        node("bullet_list", node("list_item", paragraph(), ITEMS)),
        node("ordered_list", node("list_item", paragraph()), start=3, order=3),
        node("blockquote", paragraph()),
        node("pullquote", paragraph()),
        node("highlighted_code_block", text(), language="python", nodeId=None),
        node("highlighted_code_block", text(), language="plaintext", nodeId=None),
        node("horizontal_rule"),
        node("captionedImage", IMAGE, node("caption", text())),
        node("latex_block", persistentExpression="x", id="ABCDEFGHIJ"),
        node("youtube2", videoId="abc"),
        node("paywall"),
        node("button", url="https://a", text="Go"),
        note(1),
    ),
    "a mail address": node(
        "doc", paragraph(text("a", {"type": "link", "attrs": {"href": "mailto:a@b.example"}}))
    ),
    "a note that refers to another": node(
        "doc", paragraph(anchor(1)), note(1, paragraph(anchor(2))), note(2)
    ),
}  # fmt: skip

BROKEN = {
    "no document": (paragraph(), "the document is no doc node"),
    "nothing": (None, "the document is no doc node"),
    "an empty document": (node("doc"), "doc: holds nothing"),
    "an empty list of content": ({"type": "doc", "content": []}, "doc: holds nothing"),
    "content that is no list": ({"type": "doc", "content": "x"}, "doc: holds nothing"),
    "an unknown node": (node("doc", node("table")), "doc/table[0]: the editor knows no such node"),
    "a node of the other vocabulary": (
        node("doc", node("bulletList")), "doc/bulletList[0]: the editor knows no such node"),
    "a child that is no node": (node("doc", "x"), "doc/'x'[0]: is no node"),
    "text at the top": (node("doc", text()), "doc/text[0]: may not stand here"),
    "an empty text": (
        node("doc", paragraph(text(""))), "doc/paragraph[0]/text[0]: is empty"),
    "an unknown mark": (
        node("doc", paragraph(text("a", {"type": "bold"}))),
        "doc/paragraph[0]/text[0]: the editor knows no mark 'bold'"),
    "a relative link": (
        node("doc", paragraph(text("a", {"type": "link", "attrs": {"href": "#a"}}))),
        "doc/paragraph[0]/text[0]: links to '#a'"),
    "a script": (
        node("doc", paragraph(text("a", {"type": "link", "attrs": {"href": "javascript:x"}}))),
        "doc/paragraph[0]/text[0]: links to 'javascript:x'"),
    "a link without address": (
        node("doc", paragraph(text("a", {"type": "link"}))),
        "doc/paragraph[0]/text[0]: links to None"),
    "code without language": (
        node("doc", node("highlighted_code_block", text(), nodeId=None)),
        "doc/highlighted_code_block[0]: lacks the attribute language"),
    "a heading of level 7": (
        node("doc", node("heading", text(), level=7)),
        "doc/heading[0]: has no level from 1 to 6"),
    "an empty heading": (
        node("doc", node("heading", level=1)), "doc/heading[0]: holds nothing"),
    "an item that begins with a list": (
        node("doc", node("bullet_list", node("list_item", ITEMS))),
        "doc/bullet_list[0]/list_item[0]: does not begin with paragraph"),
    "code in an item": (
        node("doc", node("bullet_list", node("list_item", paragraph(),
             node("highlighted_code_block", text(), language="x", nodeId=None)))),
        "doc/bullet_list[0]/list_item[0]/highlighted_code_block[1]: may not stand here"),
    "a numbered list without start": (
        node("doc", node("ordered_list", node("list_item", paragraph()), order=1)),
        "doc/ordered_list[0]: lacks the attribute start"),
    "a heading in a quotation": (
        node("doc", node("blockquote", node("heading", text(), level=2))),
        "doc/blockquote[0]/heading[0]: may not stand here"),
    "a bare picture": (node("doc", IMAGE), "doc/image2[0]: may not stand here"),
    "a flat picture": (
        node("doc", node("captionedImage", src="https://a")),
        "doc/captionedImage[0]: holds nothing"),
    "a caption without a picture": (
        node("doc", node("captionedImage", node("caption", text()))),
        "doc/captionedImage[0]: does not begin with image2"),
    "a picture without size": (
        node("doc", node("captionedImage",
             node("image2", src="https://a", height=1, bytes=1, alt=None, type="x"))),
        "doc/captionedImage[0]/image2[0]: lacks the attribute width"),
    "two paywalls": (node("doc", node("paywall"), node("paywall")), "doc: more than one paywall"),
    "an anchor without its note": (
        node("doc", paragraph(anchor(1))), "doc: footnote anchors [1] and notes [] do not match"),
    "a note without its anchor": (
        node("doc", paragraph(), note(1)), "doc: footnote anchors [] and notes [1] do not match"),
    "two anchors for a note": (
        node("doc", paragraph(anchor(1), anchor(1)), note(1)),
        "doc: footnote anchors [1, 1] and notes [1] do not match"),
    "notes out of order": (
        node("doc", paragraph(anchor(1), anchor(2)), note(2), note(1)),
        "doc: footnote anchors [1, 2] and notes [2, 1] do not match"),
    "text below the notes": (
        node("doc", paragraph(anchor(1)), note(1), paragraph()), "doc: text below the footnotes"),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_document_has_no_faults(name: str) -> None:
    assert faults(SOUND[name]) == []


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_is_told_by_the_path_to_its_node(name: str) -> None:
    document, fault = BROKEN[name]

    assert faults(document) == [fault]


def test_all_faults_are_told() -> None:
    document = node("doc", node("table"), paragraph(text("")), node("heading", text(), level=0))

    assert len(faults(document)) == 3
