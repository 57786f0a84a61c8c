from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from content.document import Figure, Heading, Link, Paragraph, Text, plain_text, walk
from content.issue import IssueError, load_issue
from content.problems import Level
from content.runs import inline_nodes, runs
from content.site import Site

CONFIG = """\
url: https://b.test
baseurl: /zh
permalink: /blog/:year/:title/
timezone: Asia/Shanghai
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a post below a fresh Jekyll blog and answers its path."""

    def write(text: str, name: str = "_posts/2025-09-22-hello.md") -> Path:
        (tmp_path / "_config.yml").write_text(CONFIG, encoding="utf-8")
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def picture(path: Path, size: tuple[int, int] = (40, 20)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size).save(path)


def links(path: Path) -> list[str]:
    nodes = (n for run, _ in runs(load_issue(path).document) for n in inline_nodes(run))
    return [node.href for node in nodes if isinstance(node, Link)]


def codes(path: Path) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in load_issue(path).problems]


def test_a_post_is_read_with_everything_around_it(write: Write, tmp_path: Path) -> None:
    picture(tmp_path / "img/a.png")
    path = write("---\ntitle: Hello\ntags: [AI]\n---\n\nText.\n\n![An a](/img/a.png)\n")

    issue = load_issue(path)

    assert (issue.title, issue.slug, issue.language) == ("Hello", "hello", "en")
    assert issue.key == "_posts/2025-09-22-hello.md"
    assert issue.canonical_url == "https://b.test/zh/blog/2025/hello/"
    assert issue.source_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert issue.document.blocks[0] == Paragraph((Text("Text."),), line=6)
    assert issue.assets["/img/a.png"].path == (tmp_path / "img/a.png").resolve()
    assert issue.assets["/img/a.png"].line == 8
    assert issue.problems == ()


def test_a_given_site_is_not_looked_for(write: Write, tmp_path: Path) -> None:
    path = write("---\ntitle: A\n---\nText")

    issue = load_issue(str(path), Site(tmp_path / "_posts", "plain"))

    assert (issue.key, issue.canonical_url) == ("2025-09-22-hello.md", None)


