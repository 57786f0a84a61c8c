"""Nothing of an issue acts on the page: no script, no handler, no address that is loaded."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from bot.preview.safe import linkable
from tests.bot.preview.pages import HOSTILE, Read, hostile, read

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; {}"
    "base-uri 'none'; form-action 'none'"
)
ACTIVE = {
    "object", "embed", "form", "link", "base", "frame", "svg", "math",
    "video", "audio", "source", "textarea", "template",
}  # fmt: skip


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return read(hostile(), tmp_path_factory.mktemp("hostile"))


def elements(page: Read) -> list[Any]:
    return [
        node for document in page.documents() for node in document.iter() if type(node.tag) is str
    ]


def test_no_element_that_acts_comes_from_an_issue(page: Read) -> None:
    assert ACTIVE.isdisjoint(node.tag for node in elements(page))


def test_the_only_script_is_the_one_that_the_policy_names(page: Read) -> None:
    scripts = [node for node in elements(page) if node.tag == "script"]

    (_, own) = scripts
    digest = base64.b64encode(hashlib.sha256(own.text.encode()).digest()).decode()
    assert [node.get("type") for node in scripts] == ["application/json", None]
    assert policies(page) == [POLICY.format(f"script-src 'sha256-{digest}'; "), *frame_policies()]


def policies(page: Read) -> list[str]:
    return [document.find("head")[1].get("content") for document in page.documents()]


def frame_policies() -> list[str]:
    return [POLICY.format("")] * 5


def test_buttons_are_of_the_page_alone(page: Read) -> None:
    framed = [node.tag for document in page.frames.values() for node in document.iter()]

    assert {"button", "script"}.isdisjoint(framed)


def test_no_attribute_handles_an_event(page: Read) -> None:
    assert [name for node in elements(page) for name in node.attrib if name.startswith("on")] == []


def test_what_is_loaded_lies_in_the_page(page: Read) -> None:
    loading = (
        "src",
        "srcset",
        "poster",
        "data",
        "background",
        "action",
        "formaction",
        "xlink:href",
    )

    loaded = [node.get(name) for node in elements(page) for name in loading if node.get(name)]
    loaded += page.pictures.values()

    assert {value.split(",")[0] for value in loaded} == {"data:image/jpeg;base64"}


def test_every_link_can_be_followed_without_harm(page: Read) -> None:
    links = [node.get("href") for node in elements(page) if node.get("href")]

    assert links
    assert [link for link in links if not re.match(r"https?://|#", link)] == []


def test_the_style_of_the_page_is_its_own(page: Read) -> None:
    css = [node.get("style", "") for node in elements(page)]
    css += [node.text for node in elements(page) if node.tag == "style"]

    assert [piece for piece in css if re.search(r"url\(|@import|expression|evil", piece)] == []


def test_every_frame_is_sandboxed(page: Read) -> None:
    frames = [node for node in elements(page) if node.tag == "iframe"]

    assert len(frames) == 5
    assert {(node.get("sandbox"), node.get("src")) for node in frames} == {
        ("allow-same-origin", None)
    }


def test_every_document_forbids_loading_before_anything_else(page: Read) -> None:
    heads = [document.find("head") for document in page.documents()]

    assert [node.get("http-equiv") for _, node, *_ in heads] == ["Content-Security-Policy"] * 6
    assert [head[0].get("charset") for head in heads] == ["utf-8"] * 6


@pytest.mark.parametrize("section", ["problems", "pictures", "plan"])
def test_words_are_shown_as_they_are(page: Read, section: str) -> None:
    assert " ".join(HOSTILE.split()) in page.text(section)


def test_the_title_is_shown_as_it_is(page: Read) -> None:
    assert page.page.find(".//h1").text_content() == HOSTILE
    assert page.page.find(".//title").text == f"Preview · {HOSTILE}"


@pytest.mark.parametrize(
    ("href", "follows"),
    [
        ("https://example.com/a?b=c#d", True),
        ("HTTP://example.com", True),
        ("mailto:a@example.com", True),
        ("tg://resolve?domain=a", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//example.com", False),
        ("https://[broken", False),
        ("pressrun:url/x", False),
        ("", False),
    ],
)
def test_only_harmless_addresses_are_links(href: str, follows: bool) -> None:  # noqa: FBT001
    assert linkable(href) is follows


def test_the_same_release_makes_the_same_page(tmp_path: Path) -> None:
    assert read(hostile(), tmp_path / "a").raw == read(hostile(), tmp_path / "b").raw
