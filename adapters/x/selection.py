"""Which sections get a post of a digest: ten at most, each top-level heading heard first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from adapters.x.filling import Filled
from adapters.x.rows import Row
from adapters.x.stories import Story, passages, round_up_items
from adapters.x.wording import weight

LONG_ITEM = 120  # weight from which an item of a round-up may get a post of its own
CONTINUED = 2  # posts that go on with a list which is too long for one
WELL_FILLED = 112  # weight from which such a post is worth it
STEP = 40  # weight: of two stories about as long the first comes first
FEW = 3  # stories up to which long ones are told in several posts

Fill = Callable[[Story, frozenset[Row]], Filled]


@dataclass(frozen=True, slots=True)
class Item:
    """A story and its post, without number."""

    story: Story
    post: Filled


@dataclass(slots=True)
class Choice:
    """What was chosen so far; a story whose post stays empty is passed over."""

    most: int
    fill: Fill
    items: list[Item] = field(default_factory=list)

    def offer(self, stories: Sequence[Story] | Iterator[Story]) -> None:
        for story in stories:
            if len(self.items) >= self.most:
                return
            if (post := self.fill(story, frozenset())).text:
                self.items.append(Item(story, post))


def choose(offered: Sequence[Story], most: int, fill: Fill) -> tuple[Item, ...]:
    """In document order. `fill` makes the post of a story, given the rows told elsewhere."""
    choice = Choice(most, fill)
    choice.offer(_ranked(offered, most))
    _go_on(choice, _promote(choice))
    return tuple(sorted(choice.items, key=lambda item: item.story.place))


def _ranked(offered: Sequence[Story], most: int) -> list[Story]:
    """The author's marks, the best of each top-level heading, opinions, length, round-ups."""
    telling = [story for story in reversed(offered) if not story.round_up]
    best = {story.group: story for story in sorted(telling, key=_merit)}
    return sorted(
        _in_parts(offered, most),
        key=lambda story: (
            not story.cued, story.round_up, best.get(story.group) is not story,
            story.take is None, -(story.size // STEP),
        ),
    )  # fmt: skip


def _merit(story: Story) -> tuple[bool, int]:
    return story.take is not None, story.size // STEP


def _in_parts(offered: Sequence[Story], most: int) -> Sequence[Story]:
    """An essay under few headings is told in as many posts as there is room for."""
    if len(offered) > FEW:
        return offered
    share = most // max(1, len(offered))
    return [part for story in offered for part in _parts(story, share)]


def _parts(story: Story, share: int) -> tuple[Story, ...]:
    return (story,) if story.round_up else passages(story, share)


def _promote(choice: Choice) -> frozenset[Row]:
    """Free posts go to the longest items of round-ups, which then leave their lists."""
    lists = [item for item in choice.items if item.story.round_up]
    long = (item for each in lists for item in round_up_items(each.story))
    heavy = (story for story in long if weight(story.rows[0].text) >= LONG_ITEM)
    before = len(choice.items)
    choice.offer(sorted(heavy, key=lambda story: -weight(story.rows[0].text)))
    promoted = frozenset(item.story.rows[0] for item in choice.items[before:])
    for number, item in enumerate(choice.items):
        if item in lists and promoted.intersection(item.story.rows):
            choice.items[number] = Item(item.story, choice.fill(item.story, promoted))
    choice.items[:] = [item for item in choice.items if item.post.text]
    return promoted


def _go_on(choice: Choice, promoted: frozenset[Row]) -> None:
    """What posts are free then go on with the lists, under the same title."""
    lists = [item for item in choice.items if item.story.round_up and not item.story.cued]
    for item in sorted(lists, key=lambda item: item.story.place):
        rest = item.story._replace(take=None, shots=())
        told = promoted.union(item.post.told)
        for _ in range(min(CONTINUED, choice.most - len(choice.items))):
            post = choice.fill(rest, told)
            if weight(post.text) < WELL_FILLED:
                break
            choice.items.append(Item(rest, post))
            told |= frozenset(post.told)
