from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.meta import Meta, Value
from content.permalink import Place, canonical_url, place
from content.site import Site, resolve_url

SHANGHAI = ZoneInfo("Asia/Shanghai")
POST = "_posts/2025-09-22-Hello-world.md"


def jekyll(permalink: str = "", **fields: object) -> Site:
    site = Site(Path("/s"), "jekyll", "https://b.test", permalink=permalink, zone="Asia/Shanghai")
    return replaced(site, fields)


def hugo(**fields: object) -> Site:
    site = Site(Path("/s"), "hugo", "https://b.test", posts="content", zone="Asia/Shanghai")
    return replaced(site, fields)


def replaced(site: Site, fields: Mapping[str, object]) -> Site:
    return replace(site, **fields)  # type: ignore[arg-type]


def url(site: Site, path: str = POST, **values: Value) -> str | None:
    meta = Meta(
        title="A Title: with 中文",
        date=datetime(2025, 9, 2, 7, 5, tzinfo=SHANGHAI),
        values=values,
        categories=("AI", "Chips"),
    )
    return canonical_url(place(PurePosixPath(path), site), site, meta)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("/blog/:year/:title/", "/blog/2025/Hello-world/"),
        ("date", "/ai/chips/2025/09/02/Hello-world.html"),
        ("pretty", "/ai/chips/2025/09/02/Hello-world/"),
        ("ordinal", "/ai/chips/2025/245/Hello-world.html"),
        ("weekdate", "/ai/chips/2025/W36/Tue/Hello-world.html"),
        ("none", "/ai/chips/Hello-world.html"),
        ("", "/ai/chips/2025/09/02/Hello-world.html"),
        ("/:i_month/:i_day/:short_year/:slug", "/9/2/25/hello-world"),
        ("/:short_month-:long_month/:short_day/:long_day/", "/Sep-September/Tue/Tuesday/"),
        ("/:hour:minute:second/:y_day/:week/:w_day/", "/070500/245/36/2/"),
        ("blog/:title:output_ext", "/blog/Hello-world.html"),
        ("/:title_old/", "/Hello-world_old/"),
        ("/:slugified_categories/:collection/:name", "/ai/chips/posts/hello-world"),
    ],
)
def test_jekyll_permalinks_take_the_slug_of_the_file_name(pattern: str, expected: str) -> None:
    assert url(jekyll(pattern)) == f"https://b.test{expected}"


def test_the_date_of_the_front_matter_counts_in_the_zone_of_the_site() -> None:
    late_on_the_first_in_utc = jekyll("/:year/:month/:day/", zone="UTC")

    assert url(late_on_the_first_in_utc) == "https://b.test/2025/09/01/"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"slug": "Other one"}, "https://b.test/blog/Other-one/"),
        ({"permalink": "/about/:year/"}, "https://b.test/about/2025/"),
        ({"permalink": "pretty"}, "https://b.test/ai/chips/2025/09/02/Hello-world/"),
        ({"canonical_url": "https://else.test/x"}, "https://else.test/x"),
        ({"canonicalURL": "https://else.test/x", "slug": "y"}, "https://else.test/x"),
        ({"canonical_url": "not a url"}, "https://b.test/blog/Hello-world/"),
    ],
)
def test_the_front_matter_overrides_the_pattern(values: dict[str, Value], expected: str) -> None:
    assert url(jekyll("/blog/:title/"), **values) == expected


def test_a_base_url_stands_between_host_and_permalink() -> None:
    assert url(jekyll("/:title/", baseurl="/zh")) == "https://b.test/zh/Hello-world/"


def test_chinese_slugs_are_percent_encoded() -> None:
    found = url(jekyll("/:title/"), "_posts/2025-09-22-周知 一.md")

    assert found == "https://b.test/%E5%91%A8%E7%9F%A5-%E4%B8%80/"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("news/_posts/2025-09-22-x.md", "https://b.test/news/ai/chips/x.html"),
        ("about.md", "https://b.test/about.html"),
        ("docs/index.md", "https://b.test/docs/"),
        ("_notes/x.md", "https://b.test/n/x"),
        ("_drafts/x.md", None),
    ],
)
def test_folders_decide_which_jekyll_pattern_holds(path: str, expected: str | None) -> None:
    assert url(jekyll("none", patterns={"notes": "/n/:name"}), path) == expected


@pytest.mark.parametrize(
    "site",
    [
        jekyll("/:title/", url=""),
        jekyll("/:unheard_of/"),
        Site(Path("/s"), "plain", "https://b.test"),
        Site(Path("/s"), "obsidian"),
        hugo(patterns={"posts": "/:sections[1:]/:slug"}),
    ],
    ids=["no host", "unknown field", "no generator", "vault", "unknown slice"],
)
def test_what_cannot_be_known_is_none(site: Site) -> None:
    assert url(site, POST if site.kind != "hugo" else "content/posts/x.md") is None


