"""A channel that waits for another one links to it."""

from __future__ import annotations

from adapters.base import Edition, Part, Phase
from adapters.references import linked_to, resolve_links

URL = "https://letters.example/2026/one/"


def payload(value: object) -> object:
    edition = linked_to(Edition("x", (Part("a", "b", value),)), URL, "substack")  # type: ignore[arg-type]
    return edition.parts[0].payload


def test_the_whole_address_becomes_a_reference() -> None:
    assert payload({"text": f"Read on: {URL}"}) == {"text": "Read on: pressrun:url/substack"}


def test_an_address_below_it_is_another_one() -> None:
    assert payload([f"{URL}part", f"{URL}?a=b", f"({URL})."]) == [
        f"{URL}part",
        f"{URL}?a=b",
        "(pressrun:url/substack).",
    ]


def test_a_text_with_entities_keeps_its_words() -> None:
    found = payload({"text": URL, "entities": [{"type": "text_link", "url": URL}]})

    entities = [{"type": "text_link", "url": "pressrun:url/substack"}]
    assert found == {"text": URL, "entities": entities}


def test_the_reference_becomes_the_address_that_was_settled_on() -> None:
    found = resolve_links(
        {"text": "at pressrun:url/substack, at pressrun:url/x"}, {"x": "https://x"}
    )

    assert found == {"text": "at pressrun:url/substack, at https://x"}


def test_a_draft_is_made_before_the_address_is_known_and_keeps_its_own() -> None:
    draft = Edition("wechat", (Part("draft", "draft", {"url": URL}, phase=Phase.PREPARE),))

    assert linked_to(draft, URL, "telegram") is draft
