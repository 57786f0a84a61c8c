"""What the author chose not to hear of: `pressrun.ignore` in the front matter, with reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from content.issue import Issue
from content.problems import Level, Problem

KEY = "pressrun.ignore"


def heard(issue: Issue, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems without those the author ignores; what is left out is named in a note each.

    An error is never left out, and nothing is without a reason.
    """
    wanted = issue.meta.own.get("ignore")
    if wanted is None:
        return tuple(problems)
    if not isinstance(wanted, dict):
        step = "Write `ignore:` and below it `the-code: why it is fine`."
        wrong = _problem(issue, Level.WARNING, "ignore", KEY, f"`{KEY}` must hold codes", step)
        return (*problems, wrong)
    reasons = {code: why.strip() for code, why in wanted.items() if isinstance(why, str)}
    silent = {code for code, why in reasons.items() if why}
    kept = [p for p in problems if p.code not in silent or p.level is Level.ERROR]
    left = Counter(p.code for p in problems if p.code in silent and p.level is not Level.ERROR)
    return (*kept, *_told(issue, reasons, left), *_refused(issue, wanted, silent, kept))


def _told(issue: Issue, reasons: Mapping[str, str], left: Mapping[str, int]) -> Iterator[Problem]:
    for code, count in left.items():
        yield _problem(issue, Level.NOTE, "ignored", f"{KEY}.{code}",
                       f"`{code}` is ignored ({count}): {reasons[code]}", "")  # fmt: skip


def _refused(
    issue: Issue, wanted: Mapping[str, object], silent: set[str], kept: Sequence[Problem]
) -> Iterator[Problem]:
    for code in wanted:
        if code not in silent:
            yield _problem(issue, Level.WARNING, "ignore", f"{KEY}.{code}",
                           f"`{code}` is to be ignored without a reason",
                           f"Write `{code}: why it is fine`.")  # fmt: skip
    for code in dict.fromkeys(p.code for p in kept if p.code in silent):
        yield _problem(issue, Level.WARNING, "ignore", f"{KEY}.{code}",
                       f"`{code}` is an error here, and no error is ignored",
                       "Mend it.")  # fmt: skip


def _problem(issue: Issue, level: Level, code: str, key: str, what: str, step: str) -> Problem:
    return Problem(level, code, str(issue.path), issue.meta.line(key), f"{what}.", step)
