"""Several articles of one draft: how an issue is cut, sent, found, changed and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.base import Absent, Accepted, Edition, Found, Intent, Live, Part, Receipt
from adapters.errors import OutcomeUnknown
from adapters.remote import Gone, Released, Touched, Untouched
from adapters.wechat import Options, WeChat
from adapters.wechat.readback import same_article
from adapters.wechat.revising import remove, revise
from adapters.wechat.split import sections
from content.document import (
    Block,
    Document,
    Figure,
    Footnote,
    FootnoteRef,
    Heading,
    Link,
    Paragraph,
    Text,
)
from content.problems import Level
from tests.adapters.wechat.linter import faults
from tests.adapters.wechat.samples import edition_of, long_issue, paragraph

Control = Callable[..., Any]
Sent = dict[str, Receipt]
SPLIT = Options(split=True, mode="publish")


def h1(text: str, line: int = 1) -> Heading:
    return Heading(1, (Text(text),), line)


def made(*blocks: Block, notes: tuple[Footnote, ...] = ()) -> Edition:
    return edition_of(Document(blocks, notes), SPLIT)


def articles(edition: Edition) -> list[dict[str, Any]]:
    (draft,) = [part for part in edition.parts if part.kind == "draft"]
    return draft.payload["articles"]  # type: ignore[index,call-overload,return-value]


def codes(edition: Edition) -> list[str]:
    return [problem.code for problem in edition.problems]


@pytest.fixture
def edition() -> Edition:
    return two("第一篇的字", "第二篇的字")


def two(first: str, second: str) -> Edition:
    return made(paragraph(first), h1("第二篇"), paragraph(second), Figure("b.png", 5, "图"))


# --- how it is cut ------------------------------------------------------------------------------


def test_each_first_level_heading_begins_an_article() -> None:
    found = articles(made(paragraph("甲"), h1("二"), paragraph("乙"), h1("三"), paragraph("丙")))

    assert [article["title"] for article in found] == ["周刊 7: 小模型", "二", "三"]
    assert [texts(article) for article in found] == ["甲", "乙", "丙"]
    assert all(faults(article["content"]) == [] for article in found)


def texts(article: dict[str, Any]) -> str:
    from adapters.wechat.readback import fingerprint

    return fingerprint(article["content"]).text


def test_a_heading_at_the_very_start_stays_in_the_first_article() -> None:
    found = articles(made(h1("一"), paragraph("甲"), h1("二"), paragraph("乙")))

    assert [(article["title"], texts(article)) for article in found] == [
        ("周刊 7: 小模型", "一甲"),
        ("二", "乙"),
    ]


def test_a_heading_with_a_link_stays_in_the_text_too() -> None:
    linked = Heading(1, (Link("https://example.org/", (Text("看这里的报告"),)),), 3)

    found = articles(made(paragraph("甲"), linked, paragraph("乙")))

    assert found[1]["title"] == "看这里的报告"
    assert "https://example.org/" in found[1]["content"]


def test_a_heading_with_nothing_below_it_makes_no_empty_article() -> None:
    found = articles(made(paragraph("甲"), h1("二")))

    assert texts(found[1]) == "二"


def test_a_note_stands_in_the_article_that_refers_to_it() -> None:
    mark = Paragraph((Text("乙"), FootnoteRef(1)), 4)
    notes = (Footnote(1, (Paragraph((Text("注一"), FootnoteRef(2)), 9),), 9),
             Footnote(2, (paragraph("注二"),), 10))  # fmt: skip

    found = articles(made(paragraph("甲"), h1("二"), mark, notes=notes))

    assert [texts(article) for article in found] == ["甲", "乙①① 注一②② 注二"]


def test_references_are_counted_anew_in_each_article() -> None:
    link = Link("https://example.org/a", (Text("完整的技术报告"),))
    said = Paragraph((Text("见"), link), 1)

    found = articles(made(said, h1("二"), said))

    assert [article["content"].count("[1]") for article in found] == [2, 2]


def test_only_a_lone_article_has_a_digest() -> None:
    split, whole = made(paragraph("甲"), h1("二"), paragraph("乙")), made(paragraph("甲"))

    assert [article.get("digest", "") for article in articles(split)] == ["", ""]
    assert articles(whole)[0]["digest"]


def test_no_block_is_lost_in_the_cutting() -> None:
    blocks = (paragraph("甲"), h1("二"), paragraph("乙"), h1("三"), h1("四"), paragraph("丁"))

    found = sections(Document(blocks))

    assert [s.title for s in found] == ["", "二", "三", "四"]
    assert sum(len(s.document.blocks) for s in found) == 4  # one of them a lonely heading


def test_without_a_border_it_is_one_article_and_that_is_said() -> None:
    edition = made(paragraph("甲"))

    assert len(articles(edition)) == 1
    assert "wechat-not-split" in codes(edition)


def test_nine_articles_are_refused() -> None:
    edition = made(*(block for n in range(9) for block in (h1(f"第{n}", n), paragraph("字"))))

    (problem,) = edition.errors
    assert (problem.code, problem.line) == ("wechat-too-many-articles", 8)


def test_a_heading_too_long_for_a_title_is_refused_with_its_line() -> None:
    edition = made(paragraph("甲"), h1("长" * 33, 4), paragraph("乙"))

    (problem,) = edition.errors
    assert (problem.code, problem.line, problem.level) == ("title-too-long", 4, Level.ERROR)


def test_what_fits_in_no_article_fits_in_several() -> None:
    long = long_issue(pictures=2, paragraphs=200).blocks
    whole = edition_of(Document((*long, h1("下"), *long)), Options())
    split = edition_of(Document((*long, h1("下"), *long)), Options(split=True))

    assert [problem.code for problem in whole.errors] == ["wechat-too-long"]
    assert split.errors == ()
    assert split.facts["articles"] == "2"


# --- what becomes of it at WeChat ---------------------------------------------------------------


def part(edition: Edition, kind: str) -> Part:
    return next(part for part in edition.parts if part.kind == kind)


def taken(answer: Receipt | Accepted) -> Receipt:
    assert isinstance(answer, Receipt)
    return answer


def drafted(channel: WeChat, edition: Edition) -> Sent:
    sent = {p.key: taken(channel.send(p, {})) for p in edition.parts if p.media}
    return {**sent, "draft": taken(channel.send(part(edition, "draft"), sent))}


def published(channel: WeChat, edition: Edition, control: Control) -> Sent:
    sent = drafted(channel, edition)
    job = channel.send(part(edition, "publish"), sent)
    control("clock", advance=60)
    assert isinstance(job, Accepted)
    live = channel.look(job)
    assert isinstance(live, Live)
    return {**sent, "publish": live.receipt}


def stored(channel: WeChat, media_id: str) -> list[Any]:
    found: Any = channel._client.api.post("draft/get", {"media_id": media_id})
    return list(found["news_item"])


def test_all_articles_reach_the_draft_box(channel: WeChat, edition: Edition) -> None:
    sent = drafted(channel, edition)

    there = stored(channel, sent["draft"].id)

    assert [item["title"] for item in there] == ["周刊 7: 小模型", "第二篇"]
    assert channel.inspect(edition, sent) == Untouched()


def test_a_lost_draft_of_several_is_found(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    begun = Intent(datetime.now(UTC), 1, channel.anchor())
    sent = {p.key: taken(channel.send(p, {})) for p in edition.parts if p.media}
    control("faults", service="wechat", operation="draft/add", action="reset", point="stored")

    with pytest.raises(OutcomeUnknown):
        channel.send(part(edition, "draft"), sent)
    found = channel.find(part(edition, "draft"), sent, begun)

    assert isinstance(found, Found)
    assert len(stored(channel, found.receipt.id)) == 2


def test_a_draft_with_the_first_article_alone_is_not_ours(
    channel: WeChat, edition: Edition
) -> None:
    begun = Intent(datetime.now(UTC), 1, channel.anchor())
    other = made(paragraph("第一篇的字"))
    sent = drafted(channel, other)
    sent |= {p.key: taken(channel.send(p, {})) for p in edition.parts if p.media}

    found = channel.find(part(edition, "draft"), sent, begun)

    assert not isinstance(found, Found | Absent)


def test_a_person_in_the_second_article_is_seen(channel: WeChat, edition: Edition) -> None:
    sent = drafted(channel, edition)
    second = {**articles(edition)[1], "content": "<section><p>别的</p></section>"}
    second["thumb_media_id"] = stored(channel, sent["draft"].id)[1]["thumb_media_id"]
    request = {"media_id": sent["draft"].id, "index": 1, "articles": second}
    channel._client.api.post("draft/update", request)

    found = channel.inspect(edition, sent)

    assert isinstance(found, Touched)
    assert "its text" in found.what


def test_a_changed_issue_is_told_article_by_article(channel: WeChat, edition: Edition) -> None:
    sent = drafted(channel, edition)

    revised = revise(edition, sent, two("第一篇的字", "第二篇改过的字"))

    assert [p.kind for p in revised.parts] == ["publish"]
    (told,) = revised.problems
    assert told.code == "by-hand"
    assert "第二篇改过的字" in told.message
    assert "第一篇" not in told.message


def test_an_unchanged_issue_needs_nothing(channel: WeChat, edition: Edition) -> None:
    assert revise(edition, drafted(channel, edition), edition).problems == ()


def test_another_number_of_articles_is_told(channel: WeChat, edition: Edition) -> None:
    sent = drafted(channel, edition)

    revised = revise(edition, sent, made(paragraph("第一篇的字")))

    assert "made of 2 articles and is to have 1" in revised.problems[0].message


def test_taking_back_deletes_the_whole_draft(channel: WeChat, edition: Edition) -> None:
    sent = drafted(channel, edition)

    (delete,) = remove(sent).parts
    channel.send(delete, sent)

    assert isinstance(channel.inspect(edition, sent), Gone | Released)


def test_taking_back_deletes_every_published_article(
    channel: WeChat, edition: Edition, control: Control
) -> None:
    sent = published(channel, edition, control)
    assert channel.inspect(edition, sent) == Untouched()

    (delete,) = remove(sent).parts
    channel.send(delete, sent)

    assert isinstance(channel.inspect(edition, sent), Gone)


def test_sent_articles_say_what_was_rendered(channel: WeChat, edition: Edition) -> None:
    sent = drafted(channel, edition)

    there = stored(channel, sent["draft"].id)

    assert same_article(str(there[0]["content"]), str(articles(edition)[0]["content"]))
