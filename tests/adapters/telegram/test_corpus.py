"""The two real issues, whole: skipped where they are not laid out beside the repository."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.base import Edition
from adapters.telegram import Options, Telegram
from content.document import Paragraph, Text, plain_text
from content.issue import Issue, load_issue
from tests.adapters.telegram.samples import faults, kinds, payloads, prose, texts

CORPUS = Path(__file__).resolve().parents[3] / "../shared/corpus"
TWELVE, THIRTY = "2025-09-29", "2025-09-22"

pytestmark = pytest.mark.skipif(
    not (CORPUS / "make_site.py").exists(), reason="the real issues lie outside the repository"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, CORPUS / "make_site.py", folder], check=True)
    return folder


def load(site: Path, day: str) -> Issue:
    (path,) = site.glob(f"_posts/{day}*.md")
    return load_issue(path)


def made(issue: Issue, layout: str = "auto") -> Edition:
    channel = Telegram(Options(layout=layout), {}, lambda _: b"")  # type: ignore[arg-type]
    return channel.render(issue, channel.prepare(issue))


@pytest.mark.parametrize("layout", ["auto", "inline", "sections", "plates", "summary"])
@pytest.mark.parametrize("day", [TWELVE, THIRTY])
def test_every_message_is_within_the_limits(site: Path, day: str, layout: str) -> None:
    assert faults(made(load(site, day), layout)) == []


def test_twelve_pictures_stand_beside_their_sections(site: Path) -> None:
    edition = made(load(site, TWELVE))

    assert (edition.facts["layout"], edition.facts["bubbles"]) == ("sections", "6")


def test_thirty_pictures_stand_as_four_albums_after_two_texts(site: Path) -> None:
    edition = made(load(site, THIRTY))

    assert edition.facts["layout"] == "plates"
    assert kinds(edition) == ["message", "album", "album", "message", "album", "album"]
    assert [len(p["media"]) for p in payloads(edition) if "media" in p] == [6, 6, 9, 9]
    assert edition.facts["seconds"] == "96"


def test_a_correction_anywhere_moves_no_border(site: Path) -> None:
    issue = load(site, THIRTY)
    channel = Telegram(Options(layout="plates"), {}, lambda _: b"")
    pictures = channel.prepare(issue)
    blocks = issue.document.blocks
    places = [n for n, block in enumerate(blocks) if isinstance(block, Paragraph)]
    before = _opening(channel.render(issue, pictures))

    assert len(before) == 1
    moved = []
    for n in places:
        block = blocks[n]
        longer = replace(block, children=(*block.children, Text(prose(120))))  # type: ignore[union-attr,call-arg]
        changed = replace(issue.document, blocks=(*blocks[:n], longer, *blocks[n + 1 :]))
        after = _opening(channel.render(replace(issue, document=changed), pictures))
        moved += [plain_text(block.children)] if after != before else []  # type: ignore[union-attr]

    assert moved == []


def _opening(edition: Edition) -> list[str]:
    """Where each text but the first begins."""
    return [text.split("\n\n")[1][:20] for text in texts(edition) if text[:2] in ("2/", "3/")]
