"""The highest rung on which an article fits, counted as it will be once its pictures are up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from adapters.references import with_reserve
from adapters.wechat.spec import LIMITS, SPEC
from adapters.wechat.theme import RUNGS, Rung

CONTENT = LIMITS["content"]


@dataclass(frozen=True, slots=True)
class Fitted:
    """`size` is in characters, with the reserve of a picture's address for each reference."""

    html: str
    rung: Rung
    size: int
    fits: bool


def fit(write: Callable[[Rung], str], size: Callable[[Rung], int]) -> Fitted:
    """What `write` makes of the first rung that fits, else of the last one.

    Characters alone decide: those that fit never make 1 MB.
    """
    for rung in RUNGS:
        characters = size(rung)
        if characters <= CONTENT.value:
            return Fitted(write(rung), rung, characters, fits=True)
    return Fitted(write(rung), rung, characters, fits=False)


def reserved(html: str) -> int:
    """The characters of markup as it may become."""
    return CONTENT.counter(with_reserve(html, SPEC.reserve))


def within_limits(html: str) -> bool:
    """Fewer than 20,000 characters and smaller than 1 MB."""
    return all(limit.counter(html) <= limit.value for limit in (CONTENT, LIMITS["content_bytes"]))
