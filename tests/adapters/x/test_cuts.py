"""Where threads are cut, in prose made of what must stay whole: titles, speech, words, amounts."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from content.measure import x_weight
from tests.adapters.x.issues import issue_at, rendered, texts

# Each has a number that no other has, so that a half of it can be told from all of it.
WHOLE: tuple[Callable[[int], str], ...] = (
    lambda n: f"《灯塔与第{n}夜的长信》",
    lambda n: f"“我们等了{n}天才等到船”",
    lambda n: f"「港口第{n}号码头的灯」",
    lambda n: f"Lighthouse{n}keeper",
    lambda n: f"{n}.5 GB",
    lambda n: f"{n}%",
    lambda n: f"${n} million",
    lambda n: f"{n} 年",
    lambda n: f"1,{n}",
)
WORDS = (
    "船在清晨离开码头",
    "the ferry left early",
    "风从北边来",
    "nobody waited",
    "灯还亮着",
    "再等等",
)
MARKS = ("，", "、", ", ", " ", "：", "（见下）", " and ")
ENDS = ("。", ". ", "！", "? ", " ")
CLOSING = regex.compile(r"[\p{Pe}\p{Pf}，。、！？；：…,.!?;:%]")
LITTLE, ROOM = 112, 270  # weights: of a post that is 40 % full, and of all but its number
NUMBER = re.compile(r"\n\n\d+/\d+\Z")

some = settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


class Made:
    """Markdown without pictures, and what in it must stay whole."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.whole: list[str] = []
        self.headings = [f"第{n}节 Harbour" for n in range(draw(st.integers(0, 3)))]
        titles = [f"## {heading}\n\n" for heading in self.headings] or [""]
        self.markdown = "\n\n".join(title + self.part() for title in titles)

    def __repr__(self) -> str:
        return self.markdown

    def part(self) -> str:
        mark = self.draw(st.sampled_from(("", "", "- ")))
        between = "\n" if mark else "\n\n"
        return between.join(mark + self.paragraph() for _ in self.some(3))

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in self.some(3)).strip()

    def sentence(self) -> str:
        said = "".join(self.piece() + self.draw(st.sampled_from(MARKS)) for _ in self.some(6))
        return said + self.piece() + self.draw(st.sampled_from(ENDS))

    def piece(self) -> str:
        self.whole.append(self.draw(st.sampled_from(WHOLE))(1000 + len(self.whole)))
        return f"{self.draw(st.sampled_from(WORDS))} {self.whole[-1]}"

    def some(self, most: int) -> range:
        return range(self.draw(st.integers(1, most)))


made = st.composite(Made)()


def posts_of(made: Made, mode: str) -> list[str]:
    """The texts without their numbers."""
    with tempfile.TemporaryDirectory() as folder:
        issue = issue_at(Path(folder), f"---\ntitle: Harbour\n---\n\n{made.markdown}\n")
        sent = texts(rendered(issue, mode=mode, max_cost_usd=99, max_posts=999))
    return [NUMBER.sub("", text) for text in sent]


@pytest.mark.parametrize("mode", ["digest", "full"])
@some
@given(made=made)
def test_titles_speech_words_and_amounts_stay_whole(made: Made, mode: str) -> None:
    sent = posts_of(made, mode)

    keys = {re.findall(r"1\d{3}", whole)[0]: whole for whole in made.whole}
    halves = [(key, t) for t in sent for key, whole in keys.items() if key in t.replace(whole, "")]
    assert halves == []
    assert [t for t in sent for a, b in ("《》", "“”", "「」") if t.count(a) != t.count(b)] == []
    assert mode == "digest" or all(sum(w in text for text in sent) == 1 for w in made.whole)


@pytest.mark.parametrize("mode", ["digest", "full"])
@some
@given(made=made)
def test_no_post_is_a_stub_or_begins_with_a_closing_mark(made: Made, mode: str) -> None:
    first, *sent = posts_of(made, mode)

    inner = sent[:-1]
    assert [text for text in (first, *sent) if CLOSING.match(text)] == []
    assert [text for text in inner if text in made.headings] == []
    assert [pair for pair in pairwise(inner) if is_stub(*pair)] == []


def is_stub(first: str, second: str) -> bool:
    """Whether one of two neighbours is next to empty, although they might share a post."""
    return min(x_weight(first), x_weight(second)) < LITTLE and fit_together(first, second)


def fit_together(first: str, second: str) -> bool:
    return x_weight(f"{first}\n\n{second}") <= ROOM
