"""The paste kit: what is pasted is the edition itself, and nothing of it acts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from adapters.base import Edition, Json, Media
from bot.app import Rendered
from bot.preview.kit import Kit, kits
from bot.preview.kit_files import LIST, NotOurs, write_kit
from bot.preview.wechat import ATTRIBUTES, TAGS
from tests.bot.preview.pages import HOSTILE, KEY, SHA, article, hostile, read, rendered, substack
from tests.bot.preview.pasting import sample

ALLOWED = ATTRIBUTES | {"href", "style", "start", "data-picture", "data-place"}


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return sample(tmp_path_factory.mktemp("seven"))


def made(release: Rendered) -> dict[str, Kit]:
    found = kits(release.issue, release.editions, lambda media: media.sha256[:16])
    return {kit.channel: kit for kit in found}


def of(edition: Edition) -> Kit:
    return made(rendered({edition.channel: edition}))[edition.channel]


def markup(edition: Edition) -> str:
    kit = of(edition)
    assert kit.rich
    return kit.rich.html


def plain(edition: Edition) -> str:
    kit = of(edition)
    assert kit.rich
    return kit.rich.plain


def payload(edition: Edition, kind: str) -> Any:
    return next(part.payload for part in edition.parts if part.kind == kind)


def words(markup: str) -> str:
    return "".join(html.fragment_fromstring(markup, create_parent="div").itertext())


def texts(node: Mapping[str, Any]) -> Iterator[str]:
    """Every text of a document of Substack's editor, in order."""
    yield node.get("text", "")
    for child in node.get("content", []):
        yield from texts(child)


def sent(edition: Edition) -> list[Media]:
    return [part.media[0] for part in edition.parts if part.kind == "image"]


# --- equal to the edition -----------------------------------------------------------------------


def test_wechat_pastes_the_article_that_would_be_sent(issue: Rendered) -> None:
    content = payload(issue.editions["wechat"], "draft")["articles"][0]["content"]
    kit = made(issue)["wechat"]

    assert kit.rich
    assert words(kit.rich.html) == words(content)
    assert kit.rich.html.count("style=") == content.count("style=")
    assert kit.rich.left_out == ()


def test_substack_pastes_the_document_that_would_be_sent(issue: Rendered) -> None:
    body = json.loads(payload(issue.editions["substack"], "draft")["draft_body"])
    kit = made(issue)["substack"]

    assert kit.rich
    pasted = words(kit.rich.html).replace("[1] ", "").replace("[1]", "")
    assert pasted == "".join(texts(body))


@pytest.mark.parametrize("channel", ["wechat", "substack"])
def test_the_pictures_are_those_that_would_be_sent(issue: Rendered, channel: str) -> None:
    kit = made(issue)[channel]

    within = [placed.media for placed in kit.pictures if placed.after is not None]
    expected = [media for media in sent(issue.editions[channel]) if media.source != "cover.png"]
    assert within == expected
    assert kit.cover and kit.cover.media.source == "cover.png"


def test_fields_stand_in_boxes_of_their_own(issue: Rendered) -> None:
    boxes = {key: [(b.label, b.value) for b in kit.boxes] for key, kit in made(issue).items()}

    assert boxes == {
        "wechat": [("Title", "Seven things"), ("Author", "Ann"), ("Digest", "In short")],
        "substack": [
            ("Title", "Seven things"), ("Subtitle", "In short"), ("Slug", "seven"),
            ("SEO description", "In short"),
        ],
        "x": [],
        "telegram": [],
    }  # fmt: skip


def test_a_thread_is_copied_post_by_post(issue: Rendered) -> None:
    posts = [p.payload for p in issue.editions["x"].parts if p.kind == "post"]
    kit = made(issue)["x"]

    assert [box.value for box in kit.posts] == [post["text"] for post in posts]  # type: ignore[index,call-overload]
    assert [p.file for box in kit.posts for p in box.pictures] == [
        "01-cover.png", "02-chart.png", "03-cat.png",
    ]  # fmt: skip


def test_the_checklist_ends_with_what_only_a_person_can_set(issue: Rendered) -> None:
    kit = made(issue)["wechat"]

    assert kit.steps[-1].startswith("Only you can set: 原创 (original), 赞赏 (rewards)")
    assert "Upload the cover 03-cover.png." in kit.steps
    assert kit.command == "pressrun confirm 2026-11-23-seven.md --channel wechat --url "


# --- markup and text ----------------------------------------------------------------------------

IMG = f'<img src="pressrun:ref/{KEY}/url" alt="a" data-w="9">'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a &lt;b&gt;<p>c</p>d", "a &lt;b&gt;<p>c</p>d"),
        (f"<p>words {IMG}</p>",
         f'<p>words <img alt="a" data-picture="{SHA[:16]}" data-place="01-a.png"></p>'),
        ("<p><img src='https://evil.example/x.png'>b</p>", "<p>b</p>"),
        ("<p style='color:red;background:url(x)' onclick='x()'>a</p>",
         '<p style="color:red">a</p>'),
        ("<a href='javascript:x()'>a</a><a href='https://a.example/'>b</a>",
         '<a>a</a><a href="https://a.example/">b</a>'),
        ("<p>a<script>x()</script><!-- c -->b</p>", "<p>ab</p>"),
    ],
)  # fmt: skip
def test_markup_is_reduced_to_a_list(content: str, expected: str) -> None:
    assert markup(article(content)) == expected


