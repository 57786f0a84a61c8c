"""How far an issue goes on a channel: as the settings allow, or less where it says so itself.

A line in a file never publishes or mails what the settings keep a draft (ADR 0020).
"""

from __future__ import annotations

from collections.abc import Sequence

from content.defaults import override
from content.issue import Issue
from content.problems import Level, Problem


def mode_of(
    issue: Issue, channel: str, modes: Sequence[str], allowed: str
) -> tuple[str, tuple[Problem, ...]]:
    """The mode of an issue, of `modes` from the most careful on; `allowed` is the settings'.

    What the issue may not say is an error, and then it goes no further than the first of them.
    """
    own = override(issue, channel, "mode")
    if own is None:
        return allowed, ()
    within = modes[: modes.index(allowed) + 1]
    if own in within:
        return str(own), ()
    return modes[0], (_refused(issue, channel, own, within, modes),)


def _refused(
    issue: Issue, channel: str, own: object, within: Sequence[str], modes: Sequence[str]
) -> Problem:
    line = issue.meta.line(f"pressrun.{channel}.mode")
    if own in modes:
        what = f"The settings let {channel} go no further than `{within[-1]}`, not to `{own}`."
        step = (
            f"Set `channels.{channel}.mode: {own}` in pressrun.yaml if every issue may go so far, "
            f"or write `mode: {within[-1]}` here."
        )
    else:
        what = f"`{own}` is no mode of {channel}."
        step = f"Write {' or '.join(f'`mode: {mode}`' for mode in within)}."
    return Problem(Level.ERROR, "mode", str(issue.path), line, what, step)