@pytest.mark.parametrize(
    ("permalink", "expected"),
    [
        ("", "/about.html"),
        ("pretty", "/about/"),
        ("/x/:title/", "/about/"),
        ("/x/:title", "/about"),
    ],
)
def test_a_page_ends_as_the_permalinks_of_its_site_do(permalink: str, expected: str) -> None:
    assert url(jekyll(permalink), "about.md") == f"https://b.test{expected}"


def test_a_date_in_the_pattern_but_none_in_the_post_is_unknown() -> None:
    site = jekyll("/:year/:title/")

    assert canonical_url(Place(("_posts",), "x", "x"), site, Meta()) is None


def test_a_plain_site_may_have_a_pattern_from_the_settings() -> None:
    site = Site(Path("/s"), "plain", "https://b.test", permalink="/p/:slug/")

    assert url(site, "issues/2025-09-22-x.md") == "https://b.test/p/x/"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/posts/x.md", "/posts/x/"),
        ("content/posts/x/index.md", "/posts/x/"),
        ("content/posts/2025/My Post.md", "/posts/2025/my-post/"),
        ("content/posts/2025-09-22-x.md", "/posts/2025-09-22-x/"),
        ("content/about.md", "/about/"),
        ("content/posts/大模型 周报.md", "/posts/%E5%A4%A7%E6%A8%A1%E5%9E%8B-%E5%91%A8%E6%8A%A5/"),
    ],
)
def test_hugo_pages_stand_at_their_own_path(path: str, expected: str) -> None:
    assert url(hugo(), path) == f"https://b.test{expected}"


@pytest.mark.parametrize(
    ("pattern", "values", "expected"),
    [
        ("/:year/:month/:slug/", {}, "/2025/09/a-title-with-%E4%B8%AD%E6%96%87/"),
        ("/:year/:slug/", {"slug": "short"}, "/2025/short/"),
        ("/:section/:day/:filename/", {}, "/posts/02/x/"),
        ("/:sections/:contentbasename/", {}, "/posts/deep/x/"),
        ("/:monthname/:weekday/:yearday/:slugorcontentbasename", {}, "/september/2/245/x/"),
    ],
)
def test_hugo_patterns_hold_for_their_section(
    pattern: str, values: dict[str, Value], expected: str
) -> None:
    path = "content/posts/deep/x.md" if "sections" in pattern else "content/posts/x.md"

    assert url(hugo(patterns={"posts": pattern}), path, **values) == f"https://b.test{expected}"


@pytest.mark.parametrize(
    ("fields", "values", "path", "expected"),
    [
        ({}, {"slug": "s"}, "content/posts/x.md", "/posts/s/"),
        ({}, {"url": "/own/place"}, "content/posts/x.md", "/own/place"),
        ({"ugly_urls": True}, {}, "content/posts/x.md", "/posts/x.html"),
        ({"keeps_case": True}, {}, "content/Posts/X.md", "/Posts/X/"),
        ({"languages": ("zh", "en")}, {}, "content/posts/x.en.md", "/en/posts/x/"),
        ({"languages": ("zh", "en")}, {}, "content/posts/x.md", "/posts/x/"),
        ({"languages": ("zh", "en")}, {}, "content/posts/x/index.en.md", "/en/posts/x/"),
        (
            {"languages": ("zh", "en"), "default_in_folder": True},
            {},
            "content/posts/x.zh.md",
            "/zh/posts/x/",
        ),
        ({"posts": "src/pages"}, {}, "src/pages/a/x.md", "/a/x/"),
        ({"dated_names": True}, {}, "content/posts/2025-09-22-x.md", "/posts/x/"),
    ],
)
def test_hugo_options_and_front_matter_move_a_page(
    fields: dict[str, object], values: dict[str, Value], path: str, expected: str
) -> None:
    assert url(hugo(**fields), path, **values) == f"https://b.test{expected}"


def test_a_file_outside_the_content_folder_has_no_hugo_address() -> None:
    assert url(hugo(), "archetypes/x.md") is None


@pytest.mark.parametrize(
    ("path", "site", "expected"),
    [
        (POST, jekyll(), Place(("_posts",), POST[7:-3], "Hello-world", "2025-09-22")),
        ("a/x.md", jekyll(), Place(("a",), "x", "x")),
        ("a/v1.5.md", jekyll(), Place(("a",), "v1.5", "v1.5")),
        ("a/x.md", hugo(languages=("en",)), Place(("a",), "x", "x")),
        ("content/p/x/index.md", hugo(), Place(("content", "p"), "x", "x")),
        ("content/2025-09-22-x.md", hugo(), Place(("content",), "2025-09-22-x", "2025-09-22-x")),
    ],
)
def test_a_path_is_read_into_folder_name_slug_and_date(
    path: str, site: Site, expected: Place
) -> None:
    assert place(PurePosixPath(path), site) == expected


