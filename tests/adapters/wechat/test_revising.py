"""Edits and deletions as parts, and what a person is told: pure, from editions and receipts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.base import Edition, Part, Phase, Receipt
from adapters.overwriting import regardless
from adapters.references import html_escape, resolve
from adapters.wechat import Options
from adapters.wechat.readback import expected
from adapters.wechat.revising import remove, revise
from content.document import Document, Figure
from content.meta import Meta
from tests.adapters.substack.samples import parsed
from tests.adapters.wechat.samples import edition_of, paragraph
from tests.witness.documents import Made, documents

BACKSTAGE = "https://mp.weixin.qq.com/"
ARTICLE = "https://mp.weixin.qq.com/s?sn=1"
PUBLISHING = Options(mode="publish")
Sent = dict[str, Receipt]


def issue(*words: str, pictures: tuple[str, ...] = ()) -> Document:
    figures = (Figure(source, 1, "") for source in pictures)
    return Document((*(paragraph(word) for word in words), *figures))


def made(
    *words: str, pictures: tuple[str, ...] = (), publish: bool = False, **more: Any
) -> Edition:
    return edition_of(issue(*words, pictures=pictures), PUBLISHING if publish else None, **more)


def receipts(edition: Edition, *, published: str = "") -> Sent:
    """What WeChat would have answered; `published` "by us" or "by hand"."""
    sent = {p.key: Receipt(f"id-{p.key}", url(p.key)) for p in edition.parts if p.media}
    sent["draft"] = Receipt("DRAFT", BACKSTAGE, {"stands": expected(article(edition, sent))})
    if published:
        details = {"article_id": "A1"} if published == "by us" else {}
        sent["publish"] = Receipt("A1", ARTICLE, details)
    return sent


def url(key: str) -> str:
    return f"https://mmbiz.qpic.cn/sz_mmbiz_png/{key.replace('/', '-')}/0?wx_fmt=png&from=appmsg"


def article(edition: Edition, sent: Sent) -> dict[str, Any]:
    (draft,) = [p for p in edition.parts if p.kind == "draft"]
    filled: Any = resolve(draft.payload, sent, escapes={"content": html_escape})
    return dict(filled["articles"][0])


def request(edition: Edition, sent: Sent) -> dict[str, Any]:
    """What the edit sends, with the addresses of new pictures; {} without an edit."""
    edits = [p for p in edition.parts if p.kind == "edit"]
    filled: Any = [resolve(p.payload, sent, escapes={"content": html_escape}) for p in edits]
    return dict(filled[0]["request"]) if filled else {}


def job(part: Part) -> Any:
    return part.payload


def keys(edition: Edition) -> list[str]:
    return [p.key for p in edition.parts]


def codes(edition: Edition) -> list[str]:
    return [problem.code for problem in edition.problems]


def test_what_stands_there_is_what_was_sent_with_the_edits_behind_it() -> None:
    first, second, third = made("一。"), made("二。", pictures=("b.png",)), made("三。")
    edits = revise(first, receipts(first), second)
    sent = receipts(first) | {p.key: Receipt(p.key, url(p.key)) for p in edits.parts if p.media}
    stands = replace(first, parts=(*first.parts, *edits.parts))

    assert revise(stands, sent, second).parts == ()
    assert revise(stands, sent, third).parts == revise(second, sent, third).parts


# --- any pair ---------------------------------------------------------------------------------


def body(made: Made) -> str:
    return made.markdown.split(f"\n{made.markdown[:3]}\n", 1)[1]


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=documents(most=5), after=documents(most=5), published=st.sampled_from(["", "by us"]))
def test_an_edit_leads_to_the_new_edition_or_its_differences_are_named(
    before: Made, after: Made, published: str
) -> None:
    old, new = edition_of(parsed(body(before))), edition_of(parsed(body(after)))
    sent = receipts(old, published=published)
    everything = receipts(new) | sent
    differs = article(old, sent) != article(new, everything)

    revised = revise(old, sent, new)

    wanted = {"media_id": "DRAFT", "index": 0, "articles": article(new, everything)}
    assert request(revised, everything) == (wanted if differs and not published else {})
    assert bool(revised.problems) == (differs and bool(published))


# --- a draft ----------------------------------------------------------------------------------


def test_a_draft_is_overwritten_before_its_time() -> None:
    old, new = made("旧"), made("新")

    (edit,) = revise(old, receipts(old), new).parts

    assert (edit.key, edit.kind, edit.phase) == ("edit/draft", "edit", Phase.PREPARE)
    assert job(edit)["stands"] == expected(article(old, receipts(old)))
    assert job(edit)["request"]["articles"]["title"] == "周刊 7: 小模型"


def test_it_is_looked_for_and_not_blindly_repeated() -> None:
    old = made("旧")

    (edit,) = revise(old, receipts(old), made("新")).parts

    assert edit.repeatable is False


def test_a_person_may_let_it_be_overwritten() -> None:
    old = made("旧")
    (edit,) = revise(old, receipts(old), made("新")).parts

    assert job(regardless(edit)) == {**job(edit), "stands": {}}


def test_only_new_pictures_are_uploaded_and_under_their_usual_keys() -> None:
    old, new = made("文", pictures=("a.png",)), made("文", pictures=("a.png", "b.png"))

    revised = revise(old, receipts(old), new)

    added = [key for key in keys(new) if key.startswith("image/") and key not in keys(old)]
    assert keys(revised) == [*added, "edit/draft"]
    assert revised.parts[-1].waits_for == tuple(added)
    assert str(job(revised.parts[-1])).count("pressrun:ref/") == 1


def test_another_cover_is_uploaded_and_set() -> None:
    old = made("文")
    new = made("文", meta=Meta(title="周刊 7: 小模型"))
    (cover,) = [p for p in new.parts if p.kind == "cover"]
    media = replace(cover.media[0], sha256="f" * 64)
    parts = tuple(replace(p, media=(media,)) if p.key == cover.key else p for p in new.parts)

    revised = revise(old, receipts(old), replace(new, parts=parts))

    assert keys(revised) == [cover.key, "edit/draft"]
    assert job(revised.parts[-1])["request"]["articles"]["thumb_media_id"] == (
        f"pressrun:ref/{cover.key}/id"
    )


def test_a_publish_call_to_come_follows_the_edit() -> None:
    old, new = made("旧", publish=True), made("新", publish=True)

    revised = revise(old, receipts(old), new)

    assert keys(revised) == ["edit/draft", "publish"]
    assert revised.parts[1].waits_for == ("edit/draft",)
    assert revised.parts[1].payload == {"media_id": "DRAFT"}


def test_an_unchanged_edition_needs_no_edit() -> None:
    old = made("文", pictures=("a.png",))

    revised = revise(old, receipts(old), made("文", pictures=("a.png",)))

    assert (revised.parts, revised.problems) == ((), ())


# --- a published article ----------------------------------------------------------------------


@pytest.mark.parametrize("published", ["by us", "by hand"])
def test_a_published_article_is_told_with_the_exact_words(published: str) -> None:
    old = made("开头。", "旧的一句话。", pictures=("a.png",))
    new = made("开头。", "新的一句话。", pictures=("a.png",), meta=Meta(title="另一个标题"))

    revised = revise(old, receipts(old, published=published), new)

    assert revised.parts == ()
    assert {*codes(revised)} == {"by-hand"}
    words = "\n".join(problem.message for problem in revised.problems)
    for said in ("周刊 7: 小模型", "另一个标题", "旧的一句话。", "新的一句话。"):
        assert said in words
    assert all(ARTICLE in problem.next for problem in revised.problems)


def test_a_replaced_picture_is_told_by_the_author_s_name_for_it() -> None:
    old, new = made("文", pictures=("a.png",)), made("文", pictures=("b.png",))

    revised = revise(old, receipts(old, published="by us"), new)

    (problem,) = [p for p in revised.problems if "text" in p.message]
    assert problem.message == "The text says:\n[a.png]\nIt is to say:\n[b.png]"


def test_a_picture_changed_under_its_name_is_told_too() -> None:
    old = made("文", pictures=("a.png",))
    (image,) = [p for p in old.parts if p.kind == "image"]
    media = replace(image.media[0], sha256="f" * 64)
    parts = tuple(replace(p, media=(media,)) if p.key == image.key else p for p in old.parts)

    revised = revise(old, receipts(old, published="by us"), replace(old, parts=parts))

    (problem,) = revised.problems
    assert problem.message == "The text says:\n[a.png]\nIt is to say:\n[a.png, changed]"


def test_what_is_new_is_told_with_its_place() -> None:
    old, new = made("一", "三"), made("一", "二", "三")

    revised = revise(old, receipts(old, published="by us"), new)

    assert "The text is to have, below: 一\n二" in [p.message for p in revised.problems]


@pytest.mark.parametrize(
    ("old", "new", "published", "code"),
    [
        (False, True, "", "by-hand"),
        (True, False, "by us", "not-possible"),
        (False, False, "by hand", None),
    ],
)
def test_a_change_of_mode_is_not_carried_out_but_said(
    published: str, code: str | None, *, old: bool, new: bool
) -> None:
    before = made("文", publish=old)

    revised = revise(before, receipts(before, published=published), made("文", publish=new))

    assert revised.parts == ()
    assert codes(revised) == ([code] if code else [])


# --- nothing there ----------------------------------------------------------------------------


def test_without_a_draft_the_new_edition_is_simply_to_be_made() -> None:
    new = made("新")

    assert revise(made("旧"), {}, new) is new


@pytest.mark.parametrize("gone", ["delete/draft", "delete/publish"])
def test_what_was_deleted_is_not_made_anew(gone: str) -> None:
    old = made("旧")

    revised = revise(old, receipts(old) | {gone: Receipt("x")}, made("新"))

    assert revised.parts == ()
    assert codes(revised) == ["not-possible"]


# --- removing ---------------------------------------------------------------------------------


def test_a_draft_is_deleted_if_it_is_still_ours() -> None:
    sent = receipts(made("文"))

    removed = remove(sent)

    (delete,) = removed.parts
    assert (delete.key, delete.kind, delete.repeatable) == ("delete/draft", "delete", False)
    assert job(delete) == {
        "stands": sent["draft"].details["stands"],
        "request": {"media_id": "DRAFT"},
    }
    assert codes(removed) == ["not-possible"]  # its cover


def test_what_an_edit_left_there_is_what_is_expected() -> None:
    sent = receipts(made("文")) | {"edit/draft": Receipt("DRAFT", BACKSTAGE, {"stands": {"x": 1}})}

    assert job(remove(sent).parts[0])["stands"] == {"x": 1}


def test_what_we_published_is_deleted() -> None:
    (delete,) = remove(receipts(made("文"), published="by us")).parts

    assert (delete.key, delete.kind) == ("delete/publish", "unpublish")
    assert job(delete) == {"request": {"article_id": "A1", "index": 1}}


def test_what_a_person_published_is_deleted_by_hand() -> None:
    removed = remove(receipts(made("文"), published="by hand"))

    assert removed.parts == ()
    assert codes(removed) == ["by-hand", "not-possible"]
    assert ARTICLE in removed.problems[0].next


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"draft": Receipt("1"), "delete/draft": Receipt("1")},
        {"publish": Receipt("1"), "delete/publish": Receipt("1")},
    ],
)
def test_nothing_is_left_to_remove(sent: Sent) -> None:
    assert remove(sent).parts == ()


def test_after_a_published_article_was_deleted_its_draft_is_gone_too() -> None:
    sent = receipts(made("文"), published="by us") | {"delete/publish": Receipt("A1")}

    assert remove(sent).parts == ()
