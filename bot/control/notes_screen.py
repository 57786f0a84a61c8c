"""Short answers, help, and what is said when something is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.control.escape import bold, fitted, shorten
from bot.control.issue_screen import problem_lines
from bot.control.phrases import followed_by, sentence
from bot.control.plan_screen import problems_line
from bot.control.reasons import alarm, reason
from bot.control.screen import Button, Screen
from bot.control.words import count, say
from bot.translations import translated
from content.problems import Problem

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
    said = translated(finding.said, lang)
    if finding.what == "releases" and said == finding.said:
        said = sentence(lang, alarm(lang, said.rstrip("."), zone=""))
    told = say(lang, "doctor.finding", what=translated(finding.what, lang), said=said)
    step = f"\n→ {shorten(translated(finding.next, lang), LONGEST)}" if finding.next else ""
    return f"{LEVELS.get(finding.level, '⚠️')} {shorten(told, LONGEST)}{step}"


# --- one line each ----------------------------------------------------------------------------


def stale(lang: str) -> Screen:
    """The button is about something that stands otherwise by now."""
    return Screen(say(lang, "note.stale"))


def done_by(lang: str, who: str) -> Screen:
    """Another operator was faster; "" for one whose name is not known."""
    name = shorten(who, WHO) or say(lang, "note.somebody")
    return Screen(fitted([say(lang, "note.done-by", who=name)], str))


def edited(lang: str) -> Screen:
    """The file is not what was shown, so nothing was approved."""
    return Screen(say(lang, "note.edited"))


def not_allowed(lang: str, user_id: int) -> Screen:
    """To everybody who is no operator; the text is the same plain and as HTML."""
    return Screen(say(lang, "note.not-allowed", user_id=user_id))


# --- what keeps something from being done -----------------------------------------------------


def error_screen(lang: str, text: str, step: str = "") -> Screen:
    """Something did not work; `text` and `step` say what, as the application words it."""
    told = followed_by(sentence(lang, reason(lang, text)), translated(step, lang))
    what = shorten(told, LONGEST)
    return Screen(fitted([f"⚠️ {what}", say(lang, "error.next")], str))


def problems_screen(lang: str, problems: Sequence[Problem]) -> Screen:
    """What the author has to mend first."""
    blocks = [
        "❌ " + say(lang, "problems.block"),
        problems_line(lang, problems),
        problem_lines(lang, problems) if problems else "",
    ]
    return Screen(fitted((b for b in blocks if b), lambda n: count(lang, "more", n)))


def young_screen(lang: str, why: str, data: str) -> Screen:
    """The store may not know all that is out; pressing `data` says that nothing of it is."""
    text = fitted(["⚠️ " + say(lang, "young"), sentence(lang, reason(lang, why))], str)
    return Screen(text, ((Button(say(lang, "young.first"), data),),))


def conflict(lang: str) -> Screen:
    """Telegram answers 409: somebody else asks for the same updates."""
    return Screen(fitted(["⚠️ " + say(lang, "conflict.title"), say(lang, "conflict.why")], str))


def conflict_over(lang: str) -> Screen:
    return Screen("✅ " + say(lang, "conflict.over"))
