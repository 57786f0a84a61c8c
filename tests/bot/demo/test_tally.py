"""The count of the demo: it says 0 only when it is 0."""

from __future__ import annotations

import json

import pytest

from adapters.base import Edition, Media, Part, Phase
from bot.demo.tally import Tally, tally

PHOTO = Media("a.jpg", "a" * 64, "image/jpeg", 4, 3, 9)


def row(title: str = "", text: str = "", pictures: int = 0) -> dict[str, object]:
    return {"title": title, "text": text, "pictures": ["/p"] * pictures}


THREAD = Edition(
    "x",
    (
        Part("image/aaaaaaaa", "image", {}, (PHOTO,), repeatable=True, phase=Phase.PREPARE),
        Part("post/1", "post", {"text": "one", "media": {"media_ids": ["pressrun:ref/i/id"]}}),
        Part("post/2", "post", {"text": "two", "reply": {"in_reply_to_tweet_id": "pressrun:ref"}}),
        Part("post/3", "post", {"text": "two", "reply": {"in_reply_to_tweet_id": "pressrun:ref"}}),
    ),
)
SEEN = (row(text="one", pictures=1), row(text="two"), row(text="two"))


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        (SEEN, Tally(3, 3, 0, 0)),
        ((*SEEN, row(text="two")), Tally(3, 4, 1, 0)),
        ((*SEEN, *SEEN), Tally(3, 6, 3, 0)),
        (SEEN[:2], Tally(3, 2, 0, 1)),
        ((), Tally(3, 0, 0, 3)),
        ((*SEEN[:2], SEEN[0]), Tally(3, 3, 1, 1)),
        ((*SEEN, row(text="a stranger")), Tally(3, 4, 1, 0)),
        ((row(text="one", pictures=0), *SEEN[1:]), Tally(3, 3, 1, 1)),
        ((row(text="on", pictures=1), *SEEN[1:]), Tally(3, 3, 1, 1)),
    ],
    ids=[
        "all there", "one twice", "all twice", "one lost", "all lost", "one twice and one lost",
        "a stranger", "a picture lost", "a letter lost",
    ],
)  # fmt: skip
def test_a_feed_is_counted_against_what_was_to_be_sent(
    feed: tuple[dict[str, object], ...], expected: Tally
) -> None:
    assert tally(THREAD, feed) == expected


CHANNEL = Edition(
    "telegram",
    (
        Part("message/1", "message", {"text": "words "}),
        Part("album/1", "album",
             {"media": [{"type": "photo", "caption": "a"}, {"type": "photo", "caption": "b"}]},
             (PHOTO, PHOTO)),
        Part("photo/1", "photo", {"photo": "attach://photo", "caption": "alone"}, (PHOTO,)),
    ),
)  # fmt: skip


def test_an_album_is_one_post_with_all_its_captions_and_pictures() -> None:
    whole = (row(text="words"), row(text="a\nb", pictures=2), row(text="alone", pictures=1))
    torn = (row(text="words"), row(text="a", pictures=1), row(text="alone", pictures=1))

    assert tally(CHANNEL, whole) == Tally(3, 3, 0, 0)
    assert tally(CHANNEL, torn) == Tally(3, 3, 1, 1)


BODY = json.dumps({"content": [{"src": "pressrun:ref/image/a/url"}] * 2})
ARTICLES = [
    Edition("substack", (Part("draft", "draft", {"draft_title": "T", "draft_body": BODY}),
                         Part("publish", "publish", {"send": False}))),
    Edition("wechat", (Part("draft", "draft", {"articles": [{"title": "T", "content": BODY}]}),
                       Part("publish", "publish", {"media_id": "pressrun:ref/draft/id"}))),
]  # fmt: skip


@pytest.mark.parametrize("edition", ARTICLES, ids=["substack", "wechat"])
def test_an_article_is_one_item_told_by_its_title_and_pictures(edition: Edition) -> None:
    article, draft = row("T", "body", 2), row("T", "body", 2)

    assert tally(edition, [article]) == Tally(1, 1, 0, 0)
    assert tally(edition, [article, draft]) == Tally(1, 2, 1, 0)
    assert tally(edition, [row("T", "body", 1)]) == Tally(1, 1, 1, 1)
    assert tally(edition, []) == Tally(1, 0, 0, 1)


def test_tallies_add_up_and_are_said_in_words() -> None:
    total = Tally(3, 4, 1, 0) + Tally(2, 0, 0, 2)

    assert total == Tally(5, 4, 1, 2)
    assert total.words == "1 duplicate, 2 lost"
    assert Tally(1, 1, 0, 0).words == "0 duplicates, 0 lost"
