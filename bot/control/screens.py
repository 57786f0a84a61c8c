"""Every screen of the control room, by name."""

from __future__ import annotations

from bot.control.issue_screen import (
    draft_links,
    issue_screen,
    issues_screen,
    problem_lines,
    summary_screen,
    upload_screen,
    x_thread,
)
from bot.control.notes_screen import (
    COMMANDS,
    command_menu,
    conflict,
    conflict_over,
    doctor_screen,
    done_by,
    edited,
    error_screen,
    help_screen,
    not_allowed,
    problems_screen,
    stale,
    young_screen,
)
from bot.control.picture_lines import picture_lines
from bot.control.plan_screen import approval_rows, ask_time, plan_screen, times_screen
from bot.control.question_screen import (
    ask_url,
    expiring_reminder,
    failed_reminder,
    overdue_reminder,
    paused_reminder,
    question_screen,
    reminder_screen,
    send_now,
    settled_screen,
)
from bot.control.release_screen import Row, cancel_screen, release_screen
from bot.control.retract_screen import retract_screen
from bot.control.status_screen import status_screen

__all__ = [
    "COMMANDS",
    "Row",
    "approval_rows",
    "ask_time",
    "ask_url",
    "cancel_screen",
    "command_menu",
    "conflict",
    "conflict_over",
    "doctor_screen",
    "done_by",
    "draft_links",
    "edited",
    "error_screen",
    "expiring_reminder",
    "failed_reminder",
    "help_screen",
    "issue_screen",
    "issues_screen",
    "not_allowed",
    "overdue_reminder",
    "paused_reminder",
    "picture_lines",
    "plan_screen",
    "problem_lines",
    "problems_screen",
    "question_screen",
    "release_screen",
    "reminder_screen",
    "retract_screen",
    "send_now",
    "settled_screen",
    "stale",
    "status_screen",
    "summary_screen",
    "times_screen",
    "upload_screen",
    "x_thread",
    "young_screen",
]
