"""A thread: posts in order, each numbered, with its pictures and the line it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from adapters.shots import Shot
from adapters.x.wording import safe, weight
from content.problems import Problem


@dataclass(frozen=True, slots=True)
class Post:
    """`text` is without its number; `line` is where the issue says it first."""

    text: str
    shots: tuple[Shot, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """`weights` has what the texts weigh as they are sent."""

    posts: tuple[Post, ...]
    problems: tuple[Problem, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)

    @property
    def shots(self) -> tuple[Shot, ...]:
        return tuple(shot for post in self.posts for shot in post.shots)


def number_weight(count: int, *, numbering: bool) -> int:
    """What the longest number of a thread adds to a post, with the blank line above it."""
    return weight(f"\n\n{count}/{count}") if numbering and count > 1 else 0


def texts(posts: Sequence[Post], *, numbering: bool) -> tuple[str, ...]:
    """The texts as they are sent; a single post bears no number."""
    numbered = numbering and len(posts) > 1
    return tuple(
        _numbered(safe(post.text), f"{place}/{len(posts)}" if numbered else "")
        for place, post in enumerate(posts, start=1)
    )


def _numbered(text: str, number: str) -> str:
    return "\n\n".join(filter(None, (text, number)))
