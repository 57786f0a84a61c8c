"""The real issues, published by the installed command: what the stand-ins show their readers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from twitter_text import parse_tweet

from content.measure import utf16_units, x_weight
from tests.editions.shown import SHARED
from tests.faults.stage import Stage, staged
from tests.witness import kept, readers
from tests.witness.raw_text import wanted
from tests.witness.wanted import Wanted

CORPUS = SHARED / "corpus"
POSTS = sorted(p.name for p in (CORPUS / "_posts").glob("*.md")) if CORPUS.is_dir() else [""]
ALL = "telegram,substack,wechat,x"
EMPTY = re.compile(r"\s")


class Published:
    """One issue on four channels: the answer of the command, the feeds, and what is wanted."""

    def __init__(self, stage: Stage) -> None:
        self.code, self.answer = stage.publish(ALL)
        self.feeds = {key: stage.feed(key) for key in ALL.split(",")}
        self.wanted: Wanted = wanted(stage.issue.read_text(encoding="utf-8"))

    def receipt(self, channel: str) -> dict[str, Any]:
        return next(r for r in self.answer["receipts"] if r["channel"] == channel)

    def text(self, channel: str) -> str:
        return EMPTY.sub("", "".join(post["text"] for post in self.feeds[channel]))

    def pictures(self, channel: str) -> int:
        return sum(len(post["pictures"]) for post in self.feeds[channel])


@pytest.fixture(scope="module", params=POSTS)
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is not there")

    def corpus(site: Path) -> Path:
        subprocess.run([sys.executable, str(CORPUS / "make_site.py"), str(site)], check=True)
        return site / "_posts" / str(request.param)

    with staged(tmp_path_factory.mktemp("published"), corpus) as stage:
        yield Published(stage)


def test_the_command_ends_well_with_four_receipts(published: Published) -> None:
    assert published.code == 0
    assert [r["state"] for r in published.answer["receipts"]] == [
        "done(published)", "done(draft)", "done(draft)", "done(published)",
    ]  # fmt: skip
    assert all(r["url"] for r in published.answer["receipts"])


@pytest.mark.parametrize("channel", ["telegram", "substack", "wechat"])
def test_every_character_and_picture_is_there(published: Published, channel: str) -> None:
    shown = published.text(channel)

    gone = [
        b.stream for b in published.wanted.blocks if _words(b.stream) - _words_in(shown, b.stream)
    ]

    assert gone == []
    assert published.pictures(channel) == len(published.wanted.figures)


def _words(stream: str) -> set[str]:
    """A block's sentences without white space and pictures: each has to be found as it stands."""
    pieces = re.split(r"[\ufffc\n]|(?<=[。！？；])", stream)
    return {EMPTY.sub("", piece) for piece in pieces} - {""}


def _words_in(shown: str, stream: str) -> set[str]:
    return {piece for piece in _words(stream) if piece in _plain(shown)}


def _plain(shown: str) -> str:
    """Without the marks that an edition puts amid the text: references and note numbers."""
    return re.sub(r"\[\d+\]", "", shown)


def test_telegram_keeps_its_limits(published: Published) -> None:
    texts = [post for post in published.feeds["telegram"] if post["kind"] == "message"]

    assert texts
    assert max(utf16_units(post["text"]) for post in texts) <= 4096
    assert max(len(post["details"]["entities"]) for post in texts) <= 100
    assert [post["details"]["silent"] for post in published.feeds["telegram"]].count(False) == 1


def test_the_thread_is_short_light_and_has_one_link(published: Published) -> None:
    texts = [post["text"] for post in published.feeds["x"]]
    source = EMPTY.sub("", published.wanted.text)
    lines = [line for text in texts[1:-1] for line in text.splitlines() if line.strip()]

    strangers = [line for line in lines if not _is_extract(line, source)]

    assert len(texts) <= 12
    assert max(x_weight(text) for text in texts) <= 280
    assert all(parse_tweet(text).valid for text in texts)
    assert sum(text.count("http") for text in texts) == 1
    assert strangers == []


def _is_extract(line: str, source: str) -> bool:
    """Bullets, numbering and `…` may be added; all else is the author's."""
    bare = re.sub(r"^(?:• |\d+/\d+$|\d+\. )", "", line)
    return all(EMPTY.sub("", piece) in source for piece in bare.split("…"))


def test_the_article_is_lean_and_clean(published: Published) -> None:
    draft = published.feeds["wechat"][0]

    sent = published.receipt("wechat")
    article = draft["html"].split("</style>", 1)[1]  # the sandbox's own frame

    assert draft["kind"] == "draft"
    assert not re.search(r"<style|\sclass=|\sid=|<a (?!href=\"https?://mp\.weixin)", article)
    assert {row["remote"].split("/")[2] for row in sent["images"]} == {"mmbiz.qpic.cn"}


def test_the_post_is_what_the_editor_takes(published: Published) -> None:
    details = published.feeds["substack"][0]["details"]

    assert details["editor_faults"] == []
    assert details["ignored_keys"] == []
    assert details["should_send_email"] is False
    assert "http" not in "".join(
        re.findall(r'"src":"(?!https://substack-post-media)[^"]*', details["body"])
    )
    assert readers.substack_text(json.dumps(json.loads(details["body"]))).figures


@pytest.mark.parametrize("channel", ALL.split(","))
def test_no_markup_leaks(published: Published, channel: str) -> None:
    prose = "\n".join(post["text"] for post in published.feeds[channel])

    assert kept.literal_markup(prose, published.wanted.codes) == []
