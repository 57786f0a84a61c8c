"""Whatever an author writes, the document is one that the editor opens."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from adapters.substack.schema import faults
from tests.adapters.substack.samples import document, edition_of
from tests.witness.documents import Made, documents


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=documents(most=30))
def test_the_document_is_sound_and_holds_every_picture(made: Made) -> None:
    edition = edition_of(made.markdown.split(f"\n{made.markdown[:3]}\n", 1)[1])

    kinds = [block["type"] for block in document(edition)["content"]]
    assert faults(document(edition)) == []
    assert kinds.count("captionedImage") == len(edition.images)
