"""The posts of a site as the author finds them on the phone: newest first, each with its state."""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.listing import Post, post_by, posts, posts_by, ref_of
from bot.release.records import Delivery
from bot.release.states import DeliveryState as D
from config.site import detect
from content.folder import guessed_time, post_files, read_head
from content.issue import load_issue
from content.posts import zone_of
from tests.bot.bench import Bench, a_bench
from tests.bot.fakes import post as a_post

JEKYLL = "url: https://b.test\ntimezone: Asia/Shanghai\n"
HUGO = "baseURL = 'https://h.test'\ntimeZone = 'Asia/Shanghai'\n"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def lay_out(root: Path, files: dict[str, str], config: str = "_config.yml") -> Path:
    """A site with these posts; the text of each is its front matter, "" for an empty file."""
    root.mkdir(exist_ok=True)
    settings = {"_config.yml": JEKYLL, "hugo.toml": HUGO}.get(config, "")
    (root / config).write_text(settings, encoding="utf-8")
    for name, front in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{front}\n---\n\nText.\n" if front else "", encoding="utf-8")
    return root


def listed(root: Path, *deliveries: Delivery, most: int = 10) -> list[Post]:
    return posts(detect(root), deliveries, most)


def names(found: list[Post]) -> list[str]:
    return [post.path.name for post in found]


def delivery(state: D, key: str = "_posts/2026-11-23-a.md", **values: Any) -> Delivery:
    """A leg of a release of `key` to one Telegram account."""
    plain: dict[str, Any] = {
        "id": "d1", "release_id": "r1", "issue_key": key, "channel": "telegram",
        "account_id": "telegram:1", "run": 1, "verb": "web", "state": state, "reason": "",
        "due_at": NOON, "hash": "", "cost_usd": 0.0, "anchor": None, "url": None, "images": {},
        "title": "T", "zone": "UTC", "updated_at": NOON, "purpose": "send", "revision": 1,
        "base_id": None, "wake_at": None, "generation": 1, "question": "", "waive": frozenset(),
        "delay": 0.0, "after": "", "after_until": None, "otherwise": "", "latest_at": None,
        "links": {}, "out_at": None, "newsletter": "b.test", "machine": "m", "source_path": "",
        "source_sha256": "", "slot_at": None, "late_limit": None, "canonical_url": None,
        "approved_by": "me",
    }  # fmt: skip
    return Delivery(**{**plain, **values})


# --- which posts, and in what order -----------------------------------------------------------


def test_a_post_is_listed_with_what_its_front_matter_says(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"_posts/2026-11-23-a.md": "title: 周刊 14：芯片\ndate: 2026-11-23"})

    (found,) = listed(root)

    assert found == Post(
        ref=ref_of("_posts/2026-11-23-a.md"),
        key="_posts/2026-11-23-a.md",
        title="周刊 14：芯片",
        path=root / "_posts/2026-11-23-a.md",
        when=datetime(2026, 11, 22, 16, tzinfo=UTC),
        state="new",
    )
    assert len(found.ref) == 8 and int(found.ref, 16) >= 0


def test_a_release_counts_before_a_date_and_that_before_the_files_name(tmp_path: Path) -> None:
    root = lay_out(
        tmp_path,
        {
            "_posts/2026-11-01-by-name.md": "title: N",
            "_posts/2026-01-01-by-date.md": "title: D\ndate: 2026-11-02",
            "_posts/2026-01-02-by-release.md": "date: 2026-01-02\nrelease: 2026-11-03 08:00",
            "_posts/2026-01-03-by-own.md": "date: 2026-01-03\npressrun: {release: 2026-11-04}",
        },
    )

    assert names(listed(root)) == [
        "2026-01-03-by-own.md",
        "2026-01-02-by-release.md",
        "2026-01-01-by-date.md",
        "2026-11-01-by-name.md",
    ]


def test_no_more_are_listed_than_wanted_and_those_are_the_newest(tmp_path: Path) -> None:
    days = [date(2020, 1, 1) + timedelta(days=7 * n) for n in range(40)]
    root = lay_out(tmp_path, {f"_posts/{day}-a.md": "title: A" for day in days})

    assert names(listed(root, most=3)) == [f"{day}-a.md" for day in reversed(days[-3:])]


