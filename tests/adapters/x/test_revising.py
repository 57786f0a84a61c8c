"""What an update, a retraction and the line of the other channels are for a thread; all pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.base import Edition, Media, Part, Phase, Receipt
from adapters.references import ref
from adapters.x import Options, X
from adapters.x.also_on import also_on
from adapters.x.revising import ALSO_ON, remove, revise
from content.measure import x_weight
from content.problems import Problem
from tests.adapters.x.issues import issue_at, no_blobs, rendered

LINKS = {"Substack": "https://a.substack.com/p/x", "WeChat": "https://mp.weixin.qq.com/s/abc"}
ON = Options(also_on=True)


def thread(
    posts: Sequence[tuple[str, Sequence[str]]], alts: dict[str, str] | None = None
) -> Edition:
    """Posts of a text and the names of their pictures, each described as `alts` has it."""
    names = list(dict.fromkeys(name for _, pictures in posts for name in pictures))
    described = {name: text for name, text in (alts or {}).items() if name in names}
    parts = [upload(name) for name in names]
    parts += [alt(name, text) for name, text in described.items()]
    for n, (text, pictures) in enumerate(posts, 1):
        body: dict[str, object] = {"text": text}
        if n > 1:
            body["reply"] = {"in_reply_to_tweet_id": ref(f"post/{n - 1}", "id")}
        if pictures:
            body["media"] = {"media_ids": [ref(f"image/{name}", "id") for name in pictures]}
        waits = [f"post/{n - 1}"] * (n > 1) + [f"image/{name}" for name in pictures]
        parts.append(Part(f"post/{n}", "post", body, waits_for=tuple(waits)))  # type: ignore[arg-type]
    return Edition("x", tuple(parts), cost_usd=0.015 * len(posts))


def upload(name: str) -> Part:
    media = Media(f"{name}.png", name * 8, "image/png", 40, 30, 100)
    return Part(f"image/{name}", "image", {"media_category": "tweet_image"}, (media,),
                repeatable=True, phase=Phase.PREPARE)  # fmt: skip


def alt(name: str, text: str) -> Part:
    body = {"id": ref(f"image/{name}", "id"), "metadata": {"alt_text": {"text": text}}}
    return Part(f"alt/{name}", "alt", body, repeatable=True, waits_for=(f"image/{name}",))  # type: ignore[arg-type]


def sent_of(edition: Edition) -> dict[str, Receipt]:
    return {
        part.key: Receipt(str(1000 + n), url_of(1000 + n) if part.kind == "post" else None)
        for n, part in enumerate(edition.parts)
    }


def url_of(number: int) -> str:
    return f"https://x.com/sample/status/{number}"


def texts(edition: Edition) -> dict[str, str]:
    return {p.key: p.payload["text"] for p in edition.parts if p.kind == "post"}  # type: ignore[index,call-overload,misc]


# --- an update --------------------------------------------------------------------------------


def test_the_same_thread_needs_nothing() -> None:
    old = thread([("一 1/2", ["a"]), ("二 2/2", [])], {"a": "猫"})

    edits = revise(old, sent_of(old), old)

    assert (edits.parts, edits.problems, edits.cost_usd) == ((), (), 0.0)


def test_a_changed_post_is_shown_with_both_its_texts_and_its_address() -> None:
    old = thread([("一 1/2", []), ("二是错的 2/2", [])])
    new = thread([("一 1/2", []), ("二是对的 2/2", [])])

    edits = revise(old, sent_of(old), new)

    assert edits.parts == ()
    assert [(p.code, p.message, p.next) for p in edits.problems] == [(
        "by-hand",
        f"{url_of(1001)} says:\n二是错的 2/2\nIt should say:\n二是对的 2/2",
        f"Edit it there, if the account may, or delete it and post it anew: {url_of(1001)}",
    )]  # fmt: skip


def test_other_pictures_are_named_as_the_author_names_them() -> None:
    old, new = thread([("一", ["a", "b"])]), thread([("一", ["b", "c"])])

    (problem,) = revise(old, sent_of(old), new).problems

    assert "Its pictures are a.png, b.png; they should be b.png, c.png." in problem.message


@pytest.mark.parametrize(("was", "now"), [("猫", "一只猫"), ("猫", ""), ("", "猫")])
def test_another_description_of_a_picture_is_shown_with_the_address_of_its_post(
    was: str, now: str
) -> None:
    posts = [("一 1/2", []), ("二 2/2", ["a"])]
    old = thread(posts, {"a": was} if was else {})
    new = thread(posts, {"a": now} if now else {})

    (problem,) = revise(old, sent_of(old), new).problems

    where = sent_of(old)["post/2"].url
    assert problem.code == "by-hand"
    assert (
        problem.message == f"The description of a.png in {where} is:\n{was}\nIt should be:\n{now}"
    )


def test_posts_more_and_posts_less_are_left_to_a_person() -> None:
    one, two = thread([("一", [])]), thread([("一", []), ("二", ["a"])])

    longer = revise(one, sent_of(one), two).problems
    shorter = revise(two, sent_of(two), one).problems

    assert [(p.message, p.next) for p in longer] == [(
        "This post is new:\n二\nIts pictures: a.png",
        f"Post it as a reply to the last post of the thread: {url_of(1000)}",
    )]  # fmt: skip
    assert [(p.message, p.next) for p in shorter] == [(
        f"{url_of(1002)} has no place in the thread any more. It says:\n二",
        f"Delete it: {url_of(1002)}",
    )]  # fmt: skip


def test_a_post_that_was_never_sent_is_not_possible() -> None:
    old, new = thread([("一", []), ("二", [])]), thread([("一", []), ("三", [])])

    (problem,) = revise(old, {"post/1": sent_of(old)["post/1"]}, new).problems

    assert problem.code == "not-possible"
    assert "二" in problem.message
    assert "三" in problem.message


POSTS = st.lists(
    st.tuples(
        st.text("一二三四五 ab\n", min_size=1, max_size=12),
        st.lists(st.sampled_from("abcd"), max_size=4, unique=True),
    ),
    min_size=1,
    max_size=6,
)
ALTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["猫", "狗", "鱼"]))


@settings(max_examples=200, deadline=None)
@given(POSTS, POSTS)
def test_who_does_what_is_said_has_the_new_thread(
    before: list[tuple[str, list[str]]], after: list[tuple[str, list[str]]]
) -> None:
    old, new = thread(before), thread(after)

    edits = revise(old, sent_of(old), new)

    done = followed(old, edits.problems)
    assert edits.parts == ()
    assert list(done.values()) == [said(new, part) for part in new.parts if part.kind == "post"]


@settings(max_examples=100, deadline=None)
@given(POSTS, ALTS, ALTS)
def test_every_description_that_differs_is_said(
    posts: list[tuple[str, list[str]]], before: dict[str, str], after: dict[str, str]
) -> None:
    old, new = thread(posts, before), thread(posts, after)

    edits = revise(old, sent_of(old), new)

    shown = {name for _, pictures in posts for name in pictures}
    changed = {name for name in shown if before.get(name) != after.get(name)}
    assert {p.message[len("The description of ")] for p in edits.problems} == changed


def said(edition: Edition, part: Part) -> tuple[str, str]:
    """Text and pictures of a post, as a problem would name them."""
    sources = {p.key: p.media[0].source for p in edition.parts if p.media}
    pictures = ", ".join(sources[key] for key in part.waits_for if key in sources)
    return texts(edition)[part.key], pictures


def followed(old: Edition, problems: Sequence[Problem]) -> dict[str, tuple[str, str]]:
    """The thread by its addresses when a person has done what each problem says."""
    sent = sent_of(old)
    there = {str(sent[p.key].url): said(old, p) for p in old.parts if p.kind == "post"}
    for number, problem in enumerate(problems):
        message, where = problem.message, problem.next.rpartition(": ")[2]
        if message.startswith("This post is new:"):
            there[f"new {number}"] = _new(message.partition("\n")[2])
        elif problem.next.startswith("Delete it"):
            del there[where]
        else:
            there[where] = _changed(message.partition("\nIt should say:\n")[2], there[where][1])
    return there


def _new(words: str) -> tuple[str, str]:
    text, _, pictures = words.partition("\nIts pictures: ")
    return text, pictures


def _changed(words: str, pictures: str) -> tuple[str, str]:
    found = re.search(r"\nIts pictures are .*; they should be (.*)\.\Z", words)
    if not found:
        return words, pictures
    return words[: found.start()], "" if found[1] == "none" else found[1]


# --- a retraction -----------------------------------------------------------------------------


def test_a_thread_is_taken_back_from_its_last_post_to_its_root() -> None:
    old = thread([("一", ["a"]), ("二", []), ("三", [])], {"a": "猫"})

    taken = remove(sent_of(old), Options())

    assert [(p.key, p.kind, p.payload, p.waits_for, p.repeatable) for p in taken.parts] == [
        ("delete/post/3", "delete", {"id": "1004"}, (), False),
        ("delete/post/2", "delete", {"id": "1003"}, ("delete/post/3",), False),
        ("delete/post/1", "delete", {"id": "1002"}, ("delete/post/2",), False),
    ]
    assert taken.cost_usd == 0.03


def test_what_is_taken_back_already_is_not_asked_for_again() -> None:
    old = thread([("一", []), ("二", []), ("三", [])])
    sent = {**sent_of(old), "delete/post/3": Receipt("1002")}

    assert [p.key for p in remove(sent, Options()).parts] == ["delete/post/2", "delete/post/1"]


def test_the_last_reply_is_taken_back_with_the_thread() -> None:
    old = also_on(thread([("一", [])]), LINKS, "zh", ON)

    assert remove(sent_of(old), ON).parts[0].key == "delete/also-on/1"


# --- the other channels -------------------------------------------------------------------------


def test_without_the_option_a_thread_stays_as_it_is() -> None:
    old = thread([("一", [])])

    assert X(Options(), {}, no_blobs).also_on(old, LINKS, "zh") is old


def test_with_the_option_one_more_post_hangs_on_the_last() -> None:
    old = thread([("一", []), ("二", [])])

    new = X(ON, {}, no_blobs).also_on(old, LINKS, "zh")

    assert new.parts[:-1] == old.parts
    assert new.parts[-1] == Part(
        ALSO_ON, "post",
        {"text": "也发布于：\nSubstack https://a.substack.com/p/x\n"
                 "微信公众号 https://mp.weixin.qq.com/s/abc",
         "reply": {"in_reply_to_tweet_id": ref("post/2", "id")}},
        waits_for=("post/2",),
    )  # fmt: skip
    assert new.cost_usd == 0.23


def test_an_english_thread_says_it_in_english() -> None:
    new = also_on(thread([("one", [])]), {**LINKS, "X": "https://x.com/me"}, "en", ON)

    assert texts(new)[ALSO_ON].splitlines() == [
        "Also on:", "Substack https://a.substack.com/p/x", "WeChat https://mp.weixin.qq.com/s/abc",
    ]  # fmt: skip


def test_doing_it_twice_changes_nothing_and_other_links_take_their_place() -> None:
    once = also_on(thread([("一", [])]), LINKS, "zh", ON)

    again = also_on(once, LINKS, "zh", ON)
    other = also_on(once, {"Substack": "https://b.substack.com/p/x"}, "zh", ON)

    assert again is once
    assert [p.key for p in other.parts] == ["post/1", ALSO_ON]
    assert "b.substack.com" in texts(other)[ALSO_ON]
    assert other.cost_usd == once.cost_usd


@pytest.mark.parametrize(
    "options",
    [ON.model_copy(update={"max_cost_usd": 0.1}), Options()],
    ids=["too dear", "not wanted"],
)
def test_a_reply_that_may_not_be_is_left_out(options: Options) -> None:
    old = thread([("一", [])])

    assert also_on(old, LINKS, "zh", options) is old


def test_a_reply_that_does_not_fit_is_left_out() -> None:
    old = thread([("一", [])])
    many = {f"Channel {n}": f"https://blog.example.com/{n}" for n in range(12)}

    assert also_on(old, many, "en", ON) is old


def test_links_and_posts_there_must_be() -> None:
    old = thread([("一", [])])

    assert also_on(old, {"X": "https://x.com/me"}, "zh", ON) is old
    assert also_on(Edition("x", ()), LINKS, "zh", ON).parts == ()


def test_a_reply_that_is_new_is_a_part_with_the_number_of_the_last_post() -> None:
    old = thread([("一", []), ("二", [])])

    edits = revise(old, sent_of(old), also_on(old, LINKS, "zh", ON))

    (part,) = edits.parts
    assert (part.key, part.kind, part.waits_for, part.repeatable) == (ALSO_ON, "post", (), False)
    assert part.payload["reply"] == {"in_reply_to_tweet_id": "1001"}  # type: ignore[index,call-overload]
    assert (edits.problems, edits.cost_usd) == ((), 0.2)


def test_a_reply_that_stands_is_not_posted_again() -> None:
    once = also_on(thread([("一", [])]), LINKS, "zh", ON)

    same = revise(once, sent_of(once), once)
    without = revise(once, sent_of(once), thread([("一", [])]))
    other = revise(once, sent_of(once), also_on(once, {"Substack": "https://b.co/"}, "zh", ON))

    assert (same.parts, same.problems, without.parts, without.problems) == ((), (), (), ())
    assert other.parts == ()
    assert [p.code for p in other.problems] == ["by-hand"]


def test_a_reply_to_a_thread_without_its_end_is_not_possible() -> None:
    old = thread([("一", []), ("二", [])])

    edits = revise(old, {"post/1": Receipt("1000")}, also_on(old, LINKS, "zh", ON))

    assert edits.parts == ()
    assert [p.code for p in edits.problems] == ["not-possible"]


def test_the_reply_of_a_rendered_thread_weighs_what_x_takes(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, "---\ntitle: 试\n---\n\n## 甲\n\n风停了以后，人们清点屋顶的瓦片。\n")

    new = also_on(rendered(issue), {**LINKS, "Telegram": "https://t.me/a/1"}, "zh", ON)

    assert new.parts[-1].key == ALSO_ON
    assert x_weight(texts(new)[ALSO_ON]) <= 280
    assert replace(new, parts=new.parts[:-1]).hash == rendered(issue).hash
