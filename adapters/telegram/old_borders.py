"""Where the borders between messages would lie in another text: by the lines that both share.

Where the text was rewritten at a border, the likeness of what stands on either side decides.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from adapters.telegram.rich import Rich
from adapters.telegram.sheet import Sheet, line_spans


@dataclass(frozen=True, slots=True)
class Border:
    """The end of a message: it may best come before any of these lines of the new text."""

    best: Sequence[int]
    is_last: bool = False


def old_borders(texts: Sequence[Rich], sheet: Sheet, *, parted: bool) -> list[Border]:
    """One for each of the messages that stand."""
    old: list[str] = []
    ends: list[int] = []
    for rich in texts:
        old += [rich.text[a:b] for a, b in line_spans(rich, parted=parted)]
        ends.append(len(old))
    blocks = SequenceMatcher(None, old, sheet.texts, autojunk=False).get_matching_blocks()
    pairs = [(b.a + n, b.b + n) for b in blocks for n in range(b.size)]
    last = Border([len(sheet.lines)], is_last=True)
    return [*(_border(at, old, sheet, pairs) for at in ends[:-1]), last]


def _border(at: int, old: Sequence[str], sheet: Sheet, pairs: Sequence[tuple[int, int]]) -> Border:
    """Between the last shared line before the border and the first behind it.

    What was put in there goes on from what stands above, unless it has a heading of its own.
    """
    n = bisect.bisect_left(pairs, (at, -1))
    a, low = (pairs[n - 1][0] + 1, pairs[n - 1][1] + 1) if n else (0, 0)
    b, high = pairs[n] if n < len(pairs) else (len(old), len(sheet.lines))
    if low == high:
        return Border([low])
    before, behind = _pairs_of_letters(old[a:at]), _pairs_of_letters(old[at:b])
    likeness = [
        _shared(before, sheet.texts[low:cut]) + _shared(behind, sheet.texts[cut:high])
        for cut in range(low, high + 1)
    ]
    best = [low + n for n, value in enumerate(likeness) if value == max(likeness)]
    return Border([n for n in best if n in sheet.leads or n == best[-1]])


def _pairs_of_letters(lines: Sequence[str]) -> Counter[str]:
    return Counter(line[n : n + 2] for line in lines for n in range(len(line)))


def _shared(ours: Counter[str], lines: Sequence[str]) -> int:
    return (ours & _pairs_of_letters(lines)).total() if ours else 0
