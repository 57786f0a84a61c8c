"""Made documents: varied, quick, and laid out with real pictures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from PIL import Image

from tests.witness.documents import DIALECTS, PARTS, TITLE, Made, documents, lay_out
from tests.witness.kept import missing
from tests.witness.wanted import Wanted, squeeze

few = settings(max_examples=60, deadline=None)
quick = settings(max_examples=20, phases=[Phase.generate])
some = settings(
    max_examples=200,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


@few
@given(documents())
def test_front_matter_is_never_wanted(made):
    assert made.markdown.startswith("---\ntitle") or made.markdown.startswith("---\nlayout")
    assert squeeze(TITLE) not in made.text


@few
@given(documents())
def test_every_figure_and_link_is_written_in_the_markdown(made):
    assert [s for s in (*made.figures, *made.links) if s not in made.markdown] == []
    assert len(set(made.figures)) == len(made.figures)


def test_two_hundred_documents_hold_every_kind_of_thing():
    seen: Counter[str] = Counter()

    @some
    @given(documents())
    def look(made: Made) -> None:
        seen.update({block.kind for block in made.wanted.blocks})
        seen.update(name for name in ("figures", "links", "bold", "codes") if getattr(made, name))
        seen.update(["items"] if made.list_items else [])

    look()

    assert min(seen.values()) > 3
    assert set(seen) == {"heading", "paragraph", "code", "table", "caption", "figure", "footnote",
                         "figures", "links", "bold", "codes", "items"}  # fmt: skip


def test_the_smallest_document_with_a_bold_word_is_small():
    made = find(documents(), lambda made: bool(made.bold), settings=settings(max_examples=2000))

    assert made.markdown.count("\n\n") <= 2
    assert len(made.text) < 30


@pytest.mark.parametrize("name", PARTS)
def test_a_part_can_be_left_out(name):
    others = [other for other in [*PARTS, "figure"] if other != name]

    made = find(documents(most=1, without=others), lambda _: True, settings=quick)

    assert made.markdown.strip()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_site_has_the_post_and_a_real_picture_for_every_figure(tmp_path, dialect):
    sources = ("/assets/img/p1.jpg", "p2.webp", "/assets/img/p3.png")
    made = Made("![甲](/assets/img/p1.jpg)\n", Wanted(figures=sources), dialect)

    post = lay_out(made, tmp_path)

    assert post.read_text(encoding="utf-8") == made.markdown
    pictures = sorted(path for path in tmp_path.rglob("p[0-9]*") if path.is_file())
    assert [size(path) for path in pictures] == [(64, 48)] * 3


@few
@given(documents())
def test_a_made_text_misses_nothing_of_itself(made):
    assert missing(made.text, "\n".join(block.text for block in made.wanted.blocks)) == []