def test_a_date_in_the_body_does_not_bring_a_post_forward(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {f"_posts/2026-11-{n}-new.md": "title: N" for n in (10, 11)})
    old = root / "_posts/2020-01-01-old.md"
    old.write_text("---\ntitle: O\n---\nrelease: 2027-01-01\n", encoding="utf-8")
    site = detect(root)

    assert guessed_time(old, site, zone_of(site)) == datetime(2019, 12, 31, 16, tzinfo=UTC)


def test_words_that_look_like_a_date_do_not_bring_a_post_forward_either(tmp_path: Path) -> None:
    about = "summary: 'about the release: 2027-01-01'"
    root = lay_out(
        tmp_path, {"_posts/2020-01-01-old.md": about, "_posts/2026-11-23-new.md": "title: N"}
    )

    assert names(listed(root)) == ["2026-11-23-new.md", "2020-01-01-old.md"]


def test_undated_drafts_stand_by_their_last_change_and_do_not_fill_the_list(
    tmp_path: Path,
) -> None:
    root = lay_out(tmp_path, {f"_drafts/{n}.md": f"title: D{n}" for n in range(6)})
    lay_out(root, {"_posts/2026-11-16-a.md": "title: A", "_posts/2026-11-23-b.md": "title: B"})
    for n in range(6):
        moment = datetime(2026, 11, 20 + n, tzinfo=UTC).timestamp()
        os.utime(root / f"_drafts/{n}.md", (moment, moment))

    found = listed(root)

    assert names(found) == [
        "5.md", "4.md", "3.md", "2026-11-23-b.md", "2026-11-16-a.md", "2.md", "1.md", "0.md",
    ]  # fmt: skip
    assert {post.state for post in found if post.path.parent.name == "_drafts"} == {"draft"}


@pytest.mark.parametrize("front", ["draft: true", "published: false"])
def test_a_post_marked_as_a_draft_is_one(tmp_path: Path, front: str) -> None:
    root = lay_out(tmp_path, {"_posts/2026-11-23-a.md": front})

    assert [post.state for post in listed(root)] == ["draft"]


def test_what_can_be_no_issue_says_why(tmp_path: Path) -> None:
    root = lay_out(
        tmp_path,
        {"_posts/2026-11-23-a.md": "tags: [x", "_posts/2026-11-22-b.md": ""},
    )
    (root / "_posts/2026-11-21-c.md").write_bytes(b"---\ntitle: \xff\n---\n")
    (root / "_posts/2026-11-20-d.md").symlink_to(root / "nowhere.md")

    yaml = "The front matter is not valid YAML: did not find expected ',' or ']'"
    assert [(post.title, post.fault) for post in listed(root)] == [
        ("a", f"cannot be read: {yaml}"),
        ("b", "is empty"),
        ("c", "cannot be read"),
    ]


@pytest.mark.parametrize(
    ("body", "title"), [("# 周刊 15 #\n\nText", "周刊 15"), ("Text\n\n# Later", "a")]
)
def test_without_a_title_the_heading_it_opens_with_is_it(
    tmp_path: Path, body: str, title: str
) -> None:
    root = lay_out(tmp_path, {})
    (root / "_posts").mkdir()
    (root / "_posts/2026-11-23-a.md").write_text(f"---\nx: 1\n---\n\n{body}\n", encoding="utf-8")

    assert [post.title for post in listed(root)] == [title]


def test_hugos_bundles_are_posts_and_what_lies_in_them_is_not(tmp_path: Path) -> None:
    root = lay_out(
        tmp_path,
        {
            "content/posts/_index.md": "title: All",
            "content/posts/_index.zh.md": "title: 全部",
            "content/posts/周刊/index.md": "title: 周刊\ndate: 2026-11-23",
            "content/posts/周刊/notes.md": "title: Notes\ndate: 2026-11-24",
            "content/posts/周刊/more/deep.md": "title: Deep\ndate: 2026-11-25",
            "content/posts/plain.md": "title: Plain\ndate: 2026-11-16",
        },
        "hugo.toml",
    )

    assert [(post.key, post.title) for post in listed(root)] == [
        ("content/posts/周刊/index.md", "周刊"),
        ("content/posts/plain.md", "Plain"),
    ]


def test_a_plain_folder_lists_what_it_has(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"周刊.md": "title: W\ndate: 2026-11-23", "README.md": "x: 1"}, ".git")

    assert names(listed(root)) == ["周刊.md", "README.md"]