@pytest.mark.parametrize(
    ("content", "code", "line", "message"),
    [
        (None, "unreadable", 1, "There is no such file."),
        (b"", "empty-file", 1, "The file is empty."),
        (b"\xef\xbb\xbf \r\n\n", "empty-file", 1, "The file is empty."),
        ("---\ntitle: A\n---\nok\n周".encode("gb18030"), "not-utf8", 5, "not UTF-8 (byte 0xd6)"),
        (b"---\ntitle: a: b\n---\n", "front-matter", 2, "not valid YAML"),
        (b"---\ntitle: a\n", "front-matter", 1, "never closed"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_problem_with_its_line(
    tmp_path: Path, content: bytes | None, code: str, line: int, message: str
) -> None:
    path = tmp_path / "a.md"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(IssueError) as caught:
        load_issue(path)

    (problem,) = caught.value.problems
    assert (problem.level, problem.code, problem.line) == (Level.ERROR, code, line)
    assert problem.file == str(path)
    assert message in problem.message
    assert problem.next


def test_a_folder_is_no_issue(tmp_path: Path) -> None:
    with pytest.raises(IssueError, match="This is a folder"):
        load_issue(tmp_path)


@pytest.mark.parametrize(
    ("yaml", "key"),
    [("id: w-12", "w-12"), ("id: 12", "12"), ("x: {}", "_posts/2025-09-22-hello.md")],
)
def test_the_key_is_the_id_else_the_path_below_the_root(write: Write, yaml: str, key: str) -> None:
    assert load_issue(write(f"---\ntitle: A\npressrun: {{{yaml}}}\n---\nText")).key == key


def test_the_key_does_not_depend_on_the_text(write: Write) -> None:
    one, two = (load_issue(write(f"---\ntitle: A\n---\n{text}")) for text in ("One", "Two"))

    assert one.key == two.key
    assert one.source_sha256 != two.source_sha256


def test_a_post_without_a_date_has_that_of_its_file_name(write: Write) -> None:
    issue = load_issue(write("---\ntitle: A\n---\nText"))

    assert issue.meta.date == datetime(2025, 9, 21, 16, tzinfo=UTC)


def test_without_a_title_the_first_heading_is_taken_and_leaves_the_body(write: Write) -> None:
    issue = load_issue(write("# Big *news*\n\nText\n\n# Other\n"))

    assert issue.title == "Big news"
    assert [plain_text(b.children) for b in issue.document.blocks
            if isinstance(b, Paragraph | Heading)] == ["Text", "Other"]  # fmt: skip
    assert [(p.level, p.code, p.line) for p in issue.problems] == [
        (Level.WARNING, "title-from-heading", 1)
    ]


def test_an_issue_without_any_title_says_so(write: Write) -> None:
    assert codes(write("---\nlang: en\ntitle:\n---\nText")) == [("no-title", 3)]
    assert codes(write("---\nlang: en\n---\n#\n\nText")) == [("no-title", 1)]


@pytest.mark.parametrize("yaml", ["draft: true", "published: false"])
def test_a_draft_is_refused(write: Write, yaml: str) -> None:
    assert codes(write(f"---\ntitle: A\n{yaml}\n---\nText")) == [("draft", 3)]


def test_a_post_among_the_drafts_is_refused(write: Write) -> None:
    assert ("draft", 1) in codes(write("---\ntitle: A\n---\nText", "_drafts/a.md"))


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://else.test/a?b=c#d", "https://else.test/a?b=c#d"),
        ("mailto:me@b.test", "mailto:me@b.test"),
        ("HTTPS://else.test", "https://else.test"),
        ("//else.test/a", "https://else.test/a"),
        ("/about/", "https://b.test/about/"),
        ("../other/", "https://b.test/zh/blog/2025/other/"),
        ("#part", "https://b.test/zh/blog/2025/hello/#part"),
    ],
)
def test_links_are_absolute(write: Write, href: str, expected: str) -> None:
    assert links(write(f"---\ntitle: A\n---\nSee **[this]({href})**.")) == [expected]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("2025-09-15-last.md", "https://b.test/zh/blog/2025/last/"),
        ("/_posts/2025-09-15-last.md#part", "https://b.test/zh/blog/2025/last/#part"),
        ("{% post_url 2025-09-15-last %}", "https://b.test/zh/blog/2025/last/"),
        ("{% link _posts/2025-09-15-last.md %}", "https://b.test/zh/blog/2025/last/"),
    ],
)
def test_a_link_to_another_post_means_its_page(write: Write, href: str, expected: str) -> None:
    write("---\ntitle: Last\n---\nText", "_posts/2025-09-15-last.md")

    assert links(write(f"---\ntitle: A\n---\nSee [this]({href}).")) == [expected]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("absent.md", "The link leads to `absent.md`, which is not there"),
        ("_drafts/new.md", "The link leads to `../_drafts/new.md`, whose address is not known"),
    ],
)
def test_a_link_to_a_post_without_an_address_is_dropped(
    write: Write, name: str, message: str
) -> None:
    write("---\ntitle: New\n---\nText", "_drafts/new.md")
    href = name if "/" not in name else f"../{name}"

    issue = load_issue(write(f"---\ntitle: A\n---\nSee [this]({href})."))

    assert [(p.code, p.line, p.message) for p in issue.problems] == [
        ("relative-link", 4, f"{message}; its text stays without the link.")
    ]


def test_a_hugo_reference_is_looked_for_among_its_content(tmp_path: Path) -> None:
    for name, text in {
        "hugo.toml": 'baseURL = "https://h.test"',
        "content/posts/old.md": "---\ntitle: Old\n---\nText",
        "content/posts/new/index.md": '---\ntitle: New\n---\n[o]({{< ref "posts/old.md" >}})',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert links(tmp_path / "content/posts/new/index.md") == ["https://h.test/posts/old/"]


@pytest.mark.parametrize(
    ("written", "slug"), [("other", "other"), ("12", "12"), ("''", "hello"), ("[a]", "hello")]
)
def test_the_slug_may_be_given(write: Write, written: str, slug: str) -> None:
    assert load_issue(write(f"---\ntitle: A\nslug: {written}\n---\nText")).slug == slug


def test_a_link_without_its_scheme_is_found(write: Write) -> None:
    (problem,) = load_issue(write("---\ntitle: A\n---\nSee [this](docs.test.com/a).")).problems

    assert (problem.code, problem.next) == ("link-without-scheme", "Write https://docs.test.com/a.")


def test_links_are_absolute_wherever_they_stand(write: Write, tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    body = (
        "## [h](/1)\n\n- [i](/2)\n\n> [q](/3)\n\n| a |\n|---|\n| [t](/4) |\n\n"
        "[![p](/a.png)](/5)\n\nnote[^1]\n\n[^1]: [f](/6)\n"
    )
    path = write(f"---\ntitle: A\n---\n{body}")

    pictured = [b.href for b in walk(load_issue(path).document.blocks) if isinstance(b, Figure)]

    assert links(path) == [f"https://b.test/{n}" for n in (1, 2, 3, 4, 6)]
    assert pictured == ["https://b.test/5"]


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "tel:1"])
def test_a_refused_link_leaves_its_text_and_a_problem(write: Write, href: str) -> None:
    path = write(f'---\ntitle: A\n---\n\nSee <a href="{href}">the <b>place</b></a>.')

    issue = load_issue(path)

    assert links(path) == []
    assert [plain_text(run) for run, _ in runs(issue.document)] == ["See the place."]
    assert [p.line for p in issue.problems] == [5]


