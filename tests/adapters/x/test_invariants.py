"""What must hold of every thread, whatever the issue says."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
import regex
import twitter_text
from hypothesis import HealthCheck, Phase, given, settings

from adapters.base import Edition
from adapters.x import Options, X
from content.issue import load_issue
from content.measure import x_weight
from tests.adapters.x.issues import bodies, no_blobs, posts, sources, texts
from tests.witness.documents import TITLE, Made, documents, lay_out
from tests.witness.kept import (
    ADDRESSES,
    LIST_MARKERS,
    NOTE_MARKS,
    PART_NUMBERS,
    literal_markup,
    missing,
    missing_links,
    missing_words,
)
from tests.witness.readers import x_text
from tests.witness.wanted import squeeze

CELLS = r"(?<= )·(?= )"  # between the cells of a table's row
# The kind of a callout without a title: as the source names it, or in Chinese.
CALLOUTS = r"^(?:Note|Tip|Important|Warning|Caution|备注|提示|重要|警告|注意)$"
ADDED = (
    CELLS, CALLOUTS, *LIST_MARKERS, *PART_NUMBERS, *NOTE_MARKS, *ADDRESSES,
    rf"\A{re.escape(TITLE)}",
)  # fmt: skip
CASHTAG = re.compile(r"(?<!\S)\$[A-Za-z]{1,6}\b")
MENTION = re.compile(r"(?<![A-Za-z0-9_])[@＠][A-Za-z0-9_]")

some = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def made_into(made: Made, mode: str) -> Edition:
    with tempfile.TemporaryDirectory() as folder:
        issue = load_issue(lay_out(made, Path(folder)))
        channel = X(Options(mode=mode, max_cost_usd=99, max_posts=999), {}, no_blobs)
        return channel.render(issue, channel.prepare(issue))


@some
@given(documents())
def test_a_full_thread_shows_every_word_in_order(made: Made) -> None:
    shown = x_text(bodies(made_into(made, "full")))

    assert missing(made.text, shown.text, ADDED) == []


@some
@given(documents())
def test_a_full_thread_glues_no_words_together(made: Made) -> None:
    shown = x_text(bodies(made_into(made, "full")))

    assert missing_words(made.wanted.words, shown.text) == []


@some
@given(documents())
def test_a_full_thread_has_every_link(made: Made) -> None:
    shown = x_text(bodies(made_into(made, "full")))

    assert missing_links(made.links, shown.links) == []


@some
@given(documents())
def test_a_full_thread_shows_every_picture_in_order(made: Made) -> None:
    shown = [name for post in sources(made_into(made, "full")) for name in post]

    assert shown == [Path(source).name for source in made.figures]


@some
@given(documents())
def test_no_markup_is_left_in_a_full_thread(made: Made) -> None:
    shown = x_text(bodies(made_into(made, "full")))

    prose = re.sub(PART_NUMBERS[0], "", shown.prose, flags=re.MULTILINE)
    assert literal_markup(prose, made.codes) == []


@pytest.mark.parametrize("mode", ["digest", "full"])
@some
@given(made=documents())
def test_x_would_take_every_post(made: Made, mode: str) -> None:
    edition = made_into(made, mode)

    assert [text for text in texts(edition) if x_weight(text) > 280] == []
    assert [t for t in texts(edition) if twitter_text.parse_tweet(t).weightedLength > 280] == []
    assert [len(names) for names in sources(edition) if len(names) > 4] == []
    assert [text for text in texts(edition) if len(CASHTAG.findall(text)) > 1] == []
    assert [text for text in texts(edition) if MENTION.search(text)] == []
    assert [text for text in texts(edition) if text.startswith(("@", "＠"))] == []


@pytest.mark.parametrize("mode", ["digest", "full"])
@some
@given(made=documents())
def test_no_post_begins_within_a_character(made: Made, mode: str) -> None:
    starts = [text for text in texts(made_into(made, mode)) if text]

    assert [text for text in starts if regex.match(r"\p{M}|\u200d|\ufe0f", text)] == []


@some
@given(documents())
def test_a_digest_says_only_what_the_issue_says(made: Made) -> None:
    said = squeeze(made.text + TITLE).replace("…", "")

    assert [line for line in digest_lines(made_into(made, "digest")) if line not in said] == []


@some
@given(documents())
def test_a_digest_has_one_address_and_at_most_twelve_posts(made: Made) -> None:
    edition = made_into(made, "digest")

    assert x_text(bodies(edition)).links == ("https://made.example/blog/2025/made-issue/",)
    assert len(posts(edition)) <= 12


def digest_lines(edition: Edition) -> list[str]:
    """Every line without bullet, numbering and ellipsis; the last two of the thread are no text."""
    lines = [line for text in texts(edition) for line in text.split("\n")]
    bare = [re.sub(r"^(?:[•☑☐] |\d+\. )", "", line).replace("…", "") for line in lines]
    kept = [line for line in bare if not re.match(r"全文：|Full issue: |#|\d+/\d+$", line)]
    return [squeeze(line) for line in kept if line]
