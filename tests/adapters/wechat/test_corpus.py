"""The two real issues, whole: skipped where they are not laid out beside the repository."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.base import Edition, Part
from adapters.references import with_reserve
from adapters.wechat import Options, WeChat
from adapters.wechat.readback import fingerprint
from adapters.wechat.spec import SPEC
from adapters.wechat.theme import THEMES
from content.document import Code, Document, Figure, Text, walk
from content.issue import Issue, load_issue
from content.runs import inline_nodes, runs
from tests.adapters.wechat.linter import faults
from tests.adapters.wechat.samples import article, content, uploaded

CORPUS = Path(__file__).resolve().parents[3] / "../shared/corpus"
Made = tuple[Issue, Edition]

# name -> pictures, list items, references, rung at most
ISSUES = {"2025-09-29": (12, 64, 37, 3), "2025-09-22": (30, 63, 33, 7)}

pytestmark = pytest.mark.skipif(
    not (CORPUS / "make_site.py").exists(), reason="the real issues lie outside the repository"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, CORPUS / "make_site.py", folder], check=True)
    return folder


@pytest.fixture(scope="module", params=ISSUES)
def made(request: pytest.FixtureRequest, site: Path) -> Made:
    (path,) = site.glob(f"_posts/{request.param}*.md")
    issue = load_issue(path)
    channel = WeChat(Options(), {}, lambda _: b"")
    return issue, channel.render(issue, channel.prepare(issue))


def expected(made: Made) -> tuple[int, int, int, int]:
    return ISSUES[made[0].path.name[:10]]


def test_it_is_below_the_limit_with_everything_in(made: Made) -> None:
    _, edition = made
    pictures, _, references, rung = expected(made)

    assert edition.errors == ()
    assert int(edition.facts["rung"]) <= rung
    assert edition.facts["references"] == str(references)
    assert fingerprint(content(edition)).pictures == pictures


@pytest.mark.parametrize("length", [118, 175])
def test_it_stays_below_the_limit_with_real_addresses(made: Made, length: int) -> None:
    assert len(uploaded(content(made[1]), length)) < 20_000
    assert len(with_reserve(content(made[1]), {"url": 175})) < 20_000


def test_it_breaks_no_structure_rule(made: Made) -> None:
    assert faults(content(made[1])) == []


def test_every_word_is_there_in_order(made: Made) -> None:
    issue, edition = made
    shown = fingerprint(content(edition)).text
    at = 0
    for children, _ in runs(issue.document):
        for node in inline_nodes(children):
            if isinstance(node, Text | Code):
                at = shown.find(node.text, at)
                assert at >= 0, node.text
                at += len(node.text)


def test_no_markup_of_the_source_is_shown(made: Made) -> None:
    shown = fingerprint(content(made[1])).text

    assert not re.search(r"\*\*|\]\(http|\{%|^layout:", shown)


def test_every_list_item_has_its_marker(made: Made) -> None:
    body = content(made[1]).split("参考链接")[0]

    assert len(re.findall(r"<p>(?:[•◦▪]\s|\d+\. )", body)) == expected(made)[1]


def test_title_digest_and_link_fit(made: Made) -> None:
    sent = article(made[1])

    assert 0 < len(str(sent["title"])) <= 32
    assert 0 < len(str(sent["digest"])) <= 120
    assert str(sent["content_source_url"]).startswith("https://blog.example.com/blog/2025/")


def test_every_upload_is_small_enough_and_jpeg_or_png(made: Made) -> None:
    uploads = [part for part in made[1].parts if part.media]

    assert [part.key for part in uploads if not fits(part)] == []


def fits(part: Part) -> bool:
    return part.media[0].size < 1_000_000 and part.media[0].mime in {"image/jpeg", "image/png"}


ALT = "用二十个字来说明图里画的是什么东西和结论"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("alt", ["", ALT], ids=["no-alt", "alt"])
@pytest.mark.parametrize("length", [118, 175])
def test_every_theme_is_within_the_rules(made: Made, theme: str, alt: str, length: int) -> None:
    issue = replace(made[0], document=described(made[0].document, alt))
    channel = WeChat(Options(theme=theme), {}, lambda _: b"")

    edition = channel.render(issue, channel.prepare(issue))

    assert edition.errors == ()
    assert faults(content(edition)) == []
    assert content(edition).count(f'alt="{alt}"') == expected(made)[0]
    assert len(with_reserve(content(edition), SPEC.reserve)) < 20_000
    assert len(uploaded(content(edition), length)) < 20_000


def described(document: Document, alt: str) -> Document:
    """The document with this text for every picture; the issues have them at the top level."""
    blocks = tuple(replace(b, alt=alt) if isinstance(b, Figure) else b for b in document.blocks)
    assert sum(isinstance(b, Figure) for b in walk(blocks)) == sum(
        isinstance(b, Figure) for b in blocks
    )
    return replace(document, blocks=blocks)