def test_a_site_without_its_folder_of_posts_lists_nothing(tmp_path: Path) -> None:
    assert listed(lay_out(tmp_path, {})) == []


@pytest.mark.parametrize("front", ["x: 1", "pressrun: {id: issue-14}", "pressrun: {id: 14}"])
def test_the_key_is_the_one_that_releases_are_made_under(tmp_path: Path, front: str) -> None:
    root = lay_out(tmp_path, {"_posts/2026-11-23-周刊.md": front})

    assert listed(root)[0].key == load_issue(root / "_posts/2026-11-23-周刊.md").key


def test_hundreds_of_posts_are_read_by_their_first_lines(tmp_path: Path) -> None:
    """The figure is for whoever runs this with -s; no test depends on it."""
    days = (date(2015, 1, 1) + timedelta(days=7 * n) for n in range(500))
    root = lay_out(tmp_path, {f"_posts/{day}-a.md": "title: A" for day in days})
    site = detect(root)

    start = time.perf_counter()
    found = posts(site, ())
    took = time.perf_counter() - start
    every = [read_head(path, site, zone_of(site)) for path in post_files(root / "_posts", site)]
    whole = time.perf_counter() - start - took

    print(f"500 posts: the newest in {1000 * took:.0f} ms, each parsed in {1000 * whole:.0f} ms")  # noqa: T201
    assert (len(found), len(every)) == (10, 500)


# --- how each stands --------------------------------------------------------------------------

ONE_LEG = [
    (delivery(D.WAITING, reason="approval"), "approval"),
    (delivery(D.WAITING, reason="time"), "on its way"),
    (delivery(D.SENDING), "on its way"),
    (delivery(D.HELD), "on its way"),
    (delivery(D.HELD, question="source"), "asks"),
    (delivery(D.ASKED), "asks"),
    (delivery(D.DONE_DRAFT, question="draft"), "asks"),
    (delivery(D.FAILED), "failed"),
    (delivery(D.PAUSED), "failed"),
    (delivery(D.MISSED, question="missed"), "failed"),
    (delivery(D.STOPPED), "failed"),
    (delivery(D.DONE_DRAFT), "out"),
    (delivery(D.DONE_PUBLISHED), "out"),
    (delivery(D.RETRACTED), "taken back"),
    (delivery(D.CANCELLED), "new"),
    (delivery(D.SENDING, key="_posts/another.md"), "new"),
    (delivery(D.FAILED, channel="blog"), "failed"),
    (delivery(D.DONE_PUBLISHED, channel="blog"), "new"),
]


@pytest.mark.parametrize(("leg", "state"), ONE_LEG)
def test_the_state_is_that_of_its_release(tmp_path: Path, leg: Delivery, state: str) -> None:
    root = lay_out(tmp_path, {"_posts/2026-11-23-a.md": "title: A"})

    assert [post.state for post in listed(root, leg)] == [state]


def other(state: D, **values: Any) -> Delivery:
    return delivery(state, **{"id": "d2", "channel": "x", "account_id": "x:1", **values})


SEVERAL = [
    ([delivery(D.DONE_PUBLISHED), other(D.SENDING)], "on its way"),
    ([delivery(D.SENDING), other(D.WAITING, reason="approval")], "approval"),
    ([delivery(D.FAILED), other(D.WAITING, reason="approval")], "failed"),
    ([delivery(D.FAILED), other(D.ASKED)], "asks"),
    ([delivery(D.DONE_PUBLISHED), other(D.RETRACTED)], "out"),
    ([delivery(D.DONE_PUBLISHED), other(D.CANCELLED)], "out"),
    # the newest run of an account
    ([delivery(D.SENDING, run=2), other(D.FAILED, account_id="telegram:1")], "on its way"),
    ([delivery(D.DONE_PUBLISHED), other(D.CANCELLED, run=2, account_id="telegram:1")], "out"),
    # an update of what is out
    ([delivery(D.DONE_PUBLISHED), other(D.SENDING, purpose="update", base_id="d1")], "out"),
    ([delivery(D.DONE_PUBLISHED), other(D.ASKED, purpose="update", base_id="d1")], "asks"),
]


