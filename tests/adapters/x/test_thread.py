"""What an edition holds beside its texts: parts, costs, problems."""

from __future__ import annotations

from pathlib import Path

from adapters.base import Phase, Pictures
from adapters.references import ref
from adapters.x import Options, X
from tests.adapters.x.issues import (
    CONFIG,
    bodies,
    codes,
    issue_at,
    no_blobs,
    posts,
    rendered,
    sources,
    texts,
)

STORY = "\n\n风停了以后，镇上的人开始清点屋顶的瓦片，一片一片地数。\n"


def titled(body: str, front: str = "") -> str:
    return f"---\ntitle: 试\n{front}---\n\n{body}"


def manual(body: str) -> str:
    return titled(body, "pressrun: {x: {mode: manual}}\n")


# --- parts ------------------------------------------------------------------------------------


def test_a_post_answers_the_one_before_it_and_waits_for_its_pictures(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, titled(f"## 甲{STORY}\n![一只猫](/img/cat.png)\n"))

    edition = rendered(issue)

    upload, alt, first, second, last = edition.parts
    digest = upload.key.removeprefix("image/")
    assert (upload.kind, upload.phase, upload.repeatable) == ("image", Phase.PREPARE, True)
    assert upload.payload == {"media_category": "tweet_image"}
    assert (alt.key, alt.kind, alt.phase, alt.repeatable) == (
        f"alt/{digest}", "alt", Phase.PREPARE, True,
    )  # fmt: skip
    assert alt.waits_for == (upload.key,)
    assert alt.payload == {
        "id": ref(upload.key, "id"),
        "metadata": {"alt_text": {"text": "一只猫"}},
    }
    assert (first.key, first.waits_for, first.repeatable) == ("post/1", (), False)
    assert second.waits_for == ("post/1", upload.key, alt.key)
    assert isinstance(second.payload, dict)
    assert second.payload["reply"] == {"in_reply_to_tweet_id": ref("post/1", "id")}
    assert second.payload["media"] == {"media_ids": [ref(upload.key, "id")]}
    assert (last.waits_for, last.phase) == (("post/2",), Phase.SEND)


def test_an_alternative_text_is_cut_at_the_limit(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, titled(f"## 甲{STORY}\n![{'猫' * 1001}](/img/cat.png)\n"))

    edition = rendered(issue)

    alt = next(part for part in edition.parts if part.kind == "alt")
    assert alt.payload["metadata"]["alt_text"]["text"] == "猫" * 1000  # type: ignore[index,call-overload]
    assert "x-alt-cut" in codes(edition)


def test_a_picture_that_was_never_converted_is_an_error(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, titled(f"## 甲{STORY}\n![](/img/cat.png)\n"))

    edition = X(Options(), {}, no_blobs).render(issue, Pictures())

    assert [problem.code for problem in edition.errors] == ["picture-missing"]


def test_a_single_post_bears_no_number(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, titled("一句话。\n", "pressrun: {x: {mode: full}}\n"))

    assert texts(rendered(issue)) == ["试\n\n一句话。"]


def test_numbers_can_be_left_out(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, manual("甲\n\n<!-- x:post -->\n乙\n"))

    assert texts(rendered(issue, numbering=False)) == ["甲", "乙"]


# --- costs and limits ---------------------------------------------------------------------------


def test_the_cost_follows_the_prices(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, titled(f"## 甲{STORY}\n![猫](/img/cat.png)\n"))

    assert rendered(issue).cost_usd == 0.235
    dearer = rendered(issue, prices={"post": 1, "post_with_link": 2, "alt_text": 0.5})
    assert dearer.cost_usd == 4.5
    assert codes(dearer) == ["x-cost"]


def test_more_posts_than_allowed_are_an_error_and_all_still_there(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, manual("甲\n\n<!-- x:post -->\n乙\n\n<!-- x:post -->\n丙\n"))

    edition = rendered(issue, max_posts=2)

    assert codes(edition) == ["x-too-many-posts"]
    assert len(posts(edition)) == 3


def test_facts_tell_mode_posts_weights_and_seconds(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, titled(f"## 甲{STORY}"))

    assert rendered(issue).facts == {
        "mode": "digest",
        "posts": "3",
        "with a link": "1",
        "weights": "14 63 34",
        "seconds": "15",
    }


