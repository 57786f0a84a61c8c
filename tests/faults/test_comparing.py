"""The judge of the random kills sees what it is to see."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.comparing import Verdict, verdicts
from tests.faults.letters import Shown
from tests.faults.stage import Stage

SHOWN = {"x": Shown((("post", "Mill 01, 1/2", 0), ("reply", "Mill 01, 2/2", 1)), ("a", "b"))}


class Showing(Stage):
    """Shows these posts: (id, text, the id of the post that it answers)."""

    def __init__(self, *posts: tuple[int, str, int | None]) -> None:
        self._posts = posts

    def feed(self, _: str) -> list[dict[str, Any]]:
        return [
            {
                "id": str(number),
                "kind": "reply" if parent else "post",
                "title": "",
                "text": text,
                "pictures": ["a picture"] if parent else [],
                "details": {"reply_to": parent},
            }
            for number, text, parent in self._posts
        ]


FIRST, SECOND = (1, "Mill 01, 1/2", None), (2, "Mill 01, 2/2", 1)
OTHERS = (3, "Mill 02, 1/2", None), (4, "Mill 02, 2/2", 3)


def judged(*posts: tuple[int, str, int | None]) -> Verdict:
    """The first issue of two, of which the second is as it should be."""
    found = verdicts(Showing(*posts), SHOWN, 2)
    assert [v for v in found if v.number != 1 and not v.good] == []
    return next(v for v in found if v.number == 1)


def test_each_post_once_and_in_order_is_good() -> None:
    assert judged(FIRST, SECOND, *OTHERS).good


@pytest.mark.parametrize(
    ("posts", "duplicates", "lost"),
    [
        pytest.param((FIRST, SECOND, (5, "Mill 01, 2/2", 1)), 1, 0, id="twice"),
        pytest.param((FIRST,), 0, 1, id="one is missing"),
        pytest.param((), 0, 2, id="nothing is there"),
        pytest.param((FIRST, (2, "Mill 01, 3/2", 1)), 1, 1, id="other words"),
    ],
)
def test_what_is_twice_or_missing_is_counted(posts: Any, duplicates: int, lost: int) -> None:
    verdict = judged(*posts, *OTHERS)

    assert (verdict.duplicates, verdict.lost) == (duplicates, lost)
    assert not verdict.good


def test_posts_of_another_order_are_disordered() -> None:
    assert judged((6, "Mill 01, 2/2", 5), (5, "Mill 01, 1/2", None), *OTHERS).disordered


def test_a_reply_to_another_issue_is_disordered() -> None:
    assert judged(*OTHERS, FIRST, (2, "Mill 01, 2/2", 3)).disordered


def test_an_issue_within_another_one_is_torn() -> None:
    assert judged(FIRST, *OTHERS, SECOND).torn


def test_a_post_of_no_issue_is_a_duplicate() -> None:
    found = verdicts(Showing(FIRST, SECOND, (9, "Somebody else", None)), SHOWN, 1)

    assert [v.duplicates for v in found if v.number == 0] == [1]
