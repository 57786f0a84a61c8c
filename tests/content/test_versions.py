"""A post with its translations is one post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from config.site import detect
from content.folder import files_of, read_head
from content.posts import zone_of
from content.versions import by_path, by_post

JEKYLL = "url: https://b.test\n"
HUGO = "baseURL = 'https://b.test'\ndefaultContentLanguage = 'zh'\n[languages.zh]\n[languages.en]\n"


def lay_out(root: Path, posts: Mapping[str, str]) -> None:
    for name, front in posts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: T\n{front}\n---\n\nText.\n", encoding="utf-8")


def versions(root: Path, *known: str) -> list[list[str]]:
    site = detect(root)
    heads = [read_head(path, site, zone_of(site)) for path in files_of(site)]
    return [[Path(head.name).name for head in post] for post in by_post(heads, site, known)]


@pytest.mark.parametrize(
    ("posts", "found"),
    [
        ({"x.md": "", "x.en.md": ""}, [["x.md", "x.en.md"]]),
        ({"x.zh.md": "", "x.en.md": "", "x.ja.md": ""}, [["x.en.md", "x.ja.md", "x.zh.md"]]),
        ({"x.md": "", "y.en.md": ""}, [["x.md"], ["y.en.md"]]),
        ({"x.md": "", "x.markdown": ""}, [["x.markdown"], ["x.md"]]),
        (
            {"a.md": "lang: zh\ntranslationKey: k", "b.md": "lang: en\ntranslationKey: k"},
            [["a.md", "b.md"]],
        ),
        (
            {"a.md": "lang: zh\ntranslationKey: k", "b.md": "lang: zh\ntranslationKey: k"},
            [["a.md"], ["b.md"]],
        ),
        (
            {"a.md": "lang: zh\ntranslationKey: k", "b.md": "lang: en\ntranslationKey: m"},
            [["a.md"], ["b.md"]],
        ),
    ],
)
def test_versions_of_one_post_are_together(
    tmp_path: Path, posts: dict[str, str], found: list[list[str]]
) -> None:
    (tmp_path / "_config.yml").write_text(JEKYLL)
    lay_out(tmp_path / "_posts", posts)

    assert versions(tmp_path) == found


def test_the_version_that_has_a_release_stands_for_its_post(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text(JEKYLL)
    lay_out(tmp_path / "_posts", {"x.md": "", "x.en.md": ""})

    assert versions(tmp_path, "_posts/x.en.md") == [["x.en.md", "x.md"]]


def test_the_sites_first_language_stands_for_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_text(HUGO)
    lay_out(tmp_path / "content/posts/x", {"index.en.md": "", "index.zh.md": ""})

    assert versions(tmp_path) == [["index.zh.md", "index.en.md"]]


def test_a_channels_own_language_is_that_of_a_translation(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text(JEKYLL)
    lay_out(tmp_path, {"_posts/en/x.md": "", "_posts/zh/x.md": ""})
    site = replace(detect(tmp_path), choices={"x": {"lang": "en"}})
    heads = [read_head(path, site, zone_of(site)) for path in files_of(site)]

    (post,) = by_post(heads, site, ())

    assert [head.lang for head in post] == ["zh", "en"]
    assert len(by_path(files_of(site), site)) == 1
