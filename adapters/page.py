"""Whether the author's own page is live: it answers 200 and shows the title."""

from __future__ import annotations

import html
import re

import requests

from adapters.errors import CallError
from adapters.http import call

LONGEST = 4_000_000  # bytes of a page
SECONDS = 20.0
TAGS = re.compile(r"(?is)<(script|style)\b.*?</\1>|<[^>]+>")


def missing(url: str, title: str) -> str:
    """What is missing in words, "" when the page is live. A page is read, nothing is sent."""
    try:
        with requests.Session() as session:
            answer = call(
                session, "GET", url, name="the page", effect=False, deadline=SECONDS,
                max_body=LONGEST,
            )  # fmt: skip
    except CallError as error:
        return str(error)
    if answer.status != requests.codes.ok:
        return f"it answers {answer.status}"
    return "" if shows(answer.text, title) else "it does not show the title"


def shows(page: str, title: str) -> bool:
    """Whether the title stands in the page's text, whatever the spaces and the quotation marks."""
    return _plain(title) in _plain(html.unescape(TAGS.sub(" ", page)))


def _plain(text: str) -> str:
    """Letters and digits only: themes set typographic quotation marks and dashes of their own."""
    return "".join(c for c in text.casefold() if c.isalnum())
