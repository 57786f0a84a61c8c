from __future__ import annotations

from pathlib import Path

import pytest

from config.site import BadSite, detect
from content.site import Site

HUGO_TOML = """\
baseURL = "https://h.test/"
timeZone = "Asia/Tokyo"
[permalinks]
posts = "/:year/:slug/"
"""
HUGO_YAML = """\
baseURL: https://h.test/
timezone: Asia/Tokyo
permalinks: {page: {posts: '/:year/:slug/'}}
"""
HUGO_JSON = """\
{"baseurl": "https://h.test", "timeZone": "Asia/Tokyo", "permalinks": {"posts": "/:year/:slug/"}}
"""


def layout(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_jekyll_is_read_from_its_configuration(tmp_path: Path) -> None:
    config = """\
url: https://b.test/
baseurl: /zh/
permalink: /blog/:year/:title/
timezone: Asia/Shanghai
collections:
  news: {output: true, permalink: /n/:name/}
  other: {output: true}
defaults:
  - scope: {path: "", type: pages}
    values: {permalink: /not/this/}
"""
    layout(tmp_path, {"_config.yml": config, "_posts/a.md": ""})

    assert detect(tmp_path / "_posts" / "a.md") == Site(
        root=tmp_path,
        kind="jekyll",
        url="https://b.test",
        baseurl="/zh",
        permalink="/blog/:year/:title/",
        zone="Asia/Shanghai",
        posts="_posts",
        patterns={"news": "/n/:name/"},
    )


def test_a_permalink_among_the_defaults_of_posts_counts(tmp_path: Path) -> None:
    config = "defaults:\n- {scope: {type: posts}, values: {permalink: '/p/:title/'}}\n"

    assert detect(layout(tmp_path, {"_config.yml": config})).permalink == "/p/:title/"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hugo.toml", HUGO_TOML),
        ("config/_default/hugo.toml", HUGO_TOML),
        ("hugo.yaml", HUGO_YAML),
        ("config.yaml", HUGO_YAML),
        ("config.json", HUGO_JSON),
    ],
)
def test_hugo_is_read_from_any_of_its_files(tmp_path: Path, name: str, text: str) -> None:
    layout(tmp_path, {name: text, "content/posts/a/index.md": ""})

    assert detect(tmp_path / "content/posts/a/index.md") == Site(
        root=tmp_path,
        kind="hugo",
        url="https://h.test",
        zone="Asia/Tokyo",
        posts="content",
        patterns={"posts": "/:year/:slug/"},
    )


def test_hugo_permalinks_may_have_a_file_of_their_own(tmp_path: Path) -> None:
    layout(
        tmp_path,
        {
            "config/_default/hugo.toml": 'baseURL = "https://h.test"',
            "config/_default/permalinks.toml": 'posts = "/p/:slug/"',
        },
    )

    assert detect(tmp_path).patterns == {"posts": "/p/:slug/"}


def test_hugo_languages_stand_with_the_default_first(tmp_path: Path) -> None:
    config = (
        'baseURL = "https://h.test"\ndefaultContentLanguage = "zh"\nuglyURLs = true\n'
        "defaultContentLanguageInSubdir = true\n[languages.en]\nweight = 1\n[languages.zh]\n"
    )

    site = detect(layout(tmp_path, {"hugo.toml": config}))

    assert (site.languages, site.default_in_folder, site.ugly_urls) == (("zh", "en"), True, True)


@pytest.mark.parametrize(
    "config",
    [
        'baseURL = "https://h.test"\n[languages.en]\ncontentDir = "content/en"\n',
        'baseURL = "https://h.test"\n[uglyURLs]\nposts = true\n',
    ],
)
def test_a_hugo_site_whose_addresses_are_uncertain_has_no_url(tmp_path: Path, config: str) -> None:
    assert detect(layout(tmp_path, {"hugo.toml": config})).url == ""


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({".obsidian/app.json": "{}"}, "obsidian"),
        ({".git/HEAD": ""}, "plain"),
        ({"config.toml": 'base_url = "https://other-generator.test"'}, "plain"),
        ({}, "plain"),
    ],
)
def test_other_folders_are_vaults_or_plain(
    tmp_path: Path, files: dict[str, str], kind: str
) -> None:
    assert detect(layout(tmp_path, files)) == Site(root=tmp_path, kind=kind)


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("_config.yml", "url: https://b.test\ntitle: a: b\n", 2, "mapping values are not allowed"),
        ("_config.yml", "- a\n", 1, "it holds no keys"),
        ("hugo.toml", "a = 1\nbaseURL = x\n", 2, "Invalid value"),
        ("hugo.json", '{"a": 1,\n "b" 2}', 2, "Expecting ':' delimiter"),
    ],
)
def test_a_broken_configuration_is_one_clear_problem(
    tmp_path: Path, name: str, text: str, line: int, reason: str
) -> None:
    layout(tmp_path, {name: text})

    with pytest.raises(BadSite) as caught:
        detect(tmp_path)

    problem = caught.value.problem
    assert (problem.code, problem.file, problem.line) == ("site-config", str(tmp_path / name), line)
    assert reason in problem.message


def test_an_unknown_time_zone_is_utc(tmp_path: Path) -> None:
    assert detect(layout(tmp_path, {"_config.yml": "timezone: Asia/Bejing\n"})).zone == "UTC"
