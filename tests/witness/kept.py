"""Whether everything wanted is shown: text in order, pictures, links, bold.

    assert missing(wanted(markdown).text, shown.text, allowed=LIST_MARKERS + FIGURE_MARKS) == []
    assert missing_words(wanted(markdown).words, shown.text) == []
    assert missing_links(issue.links, shown.links) == []
    assert not_bold(issue.bold, shown.bold) == []

`missing` passes only when the shown text can be cut, from its first character to its last, into
white space, whole matches of an allowed pattern, and the wanted characters, each once and in order.
All such cuts are followed at the same time, so none is missed. Nothing wanted can hide in a gap:
a wanted character counts only where it stands between its own neighbours or beside an allowed
insertion, never at some later place where the same character happens to occur, as it would in a
search for a subsequence. Text that is shown twice is left over and reported. Patterns widen only
what may be inserted; what they may not do is match running text, so keep them narrow and tie them
to the start of a line with `^` where they belong there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from tests.witness.wanted import squeeze, words

LIST_MARKERS = (r"^[ \t]*(?:[•◦▪‣·–*-]|\d{1,9}[.)、])(?=\s)", r"^[ \t]*[☐☑☒✅⬜]")
FIGURE_MARKS = (r"〔图\d+〕", r"\[fig \d+\]")
PART_NUMBERS = (r"^\d+/\d+$",)
NOTE_MARKS = (r"\[\d+\]",)
ADDRESSES = (r"https?://[!-~]+",)

CONTEXT = 12  # characters quoted before a fault
ANCHOR = 8  # this many characters in a row tell where wanted and shown text meet again


def missing(wanted: str, shown: str, allowed: Sequence[str] = ()) -> list[str]:
    """The wanted runs that are not shown in their place, and the shown runs nobody wanted.

    White space never counts. `allowed` are regular expressions (multi-line) of what an edition
    may insert; they see the shown text with its line breaks.
    """
    text = _Pair(
        squeeze(wanted),
        unicodedata.normalize("NFC", shown),
        tuple(re.compile(pattern, re.MULTILINE) for pattern in allowed),
    )
    faults: list[str] = []
    start = (0, 0)
    while (stop := _follow(text, start)) is not None:
        start = _meet_again(text, stop)
        faults.extend(_describe(text, stop, start))
    return faults


@dataclass(frozen=True, slots=True)
class _Pair:
    wanted: str
    shown: str
    allowed: tuple[re.Pattern[str], ...]

    def steps(self, wanted_at: int, shown_at: int) -> list[tuple[int, int]]:
        """Where one step leads from here: over white space, a character, or an insertion."""
        if shown_at < len(self.shown) and self.shown[shown_at].isspace():
            skipped = [(wanted_at, shown_at + 1)]
        else:
            skipped = []
        matches = (pattern.match(self.shown, shown_at) for pattern in self.allowed)
        inserted = [(wanted_at, m.end()) for m in matches if m and m.end() > shown_at]
        same = self.wanted[wanted_at : wanted_at + 1] == self.shown[shown_at : shown_at + 1] != ""
        return skipped + inserted + ([(wanted_at + 1, shown_at + 1)] if same else [])


def _follow(text: _Pair, start: tuple[int, int]) -> tuple[int, int] | None:
    """None when both texts can be read to their ends from here, else the furthest place reached."""
    goal = (len(text.wanted), len(text.shown))
    seen = {start}
    open_places = [start]
    furthest = start
    while open_places:
        place = open_places.pop()  # the last step listed is the matching character: go on with it
        if place == goal:
            return None
        furthest = max(furthest, place)
        for step in text.steps(*place):
            if step not in seen:
                seen.add(step)
                open_places.append(step)
    return furthest


def _meet_again(text: _Pair, stop: tuple[int, int]) -> tuple[int, int]:
    """The nearest place after a fault from which both texts go on alike; else both ends."""
    wanted_at, shown_at = stop
    places = [at for at in range(shown_at, len(text.shown)) if not text.shown[at].isspace()]
    rest = "".join(text.shown[at] for at in places)
    best: tuple[int, tuple[int, int]] | None = None
    for skipped in range(len(text.wanted) - wanted_at):
        if best and skipped >= best[0]:
            break
        anchor = text.wanted[wanted_at + skipped : wanted_at + skipped + ANCHOR]
        found = rest.find(anchor)
        if found == 0 and skipped == 0:
            found = rest.find(anchor, 1)
        if found >= 0 and (best is None or skipped + found < best[0]):
            best = skipped + found, (wanted_at + skipped, places[found])
    return best[1] if best else (len(text.wanted), len(text.shown))


def _describe(text: _Pair, stop: tuple[int, int], start: tuple[int, int]) -> list[str]:
    before = text.wanted[max(0, stop[0] - CONTEXT) : stop[0]]
    lost = text.wanted[stop[0] : start[0]]
    extra = squeeze(text.shown[stop[1] : start[1]])
    faults = [f"missing {lost!r} after {before!r}"] if lost else []
    return faults + ([f"unexpected {extra!r} after {before!r}"] if extra else [])


def missing_words(wanted: Sequence[str], shown: str) -> list[str]:
    """Latin words that are shown less often than wanted, mostly because a space was lost."""
    return sorted((Counter(wanted) - Counter(words(shown))).elements())


# --- links, bold, literal markup ----------------------------------------------------------------


def plain_link(target: str) -> str:
    """One spelling per target: percent-encoding undone, no slash after a bare host."""
    decoded = unquote(target)
    return decoded.rstrip("/") if decoded.count("/") <= 3 else decoded


def missing_links(wanted: Sequence[str], shown: Sequence[str]) -> list[str]:
    """Targets shown less often than wanted, once per missing time."""
    left = Counter(map(plain_link, wanted)) - Counter(map(plain_link, shown))
    return sorted(left.elements())


def missing_figures(wanted: Sequence[str], shown: Sequence[str]) -> list[str]:
    """Empty when the same pictures stand in the same order."""
    if tuple(wanted) == tuple(shown):
        return []
    left = Counter(wanted) - Counter(shown)
    extra = Counter(shown) - Counter(wanted)
    faults = [f"missing {source}" for source in left.elements()]
    faults += [f"unexpected {source}" for source in extra.elements()]
    return faults or [f"other order: {', '.join(shown)}"]


def not_bold(wanted: Sequence[str], shown: Sequence[str]) -> list[str]:
    """Wanted bold texts that no bold run holds, run after run; headings may be bold besides."""
    runs = [squeeze(run) for run in shown]
    faults: list[str] = []
    at = 0
    for text in wanted:
        holder = next((i for i in range(at, len(runs)) if text in runs[i]), None)
        if holder is None:
            faults.append(text)
            continue
        runs[holder] = runs[holder].split(text, 1)[1]
        at = holder
    return faults


LITERAL = re.compile(
    r"\*\*|\{%|%\}|\{\{[<%]|</?(?:div|section|figure|img|details|summary)\b|\]\(https?:|\]\(/"
    r"|^(?:layout|giscus_comments|categories): |^---$|^\+\+\+$",
    re.MULTILINE,
)


def literal_markup(prose: str, codes: Sequence[str] = ()) -> list[str]:
    """Source markup that a reader sees, with what stands around it.

    Give it text without code, or name the codes, which are then looked for in order and skipped.
    """
    around = 15
    text = _without_codes(prose, codes)
    return [text[max(0, m.start() - around) : m.end() + around] for m in LITERAL.finditer(text)]


def _without_codes(text: str, codes: Sequence[str]) -> str:
    at = 0
    for code in codes:
        spaced = r"\s*".join(map(re.escape, squeeze(code)))
        if m := re.compile(spaced).search(text, at):
            text = f"{text[: m.start()]} {text[m.end() :]}"
            at = m.start() + 1
    return text