def test_a_picture_is_placed_by_the_words_before_it() -> None:
    kit = of(article(f"<p>Said here.</p><p>{IMG}</p>"))

    assert [(p.number, p.file, p.after) for p in kit.pictures] == [(1, "01-a.png", "Said here.")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>a</p><p>b<br>c</p>", "a\n\nb\nc\n"),
        ("<ul><li><p>a</p></li><li>b</li></ul>", "• a\n\n• b\n"),
        ("<ol start='3'><li>a</li><li>b</li></ol>", "3. a\n4. b\n"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\t\nc\n"),
        (f"<p>a {IMG}</p>", "a [01-a.png]\n"),
    ],
)
def test_plain_text_has_a_line_per_block(content: str, expected: str) -> None:
    assert plain(article(content)) == expected


NODES: list[tuple[Json, str]] = [
    ({"type": "paywall"}, "<p>[paywall]</p>"),
    ({"type": "horizontal_rule"}, "<hr>"),
    ({"type": "youtube2", "attrs": {"videoId": "abc"}},
     '<p><a href="https://www.youtube.com/watch?v=abc">https://www.youtube.com/watch?v=abc</a></p>'),
    ({"type": "latex_block", "attrs": {"persistentExpression": "a<b"}},
     "<pre><code>a&lt;b</code></pre>"),
    ({"type": "button", "attrs": {"text": "Subscribe", "url": "x"}}, "<p>[Subscribe]</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("node", "expected"), NODES)
def test_what_cannot_be_pasted_leaves_its_place(node: Json, expected: str) -> None:
    assert markup(substack(node)) == expected


# --- nothing acts -------------------------------------------------------------------------------


def test_nothing_of_a_hostile_issue_acts_where_it_is_pasted() -> None:
    pasted = [kit.rich.html for kit in made(hostile()).values() if kit.rich]

    assert len(pasted) == 2
    nodes = [n for each in pasted for n in html.fragment_fromstring(each, "div").iterdescendants()]
    assert {node.tag for node in nodes} <= TAGS
    assert {name for node in nodes for name in node.attrib} <= ALLOWED
    assert [node.get("href") for node in nodes if node.get("href", "http")[:4] != "http"] == []
    assert [node for node in nodes if "url" in node.get("style", "")] == []


def test_the_page_holds_the_kit_as_text_alone(tmp_path: Path) -> None:
    page = read(hostile(), tmp_path)

    kit = page.page.get_element_by_id("kit-wechat")
    assert kit.get("data-html") == made(hostile())["wechat"].rich.html  # type: ignore[union-attr]
    assert page.page.get_element_by_id("kit-wechat-box-1").text == HOSTILE
    assert {n.tag for n in kit.iterdescendants()} <= {
        "b", "button", "code", "details", "div", "h3", "img", "input", "label", "li", "ol", "p",
        "pre", "span", "summary", "ul",
    }  # fmt: skip


# --- files --------------------------------------------------------------------------------------


def test_a_kit_of_files_holds_the_bytes_that_would_be_sent(issue: Rendered, tmp_path: Path) -> None:
    write_kit(issue, tmp_path)

    assert sorted(p.name for p in tmp_path.iterdir()) == [
        LIST, "checklist.md", "pictures", "substack.html", "texts.md", "wechat.html",
    ]  # fmt: skip
    for kit in made(issue).values():
        for placed in kit.pictures:
            file = tmp_path / "pictures" / kit.channel / placed.file
            assert file.read_bytes() == issue.blobs[placed.media.sha256]


def test_a_kit_is_written_again_and_leaves_nothing_old(issue: Rendered, tmp_path: Path) -> None:
    write_kit(issue, tmp_path)
    mine = tmp_path / "pictures" / "mine.txt"
    mine.write_text("mine")

    write_kit(rendered({"wechat": article("<p>a</p>")}), tmp_path)

    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == [
        LIST, "checklist.md", "mine.txt", "texts.md", "wechat.html",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["texts.md", "wechat.html", "pictures/wechat/01-chart.png"])
def test_a_file_that_no_kit_has_written_is_left_alone(
    issue: Rendered, name: str, tmp_path: Path
) -> None:
    theirs = tmp_path / name
    theirs.parent.mkdir(parents=True, exist_ok=True)
    theirs.write_text("theirs")

    with pytest.raises(NotOurs):
        write_kit(issue, tmp_path)

    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [theirs]
    assert theirs.read_text() == "theirs"


def test_a_list_of_our_files_leads_nowhere_else(tmp_path: Path) -> None:
    folder, theirs = tmp_path / "kit", tmp_path / "theirs.md"
    theirs.write_text("")
    folder.mkdir()
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (folder / LIST).write_text(json.dumps({"../theirs.md": empty}))

    write_kit(rendered({"wechat": article("<p>a</p>")}), folder)

    assert theirs.exists()


def test_a_text_cannot_end_its_box(tmp_path: Path) -> None:
    write_kit(rendered({"wechat": article("<p>a</p>", digest="a\n```\n# b")}), tmp_path)

    assert "````text\na\n```\n# b\n````" in (tmp_path / "texts.md").read_text()
