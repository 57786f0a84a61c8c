"""Files that are sent to the bot: what is wrong with them, and their preview."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from bot.control.intake import LIMIT
from tests.bot.control.phone import Phone, labels, text_of
from tests.bot.control.rooms import Room, laid
from tests.bot.control.test_languages import english_in

LETTER = """\
---
title: A sent letter
date: 2026-11-20
---

It came by the phone, and it speaks of a press that two people worked all day long. The paper was
damped the evening before, and the sheets hung on lines below the ceiling until they were dry.

![A lever](lever.png)
"""
REFUSED = {
    "letter.docx": (b"PK", "neither Markdown nor a zip"),
    "torn.zip": (b"PK\x03\x04 torn", "zip is damaged"),
    "large.md": (b"a" * (LIMIT + 1), "larger than a bot may read"),
    "blank.md": (b" \n\n", "empty"),
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with laid(tmp_path_factory.mktemp("sent")) as made:
        yield made


@pytest.fixture
def opened(room: Room) -> Iterator[Room]:
    with room.open():
        yield room


def last(phone: Phone) -> int:
    return int(phone.chat()[-1]["message_id"])


def sent(phone: Phone, name: str, content: bytes) -> dict[str, Any]:
    """What the bot says to it."""
    before = last(phone)
    phone.upload(name, content)
    return phone.until_any(lambda _: True, f"an answer to {name}", after=before)


def packed(**files: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return into.getvalue()


def picture() -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (900, 600), (80, 90, 60)).save(into, "PNG")
    return into.getvalue()


def test_what_cannot_be_read_is_refused_in_a_sentence_of_each_language(opened: Room) -> None:
    for name, (content, words) in REFUSED.items():
        said = text_of(sent(opened.ada, name, content))
        chinese = text_of(sent(opened.ben, name, content))

        assert words in said
        assert chinese != said
        assert english_in([chinese], name) == set()
        assert chinese.count("\n") == said.count("\n") == 1  # one sentence, and where to look on


def test_a_file_is_linted_and_its_preview_works_after_a_restart(room: Room) -> None:
    with room.open():
        said = sent(room.ada, "letter.md", LETTER.encode())
        assert "letter.md is read" in text_of(said)
        assert "lever.png" in text_of(said)
        assert labels(said) == ["Preview"]
    with room.open():
        before = last(room.ada)
        room.ada.press("Preview", message_id=said["message_id"])
        closing = room.ada.until("Problems", after=before)
        assert "A sent letter" in text_of(closing)
        assert "Publish" not in labels(closing)


def test_a_zip_brings_its_pictures_into_the_preview(opened: Room) -> None:
    whole = packed(letter_md=LETTER.encode(), lever_png=picture())
    said = sent(opened.ada, "letter.zip", whole)
    opened.ada.press("Preview", message_id=said["message_id"])
    opened.ada.until("Pictures", after=said["message_id"])

    assert labels(said) == ["Preview"]
    shown = [m for m in opened.ada.answers() if m["message_id"] > said["message_id"]]
    assert [m for m in shown if m.get("photo")] != []
    assert opened.stage.deliveries() == []
