"""The served preview: a save is on the screen at once, and nobody loses the place they read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.browser.conftest import Open
from tests.browser.served import served_preview

SCROLL = "document.querySelector('#wechat iframe').contentWindow.{}"
TEXT = "document.querySelector('#wechat iframe').contentDocument.body.textContent"


@pytest.fixture
def post(corpus: Path, tmp_path: Path) -> Path:
    """The issue of thirty pictures, in a site of its own that may be written to."""
    site = shutil.copytree(corpus, tmp_path / "site", ignore=shutil.ignore_patterns("preview*"))
    found: Path = min((site / "_posts").glob("*.md"))
    return found


@pytest.fixture
def address(post: Path) -> Iterator[str]:
    with served_preview(post) as found:
        yield found


def save(post: Path, words: str) -> None:
    """As an editor does it: a new file in place of the old one."""
    draft = post.with_suffix(".tmp")
    draft.write_text(post.read_text(encoding="utf-8") + words, encoding="utf-8")
    draft.replace(post)


def test_a_save_is_seen_where_the_reader_is(post: Path, address: str, open_page: Open) -> None:
    tab = open_page(address)
    page = tab.page
    page.evaluate(SCROLL.format("scrollTo(0, 4000)"))
    place = page.evaluate(SCROLL.format("scrollY"))

    save(post, "\n\nA closing word, just written.\n")

    tab.until(f"{TEXT}.includes('just written')")
    assert place > 0
    assert page.evaluate(SCROLL.format("scrollY")) == place
    images = "[...document.querySelector('#wechat iframe').contentDocument.images]"
    tab.until(f"{images}.every(image => image.naturalWidth)")
    assert tab.complaints == []
    assert {re.sub(r"\?.*", "", url) for url in tab.requests} == {
        address, f"{address}events", f"{address}update"
    }  # fmt: skip


def test_a_file_that_cannot_be_read_leaves_the_last_page(
    post: Path, address: str, open_page: Open
) -> None:
    page = open_page(address).page
    whole = post.read_text(encoding="utf-8")

    post.write_text(f"---\ntitle: [\n---\n{whole}", encoding="utf-8")
    page.wait_for_selector("#fault:not([hidden])")
    assert post.name in page.inner_text("#fault")
    assert page.evaluate(f"{TEXT}.length") > 1000

    post.write_text(whole, encoding="utf-8")
    page.wait_for_selector("#fault", state="hidden")


def test_a_page_of_another_name_gets_nothing(address: str) -> None:
    assert requests.get(address, headers={"Host": "evil.example"}, timeout=5).status_code == 400
