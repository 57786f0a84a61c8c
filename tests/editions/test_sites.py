"""Sample sites of other programs than the corpus', through all channels and their main modes.

What an edition shows otherwise than it was written has a note; all else is there, in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from adapters.wechat.spec import THEMES
from content.issue import Issue
from content.problems import Level, Problem
from tests.editions.shown import edition_of, faults, rich, substack, telegram, wechat, x
from tests.sites.lay_out import POSTS, lay_out, wanted_of
from tests.witness.dialects import as_markdown
from tests.witness.raw_text import wanted
from tests.witness.readers import Shown, wechat_text
from tests.witness.wanted import Wanted, squeeze

ESSAY = "essay"
WHOLE = {"mode": "full", "max_posts": 1000, "max_cost_usd": 100}
LEVEL = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", "01234567890123456789n")
NUMBERS = "[①-⑳]"  # of notes
DEEPER = r"^\s*[◦▪]"  # items of inner lists, where white space indents them
Read = Callable[[Path], tuple[Shown, list[str]]]
READERS: dict[str, Read] = {
    **{
        f"telegram-{layout}": lambda path, layout=layout: telegram(path, layout=layout)
        for layout in ("auto", "inline", "sections", "plates")
    },
    **{f"wechat-{theme}": lambda path, theme=theme: wechat(path, theme=theme) for theme in THEMES},
    "telegram-rich": rich,
    "substack": substack,
    "x-full": lambda path: x(path, **WHOLE),
}
SAMPLES = [(site, post) for site, posts in POSTS.items() for post in posts]
LONG = (ESSAY, POSTS[ESSAY][0])
SHORT = [(site, post) for site, post in SAMPLES if site != ESSAY]
CASES = [
    *((site, post, reader) for site, post in SHORT for reader in READERS),
    *((*LONG, reader) for reader in ("telegram-inline", "telegram-sections", "telegram-plates")),
    *((*LONG, reader) for reader in ("telegram-rich", "substack", "x-full")),
]


@dataclass(frozen=True, slots=True)
class Sample:
    path: Path
    source: str
    wanted: Wanted


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Sample]:
    found = {}
    for site, posts in POSTS.items():
        paths = lay_out(site, tmp_path_factory.mktemp(site))
        for post, path in zip(posts, paths, strict=True):
            found[site, post] = Sample(path, path.read_text("utf-8"), wanted_of(site, path))
    return found


def test_the_essay_is_as_long_and_as_rich_as_it_should_be(
    samples: dict[tuple[str, str], Sample],
) -> None:
    essay = samples[LONG]
    paragraphs = [block.text for block in essay.wanted.blocks if len(block.text) > 80]

    assert len(essay.source) >= 60_000
    assert len(set(paragraphs)) == len(paragraphs)
    assert len(essay.wanted.of_kind("table")) >= 10
    assert len(re.findall(r"^\$\$$", essay.source, re.MULTILINE)) // 2 >= 10
    assert len(re.findall(r"(?<!\$)\$[^$\n]+\$(?!\$)", essay.source)) >= 20
    assert len(essay.wanted.of_kind("code")) >= 20
    assert len(essay.wanted.of_kind("footnote")) >= 10


@pytest.mark.parametrize(("site", "post", "reader"), CASES)
def test_every_word_link_and_picture_is_there(
    samples: dict[tuple[str, str], Sample], site: str, post: str, reader: str
) -> None:
    sample = samples[site, post]

    shown, extra = READERS[reader](sample.path)

    tooltips = re.findall(r"!\[[^\]]*\]\([^)\"]+\"([^\"]+)\"\)", sample.source)
    players = [rf"https://\S*{re.escape(name)}" for name in sample.wanted.embeds]
    flat = replace(shown, stream=shown.stream.translate(LEVEL))
    allowed = [*extra, *map(re.escape, tooltips), *players, DEEPER]
    found = faults(sample.wanted, flat, allowed)
    unlinked = [name for name in sample.wanted.embeds if name not in " ".join(shown.links)]
    assert {**found, "bold": found.get("bold", [])} == {"bold": _unbolded(reader, sample)}
    assert unlinked == []


@pytest.mark.parametrize("theme", THEMES)
def test_a_long_essay_is_whole_in_eight_articles(
    samples: dict[tuple[str, str], Sample], theme: str
) -> None:
    sample = samples[LONG]
    chapters = list(_chapters(sample.source))

    _, edition = edition_of(sample.path, "wechat", theme=theme, split=True)

    (draft,) = (part for part in edition.parts if part.kind == "draft")
    articles: Any = draft.payload["articles"]
    assert [article["title"] for article in articles[1:]] == [title for title, _ in chapters[1:]]
    assert [
        faults(wanted(text), wechat_text(article["content"]), [DEEPER, NUMBERS])
        for article, (_, text) in zip(articles, chapters, strict=True)
    ] == [{}] * 8


def _chapters(source: str) -> Iterator[tuple[str, str]]:
    """Title and Markdown of each article, with the notes that its text refers to."""
    text, *notes = re.split(r"(?m)^(?=\[\^w\d+\]: )", as_markdown(source, "hexo"))
    for number, chapter in enumerate(re.split(r"(?m)^# ", text)[1:]):
        title, body = chapter.split("\n", 1)
        own = [note for note in notes if note.partition(":")[0] in body]
        yield title, "\n\n".join([f"# {title}" if number == 0 else "", body, *own])


def _unbolded(reader: str, sample: Sample) -> list[str]:
    """A post of X has no bold."""
    return list(sample.wanted.bold) if reader == "x-full" else []


# --- what is shown otherwise --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sign:
    """Something of an issue, told from its Markdown, and the note for it on each channel."""

    name: str
    stands: Callable[[Sample], bool]
    notes: dict[str, str]


def _has(kind: str) -> Callable[[Sample], bool]:
    return lambda sample: bool(sample.wanted.of_kind(kind))


def _written(pattern: str) -> Callable[[Sample], bool]:
    found = re.compile(pattern, re.MULTILINE)
    return lambda sample: found.search(sample.source) is not None


def _noted(code: str, *channels: str) -> dict[str, str]:
    return dict.fromkeys(channels, code)


SIGNS = (
    Sign("table", _has("table"), _noted("table-as-rows", "telegram", "substack", "x")),
    Sign("note", _has("footnote"), _noted("footnotes-listed", "telegram", "x")),
    Sign("formula", _written(r"\$[A-Z][^$\n]+\$"),
         _noted("formula-as-source", "telegram", "substack", "wechat", "x")),
    Sign("video", lambda sample: bool(sample.wanted.embeds),
         _noted("embed-as-link", "telegram", "wechat", "x")),
    Sign("fold", _written("^<details>"), _noted("details-open", "substack", "wechat", "x")),
    Sign("link", lambda sample: bool(sample.wanted.links), _noted("links-numbered", "wechat")),
    Sign("highlight", _written(r"==\S[^=]*=="), _noted("style-plain", "telegram", "substack")),
    Sign("wiki link", _written(r"(?<!!)\[\["), _noted(
        "wiki-link", "telegram", "substack", "wechat", "x")),
)  # fmt: skip
CHANNELS: dict[str, dict[str, Any]] = {
    "telegram": {"layout": "plates"}, "substack": {}, "wechat": {"split": True}, "x": WHOLE,
}  # fmt: skip


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("site", "post"), SAMPLES)
def test_every_difference_has_its_note_and_nothing_is_refused(
    samples: dict[tuple[str, str], Sample], site: str, post: str, channel: str
) -> None:
    sample = samples[site, post]

    issue, edition = edition_of(sample.path, channel, **CHANNELS[channel])

    problems = [*issue.problems, *edition.problems]
    codes = {problem.code for problem in problems}
    undeclared = [sign.name for sign in _signs(sample, channel) if sign.notes[channel] not in codes]
    own = {sign.notes[channel] for sign in SIGNS if channel in sign.notes} - {"style-plain"}
    unfounded = (codes & own) - {sign.notes[channel] for sign in _signs(sample, channel)}
    assert undeclared == []
    assert unfounded == set()
    assert [p for p in problems if p.level is Level.ERROR] == []
    assert {row.source for row in edition.images} >= set(sample.wanted.figures)


def _signs(sample: Sample, channel: str) -> list[Sign]:
    return [sign for sign in SIGNS if channel in sign.notes and sign.stands(sample)]


# --- what leaves out by design --------------------------------------------------------------------


@pytest.mark.parametrize(("site", "post"), SAMPLES)
def test_a_summary_says_so_and_is_made_of_the_issue(
    samples: dict[tuple[str, str], Sample], site: str, post: str
) -> None:
    sample = samples[site, post]

    issue, edition = edition_of(sample.path, "telegram", layout="summary")

    (message,) = edition.parts[-1:]
    shown, _ = telegram(sample.path, layout="summary")
    assert message.kind == "message"
    assert "telegram-summary" in {problem.code for problem in edition.problems}
    assert _strangers(shown.text, issue, sample) == []


@pytest.mark.parametrize(("site", "post"), SAMPLES)
def test_a_digest_is_made_of_the_issue_and_names_what_it_leaves_out(
    samples: dict[tuple[str, str], Sample], site: str, post: str
) -> None:
    sample = samples[site, post]

    issue, edition = edition_of(sample.path, "x")

    shown, _ = x(sample.path)
    named = squeeze(shown.text + "".join(map(_omission, edition.problems)))
    assert _strangers(shown.text, issue, sample) == []
    assert [heading for heading in _with_text(sample.wanted) if heading not in named] == []
    assert [kind for kind in _untold(sample) if kind not in named] == []
    assert len(shown.figures) == len(sample.wanted.figures) or "pictures" in named
    assert [p for p in edition.problems if p.level is Level.ERROR] == []


def _omission(problem: Problem) -> str:
    return problem.message if problem.code == "x-left-out" else ""


def _untold(sample: Sample) -> list[str]:
    """What a digest never tells, as its note has it."""
    names = {"table": "tables", "code": "code", "footnote": "footnotes"}
    return [name for kind, name in names.items() if sample.wanted.of_kind(kind)]


def _with_text(wanted: Wanted) -> list[str]:
    """Headings that prose stands under before the next one."""
    pairs = pairwise(wanted.blocks)
    return [a.text for a, b in pairs if a.kind == "heading" and b.kind == "paragraph"]


def _strangers(text: str, issue: Issue, sample: Sample) -> list[str]:
    """Lines that are not the author's, bullets, numbers and links aside."""
    said = [sample.source.split("\n---\n")[0].split("\n+++\n")[0], issue.title]
    source = squeeze("".join([*said, sample.wanted.text]))
    return [line for line in text.splitlines() if not _is_extract(line, source)]


def _is_extract(line: str, source: str) -> bool:
    bare = re.sub(r"^\s*(?:• |\d+/\d+$|\d+\. )?(?:[☐☑] )?|^(?:全文|Full issue).*$|^#.*$", "", line)
    return all(squeeze(piece) in source for piece in bare.split("…"))