@pytest.mark.parametrize(
    ("page", "href", "expected"),
    [
        ("https://b.test/blog/a/", "b/", "https://b.test/blog/a/b/"),
        ("https://b.test/blog/a/", "../b/?q=1#周", "https://b.test/blog/b/?q=1#%E5%91%A8"),
        ("https://b.test/blog/a/", "#part", "https://b.test/blog/a/#part"),
        ("https://b.test/blog/a/", "/top", "https://b.test/top"),
        (None, "/top", "https://b.test/top"),
        (None, "b/", None),
    ],
)
def test_links_are_followed_as_a_browser_would(
    page: str | None, href: str, expected: str | None
) -> None:
    assert resolve_url(jekyll(), page, href) == expected


# --- Hexo -----------------------------------------------------------------------------------------


def hexo(permalink: str = ":year/:month/:day/:title/", **fields: object) -> Site:
    site = Site(Path("/s"), "hexo", "https://x.test", permalink=permalink, zone="Asia/Shanghai",
                posts="source/_posts", names=":title.md")  # fmt: skip
    return replaced(site, fields)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (":year/:month/:day/:title/", "/2025/09/02/robots/yield/"),
        (":i_month-:i_day/:name.html", "/9-2/yield.html"),
        (":category/:title", "/AI/Chips/robots/yield"),
        ("posts/:post_title/", "/posts/A-Title-with-%E4%B8%AD%E6%96%87/"),
        (":hour:minute/:title/", "/0705/robots/yield/"),
    ],
)
def test_hexo_permalinks_take_the_path_below_the_posts(pattern: str, expected: str) -> None:
    assert url(hexo(pattern), "source/_posts/robots/yield.md") == f"https://x.test{expected}"


@pytest.mark.parametrize("pattern", [":id/", ":hash/", ":lang/:title/"])
def test_a_hexo_address_that_only_hexo_knows_is_none(pattern: str) -> None:
    assert url(hexo(pattern), "source/_posts/a.md") is None


@pytest.mark.parametrize(
    ("names", "name", "slug", "date"),
    [
        (":title.md", "2025-09-22-robots", "2025-09-22-robots", ""),
        (":year-:month-:day-:title.md", "2025-09-22-robots", "robots", "2025-09-22"),
        (":year-:month-:day-:title.md", "robots", "robots", ""),
        (":year/:title.md", "robots", "robots", ""),
        (":title-:year:month:day.md", "robots-20250922", "robots", "2025-09-22"),
    ],
)
def test_hexo_names_are_read_by_their_pattern(names: str, name: str, slug: str, date: str) -> None:
    where = place(PurePosixPath(f"source/_posts/{name}.md"), hexo(names=names))

    assert (where.slug, where.date) == (slug, date)


@pytest.mark.parametrize(
    ("path", "values", "expected"),
    [
        ("source/_posts/a.md", {"permalink": "other/place"}, "/other/place/"),
        ("source/_posts/a.md", {"permalink": "other.html"}, "/other.html"),
        ("source/about/index.md", {}, "/about"),
        ("source/about/me.md", {}, "/about/me.html"),
    ],
)
def test_a_hexo_page_has_its_own_address(
    path: str, values: dict[str, Value], expected: str
) -> None:
    found = url(hexo(), path, **values)

    assert found is not None
    assert found.rstrip("/") == f"https://x.test{expected}".rstrip("/")


# Without "--", which Jekyll makes one hyphen and Hugo leaves.
SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
DAYS = st.dates(min_value=datetime(2000, 1, 1).date(), max_value=datetime(2099, 12, 31).date())  # noqa: DTZ001


@given(slug=SLUGS, day=DAYS)
def test_the_address_tells_the_file_again(slug: str, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
    sites = {
        f"_posts/{day}-{slug}.md": jekyll("/:year/:month/:day/:title/"),
        f"source/_posts/{slug}.md": hexo(),
        f"content/p/{slug}.md": hugo(patterns={"p": "/:year/:month/:day/:filename/"}),
    }

    found = {
        canonical_url(place(PurePosixPath(path), site), site, Meta(title="T", date=moment))
        for path, site in sites.items()
    }

    assert found == {f"https://b.test/{day:%Y/%m/%d}/{slug}/",
                     f"https://x.test/{day:%Y/%m/%d}/{slug}/"}  # fmt: skip
