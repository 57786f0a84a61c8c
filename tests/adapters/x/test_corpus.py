"""Two real issues, of 12 and of 30 pictures, in every mode."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import regex
import twitter_text

from adapters.base import Edition
from adapters.x import Options, X
from content.issue import Issue, load_issue
from content.measure import x_weight
from tests.adapters.x.issues import bodies, codes, no_blobs, posts, sources, texts
from tests.witness.kept import (
    ADDRESSES,
    LIST_MARKERS,
    PART_NUMBERS,
    missing,
    missing_links,
    missing_words,
)
from tests.witness.raw_text import wanted
from tests.witness.readers import x_text
from tests.witness.wanted import squeeze

CORPUS = Path(__file__).resolve().parents[3] / "../shared/corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real issues is absent")

Render = Callable[..., Edition]
POSTS = sorted((CORPUS / "_posts").glob("*.md"))
CLOSING = regex.compile(r"[，。、！？；：”’）》」』】…]")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    subprocess.run([sys.executable, CORPUS / "make_site.py", folder], check=True, stdout=-3)
    return folder


@pytest.fixture(scope="module", params=POSTS, ids=lambda path: path.name[:10])
def issue(request: pytest.FixtureRequest, site: Path) -> Issue:
    return load_issue(site / "_posts" / request.param.name)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture
def render(issue: Issue, cache: Path) -> Render:
    def rendered(**options: object) -> Edition:
        channel = X(Options.model_validate(options), {}, no_blobs, picture_cache=cache)
        return channel.render(issue, channel.prepare(issue))

    return rendered


def raw(issue: Issue) -> str:
    return issue.path.read_text(encoding="utf-8")


def test_a_digest_is_ready_to_send(render: Render) -> None:
    edition = render()

    assert len(posts(edition)) == 12
    assert edition.errors == ()
    assert edition.cost_usd == pytest.approx(0.365)


def test_a_digest_has_its_one_address_in_the_last_post(render: Render, issue: Issue) -> None:
    found = [
        (place, url["url"])
        for place, text in enumerate(texts(render()), start=1)
        for url in twitter_text.extract_urls_with_indices(text)
    ]

    assert found == [(12, issue.canonical_url)]


def test_every_line_of_a_digest_stands_in_the_issue(render: Render, issue: Issue) -> None:
    said = squeeze(wanted(raw(issue)).text + issue.title)
    lines = [line for text in texts(render())[:-1] for line in text.split("\n")[:-1]]

    bare = [squeeze(regex.sub(r"^(?:• |\d+\. )|…", "", line)) for line in lines]
    assert [line for line in bare if line not in said] == []


def test_no_picture_comes_twice_in_a_digest(render: Render) -> None:
    shown = [name for names in sources(render()) for name in names]

    assert len(shown) == len(set(shown)) >= 6


def test_posts_of_a_digest_are_well_filled_or_have_pictures(render: Render) -> None:
    edition = render()
    pairs = list(zip(texts(edition), sources(edition), strict=True))[1:-1]

    assert [text for text, names in pairs if x_weight(text) < 112 and not names] == []


def test_a_full_thread_loses_nothing(render: Render, issue: Issue) -> None:
    edition = render(mode="full", max_cost_usd=9)
    shown, source = x_text(bodies(edition)), wanted(raw(issue))

    added = (*LIST_MARKERS, *PART_NUMBERS, *ADDRESSES, rf"\A{regex.escape(issue.title)}")
    assert missing(source.text, shown.text, added) == []
    assert missing_words(source.words, shown.text) == []
    assert missing_links(source.links, shown.links) == []
    assert [n for names in sources(edition) for n in names] == [
        Path(figure).name for figure in source.figures
    ]


@pytest.mark.parametrize("mode", ["digest", "full"])
def test_x_would_take_every_post(render: Render, mode: str) -> None:
    sent = texts(render(mode=mode, max_cost_usd=9))

    assert [text for text in sent if not twitter_text.parse_tweet(text).valid] == []
    assert [text for text in sent if x_weight(text) > 280] == []
    assert [text for text in sent if CLOSING.match(text)] == []


def test_a_full_thread_is_no_longer_than_it_must_be(render: Render) -> None:
    sent = texts(render(mode="full", max_cost_usd=9))

    assert len(sent) <= sum(map(x_weight, sent)) / 280 * 1.45


def test_no_heading_ends_a_post_of_a_full_thread(render: Render, issue: Issue) -> None:
    headings = {squeeze(heading) for heading in wanted(raw(issue)).headings}
    last_lines = [
        squeeze(text.rpartition("\n\n")[0].rpartition("\n")[2])
        for text, names in zip(*both(render(mode="full", max_cost_usd=9)), strict=True)
        if not names
    ]

    assert [line for line in last_lines if line in headings] == []


def both(edition: Edition) -> tuple[list[str], list[list[str]]]:
    return texts(edition), sources(edition)


def test_a_full_thread_is_dearer_than_allowed(render: Render) -> None:
    assert "x-cost" in codes(render(mode="full"))


@pytest.mark.parametrize("mode", ["digest", "full"])
def test_rendering_takes_a_moment(issue: Issue, mode: str) -> None:
    channel = X(Options(mode=mode), {}, no_blobs)  # type: ignore[arg-type]
    channel._thread(issue)
    channel._made = None

    start = time.process_time()
    channel._thread(issue)

    assert time.process_time() - start < 0.1


def test_the_same_issue_gives_the_same_bytes(render: Render) -> None:
    assert render().hash == render().hash
