"""Does a stored article say what we sent? WeChat rewrites the markup, so the meaning is compared.

It turns colours into rgb(), wraps text in spans, spells <br> its own way and appends a hidden
paragraph. None of that touches text, pictures or links; any other difference is a difference.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a reader gets from an article: its text without breaks, pictures, and link targets."""

    text: str
    pictures: int
    links: tuple[str, ...]


def fingerprint(content: str) -> Fingerprint:
    from lxml import html  # half of the start-up time of a render, and needed only here

    root = html.fragment_fromstring(content, create_parent="section")
    for style_type in root.xpath(".//p[mp-style-type]"):
        style_type.drop_tree()
    return Fingerprint(
        text=root.text_content(),
        pictures=len(root.xpath(".//img")),
        links=tuple(root.xpath(".//a/@href")),
    )


def same_article(ours: str, stored: str) -> bool:
    return fingerprint(ours) == fingerprint(stored)
