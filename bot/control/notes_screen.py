"""Short answers, help, and what is said when something is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.control.escape import bold, fitted, shorten
from bot.control.reasons import reason
from bot.control.screen import Screen
from bot.control.words import count, say

if TYPE_CHECKING:
    from bot.doctor import Finding

COMMANDS = (
    "start", "help", "issues", "preview", "plan", "publish", "approve", "hold", "resume", "cancel",
    "reschedule", "status", "retry", "decide", "retract", "doctor",
)  # fmt: skip
LEVELS = {"error": "❌", "warning": "⚠️", "ok": "✅"}  # the worst first
LONGEST = 600  # columns of a text that nobody here has written
WHO = 60  # columns of a name


def help_screen(lang: str, commands: Sequence[str] = COMMANDS) -> Screen:
    """One line per command, named without its slash."""
    lines = [f"/{name} – {say(lang, f'command.{name}')}" for name in commands]
    blocks = [bold(say(lang, "help.title")), *lines, "\n" + say(lang, "help.upload")]
    return Screen(fitted(blocks, lambda n: count(lang, "more", n)))


def command_menu(lang: str) -> list[tuple[str, str]]:
    """Names without a slash and descriptions, for Telegram's menu."""
    return [(name, say(lang, f"command.{name}")) for name in COMMANDS]


def doctor_screen(lang: str, findings: Sequence[Finding]) -> Screen:
    """What is wrong first, each with its next step."""
    order = list(LEVELS)
    worst = sorted(findings, key=lambda f: order.index(f.level) if f.level in order else 0)
    well = all(finding.level == "ok" for finding in findings)
    blocks = [
        bold(say(lang, "doctor.title")),
        say(lang, "doctor.fine" if well else "doctor.bad"),
        *(_finding(lang, finding) for finding in worst),
    ]
    return Screen(fitted(blocks, lambda n: count(lang, "more", n)))


def _finding(lang: str, finding: Finding) -> str:
    said = say(lang, "doctor.finding", what=finding.what, said=finding.said)
    step = f"\n→ {shorten(finding.next, LONGEST)}" if finding.next else ""
    return f"{LEVELS.get(finding.level, '⚠️')} {shorten(said, LONGEST)}{step}"


# --- plain one-line answers to a press; a toast holds 200 characters ---------------------------


def stale(lang: str) -> str:
    """The button is about something that stands otherwise by now."""
    return say(lang, "note.stale")


def done_by(lang: str, who: str) -> str:
    """Another operator was faster; "" for one whose name is not known."""
    return say(lang, "note.done-by", who=shorten(who, WHO) or say(lang, "note.nobody-else"))


def edited(lang: str) -> str:
    """The file is not what was shown, so nothing was approved."""
    return say(lang, "note.edited")


# --- messages ---------------------------------------------------------------------------------


def not_allowed(lang: str, user_id: int) -> Screen:
    """To everybody who is no operator; the text is the same plain and as HTML."""
    return Screen(say(lang, "note.not-allowed", user_id=user_id))


def error(lang: str, text: str) -> Screen:
    """Something did not work; `text` says what, as the application words it."""
    what = shorten(reason(lang, text), LONGEST)
    blocks = ["❌ " + say(lang, "error.title"), what, say(lang, "error.next")]
    return Screen(fitted((b for b in blocks if b), str))


def conflict(lang: str) -> Screen:
    """Telegram answers 409: somebody else asks for the same updates."""
    return Screen(fitted(["⚠️ " + say(lang, "conflict.title"), say(lang, "conflict.why")], str))