@pytest.mark.parametrize(("legs", "state"), SEVERAL)
def test_of_several_channels_what_waits_for_a_person_comes_first(
    tmp_path: Path, legs: list[Delivery], state: str
) -> None:
    root = lay_out(tmp_path, {"_posts/2026-11-23-a.md": "title: A"})

    assert [post.state for post in listed(root, *legs)] == [state]
    assert [post.state for post in listed(root, *reversed(legs))] == [state]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as bench:
        yield bench


def test_a_release_made_of_another_copy_of_the_site_counts(tmp_path: Path, bench: Bench) -> None:
    root = lay_out(tmp_path / "site", {"_posts/2026-11-23-weekly-1.md": "title: W"})

    bench.run(bench.freeze(a_post(1)))
    (leg,) = bench.ledger.deliveries()

    assert Path(leg.source_path) != root / "_posts/2026-11-23-weekly-1.md"
    assert [post.state for post in listed(root, leg)] == ["out"]


# --- what a person means ----------------------------------------------------------------------

CHIPS = "_posts/2026-11-23-周刊-14.md"
FILES = {
    CHIPS: "title: 周刊 14：Chips and Lü",
    "_posts/2026-11-16-weekly-13.md": "title: Robots\npressrun: {id: w-13}",
    "_posts/2026-11-09-weekly-12.md": "title: Chips again",
}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (ref_of(CHIPS), ["2026-11-23-周刊-14.md"]),
        (ref_of("w-13"), ["2026-11-16-weekly-13.md"]),
        ("w-13", ["2026-11-16-weekly-13.md"]),
        (CHIPS, ["2026-11-23-周刊-14.md"]),
        ("2026-11-23-周刊-14.md", ["2026-11-23-周刊-14.md"]),
        ("2026-11-23-周刊-14", ["2026-11-23-周刊-14.md"]),
        (unicodedata.normalize("NFD", "LÜ"), ["2026-11-23-周刊-14.md"]),
        ("周刊 １４", ["2026-11-23-周刊-14.md"]),
        ("weekly-12", ["2026-11-09-weekly-12.md"]),
        (" chips ", ["2026-11-23-周刊-14.md", "2026-11-09-weekly-12.md"]),
        ("no such", []),
        ("", []),
    ],
)
def test_a_post_is_found_by_its_ref_its_name_or_its_title(
    tmp_path: Path, words: str, found: list[str]
) -> None:
    root = lay_out(tmp_path, FILES)

    assert names(posts_by(detect(root), words)) == found


def test_where_one_is_wanted_the_newest_that_may_be_meant_is_it(tmp_path: Path) -> None:
    site = detect(lay_out(tmp_path, FILES))

    newest = post_by(site, "chips")

    assert newest is not None and newest.key == CHIPS
    assert post_by(site, "no such") is None


def test_a_bundle_is_found_by_its_folder(tmp_path: Path) -> None:
    fronts = {f"content/posts/{name}/index.md": "title: T" for name in ("one", "one-more")}
    root = lay_out(tmp_path, fronts, "hugo.toml")

    assert [post.path.parent.name for post in posts_by(detect(root), "one")] == ["one"]


def test_a_post_with_translations_is_listed_once(tmp_path: Path) -> None:
    fronts = {f"_posts/2026-11-23-a.{tag}.md": f"title: T {tag}" for tag in ("en", "zh")}
    root = lay_out(tmp_path, {**fronts, "_posts/2026-11-16-b.md": "title: B"})

    assert names(listed(root)) == ["2026-11-23-a.en.md", "2026-11-16-b.md"]
    assert names(posts_by(detect(root), "T zh")) == ["2026-11-23-a.en.md"]
    assert names(posts_by(detect(root), "2026-11-23-a.zh.md")) == ["2026-11-23-a.zh.md"]


def test_a_post_stands_as_the_translation_that_was_released(tmp_path: Path) -> None:
    fronts = {f"_posts/2026-11-23-a{tag}.md": "title: T" for tag in ("", ".en")}
    root = lay_out(tmp_path, fronts)

    (found,) = listed(root, delivery(D.SENDING, key="_posts/2026-11-23-a.en.md"))

    assert (found.path.name, found.state) == ("2026-11-23-a.en.md", "on its way")


def test_what_is_found_says_how_it_stands(tmp_path: Path) -> None:
    root = lay_out(tmp_path, FILES)

    (found,) = posts_by(detect(root), "robots", [delivery(D.SENDING, key="w-13")])

    assert (found.key, found.state) == ("w-13", "on its way")
