from __future__ import annotations

from pathlib import Path

import pytest

from config.site import BadSite, detect
from content.posts import address_of
from content.problems import Level
from content.site import Site
from content.siteconfig import read_site

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
        'baseURL = "https://h.test"\n[languages.en]\ncontentDir = "content/en"\n[languages.zh]\n',
        'baseURL = "https://h.test"\n[languages.en]\nbaseURL = "https://en.test"\n',
        'baseURL = "https://h.test"\n[uglyURLs]\nposts = true\n',
    ],
)
def test_a_hugo_site_whose_addresses_are_uncertain_has_no_url(tmp_path: Path, config: str) -> None:
    assert detect(layout(tmp_path, {"hugo.toml": config})).url == ""


def test_a_hugo_site_may_have_a_content_folder_per_language(tmp_path: Path) -> None:
    config = (
        'baseURL = "https://h.test"\ndefaultContentLanguage = "zh"\n[languages.en]\n'
        'contentDir = "content/en"\n[languages.zh]\ncontentDir = "content/zh"\n'
    )
    front = "---\ntitle: A\n---\nText.\n"
    site = detect(layout(tmp_path, {
        "hugo.toml": config, "content/en/posts/a.md": front, "content/zh/posts/a.md": front,
    }))  # fmt: skip

    addresses = [address_of(tmp_path / f"content/{lang}/posts/a.md", site) for lang in ("en", "zh")]

    assert addresses == ["https://h.test/en/posts/a/", "https://h.test/posts/a/"]


HEXO = """\
url: https://x.test/blog
root: /blog/
permalink: :year/:month/:title/
timezone: Asia/Shanghai
new_post_name: :year-:month-:day-:title.md
"""


def test_hexo_is_told_from_jekyll_by_its_folders(tmp_path: Path) -> None:
    layout(tmp_path, {"_config.yml": HEXO, "source/_posts/a.md": ""})

    assert detect(tmp_path / "source/_posts/a.md") == Site(
        root=tmp_path,
        kind="hexo",
        url="https://x.test",
        baseurl="/blog",
        permalink=":year/:month/:title/",
        zone="Asia/Shanghai",
        posts="source/_posts",
        names=":year-:month-:day-:title.md",
    )


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": "url: https://x.test\n", "_posts/a.md": "", "scaffolds/post.md": ""},
        {"_config.yml": "source: source\n", "source/_posts/a.md": ""},
    ],
)
def test_a_jekyll_site_is_not_taken_for_hexo(tmp_path: Path, files: dict[str, str]) -> None:
    assert detect(layout(tmp_path, files)).kind == "jekyll"


def test_hexo_without_settings_has_those_of_hexo(tmp_path: Path) -> None:
    site = detect(layout(tmp_path, {"_config.yml": "title: x\n", "scaffolds/post.md": ""}))

    assert (site.permalink, site.names, site.url) == (":year/:month/:day/:title/", ":title.md", "")


def test_a_vault_tells_where_its_attachments_lie(tmp_path: Path) -> None:
    layout(tmp_path, {".obsidian/app.json": '{"attachmentFolderPath": "./files"}'})

    assert detect(tmp_path).attachments == "./files"


def test_broken_settings_of_a_vault_do_not_stop_it(tmp_path: Path) -> None:
    layout(tmp_path, {".obsidian/app.json": '{"a": 1,\n "b" 2}'})

    site, (problem,) = read_site(tmp_path)

    assert (site, detect(tmp_path)) == (Site(tmp_path, "obsidian"), Site(tmp_path, "obsidian"))
    assert (problem.level, problem.line) == (Level.WARNING, 2)
    assert problem.next == "Mend it, or delete it: pictures are then looked for in the whole vault."


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