# --- problems ---------------------------------------------------------------------------------


def test_a_digest_without_the_issues_address_is_refused(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, titled(f"## 甲{STORY}"), CONFIG.replace("url:", "other:"))

    (problem,) = rendered(issue).errors

    assert problem.code == "x-no-url"
    assert "canonical_url" in problem.next


def test_a_manual_post_over_the_limit_is_an_error_with_line_and_weight(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, manual(f"短\n\n<!-- x:post -->\n{'长' * 140}\n"))

    edition = rendered(issue)

    (problem,) = edition.errors
    assert (problem.code, problem.line) == ("x-too-heavy", 9)
    assert "weighs 285" in problem.message
    assert "长" * 140 in texts(edition)[1]


def test_a_manual_post_takes_four_pictures(tmp_path: Path) -> None:
    pictures = "\n\n".join(f"![](/img/p{number}.png)" for number in range(5))
    issue = issue_at(tmp_path, manual(f"<!-- x:post -->\n图\n\n{pictures}\n"))

    assert [problem.code for problem in rendered(issue).errors] == ["x-pictures"]


def test_manual_mode_needs_marks(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, manual("没有标记。\n"))

    assert [problem.code for problem in rendered(issue).errors] == ["x-no-marks"]


def test_an_unknown_mode_is_an_error(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, titled(f"## 甲{STORY}", "pressrun: {x: {mode: all}}\n"))

    assert [problem.code for problem in rendered(issue).errors] == ["x-mode"]


def test_an_unknown_heading_to_skip_is_told(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, titled(f"## 甲{STORY}", "pressrun: {x: {skip: [乙]}}\n"))

    assert codes(rendered(issue)) == ["x-skip"]


def test_a_hook_with_an_address_is_refused(tmp_path: Path) -> None:
    front = "pressrun: {x: {hook: 看 https://a.example.com 就好}}\n"
    issue = issue_at(tmp_path, titled(f"## 甲{STORY}", front))

    edition = rendered(issue)

    assert [problem.code for problem in edition.errors] == ["x-hook"]
    assert "example.com" not in texts(edition)[0]


def test_accidental_domains_are_told_with_their_line_and_can_be_renamed(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, titled("先看 README.md 再说。\n", "pressrun: {x: {mode: full}}\n"))

    (problem,) = rendered(issue).problems
    renamed = rendered(issue, domains={"README.md": "README"})

    assert (problem.code, problem.line) == ("x-domain", 6)
    assert renamed.problems == ()
    assert texts(renamed) == ["试\n\n先看 README 再说。"]


# --- pictures -----------------------------------------------------------------------------------


def test_more_pictures_than_a_post_shows_follow_in_posts_of_their_own(tmp_path: Path) -> None:
    pictures = "\n\n".join(f"![](/img/p{number}.png)" for number in range(6))
    issue = issue_at(tmp_path, titled(f"一句。\n\n{pictures}\n", "pressrun: {x: {mode: full}}\n"))

    edition = rendered(issue)

    assert sources(edition) == [["p0.png", "p1.png", "p2.png", "p3.png"], ["p4.png", "p5.png"]]
    assert texts(edition) == ["试\n\n一句。\n\n1/2", "2/2"]


def test_a_story_of_one_sentence_shows_four_pictures(tmp_path: Path) -> None:
    pictures = "\n\n".join(f"![](/img/p{number}.png)" for number in range(6))
    issue = issue_at(tmp_path, titled(f"## 甲{STORY}\n{pictures}\n"))

    assert sources(rendered(issue))[1] == ["p0.png", "p1.png", "p2.png", "p3.png"]


def test_the_cover_the_author_names_is_on_the_first_post_alone(tmp_path: Path) -> None:
    body = f"## 甲{STORY}\n![](/img/p0.png)\n\n![](/img/p1.png)\n"
    issue = issue_at(tmp_path, titled(body, "cover: /img/p0.png\n"))

    assert sources(rendered(issue)) == [["p0.png"], ["p1.png"], []]


def test_a_thread_without_text_only_shows_pictures(tmp_path: Path) -> None:
    issue = issue_at(tmp_path, manual("<!-- x:post -->\n![](/img/p0.png)\n"))

    (body,) = bodies(rendered(issue))

    assert list(body) == ["media"]