def test_a_relative_link_without_a_known_address_is_dropped_with_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: A\n---\n[x](b/) and [y](#c)\n", encoding="utf-8")

    problems = load_issue(path).problems

    assert links(path) == []
    assert [(p.code, p.level, p.line) for p in problems] == [
        ("relative-link", Level.WARNING, 4)
    ] * 2
    assert problems[0].message == (
        "The link `b/` is relative, and the post's address is not known; "
        "its text stays without the link."
    )


def test_every_picture_is_an_asset_and_every_bad_one_a_problem(
    write: Write, tmp_path: Path
) -> None:
    picture(tmp_path / "img/a.png")
    (tmp_path / "img/broken.png").write_bytes((tmp_path / "img/a.png").read_bytes()[:-20])
    path = write(
        "---\ntitle: A\ncover: img/none.png\npressrun:\n  x:\n    cover: img/a.png\n---\n\n"
        "![](/img/a.png)\n\nText ![](img/broken.png) here\n\n![](https://else.test/b.png)\n"
    )

    issue = load_issue(path)

    assert {s: a.path is not None for s, a in issue.assets.items()} == {
        "/img/a.png": True,
        "img/broken.png": False,
        "https://else.test/b.png": False,
        "img/none.png": False,
        "img/a.png": True,
    }
    assert sorted((p.line, p.code, p.subject) for p in issue.problems) == [
        (3, "missing-picture", "img/none.png"),
        (11, "bad-picture", "img/broken.png"),
        (13, "remote-picture", "https://else.test/b.png"),
    ]


@pytest.mark.parametrize(
    ("yaml", "body", "language"),
    [
        ("lang: zh-CN", "English only.", "zh"),
        ("language: en", "只有中文。", "en"),
        ("x: 1", "OpenAI推出Responses API，开发者可以一次拿到结果。", "zh"),
        ("x: 1", "An English text that quotes 周知 once or twice.", "en"),
        ("lang: klingon", "只有中文。", "zh"),
    ],
)
def test_the_language_is_declared_or_seen(
    write: Write, yaml: str, body: str, language: str
) -> None:
    assert load_issue(write(f"---\ntitle: A\n{yaml}\n---\n{body}")).language == language


def test_a_broken_site_file_is_a_problem_of_the_issue(write: Write, tmp_path: Path) -> None:
    path = write("---\ntitle: A\n---\nText")
    (tmp_path / "_config.yml").write_text("url: a\n b: c\n", encoding="utf-8")

    issue = load_issue(path)

    assert issue.canonical_url is None
    assert [(p.code, p.file, p.line) for p in issue.problems] == [
        ("site-config", str(tmp_path / "_config.yml"), 2)
    ]


@pytest.mark.parametrize(
    ("marker", "root"),
    [
        ("_config.yml", "blog"),
        ("hugo.toml", "blog"),
        (".obsidian/app.json", "blog"),
        (".git/HEAD", "blog"),
        ("README", "blog/posts"),
        ("config.toml", "blog/posts"),
    ],
)
def test_the_nearest_mark_above_is_the_root(tmp_path: Path, marker: str, root: str) -> None:
    (tmp_path / "blog" / marker).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "blog" / marker).write_text("", encoding="utf-8")
    path = tmp_path / "blog/posts/a.md"
    path.parent.mkdir()
    path.write_text("---\ntitle: A\n---\nText", encoding="utf-8")

    assert load_issue(path).site.root == tmp_path / root
